"""Running the app, and the summary that the command line prints when it has closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from screens.app import DraftOpener, PlanWizard
from screens.terminal.shutdown import ShutdownWatcher
from wizard.files.crash_report import write_crash_report
from wizard.message_text import sanitize_title

if TYPE_CHECKING:
    from screens.launch.launch import Launch
    from wizard.plans.opening.plan_ways import PlanWays


class ExitSummary(Struct, frozen=True):
    """What the command line says when the app has closed."""

    draft: str = ""
    """The name that resumes the draft that was open, or nothing."""
    title: str = ""
    answered: int = 0
    total: int = 0
    saved: tuple[Path, ...] = ()
    """The files last saved, the plan first; nothing if an answer has changed since."""
    trouble: str = ""
    """Why the draft is not saved, or nothing."""
    unfinished_save: Path | None = None
    """The file of a plan that was still being saved, and of which it is not known what it is."""
    worked_off: Path | None = None
    """The plan whose tasks were on the screen last, when no draft was open."""
    done: int = 0
    tasks: int = 0
    is_interrupted: bool = False
    """Whether Ctrl+C or a signal ended it."""
    return_code: int = 0
    fault: str = ""
    """The class name of the unexpected exception that ended the app, or nothing."""
    report: Path | None = None
    """The crash report of that exception."""


def close_and_summarize(app: PlanWizard, tell_waiting: Callable[[], None] | None = None) -> ExitSummary:
    """Close the open draft and return the summary; `tell_waiting` is called when the disk does not respond at once."""
    draft, files = app.draft, app.saved_files()
    app.close_draft(tell_waiting)
    code = app.return_code or 0
    fault = "" if app.fault is None else type(app.fault).__name__
    report = None if app.fault is None else write_crash_report(app.fault)
    if draft is None:
        path, counts = app.worked_off or (None, None)
        return ExitSummary(
            unfinished_save=app.unfinished_save,
            worked_off=path,
            done=0 if counts is None else counts.done,
            tasks=0 if counts is None else counts.total,
            is_interrupted=app.is_interrupted,
            return_code=code,
            fault=fault,
            report=report,
        )
    interview = draft.interview
    progress = interview.progress()
    return ExitSummary(
        draft="" if app.has_discarded_draft else draft.resume_name,
        title=sanitize_title(interview.title()),
        answered=progress.answered,
        total=progress.total,
        saved=files,
        trouble="" if draft.status.problem is None else str(draft.status.problem),
        unfinished_save=app.unfinished_save,
        is_interrupted=app.is_interrupted,
        return_code=code,
        fault=fault,
        report=report,
    )


def run(
    open_draft: DraftOpener | None = None,
    tell_waiting: Callable[[], None] | None = None,
    *,
    watches_template: bool = False,
    launch: Launch | None = None,
) -> ExitSummary:
    """Run the app until the user leaves, then close the draft and return the summary.

    The app begins with the draft to open, or without one on the start screen; with `watches_template` the interview
    follows the template of that draft. `launch` shows the first frame, or is given it to keep. When the app has closed,
    and the disk does not respond at once, `tell_waiting` is called. Raise `WizardError` when the draft cannot be
    opened.
    """
    shutdown = ShutdownWatcher()
    app = PlanWizard(open_draft, shutdown, watches_template=watches_template, launch=launch)
    with shutdown.watch():
        try:
            app.run()
        finally:
            shutdown.report_app_left()
            ending = close_and_summarize(app, tell_waiting)
    if app.problem is not None:
        raise app.problem
    return ending


def run_plan(ways: PlanWays) -> ExitSummary:
    """Run the app with a plan that has tasks until the user leaves, and return the summary."""
    shutdown = ShutdownWatcher()
    app = PlanWizard(shutdown=shutdown, ways=ways)
    with shutdown.watch():
        try:
            app.run()
        finally:
            shutdown.report_app_left()
            ending = close_and_summarize(app)
    return ending


def run_preview(source: str, *, watches_template: bool, has_examples: bool) -> ExitSummary:
    """Run the app with the plan of a template, by its name or path, until the user leaves; return the summary."""
    from screens.templates.template_preview import PreviewedTemplate

    previewed = PreviewedTemplate.read(source, watches_template=watches_template, has_examples=has_examples)
    shutdown = ShutdownWatcher()
    app = PlanWizard(shutdown=shutdown, previewed=previewed)
    with shutdown.watch():
        try:
            app.run()
        finally:
            shutdown.report_app_left()
            ending = close_and_summarize(app)
    return ending
