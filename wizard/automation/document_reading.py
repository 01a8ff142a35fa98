"""What was read from a document that was made elsewhere, as programs are told it (docs/automation.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.automation.condition_schema import Json
    from wizard.plans.read_back.documents.foreign_document import DocumentReading


def reading_as_json(reading: DocumentReading) -> dict[str, Json]:
    """Return the answers, the parts that fit no question, and the texts that are no answers, each with its line."""
    return {
        "answers": [{"path": each.path, "line": each.line} for each in reading.found],
        "extra": [{"line": each.start, "endLine": each.end, "text": each.text} for each in reading.leftovers],
        "unusable": [
            {"path": each.path, "line": each.line, "text": each.text, "message": each.message}
            for each in reading.unusable
        ],
    }
