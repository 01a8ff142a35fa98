"""Completion for shells: each shell asks the program, so that templates and drafts are those of the moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from msgspec import Struct

Operand = Literal["template", "draft", "file", "shell", "other"]
"""What stands after a command, or after an option."""

Candidate = tuple[str, str]
"""A word, and what it is."""

FILES: Final = "/"
"""Stands for the names of files, which the shell completes itself."""


class OptionWords(Struct, frozen=True):
    """An option as a shell completes it."""

    names: tuple[str, ...]
    help: str
    value: Operand | None
    """What follows it; None for one that stands alone."""


class CommandWords(Struct, frozen=True):
    """A command as a shell completes it."""

    name: str
    help: str
    operand: Operand
    options: tuple[OptionWords, ...]


def candidates(before: Sequence[str], commands: Sequence[CommandWords]) -> Iterator[Candidate]:
    """What may come after the words of a command line that are already there."""
    if not before:
        yield from ((command.name, command.help) for command in commands)
        yield from (("--help", "tell more"), ("--version", "tell the version"))
        return
    command = next((command for command in commands if command.name == before[0]), None)
    if command is None:
        return
    last = [word for word in before if word != "="][-1]  # bash parts `--answers=FILE` into three words
    awaited: Operand | None = next((option.value for option in command.options if last in option.names), None)
    if awaited is not None:
        yield from _operands(awaited)
        return
    yield from _operands(command.operand)
    for option in command.options:
        yield from ((name, option.help) for name in option.names)


def _operands(operand: Operand) -> Iterator[Candidate]:
    match operand:
        case "template":
            from wizard.template_names import template_names

            yield from ((name, "template") for name in template_names())
            yield FILES, ""
        case "draft":
            from wizard.draft_names import drafts

            yield from ((draft.name, draft.title) for draft in drafts())
        case "file":
            yield FILES, ""
        case "shell":
            yield from ((name, "shell") for name in SCRIPTS)
        case "other":
            return


SCRIPTS: Final = {
    "bash": r"""# In ~/.bashrc: eval "$(plan-wizard completion bash)"
_plan_wizard() {
  local current=${COMP_WORDS[COMP_CWORD]} word help
  [[ $current == = ]] && current=
  local typed=${current#[\"\']}
  typed=${typed//\\/}
  COMPREPLY=()
  while IFS=$'\t' read -r word help; do
    if [[ $word == / ]]; then
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
    elif [[ $word == "$typed"* ]]; then
      COMPREPLY+=("$word")
    fi
  done < <(plan-wizard completion --after "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)
}
complete -o filenames -F _plan_wizard plan-wizard
""",
    "zsh": r"""#compdef plan-wizard
# In ~/.zshrc, after compinit: eval "$(plan-wizard completion zsh)"
_plan_wizard() {
  local -a described before
  local word help
  before=("${(@)words[2,CURRENT-1]}")
  if [[ $words[CURRENT] == --*=* ]]; then
    before+=("${words[CURRENT]%%=*}")
    compset -P '*='
  fi
  while IFS=$'\t' read -r word help; do
    if [[ $word == / ]]; then
      _files
    else
      described+=("${word//:/\\:}:$help")
    fi
  done < <(plan-wizard completion --after "${(@)before}" 2>/dev/null)
  (( $#described )) && _describe plan-wizard described
}
compdef _plan_wizard plan-wizard
""",
    "fish": r"""# In ~/.config/fish/completions/plan-wizard.fish: plan-wizard completion fish | source
function __plan_wizard_words
    set -l before (commandline -opc)
    set -l typed (string replace -ra '[\\\\\'"]' '' -- (commandline -ct))
    set -l option (string match -r -- '^--[a-z]+=' $typed)
    test -n "$option"; and set -a before (string trim -r -c = -- $option)
    set typed (string replace -- "$option" '' "$typed")
    for line in (plan-wizard completion --after $before[2..-1] 2>/dev/null)
        set -l word (string split -m 1 \t -- $line)[1]
        if test $word = /
            for path in (__fish_complete_path $typed)
                echo "$option"$path
            end
        else if string match -qir -- (string escape --style=regex -- $typed) $word
            # Without this fish would look into the descriptions too.
            echo "$option"$line
        end
    end
end
complete -c plan-wizard -f -a '(__plan_wizard_words)'
""",
}
"""`{shell: the script that teaches it}`."""
