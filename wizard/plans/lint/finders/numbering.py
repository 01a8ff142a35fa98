"""The rules about numbers and ids that stand twice, or out of their order.

Numbers count the headings, steps and items of one list; they have no gaps. Ids name a task or a requirement in the
whole plan, and may have gaps, because what was dropped leaves its id behind.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from typing import Final

from msgspec import Struct

from wizard.plans.lint.list_items import ListItem
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument


class Numbered(Struct, frozen=True):
    """A number or id with its place."""

    name: str
    """As it is written."""
    number: tuple[int, ...]
    line: int
    column: int
    series: Hashable
    """The same for all that count on from one another."""
    word: str = ""
    """Before the number of a heading, such as `Step`."""
    is_listed: bool = True
    """Whether the order in which it stands means something."""

    def occurrence(self, message: str) -> Occurrence:
        """Return its place with a message."""
        return Occurrence(self.line + 1, message, self.column + 1, self.column + len(self.name) + 1)


_COUNTED: Final = (
    "Milestone|Phase|Step|Task|Part|Stage|Epic|User Story|Story|Requirement|Feature|Scenario|Section|Chapter"
)
_SPACED: Final = "Sprint|Week|Day|Month|Iteration|Quarter|Release|Option|Question|Appendix|Wave|Slice"
"""What is numbered, but may be left out: nothing is planned for week 3."""
_TITLE = re.compile(
    rf"(?:(?P<word>{_COUNTED}|{_SPACED})[ ]+\#?(?P<counted>\d{{1,4}}(?:\.\d{{1,4}})*)(?![\w.]*\d|[ ]?[-–/&][ ]?\d)"
    r"|(?P<number>\d{1,3}(?:\.\d{1,3})*)(?:[.):](?=[ ]|$)|(?<=\.\d)(?=[ ])|(?<=\.\d\d)(?=[ ])))",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\d+\.\d+\.\d+|\d{4}-\d\d-\d\d|\bv\d", re.IGNORECASE)
_TASK_ID = re.compile(
    r"[*_~`]{0,3}\[?(?P<id>(?P<prefix>[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)*-|[A-Z]{1,6})(?P<digits>\d{1,6}(?:\.\d+)*)(?P<letter>[a-z]?)"
    r"|(?P<dotted>\d{1,4}(?:[.-]\d{1,4})+)(?![\w-])|(?P<plain>\d{1,4})(?=[.)]))(?=[\s:.,;)\]*_`~–—-]|$)"
)
_LABEL: Final = re.compile(r"\[?US-?\d+\]?")


def find_duplicate_numbers(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the numbers of headings and items that the one before has too, or another one of the same series."""
    yield from _duplicates(heading_numbers(document))
    for items in list_numbers(document):
        yield from _duplicates(items)


def find_numbers_out_of_order(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the numbers of headings and items that do not follow on the number before."""
    by_series: dict[Hashable, list[Numbered]] = {}
    for each in heading_numbers(document):
        by_series.setdefault(each.series, []).append(each)
    for series in by_series.values():
        yield from _breaks(series, is_spaced(series[0]))
    for items in list_numbers(document):
        yield from _breaks(items, False)


def find_duplicate_ids(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the ids of tasks and requirements that another one has."""
    yield from _duplicates(task_ids(document))
    yield from _duplicates(requirement_ids(document))


def find_ids_out_of_order(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the ids that come after a greater one of their kind."""
    for ids in (task_ids(document), requirement_ids(document)):
        greatest: dict[Hashable, Numbered] = {}
        for each in ids:
            before = greatest.get(each.series)
            if not each.is_listed:
                continue
            if before is not None and each.number < before.number:
                yield each.occurrence(f"{each.name} comes after {before.name}")
            greatest[each.series] = each


def _duplicates(numbered: Iterable[Numbered]) -> Iterator[Occurrence]:
    first: dict[tuple[Hashable, tuple[int, ...], str], Numbered] = {}
    for each in numbered:
        key = (each.series, each.number, re.sub(r".*\d", "", each.name))
        before = first.setdefault(key, each)
        if before is not each:
            yield each.occurrence(f"{each.name} is on line {before.line + 1} already")


def _breaks(numbered: Iterable[Numbered], may_have_gaps: bool) -> Iterator[Occurrence]:
    last: Numbered | None = None
    for each in numbered:
        if last is not None and each.number != last.number:
            expected = (*last.number[:-1], last.number[-1] + 1)
            if each.number < last.number or (each.number != expected and not may_have_gaps):
                wanted = ".".join(map(str, expected))
                yield each.occurrence(f"{each.name} comes after {last.name}, where {wanted} was expected")
        last = each


def is_spaced(numbered: Numbered) -> bool:
    return re.fullmatch(_SPACED, numbered.word, re.IGNORECASE) is not None


def heading_numbers(document: PlanDocument) -> Iterator[Numbered]:
    for heading in document.headings:
        found = _TITLE.match(heading.title)
        if found is None or _VERSION.search(heading.title):
            continue
        group = "counted" if found["counted"] is not None else "number"
        number = tuple(map(int, found[group].split(".")))
        series = (heading.parent, (found["word"] or "").lower(), heading.level, number[:-1])
        at = document.lines[heading.line].find(found[group], heading.column)
        yield Numbered(found[group], number, heading.line, max(at, 0), series, found["word"] or "")


def list_numbers(document: PlanDocument) -> Iterator[list[Numbered]]:
    """Yield the numbers of each ordered list, unless all are the same, which Markdown counts by itself."""
    lists: dict[int, list[ListItem]] = {}
    for item in document.items:
        if item.marker[:-1].isdigit():
            lists.setdefault(item.list_id, []).append(item)
    for items in lists.values():
        if len({item.marker for item in items}) > 1:
            yield [
                Numbered(item.marker[:-1], (int(item.marker[:-1]),), item.line, item.marker_column, item.list_id)
                for item in items
            ]


def task_ids(document: PlanDocument) -> Iterator[Numbered]:
    """Yield the ids of the items with boxes; plain numbers count on within their list only."""
    for item in document.items:
        if item.mark is None:
            continue
        found = _TASK_ID.match(document.lines[item.line], item.column)
        if found is None or _LABEL.fullmatch(found[0].strip("*_~`")):
            continue
        number = tuple(map(int, re.findall(r"\d+", found["digits"] or found["dotted"] or found["plain"])))
        series: Hashable = found["prefix"] or ("plain", item.list_id)
        if found["dotted"]:  # 02-01 counts on from 01-02, but not from 02.1-01
            series = re.sub(r"\d+", "", found["dotted"]) if "-" in found["dotted"] else "dotted"
        yield Numbered(found["id"], number, item.line, found.start("id"), series)


def requirement_ids(document: PlanDocument) -> Iterator[Numbered]:
    for each in document.requirements:
        if each.id and not each.id.startswith("Requirement "):
            number = tuple(map(int, re.findall(r"\d+", each.id)))
            at = document.lines[each.line].find(each.id, each.column)
            yield Numbered(
                each.id, number, each.line, max(at, 0), re.sub(r"\d.*", "", each.id), is_listed=each.is_listed
            )
