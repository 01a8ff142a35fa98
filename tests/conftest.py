"""What every test begins with: its own empty home, and no animation to wait for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from commands import Program
from kept_templates import put_kept_templates

if TYPE_CHECKING:
    from pathlib import Path

# Textual reads it once, at import.
os.environ["TEXTUAL_ANIMATIONS"] = "none"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures that the long runs have printed."""
    for report in terminalreporter.getreports("passed"):
        if "soak" in report.keywords and report.capstdout.strip():
            terminalreporter.write_line(report.capstdout.strip())


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty PLAN_WIZARD_HOME of the test's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("PLAN_WIZARD_HOME", str(folder))
    for name in ("PLAN_WIZARD_PROMPTS", "NO_COLOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def program(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program, run in this process; it has read the built-in templates before."""
    put_kept_templates(home)
    return Program(capsys, monkeypatch)
