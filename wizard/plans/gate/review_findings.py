"""The findings of a plan that is being written, each with the question that it belongs to.

the interview and its plan → what `check` would find in the text, without what the review lists as open anyway
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from msgspec import Struct

from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath
from wizard.plans.lint.disable_comments import heed_disable_comments
from wizard.plans.lint.finding import Finding
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.lint.rules import apply_rules
from wizard.render.plan import Plan
from wizard.render.source_map import span_on_line


class ReviewFinding(Struct, frozen=True):
    """A finding, and where it leads."""

    finding: Finding
    path: AnswerPath | None
    """Of the answer on its line; None where the line has only text of the template or of the user's own."""
    offset: int
    """Of its first character in the plan's text."""


def find_for_review(interview: Interview, plan: Plan, name: str) -> tuple[ReviewFinding, ...]:
    """Return the findings of a plan that would be saved under a name, from top to bottom, one of a code at a place."""
    document = PlanDocument(plan.text, interview, plan)
    line_starts = [0, *accumulate(len(line) + 1 for line in document.lines)]
    segment_starts = [0, *accumulate(len(segment.text) for segment in plan.segments)]
    found: dict[tuple[str, int, int], ReviewFinding] = {}
    for finding in heed_disable_comments(document, apply_rules(document, name)):
        offset = line_starts[finding.problem.line - 1] + finding.problem.column - 1
        index = bisect_right(segment_starts, offset) - 1
        span = span_on_line(plan.segments, index, offset - segment_starts[min(index, len(segment_starts) - 1)])
        if span is None or not span.is_placeholder:  # what is open is listed as such
            key = (finding.problem.code, finding.problem.line, finding.problem.column)
            found.setdefault(key, ReviewFinding(finding, None if span is None else span.path, offset))
    return tuple(found.values())
