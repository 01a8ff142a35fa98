"""The app from its first frame to what the command line says when it has closed."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from screens.app import Opening, PlanWizard
from screens.terminal.shutdown import Endings
from wizard.files.crash_report import write_report
from wizard.text import visible_title


class Ending(Struct, frozen=True):
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


def ended(app: PlanWizard) -> Ending:
    """Close the open draft, and tell what is kept of it."""
    draft, files = app.draft, app.saved_files()
    app.close_draft()
    code = app.return_code or 0
    fault = "" if app.fault is None else type(app.fault).__name__
    report = None if app.fault is None else write_report(app.fault)
    if draft is None:
        return Ending(is_interrupted=app.is_interrupted, return_code=code, fault=fault, report=report)
    interview = draft.interview
    progress = interview.progress()
    return Ending(
        draft=draft.goes_by if draft.status.trouble is not None or draft.folder.exists() else "",
        title=visible_title(interview.title()),
        answered=progress.answered,
        total=progress.total,
        saved=files,
        trouble="" if draft.status.trouble is None else str(draft.status.trouble),
        is_interrupted=app.is_interrupted,
        return_code=code,
        fault=fault,
        report=report,
    )


def run(opening: Opening | None = None) -> Ending:
    """Run the app until the user leaves, on the start screen or with a draft to open; the draft is closed then.

    WizardError when the draft does not open.
    """
    endings = Endings()
    app = PlanWizard(opening, endings)
    with endings.watched():
        try:
            app.run()
        finally:
            endings.has_left()
            ending = ended(app)
    if app.problem is not None:
        raise app.problem
    return ending
