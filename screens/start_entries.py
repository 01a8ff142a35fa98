"""The entries of the start screen: drafts and templates, read in a thread after the first frame, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content

from screens.appearance.relative_time import time_ago
from screens.appearance.safe_text import capitalize_sentence, problem_line, safe_line
from screens.widgets.header import progress_bar
from screens.widgets.row_layout import EmptyNotice, Heading, ListEntry, ListRow
from wizard.compiler.loader import load_template, template_names
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
from wizard.drafts.dropped import DroppedDraft
from wizard.drafts.lock import DraftInUseError
from wizard.drafts.recovery import BrokenDraftError
from wizard.errors import InvalidFileError, WizardError
from wizard.files.file_times import as_datetime
from wizard.interview.interview import Interview
from wizard.message_text import pluralize, sanitize_line
from wizard.model.template import Template

_BAR = 10


class TemplateEntry(Struct, frozen=True):
    """A template, or why it cannot be used."""

    name: str
    template: Template | None
    problem: str = ""


class Prompt(Struct, frozen=True):
    """What an entry's row asks or tells the user."""

    key: str
    kind: Literal["remove", "copy", "earlier", "look"]
    """`earlier`: whether to go back to the latest earlier state; `look`: it tells of a problem and asks nothing."""
    text: str


class StartEntries(Struct, frozen=True):
    """All drafts and templates."""

    drafts: tuple[DraftSummary, ...]
    templates: tuple[TemplateEntry, ...]

    def rows(self, prompt: Prompt | None, removed: tuple[DroppedDraft, ...] = ()) -> tuple[ListEntry, ...]:
        """Return the rows under their headings: drafts first, or last while there are none.

        `removed` are the drafts removed just now, of which the last one is named.
        """
        told = (_removal_notice(removed[-1]),) if removed else ()
        carry_on = (Heading(Content.styled("Carry on", "bold $soft")), *self._draft_rows(), *told)
        start = (Heading(Content.styled("Start a new plan", "bold $soft")), *self._template_rows())
        if not self.drafts:
            nothing = EmptyNotice(Content.styled("No drafts yet. What you start is kept here.", "$faint"))
            return (*start, *carry_on, nothing)
        return tuple(_show_prompt(entry, prompt) for entry in (*carry_on, *start))

    def draft(self, key: str) -> DraftSummary | None:
        """Return the draft of a row, or None for a template's."""
        return next((summary for summary in self.drafts if draft_key(summary) == key), None)

    def template(self, key: str) -> TemplateEntry | None:
        """Return the template of a row, or None for a draft's."""
        return next((entry for entry in self.templates if template_key(entry) == key), None)

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

    def without(self, key: str) -> StartEntries:
        """Return the entries without a draft."""
        return replace(self, drafts=tuple(summary for summary in self.drafts if draft_key(summary) != key))

    def _draft_rows(self) -> Iterator[ListRow]:
        now = datetime.now(UTC)
        counts = [_answer_count(summary) for summary in self.drafts]
        width = max((count.cell_length for count in counts), default=0)
        for summary, count in zip(self.drafts, counts, strict=True):
            yield _draft_row(summary, count.pad_left(width - count.cell_length), now)

    def _template_rows(self) -> Iterator[ListRow]:
        return (_template_row(entry) for entry in self.templates)


def load_entries() -> StartEntries:
    """Read all drafts and templates; the shortest template comes first."""
    return StartEntries(list_drafts(), tuple(sorted(map(_template_entry, template_names()), key=_question_count)))


def draft_key(summary: DraftSummary) -> str:
    """Return the key of a draft's row."""
    return f"draft {summary.name}"


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
        interview = offers.interview(key)
        return start_draft(interview) if interview is not None else Prompt(key, "look", "It does not open.")
    except DraftInUseError as problem:
        return Prompt(key, "copy", f"{problem} Enter takes a copy, esc leaves it.")
    except BrokenDraftError as problem:
        return _broken_prompt(key, summary, problem)
    except WizardError as problem:
        return Prompt(key, "look", str(problem))


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
    return Prompt(key, "earlier", f"It cannot be read. Enter goes back to its last state ({how_far}), esc leaves it.")


def _question_count(entry: TemplateEntry) -> int:
    """Return how many questions a template asks; more than any for one that cannot be used."""
    return 1_000_000 if entry.template is None else Interview.begin(entry.template).progress().total


def removal_question(summary: DraftSummary) -> str:
    """Return the question before a draft is removed."""
    answered = summary.header.answered if summary.header is not None else 0
    what = f"it, with its {answered} {pluralize('answer', answered)}" if answered else "it"
    return f"Remove {what}? Del again removes it, esc keeps it."


def _removal_notice(dropped: DroppedDraft) -> EmptyNotice:
    """Return the line that says how a removed draft comes back: here, and after leaving."""
    name = sanitize_line(dropped.name)
    return EmptyNotice(safe_line(f"Removed {name}. ^Z brings it back; later: plan-wizard drop {name} --undo", "$soft"))


def _template_entry(name: str) -> TemplateEntry:
    try:
        return TemplateEntry(name, load_template(name))
    except InvalidFileError as error:
        first = error.problems[0]
        message = capitalize_sentence(first.message).rstrip(".")
        return TemplateEntry(name, None, f"This template does not open. Line {first.line}: {message}.")
    except WizardError as error:
        return TemplateEntry(name, None, f"This template does not open. {error}")


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


def _template_row(entry: TemplateEntry) -> ListRow:
    template = entry.template
    if template is None:
        return ListRow(template_key(entry), safe_line(entry.name), help=problem_line(entry.problem))
    questions = Interview.begin(template).progress().total
    return ListRow(
        template_key(entry),
        safe_line(template.title),
        help=safe_line(template.description, "$faint"),
        right=Content.styled(f"{questions} {pluralize('question', questions)}", "$faint"),
    )


def _show_prompt(entry: ListEntry, prompt: Prompt | None) -> ListEntry:
    if prompt is None or not isinstance(entry, ListRow) or entry.key != prompt.key:
        return entry
    return replace(entry, help=problem_line(prompt.text))
