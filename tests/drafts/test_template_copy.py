"""A draft whose template has changed, is gone or is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.small_plan import SMALL, put_template, small_interview, small_template
from wizard.drafts.draft import Draft, open_draft, start_draft
from wizard.drafts.draft_folder import BrokenDraftError
from wizard.interview.interview import Interview


@pytest.fixture
def draft(home: Path) -> Draft:
    """A new draft of the small template."""
    return start_draft(small_interview(home), "relay")


def open_and_close(name: str) -> Interview:
    draft = open_draft(name)
    draft.close()
    return draft.interview


def test_a_draft_of_a_template_that_is_gone_goes_on_with_its_copy(home: Path, draft: Draft) -> None:
    draft.record(draft.interview.answer(("name",), "Relay"))
    draft.close()
    (home / "templates" / "small.md").unlink()

    resumed = open_draft("relay")

    assert resumed.interview.answers == {"name": "Relay"}
    assert "no longer exists" in resumed.notices[0]
    resumed.record(resumed.interview.answer(("big",), True))
    resumed.close()
    assert open_and_close("relay").answers == {"name": "Relay", "big": True}


def test_a_draft_of_a_template_that_is_broken_goes_on_with_its_copy(home: Path, draft: Draft) -> None:
    draft.record(draft.interview.answer(("name",), "Relay"))
    draft.close()
    put_template(home, "---\nwizard: 1\nnmae: [\n---\n")

    resumed = open_draft("relay")

    assert resumed.interview.answers == {"name": "Relay"}
    assert "does not open" in resumed.notices[0]
    resumed.close()


def test_a_draft_of_a_changed_template_keeps_what_has_no_question_any_more(home: Path, draft: Draft) -> None:
    draft.record(draft.interview.answer(("name",), "Relay").answer(("goal",), "to relay"))
    draft.close()
    put_template(home, SMALL.replace("id: goal", "id: purpose").replace("{{ goal }}", "{{ purpose }}"))

    resumed = open_draft("relay")

    assert resumed.interview.answers == {"name": "Relay"}
    assert [(stranger.path, stranger.answer) for stranger in resumed.orphans] == [(("goal",), "to relay")]
    assert any("changed" in notice for notice in resumed.notices)
    assert any("goal" in notice for notice in resumed.notices)
    resumed.record(resumed.interview.answer(("big",), True))
    resumed.close()
    put_template(home)
    assert open_and_close("relay").answers == {"name": "Relay", "big": True, "goal": "to relay"}


def test_a_draft_without_its_template_and_copy_is_told_and_stays(home: Path, draft: Draft) -> None:
    draft.close()
    (home / "templates" / "small.md").unlink()
    (draft.folder / "template.md").unlink()

    with pytest.raises(BrokenDraftError, match="has lost its template"):
        open_draft("relay")
    assert (draft.folder / "draft.yaml").exists()


def test_a_template_by_path_is_found_from_anywhere(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wizard.compiler.loader import load_template

    (tmp_path / "own.md").write_text(SMALL)
    monkeypatch.chdir(tmp_path)
    draft = start_draft(Interview.begin(load_template("own.md")), "relay")
    draft.close()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    resumed = open_draft("relay")

    assert resumed.notices == ()
    resumed.close()


def test_the_same_template_is_used_as_long_as_it_is_the_same(home: Path, draft: Draft) -> None:
    draft.close()

    resumed = open_draft("relay")

    assert resumed.notices == ()
    assert resumed.interview.template == small_template(home)
    resumed.close()


def test_who_changes_the_template_meanwhile_changes_no_copy(home: Path, draft: Draft) -> None:
    draft.close()
    resumed = open_draft("relay")
    put_template(home, SMALL.replace("What is it for?", "What is it good for?"))
    resumed.record(resumed.interview.answer(("big",), True))
    resumed.close()

    assert (resumed.folder / "template.md").read_text() == SMALL
    again = open_draft("relay")
    assert "has changed" in again.notices[0]
    again.close()
    assert "good for" in (resumed.folder / "template.md").read_text()
    assert open_and_close("relay").template.question(("goal",)).label == "What is it good for?"  # pyright: ignore
