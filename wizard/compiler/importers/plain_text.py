"""Markdown that is shown where no Markdown is drawn: labels, help, titles.

"Read the **[guide](https://x.org)**.<br>Then:\n- [ ] go"   ->   "Read the guide (https://x.org).\nThen:\n- go"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from markdown_it.token import Token
from msgspec import Struct

from wizard.limits import MAX_FILE_MARKDOWN_CHARACTERS, MAX_IMPORTED_HELP_CHARACTERS, MAX_PLAIN_TEXT_CHARACTERS
from wizard.markdown.markdown_parser import parse_markdown
from wizard.message_text import sanitize

_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAK: Final = re.compile(r"<(?:br|/p|/li|/h[1-6]|/summary)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_MARK: Final = re.compile(r"[^\w\s,.;:'\"/?()]|^[ \t]*\d|^ {4}|^\t|  \n|://", re.MULTILINE)
"""What may be Markdown; a text without any is what it looks like."""
_BOX: Final = re.compile(r"\A\[[ xX]?\][ \t]+")


class PlainTextReader(Struct):
    """Reads the Markdown in one file as plain text, up to a bound; what is beyond it is shown as it is written."""

    left: int = MAX_FILE_MARKDOWN_CHARACTERS
    """How many characters may still be parsed."""

    def text(self, markdown: str) -> str:
        """Return Markdown as lines of text without marks, comments and tags; a link's address stands behind it."""
        lines = _lines_of(self.parse(markdown))
        return shorten("\n".join(line for line in lines if line.strip()), MAX_IMPORTED_HELP_CHARACTERS)

    def line(self, markdown: str) -> str:
        """Return Markdown as one line of text, without the addresses of links."""
        if _MARK.search(markdown) is None:
            return " ".join(sanitize(markdown).split())
        inlines = (token.children or () for token in self.parse(markdown) if token.type == "inline")
        texts = " ".join(_inline_text(tokens, with_addresses=False) for tokens in inlines)
        return " ".join((texts or sanitize(markdown)).split())

    def first_heading(self, markdown: str) -> tuple[str, str]:
        """Return the text of the first heading, and the Markdown without it; "" when there is none."""
        for token in self.parse(markdown):
            if token.type == "heading_open" and token.map is not None:
                lines = sanitize(markdown).split("\n")
                start, end = token.map
                return self.line("\n".join(lines[start:end])), "\n".join((*lines[:start], *lines[end:]))
        return "", markdown

    def parse(self, markdown: str) -> Sequence[Token]:
        text = sanitize(markdown)[:MAX_PLAIN_TEXT_CHARACTERS]
        if len(text) > self.left:
            return [Token("code_block", "code", 0, content=text)]
        self.left -= len(text)
        if "](" not in text and "][" not in text:
            text = text.replace("[", "\\[")  # it opens no link, and the parser tries each one to the end
        return parse_markdown(text, {})


def shorten(text: str, length: int) -> str:
    """Return a text of at most so many characters, cut between words."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    last = max(cut.rfind(" "), cut.rfind("\n"))
    return f"{cut[: last if last > length // 2 else length].rstrip()}…"


def _lines_of(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield a line for each line of a block; items have their marks, indented by their level."""
    level, numbers, mark = -1, list[int | None](), ""
    for token in tokens:
        indent = "  " * max(level, 0)
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                level += 1
                numbers.append(int(token.attrGet("start") or 1) if token.type.startswith("o") else None)
            case "bullet_list_close" | "ordered_list_close":
                level -= 1
                numbers.pop()
            case "list_item_open":
                number = numbers[-1]
                mark = "- " if number is None else f"{number}. "
                numbers[-1] = None if number is None else number + 1
            case "inline":
                text = _inline_text(token.children or [], with_addresses=True)
                text = _BOX.sub("", text) if mark else text
                yield from _indented(text, indent, mark)
                mark = ""
            case "fence" | "code_block":
                yield from _indented(token.content.rstrip("\n"), f"{indent}    ", "")
            case "html_block":
                yield from _indented(_html_text(token.content), indent, mark)
            case _:
                pass


def _indented(text: str, indent: str, mark: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"{indent}{mark}{line.rstrip()}"
        mark = " " * len(mark)


def _inline_text(tokens: Iterable[Token], *, with_addresses: bool) -> str:
    text, addresses, starts = "", list[str](), list[int]()
    for token in tokens:
        match token.type:
            case "softbreak":
                text += " "
            case "hardbreak":
                text += "\n"
            case "link_open":
                addresses.append(str(token.attrGet("href") or ""))
                starts.append(len(text))
            case "link_close":
                address, shown = addresses.pop(), text[starts.pop() :]
                if with_addresses and "://" in address and shown.strip() not in (address, address.partition("://")[2]):
                    text += f" ({address})"
            case "html_inline":
                text += "\n" if _BREAK.fullmatch(token.content) and with_addresses else ""
            case _:
                text += token.content
    return re.sub(r" *\n *", "\n", text.strip())


def _html_text(content: str) -> str:
    text = _TAG.sub("", _BREAK.sub("\n", _COMMENT.sub("", content)))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
