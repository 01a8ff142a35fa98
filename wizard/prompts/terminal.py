"""Talk for terminals that can edit a line: questionary asks."""

from __future__ import annotations

import sys

import questionary
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.output import create_output
from questionary import Choice, Question as Prompt

from wizard.prompts.talk import Command, HungUp, Interrupted, Reply, read_reply
from wizard.prompts.wording import COMMANDS
from wizard.template import Question
from wizard.visible import visible, visible_line

_COLON = ":"
_OTHER = "\0other"


class TerminalTalk:
    """Asks with questionary on standard error; a colon calls for a command at every prompt."""

    def __init__(self) -> None:
        self._output = create_output(stdout=sys.stderr)

    def say(self, text: str = "") -> None:
        """Show text, of one line or several."""
        sys.stderr.write(visible(text) + "\n")
        sys.stderr.flush()

    def line(self, text: str = "", words: tuple[str, ...] = ()) -> Reply:
        """One line, to be edited in place; emptied, it opens the question again."""
        completer = WordCompleter([*words, *(f":{name}" for name in COMMANDS)], sentence=True)
        shown = _editable(text)
        given = self._asked(
            questionary.text(
                "", shown, qmark=">", completer=completer, complete_while_typing=False, output=self._output
            )
        )
        if text and not given.strip():
            return Command("clear")
        return text if given == shown and text != _COLON else read_reply(given)

    def lines(self, text: str) -> Reply:
        """Several lines, to be edited in place; emptied, they open the question again."""
        how = "(Esc, then Enter when it is done)"
        shown = visible(text)
        given = self._asked(
            questionary.text("", shown, qmark=">", multiline=True, instruction=how, output=self._output)
        )
        if text and not given.strip():
            return Command("clear")
        if text and given == shown:
            return text
        return read_reply(given) if "\n" not in given.strip() else given

    def file(self, name: str) -> Reply:
        """A file name, completed by what lies in the folders."""
        return read_reply(self._asked(questionary.path("", default=visible_line(name), qmark=">", output=self._output)))

    def one_of(self, question: Question, chosen: str | None) -> Reply:
        """One of the options, chosen with the arrow keys; a colon calls for a command."""
        choices = [_choice(option.label, option.value, option.help) for option in question.options]
        if question.other:
            choices.append(_choice("Something else", _OTHER, "In your own words."))
        values = [option.value for option in question.options]
        default = chosen if chosen in values else question.recommended
        given = self._asked_from(
            questionary.select("", choices, default=default, qmark=">", instruction=_HOW, output=self._output)
        )
        if given == _OTHER:
            return self.line("" if chosen is None or chosen in values else chosen)
        return self._command() if given == _COLON else given

    def some_of(self, question: Question, chosen: tuple[str, ...]) -> tuple[str, ...] | Command:
        """Any of the options, ticked with space; a colon calls for a command."""
        known = [option.value for option in question.options]
        choices = [
            _choice(option.label, option.value, option.help, option.value in chosen) for option in question.options
        ]
        own = [value for value in chosen if value not in known]
        choices += [_choice(value, value, "In your own words.", True) for value in own]
        if question.other:
            choices.append(_choice("Something else", _OTHER, "In your own words."))
        given = self._asked_from(
            questionary.checkbox("", choices, qmark=">", instruction=f"(space ticks) {_HOW}", output=self._output)
        )
        if given == _COLON:
            command = self._command()
            return command if isinstance(command, Command) else chosen
        return self._with_other([value for value in given if value != _OTHER], _OTHER in given)

    def _with_other(self, values: list[str], wants_other: bool) -> tuple[str, ...] | Command:
        if not wants_other:
            return tuple(values)
        other = self.line()
        if isinstance(other, Command):
            return other
        return (*values, other) if other.strip() else tuple(values)

    def of_items(self, noun: str, items: tuple[str, ...]) -> Reply:
        """An item to change, a new one, or on to the next question."""
        choices = [_choice(text, f"{number}", "") for number, text in enumerate(items, start=1)]
        choices += [_choice(f"Add: {noun}", "add", ""), _choice("Go on", "", "")]
        default = "" if items else "add"
        given = self._asked_from(
            questionary.select("", choices, default=default, qmark=">", instruction=_HOW, output=self._output)
        )
        if given == _COLON:
            return self._command()
        return self._what_to_do(given) if given.isdecimal() else given

    def _what_to_do(self, number: str) -> Reply:
        choices = [_choice(says, f"{word} {number}", "") for word, says in _ITEM_CHANGES.items()]
        given = self._asked_from(questionary.select("", choices, qmark=">", instruction=_HOW, output=self._output))
        return self._command() if given == _COLON else given

    def _command(self) -> Reply:
        return self.line(_COLON)

    def _asked_from(self, prompt: Prompt) -> str:
        """Ask for a choice, with keys for commands and for hanging up."""
        keys = KeyBindings()

        @keys.add(_COLON, eager=True)
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=_COLON)

        @keys.add("c-d", eager=True)
        def _(event: KeyPressEvent) -> None:
            event.app.exit(exception=EOFError)

        bindings = prompt.application.key_bindings
        prompt.application.key_bindings = merge_key_bindings([bindings, keys]) if bindings else keys
        return self._asked(prompt)

    def _asked(self, prompt: Prompt) -> str:
        try:
            return prompt.unsafe_ask()
        except KeyboardInterrupt:
            raise Interrupted from None
        except EOFError:
            raise HungUp from None


_ITEM_CHANGES = {
    "edit": "Edit it",
    "up": "Move it up",
    "down": "Move it down",
    "copy": "Duplicate it",
    "remove": "Remove it",
}
_HOW = "(arrows, then Enter; a colon for commands)"


def _choice(title: str, value: str, description: str, checked: bool = False) -> Choice:
    says = visible_line(description) or None
    return Choice(visible_line(title), value=value, description=says, checked=checked)


def _editable(text: str) -> str:
    """An answer as it stands in a field: a colon in front of it is doubled, lest it be a command."""
    shown = visible_line(text)
    return f":{shown}" if shown.startswith(_COLON) and shown != _COLON else shown
