"""The widths of a table's columns: each gets what it holds, and no word is broken while another has room to give.

Phase (20, 58) · Owner (8, 17) · Due (10, 10), 60 cells  ->  33 · 17 · 10
"""

from __future__ import annotations

from collections.abc import Sequence


def share_cells(space: int, *needs: Sequence[int]) -> list[int] | None:
    """Return the widths of columns that share so many cells.

    `needs` are widths for every column, the most pressing first: those that all columns have before anything else is
    considered, then wider ones. The narrowest column grows first, so that the longest texts wrap. None when there is
    not enough for the first.
    """
    first, *others = needs
    widths = list(first)
    if sum(widths) > space:
        return None
    for wanted in others:
        _grow(widths, wanted, space - sum(widths))
    return widths


def _grow(widths: list[int], wanted: Sequence[int], left: int) -> None:
    """Widen columns up to what each wants, the narrowest first, as far as the cells that are left go."""
    while left > 0:
        growing = [column for column, width in enumerate(widths) if width < wanted[column]]
        if not growing:
            return
        narrowest = min(widths[column] for column in growing)
        for column in [column for column in growing if widths[column] == narrowest][:left]:
            widths[column] += 1
            left -= 1
