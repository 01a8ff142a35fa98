"""A document without an answers file, opened with a template, and saved again without losing a word of it.

the document → the answers that were read from it; and when it is saved over: what these answers make is the base of the
merge, so that all of the document that they do not make counts as an edit made by hand, and is kept
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from wizard.answers.migration import migrate
from wizard.answers.orphans import Orphan
from wizard.compiler.loader import decode_utf8
from wizard.drafts.last_save import LastSave, content_digest
from wizard.drafts.undo.history import cursor_of, with_data
from wizard.errors import WizardError
from wizard.files.os_errors import explain_os_error
from wizard.files.regular_file import read_regular_file
from wizard.interview.interview import Interview
from wizard.limits import MAX_PLAN_FILE_BYTES
from wizard.message_text import sanitize_line
from wizard.model.answers import is_mapping
from wizard.model.template import Template
from wizard.plans.read_back.documents.foreign_document import DocumentReading, read_document
from wizard.plans.saving.saved_files import SavedFiles, SavingError, read_saved_files
from wizard.render.plan import render_plan


class OpenedDocument(Struct, frozen=True):
    """The interview that a document answers."""

    interview: Interview
    orphans: tuple[Orphan, ...]
    reading: DocumentReading
    last_save: LastSave
    """The document, without answers, so that it is known as the draft's own."""


def open_document(path: Path, template: Template) -> OpenedDocument:
    """Return the interview that a document answers; raise WizardError when it cannot be read."""
    named = sanitize_line(str(path))
    try:
        content = read_regular_file(path, MAX_PLAN_FILE_BYTES)
    except OSError as error:
        raise WizardError(f"{named} cannot be read: {explain_os_error(error, path)}") from None
    text = decode_utf8(content, str(path))
    reading = read_document(template, text)
    interview, orphans = answered_interview(template, reading)
    return OpenedDocument(interview, orphans, reading, LastSave(str(path.absolute()), content_digest(content)))


def answered_interview(template: Template, reading: DocumentReading) -> tuple[Interview, tuple[Orphan, ...]]:
    """Return the interview with what was read, at its first question, and what has no question after all."""
    data, orphans = migrate(template, reading.data)
    answers = data.get("answers")
    interview = Interview.begin(template, answers if is_mapping(answers) else {})
    return with_data(interview, data, cursor_of(interview)), orphans


def is_document(existing: SavedFiles, last_save: LastSave | None) -> bool:
    """Whether a file is a document without answers, as it was when the draft was opened from it."""
    if existing.answers is not None or existing.lacks_plan or last_save is None:
        return False
    return not last_save.answers and content_digest(existing.plan) == last_save.plan


def opened_document(last_save: LastSave | None) -> SavedFiles | None:
    """Return the document that a draft was opened from or saved to, as it is now; None if it was none, or is gone."""
    if last_save is None or not last_save.plan:
        return None
    try:
        existing = read_saved_files(Path(last_save.plan_path))
    except SavingError:
        return None
    is_unsaved = existing.answers is None and not last_save.answers
    return existing if not existing.lacks_plan and (existing.is_document or is_unsaved) else None


def base_of_document(existing: SavedFiles, template: Template) -> str:
    """Return the plan that the answers make which were read from a document when it was opened, or saved to it."""
    base = existing.base() if existing.is_document else None
    if isinstance(base, str):
        return base
    text = (existing.plan or b"").decode("utf-8-sig", "replace")
    interview, _ = answered_interview(template, read_document(template, text))
    return render_plan(interview).text
