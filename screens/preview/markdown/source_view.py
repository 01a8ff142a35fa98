"""The Markdown itself as lines, lightly coloured; needs no parser, so that it is there at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screens.preview.markdown.drawn_block import Page
from screens.preview.markdown.drawn_lines import BOLD, CODE, FAINT, INK, SOFT, Line, Look, Run, with_look
from screens.preview.markdown.line_breaking import cells, chopped, wrapped
from wizard.text import visible_line

_FENCE = re.compile(r"[ \t>]*(?:[-+*][ \t]+)?(`{3,}|~{3,})")
_LEAD = re.compile(r"[ \t]*(?:>[ \t]?)*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\](?=[ \t]|$)[ \t]*)?)?")
_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_RULE = re.compile(r"[ \t]*(?:[-*_=|:][ \t]*){3,}$")
_INLINE = re.compile(
    r"(?P<code>`+[^`]+`+)"
    r"|(?P<strong>\*\*[^*\s](?:[^*]*[^*\s])?\*\*|__[^_\s](?:[^_]*[^_\s])?__)"
    r"|(?P<tag><!--.*?-->|</?[A-Za-z!?][^<>]*>)"
    r"|(?P<target>(?<=\])\([^()\s]*(?:\s+\"[^\"]*\")?\)|(?<=\])\[[^\[\]]*\])"
    r"|(?P<bar>(?<!\\)\|)"
)
_LOOKS = {"code": CODE, "strong": BOLD, "tag": FAINT, "target": FAINT, "bar": FAINT}
_COMMENT = re.compile(r"<!--|-->")


def source_lines(page: Page, width: int) -> list[Line]:
    """Every line of the Markdown, wrapped; several empty ones are as many rows."""
    lines: list[Line] = []
    fence = ""
    in_comment = False
    for number, line in enumerate(page.lines[:-1] if page.text.endswith("\n") else page.lines):
        marks = _FENCE.match(line)
        if fence or marks is not None:
            lines += _code_rows(page, number, width)
            fence = _fence_after(fence, line, marks)
        else:
            lines += _text_rows(page, number, width, in_comment)
            for found in _COMMENT.findall(line):
                in_comment = found == "<!--"
    return lines


def _fence_after(fence: str, line: str, marks: re.Match[str] | None) -> str:
    """The fence that is open after a line."""
    if not fence:
        return marks[1] if marks is not None else ""
    closes = marks is not None and marks[1].startswith(fence) and not line[marks.end() :].strip("`~ \t\r")
    return "" if closes else fence


def _code_rows(page: Page, number: int, width: int) -> Iterator[Line]:
    start = page.start_of(number)
    runs = with_look(_expanded(page, start, start + len(page.lines[number]), CODE), INK, page.placeholders)
    for part in chopped(runs, width):
        gap = Run(" " * max(width - cells(part), 0), CODE)
        yield Line((*part, gap) if gap.text else part, start)


def _text_rows(page: Page, number: int, width: int, in_comment: bool) -> Iterator[Line]:
    line = page.lines[number]
    start = page.start_of(number)
    lead = _LEAD.match(line)
    size = lead.end() if lead is not None else 0
    signs = with_look(_expanded(page, start, start + size, FAINT), INK, page.placeholders)
    indent = min(cells(signs), width // 2)
    text = list(_text(page, number, size, in_comment))
    rows = wrapped(with_look(text, _base(line), page.placeholders), max(width - indent, 1))
    for index, part in enumerate(rows):
        if index:
            yield Line((Run(" " * indent), *part) if indent else part, start)
        else:
            yield Line((*chopped(signs, max(indent, 1))[0], *part), start)


def _base(line: str) -> Look:
    return BOLD if _HEADING.match(line) else INK


def _text(page: Page, number: int, size: int, in_comment: bool) -> Iterator[Run]:
    """What follows the signs that a line begins with."""
    line = page.lines[number]
    start = page.start_of(number)
    heading = _HEADING.match(line)
    if _RULE.match(line) or in_comment:
        yield from _expanded(page, start + size, start + len(line), FAINT)
        return
    position = size
    if heading is not None:
        position = heading.end()
        yield from _expanded(page, start + size, start + position, SOFT)
    for found in _INLINE.finditer(line, position):
        yield from _expanded(page, start + position, start + found.start(), INK)
        yield from _expanded(page, start + found.start(), start + found.end(), _LOOKS[str(found.lastgroup)])
        position = found.end()
    yield from _expanded(page, start + position, start + len(line), INK)


def _expanded(page: Page, start: int, end: int, look: Look) -> Iterator[Run]:
    """The Markdown's characters, a tab as four spaces."""
    for part in re.split(r"(\t)", page.text[start:end]):
        if part == "\t":
            yield Run("    ", look, start, start + 1)
        elif part:
            yield Run(visible_line(part), look, start, start + len(part))
        start += len(part)
