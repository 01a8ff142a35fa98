"""The interview line by line, from the command line: when it is chosen, and how it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, TextIO

from wizard.cli.full_screen import INTERRUPTED, kept_line
from wizard.cli.parser import Arguments
from wizard.cli.streams import tell
from wizard.errors import WizardError
from wizard.text import visible_line, visible_title

if TYPE_CHECKING:
    from wizard.drafts.draft import Draft
    from wizard.prompts.review_prompts import SavingReview
    from wizard.prompts.terminal.dialogue import Talk
    from wizard.prompts.terminal.signals import Signals

_WITHOUT_CURSOR = ("dumb", "unknown")


def is_wanted(arguments: Arguments) -> bool:
    """Whether to ask line by line: because it was asked for, or because the terminal cannot place the cursor."""
    if arguments.prompts or _asked_for() not in ("", "0"):
        return True
    return _is_terminal(sys.stdin) and not _can_place_cursor()


def open_start(arguments: Arguments) -> int:
    """Let the user choose what to begin with: line by line, or on the start screen."""
    if is_wanted(arguments):
        return hold_conversation()
    from wizard.cli.full_screen import open_start_screen

    return open_start_screen()


def hold_conversation(opening: Callable[[], Draft] | None = None) -> int:
    """Ask line by line until the plan is saved or the user leaves; gives the exit code.

    Without a draft to open the user chooses one, or a template, first.
    """
    from wizard.prompts.terminal.dialogue import HungUp, Interrupted
    from wizard.prompts.terminal.signals import Signals

    if sys.stdin is None or sys.stdin.closed:
        raise WizardError("there is nothing to read answers from; standard input is closed")
    signals = Signals()
    with signals.held():
        try:
            with _talk(signals) as talk:
                draft = opening() if opening is not None else _chosen(talk)
                return _hold(draft, talk, signals)
        except HungUp:
            return 0
        except (Interrupted, KeyboardInterrupt):
            return INTERRUPTED


def _chosen(talk: Talk) -> Draft:
    from wizard.prompts.start_prompt import chosen_start

    return chosen_start(talk)()


def _hold(draft: Draft, talk: Talk, signals: Signals) -> int:
    from wizard.prompts.conversation import Conversation
    from wizard.prompts.review_prompts import SavingReview
    from wizard.prompts.unsaved_draft import Keeping

    review = SavingReview(draft.saved_as, draft.strangers)
    try:
        for notice in draft.notices:
            tell(notice)
        ending = Conversation(draft.interview, draft, talk, review, Keeping(draft)).hold()
    except KeyboardInterrupt:
        ending = "interrupted"
    finally:
        signals.end()
        _tell_end(draft, review)
    return INTERRUPTED if ending == "interrupted" else 0


def _tell_end(draft: Draft, review: SavingReview) -> None:
    """Write what is not written yet, and say what is kept and where."""
    saved, title = review.saved, visible_title(draft.interview.title())
    if saved is not None:
        draft.finish(saved.plan_path)
    status = draft.close_anywhere()
    if saved is not None:
        for path in (saved.plan_path, saved.answers_path, *saved.kept_aside):
            tell(f"Saved {visible_line(str(path))}")
    elif status.trouble is not None:
        tell(f"{title} is not kept: {status.trouble}")
    else:
        progress = draft.interview.progress()
        tell(kept_line(title, draft.goes_by, progress.answered, progress.total))


def _talk(signals: Signals) -> AbstractContextManager[Talk]:
    """Lines in and out where nothing can be redrawn, else prompts that can be edited."""
    is_plain = _asked_for() == "plain" or not _can_place_cursor()
    if not is_plain and _is_terminal(sys.stdin) and _is_terminal(sys.stderr):
        from wizard.prompts.terminal.menu_dialogue import TerminalTalk

        return TerminalTalk.opened(signals)
    from wizard.prompts.terminal.plain_dialogue import PlainTalk

    return PlainTalk.opened(signals)


def _asked_for() -> str:
    return os.environ.get("PLAN_WIZARD_PROMPTS", "")


def _can_place_cursor() -> bool:
    """Whether the terminal can place its cursor; one that this system knows nothing of is trusted to."""
    kind = os.environ.get("TERM", "")
    if sys.platform == "win32" or not kind:
        return sys.platform == "win32"
    if kind in _WITHOUT_CURSOR:
        return False
    from curses import error, setupterm, tigetstr

    try:
        setupterm(kind, 1)
    except error:
        return True
    return bool(tigetstr("cup"))


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()
