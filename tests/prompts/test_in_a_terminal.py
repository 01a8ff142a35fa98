"""The program line by line as people run it: in a dumb terminal, in one that can edit, and with lines from a pipe."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from templates import BUILT_IN
from tests.support.built_in_plans import EXAMPLES, NAMES, example
from tests.support.cached_templates import put_kept_templates
from tests.support.patience import PATIENCE
from tests.support.terminals import terminal
from tests.support.warm_process import run_python
from wizard.compiler.loader import load_template
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import read_draft
from wizard.interview.interview import Interview
from wizard.model.answers import format_path

DUMB = {"TERM": "dumb"}
EDITS = {"TERM": "xterm-256color", "PLAN_WIZARD_PROMPTS": "1"}
ASKS = r"Required\. One line\.\s+>"
"""What is read out before a question that is required, and the prompt."""
PLAN = (
    "Relay", "Chat in one place.", "Messages get lost.", ":omit", "", "", "Search", "[x] Unread marks", "", "", "",
    "HTML", "Python", "", "", "", "add", "Basic chat", "Send", "Receive", "", "Two windows.", "2 weeks", "yes", "",
    "", "Later", "",
)  # fmt: skip


def pipe(*arguments: str, stdin: bytes, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program with lines from a pipe."""
    command = [sys.executable, "-m", "wizard", *arguments]
    environment = {**os.environ, **environment}
    return run_python(command, input=stdin, capture_output=True, cwd=folder, env=environment, timeout=PATIENCE)


def test_a_dumb_terminal_and_a_pipe_make_the_same_plan_without_an_escape(tmp_path: Path):
    for name in ("dumb", "piped"):
        (tmp_path / name).mkdir()
    with terminal(["new", "project-plan"], DUMB, tmp_path / "dumb") as dumb:
        for line in (*PLAN, ""):
            dumb.reply(line)
        assert dumb.wait() == 0
    stdin = "".join(f"{line}\n" for line in (*PLAN, "")).encode()
    piped = pipe("new", "project-plan", "--prompts", stdin=stdin, folder=tmp_path / "piped")

    for said in (dumb.output, piped.stderr):
        assert b"\x1b" not in said
        assert said.isascii()
    assert piped.returncode == 0
    assert piped.stdout == b""
    for file in ("relay-plan.md", "relay-plan.answers.yaml"):
        assert (tmp_path / "dumb" / file).read_bytes() == (tmp_path / "piped" / file).read_bytes()
    assert "[x] **Test:** Two windows." in (tmp_path / "dumb" / "relay-plan.md").read_text()


def test_a_line_wider_than_the_terminal_is_never_drawn_again(tmp_path: Path):
    line = "".join(f"word{number} " for number in range(100))

    with terminal(["new", "project-plan"], DUMB, tmp_path, (40, 24)) as dumb:
        dumb.wait_for(ASKS)
        dumb.type(f"{line}\r")
        dumb.reply(":leave")
        assert dumb.wait() == 0

    assert f"> {line}\r\n".encode() in dumb.output


def test_what_was_begun_where_lines_can_be_edited_goes_on_where_they_cannot(tmp_path: Path):
    with terminal(["new", "feature-plan"], EDITS, tmp_path) as edits:
        edits.wait_for(ASKS)
        edits.type("Reset\r")
        edits.wait_for("Several lines")
        edits.type("\x1b[200~One.\r\rTwo.\x1b[201~\r:end\r")
        edits.wait_for("How does it work today")
        edits.type(":goto requirements\r")
        edits.wait_for("Add a requirement")
        edits.type("\r")
        edits.wait_for("What must be true")
        edits.type(":outl\t")
        edits.wait_for(":outline")
        edits.type("\x15A link works on\x03")
        assert edits.wait() == 130
    assert "Reset is saved as a draft (3 of 33 answered). Continue with: plan-wizard resume feature-plan" in edits.text

    with terminal(["resume"], DUMB, tmp_path) as dumb:
        said = dumb.reply("A link works once.")
        dumb.reply("2")
        dumb.reply("\x04")
        assert dumb.wait() == 0
    assert "What must be true" in said and "A link works on" in said
    assert "Reset is saved as a draft (4 of 33 answered)." in dumb.text
    answers = read_draft("feature-plan")[0].answers
    assert answers["goal"] == "One.\n\nTwo."
    assert answers["requirements"] == ({"text": "A link works once.", "level": "MUST NOT"},)


@pytest.mark.parametrize("environment", [DUMB, EDITS])
def test_a_signal_and_a_closed_terminal_keep_the_draft(environment: dict[str, str], tmp_path: Path):
    with terminal(["new", "project-plan", "--draft", "one"], environment, tmp_path) as ended:
        ended.wait_for(ASKS)
        ended.type("Relay\r")
        ended.wait_for(ASKS)
        ended.type("half")
        ended.wait_for("half")
        ended.send(signal.SIGTERM)
        assert ended.wait() == 130
    with terminal(["new", "project-plan", "--draft", "two"], environment, tmp_path) as closed:
        closed.wait_for(ASKS)
        closed.type("Relay\r")
        closed.wait_for(ASKS)
        closed.hang_up()
        assert closed.wait() in (0, 130)

    assert "Relay is saved as a draft" in ended.text
    assert read_draft("one")[0].answers == {"project_name": "Relay", "goal": "half"}
    assert read_draft("two")[0].answers == {"project_name": "Relay"}


