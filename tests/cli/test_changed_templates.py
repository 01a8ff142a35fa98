"""Drafts whose template changes between one command and the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Program

TEMPLATE = """\
---
wizard: 1
name: k
title: K
sections:
  - title: S
    questions:
      - {{id: a, kind: line, label: A}}
      - {{id: b, kind: {kind}, label: B}}
---
# {{{{ a }}}}

{{{{ b }}}}
"""


def test_an_answer_put_aside_is_in_the_plan_as_soon_as_its_kind_is_back(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    template = tmp_path / "k.md"
    template.write_text(TEMPLATE.format(kind="text"))
    program("new", "./k.md", "--draft", "r1", "--set", "a=A", "--set", "b=Beta text", "--json")
    template.write_text(TEMPLATE.format(kind="list"))
    listed = program("answer", "r1", stdin='{"b": ["item"]}')
    template.write_text(TEMPLATE.format(kind="text"))

    told = program("next", "r1").err
    program("save", "r1", "-o", "r1.md")

    assert "1 answer is kept aside until it fits again: b (its question asks for a list now)." in listed.err
    assert "1 answer is kept aside until it fits again: b (its question asks for text now)." in told
    assert (tmp_path / "r1.md").read_text() == "# A\n\nBeta text\n"

    template.write_text(TEMPLATE.format(kind="list"))
    program("open", "r1.md", "--draft", "again", "--json")
    program("save", "again", "-o", "again.md")

    assert (tmp_path / "again.md").read_text() == "# A\n\nitem\n"
