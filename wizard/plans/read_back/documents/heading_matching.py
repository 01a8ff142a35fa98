"""Which section of a template each heading of a document begins.

    ## 2) Risks & open questions   ->   ## {{ part }}. Risks
    ### M1 – Reading               ->   ### Milestone {{ loop.index }}: {{ milestone.title }}, its next item

Headings are compared word by word, then without numbers and asides, then by what they share, then by their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from msgspec import Struct, field

from wizard.limits import MAX_COMPARED_HEADINGS
from wizard.plans.read_back.documents.document_tree import DocumentSection
from wizard.plans.read_back.documents.template_pattern import PatternSection, TemplatePattern
from wizard.plans.read_back.documents.worded_lines import Captured, exact_key, loose_key, strip_numbering

ItemIndexes: TypeAlias = "Mapping[int, int]"
"""`{number of a repeat: index of the item that is being read}`."""

_SMALL_WORDS: Final = frozenset({"a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with", "your", "our"})
_ITEM_ID: Final = re.compile(r"[A-Z]{1,3}\d{1,3}[ \t]*(?:[:.)]|[-–—](?=\s))[ \t]*(?=\S)")
"""What numbers an item before its title, such as `M1 -`."""
_NEGATIONS: Final = frozenset({"non", "no", "not", "out", "without"})
"""Words that make the opposite of a title."""
_SYNONYMS: Final = {
    word: group[0]
    for group in (
        ("goal", "objective", "purpose", "aim", "mission"),
        ("summary", "overview", "description", "abstract", "synopsis", "introduction", "intro"),
        ("background", "context", "motivation"),
        ("test", "testing", "verification", "validation", "qa"),
        ("task", "todo", "work", "ticket"),
        ("risk", "threat", "hazard"),
        ("idea", "improvement", "enhancement"),
        ("future", "later", "next"),
        ("requirement", "need"),
        ("alternative", "option"),
        ("consequence", "outcome", "result", "impact"),
        ("stack", "technology", "tech", "technical"),
        ("milestone", "phase", "stage"),
        ("schedule", "timeline"),
        ("rollout", "release", "deployment", "deploy", "launch"),
        ("note", "comment", "remark"),
        ("problem", "issue"),
        ("step", "instruction"),
    )
    for word in group
}
"""Words that headings use for the same thing."""


class HeadingMatch(Struct, frozen=True):
    """The section of the template that a heading begins, and what stands in the slots of its title."""

    section: PatternSection
    at: ItemIndexes
    captured: tuple[Captured, ...]


NextIndex: TypeAlias = "Callable[[int, ItemIndexes], int]"
"""Returns the index of a new item of a repeat."""


def match_headings(
    pattern: TemplatePattern,
    document: DocumentSection,
    next_index: NextIndex,
    looks_like: Callable[[PatternSection, DocumentSection], bool],
) -> dict[int, HeadingMatch]:
    """Return `{line of a heading: its match}`; `looks_like` says whether a section has what one of the template has."""
    matcher = _HeadingMatcher(pattern, next_index, looks_like)
    return matcher.match([each for each in document.with_inner() if each.heading is not None])


class _HeadingMatcher(Struct):
    pattern: TemplatePattern
    next_index: NextIndex
    looks_like: Callable[[PatternSection, DocumentSection], bool]
    found: dict[int, HeadingMatch] = field(default_factory=dict[int, HeadingMatch])
    used: set[tuple[int, tuple[int, ...]]] = field(default_factory=set["tuple[int, tuple[int, ...]]"])
    current: dict[int, int] = field(default_factory=dict[int, int])
    """The item of each repeat that was begun last."""
    places: dict[int, ItemIndexes] = field(default_factory=dict[int, ItemIndexes])
    """What was current at each heading that has no match yet."""

    def match(self, headings: Sequence[DocumentSection]) -> dict[int, HeadingMatch]:
        sections = [each for each in self.pattern.sections if each.level]
        by_exact, by_loose = _index(sections, 0), _index(sections, 1)
        titled = [each for each in sections if each.title.marks or each.opens >= 0]
        wanted = {exact_key(each.title) for each in headings}
        for heading in headings:
            exact, loose = exact_key(heading.title), loose_key(heading.title)
            choices = [*by_exact.get(exact, ()), *self._matching_titles(titled, heading, exact)]
            if not self._take(heading, choices):
                others = [each for each in by_loose.get(loose, ()) if each.keys[0] not in wanted or each.opens >= 0]
                if not self._take(heading, others) and not self._take(heading, list(self._items_below(heading))):
                    self.places[heading.start] = dict(self.current)
        self._match_title(headings, sections)
        self._match_alike(headings, sections)
        self._match_order(headings, sections)
        self._match_items(headings)
        return self.found

    def _matching_titles(
        self, titled: Sequence[PatternSection], heading: DocumentSection, exact: str
    ) -> Iterator[PatternSection]:
        for section in titled:
            first = section.title.literals[0] if section.title.literals else ""
            words = exact_key(first).split()
            if not section.title.has_words or (words and words[0] not in exact):
                continue
            if section.title.match(heading.title) is not None:
                yield section
                continue
            bare = strip_numbering(heading.title)
            if bare != heading.title and section.title.match(bare) is not None:
                yield section

    def _items_below(self, heading: DocumentSection) -> Iterator[PatternSection]:
        """Yield the section whose title says nothing by itself, or says it in other words, below the same heading."""
        above = self._match_above(heading)
        repeated = [each for each in above.section.children if each.opens >= 0] if above is not None else []
        if len(repeated) != 1:
            return
        section = repeated[0]
        if not section.title.has_words or self.looks_like(section, heading):
            yield section

    def _match_above(self, heading: DocumentSection) -> HeadingMatch | None:
        above = heading.parent
        while above is not None and above.heading is not None:
            if above.start in self.found:
                return self.found[above.start]
            above = above.parent
        return None

    def _take(self, heading: DocumentSection, choices: Sequence[PatternSection]) -> bool:
        """Take the best of the choices for a heading, if there is one that may still be taken."""
        above = self._match_above(heading)
        parent = above.section if above is not None else None
        free = [each for each in choices if self._is_free(each)]
        if not free:
            return False
        last = max((match.section.number for match in self.found.values()), default=0)
        best = min(
            free,
            key=lambda each: (
                each.parent is not parent,
                each.number <= last and each.opens < 0,
                each.opens >= 0,
                each.number,
            ),
        )
        self._add(heading, best, self.current)
        return True

    def _is_free(self, section: PatternSection) -> bool:
        if any(loop not in self.current for loop in section.loops if loop != section.opens):
            return False
        return section.opens >= 0 or self._key(section, self.current) not in self.used

    def _key(self, section: PatternSection, at: ItemIndexes) -> tuple[int, tuple[int, ...]]:
        return section.number, tuple(at.get(loop, 0) for loop in section.loops)

    def _add(self, heading: DocumentSection, section: PatternSection, at: ItemIndexes) -> None:
        at = dict(at)
        if section.opens >= 0:
            at[section.opens] = self.next_index(section.opens, at)
            self.current[section.opens] = at[section.opens]
        self.used.add(self._key(section, at))
        around = {loop: at[loop] for loop in section.loops}
        self.found[heading.start] = HeadingMatch(section, around, _title_slots(section, heading))
        self.places.pop(heading.start, None)

    def _match_items(self, headings: Sequence[DocumentSection]) -> None:
        """Match headings that begin items below one that was matched late."""
        for heading in headings:
            if heading.start in self.places:
                at = self.places[heading.start]
                for section in self._items_below(heading):
                    if all(loop in at for loop in section.loops if loop != section.opens):
                        self._add(heading, section, at)

    def _match_title(self, headings: Sequence[DocumentSection], sections: Sequence[PatternSection]) -> None:
        """Let the first heading be the title, however it is put, if nothing else is."""
        if not headings or not sections or headings[0].start in self.found:
            return
        first, title = headings[0], sections[0]
        is_title = title.level == 1 and title.title.marks and not title.loops
        others = [each for each in headings if each.level == first.level]
        if is_title and first.level == 1 and len(others) == 1 and self._is_free(title):
            self._add(first, title, {})

    def _match_alike(self, headings: Sequence[DocumentSection], sections: Sequence[PatternSection]) -> None:
        """Match headings that share most of their words with one of the template, and with no other as many."""
        left = [each for each in headings if each.start in self.places][:MAX_COMPARED_HEADINGS]
        free = [each for each in sections if each.opens < 0 and each.keys[0]][:MAX_COMPARED_HEADINGS]
        words = {each.number: tuple(map(_stems, each.keys)) for each in free}
        for heading in left:
            own = _stems(loose_key(heading.title))
            above = self._match_above(heading)
            at = self.places[heading.start]
            likeness = {
                each.number: max(_likeness(own, other) for other in words[each.number]) + 0.1 * _is_below(each, above)
                for each in free
                if self._may_add(each, at)
            }
            scored = sorted((-value, number) for number, value in likeness.items())
            is_clear = bool(scored) and (len(scored) == 1 or scored[0][0] < scored[1][0])
            if is_clear and -scored[0][0] >= _ALIKE:
                self._add(heading, self.pattern.sections[scored[0][1]], at)

    def _may_add(self, section: PatternSection, at: ItemIndexes) -> bool:
        return all(loop in at for loop in section.loops) and self._key(section, at) not in self.used

    def _match_order(self, headings: Sequence[DocumentSection], sections: Sequence[PatternSection]) -> None:
        """Match a heading with the one of the template in its place, if what is below it is of that kind."""
        for index, heading in enumerate(headings[:MAX_COMPARED_HEADINGS]):
            if heading.start not in self.places:
                continue
            before = _nearest(headings, index, -1, heading.level)
            after = _nearest(headings, index, 1, heading.level)
            start = self.found[before.start].section.number if before is not None and before.start in self.found else 0
            end = len(sections) + 1
            if after is not None:
                if after.start not in self.found:
                    continue
                end = self.found[after.start].section.number
            if before is not None and before.start not in self.found:
                continue
            neighbour = self.found[before.start] if before is not None else None
            between = [
                each
                for each in sections
                if start < each.number < end
                and each.opens < 0
                and not each.loops
                and each.has_slots
                and self._may_add(each, {})
                and (neighbour is None or each.parent is neighbour.section.parent)
            ]
            is_enclosed = before is not None and after is not None
            if len(between) == 1 and is_enclosed and self.looks_like(between[0], heading):
                self._add(heading, between[0], {})


def _is_below(section: PatternSection, above: HeadingMatch | None) -> bool:
    return above is not None and section.parent is above.section


_ALIKE: Final = 0.6


def _index(sections: Sequence[PatternSection], which: int) -> dict[str, list[PatternSection]]:
    found: dict[str, list[PatternSection]] = {}
    for section in sections:
        if section.keys[which] and not section.title.marks:
            found.setdefault(section.keys[which], []).append(section)
    return found


def _title_slots(section: PatternSection, heading: DocumentSection) -> tuple[Captured, ...]:
    if not section.title.marks:
        return ()
    found = section.title.match(heading.title)
    if found is None:
        found = section.title.match(strip_numbering(heading.title))
    if found is not None:
        return found
    bare = strip_numbering(heading.title).strip()
    if section.opens >= 0:
        bare = _ITEM_ID.sub("", bare, count=1)
    if set(exact_key(bare).split()) <= set(section.keys[0].split()):
        return ()
    return (Captured(section.title.marks[0], bare),)


def _stems(key: str) -> frozenset[str]:
    """Return the words of a title without their endings, with one for all that mean the same."""
    stems = (_singular(word) for word in key.split())
    return frozenset(_SYNONYMS.get(stem, stem) for stem in stems if stem not in _SMALL_WORDS and not stem.isdigit())


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of two titles is shared, from 0 to 1; all of the shorter one counts for much."""
    shared = len(one & other)
    if not shared or not _NEGATIONS.isdisjoint(one ^ other):
        return 0.0
    both = shared / len(one | other)
    return max(both, 0.6 if shared == min(len(one), len(other)) and (shared > 1 or len(one | other) <= 3) else 0.0)


def _nearest(headings: Sequence[DocumentSection], index: int, step: int, level: int) -> DocumentSection | None:
    at = index + step
    while 0 <= at < len(headings):
        if headings[at].level == level:
            return headings[at]
        if headings[at].level < level:
            return headings[at] if step < 0 else None
        at += step
    return None


def are_alike(one: str, other: str) -> bool:
    """Whether two titles or labels are mostly the same words."""
    return _likeness(_stems(loose_key(one)), _stems(loose_key(other))) >= _ALIKE
