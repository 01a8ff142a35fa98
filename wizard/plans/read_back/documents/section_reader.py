"""A section of a document, read with the elements that the template has in that section.

Labels come first, and what is below each belongs to it. Then tables, fences, lines with words of the template, lists,
and last the texts that take whole blocks. What nothing takes is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct, field

from wizard.model.template import Template
from wizard.plans.read_back.documents.document_tree import DocumentBlock, DocumentSection, split_box
from wizard.plans.read_back.documents.raw_answers import Landmark, RawAnswers, concrete_path
from wizard.plans.read_back.documents.template_pattern import Element
from wizard.plans.read_back.documents.worded_lines import Captured, exact_key, loose_key, plain_line, split_label

UnitName = Literal["paragraph", "item", "table", "fence", "code", "html", "comment", "rule", "section"]

_BULLET: Final = re.compile(r"[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]+")
_BRACKETED: Final = re.compile(r"\[[^\[\]\n]*[a-z][^\[\]\n]*\](?!\()|\{\{?[^{}\n]+\}?\}|<[a-z][^<>\n]*>")
_OWN_ID: Final = re.compile(
    r"[*_`]{0,3}\(?[A-Z]{1,8}[-_ ]?\d+(?:\.\d+)*\)?[*_`]{0,3}[ \t]*(?:[:.)]|[-–—](?=\s))[*_`]{0,3}[ \t]*"
)
_FENCE_LANGUAGE: Final = re.compile(r"[\w+-]*")


class Unit(Struct, eq=False):
    """A part of a document that is taken as a whole, or line by line."""

    name: UnitName
    start: int
    end: int
    """The lines that it covers, 0-based."""
    head: str = ""
    box: str | None = None
    """What is in the box of a task; None without a box."""
    children: tuple[Unit, ...] = ()
    block: DocumentBlock | None = None
    section: DocumentSection | None = None
    is_taken: bool = False
    is_own_text: bool = False
    """Whether it is the template's text, or stands for an open question."""
    quote_levels: int = 0
    depth: int = 0
    """The items around it."""
    is_part: bool = True
    """Whether a section may be taken as a part of the text before it."""


def units_of(blocks: Sequence[DocumentBlock], quote_levels: int = 0, depth: int = 0) -> Iterator[Unit]:
    """Yield the units that blocks are, within so many quotes and items; those in a quote stand for themselves."""
    for unit in _units_of(blocks, quote_levels, depth):
        unit.depth = max(unit.depth, depth)
        yield unit


def _units_of(blocks: Sequence[DocumentBlock], quote_levels: int, depth: int) -> Iterator[Unit]:
    for block in blocks:
        match block.name:
            case "quote":
                yield from units_of(block.children, quote_levels + 1, depth)
            case "item":
                head, below = block.split_head()
                box, text = split_box(head)
                children = tuple(units_of(below, depth=depth + 1))
                yield Unit("item", block.start, block.end, text, box, children, block, quote_levels=quote_levels)
            case "paragraph" | "heading":
                yield Unit("paragraph", block.start, block.end, block.text, block=block, quote_levels=quote_levels)
            case "html":
                yield from _html_units(block, quote_levels)
            case name:
                yield Unit(name, block.start, block.end, block.text, block=block, quote_levels=quote_levels)


def _html_units(block: DocumentBlock, quote_levels: int) -> Iterator[Unit]:
    for index, line in enumerate(block.text.split("\n")):
        text = line.lstrip("> \t")
        if text:
            at = block.start + index
            yield Unit("html" if text.startswith("<") else "paragraph", at, at + 1, text, quote_levels=quote_levels)


class _Scope(Struct):
    """What belongs to a label: the elements that the template has below it, and the units that a document has."""

    label: Element
    unit: Unit
    rest: str
    units: list[Unit] = field(default_factory=list[Unit])


