"""Answers of a draft against its template as it is now: what no longer fits is put aside, never dropped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from operator import is_

from msgspec import Struct, field
from msgspec.structs import replace

from wizard.answers.constraints import Problems
from wizard.answers.kinds import accept, write_text
from wizard.model.answers import (
    OPEN,
    Answer,
    Answers,
    Path,
    Tree,
    Unanswered,
    answer_at,
    format_path,
    is_list,
    is_mapping,
    parse_path,
    thawed,
    with_answer,
)
from wizard.model.template import Question, Template

_GONE = "its question is gone"
_OTHER_KIND = "its question asks for a {} now"


class Stranger(Struct, frozen=True):
    """An answer that has no question any more, or that its question does not accept any more."""

    path: Path
    answer: Answer
    why: str
    beside: str = ""
    """Digest of the answer that it was a part of, so that it returns only to the item that it came from."""


class _Settling(Struct):
    unfinished: dict[str, Answer]
    strangers: list[Stranger] = field(default_factory=list[Stranger])

    def put_aside(self, path: Path, answer: Answer, why: str) -> None:
        self.strangers.append(Stranger(path, answer, why))

    def keep_text(self, path: Path, answer: str | float, why: str) -> None:
        """Put a text into its field, unless another one stands there."""
        written = format_path(path)
        if written in self.unfinished:
            self.put_aside(path, answer, why)
        else:
            self.unfinished[written] = write_text(answer)


def settled(template: Template, tree: Tree) -> tuple[Tree, tuple[Stranger, ...]]:
    """What a draft keeps in the shapes of its template, and what does not fit, each with the reason."""
    settling = _Settling({**_part(tree, "unfinished")})
    returned = _with_returned(tree, settling)
    answers = _settled_entries(returned, tuple(template.questions()), (), settling)
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
    strangers = tuple(_with_digest(stranger, answers) for stranger in settling.strangers)
    return {"answers": answers, "unfinished": unfinished, "aside": aside}, strangers


def strangers_data(strangers: Sequence[Stranger]) -> tuple[Answer, ...]:
    """Strangers as a draft and an answers file keep them."""
    return tuple(_stranger_data(stranger) for stranger in strangers)


def _stranger_data(stranger: Stranger) -> Answer:
    data: dict[str, Answer] = {"path": stranger.path, "answer": stranger.answer}
    return {**data, "beside": stranger.beside} if stranger.beside else data


def _with_returned(tree: Tree, settling: _Settling) -> Answers:
    """The answers, with the strangers that may fit again where nothing else stands by now; the others stay aside."""
    before: Answers = _part(tree, "answers")
    answers = before
    held = tree.get("strangers")
    for data in held if is_list(held) else ():
        stranger = _stranger_of(data)
        may_return = answer_at(answers, stranger.path) is OPEN and format_path(stranger.path) not in settling.unfinished
        if may_return and (len(stranger.path) == 1 or stranger.beside == _digest(before.get(str(stranger.path[0])))):
            answers = with_answer(answers, stranger.path, stranger.answer)
        else:
            settling.strangers.append(stranger)
    return answers


def _stranger_of(data: Answer) -> Stranger:
    """A stranger from a file; what is not written as one is kept whole, under the name of none."""
    if is_mapping(data) and "answer" in data:
        steps, beside = data.get("path"), data.get("beside", "")
        if is_list(steps) and steps and isinstance(steps[0], str) and isinstance(beside, str):
            path = tuple(step for step in steps if isinstance(step, (str, int)) and not isinstance(step, bool))
            if len(path) == len(steps):
                return Stranger(path, data["answer"], _GONE, beside)
    return Stranger(("",), data, _GONE)


def _with_digest(stranger: Stranger, answers: Answers) -> Stranger:
    if len(stranger.path) == 1 or stranger.beside:
        return stranger
    return replace(stranger, beside=_digest(answers.get(str(stranger.path[0]))))


def _digest(answer: Answer) -> str:
    written = json.dumps(thawed(answer), sort_keys=True).encode()
    return hashlib.blake2s(written, digest_size=8).hexdigest()


def _settled_entries(
    held: Mapping[str, Answer], questions: Sequence[Question], path: Path, settling: _Settling
) -> Mapping[str, Answer]:
    by_id = {question.id: question for question in questions}
    kept: dict[str, Answer] = {}
    for key, answer in held.items():
        question = by_id.get(key)
        if question is None:
            settling.put_aside((*path, key), answer, _GONE)
            continue
        fitting = _settled_answer(question, answer, (*path, key), settling)
        if fitting is not OPEN:
            kept[key] = fitting
    is_as_it_was = len(kept) == len(held) and all(map(is_, kept.values(), held.values()))
    return held if is_as_it_was else kept


def _settled_answer(question: Question, answer: Answer, path: Path, settling: _Settling) -> Answer | Unanswered:
    """The answer if it has the shape of its kind. Blank rows and too many of them stay: the user is at work on them."""
    if answer is None:
        return None
    if question.kind not in ("list", "choices", "checklist", "table", "group"):
        return _settled_text(question, answer, path, settling)
    if is_list(answer) and all(_fits(question, item) for item in answer):
        if not question.questions:
            return answer
        items = tuple(
            _settled_entries(item, question.questions, (*path, index), settling) if is_mapping(item) else {}
            for index, item in enumerate(answer)
        )
        return answer if all(map(is_, items, answer)) else items
    settling.put_aside(path, answer, _OTHER_KIND.format(question.kind))
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
    if isinstance(answer, (str, int, float)):
        settling.keep_text(path, answer, problems[0].message)
    else:
        settling.put_aside(path, answer, _OTHER_KIND.format(question.kind))
    return OPEN


def _is_kept_text(template: Template, written: str, text: Answer, settling: _Settling) -> bool:
    if isinstance(text, str) and _question_at(template, written) is not None:
        return True
    settling.put_aside(_path_of(written), text, _GONE)
    return False


def _is_kept_aside(template: Template, written: str, answer: Answer, settling: _Settling) -> bool:
    if _question_at(template, written) is not None:
        return True
    settling.put_aside(_path_of(written), answer, _GONE)
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
