"""What changed in the answers, put into a document that is laid out in its own way.

what the answers made last (base) and make now (yours), both as the template has them, and the document
→ for each line of the document the lines that become of it: another text in the place of an answer, a ticked box, a
new item behind the last one, a section that the document had not. All else stays as it is.

Lines are not compared with each other but by what they say: all three are read, and an answer is found in each. The
outcome is read once more, and given only if it says what the answers say and has lost nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from wizard.markdown.blocks import block_lines
from wizard.model.answers import OPEN, AnswerPath, answer_at
from wizard.model.template import Template
from wizard.plans.merge.line_matching import find_matches, split_lines
from wizard.plans.read_back.documents.document_tree import DocumentSection
from wizard.plans.read_back.documents.foreign_document import DocumentReader, DocumentReading
from wizard.plans.read_back.documents.raw_answers import Landmark, RawText
from wizard.plans.read_back.documents.worded_lines import plain_line

_MARKER: Final = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+)")
_BOX: Final = re.compile(r"(\[)([^\w\[\]]?|[xX])(\])")
_NEW_ITEM: Final = 1_000_000
"""Indexes from here on are those of items that the base has not."""

Place: TypeAlias = "Landmark | AnswerPath"
"""A landmark of the template, or the path of an answer."""


def edit_document(template: Template, base: str, yours: str, file: str) -> tuple[tuple[str, ...], ...] | None:
    """Return the lines that become of each line of a document; None where a change cannot be put into it for sure."""
    outcomes = _DocumentEditor(template, base, yours, file).edit()
    return None if outcomes is None else _by_lines_of_file(outcomes, split_lines(file))


def _by_lines_of_file(outcomes: Sequence[tuple[str, ...]], lines: Sequence[str]) -> tuple[tuple[str, ...], ...] | None:
    """Return the outcomes of the lines of a file that ends them in LF, given those of lines that CR may end too."""
    found: list[tuple[str, ...]] = []
    at = 0
    for number, line in enumerate(lines, start=1):
        # Before a line feed, CR is a part of the end, which nothing but that line has.
        end = "\r" if line.endswith("\r") and number < len(lines) else ""
        count = len(block_lines(line.removesuffix(end)))
        made = [each for outcome in outcomes[at : at + count] for each in outcome]
        if made and count > 1:
            made = ["\r".join(made)]
        found.append(tuple(f"{each}{end}" for each in made))
        at += count
    return tuple(found) if at == len(outcomes) else None


class _Unplaceable(Exception):
    """Raised where a change has no sure place in the document."""


class _Survey:
    """A text that was read, with the places of everything in it."""

    def __init__(self, template: Template, text: str) -> None:
        self.reader = DocumentReader(template, text)
        self.reading: DocumentReading = self.reader.read()
        self.lines = block_lines(text)
        answers = self.reader.answers
        self.texts = answers.texts
        self.open_texts = answers.open_texts
        self.boxes = answers.boxes
        self.landmarks = answers.landmarks
        self.counts = answers.counts
        self.sections = {each.start: each for each in self.reader.document.with_inner() if each.heading is not None}

    def renamed(self, rename: Mapping[AnswerPath, Mapping[int, int]]) -> _Survey:
        """Return the survey with other indexes of items: `{path of a list: {index: other index}}`."""
        other = object.__new__(_Survey)
        other.__dict__.update(self.__dict__)
        other.texts = {_renamed(path, rename): text for path, text in self.texts.items()}
        other.open_texts = {_renamed(path, rename): text for path, text in self.open_texts.items()}
        other.boxes = {(mark, _renamed(path, rename)): box for (mark, path), box in self.boxes.items()}
        loops = self.reader.pattern.skeleton.loops

        def at(landmark: Landmark) -> tuple[tuple[int, int], ...]:
            indexes = dict(landmark.at)
            found: list[tuple[int, int]] = []
            for loop, index in landmark.at:
                path = tuple(indexes.get(step, 0) if isinstance(step, int) else step for step in loops[loop].path)
                found.append((loop, rename.get(path, {}).get(index, index)))
            return tuple(found)

        other.landmarks = {Landmark(each.kind, each.number, at(each)): place for each, place in self.landmarks.items()}
        return other

    def places(self) -> list[tuple[int, int, Place]]:
        """Return where everything stands, in order: first line, the one behind the last, and what it is."""
        found: list[tuple[int, int, Place]] = [(*place, landmark) for landmark, place in self.landmarks.items()]
        found += [(*text.lines, path) for path, text in (*self.texts.items(), *self.open_texts.items())]
        return sorted(found, key=lambda each: (each[0], not isinstance(each[2], Landmark)))

    def place_of(self, place: Place) -> tuple[int, int] | None:
        """Return the lines of something, or None when it is not in the text."""
        if isinstance(place, Landmark):
            return self.landmarks.get(place)
        text = self.texts.get(place) or self.open_texts.get(place)
        return None if text is None else text.lines


class _DocumentEditor:
    def __init__(self, template: Template, base: str, yours: str, file: str) -> None:
        self._template = template
        self._base = _Survey(template, base)
        unaligned = _Survey(template, yours)
        self._wanted = unaligned.reading
        self._yours = unaligned.renamed(_align_items(self._base, unaligned))
        self._file = _Survey(template, file)
        self._lines: list[list[str]] = [[line] for line in self._file.lines]
        self._behind: list[list[str]] = [[] for _ in self._file.lines]
        self._inserted: dict[Place, int] = {}
        """What was put in, and behind which line."""

    def edit(self) -> tuple[tuple[str, ...], ...] | None:
        try:
            self._replace_texts()
            self._tick_boxes()
            self._remove_texts()
            self._add_texts()
        except _Unplaceable:
            return None
        outcomes = tuple((*lines, *behind) for lines, behind in zip(self._lines, self._behind, strict=True))
        return outcomes if self._is_right(outcomes) else None

    def _is_right(self, outcomes: Sequence[Sequence[str]]) -> bool:
        """Whether the outcome says what the answers say, and still has what fits none of them."""
        text = "\n".join(line for lines in outcomes for line in lines)
        reading = DocumentReader(self._template, text).read()
        if (reading.answers, reading.unfinished) != (self._wanted.answers, self._wanted.unfinished):
            return False
        return all(each.text in text for each in self._file.reading.leftovers)

    def _replace_texts(self) -> None:
        for path, after in self._yours.texts.items():
            before = self._base.texts.get(path)
            if before is not None and plain_line(before.text) != plain_line(after.text):
                there = self._file.texts.get(path)
                if there is None or not self._says_the_same(path, there, before):
                    raise _Unplaceable
                self._put_in_place(there, after.text)

    def _says_the_same(self, path: AnswerPath, there: RawText, before: RawText) -> bool:
        """Whether the document has the answer of the base, in other words perhaps, such as `3 March 2027`."""
        if plain_line(there.text) == plain_line(before.text):
            return True
        now = answer_at(self._file.reading.answers, path)
        return now is not OPEN and now == answer_at(self._base.reading.answers, path)

    def _put_in_place(self, there: RawText, text: str) -> None:
        start, end = there.lines
        before = "\n".join(line for lines in self._lines[start:end] for line in lines)
        words = r"[\s>]+".join(map(re.escape, there.text.split()))
        found = list(re.finditer(rf"(?<!\w){words}(?!\w)" if words[:1].isalnum() else words, before))
        if len(found) != 1:
            raise _Unplaceable
        at = found[0]
        lead = before[before.rfind("\n", 0, at.start()) + 1 : at.start()]
        if "\n" in text and lead.strip():
            raise _Unplaceable
        indented = text.replace("\n", f"\n{lead}")
        made = before[: at.start()] + indented + before[at.end() :]
        self._lines[start:end] = [made.split("\n"), *([] for _ in range(start + 1, end))]

    def _tick_boxes(self) -> None:
        for key, (_, after) in self._yours.boxes.items():
            before = self._base.boxes.get(key)
            if before is None or _is_same_box(before[1], after):
                continue
            there = self._file.boxes.get(key)
            if there is None or not _is_same_box(there[1], before[1]):
                raise _Unplaceable
            lines = self._lines[there[0]]
            mark = after if after.strip() else " "
            made, count = _BOX.subn(lambda found, mark=mark: f"[{mark}]", lines[0] if lines else "", count=1)
            if not count:
                raise _Unplaceable
            lines[0] = made

    def _remove_texts(self) -> None:
        gone = [path for path in self._base.texts if path not in self._yours.texts]
        for path in gone:
            there = self._file.texts.get(path)
            if there is None:
                raise _Unplaceable
            hint = self._yours.open_texts.get(path)
            if hint is not None and hint.text and "\n" not in hint.text:
                self._put_in_place(there, hint.text)
                continue
            start, end = self._section_of_item(path) or there.lines
            others = [
                text
                for other, text in self._file.texts.items()
                if other not in gone and text.lines[0] < end and start < text.lines[1]
            ]
            if others:
                raise _Unplaceable
            for line in range(start, end):
                self._lines[line] = []

    def _section_of_item(self, path: AnswerPath) -> tuple[int, int] | None:
        """Return the lines of the section that an item has to itself, if its heading is gone from yours too."""
        for landmark, (start, _) in self._file.landmarks.items():
            if landmark.kind != "heading" or not landmark.at or landmark in self._yours.landmarks:
                continue
            loop, index = landmark.at[-1]
            place = self._file.reader.pattern.skeleton.loops[loop].path
            if path[: len(place)] == place and path[len(place) : len(place) + 1] == (index,):
                return start, self._file.sections[start].end
        return None

    def _add_texts(self) -> None:
        places = self._yours.places()
        for number, (start, end, place) in enumerate(places):
            if isinstance(place, Landmark) or place in self._base.texts or place not in self._yours.texts:
                continue
            if place in self._inserted:
                continue
            text = self._yours.texts[place]
            hint = self._file.open_texts.get(place)
            if hint is not None:
                self._fill_in(hint, text.text)
                continue
            self._insert(places, number, start, end, place)

    def _fill_in(self, hint: RawText, text: str) -> None:
        """Put an answer where the document has a hint, or a label with nothing behind it."""
        if hint.text:
            self._put_in_place(hint, text)
            return
        line = self._lines[hint.line - 1]
        if not line or "\n" in text:
            raise _Unplaceable
        line[-1] = f"{line[-1].rstrip()}{'' if line[-1].rstrip().endswith('#') else ' '}{text}"

    def _insert(
        self, places: Sequence[tuple[int, int, Place]], number: int, start: int, end: int, place: Place
    ) -> None:
        """Put in the lines of an answer, with the headings and labels above it that the document has not."""
        missing: list[int] = []
        anchor: Place | None = None
        for at in range(number - 1, -1, -1):
            above_start, _, above = places[at]
            if self._file.place_of(above) is not None or above in self._inserted:
                anchor = above
                break
            if isinstance(above, Landmark) and self._is_around(above, above_start, start, at == number - 1 or missing):
                missing.append(at)
        if anchor is None:
            raise _Unplaceable
        for at in reversed(missing):
            above_start, above_end, above = places[at]
            self._put_behind(anchor, self._yours.lines[above_start:above_end], above)
            anchor = above
        self._put_behind(anchor, self._with_own_lines(start, end), place)
        for other_start, other_end, other in places:
            if start <= other_start and other_end <= end and other not in self._inserted:
                self._inserted[other] = self._inserted[place]

    def _with_own_lines(self, start: int, end: int) -> list[str]:
        """Return lines of yours with those of the template that enclose them, such as tags."""
        own = self._yours.reader.pattern.own_lines
        lines = self._yours.lines
        while start and lines[start - 1].strip() and _is_tag(lines[start - 1]) and plain_line(lines[start - 1]) in own:
            start -= 1
        while end < len(lines) and _is_tag(lines[end]) and plain_line(lines[end]) in own:
            end += 1
        return lines[start:end]

    def _is_around(self, landmark: Landmark, at: int, line: int, is_next: object) -> bool:
        if landmark.kind == "heading":
            return self._yours.sections[at].end > line
        return bool(is_next)

    def _put_behind(self, anchor: Place, lines: Sequence[str], place: Place) -> None:
        new = list(lines)
        item = None if isinstance(place, Landmark) else self._item_before(place)
        if item is not None and anchor not in self._inserted:
            model, at = item[0], item[1] - 1
        elif anchor in self._inserted:
            model, at = -1, self._inserted[anchor]
        else:
            found = self._file.place_of(anchor)
            assert found is not None
            model, at = self._model_of(anchor, place), found[1] - 1
        if isinstance(place, Landmark) and place.kind == "heading" and anchor not in self._inserted:
            at = self._end_of_section(at, place) - 1
        while at > 0 and not self._file.lines[at].strip():
            at -= 1
        new = self._like_item(model, new)
        behind = self._behind[at]
        last = (behind or self._lines[at] or [""])[-1]
        is_list = bool(new) and bool(_MARKER.match(new[0])) and bool(_MARKER.match(last) or last.startswith(" "))
        is_row = bool(new) and new[0].lstrip().startswith("|") and last.lstrip().startswith("|")
        if last.strip() and not is_list and not is_row:
            behind.append("")
        behind += new
        following = self._file.lines[at + 1] if at + 1 < len(self._file.lines) else ""
        if following.strip() and not _MARKER.match(following) and not following.lstrip().startswith("|"):
            behind.append("")
        self._inserted[place] = at

    def _item_before(self, path: AnswerPath) -> tuple[int, int] | None:
        """Return the first line of the item before a new one, and the line behind it; None if there is none."""
        depth = max((index for index, step in enumerate(path) if isinstance(step, int)), default=-1)
        if depth < 0:
            return None
        places: dict[int, list[tuple[int, int]]] = {}
        for other, text in self._file.texts.items():
            step = other[depth] if len(other) > depth and other[:depth] == path[:depth] else None
            if isinstance(step, int) and step != path[depth]:
                places.setdefault(step, []).append(text.lines)
        if not places:
            return None
        last = places[max(places)]
        return min(start for start, _ in last), max(end for _, end in last)

    def _model_of(self, anchor: Place, place: Place) -> int:
        """Return the line of an item that a new one is to look like; -1 for none."""
        if isinstance(anchor, Landmark) or isinstance(place, Landmark):
            return -1
        found = [text.lines[0] for path, text in self._file.texts.items() if len(path) == len(place)]
        before = self._file.texts.get(anchor) or self._file.open_texts[anchor]
        return max((line for line in found if line <= before.lines[0]), default=-1)

    def _like_item(self, model: int, new: list[str]) -> list[str]:
        """Return new items with the marker that another has in the document."""
        like = None if model < 0 else _MARKER.match(self._file.lines[model])
        own = _MARKER.match(new[0]) if new else None
        if like is None or own is None:
            return new
        marker = like[2]
        if marker[0].isdigit():
            marker = f"{int(marker[:-1]) + 1}{marker[-1]}"
        lead, width = f"{like[1]}{marker}{like[3]}", own.end()
        rest = (" " * len(lead) + line[width:] if line[:width].isspace() else line for line in new[1:])
        return [lead + new[0][width:], *rest]

    def _end_of_section(self, line: int, heading: Landmark) -> int:
        """Return the line behind the section of the document after which a section of the template comes."""
        pattern = self._file.reader.pattern.sections[heading.number]
        inner = self._innermost(self._file.reader.document, line)
        while inner.heading is not None and inner.parent is not None:
            above = self._file.reader.matches.get(inner.parent.start) if inner.parent.heading is not None else None
            is_child = above is not None and above.section is pattern.parent
            if is_child or inner.parent.heading is None or inner.level <= 1:
                break
            inner = inner.parent
        return inner.end

    def _innermost(self, section: DocumentSection, line: int) -> DocumentSection:
        for child in section.children:
            if child.start <= line < child.end:
                return self._innermost(child, line)
        return section


def _is_tag(line: str) -> bool:
    return line.lstrip().startswith("<")


def _is_same_box(one: str, other: str) -> bool:
    return one.strip().lower() == other.strip().lower()


def _renamed(path: AnswerPath, rename: Mapping[AnswerPath, Mapping[int, int]]) -> AnswerPath:
    found: list[str | int] = []
    for index, step in enumerate(path):
        names = rename.get(path[:index])
        found.append(names.get(step, step) if names is not None and isinstance(step, int) else step)
    return tuple(found)


def _align_items(base: _Survey, yours: _Survey) -> dict[AnswerPath, dict[int, int]]:
    """Return `{path of a list: {index in yours: index of the same item in the base}}`; the lists within no other."""
    aligned: dict[AnswerPath, dict[int, int]] = {}
    for path, count in yours.counts.items():
        before = [_signature(base, path, index) for index in range(base.counts.get(path, 0))]
        after = [_signature(yours, path, index) for index in range(count)]
        indexes: dict[int, int] = {}
        at_before = at_after = 0
        for start, begin, length in (*find_matches(before, after), (len(before), len(after), 0)):
            for at, index in enumerate(range(at_after, begin)):
                old = at_before + at
                indexes[index] = old if old < start else _NEW_ITEM + index
            for at in range(length):
                indexes[begin + at] = start + at
            at_before, at_after = start + length, begin + length
        aligned[path] = indexes
    return aligned


def _signature(survey: _Survey, path: AnswerPath, index: int) -> str:
    item = (*path, index)
    return repr(sorted((key[len(item) :], text.text) for key, text in survey.texts.items() if key[: len(item)] == item))
