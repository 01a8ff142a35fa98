"""Everything that can be searched in an interview: what is asked, what is answered, and the rest of the plan.

    an interview and its plan, "launch"  ->  "When is the launch?", a label          question  launch_date
                                             "Dry run before the launch"             answer    milestones[1].tasks[0]
                                             "## Launch checklist", of the template  plan      the nearest question

An answer is found where it is answered, and not once more where it stands in the plan.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from msgspec import Struct

from wizard.answers.kinds import format_answer
from wizard.limits import MAX_EXAMINED_HITS, MAX_SEARCH_HITS
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered, is_list, is_mapping
from wizard.model.template import Question
from wizard.search.folded_text import Extent, FoldedText, fold

if TYPE_CHECKING:
    from wizard.interview.interview import Interview
    from wizard.render.plan import Plan

HitKind: TypeAlias = Literal["question", "answer", "plan"]
_BETWEEN: Final = "\x00"
"""Between two texts that are searched together; no query has it."""

_EMPHASIS: Final = dict.fromkeys(map(ord, "*`"))


class SearchHit(Struct, frozen=True):
    """A place at which something was found."""

    kind: HitKind
    path: AnswerPath
    """Of the question to go to, or of the part of its answer."""
    where: tuple[str, ...]
    """Where that is, in words: `("Milestones", "Milestone 2", "Goal")`."""
    text: str
    """The line that it stands in."""
    extent: Extent
    """Its characters in `text`."""
    offset: int
    """Where it begins in the answer, or in the plan; 0 for a question."""


class SearchResult(Struct, frozen=True):
    """What was found."""

    hits: tuple[SearchHit, ...]
    """Questions first, then answers, then the plan; each in their order."""
    has_more: bool = False
    """Whether there are more than are listed."""

    def next_after(self, hit: SearchHit, by: int) -> SearchHit | None:
        """Return the hit that follows another one, or with -1 the one before it, around the end."""
        if not self.hits:
            return None
        known = [(other.kind, other.path, other.offset) for other in self.hits]
        here = (hit.kind, hit.path, hit.offset)
        at = known.index(here) if here in known else -1 if by > 0 else 0
        return self.hits[(at + by) % len(self.hits)]


class _Entry(Struct, frozen=True):
    kind: HitKind
    path: AnswerPath
    text: str


class InterviewSearch:
    """What is searched, read once; a query then takes little time however much there is."""

    def __init__(self, interview: Interview, plan: Plan) -> None:
        self._interview = interview
        self._plan = plan
        self._questions = _Entries(_question_entries(interview))
        self._answers = _Entries(_answer_entries(interview))
        self._folded_plan = fold(plan.text)
        self._segment_starts = [0, *accumulate(len(segment.text) for segment in plan.segments)]
        self._answered: list[Extent] = [
            (start + span.start, start + span.end)
            for start, segment in zip(self._segment_starts, plan.segments, strict=False)
            for span in segment.spans
            if not span.is_placeholder
        ]
        """What of the plan comes from answers, in the order of the text."""

    def find(self, query: str) -> SearchResult:
        """Return where a query is found; where none of it is as it was typed, what has all of its words."""
        found = [*self._questions.find(query), *self._answers.find(query)]
        in_plan = list(islice(self._hits_in_plan(query), MAX_SEARCH_HITS + 1))
        if not found and not in_plan and len(query.split()) > 1:
            found = [*self._questions.find_all_words(query.split()), *self._answers.find_all_words(query.split())]
        by_kind = [
            [self._hit(entry, extent) for entry, extent in found if entry.kind == kind]
            for kind in ("question", "answer")
        ]
        kinds = (*by_kind, in_plan)
        return SearchResult(
            tuple(hit for hits in kinds for hit in hits[:MAX_SEARCH_HITS]),
            any(len(hits) > MAX_SEARCH_HITS for hits in kinds),
        )

    def _hit(self, entry: _Entry, extent: Extent) -> SearchHit:
        line, within = _line_around(entry.text, extent)
        offset = extent[0] if entry.kind == "answer" else 0
        return SearchHit(entry.kind, entry.path, location_of(self._interview, entry.path), line, within, offset)

    def _hits_in_plan(self, query: str) -> Iterator[SearchHit]:
        """Yield what is found in the plan and comes from no answer."""
        last_line = -1
        for extent in islice(self._folded_plan.find(query), MAX_EXAMINED_HITS):
            if self._comes_from_an_answer(extent):
                continue
            index = min(bisect_right(self._segment_starts, extent[0]), len(self._plan.segments)) - 1
            path = self._plan.path_at(index, extent[0] - self._segment_starts[index])
            line_start = self._plan.text.rfind("\n", 0, extent[0])
            if line_start == last_line or path is None:
                continue
            last_line = line_start
            line, within = _line_around(self._plan.text, extent)
            yield SearchHit("plan", path, ("Plan", *self._heading_above(extent[0])), line, within, extent[0])

    def _comes_from_an_answer(self, extent: Extent) -> bool:
        at = bisect_right(self._answered, extent[0], key=_start) - 1
        return at >= 0 and extent[1] <= self._answered[at][1]

    def _heading_above(self, offset: int) -> tuple[str, ...]:
        """Return the heading below which a character of the plan stands."""
        text = self._plan.text
        start = text.rfind("\n#", 0, offset) + 1
        line = text[start : text.find("\n", start)] if text.find("\n", start) >= 0 else text[start:]
        return (line.strip("# ").translate(_EMPHASIS),) if line.startswith("#") else ()


class _Entries:
    """Texts that are searched together."""

    def __init__(self, entries: Iterator[_Entry]) -> None:
        self._entries: Sequence[_Entry] = tuple(entries)
        self._folded: FoldedText = fold(_BETWEEN.join(entry.text for entry in self._entries))
        lengths = (len(entry.text) + len(_BETWEEN) for entry in self._entries)
        self._starts = [0, *accumulate(lengths)]

    def find(self, query: str) -> Iterator[tuple[_Entry, Extent]]:
        """Yield where a query is found, once for each line of a text; at most one more than is listed."""
        yield from islice(self._find(query), MAX_SEARCH_HITS + 1)

    def find_all_words(self, words: Sequence[str]) -> Iterator[tuple[_Entry, Extent]]:
        """Yield the texts that have every word, with where the first of them stands."""
        found = [{self._index_of(extent): extent for extent in reversed(self._folded.find(word))} for word in words]
        common = set[int](found[0]).intersection(*found[1:])
        for index in sorted(common)[: MAX_SEARCH_HITS + 1]:
            yield self._entries[index], self._extent_in(index, found[0][index])

    def _find(self, query: str) -> Iterator[tuple[_Entry, Extent]]:
        last = (-1, -1)
        for extent in self._folded.find(query):
            index = self._index_of(extent)
            entry, within = self._entries[index], self._extent_in(index, extent)
            here = (index, entry.text.count("\n", 0, within[0]))
            if here != last:
                last = here
                yield entry, within

    def _index_of(self, extent: Extent) -> int:
        return bisect_right(self._starts, extent[0]) - 1

    def _extent_in(self, index: int, extent: Extent) -> Extent:
        return extent[0] - self._starts[index], extent[1] - self._starts[index]


def _start(extent: Extent) -> int:
    return extent[0]


def location_of(interview: Interview, path: AnswerPath) -> tuple[str, ...]:
    """Return where a question is, in words: its section, the items around it with their numbers, its name."""
    places = [interview.template.section_of(path).title]
    question = interview.template.question(path[:1])
    for at in range(1, len(path), 2):
        if question is None or question.kind != "group":
            break
        number = path[at]
        places.append(f"{question.item[:1].upper()}{question.item[1:]} {int(number) + 1}")
        question = question.child(str(path[at + 1])) if at + 1 < len(path) else None
    if question is not None and question.short and question.short != places[-1]:
        places.append(question.short)
    return tuple(places)


def searchable_words(interview: Interview, path: AnswerPath) -> str:
    """Return the words by which the question at a path can be found, those of its answer and its section too."""
    question = interview.template.question(path)
    if question is None:
        return ""
    texts = () if question.kind == "group" else (text for _, text in _texts_of(interview, question, path))
    section = interview.template.section_of(path).title
    return " ".join((section, question.short, question.label, question.help, *texts))


def _question_entries(interview: Interview) -> Iterator[_Entry]:
    section = None
    for path, question in _asked(interview):
        if len(path) == 1 and (around := interview.template.section_of(path)) is not section:
            section = around
            yield _Entry("question", path, section.title)
        yield _Entry("question", path, question.label)
        if question.short not in question.label:
            yield _Entry("question", path, question.short)
        if question.help:
            yield _Entry("question", path, question.help)


def _answer_entries(interview: Interview) -> Iterator[_Entry]:
    for path, question in _asked(interview):
        if question.kind != "group":
            yield from (_Entry("answer", place, text) for place, text in _texts_of(interview, question, path) if text)


def _asked(interview: Interview) -> Iterator[tuple[AnswerPath, Question]]:
    for path in interview.asked_paths():
        question = interview.template.question(path)
        if question is not None:
            yield path, question


def _texts_of(interview: Interview, question: Question, path: AnswerPath) -> Iterator[tuple[AnswerPath, str]]:
    """Yield the texts of an answer, each with the path of the part of it that it is; typed text that is none too."""
    answer = interview.answer_at(path)
    for place, value, asked in _parts(question, path, answer):
        typed = interview.unfinished.get(place)
        yield place, _text_of(asked, value) if typed is None else typed
    if not is_list(answer) and answer is OPEN and path in interview.unfinished:
        yield path, interview.unfinished[path]


def _parts(
    question: Question, path: AnswerPath, answer: Answer | Unanswered
) -> Iterator[tuple[AnswerPath, Answer, Question]]:
    """Yield the parts of an answer that are shown as texts of their own: its path, the part, the question."""
    if answer is OPEN or answer is None:
        return
    if not is_list(answer):
        yield path, answer, question
        return
    for index, item in enumerate(answer):
        if question.kind == "choices":
            yield path, item, question
        elif question.kind == "table" and is_mapping(item):
            for column in question.questions:
                if column.id in item:
                    yield (*path, index, column.id), item[column.id], column
        else:
            yield (*path, index), item, question


def _text_of(question: Question, answer: Answer) -> str:
    """Return a part of an answer as it is shown: of an option its label."""
    if isinstance(answer, str) and not question.options:
        return answer
    label = next((option.label for option in question.options if option.value == answer), None)
    return format_answer(answer) if label is None else label


def _line_around(text: str, extent: Extent) -> tuple[str, Extent]:
    """Return the line of a text in which an extent begins, and the extent in it, up to the end of the line."""
    start = text.rfind("\n", 0, extent[0]) + 1
    end = text.find("\n", extent[0])
    line = text[start : len(text) if end < 0 else end]
    return line, (extent[0] - start, min(extent[1] - start, len(line)))
