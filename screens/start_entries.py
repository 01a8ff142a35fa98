"""The entries of the start screen as rows: drafts, recent plans and templates, read in a thread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content

from screens.appearance.paths import display_folder
from screens.appearance.relative_time import time_ago
from screens.appearance.safe_text import capitalize_sentence, join_content, problem_line, safe_line
from screens.widgets.header import progress_bar
from screens.widgets.row_layout import EmptyNotice, Heading, ListEntry, ListRow
from wizard.compiler.loader import is_template_path, load_if_compiled, load_template
from wizard.compiler.lookup.discovery import GROUP_TITLES, TemplateGroup
from wizard.compiler.lookup.template_names import NamedTemplate, list_templates, read_heads
from wizard.drafts.catalog import DraftSummary, list_drafts
from wizard.drafts.draft import (
    Draft,
    backups_of,
    copy_draft,
    open_draft,
    read_draft,
    restore_backup,
    start_draft,
)
from wizard.drafts.draft_folder import BrokenDraftError
from wizard.drafts.dropped import DroppedDraft
from wizard.drafts.lock import DraftInUseError
from wizard.errors import InvalidFileError, WizardError
from wizard.files.file_times import as_datetime
from wizard.files.regular_file import read_file_start
from wizard.interview.interview import Interview
from wizard.limits import MAX_COUNTED_PLAN_BYTES, MAX_SHOWN_FILE_BYTES
from wizard.message_text import end_sentence, pluralize, sanitize, sanitize_line, sanitize_title
from wizard.model.template import Template
from wizard.plans.opening.recent_plans import RecentPlan, list_recent_plans

if TYPE_CHECKING:
    from wizard.compiler.lookup.template_title import TemplateHead
    from wizard.model.answers import AnswerPath
    from wizard.plans.opening.plan_ways import PlanWays
    from wizard.plans.tasks.task_list import TaskCounts
    from wizard.render.plan import Plan

_BAR = 10
_AS_SAVED = "as saved"
_BLANK = "blank"


class TemplateEntry(Struct, frozen=True):
    """A template, or why it cannot be used."""

    named: NamedTemplate
    template: Template | None
    """None for one that cannot be used, and for a repository's, which is compiled when it is chosen."""
    head: TemplateHead | None = None
    """What a repository's template says of itself."""
    problem: str = ""

    @property
    def name(self) -> str:
        """What `plan-wizard new` takes."""
        return self.named.name

    @property
    def is_in_repository(self) -> bool:
        """Whether it is a repository's, which is not compiled for a list."""
        return self.named.found.is_in_repository


class Prompt(Struct, frozen=True):
    """What an entry's row asks or tells the user."""

    key: str
    kind: Literal["remove", "forget", "copy", "earlier", "look"]
    """`earlier`: whether to go back to the latest earlier state; `look`: it tells of a problem and asks nothing."""
    text: str


class ShownPlan(Struct, frozen=True):
    """What stands beside the list for a row."""

    plan: Plan
    file_name: str
    path: AnswerPath = ()
    """The question to bring into sight."""
    within: AnswerPath = ()
    caption: str = _AS_SAVED
    """What is said above the plan: a template's is blank."""


class PlanEntry(Struct, frozen=True):
    """A plan that was opened or saved lately."""

    plan: RecentPlan
    is_there: bool
    counts: TaskCounts | None = None
    """None while its tasks are not counted, and for a plan without any."""


