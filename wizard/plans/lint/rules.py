"""Every rule by which a plan is checked, in one table.

plan document → the places that break a rule → findings with the code, severity and remedy of the table
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from msgspec import Struct

from wizard.errors import Problem
from wizard.plans.lint.disable_comments import find_unknown_codes
from wizard.plans.lint.finders.box_marks import find_unknown_marks
from wizard.plans.lint.finders.date_order import find_dates_out_of_order
from wizard.plans.lint.finders.dependencies import find_circular_dependencies, find_unknown_dependencies
from wizard.plans.lint.finders.empty_parts import find_empty_rows, find_empty_sections
from wizard.plans.lint.finders.heading_links import find_broken_links
from wizard.plans.lint.finders.merge_conflict import find_merge_conflict
from wizard.plans.lint.finders.mermaid_types import find_unknown_diagrams
from wizard.plans.lint.finders.milestones import (
    find_milestones_without_tasks,
    find_milestones_without_test,
    find_steps_without_objective,
)
from wizard.plans.lint.finders.numbering import (
    find_duplicate_ids,
    find_duplicate_numbers,
    find_ids_out_of_order,
    find_numbers_out_of_order,
)
from wizard.plans.lint.finders.placeholders import find_blanks, find_example_text, find_todo_marks
from wizard.plans.lint.finders.requirements import find_requirements_without_level, find_vague_requirements
from wizard.plans.lint.finders.traceability import find_requirements_without_task, find_unknown_requirements
from wizard.plans.lint.finding import Finding, Severity
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument


class Rule(Struct, frozen=True):
    """What makes a finding of a plan."""

    code: str
    """Stable, in kebab case; what `plan-wizard-disable` and the documentation's page are called by."""
    severity: Severity
    """Of its findings, unless one is milder."""
    summary: str
    """What is wrong, in one sentence without a place."""
    remedy: str
    """A way to mend it, in one sentence."""
    find: Callable[[PlanDocument], Iterable[Occurrence]] | None
    """None for what is found while the file and its answers are read."""
    needs_template: bool = False
    """Whether it is silent where no template is known."""


MERGE_CONFLICT: Final = "merge-conflict"

