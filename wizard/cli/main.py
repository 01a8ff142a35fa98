"""The entry point: runs one command, prints its problems, and returns the exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Final

from wizard import __version__
from wizard.cli.parser import Arguments, CommandParser, HelpPageFormatter, UsageError
from wizard.cli.streams import ClosedOutputError, tell
from wizard.errors import InvalidFileError, OverwriteRefusedError, RefusedFormError, RejectedAnswersError, WizardError
from wizard.exit_code import ExitCode
from wizard.message_text import did_you_mean, sanitize_line

if TYPE_CHECKING:
    from screens.launch.launch import Launch

DESCRIPTION = """\
A guided interview in the terminal: one question at a time, with a live preview of the plan.
Without a command, it opens the start screen.
"""
EPILOG = """\
exit codes:
  0 done · 1 findings, an incomplete plan, or a file left unchanged
  2 invalid input · 3 questions remain · 130 interrupted, the draft is saved

Run plan-wizard COMMAND --help for more about a command.
"""


_COMMAND_MODULES: Final = {
    "new": "drafts.new_draft",
    "resume": "drafts.resume_draft",
    "open": "plans.open_plan",
    "save": "drafts.save_draft",
    "diff": "plans.diff_plan",
    "log": "plans.log_plan",
    "restore": "plans.restore_plan",
    "drop": "drafts.drop_draft",
    "list": "list_all",
    "import": "templates.import_template",
    "init": "templates.init_template",
    "render": "templates.render",
    "preview": "templates.preview_template",
    "tick": "plans.tick",
    "status": "plans.status",
    "check": "plans.check",
    "schema": "templates.schema",
    "next": "drafts.next_step",
    "answer": "drafts.answer_step",
    "completion": "completion",
}
"""`{command: the module of wizard.cli.commands that declares it}`; imported when it is called, for a fast start."""


def run_process(launch: Launch | None = None) -> int:
    """Run the command that the arguments of the process name; return the exit code.

    The first frame of `launch` may be on the terminal already.

    A command makes hardly any garbage before it ends, and to look for some takes a tenth of its time: the collector is
    off until something waits for a user.
    """
    gc.disable()
    exit_code = main(launch=launch)
    gc.freeze()  # or Python looks for garbage among all that ends with the process
    return exit_code


def main(argv: Sequence[str] | None = None, launch: Launch | None = None) -> int:
    """Run the command that the arguments name, those of the process by default; return the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        if "_ARGCOMPLETE" in os.environ:  # a shell asks what may come next
            from wizard.cli.commands.completion import complete

            complete(_parser)
        return _run(given, launch)
    except SystemExit as end:  # --help and --version
        return end.code if isinstance(end.code, int) else ExitCode.DONE
    except OverwriteRefusedError as problem:
        _tell_problem(problem, given)
        return ExitCode.FINDINGS
    except WizardError as problem:
        _tell_problem(problem, given)
        return ExitCode.WRONG_INPUT
    except ClosedOutputError:
        _discard_output()
        return ExitCode.OUTPUT_CLOSED
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except Exception as fault:  # noqa: BLE001  # the program's edge: nobody is to see a traceback
        _tell_fault(fault)
        return ExitCode.FAULT


def _run(given: Sequence[str], launch: Launch | None) -> int:
    try:
        arguments = _parser(given).parse_args(given, namespace=Arguments(launch=launch))
        return arguments.run(arguments)
    finally:
        if launch is not None:
            launch.give_back_terminal()  # before anything is told


def _parser(given: Sequence[str]) -> CommandParser:
    """Return a parser of the command that is called, or of all commands when none is; UsageError for an unknown one."""
    parser = CommandParser(
        prog="plan-wizard",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=HelpPageFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"plan-wizard {__version__}")
    # Without `prog` argparse would make up the usage to find it, and import shutil for that.
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", prog="plan-wizard")
    called = given[0] if given else ""
    if called and not called.startswith("-") and called not in _COMMAND_MODULES:
        hint = did_you_mean(called, _COMMAND_MODULES) or "; plan-wizard --help lists them"
        raise UsageError(f"there is no command '{called[:60]}'{hint}")
    if called in _COMMAND_MODULES:
        modules = [_COMMAND_MODULES[called]]
    else:
        parser.set_defaults(run=_open_start_screen)
        modules = list(_COMMAND_MODULES.values())
    for module in modules:
        import_module(f"wizard.cli.commands.{module}").add_to(commands)
    return parser


def _open_start_screen(arguments: Arguments) -> int:
    from wizard.cli.choose_interface import run_interview

    return run_interview(arguments)


def _tell_problem(problem: WizardError, given: Sequence[str]) -> None:
    """Print a problem: as JSON for programs, of a file by its line for editors, else after the command's name."""
    if "--json" in given or given[:1] in (["next"], ["answer"]):
        from wizard.automation.envelopes import problem_as_json

        tell(problem_as_json(problem))
    elif isinstance(problem, InvalidFileError):
        for each in problem.problems:
            tell(sanitize_line(str(each)))
        if isinstance(problem, RefusedFormError):
            command = " ".join(["plan-wizard", *given[:1]])
            tell(f"{command}: GitHub rejects this form; --lenient asks its questions anyway")
    else:
        command = "plan-wizard" if isinstance(problem, UsageError) else " ".join(["plan-wizard", *given[:1]])
        several = problem.problems if isinstance(problem, RejectedAnswersError) else ()
        for line in [sanitize_line(str(each)) for each in several] or str(problem).splitlines():
            tell(f"{command}: {line}")


def _tell_fault(fault: Exception) -> None:
    if os.environ.get("PLAN_WIZARD_TRACEBACK"):
        from traceback import print_exception

        print_exception(fault)
    what = f"{type(fault).__name__}: {fault}".splitlines()[0][:300]
    tell(f"plan-wizard: internal error ({what}); your answers are saved")
    tell("plan-wizard: set PLAN_WIZARD_TRACEBACK=1 to see where, and report it")


def _discard_output() -> None:
    """Send what is still buffered to the null device, or Python complains about it when it exits."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
