"""A document that was made elsewhere with a template's headings, read as far as it fits.

    # Project Plan: Relay                    {"project_name": "Relay",
    ## Goals & vision                  ->     "goal": "Talk without noise"}
    **High-level goal**: Talk without noise
    ## Budget                                left over: lines 4 to 5
    3 weeks

Nothing is lost by it: what fits no question is left over and stays in the document, as an edit made by hand does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from wizard.answers.kinds import KINDS
from wizard.answers.validation import join_lines
from wizard.compiler.importers.issue_form import NO_RESPONSE
from wizard.errors import InvalidAnswer
from wizard.limits import MAX_READ_DOCUMENT_CHARACTERS, MAX_READ_HEADINGS
from wizard.markdown.blocks import block_lines
from wizard.markdown.syntax import ATX_MARKER, LIST_MARKER
from wizard.message_text import pluralize
from wizard.model.answers import OPEN, Answer, AnswerPath, Answers, Unanswered, format_path
from wizard.model.template import Question, Template
from wizard.plans.read_back.documents.document_tree import (
    DocumentBlock,
    DocumentSection,
    group_sections,
    read_blocks_of,
    split_box,
)
from wizard.plans.read_back.documents.heading_matching import HeadingMatch, match_headings
from wizard.plans.read_back.documents.raw_answers import Landmark, RawAnswers, RawText
from wizard.plans.read_back.documents.section_reader import SectionReader, Unit, units_of
from wizard.plans.read_back.documents.template_pattern import Element, PatternSection, TemplatePattern, read_pattern
from wizard.plans.read_back.documents.worded_lines import exact_key, split_label, strip_numbering

if TYPE_CHECKING:
    from wizard.model.answers import InterviewData

_MARKERS: Final = re.compile(rf"[ \t]*(?:(?:{ATX_MARKER}|{LIST_MARKER}|>)[ \t]+)*")
_NUMBER: Final = re.compile(r"#?(\d[\d_]*(?:\.\d+)?)(?=[ \t(,;]|\Z)")
_ITEM: Final = re.compile(r"[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]+(.*)")
_WRAPPED: Final = re.compile(r"(\*\*|__|`+|[*_])(?P<text>[^*_`]+)\1")
_YAML_QUOTED: Final = re.compile(r"""(["'])(.*)\1""")


class Leftover(Struct, frozen=True):
    """A part of a document that fits no question."""

    start: int
    end: int
    """Its first and last line, from 1."""
    text: str


class FoundAnswer(Struct, frozen=True):
    """An answer, and the line of the document in which it begins, from 1."""

    path: str
    line: int


class UnusableText(Struct, frozen=True):
    """A text in the place of an answer that is none, and why."""

    path: str
    line: int
    text: str
    message: str


class DocumentReading(Struct, frozen=True, dict=True):
    """What was read from a document."""

    answers: Answers
    unfinished: Mapping[str, str] = field(default_factory=dict[str, str])
    """`{path, as written: text}` of texts that are no answers to their questions."""
    found: tuple[FoundAnswer, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    unusable: tuple[UnusableText, ...] = ()
    is_too_long: bool = False
    """Whether nothing was read for that reason."""

    @property
    def data(self) -> InterviewData:
        """The answers as `migrate` takes them."""
        return {"answers": self.answers, "unfinished": self.unfinished}

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """What to tell the user, in sentences."""
        if self.is_too_long:
            return ("The document is too long to be read. It stays as it is.",)
        count = len(self.found)
        told = [f"{count} {pluralize('answer', count)} read from the document."]
        if self.leftovers:
            told.append(f"What fits no question stays in the document as it is: {_lines_of(self.leftovers)}.")
        for each in self.unusable[:_MOST_TOLD]:
            told.append(f"Line {each.line} is no answer to {each.path} yet: {each.message}")
        if len(self.unusable) > _MOST_TOLD:
            told.append(f"And {len(self.unusable) - _MOST_TOLD} more.")
        return tuple(told)


_MOST_TOLD: Final = 5
_MOST_PARTS: Final = 20
"""Of an option with commas in it."""
_ID_WORDS: Final = 4
"""Words at the head of a line among which a number is the number of the item."""


def read_document(template: Template, text: str) -> DocumentReading:
    """Return the answers that a document made after a template holds, and what of it fits none."""
    if len(text) > MAX_READ_DOCUMENT_CHARACTERS:
        return DocumentReading({}, is_too_long=True)
    return DocumentReader(template, text).read()


class DocumentReader:
    """Reads one document; afterwards it knows where in it everything stands."""

    def __init__(self, template: Template, text: str) -> None:
        self._template = template
        self.lines = block_lines(text)
        self.pattern: TemplatePattern = read_pattern(template)
        self.answers = RawAnswers(template, self.pattern)
        self.document = DocumentSection(0, "", 0, 0)
        """The sections of the document."""
        self.matches: dict[int, HeadingMatch] = {}
        self._reader = SectionReader(self.answers, self.lines, template)
        self._left: list[Unit] = []
        self._taken: list[Unit] = []

    def read(self) -> DocumentReading:
        blocks, front_matter = read_blocks_of("\n".join(self.lines))
        blocks = self._with_bold_headings(blocks)
        document = group_sections(blocks, len(self.lines))
        matches: dict[int, HeadingMatch] = {}
        if sum(block.name == "heading" for block in blocks) <= MAX_READ_HEADINGS:
            matches = match_headings(self.pattern, document, self.answers.next_index, self._looks_like)
        if self._template.is_verbatim:
            # An answer may have headings of its own, which nothing tells from those of the template but their words.
            for block in blocks:
                if block.name == "heading" and block.start not in matches:
                    block.name = "paragraph"
            document = group_sections(blocks, len(self.lines))
        self.document, self.matches = document, matches
        self._read_front_matter(front_matter)
        self._read_sections(document, matches)
        self._read_elsewhere(matches)
        builder = _AnswersBuilder(self.answers)
        answers = builder.build(self._template)
        leftovers = tuple(self._find_leftovers(blocks, matches, answers, builder.unfinished))
        return DocumentReading(
            answers=answers,
            unfinished=builder.unfinished,
            found=tuple(sorted(builder.found, key=lambda each: (each.line, each.path))),
            leftovers=leftovers,
            unusable=tuple(builder.unusable),
        )

    def _with_bold_headings(self, blocks: Sequence[DocumentBlock]) -> list[DocumentBlock]:
        """Return the blocks with a heading in place of each bold line that says what a heading of the template says."""
        titles = {key for section in self.pattern.sections for key in section.keys if section.level and key}
        worded = [each for each in self.pattern.sections if each.title.marks and each.title.has_words]
        labels = {each.label for section in self.pattern.sections for each in section.elements if each.label}
        present = {exact_key(block.text) for block in blocks if block.name == "heading"}
        found: list[DocumentBlock] = []
        level = 1
        for each in blocks:
            block = each
            if block.name == "heading":
                level = block.level
            label = split_label(block.text) if block.name == "paragraph" and "\n" not in block.text else None
            if label is not None and not label.rest and not label.is_plain:
                text = label.text.rstrip(":： ")
                key = exact_key(text)
                is_title = key in titles or any(each.title.match(text) is not None for each in worded)
                if is_title and key not in labels and key not in present:
                    section = next((each for each in self.pattern.sections if key in each.keys), None)
                    at = section.level if section is not None else min(level + 1, 6)
                    block = DocumentBlock("heading", block.start, block.end, text, level=at)
            found.append(block)
        return found

    def _looks_like(self, section: PatternSection, heading: DocumentSection) -> bool:
        """Whether a section of the document has labels, boxes, tables or texts where the template has them."""
        units = list(units_of(heading.blocks))
        wanted = [*section.elements, *(each for child in section.children for each in child.elements)]
        labels = {each.label for each in _with_children(wanted) if each.label}
        said = {label.key for unit in units if (label := split_label(unit.head)) is not None}
        if labels & said:
            return True
        shapes = {_shape_of(each) for each in _with_children(section.elements)} - {""}
        if section.opens >= 0:
            return bool(shapes & {"task", "table"} & {_shape_of_unit(unit) for unit in units})
        return bool(shapes & {_shape_of_unit(unit) for unit in units})

    def _read_front_matter(self, lines: Sequence[str]) -> None:
        waiting = {each.label: each for each in self.pattern.front_matter}
        for index, line in enumerate(lines):
            key, colon, value = line.partition(":")
            element = waiting.get(exact_key(key)) if colon else None
            quoted = _YAML_QUOTED.fullmatch(value.strip())
            text = quoted[2] if quoted is not None else value.strip()
            if element is not None and text:
                literal = "".join(element.pattern.literals).strip()
                bare = element if literal.strip("\"'") else None
                captured = element.pattern.match(value.strip()) if bare is not None else None
                if captured is not None:
                    for each in captured:
                        self.answers.put(each.mark, each.text, {}, index + 1)
                elif len(element.marks) == 1:
                    self.answers.put(element.marks[0], text, {}, index + 1)

    def _read_sections(self, document: DocumentSection, matches: Mapping[int, HeadingMatch]) -> None:
        """Read each section with a match, the text before the first heading too."""
        root = self.pattern.sections[0]
        title = self.pattern.sections[1:2]
        has_title = any(match.section.number == 1 for match in matches.values())
        inner = [each for each in title if each.level == 1 and not has_title and not each.loops]
        elements = (*root.elements, *(element for each in inner for element in each.elements))
        self._left += self._reader.read(elements, self._units(document, matches), {})
        for section in document.with_inner():
            match = matches.get(section.start) if section.heading is not None else None
            if match is None:
                continue
            self.answers.imply(match.section.implied, match.at)
            end = section.heading.end if section.heading is not None else section.start + 1
            self.answers.landmarks[Landmark.of("heading", match.section.number, match.at)] = section.start, end
            for each in match.captured:
                if not self.answers.put(each.mark, each.text, match.at, section.start + 1):
                    self._left.append(Unit("paragraph", section.start, section.start + 1, section.title))
            elements = match.section.elements
            if match.section.number == 1:
                elements = (*root.elements, *elements)
            self._left += self._reader.read(elements, self._units(section, matches), match.at)

    def _units(self, section: DocumentSection, matches: Mapping[int, HeadingMatch]) -> list[Unit]:
        """Return the blocks of a section, and the sections in it that have no match, as units."""
        units = list(units_of(section.blocks))
        has_matches = any(child.start in matches for child in section.children)
        for child in section.children:
            if child.start not in matches:
                is_part = section.heading is not None and section.start in matches and not has_matches
                units += self._section_units(child, matches, is_part=is_part)
        return units

    def _section_units(
        self, section: DocumentSection, matches: Mapping[int, HeadingMatch], *, is_part: bool
    ) -> Iterator[Unit]:
        has_matches = any(each.start in matches for each in section.with_inner())
        own_end = section.children[0].start if section.children else section.end
        end = own_end if has_matches else section.end
        inner = tuple(self._units(section, matches)) if section.children else tuple(units_of(section.blocks))
        while end > section.start + 1 and not self.lines[end - 1].strip():
            end -= 1
        is_part = is_part and not has_matches
        yield Unit("section", section.start, end, section.title, children=inner, section=section, is_part=is_part)

    def _read_elsewhere(self, matches: Mapping[int, HeadingMatch]) -> None:
        """Take what is left where it has the label or table of a section that the document has not."""
        missing = [
            element
            for section in self.pattern.sections
            for element in section.elements
            if not section.loops and element.number not in self._reader.filled
        ]
        counts: dict[str, int] = {}
        for element in missing:
            counts[element.label] = counts.get(element.label, 0) + (element.name == "label")
        unique = [
            element
            for element in missing
            if (element.name == "label" and counts[element.label] == 1 and element.marks) or element.name == "option"
        ]
        if not unique or not self._left:
            return
        flat = [part for unit in self._left for part in (_flatten(unit) if unit.name == "section" else (unit,))]
        self._reader.is_exact = True
        self._left = self._reader.read(unique, flat, {})

    def _find_leftovers(
        self,
        blocks: Sequence[DocumentBlock],
        matches: Mapping[int, HeadingMatch],
        answers: Answers,
        unfinished: Mapping[str, str],
    ) -> Iterator[Leftover]:
        """Yield the stretches of lines that have words which are in no answer and not the template's."""
        taken = set(self.pattern.known_words)
        for text in (*self.answers.words(), *unfinished.values()):
            taken.update(exact_key(text).split())
        left = set[int]()
        for unit in self._left:
            if unit.name in ("comment", "rule"):
                continue
            left.update(range(unit.start, unit.end))
            for inner in unit.children if unit.name == "item" else ():
                if inner.is_taken or inner.is_own_text:
                    left.difference_update(range(inner.start, inner.end))
        for index, line in enumerate(self.lines):
            text = split_box(_MARKERS.sub("", line, count=1))[1]
            words = exact_key(strip_numbering(text)).split()
            label = exact_key(self._reader.labels.get(index, "")).split()
            lacking = [at for at, word in enumerate(words) if word not in taken and word not in label]
            if index not in matches and any(at >= _ID_WORDS or not words[at].isdigit() for at in lacking):
                left.add(index)
        for block in blocks:
            lines = range(block.start, block.end)
            if block.name == "comment" and not left.isdisjoint(lines):
                left.update(lines)
        yield from self._stretches(sorted(left))

    def _stretches(self, lines: Sequence[int]) -> Iterator[Leftover]:
        start = before = -1
        for index in (*lines, len(self.lines) + 1):
            if index >= len(self.lines) and start < 0:
                return
            gap = self.lines[before + 1 : index] if before >= 0 else []
            if before >= 0 and index < len(self.lines) and not any(line.strip() for line in gap):
                before = index
                continue
            if before >= 0:
                text = "\n".join(self.lines[start : before + 1])
                if text.strip():
                    yield Leftover(start + 1, before + 1, text)
            start = before = index


def _flatten(unit: Unit) -> Iterator[Unit]:
    """Yield what is in a section, with its heading as a line before it."""
    yield Unit("paragraph", unit.start, unit.start + 1, unit.head)
    for each in unit.children:
        if each.name == "section":
            yield from _flatten(each)
        else:
            yield each


def _with_children(elements: Sequence[Element]) -> Iterator[Element]:
    waiting = list(elements)
    while waiting:
        element = waiting.pop()
        yield element
        waiting += element.children


def _shape_of(element: Element) -> str:
    match element.name:
        case "table" | "fence":
            return element.name
        case "text":
            return "prose"
        case "line" | "option" | "label" if element.is_item:
            return "task" if element.box else "item"
        case _:
            return ""


def _shape_of_unit(unit: Unit) -> str:
    match unit.name:
        case "table" | "fence":
            return unit.name
        case "item":
            return "item" if unit.box is None else "task"
        case "paragraph":
            return "prose"
        case _:
            return ""


class _AnswersBuilder(Struct):
    """Makes answers of the texts and choices that were found."""

    raw: RawAnswers
    unfinished: dict[str, str] = field(default_factory=dict[str, str])
    found: list[FoundAnswer] = field(default_factory=list[FoundAnswer])
    unusable: list[UnusableText] = field(default_factory=list[UnusableText])

    def build(self, template: Template) -> Answers:
        answers: dict[str, Answer] = {}
        for question in template.questions():
            answer = self.answer(question, (question.id,), (question.id,))
            if answer is OPEN and not question.required and self.is_left_out((question.id,)):
                answer = None
            if answer is not OPEN:
                answers[question.id] = answer
        return answers

    def is_left_out(self, at: AnswerPath) -> bool:
        """Whether a document says, as an issue does, that there is no answer."""
        there = self.raw.open_texts.get(at)
        return there is not None and there.text == NO_RESPONSE

    def answer(self, question: Question, at: AnswerPath, path: AnswerPath) -> Answer | Unanswered:
        """Return the answer whose texts are at `at`; `path` is where it will stand, without items that are empty."""
        match question.kind:
            case "table" | "group":
                return self.rows(question, at, path)
            case "checklist":
                return self.tasks(question, at, path)
            case "list" | "choices":
                return self.items(question, at, path)
            case "choice" | "yesno":
                chosen = self.raw.chosen.get(at)
                if chosen:
                    option, line = next(iter(chosen.items()))
                    self.found.append(FoundAnswer(format_path(path), line))
                    return option
            case _:
                pass
        text = self.raw.texts.get(at)
        if text is not None:
            return self.parse(question, text, path)
        return self.raw.implied.get(at, OPEN) if question.kind in ("choice", "yesno") else OPEN

    def parse(self, question: Question, raw: RawText, path: AnswerPath) -> Answer | Unanswered:
        """Return the answer that a text is; OPEN where it is none, which is told."""
        text = raw.text
        if question.kind not in ("text", "diagram"):
            text = _bare_line(text, is_line=question.kind == "line")
        if question.kind == "number" and (found := _NUMBER.match(text)):
            text = found[1]
        try:
            answer = KINDS[question.kind].parse(question, text)
        except InvalidAnswer as problem:
            self.unfinished[format_path(path)] = text
            self.unusable.append(UnusableText(format_path(path), raw.line, text, problem.message))
            return OPEN
        self.found.append(FoundAnswer(format_path(path), raw.line))
        return answer

    def rows(self, question: Question, at: AnswerPath, path: AnswerPath) -> Answer | Unanswered:
        rows: list[Answer] = []
        for index in range(self.raw.counts.get(at, 0)):
            row: dict[str, Answer] = {}
            for inner in question.questions:
                answer = self.answer(inner, (*at, index, inner.id), (*path, len(rows), inner.id))
                if answer is not OPEN:
                    row[inner.id] = answer
            if _is_untouched(question, row):
                row = {}
            prefix = format_path((*path, len(rows)))
            if row or any(written.startswith(f"{prefix}.") for written in self.unfinished):
                rows.append(row)
        return tuple(rows) if rows else OPEN

    def tasks(self, question: Question, at: AnswerPath, path: AnswerPath) -> Answer | Unanswered:
        tasks: list[Answer] = []
        for index in range(self.raw.counts.get(at, 0)):
            text = self.raw.texts.get((*at, index, "text")) or self.raw.texts.get((*at, index))
            if text is not None:
                done = self.raw.chosen.get((*at, index, "done"), {})
                self.found.append(FoundAnswer(format_path((*path, len(tasks))), text.line))
                tasks.append({"text": join_lines(text.text), "done": next(iter(done), False) is True})
        if not tasks and (whole := self.raw.texts.get(at)) is not None:
            return self.parse(question, whole, path)
        return tuple(tasks) if tasks else OPEN

    def items(self, question: Question, at: AnswerPath, path: AnswerPath) -> Answer | Unanswered:
        lines = [
            RawText(join_lines(text.text), text.line)
            for index in range(self.raw.counts.get(at, 0))
            if (text := self.raw.texts.get((*at, index))) is not None
        ]
        whole = self.raw.texts.get(at)
        if whole is not None:
            items_in_whole = _items_in(whole, is_choice=question.kind == "choices")
            lines += _joined_options(question, tuple(items_in_whole))
        chosen = self.raw.chosen.get(at, {})
        lines += [RawText(str(option), line) for option, line in chosen.items()]
        items: list[str] = []
        for line in lines:
            value = self.option(question, line, path)
            if value and (question.kind == "list" or value not in items):
                self.found.append(FoundAnswer(format_path((*path, len(items))), line.line))
                items.append(value)
        if not items or tuple(items) == question.placeholder:
            del self.found[len(self.found) - len(items) :]
            return OPEN
        return tuple(items)

    def option(self, question: Question, raw: RawText, path: AnswerPath) -> str:
        if question.kind == "list":
            return raw.text
        bare = _bare_line(raw.text, is_line=False)
        same = [
            option.value
            for option in question.options
            if exact_key(bare) in (exact_key(option.value), exact_key(option.label))
        ]
        if same or question.takes_other_texts:
            return same[0] if same else raw.text
        self.unusable.append(UnusableText(format_path(path), raw.line, raw.text, "this is not one of the options"))
        return ""


def _is_untouched(question: Question, row: Answers) -> bool:
    """Whether nothing was written into an item, whose choices and boxes stand there before anybody makes them."""
    kinds = {inner.id: inner.kind for inner in question.questions}
    has_texts = any(kind not in ("choice", "yesno") for kind in kinds.values())
    return has_texts and all(kinds[key] in ("choice", "yesno") and answer is not True for key, answer in row.items())


def _bare_line(text: str, *, is_line: bool) -> str:
    """Return a text of blocks as one line: its items side by side."""
    lines = [found[1] if (found := _ITEM.fullmatch(line)) else line.strip() for line in text.split("\n")]
    has_items = sum(_ITEM.fullmatch(line) is not None for line in text.split("\n")) > 1
    joined = ("; " if has_items else " ").join(line for line in lines if line)
    wrapped = None if is_line else _WRAPPED.fullmatch(joined)
    return wrapped["text"] if wrapped is not None else joined


def _items_in(raw: RawText, *, is_choice: bool) -> Iterator[RawText]:
    """Yield the items that a text in the place of a list has: its lines, or what commas divide."""
    lines = [line for line in raw.text.split("\n") if line.strip()]
    if len(lines) == 1 and (is_choice or not _ITEM.fullmatch(lines[0])):
        lines = lines[0].split(", ")
    for line in lines:
        found = _ITEM.fullmatch(line)
        yield RawText((found[1] if found else line).strip(), raw.line)


def _joined_options(question: Question, items: Sequence[RawText]) -> Iterator[RawText]:
    """Yield the items, those that are together an option with commas in it as one."""
    options = {exact_key(name) for option in question.options for name in (option.value, option.label)}
    start = 0
    while start < len(items):
        length = 1
        for count in range(min(len(items) - start, _MOST_PARTS), 1, -1):
            joined = ", ".join(each.text for each in items[start : start + count])
            if exact_key(joined) in options and items[start].line == items[start + count - 1].line:
                length = count
                break
        yield RawText(", ".join(each.text for each in items[start : start + length]), items[start].line)
        start += length


def _lines_of(leftovers: Sequence[Leftover]) -> str:
    """Return `lines 3, 8-10 and 12`."""
    told = [str(each.start) if each.start == each.end else f"{each.start}-{each.end}" for each in leftovers[:20]]
    if len(leftovers) > len(told):
        told.append(f"{len(leftovers) - len(told)} more places")
    if len(told) == 1:
        return f"{'lines' if '-' in told[0] else 'line'} {told[0]}"
    return f"lines {', '.join(told[:-1])} and {told[-1]}"
