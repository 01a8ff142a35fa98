"""What `--fix` does: numbers and ids that count on again, and rows of tables without text taken out.

a plan → changes of its text, each of which mends one series of numbers or one row

Never a word: only digits change, and lines of bars and blanks go. A series stays as it is where that is not certain to
mean the same afterwards: where the text refers to a number that would be another one, where an id is ambiguous, where
another file beside the plan names an id, or where the items of a list would no longer hold what is nested in them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from wizard.markdown.blocks import read_blocks
from wizard.message_text import pluralize
from wizard.plans.lint.finders.numbering import (
    Numbered,
    heading_numbers,
    is_spaced,
    list_numbers,
    requirement_ids,
    task_ids,
)
from wizard.plans.lint.finding import Finding, Fix, TextEdit
from wizard.plans.lint.plan_document import PlanDocument

FIXABLE_CODES: Final = frozenset(
    ("duplicate-id", "id-out-of-order", "duplicate-number", "number-out-of-order", "empty-table-row")
)
_ID_CODES: Final = frozenset(("duplicate-id", "id-out-of-order"))
_NUMBER_CODES: Final = frozenset(("duplicate-number", "number-out-of-order"))

ReadOthers = Callable[[], Sequence[str]]
"""Returns the texts of the other plans beside a plan."""

# "steps 2, 3 and 4", "after 3", "#3", "§ 3": numbers by which a text refers to headings and items.
_NUMBERS: Final = r"(?P<numbers>\d[\d.]*(?:[ \t]{0,2}(?:,|&|and|or|to|through|until|[-–—])[ \t]{0,2}\#?\d[\d.]*)*)"
_REFERENCE = re.compile(
    r"(?:\b(?:milestone|phase|step|task|part|stage|epic|story|requirement|feature|scenario|section|chapter|item|point"
    r"|question|number|no\.|see|after|before|until|depends(?:[ ]on)?|requires|needs|blocked[ ]by|blocks|per|stories)s?"
    rf"[ \t:*_`(\[]{{0,4}}\#?|[#§][ ]?){_NUMBERS}",
    re.IGNORECASE,
)


# Of a range such as T001–T004, of a path, or of a longer name.
_PART_BEFORE = re.compile(r"[-–—.…/][ ]?\Z|[^\W_]_\Z")
_PART_AFTER = re.compile(r"[ ]?[-–—…/]|\.[.\d]|_[^\W_]")


class FoundFix(Struct, frozen=True):
    """A fix, and which findings it mends."""

    fix: Fix
    codes: frozenset[str]
    lines: frozenset[int]
    """On which such findings may be; 1-based."""

    def mends(self, finding: Finding) -> bool:
        """Return whether a finding is gone when the fix is made."""
        problem = finding.problem
        return problem.code in self.codes and problem.line in self.lines


def with_fixes(document: PlanDocument, findings: Iterable[Finding], read_others: ReadOthers) -> Iterator[Finding]:
    """Yield the findings of a plan, with their fixes where there are any."""
    found = tuple(findings)
    codes = {finding.problem.code for finding in found} & FIXABLE_CODES
    fixes = tuple(find_fixes(document, read_others)) if codes else ()
    for finding in found:
        made = next((each for each in fixes if each.mends(finding)), None)
        yield finding if made is None else replace(finding, fix=made.fix)


def find_fixes(document: PlanDocument, read_others: ReadOthers) -> Iterator[FoundFix]:
    """Yield everything in a plan that can be mended without changing what it says."""
    yield from _row_fixes(document)
    for numbered in list_numbers(document):
        yield from _number_fix(document, numbered, "list")
    for numbered in _by_series(heading_numbers(document)):
        if not is_spaced(numbered[0]):
            yield from _number_fix(document, numbered, "headings")
    for ids in (task_ids(document), requirement_ids(document)):
        for numbered in _by_series(ids):
            yield from _id_fix(document, numbered, read_others)


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Return a text with changes made in it; line ends and everything else stay as they are."""
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]
    bom = 1 if text.startswith("\ufeff") else 0

    def offset(line: int, column: int) -> int:
        return min(
            (starts[line - 1] if line <= len(starts) else len(text)) + column - 1 + (bom if line == 1 else 0), len(text)
        )

    parts: list[str] = []
    at = 0
    for edit in sorted(set(edits)):
        start, end = offset(edit.line, edit.column), offset(edit.end_line, edit.end_column)
        parts += (text[at:start], edit.text)
        at = end
    return "".join((*parts, text[at:]))


