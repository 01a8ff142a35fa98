"""Answers of a draft against its template as it is now: what no longer fits is put aside, never dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wizard.answers import (
    OPEN,
    Answer,
    Answers,
    Path,
    Unanswered,
    answer_at,
    format_path,
    is_list,
    is_mapping,
    parse_path,
    with_answer,
)
from wizard.changes import Tree
from wizard.kinds import Problems, accept, write_text
from wizard.template import Question, Template


@dataclass(frozen=True, slots=True)
class Stranger:
    """An answer that has no question any more, or that its question does not accept any more."""

    path: Path
    answer: Answer
    why: str


@dataclass(slots=True)
class _Settling:
    unfinished: dict[str, Answer]
    strangers: list[Stranger] = field(default_factory=list[Stranger])

    def put_aside(self, path: Path, answer: Answer, why: str) -> None:
        self.strangers.append(Stranger(path, answer, why))


def settled(template: Template, tree: Tree) -> tuple[Tree, tuple[Stranger, ...]]:
    """What a draft keeps in the shapes of its template, and what does not fit, each with the reason."""
    settling = _Settling({**_part(tree, "unfinished")})
    answers = _settled_entries(_with_returned(template, tree), tuple(template.questions()), (), settling)
    unfinished = {
        written: text
        for written, text in settling.unfinished.items()
        if _is_kept_text(template, written, text, settling)
    }
    aside = {
        written: answer
        for written, answer in _part(tree, "aside").items()
        if _is_kept_aside(template, written, answer, settling)
    }
    return {"answers": answers, "unfinished": unfinished, "aside": aside}, tuple(settling.strangers)


def strangers_data(strangers: Sequence[Stranger]) -> Mapping[str, Answer]:
    """Strangers as a draft and an answers file keep them: `{path as written: answer}`."""
    return {format_path(stranger.path): stranger.answer for stranger in strangers}


def _with_returned(template: Template, tree: Tree) -> Answers:
    """The answers, with the strangers that may fit again where nothing else stands by now."""
    answers: Answers = _part(tree, "answers")
    for written, answer in _part(tree, "strangers").items():
        try:
            path = parse_path(written)
            if answer_at(answers, path) is OPEN:
                answers = with_answer(answers, path, answer)
        except (ValueError, IndexError):
            answers = {**answers, written: answer}
    return answers


def _settled_entries(
    held: Mapping[str, Answer], questions: Sequence[Question], path: Path, settling: _Settling
) -> Mapping[str, Answer]:
    by_id = {question.id: question for question in questions}
    kept: dict[str, Answer] = {}
    for key, answer in held.items():
        question = by_id.get(key)
        if question is None:
            settling.put_aside((*path, key), answer, "its question is gone")
            continue
        fitting = _settled_answer(question, answer, (*path, key), settling)
        if fitting is not OPEN:
            kept[key] = fitting
    return kept


def _settled_answer(question: Question, answer: Answer, path: Path, settling: _Settling) -> Answer | Unanswered:
    """The answer if it has the shape of its kind. Blank rows and too many of them stay: the user is at work on them."""
    if answer is None:
        return None
    if question.kind not in ("list", "choices", "checklist", "table", "group"):
        return _settled_text(question, answer, path, settling)
    if is_list(answer) and all(_fits(question, item) for item in answer):
        if not question.questions:
            return answer
        return tuple(
            _settled_entries(item, question.questions, (*path, index), settling) if is_mapping(item) else {}
            for index, item in enumerate(answer)
        )
    settling.put_aside(path, answer, f"its question asks for a {question.kind} now")
    return OPEN


def _fits(question: Question, item: Answer) -> bool:
    if question.questions:
        return item is None or is_mapping(item)
    if question.kind == "checklist":
        return is_mapping(item) and isinstance(item.get("text"), str) and isinstance(item.get("done"), bool)
    return item is None or isinstance(item, str)


def _settled_text(question: Question, answer: Answer, path: Path, settling: _Settling) -> Answer | Unanswered:
    problems: Problems = []
    accepted = accept(question, answer, path, problems)
    if not problems:
        return accepted
    if is_list(answer) or is_mapping(answer):
        settling.put_aside(path, answer, f"its question asks for a {question.kind} now")
    else:
        settling.unfinished.setdefault(format_path(path), write_text(answer))
    return OPEN


def _is_kept_text(template: Template, written: str, text: Answer, settling: _Settling) -> bool:
    if isinstance(text, str) and _question_at(template, written) is not None:
        return True
    settling.put_aside(_path_of(written), text, "its question is gone")
    return False


def _is_kept_aside(template: Template, written: str, answer: Answer, settling: _Settling) -> bool:
    if _question_at(template, written) is not None:
        return True
    settling.put_aside(_path_of(written), answer, "its question is gone")
    return False


def _question_at(template: Template, written: str) -> Question | None:
    try:
        return template.question(parse_path(written))
    except ValueError:
        return None


def _path_of(written: str) -> Path:
    try:
        return parse_path(written)
    except ValueError:
        return (written,)


def _part(tree: Tree, part: str) -> Mapping[str, Answer]:
    held = tree.get(part)
    return held if is_mapping(held) else {}
