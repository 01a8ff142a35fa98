"""The command line: what to do, where messages go, and with which exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from wizard import __version__
from wizard.cli.parser import Arguments, CommandParser, HelpPageFormatter, UsageError
from wizard.cli.streams import ClosedOutputError, tell
from wizard.errors import InvalidFileError, WizardError
from wizard.text import did_you_mean

DONE, FINDINGS, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130
OUTPUT_CLOSED = 141
"""What a shell reports for a program that ended because nobody reads its output."""

DESCRIPTION = """\
A guided interview in the terminal: one question at a time, the plan growing beside it.
Without a command it opens the start screen.
"""
EPILOG = """\
exit codes:
  0 done · 1 findings, or the plan is not complete · 2 the input is wrong
  3 questions remain · 130 interrupted, the draft is kept

plan-wizard COMMAND --help tells more about a command.
"""


_COMMAND_MODULES: Final = {
    "new": "interviews",
    "resume": "interviews",
    "open": "interviews",
    "save": "drafts",
    "drop": "drafts",
    "list": "listing",
    "render": "render",
    "check": "check",
    "schema": "schema",
    "next": "automation",
    "answer": "automation",
    "completion": "completion",
}
"""`{command: the module of wizard.cli.commands that declares it}`; imported when it is called, for a fast start."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program as its arguments say; gives its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        if "_ARGCOMPLETE" in os.environ:  # a shell asks what may come next
            from wizard.cli.commands.completion import complete

            complete(_parser)
        arguments = _parser(given).parse_args(given, namespace=Arguments())
        return arguments.run(arguments)
    except SystemExit as end:  # --help and --version
        return end.code if isinstance(end.code, int) else DONE
    except WizardError as problem:
        _tell_problem(problem, given)
        return WRONG_INPUT
    except ClosedOutputError:
        _discard_output()
        return OUTPUT_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as fault:  # noqa: BLE001  # the program's edge: nobody is to see a traceback
        _tell_fault(fault)
        return WRONG_INPUT


def _parser(given: Sequence[str]) -> CommandParser:
    """The parser of the command that is called; for help on all of them, of all."""
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
        modules = dict.fromkeys(_COMMAND_MODULES.values())
    for module in modules:
        import_module(f"wizard.cli.commands.{module}").add_to(commands)
    return parser


def _open_start_screen(arguments: Arguments) -> int:
    from wizard.cli.choose_interface import open_start

    return open_start(arguments)


def _tell_problem(problem: WizardError, given: Sequence[str]) -> None:
    """Mistakes in files by their places, so that an editor can jump there; anything else after the command's name."""
    if "--json" in given or given[:1] in (["next"], ["answer"]):
        from wizard.automation.envelopes import problem_as_json

        tell(problem_as_json(problem))
    elif isinstance(problem, InvalidFileError):
        tell(str(problem))
    else:
        command = "plan-wizard" if isinstance(problem, UsageError) else " ".join(["plan-wizard", *given[:1]])
        for line in str(problem).splitlines():
            tell(f"{command}: {line}")


def _tell_fault(fault: Exception) -> None:
    if os.environ.get("PLAN_WIZARD_TRACEBACK"):
        from traceback import print_exception

        print_exception(fault)
    what = f"{type(fault).__name__}: {fault}".splitlines()[0][:300]
    tell(f"plan-wizard: this is a fault of the program ({what}); what you answered is kept")
    tell("plan-wizard: with PLAN_WIZARD_TRACEBACK=1 it says where; please report that")


def _discard_output() -> None:
    """Let what is still to be written go nowhere, so that Python does not complain about it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
