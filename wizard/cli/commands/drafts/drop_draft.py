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
        Takes the draft with its history off the lists. The last 20 that were dropped can
        be brought back with --undo; --for-good deletes one at once. Plans that were saved
        from it stay.

        Example:
          plan-wizard drop relay
          plan-wizard drop relay --undo
        """,
        run,
    )
    parser.add_argument("draft", metavar="DRAFT", help="the name of a draft, exactly as plan-wizard list shows it")
    parser.add_argument("--undo", action="store_true", help="bring back the draft that was dropped by this name")
    parser.add_argument("--for-good", action="store_true", help="delete the draft at once, which cannot be undone")
    add_json_option(parser, "tell problems as one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Drop the draft, delete it, or bring it back."""
    name = arguments.draft or ""
    if arguments.undo and arguments.for_good:
        raise UsageError("--undo brings a draft back, --for-good deletes it; give one of them")
    if arguments.undo:
        return _restore(name)
    return _delete(name) if arguments.for_good else _drop(name)


def _drop(name: str) -> ExitCode:
    import shlex

    from wizard.cli.streams import tell
    from wizard.drafts.dropped import drop_draft

    drop_draft(name)
    tell(f"{name} is dropped. plan-wizard drop {shlex.quote(name)} --undo brings it back.")
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
        tell(f"{name} is deleted for good.")
        return ExitCode.DONE
    tell(f"{name} is off the lists, but not all of its files could be deleted:")
    for path in remaining:
        tell(f"  {path}")
    return ExitCode.FINDINGS
