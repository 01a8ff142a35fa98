r"""A plan's text to the bytes of its file, with the line ends and the byte order mark that the file has or gets.

"# Relay\n\nGo.\n", a template of Windows    ->    b"# Relay\r\n\r\nGo.\r\n"

Inside of the program lines end in LF. Where the file of a template has both line ends, CR LF stands in the text as it
is, and a file that was edited by hand may have both too, or CR: a line that nobody changes keeps its own.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from typing import Final

from wizard.model.template import Template
from wizard.plans.merge.line_matching import find_matches, split_lines

# CommonMark 0.31 §2.1 line ending.
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


def encode_plan(text: str, template: Template) -> bytes:
    """Return the bytes of a new file, as its template has them."""
    content = _with_line_ends(text, template).encode("utf-8", "replace")
    return BOM_UTF8 + content if template.has_byte_order_mark else content


def encode_over(text: str, rendered: str, template: Template, before: bytes | None) -> bytes:
    """Return the bytes of a file that replaces another one, whose line ends and byte order mark stay.

    `text` is what to write, and `rendered` the same without the edits made by hand. Of a file with both line ends,
    every line keeps its own that is still there; others end as the template has them.
    """
    if before is None:
        return encode_plan(text, template)
    there = before.decode("utf-8-sig", "replace")
    is_blank = not there.strip()
    lines = split_lines(text)
    ends = _ends_over(lines, _with_line_ends(rendered, template), "" if is_blank else there)
    content = "".join(line + end for line, end in zip(lines, ends, strict=True)).encode("utf-8", "replace")
    has_mark = before.startswith(BOM_UTF8) or (is_blank and template.has_byte_order_mark)
    return BOM_UTF8 + content if has_mark else content


def encode_like(text: str, before: bytes | None) -> bytes:
    """Return the bytes of a text that has only one line end, with those and the byte order mark of another file."""
    content = text.encode("utf-8", "replace")
    if before is None:
        return content
    end = _usual_end(_line_ends(before.decode("utf-8-sig", "replace"))).encode()
    if end != b"\n":
        content = content.replace(b"\r\n", b"\n").replace(b"\n", end)
    return BOM_UTF8 + content if before.startswith(BOM_UTF8) else content


def _with_line_ends(text: str, template: Template) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n") if template.line_ends == "crlf" else text


def _ends_over(lines: Sequence[str], rendered: str, there: str) -> list[str]:
    """Return the end of every line, an empty one for the last."""
    own = _line_ends(there)
    kinds = set(own[:-1])
    if len(kinds) == 1:
        return [kinds.pop()] * (len(lines) - 1) + [""]
    ends = [_usual_end(own)] * len(lines)
    for other in (rendered, there):
        other_ends = _line_ends(other)
        for start, begin, length in find_matches(lines, split_lines(other)):
            for index in range(length):
                ends[start + index] = other_ends[begin + index] or ends[start + index]
    return [*ends[:-1], ""]


def _line_ends(text: str) -> list[str]:
    return [*_LINE_END.findall(text), ""]


def _usual_end(ends: Sequence[str]) -> str:
    """Return the end that more than half of the lines have, or LF; the last one has none."""
    return next((end for end in ("\r\n", "\r") if ends.count(end) * 2 > len(ends) - 1), "\n")
