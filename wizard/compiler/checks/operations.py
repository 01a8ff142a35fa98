"""What operators and filters make of types: the type of the result, or why there can be none.

`status == "Yes"` is found here when `status` is a yes or no: whatever is answered, it never holds. Only what cannot
work for any answer is told; an operand whose type cannot be told is welcome everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from wizard.answers.dates import explain_impossible_date, is_date
from wizard.compiler.checks.checker_types import (
    AnswerType,
    ItemType,
    LoopType,
    ScalarType,
    Shape,
    StaticType,
    UnknownType,
    common_type,
    kind_name,
)
from wizard.evaluation.filters import DATE_FILTERS
from wizard.evaluation.formats import NUMBER_KINDS, FormatError, check_date_format, format_places
from wizard.message_text import did_you_mean, pluralize, with_article
from wizard.model.expressions import Comparison, Concat, Constant, Expression, ListOf, Member, Name, Negative, Operator
from wizard.model.template import KINDS_WITH_ITEMS, Question
from wizard.model.unparse import unparse

_ITEM_FILTERS: Final = ("first", "last")
_WHOLE_FILTERS: Final = ("reverse", "sort", "unique")
_FOLDS: Final = ("max", "min", "sum")
_COUNTS: Final = ("count", "length")
_NUMBERS: Final = ("abs", "float", "int", "round")
_TEXTS: Final = tuple("capitalize date format join lower pad replace slug string title trim truncate upper".split())
_DAYS: Final = ("plus_days", "plus_months")
_ARGUMENTS: Final[dict[str, tuple[Shape, ...]]] = {
    "date": ("text",),
    "days_until": ("date",),
    "join": ("text", "text"),
    "pad": ("number",),
    "plus_days": ("number",),
    "plus_months": ("number",),
    "replace": ("text", "text"),
    "round": ("number",),
    "slug": ("text",),
    "sort": ("text",),
    "sum": ("text",),
    "truncate": ("number", "text"),
}
_WHOLE_NUMBERS: Final = ("pad", "plus_days", "plus_months", "truncate")
_TURNED: Final[dict[str, str]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_PART_OF_A_DATE: Final = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_DIGITS: Final = re.compile(r"-?\d+(?:\.\d+)?")
_NO: Final = ("no", "n", "false", "off", "0", "0.0", "")
_YES: Final = ("yes", "y", "true", "on", "1", "1.0", "x")


class Operand(NamedTuple):
    """An expression and its type."""

    expression: Expression
    static_type: StaticType

    @property
    def written(self) -> str:
        """Return the expression as the template has it; "this" for a long one."""
        text = unparse(self.expression)
        return text if len(text) <= 60 else "this"

    @property
    def shape(self) -> Shape | None:
        """Return what its values are; None when that cannot be told."""
        return shape_of(self.static_type)

    @property
    def question(self) -> Question | None:
        """Return the question of which it is the answer, or an item of the answer."""
        return self.static_type.question if isinstance(self.static_type, (AnswerType, ItemType)) else None


class Mistake(NamedTuple):
    """Why something cannot work, and where that is told."""

    at: Expression
    code: str
    message: str


def shape_of(static_type: StaticType) -> Shape | None:
    """Return what the values of a type are; None when that cannot be told."""
    match static_type:
        case ScalarType(shape):
            return shape
        case AnswerType(question) if question.kind in KINDS_WITH_ITEMS:
            return "items"
        case AnswerType(question):
            other: dict[str, Shape] = {"number": "number", "yesno": "truth", "date": "date"}
            return other.get(question.kind, "text")
        case ItemType(question):
            item: dict[str, Shape] = {"checklist": "task", "table": "row", "group": "row"}
            return item.get(question.kind, "text")
        case LoopType():
            return "loop"
        case UnknownType():
            return None


def constant_type(constant: Constant) -> ScalarType:
    """Return the type of a value that the author wrote."""
    match constant.value:
        case None:
            return ScalarType("nothing")
        case bool():
            return ScalarType("truth")
        case str():
            return ScalarType("text")
        case _:
            return ScalarType("number")


def comparison_mistakes(left: Operand, comparison: Comparison, right: Operand) -> Iterator[Mistake]:
    """Yield why one link of a comparison gives the same whatever is answered."""
    match comparison:
        case "==" | "!=":
            yield from _equality_mistakes(left, right, is_negated=comparison == "!=")
        case "in" | "not in":
            yield from _membership_mistakes(left, right)
        case _:
            yield from _order_mistakes(left, comparison, right)


def _equality_mistakes(left: Operand, right: Operand, *, is_negated: bool) -> Iterator[Mistake]:
    one, other = left.expression, right.expression
    if isinstance(one, Constant) and isinstance(other, Constant):
        if isinstance(one.value, str) or isinstance(other.value, str):
            message = "both sides are values of the template itself; the id of a question has no quotes"
            yield Mistake(one, "never-equal", message)
        return
    operand, constant = (right, one) if isinstance(one, Constant) else (left, other)
    if isinstance(constant, Constant):
        message = _why_never_equal(operand, constant.value, is_negated=is_negated)
        if message:
            yield Mistake(constant, "never-equal", message)
    elif left.shape != right.shape and _is_sure(left) and _is_sure(right):
        yield Mistake(other, "never-equal", f"{_said(left)} and {_said(right)}; the two are never equal")


def _is_sure(operand: Operand) -> bool:
    """Return whether the values of an operand are all of one shape, so that it is never nothing."""
    return isinstance(operand.static_type, ScalarType) and operand.static_type.is_sure


def _why_never_equal(operand: Operand, value: str | float | None, *, is_negated: bool) -> str:
    """Return why an operand never has a value, with what to write instead; nothing when it may have it."""
    if value is None or value is False or operand.shape is None:  # the first two are equal to all that is left out
        return ""
    written = operand.written
    never = f"{_said(operand)} and never equal to {_describe(value)}"
    match operand.shape:
        case "truth" if value is not True:
            return f"{never}; write {_truth_instead(written, value, is_negated=is_negated)}"
        case "number" if isinstance(value, str):
            digits = _DIGITS.fullmatch(value.strip())
            return f"{never}; write {digits[0]} without quotes" if digits else never
        case "number" | "text" | "date" if value is True:
            return f"{never}; write {written} is answered"
        case "text" | "date" if not isinstance(value, str):
            return f'{never}; write "{value}" in quotes'
        case "text" | "date" if isinstance(value, str) and not value.strip() and operand.question is not None:
            instead = f"{written} is answered" if is_negated else f"not {written}"
            return f"no answer is a blank text, and an open question is equal to nothing; write {instead}"
        case "date" if isinstance(value, str) and not is_date(value):
            reason = explain_impossible_date(value)
            why = f"and {reason}" if reason else 'which is written as in "2026-02-28"'
            return f"{_said(operand)}, {why}"
        case "items":
            return f"{never}; write {_items_instead(operand, value, is_negated=is_negated)}"
        case "task":
            return f"{never}; write {written}.{'done' if value is True else 'text'}"
        case "row" | "loop":
            return f"{never}; write {_first_part(operand)}"
        case _:
            return ""


def _truth_instead(written: str, value: str | float, *, is_negated: bool) -> str:
    word = str(value).strip().lower()
    if word in _NO:
        return f"{written} {'!=' if is_negated else '=='} false"
    if word in _YES:
        return f"not {written}" if is_negated else written
    return f"{written}, or {written} == false for no"


def _items_instead(operand: Operand, value: str | float, *, is_negated: bool) -> str:
    written, question = operand.written, operand.question
    if value is True:
        return f"not {written}" if is_negated else written
    if not isinstance(value, str):
        return f"{written} | length {'!=' if is_negated else '=='} {value}"
    if not value.strip():
        return written if is_negated else f"not {written}"
    if question is not None and question.kind in ("table", "group"):
        return f"{{% for item in {written} %}} and {_first_part(operand, 'item')}"
    return f'"{value}" {"not in" if is_negated else "in"} {written}'


def _first_part(operand: Operand, name: str = "") -> str:
    """Return the first part of an item, as a template reads it."""
    question, owner = operand.question, Name(name) if name else operand.expression
    if question is None:
        return unparse(Member(owner, "index"))
    return unparse(Member(owner, question.questions[0].id) if question.questions else owner)


def _order_mistakes(left: Operand, comparison: Comparison, right: Operand) -> Iterator[Mistake]:
    pairs = ((left, str(comparison), right), (right, _TURNED[comparison], left))
    for operand, sign, other in pairs:
        if operand.shape in ("items", "task", "row", "loop", "truth", "nothing"):
            message = f"{_said(operand)}, which has no order"
            yield Mistake(operand.expression, "no-order", f"{message}; write {_order_instead(operand, sign, other)}")
            return
    for operand, _, other in pairs:
        constant = other.expression.value if isinstance(other.expression, Constant) else None
        if operand.shape == "date" and isinstance(constant, str) and not _PART_OF_A_DATE.fullmatch(constant):
            yield Mistake(other.expression, "no-order", f'{_said(operand)}, which is written as in "2026-02-28"')
        elif operand.shape == "number" and other.shape in ("text", "date"):
            digits = _DIGITS.fullmatch(constant.strip()) if isinstance(constant, str) else None
            instead = f"write {digits[0]} without quotes" if digits else f"write {other.written} | int"
            if other.shape == "date":
                instead = 'a date is written as in "2026-02-28"'
            message = f"{_said(operand)} and {_said(other)}, which have no order; {instead}"
            yield Mistake(other.expression if digits else operand.expression, "no-order", message)
        else:
            continue
        return


def _order_instead(operand: Operand, sign: str, other: Operand) -> str:
    match operand.shape:
        case "items":
            return f"{operand.written} | length {sign} {other.written}"
        case "task":
            return f"{operand.written}.text"
        case "truth":
            return f"{operand.written}, or {operand.written} == false for no"
        case "nothing":
            return f"{other.written} is answered"
        case _:
            return _first_part(operand)


def _membership_mistakes(part: Operand, whole: Operand) -> Iterator[Mistake]:
    if isinstance(whole.expression, ListOf):
        for constant in whole.expression.items if not isinstance(part.expression, Constant) else ():
            if isinstance(constant, Constant):
                yield from _equality_mistakes(part, Operand(constant, constant_type(constant)), is_negated=False)
        return
    question, value = whole.question, part.expression.value if isinstance(part.expression, Constant) else None
    quoted = f'; write "{value}" in quotes' if part.shape == "number" and value is not None else ""
    match whole.shape:
        case "number" | "truth" | "nothing":
            yield Mistake(whole.expression, "never-equal", f"{_said(whole)}, and nothing is in it")
        case "task":
            yield Mistake(whole.expression, "never-equal", f"{_said(whole)}; write {whole.written}.text")
        case "row" | "loop":
            yield Mistake(whole.expression, "never-equal", f"{_said(whole)}; write {_first_part(whole)}")
        case "text" | "date" if part.shape not in ("text", "date", None):
            instead = f"; write {whole.written} in {part.written}" if part.shape == "items" else quoted
            yield Mistake(part.expression, "never-equal", f"{_said(part)}, which is never in a text{instead}")
        case "items" if question is None or part.shape is None:
            return
        case "items" if question is not None and question.kind in ("table", "group"):
            if part.shape != "row" and not any(inner.id == "text" for inner in question.questions):
                instead = f"write {{% for item in {whole.written} %}} and {_first_part(whole, 'item')}"
                yield Mistake(whole.expression, "never-equal", f"the items of {whole.written} have parts; {instead}")
        case "items" if part.shape not in ("text", "date", "task"):
            message = f"{_said(part)}, and the items of {whole.written} are texts{quoted}"
            yield Mistake(part.expression, "never-equal", message)
        case _:
            return


def arithmetic_type(operator: Operator, left: Operand, right: Operand) -> StaticType:
    """Return the type of the result of a calculation."""
    if operator == "+" and left.shape in ("text", "date") and right.shape in ("text", "date"):
        return ScalarType("text")
    return UnknownType() if operator == "+" and None in (left.shape, right.shape) else ScalarType("number")


def arithmetic_mistakes(operator: Operator, left: Operand, right: Operand) -> Iterator[Mistake]:
    """Yield why a calculation never has a result."""
    if UnknownType(is_mistaken=True) in (left.static_type, right.static_type):
        return
    texts = ("text", "date")
    if operator == "+" and left.shape in (*texts, None) and right.shape in (*texts, None):
        return
    divisor = right.expression.value if isinstance(right.expression, Constant) else None
    if operator in ("/", "//", "%") and divisor == 0 and not isinstance(divisor, bool):
        yield Mistake(right.expression, "no-value", "nothing can be divided by zero")
        return
    for operand, other in ((left, right), (right, left)):
        if operand.shape in ("number", "truth", None):
            continue
        if operator == "+" and operand is left and isinstance(operand.expression, Concat) and other.shape == "number":
            *first, last = map(unparse, operand.expression.parts)
            message = f"~ joins before + adds; write {' ~ '.join(first)} ~ ({last} + {right.written})"
        elif operator == "+" and {operand.shape, other.shape} == {"text", "number"}:
            instead = f"write {left.written} ~ {right.written} to join them"
            number = other if operand.shape == "text" else operand
            text = operand if operand.shape == "text" else other
            if text.question is not None and number.question is None:
                instead += f", or {text.written} | int to count with it"
            message = f"+ adds numbers or joins texts, and {_said(operand)}; {instead}"
        elif operator == "%" and operand is left and isinstance(operand.expression, Constant):
            message = f"% is the remainder of a division here; write {left.written} | format({right.written})"
        else:
            instead = _counting_instead(operand, operator, other if operand is left or operator == "+" else None)
            message = f"{_said(operand)}, which cannot be counted with{instead}"
        yield Mistake(operand.expression, "no-value", message)
        return


def negation_mistakes(operand: Operand) -> Iterator[Mistake]:
    """Yield why there is no negative of a value."""
    if operand.shape not in ("number", "truth", None):
        message = f"{_said(operand)}, which cannot be counted with{_counting_instead(operand)}"
        yield Mistake(operand.expression, "no-value", message)


def _counting_instead(operand: Operand, operator: str = "", other: Operand | None = None) -> str:
    match operand.shape:
        case "date" if other is not None and operator == "-" and other.shape == "date":
            return f"; write {other.written} | days_until({operand.written})"
        case "date" if other is not None and operator in ("+", "-") and other.shape in ("number", None):
            days = unparse(other.expression if operator == "+" else Negative(other.expression))
            return f"; write {operand.written} | plus_days({days})"
        case "date":
            return f"; write {operand.written} | plus_days(14) for a later date"
        case "items":
            return f"; write {operand.written} | length for how many there are"
        case "row" | "loop":
            return f"; write {_first_part(operand)}"
        case "text" if operand.question is not None:
            return f"; make it a question of the kind number, or write {operand.written} | int"
        case "text" if isinstance(operand.expression, Constant) and _DIGITS.fullmatch(str(operand.expression.value)):
            return f"; write {operand.expression.value} without quotes"
        case _:
            return ""


def filter_type(static_type: StaticType, name: str, arguments: tuple[StaticType, ...]) -> StaticType:
    """Return the type of a filter's result."""
    shape = shape_of(static_type)
    if name in _WHOLE_FILTERS:
        return static_type if not isinstance(static_type, ScalarType) else UnknownType()
    if name in _ITEM_FILTERS:
        return (
            ItemType(static_type.question)
            if isinstance(static_type, AnswerType) and shape == "items"
            else UnknownType()
        )
    if name == "default":
        return common_type(static_type, arguments[0] if arguments else ScalarType("text"))
    # Of an open question a filter gives the open question.
    is_sure = isinstance(static_type, ScalarType) and static_type.is_sure
    result: Shape = "date" if name in _DAYS else "text" if name in _TEXTS else "number"
    return ScalarType(result, is_sure and name not in DATE_FILTERS)


