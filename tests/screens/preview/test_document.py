from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, strategies as st

from screens.appearance.common_text import common_end, common_start
from screens.appearance.glyphs import UNICODE
from screens.preview.document import Document, RowPosition, UnitText
from screens.preview.document_diff import Change, find_text_change
from screens.preview.fenwick import FenwickTree
from screens.preview.markdown.block_source import BlockSource
from screens.preview.markdown.source_positions import normalize_line_ends
from screens.preview.markdown.table_units import TableUnit
from screens.preview.renderers import RENDERED, SOURCE, Tables
from tests.support.drawn_markdown import drawn, lines_of, open_piece, paper_of, pieces, rows_of, text_of
from tests.support.markdown_lines import LINES
from wizard.markdown.block_cuts import split_units
from wizard.render.rendered_segment import RenderedSegment


def _edited(chance: random.Random, lines: list[str]) -> list[str]:
    at = chance.randrange(len(lines) + 1)
    match chance.randrange(4):
        case 0:
            return [*lines[:at], chance.choice((*LINES, "", "---", "[r] x")), *lines[at:]]
        case 1:
            return [*lines[:at], *lines[at + 1 :]]
        case 2:
            return [*lines[:at], *lines[at + chance.randrange(5) :]]
        case _:
            return [*lines[:at], *[f"{line}x" for line in lines[at : at + 1]], *lines[at + 1 :]]


def _as_pieces(lines: list[str], old: tuple[RenderedSegment, ...]) -> tuple[RenderedSegment, ...]:
    """Every two lines a piece; pieces that are as they were are the same objects."""
    known = {piece.text: piece for piece in old}
    texts = ["".join(f"{line}\n" for line in lines[at : at + 2]) for at in range(0, len(lines), 2)]
    return tuple(known.get(text) or RenderedSegment(text, ()) for text in texts)


def _facts(paper: Document) -> Iterator[tuple[str, int]]:
    for unit in range(paper.count()):
        start, _ = paper.extent(unit)
        for line in paper.lines(unit):
            yield text_of(line.runs), start + line.extent()[0]


@pytest.mark.parametrize("seed", range(6))
def test_a_changed_plan_is_drawn_as_if_it_had_always_been_so(seed: int) -> None:
    chance = random.Random(seed)
    paper, now = Document(RENDERED, UNICODE), ()
    paper.resize(30)
    lines: list[str] = []
    for _ in range(60):
        lines = _edited(chance, lines)
        now = _as_pieces(lines, now)
        paper.update(now)
        if chance.random() < 0.5:
            list(lines_of(paper))

        afresh = Document(RENDERED, UNICODE)
        afresh.resize(30)
        afresh.update(now)
        assert list(_facts(paper)) == list(_facts(afresh)), lines
        assert paper.height == afresh.height


TABLE_LINES = (
    *("| a | b |", "|---|---|", "| c | d |", "| e | 2026-06-01 and some more words |", "| internationalization | x |"),
    *(
        "| [r] | *f* `g` |",
        "| h \\| i | j | k |",
        "| l<br>m | |",
        "|",
        "n | o",
        "",
        "",
        "[r]: /u",
        "text",
        "    code",
        "- | p |",
    ),
    *("| 日本語 | 👨\u200d👩\u200d👧 |", "| q |\r", "# r"),
)
WHOLE_TABLES = RENDERED._replace(cut=lambda text, is_whole: map(UnitText, split_units(text, is_whole)))


@given(st.randoms(use_true_random=False), st.sampled_from([9, 24, 60]))
def test_a_changed_table_is_drawn_as_if_it_had_always_been_so(chance: random.Random, width: int) -> None:
    paper, now = Document(RENDERED, UNICODE), ()
    paper.resize(width)
    lines = ["| a | b |", "|---|---|", *(chance.choice(TABLE_LINES[2:7]) for _ in range(chance.randrange(6)))]
    for _ in range(8):
        now = _as_pieces(lines, now)
        paper.update(now)
        if chance.random() < 0.5:
            list(lines_of(paper))

        for mode in (RENDERED, WHOLE_TABLES):
            afresh = Document(mode, UNICODE)
            afresh.resize(width)
            afresh.update(now)
            assert list(_facts(paper)) == list(_facts(afresh)), lines
            assert paper.height == afresh.height
        at = chance.randrange(len(lines) + 1)
        lines[at : at + chance.randrange(3)] = chance.choices(TABLE_LINES, k=chance.randrange(3))


class _CountedTables(Tables):
    """Counts the rows that the parser reads."""

    def __init__(self) -> None:
        self.count = 0

    def read(self, page: BlockSource) -> TableUnit:
        self.count += 1
        return super().read(page)


def test_a_key_in_a_long_table_reads_one_row() -> None:
    rows = pieces("| Risk | Effect |\n|---|---|\n", *(f"| Risk {number} | late |\n" for number in range(1_000)))
    tables = _CountedTables()
    paper = Document(RENDERED._replace(tables=tables), UNICODE)
    paper.resize(40)
    paper.update(rows)
    paper.make_exact(480, 530)
    read_before = tables.count

    paper.update((*rows[:500], *pieces("| Risk typed | late |\n"), *rows[501:]))
    paper.make_exact(480, 530)

    assert read_before < 60
    assert tables.count == read_before + 1


