"""A saved plan that is opened again: its file, the answers file beside it, and what starts a draft with them."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from os.path import exists  # False for a name that is too long, where Path.exists raises
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from wizard.answers.orphans import Orphan
from wizard.compiler.loader import decode_utf8
from wizard.compiler.lookup.template_lookup import load_named_template
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import open_draft, start_draft
from wizard.drafts.last_save import LastSave
from wizard.errors import WizardError
from wizard.files.regular_file import read_regular_file
from wizard.interview.interview import Interview
from wizard.limits import MAX_INPUT_FILE_BYTES
from wizard.message_text import sanitize_line
from wizard.plans.answers_file import answers_file_name, read_answers_file
from wizard.plans.merge.conflict_marks import find_conflict_mark
from wizard.plans.opening.saved_interview import find_template, restore_interview
from wizard.plans.saving.save import finish_interrupted_save
from wizard.plans.saving.saved_files import SavingError, opened_files, read_files_of_any_bytes, read_saved_files

if TYPE_CHECKING:
    from wizard.drafts.draft import Draft
    from wizard.model.template import Template
    from wizard.plans.read_back.documents.foreign_document import DocumentReading


class NoAnswersFileError(WizardError):
    """Raised when a plan is there and no answers file beside it."""


class OpenedPlan(Struct, frozen=True):
    """The interview of a saved plan, before there is a draft of it."""

    path: Path
    """The plan's file; it need not be there."""
    template_title: str
    start: Callable[[], Draft]
    """Starts a draft with all that the answers file holds, or that was read from the document."""
    go_on: Callable[[], Draft]
    """Opens the unfinished draft of the same plan and the same answers that was left last, or else starts one."""
    interview: Interview
    orphans: tuple[Orphan, ...]
    notices: tuple[str, ...]
    last_save: LastSave
    """What the draft remembers of the files."""
    reading: DocumentReading | None = None
    """What was read from a document without an answers file."""


def open_plan(named: Path, template: str | None = None, draft: str | None = None) -> OpenedPlan:
    """Return the interview of a plan that is named by its own file or by its answers file.

    `template` says where the template is now, `draft` what to call the draft. A plan without an answers file is read
    as a document made after `template`. Raise NoAnswersFileError when no template is named then, WizardError when a
    file cannot be read or the template is not found.
    """
    with suppress(SavingError):  # which is told when the plan is saved
        finish_interrupted_save(read_saved_files(plan_path_of(named)))
    return read_plan(named, template, draft)


def read_plan(named: Path, template: str | None = None, draft: str | None = None) -> OpenedPlan:
    """Return the same without a look at what a crash may have left beside the plan, so that nothing is written."""
    plan_path = plan_path_of(named)
    if template is not None and is_document(plan_path):
        return _open_document(plan_path, load_named_template(template, is_lenient=True), draft)
    answers_path = _answers_path_of(plan_path, named)
    text = _read_text(answers_path)
    file = read_answers_file(text, str(answers_path))
    found = find_template(file, template)
    restored = restore_interview(file, found)
    last_save = opened_files(plan_path, text)
    notices = (*_conflict_notices(plan_path), *found.notices, *restored.notices)
    start = partial(
        _start_and_tell_others,
        restored.interview,
        draft,
        last_save=last_save,
        orphans=restored.orphans,
        notices=notices,
    )
    return OpenedPlan(
        path=plan_path,
        template_title=found.template.title,
        start=start,
        go_on=start if draft is not None else partial(_go_on_or_start, restored.interview, last_save, start),
        interview=restored.interview,
        orphans=restored.orphans,
        notices=notices,
        last_save=last_save,
    )


def _start_and_tell_others(
    interview: Interview,
    draft: str | None,
    *,
    last_save: LastSave,
    orphans: tuple[Orphan, ...],
    notices: tuple[str, ...],
) -> Draft:
    """Start a draft of a plan, and name the unfinished ones that were opened from the same file."""
    others = _drafts_of(last_save)
    if others:
        named = ", ".join(map(sanitize_line, others[:3]))
        notices = (*notices, f"This plan has unfinished drafts already: {named}.")
    return start_draft(interview, draft, last_save=last_save, orphans=orphans, notices=notices)