def filter_mistakes(name: str, operand: Operand, arguments: tuple[Operand, ...], call: Expression) -> Iterator[Mistake]:
    """Yield why a filter gives nothing that is meant, or cannot be used."""
    message = _why_no_result(name, operand, bool(arguments))
    if message:
        yield Mistake(call, "no-value", message)
    if name in ("sum", "join", "sort") and len(arguments) > (name == "join"):
        yield from _part_mistakes(name, operand, arguments[-1])
    if name in ("format", "date"):
        yield from _format_mistakes(name, operand, arguments, call)
    for argument, wanted in zip(arguments, _ARGUMENTS.get(name, ()), strict=False):
        if not _fits(argument, wanted, name):
            noun = "a whole number" if name in _WHOLE_NUMBERS and wanted == "number" else with_article(wanted)
            if wanted == "date":
                noun = 'a date such as "2026-02-28"'
            yield Mistake(argument.expression, "no-value", f"'{name}' needs {noun} here; {_said(argument)}")


def _fits(argument: Operand, wanted: Shape, name: str) -> bool:
    """Return whether a filter can use an argument."""
    if isinstance(argument.expression, Constant) and isinstance(argument.expression.value, float):
        return wanted == "number" and name not in _WHOLE_NUMBERS
    if wanted == "date" and isinstance(argument.expression, Constant):
        return isinstance(argument.expression.value, str) and is_date(argument.expression.value)
    if (argument.shape, wanted) == ("text", "date"):
        return True  # of letters and digits, it may say a day
    return argument.shape in (wanted, None) or (argument.shape, wanted) in (("date", "text"), ("truth", "number"))


