"""Shells complete commands, options, templates and drafts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.patience import PATIENCE
from tests.support.repository import put_files
from tests.support.terminals import Terminal, terminal_with
from wizard.compiler.loader import load_template
from wizard.drafts.draft import start_draft
from wizard.interview.interview import Interview


@pytest.fixture(autouse=True)
def draft(home: Path) -> None:
    """A draft whose name has a space."""
    start_draft(Interview.begin(load_template("roadmap")), "my plan").close()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder to complete in."""
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


def completed(line: str, folder: Path) -> tuple[dict[str, str], str]:
    """What a shell in a folder is told at the end of a line as `{word: description}`, and which modules that took."""
    answer = folder.with_name("answer")
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_SHELL": "fish",
        "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_DFS": "\t",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    command = [sys.executable, "-X", "importtime", "-m", "wizard"]
    told = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=PATIENCE).stderr
    lines = answer.read_text("utf-8").splitlines() if answer.exists() else []
    answer.unlink(missing_ok=True)
    return dict(line.split("\t") for line in lines), told


def words(line: str, folder: Path) -> list[str]:
    return list(completed(line, folder)[0])


def test_commands_come_first(place: Path) -> None:
    assert {"new", "resume", "render", "--version"} <= set(words("plan-wizard ", place))


def test_templates_and_files_come_after_render(place: Path) -> None:
    (place / "a plan.md").touch()
    (place / "answers").mkdir()

    after_render = words("plan-wizard render ", place)

    assert {"project-plan", "feature-plan", "roadmap", "a plan.md", "answers/", "--answers", "-o"} <= set(after_render)
    assert words("plan-wizard render project-plan --answers ", place) == ["a plan.md", "answers/"]


def test_drafts_come_after_resume(place: Path) -> None:
    assert "my plan" in words("plan-wizard resume ", place)


def test_shells_come_after_completion(place: Path) -> None:
    assert {"bash", "zsh", "fish"} <= set(words("plan-wizard completion ", place))


def test_nothing_comes_after_an_option_that_takes_anything(place: Path) -> None:
    (place / "a plan.md").touch()

    assert words("plan-wizard new roadmap --draft ", place) == []


def test_an_unknown_command_has_no_completion(place: Path) -> None:
    assert words("plan-wizard nothing ", place) == []


def test_hidden_files_come_when_a_dot_is_typed(place: Path) -> None:
    (place / ".plan.md").touch()

    assert ".plan.md" not in words("plan-wizard open ", place)
    assert words("plan-wizard open .", place) == [".plan.md"]


def test_files_in_the_home_folder_are_named_as_they_are_typed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setenv("USERPROFILE", str(place))
    (place / "plan.md").touch()

    assert words("plan-wizard open ~/p", place) == ["~/plan.md"]


def test_a_folder_that_is_not_there_completes_to_nothing(place: Path) -> None:
    assert words("plan-wizard open no/such/", place) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_no_control_character_of_a_file_or_a_draft_reaches_the_terminal(place: Path) -> None:
    for name in ("plan\x1b[31m.md", "plan\n.md", "plan\u202e.md", os.fsdecode(b"plan\xff.md"), "plan.md"):
        (place / name).touch()
    red = Interview.begin(load_template("roadmap"), {"project_name": "Re\x1b[31md"})
    start_draft(red, "red").close()

    assert words("plan-wizard open plan", place) == ["plan.md"]
    assert completed("plan-wizard resume r", place)[0]["red"] == "Re␛[31md"


def test_the_answer_to_a_shell_waits_for_nothing_slow(place: Path) -> None:
    told = completed("plan-wizard resume ", place)[1]

    assert "argcomplete" in told
    assert not [name for name in ("textual", "rich", "jinja2", "yaml", "markdown_it") if f" {name}\n" in told]


def test_an_unknown_shell_is_refused(program: Program) -> None:
    outcome = program("completion", "tcsh")

    assert outcome.code == 2
    assert outcome.err == "plan-wizard: name a shell: bash, zsh, fish\n"


# In the shells themselves: a line is typed, Tab is pressed, and what the shell makes of it is read.

SHELLS = {
    "bash": (["bash", "--rcfile", "rc", "-i"], {}),
    "zsh": (["zsh", "-i"], {"ZDOTDIR": "."}),
    "fish": (["fish", "-i"], {}),
}
BASH = """
PS1='ready: '
bind 'set enable-bracketed-paste off'
bind 'set show-all-if-ambiguous on'
"""
ZSH = """
autoload -U compinit
compinit -D -u
PS1='ready: '
"""
FISH = """
function fish_prompt; echo -n 'ready: '; end
function fish_greeting; end
"""


COMPLETED = {
    "rend": r"render",
    "render feat": r"feature-plan",
    "render a": r"\\ plan\.md",
    "render roadmap --answers=a": r"\\ plan\.md",
    "resume my": r"\\ plan",
    "resume 'my": r" plan'",
    "render 'a p": r"lan\.md'",
    "render ~/a": r"~/a\\ plan\.md",
    "save --comp": r"--complete",
    "resume --": r"(?s)earlier.*help.*prompts",
}
"""`{what is typed behind the name of the program: what is seen after Tab}`."""


@contextmanager
def taught(name: str, script: str, folder: Path) -> Generator[Terminal]:
    """A shell in a terminal that has been taught to complete, in a folder with a file."""
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "fish"
    settings.mkdir(parents=True)
    (settings / "config.fish").write_text(FISH + script)
    (folder / "rc").write_text(BASH + script)
    (folder / ".zshrc").write_text(ZSH + script)
    (folder / "a plan.md").touch()
    command, environment = SHELLS[name]
    environment = {**environment, "HOME": str(folder)}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with terminal_with(command, {"TERM": "xterm", "PATH": path, **environment}, folder, (120, 40)) as shell:
        shell.wait_for("ready: ")
        yield shell


@pytest.mark.parametrize("name", list(SHELLS))
def test_a_shell_completes_commands_templates_drafts_files_and_options(
    program: Program, name: str, tmp_path: Path
) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    with taught(name, program("completion", name).out, tmp_path) as shell:
        for typed, seen in COMPLETED.items():
            shell.type(f"true; plan-wizard {typed}\t")
            shell.wait_for(seen)
            shell.type("\x15")  # takes the line back


def test_templates_of_the_repository_come_by_the_names_that_new_takes(place: Path) -> None:
    put_files(place, ".github/ISSUE_TEMPLATE/bug_report.yml", "docs/adr/template.md", "doc/adr/template.md")

    found = completed("plan-wizard new ", place)[0]

    assert found["bug-report"] == "template, GitHub"
    assert {"docs/adr/template.md", "doc/adr/template.md", "project-plan"} <= set(found)
    assert words("plan-wizard new bug", place) == ["bug-report"]
