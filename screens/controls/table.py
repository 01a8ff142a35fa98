"""The control for a table: its cells are edited where they stand."""

from __future__ import annotations

from msgspec.structs import replace

from screens.appearance.text_layout import cells
from screens.controls.control import DrawnControl, KeyPress, Reply, footer_key
from screens.controls.options import choice_options, digit_index
from screens.controls.rows import ClickTarget, RowSegment, Space, indexes_near
from screens.controls.table_layout import TableGrid, TableView, breaks_typed_word, draw_form, draw_grid, fit_grid
from screens.controls.text_input.paste import added_notice, parse_rows, rejected_notice, removed_notice
from screens.controls.text_input.text_field import TextField
from screens.controls.text_input.typed_answer import add_rows, placeholder_for
from screens.widgets.footer import KeyHint
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.message_text import with_article
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered, is_list
from wizard.model.template import Question


class TableControl:
    """Cells, the one under the cursor a field; behind the last row stands the one that adds a row.

    In a cell with options a digit, a first letter or space picks one. A row without text is no item of
    the answer: it is on the screen only while the cursor is in it.
    """

    def __init__(self, interview: Interview, path: AnswerPath) -> None:
        self.path = path
        self.question = interview.question(path)
        self.columns = self.question.questions
        self.ids = tuple(column.id for column in self.columns)
        self._reserves = tuple(reserve_for(column) for column in self.columns)
        self._takes_text = tuple(takes_text(column) for column in self.columns)
        self._add_label = f"Add {with_article(self.question.item)}"
        self.row = self.column = 0
        self.exists = False
        """Whether the row under the cursor is an item of the answer."""
        self.field = TextField.of("")
        self._shape: tuple[int, TableGrid | None] | None = None
        """The width in which it was drawn last, and its columns; None for a form."""
        self._drawn_space = Space(80, 24)
        self._known_texts: dict[int, tuple[Answer | Unanswered, tuple[str, ...]]] = {}
        """Rows of the answer and the texts of their cells, by their index."""
        row = interview.within[0] if interview.within else max(self._count(interview) - 1, 0)
        named = [self.ids.index(str(id)) for id in interview.within[1:2] if id in self.ids]
        self._enter_cell(interview, int(row), named[0] if named else 0, interview.cursor or None)

    def draw(self, interview: Interview, space: Space) -> DrawnControl:
        view = self._view(interview)
        self._drawn_space = space
        grid = self._shape[1] if self._shape is not None and self._shape[0] == space.width else None
        is_form = self._shape is not None and self._shape[0] == space.width and grid is None
        if not is_form and (grid is None or breaks_typed_word(view, grid)):
            grid = fit_grid(view, space)
            self._shape = (space.width, grid)
        return draw_form(view, space) if grid is None else draw_grid(view, grid, space)

    def press(self, interview: Interview, press: KeyPress) -> Reply | None:
        match press.key:
            case "enter":
                return self._next_cell(interview)
            case "ctrl+d":
                return self._duplicate(interview)
            case "ctrl+k":
                return self._remove(interview)
            case "alt+up" | "alt+down":
                return self._move(interview, -1 if press.key == "alt+up" else 1)
            case "ctrl+home" | "ctrl+end":
                return self._go_to_cell(
                    interview, 0 if press.key == "ctrl+home" else self._count(interview), self.column
                )
            case "pageup" | "pagedown":
                return self._go_to_cell(interview, self.row + (-1 if press.key == "pageup" else 1), self.column)
            case _ if self._has_options():
                return self._choose(interview, press)
            case _:
                return self._type(interview, press)

    def paste(self, interview: Interview, text: str) -> Reply:
        rows = parse_rows(text, tuple(column.short for column in self.columns))
        is_one_column = all(len(cells) == 1 for cells in rows)
        if len(rows) < 2 and is_one_column:
            return self._paste_into_cell(interview, text)
        at = self.row + self.exists
        columns = self.columns[self.column :] if is_one_column else self.columns
        try:
            after = add_rows(interview, self.path, at, columns=columns, rows=rows)
        except InvalidAnswer as problem:
            return Reply(interview, notice=f"{problem.message} None of the {len(rows)} lines was pasted.")
        self._enter_cell(after, at + len(rows) - 1, self.column if is_one_column else 0)
        return self._reply(after, added_notice(len(rows), self.question.item))

    def _paste_into_cell(self, interview: Interview, text: str) -> Reply:
        """Insert text into the cell; in a cell with options, pick the one that the text names."""
        if not self._has_options():
            self.field.insert(text)
            return self._save_field(interview)
        names = [name.casefold() for name in self._option_names()]
        wanted = text.strip().casefold()
        if wanted not in names:
            return Reply(interview, notice=rejected_notice("This cell only accepts the listed options."))
        return self._pick(interview, names.index(wanted))

    def point(self, interview: Interview, target: ClickTarget, column: int, *, extends: bool) -> Reply:
        row, id = target.within
        at = self.ids.index(str(id))
        is_here = at == self.column and (not isinstance(row, int) or (self.exists and row == self.row))
        if not is_here:
            if extends:
                return Reply(interview)
            self._enter_cell(interview, row if isinstance(row, int) else self.row, at)
            self.draw(interview, self._drawn_space)
        if not self._has_options():
            self.field.point(target.line, column, extends=extends)
        return self._reply(interview)

    def text(self, interview: Interview) -> str | None:
        return None if self._has_options() else self.field.text

    def replace(self, interview: Interview, text: str) -> Reply:
        self.field = TextField.of(text)
        return self._save_field(interview)

    def keys(self, interview: Interview) -> tuple[KeyHint, ...]:
        is_last_and_empty = not self.exists and self.row >= self._count(interview)
        going = (footer_key("enter", "next cell"), footer_key("tab", "next question"))
        enter = (footer_key("enter", "next"),) if is_last_and_empty else going
        picks = (KeyHint(f"1-{min(len(self._option_names()), 9)}", "pick"),) if self._has_options() else ()
        moves = (
            footer_key("alt+↑↓", "move", "alt+down"),
            footer_key("^D", "duplicate", "ctrl+d"),
            footer_key("^K", "remove", "ctrl+k"),
        )
        return (*enter, *picks, *(moves if self.exists else ()))

    def hints(self, interview: Interview) -> tuple[tuple[RowSegment, ...], ...]:
        column = self.columns[self.column]
        if self._has_options():
            return (options_hint(self._option_names()),)
        help = ((RowSegment(column.help, "soft"),),) if column.help else ()
        example = ((RowSegment("e.g. ", "faint"), RowSegment(column.example, "example")),) if column.example else ()
        return (*help, *example)

    @property
    def selected_text(self) -> str:
        return "" if self._has_options() else self.field.buffer.selected_text

    @property
    def is_typing(self) -> bool:
        return not self._has_options()

    @property
    def cursor_path(self) -> AnswerPath:
        return (*self.path, self.row, self.ids[self.column])

    def _count(self, interview: Interview) -> int:
        answer = interview.answer_at(self.path)
        return len(answer) if is_list(answer) else 0

    def _has_room(self, interview: Interview) -> bool:
        return self.question.max is None or self._count(interview) < self.question.max

    def _has_options(self) -> bool:
        return has_options(self.columns[self.column])

    def _option_names(self) -> list[str]:
        return [option.name for option in choice_options(self.columns[self.column])]

    def _view(self, interview: Interview) -> TableView:
        count = self._count(interview)
        drawn = indexes_near(self.row, count)
        return TableView(
            heads=tuple(each.short for each in self.columns),
            ids=self.ids,
            reserves=self._reserves,
            takes_text=self._takes_text,
            start=drawn.start,
            texts=self._texts(interview, drawn),
            count=count,
            row=self.row,
            column=self.column,
            exists=self.exists,
            field=self.field,
            placeholders=tuple(self._placeholder(interview, column) for column in range(len(self.columns))),
            add_label=self._add_label,
            has_room=self._has_room(interview),
        )

    def _texts(self, interview: Interview, rows: range) -> tuple[tuple[str, ...], ...]:
        """Return the cells of some rows; a row that is the same object as before has the same texts."""
        answer = interview.answer_at(self.path)
        items = answer if is_list(answer) else ()
        unfinished = {path[len(self.path)] for path in interview.unfinished if path[: len(self.path)] == self.path}
        before, self._known_texts = self._known_texts, {}
        for row in rows:
            known = before.get(row)
            if known is None or known[0] is not items[row] or row in unfinished:
                texts = tuple(cell_text(interview, (*self.path, row, each.id), each) for each in self.columns)
                known = (OPEN if row in unfinished else items[row], texts)
            self._known_texts[row] = known
        return tuple(self._known_texts[row][1] for row in rows)

    def _placeholder(self, interview: Interview, index: int) -> str:
        column = self.columns[index]
        row = self.row if self.exists else 0
        return CHOOSE if has_options(column) else placeholder_for(interview, (*self.path, row, column.id))

    def _enter_cell(self, interview: Interview, row: int, column: int, cursor: int | None = None) -> None:
        """Put the cursor into a cell, or into the row behind the last that adds one."""
        count = self._count(interview)
        last = count if self._has_room(interview) else count - 1
        self.row = max(0, min(row, last))
        self.column = max(0, min(column, len(self.columns) - 1))
        self.exists = self.row < count
        text = cell_text(interview, self.cursor_path, self.columns[self.column]) if self.exists else ""
        self.field = TextField.of(text, 0 if self._has_options() else cursor)
        self._shape = None

    def _go_to_cell(self, interview: Interview, row: int, column: int) -> Reply:
        self._enter_cell(interview, row, column)
        return self._reply(interview)

    def _go_to_column(self, interview: Interview, column: int) -> Reply:
        """Go to another cell of the same row, which need not be an item of the answer yet."""
        is_new, row = not self.exists, self.row
        self._enter_cell(interview, row, column)
        if is_new:
            self.exists, self.field = False, TextField.of("")
        return self._reply(interview)

    def _reply(self, interview: Interview, notice: str = "") -> Reply:
        within = (self.row, self.ids[self.column])
        return Reply(interview.move_within(within, self.field.buffer.cursor), notice=notice)

    def _type(self, interview: Interview, press: KeyPress) -> Reply | None:
        before, cursor = self.field.text, self.field.buffer.cursor
        if self.field.press(*press) and (self.field.text != before or self.field.buffer.cursor != cursor):
            return self._reply(interview) if self.field.text == before else self._save_field(interview)
        return self._leave_cell(interview, press.key)

    def _leave_cell(self, interview: Interview, key: str) -> Reply | None:
        """Go to the cell beside or above, when the cursor cannot move within its own."""
        last = len(self.columns) - 1
        below = self.row + (1 if self.exists else 0)
        match key:
            case "up":
                return self._go_to_cell(interview, self.row - 1, self.column) if self.row else Reply(interview)
            case "down":
                return self._go_to_cell(interview, below, self.column)
            case "left" if self.column:
                return self._go_to_column(interview, self.column - 1)
            case "left" if self.row:
                return self._go_to_cell(interview, self.row - 1, last)
            case "right" if self.column < last:
                return self._go_to_column(interview, self.column + 1)
            case "right":
                return self._go_to_cell(interview, below, 0)
            case _:
                return None

    def _choose(self, interview: Interview, press: KeyPress) -> Reply | None:
        """Pick an option: by digit or first letter; space takes the next one, Del reopens the cell."""
        names = self._option_names()
        picked = digit_index(press.key, len(names))
        if picked is None and press.key == "space":
            picked = (names.index(self.field.text) + 1) % len(names) if self.field.text in names else 0
        if picked is None and press.character is not None:
            starts = [name[:1].casefold() == press.character.casefold() for name in names]
            picked = starts.index(True) if any(starts) else None
        if picked is None and press.key not in ("delete", "backspace"):
            return self._leave_cell(interview, press.key) if press.character is None else Reply(interview)
        if picked is not None:
            return self._pick(interview, picked)
        return self._drop_empty_row(interview.reopen(self.cursor_path)) if self.exists else Reply(interview)

    def _pick(self, interview: Interview, index: int) -> Reply:
        try:
            made = interview if self.exists else interview.add_item(self.path, self.row, {})
        except InvalidAnswer as problem:
            return Reply(interview, notice=problem.message)
        option = choice_options(self.columns[self.column])[index]
        self.field = TextField.of(option.name, 0)
        return self._drop_empty_row(made.answer(self.cursor_path, option.answer))

    def _save_field(self, interview: Interview) -> Reply:
        """Save the field's text as the cell."""
        if not self.exists and self.field.is_blank:
            return self._reply(interview)
        try:
            made = interview if self.exists else interview.add_item(self.path, self.row, {})
        except InvalidAnswer as problem:
            return Reply(interview, notice=problem.message)
        return self._drop_empty_row(made.type_text(self.cursor_path, self.field.text))

    def _drop_empty_row(self, interview: Interview) -> Reply:
        """Remove the row after a change that left nothing in it."""
        path = (*self.path, self.row)
        is_kept = any(kept[: len(path)] == path for kept in interview.unfinished)
        self.exists = bool(interview.answer_at(path)) or is_kept
        return self._reply(interview if self.exists else interview.remove_item(self.path, self.row))

    def _next_cell(self, interview: Interview) -> Reply:
        if not self.exists and self.row >= self._count(interview):
            return Reply(interview, goes_on=True)
        if self.column + 1 < len(self.columns):
            return self._go_to_column(interview, self.column + 1)
        below = self.row + (1 if self.exists else 0)
        if below >= self._count(interview) and not self._has_room(interview):
            return Reply(interview, goes_on=True)
        return self._go_to_cell(interview, below, 0)

    def _duplicate(self, interview: Interview) -> Reply:
        if not self.exists:
            return Reply(interview)
        try:
            after = interview.duplicate_item(self.path, self.row)
        except InvalidAnswer as problem:
            return Reply(interview, notice=problem.message)
        return self._go_to_cell(after, self.row + 1, self.column)

    def _remove(self, interview: Interview) -> Reply:
        if not self.exists:
            return self._go_to_cell(interview, self.row, self.column)
        reply = self._go_to_cell(interview.remove_item(self.path, self.row), self.row, self.column)
        return replace(reply, notice=removed_notice("row"))

    def _move(self, interview: Interview, by: int) -> Reply:
        if not self.exists or not 0 <= self.row + by < self._count(interview):
            return Reply(interview)
        after = interview.move_item(self.path, self.row, by)
        self.row += by
        return self._reply(after)


