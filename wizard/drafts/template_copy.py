"""The copy of its template that a draft keeps in case the template is deleted or broken later."""

from __future__ import annotations

from pathlib import Path

from wizard.compiler.loader import decode_utf8, load_template, read_template, template_path, text_digest
from wizard.compiler.template_copies import keep_copy_of
from wizard.drafts.draft_folder import TEMPLATE
from wizard.errors import NotFoundError, TemplateError
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_TEMPLATE_BYTES
from wizard.message_text import sanitize_line
from wizard.model.template import Template


def template_to_copy(template: Template, folder: Path) -> bytes | None:
    """Return the bytes of a draft's template; None when the copy is up to date or the template cannot be read.

    A file that has been edited since, perhaps by half, is no copy of it.
    """
    try:
        content = _read_template_file(template_path(template.source))
        if text_digest(decode_utf8(content, template.source)) != template.digest:
            return None
    except (OSError, NotFoundError, TemplateError):
        return None
    try:
        return None if _read_template_file(folder / TEMPLATE) == content else content
    except OSError:
        return content


def load_draft_template(source: str, folder: Path) -> tuple[Template, tuple[str, ...]]:
    """Return a draft's template, or else its copy, and notices for the user.

    A form that GitHub would refuse opens too: the draft was begun with `--lenient`, or before the form was changed.

    Raise the template's own NotFoundError or TemplateError when the copy does not open either.
    """
    try:
        template = load_template(source, is_lenient=True)
    except (NotFoundError, TemplateError) as error:
        kept = _load_copy(source, folder)
        if kept is None:
            raise
        is_gone = isinstance(error, NotFoundError)
        why = "no longer exists" if is_gone else "does not open any more"
        return kept, (f"The template {sanitize_line(source)} {why}. The draft uses its own copy.",)
    if _has_changed(source, folder):
        return template, (f"The template {sanitize_line(source)} has changed. No answers were lost.",)
    return template, ()


def _load_copy(source: str, folder: Path) -> Template | None:
    try:
        content = _read_template_file(folder / TEMPLATE)
        template = read_template(decode_utf8(content, source), source, is_lenient=True)
    except (OSError, TemplateError):
        return None
    keep_copy_of(content, template)  # a plan that is saved now can be opened again without the draft
    return template


def _has_changed(source: str, folder: Path) -> bool:
    try:
        return _read_template_file(folder / TEMPLATE) != _read_template_file(template_path(source))
    except (OSError, NotFoundError):
        return False


def _read_template_file(path: Path) -> bytes:
    return read_regular_file(path, MAX_TEMPLATE_BYTES)