class SectionReader:
    """Reads units of a document into answers."""

    def __init__(self, answers: RawAnswers, lines: Sequence[str], template: Template) -> None:
        self._answers = answers
        self._template = template
        self._pattern = answers.pattern
        self._lines = lines
        self.filled: set[int] = set()
        """The numbers of the elements that took something."""
        self.labels: dict[int, str] = {}
        """`{line, from 0: the label of the template as it is put there}`."""
        self.is_exact = False
        """Whether labels count only as the template puts them, and in no item."""
        self._spans: dict[tuple[int, tuple[tuple[int, int], ...]], tuple[int, int]] = {}
        """`{(number of an element, the items around it): the lines from the first to the last that it took}`."""

    def read(self, elements: Sequence[Element], units: Sequence[Unit], at: Mapping[int, int]) -> list[Unit]:
        """Take what fits the elements, and return the units that do not."""
        below, common = _split_scopes(elements)
        waiting: dict[str, list[Element]] = {}
        for element in elements:
            if element.name == "label":
                waiting.setdefault(element.label, []).append(element)
        scopes, loose_units = self._find_scopes(list(self._split_lines(units, elements)), waiting, below)
        left: list[Unit] = []
        for scope in scopes:
            left += self._read_scope(scope, below.get(scope.label.number, ()), at, has_common=bool(common))
        left = sorted([*loose_units, *left], key=lambda unit: (unit.start, unit.end))
        left = self._read_unlabelled(common, left, at)
        missed = [
            each
            for element in elements
            if element.name == "label" and element.number not in self.filled
            for each in (*below.get(element.number, ()), *element.children)
            if each.number not in self.filled and each.name not in ("label", "known")
        ]
        if missed:
            # What stands in an item belongs to that, and what has a label of its own to none of the template's.
            free = [unit for unit in loose_units if unit in left and not _has_own_label(unit)]
            left = [*_without(left, free), *self._read_unlabelled(missed, free, at)]
            left.sort(key=lambda unit: (unit.start, unit.end))
        return [unit for unit in left if not (unit.name == "item" and self._is_open_unit(unit))]

    def _split_lines(self, units: Sequence[Unit], elements: Sequence[Element]) -> Iterator[Unit]:
        """Yield the units, with paragraphs of several labelled lines as one for each."""
        inner = [*elements, *(child for each in elements if each.name == "repeat" for child in each.children)]
        labels = {each.label for each in inner if each.name == "label"}
        worded = [each for each in inner if each.name == "line" and exact_key(each.pattern.literals[0])]
        for unit in units:
            if unit.name == "table" and labels and not any(each.name == "table" for each in elements):
                yield from self._split_table(unit, labels)
                continue
            if unit.name != "paragraph" or "\n" not in unit.head or not (labels or worded):
                yield unit
                continue
            parts: list[list[str]] = []
            starts: list[int] = []
            is_own = False
            for index, line in enumerate(unit.head.split("\n")):
                was_own, is_own = is_own, plain_line(line.lstrip("> ")) in self._pattern.own_lines
                begins = self._key_of_label(line, labels) or any(each.pattern.match(line) for each in worded)
                if begins or not parts or is_own or was_own:
                    parts.append([line])
                    starts.append(index)
                else:
                    parts[-1].append(line)
            if len(parts) == 1:
                yield unit
                continue
            for part, start in zip(parts, starts, strict=True):
                line = unit.start + start
                text = "\n".join(part).rstrip("\\ ")
                yield Unit("paragraph", line, line + len(part), text, quote_levels=unit.quote_levels)

    def _split_table(self, unit: Unit, labels: set[str]) -> Iterator[Unit]:
        """Yield the rows of a table that begin with a label, each as a labelled line; the whole table if none does."""
        rows = unit.block.rows if unit.block is not None else []
        labelled = [(line, cells) for line, cells in rows if len(cells) == _LABELLED and exact_key(cells[0]) in labels]
        if not labelled:
            yield unit
            return
        for line, cells in rows[1:]:
            text = f"**{cells[0].strip('*_ :')}:** {cells[1]}" if len(cells) == _LABELLED else " | ".join(cells)
            yield Unit("paragraph", line, line + 1, text)

    def _key_of_label(self, text: str, labels: set[str] | Mapping[str, object]) -> str:
        """Return the label of the template that a text begins with, as labels are compared, or nothing."""
        label = split_label(text)
        if label is None:
            return ""
        return next((key for key in (label.key, loose_key(label.text)) if key in labels), "")

    def _find_scopes(
        self, units: list[Unit], waiting: dict[str, list[Element]], below: Mapping[int, Sequence[Element]]
    ) -> tuple[list[_Scope], list[Unit]]:
        """Return the labels of the template that stand in the units, and the units that belong to none."""
        scopes: list[_Scope] = []
        rest: list[Unit] = []
        current: _Scope | None = None
        wanted = {key for unit in units if (key := self._key_of_label(unit.head, waiting))}
        for unit in units:
            found = self._take_label(unit, waiting, wanted) if waiting else None
            if found is not None:
                label, text = found
                self.labels[unit.start] = unit.head.removesuffix(text)
                scope = _Scope(label, unit, text)
                scopes.append(scope)
                has_own = bool(below.get(label.number)) or bool(label.children)
                is_whole = bool(unit.children) or unit.section is not None
                current = scope if (not text or has_own) and not is_whole else None
            elif current is not None and unit.name != "section":
                current.units.append(unit)
            else:
                current = None if unit.name == "section" else current
                rest.append(unit)
        return scopes, rest

    def _take_label(
        self, unit: Unit, waiting: dict[str, list[Element]], wanted: set[str]
    ) -> tuple[Element, str] | None:
        """Return the label that a unit begins with, which waits no longer, and the text behind it."""
        if self.is_exact and unit.depth:
            return None
        if unit.name not in ("paragraph", "item", "section", "html"):
            return None
        label = split_label(unit.head) if unit.name != "section" else None
        names = [unit.head] if unit.name == "section" else []
        if label is not None:
            names.append(label.text)
        elif "\n" not in unit.head and len(unit.head) < _LONGEST_LABEL and not self._answers.is_open_text(unit.head):
            names.append(unit.head)
        for name in names:
            for key in (exact_key(name), loose_key(name)):
                if waiting.get(key):
                    return waiting[key].pop(0), label.rest if label is not None else ""
        if not self.is_exact and names and (unit.name == "section" or (label is not None and not label.is_plain)):
            return self._take_similar_label(names[-1], waiting, wanted, label.rest if label is not None else "")
        return None

    def _take_similar_label(
        self, name: str, waiting: dict[str, list[Element]], wanted: set[str], rest: str
    ) -> tuple[Element, str] | None:
        from wizard.plans.read_back.documents.heading_matching import are_alike

        alike = [key for key, labels in waiting.items() if labels and key not in wanted and are_alike(name, key)]
        return (waiting[alike[0]].pop(0), rest) if len(alike) == 1 else None

    def _read_scope(
        self, scope: _Scope, below: Sequence[Element], at: Mapping[int, int], *, has_common: bool
    ) -> list[Unit]:
        """Take a label with what belongs to it, and return the units that it does not take."""
        label, unit = scope.label, scope.unit
        inner = [*unit.children, *scope.units]
        if label.box:
            self._put_box(label, unit, at)
        if label.marks:
            return self._read_label_text(scope, inner, at, has_common=has_common)
        elements = (*label.children, *below)
        literal = exact_key("".join(label.pattern.literals))
        if scope.rest and not elements:
            unit.is_own_text = exact_key(scope.rest) == literal
            return ([] if unit.is_own_text else [unit]) + inner
        unit.is_own_text = True
        self._fill(label, at)
        self._answers.landmarks[Landmark.of("label", label.number, at)] = unit.start, unit.start + 1
        if scope.rest and exact_key(scope.rest) != literal:
            line = unit.end if unit.name == "section" else unit.start
            inner.insert(0, Unit("paragraph", line, line + 1, scope.rest))
            left = self.read(elements, inner, at)
            if inner[0] in left:
                left[left.index(inner[0])] = unit
                unit.is_own_text = False
            return left
        return self.read(elements, inner, at)

    def _read_label_text(
        self, scope: _Scope, inner: list[Unit], at: Mapping[int, int], *, has_common: bool
    ) -> list[Unit]:
        label, unit = scope.label, scope.unit
        text = scope.rest
        if text:
            if not self._put_line(label, text, at, unit):
                return [unit, *inner]
            self._fill(label, at)
            return self.read(label.children, inner, at) if inner else []
        taken = _first_run(inner, paragraphs_only=has_common)
        unit.is_own_text = True
        if not taken:
            for mark in label.marks[:1]:
                self._answers.put(mark, "", at, unit.start + 1)
            return inner
        self._fill(label, at)
        whole = self._text_of(taken)
        if len(label.marks) == 1 and not label.pattern.has_words:
            is_put = self._answers.put(label.marks[0], whole, at, taken[0].start + 1, taken[-1].end)
        else:
            is_put = self._put_line(label, plain_line(whole), at, taken[0])
        if is_put:
            _take_all(taken)
        return _without(inner, taken) if is_put else inner

    def _read_unlabelled(self, elements: Sequence[Element], units: Sequence[Unit], at: Mapping[int, int]) -> list[Unit]:
        left = [unit for unit in units if not self._is_own_text(unit)]
        hints = [unit for unit in units if unit.is_own_text and self._answers.is_open_text(unit.head)]
        for element in elements:
            match element.name:
                case "option":
                    left = self._read_option(element, left, at)
                case "table":
                    left = self._read_table(element, left, at)
                case "fence":
                    left = self._read_fence(element, left, at)
                case "line" if element.pattern.has_words:
                    left = self._read_worded_line(element, left, at)
                case _:
                    pass
        left = self._read_repeats([each for each in elements if each.name == "repeat"], left, at)
        for element in elements:
            if element.name == "line" and not element.pattern.has_words and element.number not in self.filled:
                left = self._read_bare_line(element, left, at)
        texts = [each for each in elements if each.name == "text"]
        walls = [each for each in units if each.is_own_text and each.name in ("paragraph", "html")]
        for index, element in enumerate(texts):
            room = self._room_of(element, elements, at)
            runs = list(self._runs(left, elements, walls, at))
            left = self._read_text(element, left, runs, room, at, is_last=index == len(texts) - 1, has_hint=bool(hints))
            if element.number not in self.filled and hints:
                self._answers.put(element.marks[0], hints[0].head, at, hints[0].start + 1, hints[0].end)
        lone = [each for each in elements if each.name == "fence" and each.number not in self.filled]
        for element in lone:
            room = self._room_of(element, elements, at)
            runs = list(self._runs(left, elements, walls, at))
            left = self._read_text(element, left, runs, room, at, is_last=True, has_hint=bool(hints))
        return left

    def _span(self, element: Element, unit: Unit, at: Mapping[int, int]) -> None:
        """Remember that an element took a unit."""
        key = element.number, tuple(sorted(at.items()))
        start, end = self._spans.get(key, (unit.start, unit.end))
        self._spans[key] = min(start, unit.start), max(end, unit.end)

    def _room_of(self, element: Element, elements: Sequence[Element], at: Mapping[int, int]) -> tuple[int, int]:
        """Return the lines between what the elements before one took, and those behind it; all where they are mixed."""
        where = tuple(sorted(at.items()))
        index = next(number for number, each in enumerate(elements) if each is element)
        above = [self._spans[each.number, where][1] for each in elements[:index] if (each.number, where) in self._spans]
        below = [
            self._spans[each.number, where][0] for each in elements[index + 1 :] if (each.number, where) in self._spans
        ]
        start, end = max(above, default=0), min(below, default=len(self._lines) + 1)
        return (start, end) if start <= end else (0, len(self._lines) + 1)

    def _runs(
        self, units: Sequence[Unit], elements: Sequence[Element], walls: Sequence[Unit], at: Mapping[int, int]
    ) -> Iterator[list[Unit]]:
        """Yield the units that stand together, with nothing of the template between them."""
        where = tuple(sorted(at.items()))
        spans = [self._spans[each.number, where] for each in elements if (each.number, where) in self._spans]
        borders = sorted([*(start for start, _ in spans), *(each.start for each in walls)])
        run: list[Unit] = []
        for unit in _first_run(units):
            if run and any(run[-1].start < border < unit.start for border in borders):
                yield run
                run = []
            run.append(unit)
        if run:
            yield run

    def _is_open_unit(self, unit: Unit) -> bool:
        """Whether nothing but what stands for an open question is in a unit, with a label before it or none."""
        label = split_label(unit.head)
        is_open = self._answers.is_open_text(unit.head) or (
            label is not None and self._answers.is_open_text(label.rest)
        )
        unit.is_own_text = self._is_own_text(unit) or is_open
        return unit.is_own_text and all(map(self._is_open_unit, unit.children))

    def _is_own_text(self, unit: Unit) -> bool:
        """Whether a unit is a comment, a rule, or the template's own text."""
        if unit.name in ("comment", "rule"):
            unit.is_own_text = True
        elif unit.name in ("paragraph", "html"):
            is_open = self._answers.is_open_text(unit.head) or plain_line(unit.head) in self._pattern.own_lines
            unit.is_own_text = is_open or exact_key(unit.head) in self._pattern.own_texts
        return unit.is_own_text

    def _read_option(self, element: Element, units: list[Unit], at: Mapping[int, int]) -> list[Unit]:
        """Take the box whose text is this one."""
        wanted = exact_key("".join(element.pattern.literals))
        for unit in units:
            if unit.name != "item" or unit.box is None:
                continue
            own = exact_key(unit.head)
            captured = element.pattern.match(unit.head) if element.marks else None
            if captured is not None or own == wanted or (len(wanted) > 8 and own.startswith(wanted)):
                self._put_box(element, unit, at)
                for each in captured or ():
                    self._answers.put(each.mark, each.text, at, unit.start + 1)
                unit.is_own_text = own == wanted
                return self._finish(element, unit, units, unit.children, at)
        return units

    def _read_table(self, element: Element, units: list[Unit], at: Mapping[int, int]) -> list[Unit]:
        tables = [each for each in units if each.name == "table" and each.block is not None]
        ranked = sorted(((_shared_columns(element, each), -each.start, each) for each in tables), key=lambda x: x[:2])
        if not ranked:
            return units
        shared, _, unit = ranked[-1]
        assert unit.block is not None
        width = len(unit.block.rows[0][1]) if unit.block.rows else 0
        if not shared and (len(tables) > 1 or width != len(element.columns)):
            return units
        order = _column_order(element, unit.block.rows[0][1])
        lost: list[Unit] = []
        for line, cells in unit.block.rows[1:]:
            if not self._read_row(element, order, cells, at, line) and any(map(exact_key, cells)):
                lost.append(Unit("paragraph", line, line + 1, " | ".join(cells)))
        extra = [index for index in range(width) if index not in order.values()]
        if extra:
            texts = [cells[index] for _, cells in unit.block.rows for index in extra if index < len(cells)]
            if any(map(exact_key, texts)):
                lost.append(Unit("paragraph", unit.start, unit.end, "\n".join(texts)))
        unit.is_taken = True
        self._span(element, unit, at)
        self._fill(element, at)
        self._answers.landmarks[Landmark.of("table", element.number, at)] = unit.start, unit.start + 2
        return [*(each for each in units if each is not unit), *lost]

    def _read_row(
        self, element: Element, order: Mapping[int, int], cells: Sequence[str], at: Mapping[int, int], line: int
    ) -> bool:
        """Take the cells of one row; `order` is `{column of the template: column of the document}`."""
        in_order = [cells[order[index]] if index in order else "" for index in range(len(element.columns))]
        if all(not cell.strip() or self._answers.is_open_text(cell) for cell in in_order):
            return True
        for row, loops in zip(element.rows, element.row_loops, strict=True):
            own = [index for index, cell in enumerate(row) if not cell.marks and cell.has_words]
            if own and not all(exact_key(in_order[index]) == exact_key(row[index].literals[0]) for index in own):
                continue
            inner = dict(at)
            for loop in loops[len(element.loops) :]:
                inner[loop] = self._answers.next_index(loop, inner)
            is_whole = True
            for cell, text in zip(row, in_order, strict=True):
                if cell.marks and text.strip():
                    captured = cell.match(text)
                    puts = [self._answers.put(each.mark, each.text, inner, line + 1) for each in captured or ()]
                    is_whole = is_whole and bool(puts) and all(puts)
            return is_whole
        return False

    def _read_fence(self, element: Element, units: list[Unit], at: Mapping[int, int]) -> list[Unit]:
        fences = [each for each in units if each.name in ("fence", "code") and each.block is not None]
        wanted = _FENCE_LANGUAGE.match(element.marker)
        fences.sort(key=lambda unit: not unit.block or unit.block.marker.split(" ")[0] != (wanted[0] if wanted else ""))
        if not fences:
            return units
        unit = fences[0]
        if self._answers.put(element.marks[0], unit.head.strip("\n"), at, unit.start + 1, unit.end):
            return self._finish(element, unit, units, (), at)
        return units

    def _read_worded_line(self, element: Element, units: list[Unit], at: Mapping[int, int]) -> list[Unit]:
        for unit in units:
            if unit.name not in ("paragraph", "item", "html") or not _begins_alike(element, unit):
                continue
            if element.pattern.match(plain_line(unit.head)) is None:
                continue
            if element.box:
                self._put_box(element, unit, at)
            if not self._put_line(element, plain_line(unit.head), at, unit):
                return units
            return self._finish(element, unit, units, unit.children, at)
        return units

    def _read_bare_line(self, element: Element, units: list[Unit], at: Mapping[int, int]) -> list[Unit]:
        """Take the first item, or paragraph, for a line of nothing but slots."""
        for unit in units:
            if unit.name != ("item" if element.is_item else "paragraph"):
                continue
            if element.box:
                self._put_box(element, unit, at)
            if self._put_line(element, plain_line(unit.head), at, unit):
                return self._finish(element, unit, units, unit.children, at)
            return units
        return units

    def _finish(
        self, element: Element, unit: Unit, units: list[Unit], inner: Sequence[Unit], at: Mapping[int, int]
    ) -> list[Unit]:
        """Return the units without the one that was taken, and with what in it was not."""
        unit.is_taken = True
        self._span(element, unit, at)
        self._fill(element, at)
        left = self.read(element.children, inner, at) if inner else []
        index = units.index(unit)
        return [*units[:index], *left, *units[index + 1 :]]

    def _read_repeats(self, repeats: Sequence[Element], units: list[Unit], at: Mapping[int, int]) -> list[Unit]:
        lists = [each for each in repeats if _is_list(each)]
        for element in repeats:
            if not _is_list(element):
                units = self._read_repeated_parts(element, units, at)
        if not lists:
            return units
        items = [each for each in units if each.name == "item"]
        if not items and len(lists) == 1:
            prose = [each for each in units if each.name == "paragraph" and _is_plain(each)]
            items = [part for each in prose for part in _split_bullets(each)]
            units = _without(units, prose) + items
        chosen = self._share_items(lists, items)
        left = _without(units, items)
        for index, element in enumerate(lists):
            left += self._read_items(element, [unit for unit, to in chosen if to == index], at)
        left += [unit for unit, to in chosen if to < 0]
        return sorted(left, key=lambda unit: (unit.start, unit.end))

    def _share_items(self, lists: Sequence[Element], items: Sequence[Unit]) -> list[tuple[Unit, int]]:
        """Return each item with the index of the list that it goes into; -1 for none."""
        if len(lists) == 1:
            return [(unit, 0) for unit in items]
        shared: list[tuple[Unit, int]] = []
        worded = [bool(exact_key(each.children[0].pattern.literals[0])) for each in lists]
        last = next((index for index, has_words in enumerate(worded) if not has_words), 0)
        for unit in items:
            head = plain_line(unit.head)
            fitting = [
                index
                for index, each in enumerate(lists)
                if worded[index] and each.children[0].pattern.match(head) is not None
            ]
            boxed = [index for index, each in enumerate(lists) if bool(each.children[0].box) == (unit.box is not None)]
            if last in fitting:
                fitting = [last]
            choices = fitting or [index for index in boxed if not worded[index]] or [last]
            last = last if last in choices else choices[0]
            shared.append((unit, last))
        return shared

    def _read_items(self, repeat: Element, items: Sequence[Unit], at: Mapping[int, int]) -> list[Unit]:
        element = repeat.children[0]
        for unit in items:
            self._split_labelled_lines(unit, {each.label for each in element.children if each.label})
        heads = [_with_no_id(unit.head) for unit in items]
        others = [self._answers.is_of_other_question(self._main_mark(element), head) for head in heads]
        own = [head for head, is_other in zip(heads, others, strict=True) if not is_other]
        is_untouched = self._answers.are_open_items(self._main_mark(element), own)
        left: list[Unit] = []
        if is_untouched and items:
            path = concrete_path(self._pattern.skeleton.loops[repeat.loop].path, at)
            self._answers.note_open_list(path, items[0].start + 1, items[-1].end)
        for unit, is_other in zip(items, others, strict=True):
            head = plain_line(unit.head)
            self._span(repeat, unit, at)
            is_placeholder = is_other or (self._answers.is_open_text(head) and bool(_BRACKETED.search(head)))
            if is_untouched or is_placeholder or not head:
                unit.is_own_text = True
                left += [each for each in unit.children if not self._is_open_unit(each)]
                continue
            inner = {**at, repeat.loop: self._answers.next_index(repeat.loop, at)}
            if element.box:
                self._put_box(element, unit, inner)
            if not self._put_item(element, head, inner, unit):
                left.append(unit)
                continue
            unit.is_taken = True
            self._fill(element, at)
            self._fill(repeat, at)
            left += self.read(element.children, unit.children, inner)
        return left

    def _split_labelled_lines(self, unit: Unit, labels: set[str]) -> None:
        """Let the lines at the head of an item which begin with a label be blocks below it."""
        lines = unit.head.split("\n")
        index = next((at for at, line in enumerate(lines) if at and self._key_of_label(line, labels)), 0)
        if index:
            start, end, rest = unit.start + index, unit.start + len(lines), "\n".join(lines[index:])
            below = Unit("paragraph", start, end, rest, quote_levels=unit.quote_levels, depth=unit.depth + 1)
            unit.head, unit.children = "\n".join(lines[:index]), (below, *unit.children)

    def _put_item(self, element: Element, head: str, at: Mapping[int, int], unit: Unit) -> bool:
        """Take the text of an item, by the words of the template in it or else as a whole."""
        line = unit.start + 1
        if element.label:
            label = split_label(head)
            if label is not None and label.key == element.label:
                return self._put_line(element, label.rest, at, unit)
        captured = element.pattern.match(head)
        if captured is not None and element.pattern.has_words and not _has_all_literals(element, head):
            captured = None
        if captured is not None and len(captured) > 1 and any(not each.text for each in captured):
            captured = None
        if captured is not None:
            return self._put_all(captured, at, line, unit.end, is_sure=True)
        if not element.marks:
            return False
        return self._answers.put(self._main_mark(element), _with_no_id(head), at, line, unit.end, is_sure=True)

    def _main_mark(self, element: Element) -> str:
        """Return the slot that an item is mostly about: the last one whose answer is any text."""
        skeleton = self._pattern.skeleton
        plain = [mark for mark in element.marks if skeleton.slot_of(mark).kind == "answer"]
        return plain[-1] if plain else element.marks[-1]

    def _read_repeated_parts(self, repeat: Element, units: list[Unit], at: Mapping[int, int]) -> list[Unit]:
        """Take parts of several blocks, each of which begins where its first block comes again."""
        opener = next((each for each in repeat.children if each.name != "known"), None)
        if opener is None:
            return units
        left: list[Unit] = []
        parts: list[list[Unit]] = []
        for unit in units:
            if self._begins(opener, unit):
                parts.append([unit])
            elif parts and not unit.is_taken:
                parts[-1].append(unit)
            else:
                left.append(unit)
        for part in parts:
            inner = {**at, repeat.loop: self._answers.next_index(repeat.loop, at)}
            left += self.read(repeat.children, part, inner)
            self._fill(repeat, at)
        return left

    def _begins(self, opener: Element, unit: Unit) -> bool:
        if unit.name not in ("paragraph", "item", "html", "table", "fence"):
            return False
        match opener.name:
            case "label":
                return bool(self._key_of_label(unit.head, {opener.label}))
            case "line":
                return unit.name in ("paragraph", "item") and opener.pattern.match(plain_line(unit.head)) is not None
            case "text":
                return unit.name == "paragraph"
            case "table" | "fence":
                return unit.name == opener.name
            case _:
                return False

    def _read_text(
        self,
        element: Element,
        units: list[Unit],
        runs: Sequence[list[Unit]],
        room: tuple[int, int],
        at: Mapping[int, int],
        *,
        is_last: bool,
        has_hint: bool,
    ) -> list[Unit]:
        """Take the first blocks that stand together, in the place that a text of whole blocks has in the template.

        Prose may stand elsewhere too, unless what stands for the open question is still there.
        """
        start, end = room
        taken = next((run for run in runs if start <= run[0].start and run[-1].start < end), list[Unit]())
        if not taken and not has_hint:
            prose = [_first_run(run, paragraphs_only=True) for run in runs]
            taken = next((run for run in prose if run), list[Unit]())
        if not taken:
            return units
        slot = self._pattern.skeleton.slot_of(element.marks[0])
        if slot.kind == "variant":
            taken = taken[:1]
        elif not is_last or self.is_line(element.marks[0]):
            taken = taken[:1]
        if self._answers.put(element.marks[0], self._text_of(taken), at, taken[0].start + 1, taken[-1].end):
            self._fill(element, at)
            self._span(element, Unit("paragraph", taken[0].start, taken[-1].end), at)
            _take_all(taken)
            return _without(units, taken)
        return units

    def is_line(self, mark: str) -> bool:
        """Whether the answer in a slot is a line, number or date, and not several blocks."""
        question = self._template.question(self._pattern.skeleton.slot_of(mark).path)
        return question is not None and question.kind in ("line", "number", "date", "yesno", "choice")

    def _text_of(self, units: Sequence[Unit]) -> str:
        """Return the lines of units as they stand, without what quotes and lists put before all of them."""
        lines: list[str] = []
        at = units[0].start
        for unit in units:
            if unit.start > at:
                lines.append("")
            start, at = max(unit.start, at), max(unit.end, at)
            lines += self._lines[start:at]
        levels = min(unit.quote_levels for unit in units)
        for _ in range(levels if levels and all(line.lstrip().startswith(">") or not line for line in lines) else 0):
            lines = [re.sub(r"^[ \t]*>[ ]?", "", line) for line in lines]
        indents = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
        indent = min(indents, default=0)
        if units[0].name == "paragraph" and len(units) == 1 and "\n" not in units[0].head and not levels:
            return units[0].head
        return "\n".join(line[indent:] if line[:indent].isspace() else line for line in lines).strip("\n")

    def _put_line(self, element: Element, text: str, at: Mapping[int, int], unit: Unit) -> bool:
        """Take the text of a line in its slots."""
        line = unit.start + 1
        if len(element.marks) == 1 and not element.pattern.has_words:
            bare = text.strip()
            before, after = element.pattern.literals
            for sign in (before.strip(), after.strip()):
                if sign and bare.startswith(sign) and bare.endswith(sign) and len(bare) > 2 * len(sign):
                    bare = bare[len(sign) : -len(sign)]
            is_put = self._answers.put(element.marks[0], bare, at, line, unit.end)
        else:
            captured = element.pattern.match(plain_line(text))
            if captured is None and len(element.marks) == 1:
                is_put = self._answers.put(element.marks[0], text, at, line, unit.end)
            elif captured is None:
                return False
            else:
                is_put = self._put_all(captured, at, line, unit.end)
        unit.is_taken = unit.is_taken or is_put
        return is_put

    def _put_all(
        self, captured: Sequence[Captured], at: Mapping[int, int], line: int, end: int, *, is_sure: bool = False
    ) -> bool:
        """Take the text of every slot; return False if one of them is taken by another text."""
        is_sure = is_sure and len(captured) == 1
        puts = [self._answers.put(each.mark, each.text, at, line, end, is_sure=is_sure) for each in captured]
        return all(puts)

    def _put_box(self, element: Element, unit: Unit, at: Mapping[int, int]) -> None:
        mark = {"X": "x", None: " ", "": " "}.get(unit.box, unit.box) or " "
        slot = self._pattern.skeleton.slot_of(element.box)
        self._answers.put_variant(slot, mark, at, unit.start + 1)
        self._answers.boxes[element.box, concrete_path(slot.path, at)] = unit.start, unit.box or ""

    def _fill(self, element: Element, at: Mapping[int, int]) -> None:
        self.filled.add(element.number)
        self._answers.imply(element.implied, at)