CHOOSE = "Choose"
"""What an empty cell with options shows."""
_DATE_CELLS = len("2027-04-30")
_NUMBER_CELLS = 5
_TEXT_CELLS = 8


def reserve_for(column: Question) -> int:
    """Return the cells that a column is given, whatever it holds."""
    if has_options(column):
        return max(cells(name) for name in (CHOOSE, *(option.name for option in choice_options(column))))
    match column.kind:
        case "date":
            return _DATE_CELLS
        case "number":
            return _NUMBER_CELLS
        case _:
            return _TEXT_CELLS


def takes_text(column: Question) -> bool:
    """Return whether the cells of a column can hold text of any length."""
    return not has_options(column) and column.kind not in ("date", "number")


def has_options(column: Question) -> bool:
    """Whether the cells of a column are picked from options, not typed."""
    return column.kind == "yesno" or (column.kind == "choice" and not column.other)


def cell_text(interview: Interview, path: AnswerPath, column: Question) -> str:
    """Return the text of a cell: what was typed, or the name of an option."""
    answer = interview.answer_at(path)
    if answer is not OPEN and has_options(column):
        for option in choice_options(column):
            if option.answer == answer:
                return option.name
    return interview.field_text(path)


def options_hint(names: list[str]) -> tuple[RowSegment, ...]:
    """Return the options of a cell with their quick keys, to be wrapped only between options."""
    segments: list[RowSegment] = []
    for number, name in enumerate(names, start=1):
        segments += [
            RowSegment(f"{number}\u00a0", "faint"),
            RowSegment(name.replace(" ", "\u00a0"), "soft"),
            RowSegment("   "),
        ]
    return tuple(segments)
