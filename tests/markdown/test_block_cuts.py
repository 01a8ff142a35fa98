from __future__ import annotations

import random
import re

import pytest
from markdown_it.token import Token

from screens.preview.markdown.inline import parser
from tests.support.markdown_lines import LINES
from wizard.markdown.block_cuts import find_cuts, split_units
from wizard.markdown.block_runs import BlockReader
from wizard.markdown.syntax import BLOCK_EDGE


def _leaves(tokens: list[Token]) -> list[tuple[tuple[str, ...], str, str]]:
    """What the blocks hold, and what they stand in; two lists that follow each other count as one."""
    around: list[str] = []
    leaves: list[tuple[tuple[str, ...], str, str]] = []
    for token in tokens:
        if token.nesting > 0:
            around.append(token.type)
        elif token.nesting < 0:
            around.pop()
        else:
            leaves.append((tuple(around), token.type, token.content))
    return leaves


def _parsed(text: str) -> list[tuple[tuple[str, ...], str, str]]:
    tokens: list[Token] = []
    parser().block.parse(text, parser(), {}, tokens)
    return _leaves(tokens)


def _documents(seed: int, count: int) -> list[str]:
    chance = random.Random(seed)
    documents: list[str] = []
    for _ in range(count):
        lines: list[str] = []
        for _ in range(chance.randint(2, 12)):
            lines += [chance.choice(LINES), *([""] if chance.random() < 0.35 else [])]
        documents.append("\n".join(lines) + "\n")
    return documents


@pytest.mark.parametrize("seed", range(4))
def test_units_are_read_as_the_whole_document_is(seed: int) -> None:
    for document in _documents(seed, 500):
        parts = list(split_units(document, False))

        assert "".join(parts) == document
        assert [leaf for part in parts for leaf in _parsed(part)] == _parsed(document), document


def test_no_run_of_blocks_goes_on_over_a_cut_at_an_edge() -> None:
    for document in (f"\n{each}" for each in _documents(4, 500)):
        starts = {0}
        for run in BlockReader().runs_of(document):
            starts.add(max(starts) + len(run.text))
        edges = {found.start() for found in re.finditer(BLOCK_EDGE, document)}

        assert edges & set(find_cuts(document, False)) <= starts, document


def test_blocks_and_items_are_units() -> None:
    text = "# A\n\ntext\nmore\n\n- one\n  two\n- three\n\n- four\n\n> five\n"

    assert list(split_units(text, True)) == [
        "# A\n\n",
        "text\nmore\n\n",
        "- one\n  two\n",
        "- three\n\n",
        "- four\n\n",
        "> five\n",
    ]


def test_an_item_whose_number_does_not_say_what_it_counts_as_is_no_unit() -> None:
    assert list(split_units("1. a\n2. b\n2. c\n4. d\n", True)) == ["1. a\n", "2. b\n2. c\n", "4. d\n"]


def test_nothing_in_a_fence_or_a_comment_is_a_unit() -> None:
    text = "```\n\n# a\n\n- b\n```\n\n<!--\n\n# c\n-->\n"

    assert list(split_units(text, True)) == ["```\n\n# a\n\n- b\n```\n\n", "<!--\n\n# c\n-->\n"]


def test_an_own_tag_is_a_unit() -> None:
    assert list(split_units("<a_b>\n> x\n</a_b>\ny\n", True)) == ["<a_b>\n", "> x\n", "</a_b>\n", "y\n"]


def test_front_matter_is_a_unit_only_at_the_start() -> None:
    assert list(split_units("---\na: 1\n\nb: 2\n---\n# x\n", True)) == ["---\na: 1\n\nb: 2\n---\n", "# x\n"]
    assert list(split_units("---\na: 1\n", True)) == ["---\na: 1\n"]


def test_a_long_document_has_many_units() -> None:
    section = "## S\n\n- [ ] a\n- [x] b\n\ntext\n\n```\ncode\n```\n\n"

    assert len(list(split_units(section * 100, True))) == 500
