"""Fences, indented code and front matter: on a panel, character for character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from screens.preview.markdown.block_source import BlockSource, CodeHighlight, DiagramDrawing
from screens.preview.markdown.drawn_lines import CODE, DrawnLine, TextRun, TextStyle, apply_style
from screens.preview.markdown.line_breaking import cells, wrap_code, wrap_runs
from wizard.message_text import sanitize_line

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAG = TextStyle("faint", on_panel=True)
_TAB = 4


def fence_lines(page: BlockSource, token: Token, width: int) -> Iterator[DrawnLine]:
    """Return a fence: its language at the right, its code, and the diagram that it describes."""
    first, after = token.map or (0, 0)
    info = token.info.strip()
    yield from _head(page, first, info, width)
    code = token.content.removesuffix("\n")
    closing = first + 1 + token.content.count("\n")
    if token.content:
        for rows in _code(page, token, first + 1, width):
            yield from rows
    if closing < after and page.lines[closing].strip(" \t>"):
        yield _bare(page, closing, width)
    language = info.partition(" ")[0].lower()
    drawing = page.fences.drawing(language, code, width) if language else None
    if drawing is not None:
        yield from _drawing_lines(drawing, page.start_of(first), width)


def code_lines(page: BlockSource, token: Token, width: int) -> Iterator[DrawnLine]:
    """Return the lines of indented code."""
    first, _ = token.map or (0, 0)
    for line in _code(page, token, first, width):
        yield from line


def front_matter_lines(page: BlockSource, width: int) -> Iterator[DrawnLine]:
    """Return the YAML at the start of a document, drawn as a fence."""
    last = next(number for number in range(1, len(page.lines)) if page.lines[number].rstrip() in ("---", "..."))
    yield _row(page, [], 0, width, TextRun("front matter", _TAG) if width > 20 else None)
    begin, end = page.start_of(1), page.start_of(last)
    code = page.text[begin:end].removesuffix("\n")
    highlights = page.fences.highlights("yaml", code)
    for number in range(1, last):
        start = page.start_of(number)
        runs = _coloured_runs(start, page.lines[number], [(a + begin, b + begin, look) for a, b, look in highlights])
        yield from _panel(page, runs, number, width)
    yield _bare(page, last, width)


def _head(page: BlockSource, number: int, info: str, width: int) -> Iterator[DrawnLine]:
    line = page.lines[number]
    at = page.start_of(number) + max(line.rfind(info), 0)
    name = TextRun(sanitize_line(info), _TAG, at, at + len(info)) if info else None
    if name is None or cells([name]) <= width - 2:
        yield _row(page, [], number, width, name)
    else:
        for runs in wrap_runs([name], max(width - 2, 1)):
            yield _row(page, runs, number, width)


def _code(page: BlockSource, token: Token, first: int, width: int) -> Iterator[Iterator[DrawnLine]]:
    code = token.content.removesuffix("\n")
    language = token.info.strip().partition(" ")[0].lower()
    highlights = page.fences.highlights(language, code) if language else ()
    position = 0
    for number, content in enumerate(code.split("\n"), first):
        line = page.lines[number] if number < len(page.lines) else ""
        body = content if line.endswith(content) else content.lstrip(" ")
        start = page.start_of(min(number, len(page.lines))) + max(len(line) - len(body), 0)
        lead = len(content) - len(body)
        moved = start - lead - position
        coloured = [(begin + moved, end + moved, look) for begin, end, look in highlights]
        runs = [TextRun(" " * lead, CODE)] if lead else []
        yield _panel(page, [*runs, *_coloured_runs(start, body, coloured)], number, width)
        position += len(content) + 1


def _coloured_runs(start: int, line: str, highlights: Sequence[CodeHighlight]) -> Iterator[TextRun]:
    """Return a line of code as runs, its tabs expanded to the next stop."""
    position = 0
    for begin, end, look in highlights:
        before, after = max(begin - start, position), min(end - start, len(line))
        if after > before:
            yield from _expand_tabs(start, line, position, before, CODE)
            yield from _expand_tabs(start, line, before, after, look)
            position = after
    yield from _expand_tabs(start, line, position, len(line), CODE)


def _expand_tabs(start: int, line: str, begin: int, end: int, look: TextStyle) -> Iterator[TextRun]:
    position = begin
    for part in line[begin:end].split("\t"):
        if part:
            yield TextRun(sanitize_line(part), look, start + position, start + position + len(part))
        position += len(part)
        if position < end:
            column = len(line[:position].expandtabs(_TAB))
            yield TextRun(" " * (_TAB - column % _TAB), look, start + position, start + position + 1)
            position += 1


def _panel(page: BlockSource, runs: Iterable[TextRun], number: int, width: int) -> Iterator[DrawnLine]:
    for wrapped_runs in wrap_code(apply_style(runs, CODE, page.marked), max(width - 2, 1)):
        yield _row(page, wrapped_runs, number, width)


def _row(page: BlockSource, runs: Sequence[TextRun], number: int, width: int, name: TextRun | None = None) -> DrawnLine:
    """Return a row of the panel: a cell of margin, the runs, and a name at the right."""
    tail = (name, TextRun(" ", CODE)) if name is not None else ()
    gap = max(width - 1 - cells(runs) - cells(tail), 0)
    start = page.start_of(min(number, len(page.lines)))
    margin = TextRun(" ", CODE) if width > 1 else TextRun("", CODE)
    return DrawnLine((margin, *runs, TextRun(" " * gap, CODE), *tail), start)


def _bare(page: BlockSource, number: int, width: int) -> DrawnLine:
    return _row(page, [], number, width)


def _drawing_lines(drawing: DiagramDrawing, at: int, width: int) -> Iterator[DrawnLine]:
    """Return a diagram, or why there is none, as rows under its source."""
    look = TextStyle("soft", on_panel=True)
    if drawing.refusal:
        rows = wrap_runs([TextRun(sanitize_line(drawing.refusal), _TAG)], max(width - 2, 1))
    else:
        rows = [*((TextRun(sanitize_line(line), look),) for line in drawing.lines), ()]
    for runs in rows:
        gap = max(width - 1 - cells(runs), 0)
        yield DrawnLine((TextRun(" ", CODE), *runs, TextRun(" " * gap, CODE)), at)
