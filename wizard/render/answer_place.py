"""Where in a plan an answer would come that has no text in it yet: by a plan with some answer in its place.

Goals           Goals
                Owner: x        ->  behind "Goals", nothing of it there now
Tasks           Tasks
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from wizard.evaluation.evaluator import EvaluationError
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, AnswerPath, Answers, with_answer, without_answer
from wizard.model.template import Question
from wizard.render.budget import RenderError
from wizard.render.plan import Plan, update_plan

_TEXT = "x"
_DATE = "2027-04-30"


class AnswerPlace(Struct, frozen=True):
    """The characters of a plan that an answer decides on, or none behind which it would come."""

    start: int
    """The offset in the plan; of the end of the line before it, if there is nothing of it yet."""
    end: int

    @property
    def is_empty(self) -> bool:
        return self.start == self.end


def find_answer_place(plan: Plan, interview: Interview, path: AnswerPath) -> AnswerPlace | None:
    """Return where an answer would come that the plan of the interview has no text of; None for nowhere."""
    for answers in _other_answers(interview, path):
        try:
            other = update_plan(plan, interview, replace(interview, answers=answers))
        except (RenderError, EvaluationError):
            continue
        if other.text != plan.text:
            return _place_between(plan.text, other.text, is_added=bool(other.spans_of(path)))
    return None


def move_to_text(place: AnswerPlace, text: str, edited: str) -> AnswerPlace | None:
    """Return the place in another text, which holds edits made by hand; None if its lines are not in there."""
    start = text.rfind("\n", 0, place.start) + 1
    end = text.find("\n", place.end)
    lines = text[start : end if end >= 0 else len(text)]
    found = edited.rfind(lines, 0, start + len(lines))
    found = edited.find(lines) if found < 0 else found
    return AnswerPlace(place.start + found - start, place.end + found - start) if found >= 0 else None


def _other_answers(interview: Interview, path: AnswerPath) -> Iterator[Answers]:
    """Yield the answers with others in the place of one."""
    answers, answered = interview.answers, interview.answer_at(path)
    for answer in _values_of(interview.question(path)):
        if answer != answered:
            yield with_answer(answers, path, answer)
    if answered is not OPEN:
        yield without_answer(answers, path)


def _values_of(question: Question) -> tuple[Answer, ...]:
    """Return answers that show where a question is answered; whether they are good ones does not matter."""
    match question.kind:
        case "yesno":
            return (True, False)
        case "number":
            return (question.min if question.min is not None else 1,)
        case "date":
            return (_DATE,)
        case "choice":
            return tuple(option.value for option in question.options)
        case "choices":
            return tuple((option.value,) for option in question.options)
        case "list":
            return ((_TEXT,),)
        case "checklist":
            return (({"text": _TEXT, "done": False},),)
        case "table" | "group":
            return (({inner.id: value for inner in question.questions for value in _values_of(inner)[:1]},),)
        case "line" | "text" | "diagram":
            return (_TEXT,)


def _place_between(text: str, other: str, *, is_added: bool) -> AnswerPlace:
    """Return the lines of a text that another one has changed; if it only adds some, the end of the line before."""
    left, right = text.splitlines(keepends=True), other.splitlines(keepends=True)
    pairs = enumerate(zip(left, right, strict=False))
    same = next((index for index, (one, two) in pairs if one != two), min(len(left), len(right)))
    start = sum(map(len, left[:same]))
    if not is_added:
        left, right = left[same:], right[same:]
        while left and right and left[-1] == right[-1]:
            left.pop()
            right.pop()
        if changed := "".join(left).strip():
            start = text.index(changed, start)
            return AnswerPlace(start, start + len(changed))
    before = len(text[:start].rstrip()) or len(text.split("\n", 1)[0])
    return AnswerPlace(before, before)
