"""`plan-wizard new`: start a plan."""

from __future__ import annotations

import os
from functools import partial
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
    add_prompts_option,
    add_watch_option,
    require_full_screen,
)
from wizard.errors import WizardError
from wizard.exit_code import ExitCode
from wizard.message_text import sanitize_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from screens.launch.launch import Launch
    from wizard.automation.condition_schema import Json
    from wizard.drafts.draft import Draft
    from wizard.model.answers import Answers
    from wizard.plans.read_back.plan_edits import PlanEdits, Refusal


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "new",
        "start a plan",
        """
        Opens the interview with a new draft of TEMPLATE, or the start screen without one.
        plan-wizard list shows the names; a repository's own templates come first in it.
        Everything you type is saved as you go. --json needs no terminal: it creates the
        draft and prints its name, for a program to answer. --prompts asks the questions
        line by line, for screen readers, plain terminals and pipes.

        With --watch, the interview follows the template's file while you edit it: answers
        that still fit stay, the others are set aside until they fit again, and a mistake
        is shown with its line until you fix it.

        Example:
          plan-wizard new project-plan --set project_name=Relay -o docs/relay.md
          plan-wizard new project-plan --prompts < answers.txt
          plan-wizard new ./my-template.md --watch
        """,
        run,
    )
    parser.add_argument("template", metavar="TEMPLATE", nargs="?", help="a template's name or path")
    add_answer_options(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="where to save the plan")
    parser.add_argument("--draft", metavar="NAME", help="a name for the draft")
    add_lenient_option(parser)
    add_json_option(parser, "create the draft without a terminal; exits with 3")
    add_prompts_option(parser)
    add_watch_option(parser, "follow the template while you edit it")


def run(arguments: Arguments) -> int:
    """Open the interview with a new draft, or the start screen if no template is named."""
    require_full_screen(arguments)
    if arguments.template is None:
        has_answers = arguments.answers or arguments.set or arguments.keep_comments
        if has_answers or arguments.draft or arguments.json or arguments.output or arguments.watch:
            raise UsageError("name a TEMPLATE; plan-wizard list shows them")
        from wizard.cli.choose_interface import run_interview

        return run_interview(arguments)
    from wizard.compiler.lookup.template_lookup import find_template_source

    source = find_template_source(arguments.template)  # one that is not there is reported before the screen opens
    if arguments.json:
        return start_for_program(partial(_start_draft, arguments, source))
    from wizard.cli.choose_interface import run_interview

    if arguments.launch is not None and source == arguments.template:
        _note_launch_files(arguments.launch, source)
    return run_interview(arguments, partial(_start_draft, arguments, source))


def _note_launch_files(launch: Launch, source: str) -> None:
    """Name the files that the first frame depends on, unless it depends on more than the template's own."""
    from wizard.compiler.loader import template_path
    from wizard.compiler.lookup.repository import own_places

    overrides = own_places()
    if not any(os.path.lexists(place) for place in overrides):
        launch.note_files((os.path.abspath(template_path(source)), *overrides))


def _start_draft(arguments: Arguments, source: str) -> Draft:
    from wizard.compiler.loader import load_template
    from wizard.compiler.lookup.template_lookup import overridden_name
    from wizard.drafts.draft import start_draft
    from wizard.interview.interview import Interview

    template = load_template(source, is_lenient=arguments.lenient)
    overridden = overridden_name(arguments.template or "", source)
    notices = (_override_notice(source, overridden),) if overridden else ()
    answers: Answers = {}
    if arguments.answers or arguments.set or arguments.keep_comments:
        from wizard.cli.assignments import command_line_answers

        answers = command_line_answers(arguments, template)
    interview = Interview.begin(template, answers)
    save_to = None if arguments.output is None else Path(arguments.output).absolute()
    return start_draft(interview, arguments.draft, save_to=save_to, notices=notices)


def _override_notice(source: str, overridden: str) -> str:
    return f"Using this repository's own template, {sanitize_line(source)}, instead of {overridden}."


def start_for_program(
    start: Callable[[], Draft], read: Mapping[str, Json] | None = None, refusal: Refusal | None = None
) -> ExitCode:
    """Start a draft and print its first question as JSON, with what was read from the document that it begins with.

    `refusal` says which edits made by hand in its plan are not to become answers; None if there is no plan.
    """
    from msgspec.structs import replace

    from wizard.automation.steps import current_step
    from wizard.cli.commands.drafts.next_step import write_step

    draft = start()
    edits = None if refusal is None else _take_edits(draft, refusal)
    status = draft.close()
    if status.problem is not None:
        raise WizardError(f"the draft is not saved: {status.problem}")
    step = current_step(draft.name)
    notices = tuple(dict.fromkeys((*draft.notices, *step.notices)))
    read_back = () if edits is None else edits.changes
    return write_step(replace(step, notices=notices, read=read, read_back=read_back))


def _take_edits(draft: Draft, refusal: Refusal) -> PlanEdits | None:
    from wizard.plans.read_back.plan_edits import NoSuchChangeError, find_wanted_edits, take_plan_edits

    try:
        edits = find_wanted_edits(draft.interview, draft.last_save, refusal)
    except NoSuchChangeError:
        draft.discard()
        raise
    if edits is not None:
        take_plan_edits(draft, edits)
    return edits
