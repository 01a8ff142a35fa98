"""What every control can do: draw an interview, and make another one of a key, a paste or a click."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple, Protocol

from msgspec import Struct

from screens.controls.rows import ClickTarget, ControlRow, RowSegment, Space
from screens.widgets.footer import KeyHint
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath

_KEY_ALIASES = {"ctrl+j": "enter", "shift+enter": "enter", "ctrl+h": "backspace"}
_UNTYPEABLE_CATEGORIES = ("Cc", "Cs", "Co", "Cn")
"""Unicode's categories of what no key types; a no-break space and the joiner inside an emoji can be typed."""


class KeyPress(NamedTuple):
    """A key that was pressed."""

    key: str
    """Textual's name of it."""
    character: str | None = None
    """What it types, for a key that types something."""

    @staticmethod
    def of(key: str, character: str | None) -> KeyPress:
        """A key as the terminal sends it; some terminals send one for another."""
        is_letter = character is not None and unicodedata.category(character) not in _UNTYPEABLE_CATEGORIES
        types = is_letter and not key.startswith(("alt+", "ctrl+", "super+", "meta+"))
        return KeyPress(_KEY_ALIASES.get(key, key), character if types else None)


class Reply(Struct, frozen=True):
    """What a control makes of a key, a paste or a click."""

    interview: Interview
    goes_on: bool = False
    """Whether the user is done with this question."""
    said: str = ""
    """A sentence for the foot."""


class DrawnControl(Struct, frozen=True):
    """A control as rows, and those that have to be in sight."""

    rows: tuple[ControlRow, ...]
    first: int = 0
    last: int = 0


class Control(Protocol):
    """Asks the question at `path`, whatever question the interview has come to.

    What it shows beyond the interview (a selection, the option under the mark) is its own;
    a change of the interview from elsewhere needs a new control.
    """

    path: AnswerPath

    def draw(self, interview: Interview, room: Space) -> DrawnControl: ...

    def press(self, interview: Interview, press: KeyPress) -> Reply | None:
        """The reply to a key, or None when the control has no use for it."""
        ...

    def paste(self, interview: Interview, text: str) -> Reply: ...

    def point(self, interview: Interview, spot: ClickTarget, column: int, *, extends: bool) -> Reply:
        """The reply to a click, or to the pointer being drawn on (`extends`), `column` cells into the spot."""
        ...

    def text(self, interview: Interview) -> str | None:
        """What an editor may be given to write on; None when there is nothing to write."""
        ...

    def replace(self, interview: Interview, text: str) -> Reply:
        """The reply to other text in its place."""
        ...

    def keys(self, interview: Interview) -> tuple[KeyHint, ...]:
        """What works now besides the keys of every question, the main one first."""
        ...

    def hints(self, interview: Interview) -> tuple[tuple[RowSegment, ...], ...]:
        """Paragraphs that stand below."""
        ...

    @property
    def cursor_path(self) -> AnswerPath:
        """The path of what is under the cursor."""
        ...

    @property
    def selected_text(self) -> str:
        """The text that is selected."""
        ...

    @property
    def is_typing(self) -> bool:
        """Whether letters and digits go into a text."""
        ...


def footer_key(keys: str, says: str, press: str | None = None) -> KeyHint:
    """A key for the foot; a click on it does what pressing it does."""
    return KeyHint(keys, says, f"press('{press or keys}')")


def with_article(noun: str) -> str:
    """`a task`, `an item`."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
