"""Whose files lie where a draft is to be saved: its own, or somebody else's, and what is the matter with those."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from wizard.drafts.last_save import LastSave, content_digest
from wizard.errors import AnswersFileError
from wizard.interview.interview import Interview
from wizard.message_text import sanitize_line
from wizard.model.answers import is_mapping
from wizard.plans.answers_file import (
    answers_data,
    parse_record,
    read_answers,
    read_answers_file_data,
    rewrite_answers_file,
)
from wizard.plans.merge.conflict_marks import find_conflict_mark
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.saving.saved_files import SavedFiles
from wizard.render.plan import render_plan

# git-merge(1), "How conflicts are presented": seven marks and a name.
_CONFLICT_MARK = re.compile(rb"^<{7} ", re.MULTILINE)


def is_own(existing: SavedFiles, interview: Interview, last_save: LastSave | None) -> bool:
    """Whether saving over the files, with the plan's edits made by hand merged, costs no answer of anybody else.

    So it is when nothing is there, when the answers file is as the draft wrote or read it last, and when it holds the
    draft's answers all the same, as after a crash. A plan without answers is the draft's when it is as it was then. No
    plan with the marks of a merge conflict is.
    """
    if _conflict_line_of_plan(existing, interview) is not None:
        return False
    if existing.answers is None:
        if existing.lacks_plan:
            return True
        return last_save is not None and content_digest(existing.plan) == last_save.plan
    if last_save is not None and content_digest(existing.answers) == last_save.answers:
        return True
    return existing.record() is not None and _holds_answers_of(existing, interview)


def needs_copy(existing: SavedFiles, answers: str, interview: Interview, last_save: LastSave | None) -> bool:
    """Whether the answers file has something that would be nowhere any more with `answers`, the new text, in its place.

    That is what was written by hand, such as comments and layout, and what it holds beside the answers, such as
    somebody's unfinished text, unless it is as the draft left it.
    """
    if existing.answers is None:
        return False
    try:
        before = _answers_text(existing).replace("\r\n", "\n")
        if before != rewrite_answers_file(before, interview.template):
            return True
    except (AnswersFileError, UnicodeDecodeError):
        return True
    if last_save is not None and content_digest(existing.answers) == last_save.answers:
        return False
    return _own_parts(before) != _own_parts(answers)


def says_the_same(existing: SavedFiles, answers: str) -> bool:
    """Whether the answers file has the data of a new text of it already, however that is written."""
    if existing.answers is None:
        return False
    try:
        return _data_with_base(_answers_text(existing)) == _data_with_base(answers)
    except (AnswersFileError, UnicodeDecodeError):
        return False


def _data_with_base(text: str) -> Mapping[str, object]:
    """Return everything in an answers file, with the base decoded: what zlib makes of a text varies."""
    data = read_answers_file_data(text)
    saved, record = data.get("saved"), parse_record(data.get("saved"))
    if not is_mapping(saved) or record is None or record.base is None:
        return data
    return {**data, "saved": {**saved, "base": record.base}}


def _own_parts(text: str) -> tuple[object, ...]:
    """Return what an answers file holds besides its answers and what the program can find out again."""
    data = read_answers_file_data(text)
    saved = data.get("saved")
    parts = (saved.get("unfinished"), saved.get("strangers")) if is_mapping(saved) else (None, None)
    return data.get("template"), *parts


class ConflictPlace(NamedTuple):
    """A file, and its first line, from 1, that marks a merge conflict."""

    path: Path
    line: int


def find_conflict(existing: SavedFiles, interview: Interview) -> ConflictPlace | None:
    """Return where the marks of a merge conflict are, in the answers file or else in the plan; None without any."""
    mark = _CONFLICT_MARK.search(existing.answers or b"")
    if existing.answers is not None and mark is not None:
        return ConflictPlace(existing.answers_path, existing.answers.count(b"\n", 0, mark.start()) + 1)
    line = _conflict_line_of_plan(existing, interview)
    return None if line is None else ConflictPlace(existing.plan_path, line)


def describe_others(existing: SavedFiles, interview: Interview, last_save: LastSave | None) -> str:
    """Return what is the matter with files that are not the draft's own; no capital, no full stop."""
    plan, answers = sanitize_line(existing.plan_path.name), sanitize_line(existing.answers_path.name)
    conflict = find_conflict(existing, interview)
    if conflict is not None:
        return f"{sanitize_line(conflict.path.name)} has the marks of a merge conflict in line {conflict.line}"
    is_where_it_was = last_save is not None and Path(last_save.plan_path) == existing.plan_path
    if existing.answers is None and is_where_it_was and last_save is not None and not last_save.answers:
        return f"{plan} has changed since this draft was opened from it"
    if existing.answers is None and is_where_it_was:
        return f"{answers} is gone, and {plan} is not as this draft last saved or opened it"
    if existing.answers is None:
        return f"{plan} already exists and was not saved from this draft"
    problem = _problem_with_answers(existing, interview)
    if problem is not None:
        return f"{answers} already exists: {problem}"
    if last_save is not None and last_save.answers and is_where_it_was:
        return f"{answers} has changed since this draft was saved to it or opened from it"
    there = plan if existing.plan is not None else answers
    return f"{there} already exists, with answers other than this draft's"


def _conflict_line_of_plan(existing: SavedFiles, interview: Interview) -> int | None:
    lines = existing.plan_lines()
    if find_conflict_mark(lines) is None:
        return None
    return find_conflict_mark(lines, split_lines(render_plan(interview).text))


def _holds_answers_of(existing: SavedFiles, interview: Interview) -> bool:
    template = interview.template
    try:
        answers = read_answers(_answers_text(existing), str(existing.answers_path), template)
    except (AnswersFileError, UnicodeDecodeError):
        return False
    return answers_data(template, answers) == answers_data(template, interview.answers)


def _problem_with_answers(existing: SavedFiles, interview: Interview) -> str | None:
    try:
        read_answers(_answers_text(existing), str(existing.answers_path), interview.template)
    except AnswersFileError as error:
        return error.problems[0].message
    except UnicodeDecodeError:
        return "it is not UTF-8"
    return None


def _answers_text(existing: SavedFiles) -> str:
    return (existing.answers or b"").decode("utf-8-sig")
