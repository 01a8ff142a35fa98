"""The one parser that rendering rests on: CommonMark with GitHub's tables and strikethrough.

A line ends in LF alone, as everywhere here; a carriage return, which ends lines in CommonMark too, counts as a blank.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType

from wizard.markdown.syntax import FOOTNOTE_LABEL

# The preset stops reading at twenty levels, and what stands deeper would be lost to us.
_OPTIONS: Final = {"maxNesting": 60, "html": True}


def _link_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a link reference definition; the footnotes of GitHub, which look alike, stay text."""
    is_footnote = _FOOTNOTE.match(state.src, state.bMarks[start] + state.tShift[start]) is not None
    return not is_footnote and reference(state, start, end, silent)


_FOOTNOTE: Final = re.compile(FOOTNOTE_LABEL)
_WHOLE: Final = MarkdownIt("commonmark", _OPTIONS).enable(["table", "strikethrough"])
_BLOCKS: Final = MarkdownIt("commonmark", _OPTIONS).enable(["table"])
_INLINES: Final = MarkdownIt("commonmark", _OPTIONS).enable(["strikethrough"])
_GITHUB: Final = MarkdownIt("commonmark", {**_OPTIONS, "strikethrough_single_tilde": True})
_GITHUB.enable(["table", "strikethrough"])
for _parser in (_WHOLE, _BLOCKS, _GITHUB):
    _parser.block.ruler.at("reference", _link_definition)
_BLOCKS.core.ruler.enableOnly(["normalize", "block"])
_INLINES.core.ruler.enableOnly(["inline", "text_join"])

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:[A-Za-z_#][^\n]*\n)(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")


def parse_markdown(text: str, environment: EnvType) -> list[Token]:
    """Return the tokens of blocks and of the inlines in them; `environment` brings and takes link definitions."""
    return _WHOLE.parse(_without_carriage_returns(text), environment)


def parse_blocks(text: str, environment: EnvType) -> list[Token]:
    """Return the tokens of blocks alone, which takes half the time of `parse_markdown`."""
    return _BLOCKS.parse(_without_carriage_returns(text), environment)


def parse_inlines(tokens: list[Token], environment: EnvType) -> None:
    """Give tokens from `parse_blocks` the children that `parse_markdown` gives them."""
    _INLINES.core.process(StateCore("", _INLINES, environment, tokens))


def parse_piece(text: str, environment: EnvType) -> list[Token]:
    """Return what `parse_markdown` returns, with what GitHub strikes out between single tildes as well."""
    return _GITHUB.parse(_without_carriage_returns(text), environment)


def _without_carriage_returns(text: str) -> str:
    return text.replace("\r", " ") if "\r" in text else text


def front_matter_end(text: str) -> int:
    """Return the offset at which the front matter of a document ends; 0 when it has none."""
    found = _FRONT_MATTER.match(text) if text.startswith("---") else None
    return found.end() if found else 0


def blank_front_matter(text: str) -> str:
    """Return the text with the lines of its front matter empty, so that the others keep their numbers."""
    end = front_matter_end(text)
    return "\n" * text.count("\n", 0, end) + text[end:]
