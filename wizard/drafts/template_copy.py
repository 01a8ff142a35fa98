"""The copy of its template that a draft keeps, for the day when the template is gone or does not open."""

from __future__ import annotations

from pathlib import Path

from wizard.compiler.loader import decode_utf8, load_template, read_template, template_path
from wizard.errors import NotFoundError, TemplateError
from wizard.limits import MAX_TEMPLATE_BYTES
from wizard.model.template import Template
from wizard.text import sanitize_line

COPY = "template.md"


def template_to_copy(template: Template, folder: Path) -> bytes | None:
    """The text of a draft's template, or None when the draft's copy is the same or the template cannot be read."""
    try:
        content = template_path(template.source).read_bytes()[:MAX_TEMPLATE_BYTES]
    except (OSError, NotFoundError):
        return None
    try:
        return None if (folder / COPY).read_bytes() == content else content
    except OSError:
        return content


def load_draft_template(source: str, folder: Path) -> tuple[Template, tuple[str, ...]]:
    """A draft's template as it is now, else as the draft kept it; with what to tell the user about it.

    NotFoundError or TemplateError of the template itself when there is no copy that opens either.
    """
    try:
        template = load_template(source)
    except (NotFoundError, TemplateError) as error:
        kept = _load_copy(source, folder)
        if kept is None:
            raise
        is_gone = isinstance(error, NotFoundError)
        why = "is gone" if is_gone else "does not open any more"
        return kept, (f"The template {sanitize_line(source)} {why}. The draft goes on with the copy that it kept.",)
    if _has_changed(source, folder):
        return template, (f"The template {sanitize_line(source)} has changed since. Your answers are all here.",)
    return template, ()


def _load_copy(source: str, folder: Path) -> Template | None:
    try:
        return read_template(decode_utf8((folder / COPY).read_bytes()[:MAX_TEMPLATE_BYTES], source), source)
    except (OSError, TemplateError):
        return None


def _has_changed(source: str, folder: Path) -> bool:
    try:
        return (folder / COPY).read_bytes() != template_path(source).read_bytes()[:MAX_TEMPLATE_BYTES]
    except (OSError, NotFoundError):
        return False
