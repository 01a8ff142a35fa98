"""`check PLAN.md` reads the plan: whether it matches its answers, was edited by hand, or is stale."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.commands import Outcome, Program
from tests.support.small_plan import save_small_plan

PLAN, ANSWERS = Path("plan.md"), Path("plan.answers.yaml")
LEFTOVER = Path(".plan.answers.yaml.0123abcd.tmp")
TOLD = "its answers"


@pytest.fixture(autouse=True)
def plan(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that was saved, and its answers beside it."""
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.chdir(folder)
    save_small_plan(program, home)


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def findings(outcome: Outcome) -> list[tuple[str, str]]:
    """The place and code of each finding."""
    return [(line.split(": ")[0], line.split()[1]) for line in outcome.out.splitlines()]


def state(program: Program) -> dict[str, object]:
    [plan] = program("check", "plan.md", "--json").document["plans"]
    return plan


def test_a_plan_that_is_what_its_answers_make_is_said_to_be_so(program: Program) -> None:
    outcome = program("check", "plan.md")

    assert (outcome.code, outcome.out, outcome.err) == (0, "", "plan.md matches its answers.\n")
    assert state(program) == {"file": "plan.md", "state": "current", "edited": 0, "ticked": 0, "unticked": 0}


def test_ticked_boxes_are_no_finding_even_if_warnings_count(program: Program) -> None:
    edit(PLAN, "- [ ] dig", "- [x] dig")
    edit(PLAN, "- [ ] fill", "- [X] fill")

    outcome = program("check", "--strict", "plan.md")

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == "plan.md matches its answers except for hand edits: 2 boxes ticked.\n"
    assert state(program) == {"file": "plan.md", "state": "current", "edited": 0, "ticked": 2, "unticked": 0}


def test_edits_made_by_hand_are_warnings_with_their_lines(program: Program) -> None:
    edit(PLAN, "- One", "- One, by hand")
    edit(PLAN, "# Relay\n", "# Relay\n\nA note.\n")

    outcome = program("check", "plan.md")

    assert outcome.code == 0
    assert findings(outcome) == [("plan.md:3:1", "edited-by-hand"), ("plan.md:7:1", "edited-by-hand")]
    assert "the answers give this line: - One (warning)\n" in outcome.out
    assert "edited" in outcome.err
    assert program("check", "--strict", "plan.md").code == 1
    assert state(program)["state"] == "edited"


def test_a_plan_whose_answers_have_changed_since_is_stale(program: Program) -> None:
    edit(ANSWERS, "goal: Talk.", "goal: Listen.")

    outcome = program("check", "plan.md")

    assert outcome.code == 1
    assert outcome.out == "plan.md:3:1: stale the answers give this line: Listen.\n"
    assert outcome.err == "plan.md is out of date: its answers changed after it was saved. Open it and save it again.\n"
    assert state(program)["state"] == "stale"


def test_a_plan_whose_template_has_changed_since_is_stale(program: Program, home: Path) -> None:
    edit(home / "templates" / "small.md", "# {{ name }}", "# Plan of {{ name }}")

    outcome = program("check", "plan.md")

    assert outcome.code == 1
    assert outcome.out == "plan.md:1:1: stale the answers give this line: # Plan of Relay\n"
    assert "its template changed after it was saved" in outcome.err


def test_what_is_stale_and_what_was_edited_by_hand_are_told_apart(program: Program) -> None:
    edit(PLAN, "- [ ] dig", "- [x] dig")
    edit(PLAN, "- Two", "- Two\n- Three, by hand")
    edit(ANSWERS, "goal: Talk.", "goal: Listen.")

    outcome = program("check", "plan.md")

    assert [code for _, code in findings(outcome)] == ["stale", "edited-by-hand"]
    assert "hand edits are kept (1 line edited, 1 box ticked)." in outcome.err
    assert state(program) == {"file": "plan.md", "state": "stale", "edited": 1, "ticked": 1, "unticked": 0}


