"""Shells complete commands, options, templates and drafts."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commands import Program
from terminals import Terminal, terminal_with

from wizard.draft import start_draft
from wizard.interview import Interview
from wizard.load import load_template


@pytest.fixture(autouse=True)
def draft(home: Path) -> None:
    """A draft whose name has a space."""
    start_draft(Interview.begin(load_template("roadmap")), "my plan").close()


def words(program: Program, *before: str) -> list[str]:
    return [line.split("\t")[0] for line in program("completion", "--after", *before).out.splitlines()]


def test_commands_come_first(program: Program) -> None:
    assert {"new", "resume", "render", "--version"} <= set(words(program))


def test_templates_and_files_come_after_render(program: Program) -> None:
    after_render = words(program, "render")

    assert {"project-plan", "feature-plan", "roadmap", "/", "--answers", "-o"} <= set(after_render)
    assert words(program, "render", "project-plan", "--answers") == ["/"]


def test_drafts_come_after_resume(program: Program) -> None:
    assert "my plan" in words(program, "resume")


def test_nothing_comes_after_an_option_that_takes_anything(program: Program) -> None:
    assert words(program, "new", "roadmap", "--draft") == []


def test_an_unknown_command_has_no_completion(program: Program) -> None:
    assert words(program, "nothing") == []


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
            shell.type(f"plan-wizard {typed}\t")
            shell.wait_for(seen)
            shell.type("\x15")  # takes the line back
