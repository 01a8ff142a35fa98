"""A project plan with an answer to every question, to be edited by hand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.support.patience import PATIENCE
from tests.support.warm_process import run_python
from wizard.compiler.loader import load_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answer
from wizard.plans.read_back.edits.edited_answers import ReadBack, read_edits
from wizard.render.plan import render_plan

PLAN = Path("relay.md")
GOAL = ("Let teams talk.", "Let all teams talk.")
TICK = ("[ ] Make app", "[x] Make app")

ANSWERS: Mapping[str, Answer] = {
    "project_name": "Relay",
    "goal": "Let teams talk.",
    "problem": "Noise",
    "user": "Teams",
    "success": "It works",
    "features": ({"text": "Chat", "done": False}, {"text": "Search", "done": True}),
    "non_goals": ("Video",),
    "owner": "The support team",
    "frontend": "HTML",
    "backend": "Flask",
    "database": "SQLite",
    "deployment": "One server",
    "testing": "pytest",
    "milestones": (
        {
            "title": "Setup",
            "tasks": ({"text": "Make repo", "done": False}, {"text": "Make app", "done": False}),
            "test": "it runs",
            "tested": False,
        },
        {
            "title": "Chat",
            "tasks": ({"text": "Open socket", "done": False}, {"text": "Send message", "done": False}),
            "test": "two windows",
            "due": "May",
            "tested": False,
        },
    ),
    "risks": ({"risk": "Late", "response": "Try early"}, {"risk": "Cost"}),
    "ideas": ("Profiles", "Emoji"),
}


@cache
def project() -> Interview:
    return Interview.begin(load_template("project-plan"), ANSWERS)


@cache
def project_text() -> str:
    return render_plan(project()).text


def read(file: str, interview: Interview | None = None, refused: frozenset[str] = frozenset()) -> ReadBack:
    """What is read of a plan's file, if nothing has changed in the answers since it was rendered."""
    interview = interview or project()
    return read_edits(interview, render_plan(interview).text, file, refused)


def edit(*pairs: tuple[str, str]) -> str:
    """Write the project's plan with other texts, as by hand; return what the file has then."""
    text = project_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    PLAN.write_text(text)
    return text


def talk(*lines: str) -> subprocess.CompletedProcess[str]:
    """What `open` says to lines that are piped into it."""
    command = [sys.executable, "-m", "wizard", "open", str(PLAN), "--prompts"]
    said = "".join(f"{line}\n" for line in lines)
    return run_python(command, input=said, capture_output=True, text=True, timeout=PATIENCE, check=False)
