"""Talk for terminals that can edit a line: questionary asks."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.output import create_output
from questionary import Question as Prompt

from wizard.files.editor import edited
from wizard.model.template import Question
from wizard.prompts.commands import COMMANDS
from wizard.prompts.terminal.dialogue import (
    Command,
    HungUp,
    Interrupted,
    Reply,
    as_typed,
    command_behind,
    half_typed,
    read_lines,
    read_reply,
)
from wizard.prompts.terminal.menus import (
    COLON,
    LEAVE_OPEN,
    OTHER,
    changes_of_item,
    items_menu,
    line_ends,
    options_menu,
    ticks_menu,
    with_colon,
    with_hanging_up,
)
from wizard.prompts.terminal.output import Page, wrapped
from wizard.prompts.terminal.signals import Signals
from wizard.text import visible, visible_line

if sys.platform == "win32":
    _GONE: tuple[type[Exception], ...] = (OSError,)
else:
    import termios

    _GONE = (OSError, termios.error)
"""What is raised in a terminal that has been closed."""


class TerminalTalk:
    """Asks with questionary on standard error; a colon calls for a command at every prompt."""

    can_edit = True

    def __init__(self, signals: Signals) -> None:
        self._page = Page(sys.stderr)
        self._output = create_output(stdout=sys.stderr)
        self._signals = signals

    @staticmethod
    @contextmanager
    def opened(signals: Signals) -> Generator[TerminalTalk]:
        """The talk on standard input and standard error; standard output stays free for results."""
        yield TerminalTalk(signals)

    def say(self, text: str = "") -> None:
        """Tell in our own words, of one line or several, broken where the terminal ends."""
        self.show(wrapped(text, self._page.width))

    def show(self, text: str) -> None:
        """Show lines as they are."""
        self._page.write(visible(text) + "\n")

    def line(self, text: str = "", words: tuple[str, ...] = ()) -> Reply:
        """One line, to be edited in place; emptied, it opens the question again."""
        completer = WordCompleter([*words, *(f":{name}" for name in COMMANDS)], sentence=True)
        shown = as_typed(visible_line(text))
        given = self._text(
            questionary.text(
                "", shown, qmark=">", completer=completer, complete_while_typing=False, output=self._output
            ),
            shown,
        )
        if text and not given.strip():
            return Command("clear")
        return text if given == shown else command_behind(shown, given) or read_reply(given)

    def lines(self, text: str) -> Reply:
        """Several lines, to be edited in place; emptied, they open the question again."""
        shown = visible(text)
        given = self._text(
            questionary.text(
                "",
                shown,
                qmark=">",
                multiline=True,
                instruction="",
                key_bindings=line_ends(shown),
                output=self._output,
            ),
            shown,
        )
        if text and not given.strip():
            return Command("clear")
        return text if given == shown else command_behind(shown, given) or read_lines(given)

    def file(self, name: str) -> Reply:
        """A file name, completed by what lies in the folders."""
        shown = visible_line(name)
        given = self._text(questionary.path("", default=shown, qmark=">", output=self._output), shown)
        return name if given == shown else command_behind(shown, given) or read_reply(given)

    def one_of(self, question: Question, chosen: str | None) -> Reply:
        """One of the options, chosen from a menu; a colon calls for a command."""
        given = self._choice(options_menu(question, chosen, self._output))
        if given == COLON:
            return self._command() or self.one_of(question, chosen)
        if given == OTHER:
            known = [option.value for option in question.options]
            return self.line("" if chosen is None or chosen in known else chosen)
        return "" if given == LEAVE_OPEN else str(given)

    def some_of(self, question: Question, chosen: tuple[str, ...]) -> tuple[str, ...] | Command:
        """Any of the options, ticked with space; a colon calls for a command."""
        given = self._choice(ticks_menu(question, chosen, self._output))
        if isinstance(given, str):
            return self._command() or self.some_of(question, chosen)
        ticked = tuple(value for value in given if value != OTHER)
        if OTHER not in given:
            return ticked
        other = self.line()
        if isinstance(other, Command):
            return other
        return (*ticked, other) if other.strip() else ticked

    def of_items(self, noun: str, items: tuple[str, ...]) -> Reply:
        """An item to change, a new one, or on to the next question."""
        given = str(self._choice(items_menu(noun, items, self._output)))
        if given == COLON:
            return self._command() or self.of_items(noun, items)
        return self._what_to_do(given) if given.isdecimal() else given

    def editor(self, text: str) -> str:
        """The text as the user's own editor leaves it; EditorError when it gives none."""
        return edited(text)

    def _what_to_do(self, number: str) -> Reply:
        given = str(self._choice(changes_of_item(number, self._output)))
        return (self._command() or self._what_to_do(number)) if given == COLON else given

    def _command(self) -> Command | None:
        """A command, the colon of which stands there already."""
        given = read_reply(self._text(questionary.text("", COLON, qmark=">", output=self._output), COLON))
        return given if isinstance(given, Command) else None

    def _choice(self, prompt: Prompt) -> str | list[str]:
        """What is chosen from a menu, or a colon."""
        try:
            return self._asked(with_colon(prompt))
        except KeyboardInterrupt:
            raise Interrupted from None
        except EOFError:
            raise HungUp from None

    def _text(self, prompt: Prompt, shown: str) -> str:
        """What is typed; it is not lost when the user leaves instead."""
        buffer = prompt.application.current_buffer
        try:
            return str(self._asked(prompt))
        except (KeyboardInterrupt, EOFError) as end:
            kind = Interrupted if isinstance(end, KeyboardInterrupt) else HungUp
            raise kind("" if buffer.text == shown else half_typed(buffer.text)) from None

    def _asked(self, prompt: Prompt) -> str | list[str]:
        try:
            with self._signals.waiting(partial(_is_stopping, prompt.application)):
                return with_hanging_up(prompt).unsafe_ask()
        except _GONE:
            raise EOFError from None


def _is_stopping(application: Application[object]) -> bool:
    """End a prompt from within its own loop, which leaves the terminal as it was; says whether there is one yet."""
    loop = application.loop
    if loop is None or not application.is_running:
        return False
    loop.call_soon_threadsafe(partial(_stop, application))
    return True


def _stop(application: Application[object]) -> None:
    if application.is_running and application.future is not None and not application.future.done():
        application.exit(exception=KeyboardInterrupt)
