"""Questions that are answered with one text or with options, and what a reply makes of the interview."""

from __future__ import annotations

from msgspec import Struct

from wizard.answers.validation import join_lines
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, AnswerPath, is_list, parse_path
from wizard.model.template import Question
from wizard.prompts.terminal.dialogue import ColonCommand, Dialogue


class AskNext(Struct, frozen=True):
    """The outcome of a question that is done with: the next one is asked."""

    interview: Interview


class AskAgain(Struct, frozen=True):
    """The outcome of a question that is asked again, after a message, which may be empty."""

    interview: Interview
    message: str = ""


ReplyOutcome = AskNext | AskAgain | ColonCommand


def ask_text(interview: Interview, path: AnswerPath, dialogue: Dialogue) -> ReplyOutcome:
    """Ask for a typed answer, in one line or several; an empty reply changes nothing."""
    question = interview.question(path)
    if question.kind in ("text", "diagram"):
        reply = dialogue.ask_lines(interview.field_text(path))
    else:
        reply = dialogue.ask_line(interview.field_text(path), ("yes", "no") if question.kind == "yesno" else ())
    if isinstance(reply, ColonCommand):
        return reply
    return take_text(interview, path, reply) if reply.strip() else AskNext(interview)


def take_text(interview: Interview, path: AnswerPath, text: str) -> AskNext | AskAgain:
    """Answer with a typed text; one that is not accepted is kept as draft text, and the question asked again."""
    takes_lines = interview.question(path).kind not in ("line", "number", "date", "yesno", "choice")
    written = text if takes_lines else join_lines(text)
    try:
        answered = interview.answer_text(path, written)
    except InvalidAnswer as problem:
        return AskAgain(interview.set_unfinished(path, written), problem.message)
    judged = [each.message for each in answered.judgements(interview.current) if _is_below(each.path, path)]
    return AskAgain(answered, judged[0]) if judged else AskNext(answered)


def _is_below(written: str, path: AnswerPath) -> bool:
    return parse_path(written)[: len(path)] == path


def ask_choice(interview: Interview, path: AnswerPath, dialogue: Dialogue) -> ReplyOutcome:
    """Ask for one of the options, by number, name or menu."""
    question, answer = interview.question(path), interview.answer_at(path)
    if answer is OPEN and dialogue.can_edit:
        answer = interview.default_of(path)
    if not question.options and not question.other:
        return ask_text(interview, path, dialogue)
    reply = dialogue.choose_one(question, answer if isinstance(answer, str) else None)
    if isinstance(reply, ColonCommand):
        return reply
    if not reply.strip() or reply == answer:
        return AskNext(interview)
    return take_text(interview, path, _option_value(question, reply))


def ask_choices(interview: Interview, dialogue: Dialogue) -> ReplyOutcome:
    """Ask for any of the options."""
    question, current = interview.question(), interview.current
    answer = interview.answer_at(current)
    chosen = tuple(str(item) for item in answer) if is_list(answer) else ()
    if not question.options and not question.other:
        return ask_text(interview, current, dialogue)
    reply = dialogue.choose_several(question, chosen)
    if isinstance(reply, ColonCommand):
        return reply
    if reply == chosen:
        return AskNext(interview)
    values = _sort_values(question, [_option_value(question, word) for word in reply])
    if not values:
        return AskNext(interview.reopen(current))
    outcome = take_text(interview, current, "\n".join(values))
    lacking = outcome.interview.problem(current) if isinstance(outcome, AskNext) else None
    return outcome if lacking is None else AskAgain(outcome.interview, lacking.message)


def _option_value(question: Question, reply: str) -> str:
    """Return the value of the option that a number, value or label means, else the reply itself."""
    word = reply.strip()
    labels = {option.label.lower(): option.value for option in question.options}
    values = {option.value.lower(): option.value for option in question.options}
    named = labels.get(word.lower(), values.get(word.lower()))
    if named is None and word.isascii() and word.isdecimal() and 1 <= int(word) <= len(question.options):
        return question.options[int(word) - 1].value
    return reply if named is None else named


def _sort_values(question: Question, values: list[str]) -> list[str]:
    """Return each value once: options in the template's order, then the user's own."""
    known = [option.value for option in question.options]
    own = [value for value in dict.fromkeys(values) if value not in known]
    return [*(value for value in known if value in values), *own]


def save_half_typed_text(interview: Interview, path: AnswerPath, text: str) -> Interview:
    """Return the interview with the text that stood in the prompt when the user left."""
    question = interview.question(path)
    is_untouched = not text.strip() or text == interview.prefilled_text(path)
    if is_untouched or question.kind in ("choice", "choices", "group"):
        return interview
    if question.kind in ("list", "checklist"):
        return append_items(interview, text).interview
    return take_text(interview, path, text).interview


def append_items(interview: Interview, text: str) -> AskAgain:
    """Append every line of a text to the current list as an item."""
    current, items = interview.current, interview.answer_at(interview.current)
    try:
        read = interview.reopen(current).answer_text(current, text).answer_at(current)
        added: tuple[Answer, ...] = read if is_list(read) else ()
        return AskAgain(interview.answer(current, (*(items if is_list(items) else ()), *added)))
    except InvalidAnswer as problem:
        return AskAgain(interview, problem.message)
