"""Shells complete commands, options, templates and drafts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Program

from wizard.draft import start_draft
from wizard.interview import Interview
from wizard.load import load_template


@pytest.fixture(autouse=True)
def draft(home: Path) -> None:
    """A draft whose name has a space."""
    start_draft(Interview.begin(load_template("roadmap")), "my plan").close()


@pytest.fixture
def shell_environment() -> dict[str, str]:
    """An environment in which `plan-wizard` is the program of this working copy."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


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


def completed_in(shell: str, code: str, environment: dict[str, str], program: Program) -> set[str]:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = program("completion", shell).out
    done = subprocess.run(
        [shell, "-c", f"{script}\n{code}"], capture_output=True, text=True, timeout=60, env=environment, check=True
    )
    return set(done.stdout.splitlines())


def test_bash_completes(program: Program, shell_environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "project.md").touch()
    code = 'COMP_WORDS=(plan-wizard {}); COMP_CWORD=2; cd {}; _plan_wizard; printf "%s\\n" "${{COMPREPLY[@]}}"'

    drafts = completed_in("bash", code.format("resume my", "/"), shell_environment, program)
    templates = completed_in("bash", code.format("render proj", tmp_path), shell_environment, program)

    assert drafts == {"my plan"}
    assert templates == {"project-plan", "project.md"}


def test_zsh_completes(program: Program, shell_environment: dict[str, str]) -> None:
    # The functions of zsh's own completion system need a terminal; these stand in for them.
    told = "_files() { print files }; _describe() { print -l ${(P)2} }; words=(plan-wizard render ''); CURRENT=3"

    found = completed_in("zsh", f"{told}; _plan_wizard", {**shell_environment, "ZDOTDIR": "/nonexistent"}, program)

    assert {"files", "project-plan:template"} <= found


def test_fish_completes(program: Program, shell_environment: dict[str, str]) -> None:
    found = completed_in("fish", "complete -C 'plan-wizard resume '", shell_environment, program)

    assert "my plan\tRoadmap" in found