class StartEntries(Struct, frozen=True):
    """All drafts and templates, and the recent plans."""

    drafts: tuple[DraftSummary, ...]
    templates: tuple[TemplateEntry, ...]
    plans: tuple[PlanEntry, ...] = ()

    def rows(self, prompt: Prompt | None, removed: tuple[DroppedDraft, ...] = ()) -> tuple[ListEntry, ...]:
        """Return the rows under their headings: drafts first, or last while there are none; then recent plans.

        `removed` are the drafts removed just now, of which the last one is named.
        """
        told = (_removal_notice(removed[-1]),) if removed else ()
        carry_on = (Heading(Content.styled("Continue", "bold $soft")), *self._draft_rows(), *told)
        plans, start = tuple(self._plan_rows()), tuple(self._template_rows())
        nothing = EmptyNotice(Content.styled("No drafts yet. Anything you start is saved here.", "$faint"))
        entries = (*carry_on, *plans, *start) if self.drafts else (*plans, *start, *carry_on, nothing)
        return tuple(_show_prompt(entry, prompt) for entry in entries)

    def draft(self, key: str) -> DraftSummary | None:
        """Return the draft of a row, or None for a template's."""
        return next((summary for summary in self.drafts if draft_key(summary) == key), None)

    def template(self, key: str) -> TemplateEntry | None:
        """Return the template of a row, or None for a draft's."""
        return next((entry for entry in self.templates if template_key(entry) == key), None)

    def recent(self, key: str) -> PlanEntry | None:
        """Return the recent plan of a row, or None for any other."""
        return next((entry for entry in self.plans if plan_key(entry) == key), None)

    def interview(self, key: str) -> Interview | None:
        """Return the interview of a draft, or an empty one for a template; None when it cannot be read."""
        summary, entry = self.draft(key), self.template(key)
        try:
            if summary is not None:
                return read_draft(summary.name)[0]
        except WizardError:
            return None
        if entry is not None and entry.template is not None:
            return Interview.begin(entry.template)
        return None

    def shown_plan(self, key: str) -> ShownPlan | None:
        """Return the plan of a row; None when it cannot be read.

        A repository's template that nobody has chosen yet is not compiled for it, but shown as its file is.
        """
        from wizard.plans.saving.naming import file_to_write
        from wizard.render.budget import RenderError
        from wizard.render.plan import render_plan

        if (recent := self.recent(key)) is not None:
            return _shown_recent(recent)
        entry, interview = self.template(key), self.interview(key)
        if entry is not None and entry.head is not None:
            template = load_if_compiled(entry.named.found.path)
            if template is None:
                return _shown_file(entry)
            interview = Interview.begin(template)
        if interview is None:
            return None
        with suppress(RenderError):  # told of when it is opened
            summary = self.draft(key)
            plan_path = None if summary is None or summary.header is None else summary.header.plan_path
            name = file_to_write(interview, plan_path)
            here = ((), ()) if summary is None else (interview.current, interview.within)  # a blank page has no mark
            caption = _BLANK if summary is None else _AS_SAVED
            return ShownPlan(render_plan(interview), name, *here, caption=caption)
        return None

    def without(self, key: str) -> StartEntries:
        """Return the entries without a draft or a recent plan."""
        drafts = tuple(summary for summary in self.drafts if draft_key(summary) != key)
        return replace(self, drafts=drafts, plans=tuple(entry for entry in self.plans if plan_key(entry) != key))

    def with_counts(self) -> StartEntries:
        """Return the entries with the tasks of the recent plans counted, which takes a moment."""
        return replace(self, plans=tuple(map(_count_tasks, self.plans)))

    def _draft_rows(self) -> Iterator[ListRow]:
        now = datetime.now(UTC)
        counts = [_answer_count(summary) for summary in self.drafts]
        width = max((count.cell_length for count in counts), default=0)
        for summary, count in zip(self.drafts, counts, strict=True):
            yield _draft_row(summary, count.pad_left(width - count.cell_length), now)

    def _plan_rows(self) -> Iterator[ListEntry]:
        now = datetime.now(UTC)
        if self.plans:
            yield Heading(Content.styled("Recent plans", "bold $soft"))
        for entry in self.plans:
            yield _plan_row(entry, now)

    def _template_rows(self) -> Iterator[ListEntry]:
        """Yield the templates under their headings, one for each place where a repository has some."""
        has_groups = any(entry.is_in_repository for entry in self.templates)
        if not has_groups:
            yield Heading(Content.styled("Start a new plan", "bold $soft"))
        above: TemplateGroup | None = None
        for entry in self.templates:
            group = entry.named.found.group
            if has_groups and group != above:
                what = "Start a new plan  " if above is None else ""
                yield Heading(join_content((what, "bold $soft"), (GROUP_TITLES[group], "$soft")))
                above = group
            yield _template_row(entry)


def load_entries() -> StartEntries:
    """Read all drafts and templates: the repository's as they lie there, of the others the shortest first."""
    found = list_templates()
    heads = read_heads(found)
    templates = [_template_entry(named, heads.get(named.found.path)) for named in found]
    theirs = [entry for entry in templates if entry.is_in_repository]
    others = sorted((entry for entry in templates if not entry.is_in_repository), key=_order)
    if theirs:
        others.sort(key=lambda entry: entry.named.found.group == "built-in")
    plans = tuple(PlanEntry(plan, plan.path.is_file()) for plan in list_recent_plans())
    return StartEntries(list_drafts(), (*theirs, *others), plans)


