"""Checks of a file: a template, answers, or a plan with its answers file beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from wizard.compiler.importers.registry import looks_like_form
from wizard.compiler.loader import check_template, is_warning
from wizard.errors import InvalidAnswer, InvalidFileError, Problem, TemplateError, WizardError
from wizard.files.serialization.document_nodes import MappingNode, Node, node_at, plain_data
from wizard.interview.interview import Interview
from wizard.limits import MAX_PLAN_DIFFERENCES
from wizard.message_text import pluralize, sanitize_line
from wizard.model.answers import format_path, parse_path
from wizard.plans.answers_file import (
    AnswersFile,
    PlanRecord,
    answers_file_name,
    looks_saved,
    parse_record,
    read_answers_file,
    read_refused,
)
from wizard.plans.comparison.hand_edits import HandEdits
from wizard.plans.comparison.plan_check import Difference, PlanComparison, compare_plan, describe
from wizard.plans.lint.disable_comments import heed_disable_comments
from wizard.plans.lint.finding import FileCheck, Finding, PlanSummary, Severity
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.lint.plan_likeness import looks_like_plan
from wizard.plans.lint.rules import MERGE_CONFLICT, apply_rules
from wizard.plans.opening.saved_interview import FoundTemplate, find_template, restore_interview
from wizard.plans.plan_files import is_native_template
from wizard.plans.read_back.edits.edited_answers import read_edits
from wizard.plans.saving.saved_files import SavingError, read_saved_files
from wizard.render.plan import render_plan

ReadText = Callable[[str], tuple[str, str]]
"""Returns the text of a file and what to call it in findings; raises WizardError when it cannot be read."""


def check_file(name: str, read_text: ReadText, template: str | None = None, *, is_lenient: bool = False) -> FileCheck:
    """Return everything that is wrong with a file; raise WizardError when it cannot be read at all.

    `template` is the name or path of the template of answers and plans, where their file does not lead to it. With
    `is_lenient` the rules of GitHub that an issue form breaks are warnings.
    """
    text, source = read_text(name)
    if template is None and looks_like_form(text, name) and not looks_saved(text, name):
        return FileCheck(tuple(_form_findings(text, source, is_lenient=is_lenient)))
    is_markdown = name.lower().endswith((".md", ".markdown"))
    if is_markdown and is_native_template(text):
        problems = check_template(text, source)
        return FileCheck(tuple(Finding(each, _severity(is_warning=is_warning(each))) for each in problems))
    path = Path(name)
    answers = None
    if path.name and not name.lower().endswith((".yaml", ".yml", ".json")):
        answers = _read_answers_beside(path, path.with_name(answers_file_name(path.name)), read_text)
    if answers is not None:
        return _check_plan(text, source, answers, template)
    if not is_markdown:
        return FileCheck(_check_answers(text, source, template)[0])
    if any("template" in part.lower() for part in path.absolute().parts[-2:]):
        return FileCheck(())  # any Markdown is a template, and nothing in it can be wrong
    document = PlanDocument(
        text.removeprefix("\ufeff"),
        specs_beside=tuple(_texts_beside(path, _TASKS_NAMES, _SPEC_NAMES, read_text)),
        tasks_beside=tuple(_texts_beside(path, _SPEC_NAMES, _TASKS_NAMES, read_text)),
    )
    beside = answers_file_name(path.name)
    if looks_like_plan(document, path.name):
        note = f"has no {sanitize_line(beside)} beside it, so only its text was checked."
        return FileCheck(
            tuple(apply_rules(document, source)), note=f"{sanitize_line(source)} {note}", document=document
        )
    message = f"there is no {beside} beside it to check, and it has no `wizard: 1` that would make it a native template"
    no_answers = Finding(Problem(source, 1, 1, "no-answers-file", message))
    return FileCheck((no_answers, *apply_rules(document, source)), document=document)


_SPEC_NAMES: Final = ("spec.md", "requirements.md")
_TASKS_NAMES: Final = ("tasks.md",)
"""How tools call the files in which they keep requirements and tasks apart."""


def _texts_beside(path: Path, own: Sequence[str], others: Sequence[str], read_text: ReadText) -> Iterator[str]:
    """Yield the texts beside a file that has one of its own names, from files that have others."""
    if path.name.lower() not in own:
        return
    for name in others:
        other = path.with_name(name)
        if other.is_file():
            with suppress(WizardError):
                yield read_text(str(other))[0].removeprefix("\ufeff")


def _severity(*, is_warning: bool) -> Severity:
    return "warning" if is_warning else "error"


def _form_findings(text: str, source: str, *, is_lenient: bool) -> Iterator[Finding]:
    from wizard.compiler.importers.issue_form import import_issue_form  # few files are forms

    try:
        problems, is_open = import_issue_form(text, source, is_lenient=is_lenient)[1], True
    except TemplateError as error:
        problems, is_open = error.problems, False
    yield from (Finding(problem, _severity(is_warning=is_open)) for problem in problems)


class _AnswersText(Struct, frozen=True):
    """The text of the answers file beside a plan."""

    text: str
    source: str
    is_interrupted: bool
    """Whether it is the newer one that a crash left beside the file, which belongs to the plan."""


def _read_answers_beside(plan_path: Path, answers_path: Path, read_text: ReadText) -> _AnswersText | None:
    with suppress(SavingError, UnicodeDecodeError):
        existing = read_saved_files(plan_path)
        if existing.newer_answers is not None and existing.answers is not None:
            return _AnswersText(existing.answers.decode("utf-8-sig"), str(answers_path), is_interrupted=True)
    if not os.path.exists(answers_path):
        return None
    return _AnswersText(*read_text(str(answers_path)), is_interrupted=False)


def _check_plan(text: str, source: str, answers: _AnswersText, template: str | None) -> FileCheck:
    findings, checked = _check_answers(answers.text, answers.source, template)
    if answers.is_interrupted:
        message = "saving was cut off before the answers were in their place; plan-wizard open puts them there"
        findings = (Finding(Problem(source, 1, 1, "interrupted-save", message), "warning"), *findings)
    if checked is None:
        return FileCheck((*findings, *apply_rules(PlanDocument(text.removeprefix("\ufeff")), source)))
    record = None if checked.file.saved is None else parse_record(plain_data(checked.file.saved))
    plan, file = render_plan(checked.interview), text.removeprefix("\ufeff")
    rendered = plan.text
    if rendered.strip() and not file.strip():
        empty = Finding(Problem(source, 1, 1, "empty-plan", "this plan is empty; saving writes it again"))
        summary = PlanSummary(source, "stale", HandEdits(), "is empty. Open it and save it again.")
        return FileCheck((*findings, empty), summary)
    document = PlanDocument(file, checked.interview, plan)
    findings = (*findings, *apply_rules(document, source))
    of_conflict = [each for each in findings if each.problem.code == MERGE_CONFLICT]
    for marks in heed_disable_comments(document, of_conflict):
        # Opening reads nothing of such a file, and the lines of both sides would be told as edits.
        sentence = f"has merge conflict markers in line {marks.problem.line}, so it was not compared with its answers."
        return FileCheck(findings, PlanSummary(source, "differs", HandEdits(), sentence), document=document)
    compared = (
        _compare_document(checked, record, file)
        if record is not None and record.is_document and record.base == rendered
        else compare_plan(rendered=rendered, file=file, base=None if record is None else record.base)
    )
    sentence = describe(compared, has_template_changed=checked.found.state == "changed")
    if record is not None and compared.by_hand.edited and not record.is_document:
        sentence += _read_back_sentence(checked, record, file, answers)
    summary = PlanSummary(source, _state_of(compared), compared.by_hand, sentence)
    return FileCheck((*findings, *_difference_findings(compared, source)), summary, document=document)


def _compare_document(checked: _CheckedAnswers, record: PlanRecord, file: str) -> PlanComparison:
    """Return in which answers a document, which is laid out in its own way, differs from those beside it."""
    from wizard.plans.read_back.documents.edited_document import read_document_edits

    changes = read_document_edits(checked.interview, record.base, file, frozenset()).changes
    edited = sum(not change.is_tick for change in changes)
    ticked = sum(change.is_tick and change.after is True for change in changes)
    return PlanComparison(
        tuple(
            Difference(each.line, "edited-by-hand", f"the answer to {format_path(each.path)} is another one")
            for each in changes
        ),
        HandEdits(edited, ticked, len(changes) - edited - ticked),
    )


def _read_back_sentence(checked: _CheckedAnswers, record: PlanRecord, file: str, answers: _AnswersText) -> str:
    """Return what opening the plan takes over into its answers, ticks apart, as a further sentence."""
    refused = read_refused(answers.text.removeprefix("\ufeff").encode("utf-8", "replace"))
    edits = len(read_edits(checked.interview, record.base, file, refused).asked)
    return f" Opening it will read {edits} {pluralize('edit', edits)} back into its answers." if edits else ""


def _state_of(compared: PlanComparison) -> Literal["current", "edited", "stale", "differs"]:
    if compared.count("stale"):
        return "stale"
    if compared.count("differs"):
        return "differs"
    return "edited" if compared.differences else "current"


def _difference_findings(compared: PlanComparison, source: str) -> Iterator[Finding]:
    """Yield a finding for each line that differs, errors first where there are too many of them."""
    by_rank = sorted(compared.differences, key=lambda each: each.code == "edited-by-hand")
    told = sorted(by_rank[:MAX_PLAN_DIFFERENCES], key=lambda each: each.line)
    for each in told:
        severity = _severity(is_warning=each.code == "edited-by-hand")
        yield Finding(Problem(source, each.line, 1, each.code, each.message), severity)
    left_out = by_rank[MAX_PLAN_DIFFERENCES:]
    if left_out:
        message = f"{len(left_out)} more {pluralize('line', len(left_out))} of the plan differ"
        is_note = all(each.code == "edited-by-hand" for each in left_out)
        severity = _severity(is_warning=is_note)
        yield Finding(Problem(source, left_out[0].line, 1, left_out[0].code, message), severity)


class _CheckedAnswers(Struct, frozen=True):
    """Answers that fit their template."""

    file: AnswersFile
    found: FoundTemplate
    interview: Interview


def _check_answers(text: str, source: str, named: str | None) -> tuple[tuple[Finding, ...], _CheckedAnswers | None]:
    try:
        file = read_answers_file(text, source)
        found = find_template(file, named)
        restored = restore_interview(file, found)
    except InvalidFileError as error:
        return tuple(Finding(problem) for problem in error.problems), None
    is_kept = found.state == "changed"  # what has no question in the changed template is kept when it is saved
    misfits = tuple(
        Finding(each, _severity(is_warning=is_kept and each.code == "unknown-key")) for each in restored.problems
    )
    places = {(each.line, each.column) for each in restored.problems}
    incomplete = (each for each in _find_incomplete(restored.interview, file) if (each.line, each.column) not in places)
    misnamed = _find_other_template(file, found)
    return (*misnamed, *misfits, *map(Finding, incomplete)), _CheckedAnswers(file, found, restored.interview)


def _find_other_template(file: AnswersFile, found: FoundTemplate) -> Iterator[Finding]:
    """Yield that an answers file names another template than the one that its plan was saved from."""
    if found.other_name and file.template is not None:
        node, message = file.template, found.other_template
        problem = Problem(file.source, node.line, node.column, "misnamed-template", message)
        yield Finding(problem, "warning", "Restore the name, or start a plan with the other template.")


def _find_incomplete(interview: Interview, file: AnswersFile) -> Iterator[Problem]:
    """Yield what keeps the plan from being complete."""
    for path in interview.missing_paths():
        problems, judged = interview.problems(path), [str(each) for each in interview.judgements(path)]
        if not problems and interview.state(path) == "required":
            problems = (InvalidAnswer(format_path(path), "this is required and not answered"),)
        for problem in problems:
            node = _unfinished_node(file, problem.path) or node_at(file.answers, parse_path(problem.path))
            code = "invalid-answer" if str(problem) in judged else "incomplete"
            yield Problem(file.source, node.line, node.column, code, str(problem))


def _unfinished_node(file: AnswersFile, path: str) -> Node | None:
    """Return the node of typed text that is no answer yet."""
    unfinished = file.saved.get("unfinished") if isinstance(file.saved, MappingNode) else None
    return unfinished.get(path) if isinstance(unfinished, MappingNode) else None
