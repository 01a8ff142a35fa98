"""A script played on the full screen, with keys and pastes as a fast terminal sends them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key  # pyright: ignore[reportPrivateUsage]
from textual.widgets import Input

from screens.review import ReviewScreen
from screens.saved import SavedScreen
from tests.support.front_ends import DRAFT, NOTHING, PLAN, Played, answer_in, played
from tests.support.question_screen import Seen, asking_draft
from tests.support.random_scripts import Script
from tests.support.screen_text import until
from wizard.compiler.loader import load_template
from wizard.drafts.draft import start_draft
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath, is_list
from wizard.model.template import Question


async def on_screen(name: str, script: Script, folder: Path) -> Played:
    """The script as keys and pastes on the full screen."""
    draft = start_draft(Interview.begin(load_template(name)), DRAFT)
    asked: list[AnswerPath] = []
    async with asking_draft(draft, size=(60, 20)) as seen:
        while not isinstance(seen.app.screen, ReviewScreen):
            if seen.place not in asked:
                asked.append(seen.place)
            await _pressed(seen, script)
        seen.app.screen.query_one("#file", Input).value = str(folder / PLAN)
        await seen.press("ctrl+s")
        await until(seen.pilot, lambda: isinstance(seen.app.screen, SavedScreen))
        labels = tuple(seen.interview.question(place).label for place in asked)
    return played(folder, labels)


async def _pressed(seen: Seen, script: Script) -> None:
    """What to press for the question on the screen, all at once, as a fast terminal sends it."""
    place, question, answer = seen.place, seen.interview.question(), answer_in(script, seen.place)
    if answer is None:
        _send(seen, ["f6", "tab"])
    elif answer is NOTHING:
        _send(seen, ["tab"])
    elif question.kind == "group":
        items = seen.interview.answer_at(place)
        _send(seen, ["end", "enter"] if (len(items) if is_list(items) else 0) < len(answer) else ["tab"])
    else:
        _send(seen, [*_given(question, answer), "tab"])
    await seen.pilot.pause()


@dataclass(frozen=True, slots=True)
class _Paste:
    text: str


def _send(seen: Seen, keys: Sequence[str | _Paste]) -> None:
    for key in keys:
        if isinstance(key, _Paste):
            seen.app.post_message(events.Paste(key.text))
        elif len(key) == 1:
            seen.app.post_message(events.Key(_character_to_key(key), key))
        else:
            seen.app.post_message(events.Key(key, None))


def _given(question: Question, answer: Any) -> Iterator[str | _Paste]:
    match question.kind:
        case "choice" | "choices":
            yield from _chosen(question, [answer] if question.kind == "choice" else answer)
        case "yesno":
            yield "y" if answer else "n"
        case "list":
            for index, item in enumerate(answer):
                yield from (*_below(index), *_typed(item))
        case "checklist":
            for index, task in enumerate(answer):
                text, is_done = (task, False) if isinstance(task, str) else (task["text"], task.get("done", False))
                yield from (*_below(index), *_typed(text), *(("ctrl+t",) if is_done else ()))
        case "table":
            for index, row in enumerate(answer):
                yield from (*_below(index), *_row_given(question, row))
        case _ if str(answer).isalnum() and str(answer).isascii():
            yield from str(answer)
        case _:
            yield _Paste(str(answer))


def _below(index: int) -> Iterator[str]:
    """Enter makes a row below another one; behind the last one that there may be it would go on."""
    if index:
        yield "enter"


def _typed(text: str) -> Iterator[str | _Paste]:
    """The first letter as a key: of what is pasted into an empty item the mark of a list goes."""
    yield text[0]
    if text[1:]:
        yield _Paste(text[1:])


def _row_given(question: Question, row: Mapping[str, Any]) -> Iterator[str | _Paste]:
    for column in question.questions:
        if column is not question.questions[0]:
            yield "right"
        if column.id not in row:
            continue
        answer = row[column.id]
        if column.kind == "choice":
            values = [option.value for option in column.options]
            yield str(values.index(answer) + 1) if answer in values else _Paste(answer)
        elif column.kind == "yesno":
            yield from _given(column, answer)
        else:
            yield from _without_bars_pasted(str(answer))


def _without_bars_pasted(text: str) -> Iterator[str | _Paste]:
    """The bars as keys: what is pasted between them would be the row of a table."""
    for part in re.split(r"(\|)", text):
        yield from _typed(part) if part else ()


def _chosen(question: Question, chosen: Sequence[str]) -> Iterator[str | _Paste]:
    values = [option.value for option in question.options]
    for value in chosen:
        index = values.index(value) if value in values else len(values)
        yield from ("home", *(("down",) * index), *(("space",) if value in values else (_Paste(value),)))
