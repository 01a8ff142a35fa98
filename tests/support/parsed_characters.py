"""How much Markdown the parser reads, which says what it costs on any machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from unittest.mock import patch

from wizard.markdown import markdown_parser
from wizard.markdown.escaping import minimal_escaping, slot_escaping


class Parsed(NamedTuple):
    """The characters that were parsed."""

    for_pieces: int
    """To find needless escapes."""
    for_outlines: int
    """To compare the blocks of a segment with and without its answers."""


def forget_parsed() -> None:
    """Empty what keeps answers that were escaped before."""
    minimal_escaping.escape_piece.cache_clear()
    minimal_escaping.escape_needed.cache_clear()
    slot_escaping._escape_again.cache_clear()  # pyright: ignore[reportPrivateUsage]  # the suite's tests share it


def count_parsed(function: Callable[[], object]) -> Parsed:
    """Return how many characters the parser reads while a function runs."""
    with (
        patch.object(minimal_escaping, "parse_piece", wraps=minimal_escaping.parse_piece) as pieces,
        patch.object(markdown_parser, "parse_blocks", wraps=markdown_parser.parse_blocks) as outlines,
    ):
        function()
    read = [sum(len(call.args[0]) for call in parse.call_args_list) for parse in (pieces, outlines)]
    return Parsed(read[0], read[1])
