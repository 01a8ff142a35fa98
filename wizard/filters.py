"""The filters of slots and conditions: values in, values out; none of them makes Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

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
    if isinstance(value, (list, tuple)):
        items: Sequence[object] = value
        return ", ".join(_text(item) for item in items)
    return str(value)


def _items(value: object) -> Sequence[object]:
    if isinstance(value, str):
        return tuple(value)
    if isinstance(value, Sequence):
        items: Sequence[object] = value
        return items
    return ()


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


FILTERS: dict[str, Filter] = {
    "abs": lambda value: abs(_number(value)),
    "capitalize": _capitalize,
    "count": lambda value: len(_items(value)),
    "default": lambda value, otherwise="": value if value not in (None, "", ()) else otherwise,
    "first": _first,
    "float": _number,
    "int": lambda value, otherwise=0: int(_number(value, otherwise)),
    "join": _join,
    "last": _last,
    "length": lambda value: len(_items(value)),
    "lower": lambda value: _text(value).lower(),
    "max": lambda value: max((_number(item) for item in _items(value)), default=None),
    "min": lambda value: min((_number(item) for item in _items(value)), default=None),
    "replace": _replace,
    "reverse": lambda value: value[::-1] if isinstance(value, str) else tuple(_items(value))[::-1],
    "round": lambda value, digits=0: round(_number(value), int(digits)),
    "slug": slug,
    "sort": _sort,
    "string": _text,
    "sum": lambda value: sum(_number(item) for item in _items(value)),
    "title": lambda value: _text(value).title(),
    "trim": lambda value: _text(value).strip(),
    "truncate": _truncate,
    "unique": _unique,
    "upper": lambda value: _text(value).upper(),
    "wordcount": lambda value: len(_text(value).split()),
}
"""`{name: function of the value and the arguments}`."""
