"""Plain data as YAML for people and for git: block style, keys in the given order, no anchors.

Readers of YAML 1.1 and of 1.2 return every text as it was: what either would take for something else (`yes`, `1.0`,
`2026-02-28`) is quoted. Data that a program writes again and again quotes more texts than it must, and never breaks a
line; what a person is to go on with is written as by hand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from wizard.model.answers import has_items, has_keys

# What YAML does not allow, what ends a line in YAML 1.1, and what turns the direction of text. These patterns cost
# milliseconds to compile and are needed for few texts: `re` does it when they are first used, and keeps them.
_HARMFUL = "[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
_QUOTED = r'["\\\n\t]|' + _HARMFUL
_PLAIN = re.compile(r"(?:[A-Za-z_/(]|[^\0-\xbf])(?:[!-+\-./0-9;-Z\\^-z|~]++|[^\0-\x7f]++|:(?! |\Z)| (?!#|\Z))*+")
_PLAIN_BY_HAND = re.compile(r"(?:[A-Za-z_/(]|[^\0-\xbf])(?:[!-9;-~]++|[^\0-\x7f]++|:(?! |\Z)| (?!#|\Z))*+")
_WIDTH: Final = 110
"""Columns up to which a text of one line stays on it where YAML is written as by hand."""
_RESERVED_WORDS = frozenset("null true false yes no on off y n".split())
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0", "\x1b": "\\e"}


_Scalar: TypeAlias = Callable[[object, int], str]
"""From a scalar, and the columns that its block is indented by, to its text."""


def write_yaml(value: object) -> str:
    """Return mappings, lists, texts, numbers, booleans and None as a YAML document; raise TypeError for others."""
    return "".join(_lines(value, 0, "", _scalar)).removeprefix("\n")


def write_yaml_as_by_hand(value: object) -> str:
    """Do as `write_yaml`, with as few quotes as a person needs, and with long texts folded."""
    return "".join(_lines(value, 0, "", _scalar_by_hand)).removeprefix("\n")


def _lines(value: object, indent: int, lead: str, scalar: _Scalar) -> Iterator[str]:
    """Yield the lines of a value after a `key:` or `-`; `lead` is the space that separates a scalar from it."""
    if has_keys(value) and value:
        yield from _mapping_lines(value, indent, scalar)
    elif has_items(value) and value:
        yield from _item_lines(value, indent, scalar)
    else:
        yield f"{lead}{scalar(value, indent)}\n"


def _mapping_lines(pairs: Mapping[object, object], indent: int, scalar: _Scalar) -> Iterator[str]:
    margin = " " * indent
    yield "\n"
    for key, value in pairs.items():
        yield f"{margin}{_key(str(key))}:"
        yield from _lines(value, indent + 2, " ", scalar)


def _item_lines(items: Sequence[object], indent: int, scalar: _Scalar) -> Iterator[str]:
    margin = " " * indent
    yield "\n"
    for item in items:
        yield f"{margin}-"
        inner = "".join(_lines(item, indent + 2, " ", scalar))
        # The first key of an item stands behind its dash.
        yield f" {inner[indent + 3 :]}" if inner.startswith("\n") else inner


def _scalar_by_hand(value: object, indent: int) -> str:
    if not isinstance(value, str) or "\n" in value or "\t" in value or not _is_harmless(value):
        return _scalar(value, indent)
    if indent + len(value) > _WIDTH and not value.startswith(" ") and not value.endswith(" "):
        folded = _folded(value, indent)
        if "\n" in folded:
            return f">-\n{folded}"
    if value[:1] < "\u2000" and _PLAIN_BY_HAND.fullmatch(value) and value.lower() not in _RESERVED_WORDS:
        return value
    return _line(value) if '"' in value or "\\" in value else f'"{value}"'


def _folded(text: str, indent: int) -> str:
    """Return a text as the lines of a folded block (YAML 1.2.2, section 8.1.3): each break stands for one space."""
    margin = " " * max(indent, 2)
    lines: list[str] = []
    for word in re.split(r"(?<! ) (?! )", text):
        if lines and len(lines[-1]) + 1 + len(word) <= _WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(f"{margin}{word}")
    return "\n".join(lines)


def _scalar(value: object, indent: int) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _float(value)
        case str():
            return _block(value, indent) if _fits_a_block(value) else _line(value)
        case _ if has_keys(value):
            return "{}"
        case _ if has_items(value):
            return "[]"
        case _:
            raise TypeError(f"{type(value).__name__} cannot be written as YAML")


def _float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    written = repr(value)
    # YAML 1.1 reads 1e+16 as a text: it wants the point.
    return written if "." in written else written.replace("e", ".0e")


@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    return _line(text)


def _line(text: str) -> str:
    """Return a text on one line: plain where no reader can mistake it, else quoted."""
    if "\n" in text or "\t" in text or not _is_harmless(text):
        return '"' + re.sub(_QUOTED, _escape, text) + '"'
    if text[:1] < "\u2000" and _PLAIN.fullmatch(text) and text.lower() not in _RESERVED_WORDS:
        return text
    return "'" + text.replace("'", "''") + "'"


def _is_harmless(text: str) -> bool:
    """Whether nothing in the text must be escaped besides tabs, line ends and quotes."""
    # What is printable is harmless, and found much faster than by a search.
    return text.replace("\n", "").replace("\t", "").isprintable() or re.search(_HARMFUL, text) is None


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if 0xD800 <= code < 0xE000:
        return "\\uFFFD"
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}"


def _fits_a_block(text: str) -> bool:
    return "\n" in text and bool(text.strip("\n \t")) and _is_harmless(text)


def _block(text: str, indent: int) -> str:
    """Return a text of several lines as a literal block (YAML 1.2.2, section 8.1.2), chomped to keep its line ends."""
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    keep = "-" if ends == 0 else "" if ends == 1 else "+"
    depth = max(indent, 2)
    # Without a number a reader takes the first line's blanks for indentation.
    width = "2" if body[0] in " \t\n" else ""
    margin = " " * depth
    lines = [f"{margin}{line}" if line else "" for line in body.split("\n")]
    return "\n".join([f"|{width}{keep}", *lines]) + "\n" * max(0, ends - 1)
