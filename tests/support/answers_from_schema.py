"""Answers made up from nothing but a JSON Schema, as a program that knows no more would make them."""

from __future__ import annotations

from random import Random
from typing import Any

from jsonschema import Draft202012Validator

Json = Any
WORDS = "Relay talk mail room sign-up `code` *now* [x] {{ 1 }} | # 1. é 漢字 🚀 <b> & -- : ' \" \\ end".split()


def any_answer(schema: Json, chance: Random, root: Json | None = None) -> Json:
    """An instance of a schema; it keeps to the words that this program's schemas are made of."""
    root = schema if root is None else root
    choices = schema.get("oneOf") or schema.get("anyOf")
    if choices:
        return any_answer(chance.choice(choices), chance, root)
    if "const" in schema:
        return schema["const"]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    match chance.choice([*kinds, *(kind for kind in kinds if kind != "null")]):
        case "null":
            return None
        case "boolean":
            return chance.random() < 0.5
        case "number" | "integer":
            return chance.randint(int(schema.get("minimum", 0)), int(schema.get("maximum", 1000)))
        case "string":
            return _text(schema, chance)
        case "array":
            return _items(schema, chance, root)
        case kind:
            assert kind == "object", kind
            return _object(schema, chance, root)


def _text(schema: Json, chance: Random) -> str:
    if schema.get("format") == "date":
        return f"{chance.randint(1990, 2090)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    text = " ".join(chance.choices(WORDS, k=chance.randint(1, 8)))
    if chance.random() < 0.2:
        text = "\n".join([text, *chance.choices(["", "- one", "# two", "> three", "```", "four"], k=3)])
    return text[: schema.get("maxLength", 200)]


def _items(schema: Json, chance: Random, root: Json) -> list[Json]:
    least = schema.get("minItems", 0)
    most = min(schema.get("maxItems", least + 3), least + 3)
    items = [any_answer(schema["items"], chance, root) for _ in range(chance.randint(least, most))]
    if schema.get("uniqueItems"):
        items = [item for index, item in enumerate(items) if item not in items[:index]]
    return items


def _object(schema: Json, chance: Random, root: Json) -> dict[str, Json]:
    required = schema.get("required", [])
    made = {
        name: any_answer(inner, chance, root)
        for name, inner in schema["properties"].items()
        if name in required or chance.random() < 0.7
    }
    for condition in schema.get("allOf", []):
        then = condition["then" if _matches(condition["if"], made, root) else "else"]
        if isinstance(then, dict):
            for name in then.get("required", []):
                made.setdefault(name, any_answer(schema["properties"][name], chance, root))
            for name, inner in then.get("properties", {}).items():
                if inner is False:
                    made.pop(name, None)
    return made


def _matches(schema: Json, instance: Json, root: Json) -> bool:
    whole = {"allOf": [schema], "$defs": root.get("$defs", {})}
    return Draft202012Validator(whole).is_valid(instance)
