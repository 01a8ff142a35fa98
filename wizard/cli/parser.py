"""The parser of the command line, and what several commands declare alike."""

from __future__ import annotations

import os
from argparse import ArgumentParser, HelpFormatter, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn, Protocol

from wizard.errors import WizardError

if TYPE_CHECKING:
    from screens.launch.launch import Launch


class Arguments(Namespace):
    """The parsed arguments; each command sets those that it declares."""

    run: Callable[[Arguments], int]
    launch: Launch | None = None
    """The start of the full screen, if the command line is one of which a first frame may be kept."""
    template: str | None
    source: str
    name: str | None
    draft: str | None
    file: str
    files: list[str]
    answers: str | None
    set: list[str]
    keep_comments: bool = False
    output: str | None
    earlier: int | None
    number: str | None
    copy: bool
    json: bool = False
    format: str | None
    lenient: bool = False
    complete: bool
    dry_run: bool = False
    ours: bool = False
    theirs: bool = False
    markers: bool = False
    diff3: bool = False
    strict: bool
    plans_only: bool
    fix: bool
    force: bool
    whole_file: bool
    of_templates: bool
    undo: bool
    doing: bool
    cancel: bool
    tasks: list[str]
    for_good: bool
    prompts: bool = False
    watch: bool = False
    no_read_back: bool = False
    refuse: list[str]
    examples: bool
    shell: str | None


class UsageError(WizardError):
    """Raised when the command line itself is wrong."""


class CommandParser(ArgumentParser):
    """A parser that raises UsageError instead of ending the program."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with the message and where to read more."""
        raise UsageError(f"{message} (see {self.prog} --help)")


class HelpPageFormatter(RawDescriptionHelpFormatter):
    """A help page as wide as the terminal, at most 98 columns."""

    def __init__(self, prog: str) -> None:
        # argparse makes a formatter for every argument; without a width each looks for it by way of shutil.
        super().__init__(prog, width=min(_terminal_columns(), 100) - 2)


class Subparsers(Protocol):
    """What `ArgumentParser.add_subparsers` returns, as far as commands are declared with it."""

    def add_parser(
        self,
        name: str,
        *,
        help: str,
        description: str,
        epilog: str,
        formatter_class: type[HelpFormatter],
        allow_abbrev: bool,
    ) -> CommandParser:
        """Return a parser for the arguments of one command."""
        ...


def add_command(
    commands: Subparsers, name: str, summary: str, text: str, run: Callable[[Arguments], int]
) -> CommandParser:
    """Declare a command with its line in the list of commands and its own help page; return its parser."""
    description, _, example = _dedent(text).partition("\n\nExample")
    parser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.\n\n{description}",
        epilog=f"example{example}",
        formatter_class=HelpPageFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(run=run)
    return parser


def add_json_option(parser: CommandParser, says: str) -> None:
    """Add the option that prints one JSON document, and problems as JSON too."""
    parser.add_argument("--json", action="store_true", help=says)


def add_output_options(parser: CommandParser, says: str = "write to FILE instead of standard output") -> None:
    """Add the options that name the file to write and allow one that is there."""
    parser.add_argument("-o", "--output", metavar="FILE", help=says)
    parser.add_argument(
        "--force", action="store_true", help="write FILE even if it exists, and keep a backup beside it"
    )


def add_lenient_option(parser: CommandParser) -> None:
    """Add the option that takes an issue form which GitHub would refuse."""
    parser.add_argument("--lenient", action="store_true", help="use an issue form even if GitHub rejects it")


def add_prompts_option(parser: CommandParser) -> None:
    """Add the option that asks line by line."""
    parser.add_argument("--prompts", action="store_true", help="ask line by line (or set PLAN_WIZARD_PROMPTS=1)")


def add_watch_option(parser: CommandParser, says: str) -> None:
    """Add the option that follows a template while its author edits it."""
    parser.add_argument("--watch", action="store_true", help=says)


def require_full_screen(arguments: Arguments) -> None:
    """Raise UsageError when a template is to be followed where nothing can be drawn again."""
    if arguments.watch and (arguments.prompts or arguments.json):
        other = "--prompts" if arguments.prompts else "--json"
        raise UsageError(f"--watch needs the full screen; leave {other} out")


def add_read_back_options(parser: CommandParser) -> None:
    """Add the options that leave edits made by hand in a plan out of its answers."""
    parser.add_argument(
        "--no-read-back", action="store_true", help="do not read edits made in the plan back into the answers"
    )
    parser.add_argument(
        "--refuse",
        metavar="PATH",
        action="append",
        default=[],
        help="leave out one of these edits, by its path in readBack; may be repeated",
    )


def add_template_option(parser: CommandParser) -> None:
    """Add the option that says where a saved plan's template is now."""
    parser.add_argument(
        "--template", metavar="TEMPLATE", help="the plan's template, by name or path, if it cannot be found"
    )


def _terminal_columns() -> int:
    try:
        return int(os.environ.get("COLUMNS", "")) or os.get_terminal_size().columns
    except (ValueError, OSError):
        return 80


def _dedent(text: str) -> str:
    """Return the text without the indent of the declarations above (textwrap is slow to import)."""
    lines = text.strip("\n ").split("\n")
    return "\n".join(line.removeprefix(" " * 8) for line in lines)


def add_keep_comments_option(parser: CommandParser) -> None:
    """Add the option that keeps the comments with which a template helps."""
    parser.add_argument(
        "--keep-comments",
        action="store_true",
        help="keep the template's guidance comments, even for answered questions",
    )


def add_answer_options(parser: CommandParser) -> None:
    """Add the options that give answers."""
    parser.add_argument("--answers", metavar="FILE", help="read answers from FILE (YAML or JSON); - is standard input")
    parser.add_argument(
        "--set",
        metavar="PATH=VALUE",
        action="append",
        default=[],
        help="set one answer, such as milestones[0].title=Sign-up; null leaves a question or an item out, "
        "features[+]=A adds an item; may be repeated",
    )
    add_keep_comments_option(parser)
