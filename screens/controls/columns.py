"""How wide the columns of a table are."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

GAP = 2
_NARROWEST = 5
_WIDEST = 40
"""More than so many cells of one text do not make a column wider."""


class Column(Struct, frozen=True):
    """What is known of a column."""

    least: int
    """The cells of the longest word of its head."""
    most: int
    """The cells of its longest text."""


def widths(columns: Sequence[Column], room: int) -> tuple[int, ...] | None:
    """The cells of every column, all of the room being used; None when their heads do not fit."""
    spare = room - GAP * (len(columns) - 1)
    least = [max(column.least, _NARROWEST) for column in columns]
    if sum(least) > spare:
        return None
    wanted = [max(min(column.most, _WIDEST), start) - start for column, start in zip(columns, least, strict=True)]
    spare -= sum(least)
    given = _dealt(wanted, min(spare, sum(wanted)))
    rest = _dealt([1] * len(columns), spare - sum(given))
    return tuple(start + more + rest for start, more, rest in zip(least, given, rest, strict=True))


def _dealt(shares: Sequence[int], cells: int) -> list[int]:
    """The cells dealt out by share; what rounding leaves goes to the last ones."""
    whole = sum(shares)
    if not whole:
        return [0] * len(shares)
    dealt = [cells * share // whole for share in shares]
    for index in range(cells - sum(dealt)):
        dealt[-1 - index] += 1
    return dealt
