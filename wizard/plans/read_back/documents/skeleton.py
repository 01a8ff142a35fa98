"""The skeleton of a template: its Markdown with a mark for each slot, so that it can be laid beside a document.

    ### Milestone {{ loop.index }}: {{ milestone.title }}    ->    ### Milestone N: S
                                                                   N: a number; S: milestones[each].title

Every branch of a condition stands in it, and every repeat once. What is shown only while a question is open is no part
of it: such lines are known, and say nothing when they are met in a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct, field

from wizard.model.answers import Answer, is_list, is_mapping
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text, nodes_in
from wizard.model.expressions import (
    And,
    Arithmetic,
    Compare,
    Concat,
    Constant,
    Expression,
    FilterCall,
    IfElse,
    IsTest,
    Member,
    Name,
    Not,
    Or,
)
from wizard.model.template import Question, Template

SlotPath: TypeAlias = "tuple[str | int, ...]"
"""An answer's path with the number of a repeat in place of each index: `("milestones", 0, "title")`."""

NUMBER_MARK: Final = "\ue000"
"""Stands for what is computed, mostly the number of an item."""
_FIRST_SLOT: Final = 0xF0000
_LAST_SLOT: Final = 0xFFFFD
SLOT_MARK: Final = re.compile(f"[{chr(_FIRST_SLOT)}-{chr(_LAST_SLOT)}]")
_PRIVATE: Final = re.compile(f"[\ue000-\uf8ff{chr(_FIRST_SLOT)}-{chr(_LAST_SLOT)}]")
_NUMBERED_ITEM: Final = re.compile(rf"^([ \t>]*){NUMBER_MARK}+(?=[.)][ \t])", re.MULTILINE)
_PLAIN_FILTERS: Final = frozenset({"trim", "default", "indent", "capitalize", "title", "wordwrap"})
"""Filters whose result is the answer, as far as a reader can tell."""


class Implied(Struct, frozen=True):
    """What a text in the plan says of the answer to a question that is a choice."""

    path: SlotPath
    answer: str | bool
    is_one_of_several: bool = False
    """Whether the answer has options, of which this is one that is chosen."""


class SkeletonSlot(Struct, frozen=True):
    """What a mark stands for."""

    kind: Literal["answer", "variant"]
    path: SlotPath
    variants: tuple[tuple[str, tuple[Implied, ...]], ...] = ()
    """The texts that may stand there, each with what it implies; empty for an answer's own text."""


class Loop(Struct, frozen=True):
    """A repeat over an answer."""

    number: int
    path: SlotPath
    """Of the list that it goes through."""
    is_whole: bool
    """Whether every item is shown, so that the first one shown is the first one."""


class Stretch(Struct, frozen=True):
    """From where on in the skeleton's text which repeats and conditions are around."""

    start: int
    loops: tuple[int, ...]
    implied: tuple[Implied, ...]


class Skeleton(Struct, frozen=True):
    """The skeleton of a template."""

    text: str
    slots: tuple[SkeletonSlot, ...]
    loops: tuple[Loop, ...]
    stretches: tuple[Stretch, ...]
    known: tuple[str, ...]
    """Pieces of Markdown that stand for open questions, and placeholders."""

    def slot_of(self, mark: str) -> SkeletonSlot:
        """Return what a mark stands for."""
        return self.slots[ord(mark) - _FIRST_SLOT]


def read_skeleton(template: Template) -> Skeleton:
    """Return the skeleton of a template."""
    writer = _SkeletonWriter(template)
    writer.walk(template.body, _Scope({}))
    writer.read_placeholders()
    text = _NUMBERED_ITEM.sub(r"\g<1>1", "".join(writer.texts))
    return Skeleton(text, tuple(writer.slots), tuple(writer.loops), tuple(writer.stretches), tuple(writer.known))


class _Scope(Struct):
    """What the names in a part of the body stand for."""

    names: dict[str, SlotPath | None]
    """`{name: path of the answer that it stands for}`; None for a value that is computed."""
    loops: tuple[int, ...] = ()
    open_paths: frozenset[SlotPath] = frozenset()
    """The questions that are not answered wherever this part is shown."""
    implied: tuple[Implied, ...] = ()


