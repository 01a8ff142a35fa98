"""A Markdown file as lines of known kinds, its comments, and its sections: one pass, however long the file is.

"# Title\n<!-- who? -->\n- Owner:\n"  ->  heading "Title", comment, item "Owner:" in one section
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct

from wizard.markdown.blocks import block_lines, read_blocks
from wizard.markdown.fences import fence_after
from wizard.markdown.syntax import ATX_CLOSING, ATX_MARKER, LIST_MARKER, TASK_BOX, THEMATIC_BREAK

LineKind = Literal[
    "blank", "front_matter", "fence", "code", "heading", "underline", "rule", "table", "item", "definition", "text"
]
"""`fence` is the line that opens or closes a block of code, `code` one inside it."""

_LINE = re.compile(
    rf"""
    (?P<indent>[ \t]*)
    (?P<quote>(?:>[ \t]?)*)
    (?P<inner>[ \t]*)
    (?: (?P<marker>{LIST_MARKER}) (?P<gap>[ \t]+|\Z) )?
    (?: (?P<box>{TASK_BOX}) (?P<after_box>[ \t]+|\Z) )?
    """,
    re.VERBOSE,
)
# CommonMark 0.31 §4.2, §4.3, §4.1, §4.7 and GitHub's delimiter rows (GFM 0.29 §4.10).
_HEADING = re.compile(rf"({ATX_MARKER})[ \t]*(.*?){ATX_CLOSING}\Z")
_UNDERLINE = re.compile(r"(?:=+|-{2,})[ \t]*\Z")
_RULE = re.compile(rf"{THEMATIC_BREAK}\Z")
_DEFINITION = re.compile(r"[ ]{0,3}\[[^\]^]+\]:[ \t]*\S")
_DELIMITER_ROW = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_BOLD_LINE = re.compile(r"(\*\*|__)(?![\s*_])((?:(?!\1).)+?)(?<![:：])\1[ \t]*(?:\\|<br ?/?>)?\Z")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:(?!`).|(?!(?<!`)\1(?!`))`)+?(?<!`)\1(?!`)")
_PSEUDO_LEVEL: Final = 7
_MAX_BOLD_HEADING: Final = 80
"""Characters of a line in bold that stands for a heading; a longer one is a warning."""


class Line(Struct, frozen=True):
    """A line of the file; offsets are those of characters in its text."""

    start: int
    end: int
    """Before the line feed."""
    kind: LineKind
    content: int
    """Where its text begins, behind quote marks, list markers and boxes."""
    depth: int = 0
    """Columns of blanks before it."""
    marker: str = ""
    """Of a list item."""
    box: str = ""
    """The box of a task, such as `[ ]`."""
    level: int = 0
    """Of a heading; 7 for a line in bold that stands for one."""
    is_quoted: bool = False
    is_setext: bool = False
    """Whether it is the text of a heading that is underlined."""


class Comment(Struct, frozen=True):
    """An HTML comment."""

    start: int
    end: int
    text: str
    """What stands in it, without its marks."""


class Heading(Struct, frozen=True):
    """A heading and the lines below it, as far as the next heading of any level."""

    title: str
    """As it is written; empty for what stands above the first heading."""
    level: int
    line: int
    """The index of its line; -1 for what stands above the first heading."""
    first: int
    """The index of the first line below it."""
    last: int
    """The index behind its last line."""


class Document(Struct, frozen=True):
    """A Markdown file, read as far as finding blanks in it needs."""

    text: str
    visible: str
    """The text with blanks in place of every comment, character by character."""
    lines: tuple[Line, ...]
    comments: tuple[Comment, ...]
    headings: tuple[Heading, ...]
    body_start: int
    """Where the text begins behind the front matter."""
    line_starts: tuple[int, ...]
    title_count: int
    """How many headings it has of the first level; with one, that is its title."""

    def content(self, line: Line) -> str:
        """Return the visible text of a line behind its markers."""
        return self.visible[line.content : line.end].rstrip()

    def line_at(self, offset: int) -> int:
        """Return the index of the line that holds an offset."""
        return bisect_right(self.line_starts, offset) - 1

    def fences(self) -> Iterator[tuple[int, int]]:
        """Yield the indexes of the lines that open and close each fence; an open one closes behind the last line."""
        index = 0
        while index < len(self.lines):
            if self.lines[index].kind == "fence":
                opening = index
                index += 1
                while index < len(self.lines) and self.lines[index].kind == "code":
                    index += 1
                yield opening, index
            index += 1

    def comments_in(self, start: int, end: int) -> tuple[Comment, ...]:
        """Return the comments that begin in a stretch of the text."""
        first = bisect_right(self.comments, start - 1, key=lambda comment: comment.start)
        last = bisect_right(self.comments, end - 1, key=lambda comment: comment.start)
        return self.comments[first:last]


def read_document(text: str) -> Document:
    """Return a file's text as a document; its line ends are line feeds."""
    fenced = dict(_fenced_lines(text))
    comments = tuple(_comments(text, fenced))
    visible = _blank_out(text, comments)
    lines = tuple(_lines(visible, fenced))
    body_start = next((line.start for line in lines if line.kind != "front_matter"), len(text))
    headings = tuple(_headings(visible, lines))
    titles = sum(1 for heading in headings if heading.level == 1)
    return Document(text, visible, lines, comments, headings, body_start, tuple(line.start for line in lines), titles)


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return where the code spans of a line are."""
    return [found.span() for found in _CODE_SPAN.finditer(text)] if "`" in text else []


_FencedKind = Literal["opening", "code", "closing"]


def _fenced_lines(text: str) -> Iterator[tuple[int, _FencedKind]]:
    """Yield the index of each line of a fenced block of code, and what it is there."""
    if "```" not in text and "~~~" not in text:
        return
    text = text.replace("\r", " ")  # only a line feed ends a line here
    lines = block_lines(text)
    for block in read_blocks(text):
        if block.kind == "fence":
            yield block.start, "opening"
            for index in range(block.start + 1, block.end):
                yield index, "code"
            last = lines[block.end - 1].lstrip(" \t>")
            if block.end > block.start + 1 and not fence_after(last, block.marker):
                yield block.end - 1, "closing"


def _comments(text: str, fenced: Container[int]) -> Iterator[Comment]:
    """Yield the comments outside code; one that is not closed goes to the end of the file (CommonMark 0.31 §4.6)."""
    number, offset, size = 0, 0, len(text)
    while offset < size:
        end = text.find("\n", offset)
        end = size if end < 0 else end
        line = text[offset:end]
        if "<!--" in line and number not in fenced:
            spans = code_spans(line)
            at = text.find("<!--", offset, end)
            while 0 <= at < end:
                if any(start <= at - offset < stop for start, stop in spans):
                    at = text.find("<!--", at + 4, end)
                    continue
                closing = text.find("-->", at + 4)
                stop = size if closing < 0 else closing + 3
                yield Comment(at, stop, text[at + 4 : closing if closing >= 0 else size].strip("-").strip())
                if stop > end:
                    number += text.count("\n", end, stop)
                    end = text.find("\n", stop)
                    end = size if end < 0 else end
                at = text.find("<!--", stop, end)
        offset = end + 1
        number += 1


def _blank_out(text: str, comments: tuple[Comment, ...]) -> str:
    parts: list[str] = []
    at = 0
    for comment in comments:
        parts += (text[at : comment.start], re.sub(r"[^\n]", " ", text[comment.start : comment.end]))
        at = comment.end
    return "".join((*parts, text[at:]))


def _lines(visible: str, fenced: Mapping[int, _FencedKind]) -> Iterator[Line]:
    start, is_front, in_table = 0, visible.startswith("---"), False
    rows = visible.split("\n")
    if rows and not rows[-1]:
        rows.pop()
    front_end = _front_matter_end(rows) if is_front else 0
    previous: Line | None = None
    for index, row in enumerate(rows):
        end = start + len(row)
        if index < front_end:
            yield Line(start, end, "front_matter", start)
            start = end + 1
            continue
        found = _LINE.match(row)
        assert found is not None
        content = start + found.end()
        rest = row[found.end() :]
        depth = len((found["indent"] + found["inner"]).expandtabs(4))
        quoted = bool(found["quote"])
        in_fence = fenced.get(index)
        if in_fence is not None:
            kind: LineKind = "code" if in_fence == "code" else "fence"
            line = Line(start, end, kind, content if in_fence == "opening" else start, depth, is_quoted=quoted)
        else:
            level, kind, at = _classify(row, rest, found, previous, rows[index + 1] if index + 1 < len(rows) else "")
            if kind == "table":
                in_table = True
            elif in_table and kind in ("text", "item") and "|" in row:
                kind = "table"
            else:
                in_table = False
            content = start + at if kind == "heading" and level < _PSEUDO_LEVEL else content
            if kind in ("table", "rule"):
                content = start + found.end("inner")
            is_item = kind == "item"
            line = Line(
                start,
                end,
                kind,
                content,
                depth,
                found["marker"] or "" if is_item else "",
                found["box"] or "" if is_item else "",
                level,
                quoted,
                is_setext=kind == "heading" and level < 3 and row[found.end("inner") :][:1] != "#",
            )
        yield line
        previous, start = line, end + 1


def _front_matter_end(rows: list[str]) -> int:
    """Return the index behind the front matter; 0 when it is never closed."""
    if rows[0].rstrip() != "---":
        return 0
    return next((index + 1 for index, row in enumerate(rows) if index and row.rstrip() in ("---", "...")), 0)


def _classify(
    row: str, rest: str, found: re.Match[str], previous: Line | None, following: str
) -> tuple[int, LineKind, int]:
    """Return the level of a heading, the kind of a line outside code, and the column of a heading's text."""
    inner = row[found.end("inner") :]
    if not inner.strip():
        return 0, "blank", 0
    if not found["marker"] and (heading := _HEADING.match(inner)) is not None and len(found["indent"]) < 4:
        return len(heading[1]), "heading", found.end("inner") + heading.start(2)
    if previous is not None and previous.is_setext:
        return 0, "underline", 0
    if _RULE.match(inner):
        return 0, "rule", 0
    if _DEFINITION.match(row):
        return 0, "definition", 0
    if "|" in inner and (_DELIMITER_ROW.match(inner) or ("-" in following and _is_delimiter_row(following))):
        return 0, "table", 0
    is_apart = previous is None or previous.kind != "text" or bool(previous.level)
    if _is_setext(found, following, is_apart):
        return 1 if following.lstrip()[0] == "=" else 2, "heading", found.end("inner")
    if found["marker"]:
        return 0, "item", 0
    bold = _BOLD_LINE.match(rest) if is_apart and not found["box"] and len(found["indent"]) < 4 else None
    is_heading = bold is not None and len(bold[2]) <= _MAX_BOLD_HEADING and not found["quote"]
    if bold is not None and is_heading and "](" not in bold[2]:
        return _PSEUDO_LEVEL, "heading", found.end()
    return 0, "text", 0


