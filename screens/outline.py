"""The outline: every section and question with its state; choosing one goes there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.appearance.glyphs import STATE_LABELS, STATE_STYLES, terminal_glyphs
from screens.appearance.safe_text import join_content, safe_line
from screens.preview.plan_keys import scrolls_always
from screens.preview.preview import Preview
from screens.widgets.dialog import Dialog
from screens.widgets.fields.filter_input import FilterInput
from screens.widgets.footer import KeyFooter, KeyHint
from screens.widgets.row_layout import Heading, ListEntry, ListRow, ListStyle
from screens.widgets.row_list import RowList
from wizard.interview.interview import Interview, State
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered, format_path, is_list, is_mapping, parse_path
from wizard.model.expressions import names_in
from wizard.model.template import Question, Template

OUTLINE_STYLE = ListStyle(heading=0, gap=1, right=1, below_heading=0, is_tinted=False, marked="bold $primary")
_REFRESH_DELAY = 0.15
"""Seconds after the last change until the rows are built again."""


class OutlineList(Widget):
    """The outline as a list; the current question is marked."""

    @dataclass
    class QuestionChosen(Message):
        """The user wants to go to the question at a path."""

        path: AnswerPath

    def __init__(self, *, leads: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = RowList(OUTLINE_STYLE, leads=leads)
        self._interview: Interview | None = None
        self._filter = ""
        self._refresh_timer: Timer | None = None
        self._item_rows = ItemRowCache()
        self._is_stale = False
        """Whether the rows are out of date, because the list is hidden."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield self._rows

    def show(self, interview: Interview) -> None:
        """Show an interview: another question at once, new states a moment after the last key."""
        before, self._interview = self._interview, interview
        if before is interview:
            return
        if self._refresh_timer is not None:
            self._refresh_timer.stop()
        if not self.display:
            self._is_stale = True
        elif before is None or before.current != interview.current or before.template is not interview.template:
            self._refresh_rows()
        else:
            self._refresh_timer = self.set_timer(_REFRESH_DELAY, self._refresh_rows)

    def narrow(self, text: str) -> None:
        """Show only rows that hold every word of a text, those inside all items included."""
        if bool(text.split()) != bool(self._filter.split()):
            self._filter = text
            self._refresh_rows()
        self._filter = text
        self._rows.narrow(text)

    @property
    def rows(self) -> RowList:
        """The list itself, which the screen moves with its keys."""
        return self._rows

    def on_show(self) -> None:
        if self._is_stale:
            self._refresh_rows()

    def on_row_list_row_chosen(self, event: RowList.RowChosen) -> None:
        event.stop()
        self.post_message(self.QuestionChosen(parse_path(event.key)))

    def on_row_list_row_marked(self, event: RowList.RowMarked) -> None:
        event.stop()

    def _refresh_rows(self) -> None:
        self._is_stale = False
        if self._interview is not None:
            entries = tuple(
                outline_entries(self._interview, self._item_rows, with_all_items=bool(self._filter.split()))
            )
            self._rows.show(entries, mark=_marked_key(self._interview, entries))


class OutlineScreen(Dialog["AnswerPath | None"]):
    """The outline over another screen; dismissed with the path to go to, or None."""

    CSS_PATH = "outline.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
        Binding("enter", "go", "Go to it", show=False),
        Binding("escape", "stay", "Stay", show=False),
        Binding("f2", "close", "Close the outline", show=False),
        Binding("ctrl+f", "search", "Search everything", show=False, priority=True),
    ]

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self._interview = interview

    def compose(self) -> ComposeResult:
        progress = self._interview.progress()
        count = f"   {progress.answered} of {progress.total}"
        with Vertical(id="panel"):
            yield Static(join_content(("Outline", "bold $foreground"), (count, "$faint")), id="title")
            yield FilterInput(id="filter")
            yield OutlineList(leads=True, id="list")
        yield KeyFooter()

    def on_mount(self) -> None:
        self._list.show(self._interview)
        self._show_keys()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._list.narrow(event.value)
        self._show_keys()

    def on_input_submitted(self) -> None:
        self.action_go()

    def on_outline_list_question_chosen(self, event: OutlineList.QuestionChosen) -> None:
        self.dismiss(event.path)

    def on_key(self, event: events.Key) -> None:
        """Scroll the plan of the screen below, which is seen beside the outline."""
        if scrolls_always(event.key):
            event.stop()
            for plan in self.app.screen_stack[-2].query(Preview):
                plan.scroll_with(event.key)

    def action_move(self, by: int) -> None:
        self._list.rows.move(by)

    def action_go(self) -> None:
        self._list.rows.choose()

    def action_stay(self) -> None:
        """Clear the filter, or close the outline when there is none."""
        text = self.query_one(FilterInput)
        if text.value:
            text.value = ""
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)

    def _show_keys(self) -> None:
        keys = (KeyHint("enter", "go to it", "go"), self.query_one(FilterInput).escape_key("stay"))
        self.query_one(KeyFooter).show(keys)

    async def action_search(self) -> None:
        """Search everything in the place of the names."""
        await self.app.pop_screen()
        await self.app.run_action("search", self.app)

    @property
    def _list(self) -> OutlineList:
        return self.query_one(OutlineList)


def _marked_key(interview: Interview, entries: tuple[ListEntry, ...]) -> str:
    """Return the key of the row of the current question, or of the item or group that holds it."""
    keys = {entry.key for entry in entries if isinstance(entry, ListRow)}
    path = (*interview.current, *interview.within[:1])
    while path and format_path(path) not in keys:
        path = path[:-1]
    return format_path(path)


_WORST_FIRST: tuple[State, ...] = ("invalid", "required", "open", "answered", "left_out")


