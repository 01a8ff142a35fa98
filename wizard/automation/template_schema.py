"""The front matter of a native template as a JSON Schema (2020-12), for editors that complete and check YAML.

It says what a schema can: keys, their types, and what belongs to which kind. What conditions read, and whether an id
stands once, is for `plan-wizard check` to say.
"""

from __future__ import annotations

from typing import Final

from wizard.automation.condition_schema import NOT_BLANK, Json
from wizard.automation.json_schema import DIALECT
from wizard.compiler.front_matter import QUESTION_KEYS, SECTION_KEYS, TEMPLATE_KEYS
from wizard.compiler.question_keys import COLUMN_KINDS, KINDS_WITH, RESERVED_IDS
from wizard.compiler.template_file import FORMAT
from wizard.model.template import KIND_NAMES, LINE_ENDS

_TEXT: Final[dict[str, Json]] = {**NOT_BLANK}
_FLAG: Final[dict[str, Json]] = {"type": "boolean"}
_COUNT_OR_DAY: Final[dict[str, Json]] = {"type": ["number", "string"]}
_ID_PATTERN: Final = "^[a-z][a-z0-9_]{0,59}$"
_SLOTS: Final[dict[str, Json]] = {"type": "string", "pattern": r"\{[{%]"}
_TASK: Final[dict[str, Json]] = {
    "type": "object",
    "properties": {"text": _TEXT, "done": _FLAG},
    "required": ["text"],
    "additionalProperties": False,
}

_BOXES: Final[dict[str, Json]] = {
    "if": {"properties": {"kind": {"const": "choice"}}, "required": ["kind"]},
    "then": {"properties": {"options": {"items": {"properties": {"required": False}}}}},
}
"""Only of several options can some be required."""

_TEMPLATE: Final[dict[str, tuple[str, dict[str, Json]]]] = {
    "wizard": ("The version of this format. It makes the file a template.", {"const": FORMAT}),
    "name": (
        "The template's name: lower-case letters, digits and -.",
        {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 60},
    ),
    "title": ("What people see.", _TEXT),
    "description": ("What the template is for, in one sentence.", {"type": "string"}),
    "version": (
        "Raise it when answers given so far would no longer fit. 1 if it is missing.",
        {"type": "integer", "minimum": 1, "default": 1},
    ),
    "save_as": (
        "The file name that a plan gets, with slots and no folders: {{ title | slug }}.md",
        {"type": "string"},
    ),
    "line_ends": ("How the lines of a plan end in its file.", {"enum": list(LINE_ENDS), "default": "lf"}),
    "byte_order_mark": ("Whether the file of a plan begins with a byte order mark.", _FLAG),
    "verbatim": ("Whether answers appear in the plan exactly as typed, even if that changes its outline.", _FLAG),
    "sections": (
        "One for each part of the plan; [] for a text that asks nothing.",
        {"type": "array", "items": {"$ref": "#/$defs/section"}},
    ),
}
_SECTION: Final[dict[str, tuple[str, dict[str, Json]]]] = {
    "title": ("The name of this part of the plan.", _TEXT),
    "help": ("What this part is about.", {"type": "string"}),
    "when": ("A condition for all of its questions, without {{ }}.", _TEXT),
    "questions": ("What is asked, in this order.", {"$ref": "#/$defs/questions"}),
}
_QUESTION: Final[dict[str, tuple[str, dict[str, Json]]]] = {
    "id": (
        "Its name in the body, in conditions and in answers files: lower-case letters, digits and _.",
        {"type": "string", "pattern": _ID_PATTERN, "not": {"enum": sorted(RESERVED_IDS)}},
    ),
    "kind": ("What counts as an answer.", {"$ref": "#/$defs/kind"}),
    "label": ("The question as a person would ask it.", _TEXT),
    "short": ("Its name in the outline; the id in words if it is missing.", _TEXT),
    "help": ("What a good answer holds.", {"type": "string"}),
    "example": ("A good answer.", {"type": "string"}),
    "placeholder": ("Shown in the plan until there is an answer, in the shape of the answer.", {}),
    "default": (
        "Offered, and used if Enter is pressed without an answer; may have slots over earlier answers.",
        {},
    ),
    "required": ("The review asks for it, and it cannot be left out.", _FLAG),
    "when": ("A condition over earlier questions, without {{ }}: else it is not asked.", _TEXT),
    "options": (
        "What can be chosen: texts, mappings with more about each, or the answers to an earlier question.",
        {
            "anyOf": [
                {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"$ref": "#/$defs/option"}},
                {"$ref": "#/$defs/source"},
            ]
        },
    ),
    "other": ("An answer that is no option is welcome too.", _FLAG),
    "recommended": ("One of the options, shown as such.", _TEXT),
    "min": ("The least number, first day, or fewest characters or items.", _COUNT_OR_DAY),
    "max": ("The greatest number, last day, or most characters or items.", _COUNT_OR_DAY),
    "step": ("Of which a number is a multiple: 1 for whole numbers.", {"type": "number", "exclusiveMinimum": 0}),
    "pattern": (
        "A regular expression that the text must contain; begin with ^ and end with $ for the whole of it.",
        {**_TEXT, "maxLength": 300},
    ),
    "pattern_message": ("What to say of a text without the pattern.", _TEXT),
    "valid": ("A condition over this answer and earlier ones that a valid answer keeps: end >= start", _TEXT),
    "valid_message": ("What to say where that does not hold.", _TEXT),
    "item": ("What one of the items is called, in lower case: milestone", _TEXT),
    "questions": ("The questions of each item of a group.", {"$ref": "#/$defs/questions"}),
    "columns": (
        "The columns of a table; each is a question.",
        {
            "type": "array",
            "minItems": 1,
            "items": {
                "allOf": [{"$ref": "#/$defs/question"}, {"properties": {"kind": {"enum": list(COLUMN_KINDS)}}}],
            },
        },
    ),
    "at_review": ("A switch on the review instead of a step of the interview.", _FLAG),
}
_KINDS: Final[dict[str, str]] = {
    "line": "one line of text",
    "text": "several lines, Markdown welcome",
    "choice": "one of the options",
    "choices": "several of the options",
    "yesno": "yes or no",
    "number": "a number",
    "date": "a day, as in 2026-02-28",
    "list": "items of one line",
    "checklist": "tasks, done or not",
    "table": "rows with the same columns",
    "group": "items with questions of their own; groups may hold groups",
    "diagram": "source of a diagram, for a fence",
}


