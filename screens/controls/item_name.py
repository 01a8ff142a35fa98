"""What an item of a group is called wherever it is named, and the ink of its state."""

from __future__ import annotations

from screens.controls.rows import Ink
from wizard.interview.interview import Interview, State
from wizard.model.answers import OPEN, AnswerPath, is_mapping

STATE_INKS: dict[State, Ink] = {
    "answered": "success",
    "required": "warning",
    "invalid": "error-bold",
    "open": "faint",
    "left_out": "faint",
    "skipped": "faint",
}
"""The ink of each state's sign."""


def item_name(interview: Interview, path: AnswerPath) -> str:
    """Return an item's first text answer, on one line; empty while there is none."""
    item = interview.answer_at(path)
    for inner in interview.question(path).questions:
        answer = item.get(inner.id, OPEN) if is_mapping(item) else OPEN
        if isinstance(answer, str) and answer.strip():
            return " ".join(answer.split())
    return ""