class ItemRowCache:
    """Rows of items, built again only when something that they show has changed."""

    def __init__(self) -> None:
        self._template: Template | None = None
        self._other_answers: tuple[object, ...] = ()
        self._rows: dict[AnswerPath, tuple[Answer | Unanswered, int, ListRow]] = {}

    def discard_stale(self, interview: Interview) -> None:
        """Discard the rows if an answer has changed that the condition of an item's question may read."""
        template, answers = interview.template, interview.answers
        groups = {question.id for question in template.questions() if question.kind == "group"}
        read = groups if _reads_groups(template, groups) else set[str]()
        around = tuple(
            answers.get(each.id, OPEN) for each in template.questions() if each.id in read or each.kind != "group"
        )
        if template is not self._template or around != self._other_answers:
            self._template, self._other_answers = template, around
            self._rows.clear()

    def row(self, interview: Interview, group: Question, path: AnswerPath, depth: int) -> ListRow:
        """Return the row of the item at a path, `depth` cells from the left."""
        item, known = interview.answer_at(path), self._rows.get(path)
        is_cacheable = len(path) == 2 and not any(inner[: len(path)] == path for inner in interview.unfinished)
        if is_cacheable and known is not None and known[0] is item and known[1] == depth:
            return known[2]
        row = _row(path, _item_name(interview, group, path), _state_of_item(interview, group, path), depth)
        if is_cacheable:
            self._rows[path] = item, depth, row
        return row


def outline_entries(interview: Interview, items: ItemRowCache, *, with_all_items: bool) -> Iterator[ListEntry]:
    """Return a heading per section and a row per question.

    The questions inside an item are listed where the current question is, or for all items.
    """
    items.discard_stale(interview)
    for section, progress in zip(interview.template.sections, interview.section_progress(), strict=True):
        asked = [question for question in section.questions if not question.at_review]
        if not asked:
            continue
        count = f"  {progress.answered}/{progress.total}"
        yield Heading(safe_line(section.title, "bold $foreground") + Content.styled(count, "$faint"))
        for question in asked:
            is_alone = len(asked) == 1
            yield from _rows_of(interview, items, question, (question.id,), is_alone=is_alone, opens=with_all_items)


def _reads_groups(template: Template, groups: set[str]) -> bool:
    """Return whether a condition reads a group, and with it every item of that group."""
    questions = list(template.questions())
    for question in questions:
        if question.when is not None and not groups.isdisjoint(names_in(question.when)):
            return True
        questions += question.questions
    return False


def _rows_of(
    interview: Interview,
    items: ItemRowCache,
    question: Question,
    path: AnswerPath,
    *,
    is_alone: bool,
    opens: bool,
    depth: int = 0,
) -> Iterator[ListRow]:
    """Return the row of a question, then those of its items; a group alone in its section has only its items."""
    answer = interview.answer_at(path) if question.kind == "group" and interview.is_asked(path) else None
    if not (is_list(answer) and answer and is_alone):
        yield _row(path, safe_line(question.short), interview.state(path), depth, _words(interview, path, opens=opens))
    elif is_list(answer):
        depth -= 2
    if not is_list(answer):
        return
    for index in range(len(answer)):
        item = (*path, index)
        yield items.row(interview, question, item, depth + 2)
        if opens or interview.current[: len(item)] == item:
            for inner in question.questions:
                inner_path = (*item, inner.id)
                rows = _rows_of(interview, items, inner, inner_path, is_alone=False, opens=opens, depth=depth + 4)
                # A filter may leave them without the row of their item.
                yield from (_row_within(row, question, index) for row in rows) if opens else rows


def _words(interview: Interview, path: AnswerPath, *, opens: bool) -> str:
    """Return the words by which a filter finds a question, once there is a filter."""
    if not opens:
        return ""
    from wizard.search.interview_search import searchable_words

    return searchable_words(interview, path).casefold()


def _row_within(row: ListRow, group: Question, index: int) -> ListRow:
    """Return the row of a question with its item before its name: `Milestone 2 › Goal`."""
    item = f"{group.item[:1].upper()}{group.item[1:]} {index + 1} › "
    return replace(row, text=safe_line(item, "$faint") + row.text)


def _row(path: AnswerPath, name: Content, state: State, depth: int, words: str = "") -> ListRow:
    style = {"required": "$foreground", "invalid": "$foreground", "answered": "$soft"}.get(state, "$faint")
    word = STATE_LABELS.get(state, "")
    after = Content.styled(word, "$faint" if state in ("skipped", "left_out") else STATE_STYLES[state])
    sign = Content.styled(terminal_glyphs().for_state(state), STATE_STYLES[state])
    return ListRow(format_path(path), name.stylize_before(style), sign=sign, after=after, indent=depth, words=words)


def _item_name(interview: Interview, group: Question, path: AnswerPath) -> Content:
    """Return the number of an item and its name: `2  Basic Chat Functionality`."""
    number = f"{int(path[-1]) + 1}  "
    item = interview.answer_at(path)
    names = (item.get(inner.id) for inner in group.questions) if is_mapping(item) else ()
    name = next((name for name in names if isinstance(name, str) and name.strip()), None)
    if name is None:
        first = group.questions[0].short.lower() if group.questions else "name"
        return safe_line(f"{number}(no {first} yet)")
    return safe_line(number + " ".join(name.split()))


def _state_of_item(interview: Interview, group: Question, path: AnswerPath) -> State:
    """Return the most urgent state among the questions of an item."""
    states = {interview.state((*path, inner.id)) for inner in group.questions}
    for state in _WORST_FIRST:
        if state in states:
            return state
    return "answered"
