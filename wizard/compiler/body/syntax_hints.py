"""What to write instead of what other languages have, and of slips of the pen, where Jinja's parser stops.

text and the offset at which it stops  →  the offset of the mistake, and a sentence that says how it is written

{% else if name %}   →  'else if' is written elif: {% elif … %}
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from msgspec import Struct


class Slip(NamedTuple):
    """A mistake at an offset of a text."""

    offset: int
    message: str


class _Place(Struct, frozen=True):
    """Where a parser stops, in its slot or tag."""

    before: str
    """From the opening braces to where it stops."""
    after: str
    """The rest of the text from there."""

    @property
    def opening(self) -> str:
        """Return `{{` or `{%`; nothing in a bare expression."""
        return self.before[:2] if self.before[:2] in ("{{", "{%") else ""

    @property
    def tag(self) -> str:
        """Return the name of the tag; nothing in a slot."""
        found = re.match(r"\{%[-+]?\s*(\w+)", self.before + self.after)
        return found[1] if found is not None else ""


_Explain = Callable[[_Place], "tuple[int, str] | None"]
"""Returns how many characters before the stop the mistake begins, and the sentence; None for another mistake."""

_WORDS: Final = {
    "&&": "write and",
    "&": "write and",
    "||": "write or",
    "!": "write not",
    "<>": "write !=",
    "=>": "write >=",
    "=<": "write <=",
    "≠": "write !=",
    "≤": "write <=",
    "≥": "write >=",
    "===": "write ==",
    "!==": "write !=",
    "??": "write name | default(other)",
    "?:": "write name or other",
    "?": "write this if condition else that",
    "–": "write -, the minus of the keyboard",
    "—": "write -, the minus of the keyboard",
    "×": "write *",
    "÷": "write /",
    "++": "write {% set name = name + 1 %}",
    "+=": "write {% set name = name + 1 %}",
    "-=": "write {% set name = name - 1 %}",
    "->": "write a dot, as in item.part",
    "::": "write a dot, as in item.part",
}
_OPERATORS: Final = sorted(_WORDS, key=len, reverse=True)
_NAMES: Final = {
    "and": "and",
    "or": "or",
    "not": "not",
    "xor": "!=",
    "equals": "==",
    "equal": "==",
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "ge": ">=",
    "lt": "<",
    "le": "<=",
    "contains": "in, the other way round: part in whole",
    "includes": "in, the other way round: part in whole",
    "mod": "%",
    "unless": "if not",
    "where": "if",
}
_QUOTES: Final = "“”„‟«»‹›‘’‚‛"
_TEXT: Final = r"""(?:"(?:\\.|(?!\}\}|%\})[^"\\])*"|'(?:\\.|(?!\}\}|%\})[^'\\])*')"""
_CLOSED_TEXT: Final = re.compile(_TEXT)
_ARGUMENT: Final = rf"(?:{_TEXT}|[\w.]+)"
_ARGUMENTS: Final = re.compile(rf":?\s*({_ARGUMENT}(?:\s*,\s*{_ARGUMENT})*)")
_KEYWORDS: Final = ("if", "elif", "else", "endif", "for", "endfor", "set")


def explain_syntax(text: str, offset: int, said: str) -> Slip:
    """Return the mistake at which a parser stops; `said` is the sentence of the parser, for any other mistake."""
    begin = max(text.rfind("{{", 0, offset), text.rfind("{%", 0, offset), 0)
    begin -= text[max(begin - 1, 0) : begin] == "{"
    place = _Place(text[begin:offset], text[offset:])
    for explain in _EXPLANATIONS:
        found = explain(place)
        if found is not None:
            return Slip(offset - found[0], found[1])
    return Slip(offset, said)


def _explain_slot_with_tag(place: _Place) -> tuple[int, str] | None:
    """`{{ if x }}`"""
    found = re.match(r"\{\{[-+]?\s*(\w+)", place.before + place.after)
    if place.opening == "{{" and found is not None and found[1] in _KEYWORDS:
        return len(place.before), f"'{found[1]}' is a tag; write {{% {found[1]} … %}}"
    return None


def _explain_else(place: _Place) -> tuple[int, str] | None:
    """`{% else if x %}`, `{% else x %}`"""
    if place.tag != "else" or place.after.startswith("%}"):
        return None
    back = len(place.before) - place.before.index("else")
    if re.match(r"if\b", place.after):
        return back, "'else if' is one word here: write {% elif … %}"
    return back, "'else' has no condition; write {% elif … %} for one that has"


def _explain_argument(place: _Place) -> tuple[int, str] | None:
    """`a | truncate 3`, `a | truncate: 3`, `a | join ", "`, `a | replace: "b", "c"`"""
    found = re.search(r"\|\s*(\w+)\s*$", place.before)
    given = _ARGUMENTS.match(place.after)
    if found is None or given is None or not re.match(r"[:\"'\d]", place.after):
        return None
    is_all = re.match(r"\s*(?:\||[-+]?[}%]|\)|\Z)", place.after[given.end() :])
    return 0, f"arguments of a filter go in parentheses: {found[1]}({given[1] if is_all else '…'})"


def _explain_quote(place: _Place) -> tuple[int, str] | None:
    """`“a”`, `"a`; a text that is closed is none"""
    mark = place.after[:1]
    if mark and mark in _QUOTES:
        return 0, f"{mark} is a typographic quotation mark; write a straight one, \" or '"
    if mark and mark in "\"'" and not _CLOSED_TEXT.match(place.after):
        return (
            0,
            f"this {mark} opens a text that is never closed; a text with {mark} in it needs the other quotes",
        )
    return None


