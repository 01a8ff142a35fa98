"""The name of the file that a plan is saved under."""

from __future__ import annotations

import re
from pathlib import Path

from wizard.evaluation.evaluator import AnswersScope
from wizard.evaluation.interpolation import interpolate
from wizard.files.file_names import is_reserved_on_windows, without_template_word
from wizard.interview.interview import Interview
from wizard.limits import MAX_FILE_NAME_BYTES
from wizard.message_text import sanitize_line
from wizard.model.answers import OPEN


def file_name(interview: Interview) -> str:
    """Return the name to save a plan under: one portable part of a path that ends in `.md`.

    It is the template's own name as long as an answer that `save_as` refers to is open.
    """
    template = interview.template
    spelled = interpolate(template.save_as, AnswersScope(template, interview.answers))
    stem = "" if spelled is OPEN else _stem(spelled.removesuffix(".md"))
    return f"{stem or _stem(without_template_word(template.name)) or 'plan'}.md"


def file_to_write(interview: Interview, plan_path: Path | None) -> str:
    """Return the name of the file that saving writes: where the plan was saved or is wanted, else its own."""
    return file_name(interview) if plan_path is None else sanitize_line(plan_path.name)


def _stem(spelled: str) -> str:
    """Return a text as a file name without characters that file systems, shells or bidirectional text take amiss."""
    name = re.sub(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+', "-", spelled)
    name = re.sub(r"\s+", " ", name).strip(" .-")
    name = name.encode("utf-8")[:MAX_FILE_NAME_BYTES].decode("utf-8", "ignore").strip(" .-")
    return f"{name}-plan" if is_reserved_on_windows(name) else name
