"""Typed text to the value that it says.

Each parser raises InvalidAnswer, without a path, for a text that says no value of its kind. Whether a value keeps to
the limits of its question is for `validation` to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from wizard.answers import dates
from wizard.answers.validation import NOT_A_NUMBER
from wizard.errors import InvalidAnswer
from wizard.message_text import count_with_verb, nearest_name, pluralize
from wizard.model.answers import Answer
from wizard.model.template import Question

TextParser: TypeAlias = "Callable[[Question, str], Answer]"

DRAWN_BOX: Final = "[☐☑☒]"
"""A task's box as it is drawn, and copied from there."""
OPEN_BOXES: Final = ("[ ]", "☐")

_TASK = rf"(?:[-*+•◦]\s+)?(\[[ xX]\]|{DRAWN_BOX})\s+(.*)"
"""A task list item of GitHub Flavored Markdown (section 5.3), or a drawn one; its list marker may be missing."""


def parse_text(_: Question, text: str) -> str:
    """Return the text as it is."""
    return text


def parse_number(_: Question, text: str) -> float:
    """Return the number that digits say, such as `1 000` or `3.5`; spaces mean nothing."""
    try:
        number = float(text.replace(" ", "").replace("_", "x"))
    except ValueError:
        raise InvalidAnswer("", NOT_A_NUMBER) from None
    return int(number) if abs(number) < 1e16 and number == int(number) else number


def parse_date(_: Question, text: str) -> str:
    """Return a date that is written in one of the ways that people write it, as in `2027-04-30`."""
    if parsed := dates.parse_date(text):
        return parsed
    if reason := dates.explain_impossible_date(text):
        raise InvalidAnswer("", f"{reason[0].upper()}{reason[1:]}.")
    meant = dates.suggest_date(text)
    guess = f" Do you mean {meant}?" if meant else ""
    how = "Write it as year-month-day, or as in 30 April 2027."
    raise InvalidAnswer("", f"This is not a date yet.{guess} {how}", meant)


def parse_yesno(_: Question, text: str) -> bool:
    """Return True for yes, y and true, False for no, n and false."""
    word = text.strip().lower()
    if word in ("yes", "y", "true"):
        return True
    if word in ("no", "n", "false"):
        return False
    raise InvalidAnswer("", "This is not an answer yet. Write yes or no.")


def parse_choice(question: Question, text: str) -> str:
    """Return the option that a text names in any case, else the text where another answer is welcome."""
    values = [option.value for option in question.options]
    typed = text.strip()
    same = [value for value in values if value == typed] or [
        value for value in values if value.lower() == typed.lower()
    ]
    if same:
        return same[0]
    if question.takes_other_texts:
        return typed
    meant = nearest_name(typed, values)
    guess = f" Do you mean {meant}?" if meant else ""
    known = f"They are: {'; '.join(values[:12])}." if values else "There are none yet."
    raise InvalidAnswer("", f"This is not one of the options.{guess} {known}", meant)


def parse_choices(question: Question, text: str) -> Answer:
    """Return the options that the lines name, each once."""
    return tuple(dict.fromkeys(parse_choice(question, line) for line in nonblank_lines(text)))


def parse_list(_: Question, text: str) -> Answer:
    """Return an item for each line."""
    return tuple(nonblank_lines(text))


def parse_checklist(_: Question, text: str) -> Answer:
    """Return a task for each line; `[x]` before it says that it is done, and a list marker may stand before that."""
    return tuple(_parse_task(line) for line in nonblank_lines(text))


def parse_plain_tasks(text: str) -> Answer:
    """Return the same, but a plain text for each line without a box, which says nothing about whether it is done."""
    return tuple(_parse_task(line) if re.fullmatch(_TASK, line) else line for line in nonblank_lines(text))


def parse_rows(question: Question, text: str, parse_cell: TextParser) -> Answer:
    """Return a row or item for each line, its cells separated by tabs, as spreadsheets copy them."""
    return tuple(_parse_row(question, line, parse_cell) for line in nonblank_lines(text))


def nonblank_lines(text: str) -> list[str]:
    """Return the lines that are not blank, without the spaces around them."""
    return [line.strip(" ") for line in re.split(r"\r\n|\r|\n", text) if line.strip()]


def _parse_task(line: str) -> Answer:
    task = re.fullmatch(_TASK, line)
    return {"text": task[2], "done": task[1] not in OPEN_BOXES} if task else {"text": line, "done": False}


def _parse_row(question: Question, line: str, parse_cell: TextParser) -> Answer:
    cells, most = line.split("\t"), len(question.questions)
    if len(cells) > most:
        count = count_with_verb(len(cells))
        raise InvalidAnswer("", f"At most {most} {pluralize('part', most)} in a line; there {count}.")
    pairs = zip(question.questions, cells, strict=False)
    return {column.id: parse_cell(column, cell.strip()) for column, cell in pairs if cell.strip()}
