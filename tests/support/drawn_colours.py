"""The colours of a screen as they are drawn: each cell's text on its ground, and their contrast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from rich.color import Color as RichColor
from rich.segment import Segment
from textual.app import App
from textual.color import Color

from screens.appearance.theme import READABLE, VISIBLE, contrast
from tests.support.screen_text import strips_of

SIGNS = frozenset("▎✓·○!–●☐☑▣☒•◦━╸─+−~▌›⋯╌▁▂▃▄▅▆▇█▔▕▏▍▋▊▉┃│╺")
"""Signs and bars, which need a contrast of 3."""

ORNAMENTS = frozenset("─╌━")
"""Rules below headings and between the rows of a table, in the colour `$rule`; the headings are bold anyway."""


class Pair(NamedTuple):
    """Text on a ground."""

    text: str
    ink: str
    ground: str
    contrast: float

    @property
    def wanted(self) -> float:
        """The contrast that it needs."""
        return VISIBLE if set(self.text) <= SIGNS else READABLE


Cell: TypeAlias = "tuple[str, str, str, bool, bool, bool, bool]"
"""A character, its ink (a blank has none) and its ground, and whether it is bold, italic, underlined, dim."""


def unreadable(app: App[Any]) -> list[Pair]:
    """What is in sight without the contrast that it needs."""
    return sorted({pair for pair in pairs_of(app) if pair.contrast < pair.wanted})


def cells_of(app: App[Any]) -> list[Cell]:
    """Every cell of the terminal: its character, colours and weight."""
    return [
        (character, "" if character == " " else ink, ground, *_weight(segment))
        for strip in strips_of(app)
        for segment in strip
        for ink, ground in (_colours(segment),)
        for character in segment.text
    ]


def pairs_of(app: App[Any]) -> Iterator[Pair]:
    """Every text on its ground that is in sight, signs apart from words, without ornaments."""
    rule = app.theme_variables["rule"].lower()
    for strip in strips_of(app):
        for segment in strip:
            ink, ground = _colours(segment)
            ratio = contrast(Color.parse(ink), Color.parse(ground)) if ink and ground else 0.0
            for word in segment.text.split():
                is_ornament = set(word) <= ORNAMENTS and ink == rule
                if not is_ornament:
                    yield Pair(word, ink, ground, ratio)


def _colours(segment: Segment) -> tuple[str, str]:
    style = segment.style
    if style is None:
        return "", ""
    colours = _hex(style.color), _hex(style.bgcolor)
    return (colours[1], colours[0]) if style.reverse else colours


def _hex(colour: RichColor | None) -> str:
    return "" if colour is None or colour.triplet is None else colour.triplet.hex.lower()


def _weight(segment: Segment) -> tuple[bool, bool, bool, bool]:
    style = segment.style
    if style is None:
        return False, False, False, False
    return bool(style.bold), bool(style.italic), bool(style.underline), bool(style.dim)
