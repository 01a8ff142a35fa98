"""What was read back from a plan that was edited by hand, as programs are told it (docs/automation.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wizard.model.answers import Answer, Unanswered, format_path, is_list, is_mapping

if TYPE_CHECKING:
    from wizard.automation.condition_schema import Json
    from wizard.plans.read_back.edits.edited_answers import ReadChange


def read_changes_as_json(changes: Sequence[ReadChange]) -> list[Json]:
    """Return the changes in the order of the file; null stands for an answer or item that is not there."""
    return [
        {
            "path": format_path(change.path),
            "before": _value(change.before),
            "after": _value(change.after),
            "line": change.line,
            "tick": change.is_tick,
        }
        for change in changes
    ]


def _value(answer: Answer | Unanswered) -> Json:
    return None if isinstance(answer, Unanswered) else _plain(answer)


def _plain(answer: Answer) -> Json:
    """Return an answer as the lists and mappings that JSON is written from."""
    if is_list(answer):
        return [_plain(item) for item in answer]
    return {key: _plain(item) for key, item in answer.items()} if is_mapping(answer) else answer
