"""`plan-wizard render`: a plan from answers, without an interview."""

from __future__ import annotations

from wizard.cli.parser import Arguments, Subparsers, add_answer_options, add_command, add_json_option
from wizard.exit_code import ExitCode


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "render",
        "print the plan that answers make",
        """
        Questions without an answer show their placeholder, so that a template rendered
        without any answers is the blank document. Nothing is asked and no draft is made.

        Example:
          plan-wizard render project-plan --answers relay.answers.yaml --set project_name=Relay -o relay.md
        """,
        run,
    )
    parser.add_argument("template", metavar="TEMPLATE", help="the name of a template, or the path of one")
    add_answer_options(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="write to FILE instead of standard output")
    add_json_option(parser, "tell problems as one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Write the plan to standard output or to a file."""
    from wizard.cli.assignments import command_line_answers
    from wizard.cli.streams import write_file, write_result
    from wizard.compiler.loader import load_template
    from wizard.interview.interview import Interview
    from wizard.render.plan import render_plan

    template = load_template(arguments.template or "")
    plan = render_plan(Interview.begin(template, command_line_answers(arguments, template)))
    if arguments.output is None:
        write_result(plan.text)
    else:
        write_file(arguments.output, plan.text)
    return ExitCode.DONE
