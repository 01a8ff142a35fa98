"""The command line: results and messages kept apart, exit codes, and one clear line instead of a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.support.commands import Program, run_installed
from tests.support.one_question import template_text
from tests.support.patience import PATIENCE
from tests.support.warm_process import WarmPopen, run_python
from wizard import __version__
from wizard.cli.main import main
from wizard.compiler.loader import load_template
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import open_draft, read_draft, start_draft
from wizard.interview.interview import Interview

TEMPLATE = """\
---
wizard: 1
name: small
title: Small plan
version: 1
save_as: "{{ name | slug }}-plan.md"
sections:
  - title: All
    questions:
      - {id: name, kind: line, label: What is it called?, required: true, placeholder: "[Name]"}
      - {id: goal, kind: text, label: What is it for?, placeholder: "[Goal]"}
      - {id: is_big, kind: yesno, label: Is it big?}
---
# {{ name }}

{{ goal }}
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A template in the folder that the program runs in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.md").write_text(TEMPLATE)
    return "./small.md"


def small_draft(small: str, **answers: str) -> str:
    draft = start_draft(Interview.begin(load_template(small), answers))
    draft.close()
    return draft.name


# Help, version, usage


def test_the_version_is_told(program: Program) -> None:
    outcome = program("--version")

    assert outcome == type(outcome)(0, f"plan-wizard {__version__}\n", "")


COMMANDS = "new resume open save drop list import init render check schema next answer".split()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(program: Program, command: str) -> None:
    outcome = program(command, "--help")

    assert outcome.code == 0
    assert f"plan-wizard {command} " in outcome.out.split("example:")[1]


def test_the_help_lists_every_command(program: Program) -> None:
    text = program("--help").out

    assert all(f"\n    {command} " in text for command in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rendr"], "plan-wizard: there is no command 'rendr'; did you mean 'render'?"),
        (
            ["render"],
            "plan-wizard: the following arguments are required: TEMPLATE (see plan-wizard render --help)",
        ),
        (
            ["render", "x", "--sett", "a=b"],
            "plan-wizard: unrecognized arguments: --sett a=b (see plan-wizard --help)",
        ),
        (["new", "--draft", "x"], "plan-wizard: name a TEMPLATE; plan-wizard list shows them"),
        (
            ["schema", "projct-plan"],
            "plan-wizard schema: there is no template 'projct-plan'; did you mean 'project-plan'?",
        ),
        (["schema", "a\x1b[31m\nb"], "plan-wizard schema: there is no template 'a␛[31m␊b'; there are: "),
        (["render", "project-plan", "--set", "a\nb=c"], "plan-wizard render: --set a␊b=c: a␊b: 'a\\nb' is not a path"),
        (["open", "a\nb.md"], "plan-wizard open: a␊b.md cannot be read"),
        (["check", "a\nb.md"], "plan-wizard check: a␊b.md cannot be read"),
        (["drop", "nothing"], "plan-wizard drop: There is no draft 'nothing'"),
        (["resume"], "plan-wizard resume: There are no drafts yet. Start one with plan-wizard new."),
        (["open", "nothing.md"], "plan-wizard open: nothing.md cannot be read: No such file or directory"),
        (
            ["render", "project-plan", "--answers", "no.yaml"],
            "plan-wizard render: no.yaml cannot be read: No such file",
        ),
    ],
)
def test_a_wrong_command_line_is_told_in_one_line(program: Program, arguments: list[str], message: str) -> None:
    outcome = program(*arguments)

    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith(message)
    assert "\x1b" not in outcome.err


@pytest.mark.parametrize("arguments", [[], ["new"], ["new", "project-plan"], ["resume", "small"]])
def test_without_a_terminal_there_is_a_clear_line_and_no_hang(
    program: Program, small: str, arguments: list[str]
) -> None:
    small_draft(small)

    outcome = program(*arguments)

    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert "this needs a terminal" in outcome.err


