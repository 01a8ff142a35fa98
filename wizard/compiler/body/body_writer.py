r"""The text of a body, from which the same tree is read again.

Text("- one\n"), Condition(x, Text("- two\n")), Text("end")    ->    - one
                                                                     {% if x %}
                                                                     - two
                                                                     {% endif %}
                                                                     end{# no line break at the end -#}

Tags stand on lines of their own where that changes nothing, and where the tree says so (`is_inline`). The rules of
white space are those of `tag_lines`: a line of nothing but tags leaves no line behind, unless one of them has a `+`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from msgspec import Struct, field

from wizard.compiler.body.lexer import CONTROL_CHARACTER
from wizard.errors import WizardError
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text, without_places
from wizard.model.expressions import Constant
from wizard.model.unparse import unparse, unparse_condition, unparse_iterable

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_OPENERS: Final = ("{{", "{%", "{#")
_OPENER: Final = re.compile(r"\{[{%#]")
_CLOSER: Final = re.compile(r"[}%#]\}")
_END_OF_RAW: Final = re.compile(r"\{%[-+]?\s*endraw")


def write_body(nodes: tuple[Node, ...]) -> str:
    """Return the text of a body with a line feed at its end, whatever the body ends with.

    Raise WizardError for a text with half a character (a lone surrogate).
    """
    writer = _Writer()
    writer.write(without_places(nodes))
    writer.end_file()
    return "".join(writer.done)


def write_text(nodes: tuple[Node, ...]) -> str:
    """Return the nodes as a text with slots, for a value in the front matter; raise as `write_body` does."""
    writer = _Writer()
    writer.write(without_places(nodes))
    writer.end_text()
    return "".join(writer.done)


class _Piece(NamedTuple):
    """A part of a line."""

    text: str
    is_tag: bool = False
    """Whether it leaves no line behind: a tag or comment."""
    is_slot: bool = False

    @property
    def is_blank_text(self) -> bool:
        return not self.is_tag and not self.is_slot and not self.text.strip(" \t")


class _Writer(Struct):
    """Writes nodes line by line."""

    done: list[str] = field(default_factory=list[str])
    line: list[_Piece] = field(default_factory=list[_Piece])
    """Of the line that is being written."""
    closes_inline: bool = False
    """Whether a block ends on this line that must not end on a line of tags."""

    def write(self, nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            match node:
                case Text(text):
                    self.write_text(text)
                case Slot(expression):
                    self.add(_Piece(f"{{{{ {unparse(expression)} }}}}", is_slot=True))
                case Assign(name, expression):
                    self.add_tag(f"set {name} = {unparse(expression)}", is_inline=False)
                case Condition():
                    self.write_condition(node)
                case Repeat():
                    self.write_repeat(node)

    def write_condition(self, node: Condition) -> None:
        for index, (test, inner) in enumerate(node.branches):
            word = "else" if test is None else f"{'elif' if index else 'if'} {unparse_condition(test)}"
            self.add_tag(word, is_inline=node.is_inline)
            self.write(inner)
            if test is None and not inner:
                self.add(_constant(""))  # without anything in it an `else` is not read
        self.close("endif", is_inline=node.is_inline)

    def write_repeat(self, node: Repeat) -> None:
        where = "" if node.where is None else f" if {unparse(node.where)}"
        self.add_tag(f"for {node.name} in {unparse_iterable(node.over)}{where}", is_inline=node.is_inline)
        self.write(node.nodes)
        if node.otherwise:
            self.add_tag("else", is_inline=node.is_inline)
            self.write(node.otherwise)
        self.close("endfor", is_inline=node.is_inline)

    def write_text(self, text: str) -> None:
        first, *rest = text.split("\n")
        self.add_literal(first)
        for line in rest:
            self.end_line(is_break_text=True)
            self.add_literal(line)

    def add_literal(self, text: str) -> None:
        if text.isprintable() and not _OPENER.search(text):
            if text:
                self.add(_Piece(text))
            return
        if _SURROGATE.search(text):
            raise WizardError(f"this text holds half a character (a lone surrogate): {text[:60]!r}")
        for piece in _literal_pieces(text):
            self.add(piece)

    def add(self, piece: _Piece) -> None:
        """Add a piece to the line; a brace before it must not become part of its own."""
        if piece.text.startswith("{") and self.line and self.line[-1].text.endswith("{"):
            before = self.line.pop().text[:-1]
            if before:
                self.line.append(_Piece(before))
            self.line.append(_constant("{"))
        self.line.append(piece)

    def add_tag(self, word: str, *, is_inline: bool) -> None:
        """Add a tag, on a line of its own at the beginning of one, unless its block is part of a line."""
        if is_inline or self.line:
            self.add(_Piece(f"{{% {word} %}}", is_tag=True))
        else:
            self.done.append(f"{{% {word} %}}\n")

    def close(self, word: str, *, is_inline: bool) -> None:
        if is_inline:
            self.add(_Piece(f"{{% {word} %}}", is_tag=True))
            self.closes_inline = True
        elif not self.line:
            self.done.append(f"{{% {word} %}}\n")
        else:
            self.end_line_unread("goes on below")
            self.done.append(f"{{% {word} %}}\n")

    def end_line(self, *, is_break_text: bool) -> None:
        """End the line with a line feed, which belongs to the text or only to how it is written."""
        if is_break_text and self.line and not self.closes_inline and all(piece.is_tag for piece in self.line):
            self.line.append(_Piece("\n"))  # a line of tags, which leaves no line behind
        else:
            self.keep_line(is_break_text=is_break_text)
        self.done += [piece.text for piece in self.line]
        self.done.append("\n")
        self.line = []

    def keep_line(self, *, is_break_text: bool) -> None:
        """Give a tag of the line a `+` if the line has only tags, and must not be taken for a line of tags."""
        tags = [index for index, piece in enumerate(self.line) if piece.is_tag]
        blanks = [piece for piece in self.line if piece.is_blank_text]
        if len(tags) + len(blanks) == len(self.line) and tags and (is_break_text or self.closes_inline or blanks):
            text = self.line[tags[-1]].text
            self.line[tags[-1]] = _Piece(f"{text[:2]}+{text[2:]}", is_tag=True)
        self.closes_inline = False

    def end_text(self) -> None:
        self.keep_line(is_break_text=False)
        self.done += [piece.text for piece in self.line]

    def end_file(self) -> None:
        """End a last line that has no line feed with one that is not read."""
        if self.line:
            self.end_line_unread("no line break at the end")

    def end_line_unread(self, reason: str) -> None:
        """End the line with a line feed that is not read; `reason` is for the person who reads it."""
        last = self.line[-1]
        if not all(piece.is_tag for piece in self.line) or self.closes_inline:
            if last.is_tag or last.is_slot:
                self.line[-1] = last._replace(text=f"{last.text[:-2]}-{last.text[-2:]}")
            else:
                self.add(_Piece(f"{{# {reason} -#}}", is_tag=True))
        self.end_line(is_break_text=False)


def _constant(text: str) -> _Piece:
    return _Piece(f"{{{{ {unparse(Constant(text))} }}}}", is_slot=True)


def _literal_pieces(line: str) -> Iterator[_Piece]:
    """Yield the pieces of a line's text that holds braces of slots and tags, or what cannot stand in a file."""
    at = 0
    for found in re.finditer(f"{CONTROL_CHARACTER.pattern}+", line):
        yield from _brace_pieces(line[at : found.start()])
        yield _constant(found[0])
        at = found.end()
    yield from _brace_pieces(line[at:])


def _brace_pieces(text: str) -> Iterator[_Piece]:
    """Yield the pieces of a text in which `{{`, `{%` and `{#` mean nothing."""
    opener = _OPENER.search(text)
    if opener is None:
        if text:
            yield _Piece(text)
        return
    start, end = opener.start(), max(map(text.rfind, _OPENERS)) + 2
    if (closer := _CLOSER.search(text, end)) is not None:
        end = closer.end()
    if start:
        yield _Piece(text[:start])
    braced = text[start:end]
    if len(braced) == 2 or _END_OF_RAW.search(braced):
        yield _constant(braced)
    else:
        yield _Piece(f"{{% raw %}}{braced}{{% endraw %}}", is_slot=True)
    if text[end:]:
        yield _Piece(text[end:])
