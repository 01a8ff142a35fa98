"""Which drafts there are, what they are called, and where the finished ones go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.small_plan import small_interview
from wizard.drafts.catalog import list_done_drafts, list_drafts, newest_draft_name
from wizard.drafts.draft import Draft, open_draft, start_draft
from wizard.drafts.draft_folder import BrokenDraftError
from wizard.drafts.dropped import drop_draft, restore_dropped
from wizard.drafts.last_save import LastSave
from wizard.errors import NotFoundError, WizardError


@pytest.fixture
def draft(home: Path) -> Draft:
    """A new draft of the small template."""
    return start_draft(small_interview(home), "relay")


def test_a_draft_is_named_after_its_plan(home: Path) -> None:
    interview = small_interview(home)
    named = start_draft(interview.answer(("name",), "Relay: a Chat/App"))
    same = start_draft(interview.answer(("name",), "Relay: a Chat/App"))
    unnamed = start_draft(interview)

    assert [named.name, same.name, unnamed.name] == ["relay-a-chat-app", "relay-a-chat-app-2", "small"]
    for draft in (named, same, unnamed):
        draft.close()


def test_a_title_only_suggests_a_draft(home: Path) -> None:
    draft = start_draft(small_interview(home))
    draft.record(draft.interview.answer(("name",), "Relay App"))
    draft.close()

    with pytest.raises(NotFoundError, match=r"did you mean 'small' \(Relay App\)\?"):
        open_draft("Relay App")


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", ".hidden", "a\nb", "a\x00", "con", "x" * 300, "C:", "a ", "é\ud800"]
)
def test_a_name_that_leads_elsewhere_is_refused(home: Path, name: str) -> None:
    interview = small_interview(home)

    for use in (lambda: start_draft(interview, name), lambda: open_draft(name), lambda: drop_draft(name)):
        with pytest.raises(WizardError):
            use()


@pytest.mark.parametrize("name", ["con", "AUX", "nul.txt", "Lpt1", "com\u00b9"])
def test_a_name_that_windows_reserves_is_refused_for_that_reason(home: Path, name: str) -> None:
    with pytest.raises(WizardError, match="Windows reserves it"):
        start_draft(small_interview(home), name)


@pytest.mark.parametrize("name", ["small", "unlike"])
def test_a_refusal_of_an_unknown_name_ends_with_one_mark(draft: Draft, name: str) -> None:
    draft.close()
    wanted = "RELAY" if name == "small" else name

    with pytest.raises(NotFoundError, match=r"[^.?][.?]$"):
        open_draft(wanted)
    drop_draft("relay")
    with pytest.raises(NotFoundError, match=r"[^.?][.?]$"):
        restore_dropped(wanted)


def test_a_name_that_is_taken_is_refused(draft: Draft) -> None:
    with pytest.raises(WizardError, match="already"):
        start_draft(draft.interview, "relay")
    draft.close()


def test_a_draft_that_is_not_there_is_told_with_the_nearest_one(draft: Draft) -> None:
    draft.close()

    with pytest.raises(NotFoundError, match="did you mean 'relay'"):
        open_draft("relai")


def test_the_list_shows_the_draft_left_last_first(home: Path) -> None:
    interview = small_interview(home)
    for name in ("one", "two", "three"):
        start_draft(interview.answer(("name",), name.title()), name).close()
    again = open_draft("one")
    again.record(again.interview.answer(("big",), True))
    again.close()

    summaries = list_drafts()

    assert [summary.name for summary in summaries] == ["one", "three", "two"]
    assert newest_draft_name() == "one"
    header = summaries[0].header
    assert header is not None
    assert (header.title, header.template, header.template_title) == ("One", "small", "Small plan")
    assert (header.answered, header.total) == (2, 6)


def test_a_clock_that_is_set_back_does_not_change_the_order(home: Path) -> None:
    interview = small_interview(home)
    start_draft(interview, "one").close()
    second = start_draft(interview, "two")
    second.close()
    for path in second.folder.iterdir():
        if path.is_file():
            os.utime(path, (0, 0))

    assert newest_draft_name() == "two"


def test_the_list_knows_what_the_journal_knows(draft: Draft) -> None:
    draft.flush()
    draft.record(draft.interview.answer(("name",), "Relay"))
    draft.flush()

    assert list_drafts()[0].title == "Relay"
    draft.close()


def test_a_broken_draft_is_listed_last_with_the_reason_and_stays(home: Path, draft: Draft) -> None:
    draft.close()
    broken = home / "drafts" / "broken"
    broken.mkdir()
    (broken / "draft.yaml").write_bytes(b"\x00\x01 nothing")

    summaries = list_drafts()

    assert [summary.name for summary in summaries] == ["relay", "broken"]
    assert summaries[1].is_broken and summaries[1].why_broken
    with pytest.raises(BrokenDraftError):
        open_draft("broken")
    assert (broken / "draft.yaml").read_bytes() == b"\x00\x01 nothing"


def test_no_draft_is_left_when_the_only_one_is_dropped(home: Path, draft: Draft) -> None:
    draft.close()
    drop_draft("relay")

    with pytest.raises(NotFoundError):
        newest_draft_name()


def test_a_finished_draft_is_with_the_done_ones_until_it_changes(draft: Draft, tmp_path: Path) -> None:
    draft.record(draft.interview.answer(("name",), "Relay"))
    draft.finish(LastSave(str(tmp_path / "relay.md")))
    draft.flush()

    assert list_drafts() == ()
    assert [summary.name for summary in list_done_drafts()] == ["relay"]

    draft.record(draft.interview.answer(("big",), True))
    draft.close()

    assert [summary.name for summary in list_drafts()] == ["relay"]
    assert list_done_drafts() == ()
    resumed = open_draft("relay")
    assert resumed.plan_path == tmp_path / "relay.md"
    assert resumed.interview.answers == {"name": "Relay", "big": True}
    resumed.close()


def test_a_finished_draft_can_be_opened_and_its_name_is_not_given_away(draft: Draft, tmp_path: Path) -> None:
    draft.finish(LastSave(str(tmp_path / "relay.md")))
    draft.close()

    with pytest.raises(WizardError, match="already"):
        start_draft(draft.interview, "relay")
    opened = open_draft("relay")
    opened.close()
    assert [summary.name for summary in list_done_drafts()] == ["relay"]


def test_an_unknown_name_is_told_the_drafts_that_are_listed_and_no_done_ones(draft: Draft, tmp_path: Path) -> None:
    draft.finish(LastSave(str(tmp_path / "relay.md")))
    draft.close()
    with pytest.raises(NotFoundError, match="there are none to continue"):
        open_draft("nosuch")

    start_draft(draft.interview, "zoo").close()

    with pytest.raises(NotFoundError, match=r"there are: zoo\.$"):
        open_draft("nosuch")


def test_a_folder_left_by_a_program_that_was_killed_at_once_is_used_again(home: Path) -> None:
    (home / "drafts" / "relay").mkdir(parents=True)
    (home / "drafts" / "relay" / "lock").write_text("{}")

    assert list_drafts() == ()
    draft = start_draft(small_interview(home), "relay")
    draft.close()

    assert draft.name == "relay"
    assert [summary.name for summary in list_drafts()] == ["relay"]


def test_a_change_right_after_the_plan_was_saved_brings_the_draft_back(draft: Draft, tmp_path: Path) -> None:
    draft.finish(LastSave(str(tmp_path / "relay.md")))
    draft.record(draft.interview.answer(("big",), True))
    draft.close()

    assert [summary.name for summary in list_drafts()] == ["relay"]
    assert list_done_drafts() == ()


def test_only_the_last_done_drafts_are_kept(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.drafts.storage.MAX_DONE_DRAFTS", 2)
    for name in ("one", "two", "three"):
        finished = start_draft(small_interview(home), name)
        finished.finish(LastSave(str(tmp_path / f"{name}.md")))
        finished.close()

    assert [summary.name for summary in list_done_drafts()] == ["three", "two"]
    again = open_draft("two")
    again.record(again.interview.answer(("big",), True))
    again.finish(LastSave(str(tmp_path / "two.md")))
    again.close()
    assert [summary.name for summary in list_done_drafts()] == ["two", "three"]
