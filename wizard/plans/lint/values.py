"""The values of a plan: what stands in an item, a cell, a heading or a paragraph, behind its label if it has one.

"- [ ] **Owner:** [Name]"  ->  "**Owner:** [Name]" and, behind the label, "[Name]"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from wizard.plans.lint.list_items import MARKERS
from wizard.plans.lint.plan_document import PlanDocument


class Value(Struct, frozen=True):
    """A stretch of prose on one line that stands for itself."""

    line: int
    """The index of its line."""
    column: int
    """The index of its first character in the line."""
    text: str
    """Without blanks around it."""
    is_labelled: bool
    """Whether it stands behind a label, or in a cell of a table."""
    is_first: bool
    """Whether a block begins with it, or its label."""

    @property
    def end(self) -> int:
        """Return the index behind its last character."""
        return self.column + len(self.text)


LABEL: Final = re.compile(
    r"(?P<bold>\*\*|__)?(?P<label>(?!\[[ xX]\])[^\s*:：|](?:[^*:：|\n]{0,60}[^\s*:：|])?)"
    r"(?P<closed>\*\*|__)?[ ]?(?:[:：](?P<after>\*\*|__)?)(?=[ \t]|$)[ \t]*"
)
"""A label before a value: `**Owner:**`, `**Owner**:` or `Owner:`."""
_BOX: Final = re.compile(r"\[[^\]\n]\](?:[ \t]+|$)")
_MAX_PLAIN_LABEL_WORDS: Final = 5


def values_on(document: PlanDocument, index: int) -> Iterator[Value]:
    """Yield the values of a line, the whole line before what is behind its label."""
    line = document.prose[index]
    row = document.row_at.get(index)
    if row is not None:
        for cell in row.cells:
            yield from _value(index, line, cell.column, cell.column + len(cell.text), is_labelled=True)
    elif index not in document.delimiter_lines:
        yield from _line_values(index, line, is_first=index in document.first_lines)


def _line_values(index: int, line: str, *, is_first: bool) -> Iterator[Value]:
    opening = MARKERS.match(line)
    column = opening.end() if opening else 0
    if line.startswith("#", column):
        column += len(line[column:]) - len(line[column:].lstrip("#").lstrip())
    box = _BOX.match(line, column)
    column = box.end() if box else column
    yield from _value(index, line, column, len(line), is_labelled=False, is_first=is_first or box is not None)
    label = match_label(line, column)
    if label is not None:
        yield from _value(index, line, label.end(), len(line), is_labelled=True, is_first=True)


def match_label(line: str, column: int) -> re.Match[str] | None:
    """Return the label that stands at a column; one that is not bold has at most five words."""
    label = LABEL.match(line, column)
    if label is None:
        return None
    is_bold = label["bold"] is not None and (label["closed"] is not None or label["after"] is not None)
    return label if is_bold or len(label["label"].split()) <= _MAX_PLAIN_LABEL_WORDS else None


def _value(index: int, line: str, start: int, end: int, *, is_labelled: bool, is_first: bool = True) -> Iterator[Value]:
    text = line[start:end]
    if text.strip():
        yield Value(index, start + len(text) - len(text.lstrip()), text.strip(), is_labelled, is_first)
