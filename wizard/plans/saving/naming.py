"""The name of the file that a plan is saved under."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from wizard.errors import OverwriteRefusedError
from wizard.evaluation.evaluator import AnswersScope
from wizard.evaluation.interpolation import interpolate
from wizard.files.file_names import is_reserved_on_windows, without_template_word
from wizard.interview.interview import Interview
from wizard.limits import MAX_FILE_NAME_BYTES
from wizard.message_text import sanitize_line
from wizard.model.answers import OPEN
from wizard.model.template import Template

_TEXT_SUFFIXES: Final = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd", ".txt", ".text")
"""Of files that hold Markdown."""


def file_name(interview: Interview) -> str:
    """Return the name to save a plan under: one portable part of a path that ends in `.md`.

    It is the template's own name as long as an answer that `save_as` refers to is open.
    """
    template = interview.template
    spelled = interpolate(template.save_as, AnswersScope(template, interview.answers))
    stem = "" if spelled is OPEN else _stem(spelled.removesuffix(".md"))
    stem = stem or _stem(without_template_word(template.name)) or "plan"
    return f"{stem}-plan.md" if is_own_template(Path(f"{stem}.md"), template) else f"{stem}.md"


def typed_file(text: str, suggested: Path) -> Path:
    """Return the file that a user has named for a plan whose suggested file is `suggested`.

    A name that does not end as text files do gets `.md`, unless a file of that name is there, or a folder, which
    cannot be written to and is told. A text that ends in a slash names the folder for the suggested name.

        x, x., x.md -> x.md    notes.v2 -> notes.v2.md    x.txt -> x.txt    docs/ -> docs/relay-plan.md
    """
    text = text.strip()
    path = Path(text).expanduser()
    if text.endswith(("/", os.sep)):
        return path / suggested.name
    if path.suffix.lower() in _TEXT_SUFFIXES or path.name.startswith(".") or path.name.endswith(".answers.yaml"):
        return path
    stem = path.name.rstrip(". ")
    if not stem or path == suggested or os.path.lexists(path):
        return path
    return path.with_name(stem if Path(stem).suffix.lower() in _TEXT_SUFFIXES else f"{stem}.md")


def is_own_template(path: Path, template: Template) -> bool:
    """Return whether the file at a path is the one that a template was read from, whatever either is called."""
    try:
        # A built-in template, or one of the user's own, has no path for a source.
        return bool(os.path.dirname(template.source)) and os.path.samefile(path, template.source)
    except (OSError, ValueError):
        return False


def require_other_file(path: Path, template: Template) -> None:
    """Raise OverwriteRefusedError for a plan that would be written over its own template."""
    if is_own_template(path, template):
        raise OverwriteRefusedError(f"{sanitize_line(path.name)} is the template itself; give the plan another name")


def file_to_write(interview: Interview, plan_path: Path | None) -> str:
    """Return the name of the file that saving writes: where the plan was saved or is wanted, else its own."""
    return file_name(interview) if plan_path is None else sanitize_line(plan_path.name)


def _stem(spelled: str) -> str:
    """Return a text as a file name without characters that file systems, shells or bidirectional text take amiss."""
    name = re.sub(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+', "-", spelled)
    name = re.sub(r"\s+", " ", name).strip(" .-")
    name = name.encode("utf-8")[:MAX_FILE_NAME_BYTES].decode("utf-8", "ignore").strip(" .-")
    return f"{name}-plan" if is_reserved_on_windows(name) else name