def test_a_fault_of_the_program_is_one_line_and_no_traceback(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise RuntimeError("boom\nsecond line")

    monkeypatch.setattr("wizard.drafts.catalog.read_catalog", fails)

    outcome = program("list")

    assert outcome.code == 2
    assert outcome.err.startswith("plan-wizard: internal error (RuntimeError: boom);")
    assert "Traceback" not in outcome.err


def test_an_interruption_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("wizard.drafts.catalog.read_catalog", interrupted)

    assert main(["list"]) == 130


# Streams


def test_a_reader_that_goes_away_is_no_mistake() -> None:
    process = WarmPopen(
        [sys.executable, "-m", "wizard", "schema", "feature-plan"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()

    told = process.stderr.read()
    process.stderr.close()

    assert told == b""
    assert process.wait(PATIENCE) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_behind_standard_output_is_told() -> None:
    with open("/dev/full", "w") as full:
        done = run_python(
            [sys.executable, "-m", "wizard", "list"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=PATIENCE
        )

    assert done.returncode == 2
    assert done.stderr == "plan-wizard list: the result cannot be written: No space left on device\n"


def test_results_are_utf_8_whatever_the_locale() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}

    done = run_python(
        [sys.executable, "-m", "wizard", "render", "project-plan", "--set", "project_name=Rélais 🚀"],
        capture_output=True, env=environment, timeout=PATIENCE,
    )  # fmt: skip

    assert "Rélais 🚀".encode() in done.stdout


# render


def test_a_template_without_answers_renders_blank(program: Program, small: str) -> None:
    assert program("render", small).out == "# [Name]\n\n[Goal]\n"


def test_answers_come_from_a_file_and_from_settings(program: Program, small: str) -> None:
    Path("a.yaml").write_text("name: Relay\ngoal: From the file.\n")

    outcome = program("render", small, "--answers", "a.yaml", "--set", "goal=Set.")

    assert outcome.out == "# Relay\n\nSet.\n"
    assert outcome.err == ""


def test_answers_come_from_standard_input(program: Program, small: str) -> None:
    assert program("render", small, "--answers", "-", stdin='{"name": "Relay"}').out == "# Relay\n\n[Goal]\n"


def test_a_plan_is_rendered_to_a_file(program: Program, small: str) -> None:
    outcome = program("render", small, "--set", "name=Relay", "-o", "out.md")

    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert Path("out.md").read_text() == "# Relay\n\n[Goal]\n"


def test_a_plan_is_rendered_through_a_link_and_keeps_the_mode_of_its_file(program: Program, small: str) -> None:
    program("render", small, "-o", "real.md")
    Path("real.md").chmod(0o640)
    Path("link.md").symlink_to("real.md")

    program("render", small, "--set", "name=Relay", "-o", "link.md")

    assert Path("link.md").is_symlink()
    assert Path("real.md").read_text() == "# Relay\n\n[Goal]\n"
    assert Path("real.md").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="the system has no /dev/stdout")
def test_standard_output_has_a_name_too() -> None:
    assert run_installed("render", "project-plan", "-o", "/dev/stdout").stdout.startswith("# Project Plan: ")


def test_an_output_that_cannot_be_written_is_told(program: Program, small: str) -> None:
    outcome = program("render", small, "-o", "nowhere/out.md")

    assert outcome.code == 2
    assert outcome.err.startswith("plan-wizard render: nowhere/out.md is not written: ")


def test_wrong_answers_are_told_with_their_places_and_nothing_is_rendered(program: Program, small: str) -> None:
    Path("a.yaml").write_text("nmae: Relay\nis_big: maybe\n")

    outcome = program("render", small, "--answers", "a.yaml", "-o", "out.md")

    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.splitlines() == [
        "a.yaml:1:1: unknown-key 'nmae' is not a question of small; did you mean 'name'?",
        "a.yaml:2:9: wrong-answer is_big: this is a text; it must be true or false",
    ]
    assert not Path("out.md").exists()


def test_a_wrong_setting_is_told_with_its_path(program: Program, small: str) -> None:
    outcome = program("render", small, "--set", "is_big=maybe", "--set", "gaol=x")

    assert outcome.code == 2
    assert outcome.err.splitlines() == [
        "plan-wizard render: --set is_big=maybe: is_big: This is not an answer yet. Write yes or no.",
        "plan-wizard render: --set gaol=x: gaol: there is no such question; did you mean 'goal'?",
    ]


LISTS = """\
id: ideas
kind: list
label: I?
id: parts
kind: group
label: P?
questions: [{id: title, kind: line, label: T?}, {id: tags, kind: list, label: T?}]
"""
LISTS_BODY = "{{ ideas }}\n{% for part in parts %}\n- {{ part.title }}/{{ part.tags }}/\n{% endfor %}\n"
LISTS_ANSWERS = "ideas: [a, b, c]\nparts: [{title: x, tags: [u, v]}, {title: y}]\n"


@pytest.mark.parametrize(
    ("settings", "plan"),
    [
        (["ideas[0]=null"], "b, c\n- x/u, v/\n- y//\n"),
        (["ideas[0]="], "b, c\n- x/u, v/\n- y//\n"),
        (["ideas[0]=null", "ideas[2]=null", "parts[0].tags[1]=null", "parts[1]=null"], "b\n- x/u/\n"),
        (["ideas[+]=d", "ideas[+0]=z", "parts[+1]={title: w}"], "z, a, b, c, d\n- x/u, v/\n- w//\n- y//\n"),
        (["ideas[2].move-to=0", "parts[1].move-to=0"], "c, a, b\n- y//\n- x/u, v/\n"),
        (["parts[3].title=w", "parts[2].title=v"], "a, b, c\n- x/u, v/\n- y//\n- v//\n- w//\n"),
    ],
)
@pytest.mark.usefixtures("small")
def test_settings_take_items_out_put_them_in_and_move_them(program: Program, settings: list[str], plan: str) -> None:
    Path("lists.md").write_text(template_text(LISTS, LISTS_BODY))
    Path("a.yaml").write_text(LISTS_ANSWERS)

    outcome = program("render", "lists.md", "--answers", "a.yaml", *(each for s in settings for each in ("--set", s)))

    assert outcome.err == ""
    assert outcome.out == plan


@pytest.mark.usefixtures("small")
def test_the_order_of_settings_does_not_matter(program: Program) -> None:
    questions = "id: a\nkind: yesno\nlabel: A?\nid: b\nkind: line\nlabel: B?\nwhen: a"
    Path("when.md").write_text(template_text(questions, "{{ a }} {{ b }}\n"))

    assert program("render", "when.md", "--set", "b=x", "--set", "a=yes").out == "Yes x\n"
    assert program("new", "when.md", "--json", "--set", "b=x", "--set", "a=yes").document["kind"] == "complete"


@pytest.mark.usefixtures("small")
def test_a_setting_that_leaves_a_gap_names_the_next_item_by_its_path(program: Program) -> None:
    Path("lists.md").write_text(template_text(LISTS, LISTS_BODY))

    outcome = program("render", "lists.md", "--set", "ideas[1]=x", "--set", "parts[0].tags[2]=x")

    message = "the items before it are missing; the next one is"
    assert outcome.err.splitlines() == [
        f"plan-wizard render: --set ideas[1]=x: ideas[1]: {message} ideas[0]",
        f"plan-wizard render: --set parts[0].tags[2]=x: parts[0].tags[2]: {message} parts[0].tags[0]",
    ]


# schema, list, drop


def test_the_schema_of_a_template_is_printed(program: Program, small: str) -> None:
    schema = program("schema", small).document

    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == ["name", "goal", "is_big"]


def test_templates_and_drafts_are_listed(program: Program, small: str) -> None:
    small_draft(small, name="Relay [b]")

    text = program("list").out

    assert "  project-plan " in text
    assert "  relay-b  Relay [b] (small), 1 of 3 answered, " in text


def test_the_list_is_there_for_programs(program: Program, small: str) -> None:
    small_draft(small, name="Relay")

    document = program("list", "--json").document

    assert (document["schemaVersion"], document["kind"]) == (1, "list")
    assert {"project-plan", "feature-plan", "roadmap"} <= {each["name"] for each in document["templates"]}
    draft = document["drafts"][0]
    assert {key: draft[key] for key in ("name", "template", "title", "answered", "total")} == {
        "name": "relay",
        "template": "small",
        "title": "Relay",
        "answered": 1,
        "total": 3,
    }


def test_a_broken_template_and_a_broken_draft_are_listed_as_such(program: Program, small: str, home: Path) -> None:
    name = small_draft(small, name="Relay")
    (home / "drafts" / name / "draft.yaml").write_text("nonsense")
    (home / "drafts" / name / "journal.jsonl").write_text("nonsense")
    (home / "templates").mkdir(parents=True)
    (home / "templates" / "mine.md").write_text("---\nwizard: 1\n---\n")

    outcome = program("list")

    assert outcome.code == 0
    assert "  mine " in outcome.out and "cannot be used: " in outcome.out
    assert "  relay  cannot be read: " in outcome.out


def test_a_draft_is_dropped(program: Program, small: str) -> None:
    name = small_draft(small, name="Relay")

    outcome = program("drop", name)

    assert (outcome.code, outcome.out, outcome.err) == (
        0,
        "",
        "Dropped relay. Undo with: plan-wizard drop relay --undo\n",
    )
    assert list_drafts() == ()


def test_a_draft_that_is_open_elsewhere_is_not_dropped(program: Program, small: str) -> None:
    draft = open_draft(small_draft(small, name="Relay"))

    outcome = program("drop", "relay")
    draft.close()

    assert outcome.code == 2
    assert "is open elsewhere" in outcome.err
    assert len(list_drafts()) == 1


# new


def test_a_draft_begins_with_supplied_answers(program: Program, small: str) -> None:
    Path("a.yaml").write_text("name: Relay\n")

    outcome = program("new", small, "--answers", "a.yaml", "--set", "goal=Go", "--draft", "mine", "--json")

    assert outcome.code == 3
    assert read_draft("mine")[0].answers == {"name": "Relay", "goal": "Go"}


def test_wrong_answers_start_no_draft(program: Program, small: str) -> None:
    outcome = program("new", small, "--set", "nmae=Relay", "--json")

    assert outcome.code == 2
    assert "did you mean 'name'?" in outcome.problems[0]["message"]
    assert list_drafts() == ()


def test_a_name_that_is_taken_is_refused(program: Program, small: str) -> None:
    small_draft(small, name="Relay")

    outcome = program("new", small, "--draft", "relay", "--json")

    assert outcome.code == 2
    assert outcome.problems[0]["message"].startswith("There is already a draft called 'relay'.")


# save


def test_a_draft_is_saved_under_the_name_that_the_template_gives(program: Program, small: str, tmp_path: Path) -> None:
    name = small_draft(small, name="Relay", goal="Go.")

    outcome = program("save", name)

    assert outcome.code == 0
    assert outcome.out.splitlines() == [str(tmp_path / "relay-plan.md"), str(tmp_path / "relay-plan.answers.yaml")]
    assert Path("relay-plan.md").read_text() == "# Relay\n\nGo.\n"
    assert Path("relay-plan.answers.yaml").read_text().startswith("template: ")
    assert list_drafts() == ()


def test_a_plan_that_is_not_complete_is_saved_and_said_to_be_so(program: Program, small: str) -> None:
    outcome = program("save", small_draft(small, goal="Go."), "-o", "out.md")

    assert outcome.code == 1
    assert outcome.err == "name: required, and not answered: What is it called?\n"
    assert Path("out.md").read_text() == "# [Name]\n\nGo.\n"


def test_only_a_complete_plan_is_saved_when_that_is_asked_for(program: Program, small: str) -> None:
    outcome = program("save", small_draft(small, goal="Go."), "-o", "out.md", "--complete")

    assert outcome.code == 1
    assert outcome.out == ""
    assert not Path("out.md").exists()
    assert len(list_drafts()) == 1


def test_what_was_saved_and_what_it_lacks_is_there_for_programs(program: Program, small: str, tmp_path: Path) -> None:
    outcome = program("save", small_draft(small, goal="Go."), "-o", "out.md", "--json")

    assert outcome.code == 1
    assert outcome.err == ""
    assert outcome.document["kind"] == "saved"
    assert outcome.document["plan"] == str(tmp_path / "out.md")
    assert outcome.document["lacking"] == [
        {"path": "name", "message": "required, and not answered: What is it called?"}
    ]


def test_why_nothing_is_saved_is_there_for_programs(program: Program, small: str) -> None:
    name = small_draft(small, goal="Go.")

    refused = program("save", name, "--complete", "--json")
    unknown = program("save", "nmae", "--json")

    assert (refused.code, refused.out, refused.problems[0]["path"]) == (1, "", "name")
    assert (unknown.code, unknown.out) == (2, "")
    assert unknown.problems[0]["message"].startswith("There is no draft 'nmae'")


@pytest.mark.parametrize("command", ["render", "schema", "next", "answer", "drop", "new"])
def test_every_command_for_programs_tells_problems_as_json_when_asked(program: Program, command: str) -> None:
    outcome = program(command, "no-such-thing", "--json", stdin="{}")

    assert (outcome.code, outcome.out) == (2, "")
    assert "no-such-thing" in outcome.problems[0]["message"]


def test_what_is_wrong_with_settings_is_told_by_path_to_programs(program: Program, small: str) -> None:
    outcome = program("new", small, "--json", "--set", "nmae=x", "--set", "name")

    assert outcome.code == 2
    assert [each["path"] for each in outcome.problems] == ["nmae", "name"]


def test_a_file_that_is_not_the_drafts_own_is_never_written_over(program: Program, small: str) -> None:
    Path("out.md").write_text("Mine.\n")

    outcome = program("save", small_draft(small, name="Relay"), "-o", "out.md")

    assert outcome.code == 1
    assert outcome.err.startswith("plan-wizard save: out.md already exists and was not saved from this draft;")
    assert outcome.err.count("\n") == 1
    assert Path("out.md").read_text() == "Mine.\n"


def test_edits_made_by_hand_are_kept_when_the_draft_is_saved_again(program: Program, small: str) -> None:
    name = small_draft(small, name="Relay", goal="Go.")
    program("save", name, "-o", "out.md")
    Path("out.md").write_text("# Relay\n\nGo.\n\nBy hand.\n")
    program("answer", name, stdin='{"name": "Relay 2"}')

    outcome = program("save", name)

    assert outcome.code == 0
    assert Path("out.md").read_text() == "# Relay 2\n\nGo.\n\nBy hand.\n"


def test_nothing_is_saved_where_a_hand_and_the_answers_disagree(program: Program, small: str) -> None:
    name = small_draft(small, name="Relay", goal="Go.")
    program("save", name, "-o", "out.md")
    Path("out.md").write_text("# By hand\n\nGo.\n")
    program("answer", name, stdin='{"name": "Relay 2"}')

    outcome = program("save", name)

    assert outcome.code == 1
    assert "By hand" in outcome.err and "Relay 2" in outcome.err
    assert Path("out.md").read_text() == "# By hand\n\nGo.\n"


# resume, open


def test_the_earlier_states_of_a_draft_are_listed(program: Program, small: str) -> None:
    name = small_draft(small, name="Relay")
    program("answer", name, stdin=json.dumps({"name": "Relay 2"}))

    outcome = program("resume", name, "--earlier")

    assert outcome.code == 0
    assert outcome.out.splitlines()[0].endswith("1 of 3 answered  Relay")


def test_a_plan_without_its_answers_is_opened_with_a_template(program: Program, tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("# A plan\n")

    outcome = program("open", str(tmp_path / "plan.md"))

    assert outcome.code == 2
    assert "there is no plan.answers.yaml beside" in outcome.err
    assert "--template NAME" in outcome.err


def test_the_installed_program_says_what_is_wrong_and_ends_with_2() -> None:
    done = run_installed("render", "projct-plan")

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "plan-wizard render: there is no template 'projct-plan'; did you mean 'project-plan'?\n"


@pytest.mark.usefixtures("small")
def test_settings_together_choose_no_option_twice(program: Program) -> None:
    langs = "id: langs\nkind: choices\nlabel: L?\noptions: [Go, Rust]\n"
    group = (
        f"{langs}id: parts\nkind: group\nlabel: P?\nquestions: [{{id: langs, kind: choices, label: L?, options: [Go]}}]"
    )
    Path("langs.md").write_text(template_text(group, "{{ langs }}\n"))

    for path in ("langs", "parts[0].langs"):
        outcome = program("render", "langs.md", "--set", f"{path}[+]=Go", "--set", f"{path}[+]=Go")

        assert outcome.code == 2
        assert outcome.err == f"plan-wizard render: --set {path}[+]=Go: {path}[+]: 'Go' is chosen twice\n"


# A template without questions


def test_a_template_that_asks_nothing_is_rendered_and_not_begun(program: Program, small: str) -> None:
    text = Path(small).read_text()
    front, body = text.partition("sections:")[0], "# Rules\n\nNothing to fill in.\n"
    Path(small).write_text(f"{front.replace('{{ name | slug }}', 'rules')}sections: []\n---\n{body}")

    assert program("check", small) == type(program("--version"))(0, "", "")
    assert program("render", small).out == body
    begun = program("new", small, "--json")
    assert begun.code == 2 and "There is nothing to fill in in 'Small plan'" in begun.err