def test_a_line_that_is_ticked_by_hand_and_stale_is_stale(program: Program) -> None:
    edit(PLAN, "- [ ] dig", "- [x] dig")
    edit(ANSWERS, "- dig", "- dig deep")

    assert program("check", "plan.md").out.endswith("stale the answers give this line: - [ ] dig deep\n")


def test_a_plan_that_was_saved_with_edits_that_are_no_answers_is_still_told_to_have_them(program: Program) -> None:
    edit(PLAN, "The end.", "The very end.")
    program("save", "d")

    outcome = program("check", "plan.md")

    assert outcome.code == 0
    assert [code for _, code in findings(outcome)] == ["edited-by-hand"]


def test_a_plan_that_was_made_anew_is_current_whatever_was_recorded(program: Program) -> None:
    edit(ANSWERS, "goal: Talk.", "goal: Listen.")
    PLAN.write_text(program("render", "small", "--answers", str(ANSWERS)).out)

    assert program("check", "plan.md").code == 0
    assert state(program)["state"] == "current"


def test_without_a_record_any_difference_but_ticks_is_a_finding(program: Program) -> None:
    ANSWERS.write_text(ANSWERS.read_text().split("saved:")[0])
    edit(PLAN, "- [ ] dig", "- [x] dig")
    assert program("check", "plan.md").code == 0

    edit(PLAN, "Talk.", "Listen.")
    outcome = program("check", "plan.md")

    assert outcome.code == 1
    assert outcome.out == "plan.md:3:1: differs the answers give this line: Talk.\n"
    assert TOLD in outcome.err


def test_answers_that_name_another_template_than_the_saved_one_are_told(program: Program) -> None:
    edit(ANSWERS, "template: small", "template: roadmap")

    outcome = program("check", "plan.md")

    said = "the answers name the template 'roadmap', but the plan was saved from 'small', which is used"
    assert outcome.code == 0
    assert findings(outcome) == [("plan.answers.yaml:1:11", "misnamed-template")]
    assert said in outcome.out
    assert said[1:] in program("diff", "plan.md").err
    assert program("check", "plan.md", "--strict").code == 1


def test_a_template_that_was_renamed_is_not_another_one(program: Program, home: Path) -> None:
    folder = home / "templates"
    text = (folder / "small.md").read_text().replace("name: small", "name: little")
    (folder / "small.md").unlink()
    (folder / "little.md").write_text(text)

    assert "misnamed-template" not in program("check", "plan.md", "--template", "little").out
    assert "misnamed-template" not in program("check", "plan.md").out


def test_a_plan_with_conflict_marks_is_told_once_and_not_compared(program: Program) -> None:
    edit(PLAN, "Talk.\n", "<<<<<<< mine\nTalk.\n=======\nTalk twice.\n>>>>>>> theirs\n")

    outcome = program("check", "plan.md")

    assert outcome.code == 1
    assert outcome.out == (
        "plan.md:3:1: merge-conflict merge conflict markers. Keep one side and delete the conflict markers.\n"
    )
    assert outcome.err == ("plan.md has merge conflict markers in line 3, so it was not compared with its answers.\n")
    assert state(program) == {"file": "plan.md", "state": "differs", "edited": 0, "ticked": 0, "unticked": 0}


def test_a_plan_whose_conflict_marks_are_no_finding_is_compared(program: Program) -> None:
    edit(PLAN, "Talk.\n", "<!-- plan-wizard-disable merge-conflict -->\n<<<<<<< mine\nTalk.\n>>>>>>> theirs\n")

    outcome = program("check", "plan.md")

    assert outcome.code == 0
    assert "except for hand edits: 3 lines edited." in outcome.err


def test_line_ends_and_a_byte_order_mark_are_no_difference(program: Program) -> None:
    PLAN.write_bytes(b"\xef\xbb\xbf" + PLAN.read_bytes().replace(b"\n", b"\r\n"))

    assert state(program)["state"] == "current"


