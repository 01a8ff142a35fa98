"""Where Markdown starts a block afresh, whatever stands before it.

Two answers, for two prices. `syntax.BLOCK_EDGE` finds the lines that do so unless a fence or HTML is open, and leaves
that to the parser, whose tokens its callers need in any case. `find_cuts` goes down the lines and knows what is open,
without the parser: the preview asks it at every key.

Cuts make units that can be drawn one by one. A unit starts at a line that is not indented, after an empty one, outside
fences and HTML; or at an item of a list that is not indented. Where that is in doubt there is no cut, which costs time
but is never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from msgspec import Struct

from wizard.markdown.fences import fence_after
from wizard.markdown.syntax import (
    ATX_MARKER,
    DEFINITION_LABEL,
    LIST_MARKER,
    OPENING_FENCE,
    SETEXT_UNDERLINE,
    THEMATIC_BREAK,
)

FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
OWN_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*_[\w.-]*(?:\s[^<>]*)?/?>\s*$")
"""A tag on a line of its own whose name CommonMark does not take for HTML, such as `<critical_warning>`."""

_ITEM = re.compile(rf"{LIST_MARKER}(?=[ \t]|$)")
_RULE = re.compile(rf"{THEMATIC_BREAK}$")
_UNDERLINE = re.compile(rf"{SETEXT_UNDERLINE}$")
_HEADING = re.compile(ATX_MARKER)
_FENCE = re.compile(OPENING_FENCE)
_DEFINITION = re.compile(DEFINITION_LABEL)


def split_units(text: str, is_whole: bool) -> Iterator[str]:
    """Return the units, which joined are the text; front matter is looked for if it is the whole document."""
    start = 0
    for cut in find_cuts(text, is_whole):
        yield text[start:cut]
        start = cut
    if start < len(text):
        yield text[start:]


def find_cuts(text: str, is_whole: bool) -> Iterator[int]:
    """Return the offsets at which a unit starts, but for the first."""
    front = FRONT_MATTER.match(text) if is_whole else None
    position = front.end() if front else 0
    scan = _Scan(after_cut=front is not None)
    for line in text[position:].split("\n"):
        if scan.is_cut_before(line.rstrip("\r")) and position:
            yield position
        position += len(line) + 1


class _Scan(Struct):
    """What is known before a line."""

    after_cut: bool = False
    """The line before is whole in itself."""
    after_empty: bool = True
    paragraph: Literal["", "open", "perhaps"] = ""
    doubt: Literal["", "until afresh", "for good"] = ""
    """Whether it is in doubt what is open; a fence that may be one or not leaves it so for good."""
    item: int = 0
    """The column of the text of the list's outermost open item; 0 outside lists."""
    is_empty_item: bool = False
    """The line before is a marker of that list and nothing else; an empty line then ends it."""
    number: int = 0
    """What the list's last item counts as."""
    delimiter: str = ""
    fence: str = ""
    html_end: re.Pattern[str] | None = None
    """What the last line of the open HTML block holds; what an empty line holds, if that ends it."""
    inside: int = 0
    """The column of the item that the open fence or HTML block stands in."""

    def is_cut_before(self, line: str) -> bool:
        """Return whether a unit starts at this line, and take the line in."""
        if self.paragraph == "open" and not self.after_cut and line[:1].isalpha() and not self._is_inside():
            return False  # as most lines are: a letter goes on with the paragraph, and with all else that is open
        words = line.lstrip(" \t")
        if not words:
            self._empty()
            return False
        indent = _columns(line[: len(line) - len(words)])
        if self._is_inside() and self._stays_inside(words, indent):
            return False
        is_cut = self._starts_afresh(words, indent)
        self._read(words, indent)
        self.after_empty = False
        return is_cut and not self.doubt

    def _empty(self) -> None:
        if self.html_end is not None and self.html_end.search(""):
            self.html_end = None
        if not self.fence and self.html_end is None:
            self.after_empty, self.paragraph = True, ""
            if self.is_empty_item:
                self.item, self.is_empty_item = 0, False

    def _is_inside(self) -> bool:
        return bool(self.fence) or self.html_end is not None

    def _stays_inside(self, words: str, indent: int) -> bool:
        """Return whether the line belongs to the open fence or HTML block, which it may end."""
        if indent < self.inside:
            self._close()
            return False
        if self.fence:
            if indent - self.inside < 4 and not fence_after(words, self.fence):
                self._close()
        elif self.html_end is not None and self.html_end.search(words):
            self._close()
        return True

    def _close(self) -> None:
        self.fence, self.html_end, self.after_empty, self.paragraph = "", None, False, ""

    def _starts_afresh(self, words: str, indent: int) -> bool:
        after_cut, self.after_cut = self.after_cut, False
        if indent:
            return after_cut
        if OWN_TAG.match(words):
            self.after_cut, self.item = True, 0
            return True
        marker = self._marker(words, indent)
        if marker is not None:
            return after_cut or self._is_cut_before_item(marker)
        if self.after_empty and self.doubt == "until afresh":
            self.doubt, self.item = "", 0
        return after_cut or self.after_empty

    def _is_cut_before_item(self, marker: re.Match[str]) -> bool:
        """Return whether the item of a list is a unit of its own: its number says what it counts as."""
        if not self.item:
            return self.after_empty
        number, delimiter = marker[0][:-1], marker[0][-1]
        if not number or delimiter != self.delimiter:
            return True
        return int(number) == self.number + 1

    def _marker(self, words: str, indent: int) -> re.Match[str] | None:
        """Return the line's list marker, if it has one that counts here."""
        found = _ITEM.match(words)
        if found is None or _RULE.match(words) or (not self.item and indent >= 4):
            return None
        is_new = not self.item or indent >= self.item
        if is_new and self.paragraph and (found.end() == len(words.rstrip()) or found[0][:-1] not in ("", "1")):
            self._doubt_paragraph()
            return None
        return found

    def _doubt_paragraph(self) -> None:
        if self.paragraph == "perhaps" and not self.doubt:
            self.doubt = "until afresh"

    def _read(self, words: str, indent: int) -> None:
        """Take in what the line opens and closes."""
        marker = self._marker(words, indent)
        if marker is not None:
            self._read_item(marker, words, indent)
            return
        self.is_empty_item = False
        is_outside = indent < self.item
        if is_outside and self.paragraph != "open":
            self._doubt_paragraph()
            self.item, is_outside = 0, False
        if indent - (0 if is_outside else self.item) >= 4:
            return
        if self._open_block(words, 0 if is_outside else self.item):
            if is_outside:
                self.item = 0
        elif self.paragraph and _UNDERLINE.match(words):
            self.paragraph = "perhaps"
        elif not self.paragraph:
            self.paragraph = "perhaps" if _DEFINITION.match(words) else "open"

    def _read_item(self, marker: re.Match[str], words: str, indent: int) -> None:
        rest = words[marker.end() :]
        text = rest.lstrip(" \t")
        if not self.item or indent < self.item:
            number, delimiter = marker[0][:-1], marker[0][-1]
            is_same_list = self.item and number and delimiter == self.delimiter
            self.delimiter = delimiter
            self.number = self.number + 1 if is_same_list else int(number or 0)
            gap = _columns(rest[: len(rest) - len(text)])
            self.item = indent + marker.end() + (gap if text and gap <= 4 else 1)
        self.paragraph = "open" if text else ""
        self.is_empty_item = not text and indent < self.item
        self._open_block(text, self.item)

    def _open_block(self, words: str, item: int) -> bool:
        """Take in a heading, a rule, a quote, a fence or HTML; return False for any other line."""
        fence = _FENCE.match(words)
        if fence is not None:
            self.fence, self.inside = fence[0], item
            self.doubt = "for good" if self.doubt else ""
        elif words.startswith("<"):
            if not self._open_html(words, item):
                return False
        elif not (_HEADING.match(words) or _RULE.match(words) or words.startswith(">")):
            return False
        # What follows a quote may still be its last paragraph's.
        self.paragraph = "perhaps" if words.startswith(">") else ""
        return True

    def _open_html(self, words: str, item: int) -> bool:
        kind = next((kind for kind in _html_sequences() if kind[0].search(words)), None)
        if kind is None:
            return False
        if self.paragraph and not kind[2]:
            self._doubt_paragraph()
            return False
        if not kind[1].search(words):
            self.html_end, self.inside = kind[1], item
            self.doubt = "for good" if self.doubt else ""
        return True


def _columns(space: str) -> int:
    return len(space.expandtabs(4))


@cache
def _html_sequences() -> list[tuple[re.Pattern[str], re.Pattern[str], bool]]:
    """Return the parser's list of how a block of HTML begins and ends, and whether it ends a paragraph (§4.6)."""
    import markdown_it  # noqa: F401  # pyright: ignore[reportUnusedImport]  # before its parts: tests/test_imports.py
    from markdown_it.rules_block.html_block import HTML_SEQUENCES

    return HTML_SEQUENCES
