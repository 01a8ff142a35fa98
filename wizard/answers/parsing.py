"""What a person typed, as an answer."""

from __future__ import annotations

import re
import sys
from typing import Final

from wizard.answers import dates
from wizard.answers.constraints import Asked, NotYet, TextParser, format_number, replace_surrogates, too_many_message
from wizard.model.answers import Answer
from wizard.text import count_with_verb, nearest_name, pluralize

_MOST: Final = sys.float_info.max


def validate_text(question: Asked, text: str) -> str:
    """The text, when it keeps to the question's limits; NotYet otherwise."""
    length = len(text)
    if question.max is not None and length > question.max:
        raise NotYet(f"At most {format_number(question.max)} characters; this has {length}.")
    if question.min is not None and length < question.min:
        raise NotYet(f"At least {format_number(question.min)} characters; this has {length}.")
    if question.pattern is not None and not _has_form(question.pattern, text):
        raise NotYet(f"This does not have the form {question.pattern}.")
    return replace_surrogates(text)


def _has_form(pattern: str, text: str) -> bool:
    from wizard.answers.patterns import matches  # only few questions have a pattern

    return matches(pattern, text)


def read_number(question: Asked, text: str) -> float:
    """A number in digits; blanks between them are nothing."""
    try:
        number = float(text.replace(" ", "").replace("_", "x"))
    except ValueError:
        raise NotYet("This is not a number yet. Write digits, as in 12 or 3.5.") from None
    return validate_number(question, int(number) if abs(number) < 1e16 and number == int(number) else number)


def validate_number(question: Asked, number: float) -> float:
    """The number, when it keeps to the question's limits; NotYet otherwise."""
    if not abs(number) <= _MOST:  # false for what is not a number at all
        raise NotYet("This is not a number yet. Write digits, as in 12 or 3.5.")
    if question.min is not None and number < question.min:
        raise NotYet(f"At least {format_number(question.min)}; this is {format_number(number)}.")
    if question.max is not None and number > question.max:
        raise NotYet(f"At most {format_number(question.max)}; this is {format_number(number)}.")
    return number


def read_date(_: Asked, text: str) -> str:
    """A date in one of the ways that people write it."""
    if written := dates.parse_date(text):
        return written
    meant = dates.suggest_date(text)
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
        return replace_surrogates(typed)
    meant = nearest_name(typed, values)
    guess = f" Do you mean {meant}?" if meant else ""
    raise NotYet(f"This is not one of the options.{guess} They are: {'; '.join(values[:12])}.", meant)


def read_choices(question: Asked, text: str) -> Answer:
    """An option on each line."""
    chosen = tuple(dict.fromkeys(read_choice(question, line) for line in nonblank_lines(text)))
    if question.max is not None and len(chosen) > question.max:
        raise NotYet(too_many_message(question, len(chosen)))
    return chosen


def read_list(question: Asked, text: str) -> Answer:
    """An item on each line."""
    return _require_count(question, tuple(replace_surrogates(line) for line in nonblank_lines(text)))


def read_checklist(question: Asked, text: str) -> Answer:
    """A task on each line; `[x]` before it says that it is done, and a list's mark may stand before that."""
    return _require_count(question, tuple(_task(line) for line in nonblank_lines(text)))


def read_rows(question: Asked, text: str, read: TextParser) -> Answer:
    """A row or item on each line, its answers parted by tabs, as spreadsheets copy them."""
    return _require_count(question, tuple(_row(question, line, read) for line in nonblank_lines(text)))


def nonblank_lines(text: str) -> list[str]:
    """The lines that are not blank, without the blanks around them."""
    return [line.strip(" ") for line in re.split(r"\r\n|\r|\n", text) if line.strip()]


def _require_count(question: Asked, items: tuple[Answer, ...]) -> Answer:
    if question.max is not None and len(items) > question.max:
        raise NotYet(too_many_message(question, len(items)))
    return items


def _task(line: str) -> Answer:
    mark = re.fullmatch(r"(?:[-*+]\s+)?\[([ xX])\]\s+(.*)", line)
    text, done = (mark[2], mark[1] != " ") if mark else (line, False)
    return {"text": replace_surrogates(text), "done": done}


def _row(question: Asked, line: str, read: TextParser) -> Answer:
    cells = line.split("\t")
    if len(cells) > len(question.questions):
        most = len(question.questions)
        raise NotYet(f"At most {most} {pluralize('part', most)} in a line; there {count_with_verb(len(cells))}.")
    pairs = zip(question.questions, cells, strict=False)
    return {inner.id: read(inner, cell.strip()) for inner, cell in pairs if cell.strip()}
