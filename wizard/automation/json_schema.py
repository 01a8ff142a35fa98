"""The answers of a template as a JSON Schema (2020-12).

What matches it is a complete set of answers: it renders, and nothing required is missing. `null` leaves a question
out. A condition that JSON Schema cannot express makes its question optional, with a `$comment`.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.answers.kinds import parse_answer
from wizard.automation.condition_schema import NOT_BLANK, Json, SchemaLevel, UnsayableError
from wizard.errors import InvalidAnswer
from wizard.limits import MAX_MATCHED_CHARACTERS
from wizard.model.answers import OPEN
from wizard.model.expressions import Constant, names_in
from wizard.model.template import Option, Question, Template
from wizard.model.unparse import unparse

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_LEAP_YEAR = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_MONTHS_AND_DAYS = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_DATE = f"^(?!0000)(?:[0-9]{{4}}-{_MONTHS_AND_DAYS}|{_LEAP_YEAR}-02-29)$"

_TEXT: dict[str, Json] = {"type": "string", "minLength": 1, "pattern": r"\S"}
_TASK: dict[str, Json] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"text": _TEXT, "done": {"type": "boolean"}},
    "required": ["text"],
}
_SAVED: dict[str, Json] = {
    "title": "What the program adds for itself, and passes over where it is missing",
    "type": "object",
    "properties": {
        "template": {
            "type": "object",
            "properties": {"source": {"type": "string"}, "sha256": {"type": "string"}},
        },
        "sha256": {"type": "string"},
        "today": {"type": "string", "format": "date"},
        "unfinished": {"type": "object", "additionalProperties": {"type": "string"}},
        "strangers": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "path": {"type": "array", "items": {"type": ["string", "integer"]}},
                    "answer": True,
                    "beside": {"type": "string"},
                },
            },
        },
        "refused": {"type": "array", "items": {"type": "string"}},
        "lines": {"type": "string"},
    },
}


def answers_schema(template: Template) -> dict[str, Json]:
    """Return the schema of a template's answers, with one property for each question."""
    level = SchemaLevel(tuple(template.questions()))
    schema: dict[str, Json] = {"$schema": DIALECT, "title": template.title}
    if template.description:
        schema["description"] = template.description
    schema |= _object((level,))
    if level.definitions:
        schema["$defs"] = level.definitions
    return schema


def file_schema(template: Template) -> dict[str, Json]:
    """Return the schema of an answers file of a template: what `save` writes, and what `open` and `check` read.

    A plan may be saved before it is complete: nothing is required in its answers.
    """
    level = SchemaLevel(tuple(template.questions()), may_be_incomplete=True)
    schema: dict[str, Json] = {
        "$schema": DIALECT,
        "title": f"{template.title}: the answers file",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "template": {
                "title": "The template's name, or its path from the folder of this file",
                "anyOf": [{"const": template.name}, {"type": "string", "pattern": r"[/\\.]"}],
            },
            "version": {"title": "The template's version", "type": "integer"},
            "answers": {"title": template.title, **_object((level,))},
            "saved": _SAVED,
        },
        "required": ["template", "answers"],
    }
    if level.definitions:
        schema["$defs"] = level.definitions
    return schema


def question_schema(question: Question, written: str) -> dict[str, Json]:
    """Return the schema of an object with the answer to one question, whose key is its path as written.

    It is flat unless the answer is a list, so that it also serves as an MCP elicitation. It does not allow to leave the
    question out, and has no questions in items that depend on answers outside: those are asked afterwards.
    """
    level = SchemaLevel((question,), is_asking=True)
    schema: dict[str, Json] = {
        "$schema": DIALECT,
        "type": "object",
        "properties": {written: _answer_to_ask_for(question, (level,))},
        "additionalProperties": False,
    }
    if question.required:
        schema["required"] = [written]
    if level.definitions:
        schema["$defs"] = level.definitions
    return schema


