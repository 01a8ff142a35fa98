"""The name of the file that a plan is saved under."""

from __future__ import annotations

import re
from typing import Final

from wizard.evaluation.evaluator import AnswersScope
from wizard.evaluation.interpolation import interpolate
from wizard.interview.interview import Interview
from wizard.limits import MAX_FILE_NAME_BYTES
from wizard.model.answers import OPEN

_RESERVED: Final = re.compile(r"(?i:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\Z)")


def file_name(interview: Interview) -> str:
    """The name that the plan is saved under: one harmless part of a path that ends in `.md`.

    While an answer that it is made of is open, it is the template's own name.
    """
    template = interview.template
    spelled = interpolate(template.save_as, AnswersScope(template, interview.answers))
    stem = "" if spelled is OPEN else _stem(spelled.removesuffix(".md"))
    return f"{stem or _stem(template.name) or 'plan'}.md"


def _stem(spelled: str) -> str:
    """A file name without what a file system, a shell or a reader could stumble over."""
    name = re.sub(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+', "-", spelled)
    name = re.sub(r"\s+", " ", name).strip(" .-")
    name = name.encode("utf-8")[:MAX_FILE_NAME_BYTES].decode("utf-8", "ignore").strip(" .-")
    return f"{name}-plan" if _RESERVED.match(name) else name
