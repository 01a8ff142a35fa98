"""One reply to one question: what it makes of the interview."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wizard.answers import OPEN, Answer, Path, is_list
from wizard.errors import AnswerError
from wizard.interview import Interview
from wizard.kinds import write_text
from wizard.prompts.talk import Command, Talk
from wizard.prompts.wording import EXPECTED, item_text, options_text
from wizard.template import Question

_ITEM_WORDS = re.compile(r"(add|edit|remove|up|down|copy)?\s*(\d{1,6})?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Onward:
    """The question is dealt with; the next one may come."""

    interview: Interview


@dataclass(frozen=True, slots=True)
class Again:
    """The same question goes on, after a word of why (which may be empty)."""

    interview: Interview
    why: str = ""


Outcome = Onward | Again | Command


def ask(interview: Interview, talk: Talk) -> Outcome:
    """Ask the question on the screen once; its label and help have been shown."""
    question = interview.question()
    match question.kind:
        case "line" | "number" | "date" | "yesno":
            return _ask_line(interview, question, talk)
        case "text" | "diagram":
            return _ask_lines(interview, talk)
        case "choice":
            return _ask_choice(interview, question, talk)
        case "choices":
            return _ask_choices(interview, question, talk)
        case "list" | "checklist":
            return _ask_item(interview, talk)
        case "table" | "group":
            return _ask_rows(interview, question, talk)


def taken(interview: Interview, path: Path, text: str) -> Outcome:
    """Typed text as the answer; what is none is kept and told."""
    try:
        return Onward(interview.answer_text(path, text))
    except AnswerError as problem:
        return Again(interview.keep_text(path, text), problem.message)


def _passed(interview: Interview) -> Outcome:
    return Onward(interview)


def _typed(interview: Interview) -> str:
    """What stands in the field: unfinished text, else the answer."""
    place = interview.place
    return interview.unfinished.get(place, write_text(interview.answer_at(place)))


def _ask_line(interview: Interview, question: Question, talk: Talk) -> Outcome:
    words = ("yes", "no") if question.kind == "yesno" else ()
    reply = talk.line(_typed(interview), words)
    if isinstance(reply, Command):
        return reply
    return taken(interview, interview.place, reply) if reply.strip() else _passed(interview)


def _ask_lines(interview: Interview, talk: Talk) -> Outcome:
    reply = talk.lines(_typed(interview))
    if isinstance(reply, Command):
        return reply
    return taken(interview, interview.place, reply) if reply.strip() else _passed(interview)


def _ask_choice(interview: Interview, question: Question, talk: Talk) -> Outcome:
    answer = interview.answer_at(interview.place)
    reply = talk.one_of(question, answer if isinstance(answer, str) else None)
    if isinstance(reply, Command):
        return reply
    if not reply.strip():
        return _passed(interview)
    return taken(interview, interview.place, _option(question, reply))


def _option(question: Question, reply: str) -> str:
    """The value of the option that a number or label stands for, or the reply itself."""
    word = reply.strip()
    if word.isdecimal() and 1 <= int(word) <= len(question.options):
        return question.options[int(word) - 1].value
    labels = {option.label.lower(): option.value for option in question.options}
    return labels.get(word.lower(), reply)


def _ask_choices(interview: Interview, question: Question, talk: Talk) -> Outcome:
    answer = interview.answer_at(interview.place)
    chosen = tuple(str(item) for item in answer) if is_list(answer) else ()
    reply = talk.some_of(question, chosen)
    if isinstance(reply, Command):
        return reply
    values: list[Answer] = []
    for word in reply:
        value = _option(question, word)
        if value not in values:
            values.append(value)
    if not values:
        return _passed(interview if not chosen else interview.reopen(interview.place))
    try:
        answered = interview.answer(interview.place, tuple(values))
    except AnswerError as problem:
        return Again(interview, problem.message)
    lacking = answered.problem(answered.place)
    return Again(answered, lacking.message) if lacking is not None and tuple(values) != chosen else Onward(answered)


def _ask_item(interview: Interview, talk: Talk) -> Outcome:
    reply = talk.line()
    if isinstance(reply, Command):
        return _changed_items(interview, reply) or reply
    if not reply.strip():
        return _passed(interview)
    items = interview.answer_at(interview.place)
    count = len(items) if is_list(items) else 0
    return _put_item(interview, count, reply)


def _put_item(interview: Interview, index: int, text: str) -> Outcome:
    question, place = interview.question(), interview.place
    item: Answer = text
    if question.kind == "checklist" and (marked := re.fullmatch(r"\s*(?:[-*+]\s+)?\[([ xX])\]\s+(.*)", text)):
        item = {"text": marked[2], "done": marked[1] != " "}
    try:
        return Again(interview.answer((*place, index), item))
    except AnswerError as problem:
        return Again(interview, problem.message)


def _changed_items(interview: Interview, command: Command) -> Outcome | None:
    """What `:remove 2`, `:up 2`, `:down 2` and `:edit 2 text` do to a list; None for other commands."""
    number, _, text = command.argument.partition(" ")
    items = interview.answer_at(interview.place)
    if command.name not in ("remove", "up", "down", "edit", "copy") or not is_list(items):
        return None
    if not number.isdecimal() or not 1 <= int(number) <= len(items):
        return Again(interview, f"Which one? Write :{command.name} and a number from 1 to {len(items)}.")
    index = int(number) - 1
    if command.name == "edit":
        if not text.strip():
            return Again(interview, f"Write the new text behind it, as in :edit {number} a better text.")
        return _put_item(interview, index, text)
    return _rearranged(interview, command.name, index)


def _rearranged(interview: Interview, word: str, index: int) -> Outcome:
    place = interview.place
    match word:
        case "remove":
            changed = interview.remove_item(place, index)
        case "copy":
            changed = interview.duplicate_item(place, index)
        case _:
            changed = interview.move_item(place, index, -1 if word == "up" else 1)
    return Again(changed, items_text(changed))


def items_text(interview: Interview) -> str:
    """The items of the question on the screen, numbered, or that there are none."""
    question, items = interview.question(), interview.answer_at(interview.place)
    if not is_list(items) or not items:
        return f"No {question.item} yet."
    return "\n".join(f"  {number}. {item_text(question, item)}" for number, item in enumerate(items, start=1))


def _ask_rows(interview: Interview, question: Question, talk: Talk) -> Outcome:
    items = interview.answer_at(interview.place)
    count = len(items) if is_list(items) else 0
    texts = tuple(item_text(question, item) for item in items) if is_list(items) else ()
    reply = talk.of_items(question.item, texts)
    if isinstance(reply, Command):
        return reply
    if not reply.strip():
        return _passed(interview)
    words = _ITEM_WORDS.fullmatch(reply.strip())
    word = (words[1] or "edit").lower() if words else ""
    number = int(words[2]) if words and words[2] else 0
    if word == "add":
        return _add_row(interview, question, count, talk)
    if not words or not 1 <= number <= count:
        return Again(interview, EXPECTED[question.kind])
    if word == "edit":
        return _open_row(interview, question, number - 1, talk)
    return _rearranged(interview, word, number - 1)


def _add_row(interview: Interview, question: Question, count: int, talk: Talk) -> Outcome:
    try:
        added = interview.add_item(interview.place)
    except AnswerError as problem:
        return Again(interview, problem.message)
    return _open_row(added, question, count, talk)


def _open_row(interview: Interview, question: Question, index: int, talk: Talk) -> Outcome:
    """A group's item is walked through like the template; the cells of a row are asked one after the other."""
    if question.kind == "group":
        opened = interview.siblings((*interview.place, index, question.questions[0].id))
        return Again(interview.go_to(opened[0]) if opened else interview)
    for column in question.questions:
        asked = _ask_cell(interview, column, (*interview.place, index, column.id), talk)
        if isinstance(asked, Command):
            return asked
        interview = asked
    return Again(interview, items_text(interview))


def _ask_cell(interview: Interview, column: Question, path: Path, talk: Talk) -> Interview | Command:
    talk.say(column.label)
    for option in options_text(column):
        talk.say(option)
    while True:
        before = interview.answer_at(path)
        reply = talk.line(write_text(before) if before is not OPEN else "")
        if isinstance(reply, Command):
            return reply
        if not reply.strip():
            return interview
        outcome = taken(interview, path, _option(column, reply) if column.options else reply)
        if isinstance(outcome, Onward):
            return outcome.interview
        assert isinstance(outcome, Again)
        talk.say(outcome.why)
