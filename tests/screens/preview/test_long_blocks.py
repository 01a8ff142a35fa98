"""Blocks of a plan that are too long to be drawn while keys wait."""

from __future__ import annotations

import random

import pytest

from screens.appearance.glyphs import UNICODE
from screens.preview.document import Document, DrawingMode
from screens.preview.markdown.block_source import BlockSource
from screens.preview.markdown.drawn_lines import DrawnLine
from screens.preview.markdown.long_blocks import split_long_block
from screens.preview.renderers import RENDERED, SOURCE
from tests.support.drawn_markdown import drawn, lines_of, paper_of, pieces, rows_of, text_of
from wizard.limits import MAX_RENDERED_BLOCK_CHARACTERS, MAX_SOURCE_PART_CHARACTERS

LINE = "some *words* in a line\n"
KINDS = {
    "lines": LINE,
    "one line": "some *words* in a line ",
    "one word": "x",
    "wide characters": "漢字かな",
    "characters of several code points": "👩‍👩‍👧",
    "comments": "<!-- ",
    "line ends of two characters": "some words\r\n",
}


def _long(unit: str, size: int = 2_000_000) -> str:
    return unit * (size // len(unit)) + "\n"


def _is_shown_as_source(text: str) -> bool:
    paper = paper_of(text)
    return any("*words*" in text_of(line.runs) for line in paper.lines(0))


def test_a_paragraph_over_the_limit_is_drawn_as_its_source() -> None:
    assert _is_shown_as_source(LINE * (MAX_RENDERED_BLOCK_CHARACTERS // len(LINE) + 1))
    assert not _is_shown_as_source(LINE * (MAX_RENDERED_BLOCK_CHARACTERS // len(LINE)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", [RENDERED, SOURCE])
def test_of_a_paragraph_of_megabytes_only_what_is_in_sight_is_drawn(kind: str, mode: DrawingMode) -> None:
    drawn_characters = 0

    def draw(page: BlockSource, width: int) -> list[DrawnLine]:
        nonlocal drawn_characters
        drawn_characters += len(page.text)
        return mode.draw(page, width)

    paper = Document(mode._replace(draw=draw), UNICODE)
    for width in (80, 60):
        paper.resize(width)
        paper.update(pieces(_long(KINDS[kind])))
        paper.make_exact(0, 40)
    paper.row_of(paper.length - 2)

    assert drawn_characters <= 12 * MAX_SOURCE_PART_CHARACTERS


@pytest.mark.parametrize("kind", KINDS)
def test_the_parts_of_a_block_are_the_block(kind: str) -> None:
    block = _long(KINDS[kind], 50_000)

    parts = [part.text for part in split_long_block(block)]

    assert "".join(parts) == block
    assert max(map(len, parts)) <= MAX_SOURCE_PART_CHARACTERS
    assert not any(part.endswith(("\u200d", "\r")) for part in parts)


def test_what_is_open_at_the_end_of_a_part_is_open_in_the_next_one() -> None:
    code = "```\n" + "*code*\n" * 6_000 + "```\n"
    comment = "text\n<!--\n" + "*hidden*\n" * 6_000 + "-->\n*shown*\n"

    inks = {run.look for line in lines_of(paper_of(code)) for run in line.runs}
    hidden = {run.look.tone for line in lines_of(paper_of(comment)) for run in line.runs if "hidden" in run.text}

    assert all(look.on_panel for look in inks)
    assert hidden == {"faint"}


def test_a_line_goes_on_under_the_text_of_its_item() -> None:
    rows = drawn("- " + "some words " * 4_000, 40)

    assert rows[0].startswith("- some")
    assert all(row.startswith(("  some", "  words")) for row in rows[1:])


@pytest.mark.parametrize("seed", range(3))
def test_a_long_block_that_changes_is_drawn_as_if_it_had_always_been_so(seed: int) -> None:
    chance = random.Random(seed)
    paper = Document(RENDERED, UNICODE)
    paper.resize(60)
    text = "# A\n\n" + LINE * 1_500 + "\n" + "word " * 7_000 + "\n\nend\n"
    paper.update(pieces(text))
    for _ in range(6):
        at, size = chance.randrange(len(text)), chance.choice([0, 1, 30, 20_000])
        text = text[:at] + chance.choice(["", "x", "\n\n", "\n```\n", LINE * 900, "<!--"]) + text[at + size :]
        paper.update(pieces(text))

        afresh = paper_of(text, 60)
        assert rows_of(paper) == rows_of(afresh)
        assert paper.height == afresh.height
