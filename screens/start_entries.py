"""What the start screen offers: the drafts and the templates, as rows. Read in a thread after the first frame."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content

from screens.appearance.glyphs import signs
from screens.appearance.relative_time import ago
from screens.appearance.safe_text import joined, shown_line
from screens.widgets.header import progress_bar
from screens.widgets.row_layout import Entry, Heading, Note, Row
from wizard.compiler.loader import load_template, template_names
from wizard.drafts.catalog import Summary, drafts
from wizard.drafts.draft import Draft, copy_draft, look_at, open_draft, start_draft
from wizard.drafts.lock import HeldError
from wizard.errors import FileProblems, WizardError
from wizard.interview.interview import Interview
from wizard.model.template import Template
from wizard.text import plural

_BAR = 10


class Offered(Struct, frozen=True):
    """A template, or why it cannot be used."""

    name: str
    template: Template | None
    problem: str = ""


class Doubt(Struct, frozen=True):
    """What the user is asked about a draft, in its own row."""

    key: str
    about: Literal["remove", "copy", "look"]
    """`look`: nothing can be done about it here."""
    says: str


class Offers(Struct, frozen=True):
    """Everything that can be started or carried on."""

    drafts: tuple[Summary, ...]
    templates: tuple[Offered, ...]

    def entries(self, doubt: Doubt | None) -> tuple[Entry, ...]:
        """The rows; drafts first, or last while there are none."""
        carry_on = (Heading(Content.styled("Carry on", "bold $soft")), *self._draft_rows())
        start = (Heading(Content.styled("Start a new plan", "bold $soft")), *self._template_rows())
        if not self.drafts:
            nothing = Note(Content.styled("No drafts yet. What you start is kept here.", "$faint"))
            return (*start, *carry_on, nothing)
        return tuple(_doubted(entry, doubt) for entry in (*carry_on, *start))

    def draft(self, key: str) -> Summary | None:
        """The draft of a row, or None when it is a template's."""
        return next((summary for summary in self.drafts if draft_key(summary) == key), None)

    def template(self, key: str) -> Offered | None:
        """The template of a row, or None when it is a draft's."""
        return next((offered for offered in self.templates if template_key(offered) == key), None)

    def interview(self, key: str) -> Interview | None:
        """The interview of a row as it stands, or blank; None when it cannot be read."""
        summary, offered = self.draft(key), self.template(key)
        try:
            if summary is not None:
                return look_at(summary.name)[0]
        except WizardError:
            return None
        if offered is not None and offered.template is not None:
            return Interview.begin(offered.template)
        return None

    def without(self, key: str) -> Offers:
        """The same without a draft."""
        return replace(self, drafts=tuple(summary for summary in self.drafts if draft_key(summary) != key))

    def _draft_rows(self) -> Iterator[Row]:
        now = datetime.now(UTC)
        counts = [_count(summary) for summary in self.drafts]
        width = max((count.cell_length for count in counts), default=0)
        for summary, count in zip(self.drafts, counts, strict=True):
            yield _draft_row(summary, count.pad_left(width - count.cell_length), now)

    def _template_rows(self) -> Iterator[Row]:
        return (_template_row(offered) for offered in self.templates)


def load_offers() -> Offers:
    """Everything that there is; templates that were read before come from the cache."""
    return Offers(drafts(), tuple(sorted(map(_offered, template_names()), key=_questions_in)))


def draft_key(summary: Summary) -> str:
    """The key of a draft's row."""
    return f"draft {summary.name}"


def template_key(offered: Offered) -> str:
    """The key of a template's row."""
    return f"template {offered.name}"


def opened(offers: Offers, key: str, *, as_copy: bool) -> Draft | Doubt:
    """The draft of a row, a new one for a template, or what is to be asked or told because it does not open."""
    summary = offers.draft(key)
    try:
        if summary is not None:
            return copy_draft(summary.name) if as_copy else open_draft(summary.name)
        interview = offers.interview(key)
        return start_draft(interview) if interview is not None else Doubt(key, "look", "It does not open.")
    except HeldError as problem:
        return Doubt(key, "copy", f"{problem} Enter takes a copy, esc leaves it.")
    except WizardError as problem:
        return Doubt(key, "look", str(problem))


def _questions_in(offered: Offered) -> int:
    """How much a template asks: the shortest comes first, one that does not open last."""
    return 1_000_000 if offered.template is None else Interview.begin(offered.template).progress().total


def removal(summary: Summary) -> str:
    """The question before a draft goes."""
    answered = summary.header.answered if summary.header is not None else 0
    what = f"it, with its {answered} {plural('answer', answered)}" if answered else "it"
    return f"Remove {what}? Del again removes it for good, esc keeps it."


def _offered(name: str) -> Offered:
    try:
        return Offered(name, load_template(name))
    except FileProblems as error:
        first = error.problems[0]
        message = first.message[:1].upper() + first.message[1:].rstrip(".")
        return Offered(name, None, f"This template does not open. Line {first.line}: {message}.")
    except WizardError as error:
        return Offered(name, None, f"This template does not open. {error}")


def _count(summary: Summary) -> Content:
    header = summary.header
    return Content() if header is None else Content.styled(f"{header.answered} of {header.total}", "$soft")


def _draft_row(summary: Summary, count: Content, now: datetime) -> Row:
    header = summary.header
    if header is None:
        why = _problem(f"It cannot be read: {summary.why_broken}")
        return Row(draft_key(summary), shown_line(summary.name), help=why)
    changed = datetime.fromtimestamp(summary.changed_at, UTC)
    return Row(
        draft_key(summary),
        shown_line(header.title),
        help=shown_line(f"{header.template_title}, {ago(changed, now)}", "$faint"),
        right=count,
        spare=progress_bar([(header.answered, max(header.total, 1))], _BAR),
    )


def _template_row(offered: Offered) -> Row:
    template = offered.template
    if template is None:
        return Row(template_key(offered), shown_line(offered.name), help=_problem(offered.problem))
    questions = Interview.begin(template).progress().total
    return Row(
        template_key(offered),
        shown_line(template.title),
        help=shown_line(template.description, "$faint"),
        right=Content.styled(f"{questions} {plural('question', questions)}", "$faint"),
    )


def _doubted(entry: Entry, doubt: Doubt | None) -> Entry:
    if doubt is None or not isinstance(entry, Row) or entry.key != doubt.key:
        return entry
    return replace(entry, help=_problem(doubt.says))


def _problem(text: str) -> Content:
    return joined((f"{signs().invalid} ", "$error bold"), shown_line(text, "$error"))
