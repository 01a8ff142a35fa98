"""The interview for programs, one screen at a time: what to ask now, and what comes of an answer (docs/automation.md).

A step is a plain mapping for JSON. What was passed without an answer is remembered beside the draft, so that it
is not asked again; it is still open, and can be answered by its path at any time.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from wizard.answers.constraints import Problems, is_blank
from wizard.answers.kinds import accept
from wizard.automation.condition_schema import Json
from wizard.automation.json_schema import schema_of_screen
from wizard.drafts.catalog import folder_of
from wizard.drafts.draft import Draft, look_at, open_draft
from wizard.drafts.lock import HeldError
from wizard.errors import AnswerError, AnswersError, FileProblems, Problem, RefusedError, WizardError
from wizard.files.atomic import write_whole
from wizard.files.document_nodes import Entries, plain
from wizard.files.json_reader import read_json
from wizard.files.os_errors import trouble_with
from wizard.interview.interview import Interview
from wizard.interview.navigation import locate, located
from wizard.model.answers import OPEN, Answer, Path, format_path, is_list, is_mapping, parse_path
from wizard.model.expressions import names_in
from wizard.model.template import Question
from wizard.model.unparse import in_words

SCHEMA_VERSION: Final = 1
QUESTIONS_REMAIN: Final = 3
"""The exit code while there is something to ask."""

_PASSED = "passed.txt"
_WAITS_FOR = 10.0
"""Seconds that an answer waits for another program to be done with the draft."""


class Step(Struct, frozen=True):
    """A draft as a program sees it between two answers."""

    name: str
    interview: Interview
    passed: frozenset[str]
    """Paths, as written, of questions that were passed without an answer."""

    def path(self) -> Path | None:
        """The question to ask now: the first that is required or invalid, or open and not passed."""
        for path in self.interview.asked():
            state = self.interview.state(path)
            if state in ("required", "invalid") or (state == "open" and format_path(path) not in self.passed):
                return path
        return None

    def document(self) -> dict[str, Json]:
        """What to ask now, or that there is nothing left to ask."""
        path, progress = self.path(), self.interview.progress()
        document: dict[str, Json] = {
            "schemaVersion": SCHEMA_VERSION,
            "kind": "complete" if path is None else "question",
            "draft": self.name,
            "template": self.interview.template.name,
            "title": self.interview.title(),
            "progress": {"answered": progress.answered, "total": progress.total},
        }
        if path is not None:
            document |= _asking(self.interview, path)
        return document | {"open": [_open(self.interview, each) for each in self.interview.missing()]}


def current_step(name: str) -> Step:
    """The step that a draft is at, without taking the draft; errors as of `look_at`."""
    return Step(name, look_at(name)[0], _read_passed(folder_of(name)))


def take_answer(name: str, text: str) -> Step:
    """The step after an answer: a JSON object of answers by their paths, `{}` to pass the question asked now.

    All or nothing: RefusedError or AnswersError with every problem, and then the draft is as it was.
    HeldError when another program does not let go of the draft, WizardError when it cannot be written.
    """
    given = _given(text)
    _answered(current_step(name), given)  # a refusal leaves every byte of the draft alone
    draft = _opened(name)
    try:
        before = Step(name, draft.interview, _read_passed(draft.folder))
        after = _answered(before, given)
        draft.note(after.interview)
        if after.passed != before.passed:
            _write_passed(draft.folder, after.passed)
    finally:
        status = draft.close()
    if status.trouble is not None:
        raise WizardError(f"the answer is not kept: {status.trouble}")
    return after


def _asking(interview: Interview, path: Path) -> dict[str, Json]:
    question, section, sections = interview.question(path), interview.section(path), interview.template.sections
    written, default = format_path(path), interview.default_of(path)
    document: dict[str, Json] = {
        "path": written,
        "section": {"title": section.title, "number": sections.index(section) + 1, "of": len(sections)},
        "label": question.label,
        "required": question.required,
        "why": _why(question),
        "schema": schema_of_screen(question, written),
    }
    told = {"help": question.help, "example": question.example, "recommended": question.recommended}
    document |= {word: said for word, said in told.items() if said}
    if default is not OPEN:
        document["default"] = default
    if not question.required:
        document["leaveOut"] = {written: None}
    if (problem := interview.problem(path)) is not None:
        document["problem"] = problem.message
    return document


def _why(question: Question) -> str:
    need = "The plan needs it" if question.required else "Optional"
    return f"{need}. Asked because {in_words(question.when)}." if question.when is not None else f"{need}."


def _open(interview: Interview, path: Path) -> Json:
    return {
        "path": format_path(path),
        "label": interview.question(path).label,
        "state": interview.state(path),
    }


def _given(text: str) -> Mapping[str, Answer]:
    """The answers in a JSON object, by their paths as written."""
    try:
        node = read_json(text.removeprefix("\ufeff"), "<stdin>")
    except FileProblems as error:
        raise AnswersError(error.problems) from None
    if not isinstance(node, Entries):
        message = 'an answer is a JSON object of paths and their answers, such as {"goal": "..."}'
        raise AnswersError((Problem("<stdin>", node.line, node.column, "wrong-type", message),))
    return {written: plain(inner) for written, (_, inner) in node.entries.items()}


def _answered(step: Step, given: Mapping[str, Answer]) -> Step:
    """The step after the answers; RefusedError when one of them does not fit."""
    if not given:
        return _passed(step)
    interview, problems, taken = step.interview, list[AnswerError](), dict[str, Answer]()
    for written, answer in given.items():
        count = len(problems)
        interview = _with_answer(interview, written, answer, problems)
        if len(problems) == count:
            taken[written] = answer
    problems += _not_asked(interview, taken, frozenset(id for problem in problems for id in _ids_in(problem.path)))
    if problems:
        raise RefusedError(tuple(problems))
    return _at_next(Step(step.name, interview, step.passed - set(given)))


def _passed(step: Step) -> Step:
    """The step after the question asked now was passed: its default is taken, or it stays open."""
    path = step.path()
    if path is None:
        raise RefusedError((AnswerError("", "there is nothing left to ask"),))
    interview, written = step.interview, format_path(path)
    problem = interview.problem(path)
    if problem is not None:
        raise RefusedError((problem,))
    interview = interview.go_to(path).forward()
    if interview.state(path) == "required":
        raise RefusedError((AnswerError(written, "this is required and cannot be passed"),))
    return _at_next(Step(step.name, interview, step.passed | {written}))


def _at_next(step: Step) -> Step:
    """With the place of the interview at what is asked next, so that a person can go on there."""
    path = step.path()
    return step if path is None else replace(step, interview=step.interview.go_to(path))


def _with_answer(interview: Interview, written: str, answer: Answer, problems: list[AnswerError]) -> Interview:
    try:
        path = parse_path(written)
        question, part = located(interview.template, path)
        if is_blank(answer):
            raise AnswerError(written, "this is blank; null leaves the question out")
        if not part and answer is not None:
            wrong: Problems = []
            accept(question, answer, path, wrong)
            problems += wrong
            return interview if wrong else interview.answer(path, answer)
        return interview.answer(path, answer)
    except AnswerError as problem:
        problems.append(problem)
    except IndexError:
        problems.append(AnswerError(written, "the items before it are missing; give them first"))
    except ValueError as problem:
        problems.append(AnswerError(written, str(problem)))
    return interview


def _not_asked(interview: Interview, given: Mapping[str, Answer], wrong: frozenset[str]) -> Iterator[AnswerError]:
    """Answers to questions that are not asked, with the reason.

    Of what rests on one of the `wrong` ids, whose answers are to come again, nobody knows yet whether it is asked.
    """
    for written, answer in given.items():
        path = parse_path(written)
        place, _ = locate(interview.template, path)
        around = [(place[:end], written) for end in range(1, len(place) + 1, 2)]
        refused: Path | None = None
        for each, told in (*around, *_places_inside(interview, path, answer)):
            when, is_told = interview.question(each).when, refused is not None and each[: len(refused)] == refused
            if when is not None and not is_told and not interview.is_asked(each):
                refused = each
                if wrong.isdisjoint(names_in(when)):
                    yield AnswerError(told, f"this is not asked; it is asked when {in_words(when)}")


def _places_inside(interview: Interview, path: Path, answer: Answer) -> Iterator[tuple[Path, str]]:
    """The questions that stand in the items of an answer, each with its path as written."""
    if is_list(answer):
        for index, item in enumerate(answer):
            yield from _places_inside(interview, (*path, index), item)
    elif is_mapping(answer):
        for key, inner in answer.items():
            place = (*path, key)
            if interview.template.question(place) is not None:  # a task has parts, and they are no questions
                yield place, format_path(place)
                yield from _places_inside(interview, place, inner)


def _ids_in(written: str) -> list[str]:
    return [id for id in re.split(r"\[\d*\]|\.", written) if id]


def _opened(name: str) -> Draft:
    """The draft, once no other program has it."""
    deadline = time.monotonic() + _WAITS_FOR
    while True:
        try:
            return open_draft(name)
        except HeldError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _read_passed(folder: FilePath) -> frozenset[str]:
    try:
        lines = (folder / _PASSED).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return frozenset()
    return frozenset(lines)


def _write_passed(folder: FilePath, passed: frozenset[str]) -> None:
    try:
        write_whole(folder / _PASSED, "\n".join(sorted(passed)).encode("utf-8"))
    except OSError as error:
        raise WizardError(f"the answer is not kept: {trouble_with(error, folder)}") from None
