"""A fault of the program: one sentence, the draft, and a report; never what the user wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.run import ExitSummary
from tests.support.cached_templates import put_kept_templates
from tests.support.small_plan import put_template
from tests.support.terminals import terminal
from wizard.cli.full_screen import farewell_lines
from wizard.drafts.draft import read_draft

BROKEN = """
from screens.question_pane.session import InterviewSession

press = InterviewSession.press

def faulty(self, key):
    confided = self.interview.answers.get("name")
    if key.key == "exclamation_mark":
        raise ValueError(f"{confided} is too much")
    return press(self, key)

InterviewSession.press = faulty
"""


@pytest.fixture
def broken(tmp_path: Path) -> str:
    """A folder from which Python makes the program stumble at an exclamation mark."""
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(BROKEN)
    return f"{folder}:{Path(__file__).parents[2]}"


def test_after_a_fault_there_is_one_sentence_and_nothing_is_lost(home: Path, broken: str, tmp_path: Path):
    put_template(home)
    put_kept_templates(home)
    with terminal(["new", "small"], {"PLAN_WIZARD_HOME": str(home), "PYTHONPATH": broken}, tmp_path) as shown:
        shown.wait_for("What is it called")
        shown.type("Relay")
        shown.wait_for("Relay")
        begun = len(shown.output)
        shown.type("!")
        code = shown.wait()
        told = shown.output[begun:].decode("utf-8", "replace").replace("\r", "")

    report = next((home / "faults").iterdir())
    assert code == 2
    assert told.endswith(
        "plan-wizard stopped because of an internal error (ValueError).\n"
        "Relay is saved as a draft (1 of 5 answered). Continue with: plan-wizard resume small\n"
        f"Details are in {report}.\n"
    )
    assert "Traceback" not in told and "confided" not in told and "too much" not in told
    assert "\x1b[?1049l" in told
    assert read_draft("small")[0].answers == {"name": "Relay"}
    assert "in faulty" in report.read_text()
    assert report.stat().st_mode & 0o777 == 0o600


def test_without_a_draft_a_fault_is_told_alone():
    assert farewell_lines(ExitSummary(fault="KeyError")) == (
        "plan-wizard stopped because of an internal error (KeyError).",
    )
