"""The app from its first frame to what the command line says when it has closed."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from screens.app import DraftOpener, PlanWizard
from screens.terminal.shutdown import ShutdownWatcher
from wizard.files.crash_report import write_crash_report
from wizard.text import sanitize_title


class ExitSummary(Struct, frozen=True):
    """What is kept when the app has closed, for the command line to say."""

    draft: str = ""
    """What leads back to the draft that was open, or nothing."""
    title: str = ""
    answered: int = 0
    total: int = 0
    saved: tuple[Path, ...] = ()
    """The files that were saved last, the plan first; nothing when the draft has gone on since."""
    trouble: str = ""
    """Why the draft is not kept, if it is not."""
    is_interrupted: bool = False
    """Whether Ctrl+C or a signal ended it."""
    return_code: int = 0
    fault: str = ""
    """What kind of fault of the program ended it, if one did."""
    report: Path | None = None
    """The file that says where it happened."""


def close_and_summarize(app: PlanWizard) -> ExitSummary:
    """Close the open draft, and tell what is kept of it."""
    draft, files = app.draft, app.saved_files()
    app.close_draft()
    code = app.return_code or 0
    fault = "" if app.fault is None else type(app.fault).__name__
    report = None if app.fault is None else write_crash_report(app.fault)
    if draft is None:
        return ExitSummary(is_interrupted=app.is_interrupted, return_code=code, fault=fault, report=report)
    interview = draft.interview
    progress = interview.progress()
    return ExitSummary(
        draft=draft.resume_name if draft.status.problem is not None or draft.folder.exists() else "",
        title=sanitize_title(interview.title()),
        answered=progress.answered,
        total=progress.total,
        saved=files,
        trouble="" if draft.status.problem is None else str(draft.status.problem),
        is_interrupted=app.is_interrupted,
        return_code=code,
        fault=fault,
        report=report,
    )


def run(opening: DraftOpener | None = None) -> ExitSummary:
    """Run the app until the user leaves, on the start screen or with a draft to open; the draft is closed then.

    WizardError when the draft does not open.
    """
    endings = ShutdownWatcher()
    app = PlanWizard(opening, endings)
    with endings.watch():
        try:
            app.run()
        finally:
            endings.report_app_left()
            ending = close_and_summarize(app)
    if app.problem is not None:
        raise app.problem
    return ending
