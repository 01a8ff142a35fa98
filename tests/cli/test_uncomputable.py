"""Answers for which a template can compute nothing block neither the plan nor saving it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Program

TEMPLATE = """\
---
wizard: 1
name: z
title: Z
sections:
  - title: S
    questions:
      - {id: m, kind: line, label: M}
      - {id: n, kind: number, label: N}
      - {id: rows, kind: table, label: Rows, columns: [{id: cost, kind: number, label: Cost}]}
---
# {{ m }}

Each: BODY
"""


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("{{ 5 / n }}", "n"),
        ("{{ 5 // n }}{{ 5 % n }}", "n"),
        ("{{ (rows | sum('cost')) / (rows | length) }}", "rows"),
        ("{% if 5 / n > 1 %}x{% endif %}", "n"),
    ],
)
def test_what_cannot_be_computed_is_told_and_saved_without(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "z.md").write_text(TEMPLATE.replace("BODY", body))
    settings = ("--set", "m=M", "--set", "n=0", "--set", "rows=[]")

    started = program("new", "./z.md", "--draft", "z", "--json", *settings)
    saved = program("save", "z", "-o", "plan.md")
    checked = program("check", "plan.md")

    assert [each["path"] for each in started.document["open"]] == [path]
    assert saved.code == 1
    assert (tmp_path / "plan.md").read_text() == "# M\n\nEach: \n"
    assert "'n': 0" in (tmp_path / "plan.answers.yaml").read_text()
    assert checked.code == 1 and "has no value" in checked.out


def test_a_division_behind_a_condition_is_told_only_where_it_stands(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "z.md").write_text(TEMPLATE.replace("BODY", "{% if n %}{{ 5 / n }}{% endif %}{{ 4 / n if n else 0 }}"))

    started = program("new", "./z.md", "--draft", "z", "--json", "--set=m=M", "--set=n=0", "--set=rows=[]")

    assert started.document["open"] == []
