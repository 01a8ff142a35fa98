"""`plan-wizard drop`: delete a draft."""

from __future__ import annotations

from wizard.cli.parser import Arguments, Subparsers, add_command, add_json_option
from wizard.exit_code import ExitCode


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "drop",
        "delete a draft",
        """
        Deletes the draft with its history. Plans that were saved from it stay.

        Example:
          plan-wizard drop relay
        """,
        run,
    )
    parser.add_argument("draft", metavar="DRAFT", help="the name of a draft")
    add_json_option(parser, "tell problems as one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Delete the draft."""
    from wizard.cli.streams import tell
    from wizard.drafts.catalog import drop_draft

    name = arguments.draft or ""
    drop_draft(name)
    tell(f"{name} is dropped.")
    return ExitCode.DONE