def _why_no_result(name: str, operand: Operand, has_arguments: bool) -> str:
    shape = operand.shape
    if shape is None or name == "default":
        return ""
    said = _said(operand)
    if shape == "loop":
        return f"'loop' is no value itself; write loop.index | {name}"
    if name in _COUNTS and shape in ("number", "truth", "task", "row"):
        return f"{said}, which has no length"
    if name in (*_ITEM_FILTERS, *_WHOLE_FILTERS, "join") and shape in ("number", "truth", "task", "row"):
        return f"{said}, and '{name}' is for lists"
    if name in _NUMBERS and (shape == "items" or (shape == "date" and not has_arguments)):
        return f"{said}, and '{name}' is for numbers{_counting_instead(operand) if shape == 'items' else ''}"
    if name in DATE_FILTERS and not _may_be_day(operand):
        return f"{said}, and '{name}' is for dates"
    if name == "pad" and shape in ("items", "task", "row", "truth"):
        return f"{said}, and '{name}' is for numbers"
    if name in _FOLDS and shape != "items":
        return f"{said}, and '{name}' is for lists of numbers" if shape != "nothing" else ""
    if name in _FOLDS and operand.question is not None and not has_arguments:
        return _why_no_fold(name, operand, operand.question)
    return ""


def _may_be_day(operand: Operand) -> bool:
    """Return whether a value may be a date: a text may say one."""
    if isinstance(operand.expression, Constant):
        return isinstance(operand.expression.value, str) and is_date(operand.expression.value)
    return operand.shape in ("date", "text")