RULES: Final = (
    Rule(
        "placeholder",
        "error",
        "Text from the template or a blank in brackets still needs to be filled in.",
        "Fill it in, or remove it.",
        find_blanks,
    ),
    Rule(
        "todo-mark",
        "error",
        "TODO, TBD, TKTK, ??? or NEEDS CLARIFICATION marks something that is not written or decided yet.",
        "Write it, or move it to the open questions in words.",
        find_todo_marks,
    ),
    Rule(
        "example-text",
        "warning",
        "A value is only an example, such as (e.g., PostgreSQL).",
        "Replace it with the answer.",
        find_example_text,
    ),
    Rule(
        "milestone-without-tasks",
        "warning",
        "A milestone has no task.",
        "List what needs to be done, one task per line.",
        find_milestones_without_tasks,
    ),
    Rule(
        "milestone-without-test",
        "warning",
        "A milestone does not say how to verify that it is reached.",
        "Add a check anyone can run, and what they should see.",
        find_milestones_without_test,
    ),
    Rule(
        "step-without-objective",
        "warning",
        "A step does not say what it achieves.",
        "Add a line such as **Objective:** and what it makes possible.",
        find_steps_without_objective,
    ),
    Rule(
        "requirement-without-level",
        "warning",
        "A requirement has no keyword that says how binding it is.",
        "Use MUST, MUST NOT, SHOULD or MAY, or a sentence with shall.",
        find_requirements_without_level,
    ),
    Rule(
        "vague-requirement",
        "info",
        "A requirement uses a vague word and no number.",
        "Say how much, how long or how many, so that it can be tested.",
        find_vague_requirements,
    ),
    Rule(
        "requirement-without-task",
        "warning",
        "No task refers to this binding requirement, although tasks refer to others.",
        "Refer to it in the task that meets it, or add one.",
        find_requirements_without_task,
    ),
    Rule(
        "unknown-requirement",
        "error",
        "A task refers to a requirement or user story that is not in the plan.",
        "Refer to an existing one, or add it.",
        find_unknown_requirements,
    ),
    Rule(
        "unknown-dependency",
        "error",
        "A task depends on a task that is not in the plan.",
        "Refer to an existing task, or remove the dependency.",
        find_unknown_dependencies,
    ),
    Rule(
        "circular-dependency",
        "error",
        "Tasks depend on each other, so none of them can start.",
        "Remove one of the dependencies.",
        find_circular_dependencies,
    ),
    Rule(
        "duplicate-id",
        "error",
        "Two tasks or two requirements have the same id.",
        "Give one of them an id of its own.",
        find_duplicate_ids,
    ),
    Rule(
        "id-out-of-order",
        "warning",
        "The id of a task or requirement comes after a higher one.",
        "Move it to its place, or renumber it.",
        find_ids_out_of_order,
    ),
    Rule(
        "duplicate-number",
        "warning",
        "Two headings of a section, or two items of a list, have the same number.",
        "Renumber them.",
        find_duplicate_numbers,
    ),
    Rule(
        "number-out-of-order",
        "warning",
        "The number of a heading or item does not follow the previous one.",
        "Renumber them.",
        find_numbers_out_of_order,
    ),
    Rule(
        "dates-out-of-order",
        "warning",
        "An end date is before its start date, or a milestone is due before the one above it.",
        "Correct the date, or move the milestone.",
        find_dates_out_of_order,
    ),
    Rule(
        "empty-table-row",
        "warning",
        "A table row is empty.",
        "Fill it in, or remove it.",
        find_empty_rows,
    ),
    Rule(
        "empty-section",
        "warning",
        "There is no text below a heading.",
        "Write it, or delete the heading.",
        find_empty_sections,
    ),
    Rule(
        "unknown-diagram",
        "warning",
        "A Mermaid diagram has no type, or one that Mermaid does not know, and will not be drawn.",
        "Begin it with a type such as flowchart, sequenceDiagram or gantt.",
        find_unknown_diagrams,
    ),
    Rule(
        "broken-link",
        "warning",
        "A link leads to a heading that this file does not have.",
        "Link to the anchor of a heading that there is.",
        find_broken_links,
    ),
    Rule(
        "unknown-mark",
        "warning",
        "A box has a mark that no tool knows, or is written so that no tool sees a box.",
        "Write [ ] for an open task and [x] for a done one.",
        find_unknown_marks,
    ),
    Rule(
        MERGE_CONFLICT,
        "error",
        "The marks of a merge conflict are in the plan.",
        "Keep one side and delete the conflict markers.",
        find_merge_conflict,
    ),
    Rule(
        "unknown-code",
        "warning",
        "A comment that switches findings off has a code that no finding has, or a word that switches nothing.",
        "Write a code of docs/findings.md.",
        lambda document: find_unknown_codes(document, tuple(rule.code for rule in RULES)),
    ),
    Rule(
        "incomplete",
        "error",
        "A required question is open, or what was typed is no answer yet.",
        "Open the plan and answer it; plan-wizard open leads to the first one.",
        None,
        needs_template=True,
    ),
    Rule(
        "invalid-answer",
        "error",
        "An answer does not agree with other answers.",
        "Open the plan and change one of them.",
        None,
        needs_template=True,
    ),
    Rule(
        "misnamed-template",
        "warning",
        "The answers file names another template than the one that the plan was saved from.",
        "Restore the name, or start a plan with the other template.",
        None,
        needs_template=True,
    ),
    Rule(
        "stale",
        "error",
        "The answers or the template changed after the plan was saved.",
        "Open it and save it again; what was edited by hand stays.",
        None,
        needs_template=True,
    ),
    Rule(
        "differs",
        "error",
        "The plan is not what its answers make, and their file does not say what was saved.",
        "Open it and save it again, and look at the difference.",
        None,
        needs_template=True,
    ),
    Rule(
        "edited-by-hand",
        "warning",
        "The plan was edited by hand after it was saved.",
        "Nothing has to be done; saving again keeps it.",
        None,
        needs_template=True,
    ),
    Rule(
        "empty-plan",
        "error",
        "There is nothing in the plan, though its answers make one.",
        "Open it and save it again.",
        None,
        needs_template=True,
    ),
    Rule(
        "interrupted-save",
        "warning",
        "Saving was cut off before the answers were in their place.",
        "Open the plan; that puts them there.",
        None,
    ),
    Rule(
        "no-answers-file",
        "error",
        "A Markdown file that was named is neither a plan nor a template.",
        "Put its answers file beside it, or name another file.",
        None,
    ),
)


def apply_rules(document: PlanDocument, source: str) -> Iterator[Finding]:
    """Yield the findings of every rule that applies to a plan, by their lines."""
    found = [
        _finding(rule, occurrence, source, is_of_template=occurrence.line - 1 in document.template_lines)
        for rule in RULES
        if rule.find is not None and (document.interview is not None or not rule.needs_template)
        for occurrence in rule.find(document)
    ]
    yield from sorted(found, key=lambda each: (each.problem.line, each.problem.column))


def _finding(rule: Rule, occurrence: Occurrence, source: str, *, is_of_template: bool) -> Finding:
    """Return the finding; what the template has in every plan is no error of this one."""
    severity = "warning" if is_of_template and rule.severity == "error" else rule.severity
    return Finding(
        Problem(source, occurrence.line, occurrence.column, rule.code, occurrence.message),
        occurrence.severity or severity,
        occurrence.remedy or rule.remedy,
        occurrence.end_column,
    )
