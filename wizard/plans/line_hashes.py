"""A text's lines as short hashes: enough to tell later which lines of a file are ours, without a second copy of it."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2s

BLANK = "-"


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of a text; `"\\n".join` gives it back."""
    return tuple(text.split("\n"))


def hash_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """A mark for each line: 32 bits of its hash, so that two different lines share one in four billion times."""
    return tuple(_hash_line(line) if line else BLANK for line in lines)


def _hash_line(line: str) -> str:
    return blake2s(line.encode("utf-8", "replace"), digest_size=4).hexdigest()


def format_hashes(hashes: Sequence[str]) -> str:
    """Marks as text, one row for each paragraph, so that a change of one line is a change of one row."""
    rows: list[list[str]] = [[]]
    for mark in hashes:
        rows[-1].append(mark)
        if mark == BLANK:
            rows.append([])
    return "".join(" ".join(row) + "\n" for row in rows if row)


def parse_hashes(written: str) -> tuple[str, ...]:
    """The marks that `write_marks` wrote."""
    return tuple(written.split())
