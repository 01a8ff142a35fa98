"""What a new rendering of a plan changes, in questions: `Budget: 3 → 5 weeks`.

the text that was saved last, the plan as rendered now with its source map
→ for each answer that stands in changed lines, what stood there before

A line of the plan is the template's text with answers in it: the same text around other answers is found in the lines
that it replaces. So nothing but the two texts is needed, and no copy of the answers of then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from wizard.interview.interview import Interview
from wizard.message_text import sanitize_line
from wizard.model.answers import AnswerPath, format_path
from wizard.plans.comparison.source_lines import AnswerSpan, SourceLines
from wizard.plans.merge.line_matching import find_matches, split_lines
from wizard.render.plan import Plan

_MOST_COMPARED: Final = 400
"""Lines of a stretch that are compared with each of the lines that they replace."""
_SHOWN_CHARACTERS: Final = 60


class AnswerChange(Struct, frozen=True):
    """An answer, or a line of one, that is another one now."""

    path: AnswerPath
    label: str
    before: str | None
    """The text in the plan; None when nothing stood there."""
    after: str | None
    """None when nothing stands there any more."""

    def words(self) -> str:
        """Return `Budget: 3 → 5 weeks`."""
        label = sanitize_line(self.label)
        before, after = (None if each is None else sanitize_line(each) for each in (self.before, self.after))
        match before, after:
            case None, str():
                return f"{label}: {_shorten(after)} (new)"
            case str(), None:
                return f"{label}: {_shorten(before)} (taken out)"
            case str(), str():
                return f"{label}: {_shorten(_without_common_end(before, after))} → {_shorten(after)}"
            case _:
                return label


def find_changes(interview: Interview, plan: Plan, before: str) -> tuple[AnswerChange, ...]:
    """Return the answers that stand otherwise in the plan than in the text before, in the order of the plan."""
    return tuple(_ChangeFinder(interview, plan, before).find())


class _ChangeFinder:
    def __init__(self, interview: Interview, plan: Plan, before: str) -> None:
        self._interview = interview
        self._text = plan.text
        self._lines = SourceLines(interview, plan)
        self._before, self._after = split_lines(before), split_lines(plan.text)

    def find(self) -> Iterator[AnswerChange]:
        at_before = at_after = 0
        matches = find_matches(self._before, self._after)
        for start, begin, length in (*matches, (len(self._before), len(self._after), 0)):
            if start > at_before or begin > at_after:
                yield from self._compare(at_before, start, at_after, begin)
            at_before, at_after = start + length, begin + length

    def _compare(self, start: int, end: int, begin: int, stop: int) -> Iterator[AnswerChange]:
        """Yield the changes in lines `begin` to `stop`, in place of which the text before has `start` to `end`."""
        gone = [line for line in self._before[start:end] if line.strip()]
        taken: set[int] = set()
        is_same_count = end - start == stop - begin
        for number in range(begin, stop):
            spans = list(self._lines.spans(number, number + 1))
            if not spans:
                if self._after[number] in gone:
                    taken.add(gone.index(self._after[number]))
                continue
            likely = self._before[start + number - begin] if is_same_count else None
            found = self._find_line(number, spans, gone, taken, likely)
            yield from self._changes(number, spans, found)
        for index, line in enumerate(gone):
            if index not in taken and (question := self._question_near(begin)) is not None:
                yield AnswerChange(question, self._label(question), line.strip(), None)

    def _find_line(
        self, number: int, spans: Sequence[AnswerSpan], gone: Sequence[str], taken: set[int], likely: str | None
    ) -> list[str] | None:
        """Return the answers of the line that a line replaces, which is added to `taken`; None when there is none."""
        literals = self._literals(number, spans)
        order = sorted(range(len(gone)), key=lambda index: gone[index] != likely)
        for index in order[:_MOST_COMPARED]:
            if index in taken:
                continue
            if any(literal.strip(" \t-*+>0123456789.") for literal in literals) or gone[index] == likely:
                answers = _answers_between(literals, gone[index])
                if answers is not None:
                    taken.add(index)
                    return answers
        return None

    def _literals(self, number: int, spans: Sequence[AnswerSpan]) -> list[str]:
        """Return the template's text around the answers in a line."""
        at, end = self._lines.offset(number), self._lines.offset(number + 1) - 1
        literals: list[str] = []
        for span in spans:
            literals.append(self._text[at : max(span.start, at)].rstrip("\r"))
            at = min(max(span.end, at), end)
        return [*literals, self._text[at:end].rstrip("\r")]

    def _changes(self, number: int, spans: Sequence[AnswerSpan], found: list[str] | None) -> Iterator[AnswerChange]:
        start, end = self._lines.offset(number), self._lines.offset(number + 1) - 1
        for index, span in enumerate(spans):
            question = self._lines.question_of(span.path)
            after = self._text[max(span.start, start) : min(span.end, end)].strip()
            before = None if found is None else found[index].strip()
            if before != after:
                yield AnswerChange(question, self._label(question), before or None, after or None)

    def _question_near(self, line: int) -> AnswerPath | None:
        return next(iter(self._lines.questions(line, line)), None)

    def _label(self, path: AnswerPath) -> str:
        """Return what the outline calls a question; inside a group with its path, for there are several."""
        question = self._interview.template.question(path)
        if question is None:
            return format_path(path)
        named = question.short or question.label
        return named if len(path) == 1 else f"{named} ({format_path(path)})"


def _answers_between(literals: Sequence[str], line: str) -> list[str] | None:
    """Return what stands in a line between texts that it begins with, has in this order, and ends with."""
    first, *between, last = literals
    if not line.startswith(first) or not line.endswith(last) or len(line) < len(first) + len(last):
        return None
    at, end = len(first), len(line) - len(last)
    answers: list[str] = []
    for literal in between:
        found = line.find(literal, at, end) if literal else -1
        if found < 0:
            return None
        answers.append(line[at:found])
        at = found + len(literal)
    return [*answers, line[at:end]]


def _without_common_end(before: str, after: str) -> str:
    """Return `3` for `3 weeks` and `5 weeks`."""
    words, others = before.split(" "), after.split(" ")
    if len(before) > _SHOWN_CHARACTERS or len(after) > _SHOWN_CHARACTERS:
        return before
    while len(words) > 1 and len(others) > 1 and words[-1] == others[-1]:
        words.pop()
        others.pop()
    return " ".join(words)


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[: _SHOWN_CHARACTERS - 1].rstrip()}…"
