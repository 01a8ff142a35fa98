"""Short hashes of a text's lines, which tell later which lines of a file were rendered, without a copy of the text."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.digests import blake2s_hex

BLANK = "-"


def hash_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """Return 32 bits of each line's hash in hex: two different lines share one once in four billion times."""
    return tuple(_hash_line(line) if line else BLANK for line in lines)


def restore_lines(hashes: Sequence[str], lines: Sequence[str]) -> tuple[str | None, ...]:
    """Return the lines that have these hashes, each one from `lines`, the first of those; None where there is none."""
    by_hash = dict(zip(reversed(hash_lines(lines)), reversed(lines), strict=True))
    by_hash[BLANK] = ""
    return tuple(by_hash.get(mark) for mark in hashes)


def _hash_line(line: str) -> str:
    return blake2s_hex(line.encode("utf-8", "replace"), 4)


def format_hashes(hashes: Sequence[str]) -> str:
    """Return hashes as text, one row for each paragraph, so that a change of one line changes one row in git."""
    rows: list[list[str]] = [[]]
    for mark in hashes:
        rows[-1].append(mark)
        if mark == BLANK:
            rows.append([])
    return "".join(" ".join(row) + "\n" for row in rows if row)


def parse_hashes(written: str) -> tuple[str, ...]:
    """Return the hashes in a text that `format_hashes` made."""
    return tuple(written.split())