def template_schema() -> dict[str, Json]:
    """Return the schema of a native template's front matter."""
    return {
        "$schema": DIALECT,
        "title": "The front matter of a plan-wizard template",
        **_mapping(_TEMPLATE, TEMPLATE_KEYS, ("wizard", "name", "title", "sections")),
        "$defs": {
            "section": _mapping(_SECTION, SECTION_KEYS, ("title", "questions")),
            "questions": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/question"}},
            "question": {
                **_mapping(_QUESTION, QUESTION_KEYS, ("id", "kind", "label")),
                "dependentRequired": {
                    "valid": ["valid_message"],
                    "valid_message": ["valid"],
                    "pattern_message": ["pattern"],
                },
                "allOf": [*_misplaced_keys(), *_needed_keys(), *_shapes(), _BOXES],
            },
            "kind": {
                "oneOf": [{"const": kind, "description": _KINDS[kind]} for kind in KIND_NAMES],
            },
            "option": {
                "anyOf": [
                    _TEXT,
                    {
                        "type": "object",
                        "properties": {
                            "value": {"description": "What is saved and rendered.", **_TEXT},
                            "label": {"description": "What is shown; the value if it is missing.", "type": "string"},
                            "help": {"description": "More about this option.", "type": "string"},
                            "required": {"description": "An answer must choose it, as a box to be ticked.", **_FLAG},
                        },
                        "required": ["value"],
                        "additionalProperties": False,
                    },
                ]
            },
            "source": {
                "description": "The answers to an earlier question as options.",
                "type": "object",
                "properties": {
                    "from": {"description": "The earlier question, or an expression over it.", **_TEXT},
                    "label": {"description": "The part of each item that names it.", "type": "string"},
                },
                "required": ["from"],
                "additionalProperties": False,
            },
        },
    }


def _mapping(
    said: dict[str, tuple[str, dict[str, Json]]], keys: tuple[str, ...], required: tuple[str, ...]
) -> dict[str, Json]:
    """Return the schema of a mapping, with the keys in the order in which the reader has them."""
    properties: dict[str, Json] = {key: {"description": said[key][0], **said[key][1]} for key in keys}
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _of_kind(*kinds: str) -> dict[str, Json]:
    return {"properties": {"kind": {"enum": list(kinds)}}, "required": ["kind"]}


def _misplaced_keys() -> list[Json]:
    """Return that a key stands only with the kinds for which it means something."""
    return [
        {"if": _of_kind(*(kind for kind in KIND_NAMES if kind not in kinds)), "then": {"properties": {key: False}}}
        for key, kinds in KINDS_WITH.items()
    ]


def _needed_keys() -> list[Json]:
    needed = {"options": ("choice", "choices"), "questions": ("group",), "columns": ("table",)}
    return [{"if": _of_kind(*kinds), "then": {"required": [key]}} for key, kinds in needed.items()]


def _shapes() -> list[Json]:
    """Return the shapes of placeholders, defaults and limits, which follow the kind."""
    texts: dict[str, Json] = {"type": "array", "items": {"type": "string"}}
    tasks: dict[str, Json] = {"type": "array", "items": {"anyOf": [{"type": "string"}, _TASK]}}
    rows: dict[str, Json] = {"type": "array", "items": {"type": "object"}}
    counts: dict[str, Json] = {"type": "integer", "minimum": 0}
    plain: dict[str, Json] = {"type": "string"}
    limited: dict[str, dict[str, Json]] = {"number": {"type": "number"}, "date": {"type": "string"}}
    defaults: dict[str, dict[str, Json]] = {"yesno": _FLAG, "number": {"type": "number"}}
    shaped: dict[str, dict[str, Json]] = {
        **dict.fromkeys(("list", "choices"), texts),
        "checklist": tasks,
        **dict.fromkeys(("table", "group"), rows),
    }
    return [
        {
            "if": _of_kind(kind),
            "then": {
                "properties": {
                    "placeholder": shaped.get(kind, plain),
                    "default": {"anyOf": [defaults.get(kind, shaped.get(kind, plain)), _SLOTS]},
                    **dict.fromkeys(("min", "max"), limited.get(kind, counts)),
                }
            },
        }
        for kind in KIND_NAMES
    ]
