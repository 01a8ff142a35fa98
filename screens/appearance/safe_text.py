"""Text from files and users, as Textual may show it: never read as markup, never with control characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from textual.content import Content

from screens.appearance.glyphs import terminal_glyphs
from wizard.text import pluralize, sanitize, sanitize_line

_WORD = re.compile(r"[^ ]* *")


def safe_content(text: str, style: str = "") -> Content:
    """Text of several lines, shown as it is."""
    return Content.styled(sanitize(text), style) if style else Content(sanitize(text))


def safe_line(text: str, style: str = "") -> Content:
    """The same on one line: line ends become their picture."""
    return Content.styled(sanitize_line(text), style) if style else Content(sanitize_line(text))


def join_content(*parts: Content | tuple[str, str]) -> Content:
    """Parts one after the other; a pair is our own text and its style."""
    return Content.assemble(*parts)


def problem_line(text: str) -> Content:
    """Return a problem on one line, after the sign for one."""
    return join_content((f"{terminal_glyphs().invalid} ", "bold $error"), safe_line(text, "$error"))


def shorten_content(text: Content, width: int) -> Content:
    """The text on at most `width` cells, with a sign where something was cut off."""
    if text.cell_length <= width:
        return text
    cut = terminal_glyphs().cut
    kept = text.truncate(max(width - len(cut), 0)).rstrip()
    return kept.append_text(cut, kept.spans[-1].style if kept.spans else "") if width > 0 else Content()


def wrap_content(text: Content, width: int) -> list[Content]:
    """The text in lines of at most `width` cells.

    Textual's own wrapping also breaks at no-break spaces, which keep a sign and its word together here.
    """
    lines: list[Content] = []
    for paragraph in text.split(allow_blank=True):
        if paragraph.cell_length <= width:
            lines.append(paragraph)
        else:
            cuts = list(_line_starts(paragraph.plain, max(width, 2)))
            lines += [line.rstrip() for line in paragraph.divide(cuts)]
    return lines


def _line_starts(text: str, width: int) -> Iterator[int]:
    """The offsets at which a new line starts."""
    used = position = 0
    for word in _WORD.findall(text):
        letters = word.rstrip(" ")
        cells = cell_len(letters)
        if used and used + cells > width:
            yield position
            used = 0
        if cells > width:
            *whole, rest = chop_cells(letters, width)
            yield from (position + sum(map(len, whole[:count])) for count in range(1, len(whole) + 1))
            used -= cells - cell_len(rest)
        position += len(word)
        used += cell_len(word)


_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()


def number_word(count: int) -> str:
    """`two` for 2, and digits above twelve."""
    return _WORDS[count] if count < len(_WORDS) else str(count)


def count_phrase(count: int, noun: str) -> str:
    """`two boxes`, `one answer`."""
    return f"{number_word(count)} {_plural(noun) if count != 1 else noun}"


def capitalize_sentence(sentence: str) -> str:
    """The sentence with a capital at its start."""
    return sentence[:1].upper() + sentence[1:]


def _plural(noun: str) -> str:
    return f"{noun}es" if noun.endswith(("x", "s", "ch", "sh")) else pluralize(noun, 2)