def _is_setext(found: re.Match[str], following: str, is_apart: bool) -> bool:
    """Return whether a line of text is underlined on the next one (CommonMark 0.31 §4.3)."""
    if found["marker"] or found["box"] or not is_apart or len(found["indent"]) > 3 or found["quote"]:
        return False
    return following[:1] in ("=", "-") and _UNDERLINE.match(following) is not None


def _is_delimiter_row(row: str) -> bool:
    return "|" in row and _DELIMITER_ROW.match(row.lstrip("> \t")) is not None


def _headings(visible: str, lines: tuple[Line, ...]) -> Iterator[Heading]:
    at = [index for index, line in enumerate(lines) if line.kind == "heading"]
    body = next((index for index, line in enumerate(lines) if line.kind != "front_matter"), len(lines))
    yield Heading("", 0, -1, body, at[0] if at else len(lines))
    for number, index in enumerate(at):
        line = lines[index]
        last = at[number + 1] if number + 1 < len(at) else len(lines)
        row = visible[line.start : line.end]
        found = _HEADING.match(row.lstrip(" \t>"))
        title = found[2] if found is not None and line.level < _PSEUDO_LEVEL else visible[line.content : line.end]
        first = index + 1
        if first < last and lines[first].kind == "underline":
            first += 1
        yield Heading(title.strip(), line.level, index, first, last)
