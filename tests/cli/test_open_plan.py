"""Opening a saved plan again: everything that was saved with it is there, and its template is found."""

from __future__ import annotations

import re
import shutil
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from screens.run import ExitSummary
from tests.support.commands import Outcome, Program
from tests.support.patience import PATIENCE
from tests.support.warm_process import run_python
from wizard.cli import choose_interface, full_screen
from wizard.cli.main import main
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import Draft, open_draft, read_draft
from wizard.drafts.writer import DraftStatus
from wizard.files.os_errors import DiskProblem
from wizard.prompts.conversation import Conversation

TEMPLATE = """\
---
wizard: 1
name: decision
title: Decision
version: 1
save_as: "{{ title | slug }}.md"
sections:
  - title: All
    questions:
      - {id: title, kind: line, label: What is decided?, required: true}
      - {id: due, kind: date, label: Until when?}
      - {id: owner, kind: line, label: Who decides?}
      - {id: steps, kind: checklist, label: What is to be done?}
---
# {{ title }}

By {{ due }}, {{ owner }}.

{% for step in steps %}
- [{{ "x" if step.done else " " }}] {{ step.text }}
{% endfor %}
"""
WITHOUT_OWNER = TEMPLATE.replace("      - {id: owner, kind: line, label: Who decides?}\n", "").replace(
    ", {{ owner }}", ""
)
OTHER = """\
---
wizard: 1
name: decision
title: Another decision
version: 1
sections:
  - title: All
    questions:
      - {id: subject, kind: line, label: What is it about?, required: true}
---
# {{ subject }}
"""
PLAN = ("plan.md", "plan.answers.yaml")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a template that is in no folder of templates."""
    folder = tmp_path / "place"
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "decision.md").write_text(TEMPLATE)
    monkeypatch.chdir(folder)
    return folder


def save_plan(program: Program, template: str = "templates/decision.md", *settings: str) -> None:
    """Save a plan as `plan.md`, with nothing of it left among the drafts that are not done."""
    settings = settings or ("title=Relay", "owner=Ada", "steps=[dig, fill]")
    assert program("new", template, "--draft", "d", "--json", *(f"--set={each}" for each in settings)).code == 3
    saved = program("save", "d", "-o", "plan.md")
    assert saved.code in (0, 1), saved


def open_plan(program: Program, *arguments: str) -> str:
    """Open the plan; return the name of the draft."""
    outcome = program("open", "plan.md", "--draft", "again", "--json", *arguments)
    assert outcome.code in (0, 3), outcome
    return "again"


def open_and_save(program: Program) -> tuple[bytes, ...]:
    """Open the plan line by line and save it in its place; return both files."""
    outcome = talk("plan.md", lines=":save\n\n1\n")
    assert (outcome.code, "Saved " in outcome.err) == (0, True), outcome
    return files()


def talk(*arguments: str, lines: str = "") -> Outcome:
    """The outcome of `plan-wizard open ARGUMENTS --prompts`, with lines typed."""
    command = [sys.executable, "-m", "wizard", "open", *arguments, "--prompts"]
    done = run_python(command, input=lines, capture_output=True, text=True, timeout=PATIENCE)
    return Outcome(done.returncode, done.stdout, done.stderr)


def files() -> tuple[bytes, ...]:
    return tuple(Path(name).read_bytes() for name in PLAN)


# What is no answer yet, and what has no question


def test_typed_text_that_is_no_answer_yet_is_there_again(program: Program, place: Path) -> None:
    save_plan(program)
    put_into_draft(unfinished="31 Febr")

    interview, _, _ = read_draft(open_plan(program))

    assert interview.unfinished == {("due",): "31 Febr"}


def test_answers_without_a_question_are_there_again_and_told(program: Program, place: Path) -> None:
    save_plan(program)
    (place / "templates" / "decision.md").write_text(WITHOUT_OWNER)
    program("save", "d")

    outcome = talk("plan.md", lines=":leave\n")

    assert "1 answer has no question in the template any more: owner. It is still saved." in outcome.err
    _, orphans, _ = read_draft(list_drafts()[0].name)
    assert [(orphan.path, orphan.answer) for orphan in orphans] == [(("owner",), "Ada")]


def test_opening_and_saving_three_times_changes_no_byte(program: Program, place: Path) -> None:
    save_plan(program)
    put_into_draft(unfinished="31 Febr")
    (place / "templates" / "decision.md").write_text(WITHOUT_OWNER)
    program("save", "d")
    saved = files()
    assert b"31 Febr" in saved[1] and b"Ada" in saved[1]

    assert [open_and_save(program) for _ in range(3)] == [saved] * 3


def put_into_draft(unfinished: str) -> None:
    """Type something that is no date into the draft, and save the plan with it."""
    draft = open_draft("d")
    draft.record(draft.interview.set_unfinished(("due",), unfinished))
    draft.close()
    assert main(["save", "d"]) in (0, 1)


# Where the template is


def test_a_template_named_by_its_path_is_found_again(program: Program, place: Path) -> None:
    save_plan(program)

    assert program("check", "plan.md").code == 0
    assert program("check", "plan.answers.yaml").code == 0
    assert read_draft(open_plan(program))[0].answers["title"] == "Relay"
    rendered = program("render", "templates/decision.md", "--answers", "plan.answers.yaml")
    assert rendered.out == Path("plan.md").read_text()


def test_it_is_found_from_another_folder_and_when_the_whole_folder_has_moved(
    program: Program, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_plan(program)
    moved = place.with_name("moved")
    place.rename(moved)
    forget_copies(place.parent / "home")
    monkeypatch.chdir(place.parent)

    assert program("check", "moved/plan.md").code == 0
    outcome = talk("moved/plan.md", lines=":leave\n")

    assert outcome.code == 0
    assert read_draft(list_drafts()[0].name)[0].template.source == str(moved / "templates" / "decision.md")


def test_the_path_is_written_with_slashes_from_the_answers_file(program: Program, place: Path) -> None:
    (place / "docs").mkdir()
    save_plan(program)
    program("save", "d", "-o", "docs/plan.md")

    assert "    source: './templates/decision.md'\n" in Path("plan.answers.yaml").read_text()
    assert "    source: '../templates/decision.md'\n" in Path("docs/plan.answers.yaml").read_text()


def test_a_template_whose_file_has_another_name_is_found_by_its_path(program: Program, place: Path) -> None:
    shutil.move("templates/decision.md", "templates/adr.md")
    save_plan(program, "templates/adr.md")

    assert program("check", "plan.md").code == 0
    open_plan(program)


def test_a_template_of_the_users_own_whose_file_has_another_name_is_found(
    program: Program, place: Path, home: Path
) -> None:
    (home / "templates").mkdir(parents=True)
    shutil.move("templates/decision.md", home / "templates" / "adr.md")
    save_plan(program, "adr")
    forget_copies(home)

    assert program("check", "plan.md").code == 0
    open_plan(program)


def test_a_template_that_is_gone_is_taken_from_the_copy_that_was_kept(program: Program, place: Path) -> None:
    save_plan(program)
    saved = files()
    program("drop", "d")
    (place / "templates" / "decision.md").unlink()

    outcome = talk("plan.md", lines=":save\n\n")

    assert "The template decision is no longer where it was. Using the saved copy." in outcome.err
    assert files() == saved
    assert program("check", "plan.md").code == 0
    assert open_and_save(program) == saved


def test_without_a_copy_it_is_told_in_one_line_what_to_do(program: Program, place: Path, home: Path) -> None:
    save_plan(program)
    (place / "templates" / "decision.md").unlink()
    forget_copies(home)
    told = (
        "plan.answers.yaml:1:11: no-template there is no template './templates/decision.md', seen from here;"
        " --template says where it is now\n"
    )

    outcome = talk("plan.md")

    assert (outcome.code, outcome.err) == (2, told)
    assert program("check", "plan.md").out == told


def test_the_template_can_be_named(program: Program, place: Path, home: Path) -> None:
    save_plan(program)
    shutil.move("templates/decision.md", "elsewhere.md")
    forget_copies(home)

    assert program("check", "plan.md", "--template", "elsewhere.md").code == 0
    name = open_plan(program, "--template", "elsewhere.md")

    assert read_draft(name)[0].answers["title"] == "Relay"


def test_a_named_template_that_is_another_is_refused(program: Program, place: Path) -> None:
    save_plan(program)

    outcome = talk("plan.md", "--template", "roadmap")

    assert outcome.code == 2
    assert "these are answers for 'decision', and they do not fit 'roadmap'" in outcome.err
    assert program("check", "plan.md", "--template", "roadmap").code == 1


def test_another_template_of_the_same_name_is_not_taken_for_it(program: Program, place: Path, home: Path) -> None:
    save_plan(program)
    (place / "templates" / "decision.md").unlink()
    (home / "templates").mkdir(parents=True)
    (home / "templates" / "decision.md").write_text(OTHER)

    assert read_draft(open_plan(program))[0].template.title == "Decision"
    forget_copies(home)
    outcome = talk("plan.md")

    assert outcome.code == 2
    assert "other-template the template 'decision' here is not the one that this plan was made from" in outcome.err
    assert "--template" in outcome.err


def test_a_template_that_has_changed_in_its_place_is_taken_as_it_is_now(program: Program, place: Path) -> None:
    save_plan(program)
    (place / "templates" / "decision.md").write_text(WITHOUT_OWNER)

    outcome = talk("plan.md", lines=":leave\n")

    assert "The template decision has changed." in outcome.err
    interview, orphans, _ = read_draft(list_drafts()[0].name)
    assert "owner" not in interview.answers
    assert interview.answers["steps"] == ({"text": "dig", "done": False}, {"text": "fill", "done": False})
    assert [orphan.answer for orphan in orphans] == ["Ada"]


def test_a_mistake_in_answers_is_still_told_when_the_template_is_the_same(program: Program, place: Path) -> None:
    save_plan(program)
    answers = Path("plan.answers.yaml")
    answers.write_text(answers.read_text().replace("owner:", "ownr:"))

    outcome = talk("plan.md")

    assert outcome.code == 1
    assert "unknown-key 'ownr' is not a question of decision; did you mean 'owner'?" in outcome.err


def test_a_broken_template_is_replaced_by_the_copy(program: Program, place: Path) -> None:
    save_plan(program)
    (place / "templates" / "decision.md").write_text("---\nwizard: 1\n---\n")

    assert read_draft(open_plan(program))[0].answers["title"] == "Relay"


def test_line_ends_of_a_checkout_make_no_other_template(program: Program, place: Path, home: Path) -> None:
    save_plan(program)
    forget_copies(home)
    path = place / "templates" / "decision.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    outcome = talk("plan.md", lines=":leave\n")

    assert outcome.code == 0
    assert "has changed" not in outcome.err


@pytest.mark.parametrize(
    "source", ["/dev/zero", "../../../etc", "./a\\0b", "./" + "a" * 5000, "", ".", "~/x.md", "\\\\\\\\server\\\\x.md"]
)
def test_an_answers_file_of_a_stranger_leads_nowhere(program: Program, place: Path, home: Path, source: str) -> None:
    save_plan(program)
    forget_copies(home)
    answers = Path("plan.answers.yaml")
    text = answers.read_text().replace("source: './templates/decision.md'", f'source: "{source}"')
    answers.write_text(re.sub("(?m)^    sha256: .*$", f"    sha256: {'0' * 64}", text))

    outcome = program("check", "plan.md")

    assert outcome.code == 1
    assert outcome.out.count("\n") == 1
    assert "no-template" in outcome.out


def test_hand_written_answers_may_name_a_path(program: Program, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "docs").mkdir()
    Path("docs/plan.answers.yaml").write_text("template: ../templates/decision.md\nanswers: {title: Relay}\n")
    monkeypatch.chdir(place / "templates")

    assert program("check", "../docs/plan.answers.yaml").code == 0
    rendered = program("render", "./decision.md", "--answers", "../docs/plan.answers.yaml")

    assert rendered.out.startswith("# Relay\n")


def forget_copies(home: Path) -> None:
    """As on a computer on which the plan was not saved."""
    shutil.rmtree(home / "template-copies", ignore_errors=True)


def test_line_by_line_it_is_said_how_tasks_are_ticked(program: Program, place: Path) -> None:
    save_plan(program)
    outcome = program("open", "plan.md", "--prompts")

    assert (
        "0 of 2 tasks done: plan-wizard status plan.md lists them, plan-wizard tick plan.md TASK ticks" in outcome.err
    )
    (place / "plan.answers.yaml").unlink()
    outcome = program("open", "plan.md", "--prompts")
    assert outcome.code == 2
    assert "Its tasks need no answers: plan-wizard status plan.md lists them" in outcome.err


def test_without_a_terminal_tasks_are_worked_off_by_other_commands(program: Program, place: Path) -> None:
    (place / "tasks.md").write_text("- [ ] dig\n")
    outcome = program("open", "tasks.md")

    assert outcome.code == 2
    assert "plan-wizard status lists its tasks and plan-wizard tick ticks them without" in outcome.err


def test_a_plan_that_is_opened_again_names_its_unfinished_drafts(program: Program, tmp_path: Path) -> None:
    program("new", "project-plan", "--draft", "first", "--json")
    program("save", "first", "-o", str(tmp_path / "relay.md"))
    first = program("open", str(tmp_path / "relay.md"), "--draft", "second", "--json")
    again = program("open", str(tmp_path / "relay.md"), "--draft", "third", "--json")

    told = "This plan has unfinished drafts already: second."
    assert told not in first.out + first.err and told in again.out + again.err


# Opened again while a draft of it is there


def names_of_drafts() -> list[str]:
    return sorted(each.name for each in list_drafts())


def test_a_plan_that_was_left_with_changes_goes_on_there(program: Program, place: Path) -> None:
    save_plan(program)
    left = talk("plan.md", lines=":goto due\n2027-01-02\n:leave\n")
    (name,) = names_of_drafts()
    assert "You left this plan with changes" not in left.err

    for _ in range(2):
        again = talk("plan.md", lines=":leave\n")

        assert f"You left this plan with changes: draft {name}." in again.err
        assert names_of_drafts() == [name]
        assert read_draft(name)[0].answers["due"] == "2027-01-02"

    saved = talk("plan.md", lines=":save\n\n1\n")
    assert saved.code == 0, saved
    assert "By 2027-01-02, Ada." in (place / "plan.md").read_text()
    assert names_of_drafts() == []
    assert "You left" not in talk("plan.md", lines=":leave\n").err


def test_a_draft_without_changes_is_taken_up_without_a_word(program: Program, place: Path) -> None:
    save_plan(program)
    for _ in range(3):
        assert "You left" not in talk("plan.md", lines=":leave\n").err
    assert len(names_of_drafts()) == 1


def test_what_was_edited_by_hand_meanwhile_is_in_the_draft_that_goes_on(program: Program, place: Path) -> None:
    save_plan(program)
    talk("plan.md", lines=":goto due\n2027-01-02\n:leave\n")
    plan = place / "plan.md"
    plan.write_text(plan.read_text().replace("Ada", "Grace"))

    talk("plan.md", lines="\n:leave\n")

    (name,) = names_of_drafts()
    answers = read_draft(name)[0].answers
    assert (answers["owner"], answers["due"]) == ("Grace", "2027-01-02")


def test_answers_that_somebody_else_has_saved_begin_a_draft_of_their_own(program: Program, place: Path) -> None:
    save_plan(program)
    talk("plan.md", lines=":goto due\n2027-01-02\n:leave\n")
    (first,) = names_of_drafts()
    answers = place / "plan.answers.yaml"
    answers.write_text(answers.read_text().replace("Ada", "Grace"))

    said = talk("plan.md", lines=":leave\n").err

    assert f"This plan has unfinished drafts already: {first}." in said
    (second,) = set(names_of_drafts()) - {first}
    assert read_draft(second)[0].answers["owner"] == "Grace"
    assert read_draft(first)[0].answers["owner"] == "Ada"


def test_a_draft_that_is_open_elsewhere_is_left_alone(program: Program, place: Path) -> None:
    save_plan(program)
    talk("plan.md", lines=":goto due\n2027-01-02\n:leave\n")
    (first,) = names_of_drafts()
    held = open_draft(first)
    try:
        said = talk("plan.md", lines=":leave\n").err
    finally:
        held.close(PATIENCE)

    assert f"This plan has unfinished drafts already: {first}." in said
    assert len(names_of_drafts()) == 2


def test_a_draft_that_is_named_is_a_new_one(program: Program, place: Path) -> None:
    save_plan(program)
    talk("plan.md", lines=":leave\n")
    talk("plan.md", "--draft", "other", lines=":leave\n")
    assert "other" in names_of_drafts() and len(names_of_drafts()) == 2


def test_line_by_line_leaving_a_draft_that_could_not_be_saved_is_no_success(
    program: Program, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_plan(program)
    full = DraftStatus(is_saved=False, problem=DiskProblem("the disk is full", "Make room"))
    monkeypatch.setattr(Draft, "close_anywhere", lambda draft, **_: (draft.close(PATIENCE), full)[1])
    monkeypatch.setattr(Conversation, "run", lambda _: "left")
    monkeypatch.setattr(choose_interface, "_open_dialogue", lambda _: nullcontext(None))

    left = program("open", "plan.md", "--prompts")

    assert left.code == 1, left
    assert "Relay is not saved: the disk is full" in left.err


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        (ExitSummary(draft="relay", title="Relay"), 0),
        (ExitSummary(draft="relay", title="Relay", trouble="the disk is full"), 1),
        (ExitSummary(draft="relay", title="Relay", trouble="the disk is full", saved=(Path("relay.md"),)), 0),
        (ExitSummary(draft="relay", title="Relay", trouble="the disk is full", is_interrupted=True), 130),
    ],
)
def test_the_full_screen_says_in_its_exit_code_whether_the_draft_is_saved(
    monkeypatch: pytest.MonkeyPatch, ending: ExitSummary, code: int
) -> None:
    monkeypatch.setattr(full_screen, "_require_terminal", lambda *_: None)
    monkeypatch.setattr(full_screen, "prepare_process", lambda: None)
    monkeypatch.setattr("screens.run.run", lambda *_, **__: ending)
    monkeypatch.setattr("wizard.cli.draw_ahead.begin_drawing_ahead", lambda _: None)

    assert full_screen.open_screen() == code
