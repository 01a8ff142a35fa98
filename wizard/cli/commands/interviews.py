"""`plan-wizard new`, `resume` and `open`: the interview, in the terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.parser import (
    Arguments,
    CommandParser,
    Subparsers,
    UsageError,
    add_answer_options,
    add_command,
    add_json_option,
)
from wizard.errors import WizardError
from wizard.text import sanitize_line

if TYPE_CHECKING:
    from wizard.drafts.draft import Draft
    from wizard.interview.interview import Interview


def add_to(commands: Subparsers) -> None:
    """Declare the commands."""
    _add_new(commands)
    _add_resume(commands)
    _add_open(commands)


def _add_new(commands: Subparsers) -> None:
    parser = add_command(
        commands,
        "new",
        "start a plan",
        """
        Opens the interview with a new draft of TEMPLATE; without one, the start screen.
        Everything that you type is kept at once. With --json no terminal is needed:
        the draft is made, and its name printed, for a program to answer. With --prompts
        the questions come line by line, for screen readers, plain terminals and pipes.

        Example:
          plan-wizard new project-plan --set project_name=Relay -o docs/relay.md
          plan-wizard new project-plan --prompts < answers.txt
        """,
        start_new,
    )
    parser.add_argument("template", metavar="TEMPLATE", nargs="?", help="the name of a template, or the path of one")
    add_answer_options(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="where the plan is to be saved")
    parser.add_argument("--draft", metavar="NAME", help="what to call the draft")
    add_json_option(parser, "start the draft without a terminal; exits with 3")
    _add_prompts(parser)


def _add_resume(commands: Subparsers) -> None:
    parser = add_command(
        commands,
        "resume",
        "go on with a draft",
        """
        Opens the draft at the question where you left it, the cursor included. Without a
        name it is the draft that you left last. plan-wizard list shows them all.

        Example:
          plan-wizard resume relay
          plan-wizard resume relay --earlier
          plan-wizard resume relay --earlier 14
          plan-wizard resume relay --copy
        """,
        resume,
    )
    parser.add_argument("draft", metavar="DRAFT", nargs="?", help="the name of a draft, or its folder")
    _add_prompts(parser)
    parser.add_argument(
        "--earlier",
        metavar="NUMBER",
        type=int,
        nargs="?",
        const=0,
        help="go back to an earlier state of the draft (undo takes that back); without NUMBER, list the states",
    )
    parser.add_argument(
        "--copy", action="store_true", help="go on with a copy, which works while another program has the draft"
    )


def _add_open(commands: Subparsers) -> None:
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
        open_plan,
    )
    parser.add_argument("file", metavar="PLAN.md", help="a plan, or its answers file")
    _add_prompts(parser)


def _add_prompts(parser: CommandParser) -> None:
    parser.add_argument("--prompts", action="store_true", help="ask line by line (so does PLAN_WIZARD_PROMPTS=1)")


def start_new(arguments: Arguments) -> int:
    """Open the interview with a new draft, or the start screen."""
    if arguments.template is None:
        if arguments.answers or arguments.set or arguments.draft or arguments.json or arguments.output:
            raise UsageError("name a TEMPLATE to start with; plan-wizard list shows them")
        from wizard.cli.choose_interface import open_start

        return open_start(arguments)
    if arguments.json:
        return _start_for_program(arguments)
    from wizard.compiler.loader import template_path

    template_path(arguments.template)
    return _hold(arguments, partial(_start_draft, arguments))


def resume(arguments: Arguments) -> int:
    """Open the interview with a draft that there is, or list the states that it once had."""
    if arguments.draft is not None and arguments.earlier is None and not arguments.copy and _is_draft(arguments.draft):
        return _hold(arguments, partial(_open_unless_held, partial(_open_by_name, arguments.draft), arguments.draft))
    from wizard.drafts.catalog import find_draft_folder, newest_draft_name
    from wizard.drafts.draft import copy_draft, restore_backup

    name, number = arguments.draft or newest_draft_name(), arguments.earlier
    find_draft_folder(name)
    if number == 0:
        return _list_earlier(name)
    if arguments.copy:
        if number is not None:
            raise UsageError("--copy takes the draft as it is now; leave --earlier for the copy")
        return _hold(arguments, partial(copy_draft, name))
    opening = partial(_open_by_name, name) if number is None else partial(restore_backup, name, number)
    return _hold(arguments, partial(_open_unless_held, opening, name))


def _is_draft(name: str) -> bool:
    """Whether a draft has that name; what is in it is read behind the first frame, and the engine with it."""
    from wizard.files.directories import drafts_folder

    return not name.startswith(".") and Path(name).name == name and _is_there(drafts_folder() / name)


def _open_by_name(name: str) -> Draft:
    from wizard.drafts.draft import open_draft

    return open_draft(name)


def _open_unless_held(opening: Callable[[], Draft], name: str) -> Draft:
    """The draft, unless another program has it; then what can be done about that."""
    import shlex

    from wizard.drafts.lock import DraftInUseError

    try:
        return opening()
    except DraftInUseError as problem:
        ways = f"plan-wizard resume {shlex.quote(name)} --copy takes a copy, plan-wizard shows it"
        raise WizardError(f"{problem} {ways}.") from None


def open_plan(arguments: Arguments) -> int:
    """Open the interview with the answers of a saved plan."""
    from wizard.drafts.draft import start_draft

    interview, plan_path = _read_saved_interview(Path(arguments.file))
    return _hold(arguments, partial(start_draft, interview, saved_as=plan_path))


def _hold(arguments: Arguments, opening: Callable[[], Draft]) -> int:
    """The interview with a draft: line by line where that is asked for or needed, else on the full screen."""
    from wizard.cli.choose_interface import run_conversation, wants_prompts

    if wants_prompts(arguments):
        return run_conversation(opening)
    from wizard.cli.full_screen import open_screen, require_terminal

    require_terminal()
    return open_screen(opening)


def _list_earlier(name: str) -> int:
    from wizard.cli.streams import write_result
    from wizard.drafts.draft import backups_of

    for state in backups_of(name):
        header = state.header
        changed = _local_time(header.changed)
        how_far = f"{header.answered} of {header.total} answered"
        write_result(f"{state.number:6}  {changed}  {how_far}  {sanitize_line(header.title)}\n")
    return 0


def _local_time(written: str) -> str:
    """A time from a file as a clock here shows it; as it is written when it is none."""
    try:
        return datetime.fromisoformat(written).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return sanitize_line(written)[:16].ljust(16)


def _read_saved_interview(named: Path) -> tuple[Interview, Path]:
    """The interview that a plan was saved from, and the plan's file."""
    from wizard.cli.streams import read_input
    from wizard.interview.interview import Interview
    from wizard.plans.answers_file import answers_file_name, load_template_of, read_answers, read_answers_file

    if not named.name:
        raise WizardError(f"{named} is a folder; name a plan, such as plan.md")
    is_answers = named.name.endswith(".answers.yaml")
    plan_path = named.with_name(named.name.removesuffix(".answers.yaml") + ".md") if is_answers else named
    answers_path = plan_path.with_name(answers_file_name(plan_path.name))
    if _is_there(plan_path) and not _is_there(answers_path):
        missing = f"there is no {answers_path.name} beside {plan_path}"
        raise WizardError(f"{missing}; a plan cannot be read back from its Markdown alone yet")
    text, source = read_input(str(answers_path if _is_there(answers_path) else named))
    template = load_template_of(read_answers_file(text, source))
    return Interview.begin(template, read_answers(text, source, template)), plan_path.absolute()


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # as with a name that is too long; reading the file tells of it
        return False


def _start_draft(arguments: Arguments) -> Draft:
    from wizard.cli.assignments import command_line_answers
    from wizard.compiler.loader import load_template
    from wizard.drafts.draft import start_draft
    from wizard.interview.interview import Interview

    template = load_template(arguments.template or "")
    interview = Interview.begin(template, command_line_answers(arguments, template))
    saved_as = None if arguments.output is None else Path(arguments.output).absolute()
    return start_draft(interview, arguments.draft, saved_as=saved_as)


def _start_for_program(arguments: Arguments) -> int:
    """Make the draft, and print what to ask first."""
    from wizard.automation.steps import current_step
    from wizard.cli.commands.automation import write_step

    draft = _start_draft(arguments)
    status = draft.close()
    if status.problem is not None:
        raise WizardError(f"the draft is not kept: {status.problem}")
    return write_step(current_step(draft.name))
