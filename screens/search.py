"""The search over everything: questions, answers and the plan, listed while it is typed; choosing a hit goes there."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import Hit, Hits, Provider
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.safe_text import join_content, safe_line
from screens.terminal.typeahead import ENTER_OPENS
from screens.widgets.dismiss_once import DismissOnce
from screens.widgets.fields.filter_input import FilterInput
from screens.widgets.footer import KeyFooter, KeyHint
from screens.widgets.row_layout import EmptyNotice, Heading, ListEntry, ListRow
from screens.widgets.row_list import RowList
from wizard.limits import MAX_PALETTE_QUESTIONS
from wizard.search.interview_search import HitKind, InterviewSearch, SearchHit, SearchResult

if TYPE_CHECKING:
    from screens.app import PlanWizard
    from wizard.interview.interview import Interview
    from wizard.render.plan import Plan

_HEADINGS: dict[HitKind, str] = {"question": "Questions", "answer": "Answers", "plan": "The plan"}
_CHARACTERS_BEFORE = 24
"""Of a long line, what is shown before the place that was found."""
_CHARACTERS_BEHIND = 160
_BLOCK_MARK = re.compile(r"\s*(?:>\s?|#{1,6}\s+|(?:[-*+]|\d{1,9}[.)])\s+(?:\[[^\]]\]\s+)?)+")
"""CommonMark's marks of quotes, headings and list items at the start of a line, with the box of a task."""


class ChosenHit:
    """A hit to go to, and what was looked for."""

    def __init__(self, query: str, hit: SearchHit) -> None:
        self.query = query
        self.hit = hit


class QuestionCommands(Provider):
    """Provides the questions to the command palette: those in which, or in whose answers, a word stands."""

    async def startup(self) -> None:
        questions = cast("PlanWizard", self.app).question_screen()
        self._index = None if questions is None else InterviewSearch(questions.latest_interview, questions.shown_plan)

    async def search(self, query: str) -> Hits:
        hits = () if self._index is None else self._index.find(query).hits
        found = {hit.path: hit for hit in reversed(hits) if hit.kind != "plan"}
        for number, hit in enumerate(list(reversed(found.values()))[:MAX_PALETTE_QUESTIONS]):
            shown = _line(hit) + safe_line(f"  {_where(hit)}", "$faint")
            # Behind the commands, in the order of the questions.
            yield Hit(1 / (number + 10), shown, partial(self._go, ChosenHit(query, hit)), text=hit.text)

    def _go(self, chosen: ChosenHit) -> None:
        cast("PlanWizard", self.app).go_to_hit(chosen)


class SearchScreen(ModalScreen["ChosenHit | None"], DismissOnce["ChosenHit | None"]):
    """The search over another screen; dismissed with the hit to go to, or None."""

    CSS_PATH = "search.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,alt+g", "move(-1)", "Up", show=False),
        Binding("down,ctrl+g", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
        Binding("enter", "go", "Go to it", show=False),
        Binding("escape", "stay", "Stay", show=False),
    ]

    def __init__(self, interview: Interview, plan: Plan, last: ChosenHit | None = None) -> None:
        """Search an interview and its plan; begin with what was looked for last, its next hit marked."""
        super().__init__(classes=ENTER_OPENS)
        self._search = InterviewSearch(interview, plan)
        self._last = last
        self._result = SearchResult(())
        self._shown_query = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content.styled("Search", "bold $foreground"), id="title")
            yield FilterInput(id="query", placeholder="Questions, answers and the plan")
            with VerticalScroll(id="hits", can_focus=False):
                yield RowList(leads=True)
            yield KeyFooter()

    def on_mount(self) -> None:
        self._rows.can_focus = False
        self._show_keys()
        if self._last is not None:
            field = self.query_one(FilterInput)
            field.value = self._last.query
            field.action_select_all()
            self._show(self._last.query)
            if (following := self._result.next_after(self._last.hit, 1)) is not None:
                self._rows.mark(str(self._result.hits.index(following)))

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show_keys()
        if event.value != self._shown_query:
            self._show(event.value)

    def on_input_submitted(self) -> None:
        self.action_go()

    def on_row_list_row_chosen(self, event: RowList.RowChosen) -> None:
        self._choose(event.key)

    def action_move(self, by: int) -> None:
        self._rows.move(by)

    def action_go(self) -> None:
        if self._rows.marked_key is not None:
            self._choose(self._rows.marked_key)

    def action_stay(self) -> None:
        """Clear what is looked for, or close the search when there is nothing."""
        field = self.query_one(FilterInput)
        if field.value:
            field.value = ""
        else:
            self.dismiss(None)

    def _show_keys(self) -> None:
        escape = self.query_one(FilterInput).escape_key("stay")
        self.query_one(KeyFooter).show((KeyHint("enter", "go to it", "go"), KeyHint("↑↓", "move"), escape))

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    def _choose(self, key: str) -> None:
        self.dismiss(ChosenHit(self.query_one(FilterInput).value, self._result.hits[int(key)]))

    def _show(self, query: str) -> None:
        """List what is found."""
        self._shown_query = query
        self._result = self._search.find(query)
        hits = self._result.hits
        self._rows.show(tuple(_entries(query, self._result)), mark="0" if hits else "")
        count = f"   {len(hits)}{' or more' if self._result.has_more else ''} found" if hits else ""
        self.query_one("#title", Static).update(join_content(("Search", "bold $foreground"), (count, "$faint")))


def _entries(query: str, result: SearchResult) -> list[ListEntry]:
    """Return a heading for each kind, and a row for each hit."""
    entries: list[ListEntry] = []
    kind: HitKind | None = None
    for index, hit in enumerate(result.hits):
        if hit.kind != kind:
            kind = hit.kind
            entries.append(Heading(Content.styled(_HEADINGS[kind], "bold $soft")))
        entries.append(ListRow(str(index), _line(hit), help=safe_line(_where(hit), "$faint")))
    if not entries and query.strip():
        entries.append(EmptyNotice(safe_line(f'No matches for "{query}". Esc clears it.', "$soft")))
    return entries


def _where(hit: SearchHit) -> str:
    return " › ".join(hit.where)


def _line(hit: SearchHit) -> Content:
    """Return the line of a hit from shortly before it on, with what was found in bold.

    A line of the plan is shown as it is drawn: without the mark of its list item or heading, and without `**`.
    """
    start, end = hit.extent
    mark = _BLOCK_MARK.match(hit.text, 0, start) if hit.kind == "plan" else None
    begin = mark.end() if mark else 0
    first = max(start - _CHARACTERS_BEFORE, begin)
    first = max(hit.text.rfind(" ", 0, first + 1) + 1, begin)
    before, found, behind = hit.text[first:start], hit.text[start:end], hit.text[end : end + _CHARACTERS_BEHIND]
    if hit.kind == "plan":
        before, found, behind = (part.replace("**", "") for part in (before, found, behind))
    return join_content(
        (f"{terminal_glyphs().cut}" if first > begin else "", "$faint"),
        safe_line(before if first > begin else before.lstrip(), "$foreground"),
        safe_line(found, "bold $primary"),
        safe_line(behind, "$foreground"),
    )
