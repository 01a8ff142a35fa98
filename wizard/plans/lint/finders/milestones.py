"""The rules about milestones without tasks or without a test, and steps without an objective."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from wizard.markdown.headings import Heading
from wizard.message_text import sanitize_title
from wizard.plans.lint.list_items import ListItem
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.lint.values import match_label

_NUMBER: Final = r"(?:\d+(?:\.\d+)*[.):]?[ ]+)?"
_MILESTONE = re.compile(
    rf"{_NUMBER}Milestone\b(?:[ ]*[#-]?[ ]*(?:\d+|[A-Z]|[IVX]+)\b|[ ]*[:–—]|[ ]+-[ ])", re.IGNORECASE
)
_PHASE = re.compile(rf"{_NUMBER}(?:Phase|Sprint|Iteration)[ ]*[#-]?[ ]*(?:\d+|[IVX]+)\b", re.IGNORECASE)
_STEP = re.compile(rf"{_NUMBER}Step[ ]*[#-]?[ ]*\d+\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:target )?(?:due|date|deadline|owner|status|goal|objective|purpose|duration|estimate|start|end|effort|when"
    r"|depends(?: on)?|dependencies|tests?|verification|checkpoint|priority|outcome|why|risks?|notes?)\b",
    re.IGNORECASE,
)
"""Labels that say something about a milestone, and are no tasks of it."""
_TEST_LABEL = re.compile(
    r"(?:(?:independent|acceptance|exit|manual|smoke|definition of|how to|success|final|milestone) )*"
    r"(?:tests?|testing|tested|verif\w*|validat\w*|accept\w*|criteria|checkpoint|checks?|done(?: when)?|demo|proof"
    r"|review gate|exit)\b",
    re.IGNORECASE,
)
_TEST_ITEM = re.compile(r"[*_]*(?:tests?|testing|verify|verified|confirm|confirmed|demo|acceptance)\b", re.IGNORECASE)
_TEST_NAME = re.compile(r"(?:\w+ )?tests?\Z", re.IGNORECASE)
_TEST_WORK = re.compile(
    r"[*_]*(?:(?:run|write|add|execute) (?:\w+ ){0,4}tests?|validate|check|ensure|prove)\b", re.IGNORECASE
)
"""Work on tests and checks: that of a milestone only where no milestone has a label for its test."""
_TEST_TITLE = re.compile(
    r"\b(?:tests?|testing|verification|validation|acceptance|definition of done|checkpoint)\b", re.IGNORECASE
)
_TEST_SENTENCE = re.compile(
    r"\b(?:is|are|counts as|considered) (?:done|reached|complete|finished) (?:when|once|if)\b|\bdone when\b",
    re.IGNORECASE,
)
_NO_TEST_NEEDED = re.compile(
    r"\b(?:setup|set-up|foundation\w*|polish|cross-cutting|convergence|shared)\b", re.IGNORECASE
)
_OBJECTIVE = re.compile(
    r"(?:\w+ )?(?:objectives?|goals?|purpose|why|outcome|aim|intent|result|motivation)\b", re.IGNORECASE
)


def is_milestone(heading: Heading) -> bool:
    """Return whether a heading is that of a single milestone, such as `Milestone 2: Basic chat`."""
    return _MILESTONE.match(heading.title) is not None


def find_milestones_without_tasks(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the milestones without a task, and the phases without one where their neighbours have some."""
    sections = _SectionReader(document)
    phases = [each for each in document.headings if _PHASE.match(each.title)]
    with_tasks = [each for each in phases if sections.has_tasks(each)]
    for heading in document.headings:
        is_phase = _PHASE.match(heading.title) is not None and len(with_tasks) * 2 >= len(phases)
        if (is_milestone(heading) or is_phase) and not sections.has_tasks(heading):
            yield _occurrence(document, heading, "has no task")


