"""Dates as people write them, such as `30 April 2027`, to ISO 8601 dates, such as `2027-04-30`."""

from __future__ import annotations

import re
from datetime import date

from wizard.message_text import nearest_name

MONTHS: tuple[str, ...] = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# Patterns that `re` compiles once somebody types a date.
_NUMERIC = r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})"
# Written year-month-day as well, but with digits that make no date.
_NUMERIC_OF_ANY_LENGTH = r"(\d{1,9})[-/. ](\d{1,9})[-/. ](\d{1,9})"
_DAY_FIRST = r"(\d{1,2})(?:st|nd|rd|th)?[ .]*([^\W\d_]{3,12})\.?,?[ ]*(\d{4})"
_MONTH_FIRST = r"([^\W\d_]{3,12})\.?[ ]*(\d{1,2})(?:st|nd|rd|th)?,?[ ]*(\d{4})"


def is_date(text: str) -> bool:
    """Return whether the text is a day of the calendar, written as in `2026-02-28`."""
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII)) and _day(*map(int, text.split("-"))) is not None


def parse_date(text: str) -> str | None:
    """Return `2027-04-30` for `2027-4-30`, `30 April 2027` and `Apr 30, 2027`; None for anything else."""
    return _parse(text, exact=True)


def suggest_date(text: str) -> str | None:
    """Return the date that was probably meant by one with a misspelt month, such as `30 Aprl 2027`, or None."""
    return _parse(text, exact=False)


def explain_impossible_date(text: str) -> str:
    """Return why there is no such day, as in `February 2027 has no 30th`; empty for a text not written as a date."""
    numeric = re.fullmatch(_NUMERIC_OF_ANY_LENGTH, text.strip())
    if numeric and len(numeric[1]) != 4:
        return "" if len(numeric[3]) == 4 else "the year needs four digits, as in 2027"
    written = (int(numeric[1]), int(numeric[2]), int(numeric[3])) if numeric else _split(text, exact=False)
    if written is None or _day(*written) is not None:
        return ""
    year, month, day = written
    if year == 0:
        return "there is no year 0"
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    return f"{MONTHS[month - 1].capitalize()} {year} has no {_ordinal(day) if day else 'day 0'}"


def _parse(text: str, *, exact: bool) -> str | None:
    written = _split(text, exact=exact)
    return None if written is None else _day(*written)


def _split(text: str, *, exact: bool) -> tuple[int, int, int] | None:
    """Return year, month and day as they are written, whether there is such a day or not."""
    text = text.strip()
    if found := re.fullmatch(_NUMERIC, text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.fullmatch(_DAY_FIRST, text):
        day, month, year = found.groups()
    elif found := re.fullmatch(_MONTH_FIRST, text):
        month, day, year = found.groups()
    else:
        return None
    number = _month(month.lower(), exact=exact)
    return (int(year), number, int(day)) if number else None


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _month(word: str, *, exact: bool) -> int:
    """Return the number of a month, 1 to 12, or 0 when the word names none."""
    for number, month in enumerate(MONTHS, start=1):
        if month.startswith(word) or word == "sept" and number == 9:
            return number
    meant = None if exact else nearest_name(word, MONTHS)
    return MONTHS.index(meant) + 1 if meant else 0


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
