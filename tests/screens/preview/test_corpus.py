"""Every word of real documents is drawn, in its order, at every width."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from screens.appearance.glyphs import UNICODE
from screens.preview.document import Document
from screens.preview.renderers import SOURCE
from tests.support.built_in_plans import NAMES, seed
from tests.support.drawn_markdown import lines_of, paper_of, pieces, text_of

CORPUS = Path(os.environ.get("PLAN_WIZARD_CORPUS") or Path(__file__).parents[4] / "shared" / "corpus" / "markdown")
FILES = sorted(CORPUS.glob("*.md")) if CORPUS.is_dir() else []

HARD = (
    "> - [ ] **a** `b\n>   c` [d\n>   e](f 'g')\n>\n> 1. h\n>\n>        i\n",
    '| a \\| b | `c | d` |\n|--|--|\n| e | f | g |\nh\n\n![i *j*](k "l") [m][n]\\\no\n\n[n]: p\n',
    "<div>\n*q*\n</div>\n\n<!-- r\n\ns -->t\n\n<u v>w</u> <x_y> &lt;z&gt;\n",
    "a\n===\n\n* * *\n\n1) b\n   - c\n\n         d\n2) e\n\n\tf\n",
    "---\ng: h\n---\n\n## i ##\n\n#j\n\n[^k]: l\n\n[^k] \\m \\* n  \no\n",
    "~~p **q~~ r** __s *t* u__ ``v ` w`` <x@y.z> a*b*c _d_e\n",
)


def _visible(text: str) -> list[str]:
    """The letters and digits of a document that a reader is to see, in order."""
    text = re.sub(r"\[([^\]\n]*)\]\(\1\)", r"\1", text)
    text = re.sub(r"&(#\d+|#[xX][0-9a-fA-F]+|\w+);", " ", text)
    text = re.sub(r"(?im)<br\s*/?>", " ", text)
    text = re.sub(r"(?m)^([\s>]*(?:(?:[-*+]|\d+[.)])\s+)+)\[[xX]\](?=\s|$)", r"\1", text)
    text = re.sub(r"(?m)^([\s>*+-]*)(\d+)([.)](?:\s|$))", r"\1\3", text)
    return re.findall(r"[^\W_]", text)


def _drawn_in_order(paper: Document) -> str:
    """What is drawn of the document; cells that stand beside each other come one after the other."""
    runs: list[tuple[int, str]] = []
    for unit in range(paper.count()):
        start, _ = paper.extent(unit)
        runs += [(start + run.start, run.text) for line in paper.lines(unit) for run in line.runs if run.is_source]
    return "".join(text for _, text in sorted(runs, key=lambda run: run[0]))


def _first_lost(text: str, drawn: str) -> str:
    """The letters before and from the first one that is not drawn; empty if all are."""
    letters, position = _visible(text), 0
    for index, letter in enumerate(letters):
        found = drawn.find(letter, position)
        if found < 0:
            return "".join(letters[max(index - 40, 0) : index + 20])
        position = found + 1
    return ""


def _check(text: str, width: int) -> None:
    paper = paper_of(text, width)

    assert _first_lost(text, _drawn_in_order(paper)) == ""
    for line in lines_of(paper):
        assert cell_len(text_of(line.runs)) <= width


@pytest.mark.parametrize("width", [20, 58, 200])
@pytest.mark.parametrize("text", HARD)
def test_no_word_is_lost(text: str, width: int) -> None:
    _check(text, width)


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_a_seed_is_lost(name: str) -> None:
    _check(seed(name), 34)


def test_no_word_is_lost_in_the_source() -> None:
    paper = Document(SOURCE, UNICODE)
    paper.resize(24)
    paper.update(pieces(*HARD))

    assert "".join(text_of(line.runs) for line in lines_of(paper)).replace(" ", "") == (
        "".join(HARD).replace(" ", "").replace("\n", "").replace("\t", "")
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_word_of_a_real_document_is_lost(file: Path) -> None:
    _check(file.read_text(encoding="utf-8", errors="replace"), 58)
