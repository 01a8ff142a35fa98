"""What every test begins with: its own empty home, no animation to wait for, and short waits for an idle screen.

The home of whoever runs the suite is out of reach of it, and the end of a run says whether that held.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.support.own_home import Watch, own_environment, user_environment, watch_user

if TYPE_CHECKING:
    from tests.support.commands import Program

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
"""Whether another process of this run began before this one, and with it the watch."""

_MOST_PATHS = 10


def _move_out() -> Watch | None:
    """Give this process, and what it starts, a home of its own; return the watch over the one that was left."""
    watch = None if IS_WORKER else watch_user()
    # Where pytest keeps the folders of the last runs, whose files tell why a test failed.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(prefix="plan-wizard-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(own_environment(folder))
    tempfile.tempdir = None  # it is read from the environment once, and pytest has already asked
    return watch


# What is imported from here on may read these when it is imported, as Textual does the last one.
WATCH = _move_out()
os.environ["TEXTUAL_ANIMATIONS"] = "none"

from textual import _wait  # noqa: E402  # it reads the variable when it is imported

from tests.support.cached_templates import compile_built_in_templates  # noqa: E402  # the same
from tests.support.drawn_on_sight import draw_on_sight  # noqa: E402  # the same
from tests.support.kept_style_sheets import keep_style_sheets  # noqa: E402  # the same

# Textual's pilot waits in steps of 20 ms until the process is idle in one of them, after every key.
_wait.SLEEP_GRANULARITY, _wait.SLEEP_IDLE = 0.005, 0.00125
_wait.wait_for_idle.__defaults__ = (_wait.SLEEP_GRANULARITY, 1)
keep_style_sheets()
compile_built_in_templates()
draw_on_sight()

# How long an example takes says how busy the machine is.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return half as many again as there are cores: half of their time tests wait for terminals and timers."""
    return max(2, (os.cpu_count() or 1) * 3 // 2)


def pytest_collection_finish() -> None:
    """Spare the collector what lives until the end: every module and ten thousand tests."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that wrote to the home of whoever runs it."""
    if WATCH is not None and WATCH.written():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures of the long runs, and whether the home of whoever runs this was left alone."""
    for report in terminalreporter.getreports("passed"):
        if "soak" in report.keywords and report.capstdout.strip():
            terminalreporter.write_line(report.capstdout.strip())
    written = WATCH.written() if WATCH is not None else []
    for path in written[:_MOST_PATHS]:
        terminalreporter.write_line(
            f"ERROR written while this ran, by a test or by a program of yours: {path}", red=True
        )
    if len(written) > _MOST_PATHS:
        terminalreporter.write_line(f"ERROR and {len(written) - _MOST_PATHS} more", red=True)
    if not written:
        terminalreporter.write_line("Nothing was written to the home of whoever runs this.")


_users = count()


@pytest.fixture
def user(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder of the test's own: HOME and the XDG folders."""
    folder = tmp_path_factory.getbasetemp() / f"user-{next(_users)}"
    for variable, value in user_environment(folder).items():
        monkeypatch.setenv(variable, value)
    return folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, user: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty PLAN_WIZARD_HOME of the test's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("PLAN_WIZARD_HOME", str(folder))
    for name in ("PLAN_WIZARD_PROMPTS", "NO_COLOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the user is, where plans are saved whose names have none; for tests that ask for it."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def program(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program, run in this process; it has read the built-in templates before."""
    from tests.support.cached_templates import put_kept_templates
    from tests.support.commands import Program

    put_kept_templates(home)
    return Program(capsys, monkeypatch)


@pytest.fixture
def saved_project(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a saved plan of `tests.support.edited_plan` to be edited by hand."""
    from tests.support.edited_plan import PLAN, project
    from wizard.plans.saving.save import save

    place = tmp_path / "work"
    place.mkdir()
    monkeypatch.chdir(place)
    save(project(), PLAN)
    return place
