"""The interview line by line, from the command line: when it is chosen, and how it ends."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, TextIO

from wizard.commands.arguments import Arguments
from wizard.commands.screen import INTERRUPTED, kept_line
from wizard.commands.streams import tell
from wizard.errors import WizardError
from wizard.visible import visible_line

if TYPE_CHECKING:
    from wizard.draft import Draft
    from wizard.prompts.review import SavingReview
    from wizard.prompts.talk import Talk

_WITHOUT_CURSOR = ("", "dumb", "unknown")


def is_wanted(arguments: Arguments) -> bool:
    """Whether to ask line by line: because it was asked for, or because the terminal cannot place the cursor."""
    if arguments.prompts or os.environ.get("PLAN_WIZARD_PROMPTS", "") not in ("", "0"):
        return True
    return _is_terminal(sys.stdin) and os.environ.get("TERM", "") in _WITHOUT_CURSOR


def hold_conversation(opening: Callable[[], Draft], plan_path: Path | None = None) -> int:
    """Ask line by line until the plan is saved or the user leaves; gives the exit code."""
    from wizard.prompts.conversation import Conversation
    from wizard.prompts.review import SavingReview

    if sys.stdin is None or sys.stdin.closed:
        raise WizardError("there is nothing to read answers from; standard input is closed")
    draft = opening()
    review = SavingReview(plan_path or draft.saved_as, draft.strangers)
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, _interrupt)
    for notice in draft.notices:
        tell(notice)
    try:
        ending = Conversation(draft.interview, draft, _talk(), review).hold()
    except KeyboardInterrupt:
        ending = "interrupted"
    _tell_end(draft, review)
    return INTERRUPTED if ending == "interrupted" else 0


def _tell_end(draft: Draft, review: SavingReview) -> None:
    """Write what is not written yet, and say what is kept and where."""
    saved = review.saved
    if saved is not None:
        draft.finish(saved.plan_path)
    status = draft.close()
    if saved is not None:
        for path in (saved.plan_path, saved.answers_path, *saved.kept_aside):
            tell(f"Saved {visible_line(str(path))}")
    elif status.trouble is not None:
        tell(f"{visible_line(draft.interview.title())} is not kept: {status.trouble}")
    else:
        progress = draft.interview.progress()
        tell(kept_line(draft.interview.title(), draft.name, progress.answered, progress.total))


def _talk() -> Talk:
    """Lines in and out where nothing can be redrawn, else prompts that can be edited."""
    if _is_terminal(sys.stdin) and _is_terminal(sys.stderr) and os.environ.get("TERM", "") not in _WITHOUT_CURSOR:
        from wizard.prompts.terminal import TerminalTalk

        return TerminalTalk()
    from wizard.prompts.plain import PlainTalk

    return PlainTalk.of_terminal()


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
