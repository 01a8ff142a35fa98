"""Hostile files, answers and names: taken or refused with words, never a traceback, a hang, or a file elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no alarm that stops what takes too long", allow_module_level=True)

from tests.support.fuzzing import KINDS, Fuzz, Tally, try_case

CASES = 34
"""Of each kind; loops over loops take seconds until their limit stops them, and are left to `make soak`."""
DEAR_CASES = {"10 MB line": 8}


@pytest.fixture(scope="module")
def fuzz(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzz]:
    """Folders with a draft and a saved plan in them."""
    before, home = Path.cwd(), os.environ.get("PLAN_WIZARD_HOME")
    yield Fuzz(tmp_path_factory.mktemp("fuzz"))
    os.chdir(before)
    if home is not None:
        os.environ["PLAN_WIZARD_HOME"] = home


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "loops over loops"])
def test_what_strangers_bring_is_taken_or_refused(fuzz: Fuzz, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_WIZARD_HOME", str(fuzz.home))
    tally, seed = Tally(), int.from_bytes(os.urandom(4))

    for number in range(DEAR_CASES.get(kind, CASES)):
        try_case(fuzz, kind, f"{seed}-{number}", tally)

    assert tally.faults == []


@pytest.mark.soak
def test_ten_thousand_cases_from_strangers() -> None:
    command = [sys.executable, str(Path(__file__).parent / "support" / "fuzzing.py"), "10000"]
    root = str(Path(__file__).parent.parent)

    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": root})

    print(done.stdout)  # noqa: T201
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
