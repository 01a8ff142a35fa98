"""The lines that the items of a template's lists are made of, found by rendering items with a word in each slot.

A template -> a `Shape` for each kind of line: its pattern, whose items it belongs to, and whether one begins with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from msgspec import Struct

from wizard.interview.interview import Interview
from wizard.model.answers import Answer, AnswerPath
from wizard.model.render_steps import SlotContext
from wizard.model.template import Question, Template
from wizard.plans.read_back.edits.plan_lines import PlanLines, ids_of, items_on_the_way, read_plan_lines
from wizard.plans.read_back.edits.slot_pattern import SlotPattern, pattern_of
from wizard.render.plan import render_plan


class Shape(Struct, frozen=True):
    """A line with slots, as an item has it."""

    pattern: SlotPattern
    """Its paths have the indexes of the items in the plan of words."""
    lists: tuple[tuple[str, ...], ...]
    """The lists whose items it belongs to, the outermost first, as paths without indexes."""
    is_head: bool
    """Whether the innermost of these items begins with it."""
    contexts: tuple[SlotContext, ...]
    """Of its slots."""
    starts: tuple[str, ...]
    """What stands before each slot on the line."""
    is_readable: tuple[bool, ...]
    """Whether each slot shows an answer as it is, or ticks a box."""
    order: int
    """Of all lines of the plan, how many come before it."""


def read_shapes(template: Template) -> tuple[tuple[Shape, ...], PlanLines]:
    """Return the lines that a template makes of answers, each kind once, and the plan that they were found in."""
    words = (f"qx{number}xq" for number in count())
    answers = {question.id: _filled(question, words) for question in template.questions()}
    plan = read_plan_lines(render_plan(Interview.begin(template, answers)))
    return tuple(_shapes(plan)), plan


def _filled(question: Question, words: Iterator[str]) -> Answer:
    match question.kind:
        case "yesno":
            return True
        case "list" | "choices":
            return (next(words), next(words))
        case "checklist":
            return tuple({"text": next(words), "done": False} for _ in range(2))
        case "table" | "group":
            return tuple({inner.id: _filled(inner, words) for inner in question.questions} for _ in range(2))
        case _:
            return next(words)


def _shapes(plan: PlanLines) -> Iterator[Shape]:
    seen: set[object] = set()
    for line in sorted(plan.by_line):
        pattern = pattern_of(plan, line)
        slots = plan.by_line[line]
        chain = max((tuple(items_on_the_way(slot.path)) for slot in slots), key=len)
        if pattern is None or not all(_is_on_chain(slot.path, chain) for slot in slots):
            continue
        ids = tuple(ids_of(path) for path in pattern.paths)
        is_head = bool(chain) and plan.items[chain[-1]][0] == line
        if (kind := (pattern.literals, ids, is_head)) in seen:
            continue
        seen.add(kind)
        text = plan.lines[line]
        yield Shape(
            pattern=pattern,
            lists=tuple(ids_of(item) for item in chain),
            is_head=is_head,
            contexts=tuple(slot.context for slot in slots),
            starts=tuple(text[: slot.column] for slot in slots),
            is_readable=tuple(_is_readable(slot.text(plan)) for slot in slots),
            order=line,
        )


def _is_on_chain(path: AnswerPath, chain: Sequence[AnswerPath]) -> bool:
    items = tuple(items_on_the_way(path))
    return items == chain[: len(items)]


def _is_readable(text: str) -> bool:
    is_word = text.startswith("qx") and text.endswith("xq")
    return is_word or len(text) == 1 or text in ("Yes", "No")