def _explain_operator(place: _Place) -> tuple[int, str] | None:
    """`a && b`, `a || b`, `!a`, `a <> b`"""
    for operator in _OPERATORS:
        for back in range(len(operator)):
            start = len(place.before) - back
            if place.before[start:] == operator[:back] and place.after.startswith(operator[back:]):
                return back, f"'{operator}' is not known here; {_WORDS[operator]}"
    return None


def _explain_equals(place: _Place) -> tuple[int, str] | None:
    """`a = b`, `{% set a == b %}`"""
    if place.tag == "set":
        if place.after.startswith("=="):
            return 0, "'==' compares; a name is set with one =, as in {% set name = value %}"
        return (
            (0, "a = is missing, as in {% set name = value %}")
            if re.fullmatch(r"\{%[-+]?\s*set\s+\w+\s*", place.before)
            else None
        )
    return (0, "one = sets a name; two, ==, compare") if re.match(r"=(?!=)", place.after) else None


def _explain_end(place: _Place) -> tuple[int, str] | None:
    """`{{ x }`, `{% if x }`, `{{ x %}`"""
    if place.before.startswith("{{{") or place.before.endswith("{{ {"):
        return len(place.before), "a slot has two braces on each side: {{ name }}"
    if place.opening and not place.after:
        what, end = ("slot", "}}") if place.opening == "{{" else ("tag", "%}")
        return len(place.before), f"this {what} is never closed; {end} is missing"
    found = re.match(r"\}\}?|%\}|[)\]]", place.after)
    back = 1 if place.before.endswith("%") and place.after.startswith("}") else 0
    if found is None or (place.opening == "{%" and place.after.startswith("%}")):
        return None
    wrong = "%}" if back else found[0]
    inside = re.sub(r"\"[^\"]*\"|'[^']*'", "", place.before.removeprefix(place.opening))
    for opened, closed in ("()", "[]"):
        if inside.count(opened) > inside.count(closed):
            return back, f"a '{closed}' is missing before this"
    if place.after[:1] in (")", "]"):
        return 0, f"this {place.after[0]} closes nothing; no bracket is open here"
    if place.opening == "{%" and wrong != "%}":
        return back, f"a tag ends with %}}, not {wrong}"
    if place.opening == "{{" and wrong != "}}":
        return back, f"a slot ends with }}}}, not {wrong}"
    return None


def _explain_word(place: _Place) -> tuple[int, str] | None:
    """`a equals b`, `a AND b`, `{% for a of b %}`, `{% if a then %}`"""
    found = re.match(r"[A-Za-z]+", place.after)
    word = found[0] if found is not None else ""
    if place.tag == "for" and " in " not in place.before:
        if re.fullmatch(r"\{%[-+]?\s*for\s+\w+\s*", place.before):
            return 0, "a repeat is written {% for item in items %}"
        return None
    if word.lower() in ("then", "do"):
        return 0, f"'{word}' is not written here; the tag ends after its condition"
    before = re.search(r"\b(NOT|Not|AND|And|OR|Or)\s+$", place.before)
    if before is not None:
        return len(before[0]), f"'{before[1]}' is not known here; write {before[1].lower()}"
    instead = _NAMES.get(word.lower())
    return (0, f"'{word}' is not known here; write {instead}") if instead is not None and word != instead else None


def _explain_is(place: _Place) -> tuple[int, str] | None:
    """`a is "b"`"""
    if re.search(r"\bis(?:\s+not)?\s+$", place.before) and re.match(r"[\"'\d]", place.after):
        return 0, "'is' needs a test, such as answered; compare values with =="
    return None


def _explain_filter(place: _Place) -> tuple[int, str] | None:
    """`a |`"""
    if re.search(r"\|\s*$", place.before):
        return 0, "the name of a filter is missing after the |"
    return None


def _explain_mark(place: _Place) -> tuple[int, str] | None:
    """`$a`, `#a`, `a;`"""
    mark = place.after[:1]
    if mark and mark in "$@#;\\`^~§":
        return 0, f"'{mark}' does not belong here; take it out"
    return None


def _explain_gap(place: _Place) -> tuple[int, str] | None:
    """`{{ }}`, `{% if %}`, `a ==`"""
    if not place.after or re.match(r"%\}|\}\}|[-+]%\}|[-+]\}\}", place.after):
        if re.fullmatch(r"\{%[-+]?\s*", place.before):
            return 0, "the name of a tag is missing; the tags are if, for, set, part and use"
        if re.search(r"(?:\{\{[-+]?|\b(?:if|elif|in|and|or|not)|[=<>+*/%~(,-])\s*$", place.before) or not place.before:
            return 0, "something is missing here: a question, a text in quotes or a number"
    return None


def _explain_neighbours(place: _Place) -> tuple[int, str] | None:
    """`{{ a b }}`"""
    if not (re.match(r"[\w\"'([]", place.after) and re.search(r"[\w\"')\]]\s*$", place.before)):
        return None
    if place.opening == "{{":
        return 0, "two values side by side; write a slot for each, or put ~ between them"
    return 0, "something is missing between these two, such as == or and"


_EXPLANATIONS: Final[tuple[_Explain, ...]] = (
    _explain_slot_with_tag,
    _explain_else,
    _explain_is,
    _explain_argument,
    _explain_quote,
    _explain_end,
    _explain_operator,
    _explain_filter,
    _explain_equals,
    _explain_word,
    _explain_mark,
    _explain_gap,
    _explain_neighbours,
)
