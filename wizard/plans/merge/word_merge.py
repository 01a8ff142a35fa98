r"""Merging of one logical line that both sides have changed: word by word, or cell by cell.

base "Ship in 3 weeks.", yours "Ship in 5 weeks.", file "We ship\nin 3 weeks." → "We ship\nin 5 weeks."

Words that only one side has changed are taken from it. What stands between words is layout: where both sides have the
same words it stays as the file has it. Changes that touch, without a word or the end of a sentence between them, are
changes of the same words, and so is everything between two changes of one side that are larger than what is between.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from wizard.plans.merge.line_matching import find_matches
from wizard.plans.merge.logical_lines import LogicalLine, read_logical_lines, split_cells
from wizard.plans.merge.word_tokens import Word, split_words

# What a line of prose begins with: its indentation and marks of quotes; the marker of an item (CommonMark 0.31 §5.2)
# and its box (GFM 0.29 §5.3), or the marks of a heading (§4.2) and a number in it.
_START: Final = re.compile(
    r"([ \t]*(?:>[ \t]*)*)"
    r"(?:([-*+]|\d{1,9}(?=[.)]))([.)]?)([ \t]+)(?:\[([ xX])\]([ \t]+))?"
    r"|(\#{1,6})([ \t]+)(?:(\d+(?:\.\d+)*[.)])([ \t]+))?)?"
)
_HASHES, _TITLE_NUMBER, _BOX = 6, 8, 4
_MUST_AGREE: Final = (_BOX, _HASHES, _TITLE_NUMBER)
"""Parts of the beginning that are a conflict if both change them; all others are layout."""
_SENTENCE_END: Final = re.compile(r"[.!?:;…。]")
_WORDY: Final = re.compile(r"\w")


def merge_logical_line(base: LogicalLine, yours: LogicalLine, file: LogicalLine) -> tuple[str, ...] | None:
    """Return the lines with the changes of both sides, or None if both have changed the same words."""
    if not base.kind == yours.kind == file.kind or base.kind not in ("text", "row"):
        return None
    if base.kind == "row":
        merged = _merge_rows(base.text, yours.text, file.text)
    else:
        merged = _merge_prose(base.text, yours.text, file.text)
    if merged is None:
        return None
    lines = tuple(merged.split("\n"))
    # Words of two sides could make a block of another kind, such as an item at the beginning of a line.
    read = read_logical_lines(lines)
    return lines if len(read) == 1 and read[0].kind == base.kind else None


def _merge_prose(base: str, yours: str, file: str) -> str | None:
    before, mine, theirs = _Prose.read(base), _Prose.read(yours), _Prose.read(file)
    start = tuple(map(_choose, before.start, mine.start, theirs.start))
    for index in _MUST_AGREE:
        if mine.start[index] != before.start[index] != theirs.start[index] != mine.start[index]:
            return None
    words = _merge_words(before.words, mine.words, theirs.words, _is_apart)
    if words is None:
        return None
    box = f"[{start[_BOX]}]" if start[_BOX] else ""
    end = _choose(before.end, mine.end, theirs.end)
    return "".join((*start[:_BOX], box, *start[_BOX + 1 :], _join(words), end))


class _Prose(Struct, frozen=True):
    """A paragraph, an item or a heading."""

    start: tuple[str, ...]
    """The groups of `_START`."""
    words: tuple[Word, ...]
    end: str
    """The blanks behind the last word."""

    @classmethod
    def read(cls, text: str) -> _Prose:
        found = _START.match(text)
        assert found is not None  # every part of it may be empty
        rest = text[found.end() :]
        return cls(found.groups(default=""), split_words(rest), rest[len(rest.rstrip()) :])


def _join(words: Sequence[Word]) -> str:
    return "".join(word.before + word.text for word in words)


def _choose(base: str, yours: str, file: str) -> str:
    """Return what one side has changed; what both have, as the file has it."""
    return yours if file == base else file


# ------------------------------------------------------------------------------------------------------------- tables


def _merge_rows(base: str, yours: str, file: str) -> str | None:
    rows = [split_cells(row) for row in (base, yours, file)]
    if len({len(cells) for cells in rows}) > 1:
        cells = _merge_words(_cell_words(rows[0]), _cell_words(rows[1]), _cell_words(rows[2]), _are_cells_apart)
        return None if cells is None else _join(cells) + _row_end(yours, file)
    merged: list[str] = []
    for before, mine, theirs in zip(*rows, strict=True):
        content = _merge_cell(before.strip(), mine.strip(), theirs.strip())
        if content is None:
            return None
        merged.append(_fit(content, mine if theirs == before else theirs))
    indent = file[: len(file) - len(file.lstrip())]
    return "".join((indent, *(f"|{cell}" for cell in merged), "|" if file.rstrip().endswith("|") else ""))


def _cell_words(cells: Sequence[str]) -> tuple[Word, ...]:
    return tuple(Word(cell.strip(), "| " if not index else " | ", index) for index, cell in enumerate(cells))


def _are_cells_apart(base: Sequence[Word], end: int, start: int) -> bool:
    return True


def _row_end(yours: str, file: str) -> str:
    return " |" if yours.rstrip().endswith("|") or file.rstrip().endswith("|") else ""


def _merge_cell(base: str, yours: str, file: str) -> str | None:
    if yours in (file, base):
        return file
    if file == base:
        return yours
    words = _merge_words(split_words(base), split_words(yours), split_words(file), _is_apart)
    return None if words is None else _join(words)


def _fit(content: str, cell: str) -> str:
    """Return a cell with another content, as wide as it is if there is room, and on the same side."""
    left = cell[: len(cell) - len(cell.lstrip())] if cell.strip() else cell[:1]
    right = cell[len(cell.rstrip()) :] if cell.strip() else cell[1:]
    more = len(cell) - len(left) - len(right) - len(content)
    if not more:
        return f"{left}{content}{right}"
    is_at_right = len(left) > 1 >= len(right)
    if is_at_right:
        return f"{' ' * max(len(left) + more, 1)}{content}{right}"
    return f"{left}{content}{' ' * max(len(right) + more, min(len(right), 1))}"


# -------------------------------------------------------------------------------------------------------------- words


class _WordEdit(Struct, frozen=True):
    """Words `start` to `end` of the base, which one side has replaced."""

    start: int
    end: int
    words: tuple[Word, ...]

    @property
    def size(self) -> int:
        return max(self.end - self.start, len(self.words))

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(word.text for word in self.words)


IsApart = Callable[[Sequence[Word], int, int], bool]


def _merge_words(
    base: Sequence[Word], yours: Sequence[Word], file: Sequence[Word], is_apart: IsApart
) -> list[Word] | None:
    """Return the merged words, or None; `is_apart` says whether edits that end and begin at words of the base are."""
    mine, my_before = _read_side(base, yours)
    theirs, their_before = _read_side(base, file)
    if mine and theirs and (_is_rewritten(base, mine) or _is_rewritten(base, theirs)):
        return None
    merged: list[Word] = []
    at = 0
    for edit in _interleave(base, mine, theirs, is_apart):
        if edit is None:
            return None
        merged += _unchanged(base, at, edit.start, my_before, their_before)
        merged += edit.words
        if edit.words and edit.start < edit.end and edit.words[0].before == base[edit.start].before:
            # The layout of the other side stays in front of what is replaced.
            before = _choose(base[edit.start].before, my_before[edit.start], their_before[edit.start])
            merged[-len(edit.words)] = replace(edit.words[0], before=before)
        at = edit.end
    return [*merged, *_unchanged(base, at, len(base), my_before, their_before)]


def _is_rewritten(base: Sequence[Word], edits: Sequence[_WordEdit]) -> bool:
    """Whether a side has kept less than half of the words; nobody can say what a change of the other side is then."""
    gone = sum(_is_wordy(word) for edit in edits for word in base[edit.start : edit.end])
    return 2 * gone > sum(map(_is_wordy, base))


def _is_wordy(word: Word) -> bool:
    return _WORDY.search(word.text) is not None


def _unchanged(base: Sequence[Word], start: int, end: int, yours: Sequence[str], file: Sequence[str]) -> Iterator[Word]:
    for index in range(start, end):
        yield replace(base[index], before=_choose(base[index].before, yours[index], file[index]))


def _read_side(base: Sequence[Word], side: Sequence[Word]) -> tuple[list[_WordEdit], list[str]]:
    """Return what a side has changed, and what it has before each word of the base that it has kept."""
    before = [word.before for word in base]
    edits: list[_WordEdit] = []
    at_base = at_side = 0
    matches = find_matches([word.text for word in base], [word.text for word in side])
    for start, begin, length in (*matches, (len(base), len(side), 0)):
        if start > at_base or begin > at_side:
            edit = _WordEdit(at_base, start, tuple(side[at_side:begin]))
            gap = edit.start - edits[-1].end if edits else 0
            if edits and gap <= min(edit.size, edits[-1].size):
                last = edits.pop()
                between = side[at_side - gap : at_side]
                edit = _WordEdit(last.start, edit.end, (*last.words, *between, *edit.words))
            edits.append(edit)
        for index in range(length):
            before[start + index] = side[begin + index].before
        at_base, at_side = start + length, begin + length
    return edits, before


def _interleave(
    base: Sequence[Word], yours: list[_WordEdit], file: list[_WordEdit], is_apart: IsApart
) -> Iterator[_WordEdit | None]:
    """Yield the edits of both sides in order, None where they are edits of the same words."""
    both = [(edit.start, edit.end, side, edit) for side, edits in enumerate((yours, file)) for edit in edits]
    last: tuple[_WordEdit, int] | None = None
    for *_, side, edit in sorted(both, key=itemgetter(0, 1, 2)):
        if last is not None and side != last[1]:
            other = last[0]
            if (edit.start, edit.end, edit.texts) == (other.start, other.end, other.texts):
                continue
            if edit.start < other.end or edit.start == other.start or not is_apart(base, other.end, edit.start):
                yield None
                return
        yield edit
        last = edit, side


def _is_apart(base: Sequence[Word], end: int, start: int) -> bool:
    """Whether a word, the end of a sentence or that of a line stands between words `end` and `start` of the base."""
    if any(map(_is_wordy, base[end:start])):
        return True
    places = range(max(end, 1), min(start, len(base) - 1) + 1)
    if any("\n" in base[place].before for place in places):
        return True
    return any(_SENTENCE_END.search(word.text[-1:]) for word in base[max(end - 1, 0) : start])
