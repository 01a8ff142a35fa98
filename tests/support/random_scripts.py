"""Random answers to a whole template, made from its JSON Schema alone."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from jsonschema import Draft202012Validator

Script = Mapping[str, Any]
"""`{question id: answer}`: None leaves a question out, one that is missing is passed."""

_WORDS = tuple(
    """
    a the Relay chat search 2nd 1. # - * + > :colon ::two :end :: ~~~ ``` `code` **bold** __init__.py <b> <!-- -->
    </critical_warning> &amp; [link](x) ![ ] [x] {{ {% goal %} }} \\ --- === | yes no null true 2026-02-30 Größe 漢字 🙂
    é don't "quoted" 'q' a:b key: #x % @ ! ? ; (x) $HOME ~ ^ _ = , . & * - a_b \u00a0 \u2028 \u200b \u202e
    """.replace("\n", " ").split(" ")
)
_LONG = 0.05


def random_script(schema: Mapping[str, Any], seed: str) -> dict[str, Any]:
    """Answers that the schema finds right, the same ones for the same seed."""
    chance = random.Random(seed)
    script = _object(schema, chance)
    errors = [error.message for error in Draft202012Validator(schema).iter_errors(script)]
    assert not errors, errors
    return script


def random_answer(schema: Mapping[str, Any], chance: random.Random) -> Any:
    """An answer that the schema of one question finds right."""
    return _value(schema, chance)


def _object(schema: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    """Some of the properties; those that may have to be there always."""
    needed = _needed(schema)
    made = {name: _answer(inner, chance, is_needed=name in needed) for name, inner in schema["properties"].items()}
    given = {name: answer for name, answer in made.items() if answer is not ...}
    if given or not made:
        return given
    name, inner = next(iter(schema["properties"].items()))
    return {name: _answer(inner, chance, is_needed=True)}


def _needed(schema: Mapping[str, Any]) -> set[str]:
    needed = set(schema.get("required", ()))
    for condition in schema.get("allOf", ()):
        then = condition["then"]
        needed |= set(then.get("required", ())) if isinstance(then, dict) else set()
    return needed


def _answer(schema: Mapping[str, Any], chance: random.Random, *, is_needed: bool) -> Any:
    """An answer, None, or `...` for none at all."""
    may_be_none = "null" in schema.get("type", ()) or {"const": None} in _constants(schema)
    roll = chance.random()
    if not is_needed and roll < 0.25:
        return ...
    if may_be_none and roll < 0.4:
        return None
    return _value(schema, chance)


def _constants(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    options = schema.get("oneOf") or schema.get("anyOf") or ()
    return [{"const": option["const"]} for option in options if "const" in option]


def _value(schema: Mapping[str, Any], chance: random.Random) -> Any:
    if "oneOf" in schema or "anyOf" in schema:
        return _option(schema, chance)
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    match next(kind for kind in kinds if kind != "null"):
        case "boolean":
            return chance.random() < 0.5
        case "number":
            low, high = schema.get("minimum", -50), schema.get("maximum", 5000)
            return chance.choice([round(chance.uniform(low, high), 2), chance.randint(int(low), int(high))])
        case "array":
            return _array(schema, chance)
        case "object":
            return _task(chance) if set(schema["properties"]) == {"text", "done"} else _object(schema, chance)
        case _ if schema.get("format") == "date":
            return f"{chance.randint(1990, 2090)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        case _:
            return _text(chance)[: schema.get("maxLength")].strip()


def _option(schema: Mapping[str, Any], chance: random.Random) -> Any:
    options = schema.get("oneOf") or schema["anyOf"]
    if any("properties" in option for option in options):
        return _task(chance)
    option = chance.choice([option for option in options if option.get("const", "") is not None])
    return option["const"] if "const" in option else _own(chance)


def _array(schema: Mapping[str, Any], chance: random.Random) -> list[Any]:
    least, most = max(schema.get("minItems", 1), 1), schema.get("maxItems", 4)
    items = schema["items"]
    if schema.get("uniqueItems"):
        return _some_options(items["anyOf"], chance, least, most)
    return [_value(items, chance) for _ in range(chance.randint(least, max(least, min(most, 4))))]


def _some_options(options: Sequence[Mapping[str, Any]], chance: random.Random, least: int, most: int) -> list[str]:
    """In the order in which they are offered, words of the user's own last."""
    known = [option["const"] for option in options if "const" in option]
    chosen = chance.sample(known, chance.randint(min(least, len(known)), min(most, len(known))))
    own = [_own(chance)] if len(known) < len(options) and len(chosen) < most and chance.random() < 0.4 else []
    return [option for option in known if option in chosen] + own


def _task(chance: random.Random) -> Any:
    text = f"{chance.choice(['Do', 'Write', 'Search', 'Größe'])} {_text(chance)}"
    return chance.choice([text, {"text": text, "done": True}, {"text": text, "done": False}])


def _own(chance: random.Random) -> str:
    """Words beside the options; neither a number nor a list of them, which would mean the options themselves."""
    return f"Own {_text(chance)}".replace(";", ",")


def _text(chance: random.Random) -> str:
    length = chance.randint(200, 900) if chance.random() < _LONG else chance.randint(1, 9)
    return " ".join(chance.choice(_WORDS) for _ in range(length)).strip() or "x"
