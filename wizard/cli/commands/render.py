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

        FILE is written over only if it is as render left it. Anything else that is there,
        such as edits made by hand, stays, and the exit code is 1; with --force it is kept
        as NAME.before.md. To see whether a plan is up to date, use plan-wizard check.

        Example:
          plan-wizard render project-plan --answers relay.answers.yaml --set project_name=Relay -o relay.md
        """,
        run,
    )
    parser.add_argument("template", metavar="TEMPLATE", help="the name of a template, or the path of one")
    add_answer_options(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="write to FILE instead of standard output")
    parser.add_argument("--force", action="store_true", help="write FILE in any case, and keep what is there beside it")
    add_json_option(parser, "tell problems as one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Write the plan to standard output or to a file."""
    from wizard.cli.assignments import command_line_answers
    from wizard.cli.streams import write_result
    from wizard.compiler.loader import load_template
    from wizard.interview.interview import Interview
    from wizard.render.plan import render_plan

    template = load_template(arguments.template or "")
    plan = render_plan(Interview.begin(template, command_line_answers(arguments, template)))
    if arguments.output is None:
        write_result(plan.text)
        return ExitCode.DONE
    return _write(arguments, arguments.output, plan.text)


def _write(arguments: Arguments, output: str, text: str) -> ExitCode:
    from wizard.cli.streams import tell
    from wizard.message_text import sanitize_line
    from wizard.plans.rendered_file import OccupiedFileError, write_rendered, write_rendered_with_backup

    if arguments.force:
        backup = write_rendered_with_backup(output, text)
        if backup is not None:
            tell(f"What was there is kept as {sanitize_line(str(backup))}.")
        return ExitCode.DONE
    try:
        write_rendered(output, text)
    except OccupiedFileError as problem:
        from wizard.automation.envelopes import problem_as_json

        tell(problem_as_json(problem) if arguments.json else f"plan-wizard render: {problem}")
        return ExitCode.FINDINGS
    return ExitCode.DONE
