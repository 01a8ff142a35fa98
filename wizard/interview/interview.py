"""The interview: a template, the answers so far and the current question. Each change gives a new interview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from wizard.answers.kinds import KINDS, format_answer, parse_answer
from wizard.answers.validation import find_misfits, find_shortfalls, is_blank
from wizard.errors import InvalidAnswer
from wizard.evaluation.current_limits import judge, with_current_limits
from wizard.evaluation.evaluator import AnswersScope, holds
from wizard.evaluation.interpolation import interpolate
from wizard.evaluation.uncomputable import find_uncomputable
from wizard.interview import navigation
from wizard.interview.group_items import IndexMap, index_after_move, path_after_move, paths_after_move, validate_at
from wizard.interview.progress import Progress, count_answers
from wizard.message_text import did_you_mean, format_number, pluralize
from wizard.model.answers import (
    OPEN,
    Answer,
    AnswerPath,
    Answers,
    Unanswered,
    answer_at,
    format_path,
    is_list,
    parse_path,
    with_answer,
    without_answer,
)
from wizard.model.template import KindName, Question, Section, Template

State = Literal["answered", "open", "required", "invalid", "left_out", "skipped"]
"""`required` is open and required; `skipped` is not asked because a condition does not hold."""


class AnswerBefore(Struct, frozen=True):
    """The answer that a field had before the user began to type in it."""

    path: AnswerPath
    answer: Answer | Unanswered


class Interview(Struct, frozen=True, dict=True):
    """A template, its answers, and where in it the user is; all that a draft saves but its history."""

    template: Template
    answers: Answers
    current: AnswerPath
    """The path of the question on the screen; a group's own shows the list of its items."""
    within: AnswerPath = ()
    """The rest of the path to the row, cell or item at the cursor."""
    cursor: int = 0
    """The cursor's offset in the text, in characters."""
    unfinished: Mapping[AnswerPath, str] = field(default_factory=dict[AnswerPath, str])
    """Typed text that is no answer yet; the answer from before the typing stays in `answers`."""
    stashed: Mapping[AnswerPath, Answer] = field(default_factory=dict[AnswerPath, Answer])
    """The answers of questions before they were left out, for when they are taken back in."""
    before_typing: AnswerBefore | None = None
    """What the text that is being typed has replaced, until the user leaves its field; only where text can be invalid.

    Of `25` where at most 20 is allowed, `2` was an answer while it was the whole text, and is none afterwards.
    """

    @staticmethod
    def begin(template: Template, answers: Answers | None = None) -> Interview:
        """Return an interview at its first question, or at the empty path of a template that asks nothing."""
        known: Answers = answers if answers is not None else {}
        first = next(navigation.asked_paths(template, known), None)
        if first is None:
            first = next(((question.id,) for question in template.questions() if not question.at_review), ())
        return Interview(template, known, first)

    def question(self, path: AnswerPath | None = None) -> Question:
        """Return the question at a path, or the current one; raise InvalidAnswer when there is none."""
        wanted = self.current if path is None else path
        found = self.template.question(wanted)
        if found is None:
            known = [question.id for question in self.template.questions()]
            raise InvalidAnswer(
                format_path(wanted), f"there is no such question{did_you_mean(str((*wanted, '')[0]), known)}"
            )
        if not found.depends_on_answers:
            return found
        return with_current_limits(found, navigation.scope_at(self.template, self.answers, wanted))

    def section(self, path: AnswerPath | None = None) -> Section:
        """Return the section of the question at a path, or of the current one."""
        return self.template.section_of(self.current if path is None else path)

    def answer_at(self, path: AnswerPath) -> Answer | Unanswered:
        """Return the answer at a path, or OPEN."""
        return answer_at(self.answers, path)

    def asked_paths(self) -> Iterator[AnswerPath]:
        """Yield the path of every question that is asked: a group's own, then those of its items."""
        return navigation.asked_paths(self.template, self.answers)

    def siblings(self, path: AnswerPath) -> tuple[AnswerPath, ...]:
        """Return the paths of the questions that are asked in the same item, or outside groups, in order."""
        return navigation.siblings(self.template, self.answers, path)

    def is_asked(self, path: AnswerPath) -> bool:
        """Return whether there is a question at a path and its conditions hold."""
        return navigation.is_asked(self.template, self.answers, path)

    def state(self, path: AnswerPath) -> State:
        """Return the state of the question at a path."""
        if not self.is_asked(path):
            return "skipped"
        if self.problem(path) is not None:
            return "invalid"
        answer = self.answer_at(path)
        if answer is None:
            return "left_out"
        if answer is OPEN or answer == ():
            return self._unanswered_state(path, answer)
        return "answered"

    def _unanswered_state(self, path: AnswerPath, answer: Answer | Unanswered) -> State:
        if self.question(path).required:
            return "required"
        return "open" if answer is OPEN else "answered"

    def problem(self, path: AnswerPath) -> InvalidAnswer | None:
        """Return why the question at a path is invalid, or None; found once, since a key asks often."""
        if path not in self._first_problems:
            self._first_problems[path] = next(self._find_problems(path), None)
        return self._first_problems[path]

    @cached_property
    def _first_problems(self) -> dict[AnswerPath, InvalidAnswer | None]:
        return {}

    def problems(self, path: AnswerPath) -> tuple[InvalidAnswer, ...]:
        """Return everything that makes the question at a path invalid, each with the path of its cell."""
        return tuple(self._find_problems(path))

    def misfits(self, path: AnswerPath) -> tuple[InvalidAnswer, ...]:
        """Return why typed text and answers at the question of a path are none, whatever else it lacks."""
        return tuple(self._find_misfits(path))

    def judgements(self, path: AnswerPath) -> tuple[InvalidAnswer, ...]:
        """Return why other answers make the answer of the question at a path invalid."""
        question = self.template.question(path)
        if question is None or not question.depends_on_answers:
            return ()
        scope = navigation.scope_at(self.template, self.answers, path)
        return tuple(judge(question, self.answer_at(path), path, scope))

    def _find_problems(self, path: AnswerPath) -> Iterator[InvalidAnswer]:
        yield from self._find_misfits(path)
        question, answer = self.question(path), self.answer_at(path)
        typed = {format_path(other) for other in self._typed_paths(path, question)}
        if is_list(answer) and (question.min is not None or question.kind in ("table", "choices")):
            written = format_path(path)
            for lacking in find_shortfalls(question, answer, path):
                # What the questions in a group's items lack is theirs.
                if lacking.path not in typed and (lacking.path == written or question.kind == "table"):
                    yield lacking
        yield from (judged for judged in self.judgements(path) if judged.path not in typed)
        if len(path) == 1:
            uncomputable = find_uncomputable(self.template, self.answers)
            yield from (InvalidAnswer(id, message) for id, message in uncomputable if id == path[0])

    def _find_misfits(self, path: AnswerPath) -> Iterator[InvalidAnswer]:
        question = self.template.question(path)
        if question is None:
            return
        for other in self._typed_paths(path, question):
            yield _problem_of(self.question(other), other, self.unfinished[other])
        answer = self.answer_at(path)
        if is_list(answer) and question.options_from is None:  # options from other answers are judged with those
            yield from find_misfits(question, answer, path)

    def _typed_paths(self, path: AnswerPath, question: Question) -> Iterator[AnswerPath]:
        """Yield the paths of the typed text that is no answer yet at a question, or in the cells of a table."""
        for other in self.unfinished:
            if other == path or (other[: len(path)] == path and question.kind != "group"):
                yield other

    def progress(self) -> Progress:
        """Return how many of the questions that are asked are answered or left out."""
        counts = self.section_progress()
        return Progress(sum(each.answered for each in counts), sum(each.total for each in counts))

    def section_progress(self) -> tuple[Progress, ...]:
        """Return the progress of every section, in order."""
        return self._counts

    @cached_property
    def _counts(self) -> tuple[Progress, ...]:
        return tuple(self._count(section) for section in self.template.sections)

    def path_of_change(self, before: Answers) -> AnswerPath:
        """Return the path at or below which alone the answers differ from earlier ones; () when that is unknown."""
        base, path = vars(self).get("_last_change", (None, ()))
        return path if base is before else ()

    def _inherit(self, before: Interview) -> Interview:
        """Return the interview itself, with what is known of `before` and must be the same, and its last change."""
        vars(self).update(vars(before))
        return self

    def _with_other_problems(self) -> Interview:
        vars(self).pop("_first_problems", None)
        return self

    def _with_last_change(self, before: Interview, path: AnswerPath) -> Interview:
        vars(self)["_last_change"] = (before.answers, path)
        return self

    def _count(self, section: Section) -> Progress:
        scope = AnswersScope(self.template, self.answers)
        unfinished = frozenset(self.unfinished)
        answered = total = 0
        for question in section.questions:
            if question.at_review or not holds(question.when, scope):
                continue
            answer = self.answers.get(question.id, OPEN)
            if answer is OPEN:
                total += 1
                continue
            counted = count_answers(question, answer, (question.id,), unfinished, scope)
            answered, total = answered + counted.answered, total + counted.total
        return Progress(answered, total)

    def missing_paths(self) -> tuple[AnswerPath, ...]:
        """Return the paths of what is still to answer: first the required or invalid, then the open questions."""
        states = [(path, self.state(path)) for path in self.asked_paths()]
        first = [path for path, state in states if state in ("required", "invalid")]
        return (*first, *(path for path, state in states if state == "open"))

    def missing_parts(self) -> Mapping[AnswerPath, State]:
        """Return the state of each of the missing paths; instead of an invalid table those of its invalid cells."""
        parts: dict[AnswerPath, State] = {}
        for path in self.missing_paths():
            problems = self.problems(path)
            parts |= dict.fromkeys((parse_path(each.path) for each in problems), "invalid")
            if not problems:
                parts[path] = self.state(path)
        return parts

    def switches(self) -> tuple[Question, ...]:
        """Return the switches that the review has for the answers so far."""
        scope = AnswersScope(self.template, self.answers)
        return tuple(question for question in self.template.switches if holds(question.when, scope))

    def is_on(self, switch: Question) -> bool:
        """Return whether a switch is on."""
        return self.answers.get(switch.id) is True

    def toggle(self, switch: Question) -> Interview:
        """Return the interview with a switch the other way."""
        return self.answer((switch.id,), not self.is_on(switch))

    def title(self) -> str:
        """Return the answer of the first required line, else the template's title."""
        for question in self.template.questions():
            answer = self.answers.get(question.id)
            if question.kind == "line" and question.required and isinstance(answer, str):
                return answer
        return self.template.title

    def default_of(self, path: AnswerPath) -> Answer | Unanswered:
        """Return the default of a question for the answers so far, or OPEN."""
        question = self.question(path)
        if not question.default_text:
            return OPEN if question.default is None else question.default
        text = interpolate(question.default_text, navigation.scope_at(self.template, self.answers, path))
        if text is OPEN:
            return OPEN
        try:
            return parse_answer(question, text)
        except InvalidAnswer:
            return OPEN

    def field_text(self, path: AnswerPath) -> str:
        """Return the text in the field of a question: unfinished text, the answer, or what an open one begins with."""
        typed = self.unfinished.get(path)
        if typed is not None:
            return typed
        answer = self.answer_at(path)
        return format_answer(self.prefilled_text(path) if answer is OPEN else answer)

    def prefilled_text(self, path: AnswerPath) -> str:
        """Return the default of a question for a text or a line, which stands in its field while it is open, or ""."""
        question = self.template.question(path)
        if question is None or question.kind not in _PREFILLED_KINDS or not path or path[-1] != question.id:
            return ""
        around = self.template.question(path[:-2])
        if around is not None and around.kind == "table":  # a row's cells are not passed one by one
            return ""
        default = self.default_of(path)
        return default if isinstance(default, str) else ""

    def answer(self, path: AnswerPath, value: Answer) -> Interview:
        """Return the interview with an answer, or a part of one; raise InvalidAnswer for a value that is none."""
        if value is None:
            return self.leave_out(path)
        if is_blank(value):
            return self.reopen(path)
        accepted = validate_at(self.template, self.answers, path, value)
        return self._replace_answers(path, with_answer(self.answers, path, accepted))

    def answer_text(self, path: AnswerPath, text: str) -> Interview:
        """Return the interview with typed text as the answer, open for blank text; raise InvalidAnswer for none."""
        question = self.question(path)
        if not text.strip():
            return self.reopen(path)
        try:
            value = KINDS[question.kind].parse(question, text)
        except InvalidAnswer as problem:
            raise InvalidAnswer(format_path(path), problem.message, problem.suggestion) from None
        return self.answer(path, value)

    def type_text(self, path: AnswerPath, text: str) -> Interview:
        """Return the interview while a text is being typed: with its answer, else with that from before the typing."""
        before = self.before_typing
        if before is None or before.path != path:
            before = AnswerBefore(path, self.answer_at(path))
        try:
            typed = self.answer_text(path, text) if text.strip() else self.empty(path)
        except InvalidAnswer:
            typed = self._revert(before).set_unfinished(path, text)
        if not _can_reject_text(self.question(path)):
            return typed
        return replace(typed, before_typing=before)._inherit(typed)

    def finish_typing(self) -> Interview:
        """Return the interview with the text that is being typed as it is now: the user leaves its field."""
        return self if self.before_typing is None else replace(self, before_typing=None)._inherit(self)

    def _revert(self, before: AnswerBefore) -> Interview:
        path, answer = before.path, before.answer
        if answer is OPEN:
            return self.reopen(path)
        try:
            valid = None if answer is None else validate_at(self.template, self.answers, path, answer)
        except InvalidAnswer:  # the template was changed meanwhile
            return self.reopen(path)
        return self._replace_answers(path, with_answer(self.answers, path, valid))

    def choose(self, path: AnswerPath, values: tuple[Answer, ...]) -> Interview:
        """Return the interview with these options chosen, and no others.

        What was chosen before may stay, also when it is no option any more; raise InvalidAnswer for other texts
        that are none.
        """
        before = self.answer_at(path)
        options = {option.value for option in self.question(path).options}
        gone = tuple(value for value in values if is_list(before) and value in before and value not in options)
        accepted = validate_at(self.template, self.answers, path, tuple(value for value in values if value not in gone))
        chosen = (*accepted, *gone) if is_list(accepted) else gone
        return self._replace_answers(path, with_answer(self.answers, path, chosen))

    def set_unfinished(self, path: AnswerPath, text: str) -> Interview:
        """Return the interview with typed text that is no answer yet."""
        return replace(self, unfinished={**self.unfinished, path: text})

    def reopen(self, path: AnswerPath) -> Interview:
        """Return the interview with a question open again, or without an item of a list."""
        return self._replace_answers(path, without_answer(self.answers, path))

    def empty(self, path: AnswerPath) -> Interview:
        """Return the interview with the text in the field of a question deleted: it is open again.

        Where a default would stand there again, it is left out instead, or if it is required, still to answer.
        """
        opened = self.reopen(path)
        if not opened.prefilled_text(path):
            return opened
        if self.question(path).required:
            return opened.set_unfinished(path, "")
        return opened._replace_answers(path, with_answer(opened.answers, path, None))

    def leave_out(self, path: AnswerPath) -> Interview:
        """Return the interview with a question left out, or without an item of a list.

        Raise InvalidAnswer when the question is required, and for a part of a task, which has both.
        """
        question, part = navigation.resolve(self.template, path)
        if part:
            items, index = path[: -len(part)], part[0]
            if len(part) > 1 or not isinstance(index, int):
                raise InvalidAnswer(format_path(path), "This is a part of a task, which cannot be left out.")
            return self.remove_item(items, index)
        if question.required:
            raise InvalidAnswer(format_path(path), _REQUIRED_MESSAGE)
        before = self.answer_at(path)
        left = self._replace_answers(path, with_answer(self.answers, path, None))
        return left if before is OPEN or before is None else left._replace_stashed({**self.stashed, path: before})

    def take_in(self, path: AnswerPath) -> Interview:
        """Return the interview with a question that was left out open again, or with the answer that it had."""
        before = self.stashed.get(path, OPEN)
        stashed = {other: answer for other, answer in self.stashed.items() if other != path}
        reopened = self.reopen(path)._replace_stashed(stashed)
        if before is OPEN:
            return reopened
        return reopened._replace_answers(path, with_answer(reopened.answers, path, before))

    def _replace_answers(self, path: AnswerPath, answers: Answers) -> Interview:
        unfinished = {other: text for other, text in self.unfinished.items() if other[: len(path)] != path}
        keeps_counts = (
            len(unfinished) == len(self.unfinished)
            and self.template.names_in_conditions.isdisjoint(path)
            and _weight(answer_at(self.answers, path)) == _weight(answer_at(answers, path)) == 1
        )
        before = self.before_typing
        if before is not None and before.path[: len(path)] == path:
            before = None
        after = replace(self, answers=answers, unfinished=unfinished, before_typing=before)
        return (after._inherit(self)._with_other_problems() if keeps_counts else after)._with_last_change(self, path)

    def _replace_stashed(self, stashed: Mapping[AnswerPath, Answer]) -> Interview:
        return replace(self, stashed=stashed)._inherit(self)

    def add_item(self, path: AnswerPath, index: int | None = None, item: Answer = None) -> Interview:
        """Return the interview with one more item, by default a blank one at the end.

        Raise InvalidAnswer when the list, table or group is full.
        """
        return self.add_items(path, index, ({} if item is None and self.question(path).questions else item,))

    def add_items(self, path: AnswerPath, index: int | None, new: tuple[Answer, ...]) -> Interview:
        """Return the interview with several more items; raise InvalidAnswer when there is no room for all of them."""
        question = self.question(path)
        items = self._items(path)
        if question.max is not None and len(items) + len(new) > question.max:
            raise InvalidAnswer(format_path(path), _no_room_message(question, len(items)))
        at = len(items) if index is None else min(index, len(items))
        return self._rearrange(path, (*items[:at], *new, *items[at:]), lambda old: old + len(new) * (old >= at))

    def remove_item(self, path: AnswerPath, index: int) -> Interview:
        """Return the interview without one item; without its last one the question is open again."""
        items = self._items(path)
        left = items[:index] + items[index + 1 :]
        return self.rearrange_items(path, left, lambda old: None if old == index else old - (old > index))

    def rearrange_items(self, path: AnswerPath, items: tuple[Answer, ...], new_index: IndexMap) -> Interview:
        """Return the interview with other items, or the same ones elsewhere; without any the question is open again."""
        rearranged = self._rearrange(path, items, new_index)
        return rearranged if items else rearranged.reopen(path)

    def move_item(self, path: AnswerPath, index: int, by: int) -> Interview:
        """Return the interview with one item moved by some positions, at most to an end of its list."""
        items = list(self._items(path))
        to = max(0, min(len(items) - 1, index + by))
        items.insert(to, items.pop(index))
        return self._rearrange(path, tuple(items), lambda old: index_after_move(old, index, to))

    def duplicate_item(self, path: AnswerPath, index: int) -> Interview:
        """Return the interview with a copy of one item, its typed text included, after it."""
        item, copy = (*path, index), (*path, index + 1)
        copied = self.add_item(path, index + 1, self._items(path)[index])
        texts = {(*copy, *at[len(item) :]): text for at, text in self.unfinished.items() if at[: len(item)] == item}
        return replace(copied, unfinished={**copied.unfinished, **texts})

    def _items(self, path: AnswerPath) -> tuple[Answer, ...]:
        items = self.answer_at(path)
        return items if is_list(items) else ()

    def _rearrange(self, path: AnswerPath, items: tuple[Answer, ...], new_index: IndexMap) -> Interview:
        current = path_after_move(path, self.current, new_index)
        before = self.before_typing
        typed_at = None if before is None else path_after_move(path, before.path, new_index)
        after = replace(
            self,
            answers=with_answer(self.answers, path, items),
            current=path if current is None else current,
            unfinished=paths_after_move(path, self.unfinished, new_index),
            stashed=paths_after_move(path, self.stashed, new_index),
            before_typing=None if before is None or typed_at is None else AnswerBefore(typed_at, before.answer),
        )
        return after._with_last_change(self, path)

    def go_to(self, path: AnswerPath, within: AnswerPath | None = None, cursor: int = 0) -> Interview:
        """Return the interview at the question of a path, or at the group around it if that question is not asked.

        Without either, the interview stays where it is.
        """
        try:
            found, rest = navigation.split_path(self.template, path)
        except LookupError:
            return self
        while not self.is_asked(found):
            if len(found) == 1:
                return self
            found, rest = found[:-2], found[-2:-1]
        return self._move_to(found, rest if within is None else within, cursor)

    def move_within(self, within: AnswerPath, cursor: int) -> Interview:
        """Return the interview with the cursor elsewhere in the current question."""
        if (within, cursor) == (self.within, self.cursor):
            return self
        return self._move_to(self.current, within, cursor)

    def _move_to(self, path: AnswerPath, within: AnswerPath, cursor: int) -> Interview:
        before = self.before_typing
        if before is not None and (*path, *within)[: len(before.path)] != before.path:
            before = None
        return replace(self, current=path, within=within, cursor=cursor, before_typing=before)._inherit(self)

    def go_forward(self) -> Interview:
        """Return the interview at the next question; an open one that is passed takes its default.

        After an item's last question comes its group, at the next item; passing a group passes its items.
        """
        passed = self._take_default()
        later = passed._neighbours(after=True)
        if later:
            return passed.go_to(later[0])
        if len(self.current) > 1:
            return passed.go_out(onward=True)
        return passed

    def go_back(self) -> Interview:
        """Return the interview at the question before, or before the first one unchanged."""
        earlier = self._neighbours(after=False)
        if earlier:
            return self.go_to(earlier[-1])
        return self.go_out() if len(self.current) > 1 else self

    def go_out(self, *, onward: bool = False) -> Interview:
        """Return the interview at the group around the current question, at its item or at the one after it."""
        if len(self.current) == 1:
            return self
        index = self.current[-2]
        assert isinstance(index, int)
        return self.go_to(self.current[:-2], within=(index + onward,))

    def go_to_next_section(self) -> Interview:
        """Return the interview at the first question of the next section that asks one, if there is such a section."""
        passed = self._take_default()
        sections = list(self.template.sections)
        for section in sections[sections.index(self.section()) + 1 :]:
            for question in section.questions:
                if passed.is_asked((question.id,)):
                    return passed.go_to((question.id,))
        return passed

    def is_last(self) -> bool:
        """Return whether no question comes after the current one."""
        return len(self.current) == 1 and not self._neighbours(after=True)

    def _take_default(self) -> Interview:
        if self.answer_at(self.current) is not OPEN or self.current in self.unfinished:
            return self
        default = self.default_of(self.current)
        return (
            self
            if default is OPEN
            else self._replace_answers(self.current, with_answer(self.answers, self.current, default))
        )

    def _neighbours(self, *, after: bool) -> tuple[AnswerPath, ...]:
        """Return the siblings after or before the current question, which need not be asked any more itself."""
        order = [question.id for question in navigation.questions_around(self.template, self.current)]
        here = order.index(str(self.current[-1]))
        wanted = set(order[here + 1 :] if after else order[:here])
        return tuple(path for path in self.siblings(self.current) if path[-1] in wanted)


