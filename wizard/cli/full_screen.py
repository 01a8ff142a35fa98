"""The full screen, opened from the command line, and the lines printed when it has closed."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wizard.cli.streams import tell
from wizard.errors import WizardError
from wizard.exit_code import ExitCode
from wizard.files.ending_signals import ENDING_SIGNALS, begin_waiting, end_waiting
from wizard.message_text import sanitize_line
from wizard.optional_modules import hide_modules

if TYPE_CHECKING:
    from pathlib import Path

    from screens.launch.launch import Launch
    from screens.run import ExitSummary
    from wizard.drafts.draft import Draft
    from wizard.plans.opening.plan_ways import PlanWays

TERMS_WITHOUT_CURSOR = ("dumb", "unknown")
"""Values of TERM that name terminals which cannot place the cursor."""


_WITHOUT_TERMINAL = (
    "with --prompts the answers may come through a pipe, "
    "and plan-wizard render and plan-wizard new --draft NAME --json work without"
)


def _require_terminal(instead: str = _WITHOUT_TERMINAL) -> None:
    """Raise WizardError, which says what works `instead`, when no terminal can show a full screen."""
    streams = {"standard input": sys.stdin, "standard output": sys.stdout, "standard error": sys.stderr}
    for name, stream in streams.items():
        if stream is None or not stream.isatty():
            raise WizardError(f"this needs a terminal, but {name} is not one; {instead}")
    if os.environ.get("TERM", "") in TERMS_WITHOUT_CURSOR:
        raise WizardError("this needs a terminal that can position the cursor, but TERM says this one cannot")


def can_open_screen() -> bool:
    """Return whether there is a terminal that can show a full screen, and nobody asked for lines."""
    if os.environ.get("PLAN_WIZARD_PROMPTS", "") not in ("", "0"):
        return False
    try:
        _require_terminal()
    except WizardError:
        return False
    return True


def open_preview(source: str, *, watches_template: bool, has_examples: bool) -> int:
    """Run the app with the plan of a template; WizardError when there is no terminal that can show it."""
    _require_terminal("without --watch the plan is printed")
    with _starting_app():
        from screens.run import run_preview

        ending = run_preview(source, watches_template=watches_template, has_examples=has_examples)
    return _end(ending)


def open_screen(
    opening: Callable[[], Draft] | None = None,
    *,
    watches_template: bool = False,
    launch: Launch | None = None,
) -> int:
    """Run the app on the start screen, or with a draft that is opened after the first frame; return the exit code.

    With `watches_template` the interview follows its template's file. `launch` has the first frame on the
    terminal already, or is given it to keep. WizardError when there is no terminal that can show it.
    """
    _require_terminal()
    with _starting_app():
        from screens.run import run

        ending = run(opening, lambda: tell("Still saving."), watches_template=watches_template, launch=launch)
    exit_code = _end(ending)
    if ending.draft and not ending.saved and not ending.trouble and not ending.fault:
        from wizard.cli.draw_ahead import begin_drawing_ahead

        begin_drawing_ahead(ending.draft)
    return exit_code


def open_plan_screen(ways: PlanWays) -> int:
    """Run the app with a plan that has tasks; WizardError when there is no terminal that can show it."""
    without = "plan-wizard status lists its tasks and plan-wizard tick ticks them without"
    _require_terminal(f"{without}. {ways.why_no_interview}".rstrip(". "))
    with _starting_app():
        from screens.run import run_plan

        ending = run_plan(ways)
    return _end(ending)


def _end(ending: ExitSummary) -> int:
    """Print what has come of the app, and return the exit code."""
    for line in farewell_lines(ending):
        tell(line)
    if ending.fault:
        return ExitCode.FAULT
    if ending.is_interrupted:
        return ExitCode.INTERRUPTED
    if ending.trouble and not ending.saved:
        return ExitCode.FINDINGS
    return ending.return_code


@contextmanager
def _starting_app() -> Generator[None]:
    """Set up the process, and let the signals that end the program wait until the app watches for them.

    While modules are imported Python loses one of them now and then: what it raises in a callback is only printed.
    """
    begin_waiting(ENDING_SIGNALS)
    try:
        prepare_process()
        yield
    finally:
        end_waiting(ENDING_SIGNALS)


def prepare_process() -> None:
    """Set up the process for Textual, before it is imported."""
    # Both are read when Textual is imported: a change is on the screen within 4 ms, and no garbage
    # is collected before the first screen is there (the app collects again from then on).
    os.environ.setdefault("TEXTUAL_FPS", "240")
    gc.disable()
    # The app opens no connection and packs no archive: without TLS, bzip2 and LZMA it is there 8 ms earlier, and 4 MB
    # smaller. Textual imports both; this is the first time.
    with hide_modules("ssl", "bz2", "lzma"):
        import asyncio  # noqa: F401  # pyright: ignore[reportUnusedImport]
        import shutil  # noqa: F401  # pyright: ignore[reportUnusedImport]
    # What the app has drawn goes to the terminal in a thread, which would wait up to 5 ms for the app to pause.
    sys.setswitchinterval(0.0005)


def farewell_lines(ending: ExitSummary) -> tuple[str, ...]:
    """Return what is saved and how to come back to it, and after a fault of the program what happened."""
    if not ending.fault:
        return _outcome_lines(ending)
    stopped = f"plan-wizard stopped because of an internal error ({ending.fault})."
    where = () if ending.report is None else (f"Details are in {sanitize_line(str(ending.report))}.",)
    return (stopped, *_outcome_lines(ending), *where)


def _outcome_lines(ending: ExitSummary) -> tuple[str, ...]:
    if ending.saved:
        return tuple(f"Saved {sanitize_line(str(path))}" for path in ending.saved)
    told = () if ending.unfinished_save is None else (_unfinished_save_line(ending.unfinished_save),)
    if not ending.draft:
        return told if ending.worked_off is None else (*told, _tasks_line(ending.worked_off, ending.done, ending.tasks))
    if ending.trouble:
        return (*told, f"{ending.title} is not saved: {ending.trouble}")
    return (*told, saved_draft_line(ending.title, ending.draft, ending.answered, ending.total))


def _unfinished_save_line(path: Path) -> str:
    """Return the line that tells that nobody has seen the end of saving a plan."""
    name = sanitize_line(path.name)
    return f"{name} was still being saved because the disk did not respond. Save it again to be sure."


def _tasks_line(path: Path, done: int, total: int) -> str:
    """Return the line that tells how far the tasks of a plan are."""
    goes_on = "" if done == total else f" Continue with: plan-wizard open {_shell_quote(str(path))}"
    return sanitize_line(f"{path.name}: {done} of {total} tasks done.{goes_on}")


def saved_draft_line(title: str, draft: str, answered: int, total: int) -> str:
    """Return the line that tells how to resume a draft that was left."""
    kept = f"{title} is saved as a draft ({answered} of {total} answered)."
    return f"{kept} Continue with: plan-wizard resume {_shell_quote(draft)}"


def _shell_quote(name: str) -> str:
    import shlex

    return shlex.quote(name)
