"""The rule about marks that a merge left."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.merge.conflict_marks import find_conflict_mark
from wizard.plans.merge.line_matching import split_lines


def find_merge_conflict(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the first mark of a merge conflict."""
    line = find_conflict_mark(document.lines, () if document.plan is None else split_lines(document.plan.text))
    if line is not None:
        message = "merge conflict markers"
        yield Occurrence(line, message, end_column=len(document.lines[line - 1]) + 1, severity="error")
