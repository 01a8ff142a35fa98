"""Control characters of a template that is any Markdown are drawn as pictures; the terminal never gets them."""

from __future__ import annotations

import pytest

from screens.appearance.glyphs import UNICODE
from screens.preview.document import Document, DrawingMode
from screens.preview.renderers import RENDERED, SOURCE
from tests.support.drawn_markdown import pieces, rows_of

WILD = "a\x1b[31mb\x1b]0;owned\x07c\x9b2Jd\x00e\ff\vg\x85h\u2028i\u202ej\x7fk\x08l\rm"
CONTROLS = {*map(chr, range(32)), *map(chr, range(127, 160)), *"\u2028\u2029\u202e"}
BLOCKS = [
    "{}\n",
    "# {}\n",
    "{}\n===\n",
    "- {}\n  - [ ] {}\n",
    "> {}\n",
    "``` {}\n{}\n```\n",
    "```mermaid\n{}\n```\n",
    "    {}\n",
    "| {} | {} |\n|---|---|\n| {} | {} |\n",
    "<!-- {} -->\n\n<div>{}</div>\n",
    "*{}* **{}** ~~{}~~ `{}` [{}](</{}> '{}') ![{}](/x) <b>{}</b>\n",
    "[x]: /{} '{}'\n[^1]: {}\n",
    "---\ntitle: {}\n---\n",
    "\f\n{}\n\v\n\0\n",
]


@pytest.mark.parametrize("mode", [RENDERED, SOURCE], ids=["rendered", "source"])
@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_preview_draws_no_control_character(block: str, mode: DrawingMode, end: str) -> None:
    paper = Document(mode, UNICODE)
    paper.resize(30)
    paper.update(pieces(block.replace("{}", WILD).replace("\n", end)))

    rows = "".join(rows_of(paper))

    assert not CONTROLS & set(rows)
    assert "k" in rows