class _SkeletonWriter(Struct):
    template: Template
    texts: list[str] = field(default_factory=list[str])
    length: int = 0
    slots: list[SkeletonSlot] = field(default_factory=list[SkeletonSlot])
    loops: list[Loop] = field(default_factory=list[Loop])
    stretches: list[Stretch] = field(default_factory=list[Stretch])
    known: list[str] = field(default_factory=list[str])

    def walk(self, nodes: Sequence[Node], scope: _Scope) -> None:
        for node in nodes:
            match node:
                case Text(text):
                    self.write(_PRIVATE.sub("\ufffd", text), scope)
                case Slot(expression):
                    self.write_slot(expression, scope)
                case Assign(name, expression):
                    scope.names[name] = self.path_of(expression, scope)
                case Condition():
                    self.write_condition(node, scope)
                case Repeat():
                    self.write_repeat(node, scope)

    def write(self, text: str, scope: _Scope) -> None:
        last = self.stretches[-1] if self.stretches else None
        if last is None or (last.loops, last.implied) != (scope.loops, scope.implied):
            self.stretches.append(Stretch(self.length, scope.loops, scope.implied))
        self.texts.append(text)
        self.length += len(text)

    def write_mark(self, slot: SkeletonSlot, scope: _Scope) -> None:
        if len(self.slots) > _LAST_SLOT - _FIRST_SLOT:
            self.write(NUMBER_MARK, scope)
            return
        self.write(chr(_FIRST_SLOT + len(self.slots)), scope)
        self.slots.append(slot)

    def write_slot(self, expression: Expression, scope: _Scope) -> None:
        path = self.path_of(expression, scope)
        if path is not None:
            if path in scope.open_paths:
                self.write(NUMBER_MARK, scope)
            else:
                self.write_mark(SkeletonSlot("answer", path), scope)
            return
        match expression:
            case Constant(value):
                self.write("" if value is None else str(value), scope)
            case Concat(parts):
                for part in parts:
                    self.write_slot(part, scope)
            case IfElse(condition, then, otherwise):
                self.write_choice(condition, then, otherwise, scope)
            case _:
                self.write(NUMBER_MARK, scope)

    def write_choice(self, test: Expression, then: Expression, otherwise: Expression | None, scope: _Scope) -> None:
        """Write the mark of one of two texts, or whichever of the two shows an answer."""
        texts = [_constant_text(then), "" if otherwise is None else _constant_text(otherwise)]
        if texts[0] is None or texts[1] is None:
            for each in (then, otherwise):
                if each is not None and _constant_text(each) is None:
                    self.write_slot(each, scope)
                    return
            self.write(NUMBER_MARK, scope)
            return
        holds, fails = self.implied_by(test, scope), self.implied_by(Not(test), scope)
        if not holds and not fails:
            self.write(NUMBER_MARK, scope)
            return
        variants = ((texts[0], holds), (texts[1], fails))
        self.write_mark(SkeletonSlot("variant", (holds or fails)[0].path, variants), scope)

    def write_condition(self, node: Condition, scope: _Scope) -> None:
        shown = [self.branch_scope(index, node, scope) for index in range(len(node.branches))]
        shows_answers = [
            inner is not None and self.shows_answers(nodes, inner)
            for (_, nodes), inner in zip(node.branches, shown, strict=True)
        ]
        if not any(shows_answers) and self.write_variants(node, scope):
            return
        for (_, nodes), inner, is_answered in zip(node.branches, shown, shows_answers, strict=True):
            if inner is not None and (is_answered or not any(shows_answers)):
                self.walk(nodes, inner)
                # What is set under a condition has some value afterwards, and no answer's.
                scope.names.update({each.name: None for each in nodes if isinstance(each, Assign)})
                if not any(shows_answers) and node.is_inline:
                    return
            else:
                self.known.append(_text_of(nodes))

    def write_variants(self, node: Condition, scope: _Scope) -> bool:
        """Write one mark for the texts of a condition inside a line, if they say what was chosen."""
        if not node.is_inline or any(not isinstance(each, Text) for _, nodes in node.branches for each in nodes):
            return False
        variants: list[tuple[str, tuple[Implied, ...]]] = []
        before: list[Expression] = []
        for test, nodes in node.branches:
            implied = self.implied_by(test, scope) if test is not None else ()
            if not implied and len(before) == 1:
                implied = self.implied_by(Not(before[0]), scope)
            variants.append((_text_of(nodes), implied))
            before += [] if test is None else [test]
        if len(node.branches) == 1:
            variants.append(("", self.implied_by(Not(before[0]), scope)))
        paths = [each.path for _, implied in variants for each in implied]
        if not paths or any("\n" in text for text, _ in variants):
            return False
        self.write_mark(SkeletonSlot("variant", paths[0], tuple(variants)), scope)
        return True

    def branch_scope(self, index: int, node: Condition, scope: _Scope) -> _Scope | None:
        """Return the scope of a branch; None for one that stands for open questions only."""
        test = node.branches[index][0]
        open_paths = set(scope.open_paths)
        for before, _ in node.branches[:index]:
            if before is not None:
                open_paths |= self.answered_paths(before, scope)
        if test is not None:
            alone = self.open_test_paths(test, scope)
            if alone:
                open_paths |= alone
        implied = () if test is None else self.implied_by(test, scope)
        if test is None and index == 1 and node.branches[0][0] is not None:
            implied = self.implied_by(Not(node.branches[0][0]), scope)
        return _Scope(scope.names.copy(), scope.loops, frozenset(open_paths), (*scope.implied, *implied))

    def answered_paths(self, test: Expression, scope: _Scope) -> set[SlotPath]:
        """Return the questions that are not answered where a test fails."""
        match test:
            case Or(left, right):
                return self.answered_paths(left, scope) | self.answered_paths(right, scope)
            case IsTest(operand, "answered"):
                path = self.path_of(operand, scope)
                return {path} if path else set()
            case Name() | Member():
                path = self.path_of(test, scope)
                question = None if path is None else self.question_at(path)
                return {path} if path and question is not None and question.kind != "yesno" else set()
            case _:
                return set()

    def open_test_paths(self, test: Expression, scope: _Scope) -> set[SlotPath]:
        """Return the questions that are open where a test holds."""
        match test:
            case IsTest(operand, "open"):
                path = self.path_of(operand, scope)
                return {path} if path else set()
            case And(left, right):
                return self.open_test_paths(left, scope) | self.open_test_paths(right, scope)
            case Not(operand):
                return self.answered_paths(operand, scope)
            case _:
                return set()

    def shows_answers(self, nodes: Sequence[Node], scope: _Scope) -> bool:
        """Whether a part of the body has a slot for an answer that may be there."""
        names = dict(scope.names)
        for node in nodes_in(tuple(nodes)):
            match node:
                case Repeat(name, over):
                    path = self.path_of(over, _Scope(names))
                    names[name] = None if path is None or _is_under(path, scope.open_paths) else (*path, 0)
                case Slot(expression):
                    inner = _Scope(names)
                    if any(
                        not _is_under(path, scope.open_paths)
                        for each in _value_operands(expression)
                        if (path := self.path_of(each, inner)) is not None
                    ):
                        return True
                case Text() | Condition() | Assign():
                    pass
        return False

    def write_repeat(self, node: Repeat, scope: _Scope) -> None:
        path = self.path_of(node.over, scope)
        inner = _Scope(scope.names.copy(), scope.loops, scope.open_paths, scope.implied)
        if path is None or _is_under(path, scope.open_paths):
            self.known.append(_text_of(node.nodes))
            return
        number = len(self.loops)
        is_plain = isinstance(node.over, Name | Member) and node.where is None
        self.loops.append(Loop(number, path, is_whole=is_plain))
        inner.loops = (*scope.loops, number)
        inner.names[node.name] = (*path, number)
        self.walk(node.nodes, inner)
        if node.otherwise:
            self.known.append(_text_of(node.otherwise))

    def path_of(self, expression: Expression, scope: _Scope) -> SlotPath | None:
        """Return the path of the answer that an expression shows, or None."""
        match expression:
            case Name(name):
                if name in scope.names:
                    return scope.names[name]
                return (name,) if self.template.question((name,)) is not None else None
            case Member(of, str() as key):
                path = self.path_of(of, scope)
                question = None if path is None else self.question_at(path)
                if path is None or question is None or not isinstance(path[-1], int):
                    return None
                is_part = question.child(key) is not None or (question.kind == "checklist" and key in ("text", "done"))
                return (*path, key) if is_part else None
            case FilterCall(operand, name) if name in _PLAIN_FILTERS or name == "join":
                return self.path_of(operand, scope)
            case Or(left, Constant()):
                return self.path_of(left, scope)
            case _:
                return None

    def question_at(self, path: SlotPath) -> Question | None:
        """Return the question at a path."""
        return self.template.question(path)

    def implied_by(self, test: Expression, scope: _Scope) -> tuple[Implied, ...]:
        """Return the answers without which a test would not hold, as far as they follow from it."""
        match test:
            case Name() | Member():
                path = self.path_of(test, scope)
                if path is None:
                    return ()
                is_done = path[-1] == "done" and isinstance(path[-2] if len(path) > 1 else None, int)
                question = self.question_at(path)
                is_yesno = question is not None and question.kind == "yesno"
                return (Implied(path, True),) if is_done or is_yesno else ()
            case Not(Not(operand)):
                return self.implied_by(operand, scope)
            case Not(operand):
                return tuple(
                    Implied(each.path, not each.answer)
                    for each in self.implied_by(operand, scope)
                    if isinstance(each.answer, bool) and not isinstance(operand, And)
                )
            case Compare(Constant(str() as option), (("in", operand),)):
                path = self.path_of(operand, scope)
                return () if path is None else (Implied(path, option, is_one_of_several=True),)
            case Compare(first, (("==", Constant(str() | bool() as value)),)):
                path = self.path_of(first, scope)
                question = None if path is None else self.question_at(path)
                if path is None or question is None or question.kind not in ("choice", "yesno"):
                    return ()
                return (Implied(path, value),)
            case And(left, right):
                return (*self.implied_by(left, scope), *self.implied_by(right, scope))
            case _:
                return ()

    def read_placeholders(self) -> None:
        for question in self.template.questions():
            for each in question.with_inner():
                self.known += _texts_in(each.placeholder)


