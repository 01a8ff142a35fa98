"""The data of a draft to what its template, which may have been changed, can use; the rest is kept as orphans.

   {"answers": {"name": "Relay", "size": "big"}}      the template asks for a name and a number as size
-> {"answers": {"name": "Relay"}, "unfinished": {"size": "big"}, "aside": {}}, ()
   {"answers": {"gone": "x"}}                         it asks for neither
-> {"answers": {}, …}, (Orphan(("gone",), "x", "its question no longer exists"),)
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from operator import is_

from msgspec import Struct, field
from msgspec.structs import replace

from wizard.answers.kinds import format_answer, validate_answer
from wizard.answers.orphans import GONE, Orphan
from wizard.digests import blake2s_hex
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
from wizard.model.template import KindName, Question, Template

_OTHER_KIND = "its question asks for {} now"
_OCCUPIED = "its question has another answer now"
_ITEM_CHANGED = "its item has changed since"

_KIND_WORDS: dict[KindName, str] = {
    "line": "a line of text",
    "text": "text",
    "choice": "one choice",
    "choices": "several choices",
    "yesno": "yes or no",
}


class _Migration(Struct):
    """What one migration has found out of place so far."""

    unfinished: dict[str, Answer]
    orphans: list[Orphan] = field(default_factory=list[Orphan])

    def add_orphan(self, path: AnswerPath, answer: Answer, reason: str) -> None:
        self.orphans.append(Orphan(path, answer, reason))

    def move_to_unfinished(self, path: AnswerPath, answer: str | float, reason: str) -> None:
        """Make an answer the typed text of its question, unless there is one already."""
        written = format_path(path)
        if written in self.unfinished:
            self.add_orphan(path, answer, reason)
        else:
            self.unfinished[written] = format_answer(answer)


def migrate(template: Template, data: InterviewData) -> tuple[InterviewData, tuple[Orphan, ...]]:
    """Return the data of a draft as its template can use it, and what it cannot use, each with the reason."""
    migration = _Migration({**_entries_of(data, "unfinished")})
    before: Answers = _entries_of(data, "answers")
    answers = _migrate_entries(before, tuple(template.questions()), (), migration)
    migration.unfinished = _select_entries(template, migration.unfinished, str, migration)
    aside = _select_aside(template, _entries_of(data, "aside"), migration)
    answers, aside = _restore_orphans(template, data, answers, aside, migration)
    orphans = tuple(_add_parent_digest(orphan, answers) for orphan in _in_saved_order(migration.orphans, data))
    return {"answers": answers, "unfinished": migration.unfinished, "aside": aside}, orphans


def _restore_orphans(
    template: Template, data: InterviewData, answers: Answers, aside: dict[str, Answer], migration: _Migration
) -> tuple[Answers, dict[str, Answer]]:
    """Return the answers, and those of questions that are left out, with the saved orphans that fit a free place.

    Of several for one place the newest that fits returns, else the newest that can stand in the field as typed text;
    the others are added to the migration. A place is free where there is neither an answer nor typed text.
    """
    entries = data.get("strangers")
    saved = [_read_orphan(entry) for entry in entries] if is_list(entries) else []
    if not saved:
        return answers, aside
    digests = _ParentDigests(_entries_of(data, "answers"), answers)
    restored: dict[int, Answer | Unanswered] = {}
    taken = {path for path in (orphan.path for orphan in saved) if format_path(path) in migration.unfinished}
    for takes_typed_text in (False, True):
        for index, orphan in reversed(tuple(enumerate(saved))):
            question = _question_to_answer(template, orphan.path)
            if question is None or orphan.path in taken or not digests.agree_with(orphan):
                continue
            place = answer_at(answers, orphan.path)
            is_left_out = place is None and len(orphan.path) == 1 and format_path(orphan.path) not in aside
            is_free = place is OPEN and is_mapping(answer_at(answers, orphan.path[:-1]))
            if not (is_free or is_left_out):
                continue
            trial = _Migration({})
            fitted = _migrate_answer(question, orphan.answer, orphan.path, trial)
            if fitted is OPEN and not (takes_typed_text and is_free and trial.unfinished):
                continue
            migration.unfinished.update(trial.unfinished)
            migration.orphans += trial.orphans
            restored[index] = fitted
            taken.add(orphan.path)
    for index, fitted in sorted(restored.items()):
        path = saved[index].path
        if fitted is not OPEN and answer_at(answers, path) is OPEN:
            answers = with_answer(answers, path, fitted)
        elif fitted is not OPEN:
            aside = {**aside, format_path(path): fitted}
    kept = (replace(orphan, reason=_reason(template, orphan)) for orphan in saved)
    migration.orphans[:0] = [orphan for index, orphan in enumerate(kept) if index not in restored]
    return answers, aside


class _ParentDigests:
    """Which items orphans came from, by the answers as they were saved and as they fit the template."""

    def __init__(self, before: Answers, fitted: Answers) -> None:
        self._answers = (before, fitted)
        self._known: dict[str, tuple[str, ...]] = {}

    def agree_with(self, orphan: Orphan) -> bool:
        """Whether an orphan is a whole answer, or the answer that it was a part of is as it was then."""
        if len(orphan.path) == 1:
            return True
        root = str(orphan.path[0])
        if root not in self._known:
            self._known[root] = tuple(_digest(answers[root]) for answers in self._answers if root in answers)
        return orphan.parent_digest in self._known[root]


def _question_to_answer(template: Template, path: AnswerPath) -> Question | None:
    """Return the question whose whole answer stands at a path, or None."""
    question = template.question(path)
    return question if question is not None and question.id == path[-1] else None


def _reason(template: Template, orphan: Orphan) -> str:
    """Return why an orphan that was saved has no place still."""
    question = _question_to_answer(template, orphan.path)
    if question is None:
        return GONE
    if _migrate_answer(question, orphan.answer, orphan.path, _Migration({})) is OPEN:
        return _other_kind(question)
    return _OCCUPIED if len(orphan.path) == 1 else _ITEM_CHANGED


def _other_kind(question: Question) -> str:
    return _OTHER_KIND.format(_KIND_WORDS.get(question.kind, f"a {question.kind}"))


def _in_saved_order(orphans: Sequence[Orphan], data: InterviewData) -> list[Orphan]:
    """Return the orphans that were saved before, in the order of `orphans_data`, then those that have become so.

    Saving again then changes nothing.
    """
    entries = data.get("strangers")
    saved = [_read_orphan(entry).path for entry in entries] if is_list(entries) else []
    if not saved:
        return list(orphans)
    places = {path: place for place, path in reversed(tuple(enumerate(saved)))}
    return sorted(orphans, key=lambda orphan: (len(orphan.path) == 1, places.get(orphan.path, len(saved))))


def _read_orphan(data: Answer) -> Orphan:
    """Return an orphan from a file; data of another shape is kept whole, at a path that no question has."""
    if is_mapping(data) and "answer" in data:
        steps, beside = data.get("path"), data.get("beside", "")
        if is_list(steps) and steps and isinstance(steps[0], str) and isinstance(beside, str):
            path = tuple(step for step in steps if isinstance(step, (str, int)) and not isinstance(step, bool))
            if len(path) == len(steps):
                return Orphan(path, data["answer"], GONE, beside)
    return Orphan(("",), data, GONE)


def _add_parent_digest(orphan: Orphan, answers: Answers) -> Orphan:
    if len(orphan.path) == 1 or orphan.parent_digest:
        return orphan
    return replace(orphan, parent_digest=_digest(answers.get(str(orphan.path[0]))))


def _digest(answer: Answer) -> str:
    content = json.dumps(thaw(answer), sort_keys=True).encode()
    return blake2s_hex(content, 8)


def _migrate_entries(
    entries: Mapping[str, Answer], questions: Sequence[Question], path: AnswerPath, migration: _Migration
) -> Mapping[str, Answer]:
    by_id = {question.id: question for question in questions}
    migrated: dict[str, Answer] = {}
    for key, answer in entries.items():
        question = by_id.get(key)
        if question is None:
            migration.add_orphan((*path, key), answer, GONE)
            continue
        fitted = _migrate_answer(question, answer, (*path, key), migration)
        if fitted is not OPEN:
            migrated[key] = fitted
    is_unchanged = len(migrated) == len(entries) and all(map(is_, migrated.values(), entries.values()))
    return entries if is_unchanged else migrated


def _migrate_answer(question: Question, answer: Answer, path: AnswerPath, migration: _Migration) -> Answer | Unanswered:
    """Return the answer if it has the shape of its kind, else OPEN; so is one left out that is required by now.

    What is no option, blank rows, and more rows than are allowed, stay: the interview tells of them.
    """
    if answer is None:
        return OPEN if question.required else None
    if question.kind not in ("list", "choices", "checklist", "table", "group"):
        return _migrate_text(question, answer, path, migration)
    if is_list(answer) and all(_has_item_shape(question, item) for item in answer):
        if not question.questions:
            return answer
        items = tuple(
            _migrate_entries(item, question.questions, (*path, index), migration) if is_mapping(item) else {}
            for index, item in enumerate(answer)
        )
        return answer if all(map(is_, items, answer)) else items
    migration.add_orphan(path, answer, _other_kind(question))
    return OPEN


def _has_item_shape(question: Question, item: Answer) -> bool:
    if question.questions:
        is_task = is_mapping(item) and set(item) == {"text", "done"} and question.child("text") is None
        return item is None or (is_mapping(item) and not is_task)
    if question.kind == "checklist":
        return is_mapping(item) and isinstance(item.get("text"), str) and isinstance(item.get("done"), bool)
    return item is None or isinstance(item, str)


def _migrate_text(question: Question, answer: Answer, path: AnswerPath, migration: _Migration) -> Answer | Unanswered:
    accepted, problems = validate_answer(question, answer, path)
    if not problems:
        return accepted
    if isinstance(answer, (str, int, float)):
        migration.move_to_unfinished(path, answer, problems[0].message)
    else:
        migration.add_orphan(path, answer, _other_kind(question))
    return OPEN


def _select_entries(
    template: Template, entries: Mapping[str, Answer], wanted: type, migration: _Migration
) -> dict[str, Answer]:
    """Return the entries of the wanted type at whose written path there is a question; the others become orphans."""
    selected: dict[str, Answer] = {}
    for written, answer in entries.items():
        if isinstance(answer, wanted) and _question_at(template, written) is not None:
            selected[written] = answer
        else:
            migration.add_orphan(_path_of(written), answer, GONE)
    return selected


def _select_aside(template: Template, entries: Mapping[str, Answer], migration: _Migration) -> dict[str, Answer]:
    """Return the answers of questions that were left out since, if they still fit; the others become orphans."""
    selected = _select_entries(template, entries, object, migration)
    for written, answer in tuple(selected.items()):
        path = _path_of(written)
        question = _question_to_answer(template, path)
        if question is not None and _migrate_answer(question, answer, path, _Migration({})) is OPEN:
            migration.add_orphan(path, selected.pop(written), _other_kind(question))
    return selected


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


def _entries_of(data: InterviewData, part: str) -> Mapping[str, Answer]:
    entries = data.get(part)
    return entries if is_mapping(entries) else {}
