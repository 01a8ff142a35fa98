"""`plan-wizard completion`: what a shell needs in order to complete command lines."""

from __future__ import annotations

from argparse import REMAINDER
from functools import partial
from typing import TYPE_CHECKING

from wizard.commands.arguments import Arguments, CommandParser, Commands, UsageError, add_command

if TYPE_CHECKING:
    from wizard.completion import CommandWords, Operand

_OPERANDS: dict[str, Operand] = {
    "TEMPLATE": "template",
    "DRAFT": "draft",
    "FILE": "file",
    "PLAN.md": "file",
    "SHELL": "shell",
}
"""`{how a command names it: what it is}`."""


def add_to(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "completion",
        "print the completion script of a shell",
        """
        Templates, drafts and files are completed too, as they are at that moment.

        Example:
          eval "$(plan-wizard completion bash)"    # in ~/.bashrc, or zsh in ~/.zshrc
          plan-wizard completion fish > ~/.config/fish/completions/plan-wizard.fish
        """,
        partial(run, commands),
    )
    parser.add_argument("shell", metavar="SHELL", nargs="?", help="bash, zsh or fish")
    parser.add_argument("--after", nargs=REMAINDER, metavar="WORD", help="print what may come after these words")


def run(commands: Commands, arguments: Arguments) -> int:
    """Print a script, or the words that a script asks for."""
    from wizard.commands.streams import write_result
    from wizard.completion import SCRIPTS, candidates
    from wizard.visible import visible_line

    if arguments.after is not None:
        words = [_words_of(name, parser) for name, parser in commands.choices.items()]
        found = candidates(arguments.after, words)
        write_result("".join(f"{visible_line(word)}\t{visible_line(help)}\n" for word, help in found))
        return 0
    if arguments.shell not in SCRIPTS:
        raise UsageError(f"name a shell: {', '.join(SCRIPTS)}")
    write_result(SCRIPTS[arguments.shell])
    return 0


def _words_of(name: str, parser: CommandParser) -> CommandWords:
    """A command's words, from what it declares."""
    from wizard.completion import CommandWords, OptionWords

    operands = [action for action in parser.arguments() if not action.option_strings]
    options = (action for action in parser.arguments() if action.option_strings)
    return CommandWords(
        name,
        (parser.description or "").splitlines()[0].removesuffix("."),
        _OPERANDS.get(str(operands[0].metavar), "other") if operands else "other",
        tuple(
            OptionWords(
                tuple(option.option_strings),
                option.help or "",
                None if option.nargs == 0 else _OPERANDS.get(str(option.metavar), "other"),
            )
            for option in options
        ),
    )
