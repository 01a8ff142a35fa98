"""What was read from the plan's file is undone, or changed again, before the plan is saved: nothing of it is lost.

Undoing a reading is not to have read it. What Saved says that it kept is what stands in the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
import yaml

from tests.support.commands import Program
from tests.support.edited_plan import GOAL, PLAN, TICK, edit, talk
from wizard.drafts.draft import open_draft

pytestmark = pytest.mark.usefixtures("saved_project")


def answers() -> dict[str, object]:
    return yaml.safe_load(Path("relay.answers.yaml").read_text())["answers"]


def test_a_tick_whose_reading_is_undone_stays_in_the_file() -> None:
    text = edit(TICK)

    said = talk(":undo", ":save", "", "1").stderr

    assert "Undone: the edits read from relay.md." in said
    assert PLAN.read_text() == text
    assert "kept hand edits: 1 box ticked" in said


def test_an_edit_whose_reading_is_undone_is_read_again_the_next_time() -> None:
    text = edit(GOAL, TICK)

    talk("all", ":undo", ":save", "", "1")
    assert PLAN.read_text() == text
    assert answers()["goal"] == "Let teams talk."
    said = talk("all", ":save", "", "1").stderr

    assert "Goal (line 5), changed:" in said
    assert PLAN.read_text() == text
    assert answers()["goal"] == "Let all teams talk."


def test_a_reading_that_is_redone_is_in_the_answers() -> None:
    text = edit(GOAL, TICK)

    said = talk("all", ":undo", ":redo", ":save", "").stderr

    assert "Redone: the edits read from relay.md." in said
    assert PLAN.read_text() == text
    assert answers()["goal"] == "Let all teams talk."


def test_a_reading_is_undone_after_the_draft_was_closed_as_before(program: Program) -> None:
    text = edit(GOAL, TICK)
    talk("all", ":leave")

    draft = open_draft("relay")
    draft.undo()
    assert draft.restored_reading == "the edits read from relay.md"
    assert draft.interview.answers["goal"] == "Let teams talk."
    draft.redo()
    draft.undo()
    draft.close()
    assert program("save", "relay").code == 0

    assert PLAN.read_text() == text


def test_a_box_unticked_in_the_answers_after_it_was_read_is_unticked_in_the_file() -> None:
    edit(TICK)

    said = talk(":goto milestones[0].tasks", ":tick 2", ":save", "", "1").stderr

    assert "[ ] Make app" in PLAN.read_text()
    assert "kept hand edits" not in said


def test_what_is_answered_otherwise_after_it_was_read_is_not_said_to_be_kept() -> None:
    edit(GOAL, TICK)

    said = talk("all", ":goto goal", "Let a few teams talk.", ":save", "", "1").stderr

    assert "Let a few teams talk." in PLAN.read_text()
    assert "[x] Make app" in PLAN.read_text()
    assert "kept hand edits: 1 box ticked" in said
    assert "line edited" not in said.rpartition("Saved")[2]


def test_where_all_edits_are_answers_there_is_nothing_to_discard() -> None:
    edit(GOAL)

    said = talk("all", ":goto project_name", "Relay two", ":save", "", "1").stderr

    assert "Save the new answers" in said
    assert "Discard hand edits" not in said
    assert "Let all teams talk." in PLAN.read_text()


def test_a_reading_before_a_save_is_not_undone_in_the_file_that_was_saved(program: Program) -> None:
    edit(GOAL, TICK)
    talk("all", ":save", "")
    saved = PLAN.read_text()

    draft = open_draft("relay")
    assert draft.interview.answers["goal"] == "Let all teams talk."
    assert draft.last_save is not None
    before = draft.last_save
    draft.undo()
    assert draft.last_save == before
    draft.close()
    assert PLAN.read_text() == saved


def test_edits_of_items_that_a_draft_has_moved_become_answers_in_their_new_places() -> None:
    assert talk(":goto milestones", ":down 1", ":leave").returncode == 0
    edit(TICK, ("two windows", "three windows"), GOAL)

    said = talk("all", ":save", "", "1").stderr

    assert "kept hand edits: 2 lines edited, 1 box ticked" in said
    first, second = cast("list[dict[str, object]]", answers()["milestones"])
    assert (first["title"], first["test"]) == ("Chat", "three windows")
    assert second["tasks"] == ["Make repo", {"text": "Make app", "done": True}]
    assert "[x] Make app" in PLAN.read_text()
    assert talk(":leave").stderr.count("edited by hand") == 0


def test_an_edit_that_clashed_is_read_once_the_save_has_settled_the_clash(program: Program) -> None:
    assert talk(":goto goal", "Let a few teams talk.", ":leave").returncode == 0
    edit(GOAL)

    talk(":save", "", "1", "2")
    assert "Let all teams talk." in PLAN.read_text()
    assert "Let a few teams talk." not in PLAN.read_text()
    assert "1 line edited" in program("check", str(PLAN)).err
    said = talk("yes", ":save", "").stderr

    assert "+ Let all teams talk." in said
    assert answers()["goal"] == "Let all teams talk."


def test_an_edit_of_what_was_read_before_is_shown_as_a_change_of_that() -> None:
    edit(GOAL)
    talk("all", ":leave")
    edit(("Let teams talk.", "Let every team talk."))

    said = talk("no", ":save", "", "1").stderr

    assert "- Let all teams talk.\n  + Let every team talk." in said
    assert "Let every team talk." in PLAN.read_text()
    assert "Goal (line 5)" not in talk(":leave").stderr