def test_a_plan_that_is_all_gone_or_all_other_has_a_bounded_number_of_findings(program: Program) -> None:
    PLAN.write_text("".join(f"line {number}\n" for number in range(500)))
    outcome = program("check", "plan.md")
    assert len(outcome.out.splitlines()) == 51
    assert "more lines of the plan differ" in outcome.out

    PLAN.write_text("Gone.\n")
    emptied = program("check", "plan.md")

    assert emptied.code == 0
    assert {code for _, code in findings(emptied)} == {"edited-by-hand"}
    assert all(place == "plan.md:1:1" for place, _ in findings(emptied))


def test_control_characters_never_reach_the_terminal(program: Program) -> None:
    edit(ANSWERS, "goal: Talk.", 'goal: "Talk \\e[2J\\u202e."')

    outcome = program("check", "plan.md")

    assert "\x1b" not in outcome.out and "\u202e" not in outcome.out
    document = program("check", "plan.md", "--json").document
    assert "\x1b" not in document["findings"][0]["message"]


def test_a_name_with_a_line_break_stays_in_one_line(program: Program) -> None:
    os.rename("plan.md", "a\nb.md")
    os.rename("plan.answers.yaml", "a\nb.answers.yaml")
    edit(Path("a\nb.md"), "Talk.", "Listen.")

    outcome = program("check", "a\nb.md", "no\nfile.md")

    assert outcome.out == "a␊b.md:3:1: edited-by-hand the answers give this line: Talk. (warning)\n"
    read = "Opening it will read 1 edit back into its answers."
    assert outcome.err.splitlines() == [
        f"a␊b.md matches its answers except for hand edits: 1 line edited. {read}",
        "plan-wizard check: no␊file.md cannot be read: No such file or directory",
    ]


def test_a_file_that_is_no_good_keeps_no_other_from_being_checked(program: Program) -> None:
    Path("bad.md").write_bytes(b"\xff")
    edit(ANSWERS, "goal: Talk.", "goal: Listen.")
    names = ["bad.md", "missing.md", "x" * 300 + ".md", "x" * 250 + ".md", "a\0b.md", "", "plan.md"]
    Path("x" * 250 + ".md").write_text("Hello.\n")

    outcome = program("check", *names)

    assert outcome.code == 2
    assert outcome.out.splitlines()[-1] == "plan.md:3:1: stale the answers give this line: Listen."
    assert len(outcome.err.splitlines()) == 6
    as_json = program("check", "--json", *names)
    assert as_json.document["findings"][-1]["code"] == "stale"
    assert len(as_json.problems) == 5


def test_an_interrupted_save_is_told_and_completed_when_the_plan_is_opened(program: Program) -> None:
    before = ANSWERS.read_bytes()
    program("answer", "d", stdin='{"goal": "Listen."}')
    assert program("save", "d").code == 0
    LEFTOVER.write_bytes(ANSWERS.read_bytes())
    ANSWERS.write_bytes(before)
    os.utime(ANSWERS, (1, 1))  # a crash left it as it was before

    outcome = program("check", "plan.md")

    assert outcome.code == 0
    assert [code for _, code in findings(outcome)] == ["interrupted-save"]
    program("open", "plan.md", "--draft", "again", "--json")
    assert "goal: Listen." in ANSWERS.read_text()
    assert program("check", "plan.md").out == ""


def test_the_first_save_may_have_been_interrupted_too(program: Program) -> None:
    ANSWERS.rename(LEFTOVER)

    outcome = program("check", "plan.md")

    assert (outcome.code, [code for _, code in findings(outcome)]) == (0, ["interrupted-save"])
    assert program("open", "plan.md", "--draft", "again", "--json").code == 3
    assert program("check", "plan.md").out == ""


@pytest.mark.parametrize("name", ["other.markdown", "OTHER", "other.MD"])
def test_a_plan_may_have_any_name(program: Program, name: str) -> None:
    program("save", "d", "-o", name)
    edit(Path(name), "The end.", "The very end.")
    answers = f"{name.rpartition('.')[0] or name}.answers.yaml"

    assert program("open", answers, "--draft", "again", "--json").code == 3
    saved = program("save", "again")
    assert str(Path(name).absolute()) in saved.out
    [line] = program("check", name).out.splitlines()
    assert line.startswith(f"{name}:")
    assert " edited-by-hand " in line
