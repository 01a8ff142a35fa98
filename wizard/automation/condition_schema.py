"""A template's conditions as JSON Schema, as far as it can express them.

A condition becomes a schema that exactly those answers objects match for which it holds. What an open question,
a question left out and a question that is not asked count as is the same as in `evaluation`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct, field

from wizard.evaluation.evaluator import holds
from wizard.model.expressions import (
    And,
    Compare,
    Comparison,
    Constant,
    Expression,
    IfElse,
    IsTest,
    ListOf,
    Name,
    Not,
    Or,
    names_in,
)
from wizard.model.template import Question

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
Schema: TypeAlias = "Mapping[str, Json] | bool"

NOT_BLANK: Mapping[str, Json] = {"type": "string", "pattern": r"\S"}
_BLANK: Schema = {"type": "string", "not": {"pattern": r"\S"}}
_TURNED: dict[Comparison, Comparison] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_LIMITS: dict[Comparison, str] = {
    "<": "exclusiveMaximum",
    "<=": "maximum",
    ">": "exclusiveMinimum",
    ">=": "minimum",
}


class UnsayableError(Exception):
    """Raised for a condition that JSON Schema cannot express, such as the order of two dates."""


class SchemaLevel(Struct, frozen=True):
    """The questions whose answers are in one object: those of a template, or those of a group's item."""

    questions: tuple[Question, ...]
    group: str = ""
    """The id of the group that they belong to; empty for a template's."""
    prefix: str = ""
    """Begins the names of this level's definitions."""
    definitions: dict[str, Json] = field(default_factory=dict[str, Json])
    """`{name: schema}` of the conditions so far, shared by all levels."""
    conditions: list[Json] = field(default_factory=list[Json])
    """Schemas with `if`, `then` and `else` that the object matches too."""
    is_asking: bool = False
    """Whether answers are being asked for, so that a question that is not asked must have none."""
    may_be_incomplete: bool = False
    """Whether required answers may be missing, as in a saved plan before it was complete."""

    def inner_level(self, group: Question) -> SchemaLevel:
        """Return the level of a group's items."""
        return SchemaLevel(group.questions, group.id, f"{self.prefix}{group.id}.", self.definitions)

    def has_question(self, name: str) -> bool:
        """Whether a question of this level has this id."""
        return any(question.id == name for question in self.questions)

    def question(self, name: str) -> Question:
        """Return the question of this level with this id; raise UnsayableError when it is on another one."""
        for question in self.questions:
            if question.id == name:
                return question
        raise UnsayableError(name)

    def condition_schema(self, condition: Expression) -> Schema:
        """Return the schema of a condition; raise UnsayableError when there is none."""
        match condition:
            case _ if not any(True for _ in names_in(condition)):
                return holds(condition, {})
            case Name(name):
                return self._is_true(self.question(name))
            case Not(operand):
                return negate(self.condition_schema(operand))
            case And(left, right):
                return all_of(self.condition_schema(left), self.condition_schema(right))
            case Or(left, right):
                return any_of(self.condition_schema(left), self.condition_schema(right))
            case IfElse(chosen, then, otherwise):
                first = self.condition_schema(chosen)
                second = self.condition_schema(otherwise) if otherwise is not None else False
                return any_of(all_of(first, self.condition_schema(then)), all_of(negate(first), second))
            case Compare(first, links):
                operands = (first, *(operand for _, operand in links))
                pairs = zip(operands, links, strict=False)
                return all_of(*(self._compares(left, comparison, right) for left, (comparison, right) in pairs))
            case IsTest(Name(name), test):
                return self._passes(self.question(name), test)
            case _:
                raise UnsayableError(type(condition).__name__)

    def is_asked_schema(self, question: Question, prefix: str | None = None) -> Schema:
        """Return a reference to the schema of when a question is asked, which many conditions share."""
        if question.when is None:
            return True
        name = f"{self.prefix if prefix is None else prefix}{question.id} is asked"
        if name not in self.definitions:
            self.definitions[name] = self.condition_schema(question.when)
        return {"$ref": f"#/$defs/{name.replace(' ', '%20')}"}

    def _holds_for(self, question: Question, answer: Schema) -> Schema:
        """Return the schema of "the question is asked, and its answer matches `answer`"."""
        return all_of(self.is_asked_schema(question), _present(question.id, answer))

    def _is_true(self, question: Question) -> Schema:
        match question.kind:
            case "yesno":
                return self._holds_for(question, {"const": True})
            case "number":
                return self._holds_for(question, {"type": "number", "not": {"const": 0}})
            case "line" | "text" | "choice" | "date" | "diagram":
                return self._holds_for(question, NOT_BLANK)
            case "choices" | "list" | "checklist" | "table" | "group":
                return self._holds_for(question, {"type": "array", "minItems": 1})

    def _passes(self, question: Question, test: str) -> Schema:
        match test:
            case "answered":
                return self._holds_for(question, {"not": {"anyOf": [{"type": "null"}, _BLANK]}})
            case "left_out" | "none":
                return any_of(negate(self.is_asked_schema(question)), _present(question.id, {"type": "null"}))
            case "open" | "undefined":
                return all_of(self.is_asked_schema(question), negate(_present(question.id, {"not": _BLANK})))
            case "defined":
                return negate(self._passes(question, "open"))
            case _:
                raise UnsayableError(test)

    def _compares(self, left: Expression, comparison: Comparison, right: Expression) -> Schema:
        match left, comparison, right:
            case Name(name), ("==" | "!="), Constant(value):
                equal = self._equals(self.question(name), value)
                return equal if comparison == "==" else negate(equal)
            case Name(name), ("in" | "not in"), ListOf(items):
                question = self.question(name)
                among = any_of(*(self._equals(question, _constant(item)) for item in items))
                return among if comparison == "in" else negate(among)
            case Constant(value), ("in" | "not in"), Name(name):
                holding = self._contains(self.question(name), value)
                return holding if comparison == "in" else negate(holding)
            case Name(name), ("<" | "<=" | ">" | ">="), Constant(int() | float() as limit) if not _is_truth(limit):
                return self._holds_for(self.question(name), {"type": "number", _LIMITS[comparison]: limit})
            case Constant(), ("==" | "!=" | "<" | "<=" | ">" | ">="), Name():
                return self._compares(right, _TURNED.get(comparison, comparison), left)
            case _:
                raise UnsayableError(comparison)

    def _equals(self, question: Question, value: str | float | bool | None) -> Schema:
        if value is None or value is False:
            return any_of(negate(self.is_asked_schema(question)), _present(question.id, {"enum": [None, False]}))
        if isinstance(value, str) and not value.strip():
            return False
        return self._holds_for(question, {"const": value})

    def _contains(self, question: Question, value: str | float | bool | None) -> Schema:
        match question.kind:
            case "list" | "choices":
                return self._holds_for(question, {"type": "array", "contains": {"const": value}})
            case "checklist":
                task: Json = {"type": "object", "properties": {"text": {"const": value}}, "required": ["text"]}
                return self._holds_for(question, {"type": "array", "contains": {"anyOf": [{"const": value}, task]}})
            case "line" | "text" | "choice" | "date" | "diagram" if isinstance(value, str):
                return self._holds_for(question, {**NOT_BLANK, "allOf": [{"pattern": _escape_pattern(value)}]})
            case _:
                return False


