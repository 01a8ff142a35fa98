"""What every control can do: draw an interview, and make another one of a key, a paste or a click."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple, Protocol

from msgspec import Struct

from screens.controls.rows import Piece, Room, Row, Spot
from screens.widgets.footer import Key
from wizard.interview.interview import Interview
from wizard.model.answers import Path

_SAME = {"ctrl+j": "enter", "shift+enter": "enter", "ctrl+h": "backspace"}
_NO_LETTERS = ("Cc", "Cs", "Co", "Cn")
"""Unicode's categories of what no key types; a no-break space and the joiner inside an emoji can be typed."""


class Press(NamedTuple):
    """A key that was pressed."""

    key: str
    """Textual's name of it."""
    character: str | None = None
    """What it types, for a key that types something."""

    @staticmethod
    def of(key: str, character: str | None) -> Press:
        """A key as the terminal sends it; some terminals send one for another."""
        is_letter = character is not None and unicodedata.category(character) not in _NO_LETTERS
        types = is_letter and not key.startswith(("alt+", "ctrl+", "super+", "meta+"))
        return Press(_SAME.get(key, key), character if types else None)


class Reply(Struct, frozen=True):
    """What a control makes of a key, a paste or a click."""

    interview: Interview
    goes_on: bool = False
    """Whether the user is done with this question."""
    said: str = ""
    """A sentence for the foot."""


class Drawn(Struct, frozen=True):
    """A control as rows, and those that have to be in sight."""

    rows: tuple[Row, ...]
    first: int = 0
    last: int = 0


class Control(Protocol):
    """Asks the question at `path`, whatever question the interview has come to.

    What it shows beyond the interview (a selection, the option under the mark) is its own;
    a change of the interview from elsewhere needs a new control.
    """

    path: Path

    def draw(self, interview: Interview, room: Room) -> Drawn: ...

    def press(self, interview: Interview, press: Press) -> Reply | None:
        """The reply to a key, or None when the control has no use for it."""
        ...

    def paste(self, interview: Interview, text: str) -> Reply: ...

    def point(self, interview: Interview, spot: Spot, column: int, *, extends: bool) -> Reply:
        """The reply to a click, or to the pointer being drawn on (`extends`), `column` cells into the spot."""
        ...

    def text(self, interview: Interview) -> str | None:
        """What an editor may be given to write on; None when there is nothing to write."""
        ...

    def replace(self, interview: Interview, text: str) -> Reply:
        """The reply to other text in its place."""
        ...

    def keys(self, interview: Interview) -> tuple[Key, ...]:
        """What works now besides the keys of every question, the main one first."""
        ...

    def note(self, interview: Interview) -> tuple[tuple[Piece, ...], ...]:
        """Paragraphs that stand below."""
        ...

    @property
    def here(self) -> Path:
        """The path of what is under the cursor."""
        ...

    @property
    def selected(self) -> str:
        """The text that is selected."""
        ...

    @property
    def is_typing(self) -> bool:
        """Whether letters and digits go into a text."""
        ...


def key(keys: str, says: str, press: str | None = None) -> Key:
    """A key for the foot; a click on it does what pressing it does."""
    return Key(keys, says, f"press('{press or keys}')")


def with_article(noun: str) -> str:
    """`a task`, `an item`."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
