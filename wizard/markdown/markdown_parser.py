"""The one parser that rendering rests on: CommonMark with GitHub's tables and strikethrough."""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType

# The preset stops reading at twenty levels, and what stands deeper would be lost to us.
_OPTIONS: Final = {"maxNesting": 60, "html": True}
_WHOLE: Final = MarkdownIt("commonmark", _OPTIONS).enable(["table", "strikethrough"])
_BLOCKS: Final = MarkdownIt("commonmark", _OPTIONS).enable(["table"])
_BLOCKS.core.ruler.enableOnly(["normalize", "block"])

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:[A-Za-z_#][^\n]*\n)(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")


def parse_markdown(text: str, environment: EnvType) -> list[Token]:
    """Return the tokens of blocks and of the inlines in them; `environment` brings and takes link definitions."""
    return _WHOLE.parse(text, environment)


def parse_blocks(text: str, environment: EnvType) -> list[Token]:
    """Return the tokens of blocks alone, which takes half the time of `parse_markdown`."""
    return _BLOCKS.parse(text, environment)


def front_matter_end(text: str) -> int:
    """Return the offset at which the front matter of a document ends; 0 when it has none."""
    found = _FRONT_MATTER.match(text) if text.startswith("---") else None
    return found.end() if found else 0


def blank_front_matter(text: str) -> str:
    """Return the text with the lines of its front matter empty, so that the others keep their numbers."""
    end = front_matter_end(text)
    return "\n" * text.count("\n", 0, end) + text[end:]