def all_of(*schemas: Schema) -> Schema:
    """Return the schema of what matches every one."""
    kept: list[Json] = [schema for schema in schemas if schema is not True]
    if False in kept:
        return False
    return _combine(kept, "allOf", empty=True)


def any_of(*schemas: Schema) -> Schema:
    """Return the schema of what matches at least one."""
    kept: list[Json] = [schema for schema in schemas if schema is not False]
    if True in kept:
        return True
    return _combine(kept, "anyOf", empty=False)


def negate(schema: Schema) -> Schema:
    """Return the schema of what does not match."""
    if isinstance(schema, bool):
        return not schema
    inner = schema.get("not")
    return inner if len(schema) == 1 and isinstance(inner, Mapping) else {"not": schema}


def _combine(schemas: list[Json], word: str, *, empty: bool) -> Schema:
    if not schemas:
        return empty
    only = schemas[0]
    return only if len(schemas) == 1 and isinstance(only, Mapping) else {word: schemas}


def _present(id: str, answer: Schema) -> Schema:
    return {"required": [id], "properties": {id: answer}}


def _constant(expression: Expression) -> str | float | bool | None:
    if isinstance(expression, Constant):
        return expression.value
    raise UnsayableError("a list of more than constants")


def _is_truth(value: object) -> bool:
    return isinstance(value, bool)


def _escape_pattern(text: str) -> str:
    """Return a pattern for the text that JavaScript and Python read alike."""
    return re.sub(r"[\\^$.*+?()\[\]{}|/]", r"\\\g<0>", text)
