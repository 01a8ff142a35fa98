"""Lists, checklists and groups: items are added one by one, and changed by their numbers."""

from __future__ import annotations

import re

from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, is_list, is_mapping
from wizard.model.template import Question
from wizard.prompts.ask_text import AskAgain, AskNext, ReplyOutcome, append_items
from wizard.prompts.commands import ITEM_COMMANDS
from wizard.prompts.terminal.dialogue import ColonCommand, Dialogue
from wizard.prompts.wording import expected_input, item_text, items_so_far

_ITEM_WORDS = re.compile(r"(?i)(add|edit|remove|up|down|copy|items)?\s*(\d{1,6})?")
_BOX = re.compile(r"\s*(?:[-*+]\s+)?\[([ xX])\]\s+(.*)", re.DOTALL)


def ask_item(interview: Interview, dialogue: Dialogue) -> ReplyOutcome:
    """Ask for the next item of a list; an empty reply goes on."""
    reply = dialogue.ask_line()
    if isinstance(reply, ColonCommand):
        return apply_item_command(interview, reply, dialogue) or reply
    return append_items(interview, reply) if reply.strip() else AskNext(interview)


def ask_group(interview: Interview, dialogue: Dialogue) -> ReplyOutcome:
    """Ask what to do with the items of a group; an empty reply goes on."""
    question = interview.question()
    reply = dialogue.choose_item_change(question.item, tuple(item_text(question, item) for item in _items(interview)))
    if isinstance(reply, ColonCommand):
        return apply_item_command(interview, reply, dialogue) or reply
    if not reply.strip():
        return AskNext(interview)
    words = _ITEM_WORDS.fullmatch(reply.strip())
    if words is None:
        return AskAgain(interview, expected_input(question, can_edit=False))
    command = ColonCommand((words[1] or "edit").lower(), words[2] or "")
    return apply_item_command(interview, command, dialogue) or AskAgain(interview)


def apply_item_command(interview: Interview, command: ColonCommand, dialogue: Dialogue) -> ReplyOutcome | None:
    """Apply a command such as `:remove 2` to a list, table or group; return None for other commands."""
    question, name = interview.question(), command.name
    if name == "add" and question.kind == "group":
        return _add_item(interview, question)
    if name == "items":
        return AskAgain(interview, items_so_far(interview, all_of_them=True))
    if name not in ITEM_COMMANDS or name == "skip" or (name == "tick" and question.kind != "checklist"):
        return None
    number, _, rest = command.argument.partition(" ")
    count = len(_items(interview))
    if not number and count == 1:
        number = "1"
    if not (number.isascii() and number.isdecimal()) or not 1 <= int(number) <= count:
        return AskAgain(interview, _which_item_message(question, name, count))
    return _change_item(interview, command.name, int(number) - 1, rest.strip(), dialogue)


def _which_item_message(question: Question, name: str, count: int) -> str:
    if not count:
        return f"There is no {question.item} yet."
    return f"Which one? Type {name} and a number from 1 to {count}."


def _add_item(interview: Interview, question: Question) -> ReplyOutcome:
    try:
        added = interview.add_item(interview.current)
    except InvalidAnswer as problem:
        return AskAgain(interview, problem.message)
    return open_item(added, question, len(_items(added)) - 1)


def open_item(interview: Interview, question: Question, index: int) -> AskAgain:
    """Go to the first question of a group's item, or to the first cell of a table's row."""
    current = interview.current
    if question.kind == "table":
        return AskAgain(interview.go_to(current, within=(index, question.questions[0].id)))
    asked = interview.siblings((*current, index, question.questions[0].id))
    return AskAgain(interview.go_to(asked[0]) if asked else interview)


def _change_item(interview: Interview, name: str, index: int, text: str, dialogue: Dialogue) -> ReplyOutcome:
    question, current = interview.question(), interview.current
    try:
        match name:
            case "remove":
                gone = item_text(question, _items(interview)[index])
                return AskAgain(interview.remove_item(current, index), f"Removed: {gone}. Undo with :undo.")
            case "copy":
                return AskAgain(interview.duplicate_item(current, index), f"Duplicated as number {index + 2}.")
            case "up" | "down":
                return _move_item(interview, index, -1 if name == "up" else 1)
            case "tick":
                return _tick_item(interview, index)
            case _ if question.kind in ("table", "group"):
                return open_item(interview, question, index)
            case _:
                return _edit_item(interview, index, text, dialogue)
    except InvalidAnswer as problem:
        return AskAgain(interview, problem.message)


def _move_item(interview: Interview, index: int, by: int) -> ReplyOutcome:
    to = index + by
    if not 0 <= to < len(_items(interview)):
        return AskAgain(interview, f"It is the {'first' if by < 0 else 'last'} one already.")
    return AskAgain(interview.move_item(interview.current, index, by), f"It is number {to + 1} now.")


def _tick_item(interview: Interview, index: int) -> ReplyOutcome:
    item = _items(interview)[index]
    is_done = is_mapping(item) and item.get("done") is True
    ticked = interview.answer((*interview.current, index, "done"), not is_done)
    return AskAgain(ticked, item_text(ticked.question(), _items(ticked)[index]))


def _edit_item(interview: Interview, index: int, text: str, dialogue: Dialogue) -> ReplyOutcome:
    """Replace an item with the text behind the command, or with a reply."""
    question = interview.question()
    if not text:
        before = item_text(question, _items(interview)[index])
        if not dialogue.can_edit:
            dialogue.say(f"Type it again, or press Enter to keep it: {before}")
        reply = dialogue.ask_line(before)
        if isinstance(reply, ColonCommand):
            return reply
        text = reply.strip()
    if not text:
        return AskAgain(interview)
    return AskAgain(interview.answer((*interview.current, index), _parse_item(interview, index, text)))


def _parse_item(interview: Interview, index: int, text: str) -> Answer:
    """Return a text as an item; a task stays done or not, unless the text begins with a box such as `[x]`."""
    if interview.question().kind != "checklist":
        return text
    old = _items(interview)[index]
    if box := _BOX.fullmatch(text):
        return {"text": box[2], "done": box[1] != " "}
    return {"text": text, "done": is_mapping(old) and old.get("done") is True}


def _items(interview: Interview) -> tuple[Answer, ...]:
    items = interview.answer_at(interview.current)
    return items if is_list(items) else ()
