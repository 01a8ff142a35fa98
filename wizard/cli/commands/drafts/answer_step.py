"""`plan-wizard answer`: answer what a draft asks, for programs."""

from __future__ import annotations

from wizard.cli.parser import Arguments, Subparsers, add_command, add_json_option, add_read_back_options
from wizard.exit_code import ExitCode


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "answer",
        "answer a draft's questions, in JSON on standard input",
        """
        Reads one JSON object that maps paths to answers, and accepts all of them or none.
        null skips a question or removes an item; {} passes the current question.
        features[+] adds an item, features[2].move-to moves one. It then prints the same
        document as plan-wizard next.

        Example:
          echo '{"project_name": "Relay"}' | plan-wizard answer relay
          echo '{"milestones[0].tasks[2].done": true}' | plan-wizard answer relay
        """,
        run,
    )
    parser.add_argument("draft", metavar="DRAFT", help="the name of a draft")
    add_read_back_options(parser)
    add_json_option(parser, "accepted for consistency; the output is always JSON")


def run(arguments: Arguments) -> ExitCode:
    """Take the answers on standard input, and print the step after them."""
    from wizard.automation.steps import take_answer
    from wizard.cli.commands.drafts.next_step import write_step
    from wizard.cli.plan_edits import refusal_of
    from wizard.cli.streams import read_input

    text, _ = read_input("-")
    return write_step(take_answer(arguments.draft or "", text, refusal_of(arguments)))
