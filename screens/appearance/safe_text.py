"""Text from files and users as Textual content: never read as markup, never with control characters."""

from __future__ import annotations

from textual.content import Content

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.text_layout import lay_out_text
from wizard.message_text import pluralize, sanitize, sanitize_line


def safe_content(text: str, style: str = "") -> Content:
    """Return text of several lines as content."""
    return Content.styled(sanitize(text), style) if style else Content(sanitize(text))


def safe_line(text: str, style: str = "") -> Content:
    """Return text as content of one line; line ends become their Unicode pictures."""
    return Content.styled(sanitize_line(text), style) if style else Content(sanitize_line(text))


def join_content(*parts: Content | tuple[str, str]) -> Content:
    """Return the parts as one content; a pair is the program's own text and its style."""
    return Content.assemble(*parts)


def problem_line(text: str) -> Content:
    """Return a problem on one line, after the sign for one."""
    return join_content((f"{terminal_glyphs().invalid} ", "bold $error"), safe_line(text, "$error"))


def shorten_content(text: Content, width: int) -> Content:
    """Return the text in at most `width` cells, with a glyph where something was cut off."""
    if text.cell_length <= width:
        return text
    cut = terminal_glyphs().cut
    kept = text.truncate(max(width - len(cut), 0)).rstrip()
    return kept.append_text(cut, kept.spans[-1].style if kept.spans else "") if width > 0 else Content()


def wrap_content(text: Content, width: int) -> list[Content]:
    """Return the text in lines of at most `width` cells, which do not end in spaces; at least 2 cells are used.

    Textual's own wrapping also breaks at no-break spaces, which keep a sign and its word together here.
    """
    lines: list[Content] = []
    for paragraph in text.split(allow_blank=True):
        if paragraph.cell_length <= width:
            lines.append(paragraph)
        else:
            _, *starts = lay_out_text(paragraph.plain, max(width, 2)).starts
            lines += [line.rstrip() for line in paragraph.divide(starts)]
    return lines


_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()


def number_word(count: int) -> str:
    """Return `two` for 2, and digits above twelve."""
    return _WORDS[count] if count < len(_WORDS) else str(count)


def count_phrase(count: int, noun: str) -> str:
    """Return `two boxes` or `one answer`."""
    return f"{number_word(count)} {_plural(noun) if count != 1 else noun}"


def capitalize_sentence(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _plural(noun: str) -> str:
    return f"{noun}es" if noun.endswith(("x", "s", "ch", "sh")) else pluralize(noun, 2)
