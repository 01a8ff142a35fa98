"""The glyphs of the screens, each with one meaning; ASCII where the terminal's encoding has nothing else."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from wizard.interview.interview import State


class GlyphSet(Struct, frozen=True):
    """One glyph for each meaning, as Unicode or as ASCII."""

    here: str
    answered: str
    open: str
    required: str
    invalid: str
    skipped: str
    choice: str
    chosen: str
    box: str
    ticked: str
    doing: str
    """The box of a task that is being done."""
    cancelled: str
    """The box of a task that was given up."""
    other_mark: str
    """The box of a task with a mark of its author's own."""
    bullet: str
    inner_bullet: str
    done: str
    edge: str
    left: str
    new: str
    goes: str
    stays: str
    quote: str
    between: str
    """Between the parts of a breadcrumb."""
    more: str
    cut: str
    """Where text is cut off."""
    dash: str
    """Rules between the rows of a table."""

    def for_state(self, state: State) -> str:
        """Return the glyph of a question's state."""
        match state:
            case "answered":
                return self.answered
            case "open":
                return self.open
            case "required":
                return self.required
            case "invalid":
                return self.invalid
            case "skipped" | "left_out":
                return self.skipped


UNICODE = GlyphSet(*"▎ ✓ · ○ ! – ○ ● ☐ ☑ ▣ ☒ ◫ • ◦ ━ ╸ ─ + − ~ ▌ › ⋯ … ╌".split())
ASCII = GlyphSet(
    *("|", "+", ".", "o", "!", "-", "( )", "(*)", "[ ]", "[x]", "[~]", "[-]", "[?]", "*", "-"),
    *("=", ">", "-", "+", "-", "~", "|", ">", "..", "~", "-"),
)

STATE_STYLES: dict[State, str] = {
    "answered": "$success",
    "open": "$faint",
    "required": "$warning",
    "invalid": "$error bold",
    "skipped": "$faint",
    "left_out": "$faint",
}
"""The style of a state's glyph."""

STATE_LABELS: dict[State, str] = {
    "required": "required",
    "invalid": "invalid",
    "skipped": "not needed",
    "left_out": "skipped",
}
"""The word beside a glyph, for the states that need one."""


def terminal_glyphs() -> GlyphSet:
    """Return the glyphs that this terminal can show."""
    return UNICODE if writes_unicode() else ASCII


def key_text(keys: str) -> str:
    """Return the names of keys with arrows as words where the terminal has no arrows."""
    return keys if writes_unicode() else keys.replace("↑↓", "up/down").replace("↑", "up").replace("↓", "down")


@cache
def writes_unicode() -> bool:
    """Whether the terminal takes UTF-8; Textual draws on standard error."""
    stream = sys.__stderr__
    encoding = (stream.encoding if stream is not None else "utf-8") or "ascii"
    return encoding.lower().replace("-", "").startswith("utf")
