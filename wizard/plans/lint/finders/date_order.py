"""The rule about dates out of order: an end before its start, and milestones that are due before the one above.

Days are written `2027-04-30`, `30 April 2027` or `April 30, 2027`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from msgspec import Struct

from wizard.answers.dates import parse_date
from wizard.markdown.headings import Heading
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument


class Day(Struct, frozen=True):
    """A day in the text."""

    date: str
    """As in `2027-04-30`."""
    line: int
    column: int
    end: int

    def occurrence(self, message: str) -> Occurrence:
        """Return its place with a message."""
        return Occurrence(self.line + 1, message, self.column + 1, self.end + 1)


_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = re.compile(
    rf"(?<![\w/.-])(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}(?![\w]|-\d)|\d{{1,2}}(?:st|nd|rd|th)?[ ]{_MONTH},?[ ]\d{{4}}\b"
    rf"|{_MONTH}[ ]\d{{1,2}}(?:st|nd|rd|th)?,[ ]\d{{4}}\b)",
    re.IGNORECASE,
)
_HAS_YEAR = re.compile(r"\b[12]\d{3}\b")
_BETWEEN = re.compile(r"[*_`]{0,2}[ ]?(?:-|–|—|→|->|to|until|till|through)[ ]?[*_`]{0,2}", re.IGNORECASE)
_START: Final = r"(?:start(?:s|ed|ing)?(?: date| on)?|begins?|from|kick-?off|created(?: on)?|opened)"
_END: Final = (
    r"(?:end(?:s|ed)?(?: date| on)?|due(?: date| on| by)?|finish(?:es|ed)?|deadline|until|to|target(?: date)?"
    r"|deliver(?:y|ed)?|complete[ds]?(?: on| by)?|updated|last updated|closed|release(?:d| date)?|launch)"
)
_STARTED = re.compile(rf"(?:^|[\s*_(|,;>-]){_START}[*_]*[ ]?[:：]?[*_]*[ ]*$", re.IGNORECASE)
_ENDED = re.compile(rf"(?:^|[\s*_(|,;>-]){_END}[*_]*[ ]?[:：]?[*_]*[ ]*$", re.IGNORECASE)
_MAX_LABEL: Final = 60
"""Characters before a day in which its label is looked for."""
_PLANNED = re.compile(
    r"(?:\d+(?:\.\d+)*[.):]?[ ]+)?(?:Milestone|Phase|Sprint|Iteration|Stage|Step|Week)\b", re.IGNORECASE
)
_DATE_LABEL = re.compile(r"(?:^|[\s*_-])(?:target )?date[*_]*[ ]?[:：][*_]*[ ]*$", re.IGNORECASE)
_PLANNED_HEAD = re.compile(r"\b(?:milestone|phase|sprint|iteration|stage|step|week)\b", re.IGNORECASE)
_START_HEAD = re.compile(rf"\W*{_START}\W*", re.IGNORECASE)
_END_HEAD = re.compile(rf"\W*(?:{_END}|date|when|planned)\W*", re.IGNORECASE)


def find_dates_out_of_order(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the days that come before one which they cannot come before."""
    days = _read_days(document)
    told: set[tuple[int, int]] = set()
    found = (_ends_before_starts(document, days), _rows_out_of_order(document, days), _backwards(document, days))
    for each in chain(*found):
        if (each.line, each.column) not in told:
            told.add((each.line, each.column))
            yield each


def _read_days(document: PlanDocument) -> dict[int, list[Day]]:
    """Return the days of each line that has any."""
    days: dict[int, list[Day]] = {}
    for index, line in enumerate(document.prose):
        if not _HAS_YEAR.search(line):
            continue
        for found in _DAY.finditer(line):
            date = parse_date(found[0])
            if date is not None:
                days.setdefault(index, []).append(Day(date, index, found.start(), found.end()))
    return days


def _ends_before_starts(document: PlanDocument, days: dict[int, list[Day]]) -> Iterator[Occurrence]:
    """Yield the ends of a span of days, on one line or with labels on lines of one section."""
    start: Day | None = None
    section = -2
    for index in sorted(days):
        line = document.prose[index]
        here = document.heading_of_line[index]
        if here != section or _is_item_apart(document, start, index):
            start, section = None, here
        for number, day in enumerate(days[index]):
            before = line[max(day.column - _MAX_LABEL, 0) : day.column]
            earlier = days[index][number - 1] if number else None
            if earlier is not None and _BETWEEN.fullmatch(line[earlier.end : day.column]):
                if day.date < earlier.date:
                    yield day.occurrence(f"{day.date} comes before {earlier.date}, which it should follow")
                start = earlier if start is None else start
            elif _STARTED.search(before) or before.rstrip(" \ufe0f").endswith("🛫"):
                start = day
            elif start is not None and day.date < start.date and _is_end(before):
                yield day.occurrence(f"{day.date} comes before the start, {start.date}")


def _is_end(before: str) -> bool:
    return _ENDED.search(before) is not None or before.rstrip(" \ufe0f").endswith("📅")


def _is_item_apart(document: PlanDocument, start: Day | None, index: int) -> bool:
    """Whether a line is in another table row or another item of tasks than the start."""
    if start is None or start.line == index:
        return False
    rows = document.row_at
    return index in rows or start.line in rows or index in document.box_lines


def _rows_out_of_order(document: PlanDocument, days: dict[int, list[Day]]) -> Iterator[Occurrence]:
    """Yield the days of a row that end before they start, and those of rows of milestones that go backwards."""
    last: dict[int, Day] = {}
    for row in document.rows:
        if row.is_head or row.line not in days:
            continue
        by_cell: list[tuple[str, Day]] = []
        for title, cell in zip(row.head, row.cells, strict=False):
            inside = [day for day in days[row.line] if cell.column <= day.column <= cell.column + len(cell.text)]
            by_cell += [(title, day) for day in inside[:1]]
        start = next((day for title, day in by_cell if _START_HEAD.fullmatch(title)), None)
        end = next((day for title, day in by_cell if _END_HEAD.fullmatch(title)), None)
        if start is not None and end is not None and end.date < start.date:
            yield end.occurrence(f"{end.date} comes before the start, {start.date}")
            continue
        day = end or start
        if day is None or not (row.head and _PLANNED_HEAD.search(row.head[0]) or _PLANNED.match(row.cells[0].text)):
            continue
        before = last.get(row.table)
        if before is not None and day.date < before.date:
            yield day.occurrence(f"{day.date} comes before {before.date} in the row above")
        last[row.table] = day


def _backwards(document: PlanDocument, days: dict[int, list[Day]]) -> Iterator[Occurrence]:
    """Yield the days on which a milestone is due before the one above it is."""
    last: dict[tuple[int, int], Day] = {}
    for heading in document.headings:
        if not _PLANNED.match(heading.title):
            continue
        due = _due(document, heading, days)
        if due is None:
            continue
        key = (heading.parent, heading.level)
        before = last.get(key)
        if before is not None and due.date < before.date:
            yield due.occurrence(f"{due.date} comes before {before.date}, when the one above is due")
        last[key] = due


def _due(document: PlanDocument, heading: Heading, days: dict[int, list[Day]]) -> Day | None:
    """Return the day on which a milestone is due: the last in its heading, or the one behind such a label."""
    if heading.line in days:
        return days[heading.line][-1]
    for index in range(heading.text_start, heading.text_end):
        for day in days.get(index, ()):
            before = document.prose[index][max(day.column - _MAX_LABEL, 0) : day.column]
            if _ENDED.search(before) or _DATE_LABEL.search(before):
                return day
    return None