_REQUIRED_MESSAGE: Final = "This answer is required."
_PREFILLED_KINDS: Final[tuple[KindName, ...]] = ("line", "text", "diagram")


def _problem_of(question: Question, path: AnswerPath, text: str) -> InvalidAnswer:
    if not text.strip():
        return InvalidAnswer(format_path(path), _REQUIRED_MESSAGE)
    try:
        parse_answer(question, text)
    except InvalidAnswer as problem:
        return InvalidAnswer(format_path(path), problem.message, problem.suggestion)
    return InvalidAnswer(format_path(path), f"This is not taken yet: {format_answer(text)[:40]}")


def _can_reject_text(question: Question) -> bool:
    """Return whether there are texts that are no answer to a question, so that part of an answer may be none."""
    has_limits = question.min is not None or question.max is not None or question.pattern is not None
    return question.kind in ("number", "date") or (question.kind in ("line", "text", "diagram") and has_limits)


def _no_room_message(question: Question, count: int) -> str:
    most = question.max or 0
    if count < most:
        return f"There is room for {format_number(most - count)} more."
    return f"There are {format_number(most)} {pluralize(question.item, most)} already, which is the most."


def _weight(answer: Answer | Unanswered) -> int:
    """Return 0 for an open question, 1 for an answer that counts as one, 2 for one that may count as more."""
    if answer is OPEN:
        return 0
    return 2 if is_list(answer) else 1
