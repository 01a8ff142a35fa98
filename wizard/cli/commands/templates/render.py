"""`plan-wizard render`: a plan from answers, without an interview."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.parser import (
    Arguments,
    Subparsers,
    UsageError,
    add_answer_options,
    add_command,
    add_json_option,
    add_lenient_option,
    add_output_options,
    add_template_option,
)
from wizard.exit_code import ExitCode

if TYPE_CHECKING:
    from wizard.interview.interview import Interview


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "render",
        "print the plan for given answers",
        """
        Questions without an answer show their placeholder, so a template without answers
        gives the blank document. Nothing is asked and no draft is created. A saved plan's
        answers file is enough by itself, because it names its template.

        FILE is only overwritten if it is empty or unchanged since render wrote it. Otherwise
        it stays as it is and the exit code is 1; --force overwrites it and keeps a copy as
        NAME.before.md. To see whether a plan is up to date, use plan-wizard check.

        Example:
          plan-wizard render project-plan --answers relay.answers.yaml --set project_name=Relay -o relay.md
          plan-wizard render docs/relay.answers.yaml
        """,
        run,
    )
    parser.add_argument(
        "source",
        metavar="TEMPLATE",
        help="a template's name or path, or a saved plan's NAME.answers.yaml",
    )
    add_answer_options(parser)
    add_template_option(parser)
    add_output_options(parser)
    add_lenient_option(parser)
    add_json_option(parser, "report problems as one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Write the plan to standard output or to a file."""
    from wizard.cli.streams import write_plan
    from wizard.plans.saving.naming import require_other_file
    from wizard.plans.saving.plan_bytes import encode_plan
    from wizard.render.plan import render_plan

    interview = _read_saved(arguments) or _begin(arguments)
    text = render_plan(interview).text
    content = encode_plan(text, interview.template)
    if arguments.output is None:
        write_plan(text, content)
        return ExitCode.DONE
    require_other_file(Path(arguments.output), interview.template)
    return _write(arguments, arguments.output, content)


def _begin(arguments: Arguments) -> Interview:
    """Return an interview of the named template with the answers of the command line."""
    from wizard.cli.assignments import command_line_answers
    from wizard.compiler.lookup.template_lookup import load_named_template
    from wizard.interview.interview import Interview

    if arguments.template is not None:
        raise UsageError("--template is for a saved plan's answers file; name one template to render")
    template = load_named_template(arguments.source, is_lenient=arguments.lenient)
    return Interview.begin(template, command_line_answers(arguments, template))


def _read_saved(arguments: Arguments) -> Interview | None:
    """Return the interview of a saved plan when its answers file is named in the place of a template, else None."""
    if not arguments.source.lower().endswith((".yaml", ".yml", ".json")):
        return None
    from wizard.cli.assignments import apply_settings, keep_comments
    from wizard.cli.streams import read_input, tell
    from wizard.drafts.draft import orphan_notices
    from wizard.interview.interview import Interview
    from wizard.plans.answers_file import looks_saved, read_answers_file
    from wizard.plans.opening.saved_interview import find_template, restore_interview

    text, source = read_input(arguments.source)
    if not looks_saved(text, source):
        return None
    if arguments.answers is not None:
        raise UsageError(f"{source} already holds the answers; omit --answers, or name the template to render")
    file = read_answers_file(text, source)
    found = find_template(file, arguments.template)
    restored = restore_interview(file, found)
    for notice in (*found.notices, *restored.notices, *orphan_notices(restored.orphans)):
        tell(notice)
    interview = restored.interview
    if not arguments.set and not arguments.keep_comments:
        return interview
    answers = apply_settings(interview.answers, arguments.set, found.template)
    if arguments.keep_comments:
        answers = keep_comments(found.template, answers)
    return Interview.begin(found.template, answers)


def _write(arguments: Arguments, output: str, content: bytes) -> ExitCode:
    from wizard.cli.streams import tell
    from wizard.message_text import sanitize_line
    from wizard.plans.saving.rendered_file import OccupiedFileError, write_rendered, write_rendered_with_backup

    if arguments.force:
        backup = write_rendered_with_backup(output, content)
        if backup is not None:
            tell(f"The previous file was kept as {sanitize_line(str(backup))}.")
        return ExitCode.DONE
    try:
        write_rendered(output, content)
    except OccupiedFileError as problem:
        from wizard.automation.envelopes import problem_as_json

        tell(problem_as_json(problem) if arguments.json else f"plan-wizard render: {problem}")
        return ExitCode.FINDINGS
    return ExitCode.DONE
