"""What an expression comes to, as far as it can be told before there are answers."""

from __future__ import annotations

from typing import Final, TypeAlias

from msgspec import Struct

from wizard.evaluation.evaluator import LOOP_KEYS
from wizard.model.template import KINDS_WITH_ITEMS, KindName, Question
from wizard.text import did_you_mean


class Whole(Struct, frozen=True):
    """The answer to a question."""

    question: Question


class One(Struct, frozen=True):
    """One item of the answer to a question."""

    question: Question


class LoopItself(Struct, frozen=True):
    """The `loop` of a repeat."""


class Leaf(Struct, frozen=True):
    """A text, number or truth: it has neither parts nor items."""


class Anything(Struct, frozen=True):
    """What cannot be told, or what is known to be wrong already."""


Shape: TypeAlias = "Whole | One | LoopItself | Leaf | Anything"


class ShapeError(Exception):
    """An expression asks for what its operand does not have."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


_ROWS: Final[tuple[KindName, ...]] = ("table", "group")
_TASK_PARTS: Final = ("text", "done")
_ITEM_FILTERS: Final = ("first", "last")
_WHOLE_FILTERS: Final = ("reverse", "sort", "unique")


def item_of(shape: Shape) -> Shape:
    """What a repeat over the shape gives a name to; ShapeError when there is nothing to repeat over."""
    match shape:
        case Whole(question) if question.kind in KINDS_WITH_ITEMS:
            return One(question)
        case Anything():
            return shape
        case Whole(question):
            message = f"'{question.id}' is {with_article(question.kind)} and has no items to repeat over"
        case One(question):
            message = f"this is one item of '{question.id}' and has no items itself"
        case Leaf() | LoopItself():
            message = "this has no items to repeat over"
    raise ShapeError("not-repeatable", message)


def member_of(shape: Shape, key: str | int, written: str) -> Shape:
    """What `shape.key` comes to; `written` is how the template names the shape. ShapeError when it has no such part."""
    match shape:
        case Anything():
            return shape
        case Whole(question) if isinstance(key, int) and question.kind in KINDS_WITH_ITEMS:
            return One(question)
        case Whole(question) if question.kind in _ROWS or question.kind == "checklist":
            hint = f"write {{% for item in {written} %}} and item.{key}"
            raise ShapeError("not-one-item", f"'{written}' has many items; {hint}")
        case One(question) if question.kind in _ROWS and isinstance(key, str):
            return _part(question, key, written)
        case One(question) if question.kind == "checklist" and isinstance(key, str):
            if key in _TASK_PARTS:
                return Leaf()
            raise _no_part(key, written, _TASK_PARTS)
        case LoopItself():
            if key in LOOP_KEYS:
                return Leaf()
            raise _no_part(str(key), written, LOOP_KEYS)
        case Whole(question):
            message = f"'{written}' is {with_article(question.kind)} and has no '{key}'"
        case One() | Leaf():
            message = f"'{written}' has no parts, and so no '{key}'"
    raise ShapeError("unknown-part", message)


def printable(shape: Shape) -> None:
    """ShapeError when a slot cannot print the shape."""
    match shape:
        case Whole(question) if question.kind in _ROWS:
            message = f"'{question.id}' is {with_article(question.kind)}"
            hint = f"write {{% for item in {question.id} %}} and item.{question.questions[0].id}"
            raise ShapeError("not-printable", f"{message}; {hint}" if question.questions else message)
        case One(question) if question.kind in _ROWS:
            parts = ", ".join(inner.id for inner in question.questions)
            message = f"this is a whole item of '{question.id}'; write one of its parts: {parts}"
            raise ShapeError("not-printable", message)
        case LoopItself():
            raise ShapeError("not-printable", "'loop' itself says nothing; write loop.index")
        case _:
            return


def filtered(shape: Shape, name: str) -> Shape:
    """What a filter makes of the shape."""
    if name in _WHOLE_FILTERS:
        return shape
    if name in _ITEM_FILTERS and isinstance(shape, Whole) and shape.question.kind in KINDS_WITH_ITEMS:
        return One(shape.question)
    return Anything()


def common(one: Shape, other: Shape) -> Shape:
    """What is one or the other."""
    return one if one == other else Anything()


def with_article(kind: KindName) -> str:
    """`a group`, in words that a template's author knows."""
    return {"choices": "a choice of several", "yesno": "a yes or no"}.get(kind, f"a {kind}")


def _part(question: Question, key: str, written: str) -> Shape:
    inner = question.child(key)
    if inner is not None:
        return Whole(inner)
    raise _no_part(key, written, tuple(each.id for each in question.questions))


def _no_part(key: str, written: str, parts: tuple[str, ...]) -> ShapeError:
    hint = did_you_mean(key, parts) or f"; its parts are: {', '.join(parts)}"
    return ShapeError("unknown-part", f"'{written}' has no '{key[:60]}'{hint}")
