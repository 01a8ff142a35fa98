"""The control for a text in one line, a number or a date."""

from __future__ import annotations

from screens.controls.control import Drawn, Press, Reply, key, standing
from screens.controls.drawing import Piece, Room, Row, Spot
from screens.controls.field import Field
from screens.controls.text_answer import answered_with, hint, typed_text
from screens.foot import Key
from wizard.answers import Path
from wizard.interview import Interview

MOST_LINES = 4


class Line:
    """A field that wraps and takes no line end; Enter goes on."""

    takes_lines = False

    def __init__(self, interview: Interview, path: Path) -> None:
        self.path = path
        cursor = interview.cursor or None  # a question that is come to anew is gone on with at its end
        self.field = Field.holding(typed_text(interview, path), cursor, takes_lines=self.takes_lines)

    def draw(self, interview: Interview, room: Room) -> Drawn:
        least, most = self.heights(room)
        lines = self.field.draw(room.text_width, most, hint(interview, self.path))
        lines += [()] * (least - len(lines))
        rows = [Row(pieces, "paper", room.bar, (Spot(0, room.width, line=line),)) for line, pieces in enumerate(lines)]
        padding = [] if room.is_low else [Row((), "paper", room.bar)]
        caret = len(padding) + self.field.caret()
        return Drawn((*padding, *rows, *padding), caret, caret)

    def heights(self, room: Room) -> tuple[int, int]:
        """How many lines the field has at least and at most."""
        return 1, MOST_LINES

    def press(self, interview: Interview, press: Press) -> Reply | None:
        if press.key == "enter":
            return Reply(interview, goes_on=True)
        before = self.field.text
        return self._reply(interview, before) if self.field.press(*press) else None

    def paste(self, interview: Interview, text: str) -> Reply:
        before = self.field.text
        joined = self.field.insert(text)
        said = f"{joined} lines joined to one. ^Z takes them back." if joined > 1 else ""
        return self._reply(interview, before, said)

    def point(self, interview: Interview, spot: Spot, column: int, *, extends: bool) -> Reply:
        self.field.point(spot.line, column, extends=extends)
        return self._reply(interview, self.field.text)

    def text(self, interview: Interview) -> str | None:
        return self.field.text

    def replace(self, interview: Interview, text: str) -> Reply:
        before, self.field = self.field.text, Field.holding("", takes_lines=self.takes_lines)
        self.field.insert(text)
        return self._reply(interview, before)

    def keys(self, interview: Interview) -> tuple[Key, ...]:
        return (key("enter", "next"),)

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
        return True

    def _reply(self, interview: Interview, before: str, said: str = "") -> Reply:
        if self.field.text != before:
            interview = answered_with(interview, self.path, self.field.text)
        return Reply(standing(interview, (), self.field.typed.cursor), said=said)
