"""What a person typed, as an answer."""

from __future__ import annotations

import re
import sys
from typing import Final

from wizard.answers import dates
from wizard.answers.constraints import Asked, NotYet, Read, too_many, without_surrogates, write_number
from wizard.model.answers import Answer
from wizard.text import are, nearest, plural

_MOST: Final = sys.float_info.max


def checked_text(question: Asked, text: str) -> str:
    """The text, when it keeps to the question's limits; NotYet otherwise."""
    length = len(text)
    if question.max is not None and length > question.max:
        raise NotYet(f"At most {write_number(question.max)} characters; this has {length}.")
    if question.min is not None and length < question.min:
        raise NotYet(f"At least {write_number(question.min)} characters; this has {length}.")
    if question.pattern is not None and not _has_form(question.pattern, text):
        raise NotYet(f"This does not have the form {question.pattern}.")
    return without_surrogates(text)


def _has_form(pattern: str, text: str) -> bool:
    from wizard.answers.patterns import fits  # only few questions have a pattern

    return fits(pattern, text)


def read_number(question: Asked, text: str) -> float:
    """A number in digits; blanks between them are nothing."""
    try:
        number = float(text.replace(" ", "").replace("_", "x"))
    except ValueError:
        raise NotYet("This is not a number yet. Write digits, as in 12 or 3.5.") from None
    return checked_number(question, int(number) if abs(number) < 1e16 and number == int(number) else number)


def checked_number(question: Asked, number: float) -> float:
    """The number, when it keeps to the question's limits; NotYet otherwise."""
    if not abs(number) <= _MOST:  # false for what is not a number at all
        raise NotYet("This is not a number yet. Write digits, as in 12 or 3.5.")
    if question.min is not None and number < question.min:
        raise NotYet(f"At least {write_number(question.min)}; this is {write_number(number)}.")
    if question.max is not None and number > question.max:
        raise NotYet(f"At most {write_number(question.max)}; this is {write_number(number)}.")
    return number


def read_date(_: Asked, text: str) -> str:
    """A date in one of the ways that people write it."""
    if written := dates.read_date(text):
        return written
    meant = dates.guess_date(text)
    guess = f" Do you mean {meant}?" if meant else ""
    how = "Write it as year-month-day, or as in 30 April 2027."
    raise NotYet(f"This is not a date yet.{guess} {how}", meant)


def read_yesno(_: Asked, text: str) -> bool:
    """Yes or no, or y, n, true, false."""
    word = text.strip().lower()
    if word in ("yes", "y", "true"):
        return True
    if word in ("no", "n", "false"):
        return False
    raise NotYet("This is not an answer yet. Write yes or no.")


def read_choice(question: Asked, text: str) -> str:
    """One of the options, whatever the case of its letters; any text where another answer is welcome."""
    values = [option.value for option in question.options]
    typed = text.strip()
    same = [value for value in values if value == typed] or [
        value for value in values if value.lower() == typed.lower()
    ]
    if same:
        return same[0]
    if question.other:
        return without_surrogates(typed)
    meant = nearest(typed, values)
    guess = f" Do you mean {meant}?" if meant else ""
    raise NotYet(f"This is not one of the options.{guess} They are: {'; '.join(values[:12])}.", meant)


def read_choices(question: Asked, text: str) -> Answer:
    """An option on each line."""
    chosen = tuple(dict.fromkeys(read_choice(question, line) for line in lines_of(text)))
    if question.max is not None and len(chosen) > question.max:
        raise NotYet(too_many(question, len(chosen)))
    return chosen


def read_list(question: Asked, text: str) -> Answer:
    """An item on each line."""
    return _counted(question, tuple(without_surrogates(line) for line in lines_of(text)))


def read_checklist(question: Asked, text: str) -> Answer:
    """A task on each line; `[x]` before it says that it is done, and a list's mark may stand before that."""
    return _counted(question, tuple(_task(line) for line in lines_of(text)))


def read_rows(question: Asked, text: str, read: Read) -> Answer:
    """A row or item on each line, its answers parted by tabs, as spreadsheets copy them."""
    return _counted(question, tuple(_row(question, line, read) for line in lines_of(text)))


def lines_of(text: str) -> list[str]:
    """The lines that are not blank, without the blanks around them."""
    return [line.strip(" ") for line in re.split(r"\r\n|\r|\n", text) if line.strip()]


def _counted(question: Asked, items: tuple[Answer, ...]) -> Answer:
    if question.max is not None and len(items) > question.max:
        raise NotYet(too_many(question, len(items)))
    return items


def _task(line: str) -> Answer:
    mark = re.fullmatch(r"(?:[-*+]\s+)?\[([ xX])\]\s+(.*)", line)
    text, done = (mark[2], mark[1] != " ") if mark else (line, False)
    return {"text": without_surrogates(text), "done": done}


def _row(question: Asked, line: str, read: Read) -> Answer:
    cells = line.split("\t")
    if len(cells) > len(question.questions):
        most = len(question.questions)
        raise NotYet(f"At most {most} {plural('part', most)} in a line; there {are(len(cells))}.")
    pairs = zip(question.questions, cells, strict=False)
    return {inner.id: read(inner, cell.strip()) for inner, cell in pairs if cell.strip()}
