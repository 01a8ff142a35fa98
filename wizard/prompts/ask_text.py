"""One reply to one question: what it makes of the interview."""

from __future__ import annotations

from msgspec import Struct

from wizard.answers.kinds import write_text
from wizard.errors import AnswerError
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, Path, is_list
from wizard.model.template import Question
from wizard.prompts.terminal.dialogue import Command, Talk


class Onward(Struct, frozen=True):
    """The question is dealt with; the next one may come."""

    interview: Interview


class Again(Struct, frozen=True):
    """The same question goes on, after a word of why (which may be empty)."""

    interview: Interview
    why: str = ""


Outcome = Onward | Again | Command


def ask_text(interview: Interview, path: Path, talk: Talk) -> Outcome:
    """Ask for an answer that is typed, in one line or several; an empty reply leaves everything as it is."""
    question = interview.question(path)
    if question.kind in ("text", "diagram"):
        reply = talk.lines(typed_text(interview, path))
    else:
        reply = talk.line(typed_text(interview, path), ("yes", "no") if question.kind == "yesno" else ())
    if isinstance(reply, Command):
        return reply
    return taken(interview, path, reply) if reply.strip() else Onward(interview)


def taken(interview: Interview, path: Path, text: str) -> Onward | Again:
    """Typed text as the answer; what is none is kept and told."""
    takes_lines = interview.question(path).kind not in ("line", "number", "date", "yesno", "choice")
    written = text if takes_lines or "\n" not in text else " ".join(line.strip() for line in text.split("\n")).strip()
    try:
        return Onward(interview.answer_text(path, written))
    except AnswerError as problem:
        return Again(interview.keep_text(path, written), problem.message)


def typed_text(interview: Interview, path: Path) -> str:
    """What stands in the field of a question: the text that is no answer yet, else the answer."""
    return interview.unfinished.get(path, write_text(interview.answer_at(path)))


def ask_choice(interview: Interview, path: Path, talk: Talk) -> Outcome:
    """Ask for one of the options, by number, name or menu."""
    question, answer = interview.question(path), interview.answer_at(path)
    if answer is OPEN and talk.can_edit:
        answer = interview.default_of(path)
    reply = talk.one_of(question, answer if isinstance(answer, str) else None)
    if isinstance(reply, Command):
        return reply
    return taken(interview, path, _option(question, reply)) if reply.strip() else Onward(interview)


def ask_choices(interview: Interview, talk: Talk) -> Outcome:
    """Ask for any of the options."""
    question, place = interview.question(), interview.place
    answer = interview.answer_at(place)
    chosen = tuple(str(item) for item in answer) if is_list(answer) else ()
    reply = talk.some_of(question, chosen)
    if isinstance(reply, Command):
        return reply
    if reply == chosen:
        return Onward(interview)
    values = _in_order(question, [_option(question, word) for word in reply])
    if not values:
        return Onward(interview.reopen(place))
    outcome = taken(interview, place, "\n".join(values))
    lacking = outcome.interview.problem(place) if isinstance(outcome, Onward) else None
    return outcome if lacking is None else Again(outcome.interview, lacking.message)


def _option(question: Question, reply: str) -> str:
    """The value of the option that a number or label stands for, or the reply itself."""
    word = reply.strip()
    labels = {option.label.lower(): option.value for option in question.options}
    values = {option.value.lower(): option.value for option in question.options}
    named = labels.get(word.lower(), values.get(word.lower()))
    if named is None and word.isascii() and word.isdecimal() and 1 <= int(word) <= len(question.options):
        return question.options[int(word) - 1].value
    return reply if named is None else named


def _in_order(question: Question, values: list[str]) -> list[str]:
    """Each once, the options in the template's order, words of the user's own behind them."""
    known = [option.value for option in question.options]
    own = [value for value in dict.fromkeys(values) if value not in known]
    return [*(value for value in known if value in values), *own]


def with_half_typed(interview: Interview, path: Path, text: str) -> Interview:
    """The interview with what stood in the prompt when the user left."""
    question = interview.question(path)
    if not text.strip() or question.kind in ("choice", "choices", "group"):
        return interview
    if question.kind in ("list", "checklist"):
        return with_items(interview, text).interview
    return taken(interview, path, text).interview


def with_items(interview: Interview, text: str) -> Again:
    """The list on the screen with every line of a text as an item more."""
    place, items = interview.place, interview.answer_at(interview.place)
    try:
        read = interview.reopen(place).answer_text(place, text).answer_at(place)
        added: tuple[Answer, ...] = read if is_list(read) else ()
        return Again(interview.answer(place, (*(items if is_list(items) else ()), *added)))
    except AnswerError as problem:
        return Again(interview, problem.message)
