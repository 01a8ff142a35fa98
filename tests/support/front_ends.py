"""A script of answers that every way to answer can be given, and what comes of it."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.random_scripts import Script, random_script
from wizard.automation.json_schema import answers_schema
from wizard.compiler.loader import load_template
from wizard.model.answers import AnswerPath
from wizard.model.template import Question

DRAFT = "played"
PLAN = "plan.md"
NOTHING = ...
"""Stands in a script for what is passed without an answer."""


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a script."""

    plan: bytes
    answers: bytes
    asked: tuple[str, ...]
    """The labels of the questions, in the order in which they were asked first."""


def script_of(name: str, number: int) -> Script:
    """A random script for a built-in plan, the same one for the same number."""
    template = load_template(name)
    script = random_script(json.loads(json.dumps(answers_schema(template))), f"{name} {number}")
    chance = random.Random(number)
    return {id: _typable(template.question((id,)), answer, chance) for id, answer in script.items()}


def _typable(question: Question | None, answer: Any, chance: random.Random) -> Any:
    """The answer as a person could type it: cells are not left out, and long texts have lines."""
    assert question is not None
    if question.kind in ("text", "diagram") and isinstance(answer, str):
        ends = [chance.choice(["\n", "\n\n", " "]) for _ in answer.split(" ")]
        return "".join(word + end for word, end in zip(answer.split(" "), ends, strict=True)).strip()
    if not question.questions or not isinstance(answer, list):
        return answer
    rows: list[Any] = []
    for row in answer:
        cells = {id: _typable(question.child(id), cell, chance) for id, cell in row.items()}
        rows.append({id: cell for id, cell in cells.items() if question.kind == "group" or cell is not None})
    return rows


def answer_in(script: Script, path: AnswerPath) -> Any:
    """What a script says at a path, or NOTHING."""
    found: Any = script
    for step in path:
        if isinstance(found, dict) and step not in found:
            return NOTHING
        found = found[step]
    return found


def played(folder: Path, labels: tuple[str, ...]) -> Played:
    """What stands in the folder in the end."""
    plan, answers = (folder / PLAN).read_bytes(), (folder / f"{Path(PLAN).stem}.answers.yaml").read_bytes()
    return Played(plan, answers, labels)


@contextmanager
def home_in(folder: Path) -> Generator[Path]:
    """A folder with a home of its own, which is that of this process too."""
    (folder / "home").mkdir(parents=True)
    before = os.environ.get("PLAN_WIZARD_HOME")
    os.environ["PLAN_WIZARD_HOME"] = str(folder / "home")
    try:
        yield folder
    finally:
        if before is None:
            del os.environ["PLAN_WIZARD_HOME"]
        else:
            os.environ["PLAN_WIZARD_HOME"] = before
