"""The program as it is run from a shell, for tests."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.patience import PATIENCE
from tests.support.warm_process import run_python
from wizard.cli.main import main


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the program gave."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def problems(self) -> list[dict[str, Any]]:
        """The problems that standard error tells as JSON."""
        return json.loads(self.err)["problems"]


class Program:
    """Runs commands in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: str, stdin: str = "") -> Outcome:
        """The outcome of `plan-wizard ARGUMENTS`."""
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        self._capsys.readouterr()
        code = main(arguments)
        captured = self._capsys.readouterr()
        return Outcome(code, captured.out, captured.err)


def run_installed(*arguments: str, **rest: Any) -> subprocess.CompletedProcess[str]:
    """The installed program in a process of its own, without a terminal."""
    command = [sys.executable, "-m", "wizard", *arguments]
    return run_python(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=PATIENCE, **rest)