@pytest.mark.parametrize("environment", [DUMB, EDITS])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_terminal_that_takes_nothing_keeps_no_signal_from_ending_the_program(
    environment: dict[str, str], number: signal.Signals, tmp_path: Path
):
    with terminal(["new", "project-plan", "--draft", "one"], environment, tmp_path) as stuck:
        stuck.wait_for(ASKS)
        stuck.type("Relay\r")
        stuck.wait_for(ASKS)
        stuck.type_until_stuck("half")
        stuck.send(number)

        assert stuck.process.wait(PATIENCE) == 130

    answers = read_draft("one")[0].answers
    assert answers["project_name"] == "Relay"
    assert str(answers["goal"]).startswith("halfhalf")


def test_piped_lines_may_end_anywhere_and_hold_any_bytes(tmp_path: Path):
    stdin = b"\xef\xbb\xbfRe\xfflay\0\x1b[2J\r\n" + b"x" * 1_000_000 + b"\nProblem"

    ended = pipe("new", "project-plan", "--prompts", stdin=stdin, folder=tmp_path)

    assert ended.returncode == 1
    assert b"The input ended at " in ended.stderr
    assert b"; the plan is not saved." in ended.stderr
    assert b"plan-wizard resume " in ended.stderr
    assert b"\x1b" not in ended.stderr and b"\0" not in ended.stderr
    assert len(ended.stderr) < 5_000
    assert b"is saved as a draft (3 of 16 answered)" in ended.stderr
    assert read_draft(list_drafts()[0].name)[0].answers == {
        "project_name": "Re\ufffdlay\0\x1b[2J",
        "goal": "x" * 1_000_000,
        "problem": "Problem",
    }


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path):
    command = ["bash", "-c", f"{sys.executable} -m wizard new project-plan --prompts 2>&1 | head -1"]

    ended = run_python(command, input=b"Relay\n" * 500, capture_output=True, cwd=tmp_path, timeout=PATIENCE)

    assert ended.stdout == b"Project plan. Press Enter to continue; :help for help.\n"
    assert ended.stderr == b""


def test_without_a_template_the_user_chooses_what_to_begin_with(tmp_path: Path):
    begun = pipe("--version", stdin=b"", folder=tmp_path)
    assert begun.returncode == 0
    started = pipe(stdin=b"nothing\n:help\nroadmap\nRelay\n", folder=tmp_path, PLAN_WIZARD_PROMPTS="1")
    again = pipe("new", "--prompts", stdin=b"1\n", folder=tmp_path)

    assert b"There is no 'nothing' here." in started.stderr
    assert b"Relay is saved as a draft" in started.stderr
    assert b"1. roadmap: Relay, 1 of " in again.stderr
    assert started.returncode == again.returncode == 1


def test_piped_lines_that_end_before_anything_is_chosen_start_no_plan(tmp_path: Path):
    ended = pipe("new", "--prompts", stdin=b"", folder=tmp_path)

    assert ended.returncode == 1
    assert b"The input ended before you chose anything; no plan was started." in ended.stderr
    assert list_drafts() == ()


def test_piped_lines_that_save_or_leave_end_well(tmp_path: Path):
    left = pipe("new", "roadmap", "--prompts", stdin=b"Relay\n:leave\n", folder=tmp_path)

    assert left.returncode == 0
    assert b"The input ended" not in left.stderr


def test_plain_lines_can_be_asked_for_in_any_terminal(tmp_path: Path):
    with terminal(["new", "roadmap"], {"TERM": "xterm-256color", "PLAN_WIZARD_PROMPTS": "plain"}, tmp_path) as plain:
        plain.reply("Relay")
        plain.reply(":leave")
        assert plain.wait() == 0

    assert b"\x1b" not in plain.output


def everything_said_about(name: str) -> Iterator[str]:
    """Lines that bring a conversation to say all that it can say: at every question, in the review, and of mistakes."""
    interview = Interview.begin(load_template(name), example(name))
    for path in interview.asked_paths():
        yield from (f":goto {format_path(path)}", ":help", "no such thing", ":undo", ":undo", ":redo", ":redo")
        yield from (":omit", ":omit", ":items", ":edit 99", ":nonsense", ":goto nowhere", ":clear", ":undo")
    yield from (":outline", ":preview", ":back", ":save", ":help", ":outline", ":preview", ":undo", ":redo", ":omit")
    yield from ("/", "no/such/folder/plan.md", "no", ":goto", ":save", ":leave")


@pytest.mark.parametrize("name", NAMES)
def test_a_dumb_terminal_gets_ascii_and_the_words_of_the_template_and_the_user(name: str, home: Path, tmp_path: Path):
    put_kept_templates(home)
    answers = EXAMPLES / f"{name}.answers.yaml"
    own = (BUILT_IN / f"{name}.md").read_text("utf-8") + answers.read_text("utf-8")

    with terminal(["new", name, "--answers", str(answers)], {"TERM": "dumb"}, tmp_path) as dumb:
        for line in everything_said_about(name):
            dumb.reply(line)
        assert dumb.wait() == 0

    assert b"\x1b" not in dumb.output
    assert {sign for sign in dumb.text if not sign.isascii()} <= set(own)
    assert {sign for sign in dumb.text if sign.isascii() and not sign.isprintable()} <= {"\n", "\b", "\t"}
