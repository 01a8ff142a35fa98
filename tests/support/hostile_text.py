"""What strangers put into files: the mutations of broken files, and what is meant to do harm."""

from __future__ import annotations

import json
import random
from typing import Any

from tests.support.broken_files import mutated

BOMB = "\n".join(
    [f"a0: &a0 [{', '.join(['x'] * 10)}]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12))]
)
"""Ten to the twelfth power of letters, for a reader that follows aliases."""

TEXTS = (
    "\x1b]0;owned\x07",
    "\x1b]52;c;aGk=\x07",
    "\x1b[2J\x1b[31m",
    "\x9b31m",
    "\u202eabc\u2066",
    "a\x00b",
    "\ud800",
    "e\u0301" * 3000,
    "\u200b" * 500,
    "[Feature Name] [x] [/b] [red] [@click=app.quit]x[/]",
    "x" * 100_000,
    "../../../etc/passwd",
    "{{ 7 * 7 }}{% for x in y %}",
    "\r",
    "a\r\nb\rc",
    "\ufeff",
    "1e999",
    "9" * 5000,
    "-1",
    "NaN",
    "",
    " ",
    "2026-02-30",
    "~~~\n```\n<!--\n| a |\n|---|\n# x\n[a]: b\n",
    "> " * 150 + "x",
    "- " * 150 + "x",
)
"""Answers that are typed or come from files."""

FRONT = (
    "!!python/object/apply:os.system [id]",
    "!!python/name:os.system",
    "!<tag:yaml.org,2002:binary> aGk=",
    "!!timestamp 2026-01-01",
    "!!set {a, b}",
    "&a [*a, *a]",
    "*nothing",
    "<<: {kind: line}",
    "<<: *nothing",
    "? [a, b]\n: c",
    "[" * 300,
    "{" * 300,
    "- " * 300 + "x",
    "a: " * 100 + "x",
    "%YAML 9.9",
    "%TAG ! tag:x,2000:",
    "...\n",
    "---\n",
    "\t- x",
    '"\\ud800"',
    '"\\x1b]0;x\\x07"',
    "1e999",
    ".inf",
    ".nan",
    "0b1_0",
    "0o777",
    "1:30:00",
    "9" * 5000,
    "yes",
    "~",
    "|2-\n  x",
    ">+\n\n\n",
    "__class__: x",
    "id: __class__",
    "id: questions",
    "kind: group",
    "kind: __init__",
    "when: ''.__class__",
    "when: a and not b or c in d == e",
    "when: " + "not " * 500 + "a",
    "when: " + "(" * 500 + "a" + ")" * 500,
    "pattern: (a+)+$",
    "pattern: (?:(?:a*)*)*b",
    "pattern: " + "(" * 300,
    "pattern: (?P<x>.)(?P=x){1,9999}",
    "min: -5",
    "max: 1e999",
    "max: .nan",
    "min: 9999999999999999999999",
    "default: {{ a }}{{ a }}",
    "save_as: ../../../etc/passwd",
    "save_as: /etc/passwd",
    'save_as: "a\\0b"',
    "save_as: ~/.bashrc",
    "save_as: con.md",
    "save_as: " + "x" * 300,
    "save_as: '{{ name }}/../{{ name }}'",
    "wizard: 2",
    "wizard: true",
    "options: [1, true, ~, {value: x}, [x]]",
    "options: []",
    "columns: []",
    "questions: [{id: a, kind: group, questions: []}]",
    BOMB,
)
"""Lines of front matter, or of an answers file."""

BODY = (
    "{{ name.__class__.__mro__[1].__subclasses__() }}",
    "{{ name['__class__'] }}",
    "{{ ''.join.__globals__ }}",
    "{{ self.__init__ }}",
    "{{ name | attr('__class__') }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ name.__format__ }}",
    "{{ '%s' % name }}",
    "{{ range(1000000000) }}",
    "{% for i in range(1000000000) %}x{% endfor %}",
    "{{ 'x' * 1000000000 }}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ name | center(1000000000) }}",
    "{{ name | replace('', name) }}",
    "{% set a = name ~ name %}{% set a = a ~ a %}{% set a = a ~ a %}{{ a }}",
    "{% include '/etc/passwd' %}",
    "{% import 'x' as y %}",
    "{% extends 'x' %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% call m() %}{% endcall %}",
    "{% raw %}{{ x }}",
    "{% filter upper %}x{% endfilter %}",
    "{% autoescape true %}x{% endautoescape %}",
    "{% do name.append(1) %}",
    "{% if %}",
    "{% else %}",
    "{% endfor %}",
    "{% for a in name recursive %}{{ loop(a) }}{% endfor %}",
    "{% for a, b in name %}{{ a }}{% endfor %}",
    "{% for name in name %}{{ name }}{% endfor %}",
    "{{ name if name else name if name else name }}",
    "{{ " + "(" * 400 + "name" + ")" * 400 + " }}",
    "{{ " + "[" * 400 + "name" + "]" * 400 + " }}",
    "{{ " + "not " * 400 + "name }}",
    "{{ " + "-" * 400 + "1 }}",
    "{{ name" + "[0]" * 400 + " }}",
    "{{ name" + ".a" * 400 + " }}",
    "{{ name" + " | upper" * 400 + " }}",
    "{{ " + " ~ ".join(["name"] * 400) + " }}",
    "{% if name %}" * 100 + "x" + "{% endif %}" * 100,
    "{% for a in ideas %}" * 12 + "x" + "{% endfor %}" * 12,
    "{% for a in ideas %}{% for b in ideas %}{{ a }}{{ b }}{% endfor %}{% endfor %}",
    "{# ",
    "{{",
    "{%",
    "}}",
    "%}",
    "> " * 120 + "{{ name }}",
    "- " * 120 + "{{ name }}",
    "#" * 200 + " {{ name }}",
    "```\n{{ name }}",
    "<!-- {{ name }}",
    "<b {{ name }}",
    "<{{ name }}>",
    "[{{ name }}]: {{ goal }}",
    "|{{ name }}|{{ goal }}\n-|-",
    "`{{ name }}",
    "\x1b]0;x\x07",
    "\x00",
    "\x0c",
    "\r",
    "\u2028",
    "\ud800",
)
"""Pieces of a template's body."""

NAMES = (
    "..",
    ".",
    "../x",
    "../../x",
    "/tmp/x",
    "/",
    "~",
    "~/x",
    "a/b",
    "a\\b",
    "a\x00b",
    "a\nb",
    "\x1b]0;x\x07",
    "con",
    "nul.md",
    "x" * 300,
    "日" * 200,
    " ",
    "",
    "-",
    "--draft",
    "a:b",
    "$(id)",
    "`id`",
    "\u202egnp",
    "\ud800",
    ".hidden",
    "draft.yaml",
    "lock",
    "link",
    "%s%n",
    "*",
)
"""What a draft or a file may be asked to be called."""

VALUES: tuple[Any, ...] = (
    *TEXTS,
    None,
    True,
    0,
    -1,
    1e308,
    10**400,
    float("nan"),
    float("inf"),
    [],
    {},
    [[]],
    [None],
    [{}],
    {"": ""},
    {"text": "x", "done": "maybe"},
    {"__class__": "x"},
    ["x"] * 5000,
    [{"title": "x"}] * 300,
)


def with_hostile(text: str, pieces: tuple[str, ...], chance: random.Random) -> str:
    """A text with one to three pieces put in: as lines of their own, after a colon, or in the middle of anything."""
    for _ in range(chance.randrange(1, 4)):
        piece = chance.choice(pieces)
        at = chance.choice(_places(text, chance))
        text = text[:at] + piece + text[at:]
    return text


def _places(text: str, chance: random.Random) -> list[int]:
    anywhere = chance.randrange(len(text) + 1)
    line = text.rfind("\n", 0, anywhere) + 1
    indent = len(text[line:]) - len(text[line:].lstrip(" -"))
    colon = text.find(": ", anywhere)
    return [anywhere, line, line + indent, colon + 2 if colon >= 0 else len(text)]


def as_bytes(text: str, chance: random.Random) -> bytes:
    """A text as a file: now and then with a byte order mark, other line ends, or another encoding."""
    match chance.randrange(12):
        case 0:
            return b"\xef\xbb\xbf" + text.encode("utf-8", "surrogatepass")
        case 1:
            return text.replace("\n", "\r\n").encode("utf-8", "surrogatepass")
        case 2:
            return text.replace("\n", "\r").encode("utf-8", "surrogatepass")
        case 3:
            return text.encode("utf-16", "surrogatepass")
        case 4:
            return text.encode("latin-1", "replace")
        case 5 | 6:
            return mutated(text.encode("utf-8", "surrogatepass"), chance)
        case _:
            return text.encode("utf-8", "surrogatepass")


def hostile_data(data: Any, chance: random.Random) -> Any:
    """Data with some of its parts replaced."""
    if chance.random() < 0.04:
        return chance.choice(VALUES)
    if isinstance(data, dict):
        changed = {key: hostile_data(part, chance) for key, part in data.items() if chance.random() > 0.02}
        if chance.random() < 0.03:
            changed[chance.choice(TEXTS)] = chance.choice(VALUES)
        return changed
    if isinstance(data, list):
        return [hostile_data(part, chance) for part in data] * chance.choice((1, 1, 1, 1, 2))
    return data


def as_json(data: Any) -> str:
    """Data as JSON, with what JSON has no word for as Python writes it."""
    return json.dumps(data, default=str)
