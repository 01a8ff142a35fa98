"""The filters of slots and conditions, by their names in Jinja; none of them writes Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from wizard.evaluation.formats import day_of, fill_format, format_date
from wizard.evaluation.values import part_of, text_of
from wizard.limits import MAX_FORMAT_WIDTH, MAX_ROUND_DIGITS, MAX_VALUE_CHARACTERS
from wizard.model.answers import OPEN, Answer, Unanswered, is_list

Filter = Callable[..., Answer]

_WORD_START = re.compile(r"(?:^|(?<=[-\s({\[<]))[^\W\d_]")


def slug(value: Answer, separator: str = "-") -> str:
    """Return the words in lower case, joined for a file name: `relay-2-0` for `Relay 2.0!`."""
    plain = unicodedata.normalize("NFKD", text_of(value)[:1000]).lower()
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.sub(r"[\W_]+", "-", kept).strip("-")[:100].strip("-").split("-")
    return separator[:10].join(words)


def _items(value: Answer) -> tuple[Answer, ...]:
    if isinstance(value, str):
        return tuple(value)
    return value if is_list(value) else ()


def _items_or_parts(value: Answer, part: str | None) -> tuple[Answer, ...]:
    """Return the items, or a part of each that has it, as a column of a table."""
    if part is None:
        return _items(value)
    parts = (part_of(item, part) for item in _items(value))
    return tuple(found for found in parts if found is not OPEN)


def _number(value: Answer, otherwise: float = 0) -> float:
    if isinstance(value, (int, float)):
        return value
    try:
        return float(text_of(value))
    except ValueError:
        return otherwise


def _truncate(value: Answer, length: int = 80, end: str = "…") -> str:
    whole = text_of(value)
    return whole if len(whole) <= length else whole[: max(0, length - len(end))].rstrip() + end


def _replace(value: Answer, old: str, new: str) -> str:
    whole = text_of(value)
    _check_size(len(whole) + whole.count(old) * len(new))
    return whole.replace(old, new)


def _join(value: Answer, separator: str = ", ", part: str | None = None) -> str:
    texts = [text_of(item) for item in _items_or_parts(value, part)]
    _check_size(sum(map(len, texts)) + len(texts) * len(separator))
    return separator.join(texts)


def _check_size(characters: int) -> None:
    if characters > MAX_VALUE_CHARACTERS:
        raise ValueError("the text would grow too long")


def _first(value: Answer) -> Answer:
    return next(iter(_items(value)), None)


def _last(value: Answer) -> Answer:
    items = _items(value)
    return items[-1] if items else None


def _sort(value: Answer, part: str | None = None) -> Answer:
    def key(item: Answer) -> SortKey:
        return sort_key(item if part is None else part_of(item, part))

    return tuple(sorted(_items(value), key=key))


SortKey = tuple[bool, bool, float, str]
"""Whether it is missing, whether it is a text, its number, its text in lower case."""


def sort_key(value: Answer | Unanswered) -> SortKey:
    """Return what a value is sorted by: numbers before texts, and what is open or left out behind all others."""
    if value is OPEN or value is None or value == "":
        return (True, False, 0, "")
    if isinstance(value, (int, float)):
        return (False, False, value, "")
    return (False, True, 0, text_of(value).lower())


def _unique(value: Answer) -> Answer:
    kept: dict[str, Answer] = {}
    for item in _items(value):
        kept.setdefault(repr(item), item)
    return tuple(kept.values())


def _default(value: Answer, otherwise: Answer = "") -> Answer:
    return value if value not in (None, "", ()) else otherwise


def _int(value: Answer, otherwise: float = 0) -> int:
    return int(_number(value, otherwise))


def _round(value: Answer, digits: int = 0) -> float:
    # Without bounds, a whole number rounded to minus a billion digits takes for ever.
    rounded = round(_number(value), max(-MAX_ROUND_DIGITS, min(MAX_ROUND_DIGITS, int(digits))))
    return int(rounded) if digits <= 0 else rounded


def _reverse(value: Answer) -> Answer:
    return value[::-1] if isinstance(value, str) else _items(value)[::-1]


def _title(value: Answer) -> str:
    return _WORD_START.sub(lambda letter: letter[0].upper(), text_of(value).lower())


def _largest(value: Answer) -> Answer:
    return max((_number(item) for item in _items(value)), default=None)


def _smallest(value: Answer) -> Answer:
    return min((_number(item) for item in _items(value)), default=None)


def _sum(value: Answer, part: str | None = None) -> float:
    return sum(_number(item) for item in _items_or_parts(value, part))


def _pad(value: Answer, width: int) -> Answer:
    return None if value is None else text_of(value).zfill(max(0, min(MAX_FORMAT_WIDTH, int(width))))


def _format(value: Answer, first: Answer, *others: Answer) -> Answer:
    arguments = (first, *others)
    if all(argument is None for argument in arguments):
        return None
    return fill_format(text_of(value), tuple(_for_format(argument) for argument in arguments))


def _for_format(argument: Answer) -> str | float:
    if isinstance(argument, bool) or not isinstance(argument, (int, float)):
        return text_of(argument)
    return argument


def _date(value: Answer, written: str = "%-d %B %Y") -> Answer:
    # Typed text that is no date yet stands as it is.
    return value if day_of(value) is None else format_date(text_of(value), written)


def _plus_days(value: Answer, days: Answer) -> Answer:
    day = day_of(value)
    if day is None or days is None:
        return value if day is None else None
    try:
        return (day + timedelta(days=int(_number(days)))).isoformat()
    except OverflowError:
        return None


def _plus_months(value: Answer, months: Answer) -> Answer:
    """Return the same day so many months later, or the last one of a shorter month."""
    day = day_of(value)
    if day is None or months is None:
        return value if day is None else None
    year, month = divmod(day.year * 12 + day.month - 1 + int(_number(months)), 12)
    if not date.min.year <= year <= date.max.year:
        return None
    return next(
        f"{year:04d}-{month + 1:02d}-{last:02d}"
        for last in range(day.day, 0, -1)
        if day_of(f"{year:04d}-{month + 1:02d}-{last:02d}") is not None
    )


def _days_until(value: Answer, other: Answer) -> Answer:
    first, last = day_of(value), day_of(other)
    return None if first is None or last is None else (last - first).days


def _of_one(function: Callable[[Answer], Answer]) -> Filter:
    """Return the function itself; only the type checker needs to know what a lambda takes."""
    return function


FILTERS: dict[str, Filter] = {
    "abs": _of_one(lambda value: abs(_number(value))),
    "capitalize": _of_one(lambda value: text_of(value).capitalize()),
    "count": _of_one(lambda value: len(_items(value))),
    "date": _date,
    "days_until": _days_until,
    "default": _default,
    "first": _first,
    "float": _number,
    "format": _format,
    "int": _int,
    "join": _join,
    "last": _last,
    "length": _of_one(lambda value: len(_items(value))),
    "lower": _of_one(lambda value: text_of(value).lower()),
    "max": _largest,
    "min": _smallest,
    "pad": _pad,
    "plus_days": _plus_days,
    "plus_months": _plus_months,
    "replace": _replace,
    "reverse": _reverse,
    "round": _round,
    "slug": slug,
    "sort": _sort,
    "string": text_of,
    "sum": _sum,
    "title": _title,
    "trim": _of_one(lambda value: text_of(value).strip()),
    "truncate": _truncate,
    "unique": _unique,
    "upper": _of_one(lambda value: text_of(value).upper()),
    "wordcount": _of_one(lambda value: len(text_of(value).split())),
}
"""`{name: function of the value and the arguments}`."""

COUNTING_FILTERS: Final = frozenset(("count", "days_until", "length", "max", "min", "sum", "wordcount"))
"""Those that give a number which says nothing while the question is open: its placeholder is no number."""

REORDERING_FILTERS: Final = frozenset(("first", "last", "reverse", "sort"))
"""Those that give items as they are, so that each still is the answer that it comes from."""

DATE_FILTERS: Final = frozenset(("date", "days_until", "plus_days", "plus_months"))