def _format_mistakes(
    name: str, operand: Operand, arguments: tuple[Operand, ...], call: Expression
) -> Iterator[Mistake]:
    """Yield why a format cannot be used, or does not suit what is put in its places."""
    written = operand if name == "format" else next(iter(arguments), None)
    if written is None:
        return
    if not (isinstance(written.expression, Constant) and isinstance(written.expression.value, str)):
        example = '"%03d" | format(size)' if name == "format" else 'due | date("%d %B %Y")'
        yield Mistake(call, "bad-format", f"a format is a text in quotes, as in {example}")
        return
    text = written.expression.value
    try:
        places = format_places(text) if name == "format" else ()
        if name == "date":
            check_date_format(text)
    except FormatError as error:
        yield Mistake(written.expression, "bad-format", f"the format {written.written} cannot be used: {error}")
        return
    if name == "format" and len(places) != len(arguments):
        count = f"has {len(places)} {pluralize('place', len(places))}"
        message = (
            f"the format {written.written} {count}, and {len(arguments)} {pluralize('value', len(arguments))} for it"
        )
        yield Mistake(call, "bad-format", message)
    for place, argument in zip(places, arguments, strict=False):
        if argument.shape in ("row", "loop") or (place in NUMBER_KINDS and argument.shape in ("date", "items", "task")):
            yield Mistake(argument.expression, "no-value", f"{_said(argument)}, and %{place} writes {_PLACES[place]}")