_LONGEST_LABEL: Final = 200
_LABELLED: Final = 2
"""Cells of a row that is a label and a value."""


def _split_scopes(elements: Sequence[Element]) -> tuple[dict[int, list[Element]], list[Element]]:
    """Return `{number of a label: the elements below it}`, and the elements that belong to no label."""
    below: dict[int, list[Element]] = {}
    common: list[Element] = []
    current: Element | None = None
    for element in elements:
        if element.name == "label":
            current = element if not element.marks and not element.is_item else None
        elif current is not None:
            below.setdefault(current.number, []).append(element)
        else:
            common.append(element)
    return below, common


def _without(units: Sequence[Unit], taken: Sequence[Unit]) -> list[Unit]:
    gone = set(map(id, taken))
    return [unit for unit in units if id(unit) not in gone]


def _take_all(units: Sequence[Unit]) -> None:
    for unit in units:
        unit.is_taken = True


def _first_run(units: Sequence[Unit], *, paragraphs_only: bool = False) -> list[Unit]:
    """Return the units up to the first that is a section with sections of the template in it."""
    run: list[Unit] = []
    for unit in units:
        if unit.is_own_text or unit.is_taken:
            continue
        if unit.name == "section" and not unit.is_part:
            break
        if paragraphs_only and unit.name not in ("paragraph", "html"):
            break
        run.append(unit)
    return run


