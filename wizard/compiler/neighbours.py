"""What may stand before and after a piece, as far as its Markdown minds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from wizard.markdown.slot_markers import LONGEST_WORD, WORD_AT_END
from wizard.model.segments import Branch, Piece

Direction = Literal[-1, 1]
_MOST_CHARACTERS: Final = 4_000
# Possessive, so that a line of nothing but blanks and marks is read once, however long it is.
_MARKS: Final = re.compile(r"[ \t>]*+(?:(?:[-+*]|\d{1,9}[.)])[ \t]++)*+(?:\[[ xX]\][ \t]*+)?[*_~` \t]*+")
_AROUND: Final = "*_~` \t\n"
_LIST_NEXT: Final = re.compile(r"(?:[ \t]*\n)*(?:[ \t]+\S|(?:[-+*]|\d{1,9}[.)])[ \t])")
_LIST_BEFORE: Final = re.compile(r"(?:\A|\n)(?:[ \t]+\S|(?:[-+*]|\d{1,9}[.)])[ \t])[^\n]*\s*\Z")


def neighbours(pieces: Sequence[Piece], texts: Sequence[str], at: int, by: Direction) -> list[str]:
    """What may stand next to a piece: what always does, and the pieces between, which may be absent.

    The pieces of one branch are there together, or none of them is.
    """
    found = [_nearest_part(texts[at], by)] if pieces[at].repeat is not None else []
    absent: set[Branch | None] = set()
    index = at + by
    while 0 <= index < len(pieces):
        piece = pieces[index]
        if piece.under not in absent:
            found.append(_nearest_part(texts[index], by))
            stays = piece.repeat is None and piece.under in (None, pieces[at].under)
            if stays and _without_slots(texts[index]).strip():
                break
            if piece.repeat is None and piece.under is not None:
                absent.add(piece.under)
        index += by
    else:
        found.append("")
    return found


def most_joining(texts: Sequence[str], by: Direction) -> str:
    """Of what may stand next to a piece, what most easily runs into it: a list, or what is indented."""
    mark = _LIST_NEXT if by > 0 else _LIST_BEFORE
    bare = [_without_slots(text) for text in texts]
    joining = (text for text in (*texts, *bare) if (mark.match if by > 0 else mark.search)(text))
    return next(joining, texts[0])


def _without_slots(text: str) -> str:
    """The text without the lines that go when their answers are left out."""
    return "".join(line for line in re.findall(r"[^\n]*\n|[^\n]+", text) if not _goes(line))


def _goes(line: str) -> bool:
    """Whether a line is made only of marks, a label and slots."""
    before = end = len(line.rstrip(_AROUND))
    while (found := WORD_AT_END.search(line, max(0, before - LONGEST_WORD), before)) is not None:
        before = found.start()
    if before == end:
        return False
    return line[:before].rstrip(_AROUND).endswith(":") or _MARKS.fullmatch(line, 0, before) is not None


def _nearest_part(text: str, by: Direction) -> str:
    """The text, or of a long one the paragraphs that are nearest."""
    if len(text) <= _MOST_CHARACTERS:
        return text
    if by < 0:
        return text[text.find("\n\n", -_MOST_CHARACTERS) + 2 :]
    return text[: text.rfind("\n", 0, _MOST_CHARACTERS) + 1]
