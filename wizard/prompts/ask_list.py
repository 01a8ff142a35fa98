"""Lists, checklists and groups: items are added one by one, and changed by their numbers."""

from __future__ import annotations

import re

from wizard.errors import AnswerError
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, is_list, is_mapping
from wizard.model.template import Question
from wizard.prompts.ask_text import Again, Onward, Outcome, with_items
from wizard.prompts.commands import ITEM_COMMANDS
from wizard.prompts.terminal.dialogue import Command, Talk
from wizard.prompts.wording import expected, item_text, items_so_far

_ITEM_WORDS = re.compile(r"(?i)(add|edit|remove|up|down|copy|items)?\s*(\d{1,6})?")
_BOX = re.compile(r"\s*(?:[-*+]\s+)?\[([ xX])\]\s+(.*)", re.DOTALL)


def ask_item(interview: Interview, talk: Talk) -> Outcome:
    """Ask for the next item of a list; an empty reply goes on."""
    reply = talk.line()
    if isinstance(reply, Command):
        return changed_items(interview, reply, talk) or reply
    return with_items(interview, reply) if reply.strip() else Onward(interview)


def ask_group(interview: Interview, talk: Talk) -> Outcome:
    """Ask what to do with the items of a group; an empty reply goes on."""
    question = interview.question()
    reply = talk.of_items(question.item, tuple(item_text(question, item) for item in _items(interview)))
    if isinstance(reply, Command):
        return changed_items(interview, reply, talk) or reply
    if not reply.strip():
        return Onward(interview)
    words = _ITEM_WORDS.fullmatch(reply.strip())
    if words is None:
        return Again(interview, expected(question, can_edit=False))
    command = Command((words[1] or "edit").lower(), words[2] or "")
    return changed_items(interview, command, talk) or Again(interview)


def changed_items(interview: Interview, command: Command, talk: Talk) -> Outcome | None:
    """What a command such as `:remove 2` makes of a list, table or group; None for other commands."""
    question, name = interview.question(), command.name
    if name == "add" and question.kind == "group":
        return _added(interview, question)
    if name == "items":
        return Again(interview, items_so_far(interview, all_of_them=True))
    if name not in ITEM_COMMANDS or name == "skip" or (name == "tick" and question.kind != "checklist"):
        return None
    number, _, rest = command.argument.partition(" ")
    count = len(_items(interview))
    if not number and count == 1:
        number = "1"
    if not (number.isascii() and number.isdecimal()) or not 1 <= int(number) <= count:
        return Again(interview, _which(question, name, count))
    return _changed(interview, command.name, int(number) - 1, rest.strip(), talk)


def _which(question: Question, name: str, count: int) -> str:
    if not count:
        return f"There is no {question.item} yet."
    return f"Which one? Write {name} and a number from 1 to {count}."


def _added(interview: Interview, question: Question) -> Outcome:
    try:
        added = interview.add_item(interview.place)
    except AnswerError as problem:
        return Again(interview, problem.message)
    return opened(added, question, len(_items(added)) - 1)


def opened(interview: Interview, question: Question, index: int) -> Again:
    """The first question of a group's item, or the first cell of a table's row."""
    place = interview.place
    if question.kind == "table":
        return Again(interview.go_to(place, within=(index, question.questions[0].id)))
    asked = interview.siblings((*place, index, question.questions[0].id))
    return Again(interview.go_to(asked[0]) if asked else interview)


def _changed(interview: Interview, name: str, index: int, text: str, talk: Talk) -> Outcome:
    question, place = interview.question(), interview.place
    try:
        match name:
            case "remove":
                gone = item_text(question, _items(interview)[index])
                return Again(interview.remove_item(place, index), f"Gone: {gone}")
            case "copy":
                return Again(interview.duplicate_item(place, index), f"There is one more like it: number {index + 2}.")
            case "up" | "down":
                return _moved(interview, index, -1 if name == "up" else 1)
            case "tick":
                return _ticked(interview, index)
            case _ if question.kind in ("table", "group"):
                return opened(interview, question, index)
            case _:
                return _edited(interview, index, text, talk)
    except AnswerError as problem:
        return Again(interview, problem.message)


def _moved(interview: Interview, index: int, by: int) -> Outcome:
    to = index + by
    if not 0 <= to < len(_items(interview)):
        return Again(interview, f"It is the {'first' if by < 0 else 'last'} one already.")
    return Again(interview.move_item(interview.place, index, by), f"It is number {to + 1} now.")


def _ticked(interview: Interview, index: int) -> Outcome:
    item = _items(interview)[index]
    is_done = is_mapping(item) and item.get("done") is True
    ticked = interview.answer((*interview.place, index, "done"), not is_done)
    return Again(ticked, item_text(ticked.question(), _items(ticked)[index]))


def _edited(interview: Interview, index: int, text: str, talk: Talk) -> Outcome:
    """An item with the text behind the command, or with what is written in its place."""
    question = interview.question()
    if not text:
        before = item_text(question, _items(interview)[index])
        if not talk.can_edit:
            talk.say(f"Write it anew; an empty line keeps it: {before}")
        reply = talk.line(before)
        if isinstance(reply, Command):
            return reply
        text = reply.strip()
    if not text:
        return Again(interview)
    return Again(interview.answer((*interview.place, index), _item(interview, index, text)))


def _item(interview: Interview, index: int, text: str) -> Answer:
    """A text as an item; a task stays as done as it was, unless a box says otherwise."""
    if interview.question().kind != "checklist":
        return text
    old = _items(interview)[index]
    if box := _BOX.fullmatch(text):
        return {"text": box[2], "done": box[1] != " "}
    return {"text": text, "done": is_mapping(old) and old.get("done") is True}


def _items(interview: Interview) -> tuple[Answer, ...]:
    items = interview.answer_at(interview.place)
    return items if is_list(items) else ()
