"""The merge of a plan with its file, as every save and every preview makes it.

the plan as the answers make it, the file, what was rendered last → the merge. Where a file is laid out in its own way,
as a document that was made elsewhere, what the answers change is put where the file says the same.
"""

from __future__ import annotations

from typing import Final

from wizard.drafts.last_save import LastSave
from wizard.interview.interview import Interview
from wizard.limits import MAX_READ_DOCUMENT_CHARACTERS
from wizard.model.template import Template
from wizard.plans.comparison.diff import merge_with_file
from wizard.plans.merge.base_text import Base
from wizard.plans.merge.conflict_marks import find_conflict_mark
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.merge.merge import Merge, merge_with_outcome
from wizard.plans.opening.opened_document import base_of_document, is_document
from wizard.plans.read_back.plan_edits import read_base
from wizard.plans.saving.saved_files import SavedFiles


def base_of_merge(interview: Interview, existing: SavedFiles, last_save: LastSave | None) -> Base | None:
    """Return what was rendered last, or what stands for it; None when nobody knows."""
    if is_document(existing, last_save):
        return base_of_document(existing, interview.template)
    return read_base(interview, existing, last_save) or existing.base()


def is_laid_out_otherwise(existing: SavedFiles, base: Base | None, last_save: LastSave | None) -> bool:
    """Whether few lines of a plan's file are as they were rendered, so that lines say little of what has changed."""
    if is_document(existing, last_save) or existing.is_document:
        return True
    if not isinstance(base, str) or existing.lacks_plan:
        return False
    there = set(existing.plan_lines())
    lines = [line for line in split_lines(base) if line.strip()]
    gone = sum(line not in there for line in lines)
    return gone > _FEW_LINES and gone > len(lines) * _OTHER_SHARE


def merge_plan(existing: SavedFiles, text: str, base: Base | None, layout: Template | None) -> Merge:
    """Return the merge of a newly rendered text with the plan on disk.

    `layout` is the template of a file that is laid out in its own way: what the answers change is put where it says the
    same. Where a change has no sure place, lines are merged as in any other file.
    """
    merged = None if layout is None else _merge_by_answers(layout, existing, text, base)
    return merged or merge_with_file(existing, text, base)


_OTHER_SHARE: Final = 0.5
_FEW_LINES: Final = 10
"""So many may be edited in a plan without making it one of another layout."""


def _merge_by_answers(template: Template, existing: SavedFiles, text: str, base: Base | None) -> Merge | None:
    """Return the merge of what the answers change with the document as it is; None where a change has no place."""
    file = existing.plan_lines()
    if not isinstance(base, str) or existing.lacks_plan or find_conflict_mark(file) is not None:
        return None
    if sum(map(len, file)) > MAX_READ_DOCUMENT_CHARACTERS:
        return None
    from wizard.plans.read_back.documents.document_edits import edit_document

    outcomes = edit_document(template, base, text, "\n".join(file))
    return None if outcomes is None else merge_with_outcome(split_lines(text), file, outcomes)
