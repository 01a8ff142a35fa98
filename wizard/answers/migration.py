"""Answers of a draft against its template as it is now: what no longer fits is put aside, never dropped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from operator import is_

from msgspec import Struct, field
from msgspec.structs import replace

from wizard.answers.kinds import format_answer, validate_answer
from wizard.model.answers import (
    OPEN,
    Answer,
    AnswerPath,
    Answers,
    InterviewData,
    Unanswered,
    answer_at,
    format_path,
    is_list,
    is_mapping,
    parse_path,
    thaw,
    with_answer,
)
from wizard.model.template import Question, Template

_GONE = "its question is gone"
_OTHER_KIND = "its question asks for a {} now"


class Orphan(Struct, frozen=True):
    """An answer that has no question any more, or that its question does not accept any more."""

    path: AnswerPath
    answer: Answer
    reason: str
    parent_digest: str = ""
    """Digest of the answer that it was a part of, so that it returns only to the item that it came from."""


class _Migration(Struct):
    unfinished: dict[str, Answer]
    orphans: list[Orphan] = field(default_factory=list[Orphan])

    def add_orphan(self, path: AnswerPath, answer: Answer, why: str) -> None:
        self.orphans.append(Orphan(path, answer, why))

    def move_to_unfinished(self, path: AnswerPath, answer: str | float, why: str) -> None:
        """Put a text into its field, unless another one stands there."""
        written = format_path(path)
        if written in self.unfinished:
            self.add_orphan(path, answer, why)
        else:
            self.unfinished[written] = format_answer(answer)


def migrate(template: Template, tree: InterviewData) -> tuple[InterviewData, tuple[Orphan, ...]]:
    """What a draft keeps in the shapes of its template, and what does not fit, each with the reason."""
    settling = _Migration({**_entries_of(tree, "unfinished")})
    returned = _restore_orphans(tree, settling)
    answers = _migrate_entries(returned, tuple(template.questions()), (), settling)
    unfinished = {
        written: text
        for written, text in settling.unfinished.items()
        if _is_kept_text(template, written, text, settling)
    }
    aside = {
        written: answer
        for written, answer in _entries_of(tree, "aside").items()
        if _is_kept_aside(template, written, answer, settling)
    }
    strangers = tuple(_add_parent_digest(stranger, answers) for stranger in settling.orphans)
    return {"answers": answers, "unfinished": unfinished, "aside": aside}, strangers


def orphans_data(strangers: Sequence[Orphan]) -> tuple[Answer, ...]:
    """Strangers as a draft and an answers file keep them."""
    return tuple(_orphan_data(stranger) for stranger in strangers)


def _orphan_data(stranger: Orphan) -> Answer:
    data: dict[str, Answer] = {"path": stranger.path, "answer": stranger.answer}
    return {**data, "beside": stranger.parent_digest} if stranger.parent_digest else data


def _restore_orphans(tree: InterviewData, settling: _Migration) -> Answers:
    """The answers, with the strangers that may fit again where nothing else stands by now; the others stay aside."""
    before: Answers = _entries_of(tree, "answers")
    answers = before
    held = tree.get("strangers")
    for data in held if is_list(held) else ():
        stranger = _read_orphan(data)
        may_return = answer_at(answers, stranger.path) is OPEN and format_path(stranger.path) not in settling.unfinished
        if may_return and (
            len(stranger.path) == 1 or stranger.parent_digest == _digest(before.get(str(stranger.path[0])))
        ):
            answers = with_answer(answers, stranger.path, stranger.answer)
        else:
            settling.orphans.append(stranger)
    return answers


def _read_orphan(data: Answer) -> Orphan:
    """A stranger from a file; what is not written as one is kept whole, under the name of none."""
    if is_mapping(data) and "answer" in data:
        steps, beside = data.get("path"), data.get("beside", "")
        if is_list(steps) and steps and isinstance(steps[0], str) and isinstance(beside, str):
            path = tuple(step for step in steps if isinstance(step, (str, int)) and not isinstance(step, bool))
            if len(path) == len(steps):
                return Orphan(path, data["answer"], _GONE, beside)
    return Orphan(("",), data, _GONE)


def _add_parent_digest(stranger: Orphan, answers: Answers) -> Orphan:
    if len(stranger.path) == 1 or stranger.parent_digest:
        return stranger
    return replace(stranger, parent_digest=_digest(answers.get(str(stranger.path[0]))))


def _digest(answer: Answer) -> str:
    written = json.dumps(thaw(answer), sort_keys=True).encode()
    return hashlib.blake2s(written, digest_size=8).hexdigest()


def _migrate_entries(
    held: Mapping[str, Answer], questions: Sequence[Question], path: AnswerPath, settling: _Migration
) -> Mapping[str, Answer]:
    by_id = {question.id: question for question in questions}
    kept: dict[str, Answer] = {}
    for key, answer in held.items():
        question = by_id.get(key)
        if question is None:
            settling.add_orphan((*path, key), answer, _GONE)
            continue
        fitting = _migrate_answer(question, answer, (*path, key), settling)
        if fitting is not OPEN:
            kept[key] = fitting
    is_as_it_was = len(kept) == len(held) and all(map(is_, kept.values(), held.values()))
    return held if is_as_it_was else kept


def _migrate_answer(question: Question, answer: Answer, path: AnswerPath, settling: _Migration) -> Answer | Unanswered:
    """The answer if it has the shape of its kind. Blank rows and too many of them stay: the user is at work on them."""
    if answer is None:
        return None
    if question.kind not in ("list", "choices", "checklist", "table", "group"):
        return _migrate_text(question, answer, path, settling)
    if is_list(answer) and all(_has_item_shape(question, item) for item in answer):
        if not question.questions:
            return answer
        items = tuple(
            _migrate_entries(item, question.questions, (*path, index), settling) if is_mapping(item) else {}
            for index, item in enumerate(answer)
        )
        return answer if all(map(is_, items, answer)) else items
    settling.add_orphan(path, answer, _OTHER_KIND.format(question.kind))
    return OPEN


def _has_item_shape(question: Question, item: Answer) -> bool:
    if question.questions:
        return item is None or is_mapping(item)
    if question.kind == "checklist":
        return is_mapping(item) and isinstance(item.get("text"), str) and isinstance(item.get("done"), bool)
    return item is None or isinstance(item, str)


def _migrate_text(question: Question, answer: Answer, path: AnswerPath, settling: _Migration) -> Answer | Unanswered:
    accepted, problems = validate_answer(question, answer, path)
    if not problems:
        return accepted
    if isinstance(answer, (str, int, float)):
        settling.move_to_unfinished(path, answer, problems[0].message)
    else:
        settling.add_orphan(path, answer, _OTHER_KIND.format(question.kind))
    return OPEN


def _is_kept_text(template: Template, written: str, text: Answer, settling: _Migration) -> bool:
    if isinstance(text, str) and _question_at(template, written) is not None:
        return True
    settling.add_orphan(_path_of(written), text, _GONE)
    return False


def _is_kept_aside(template: Template, written: str, answer: Answer, settling: _Migration) -> bool:
    if _question_at(template, written) is not None:
        return True
    settling.add_orphan(_path_of(written), answer, _GONE)
    return False


def _question_at(template: Template, written: str) -> Question | None:
    try:
        return template.question(parse_path(written))
    except ValueError:
        return None


def _path_of(written: str) -> AnswerPath:
    try:
        return parse_path(written)
    except ValueError:
        return (written,)


def _entries_of(tree: InterviewData, part: str) -> Mapping[str, Answer]:
    held = tree.get(part)
    return held if is_mapping(held) else {}
