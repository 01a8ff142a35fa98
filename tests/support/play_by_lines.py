"""A script played line by line: through a pipe, and at a dumb terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from tests.support.front_ends import NOTHING, PLAN, Played, answer_in, played
from tests.support.patience import PATIENCE
from tests.support.random_scripts import Script
from tests.support.terminals import terminal
from tests.support.warm_process import run_python
from wizard.compiler.loader import load_template
from wizard.interview.interview import Interview
from wizard.model.answers import freeze
from wizard.model.template import Question, Template
from wizard.prompts.terminal.dialogue import escape_colon

Asking: TypeAlias = Callable[[Interview, Script], Generator[str, None, Interview]]
"""What to type for the question on the screen, and for everything in it; gives the interview at the next one."""


def by_pipe(name: str, script: Script, folder: Path) -> Played:
    """The script as lines of a pipe."""
    lines = "".join(f"{line}\n" for line in _lines(load_template(name), script))
    command = [sys.executable, "-m", "wizard", "new", name, "--prompts"]
    done = run_python(command, input=lines.encode(), capture_output=True, cwd=folder, timeout=PATIENCE, check=True)
    assert b"\x1b" not in done.stderr
    return played(folder, labels_in(done.stderr.decode(), load_template(name)))


def by_terminal(name: str, script: Script, folder: Path) -> Played:
    """The script as lines that are typed at a dumb terminal, each when it is asked for."""
    with terminal(["new", name], {"TERM": "dumb"}, folder, size=(4000, 50)) as dumb:
        for line in _lines(load_template(name), script):
            dumb.reply(line)
        assert dumb.wait() == 0
    assert b"\x1b" not in dumb.output
    return played(folder, labels_in(dumb.text, load_template(name)))


def _lines(template: Template, script: Script) -> Iterator[str]:
    """What to type, question after question, and in the end the plan's file."""
    yield from question_by_question(template, script, _line_by_line)
    yield PLAN


def question_by_question(template: Template, script: Script, ask: Asking) -> Iterator[str]:
    """What to type for every question that is not in an item, up to the last."""
    interview = Interview.begin(template)
    is_last = False
    while not is_last:
        is_last = interview.is_last()
        interview = yield from ask(interview, script)


def _line_by_line(interview: Interview, script: Script) -> Generator[str, None, Interview]:
    """The lines for the question on the screen, and for everything in it; gives the interview at the next one."""
    place, question, answer = interview.current, interview.question(), answer_in(script, interview.current)
    if answer is NOTHING:
        yield ""
        return interview.go_forward()
    if answer is None:
        yield ":omit"
        yield ""
        return interview.leave_out(place).go_forward()
    if question.kind != "group":
        yield from _typed(question, answer)
        return interview.answer(place, freeze(answer)).go_forward()
    for index in range(len(answer)):
        yield "add"
        interview = interview.add_item(place).go_to((*place, index, question.questions[0].id))
        while interview.current != place:
            interview = yield from _line_by_line(interview, script)
    yield ""
    return interview.go_forward()


def _typed(question: Question, answer: Any) -> Iterator[str]:
    match question.kind:
        case "text" | "diagram":
            yield from (escape_colon(line) for line in answer.split("\n"))
            yield ":end"
        case "choice" | "choices":
            values = [option.value for option in question.options]
            chosen = [answer] if question.kind == "choice" else answer
            yield "; ".join(
                str(values.index(value) + 1) if value in values else escape_colon(value) for value in chosen
            )
        case "yesno":
            yield "yes" if answer else "no"
        case "list":
            yield from (escape_colon(item) for item in answer)
            yield ""
        case "checklist":
            yield from (_task_typed(item) for item in answer)
            yield ""
        case "table":
            for row in answer:
                yield from _row_typed(question, row)
            yield ""
        case _:
            yield escape_colon(str(answer))


def _task_typed(task: Any) -> str:
    if isinstance(task, str):
        return escape_colon(task)
    return f"[{'x' if task.get('done') else ' '}] {task['text']}"


def _row_typed(question: Question, row: Mapping[str, Any]) -> Iterator[str]:
    for column in question.questions:
        if column.id in row:
            yield from _typed(column, row[column.id])
        else:
            yield ":skip"


def labels_in(said: str, template: Template) -> tuple[str, ...]:
    """The labels that were read out: each stands behind an empty line and at most two headings."""
    known = {question.label for question in _every(tuple(template.questions()))}
    blocks = re.split(r"\n\n", said)
    heads = (block.split("\n")[:3] for block in blocks)
    return tuple(label for head in heads for label in [next((line for line in head if line in known), "")] if label)


def _every(questions: Sequence[Question]) -> Iterator[Question]:
    for question in questions:
        yield question
        if question.kind == "group":
            yield from _every(question.questions)
