"""A draft goes on with a plan that was edited by hand, read, and edited again, or put back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.small_plan import save_small_plan

PLAN = Path("plan.md")


@pytest.fixture(autouse=True)
def plan(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A plan that was saved from the draft `d`; its text."""
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.chdir(folder)
    save_small_plan(program, home)
    return PLAN.read_text()


def answer(program: Program, given: str) -> None:
    assert program("answer", "d", stdin=given).code in (0, 3)


@pytest.mark.parametrize("other", ["", "The very end."])
def test_an_edit_that_was_read_and_taken_back_in_the_file_is_not_written_again(
    program: Program, plan: str, other: str
) -> None:
    PLAN.write_text(plan.replace("Talk.", "Wrong.").replace("- Two\n", "- Two\n- Three\n"))
    answer(program, "{}")
    PLAN.write_text(plan.replace("The end.", other) if other else plan)
    answer(program, '{"ideas[0]": "Another"}')

    saved = program("save", "d")

    assert saved.code == 0, saved.err
    text = PLAN.read_text()
    assert "Talk." in text and "Wrong." not in text and "Three" not in text and "- Another" in text
    assert other in text
    assert program("save", "d").code == 0
    assert PLAN.read_text() == text


def test_an_edit_that_was_taken_back_just_before_the_save_is_told(program: Program, plan: str) -> None:
    PLAN.write_text(plan.replace("Talk.", "Wrong."))
    answer(program, '{"ideas[0]": "Another"}')
    PLAN.write_text(plan)

    saved = program("save", "d", "--json").document

    assert [(each["before"], each["after"]) for each in saved["readBack"]] == [("Wrong.", "Talk.")]
    assert "Wrong." not in PLAN.read_text()


def test_an_edit_that_is_edited_again_after_it_was_read_is_no_clash(program: Program, plan: str) -> None:
    PLAN.write_text(plan.replace("Talk.", "Four."))
    answer(program, '{"ideas[0]": "Another"}')
    PLAN.write_text(plan.replace("Talk.", "Five."))

    saved = program("save", "d")

    assert saved.code == 0, saved.err
    text = PLAN.read_text()
    assert "Five." in text and "Four." not in text and "- Another" in text


def test_an_answer_changed_after_the_reading_and_the_line_edited_again_clash(program: Program, plan: str) -> None:
    PLAN.write_text(plan.replace("Talk.", "Four."))
    answer(program, '{"ideas[0]": "Another"}')
    answer(program, '{"goal": "Six."}')
    PLAN.write_text(plan.replace("Talk.", "Five."))

    assert program("save", "d").code == 1
    assert "Five." in PLAN.read_text()