def _row_fixes(document: PlanDocument) -> Iterator[FoundFix]:
    for first, last in _runs(
        row.line for row in document.rows if not row.is_head and not any(c.text for c in row.cells)
    ):
        if last + 1 < len(document.lines):
            edit = TextEdit(first + 1, 1, last + 2, 1, "")
        else:
            edit = TextEdit(first, len(document.lines[first - 1]) + 1, last + 1, len(document.lines[last]) + 1, "")
        count = last - first + 1
        summary = "Removes the empty row." if count == 1 else f"Removes {count} empty rows."
        yield FoundFix(Fix(summary, (edit,)), frozenset(("empty-table-row",)), frozenset(range(first + 1, last + 2)))


def _runs(lines: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of consecutive lines."""
    first = last = -2
    for line in lines:
        if line != last + 1:
            if first >= 0:
                yield first, last
            first = line
        last = line
    if first >= 0:
        yield first, last


def _by_series(numbered: Iterable[Numbered]) -> list[list[Numbered]]:
    found: dict[Hashable, list[Numbered]] = {}
    for each in numbered:
        found.setdefault(each.series, []).append(each)
    return list(found.values())


def _number_fix(document: PlanDocument, numbered: Sequence[Numbered], what: str) -> Iterator[FoundFix]:
    """Yield the fix of a list's or a section's numbers: they count on from the first."""
    first = numbered[0].number
    wanted = [(*first[:-1], first[-1] + index) for index in range(len(numbered))]
    changed = [(each, number) for each, number in zip(numbered, wanted, strict=True) if each.number != number]
    if not changed:
        return
    edits = tuple(_edit(each, ".".join(map(str, number))) for each, number in changed)
    if _refers_to_number(document, {each.name for each, _ in changed}) or (
        what == "headings" and _links_to_headings(document, changed)
    ):
        return
    if what == "list" and not _keeps_blocks(document, edits):
        return
    count = len(edits)
    summary = f"Renumbers {count} {pluralize('item' if what == 'list' else 'heading', count)}."
    yield FoundFix(Fix(summary, edits), _NUMBER_CODES, _lines_of(numbered))


def _edit(numbered: Numbered, name: str) -> TextEdit:
    line, column = numbered.line + 1, numbered.column + 1
    return TextEdit(line, column, line, column + len(numbered.name), name)


def _lines_of(numbered: Iterable[Numbered]) -> frozenset[int]:
    return frozenset(each.line + 1 for each in numbered)


def _refers_to_number(document: PlanDocument, names: AbstractSet[str]) -> bool:
    """Whether the text may mean one of the numbers, or a number that begins with it, such as 3.1 for 3."""
    own = {(each.line, each.column) for each in heading_numbers(document)}
    nested = re.compile(rf"(?<![\w.])(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})[.-]\d")
    for index, line in enumerate(document.lines):
        if nested.search(line):
            return True
        for found in _REFERENCE.finditer(line):
            if (index, found.start("numbers")) not in own and not names.isdisjoint(_read_numbers(found["numbers"])):
                return True
    return False


def _read_numbers(text: str) -> Iterator[str]:
    """Yield the numbers of a list, and those in its ranges: `2, 4-6` has 2, 4, 5 and 6."""
    numbers = [(each[0].rstrip("."), each.start(), each.end()) for each in re.finditer(r"\d[\d.]*", text)]
    last = ("", 0, 0)
    for number, start, end in numbers:
        if re.search(r"to|through|until|[-–—]", text[last[2] : start]) and last[0].isdigit() and number.isdigit():
            yield from map(str, range(int(last[0]), min(int(number), int(last[0]) + 1000)))
        yield number
        last = (number, start, end)


def _links_to_headings(document: PlanDocument, changed: Iterable[tuple[Numbered, tuple[int, ...]]]) -> bool:
    """Whether a link leads to a heading whose anchor has one of the numbers."""
    numbers = {each.name.replace(".", "") for each, _ in changed}
    anchors = re.findall(r"\]\(\s*<?[^()\s]*#([^()\s>]+)|href=[\"']#([^\"']+)", document.text)
    return any(numbers & set(re.findall(r"\d+", "".join(anchor))) for anchor in anchors)


def _keeps_blocks(document: PlanDocument, edits: Sequence[TextEdit]) -> bool:
    """Whether every block holds the lines that it held; a longer number moves the text that has to be below it."""
    if all(edit.end_column - edit.column == len(edit.text) for edit in edits):
        return True
    after = read_blocks(apply_edits(document.text, edits))
    return [(each.kind, each.start, each.end, each.depth) for each in after] == [
        (each.kind, each.start, each.end, each.depth) for each in document.blocks
    ]


def _id_fix(document: PlanDocument, numbered: Sequence[Numbered], read_others: ReadOthers) -> Iterator[FoundFix]:
    """Yield the fix of ids: each greater than the one before, with all references to them."""
    if not all(each.is_listed and re.fullmatch(r".*\d", each.name) for each in numbered):
        return
    wanted = _ascending([each.number for each in numbered])
    if wanted is None:
        return
    names = {each: _renumbered(each.name, number) for each, number in zip(numbered, wanted, strict=True)}
    changed = {each: name for each, name in names.items() if name != each.name}
    if not changed or None in changed.values():
        return
    counts = Counter(each.name for each in numbered)
    new_names: Mapping[str, str] = {
        each.name: name for each, name in changed.items() if name and counts[each.name] == 1
    }
    own = {(each.line, each.column) for each in numbered}
    references = _find_references(document, {each.name for each in changed}, own)
    if references is None or any(reference.name not in new_names for reference in references):
        return
    if any(_mentions(text, {each.name for each in changed}) for text in read_others()):
        return
    edits = (
        *(_edit(each, name) for each, name in changed.items() if name),
        *(_edit(reference, new_names[reference.name]) for reference in references),
    )
    shown = ", ".join(f"{each.name} → {name}" for each, name in list(changed.items())[:3])
    more = "" if len(changed) <= 3 else f" and {len(changed) - 3} more"
    yield FoundFix(Fix(f"Renumbers ids: {shown}{more}.", edits), _ID_CODES, _lines_of(numbered))


def _ascending(numbers: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]] | None:
    """Return the numbers in order, the same one never twice: 1 2 2 3 becomes 1 2 3 4; None where their parts mingle."""
    parts = [number[:-1] for number in numbers]
    if len({len(number) for number in numbers}) > 1 or any(
        part in parts[:index] and parts[index - 1] != part for index, part in enumerate(parts)
    ):
        return None
    wanted: list[tuple[int, ...]] = []
    for part in dict.fromkeys(parts):
        last = -1
        for number in sorted(number[-1] for number in numbers if number[:-1] == part):
            last = max(number, last + 1)
            wanted.append((*part, last))
    return wanted


def _renumbered(name: str, number: tuple[int, ...]) -> str | None:
    """Return an id with other numbers, as wide as they were; None when they do not fit its digits."""
    digits = re.findall(r"\d+", name)
    if len(digits) != len(number):
        return None
    rest = iter(f"{value:0{len(old)}d}" for old, value in zip(digits, number, strict=True))
    return re.sub(r"\d+", lambda _: next(rest), name)


def _find_references(
    document: PlanDocument, names: Collection[str], own: set[tuple[int, int]]
) -> list[Numbered] | None:
    """Return where the text has one of the ids, code and comments too; None where it is not certain what is meant."""
    pattern = _pattern_of(names)
    found: list[Numbered] = []
    known = set(names)
    for index, line in enumerate(document.lines):
        for each in pattern.finditer(line):
            if (index, each.start()) in own:
                continue
            around = line[max(each.start() - 2, 0) : each.start()], line[each.end() : each.end() + 2]
            is_part = _PART_BEFORE.search(around[0]) or _PART_AFTER.match(around[1])
            if is_part or each[0] not in known or each[0][:1].isdigit():
                return None
            found.append(Numbered(each[0], (), index, each.start(), None))
    return found


def _mentions(text: str, names: Iterable[str]) -> bool:
    return _pattern_of(names).search(text) is not None


def _pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])", re.IGNORECASE)
