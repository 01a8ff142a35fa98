"""What a document says in the places of a template's slots, before it is made answers of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

from wizard.model.answers import AnswerPath, is_list
from wizard.model.template import Question, Template
from wizard.plans.read_back.documents.skeleton import Implied, SkeletonSlot, SlotPath
from wizard.plans.read_back.documents.template_pattern import TemplatePattern
from wizard.plans.read_back.documents.worded_lines import exact_key, plain_line

_COMMENT: Final = re.compile(r"[ \t]*<!--.*?-->", re.DOTALL)
_STILL_OPEN: Final = re.compile(r"(?:\[\s*(?:\.\.\.|…)?\s*\]|\.\.\.|…|_+|TODO|TBD|TKTK|\?{2,})[.:]?", re.IGNORECASE)
"""What people leave where something is still to be written."""


class Landmark(Struct, frozen=True):
    """A heading, label or table of the template, in the items that it stands in."""

    kind: Literal["heading", "label", "table"]
    number: int
    """Of the section, or of the element."""
    at: tuple[tuple[int, int], ...]

    @staticmethod
    def of(kind: Literal["heading", "label", "table"], number: int, at: Mapping[int, int]) -> Landmark:
        """Return the landmark in the items that are being read."""
        return Landmark(kind, number, tuple(sorted(at.items())))


class RawText(Struct, frozen=True):
    """A text in the place of an answer."""

    text: str
    line: int
    """Of the document, from 1."""
    end: int = 0
    """The last line of the block that it stands in, from 1; 0 where that is the first."""

    @property
    def lines(self) -> tuple[int, int]:
        """The lines of the block, 0-based, the end exclusive."""
        return self.line - 1, max(self.line, self.end)


class RawAnswers:
    """The texts and choices that were found, by the paths of their answers."""

    def __init__(self, template: Template, pattern: TemplatePattern) -> None:
        self.template = template
        self.pattern = pattern
        self.texts: dict[AnswerPath, RawText] = {}
        self.chosen: dict[AnswerPath, dict[str | bool, int]] = {}
        """`{path: {option: line}}`."""
        self.counts: dict[AnswerPath, int] = {}
        """`{path of a list: number of its items}`."""
        self.implied: dict[AnswerPath, str | bool] = {}
        """What follows from a part of the template being there."""
        self.open_texts: dict[AnswerPath, RawText] = {}
        """What stands in the place of an answer that is open, an empty text too."""
        self.boxes: dict[tuple[str, AnswerPath], tuple[int, str]] = {}
        """`{(mark, path): (line from 0, what is in the box)}`."""
        self.landmarks: dict[Landmark, tuple[int, int]] = {}
        """Where the headings, labels and tables of the template are: the first line, and the one behind the last."""
        self._next: dict[tuple[int, AnswerPath], int] = {}

    def next_index(self, loop: int, at: Mapping[int, int]) -> int:
        """Return the index of a new item of a repeat, in the items of the others that are being read."""
        found = self.pattern.skeleton.loops[loop]
        path = concrete_path(found.path, at)
        index = self._next.get((loop, path), 0) if found.is_whole else self.counts.get(path, 0)
        self._next[loop, path] = index + 1
        self.counts[path] = max(self.counts.get(path, 0), index + 1)
        return index

    def put(
        self, mark: str, text: str, at: Mapping[int, int], line: int, end: int = 0, *, is_sure: bool = False
    ) -> bool:
        """Take the text in the place of a slot; return False if another text is in that place already.

        Unless it `is_sure` that the text is an answer, one that stands for an open question is none.
        """
        slot = self.pattern.skeleton.slot_of(mark)
        if slot.kind == "variant":
            return self.put_variant(slot, text, at, line)
        clean = _COMMENT.sub("", text).strip()
        path = concrete_path(slot.path, at)
        if not clean or (not is_sure and self.is_open_text(clean) and not self.is_option(slot, clean)):
            self.open_texts.setdefault(path, RawText(clean, line, end))
            return True
        before = self.texts.setdefault(path, RawText(clean, line, end))
        return plain_line(before.text) == plain_line(clean)

    def is_option(self, slot: SkeletonSlot, text: str) -> bool:
        """Whether a text is one of the options of the question in a slot."""
        question = self.template.question(slot.path)
        key = exact_key(text)
        return question is not None and any(
            key in map(exact_key, (each.value, each.label)) for each in question.options
        )

    def are_open_items(self, mark: str, texts: Sequence[str]) -> bool:
        """Whether the items of a list are those that stand for an open question; options only if they are all there."""
        question = self.template.question(self.pattern.skeleton.slot_of(mark).path)
        if question is not None and question.options:
            return question.placeholder == tuple(texts)
        return all(map(self.is_open_text, texts))

    def is_of_other_question(self, mark: str, text: str) -> bool:
        """Whether a text stands for an open question, and is none of the options of the one in a slot."""
        slot = self.pattern.skeleton.slot_of(mark)
        question = self.template.question(slot.path)
        has_options = question is not None and bool(question.options)
        return has_options and not self.is_option(slot, text) and not self._is_placeholder_of(question, text)

    def _is_placeholder_of(self, question: Question | None, text: str) -> bool:
        placeholder = None if question is None else question.placeholder
        is_own = is_list(placeholder) and text in placeholder
        return is_own or not self.is_open_text(text)

    def note_open_list(self, path: AnswerPath, line: int, end: int) -> None:
        """Remember where items stand that are those of an open list."""
        self.open_texts.setdefault(path, RawText("", line, end))

    def put_variant(self, slot: SkeletonSlot, text: str, at: Mapping[int, int], line: int) -> bool:
        """Take the choice that one of several texts says; return False if it is none of them."""
        wanted = plain_line(text).casefold()
        for variant, implied in slot.variants:
            if plain_line(variant).casefold() == wanted:
                self.choose(implied, at, line)
                return True
        return False

    def choose(self, implied: tuple[Implied, ...], at: Mapping[int, int], line: int) -> None:
        """Take what a text says of the answers to choices."""
        for each in implied:
            path = concrete_path(each.path, at)
            if each.is_one_of_several:
                self.chosen.setdefault(path, {})[each.answer] = line
            else:
                self.chosen.setdefault(path, {each.answer: line})

    def imply(self, implied: tuple[Implied, ...], at: Mapping[int, int]) -> None:
        """Take what follows from a part of the template being in the document."""
        for each in implied:
            if not each.is_one_of_several:
                self.implied.setdefault(concrete_path(each.path, at), each.answer)

    def is_open_text(self, text: str) -> bool:
        """Whether a text is what stands for an open question."""
        plain = plain_line(text)
        bare = plain.strip("*_`\"' ")
        return plain in self.pattern.known or bare in self.pattern.known or bool(_STILL_OPEN.fullmatch(bare))

    def words(self) -> Iterator[str]:
        """Yield every text that was taken."""
        for each in self.texts.values():
            yield each.text
        for chosen in self.chosen.values():
            yield from (option for option in chosen if isinstance(option, str))


def concrete_path(path: SlotPath, at: Mapping[int, int]) -> AnswerPath:
    """Return the path of an answer in the items that are being read."""
    return tuple(at.get(step, 0) if isinstance(step, int) else step for step in path)
