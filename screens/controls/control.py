"""What every control can do: draw an interview, and answer a key, a paste or a click with the next interview."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple, Protocol, runtime_checkable

from msgspec import Struct

from screens.controls.rows import ClickTarget, ControlRow, RowSegment, Space
from screens.controls.text_input.text_field import TextField
from screens.widgets.footer import KeyHint
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath

_KEY_ALIASES = {"ctrl+j": "enter", "shift+enter": "enter", "ctrl+h": "backspace"}
_UNTYPEABLE_CATEGORIES = ("Cc", "Cs", "Co", "Cn")
"""Unicode categories that no key types. Format characters (Cf) can be typed: the joiner inside an emoji is one."""


class KeyPress(NamedTuple):
    """A key that was pressed."""

    key: str
    """Textual's name of the key."""
    character: str | None = None
    """What the key types; None for a key that types nothing."""

    @staticmethod
    def of(key: str, character: str | None) -> KeyPress:
        """Return a key as the terminal sends it, with aliases resolved: some terminals send one key for another."""
        is_letter = character is not None and unicodedata.category(character) not in _UNTYPEABLE_CATEGORIES
        types = is_letter and not key.startswith(("alt+", "ctrl+", "super+", "meta+"))
        return KeyPress(_KEY_ALIASES.get(key, key), character if types else None)


class Reply(Struct, frozen=True):
    """What a control makes of a key, a paste or a click: the next interview, and where that leads."""

    interview: Interview
    goes_on: bool = False
    """Whether the user is done with this question."""
    notice: str = ""
    """A sentence for the footer."""
    control: Control | None = None
    """The control of the question that it leads to, where that shows more than the interview tells: a marked option."""


class DrawnControl(Struct, frozen=True):
    """A control as rows, with the indexes of the first and last row that must be in sight."""

    rows: tuple[ControlRow, ...]
    first: int = 0
    last: int = 0
    head: range = range(0)
    """The rows that stay at the top while those below them are in sight: the names of a table's columns."""


class Control(Protocol):
    """Asks the question at `path`, whatever question the interview has moved on to.

    What it shows beyond the interview (a selection, the marked option) is its own state;
    when the interview is changed from elsewhere, a new control is needed.
    """

    path: AnswerPath

    def draw(self, interview: Interview, space: Space) -> DrawnControl: ...

    def press(self, interview: Interview, press: KeyPress) -> Reply | None:
        """Return the reply to a key; None when the control has no use for it."""
        ...

    def paste(self, interview: Interview, text: str) -> Reply: ...

    def point(self, interview: Interview, target: ClickTarget, column: int, *, extends: bool) -> Reply:
        """Return the reply to a click, or to a drag (`extends`), `column` cells right of the target's text."""
        ...

    def text(self, interview: Interview) -> str | None:
        """Return the text for the external editor; None when there is nothing to edit."""
        ...

    def replace(self, interview: Interview, text: str) -> Reply:
        """Return the reply to text that replaces the one from `text`."""
        ...

    def keys(self, interview: Interview) -> tuple[KeyHint, ...]:
        """Return the keys that work besides those of every question, the main one first."""
        ...

    def hints(self, interview: Interview) -> tuple[tuple[RowSegment, ...], ...]:
        """Return the paragraphs that are shown below the control."""
        ...

    @property
    def cursor_path(self) -> AnswerPath:
        """The path of the answer under the cursor."""
        ...

    @property
    def selected_text(self) -> str:
        """The text that is selected."""
        ...

    @property
    def is_typing(self) -> bool:
        """Whether letters and digits are typed into a text."""
        ...


@runtime_checkable
class HoldsField(Protocol):
    """A control in which text is typed."""

    field: TextField

    @property
    def is_typing(self) -> bool: ...


def footer_key(keys: str, says: str, press: str | None = None) -> KeyHint:
    """Return a key for the footer; a click on it presses the key."""
    return KeyHint(keys, says, f"press('{press or keys}')")
