"""A script played line by line in a terminal that can edit lines and show menus: the keys for each prompt."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tests.support.front_ends import DRAFT, NOTHING, PLAN, Played, answer_in, played
from tests.support.play_by_lines import labels_in, question_by_question
from tests.support.random_scripts import Script
from wizard.compiler.loader import load_template
from wizard.drafts.draft import start_draft
from wizard.interview.interview import Interview
from wizard.model.answers import freeze
from wizard.model.template import Question, Template
from wizard.prompts.conversation import Conversation
from wizard.prompts.review_prompts import SavingReviewPrompt
from wizard.prompts.terminal.dialogue import escape_colon
from wizard.prompts.terminal.menu_dialogue import MenuDialogue
from wizard.prompts.terminal.signals import SignalGuard

ENTER, UP, DOWN, SPACE = "\r", "\x1b[A", "\x1b[B", " "


def with_menus(name: str, script: Script, folder: Path) -> Played:
    """The script as keys that are typed ahead."""
    template = load_template(name)
    draft = start_draft(Interview.begin(template), DRAFT)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        keys = "".join(_keys(template, script))
        threading.Thread(target=pipe.send_text, args=(keys,), daemon=True).start()
        dialogue = _Heard(SignalGuard())
        assert Conversation(draft.interview, draft, dialogue, SavingReviewPrompt(folder / PLAN)).run() == "saved"
    draft.close()
    return played(folder, labels_in("".join(dialogue.heard), template))


class _Heard(MenuDialogue):
    """A dialogue that remembers what was said, and says nothing aloud."""

    def __init__(self, signals: SignalGuard) -> None:
        super().__init__(signals)
        self.heard: list[str] = []

    def say(self, text: str = "") -> None:
        self.heard.append(f"{text}\n")


def _keys(template: Template, script: Script) -> Iterator[str]:
    yield from question_by_question(template, script, _question)
    yield ENTER  # the file that is offered


def _question(interview: Interview, script: Script) -> Generator[str, None, Interview]:
    """The keys for the question on the screen, and for everything in it; gives the interview at the next one."""
    place, question, answer = interview.current, interview.question(), answer_in(script, interview.current)
    if answer is NOTHING or answer is None:
        if answer is None:
            yield ":omit" + ENTER
            interview = interview.leave_out(place)
        yield (DOWN if question.kind == "group" else "") + ENTER
        return interview.go_forward()
    if question.kind != "group":
        yield from _given(question, answer)
        return interview.answer(place, freeze(answer)).go_forward()
    for index in range(len(answer)):
        yield (UP if index else "") + ENTER  # the menu stands on Add, and on Go on once there is an item
        interview = interview.add_item(place).go_to((*place, index, question.questions[0].id))
        while interview.current != place:
            interview = yield from _question(interview, script)
    yield ENTER
    return interview.go_forward()


def _given(question: Question, answer: Any) -> Iterator[str]:
    match question.kind:
        case "text" | "diagram":
            yield from (escape_colon(line) + ENTER for line in answer.split("\n"))
            yield ":end" + ENTER
        case "choice":
            yield from _chosen(question, answer)
        case "choices":
            yield from _ticked(question, answer)
        case "yesno":
            yield ("yes" if answer else "no") + ENTER
        case "list":
            yield from (escape_colon(item) + ENTER for item in answer)
            yield ENTER
        case "checklist":
            for task in answer:
                text, is_done = (task, False) if isinstance(task, str) else (task["text"], task.get("done", False))
                yield f"[{'x' if is_done else ' '}] {text}{ENTER}"
            yield ENTER
        case "table":
            for row in answer:
                yield from _row(question, row)
            yield ENTER
        case _:
            yield escape_colon(str(answer)) + ENTER


def _row(question: Question, row: Mapping[str, Any]) -> Iterator[str]:
    for column in question.questions:
        if column.id in row:
            yield from _given(column, row[column.id])
        else:
            yield ":skip" + ENTER


def _chosen(question: Question, answer: str) -> Iterator[str]:
    """From the default, or from the row above the options, which leaves the question open."""
    values = [option.value for option in question.options]
    at = values.index(answer) if answer in values else len(values)
    start = values.index(question.default) if isinstance(question.default, str) else -1
    yield (DOWN * (at - start) if at >= start else UP * (start - at)) + ENTER
    if answer not in values:
        yield escape_colon(answer) + ENTER


def _ticked(question: Question, answer: list[str]) -> Iterator[str]:
    values = [option.value for option in question.options]
    own = [value for value in answer if value not in values]
    for value in values:
        yield (SPACE if value in answer else "") + DOWN
    yield (SPACE if own else "") + ENTER
    yield from (escape_colon(value) + ENTER for value in own)
