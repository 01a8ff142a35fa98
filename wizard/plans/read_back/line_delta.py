"""A text as what it has otherwise than another one, in so few characters that a draft can remember it.

the text that was rendered last, a plan's file → what to take of the one, and what the file has between; and back
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

import msgspec

from wizard.limits import MAX_READ_DELTA_CHARACTERS
from wizard.plans.merge.base_text import DamagedBaseError, read_base, write_base
from wizard.plans.merge.line_matching import find_matches

NO_DELTA: Final = ""

Part: TypeAlias = "str | tuple[int, int]"
"""A line that only the text has, or where a stretch that both have begins in the other one, and its length."""


def write_delta(base: str, text: str) -> str:
    """Return what makes a text of another one; NO_DELTA if that is too long to be remembered."""
    parts = tuple(_parts(base.split("\n"), text.split("\n")))
    written = write_base(msgspec.json.encode(parts).decode()).replace("\n", "")
    return written if len(written) <= MAX_READ_DELTA_CHARACTERS else NO_DELTA


def apply_delta(base: str, delta: str) -> str | None:
    """Return the text that `write_delta` was given with the same base; None if it cannot be had any more.

    With another base it is another text: whoever has its digest compares that.
    """
    try:
        parts = msgspec.json.decode(read_base(delta), type=tuple[str | tuple[int, int], ...])
    except (DamagedBaseError, msgspec.DecodeError):
        return None
    before, lines = base.split("\n"), list[str]()
    for part in parts:
        lines += (part,) if isinstance(part, str) else before[part[0] : part[0] + part[1]]
    return "\n".join(lines)


def _parts(base: Sequence[str], lines: Sequence[str]) -> Iterator[Part]:
    at = 0
    for start, begin, length in (*find_matches(base, lines), (len(base), len(lines), 0)):
        yield from lines[at:begin]
        if length:
            yield start, length
        at = begin + length
