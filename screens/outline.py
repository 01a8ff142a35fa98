"""The outline: every section and question with its state, and the way there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.appearance.glyphs import STYLES, WORDS, signs
from screens.appearance.safe_text import joined, shown_line
from screens.widgets.filter_input import Filter
from screens.widgets.footer import Foot, Key
from screens.widgets.modal import LeftOnce
from screens.widgets.row_layout import Entry, Grid, Heading, Row
from screens.widgets.row_list import Rows
from wizard.interview.interview import Interview, State
from wizard.model.answers import OPEN, Answer, Path, Unanswered, format_path, is_list, is_mapping, parse_path
from wizard.model.expressions import names_in
from wizard.model.template import Question, Template

GRID = Grid(heading=0, gap=1, right=1, below_heading=0, is_tinted=False, marked="bold $primary")
_SETTLES_IN = 0.15
"""Seconds without a change after which the states are looked at again."""


class OutlineList(Widget):
    """The outline as a list; the mark is on the question of the screen."""

    @dataclass
    class Chosen(Message):
        """The user wants to go to the question at a path."""

        path: Path

    def __init__(self, *, leads: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = Rows(GRID, leads=leads)
        self._interview: Interview | None = None
        self._filter = ""
        self._later: Timer | None = None
        self._items = ItemRows()
        self._is_behind = False
        """Whether the rows are those of an earlier interview, because nobody sees them."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield self._rows

    def show(self, interview: Interview) -> None:
        """Show an interview: a move at once, new states a moment after the last key."""
        before, self._interview = self._interview, interview
        if before is interview:
            return
        if self._later is not None:
            self._later.stop()
        if not self.display:
            self._is_behind = True
        elif before is None or before.place != interview.place or before.template is not interview.template:
            self._refresh_rows()
        else:
            self._later = self.set_timer(_SETTLES_IN, self._refresh_rows)

    def narrow(self, text: str) -> None:
        """Show only what holds every word of a text; the questions of all items are looked through then."""
        if bool(text.split()) != bool(self._filter.split()):
            self._filter = text
            self._refresh_rows()
        self._filter = text
        self._rows.narrow(text)

    @property
    def rows(self) -> Rows:
        """The list itself, for the keys of a screen."""
        return self._rows

    def on_show(self) -> None:
        if self._is_behind:
            self._refresh_rows()

    def _refresh_rows(self) -> None:
        self._is_behind = False
        if self._interview is not None:
            entries = tuple(entries_of(self._interview, self._items, with_all_items=bool(self._filter.split())))
            self._rows.show(entries, mark=_mark(self._interview, entries))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.post_message(self.Chosen(parse_path(event.key)))

    def on_rows_marked(self, event: Rows.Marked) -> None:
        event.stop()


class OutlineScreen(ModalScreen["Path | None"], LeftOnce["Path | None"]):
    """The outline over the question; gives the path to go to, or None."""

    CSS_PATH = "outline.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
        Binding("enter", "go", "Go there", show=False),
        Binding("escape", "stay", "Stay", show=False),
        Binding("f2", "close", "Close the outline", show=False),
    ]

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self._interview = interview

    def compose(self) -> ComposeResult:
        progress = self._interview.progress()
        count = f"   {progress.answered} of {progress.total}"
        with Vertical(id="panel"):
            yield Static(joined(("Outline", "bold $foreground"), (count, "$faint")), id="title")
            yield Filter(id="filter")
            yield OutlineList(leads=True, id="list")
            yield Foot()

    def on_mount(self) -> None:
        self._list.show(self._interview)
        self.query_one(Foot).show((Key("enter", "go there", "go"), Key("esc", "stay", "stay")))

    @property
    def _list(self) -> OutlineList:
        return self.query_one(OutlineList)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._list.narrow(event.value)

    def on_input_submitted(self) -> None:
        self.action_go()

    def on_outline_list_chosen(self, event: OutlineList.Chosen) -> None:
        self.dismiss(event.path)

    def action_move(self, by: int) -> None:
        self._list.rows.move(by)

    def action_go(self) -> None:
        self._list.rows.choose()

    def action_stay(self) -> None:
        """Clear the filter, or leave when there is none."""
        text = self.query_one(Filter)
        if text.value:
            text.value = ""
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)


def _mark(interview: Interview, entries: tuple[Entry, ...]) -> str:
    """The key of the row for the place of the user: the question, or the item or group that holds it."""
    keys = {entry.key for entry in entries if isinstance(entry, Row)}
    place = (*interview.place, *interview.within[:1]) if interview.within else interview.place
    while place and format_path(place) not in keys:
        place = place[:-1]
    return format_path(place)


