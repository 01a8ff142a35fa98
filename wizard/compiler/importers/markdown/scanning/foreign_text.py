"""What a Markdown file holds that is not Markdown: programs in fences, math, the tags of a template engine.

```python
items[0]          ->  a line of a program; `$x_{i}$` is math, and `item` belongs to the loop
```
{% for item in items %}{{ item }}{% endfor %}
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from wizard.compiler.importers.markdown.scanning.document import Document

FenceKind = Literal["program", "shell", "diagram"]

_LANGUAGES: Final[dict[str, FenceKind]] = {
    **dict.fromkeys(
        "py python python3 js javascript mjs jsx ts typescript tsx java kotlin kt scala go golang rust rs c h cc cpp"
        " c++ hpp cs csharp c# fs fsharp swift ruby rb php perl pl lua r julia jl dart elixir ex erlang erl clojure clj"
        " haskell hs ocaml ml sql mysql html css scss sass less xml svg vue svelte graphql gql proto protobuf"
        " solidity sol hcl terraform tf dockerfile docker makefile make cmake groovy gradle nix zig objc matlab vb"
        " assembly asm latex tex diff patch jinja jinja2 liquid handlebars hbs mdx astro prisma regex".split(),
        "program",
    ),
    **dict.fromkeys("bash sh zsh fish shell console shell-session powershell ps1 pwsh bat batch cmd".split(), "shell"),
    **dict.fromkeys("mermaid plantuml puml dot graphviz d2 c4plantuml flowchart".split(), "diagram"),
}
_INFO = re.compile(r"[ \t>*+-]*(?:`{3,}|~{3,})[ \t]*(?:\{[ \t]*\.?)?([\w.#+-]*)")
# GitHub's rules: no white space inside the marks, no word or digit behind the closing one.
_MATH = re.compile(
    r"\$\$(?:(?!\$\$|\n[ \t]*\n)[\s\S]){1,4000}\$\$"
    r"|(?<![\\$\w])\$(?![\s{$])[^$\n]{0,400}?(?<![\s\\])\$(?![\w$])"
)
_TAG = re.compile(r"\{%-?\s*(?:for|if|set|block|macro|assign|capture|endfor|endif)\b|\{\{~?[#/^]\w+")
_LOOP = re.compile(
    r"\{%-?\s*(?:for|tablerow)\s+(\w+)(?:\s*,\s*(\w+))?\s+in\b|\{%-?\s*(?:set|assign|capture|macro)\s+(\w+)"
    r"|\{\{~?#\w+[^{}]*\bas\s*\|\s*(\w+)(?:\s+(\w+))?\s*\|"
)
_SECTION = re.compile(r"\{\{~?(?P<mark>[#^/])(?P<name>\w+)[^{}\n]{0,200}\}\}")
_OF_ENGINES: Final = frozenset(("loop", "forloop", "this", "super", "self", "caller", "tablerowloop", "varargs"))


class ForeignText(Struct, frozen=True):
    """Where in a file other languages than Markdown are."""

    fences: dict[int, FenceKind]
    """Of the lines in fences of a known language, by their index."""
    math: list[tuple[int, int]]
    has_tags: bool
    """Whether a template engine is to read the file."""
    variables: frozenset[str]
    """What the tags of the engine define: nobody fills these in."""
    loops: list[tuple[int, int]]
    """The sections that Handlebars or Mustache repeat."""

    def is_math(self, offset: int) -> bool:
        """Return whether an offset is in a formula."""
        return is_inside(offset, self.math)

    def is_of_engine(self, offset: int, expression: str) -> bool:
        """Return whether a template engine fills in an expression, rather than a person."""
        if expression[:1] in "\"'" or re.fullmatch(r"[\d.]+", expression):
            return True
        name = re.match(r"\w*", expression)
        if name is not None and self.has_tags and name[0] in self.variables:
            return True
        return is_inside(offset, self.loops) or (self.has_tags and re.search(r"[|(\[]", expression) is not None)


def is_inside(offset: int, spans: list[tuple[int, int]]) -> bool:
    """Return whether an offset lies in one of the ordered spans."""
    at = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return at >= 0 and offset < spans[at][1]


def find_foreign_text(document: Document) -> ForeignText:
    """Return where a file holds programs, math and the tags of a template engine."""
    text = document.visible
    has_tags = _TAG.search(text) is not None
    names = (name for found in _LOOP.finditer(text) for name in found.groups() if name) if has_tags else ()
    return ForeignText(
        dict(_fences(document)),
        [found.span() for found in _MATH.finditer(text) if _is_formula(found[0])] if "$" in text else [],
        has_tags,
        _OF_ENGINES.union(names),
        list(_loops(text)) if has_tags else [],
    )


def _is_formula(text: str) -> bool:
    """Return whether what stands between dollars is more than a variable of a shell: `$HOME$`."""
    return text.startswith("$$") or not re.fullmatch(r"\$[A-Z][A-Z0-9_]*[^\w\\^{}=+]*\$", text)


def _fences(document: Document) -> Iterator[tuple[int, FenceKind]]:
    kind: FenceKind | None = None
    is_open = False
    for index, line in enumerate(document.lines):
        if line.kind == "fence":
            is_open = not is_open
            info = _INFO.match(document.text[line.start : line.end]) if is_open else None
            kind = _LANGUAGES.get(info[1].lower()) if info is not None else None
        elif line.kind == "code" and kind is not None:
            yield index, kind


def _loops(text: str) -> Iterator[tuple[int, int]]:
    """Yield the outermost sections `{{#each items}} … {{/each}}`; `if`, `unless` and `with` repeat nothing."""
    depth, start = 0, 0
    for found in _SECTION.finditer(text):
        if found["name"] in ("if", "unless", "with", "else"):
            continue
        if found["mark"] != "/":
            start = start if depth else found.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, found.start()