def _has_own_label(unit: Unit) -> bool:
    label = split_label(unit.head)
    return label is not None and not label.is_plain


def _is_list(repeat: Element) -> bool:
    return (
        len(repeat.children) == 1
        and repeat.children[0].name in ("line", "label", "text")
        and bool(repeat.children[0].marks)
    )


def _split_bullets(unit: Unit) -> list[Unit]:
    """Return a paragraph as items: one for each of its lines if they look like items, else one."""
    lines = unit.head.split("\n")
    if len(lines) == 1 or not all(_BULLET.match(line) for line in lines[1:]):
        return [Unit("item", unit.start, unit.end, _without_bullet(unit.head))]
    found: list[Unit] = []
    for index, line in enumerate(lines):
        box, text = split_box(_without_bullet(line))
        found.append(Unit("item", unit.start + index, unit.start + index + 1, text, box))
    return found


def _without_bullet(line: str) -> str:
    found = _BULLET.match(line)
    return line if found is None else line[found.end() :]


def _is_plain(unit: Unit) -> bool:
    """Whether a paragraph begins with no label of its own."""
    label = split_label(unit.head)
    return label is None or label.is_plain


def _with_no_id(head: str) -> str:
    """Return the text of an item without a number of its own before it, such as `FR-003:`."""
    return _OWN_ID.sub("", head, count=1) or head