_WORST_FIRST: tuple[State, ...] = ("invalid", "required", "open", "answered", "left_out")


class ItemRows:
    """The rows of items, made again only when something has changed that they show."""

    def __init__(self) -> None:
        self._template: Template | None = None
        self._around: tuple[object, ...] = ()
        self._rows: dict[Path, tuple[Answer | Unanswered, int, Row]] = {}

    def begin(self, interview: Interview) -> None:
        """Forget the rows if an answer has changed that the condition of an item's question may read."""
        template, answers = interview.template, interview.answers
        groups = {question.id for question in template.questions() if question.kind == "group"}
        read = groups if _reads_groups(template, groups) else set[str]()
        around = tuple(
            answers.get(each.id, OPEN) for each in template.questions() if each.id in read or each.kind != "group"
        )
        if template is not self._template or around != self._around:
            self._template, self._around = template, around
            self._rows.clear()

    def row(self, interview: Interview, group: Question, path: Path, depth: int) -> Row:
        """The row of the item at a path."""
        item, known = interview.answer_at(path), self._rows.get(path)
        may_stay = len(path) == 2 and not any(kept[: len(path)] == path for kept in interview.unfinished)
        if may_stay and known is not None and known[0] is item and known[1] == depth:
            return known[2]
        row = _row(path, _item_name(interview, group, path), _state_of_item(interview, group, path), depth)
        if may_stay:
            self._rows[path] = item, depth, row
        return row


def entries_of(interview: Interview, items: ItemRows, *, with_all_items: bool) -> Iterator[Entry]:
    """A heading per section and a row per question; the questions of an item only where the user is, or all."""
    items.begin(interview)
    for section, progress in zip(interview.template.sections, interview.section_progress(), strict=True):
        count = f"  {progress.answered}/{progress.total}"
        yield Heading(shown_line(section.title, "bold $foreground") + Content.styled(count, "$faint"))
        for question in section.questions:
            is_alone = len(section.questions) == 1
            yield from _rows_of(interview, items, question, (question.id,), is_alone=is_alone, opens=with_all_items)


def _reads_groups(template: Template, groups: set[str]) -> bool:
    """Whether some condition reads a group, and with it every item of that group."""
    questions = list(template.questions())
    for question in questions:
        if question.when is not None and not groups.isdisjoint(names_in(question.when)):
            return True
        questions += question.questions
    return False


def _rows_of(
    interview: Interview,
    items: ItemRows,
    question: Question,
    path: Path,
    *,
    is_alone: bool,
    opens: bool,
    depth: int = 0,
) -> Iterator[Row]:
    """The row of a question, then those of its items; a group that is alone in its section has only its items."""
    answer = interview.answer_at(path) if question.kind == "group" and interview.is_asked(path) else None
    if not (is_list(answer) and answer and is_alone):
        yield _row(path, shown_line(question.short), interview.state(path), depth)
    elif is_list(answer):
        depth -= 2
    if not is_list(answer):
        return
    for index in range(len(answer)):
        item = (*path, index)
        yield items.row(interview, question, item, depth + 2)
        if opens or interview.place[: len(item)] == item:
            for inner in question.questions:
                inner_path = (*item, inner.id)
                yield from _rows_of(interview, items, inner, inner_path, is_alone=False, opens=opens, depth=depth + 4)


def _row(path: Path, name: Content, state: State, depth: int) -> Row:
    style = {"required": "$foreground", "invalid": "$foreground", "answered": "$soft"}.get(state, "$faint")
    word = WORDS.get(state, "")
    after = Content.styled(word, "$faint" if state in ("skipped", "left_out") else STYLES[state])
    sign = Content.styled(signs().of(state), STYLES[state])
    return Row(format_path(path), name.stylize_before(style), sign=sign, after=after, indent=depth)


def _item_name(interview: Interview, group: Question, path: Path) -> Content:
    """`2  Basic Chat Functionality`: the number of an item and what it is called."""
    number = f"{int(path[-1]) + 1}  "
    item = interview.answer_at(path)
    names = (item.get(inner.id) for inner in group.questions) if is_mapping(item) else ()
    name = next((name for name in names if isinstance(name, str) and name.strip()), None)
    if name is None:
        first = group.questions[0].short.lower() if group.questions else "name"
        return shown_line(f"{number}(no {first} yet)")
    return shown_line(number + " ".join(name.split()))


def _state_of_item(interview: Interview, group: Question, path: Path) -> State:
    """The state of an item: that of its question which needs the most."""
    states = {interview.state((*path, inner.id)) for inner in group.questions}
    for state in _WORST_FIRST:
        if state in states:
            return state
    return "answered"
