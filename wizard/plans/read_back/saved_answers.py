"""The answers that a plan was made of when it was saved last, with what was done by hand in it and has been read back.

They are those beside the plan; where somebody has edited these since, the text that was rendered then tells what they
were: it is read as an edit of the plan that they make now.
"""

from __future__ import annotations

from codecs import BOM_UTF8

from wizard.compiler.template_copies import load_copy
from wizard.drafts.last_save import LastSave
from wizard.errors import WizardError
from wizard.interview.interview import Interview
from wizard.model.answers import Answers
from wizard.model.template import Template
from wizard.plans.answers_file import read_answers_file, read_reference
from wizard.plans.opening.opened_document import answered_interview, is_document
from wizard.plans.opening.saved_interview import FoundTemplate, restore_interview
from wizard.plans.read_back.answer_merge import merge_answers
from wizard.plans.read_back.documents.foreign_document import read_document
from wizard.plans.read_back.edits.edited_answers import read_edits
from wizard.plans.read_back.plan_edits import read_taken_edits
from wizard.plans.saving.saved_files import SavedFiles
from wizard.render.budget import RenderError
from wizard.render.plan import render_plan


def read_saved_answers(interview: Interview, existing: SavedFiles, last_save: LastSave | None) -> Answers | None:
    """Return the answers of the last save, as an interview's template has them; None when nothing tells."""
    template = interview.template
    if is_document(existing, last_save):
        text = (existing.plan or b"").decode("utf-8-sig", "replace")
        return answered_interview(template, read_document(template, text))[0].answers
    saved = _restore(existing, template)
    if saved is None:
        return None
    answers = _before_edits_of_answers(saved, existing)
    read = read_taken_edits(interview, existing, last_save)
    return answers if read is None else merge_answers(saved.answers, answers, read.interview.answers).answers


def _restore(existing: SavedFiles, template: Template) -> Interview | None:
    if existing.answers is None:
        return None
    try:
        file = read_answers_file(existing.answers.decode("utf-8-sig"), str(existing.answers_path))
        return restore_interview(file, FoundTemplate(template, "same")).interview
    except (WizardError, UnicodeDecodeError):
        return None


def _before_edits_of_answers(saved: Interview, existing: SavedFiles) -> Answers:
    """Return the answers beside a plan as they were before somebody edited their file."""
    base = existing.base()
    then = _with_template_of_then(saved, existing)
    if not isinstance(base, str) or then is None:
        return saved.answers
    try:
        text = render_plan(then).text
    except RenderError:
        return saved.answers
    if text == base:
        return saved.answers
    read = read_edits(then, text, base)
    return merge_answers(then.answers, saved.answers, read.interview.answers).answers


def _with_template_of_then(saved: Interview, existing: SavedFiles) -> Interview | None:
    """Return the same interview with the template that the plan was saved with; None if there is no copy of it."""
    reference = read_reference((existing.answers or b"").removeprefix(BOM_UTF8))
    if reference is None or reference.sha256 == saved.template.digest:
        return saved
    template = load_copy(reference.sha256, reference.source)
    return None if template is None else _restore(existing, template)
