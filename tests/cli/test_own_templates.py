"""`import` and `init`: a native template to polish, never over a file that somebody has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Program
from wizard.compiler.loader import check_template, load_template
from wizard.model.template import KindName

NOTES = "# Change\n\n## What\n\n<!-- What is different now? -->\n\n## Owner\n\n[name]\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("change.md").write_text(NOTES)
    return tmp_path


def test_what_is_imported_is_printed_and_renders_the_same(program: Program, place: Path) -> None:
    outcome = program("import", "change.md")
    Path("native.md").write_text(outcome.out)

    assert outcome.code == 0 and outcome.err == ""
    assert outcome.out.startswith("---\nwizard: 1\nname: change\n")
    assert program("render", "native.md").out == NOTES
    assert program("check", "native.md").code == 0
    setting = ("--set", "name=Ada") if "id: name" in outcome.out else ("--set", "owner=Ada")
    assert program("render", "native.md", *setting).out == program("render", "change.md", *setting).out


def test_an_import_into_a_file_says_what_to_do_next(program: Program, place: Path) -> None:
    outcome = program("import", "change.md", "-o", "my change.md")

    assert outcome.out == ""
    assert outcome.err == (
        "my change.md asks 2 questions. Check their labels and kinds, then try it:\n"
        "  plan-wizard check 'my change.md'\n"
        "  plan-wizard new 'my change.md'\n"
    )
    assert load_template("./my change.md").name == "change"


@pytest.mark.parametrize("command", [["import", "change.md"], ["init", "note"]])
def test_no_file_is_written_over_unasked_and_a_forced_one_is_kept(
    program: Program, place: Path, command: list[str]
) -> None:
    Path("mine.md").write_text("Mine.\n")

    refused = program(*command, "-o", "mine.md")

    assert refused.code == 1 and Path("mine.md").read_text() == "Mine.\n"
    assert refused.err == (
        f"plan-wizard {command[0]}: mine.md is not written: that file is there already. Name another one with -o; "
        "--force writes it and keeps what is there as mine.before.md\n"
    )
    forced = program(*command, "-o", "mine.md", "--force")
    assert forced.code == 0 and f"The previous file was kept as {place / 'mine.before.md'}.\n" in forced.err
    assert Path("mine.before.md").read_text() == "Mine.\n" and "wizard: 1" in Path("mine.md").read_text()
    again = program(*command, "-o", "mine.md")
    assert again.code == 0 and not Path("mine.before-2.md").exists()


def test_a_file_cannot_be_imported_over_itself_unasked(program: Program, place: Path) -> None:
    assert program("import", "change.md", "-o", "change.md").code == 1
    assert Path("change.md").read_text() == NOTES
    assert program("import", "change.md", "-o", "change.md", "--force").code == 0
    assert Path("change.before.md").read_text() == NOTES and program("render", "change.md").out == NOTES


@pytest.mark.parametrize(
    "arguments, code, message",
    [
        (["import", "gone.md"], 2, "plan-wizard import: there is no template 'gone.md'"),
        (["import", "change.md", "-o", "no/folder.md"], 2, "plan-wizard import: no/folder.md is not written"),
        (["import", "change.md", "-o", "."], 2, "plan-wizard import: . is not written"),
        (["import"], 2, "plan-wizard: the following arguments are required: TEMPLATE"),
        (["init"], 2, "plan-wizard: name the template in lower-case letters, digits and -"),
        (["init", "My plan"], 2, "plan-wizard: name the template in lower-case letters, digits and -"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    program: Program, place: Path, arguments: list[str], code: int, message: str
) -> None:
    outcome = program(*arguments)

    assert outcome.code == code and outcome.err.startswith(message) and outcome.err.count("\n") == 1


def test_an_import_writes_to_what_is_no_file(program: Program, place: Path) -> None:
    assert program("import", "change.md", "-o", "/dev/null").code == 0


def test_a_native_template_is_imported_without_its_comments(program: Program, place: Path) -> None:
    program("init", "decision")

    written = program("import", "decision.md").out

    assert "#" not in written.partition("sections:")[0] and "{#" not in written
    Path("again.md").write_text(written)
    assert program("render", "again.md").out == program("render", "decision.md").out


def test_a_file_that_is_broken_says_where(program: Program, place: Path) -> None:
    Path("broken.md").write_text("---\nwizard: 1\nname: Bad\n---\n")

    outcome = program("import", "broken.md")

    assert outcome.code == 2 and "broken.md:3:7: bad-name" in outcome.err and outcome.out == ""


# init


def test_a_template_to_begin_with_has_no_mistake_and_shows_the_usual_kinds(program: Program, place: Path) -> None:
    outcome = program("init", "decision-record")
    template = load_template("./decision-record.md")
    kinds: set[KindName] = {question.kind for question in template.questions()}

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == (
        "Created the template decision-record.md. Edit it, and see the result with:\n"
        "  plan-wizard check decision-record.md\n"
        "  plan-wizard new decision-record.md --watch\n"
    )
    assert check_template(Path("decision-record.md").read_text(), "decision-record.md") == ()
    assert (template.name, template.title) == ("decision-record", "Decision record")
    assert kinds == {"line", "choice", "date", "text", "list", "yesno", "table", "checklist"}


def test_a_template_to_begin_with_renders_blank_and_answered(program: Program, place: Path) -> None:
    program("init", "decision")

    blank = program("render", "decision.md").out
    answered = program("render", "decision.md", "--set", "title=Search", "--set", "has_risks=false").out

    assert blank.startswith("# [Title]\n\n- Status: [Status]\n- Due: [Date]\n") and "| [Risk] | [Plan] |" in blank
    assert answered.startswith("# Search\n") and "## Risks" not in answered
    assert "{" not in blank + answered


def test_problems_are_json_for_programs(program: Program, place: Path) -> None:
    outcome = program("import", "gone.md", "--json")

    assert outcome.code == 2 and '"kind": "error"' in outcome.err
