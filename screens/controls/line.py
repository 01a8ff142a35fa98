"""The control for a text in one line, a number or a date."""

from __future__ import annotations

from msgspec.structs import replace

from screens.controls.control import Drawn, Press, Reply, key
from screens.controls.paste_alternatives import Offer, Pasted, offer_of
from screens.controls.rows import Piece, Room, Row, Spot
from screens.controls.text_input.paste import joined_lines
from screens.controls.text_input.text_buffer import Typed
from screens.controls.text_input.text_field import Field, without_cursor
from screens.controls.text_input.typed_answer import answered_with, hint, typed_text
from screens.widgets.footer import Key
from wizard.interview.interview import Interview
from wizard.model.answers import Path

MOST_LINES = 4


class Line:
    """A field that wraps and takes no line end; Enter goes on."""

    takes_lines = False

    def __init__(self, interview: Interview, path: Path) -> None:
        self.path = path
        cursor = interview.cursor or None  # a question that is come to anew is gone on with at its end
        self.field = Field.holding(typed_text(interview, path), cursor, takes_lines=self.takes_lines)
        self.offer: Offer | None = None
        """What the lines can become that were just pasted."""

    def draw(self, interview: Interview, room: Room) -> Drawn:
        rows, caret = self._field_rows(interview, room if self.is_typing else replace(room, bar="none"))
        if self.offer is None:
            return Drawn(rows, caret, caret)
        offered = self.offer.draw(room)
        if self.is_typing:
            return Drawn((*rows, *offered.rows), caret, caret)
        return Drawn((*rows, *offered.rows), len(rows) + offered.first, len(rows) + offered.last)

    def _field_rows(self, interview: Interview, room: Room) -> tuple[tuple[Row, ...], int]:
        """The field, and the row of its cursor."""
        least, most = self.heights(room)
        lines = self.field.draw(room.text_width, most, hint(interview, self.path))
        if not self.is_typing:
            lines = [without_cursor(pieces) for pieces in lines]
        lines += [()] * (least - len(lines))
        rows = [Row(pieces, "paper", room.bar, (Spot(0, room.width, line=line),)) for line, pieces in enumerate(lines)]
        padding = [] if room.is_low else [Row((), "paper", room.bar)]
        return (*padding, *rows, *padding), len(padding) + self.field.caret()

    def heights(self, room: Room) -> tuple[int, int]:
        """How many lines the field has at least and at most."""
        return 1, MOST_LINES

    def press(self, interview: Interview, press: Press) -> Reply | None:
        if press.key == "enter":
            return Reply(interview, goes_on=True) if self.is_typing else self._take()
        if self.offer is not None and not self.is_typing and self.offer.move(press.key):
            return Reply(interview)
        before = self.field.text
        if self.field.press(*press):
            return self._reply(interview, before)
        return Reply(interview) if self.offer is not None and self.offer.move(press.key) else None

    def paste(self, interview: Interview, text: str) -> Reply:
        return self._put(interview, text, self.field.typed)

    def point(self, interview: Interview, spot: Spot, column: int, *, extends: bool) -> Reply:
        if self.offer is not None and spot.within:
            self.offer.mark = int(spot.within[0])
            return Reply(interview) if extends else self._take()
        self.field.point(spot.line, column, extends=extends)
        return self._reply(interview, self.field.text)

    def text(self, interview: Interview) -> str | None:
        return self.field.text

    def replace(self, interview: Interview, text: str) -> Reply:
        return self._put(interview, text, Typed())

    def keys(self, interview: Interview) -> tuple[Key, ...]:
        if self.offer is None:
            return (key("enter", "next"),)
        if self.is_typing:
            return (key("enter", "next"), key("↓", "other ways", "down"))
        return (key("enter", "take this"), key("↑↓", "move", "down"))

    def note(self, interview: Interview) -> tuple[tuple[Piece, ...], ...]:
        return ()

    @property
    def here(self) -> Path:
        return self.path

    @property
    def selected(self) -> str:
        return self.field.typed.selected

    @property
    def is_typing(self) -> bool:
        return self.offer is None or self.offer.mark is None

    def _put(self, interview: Interview, text: str, typed: Typed) -> Reply:
        """A text put where the cursor is; several lines become one, and it is offered what else they can be."""
        before = self.field.text
        self.field.typed = typed
        joined = self.field.insert(text)
        if joined < 2 or self.takes_lines:
            return self._reply(interview, before)
        reply = self._reply(interview, before, joined_lines(joined))
        self.offer = offer_of(Pasted(interview, self.path, typed, text))
        return reply

    def _take(self) -> Reply:
        """The interview as the marked way has it."""
        assert self.offer is not None
        way = self.offer.ways[self.offer.mark or 0]
        text = typed_text(way.interview, self.path)
        self.field, self.offer = Field.holding(text), None
        return Reply(way.interview.move_within((), len(text)), said=way.said)

    def _reply(self, interview: Interview, before: str, said: str = "") -> Reply:
        if self.offer is not None:
            self.offer = None if self.field.text != before else Offer(self.offer.count, self.offer.ways)
        if self.field.text != before:
            interview = answered_with(interview, self.path, self.field.text)
        return Reply(interview.move_within((), self.field.typed.cursor), said=said)


LEAST_LINES = 7
FEWEST_LINES = 3
"""In a terminal with less than 30 rows."""
_NEW_LINE = Press("newline", "\n")


class Area(Line):
    """A field in which Enter starts a new line; it grows with its text as far as there is room."""

    takes_lines = True

    def heights(self, room: Room) -> tuple[int, int]:
        least = FEWEST_LINES if room.is_short else LEAST_LINES
        return least, max(least, min(self.field.height(room.text_width), room.height - 10))

    def press(self, interview: Interview, press: Press) -> Reply | None:
        return super().press(interview, _NEW_LINE if press.key == "enter" else press)

    def keys(self, interview: Interview) -> tuple[Key, ...]:
        return (key("tab", "next"), key("enter", "new line"))
