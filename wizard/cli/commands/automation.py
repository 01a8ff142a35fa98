"""`plan-wizard next` and `answer`: the interview for programs, one screen at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.parser import Arguments, Subparsers, add_command, add_json_option

if TYPE_CHECKING:
    from wizard.automation.steps import DraftStep


def add_to(commands: Subparsers) -> None:
    """Declare the commands."""
    next_parser = add_command(
        commands,
        "next",
        "print what a draft asks now, as JSON",
        """
        Prints one JSON document: the question, a JSON Schema of its answer, and what is
        still open. Exits with 3 while questions remain, and with 0 when there are none.

        Example:
          plan-wizard new project-plan --draft relay --json
          plan-wizard next relay
        """,
        show_next,
    )
    next_parser.add_argument("draft", metavar="DRAFT", help="the name of a draft")
    answer_parser = add_command(
        commands,
        "answer",
        "answer what a draft asks, in JSON on standard input",
        """
        Reads one JSON object of answers by their paths. All of them are taken, or none;
        null leaves a question out, and {} passes the one that is asked now. Then it prints
        what plan-wizard next would.

        Example:
          echo '{"project_name": "Relay"}' | plan-wizard answer relay
          echo '{"milestones[0].tasks[2].done": true}' | plan-wizard answer relay
        """,
        answer,
    )
    answer_parser.add_argument("draft", metavar="DRAFT", help="the name of a draft")
    for parser in (next_parser, answer_parser):
        add_json_option(parser, "always so here; other commands know it too")


def show_next(arguments: Arguments) -> int:
    """Print the step that a draft is at."""
    from wizard.automation.steps import current_step

    return write_step(current_step(arguments.draft or ""))


def answer(arguments: Arguments) -> int:
    """Take an answer, and print the step after it."""
    from wizard.automation.steps import take_answer
    from wizard.cli.streams import read_input

    text, _ = read_input("-")
    return write_step(take_answer(arguments.draft or "", text))


def write_step(step: DraftStep) -> int:
    """Print a step; gives the exit code that goes with it."""
    import json

    from wizard.automation.steps import QUESTIONS_REMAIN
    from wizard.cli.streams import write_result

    document = step.document()
    write_result(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    return 0 if document["kind"] == "complete" else QUESTIONS_REMAIN
