"""`plan-wizard open`: change a plan that was saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.parser import Arguments, Subparsers, add_command, add_prompts_option
from wizard.errors import WizardError

if TYPE_CHECKING:
    from wizard.drafts.last_save import LastSave
    from wizard.interview.interview import Interview


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "open",
        "change a plan that was saved",
        """
        Opens the interview again with the answers in the file beside the plan:
        relay.answers.yaml for relay.md.

        Example:
          plan-wizard open docs/relay.md
        """,
        run,
    )
    parser.add_argument("file", metavar="PLAN.md", help="a plan, or its answers file")
    add_prompts_option(parser)


def run(arguments: Arguments) -> int:
    """Open the interview with the answers of a saved plan."""
    from wizard.cli.choose_interface import run_interview
    from wizard.drafts.draft import start_draft

    interview, last_save = _read_saved_interview(Path(arguments.file))
    return run_interview(arguments, partial(start_draft, interview, last_save=last_save))


def _read_saved_interview(named: Path) -> tuple[Interview, LastSave]:
    """Return the interview that a plan was saved from, and the files as they are."""
    from os.path import exists  # False for a name that is too long, where Path.exists raises

    from wizard.cli.streams import read_input
    from wizard.interview.interview import Interview
    from wizard.plans.answers_file import answers_file_name, load_template_of, read_answers, read_answers_file
    from wizard.plans.saved_files import opened_files

    if not named.name:
        raise WizardError(f"{named} is a folder; name a plan, such as plan.md")
    is_answers = named.name.endswith(".answers.yaml")
    plan_path = named.with_name(named.name.removesuffix(".answers.yaml") + ".md") if is_answers else named
    answers_path = plan_path.with_name(answers_file_name(plan_path.name))
    has_answers = exists(answers_path)
    if exists(plan_path) and not has_answers:
        missing = f"there is no {answers_path.name} beside {plan_path}"
        raise WizardError(f"{missing}; a plan cannot be read back from its Markdown alone yet")
    text, source = read_input(str(answers_path if has_answers else named))
    template = load_template_of(read_answers_file(text, source))
    return Interview.begin(template, read_answers(text, source, template)), opened_files(plan_path, text)