def _drafts_of(last_save: LastSave) -> list[str]:
    """Return the names of the unfinished drafts of a plan, the one left last first."""
    path = Path(last_save.plan_path)
    return [each.name for each in list_drafts() if each.header is not None and each.header.plan_path == path]


def _go_on_or_start(interview: Interview, last_save: LastSave, start: Callable[[], Draft]) -> Draft:
    """Open the draft of a plan that was left last, or start one.

    Not one that another program has open, nor one whose template or whose answers file has changed since.
    """
    for name in _drafts_of(last_save):
        try:
            draft = open_draft(name)
        except WizardError:  # it is in use, or cannot be read; the start screen tells more
            continue
        known = draft.last_save
        if (
            known is not None
            and known.answers == last_save.answers
            and draft.interview.template.digest == interview.template.digest
        ):
            if draft.interview.answers != interview.answers or draft.interview.unfinished:
                draft.notices = (*draft.notices, f"You left this plan with changes: draft {sanitize_line(name)}.")
            return draft
        draft.close()
    return start()


def _conflict_notices(plan_path: Path) -> Iterator[str]:
    """Yield that a plan has the marks of a merge conflict: it cannot be saved over until they are taken out."""
    try:
        lines = read_files_of_any_bytes(plan_path).plan_lines()
    except SavingError:
        return
    line = find_conflict_mark(lines)
    if line is not None:
        name = sanitize_line(plan_path.name)
        yield f"{name} has the marks of a merge conflict in line {line}. Choose a side there before you save."


def is_document(path: Path) -> bool:
    """Whether a file is there and no answers file beside it."""
    return exists(path) and not exists(path.with_name(answers_file_name(path.name)))


def _open_document(path: Path, template: Template, draft: str | None) -> OpenedPlan:
    from wizard.plans.opening.opened_document import open_document

    opened = open_document(path, template)
    notices = (*_conflict_notices(path), *opened.reading.notices)
    start = partial(
        start_draft,
        opened.interview,
        draft,
        last_save=opened.last_save,
        orphans=opened.orphans,
        notices=notices,
    )
    return OpenedPlan(
        path=path,
        template_title=template.title,
        start=start,
        go_on=start,
        interview=opened.interview,
        orphans=opened.orphans,
        notices=notices,
        last_save=opened.last_save,
        reading=opened.reading,
    )


def plan_path_of(named: Path) -> Path:
    """Return the plan that a file is, or that its answers are beside; it need not be there."""
    if not named.name:
        raise WizardError(f"{named} is a folder; name a plan, such as plan.md")
    if not named.name.endswith(".answers.yaml"):
        return named
    stem = named.name.removesuffix(".answers.yaml")
    paths = [named.with_name(f"{stem}{suffix}") for suffix in (".md", ".markdown", ".MD", "") if stem or suffix]
    return next((path for path in paths if exists(path)), paths[0])


def _answers_path_of(plan_path: Path, named: Path) -> Path:
    """Return the file of answers to read; raise NoAnswersFileError when a plan has none."""
    answers_path = plan_path.with_name(answers_file_name(plan_path.name))
    has_answers = exists(answers_path)
    if exists(plan_path) and not has_answers:
        missing = f"there is no {answers_path.name} beside {plan_path}"
        raise NoAnswersFileError(f"{missing}. {how_to_open(plan_path)}")
    return answers_path if has_answers else named


def how_to_open(plan_path: Path) -> str:
    """Return what to do with a document without answers, and after which template it seems to be made."""
    from wizard.plans.read_back.documents.template_fit import suggest_template

    name = shlex.quote(sanitize_line(str(plan_path)))
    fitting = suggest_template(plan_path)
    if fitting:
        shown = shlex.quote(sanitize_line(fitting))
        return f"It has the headings of {shown}; read it with: plan-wizard open {name} --template {shown}"
    listed = "plan-wizard list shows the templates"
    return f"plan-wizard open {name} --template NAME reads it as a plan of that template; {listed}"


def _read_text(path: Path) -> str:
    named = sanitize_line(str(path))
    try:
        return decode_utf8(read_regular_file(path, MAX_INPUT_FILE_BYTES), str(path))
    except OSError as error:
        raise WizardError(f"{named} cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise WizardError(f"{named} is not the name of a file") from None