def _constant_text(expression: Expression) -> str | None:
    match expression:
        case Constant(value):
            return "" if value is None else str(value)
        case _:
            return None


def _value_operands(expression: Expression) -> Iterator[Expression]:
    """Yield the expressions whose value an expression may show."""
    match expression:
        case Concat(parts):
            for part in parts:
                yield from _value_operands(part)
        case IfElse(condition, then, otherwise):
            for each in (then, otherwise):
                if each is not None:
                    yield from _value_operands(each)
            yield from _tested(condition)
        case Arithmetic():
            return
        case _:
            yield expression


def _tested(test: Expression) -> Iterator[Expression]:
    match test:
        case Compare(first, links):
            yield first
            yield from (operand for _, operand in links)
        case Not(operand):
            yield operand
        case _:
            yield test


def _is_under(path: SlotPath, others: frozenset[SlotPath]) -> bool:
    return any(path[:end] in others for end in range(1, len(path) + 1))


def _text_of(nodes: Sequence[Node]) -> str:
    """Return what a part of the body says by itself, whatever the answers."""
    texts: list[str] = []
    for node in nodes_in(tuple(nodes)):
        match node:
            case Text(text):
                texts.append(text)
            case Slot(Constant(str() as text)):
                texts.append(text)
            case Slot():
                texts.append(NUMBER_MARK)
            case _:
                pass
    return "".join(texts)


def _texts_in(answer: Answer) -> Iterator[str]:
    if isinstance(answer, str):
        yield answer
    elif is_list(answer):
        for item in answer:
            yield from _texts_in(item)
    elif is_mapping(answer):
        for item in answer.values():
            yield from _texts_in(item)
