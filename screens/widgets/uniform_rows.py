"""Containers and screens that draw nothing but their ground, whose rows are all the same row."""

from __future__ import annotations

from collections.abc import Callable

from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip


def repeat_row(render: Callable[[Region], list[Strip]], crop: Region) -> list[Strip]:
    """Return the rows of a widget whose rows all look the same, rendered once.

    What lies on it is drawn over it, and Textual renders, cuts and keeps each row of it all the same: 3 kB a row.
    """
    return render(Region(crop.x, 0, crop.width, 1)) * crop.height


class UniformHorizontal(Horizontal):
    """A row of widgets without a border at its top or bottom."""

    def render_lines(self, crop: Region) -> list[Strip]:
        return repeat_row(super().render_lines, crop)


class UniformVertical(Vertical):
    """A column of widgets without a border at its top or bottom."""

    def render_lines(self, crop: Region) -> list[Strip]:
        return repeat_row(super().render_lines, crop)