def test_typing_draws_only_what_it_touches() -> None:
    before = pieces("# A\n\n", "one\n\ntwo\n\n", "three\n\n")
    paper = Document(RENDERED, UNICODE)
    paper.resize(20)
    paper.update(before)
    drawn_before = {text_of(line.runs): line for line in lines_of(paper)}

    paper.update((before[0], *pieces("one\n\ntwo!\n\n"), before[2]))

    drawn_after = {text_of(line.runs): line for line in lines_of(paper)}
    assert drawn_after["two!"].runs[0].start == 0
    assert all(drawn_after[row] is drawn_before[row] for row in ("A", "one", "three"))


def test_a_plan_that_is_the_same_changes_nothing() -> None:
    paper = paper_of("# A\n\ntext\n")

    assert paper.update(pieces("# A\n\n", "text\n")) is None


def test_a_definition_that_comes_or_goes_changes_links_elsewhere() -> None:
    before = pieces("see [a]\n\n", "b\n")
    paper = Document(RENDERED, UNICODE)
    paper.resize(20)
    paper.update(before)
    assert rows_of(paper)[0] == "see [a]"

    paper.update((before[0], *pieces("[a]: /u\n")))
    assert rows_of(paper) == ["see a", "", "[a]: /u"]

    paper.update(before)
    assert rows_of(paper) == ["see [a]", "", "b"]


def test_front_matter_that_is_closed_later_is_front_matter() -> None:
    paper = paper_of("--\na: 1\n\n# b\n", 20)

    paper.update(pieces("---\na: 1\n---\n\n# b\n"))

    assert rows_of(paper) == drawn("---\na: 1\n---\n\n# b\n", 20)


def test_rows_and_characters_lead_to_each_other() -> None:
    text = "# A\n\none two three four\n\n- a\n- b\n"
    paper = paper_of(text, 10)
    list(lines_of(paper))

    for row in range(paper.height):
        spot = paper.position_of_row(row)
        line = paper.lines(spot.unit)[spot.line]
        if not line.is_own_sign():
            assert paper.row_of(paper.offset_of(spot)) == row
    assert rows_of(paper)[paper.row_of(text.index("three"))] == "three four"


def test_rows_below_the_last_one_lead_to_the_end() -> None:
    paper = paper_of("a\n")

    assert paper.position_of_row(5) == RowPosition(1, 4)
    assert paper.row_of(500) == 0


def test_heights_are_estimates_until_a_unit_is_drawn() -> None:
    paper = paper_of("# A\n\n" * 50 + "word " * 60, 20)

    paper.make_exact(0, 10)
    exact = len(rows_of(paper))

    assert paper.height == exact
    paper.resize(19)
    assert rows_of(paper) == drawn("# A\n\n" * 50 + "word " * 60, 19)


def test_the_source_is_the_text_line_by_line() -> None:
    text = "# A\n\n- [x] **b** `c`\n\n```\n  d\n```\n<!-- e\n\nf -->\n"
    paper = Document(SOURCE, UNICODE)
    paper.resize(30)
    paper.update(pieces(text))

    assert rows_of(paper) == [line.rstrip() for line in text.removesuffix("\n").split("\n")]


def test_a_change_names_the_least_text_that_is_drawn_otherwise() -> None:
    assert find_text_change(pieces("abc", "def"), pieces("abXc", "def"), 10) == Change(12, 12, 13)
    assert find_text_change(pieces("abc"), pieces("abc"), 0) is None


def test_a_placeholder_that_becomes_an_answer_of_the_same_text_is_a_change() -> None:
    assert find_text_change((open_piece("a [b] c", "[b]"),), pieces("a [b] c"), 0) == Change(2, 5, 5)


@pytest.mark.parametrize("seed", range(3))
def test_what_two_texts_have_in_common_is_found(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(200):
        one, other = ("".join(chance.choice("ab") for _ in range(chance.randrange(9))) for _ in range(2))
        start, end = common_start(one, other), common_end(one, other)

        assert one[:start] == other[:start] and one[: start + 1] != other[: start + 1] or one == other
        assert one[len(one) - end :] == other[len(other) - end :]


@pytest.mark.parametrize("seed", range(3))
def test_sums_are_those_of_the_sizes(seed: int) -> None:
    chance = random.Random(seed)
    sizes: list[int] = []
    sums = FenwickTree()
    for _ in range(150):
        start = chance.randrange(len(sizes) + 1)
        end = min(start + chance.randrange(3), len(sizes))
        new = [chance.randrange(4) for _ in range(chance.randrange(4))]
        sizes[start:end] = new
        sums.replace(start, end, new)
        if sizes:
            index = chance.randrange(len(sizes))
            sizes[index] = sums[index] + chance.randrange(2)
            sums[index] = sizes[index]

        assert sums.total == sum(sizes)
        assert [sums.before(index) for index in range(len(sizes) + 1)] == [
            sum(sizes[:i]) for i in range(len(sizes) + 1)
        ]
        for place in range(sum(sizes)):
            index, rest = sums.find(place)
            assert sum(sizes[:index]) + rest == place and 0 <= rest < sizes[index]


def test_offsets_go_through_longer_line_ends_and_back() -> None:
    text = "a\r\nb\rc\r\n\r\nd"
    short, ends = normalize_line_ends(text)

    assert short == "a\nb\nc\n\nd"
    for offset, character in enumerate(short):
        if character != "\n":
            assert text[ends.to_original(offset)] == character
            assert ends.to_shorter(ends.to_original(offset)) == offset
