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

from wizard.files.editor import edit_text
from wizard.model.template import Question
from wizard.prompts.commands import COMMANDS
from wizard.prompts.terminal.dialogue import (
    ColonCommand,
    HungUp,
    Interrupted,
    Reply,
    command_behind,
    escape_colon,
    read_lines,
    read_reply,
    unfinished_text,
)
from wizard.prompts.terminal.menus import (
    COLON,
    LEAVE_OPEN,
    OTHER,
    add_colon_key,
    add_hang_up_key,
    checkbox_menu,
    enter_key_bindings,
    item_changes_menu,
    items_menu,
    options_menu,
)
from wizard.prompts.terminal.output import TextOutput, wrap_for_terminal
from wizard.prompts.terminal.signals import SignalGuard
from wizard.text import sanitize, sanitize_line

if sys.platform == "win32":
    _TERMINAL_GONE: tuple[type[Exception], ...] = (OSError,)
else:
    import termios

    _TERMINAL_GONE = (OSError, termios.error)
"""What is raised in a terminal that has been closed."""


class MenuDialogue:
    """Asks with questionary on standard error; a colon calls for a command at every prompt."""

    can_edit = True

    def __init__(self, signals: SignalGuard) -> None:
        self._page = TextOutput(sys.stderr)
        self._output = create_output(stdout=sys.stderr)
        self._signals = signals

    @staticmethod
    @contextmanager
    def open(signals: SignalGuard) -> Generator[MenuDialogue]:
        """The dialogue on standard input and standard error; standard output stays free for results."""
        yield MenuDialogue(signals)

    def say(self, text: str = "") -> None:
        """Tell in our own words, of one line or several, broken where the terminal ends."""
        self.show(wrap_for_terminal(text, self._page.width))

    def show(self, text: str) -> None:
        """Show lines as they are."""
        self._page.write(sanitize(text) + "\n")

    def ask_line(self, text: str = "", words: tuple[str, ...] = ()) -> Reply:
        """One line, to be edited in place; emptied, it opens the question again."""
        completer = WordCompleter([*words, *(f":{name}" for name in COMMANDS)], sentence=True)
        shown = escape_colon(sanitize_line(text))
        given = self._ask_text(
            questionary.text(
                "", shown, qmark=">", completer=completer, complete_while_typing=False, output=self._output
            ),
            shown,
        )
        if text and not given.strip():
            return ColonCommand("clear")
        return text if given == shown else command_behind(shown, given) or read_reply(given)

    def ask_lines(self, text: str) -> Reply:
        """Several lines, to be edited in place; emptied, they open the question again."""
        shown = sanitize(text)
        given = self._ask_text(
            questionary.text(
                "",
                shown,
                qmark=">",
                multiline=True,
                instruction="",
                key_bindings=enter_key_bindings(shown),
                output=self._output,
            ),
            shown,
        )
        if text and not given.strip():
            return ColonCommand("clear")
        return text if given == shown else command_behind(shown, given) or read_lines(given)

    def ask_file_name(self, name: str) -> Reply:
        """A file name, completed by what lies in the folders."""
        shown = sanitize_line(name)
        given = self._ask_text(questionary.path("", default=shown, qmark=">", output=self._output), shown)
        return name if given == shown else command_behind(shown, given) or read_reply(given)

    def choose_one(self, question: Question, chosen: str | None) -> Reply:
        """One of the options, chosen from a menu; a colon calls for a command."""
        given = self._ask_menu(options_menu(question, chosen, self._output))
        if given == COLON:
            return self._ask_command() or self.choose_one(question, chosen)
        if given == OTHER:
            known = [option.value for option in question.options]
            return self.ask_line("" if chosen is None or chosen in known else chosen)
        return "" if given == LEAVE_OPEN else str(given)

    def choose_several(self, question: Question, chosen: tuple[str, ...]) -> tuple[str, ...] | ColonCommand:
        """Any of the options, ticked with space; a colon calls for a command."""
        given = self._ask_menu(checkbox_menu(question, chosen, self._output))
        if isinstance(given, str):
            return self._ask_command() or self.choose_several(question, chosen)
        ticked = tuple(value for value in given if value != OTHER)
        if OTHER not in given:
            return ticked
        other = self.ask_line()
        if isinstance(other, ColonCommand):
            return other
        return (*ticked, other) if other.strip() else ticked

    def choose_item_change(self, noun: str, items: tuple[str, ...]) -> Reply:
        """An item to change, a new one, or on to the next question."""
        given = str(self._ask_menu(items_menu(noun, items, self._output)))
        if given == COLON:
            return self._ask_command() or self.choose_item_change(noun, items)
        return self._change_for(given) if given.isdecimal() else given

    def edit(self, text: str) -> str:
        """The text as the user's own editor leaves it; EditorError when it gives none."""
        return edit_text(text)

    def _change_for(self, number: str) -> Reply:
        given = str(self._ask_menu(item_changes_menu(number, self._output)))
        return (self._ask_command() or self._change_for(number)) if given == COLON else given

    def _ask_command(self) -> ColonCommand | None:
        """A command, the colon of which stands there already."""
        given = read_reply(self._ask_text(questionary.text("", COLON, qmark=">", output=self._output), COLON))
        return given if isinstance(given, ColonCommand) else None

    def _ask_menu(self, prompt: Prompt) -> str | list[str]:
        """What is chosen from a menu, or a colon."""
        try:
            return self._run_prompt(add_colon_key(prompt))
        except KeyboardInterrupt:
            raise Interrupted from None
        except EOFError:
            raise HungUp from None

    def _ask_text(self, prompt: Prompt, shown: str) -> str:
        """What is typed; it is not lost when the user leaves instead."""
        buffer = prompt.application.current_buffer
        try:
            return str(self._run_prompt(prompt))
        except (KeyboardInterrupt, EOFError) as end:
            kind = Interrupted if isinstance(end, KeyboardInterrupt) else HungUp
            raise kind("" if buffer.text == shown else unfinished_text(buffer.text)) from None

    def _run_prompt(self, prompt: Prompt) -> str | list[str]:
        try:
            with self._signals.interruptible(partial(_stop_soon, prompt.application)):
                return add_hang_up_key(prompt).unsafe_ask()
        except _TERMINAL_GONE:
            raise EOFError from None


def _stop_soon(application: Application[object]) -> bool:
    """End a prompt from within its own loop, which leaves the terminal as it was; says whether there is one yet."""
    loop = application.loop
    if loop is None or not application.is_running:
        return False
    loop.call_soon_threadsafe(partial(_stop, application))
    return True


def _stop(application: Application[object]) -> None:
    if application.is_running and application.future is not None and not application.future.done():
        application.exit(exception=KeyboardInterrupt)
