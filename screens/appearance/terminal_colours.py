"""Colours for a terminal that shows few of them, or none.

strip of a widget, in any colours  →  the same strip in colours that the terminal has

Rich picks the nearest colour by lightness or by a cube of six steps, in which our desk, paper and mark are one black.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from screens.appearance.theme import READABLE, VISIBLE, contrast

_Numbered: TypeAlias = "tuple[int, int, int, int]"
"""`(number, red, green, blue)`."""
_CUBE = (0, 95, 135, 175, 215, 255)
_PALETTE_256 = (
    *((16 + 36 * r + 6 * g + b, _CUBE[r], _CUBE[g], _CUBE[b]) for r in range(6) for g in range(6) for b in range(6)),
    *((232 + step, 8 + 10 * step, 8 + 10 * step, 8 + 10 * step) for step in range(24)),
)
"""Xterm's cube and greys; the first 16 are the user's own."""
_GREYS = ((0, 0, 0, 0), (7, 192, 192, 192), (15, 255, 255, 255))
_PALETTE_16 = (
    *_GREYS,
    *((1, 128, 0, 0), (2, 0, 128, 0), (3, 128, 128, 0), (4, 0, 0, 128), (5, 128, 0, 128), (6, 0, 128, 128)),
    *((9, 255, 0, 0), (10, 0, 255, 0), (11, 255, 255, 0), (12, 0, 0, 255), (13, 255, 0, 255), (14, 0, 255, 255)),
)
"""Without 8, the bright black, which many terminals show as their background."""
_IS_GREY = 40
"""The most by which the parts of a grey differ."""


class NoColours(LineFilter):
    """Leaves the terminal's own colours; what is bold, reverse or underlined stays."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(text, None if style is None else style.without_color, control) for text, style, control in segments
        ]


class Palette256(LineFilter):
    """Shows each colour as the nearest of the 240 that are the same in every terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, None if style is None else _in_256(style), control) for text, style, control in segments]


class Palette16(LineFilter):
    """Shows each colour as one of the first 16, text in one that can be read on its ground."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, None if style is None else _in_16(style), control) for text, style, control in segments]


@lru_cache(4096)
def _in_256(style: Style) -> Style:
    ink, ground = style.color, style.bgcolor
    below = None if ground is None or ground.triplet is None else _nearest(ground.triplet, _PALETTE_256)
    if below is not None:
        style += Style(bgcolor=RichColor.from_ansi(below[0]))
    if ink is None or ink.triplet is None:
        return style
    above = _nearest(ink.triplet, _PALETTE_256)
    if below is not None and ground is not None and ground.triplet is not None:
        had = contrast(Color(*ink.triplet), Color(*ground.triplet))
        least = READABLE if had >= READABLE else VISIBLE if had >= VISIBLE else 0
        if contrast(Color(*above[1:]), Color(*below[1:])) < least:
            above = _nearest(ink.triplet, _with_contrast(_PALETTE_256, below, least))
    return style + Style(color=RichColor.from_ansi(above[0]))


@lru_cache(4096)
def _in_16(style: Style) -> Style:
    ground = style.bgcolor
    if style.color is None or style.color.triplet is None or ground is None or ground.triplet is None:
        return style
    below = _nearest(ground.triplet, _PALETTE_16)
    readable = _with_contrast(_PALETTE_16, below, READABLE)
    greys = [each for each in readable if each in _GREYS]
    is_grey = max(style.color.triplet) - min(style.color.triplet) < _IS_GREY
    ink = _nearest(style.color.triplet, greys if is_grey else readable)
    return style + Style(color=RichColor.from_ansi(ink[0]), bgcolor=RichColor.from_ansi(below[0]))


def _with_contrast(palette: Sequence[_Numbered], ground: _Numbered, least: float) -> list[_Numbered]:
    return [each for each in palette if contrast(Color(*each[1:]), Color(*ground[1:])) >= least]


def _nearest(colour: tuple[int, int, int], palette: Sequence[_Numbered]) -> _Numbered:
    """Return the colour with the least difference, also in how far it is from a grey: a tint has to stay one."""
    red, green, blue = colour
    chroma = max(colour) - min(colour)

    def distance(each: _Numbered) -> int:
        parts = (each[1] - red) ** 2 + (each[2] - green) ** 2 + (each[3] - blue) ** 2
        return parts + (max(each[1:]) - min(each[1:]) - chroma) ** 2

    return min(palette, key=distance)
