"""`plan-wizard resume`: continue a draft, with an earlier state of it, or with a copy."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.choose_interface import run_interview
from wizard.cli.parser import (
    Arguments,
    Subparsers,
    UsageError,
    add_command,
    add_prompts_option,
    add_template_option,
    add_watch_option,
    require_full_screen,
)
from wizard.errors import WizardError
from wizard.exit_code import ExitCode
from wizard.message_text import sanitize_line

if TYPE_CHECKING:
    from screens.launch.launch import Launch
    from wizard.drafts.draft import Draft

_FINISHED = "This draft was finished; changing an answer makes it one of your drafts again."


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "resume",
        "continue a draft",
        """
        Opens the draft at the question and cursor position where you left off. Without a
        name, it opens the draft you used last. plan-wizard list shows them all.

        Example:
          plan-wizard resume relay
          plan-wizard resume relay --earlier
          plan-wizard resume relay --earlier 14
          plan-wizard resume relay --copy
        """,
        run,
    )
    parser.add_argument("draft", metavar="DRAFT", nargs="?", help="a draft's name or folder")
    add_template_option(parser)
    add_prompts_option(parser)
    add_watch_option(parser, "follow the draft's template while you edit it")
    parser.add_argument(
        "--earlier",
        metavar="NUMBER",
        type=int,
        nargs="?",
        const=0,
        help="go back to an earlier state of the draft (can be undone); without NUMBER, list the states",
    )
    parser.add_argument(
        "--copy", action="store_true", help="continue in a copy, even while another program has the draft open"
    )


def run(arguments: Arguments) -> int:
    """Open the interview with an existing draft, or list the earlier states of one."""
    require_full_screen(arguments)
    if arguments.draft is not None and arguments.earlier is None and not arguments.copy and _is_draft(arguments.draft):
        name = arguments.draft
        opening = partial(_open_by_name, name, arguments.template, arguments.launch)
        return run_interview(arguments, partial(_open_unless_held, opening, name))
    from wizard.drafts.catalog import find_draft_folder, newest_draft_name
    from wizard.drafts.draft import copy_draft, restore_backup

    name, number = arguments.draft or newest_draft_name(), arguments.earlier
    find_draft_folder(name)
    if arguments.template is not None and (number is not None or arguments.copy):
        raise UsageError("--template is for the draft itself; resume it once, then use --earlier or --copy")
    if number == 0:
        return _list_earlier(name)
    if arguments.copy:
        if number is not None:
            raise UsageError("--copy copies the draft as it is now; use --earlier on the copy")
        return run_interview(arguments, partial(copy_draft, name))
    opening = (
        partial(_open_by_name, name, arguments.template) if number is None else partial(restore_backup, name, number)
    )
    return run_interview(arguments, partial(_open_unless_held, opening, name))


def _is_draft(name: str) -> bool:
    """Whether a draft has that name; its content, and the engine, are loaded after the screen's first frame."""
    from wizard.files.directories import drafts_folder

    return not name.startswith(".") and Path(name).name == name and os.path.exists(drafts_folder() / name)


def _open_by_name(name: str, template: str | None, launch: Launch | None = None) -> Draft:
    from wizard.compiler.lookup.template_lookup import load_named_template
    from wizard.drafts.draft import open_draft

    if launch is not None:
        from wizard.plans.opening.resumed_files import lock_of, resumed_files

        launch.note_files(resumed_files(name), lock_of(name))
    draft = open_draft(name, template=None if template is None else load_named_template(template, is_lenient=True))
    if draft.is_done:
        draft.notices = (*draft.notices, _FINISHED)
    return draft


def _open_unless_held(opening: Callable[[], Draft], name: str) -> Draft:
    """Return the opened draft; WizardError that says what can be done when another program has it."""
    import shlex

    from wizard.drafts.lock import DraftInUseError

    try:
        return opening()
    except DraftInUseError as problem:
        ways = f"plan-wizard resume {shlex.quote(name)} --copy takes a copy, plan-wizard shows it"
        raise WizardError(f"{problem} {ways}.") from None


def _list_earlier(name: str) -> ExitCode:
    from wizard.cli.streams import tell, write_result
    from wizard.drafts.draft import backups_of

    states = backups_of(name)
    if not states:
        tell(f"{name} has no earlier states.")
    for state in states:
        header = state.header
        changed = _local_time(header.changed)
        how_far = f"{header.answered} of {header.total} answered"
        write_result(f"{state.number:6}  {changed}  {how_far}  {sanitize_line(header.title)}\n")
    return ExitCode.DONE


def _local_time(written: str) -> str:
    """Return an ISO 8601 time in the local zone; 16 characters of the text itself when it is none."""
    try:
        return datetime.fromisoformat(written).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return sanitize_line(written)[:16].ljust(16)
