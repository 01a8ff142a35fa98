"""The interview for programs, one question at a time (docs/automation.md).

Questions that were passed without an answer are listed in a file beside the draft, so that they are not asked again;
they are still open, and can be answered by their paths at any time.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wizard.answers.validation import is_blank, too_few_message, unchosen_message, unchosen_options
from wizard.automation.condition_schema import Json
from wizard.automation.envelopes import SCHEMA_VERSION
from wizard.automation.json_schema import question_schema
from wizard.automation.read_changes import read_changes_as_json
from wizard.drafts.catalog import find_draft_folder
from wizard.drafts.draft import Draft, open_draft, read_draft, view_draft
from wizard.drafts.lock import DraftInUseError
from wizard.drafts.undo.changes import is_same_answer
from wizard.drafts.undo.history import interview_data
from wizard.errors import AnswersFileError, InvalidAnswer, InvalidFileError, Problem, RejectedAnswersError, WizardError
from wizard.files.atomic import write_atomically
from wizard.files.os_errors import explain_os_error
from wizard.files.regular_file import read_regular_file
from wizard.files.serialization.document_nodes import MappingNode, plain_data
from wizard.files.serialization.json_reader import read_json
from wizard.interview.interview import Interview
from wizard.interview.navigation import split_path
from wizard.interview.path_changes import Change, Changed, apply_changes, parse_target
from wizard.limits import MAX_DRAFT_FILE_BYTES
from wizard.model.answers import OPEN, Answer, AnswerPath, format_path, is_list, is_mapping, parse_path
from wizard.model.expressions import names_in
from wizard.model.template import Question
from wizard.model.unparse import unparse
from wizard.plans.read_back.edits.edited_answers import ReadChange
from wizard.plans.read_back.plan_edits import (
    NOTHING_REFUSED,
    PlanEdits,
    Refusal,
    find_wanted_edits,
    take_plan_edits,
)

_PASSED = "passed.txt"
_MAX_WAIT = 10.0
"""Seconds that an answer waits for another program to release the draft."""


class DraftStep(Struct, frozen=True):
    """A draft as a program sees it between two answers."""

    name: str
    interview: Interview
    passed_paths: frozenset[str]
    """Paths, as written, of questions that were passed without an answer."""
    notices: tuple[str, ...] = ()
    """What to tell of the draft besides, and of what could not be written."""
    read: Mapping[str, Json] | None = None
    """What was read from the document that the draft was opened from just now."""
    read_back: tuple[ReadChange, ...] = ()
    """What was done by hand in the plan and has just become answers."""

    def next_path(self) -> AnswerPath | None:
        """Return the question to ask now: the first that is required or invalid, or open and not passed; else None."""
        for path in self.interview.asked_paths():
            state = self.interview.state(path)
            if state in ("required", "invalid") or (state == "open" and format_path(path) not in self.passed_paths):
                return path
        return None

    def document(self) -> dict[str, Json]:
        """Return the JSON document that says what to ask now, or that nothing is left to ask."""
        path, progress = self.next_path(), self.interview.progress()
        document: dict[str, Json] = {
            "schemaVersion": SCHEMA_VERSION,
            "kind": "complete" if path is None else "question",
            "draft": self.name,
            "template": self.interview.template.name,
            "title": self.interview.title(),
            "progress": {"answered": progress.answered, "total": progress.total},
        }
        if self.read is not None:
            document["read"] = self.read
        if self.read_back:
            document["readBack"] = read_changes_as_json(self.read_back)
        if path is not None:
            document |= _question_document(self.interview, path)
        elif switches := self.interview.switches():
            document["switches"] = [_switch(self.interview, each) for each in switches]
        return document | {"open": [_open_question(self.interview, each) for each in self.interview.missing_paths()]}


def current_step(name: str, refusal: Refusal = NOTHING_REFUSED) -> DraftStep:
    """Return a draft's step without opening the draft; raise as `read_draft`.

    Edits made by hand in its plan are in it, but for those that are refused; the draft has them with the next answer.
    """
    return _step_before(name, refusal, {})


def _step_before(name: str, refusal: Refusal, given: Mapping[AnswerPath, Answer]) -> DraftStep:
    """Return the same, with the answers that are about to be given."""
    view = view_draft(name)
    step = DraftStep(name, view.interview, _read_passed(find_draft_folder(name)), view.notices)
    return _with_plan_edits(step, find_wanted_edits(view.interview, view.last_save, refusal, given))


def _by_path(given: Mapping[str, Answer]) -> Iterator[tuple[AnswerPath, Answer]]:
    """Yield the answers that are written as paths; the others are refused when they are applied."""
    for written, answer in given.items():
        with suppress(ValueError, WizardError):
            yield parse_path(written), answer


def _with_plan_edits(step: DraftStep, edits: PlanEdits | None) -> DraftStep:
    return step if edits is None else replace(step, interview=edits.interview, read_back=edits.changes)


def take_answer(name: str, text: str, refusal: Refusal = NOTHING_REFUSED) -> DraftStep:
    """Save the answers in a JSON object, `{path: answer}`, and return the next step; `{}` passes the question.

    Edits made by hand in the plan become answers first, but for those that are refused. Raise RejectedAnswersError or
    AnswersFileError with every problem, and save nothing then; DraftInUseError when another program does not release
    the draft; WizardError when it cannot be written.
    """
    given = _parse_answers(text)
    answered = dict(_by_path(given))
    _apply_answers(_step_before(name, refusal, answered), given)  # a refusal leaves every byte of the draft alone
    draft, trouble = _open_when_free(name), ""
    try:
        edits = find_wanted_edits(draft.interview, draft.last_save, refusal, answered)
        if edits is not None:
            take_plan_edits(draft, edits)
        before = _with_plan_edits(DraftStep(name, draft.interview, _read_passed(draft.folder)), edits)
        after = _apply_answers(before, given)
        draft.record(after.interview)
        if after.passed_paths != before.passed_paths:
            trouble = _write_passed(draft.folder, after.passed_paths)
    finally:
        status = draft.close()
    if status.problem is not None:
        trouble = str(status.problem)
    if trouble and (not given or not _is_on_disk(draft)):
        raise WizardError(f"the answer was not saved: {trouble}")
    told = (f"The answer is accepted, but not everything was saved: {trouble}",) if trouble else ()
    return replace(after, notices=(*draft.notices, *told), read_back=before.read_back)


def _is_on_disk(draft: Draft) -> bool:
    """Whether the files of a draft that was closed hold its answers, whatever failed besides."""
    try:
        interview = read_draft(draft.resume_name)[0]
    except WizardError:
        return False
    return is_same_answer(interview_data(interview), interview_data(draft.interview))


def _question_document(interview: Interview, path: AnswerPath) -> dict[str, Json]:
    question, section, sections = interview.question(path), interview.section(path), interview.template.asking_sections
    written, default = format_path(path), interview.default_of(path)
    document: dict[str, Json] = {
        "path": written,
        "section": {"title": section.title, "number": sections.index(section) + 1, "of": len(sections)},
        "label": question.label,
        "required": question.required,
        "why": _why(question),
        "schema": question_schema(question, written),
    }
    told = {"help": question.help, "example": question.example, "recommended": question.recommended}
    document |= {word: said for word, said in told.items() if said}
    if default is not OPEN:
        document["default"] = default
    if not question.required:
        document["leaveOut"] = {written: None}
    if problems := interview.problems(path):
        document |= {"problem": problems[0].message, "problems": _problems_json(problems)}
    return document


def _why(question: Question) -> str:
    need = "The plan needs it" if question.required else "Optional"
    return f"{need}. Asked because {unparse(question.when)}." if question.when is not None else f"{need}."


def _switch(interview: Interview, question: Question) -> Json:
    told = {"help": question.help} if question.help else {}
    return {"path": question.id, "label": question.label, **told, "on": interview.is_on(question)}


def _open_question(interview: Interview, path: AnswerPath) -> Json:
    document: dict[str, Json] = {
        "path": format_path(path),
        "label": interview.question(path).label,
        "state": interview.state(path),
    }
    problems = interview.problems(path)
    return document | {"problems": _problems_json(problems)} if problems else document


def _problems_json(problems: Sequence[InvalidAnswer]) -> Json:
    return [{"path": each.path, "message": each.message} for each in problems]


def _parse_answers(text: str) -> Mapping[str, Answer]:
    """Return the answers in a JSON object, by their paths as written."""
    try:
        node = read_json(text.removeprefix("\ufeff"), "<stdin>")
    except InvalidFileError as error:
        raise AnswersFileError(error.problems) from None
    if not isinstance(node, MappingNode):
        message = 'an answer is a JSON object of paths and their answers, such as {"goal": "..."}'
        raise AnswersFileError((Problem("<stdin>", node.line, node.column, "wrong-type", message),))
    return {written: plain_data(inner) for written, (_, inner) in node.entries.items()}


def _apply_answers(step: DraftStep, given: Mapping[str, Answer]) -> DraftStep:
    """Return the step after the answers; raise RejectedAnswersError when one of them is not accepted."""
    if not given:
        return _pass_question(step)
    changes, problems = list[Change](), list[tuple[int, InvalidAnswer]]()
    places = dict[int, int]()
    for place, (written, answer) in enumerate(given.items()):
        try:
            change = Change(parse_target(step.interview.template, written), answer)
            _refuse_blank(change)
        except InvalidAnswer as problem:
            problems.append((place, problem))
        else:
            places[len(changes)] = place
            changes.append(change)
    changed = apply_changes(step.interview, changes)
    problems += ((places[each.change], each.problem) for each in changed.problems)
    found = [problem for _, problem in sorted(problems, key=lambda each: each[0])]
    found += _find_unasked(changed, changes, frozenset(id for problem in found for id in _ids_in(problem.path)))
    if not found:
        found += _find_too_few(changes)
    if found:
        raise RejectedAnswersError(tuple(found))
    passed = frozenset(_passed_after(step.passed_paths - set(given), changed))
    return _go_to_next(DraftStep(step.name, changed.interview, passed))


def _passed_after(passed_paths: frozenset[str], changed: Changed) -> Iterator[str]:
    """Yield the paths of passed questions after items around them were taken out, put in or moved."""
    for written in passed_paths:
        after = changed.path_after(parse_path(written)) if changed.arranged else None
        if after is not None or not changed.arranged:
            yield format_path(after) if after is not None else written


def _refuse_blank(change: Change) -> None:
    """Raise InvalidAnswer for a text of nothing but blanks, which says neither an answer nor that there is none."""
    target = change.target
    if target.kind != "set" or not is_blank(change.value if change.value is not OPEN else None):
        return
    if len(target.part) > 1:
        raise InvalidAnswer(target.written, "this is blank; null for the task itself removes it")
    if target.part:
        raise InvalidAnswer(target.written, "this is blank; null removes the item")
    if target.question.required:
        raise InvalidAnswer(target.written, "this is blank, and the plan needs it; give an answer")
    raise InvalidAnswer(target.written, "this is blank; null skips the question")


def _find_too_few(changes: Sequence[Change]) -> Iterator[InvalidAnswer]:
    """Yield a problem for each whole list with fewer items than its question asks for: it would be asked again."""
    for change in changes:
        question, value = change.target.question, change.value
        if change.target.part or not is_list(value):
            continue
        if question.min is not None and len(value) < question.min:
            instead = "" if question.required else " null skips the question."
            yield InvalidAnswer(change.target.written, too_few_message(question, len(value)) + instead)
        elif question.required and not value:
            yield InvalidAnswer(change.target.written, f"this is required; give at least one {question.item}")
        else:
            for option in unchosen_options(question, value):
                yield InvalidAnswer(change.target.written, unchosen_message(option))


def _pass_question(step: DraftStep) -> DraftStep:
    """Return the step after the question asked now was passed: its default is taken, or it stays open."""
    path = step.next_path()
    if path is None:
        raise RejectedAnswersError((InvalidAnswer("", "there is nothing left to ask"),))
    interview, written = step.interview, format_path(path)
    if problems := interview.problems(path):
        raise RejectedAnswersError(problems)
    interview = interview.go_to(path).go_forward()
    if interview.state(path) == "required":
        raise RejectedAnswersError((InvalidAnswer(written, "this is required and cannot be passed"),))
    return _go_to_next(DraftStep(step.name, interview, step.passed_paths | {written}))


def _go_to_next(step: DraftStep) -> DraftStep:
    """Return the step with the interview at the question asked next, so that a person can continue there."""
    path = step.next_path()
    return step if path is None else replace(step, interview=step.interview.go_to(path))


def _find_unasked(changed: Changed, changes: Sequence[Change], wrong: frozenset[str]) -> Iterator[InvalidAnswer]:
    """Yield a problem for each answer to a question that is not asked.

    Questions that depend on one of the `wrong` ids, whose answers were rejected, may still be asked and are left out.
    """
    interview, refused = changed.interview, {each.change for each in changed.problems}
    for index, change in enumerate(changes):
        path = None if index in refused else changed.place_of(index, change)
        if path is None:
            continue
        written = change.target.written
        place, _ = split_path(interview.template, path)
        around = [(place[:end], written) for end in range(1, len(place) + 1, 2)]
        value = None if change.value is OPEN or change.target.kind == "move" else change.value
        unasked: AnswerPath | None = None
        for each, told in (*around, *_questions_inside(interview, path, value, written)):
            question = interview.question(each)
            when, is_told = (
                None if question.at_review else question.when,
                unasked is not None and each[: len(unasked)] == unasked,
            )
            if when is not None and not is_told and not interview.is_asked(each):
                unasked = each
                if wrong.isdisjoint(names_in(when)):
                    yield InvalidAnswer(told, f"this is not asked; it is asked when {unparse(when)}")


def _questions_inside(
    interview: Interview, path: AnswerPath, answer: Answer, written: str
) -> Iterator[tuple[AnswerPath, str]]:
    """Yield the questions in the items of an answer, each with its path as written below that of the answer."""
    if is_list(answer):
        for index, item in enumerate(answer):
            yield from _questions_inside(interview, (*path, index), item, f"{written}[{index}]")
    elif is_mapping(answer):
        for key, inner in answer.items():
            place = (*path, key)
            if interview.template.question(place) is not None:  # a task has parts, and they are no questions
                yield place, f"{written}.{key}"
                yield from _questions_inside(interview, place, inner, f"{written}.{key}")


def _ids_in(written: str) -> list[str]:
    return [id for id in re.split(r"\[\d*\]|\.", written) if id]


def _open_when_free(name: str) -> Draft:
    """Open the draft once no other program has it open; raise DraftInUseError after too long a wait."""
    deadline = time.monotonic() + _MAX_WAIT
    while True:
        try:
            return open_draft(name)
        except DraftInUseError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _read_passed(folder: Path) -> frozenset[str]:
    try:
        lines = read_regular_file(folder / _PASSED, MAX_DRAFT_FILE_BYTES).decode("utf-8").splitlines()
    except (OSError, ValueError):
        return frozenset()
    return frozenset(lines)


def _write_passed(folder: Path, passed: frozenset[str]) -> str:
    """Write the paths of passed questions; return why that failed, or an empty text."""
    try:
        write_atomically(folder / _PASSED, "\n".join(sorted(passed)).encode("utf-8"))
    except OSError as error:
        return str(explain_os_error(error, folder))
    return ""
