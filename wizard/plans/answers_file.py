"""The answers file beside a plan: what was answered, and what tells edits made by hand from our own text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from msgspec import Struct

from wizard.answers.migration import Stranger, strangers_data
from wizard.errors import FileProblems
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, Answers, format_path, is_list, is_mapping
from wizard.model.template import Question, Template
from wizard.plans.line_hashes import lines_of, marks_of, read_marks, write_marks


class Record(Struct, frozen=True):
    """What an answers file remembers of the plan beside it."""

    sha256: str
    """Of the plan's bytes as they were written."""
    marks: tuple[str, ...]
    """Of the lines of our own text, before edits made by hand came into it."""


def answers_path_of(name: str) -> str:
    """The name of the answers file beside a plan: `NAME.answers.yaml` for `NAME.md`."""
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    return f"{stem if suffix.lower() in ('.md', '.markdown') else name}.answers.yaml"


def answers_data(template: Template, answers: Answers) -> dict[str, object]:
    """The answers in the template's order and in the shapes of an answers file (docs/files.md)."""
    return _entries(answers, tuple(template.questions()))


def write_answers_file(interview: Interview, strangers: Sequence[Stranger], own_text: str, plan: bytes) -> str:
    """The answers file for a plan; `own_text` is what we rendered, `plan` what is written."""
    from wizard.files.yaml_written import write_yaml

    saved: dict[str, object] = {"sha256": digest(plan)}
    if interview.unfinished:
        saved["unfinished"] = {format_path(path): text for path, text in interview.unfinished.items()}
    if strangers:
        saved["strangers"] = strangers_data(strangers)
    saved["lines"] = write_marks(marks_of(lines_of(own_text)))
    return write_yaml(
        {
            "template": interview.template.name,
            "version": interview.template.version,
            "answers": answers_data(interview.template, interview.answers),
            "saved": saved,
        }
    )


def read_record(content: bytes) -> Record | None:
    """What an answers file remembers of its plan; None when it is not one of ours."""
    from wizard.files.yaml import read_yaml
    from wizard.files.yaml_nodes import plain

    # Only the last part is read: the answers before it may be many, and no answer's text begins a line so.
    start = content.rfind(b"\nsaved:") + 1
    if not start or not re.search(rb"^template:", content[:start], re.MULTILINE):
        return None
    try:
        data = plain(read_yaml(content[start:].decode("utf-8"), "answers"))
    except (FileProblems, UnicodeDecodeError):
        return None
    saved = data.get("saved") if is_mapping(data) else None
    if not is_mapping(saved):
        return None
    sha256, lines = saved.get("sha256"), saved.get("lines")
    return Record(sha256, read_marks(lines)) if isinstance(sha256, str) and isinstance(lines, str) else None


def digest(content: bytes) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def _entries(held: Mapping[str, Answer], questions: Sequence[Question]) -> dict[str, object]:
    known = {question.id: _shape(question, held[question.id]) for question in questions if question.id in held}
    return {**known, **{key: answer for key, answer in held.items() if key not in known}}


def _shape(question: Question, answer: Answer) -> object:
    if not is_list(answer):
        return answer
    if question.questions:
        return [_entries(item, question.questions) for item in answer if is_mapping(item)]
    if question.kind == "checklist":
        return [_task(item) for item in answer if is_mapping(item) and item.get("text")]
    return [item for item in answer if isinstance(item, str) and item.strip()]


def _task(task: Mapping[str, Answer]) -> object:
    return {"text": task.get("text"), "done": True} if task.get("done") else task.get("text")
