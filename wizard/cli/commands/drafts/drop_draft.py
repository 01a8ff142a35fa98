"""`plan-wizard drop`: drop a draft, and bring it back."""

from __future__ import annotations

from wizard.cli.parser import Arguments, Subparsers, UsageError, add_command, add_json_option
from wizard.exit_code import ExitCode


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "drop",
        "drop a draft",
        """
        Removes the draft and its history from the lists. The last 20 dropped drafts can be
        restored with --undo; --for-good deletes one at once. Plans saved from it stay.

        Example:
          plan-wizard drop relay
          plan-wizard drop relay --undo
        """,
        run,
    )
    parser.add_argument("draft", metavar="DRAFT", help="the exact name of a draft, as shown by plan-wizard list")
    parser.add_argument("--undo", action="store_true", help="restore the dropped draft of this name")
    parser.add_argument("--for-good", action="store_true", help="delete the draft at once; this cannot be undone")
    add_json_option(parser, "report problems as one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Drop the draft, delete it, or bring it back."""
    name = arguments.draft or ""
    if arguments.undo and arguments.for_good:
        raise UsageError("use either --undo or --for-good, not both")
    if arguments.undo:
        return _restore(name)
    return _delete(name) if arguments.for_good else _drop(name)


def _drop(name: str) -> ExitCode:
    import shlex

    from wizard.cli.streams import tell
    from wizard.drafts.dropped import drop_draft

    drop_draft(name)
    tell(f"Dropped {name}. Undo with: plan-wizard drop {shlex.quote(name)} --undo")
    return ExitCode.DONE


def _restore(name: str) -> ExitCode:
    from wizard.cli.streams import tell
    from wizard.drafts.dropped import restore_dropped

    restored = restore_dropped(name).name
    tell(f"{name} is back{'' if restored == name else f', as {restored}'}.")
    return ExitCode.DONE


def _delete(name: str) -> ExitCode:
    """Delete a draft, or one that was dropped before; say which files the system did not let go."""
    from wizard.cli.streams import tell
    from wizard.drafts.dropped import delete_draft, delete_dropped, list_dropped
    from wizard.errors import NotFoundError

    try:
        remaining = delete_draft(name)
    except NotFoundError:
        if name not in [dropped.name for dropped in list_dropped()]:
            raise
        remaining = delete_dropped(name)
    if not remaining:
        tell(f"Deleted {name} for good.")
        return ExitCode.DONE
    tell(f"{name} was removed from the lists, but some of its files could not be deleted:")
    for path in remaining:
        tell(f"  {path}")
    return ExitCode.FINDINGS
