"""Answers as values of YAML front matter."""

from __future__ import annotations

import re
from typing import Final

from wizard.model.render_steps import YamlKind

_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w ./()@'\"+&!?;=%^$~-]|,(?! )|:(?=[\w/]))*(?<! )")
_PLAIN_IN_LIST: Final = re.compile(r"[^\W\d_](?:[\w ./()@+&;=%^$~-])*(?<! )")
_OTHER_TYPE: Final = re.compile(r"(?i:y|n|yes|no|true|false|on|off|null|none)")
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def escape_yaml_value(text: str, kind: YamlKind, *, is_text: bool, prefix: str) -> str:
    """Return an answer as (a part of) a value.

    `is_text` is false for a number, a date or yes and no, which stand as they are; `prefix` begins the later lines
    of a block.
    """
    match kind:
        case "yaml_double_quoted":
            return _double_quoted(text)[1:-1]
        case "yaml_single_quoted":
            return _replace_unprintable(_join_lines(text)).replace("'", "''")
        case "yaml_block":
            return _replace_unprintable(text).lstrip(" ").replace("\n", f"\n{prefix}")
        case "yaml_comment":
            return _replace_unprintable(_join_lines(text))
        case "yaml_part":
            return _plain_part(_replace_unprintable(_join_lines(text)))
        case "yaml_flow" | "yaml_plain":
            plain = _PLAIN_IN_LIST if kind == "yaml_flow" else _PLAIN
            parts = text.split(", ") if kind == "yaml_flow" else [text]
            stands = all(plain.fullmatch(part) and not _OTHER_TYPE.fullmatch(part) for part in parts)
            return text if not is_text or stands else _double_quoted(text)


def escape_yaml_data(value: bool | tuple[str, ...], kind: YamlKind) -> str | None:
    """Return yes or no, or a list, as YAML has them where one is the whole of a value; None in any other place.

    `done: {{ done }}` is `done: true`, `tags: {{ tags }}` is `tags: [one, "2"]`.
    """
    if kind not in ("yaml_plain", "yaml_flow"):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    items = ", ".join(_flow_item(text) for text in value)
    return f"[{items}]" if kind == "yaml_plain" else items


def _flow_item(text: str) -> str:
    stands = _PLAIN_IN_LIST.fullmatch(text) and not _OTHER_TYPE.fullmatch(text)
    return text if stands else _double_quoted(text)


def _double_quoted(text: str) -> str:
    import json  # few plans have front matter

    return _UNPRINTABLE.sub(_unicode_escape, json.dumps(text, ensure_ascii=False))


def _unicode_escape(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"


def _replace_unprintable(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text.replace("\t", " "))


def _join_lines(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)


def _plain_part(text: str) -> str:
    """Return a part of a plain scalar in which neither `: ` nor ` #` ends the value: a no-break space joins them."""
    return re.sub(r":(?=\s|\Z)", ":\u00a0", re.sub(r"(?:(?<=\s)|\A)#", "\u00a0#", text))
