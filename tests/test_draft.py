"""A draft comes back as it was left."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_plan import SMALL, put_template, small_interview, small_template
from wizard.draft import (
    BrokenDraftError,
    Draft,
    HeldError,
    copy_draft,
    done_drafts,
    drafts,
    drop_draft,
    earlier_states,
    look_at,
    newest_draft,
    open_draft,
    restore_state,
    start_draft,
    who_has,
)
from wizard.errors import NotFoundError, WizardError
from wizard.interview import Interview


@pytest.fixture
def draft(home: Path) -> Draft:
    """A new draft of the small template."""
    return start_draft(small_interview(home), "relay")


def noted(draft: Draft, *interviews: Interview) -> None:
    for interview in interviews:
        draft.note(interview)


def test_a_draft_is_resumed_at_the_very_place(draft: Draft) -> None:
    interview = draft.interview.answer(("name",), "Relay").add_item(("steps",)).answer(("steps", 0, "title"), "one")
    left = interview.keep_text(("start",), "2026-1").go_to(("steps", 0, "tasks"), (2,), 7)
    draft.note(left)
    draft.close()

    resumed = open_draft("relay")

    assert resumed.interview == left
    assert resumed.notices == () and resumed.strangers == ()
    resumed.close()


def test_what_is_noted_is_on_the_disk_without_being_asked_for(draft: Draft) -> None:
    draft.note(draft.interview.answer(("name",), "Relay"))
    draft.flush()

    interview, _, _ = look_at("relay")

    assert interview.answers == {"name": "Relay"}
    draft.close()


def test_a_series_of_notes_needs_no_flush_to_be_written(home: Path) -> None:
    from threading import Event

    written = Event()
    draft = start_draft(small_interview(home), on_status=lambda status: written.set() if status.is_kept else None)
    assert written.wait(5)
    written.clear()
    draft.note(draft.interview.answer(("name",), "Relay"))
    assert written.wait(5)

    assert look_at(draft.name)[0].answers == {"name": "Relay"}
    draft.close()


def test_undo_and_redo_go_on_after_resume(draft: Draft) -> None:
    start = draft.interview
    first = start.answer(("goal",), "a goal that is long enough to be no typing")
    noted(draft, first, first.answer(("big",), True))
    draft.undo()
    draft.close()

    resumed = open_draft("relay")
    assert resumed.can_redo
    assert (again := resumed.redo()) is not None and again.answers == {**first.answers, "big": True}
    while resumed.undo():
        pass

    assert resumed.interview.answers == start.answers
    assert not resumed.can_undo
    resumed.close()


def test_undo_goes_on_after_a_crash(draft: Draft) -> None:
    draft.note(draft.interview.answer(("goal",), "a goal"))
    draft.note(draft.interview.answer(("big",), True))
    draft.flush()

    other = copy_draft("relay")

    assert (before := other.undo()) is not None and before.answers == {"goal": "a goal"}
    assert (before := other.undo()) is not None and before.answers == {}
    other.close()
    draft.close()


def test_a_second_program_is_told_and_may_look_or_take_a_copy(draft: Draft) -> None:
    draft.note(draft.interview.answer(("name",), "Relay"))
    draft.flush()

    with pytest.raises(HeldError) as held:
        open_draft("relay")
    copy = copy_draft("relay")

    assert held.value.holder is not None and held.value.holder.pid == os.getpid()
    assert who_has("relay") == held.value.holder
    assert look_at("relay")[0].answers == {"name": "Relay"}
    assert copy.name == "relay-2" and copy.interview.answers == {"name": "Relay"}
    copy.close()
    draft.close()
    assert who_has("relay") is None


def test_a_draft_is_named_after_its_plan(home: Path) -> None:
    interview = small_interview(home)
    named = start_draft(interview.answer(("name",), "Relay: a Chat/App"))
    same = start_draft(interview.answer(("name",), "Relay: a Chat/App"))
    unnamed = start_draft(interview)

    assert [named.name, same.name, unnamed.name] == ["relay-a-chat-app", "relay-a-chat-app-2", "small"]
    for draft in (named, same, unnamed):
        draft.close()


def test_a_draft_is_found_by_the_name_of_its_plan(home: Path) -> None:
    draft = start_draft(small_interview(home))
    draft.note(draft.interview.answer(("name",), "Relay App"))
    draft.close()

    resumed = open_draft("Relay App")

    assert resumed.name == "small"
    resumed.close()


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", ".hidden", "a\nb", "a\x00", "con", "x" * 300, "C:", "a ", "é\ud800"]
)
def test_a_name_that_leads_elsewhere_is_refused(home: Path, name: str) -> None:
    interview = small_interview(home)

    for use in (lambda: start_draft(interview, name), lambda: open_draft(name), lambda: drop_draft(name)):
        with pytest.raises(WizardError):
            use()


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
    again.note(again.interview.answer(("big",), True))
    again.close()

    summaries = drafts()

    assert [summary.name for summary in summaries] == ["one", "three", "two"]
    assert newest_draft() == "one"
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

    assert newest_draft() == "two"


def test_the_list_knows_what_the_journal_knows(draft: Draft) -> None:
    draft.flush()
    draft.note(draft.interview.answer(("name",), "Relay"))
    draft.flush()

    assert drafts()[0].title == "Relay"
    draft.close()


def test_a_broken_draft_is_listed_last_with_the_reason_and_stays(home: Path, draft: Draft) -> None:
    draft.close()
    broken = home / "drafts" / "broken"
    broken.mkdir()
    (broken / "draft.yaml").write_bytes(b"\x00\x01 nothing")

    summaries = drafts()

    assert [summary.name for summary in summaries] == ["relay", "broken"]
    assert summaries[1].is_broken and summaries[1].why_broken
    with pytest.raises(BrokenDraftError):
        open_draft("broken")
    assert (broken / "draft.yaml").read_bytes() == b"\x00\x01 nothing"


def test_a_dropped_draft_is_gone_and_one_in_use_is_not_dropped(home: Path, draft: Draft) -> None:
    draft.flush()
    with pytest.raises(HeldError):
        drop_draft("relay")
    draft.close()
    drop_draft("relay")

    assert drafts() == ()
    assert os.listdir(home / "drafts") == []
    with pytest.raises(NotFoundError):
        newest_draft()


def test_a_finished_draft_is_with_the_done_ones_until_it_changes(draft: Draft, tmp_path: Path) -> None:
    draft.note(draft.interview.answer(("name",), "Relay"))
    draft.finish(tmp_path / "relay.md")
    draft.flush()

    assert drafts() == ()
    assert [summary.name for summary in done_drafts()] == ["relay"]

    draft.note(draft.interview.answer(("big",), True))
    draft.close()

    assert [summary.name for summary in drafts()] == ["relay"]
    assert done_drafts() == ()
    resumed = open_draft("relay")
    assert resumed.saved_as == tmp_path / "relay.md"
    assert resumed.interview.answers == {"name": "Relay", "big": True}
    resumed.close()


def test_a_finished_draft_can_be_opened_and_its_name_is_not_given_away(draft: Draft, tmp_path: Path) -> None:
    draft.finish(tmp_path / "relay.md")
    draft.close()

    with pytest.raises(WizardError, match="already"):
        start_draft(draft.interview, "relay")
    opened = open_draft("relay")
    opened.close()
    assert [summary.name for summary in done_drafts()] == ["relay"]


def test_opening_a_draft_and_leaving_it_changes_nothing_on_the_disk(draft: Draft) -> None:
    draft.note(draft.interview.answer(("name",), "Relay"))
    draft.close()
    before = {path: path.read_bytes() for path in draft.folder.rglob("*") if path.is_file()}

    open_draft("relay").close()

    assert {path: path.read_bytes() for path in draft.folder.rglob("*") if path.is_file()} == before


def test_earlier_states_are_listed_and_restored(draft: Draft) -> None:
    for goal in ("first", "second", "third"):
        draft.note(draft.interview.answer(("goal",), goal))
        draft.close()
        draft = open_draft("relay")
    draft.close()

    states = earlier_states("relay")
    second = next(state for state in states if b"second" in state.path.read_bytes())
    restored = restore_state("relay", second.number)

    assert restored.interview.answers == {"goal": "second"}
    assert (undone := restored.undo()) is not None and undone.answers == {"goal": "third"}
    restored.redo()
    restored.close()
    assert open_and_close("relay").answers == {"goal": "second"}
    assert any(b"third" in state.path.read_bytes() for state in earlier_states("relay"))
    with pytest.raises(WizardError, match="no earlier state 999"):
        restore_state("relay", 999)


def open_and_close(name: str) -> Interview:
    draft = open_draft(name)
    draft.close()
    return draft.interview


def test_a_draft_of_a_template_that_is_gone_goes_on_with_its_copy(home: Path, draft: Draft) -> None:
    draft.note(draft.interview.answer(("name",), "Relay"))
    draft.close()
    (home / "templates" / "small.md").unlink()

    resumed = open_draft("relay")

    assert resumed.interview.answers == {"name": "Relay"}
    assert "is gone" in resumed.notices[0]
    resumed.note(resumed.interview.answer(("big",), True))
    resumed.close()
    assert open_and_close("relay").answers == {"name": "Relay", "big": True}


def test_a_draft_of_a_template_that_is_broken_goes_on_with_its_copy(home: Path, draft: Draft) -> None:
    draft.note(draft.interview.answer(("name",), "Relay"))
    draft.close()
    put_template(home, "---\nwizard: 1\nnmae: [\n---\n")

    resumed = open_draft("relay")

    assert resumed.interview.answers == {"name": "Relay"}
    assert "does not open" in resumed.notices[0]
    resumed.close()


def test_a_draft_of_a_changed_template_keeps_what_has_no_question_any_more(home: Path, draft: Draft) -> None:
    draft.note(draft.interview.answer(("name",), "Relay").answer(("goal",), "to relay"))
    draft.close()
    put_template(home, SMALL.replace("id: goal", "id: purpose").replace("{{ goal }}", "{{ purpose }}"))

    resumed = open_draft("relay")

    assert resumed.interview.answers == {"name": "Relay"}
    assert [(stranger.path, stranger.answer) for stranger in resumed.strangers] == [(("goal",), "to relay")]
    assert any("changed" in notice for notice in resumed.notices)
    assert any("goal" in notice for notice in resumed.notices)
    resumed.note(resumed.interview.answer(("big",), True))
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


@pytest.mark.parametrize("lost", ["draft.yaml", "journal.jsonl"])
@pytest.mark.parametrize("how", ["gone", "empty", "garbage", "nul", "cut"])
def test_either_file_alone_brings_the_answers_back(draft: Draft, lost: str, how: str) -> None:
    draft.note(draft.interview.answer(("name",), "Relay"))
    draft.close()
    path = draft.folder / lost
    content = path.read_bytes()
    path.unlink()
    if how != "gone":
        junk = {
            "empty": b"",
            "garbage": b"\xff\xfe\x00junk\n",
            "nul": b"\x00" * 4096,
            "cut": content[: len(content) // 2],
        }
        path.write_bytes(junk[how])

    assert open_and_close("relay").answers == {"name": "Relay"}
    assert open_and_close("relay").answers == {"name": "Relay"}


def test_a_crash_between_snapshot_and_journal_is_harmless(draft: Draft) -> None:
    draft.note(draft.interview.answer(("goal",), "first"))
    draft.flush()
    draft.note(draft.interview.add_item(("ideas",), None, "idea"))
    draft.flush()
    journal = (draft.folder / "journal.jsonl").read_bytes()
    draft.close()
    (draft.folder / "journal.jsonl").write_bytes(journal)

    resumed = open_draft("relay")

    assert resumed.interview.answers == {"goal": "first", "ideas": ("idea",)}
    assert (before := resumed.undo()) is not None and before.answers == {"goal": "first"}
    resumed.close()


def test_a_cut_last_line_costs_only_itself(draft: Draft) -> None:
    draft.flush()
    draft.note(draft.interview.answer(("goal",), "first"))
    draft.flush()
    draft.note(draft.interview.answer(("name",), "Relay"))
    draft.flush()
    journal = draft.folder / "journal.jsonl"
    content = journal.read_bytes()
    copy = draft.folder.with_name("cut")
    copy.mkdir()
    for name in ("draft.yaml", "template.md"):
        (copy / name).write_bytes((draft.folder / name).read_bytes())
    (copy / "journal.jsonl").write_bytes(content[:-20])
    draft.close()

    assert open_and_close("cut").answers == {"goal": "first"}
    assert open_and_close("cut").answers == {"goal": "first"}


def test_an_answer_changed_by_hand_in_the_snapshot_counts(draft: Draft) -> None:
    draft.note(draft.interview.answer(("goal",), "first"))
    draft.close()
    snapshot = draft.folder / "draft.yaml"
    snapshot.write_bytes(snapshot.read_bytes().replace(b"goal: first", b"goal: by hand"))

    assert open_and_close("relay").answers == {"goal": "by hand"}


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of POSIX")
def test_a_draft_is_for_its_owner_alone(draft: Draft) -> None:
    draft.note(draft.interview.answer(("goal",), "first"))
    draft.close()

    for path in [draft.folder, *draft.folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_what_a_crash_left_half_written_is_cleared_away(draft: Draft) -> None:
    draft.close()
    (draft.folder / ".draft.yaml.0123abcd.tmp").write_bytes(b"half")
    (draft.folder / "journal.jsonl").write_bytes(b"cut")

    open_and_close("relay")

    assert not list(draft.folder.glob("*.tmp")) + list(draft.folder.glob(".*.tmp"))


def test_listing_drafts_imports_neither_yaml_nor_jinja(draft: Draft) -> None:
    draft.close()
    program = (
        "import sys\nfrom wizard.draft import drafts\nassert len(drafts()) == 1\n"
        "print([name for name in ('yaml', 'jinja2', 'markdown_it', 'textual', 'difflib') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_template_by_path_is_found_from_anywhere(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wizard.load import load_template

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


def test_a_folder_left_by_a_program_that_was_killed_at_once_is_used_again(home: Path) -> None:
    (home / "drafts" / "relay").mkdir(parents=True)
    (home / "drafts" / "relay" / "lock").write_text("{}")

    assert drafts() == ()
    draft = start_draft(small_interview(home), "relay")
    draft.close()

    assert draft.name == "relay"
    assert [summary.name for summary in drafts()] == ["relay"]


def test_a_change_right_after_the_plan_was_saved_brings_the_draft_back(draft: Draft, tmp_path: Path) -> None:
    draft.finish(tmp_path / "relay.md")
    draft.note(draft.interview.answer(("big",), True))
    draft.close()

    assert [summary.name for summary in drafts()] == ["relay"]
    assert done_drafts() == ()


def test_only_the_last_done_drafts_are_kept(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.draft_files.MOST_DONE", 2)
    for name in ("one", "two", "three"):
        finished = start_draft(small_interview(home), name)
        finished.finish(tmp_path / f"{name}.md")
        finished.close()

    assert [summary.name for summary in done_drafts()] == ["three", "two"]
    again = open_draft("two")
    again.note(again.interview.answer(("big",), True))
    again.finish(tmp_path / "two.md")
    again.close()
    assert [summary.name for summary in done_drafts()] == ["two", "three"]


ENDING_BADLY = """
from tests.small_plan import small_interview
from wizard.draft import start_draft
from wizard.home import data_folder
draft = start_draft(small_interview(data_folder()), "relay")
draft.note(draft.interview.answer(("name",), "Relay"))
"""


@pytest.mark.parametrize("end", ["raise RuntimeError", "raise SystemExit(3)", ""])
def test_a_program_that_ends_without_closing_its_draft_keeps_it(home: Path, end: str) -> None:
    subprocess.run([sys.executable, "-c", ENDING_BADLY + end], capture_output=True, check=False)

    assert open_and_close("relay").answers == {"name": "Relay"}


def test_who_changes_the_template_meanwhile_changes_no_copy(home: Path, draft: Draft) -> None:
    draft.close()
    resumed = open_draft("relay")
    put_template(home, SMALL.replace("What is it for?", "What is it good for?"))
    resumed.note(resumed.interview.answer(("big",), True))
    resumed.close()

    assert (resumed.folder / "template.md").read_text() == SMALL
    again = open_draft("relay")
    assert "has changed" in again.notices[0]
    again.close()
    assert "good for" in (resumed.folder / "template.md").read_text()
    assert open_and_close("relay").template.question(("goal",)).label == "What is it good for?"  # pyright: ignore


def test_a_mistake_in_showing_the_status_does_not_end_the_keeping(home: Path) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("no app to show it in")

    draft = start_draft(small_interview(home), "relay", broken)
    draft.flush()
    draft.note(draft.interview.answer(("name",), "Relay"))

    assert draft.flush().is_kept
    draft.close()
    assert open_and_close("relay").answers == {"name": "Relay"}