_PLACES: Final = {"s": "a text", **dict.fromkeys(NUMBER_KINDS, "a number")}


def _why_no_fold(name: str, operand: Operand, question: Question) -> str:
    """Return why the rows of a table have no sum; those of one column have."""
    if question.kind not in ("table", "group") or (
        len(question.questions) == 1 and question.questions[0].kind != "date"
    ):
        return ""
    numbers = [inner.id for inner in question.questions if inner.kind == "number"]
    message = f"{_said(operand)}, and its items are no numbers"
    if not numbers:
        return message
    if name == "sum":
        return f'{message}; write {operand.written} | sum("{numbers[0]}")'
    return f"{message}; write {{% for item in {operand.written} %}} and item.{numbers[0]}"


def _part_mistakes(name: str, operand: Operand, part: Operand) -> Iterator[Mistake]:
    """Yield why the items of a list do not have the part that a filter is to read."""
    question = operand.question
    if question is None or not isinstance(part.expression, Constant) or not isinstance(part.expression.value, str):
        return
    parts = {"checklist": ("text", "done")}.get(question.kind, tuple(inner.id for inner in question.questions))
    wanted = part.expression.value
    if not parts:
        yield Mistake(part.expression, "no-value", f"{_said(operand)}, and its items have no parts")
    elif wanted not in parts:
        hint = did_you_mean(wanted, parts) or f"; its parts are: {', '.join(parts)}"
        yield Mistake(part.expression, "unknown-part", f"an item of {operand.written} has no '{wanted[:60]}'{hint}")
    elif name == "sort" and (inner := question.child(wanted)) is not None and inner.kind in KINDS_WITH_ITEMS:
        yield Mistake(part.expression, "no-value", f"'{wanted}' is {kind_name(inner.kind)}, which has no order")
    elif name == "sum" and (inner := question.child(wanted)) is not None and inner.kind in ("date", *KINDS_WITH_ITEMS):
        yield Mistake(part.expression, "no-value", f"'{wanted}' is {kind_name(inner.kind)} and no number")


def _said(operand: Operand) -> str:
    """Return what an operand is, in words: `'due' is a date`."""
    if isinstance(operand.expression, Constant):
        return f"{operand.written} is {_describe(operand.expression.value)}"
    words: dict[Shape, str] = {"task": "a task", "row": "a whole item", "loop": "no value", "nothing": "nothing"}
    shape, question = operand.shape, operand.question
    if question is not None and isinstance(operand.static_type, AnswerType):
        return f"'{operand.written}' is {kind_name(question.kind)}"
    assert shape is not None
    return f"'{operand.written}' is {words.get(shape) or ('a yes or no' if shape == 'truth' else with_article(shape))}"


def _describe(value: str | float | None) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "a text" if isinstance(value, str) else "a number"
