"""`plan-wizard list`: the templates and drafts that there are."""

from __future__ import annotations

from wizard.cli.parser import Arguments, Commands, add_command, add_json


def add_to(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "list",
        "list the templates and the drafts",
        """
        Templates are the built-in ones and those in your own templates folder. Drafts
        are the interviews that are not finished, the one left last first.

        Example:
          plan-wizard list --json
        """,
        run,
    )
    add_json(parser, "print one JSON document")


def run(arguments: Arguments) -> int:
    """Print what there is."""
    from wizard.cli.shelf import shelf_as_json, shelf_as_text
    from wizard.cli.streams import write_result
    from wizard.drafts.catalog import shelf

    found = shelf()
    write_result(shelf_as_json(found) if arguments.json else shelf_as_text(found))
    return 0
