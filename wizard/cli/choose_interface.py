"""Which interface an interview gets, and the interview line by line until the draft is closed."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, TextIO

from wizard.cli.full_screen import TERMS_WITHOUT_CURSOR, saved_draft_line
from wizard.cli.parser import Arguments
from wizard.cli.streams import tell
from wizard.errors import WizardError
from wizard.exit_code import ExitCode
from wizard.message_text import sanitize_line, sanitize_title

if TYPE_CHECKING:
    from wizard.drafts.draft import Draft
    from wizard.interview.interview import Interview
    from wizard.prompts.conversation import ConversationEnd
    from wizard.prompts.review_prompts import SavingReviewPrompt
    from wizard.prompts.terminal.dialogue import Dialogue
    from wizard.prompts.terminal.signals import SignalGuard

_FAMILIES_WITH_CURSOR = {"alacritty", "foot", "kitty", "linux", "rxvt", "screen", "tmux", "vt100", "vt220", "xterm"}
"""What TERM begins with, up to a hyphen, where nobody needs curses (1 ms, 0.5 MB) to know that the cursor moves."""


def wants_prompts(arguments: Arguments) -> bool:
    """Whether to ask line by line: on request, or because the terminal cannot place the cursor."""
    if arguments.prompts or _requested_prompts() not in ("", "0"):
        return True
    return _is_terminal(sys.stdin) and not _can_place_cursor()


def run_interview(arguments: Arguments, opening: Callable[[], Draft] | None = None) -> int:
    """Run the interview line by line if that is asked for or needed, else on the full screen; return the exit code.

    Without a draft to open the user chooses one, or a template, first.
    """
    if wants_prompts(arguments):
        if arguments.watch:
            raise WizardError("--watch needs the full screen, but this terminal is asked line by line")
        return _run_conversation(opening)
    from wizard.cli.full_screen import open_screen

    return open_screen(opening, watches_template=arguments.watch, launch=arguments.launch)


def _run_conversation(opening: Callable[[], Draft] | None) -> ExitCode:
    from wizard.prompts.terminal.dialogue import HungUp, InputEnded, Interrupted
    from wizard.prompts.terminal.output import unblocked_stderr
    from wizard.prompts.terminal.signals import SignalGuard

    if sys.stdin is None or sys.stdin.closed:
        raise WizardError("cannot read answers: standard input is closed")
    gc.enable()  # an interview may last for hours
    signals = SignalGuard()
    with signals.catch(), unblocked_stderr(signals):
        try:
            with _open_dialogue(signals) as dialogue:
                draft = opening() if opening is not None else _choose_draft(dialogue)
                return _run_with_draft(draft, dialogue, signals)
        except InputEnded:
            tell("The input ended before you chose anything; no plan was started.")
            return ExitCode.FINDINGS
        except HungUp:
            return ExitCode.DONE
        except (Interrupted, KeyboardInterrupt):
            return ExitCode.INTERRUPTED


def _choose_draft(dialogue: Dialogue) -> Draft:
    from wizard.prompts.start_prompt import choose_start

    return choose_start(dialogue)()


def _run_with_draft(draft: Draft, dialogue: Dialogue, signals: SignalGuard) -> ExitCode:
    from wizard.prompts.conversation import Conversation
    from wizard.prompts.read_back_prompts import take_edits
    from wizard.prompts.review_prompts import SavingReviewPrompt
    from wizard.prompts.terminal.dialogue import HungUp, InputEnded
    from wizard.prompts.unsaved_draft import DraftNotices

    ending: ConversationEnd = "left"
    ended_at = ""
    review = SavingReviewPrompt(draft.plan_path, draft.orphans, lambda: draft.last_save)
    try:
        for notice in draft.notices:
            tell(notice)
        take_edits(draft, dialogue)
        conversation = Conversation(draft.interview, draft, dialogue, review, notices=DraftNotices(draft))
        ending = conversation.run()
        if ending == "input ended":
            ended_at = conversation.ended_at or _question_line(draft.interview)
    except InputEnded as end:
        ending, ended_at = "input ended", end.prompt
    except HungUp:
        ending = "left"
    except KeyboardInterrupt:
        ending = "interrupted"
    finally:
        signals.ignore_further()
        if ending == "input ended":
            tell(f"The input ended at {ended_at}; the plan is not saved.")
        is_kept = _finish_draft(draft, review)
    match ending:
        case "interrupted":
            return ExitCode.INTERRUPTED
        case "input ended":
            return ExitCode.FINDINGS
        case "saved" | "left":
            return ExitCode.DONE if is_kept else ExitCode.FINDINGS


def _finish_draft(draft: Draft, review: SavingReviewPrompt) -> bool:
    """Close the draft, and tell what is saved and where; return False if neither the plan nor the draft is."""
    saved, title = review.saved, sanitize_title(draft.interview.title())
    if saved is not None:
        from wizard.plans.opening.recent_plans import remember_plan

        draft.finish(saved.last_save)
        remember_plan(saved.plan_path, draft.interview.template.title)
    status = draft.close_anywhere(tell_waiting=lambda: tell("Still saving."))
    if saved is not None:
        for path in (saved.plan_path, saved.answers_path, *saved.backup_paths):
            tell(f"Saved {sanitize_line(str(path))}")
        for line in (saved.report.words(), saved.version_problem):
            if line:
                tell(line)
    elif status.problem is not None:
        tell(f"{title} is not saved: {status.problem}")
    else:
        progress = draft.interview.progress()
        tell(saved_draft_line(title, draft.resume_name, progress.answered, progress.total))
    return saved is not None or status.problem is None


def _question_line(interview: Interview) -> str:
    """Return the path and the label of the current question, or of the cell at which its table is."""
    from wizard.model.answers import format_path
    from wizard.prompts.ask_table import cell_at

    path, question = interview.current, interview.question()
    if question.kind == "table":
        path = (*path, *cell_at(interview))
        question = interview.question(path)
    return f"{format_path(path)} ({sanitize_line(question.label)})"


def _open_dialogue(signals: SignalGuard) -> AbstractContextManager[Dialogue]:
    """Return the plain dialogue if the terminal cannot redraw or is none, else the one with menus."""
    is_plain = _requested_prompts() == "plain" or not _can_place_cursor()
    if not is_plain and _is_terminal(sys.stdin) and _is_terminal(sys.stderr):
        from wizard.prompts.terminal.menu_dialogue import MenuDialogue

        return MenuDialogue.open(signals)
    from wizard.prompts.terminal.plain_dialogue import PlainDialogue

    return PlainDialogue.open(signals)


def _requested_prompts() -> str:
    return os.environ.get("PLAN_WIZARD_PROMPTS", "")


def _can_place_cursor() -> bool:
    """Whether the terminal can place its cursor; true for one that the terminfo database does not know."""
    kind = os.environ.get("TERM", "")
    if sys.platform == "win32" or not kind:
        return sys.platform == "win32"
    if kind in TERMS_WITHOUT_CURSOR:
        return False
    if kind.split("-")[0] in _FAMILIES_WITH_CURSOR:
        return True
    from curses import error, setupterm, tigetstr

    try:
        setupterm(kind, 1)
    except error:
        return True
    return bool(tigetstr("cup"))


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()
