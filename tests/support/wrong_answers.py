"""Answers that are none: for every question of a template what a careless or hostile program might send."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wizard.model.template import Question, Template

NO_TEXT = (5, True, ["x"], {"text": "x"}, "", "  \n")
NO_YES_OR_NO = ("maybe", "yes", "true", 1, 0, [True], {})
NO_NUMBER = ("12", True, [1], {}, "NaN")
NO_DATE = ("2026-02-30", "2026-13-01", "2027-02-29", "20260228", "tomorrow", "28.02.2026", 20260228, ["2026-02-28"])
NO_LIST = ("x", 5, True, {"0": "x"}, [5], [["x"]], [None])
NO_CHECKLIST = (*NO_LIST, [{"txt": "x"}], [{"text": "x", "done": "maybe"}], [{"done": True}], [{"text": 5}])
NO_ROWS = ("x", 5, {"0": {}}, ["x"], [[]], [None], [{"nothing_of_the_kind": "x"}])


def wrong_answers(template: Template) -> Iterator[tuple[str, Any]]:
    """A path and what is no answer there; every one of them is to be refused with a path that begins so."""
    for path, question in _questions(tuple(template.questions()), ""):
        if question.when is None:
            yield from ((path, wrong) for wrong in _wrong(question))
        yield f"{path}x", "a text"
        yield f"{path}[0].nothing_of_the_kind", "a text"
        if question.required:
            yield path, None
    yield "Goal", "a text"
    yield "a b", "a text"
    yield "", "a text"


def _questions(questions: tuple[Question, ...], before: str) -> Iterator[tuple[str, Question]]:
    for question in questions:
        path = f"{before}{question.id}"
        yield path, question
        if question.questions and question.when is None:
            yield from _questions(question.questions, f"{path}[0].")


def _wrong(question: Question) -> Iterator[Any]:
    match question.kind:
        case "line" | "text" | "diagram":
            yield from NO_TEXT
        case "yesno":
            yield from NO_YES_OR_NO
        case "number":
            yield from NO_NUMBER
            yield from (limit for limit in (_below(question.min), _above(question.max)) if limit is not None)
        case "date":
            yield from NO_DATE
        case "choice":
            yield from ("", 5, True, ["x"], {})
            yield from () if question.other else ("no option", question.options[0].value + " ")
        case "choices":
            first = question.options[0].value
            yield from ("x", first, 5, [5], [[first]], {}, [first, first])
            yield from () if question.other else (["no option"],)
        case "list":
            yield from NO_LIST
            yield from _too_many(question, "x")
        case "checklist":
            yield from NO_CHECKLIST
            yield from _too_many(question, {"text": "x"})
        case "table" | "group":
            yield from NO_ROWS
            yield from _too_many(question, {})


def _too_many(question: Question, item: Any) -> Iterator[Any]:
    if question.max is not None:
        yield [item] * (int(question.max) + 1)


def _below(least: float | None) -> float | None:
    return None if least is None else least - 1


def _above(most: float | None) -> float | None:
    return None if most is None else most + 1