def draft_key(summary: DraftSummary) -> str:
    """Return the key of a draft's row."""
    return f"draft {summary.name}"


def plan_key(entry: PlanEntry) -> str:
    """Return the key of a recent plan's row."""
    return f"plan {entry.plan.path}"


def template_key(entry: TemplateEntry) -> str:
    """Return the key of a template's row."""
    return f"template {entry.name}"


WayIn = Literal["open", "copy", "earlier"]
"""How a draft is opened: as it is, as a copy, or in its latest earlier state."""


def open_entry(offers: StartEntries, key: str, way: WayIn) -> Draft | Prompt:
    """Open the draft of a row, or start one from its template; return a prompt when that fails."""
    summary = offers.draft(key)
    try:
        if summary is not None:
            return _open_draft(summary.name, way)
        entry = offers.template(key)
        if entry is not None and entry.head is not None:
            return start_draft(Interview.begin(load_template(entry.named.source)))
        interview = offers.interview(key)
        return start_draft(interview) if interview is not None else Prompt(key, "look", "It cannot be opened.")
    except DraftInUseError as problem:
        return Prompt(key, "copy", f"{problem} Enter opens a copy, Esc cancels.")
    except BrokenDraftError as problem:
        return _broken_prompt(key, summary, problem)
    except InvalidFileError as problem:
        return Prompt(key, "look", _unusable_message(problem))
    except WizardError as problem:
        return Prompt(key, "look", str(problem))


def open_recent(key: str, entry: PlanEntry) -> PlanWays | Prompt:
    """Return what can be done with a recent plan; a prompt when that is nothing."""
    from wizard.plans.opening.plan_ways import find_ways

    try:
        if not entry.plan.path.exists():
            return Prompt(key, "look", "This file no longer exists. Del removes it from this list.")
        return find_ways(entry.plan.path)
    except InvalidFileError as problem:
        first = problem.problems[0]
        return Prompt(key, "look", f"{Path(first.file).name}, line {first.line}: {end_sentence(first.message)}")
    except (WizardError, OSError) as problem:
        return Prompt(key, "look", end_sentence(capitalize_sentence(str(problem))))


def _open_draft(name: str, way: WayIn) -> Draft:
    match way:
        case "open":
            return open_draft(name)
        case "copy":
            return copy_draft(name)
        case "earlier":
            return restore_backup(name, backups_of(name)[0].number)


def _broken_prompt(key: str, summary: DraftSummary | None, problem: BrokenDraftError) -> Prompt:
    """Return the prompt for a draft that cannot be read: what there is of it from earlier."""
    backups = backups_of(summary.name) if summary is not None else ()
    if not backups:
        return Prompt(key, "look", str(problem))
    header = backups[0].header
    how_far = f"{header.answered} of {header.total} answered"
    return Prompt(key, "earlier", f"It cannot be read. Enter restores its last state ({how_far}), Esc cancels.")


def _order(entry: TemplateEntry) -> tuple[bool, int, bool]:
    """Return the place of a template that is no repository's: by its questions, without its plain name at the end."""
    count = 1_000_000 if entry.template is None else Interview.begin(entry.template).progress().total
    return is_template_path(entry.name), count, entry.named.found.group == "own"


