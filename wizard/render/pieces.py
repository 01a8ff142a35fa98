r"""A segment's texts in pieces: the lines that Markdown reads together, such as an item, a row or a paragraph.

    "- ", answer, "\n- [ ] ", answer, "\n\nEnd\n"    ->    ("- ", answer, "\n"), ("- [ ] ", answer, "\n")

Only the pieces that hold an answer are given, without the indentation and the quotes of a row that are not theirs,
and with the mark of a quote in place of a footnote's label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from wizard.markdown.escaping.slot_markers import MARKER
from wizard.markdown.syntax import ATX_MARKER, FOOTNOTE_LABEL, LIST_MARKER

_BEGINNING: Final = re.compile(
    rf"""
    [ \t>]*+ (?: (?P<blank> \n )
             | (?: {LIST_MARKER}[ \t]+ )* (?: (?P<row> \| ) | (?P<heading> {ATX_MARKER} ) | {FOOTNOTE_LABEL} )
             | {LIST_MARKER}[ \t] )
    """,
    re.VERBOSE,
)
_FOOTNOTE: Final = re.compile(rf"([ \t>]*+(?:{LIST_MARKER}[ \t]+)*){FOOTNOTE_LABEL}[ \t]*")
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_BLANKS: Final = re.compile(r"[ \t]*")
_BAR: Final = re.compile(r"(?<!\\)\|")


class _Fragment(Struct, frozen=True):
    """A part of a line: text, or the answer of the part with an index."""

    text: str
    begins_line: bool
    index: int = -1


class AnswerPiece(Struct, frozen=True):
    """A piece with answers: their indexes stand where they stand."""

    content: tuple[str | int, ...]
    is_row: bool

    def cells(self) -> Iterator[AnswerPiece]:
        """Yield the cells of a row that hold answers, each a row of its own: no mark goes on behind the end of one."""
        cell: list[str | int] = []
        for part in self.content:
            if isinstance(part, int):
                cell.append(part)
                continue
            first, *others = _BAR.split(part)
            cell.append(first)
            for text in others:
                yield from _cell(cell)
                cell = [text]
        yield from _cell(cell)


def _cell(content: Sequence[str | int]) -> Iterator[AnswerPiece]:
    if any(isinstance(part, int) for part in content):
        yield AnswerPiece(("|", *(part for part in content if part != ""), "|\n"), is_row=True)


def pieces_with_answers(
    texts: Sequence[str], answers: Mapping[int, str], before: str, after: str
) -> Iterator[AnswerPiece]:
    """Yield the pieces of a segment that hold answers.

    `answers` is `{index of a text: the first line of it}`; `before` and `after` are the Markdown around the segment.
    """
    piece: list[_Fragment] = []
    ends = False
    for fragment in _fragments(texts, answers, before, after):
        found = _BEGINNING.match(fragment.text) if fragment.begins_line and fragment.index < 0 else None
        if fragment.begins_line and (ends or found is not None):
            yield from _finished(piece)
            piece = []
            ends = found is not None and bool(found["row"] or found["heading"] or found["blank"] is not None)
        piece.append(fragment)
    yield from _finished(piece)


def _fragments(texts: Sequence[str], answers: Mapping[int, str], before: str, after: str) -> Iterator[_Fragment]:
    before, after = MARKER.sub("word", before), MARKER.sub("word", after)
    begins = True
    for index, text in enumerate((before, *texts, after), start=-1):
        at = 0
        if index in answers:
            yield _Fragment("", begins, index)
            begins, at = False, len(answers[index])
        for line in _LINE.findall(text, at):
            yield _Fragment(line, begins)
            begins = line.endswith("\n")


def _finished(piece: Sequence[_Fragment]) -> Iterator[AnswerPiece]:
    if all(fragment.index < 0 for fragment in piece):
        return
    first = piece[0].text
    row = _BEGINNING.match(first)
    is_row = row is not None and row["row"] is not None
    if is_row:
        piece = [_Fragment(first[first.index("|") :], begins_line=False), *piece[1:]]
    blanks = _BLANKS.match(first)
    indent = re.compile(rf"[ \t]{{0,{len(blanks[0]) if blanks else 0}}}")
    content: list[str | int] = []
    texts: list[str] = []
    for fragment in piece:
        if fragment.index < 0:
            texts.append(indent.sub("", fragment.text, count=1) if fragment.begins_line else fragment.text)
            continue
        content += (*_joined(texts), fragment.index)
        texts = []
    content += _joined(texts)
    if isinstance(content[0], str):
        # The parser has no footnotes; in one, as in a quote, blocks may begin behind the mark.
        content[0] = _FOOTNOTE.sub(r"\1> ", content[0], count=1)
    yield AnswerPiece(tuple(content), is_row)


def _joined(texts: Sequence[str]) -> tuple[str, ...]:
    return ("".join(texts),) if texts else ()
