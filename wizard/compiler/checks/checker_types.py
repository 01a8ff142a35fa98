"""Static types of expressions: what can be told of their values before there are answers."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

from wizard.evaluation.evaluator import LOOP_KEYS
from wizard.evaluation.filters import FILTERS
from wizard.message_text import did_you_mean, with_article
from wizard.model.template import KINDS_WITH_ITEMS, KindName, Question


class AnswerType(Struct, frozen=True):
    """The whole answer to a question."""

    question: Question


class ItemType(Struct, frozen=True):
    """One item of the answer to a question."""

    question: Question


class LoopType(Struct, frozen=True):
    """The `loop` of a repeat."""


Shape = Literal["text", "date", "number", "truth", "nothing", "items", "task", "row", "loop"]
"""What a value is: a truth is yes or no, a task an item of a checklist, a row one of a table or group."""


class ScalarType(Struct, frozen=True):
    """A text, number or truth, which has neither parts nor items."""

    shape: Shape | None = None
    """None when it cannot be told."""
    is_sure: bool = False
    """Whether it is never nothing, as what is open or left out is."""


class UnknownType(Struct, frozen=True):
    """A type that cannot be told."""

    is_mistaken: bool = False
    """Whether that is because of a mistake which is reported already."""


StaticType: TypeAlias = "AnswerType | ItemType | LoopType | ScalarType | UnknownType"


class StaticTypeError(Exception):
    """Raised when an expression asks for what its operand does not have."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


_ROWS: Final[tuple[KindName, ...]] = ("table", "group")
_TASK_PARTS: Final = ("text", "done")


def item_type(static_type: StaticType) -> StaticType:
    """Return the type of the items in a repeat. Raise StaticTypeError when there is nothing to repeat over."""
    match static_type:
        case AnswerType(question) if question.kind in KINDS_WITH_ITEMS:
            return ItemType(question)
        case UnknownType():
            return static_type
        case AnswerType(question):
            message = f"'{question.id}' is {kind_name(question.kind)} and has no items to repeat over"
        case ItemType(question):
            message = f"this is one item of '{question.id}' and has no items itself"
        case ScalarType() | LoopType():
            message = "this has no items to repeat over"
    raise StaticTypeError("not-repeatable", message)


def member_type(static_type: StaticType, key: str | int, written: str) -> StaticType:
    """Return the type of `owner.key`; `written` is how the template names the owner.

    Raise StaticTypeError when it has no such part.
    """
    match static_type:
        case UnknownType():
            return static_type
        case AnswerType(question) if isinstance(key, int) and question.kind in KINDS_WITH_ITEMS:
            return ItemType(question)
        case AnswerType(question) if question.kind in _ROWS or question.kind == "checklist":
            hint = f"write {{% for item in {written} %}} and item.{key}"
            if key in FILTERS and question.child(str(key)) is None:
                hint = f"write {written} | {key}"
            raise StaticTypeError("not-one-item", f"'{written}' has many items; {hint}")
        case ItemType(question) if question.kind in _ROWS and isinstance(key, str):
            return _part_type(question, key, written)
        case ItemType(question) if question.kind == "checklist" and isinstance(key, str):
            if key in _TASK_PARTS:
                return ScalarType("truth" if key == "done" else "text")
            raise _no_part_error(key, written, _TASK_PARTS)
        case LoopType():
            if key in LOOP_KEYS:
                return ScalarType("truth" if key in ("first", "last") else "number", is_sure=True)
            raise _no_part_error(str(key), written, LOOP_KEYS)
        case AnswerType(question):
            message = f"'{written}' is {kind_name(question.kind)} and has no '{key}'"
        case ItemType() | ScalarType():
            message = f"'{written}' has no parts, and so no '{key}'"
    raise StaticTypeError("unknown-part", message + (f"; write {written} | {key}" if key in FILTERS else ""))


def require_printable(static_type: StaticType) -> None:
    """Raise StaticTypeError when a slot cannot print a value of this type."""
    match static_type:
        case AnswerType(question) if question.kind in _ROWS:
            message = f"'{question.id}' is {kind_name(question.kind)}"
            if question.questions:
                message += f"; write {{% for item in {question.id} %}} and item.{question.questions[0].id}"
            raise StaticTypeError("not-printable", message)
        case ItemType(question) if question.kind in _ROWS:
            parts = ", ".join(inner.id for inner in question.questions if inner.id)
            message = f"this is a whole item of '{question.id}'; write one of its parts: {parts}"
            raise StaticTypeError("not-printable", message)
        case LoopType():
            raise StaticTypeError("not-printable", "'loop' itself says nothing; write loop.index")
        case _:
            return


def common_type(one: StaticType, other: StaticType) -> StaticType:
    """Return the type of a value that is one or the other."""
    if one == other:
        return one
    if isinstance(one, ScalarType) and isinstance(other, ScalarType):
        return ScalarType(one.shape if one.shape == other.shape else None)
    return UnknownType()


def kind_name(kind: KindName) -> str:
    """Return a kind of question in words that a template's author knows, such as `a group`."""
    return {"choices": "a choice of several", "yesno": "a yes or no"}.get(kind) or with_article(kind)


def _part_type(question: Question, key: str, written: str) -> StaticType:
    inner = question.child(key)
    if inner is not None:
        return AnswerType(inner)
    raise _no_part_error(key, written, tuple(each.id for each in question.questions))


def _no_part_error(key: str, written: str, parts: tuple[str, ...]) -> StaticTypeError:
    known = [part for part in parts if part]
    hint = did_you_mean(key, known) or (f"; its parts are: {', '.join(known)}" if known else "")
    return StaticTypeError("unknown-part", f"'{written}' has no '{key[:60]}'{hint}")
