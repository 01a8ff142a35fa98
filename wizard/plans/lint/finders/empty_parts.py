"""The rules about sections without text and rows of tables without any."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wizard.message_text import sanitize_title
from wizard.plans.lint.finders.milestones import is_milestone
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument

_NOTHING = re.compile(r"(?:[ \t]|&nbsp;|\u00a0|<br[ ]*/?>)*")
_NO_TEXT = ("comment", "rule", "definition")
_TAGS = re.compile(r"(?:[ \t]|</?[A-Za-z][\w-]*(?:[ \t][^<>]*)?>)*")
_SHOWN_TAG = re.compile(r"<(?:img|video|picture|svg|object|embed|iframe|table|input)\b", re.IGNORECASE)


def find_empty_rows(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the rows of tables in which every cell is empty."""
    for row in document.rows:
        if not row.is_head and all(_NOTHING.fullmatch(cell.text) for cell in row.cells):
            line = document.lines[row.line]
            start = len(line) - len(line.lstrip())
            yield Occurrence(row.line + 1, "this row is empty", start + 1, len(line.rstrip()) + 1)


def find_empty_sections(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the headings with nothing below them, but for the title of the document and what an answer wrote."""
    filled = _lines_with_content(document)
    for index, heading in enumerate(document.headings):
        following = document.headings[index + 1] if index + 1 < len(document.headings) else None
        is_title = index == 0 and heading.level == 1
        # An answer that is a heading stands below the template's, whatever its level.
        has_parts = following is not None and (
            following.level > heading.level or following.line in document.answered_lines
        )
        if is_title or has_parts or is_milestone(heading) or heading.line in document.answered_lines:
            continue
        if not any(filled[heading.text_start : heading.text_end]):
            message = f'nothing follows the heading "{sanitize_title(heading.title)}"'
            end = max(len(document.lines[heading.line].rstrip()), heading.column)
            yield Occurrence(heading.line + 1, message, heading.column + 1, end + 1)


def _lines_with_content(document: PlanDocument) -> list[bool]:
    filled = [False] * len(document.lines)
    for block in document.blocks:
        if block.kind in _NO_TEXT or block.depth:
            continue
        for index in range(block.start, min(block.end, len(filled))):
            line = document.lines[index]
            is_tags = block.kind in ("html", "paragraph") and _TAGS.fullmatch(line) and not _SHOWN_TAG.search(line)
            filled[index] = filled[index] or bool(line.strip() and not is_tags)
    return filled
