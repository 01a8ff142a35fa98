"""The dialogue for terminals that can edit a line, with menus from questionary."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial

import questionary
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.output import create_output
from questionary import Question as Prompt

from wizard.files.text_editor.editor import edit_text
from wizard.key_sequences import STALL_SECONDS
from wizard.message_text import sanitize, sanitize_line
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
from wizard.prompts.terminal.settings import TerminalSettings
from wizard.prompts.terminal.signals import SignalGuard

if sys.platform == "win32":
    _TERMINAL_GONE: tuple[type[Exception], ...] = (OSError,)
else:
    import termios

    _TERMINAL_GONE = (OSError, termios.error)
"""What reading from a closed terminal raises."""


class MenuDialogue:
    """Asks with questionary on standard error; a colon asks for a command at every prompt."""

    can_edit = True

    def __init__(
        self,
        signals: SignalGuard,
        release_terminal: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._page = TextOutput(sys.stderr)
        self._output = create_output(stdout=sys.stderr)
        self._signals = signals
        self._release_terminal = release_terminal
        """Gives the terminal's own settings back while an editor has it."""

    @staticmethod
    @contextmanager
    def open(signals: SignalGuard) -> Generator[MenuDialogue]:
        """Open the dialogue on standard input and standard error; standard output is for results."""
        if sys.platform == "win32":
            yield MenuDialogue(signals)
            return
        from wizard.prompts.terminal.menu_input import SequenceInput

        settings = TerminalSettings(sys.stdin.fileno())
        with settings.hold(), create_app_session(input=SequenceInput(sys.stdin)):
            yield MenuDialogue(signals, settings.release)

    def say(self, text: str = "") -> None:
        """Print one line or several, wrapped to the terminal."""
        self.show(wrap_for_terminal(text, self._page.width))

    def show(self, text: str) -> None:
        """Print lines unwrapped."""
        self._page.write(sanitize(text) + "\n")

    def ask_line(self, text: str = "", words: tuple[str, ...] = ()) -> Reply:
        """Ask for one line, edited in place; emptied, it is the command `clear`."""
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
        """Ask for several lines, edited in place; emptied, they are the command `clear`."""
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
        """Ask for a file name, completed from the file system."""
        shown = sanitize_line(name)
        given = self._ask_text(questionary.path("", default=shown, qmark=">", output=self._output), shown)
        return name if given == shown else command_behind(shown, given) or read_reply(given)

    def choose_one(self, question: Question, chosen: str | None) -> Reply:
        """Ask for one of the options, from a menu."""
        given = self._ask_menu(options_menu(question, chosen, self._output))
        if given == COLON:
            return self._ask_command() or self.choose_one(question, chosen)
        if given == OTHER:
            known = [option.value for option in question.options]
            return self.ask_line("" if chosen is None or chosen in known else chosen)
        return "" if given == LEAVE_OPEN else str(given)

    def choose_several(self, question: Question, chosen: tuple[str, ...]) -> tuple[str, ...] | ColonCommand:
        """Ask for any of the options, ticked with space."""
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
        """Ask for an item and its change, a new item, or the next question."""
        given = str(self._ask_menu(items_menu(noun, items, self._output)))
        if given == COLON:
            return self._ask_command() or self.choose_item_change(noun, items)
        return self._change_for(given) if given.isdecimal() else given

    def edit(self, text: str) -> str:
        """Return the text as the user's editor leaves it; EditorError when it leaves none."""
        with self._release_terminal():
            return edit_text(text)

    def _change_for(self, number: str) -> Reply:
        given = str(self._ask_menu(item_changes_menu(number, self._output)))
        return (self._ask_command() or self._change_for(number)) if given == COLON else given

    def _ask_command(self) -> ColonCommand | None:
        """Ask for a command, its colon typed already; return None for anything else."""
        given = read_reply(self._ask_text(questionary.text("", COLON, qmark=">", output=self._output), COLON))
        return given if isinstance(given, ColonCommand) else None

    def _ask_menu(self, prompt: Prompt) -> str | list[str]:
        """Return what is chosen from a menu, or a colon."""
        try:
            return self._run_prompt(add_colon_key(prompt))
        except KeyboardInterrupt:
            raise Interrupted from None
        except EOFError:
            raise HungUp from None

    def _ask_text(self, prompt: Prompt, shown: str) -> str:
        """Return what is typed; Interrupted or HungUp carries it when the user leaves instead."""
        buffer = prompt.application.current_buffer
        try:
            return str(self._run_prompt(prompt))
        except (KeyboardInterrupt, EOFError) as end:
            kind = Interrupted if isinstance(end, KeyboardInterrupt) else HungUp
            raise kind("" if buffer.text == shown else unfinished_text(buffer.text)) from None

    def _run_prompt(self, prompt: Prompt) -> str | list[str]:
        try:
            prompt.application.ttimeoutlen = STALL_SECONDS
            with self._signals.interruptible(partial(_stop_soon, prompt.application)):
                # SIGINT comes to the guard: prompt_toolkit's own handler fails once the prompt has ended.
                return add_hang_up_key(prompt).application.run(handle_sigint=False)
        except _TERMINAL_GONE:
            raise EOFError from None


def _stop_soon(application: Application[object]) -> bool:
    """End a prompt from within its own loop, which restores the terminal; return whether the prompt has a loop."""
    loop = application.loop
    if loop is None or not application.is_running:
        return False
    loop.call_soon_threadsafe(partial(_stop, application))
    return True


def _stop(application: Application[object]) -> None:
    if application.is_running and application.future is not None and not application.future.done():
        application.exit(exception=KeyboardInterrupt)
