"""The filters of slots and conditions: values in, values out; none of them makes Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import TypeGuard

Filter = Callable[..., object]

_MOST_CHARACTERS = 1_000_000


def slug(text: object, separator: str = "-") -> str:
    """Lower-case words joined by the separator, fit for a file name: `Relay 2.0!` gives `relay-2-0`."""
    plain = unicodedata.normalize("NFKD", _text(text)).lower()
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", kept).strip("-").replace("-", separator)[:100].strip(separator)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if _has_items(value):
        return ", ".join(_text(item) for item in value)
    return str(value)


def _has_items(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, (list, tuple))


def _items(value: object) -> Sequence[object]:
    if isinstance(value, str):
        return tuple(value)
    return value if _has_items(value) else ()


def _number(value: object, default: float = 0) -> float:
    if isinstance(value, (int, float)):
        return value
    try:
        return float(_text(value))
    except ValueError:
        return default


def _truncate(text: object, length: int = 80, end: str = "…") -> str:
    whole = _text(text)
    return whole if len(whole) <= length else whole[: max(0, length - len(end))].rstrip() + end


def _replace(text: object, old: str, new: str) -> str:
    whole = _text(text)
    if len(whole) + whole.count(old) * len(new) > _MOST_CHARACTERS:
        raise ValueError("the text would grow too long")
    return whole.replace(old, new)


def _join(value: object, separator: str = ", ") -> str:
    return separator.join(_text(item) for item in _items(value))


def _first(value: object) -> object:
    return next(iter(_items(value)), None)


def _last(value: object) -> object:
    items = _items(value)
    return items[-1] if items else None


def _sort(value: object) -> object:
    return tuple(sorted(_items(value), key=lambda item: (isinstance(item, str), _text(item).lower())))


def _unique(value: object) -> object:
    kept: list[object] = []
    for item in _items(value):
        if item not in kept:
            kept.append(item)
    return tuple(kept)


def _capitalize(text: object) -> str:
    return _text(text).capitalize()


def _default(value: object, otherwise: object = "") -> object:
    return value if value not in (None, "", ()) else otherwise


def _int(value: object, otherwise: float = 0) -> int:
    return int(_number(value, otherwise))


def _round(value: object, digits: int = 0) -> float:
    return round(_number(value), int(digits))


def _reverse(value: object) -> object:
    return value[::-1] if isinstance(value, str) else tuple(_items(value))[::-1]


def _of_one(function: Callable[[object], object]) -> Filter:
    """The function itself; tells the type checker what a lambda takes."""
    return function


FILTERS: dict[str, Filter] = {
    "abs": _of_one(lambda value: abs(_number(value))),
    "capitalize": _capitalize,
    "count": _of_one(lambda value: len(_items(value))),
    "default": _default,
    "first": _first,
    "float": _number,
    "int": _int,
    "join": _join,
    "last": _last,
    "length": _of_one(lambda value: len(_items(value))),
    "lower": _of_one(lambda value: _text(value).lower()),
    "max": _of_one(lambda value: max((_number(item) for item in _items(value)), default=None)),
    "min": _of_one(lambda value: min((_number(item) for item in _items(value)), default=None)),
    "replace": _replace,
    "reverse": _reverse,
    "round": _round,
    "slug": slug,
    "sort": _sort,
    "string": _text,
    "sum": _of_one(lambda value: sum(_number(item) for item in _items(value))),
    "title": _of_one(lambda value: _text(value).title()),
    "trim": _of_one(lambda value: _text(value).strip()),
    "truncate": _truncate,
    "unique": _unique,
    "upper": _of_one(lambda value: _text(value).upper()),
    "wordcount": _of_one(lambda value: len(_text(value).split())),
}
"""`{name: function of the value and the arguments}`."""
