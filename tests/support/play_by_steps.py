"""A script played step by step: a program that knows the protocol, and where to find an answer."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.front_ends import DRAFT, NOTHING, PLAN, Played, answer_in, played
from tests.support.random_scripts import Script
from wizard.cli.main import main
from wizard.compiler.loader import load_template
from wizard.model.answers import parse_path


@dataclass(slots=True)
class Steps:
    """A program that knows the protocol, and where to find an answer."""

    answer_to: Callable[[str, Mapping[str, Any]], Any]
    """The answer for a path and what is told about its question; `...` to pass it."""
    items_of: Callable[[str], int]
    """How many items a group is to have."""
    asked: list[str] = field(default_factory=list[str])
    labels: list[str] = field(default_factory=list[str])

    def run(self, name: str) -> None:
        """Begin a draft and answer until nothing is asked any more."""
        code, document = commanded("new", name, "--draft", DRAFT, "--json")
        while True:
            assert code == (0 if document["kind"] == "complete" else 3)
            next_item = self._next_item(document.get("path", ""))
            if next_item is not None:
                code, document = self._answer({next_item: {}})
            elif document["kind"] == "complete":
                return
            else:
                code, document = self._reply(document)

    def _reply(self, document: Mapping[str, Any]) -> tuple[int, Any]:
        path = str(document["path"])
        if path not in self.asked:
            self.asked.append(path)
            self.labels.append(document["label"])
        schema = document["schema"]["properties"][path]
        if _is_group(path, schema, document) and self.items_of(path):
            return self._answer({path: [{}]})
        answer = self.answer_to(path, document)
        return self._answer({} if answer is NOTHING else {path: answer})

    def _next_item(self, path: str) -> str | None:
        """The item to add before a question is answered that lies behind a group which is not full yet."""
        for before in reversed(self.asked):
            item = re.fullmatch(r"(.*)\[(\d+)\]\.\w+", before)
            while item is not None:
                group, count = item[1], int(item[2]) + 1
                if path.startswith(f"{group}["):
                    return None
                if count < self.items_of(group):
                    return f"{group}[{count}]"
                item = re.fullmatch(r"(.*)\[(\d+)\]\.\w+", group)
            return None
        return None

    def _answer(self, answers: Mapping[str, Any]) -> tuple[int, Any]:
        return commanded("answer", DRAFT, stdin=json.dumps(answers))


def _is_group(path: str, schema: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Whether the question's items are to be made one by one."""
    template = load_template(str(document["template"]))
    question = template.question(tuple(step for step in re.split(r"\[\d+\]\.?", path) if step))
    return question is not None and question.kind == "group"


def by_steps(name: str, script: Script, folder: Path) -> Played:
    """The script as JSON, one answer a step."""

    def count(path: str) -> int:
        items = answer_in(script, parse_path(path))
        return len(items) if isinstance(items, list) else 0

    steps = Steps(lambda path, _: answer_in(script, parse_path(path)), count)
    steps.run(name)
    code, _ = commanded("save", DRAFT, "-o", str(folder / PLAN))
    assert code == 0
    return played(folder, tuple(steps.labels))


def commanded(*arguments: str, stdin: str = "") -> tuple[int, Any]:
    """The exit code of `plan-wizard ARGUMENTS`, run in this process, and the JSON that it prints, if it is that."""
    out, err, before = io.TextIOWrapper(io.BytesIO()), io.StringIO(), sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()))
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main(arguments)
    finally:
        sys.stdin = before
    written = out.buffer.getvalue().decode()  # pyright: ignore[reportAttributeAccessIssue]
    if code not in (0, 3):
        return code, json.loads(err.getvalue())
    return code, json.loads(written) if written.startswith("{") else None
