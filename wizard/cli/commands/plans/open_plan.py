"""`plan-wizard open`: change a saved plan."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.parser import (
    Arguments,
    Subparsers,
    add_command,
    add_json_option,
    add_prompts_option,
    add_read_back_options,
    add_template_option,
)
from wizard.errors import WizardError
from wizard.message_text import pluralize

if TYPE_CHECKING:
    from wizard.plans.opening.opened_plan import OpenedPlan


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "open",
        "change a saved plan, or work through its tasks",
        """
        Opens the interview again with the answers from the file beside the plan:
        relay.answers.yaml for relay.md. That file names the template; if it is no longer
        there, a saved copy is used, or name it with --template. --json needs no terminal,
        as with `new`.

        You can also work through the tasks of a plan, or of any other Markdown file: they
        appear in a list, Space ticks them, and changes by others show up as they happen.

        A document without an answers file, written by hand or by a program, is read using the
        headings, labels and tables of the template given with --template. Text that fits
        no question stays in the document, even when you save the plan over it.

        Example:
          plan-wizard open docs/relay.md
          plan-wizard open specs/search.md --template .specify/templates/spec-template.md
        """,
        run,
    )
    parser.add_argument("file", metavar="PLAN.md", help="a plan, or its answers file")
    add_template_option(parser)
    add_read_back_options(parser)
    parser.add_argument("--draft", metavar="NAME", help="a name for the draft")
    add_json_option(parser, "create the draft without a terminal; exits with 3 if questions are open")
    add_prompts_option(parser)


def run(arguments: Arguments) -> int:
    """Open the interview with the answers of a saved plan, or work its tasks off."""
    from wizard.plans.opening.recent_plans import remember_plan

    named = Path(arguments.file)
    if _may_choose(arguments):
        from wizard.plans.opening.plan_ways import find_ways

        ways = find_ways(named)
        if ways.tasks is not None or ways.interview is None:
            from wizard.cli.full_screen import open_plan_screen

            return open_plan_screen(ways)
        opened = ways.interview
    else:
        opened = _open_without_choice(named, arguments)
    if arguments.json:
        from wizard.automation.document_reading import reading_as_json
        from wizard.cli.commands.drafts.new_draft import start_for_program
        from wizard.cli.plan_edits import refusal_of

        reading = None if opened.reading is None else reading_as_json(opened.reading)
        return start_for_program(opened.start, reading, refusal_of(arguments))
    from wizard.cli.choose_interface import run_interview

    remember_plan(opened.path, opened.template_title)
    return run_interview(arguments, opened.go_on)


def _may_choose(arguments: Arguments) -> bool:
    """Return whether the user may choose what to do with the plan; a template or a draft is for the interview."""
    from wizard.cli.choose_interface import wants_prompts

    is_for_interview = arguments.template is not None or arguments.draft is not None
    return not (is_for_interview or arguments.json or wants_prompts(arguments))


def _open_without_choice(named: Path, arguments: Arguments) -> OpenedPlan:
    """Return the interview of a plan, and say how its tasks are ticked if there are any."""
    from wizard.cli.streams import tell
    from wizard.plans.opening.opened_plan import NoAnswersFileError, open_plan, plan_path_of
    from wizard.plans.opening.plan_ways import read_task_list

    tasks = read_task_list(plan_path_of(named))
    plan = shlex.quote(str(plan_path_of(named)))
    commands = f"plan-wizard status {plan} lists them, plan-wizard tick {plan} TASK ticks one"
    try:
        opened = open_plan(named, arguments.template, arguments.draft)
    except NoAnswersFileError as problem:
        if tasks is None:
            raise
        raise WizardError(f"{problem}. Its tasks need no answers: {commands}") from None
    if tasks is not None and not arguments.json:
        counts = tasks.counts()
        tell(f"{counts.done} of {counts.total} {pluralize('task', counts.total)} done: {commands}.")
    return opened
