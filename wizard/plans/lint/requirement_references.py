"""The requirements and user stories that the tasks of a plan name.

"- [ ] T012 [US1] Store it per FR-003"  ->  US1 and FR-003, with their places
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from wizard.plans.lint.list_items import ListItem
from wizard.plans.lint.requirement_list import REQUIREMENT_FAMILIES

if TYPE_CHECKING:
    from wizard.plans.lint.plan_document import PlanDocument


class Reference(Struct, frozen=True):
    """A requirement or story that a task names."""

    id: str
    line: int
    column: int
    end: int


NAMED_ID: Final = re.compile(r"(?<![\w./-])(?P<family>[A-Z]{1,5})-?(?P<number>\d{1,4}(?:\.\d+)*)(?![\w]|-\d)")
_NUMBERS = re.compile(r"_Requirements?:[ ]*(?P<ids>\d[\d., ]*)_")
NUMBER: Final = re.compile(r"\d+(?:\.\d+)*")
STORY: Final = "US"


def read_references(document: PlanDocument) -> Iterator[Reference]:
    """Yield what tasks name, in their own lines and in those below them that have no box."""
    for item in document.items:
        if item.mark is not None:
            yield from _references_in(document, item)


def _references_in(document: PlanDocument, item: ListItem) -> Iterator[Reference]:
    for index in range(item.line, item.end):
        if index > item.line and index in document.box_lines:
            return
        line = document.prose[index]
        for found in NAMED_ID.finditer(line, item.column if index == item.line else 0):
            if found["family"] in REQUIREMENT_FAMILIES or found["family"] in (STORY, "SC", "AC", "UC"):
                yield Reference(found[0], index, found.start(), found.end())
        for numbers in _NUMBERS.finditer(line):
            for found in NUMBER.finditer(line, numbers.start("ids"), numbers.end("ids")):
                yield Reference(found[0], index, found.start(), found.end())