def find_milestones_without_test(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the milestones that nothing says how to test, and such phases where most of the others have a test."""
    sections = _SectionReader(document)
    phases = [each for each in document.headings if _PHASE.match(each.title) and not _NO_TEST_NEEDED.search(each.title)]
    milestones = [each for each in document.headings if is_milestone(each)]
    is_labelled = any(sections.has_label(each, _TEST_NAME) for each in (*milestones, *phases))
    tested = [each for each in phases if sections.has_test(each, counts_work=not is_labelled)]
    lines = {each.line for each in phases}
    for heading in document.headings:
        is_phase = heading.line in lines and len(tested) * 2 >= len(phases)
        if (is_milestone(heading) or is_phase) and not sections.has_test(heading, counts_work=not is_labelled):
            yield _occurrence(document, heading, "does not say how it is tested")


def find_steps_without_objective(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the steps that do not say what they are for, where steps have labels or others say it."""
    sections = _SectionReader(document)
    steps = [each for each in document.headings if _STEP.match(each.title)]
    has_convention = any(sections.has_label(each, _OBJECTIVE) for each in steps)
    for heading in steps:
        if sections.has_label(heading, _OBJECTIVE):
            continue
        if has_convention or (sections.has_any_label(heading) and not sections.begins_with_prose(heading)):
            yield _occurrence(document, heading, "has no objective")


def _occurrence(document: PlanDocument, heading: Heading, what: str) -> Occurrence:
    end = len(document.lines[heading.line].rstrip())
    return Occurrence(heading.line + 1, f'"{sanitize_title(heading.title)}" {what}', heading.column + 1, end + 1)


class _SectionReader:
    """Looks up what stands in the section of a heading."""

    def __init__(self, document: PlanDocument) -> None:
        self._document = document
        self._items: dict[int, list[ListItem]] = {}
        for item in document.items:
            self._items.setdefault(document.heading_of_line[item.line], []).append(item)
        self._rows: dict[int, int] = {}
        for row in document.rows:
            if not row.is_head:
                index = document.heading_of_line[row.line]
                self._rows[index] = self._rows.get(index, 0) + 1

    def has_tasks(self, heading: Heading) -> bool:
        """Return whether there is an item that is no test and no label, a row of a table, or a part with text."""
        for index in self._parts(heading):
            part = self._document.headings[index]
            if self._rows.get(index) or any(map(self._is_task, self._items.get(index, ()))):
                return True
            if part is not heading and not _TEST_TITLE.search(part.title) and self._has_text(part):
                return True
        return False

    def has_test(self, heading: Heading, *, counts_work: bool) -> bool:
        """Return whether a label, an item, a heading or a sentence says how it is tested.

        With `counts_work`, a task to write or run tests is enough.
        """
        for index in self._parts(heading):
            part = self._document.headings[index]
            if part is not heading and _TEST_TITLE.search(part.title):
                return True
            items = self._items.get(index, ())
            if any(map(self._is_test, items)):
                return True
            if counts_work and any(_TEST_WORK.match(self._text(item)) for item in items):
                return True
            if self._has_label_in(part.text_start, part.text_end, _TEST_LABEL):
                return True
            if any(_TEST_SENTENCE.search(line) for line in self._document.prose[part.text_start : part.text_end]):
                return True
        return False

    def has_label(self, heading: Heading, label: re.Pattern[str]) -> bool:
        """Return whether a label of a kind has a value, in the section or in its parts."""
        parts = (self._document.headings[index] for index in self._parts(heading))
        return any(
            self._has_label_in(each.text_start, each.text_end, label)
            or (each is not heading and label.match(each.title))
            for each in parts
        )

    def has_any_label(self, heading: Heading) -> bool:
        """Return whether a label in bold stands in the section itself."""
        lines = self._document.prose[heading.text_start : heading.text_end]
        return any(
            line.lstrip(" \t*+-").startswith("**") or re.match(r"[ \t]*[-*+]?[ \t]*\*\*", line) for line in lines
        )

    def begins_with_prose(self, heading: Heading) -> bool:
        """Return whether the section begins with a sentence."""
        lines = self._document.prose[heading.text_start : heading.text_end]
        first = next((line.strip() for line in lines if line.strip()), "")
        return first[:1].isalpha() and match_label(first, 0) is None

    def _parts(self, heading: Heading) -> Sequence[int]:
        """Return the indexes of the heading and of all headings in its section."""
        first = self._document.heading_of_line[heading.line]
        last = self._document.heading_of_line[heading.end - 1] if heading.end > heading.line else first
        return range(first, last + 1)

    def _is_task(self, item: ListItem) -> bool:
        text = self._text(item)
        if not text:
            return False
        label = match_label(text, 0)
        return label is None or not (_ABOUT.match(label["label"]) or _TEST_LABEL.fullmatch(label["label"]))

    def _is_test(self, item: ListItem) -> bool:
        text = self._text(item)
        label = match_label(text, 0)
        return _TEST_ITEM.match(text) is not None and (label is None or bool(text[label.end() :].strip()))

    def _text(self, item: ListItem) -> str:
        return self._document.prose[item.line][item.column :].strip()

    def _has_text(self, heading: Heading) -> bool:
        return any(line.strip() for line in self._document.lines[heading.text_start : heading.text_end])

    def _first_text(self, start: int, end: int) -> str:
        lines = (self._document.prose[index] for index in range(start, end))
        return next((line for line in lines if line.strip()), "")

    def _has_label_in(self, start: int, end: int, wanted: re.Pattern[str]) -> bool:
        for index in range(start, end):
            line = self._document.prose[index]
            stripped = re.sub(r"^[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)?(?:\[.\][ \t]+)?", "", line)
            label = match_label(stripped, 0)
            if label is not None and wanted.match(label["label"].strip("*_ ")):
                if stripped[label.end() :].strip(" *_"):
                    return True
                following = self._first_text(index + 1, end)
                if following.strip() and match_label(following.strip(" -*+"), 0) is None:
                    return True
        return False
