"""Filled plans to measure with, written as drafts; `python -m benchmarks.plans NAME` writes one of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from wizard.compiler.loader import load_template
from wizard.drafts.draft import start_draft
from wizard.interview.interview import Interview
from wizard.model.answers import Answer

SIZES = (60, 500, 2_000, 10_000)
"""Lines of the long plans."""
_HERE = Path(__file__).parent
_LINES_OF_A_PART = 10
_WORDS = "What it does, for whom, and why it comes before the others."


def long_plan(lines: int, question: str = "title") -> Interview:
    """Return a plan of about so many lines, at a question of the part in its middle: `title`, `body` or `tasks`."""
    count = max(lines // _LINES_OF_A_PART, 2)
    answers: dict[str, Answer] = {"name": "Relay", "parts": tuple(_part(number) for number in range(count))}
    return Interview.begin(load_template(str(_HERE / "long-plan.md")), answers).go_to(("parts", count // 2, question))


def _part(number: int) -> Answer:
    body = f"What part {number} does, for whom, and why it comes before part {number + 1}. It is not large."
    tasks = tuple({"text": f"Task {number}.{task} with some words to read", "done": task == 1} for task in range(5))
    return {"title": f"Deliver part {number}", "body": body, "tasks": tasks}


def _tasks(count: int) -> Answer:
    return tuple({"text": f"Task {number}", "done": number % 3 == 0} for number in range(count))


def _rows(count: int) -> Answer:
    return tuple({"risk": f"Risk {number}", "effect": "It is late", "answer": "Ask"} for number in range(count))


def _text(characters: int, between: str) -> str:
    return between.join([_WORDS] * (characters // len(_WORDS)))


LARGE_ANSWERS: dict[str, tuple[str, Answer]] = {
    "a list of 1,000 items": ("names", tuple(f"Part {number}" for number in range(1_000))),
    "a checklist of 1,000 items": ("tasks", _tasks(1_000)),
    "a table of 100 rows": ("risks", _rows(100)),
    "a table of 1,000 rows": ("risks", _rows(1_000)),
    "10 kB of text without a blank line": ("body", _text(10_000, "\n")),
    "100 kB of text": ("body", _text(100_000, "\n\n")),
    "100 kB of text without a blank line": ("body", _text(100_000, "\n")),
    "a line of 10 kB": ("name", _text(10_000, " ")),
    "a line of 100 kB": ("name", _text(100_000, " ")),
    "a checklist of 10,000 items": ("tasks", _tasks(10_000)),
}
"""By what they are: the question that is answered so, and the answer."""


def large_answer(what: str) -> Interview:
    """Return a plan that has one of the large answers, at its question."""
    question, answer = LARGE_ANSWERS[what]
    answers: dict[str, Answer] = {"name": "Relay", question: answer}
    return Interview.begin(load_template(str(_HERE / "large-answers.md")), answers).go_to((question,))


def write_draft(home: Path, what: str) -> str:
    """Write a draft into a home folder, in a process of its own, and return its name.

    `what` is one of the large answers, or `LINES` or `LINES QUESTION` for a long plan.
    """
    name = what.replace(" ", "-").replace(",", "")
    if not (home / "drafts" / name).exists():
        command = [sys.executable, "-m", "benchmarks.plans", what, name]
        subprocess.run(command, env={**os.environ, "PLAN_WIZARD_HOME": str(home)}, check=True)
    return name


def _main(what: str, name: str) -> None:
    if what in LARGE_ANSWERS:
        interview = large_answer(what)
    else:
        lines, *question = what.split()
        interview = long_plan(int(lines), *question)
    start_draft(interview, name).close()


if __name__ == "__main__":
    _main(*sys.argv[1:])