def _has_all_literals(element: Element, head: str) -> bool:
    own = exact_key(head)
    return all(exact_key(literal).rstrip("0123456789 ") in own for literal in element.pattern.literals)


def _begins_alike(element: Element, unit: Unit) -> bool:
    """Whether a unit has the words with which a line of the template begins; without any, it must be of its shape."""
    first = exact_key(element.pattern.literals[0]).split()
    if first:
        return first[0] in exact_key(unit.head[:200])
    return (unit.name == "item") == element.is_item


def _shared_columns(element: Element, unit: Unit) -> int:
    assert unit.block is not None
    return len(_named_columns(element, unit.block.rows[0][1])) if unit.block.rows else 0


def _named_columns(element: Element, header: Sequence[str]) -> dict[int, int]:
    from wizard.plans.read_back.documents.heading_matching import are_alike

    own = [exact_key(cell) for cell in header]
    order = {index: own.index(name) for index, name in enumerate(element.columns) if name and name in own}
    for index, name in enumerate(element.columns):
        free = [at for at in range(len(own)) if at not in order.values() and are_alike(own[at], name)]
        if index not in order and name and len(free) == 1:
            order[index] = free[0]
    return order


def _column_order(element: Element, header: Sequence[str]) -> dict[int, int]:
    """Return `{column of the template: column of the document}`, by their names or else by their order."""
    order = _named_columns(element, header)
    if not order or len(header) == len(element.columns):
        free = [at for at in range(len(header)) if at not in order.values()]
        for index in range(len(element.columns)):
            if index not in order and free:
                order[index] = index if index in free else free[0]
                free.remove(order[index])
    return order
