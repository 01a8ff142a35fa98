"""`plan-wizard open`: change a plan that was saved."""

from __future__ import annotations

from pathlib import Path

from wizard.cli.parser import (
    Arguments,
    Subparsers,
    add_command,
    add_json_option,
    add_prompts_option,
    add_read_back_options,
    add_template_option,
)


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "open",
        "change a plan that was saved",
        """
        Opens the interview again with the answers in the file beside the plan:
        relay.answers.yaml for relay.md. That file says where the template is; when it
        is not there any more, a copy that was kept is used, or --template names it.
        With --json no terminal is needed, as with `new`.

        A document without such a file, made by hand or by a program, is read after the
        headings, labels and tables of the template that --template names. What fits no
        question stays in the document as it is, also when the plan is saved over it.

        Example:
          plan-wizard open docs/relay.md
          plan-wizard open specs/search.md --template .specify/templates/spec-template.md
        """,
        run,
    )
    parser.add_argument("file", metavar="PLAN.md", help="a plan, or its answers file")
    add_template_option(parser)
    add_read_back_options(parser)
    parser.add_argument("--draft", metavar="NAME", help="what to call the draft")
    add_json_option(parser, "start the draft without a terminal; exits with 3 when something is open")
    add_prompts_option(parser)


def run(arguments: Arguments) -> int:
    """Open the interview with the answers of a saved plan."""
    from wizard.plans.opened_plan import open_plan

    opened = open_plan(Path(arguments.file), arguments.template, arguments.draft)
    if arguments.json:
        from wizard.automation.document_reading import reading_as_json
        from wizard.cli.commands.new_draft import start_for_program
        from wizard.cli.plan_edits import refusal_of

        reading = None if opened.reading is None else reading_as_json(opened.reading)
        return start_for_program(opened.start, reading, refusal_of(arguments))
    from wizard.cli.choose_interface import run_interview

    return run_interview(arguments, opened.start)
