"""`plan-wizard open`: change a plan that was saved."""

from __future__ import annotations

from os.path import exists  # False for a name that is too long, where Path.exists raises
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.parser import (
    Arguments,
    Subparsers,
    add_command,
    add_json_option,
    add_prompts_option,
    add_template_option,
)
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.drafts.draft import Draft


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

        Example:
          plan-wizard open docs/relay.md
        """,
        run,
    )
    parser.add_argument("file", metavar="PLAN.md", help="a plan, or its answers file")
    add_template_option(parser)
    parser.add_argument("--draft", metavar="NAME", help="what to call the draft")
    add_json_option(parser, "start the draft without a terminal; exits with 3 when something is open")
    add_prompts_option(parser)


def run(arguments: Arguments) -> int:
    """Open the interview with the answers of a saved plan."""
    start = _prepare_draft(Path(arguments.file), arguments.template, arguments.draft)
    if arguments.json:
        from wizard.cli.commands.new_draft import start_for_program

        return start_for_program(start)
    from wizard.cli.choose_interface import run_interview

    return run_interview(arguments, start)


def _prepare_draft(named: Path, template: str | None, draft: str | None) -> Callable[[], Draft]:
    """Read a saved plan's answers file, and return what starts a draft with all that it holds."""
    from contextlib import suppress
    from functools import partial

    from wizard.cli.streams import read_input
    from wizard.drafts.draft import start_draft
    from wizard.plans.answers_file import read_answers_file
    from wizard.plans.save import finish_interrupted_save
    from wizard.plans.saved_files import SavingError, opened_files, read_saved_files
    from wizard.plans.saved_interview import find_template, restore_interview

    plan_path = _plan_path_of(named)
    with suppress(SavingError):  # which is told when the plan is saved
        finish_interrupted_save(read_saved_files(plan_path))
    answers_path = _answers_path_of(plan_path, named)
    text, source = read_input(str(answers_path))
    file = read_answers_file(text, source)
    found = find_template(file, template)
    restored = restore_interview(file, found)
    return partial(
        start_draft,
        restored.interview,
        draft,
        last_save=opened_files(plan_path, text),
        orphans=restored.orphans,
        notices=(*found.notices, *restored.notices),
    )


def _plan_path_of(named: Path) -> Path:
    """Return the plan that a file is, or that its answers are beside; it need not be there."""
    if not named.name:
        raise WizardError(f"{named} is a folder; name a plan, such as plan.md")
    if not named.name.endswith(".answers.yaml"):
        return named
    stem = named.name.removesuffix(".answers.yaml")
    paths = [named.with_name(f"{stem}{suffix}") for suffix in (".md", ".markdown", ".MD", "") if stem or suffix]
    return next((path for path in paths if exists(path)), paths[0])


def _answers_path_of(plan_path: Path, named: Path) -> Path:
    """Return the file of answers to read; raise WizardError when a plan has none."""
    from wizard.plans.answers_file import answers_file_name

    answers_path = plan_path.with_name(answers_file_name(plan_path.name))
    has_answers = exists(answers_path)
    if exists(plan_path) and not has_answers:
        missing = f"there is no {answers_path.name} beside {plan_path}"
        raise WizardError(f"{missing}; a plan cannot be read back from its Markdown alone yet")
    return answers_path if has_answers else named