def _shown_file(entry: TemplateEntry) -> ShownPlan | None:
    """Return the text of a template's file: a form's in a fence, a native one's from below its questions."""
    from wizard.compiler.lookup.template_title import FRONT_MATTER
    from wizard.render.plan import Plan
    from wizard.render.rendered_segment import RenderedSegment

    found = entry.named.found
    try:
        text = read_file_start(found.path, MAX_SHOWN_FILE_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    text = sanitize(text.removeprefix("\ufeff"))
    format = "markdown" if entry.head is None else entry.head.format
    if format == "issue_form":
        fence = "`" * (2 + max(map(len, re.findall("`+", text)), default=1))
        text = f"{fence}yaml\n{text.rstrip()}\n{fence}\n"
    elif format == "native":
        text = FRONT_MATTER.sub("", text, count=1)
    return ShownPlan(Plan((RenderedSegment(text, ()),), (), {}), found.place, ("",), caption=_BLANK)


def _shown_recent(entry: PlanEntry) -> ShownPlan | None:
    """Return the text of a recent plan as it is in its file."""
    from wizard.render.plan import Plan
    from wizard.render.rendered_segment import RenderedSegment

    try:
        text = read_file_start(entry.plan.path, MAX_SHOWN_FILE_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError):
        return None
    text = sanitize(text.removeprefix("\ufeff"))
    return ShownPlan(Plan((RenderedSegment(text, ()),), (), {}), sanitize_line(entry.plan.path.name), ("",))


def _count_tasks(entry: PlanEntry) -> PlanEntry:
    from wizard.plans.opening.plan_ways import read_task_list

    tasks = read_task_list(entry.plan.path, MAX_COUNTED_PLAN_BYTES) if entry.is_there else None
    return replace(entry, counts=None if tasks is None else tasks.counts())


def removal_question(summary: DraftSummary) -> str:
    """Return the question before a draft is removed."""
    answered = summary.header.answered if summary.header is not None else 0
    what = f"it, with its {answered} {pluralize('answer', answered)}" if answered else "it"
    return f"Remove {what}? Del again to confirm, Esc to cancel."


def _removal_notice(dropped: DroppedDraft) -> EmptyNotice:
    """Return the line that says how a removed draft comes back: here, and after leaving."""
    name = sanitize_line(dropped.name)
    return EmptyNotice(safe_line(f"Removed {name}. Ctrl+Z restores it; later: plan-wizard drop {name} --undo", "$soft"))


def _template_entry(named: NamedTemplate, head: TemplateHead | None) -> TemplateEntry:
    if head is not None:
        return TemplateEntry(named, None, head, capitalize_sentence(head.problem))
    try:
        return TemplateEntry(named, load_template(named.source))
    except InvalidFileError as error:
        return TemplateEntry(named, None, problem=_unusable_message(error))
    except WizardError as error:
        return TemplateEntry(named, None, problem=f"This template has a mistake. {error}")


def _unusable_message(error: InvalidFileError) -> str:
    first = error.problems[0]
    return f"This template has a mistake. Line {first.line}: {end_sentence(capitalize_sentence(first.message))}"


def _answer_count(summary: DraftSummary) -> Content:
    header = summary.header
    return Content() if header is None else Content.styled(f"{header.answered} of {header.total}", "$soft")


def _draft_row(summary: DraftSummary, count: Content, now: datetime) -> ListRow:
    header = summary.header
    if header is None:
        why = problem_line(f"It cannot be read: {summary.why_broken}")
        return ListRow(draft_key(summary), safe_line(summary.name), help=why)
    changed = as_datetime(summary.changed_at)
    return ListRow(
        draft_key(summary),
        safe_line(header.title),
        help=safe_line(f"{header.template_title}, {time_ago(changed, now)}", "$faint"),
        right=count,
        spare=progress_bar([(header.answered, max(header.total, 1))], _BAR),
    )


def _plan_row(entry: PlanEntry, now: datetime) -> ListRow:
    """Return the row of a recent plan: its name, where it is, its template, when it was opened, its tasks."""
    plan, counts = entry.plan, entry.counts
    when = time_ago(as_datetime(plan.opened_at), now)
    parts = (display_folder(plan.path.parent), sanitize_title(plan.template_title), when)
    about = safe_line(", ".join(part for part in parts if part), "$faint")
    if not entry.is_there:
        about = join_content(safe_line("Missing: ", "$warning"), about)
    row = ListRow(plan_key(entry), safe_line(plan.path.name, "" if entry.is_there else "$soft"), help=about)
    if counts is None or not counts.total:
        return row
    count = Content.styled(f"{counts.done} of {counts.total}", "$soft")
    return replace(row, right=count, spare=progress_bar([(counts.done, counts.total)], _BAR))


def _template_row(entry: TemplateEntry) -> ListRow:
    key, template = template_key(entry), entry.template
    if entry.head is not None:
        text = safe_line(sanitize_title(entry.head.title))
        if entry.problem:
            return ListRow(key, text, help=problem_line(entry.problem))
        about = " ".join(part for part in (entry.head.description, entry.named.found.note) if part)
        return ListRow(key, text, help=safe_line(about or entry.named.found.place, "$faint"))
    if template is None:
        return ListRow(key, safe_line(entry.name), help=problem_line(entry.problem))
    questions = Interview.begin(template).progress().total
    return ListRow(
        key,
        safe_line(template.title),
        help=safe_line(template.description, "$faint"),
        right=Content.styled(f"{questions} {pluralize('question', questions)}", "$faint"),
    )


def _show_prompt(entry: ListEntry, prompt: Prompt | None) -> ListEntry:
    if prompt is None or not isinstance(entry, ListRow) or entry.key != prompt.key:
        return entry
    return replace(entry, help=problem_line(prompt.text))
