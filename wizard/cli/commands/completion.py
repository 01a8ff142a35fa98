"""`plan-wizard completion`: the code that teaches a shell to complete, and the words for its Tab key."""

from __future__ import annotations

import os
from argparse import Action
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, cast

from wizard.cli.parser import Arguments, CommandParser, Subparsers, UsageError, add_command
from wizard.exit_code import ExitCode
from wizard.message_text import sanitize_line

if TYPE_CHECKING:
    from argcomplete.completers import BaseCompleter

_SHELLS: Final = ("bash", "zsh", "fish")
_ZSH: Final = r"""#compdef plan-wizard
_plan_wizard() {
  if [[ $PREFIX == \~* ]]; then
    _files
    return
  fi
  local typed="${words[1,CURRENT]}" line word
  local -a found folders
  local -x _ARGCOMPLETE=1 _ARGCOMPLETE_SHELL=fish _ARGCOMPLETE_SUPPRESS_SPACE=1
  local -x _ARGCOMPLETE_IFS=$'\n' _ARGCOMPLETE_DFS=$'\t'
  local -x COMP_LINE="$typed" COMP_POINT=$(($#typed - $#SUFFIX))
  for line in ${(f)"$(plan-wizard 8>&1 9>&2 </dev/null >/dev/null 2>&1)"}; do
    word=${${line%%$'\t'*}//:/\\:}
    line=${line#*$'\t'}
    if [[ $word == */ ]]; then folders+=("$word"); else found+=("$word${line:+:$line}"); fi
  done
  _describe plan-wizard found -- folders -S ''
}
compdef _plan_wizard plan-wizard
"""
"""Asks for words as fish does, unquoted, because zsh quotes them itself (decision 0008)."""


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "completion",
        "print a shell's completion script",
        """
        Completes commands, options, templates, drafts and files.

        Example:
          eval "$(plan-wizard completion bash)"    # in ~/.bashrc, or zsh in ~/.zshrc
          plan-wizard completion fish > ~/.config/fish/completions/plan-wizard.fish
        """,
        run,
    )
    parser.add_argument("shell", metavar="SHELL", nargs="?", help="bash, zsh or fish")


def run(arguments: Arguments) -> ExitCode:
    """Print the script of a shell."""
    from wizard.cli.streams import write_result

    if arguments.shell not in _SHELLS:
        raise UsageError(f"name a shell: {', '.join(_SHELLS)}")
    write_result(_script(arguments.shell))
    return ExitCode.DONE


def _script(shell: str) -> str:
    if shell == "zsh":
        return _ZSH
    from argcomplete.shell_integration import shellcode

    # By default bash would offer files wherever the program offers nothing.
    return shellcode(["plan-wizard"], shell=shell, complete_arguments=["-o", "nospace"])


def complete(parser_of: Callable[[Sequence[str]], CommandParser]) -> None:
    """Write the words that may stand at the cursor of the shell's command line, and end the process."""
    from argcomplete import autocomplete
    from argcomplete.lexers import split_line

    before = split_line(os.environ["COMP_LINE"], int(os.environ["COMP_POINT"]))[3]
    # Any callable will do; argcomplete declares a class of its own.
    completer = cast("BaseCompleter", _completions)
    autocomplete(parser_of(before[1:]), default_completer=completer, validator=_is_offered)


def _is_offered(word: str, typed: str) -> bool:
    """Whether a word goes on from what is typed, and would not send the terminal a control character."""
    return word.startswith(typed) and sanitize_line(word) == word


def _completions(prefix: str, action: Action, **_: object) -> dict[str, str]:
    """Return `{word: what it is}` for an argument or the value of an option."""
    match action.metavar:
        case "TEMPLATE":
            from wizard.compiler.lookup.discovery import GROUP_TITLES
            from wizard.compiler.lookup.template_names import list_templates

            names = {named.name: f"template, {GROUP_TITLES[named.found.group]}" for named in list_templates()}
            return {**_files(prefix), **names}
        case "DRAFT":
            from wizard.drafts.catalog import list_drafts

            return {draft.name: sanitize_line(draft.title) for draft in list_drafts()}
        case "FILE" | "PLAN.md":
            return _files(prefix)
        case "SHELL":
            return dict.fromkeys(_SHELLS, "shell")
        case _:
            return {}


def _files(prefix: str) -> dict[str, str]:
    """Return the paths that begin with a prefix; a folder ends with a slash, so that typing goes on in it."""
    folder, name = os.path.split(prefix)
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:
            found = sorted(
                os.path.join(folder, entry.name) + ("/" if entry.is_dir() else "")
                for entry in entries
                if name or not entry.name.startswith(".")
            )
    except OSError:
        return {}
    return dict.fromkeys(found, "")