def _answer_to_ask_for(question: Question, levels: tuple[SchemaLevel, ...]) -> dict[str, Json]:
    if question.kind != "choice":
        return _words(question) | _shape(question, levels)
    if question.takes_other_texts:
        known: list[Json] = [option.value for option in question.options]
        return _words(question) | _text(question) | {"examples": known}
    return _words(question) | {"type": "string"} | _one_of_options(question, or_null=False)


def _object(levels: tuple[SchemaLevel, ...]) -> dict[str, Json]:
    """Return the schema of the object that holds the answers of the last level, which is the innermost."""
    *_, level = levels
    properties: dict[str, Json] = {}
    for question in level.questions:
        comment = {} if question.when is None else _add_condition(question, levels)
        if comment is not None:
            properties[question.id] = _question(question, levels) | comment
    required: list[Json] = [
        each.id for each in level.questions if each.required and each.when is None and not levels[0].may_be_incomplete
    ]
    schema: dict[str, Json] = {"type": "object", "additionalProperties": False, "properties": properties}
    if required:
        schema["required"] = required
    if level.conditions:
        schema["allOf"] = level.conditions
    return schema


def _words(question: Question) -> dict[str, Json]:
    words: dict[str, Json] = {"title": question.label}
    description = " ".join(filter(None, (question.help, question.pattern_message, *_words_of_limits(question))))
    return {**words, "description": description} if description else words


def _words_of_limits(question: Question) -> Iterator[str]:
    """Yield what JSON Schema cannot say of the valid answers."""
    if question.options_from is not None:
        yield f"The options come from {unparse(question.options_from.over)}."
    for words, limit in (("Not before", question.earliest), ("Not after", question.latest)):
        if limit is not None:
            yield f"{words} {limit.value if isinstance(limit, Constant) else unparse(limit)}."
    if question.valid is not None:
        yield f"{question.valid_message.rstrip('.')}: {unparse(question.valid)} must hold."


def _question(question: Question, levels: tuple[SchemaLevel, ...]) -> dict[str, Json]:
    schema = _words(question) | _answer(question, levels)
    if question.default is not None:
        schema["default"] = question.default
    if question.example:
        schema |= _example(question)
    return schema


def _answer(question: Question, levels: tuple[SchemaLevel, ...]) -> dict[str, Json]:
    """Return the schema of an answer, or of null too when the question can be left out."""
    if question.kind == "choice" and question.options_from is None:
        return _one_of_options(question, or_null=not question.required)
    shape = _shape(question, levels)
    return shape if question.required else shape | {"type": [shape["type"], "null"]}


def _shape(question: Question, levels: tuple[SchemaLevel, ...]) -> dict[str, Json]:
    match question.kind:
        case "line" | "text" | "diagram" | "choice":
            return _text(question)
        case "date":
            return {"type": "string", "format": "date", "pattern": _DATE, "maxLength": 10}
        case "yesno":
            return {"type": "boolean"}
        case "number":
            return _steps(question) | _limits(question, "minimum", "maximum")
        case "choices":
            offered: Json = {"anyOf": _options(question)} if question.options or question.other else False
            chosen = _array(question, _TEXT if question.options_from is not None else offered, levels)
            return chosen | {"uniqueItems": True} | _needed(question, levels)
        case "list":
            return _array(question, _TEXT, levels)
        case "checklist":
            return _array(question, {"anyOf": [_TEXT, _TASK]}, levels)
        case "table" | "group":
            return _array(question, _object((*levels, levels[-1].inner_level(question))), levels)


def _steps(question: Question) -> dict[str, Json]:
    if question.step is None:
        return {"type": "number"}
    return {"type": "integer"} if question.step == 1 else {"type": "number", "multipleOf": _number(question.step)}


def _text(question: Question) -> dict[str, Json]:
    schema: dict[str, Json] = {**_TEXT, **_limits(question, "minLength", "maxLength")}
    if question.pattern is None:
        return schema
    most = MAX_MATCHED_CHARACTERS if question.max is None else min(_number(question.max), MAX_MATCHED_CHARACTERS)
    return {**schema, "maxLength": most, "pattern": question.pattern, "allOf": [NOT_BLANK]}


