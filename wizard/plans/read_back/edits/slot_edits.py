"""Answers that were reworded, ticked or emptied by hand where they stand in the plan.

The pairs of lines of a plan and a file -> for each answer the text that the file has in its slots, and the answers that
this may be. A slot of several lines reaches from the line before it to the line behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from wizard.interview.interview import Interview
from wizard.markdown.task_lines import TASK_LINE
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered, answer_at, is_list
from wizard.model.template import Question
from wizard.plans.read_back.answer_text import read_slot
from wizard.plans.read_back.edits.line_pairs import LinePairs, nearest_before, nearest_behind
from wizard.plans.read_back.edits.plan_lines import PlanLines, SlotPlace, items_on_the_way
from wizard.plans.read_back.edits.slot_pattern import pattern_of, without_blanks


class SlotText(Struct, frozen=True, eq=False):
    """What the file has in a slot of the plan."""

    slot: SlotPlace
    text: str
    line: int
    """0-based, in the file."""


class SlotEdit(Struct, frozen=True, eq=False):
    """An answer that has another text in the file, in all of its slots that were changed."""

    path: AnswerPath
    before: Answer | Unanswered
    texts: tuple[SlotText, ...]
    is_tick: bool

    @property
    def line(self) -> int:
        """The first line of the file that has the other text, 0-based."""
        return min(text.line for text in self.texts)


def find_slot_edits(interview: Interview, plan: PlanLines, file: Sequence[str], pairs: LinePairs) -> list[SlotEdit]:
    """Return the answers with another text in the file, in the order of the file."""
    found: dict[AnswerPath, list[SlotText]] = {}
    unchanged: set[AnswerPath] = set()
    for text in _texts_in_file(plan, file, pairs):
        if _is_same(text.text, text.slot.text(plan)):
            unchanged.add(text.slot.path)
        elif not _is_in_open_list(interview, text.slot.path):
            found.setdefault(text.slot.path, []).append(text)
    edits: list[SlotEdit] = []
    for path, texts in found.items():
        before = answer_at(interview.answers, path)
        question = interview.template.question(path)
        if question is None:
            continue
        is_tick = _is_tick(plan, texts)
        if question.kind == "choices" and path[-1] == question.id:
            # Each of its options has a box of its own.
            edits += (SlotEdit(path, before, (text,), is_tick) for text in texts)
        elif path not in unchanged or question.kind in ("choice", "choices"):
            edits.append(SlotEdit(path, before, tuple(texts), is_tick))
    return sorted(edits, key=lambda edit: edit.line)


def _is_in_open_list(interview: Interview, path: AnswerPath) -> bool:
    """Whether a slot belongs to an item that is only a placeholder."""
    return any(answer_at(interview.answers, item) is OPEN for item in items_on_the_way(path))


def _is_same(one: str, other: str) -> bool:
    return one == other or one.strip(" \t") == other.strip(" \t")


def _is_tick(plan: PlanLines, texts: Sequence[SlotText]) -> bool:
    """Whether the slots are the marks in boxes."""
    for each in texts:
        around = plan.text[each.slot.start - 1 : each.slot.start] + plan.text[each.slot.end : each.slot.end + 1]
        if around != "[]" or len(each.text) > 1:
            return False
    return True


def _texts_in_file(plan: PlanLines, file: Sequence[str], pairs: LinePairs) -> Iterator[SlotText]:
    """Yield what the file has in each slot that can be found there, the unchanged ones included."""
    paired = sorted(line for line in pairs.in_order if plan.lines[line].strip())
    for line, slots in sorted(plan.by_line.items()):
        whole = [slot for slot in slots if _may_have_lines(slot)]
        if whole:
            if len(slots) == 1 and slots[0].first == line:
                text = _text_of_lines(plan, file, pairs, paired, slots[0])
                if text is not None:
                    yield text
                    continue
            if any(not slot.is_on_one_line for slot in slots):
                continue
        place = pairs.place_of(line)
        pattern = pattern_of(plan, line)
        if place is None or pattern is None:
            continue
        if plan.lines[line] == file[place]:
            yield from (SlotText(slot, slot.text(plan), place) for slot in slots)
            continue
        texts = _changed_in_one(plan, line, file[place]) or pattern.read(file[place])
        if texts is not None:
            yield from (SlotText(slot, without_blanks(text), place) for slot, text in zip(slots, texts, strict=True))
        else:
            yield from _mark_in_box(plan, line, file[place], place)


def _mark_in_box(plan: PlanLines, line: int, text: str, place: int) -> Iterator[SlotText]:
    """Yield the mark in the box with which both lines begin, whatever else has changed."""
    mine, theirs = TASK_LINE.fullmatch(plan.lines[line]), TASK_LINE.fullmatch(text)
    if mine is None or theirs is None:
        return
    for slot in plan.by_line[line]:
        if (slot.column, slot.end_column) == mine.span(2):
            yield SlotText(slot, theirs[2], place)


def _may_have_lines(slot: SlotPlace) -> bool:
    return not slot.is_on_one_line or slot.context.kind in ("block", "tail", "fence", "indented", "html", "comment")


def _changed_in_one(plan: PlanLines, line: int, text: str) -> tuple[str, ...] | None:
    """Return what stands in the slots of a line that differs in one of them only."""
    before, slots = plan.lines[line], plan.by_line[line]
    start = _shared(before, text)
    end = min(_shared(before[::-1], text[::-1]), len(before) - start, len(text) - start)
    for slot in slots:
        if slot.column <= start and len(before) - end <= slot.end_column:
            added = len(text) - len(before)
            return tuple(
                text[slot.column : slot.end_column + added] if each is slot else before[each.column : each.end_column]
                for each in slots
            )
    return None


def _shared(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((index for index, (here, there) in enumerate(pairs) if here != there), min(len(one), len(other)))


def _text_of_lines(
    plan: PlanLines, file: Sequence[str], pairs: LinePairs, paired: Sequence[int], slot: SlotPlace
) -> SlotText | None:
    """Return what stands in a slot that may have several lines, between the lines around it; None without these."""
    above, below = nearest_before(paired, slot.first), nearest_behind(paired, slot.last)
    first = -1 if above is None else above
    last = len(plan.lines) if below is None else below
    at = -1 if above is None else pairs.in_order[above]
    end = len(file) if below is None else pairs.in_order[below]
    mine, theirs = "\n".join(plan.lines[first + 1 : last]), "\n".join(file[at + 1 : end])
    skipped = sum(len(line) + 1 for line in plan.lines[first + 1 : slot.first])
    text = _plain_text(slot.text(plan))
    before = mine[: skipped + slot.column]
    behind = mine[skipped + slot.column + len(text) :]
    if not theirs.startswith(before):
        return None
    if not theirs.endswith(behind):
        return None
    if len(theirs) < len(before) + len(behind):
        return None
    line = at + 1 + before.count("\n")
    return SlotText(slot, theirs[len(before) : len(theirs) - len(behind)], line)


def _plain_text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


# --------------------------------------------------------------------------------------------------------- candidates


def with_answer(interview: Interview, path: AnswerPath, answer: Answer | Unanswered) -> Interview:
    """Return the interview with another answer, OPEN for an open question; raise InvalidAnswer for what is none."""
    if answer is OPEN:
        return interview.reopen(path)
    assert not isinstance(answer, Unanswered)
    question = interview.question(path)
    if question.kind == "choices" and path[-1] == question.id and is_list(answer):
        return interview.choose(path, answer)
    return interview.answer(path, answer)


def candidates(interview: Interview, plan: PlanLines, edit: SlotEdit) -> Iterator[Answer | Unanswered]:
    """Yield the answers that may have the text of the file, the likeliest first; OPEN for an open question."""
    question = interview.question(edit.path)
    first = edit.texts[0]
    before = first.slot.text(plan)
    is_whole = edit.path[-1] == question.id
    is_part = not is_whole
    if not first.text.strip() and not _shows_mark(before):
        if is_whole:
            yield OPEN
            yield None
        return
    if first.slot.is_placeholder and question.kind not in ("yesno", "choice", "choices"):
        yield from _read(question, first, plan, is_part=is_part)
        return
    if is_whole and _is_placeholder_text(question, first.text):
        yield OPEN
    current = edit.before
    if is_part and edit.path[-1] == "done":
        yield not current
        return
    if current is not OPEN and any(
        _is_equal(each, current) for each in _read(question, SlotText(first.slot, before, 0), plan, is_part=is_part)
    ):
        yield from _read(question, first, plan, is_part=is_part)
        return
    yield from _options(question, current)


def _shows_mark(text: str) -> bool:
    """Whether a slot has the mark of a box, or none where one may be."""
    return len(text) == 1


def _is_equal(one: Answer, other: Answer) -> bool:
    return type(one) is type(other) and one == other


def _is_placeholder_text(question: Question, text: str) -> bool:
    return isinstance(question.placeholder, str) and question.placeholder == text


def _options(question: Question, current: Answer | Unanswered) -> Iterator[Answer]:
    """Yield the other answers that a question of few answers has, for a slot that shows something else than these."""
    match question.kind:
        case "yesno":
            yield from (answer for answer in (True, False) if answer is not current)
        case "choice":
            yield from (option.value for option in question.options if option.value != current)
        case "choices":
            chosen = [value for value in current if isinstance(value, str)] if is_list(current) else []
            for option in question.options:
                if option.value in chosen:
                    yield tuple(value for value in chosen if value != option.value)
                else:
                    yield (*chosen, option.value)
        case _:
            return


def _read(question: Question, text: SlotText, plan: PlanLines, *, is_part: bool) -> Iterator[Answer]:
    slot = text.slot
    line = plan.lines[slot.first][: slot.column]
    yield from read_slot(question, text.text, slot.context, line, is_part=is_part)
