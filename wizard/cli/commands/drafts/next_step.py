"""`plan-wizard next`: print what a draft asks now, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.parser import Arguments, Subparsers, add_command, add_json_option, add_read_back_options
from wizard.exit_code import ExitCode

if TYPE_CHECKING:
    from wizard.automation.steps import DraftStep


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "next",
        "print a draft's current question, as JSON",
        """
        Prints one JSON document: the question, a JSON Schema of its answer, and what is
        still open. Exits with 3 while questions remain, otherwise with 0.

        Example:
          plan-wizard new project-plan --draft relay --json
          plan-wizard next relay
        """,
        run,
    )
    parser.add_argument("draft", metavar="DRAFT", help="the name of a draft")
    add_read_back_options(parser)
    add_json_option(parser, "accepted for consistency; the output is always JSON")


def run(arguments: Arguments) -> ExitCode:
    """Print the current step of the draft."""
    from wizard.automation.steps import current_step
    from wizard.cli.plan_edits import refusal_of

    return write_step(current_step(arguments.draft or "", refusal_of(arguments)))


def write_step(step: DraftStep) -> ExitCode:
    """Print a step as JSON, and return the exit code that says whether questions remain."""
    from wizard.cli.streams import tell, write_json

    for notice in step.notices:
        tell(notice)
    document = step.document()
    write_json(document)
    return ExitCode.DONE if document["kind"] == "complete" else ExitCode.QUESTIONS_REMAIN