def _array(question: Question, items: Json, levels: tuple[SchemaLevel, ...]) -> dict[str, Json]:
    least: dict[str, Json] = {"minItems": 1} if question.required else {}
    array = {"type": "array", "items": items} | least | _limits(question, "minItems", "maxItems")
    if levels[0].may_be_incomplete:
        array.pop("minItems", None)
    return array


def _needed(question: Question, levels: tuple[SchemaLevel, ...]) -> dict[str, Json]:
    """Return the schema of an array that has every option which must be chosen."""
    needed = () if levels[0].may_be_incomplete else tuple(option for option in question.options if option.required)
    each: list[Json] = [{"contains": {"const": option.value}} for option in needed]
    return {"allOf": each} if each else {}


def _limits(question: Question, least: str, most: str) -> dict[str, Json]:
    limits: dict[str, Json] = {}
    if question.min is not None:
        limits[least] = _number(question.min)
    if question.max is not None:
        limits[most] = _number(question.max)
    return limits


def _number(number: float) -> float:
    return int(number) if number == int(number) else number


def _one_of_options(question: Question, *, or_null: bool) -> dict[str, Json]:
    if not question.options and not question.other and not or_null:
        return {"not": {}}
    left_out: list[Json] = [{"const": None, "title": "This does not apply"}] if or_null else []
    return {"anyOf" if question.other else "oneOf": [*_options(question), *left_out]}


def _options(question: Question) -> list[Json]:
    options: list[Json] = [
        _option(option, is_recommended=option.value == question.recommended) for option in question.options
    ]
    return [*options, {**NOT_BLANK, "title": "Another answer"}] if question.other else options


def _option(option: Option, *, is_recommended: bool) -> dict[str, Json]:
    title = f"{option.label} (recommended)" if is_recommended else option.label
    schema: dict[str, Json] = {"const": option.value, "title": title}
    return {**schema, "description": option.help} if option.help else schema


def _example(question: Question) -> dict[str, Json]:
    """Return the example, if it is a valid answer."""
    if question.kind in ("table", "group"):
        return {}
    try:
        answer = parse_answer(question, question.example)
    except InvalidAnswer:
        return {}
    return {} if answer is OPEN else {"examples": [answer]}


def _add_condition(question: Question, levels: tuple[SchemaLevel, ...]) -> dict[str, Json] | None:
    """Add a question's condition to the level that it is about, and return a `$comment` that says it in words.

    Return None for a question that cannot be asked together with its item.
    """
    assert question.when is not None
    words = f"asked when {unparse(question.when)}"
    depth, is_asking = _level_of(set(names_in(question.when)), levels), levels[0].is_asking
    if is_asking and depth == 0:
        return None
    try:
        asked = levels[depth].is_asked_schema(question, levels[-1].prefix)
    except UnsayableError:
        return None if is_asking else {"$comment": f"{words}, which this schema cannot say"}
    is_needed = question.required and not levels[0].may_be_incomplete
    then: Json = {"required": [question.id]} if is_needed else True
    otherwise: Json = {"properties": {question.id: False if is_asking else {"readOnly": True}}}
    for level in reversed(levels[depth + 1 :]):
        then, otherwise = (_in_items(level.group, inner) for inner in (then, otherwise))
    levels[depth].conditions.append({"if": asked, "then": then, "else": otherwise})
    return {"$comment": words}


def _level_of(names: set[str], levels: tuple[SchemaLevel, ...]) -> int:
    """Return the index of the innermost level with one of the questions that a condition is about."""
    for depth in range(len(levels) - 1, 0, -1):
        if any(levels[depth].has_question(name) for name in names):
            return depth
    return 0


def _in_items(group: str, schema: Json) -> Json:
    return schema if schema is True else {"properties": {group: {"items": schema}}}
