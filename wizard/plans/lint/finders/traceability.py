"""The rules about requirements that no task names, and tasks that name a requirement or story which there is not.

`[US1]`, `per FR-003`, `(REQ-2)` and `_Requirements: 1.1, 2.3_` name one. A plan in which no task names any has no such
convention, and nothing is said about it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from wizard.markdown.headings import Heading
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.lint.requirement_list import family_of
from wizard.plans.lint.requirement_references import NAMED_ID, NUMBER, STORY

_STORY_TITLE = re.compile(
    r"(?:\d+[.)]?[ ]+|Phase[ ]\d+[:.–—-]?[ ]*)?(?:User[ ]Story|Story|US)[ -]?(?P<number>\d+)\b", re.IGNORECASE
)
_STORY_TEXT = re.compile(
    r"[*_]{0,2}(?:US-?|User Story )(?P<number>\d+)\b[*_]{0,2}(?:[ ]?\([^()]{1,30}\))?[*_]{0,2}[ ]?[:.–—-]"
)
_OPTIONAL_LEVEL = re.compile(r"\b(?:SHOULD|MAY|RECOMMENDED|OPTIONAL|COULD)\b", re.IGNORECASE)
_BINDING_LEVEL = re.compile(r"\b(?:MUST|SHALL|REQUIRED)\b", re.IGNORECASE)


def find_requirements_without_task(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the requirements that no task names, where tasks name others of their kind; what may be left out may be."""
    requirements = [each for each in document.requirements if each.id]
    if not requirements:
        return
    documents = (document, *(PlanDocument(text) for text in document.tasks_beside))
    keys = {_key(each.id) for other in documents for each in other.references}
    families = {family for family, _ in keys}
    named = {(family, number[:length]) for family, number in keys for length in range(1, len(number) + 1)}
    for each in requirements:
        family, number = _key(each.id)
        stated = f"{each.text} {each.context}"
        is_optional = _OPTIONAL_LEVEL.search(stated) and not _BINDING_LEVEL.search(stated)
        if family in families and (family, number) not in named and not is_optional:
            yield Occurrence(each.line + 1, f"no task names {each.id}", each.column + 1, each.end + 1)


def find_unknown_requirements(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the ids in tasks that no requirement and no story of the plan has, where there are others of their kind."""
    references = document.references
    if not references:
        return
    known = _known(document)
    own = {family for family, _ in known}
    for text in document.specs_beside:
        known |= {key for key in _known(PlanDocument(text)) if key[0] not in own}
    families = {family for family, _ in known}
    where = "in this plan or beside it" if document.specs_beside else "in this plan"
    for each in references:
        family, number = _key(each.id)
        if family in families and (family, number) not in known:
            what = "user story" if family == STORY else "requirement"
            yield Occurrence(each.line + 1, f"there is no {what} {each.id} {where}", each.column + 1, each.end + 1)


def _key(id: str) -> tuple[str, tuple[int, ...]]:
    """Return an id in the form in which ids are compared: `FR-1` and `FR-001` are the same."""
    family = family_of(id)
    return ("" if family == "REQUIREMENT" else family), tuple(map(int, re.findall(r"\d+", id)))


def _known(document: PlanDocument) -> set[tuple[str, tuple[int, ...]]]:
    requirements = document.requirements
    known = {_key(each.id) for each in requirements if each.id}
    known |= {(STORY, (int(found["number"]),)) for found in _stories(document)}
    known |= set(_other_definitions(document))
    for heading, number in _numbered_requirements(document):
        known |= {("", (*number, criterion)) for criterion in _criteria(document, heading)}
    return known


def _stories(document: PlanDocument) -> Iterator[re.Match[str]]:
    for heading in document.headings:
        found = _STORY_TITLE.match(heading.title)
        if found is not None:
            yield found
    for item in document.items:
        found = _STORY_TEXT.match(document.prose[item.line], item.column) if item.mark is None else None
        if found is not None:
            yield found


def _other_definitions(document: PlanDocument) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield what is stated under an id of another kind, such as SC-001 or AC-2."""
    for item in document.items:
        line = document.prose[item.line]
        start = item.column + len(line[item.column :]) - len(line[item.column :].lstrip("*_["))
        found = NAMED_ID.match(line, start) if item.mark is None else None
        if found is not None and re.match(r"[\])*_ ]*(?:\([^()]*\))?[*_]*[ ]?[:.–—-]", line[found.end() :]):
            yield found["family"], tuple(map(int, re.findall(r"\d+", found["number"])))


def _numbered_requirements(document: PlanDocument) -> Iterator[tuple[Heading, tuple[int, ...]]]:
    lines = {each.line: each for each in document.requirements if each.id.startswith("Requirement ")}
    for heading in document.headings:
        if heading.line in lines:
            yield heading, _key(lines[heading.line].id)[1]


def _criteria(document: PlanDocument, requirement: Heading) -> Iterator[int]:
    """Yield the numbers of the criteria in a requirement's section."""
    first = bisect_left(document.items, requirement.line, key=lambda item: item.line)
    for item in islice(document.items, first, None):
        if item.line >= requirement.end:
            return
        if item.marker[:-1].isdigit():
            yield int(item.marker[:-1])
        found = NUMBER.match(document.lines[item.line], item.column)
        if found is not None:
            yield int(found[0].split(".")[-1])
