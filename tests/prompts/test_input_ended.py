"""Where piped lines ended is told by the name of the prompt."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.one_question import template_text
from tests.support.patience import PATIENCE
from tests.support.warm_process import run_python

QUESTIONS = """\
id: name
kind: line
label: Name?
id: rows
kind: table
label: Rows?
columns: [{id: what, kind: line, label: What?}, {id: who, kind: line, label: Who?}]
"""


@pytest.mark.parametrize(
    ("lines", "prompt"),
    [
        ("", "name (Name?)"),
        ("Relay\nfirst\n", "rows[0].who (Who?)"),
        (":save\n", "Save as"),
        (":save\nnowhere/relay.md\n", "Write yes to make the folder"),
        (":save\ntaken.md\n", "the choice of what to save"),
        (":save\n:back\n", "name (Name?)"),
    ],
)
def test_the_prompt_at_which_the_input_ended_is_named(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, prompt: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.md").write_text(template_text(QUESTIONS, "{{ name }}\n"))
    Path("taken.md").write_text("Somebody else's.\n")

    command = [sys.executable, "-m", "wizard", "new", "./t.md", "--prompts"]
    ended = run_python(command, input=lines, capture_output=True, text=True, timeout=PATIENCE, check=False)

    assert ended.returncode == 1
    assert f"The input ended at {prompt}; the plan is not saved." in ended.stderr
