"""Plans of so many lines to measure with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Literal

from wizard.compiler.loader import load_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answer

Control = Literal["line", "area", "list"]
"""What the answer is typed into."""

SIZES = (60, 500, 2_000, 10_000)
_TEMPLATE = Path(__file__).with_name("long-plan.md")
_LINES_OF_A_PART = 10
_IDS: dict[Control, str] = {"line": "title", "area": "body", "list": "tasks"}
_PROGRAM = """
import sys
from benchmarks.plans import answered
from wizard.drafts.draft import start_draft
start_draft(answered(int(sys.argv[1]), sys.argv[2]), sys.argv[3]).close()
"""


def answered(lines: int, control: Control) -> Interview:
    """A filled plan of about so many lines, at a question of a part in its middle."""
    count = max(lines // _LINES_OF_A_PART, 2)
    answers: dict[str, Answer] = {"name": "Relay", "parts": tuple(_part(number) for number in range(count))}
    return Interview.begin(load_template(str(_TEMPLATE)), answers).go_to(("parts", count // 2, _IDS[control]))


def _part(number: int) -> Answer:
    body = f"What part {number} does, for whom, and why it comes before part {number + 1}. It is not large."
    tasks = tuple({"text": f"Task {number}.{task} with some words to read", "done": task == 1} for task in range(5))
    return {"title": f"Deliver part {number}", "body": body, "tasks": tasks}


def write_draft(home: Path, lines: int, control: Control, name: str) -> None:
    """Make a draft in a home folder, in a process of its own."""
    command = [sys.executable, "-c", _PROGRAM, str(lines), control, name]
    subprocess.run(command, env={**os.environ, "PLAN_WIZARD_HOME": str(home)}, check=True)
