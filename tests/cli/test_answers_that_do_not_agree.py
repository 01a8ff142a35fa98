"""Files of answers of which some are invalid because of the others."""

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
      - {id: start, kind: date, label: Start}
      - {id: end, kind: date, label: End, valid: end >= start, valid_message: It ends first.}
      - {id: parts, kind: list, label: Parts}
      - {id: first, kind: choice, label: First, options: {from: parts}}
---
{{ start }} {{ end }} {{ first }}
"""


@pytest.mark.parametrize("answers", ["start: 2026-03-01\nend: 2026-02-01\n", "parts: [a]\nfirst: b\n"])
def test_a_file_with_answers_that_do_not_agree_is_refused_whole_unless_it_was_saved(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "z.md").write_text(TEMPLATE)
    (tmp_path / "a.yaml").write_text(answers)

    refused = program("render", "z.md", "--answers", "a.yaml")

    assert (refused.code, refused.out) == (2, "")
    assert "a.yaml:2:" in refused.err and "invalid-answer" in refused.err

    (tmp_path / "a.yaml").write_text(
        "template: ./z.md\nanswers: {" + ", ".join(answers.split("\n")[:2]) + "}\nsaved: {}\n"
    )

    assert program("render", "z.md", "--answers", "a.yaml").code == 0
    checked = program("check", "a.yaml")
    assert checked.code == 1 and "invalid-answer" in checked.out


def test_settings_put_over_a_file_can_make_it_valid(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "z.md").write_text(TEMPLATE)
    (tmp_path / "a.yaml").write_text("first: b\n")

    assert program("render", "z.md", "--answers", "a.yaml", "--set", "parts=[b]").code == 0
