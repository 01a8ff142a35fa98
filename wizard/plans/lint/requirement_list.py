"""The requirements of a plan, wherever they are stated: in lists, tables, headings and paragraphs.

"- **FR-001**: The system MUST answer."  ->  FR-001, "The system MUST answer."
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from wizard.markdown.headings import Heading
from wizard.plans.lint.list_items import ListItem
from wizard.plans.lint.table_rows import TableRow

if TYPE_CHECKING:
    from wizard.plans.lint.plan_document import PlanDocument


class Requirement(Struct, frozen=True):
    """A statement of what has to be true."""

    id: str
    """As it is written, such as `FR-001`; empty without one."""
    line: int
    """The index of its line."""
    column: int
    """The index of its first character."""
    end: int
    """The index behind its last character on that line."""
    text: str
    """All of it but the id, masked as prose is."""
    is_listed: bool
    """Whether it is an item of a list rather than a row or a section."""
    context: str = ""
    """What else says how binding it is: the rest of its section, or the cell of its priority."""


REQUIREMENT_FAMILIES: Final = frozenset("FR NFR REQ R RQ BR SR TR QR UR IR SYS PERF SEC".split())
REQUIREMENT_ID: Final = r"[A-Z]{1,5}-?\d{1,4}(?:\.\d+)*"
_LEADING = re.compile(
    rf"[*_]{{0,2}}\[?(?P<id>{REQUIREMENT_ID})\b\]?(?P<about>[ ]?\([^()\n]{{1,40}}\))?"
    r"[*_]{0,2}[ ]?[:.–—-]?[*_]{0,2}[ ]"
)
_CELL = re.compile(rf"[*_`]{{0,3}}(?P<id>{REQUIREMENT_ID})[*_`]{{0,3}}")
_NUMBERED_HEADING = re.compile(r"Requirement[ ](?P<number>\d+(?:\.\d+)*)\b", re.IGNORECASE)
_NAMED_HEADING = re.compile(r"Requirement:[ ]*\S", re.IGNORECASE)
_SECTION = re.compile(r"\b(?:requirements?|acceptance criteria)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:coverage|traceab\w+|matrix|mapping|tests?|testing|tasks?|checks?|checklist|verification|removed|renamed|open"
    r" questions?|changes?|decisions?|risks?)\b",
    re.IGNORECASE,
)
_GONE = re.compile(r"\b(?:removed|renamed)\b", re.IGNORECASE)
LEVEL: Final = re.compile(
    r"\b(?:must(?:n.t)?|shall|should(?:n.t)?|may|required|recommended|optional|cannot|could have|won.t have|has to"
    r"|have to)\b"
    r"|\((?:P[0-4]|Priority:)|\bPriority[*_]*[:：]",
    re.IGNORECASE,
)
"""RFC 2119 and RFC 8174, the "shall" of EARS, and the words of MoSCoW."""
_HAS_LEVEL: Final = "required"
"""The context of a requirement of which nobody asks for a level, or which has one of other words."""
_LEVEL_COLUMN = re.compile(r"\b(?:level|priority|moscow|must|importance|binding|keyword|type)\b", re.IGNORECASE)


def read_requirements(document: PlanDocument) -> tuple[Requirement, ...]:
    """Return the requirements from top to bottom, one for each line."""
    found: dict[int, Requirement] = {}
    for each in _requirements(document):
        found.setdefault(each.line, each)
    return tuple(found[line] for line in sorted(found))


def family_of(id: str) -> str:
    """Return the letters that an id begins with: `FR` of `FR-001`."""
    found = re.match(r"[A-Za-z]*", id)
    return found[0].upper() if found else ""


def _requirements(document: PlanDocument) -> Iterator[Requirement]:
    for item in document.items:
        if item.mark is None:
            yield from _read_item(document, item)
    for row in document.rows:
        if not row.is_head:
            yield from _read_row(document, row)
    for heading in document.headings:
        yield from _read_section(document, heading)
    yield from _read_paragraphs(document)
    yield from _read_lists_with_levels(document)


def _is_family(document: PlanDocument, id: str, line: int) -> bool:
    family = family_of(id)
    above = document.headings_above(line)
    if any(_ELSEWHERE.search(each.title) for each in above[:1]):
        return False
    return family in REQUIREMENT_FAMILIES and (family != "R" or any(_SECTION.search(each.title) for each in above))


def _item_text(document: PlanDocument, item: ListItem) -> str:
    return " ".join(document.prose[item.line : item.end])[item.column :]


def _read_item(document: PlanDocument, item: ListItem) -> Iterator[Requirement]:
    found = _LEADING.match(document.prose[item.line], item.column)
    if found is not None and _is_family(document, found["id"], item.line):
        text = _item_text(document, item)[found.end("id") - item.column :]
        end = len(document.lines[item.line].rstrip())
        yield Requirement(found["id"], item.line, item.column, end, text, is_listed=True)


def _read_row(document: PlanDocument, row: TableRow) -> Iterator[Requirement]:
    first = row.cells[0] if row.cells else None
    found = _CELL.fullmatch(first.text) if first is not None else None
    if first is None or found is None or not _is_family(document, found["id"], row.line):
        return
    if len(row.head) < 2 or any(_ELSEWHERE.search(title) for title in row.head):
        return
    texts = [document.prose[row.line][cell.column : cell.column + len(cell.text)] for cell in row.cells[1:]]
    levels = (text for title, text in zip(row.head[1:], texts, strict=False) if _LEVEL_COLUMN.search(title))
    context = _HAS_LEVEL if any(level.strip() for level in levels) else ""
    end = len(document.lines[row.line].rstrip())
    yield Requirement(found["id"], row.line, first.column, end, " | ".join(texts), is_listed=False, context=context)


def _read_section(document: PlanDocument, heading: Heading) -> Iterator[Requirement]:
    if any(_GONE.search(each.title) for each in document.headings_above(heading.line)):
        return
    leading = _LEADING.match(f"{heading.title} ")
    numbered = _NUMBERED_HEADING.match(heading.title)
    is_id = leading is not None and family_of(leading["id"]) in REQUIREMENT_FAMILIES - {"R"}
    if not (is_id or numbered or _NAMED_HEADING.match(heading.title)):
        return
    statement = " ".join(document.prose[heading.text_start : heading.text_end])
    rest = " ".join(document.prose[heading.text_end : heading.end])
    # Criteria are requirements of their own, and what is not written yet is said by another rule.
    has_criteria = any("criteria" in each.title.lower() for each in document.headings_in(heading))
    is_open = has_criteria or not f"{statement}{rest}".strip()
    id = leading["id"] if is_id and leading is not None else f"Requirement {numbered['number']}" if numbered else ""
    end = len(document.lines[heading.line].rstrip())
    yield Requirement(
        id,
        heading.line,
        heading.column,
        end,
        f"{heading.title} {statement}",
        is_listed=False,
        context=_HAS_LEVEL if is_open else rest,
    )


def _read_paragraphs(document: PlanDocument) -> Iterator[Requirement]:
    for block in document.blocks:
        if block.kind != "paragraph" or block.depth:
            continue
        for index in range(block.start, block.end):
            line = document.prose[index]
            column = len(line) - len(line.lstrip())
            found = _LEADING.match(line, column)
            is_marked = found is not None and ("*" in found[0] or ":" in found[0])
            if found is not None and is_marked and _is_family(document, found["id"], index):
                text = line[found.end("id") :]
                yield Requirement(found["id"], index, column, len(line.rstrip()), text, is_listed=True)


def _read_lists_with_levels(document: PlanDocument) -> Iterator[Requirement]:
    """Yield the items of lists of requirements without ids, where at least half of the items have a level."""
    lists: dict[int, list[ListItem]] = {}
    for item in document.items:
        above = document.headings_above(item.line)[:1]
        if item.mark is None and above and _SECTION.search(above[0].title) and not _ELSEWHERE.search(above[0].title):
            lists.setdefault(item.list_id, []).append(item)
    for items in lists.values():
        texts = [_item_text(document, item) for item in items]
        has_ids = any(_LEADING.match(text) for text in texts)
        leveled = sum(LEVEL.search(text) is not None for text in texts)
        if has_ids or leveled * 2 < len(items) or not leveled:
            continue
        for item, text in zip(items, texts, strict=True):
            end = len(document.lines[item.line].rstrip())
            yield Requirement("", item.line, item.column, end, text, is_listed=True)
