"""The menus of questionary for options and items, and the keys that work in its prompts besides its own."""

from __future__ import annotations

from collections.abc import Sequence

import questionary
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.output import Output
from questionary import Choice, Question as Prompt

from wizard.message_text import sanitize_line, with_article
from wizard.model.template import Question
from wizard.prompts.commands import COMMANDS, END
from wizard.prompts.terminal.dialogue import ColonCommand, command_behind, read_reply
from wizard.prompts.wording import option_label

COLON, OTHER, LEAVE_OPEN = ":", "\0other", "\0open"
"""What a menu returns besides its options."""

_HOW = "(arrows or numbers, then Enter; colon for commands)"
_HOW_TO_TICK = "(Space ticks, Enter continues; colon for commands)"
_MOST_NUMBERS = 9
_ITEM_CHANGES = {
    "edit": "Edit it",
    "up": "Move it up",
    "down": "Move it down",
    "copy": "Duplicate it",
    "remove": "Remove it",
}


def options_menu(question: Question, chosen: str | None, output: Output) -> Prompt:
    """Return a menu of the question's options; as long as none is chosen, Enter leaves it open."""
    known = [option.value for option in question.options]
    own = chosen if chosen not in known else None
    choices = [_menu_choice(option_label(question, option), option.value, option.help) for option in question.options]
    if own is not None and not question.other:
        choices.append(_menu_choice(f"{own} (no longer one of the options)", own))
        return _select_menu(choices, own, output)
    if question.other:
        choices.append(_menu_choice("Something else" if own is None else f"Something else: {own}", OTHER))
    if chosen is not None:
        return _select_menu(choices, chosen if own is None else OTHER, output)
    return _select_menu([_menu_choice("Skip for now", LEAVE_OPEN, shortcut="0"), *choices], LEAVE_OPEN, output)


def checkbox_menu(question: Question, chosen: tuple[str, ...], output: Output) -> Prompt:
    """Return a menu in which any of the question's options can be ticked."""
    known = [option.value for option in question.options]
    choices = [
        _menu_choice(option_label(question, option), option.value, option.help, is_ticked=option.value in chosen)
        for option in question.options
    ]
    choices += [_menu_choice(value, value, is_ticked=True) for value in chosen if value not in known]
    if question.other:
        choices.append(_menu_choice("Something else", OTHER))
    return questionary.checkbox("", choices, qmark=">", instruction=_HOW_TO_TICK, output=output)


def items_menu(noun: str, items: Sequence[str], output: Output) -> Prompt:
    """Return a menu of items; it returns an item's number, `add`, or nothing to go on."""
    has_numbers = len(items) + 2 <= _MOST_NUMBERS
    choices = [
        _menu_choice(text if has_numbers else f"{number}. {text}", f"{number}")
        for number, text in enumerate(items, start=1)
    ]
    choices += [_menu_choice(f"Add {with_article(noun)}", "add"), _menu_choice("Continue", "")]
    return _select_menu(choices, "" if items else "add", output)


def item_changes_menu(number: str, output: Output) -> Prompt:
    """Return a menu of what can be done with one item; it returns `edit 2` and the like."""
    choices = [_menu_choice(says, f"{word} {number}") for word, says in _ITEM_CHANGES.items()]
    return _select_menu(choices, f"edit {number}", output)


def add_colon_key(prompt: Prompt) -> Prompt:
    """Let a colon end a menu, so that a command can be asked for."""
    keys = KeyBindings()

    @keys.add(COLON, eager=True)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=COLON)

    return _add_keys(keys, prompt)


def add_hang_up_key(prompt: Prompt) -> Prompt:
    """Let Ctrl+D hang up, unless there is a letter under the cursor to delete."""
    keys = KeyBindings()

    @keys.add("c-d", eager=True)
    def _(event: KeyPressEvent) -> None:
        if event.current_buffer.document.is_cursor_at_the_end:
            event.app.exit(exception=EOFError)
        else:
            event.current_buffer.delete()

    return _add_keys(keys, prompt)


def _add_keys(keys: KeyBindings, prompt: Prompt) -> Prompt:
    bindings = prompt.application.key_bindings
    prompt.application.key_bindings = merge_key_bindings([bindings, keys]) if bindings else keys
    return prompt


def enter_key_bindings(shown: str) -> KeyBindings:
    """Return the key of Enter in a text of several lines, where it begins a new line.

    It ends the text when the line is `:end` or a command, or all there is is blank. A command may also stand right
    behind the text that was shown.
    """
    keys = KeyBindings()

    @keys.add("enter", eager=True)
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        document = buffer.document
        line = document.current_line
        is_ended = document.is_cursor_at_the_end and (
            _ends_text(line, document.line_count) or command_behind(shown, document.text) is not None
        )
        if is_ended or not document.text.strip():
            buffer.validate_and_handle()
            return
        if line.startswith(COLON * 2) and document.is_cursor_at_the_end_of_line:
            buffer.delete_before_cursor(len(line))
            buffer.insert_text(line[1:])
        buffer.newline(copy_margin=False)

    return keys


def _ends_text(line: str, count: int) -> bool:
    """Whether the last of so many lines ends the text."""
    reply = read_reply(line)
    is_command = isinstance(reply, ColonCommand) and (count == 1 or reply.name in COMMANDS)
    return is_command or line.rstrip() == END


def _select_menu(choices: list[Choice], pointed: str, output: Output) -> Prompt:
    return questionary.select(
        "",
        choices,
        default=pointed,
        qmark=">",
        instruction=_HOW,
        use_shortcuts=len(choices) <= _MOST_NUMBERS,
        output=output,
    )


def _menu_choice(
    title: str, value: str, description: str = "", *, is_ticked: bool = False, shortcut: str | None = None
) -> Choice:
    says = sanitize_line(description) or None
    return Choice(sanitize_line(title), value=value, description=says, checked=is_ticked, shortcut_key=shortcut)
