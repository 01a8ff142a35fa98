"""A block of a plan that is too long to be drawn as Markdown while keys wait."""

from __future__ import annotations

from screens.appearance.glyphs import terminal_glyphs
from screens.preview.markdown.block_source import BlockSource
from screens.preview.renderers import RENDERED, SOURCE
from wizard.limits import MAX_RENDERED_BLOCK_CHARACTERS

LINE = "some *words* in a line\n"


def test_a_paragraph_over_the_limit_is_drawn_as_its_source() -> None:
    page = BlockSource(LINE * (MAX_RENDERED_BLOCK_CHARACTERS // len(LINE) + 1), (), terminal_glyphs())

    assert RENDERED.draw(page, 60) == SOURCE.draw(page, 60)


def test_a_paragraph_below_it_is_drawn_as_markdown() -> None:
    page = BlockSource(LINE * 10, (), terminal_glyphs())

    assert RENDERED.draw(page, 60) != SOURCE.draw(page, 60)
