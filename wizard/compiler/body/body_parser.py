"""The body of a template as a tree, read with Jinja's own parser.

Line ends must be line feeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NoReturn

from jinja2 import TemplateSyntaxError, nodes
from jinja2.lexer import TokenStream
from jinja2.parser import Parser
from msgspec import Struct, field

from wizard.compiler.body.expression_parser import UNSUPPORTED, ExpressionParser, UnsupportedSyntaxError
from wizard.compiler.body.lexer import (
    ENVIRONMENT,
    Source,
    Token,
    UnreadableTextError,
    iter_tokens,
    line_starts,
    tokenize,
)
from wizard.compiler.body.tag_lines import TagLines, find_joined_lines, inline_blocks
from wizard.compiler.diagnostics import Diagnostics
from wizard.errors import Problem
from wizard.limits import MAX_BLOCK_LEVELS, MAX_COPIED_NODES
from wizard.message_text import did_you_mean
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import Constant, Expression

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def read_body(source: Source, diagnostics: Diagnostics) -> tuple[Node, ...]:
    """Return the tree of a text with slots and tags; mistakes are added to the diagnostics."""
    try:
        tokens = tokenize(source)
        if problems := _BlockChecker(source).check(tokens):
            raise UnreadableTextError(problems)
        lines = TagLines.of(source.text, tokens)
        diagnostics.problems += (
            source.problem(token.line, token.column, "joined-lines", message)
            for token, message in find_joined_lines(source.text, tokens, lines)
        )
        tokens = list(lines.without(tokens))
        parser = _BodyParser(ExpressionParser(source, diagnostics, tokens), inline_blocks(tokens, lines))
        return parser.parse_whole(parse_jinja_body(source, tokens).body)
    except UnreadableTextError as unreadable:
        diagnostics.problems += unreadable.problems
        is_foreign = all(problem.code in ("unsupported-tag", "unknown-tag") for problem in unreadable.problems)
        rest = _blank_foreign_tags(source) if is_foreign and not _HAS_OTHER_NAMES.search(source.text) else None
        return read_body(rest, diagnostics) if rest is not None and rest.text != source.text else ()


def read_expression(source: Source, diagnostics: Diagnostics) -> Expression | None:
    """Return the expression that a text is, such as that of `when`; None when it has mistakes."""
    try:
        tokens = tokenize(source, "variable")
        return ExpressionParser(source, diagnostics, tokens).parse(parse_jinja_expression(source, tokens))
    except UnreadableTextError as unreadable:
        diagnostics.problems += unreadable.problems
    except UnsupportedSyntaxError:
        pass
    return None


class _Part(Struct):
    """A part of a body that can be used in several places."""

    node: nodes.Block
    size: int
    """How many nodes of Jinja's it has."""
    is_used: bool = False


class _BodyParser(Struct):
    """A parser of the tags of one text; it goes on after each mistake."""

    expressions: ExpressionParser
    inline_blocks: frozenset[int]
    """The indexes of each `if`, `for`, `part` and `use` that shares its last line with text or slots."""
    parts: dict[str, _Part] = field(default_factory=dict[str, _Part])
    """`{name: part}` of the parts defined so far."""
    parts_around: list[str] = field(default_factory=list[str])
    """The names of the parts that are being used, each inside the one before."""
    copied_size: int = 0
    """How many nodes of Jinja's the uses of parts have added so far."""

    def parse_whole(self, found: Sequence[nodes.Node]) -> tuple[Node, ...]:
        """Return the nodes of a whole text; report the parts that nothing uses."""
        compiled = self.parse(found)
        for name, part in self.parts.items():
            if not part.is_used:
                self.parse(part.node.body)  # for its mistakes
                self.report(part.node, "unused-part", f"nothing uses the part '{name}'; write {{% use {name} %}}")
        return compiled

    def parse(self, found: Sequence[nodes.Node]) -> tuple[Node, ...]:
        compiled: list[Node] = []
        leaves_break = False
        for node in found:
            try:
                made = list(self.parse_statement(node))
            except UnsupportedSyntaxError:
                continue
            if leaves_break:
                made = _without_break(compiled, made)
            leaves_break = isinstance(node, nodes.Block) and node.lineno in self.inline_blocks
            compiled += made
        return tuple(_join_texts(compiled))

    def define_part(self, node: nodes.Block) -> None:
        """Remember a part, which leaves nothing where it is defined."""
        name = self.checked_name(node.name, node)
        if name in self.parts:
            first = self.expressions.position_at(self.parts[name].node.lineno).line
            self.expressions.refuse(node, "name-taken", f"'{name[:60]}' is already the part of line {first}")
        self.parts[name] = _Part(node, sum(1 for _ in node.find_all(nodes.Node)))

    def expand_part(self, node: nodes.Include) -> Iterator[Node]:
        """Yield the nodes of a part in the place where it is used, each slot with a number of its own."""
        name = str(node.template.value) if isinstance(node.template, nodes.Const) else ""
        part = self.parts.get(name)
        if part is None:
            hint = did_you_mean(name, self.parts) or "; a part is defined above the place where it is used"
            self.expressions.refuse(node.template, "unknown-name", f"there is no part '{name[:60]}'{hint}")
        part.is_used = True
        self.copied_size += part.size
        if self.copied_size > MAX_COPIED_NODES:
            self.expressions.refuse(
                node, "too-much", "the parts of this template make too much of it where they are used"
            )
        if name in self.parts_around:
            between = self.parts_around[self.parts_around.index(name) + 1 :]
            through = f" through '{between[0][:60]}'" if between else ""
            self.expressions.refuse(node, "too-deep", f"the part '{name[:60]}' uses itself{through}, which never ends")
        if len(self.parts_around) >= MAX_BLOCK_LEVELS:
            self.expressions.refuse(node, "too-deep", f"more than {MAX_BLOCK_LEVELS} parts inside each other")
        self.parts_around.append(name)
        expanded = list(self.parse(part.node.body))
        self.parts_around.pop()
        if node.lineno in self.inline_blocks and expanded and isinstance(expanded[-1], Text):
            text = expanded.pop()
            assert isinstance(text, Text)
            expanded += _text_unless_empty(text.text.removesuffix("\n"), text.line)
        yield from expanded

    def report(self, node: nodes.Node, code: str, message: str) -> None:
        place = self.expressions.position_at(node.lineno)
        problem = Problem(self.expressions.source.file, place.line, place.column, code, message)
        self.expressions.diagnostics.problems.append(problem)

    def parse_statement(self, node: nodes.Node) -> Iterator[Node]:
        line = self.expressions.position_at(node.lineno).line
        match node:
            case nodes.Output():
                for part in node.nodes:
                    yield from self.parse_output(part)
            case nodes.If():
                yield Condition(tuple(self.parse_branches(node)), line, is_inline=node.lineno in self.inline_blocks)
            case nodes.For():
                yield self.parse_repeat(node, line)
            case nodes.Block():
                self.define_part(node)
            case nodes.Include():
                yield from self.expand_part(node)
            case nodes.Assign(target=nodes.Name(name=name)):
                yield Assign(self.checked_name(name, node.target), self.expressions.parse(node.node), line)
            case nodes.Assign():
                self.expressions.refuse(
                    node.target, "unsupported", "only one name can be set, as in {% set name = expression %}"
                )
            case _:
                self.expressions.refuse(
                    node, "unsupported", UNSUPPORTED.get(type(node), "this is not part of templates")
                )

    def parse_output(self, node: nodes.Expr) -> Iterator[Node]:
        r"""Yield a text or a slot; nothing for a slot with a mistake, so that the next ones are read.

        A slot with a text in quotes and nothing else is that text: `{{ "{{" }}`, or `{{ "\r" }}`, which no file holds.
        """
        line = self.expressions.position_at(node.lineno).line
        match node:
            case nodes.TemplateData(data=data):
                yield Text(data, line)
                return
            case nodes.Const(value=str() as text) if not _SURROGATE.search(text):
                if text:
                    yield Text(text, line)
                return
            case _:
                pass
        try:
            expression = self.expressions.parse(node)
        except UnsupportedSyntaxError:
            return
        self.expressions.diagnostics.slot_count += 1
        yield Slot(expression, self.expressions.diagnostics.slot_count - 1, line)

    def parse_branches(self, node: nodes.If) -> Iterator[tuple[Expression | None, tuple[Node, ...]]]:
        for branch in (node, *node.elif_):
            yield self.parse_or_stand_in(branch.test), self.parse(branch.body)
        if node.else_:
            yield None, self.parse(node.else_)

    def parse_or_stand_in(self, node: nodes.Node) -> Expression:
        """Return the expression, or for one with a mistake a stand-in, so that what its block holds is read."""
        try:
            return self.expressions.parse(node)
        except UnsupportedSyntaxError:
            stand_in = self.expressions.record_position(Constant(None), node.lineno)
            self.expressions.diagnostics.mark_mistaken(stand_in)
            return stand_in

    def parse_repeat(self, node: nodes.For, line: int) -> Repeat:
        if node.recursive:
            self.refuse(node, "a repeat cannot be recursive")
        over = self.parse_or_stand_in(node.iter)
        where = self.parse_or_stand_in(node.test) if node.test is not None else None
        inner = self.parse(node.body)
        otherwise = self.parse(node.else_)
        if not isinstance(node.target, nodes.Name):
            self.refuse(node.target, "a repeat has one name, as in {% for item in items %}")
        name, is_inline = self.checked_name(node.target.name, node.target), node.lineno in self.inline_blocks
        return Repeat(name, over, where, inner, otherwise, line, is_inline=is_inline)

    def checked_name(self, name: str, node: nodes.Node) -> str:
        if name.startswith("_") or name == "loop":
            message = f"'{name[:60]}' cannot be set; choose a name that begins with a letter"
            self.expressions.refuse(node, "bad-name", message)
        return name

    def refuse(self, node: nodes.Node, message: str) -> NoReturn:
        self.expressions.refuse(node, "unsupported", message)


def _without_break(before: list[Node], after: list[Node]) -> list[Node]:
    """Return the nodes behind a part that is defined in one line without the line break that it leaves."""
    begins_line = not before or (isinstance(before[-1], Text) and before[-1].text.endswith("\n"))
    if not begins_line or not after or not isinstance(after[0], Text) or not after[0].text.startswith("\n"):
        return after
    return [*_text_unless_empty(after[0].text[1:], after[0].line + 1), *after[1:]]


def _text_unless_empty(text: str, line: int) -> list[Node]:
    return [Text(text, line)] if text else []


def _join_texts(nodes: list[Node]) -> Iterator[Node]:
    """Yield the nodes, with texts made one that only a comment parted."""
    held: Text | None = None
    for node in nodes:
        if isinstance(node, Text):
            held = Text(held.text + node.text, held.line) if held is not None else node
            continue
        if held is not None:
            yield held
            held = None
        yield node
    if held is not None:
        yield held


def parse_jinja_body(source: Source, tokens: list[Token]) -> nodes.Template:
    """Return Jinja's tree of a body. Raise UnreadableTextError with the mistake at which Jinja stops."""
    try:
        return _parser(tokens).parse()
    except TemplateSyntaxError as error:
        raise UnreadableTextError([_syntax_problem(source, tokens, error)]) from None


def parse_jinja_expression(source: Source, tokens: list[Token]) -> nodes.Expr:
    """Return Jinja's tree of a bare expression. Raise UnreadableTextError with the mistake at which Jinja stops."""
    if source.text.lstrip().startswith("{{"):
        raise UnreadableTextError([source.problem(0, 0, "syntax", "a condition is written without {{ }}")])
    try:
        parser = _parser(tokens)
        expression = parser.parse_expression()
        if not parser.stream.eos:
            parser.fail(f"unexpected '{parser.stream.current.value}'")
    except TemplateSyntaxError as error:
        raise UnreadableTextError([_syntax_problem(source, tokens, error)]) from None
    return expression


def _parser(tokens: list[Token]) -> Parser:
    """Return Jinja's parser for our tokens. Raise TemplateSyntaxError when the first one cannot be read."""
    parser = Parser(ENVIRONMENT, "")
    parser.extensions = {"part": _parse_part, "use": _parse_use}
    numbered = ((index, token.type, token.text) for index, token in enumerate(tokens))
    parser.stream = TokenStream(ENVIRONMENT.lexer.wrap(numbered), None, None)
    return parser


def _parse_part(parser: Parser) -> nodes.Node:
    """Return `{% part NAME %}…{% endpart %}` as a block of Jinja's, which templates do not have themselves."""
    begin = next(parser.stream).lineno
    name = parser.stream.expect("name").value
    return nodes.Block(name, parser.parse_statements(("name:endpart",), drop_needle=True), False, False, lineno=begin)


def _parse_use(parser: Parser) -> nodes.Node:
    """Return `{% use NAME %}` as an include of Jinja's, which templates do not have themselves."""
    begin = next(parser.stream).lineno
    name = parser.stream.expect("name")
    return nodes.Include(nodes.Const(name.value, lineno=name.lineno), False, False, lineno=begin)


_WORDING: Final = (
    ("end of print statement", "}}"),
    ("end of statement block", "%}"),
    ("begin of statement block", "{%"),
    ("begin of print statement", "{{"),
    ("end of template", "the end"),
    ("expected token", "expected"),
)


def _syntax_problem(source: Source, tokens: list[Token], error: TemplateSyntaxError) -> Problem:
    said = error.message or "syntax error"
    for jinjas, ours in _WORDING:
        said = said.replace(jinjas, ours)
    if not tokens:
        return source.problem(0, 0, "syntax", "an expression is missing")
    token = tokens[min(error.lineno, len(tokens) - 1)]
    is_at_end = "end of template" in (error.message or "")
    offset = len(source.text) if is_at_end else line_starts(source.text)[token.line] + token.column
    return source.syntax_problem(offset, said[:1].lower() + said[1:])


_ENDS: Final = {"if": "endif", "for": "endfor", "part": "endpart"}
_TAGS: Final = ("if", "elif", "else", "endif", "for", "endfor", "set", "part", "endpart", "use", "raw", "endraw")
_KNOWN: Final = "if, for, set, part and use"
_REFUSED: Final = frozenset(
    "autoescape block break call continue debug do extends filter from import include macro pluralize print trans with"
    " endautoescape endblock endcall endfilter endmacro endset endtrans endwith".split()
)

_TAGS_OF_OTHERS: Final = {
    "elseif": "elif",
    "elsif": "elif",
    "foreach": "for",
    "loop": "for",
    "unless": "if not",
    "when": "if",
    "let": "set",
    "var": "set",
    "assign": "set",
}
"""What a tag is called in other languages, and here."""
_ENDS_OF_OTHERS: Final = ("end", "fi", "done", "endforeach", "endunless", "endloop", "endwhen", "close")

_HAS_OTHER_NAMES: Final = re.compile(rf"\{{%[-+]?\s*(?:{'|'.join((*_TAGS_OF_OTHERS, *_ENDS_OF_OTHERS))})\b")
"""Without a tag that only has another name, a block would have no end."""

_PARAMETER_TAGS: Final = {"macro": "endmacro", "call": "endcall"}
"""What names its own words, which are no questions."""


class _BlockChecker(Struct):
    """A check that every block is opened and closed."""

    source: Source

    def check(self, tokens: list[Token]) -> list[Problem]:
        problems: list[Problem] = []
        open_blocks: list[Token] = []
        for index, token in enumerate(tokens):
            if token.type == "block_begin" and (tag := _tag_after(tokens, index)) is not None:
                if (message := self.mistake_of(tag, open_blocks)) is not None:
                    problems.append(self.source.problem(tag.line, tag.column, *message))
                if len(open_blocks) > MAX_BLOCK_LEVELS:
                    return problems
        for block in open_blocks:
            message = f"this '{block.text}' is never closed; {{% {_ENDS[block.text]} %}} is missing"
            problems.append(self.source.problem(block.line, block.column, "unclosed-block", message))
        return problems

    def mistake_of(self, tag: Token, open_blocks: list[Token]) -> tuple[str, str] | None:
        """Return code and message for a tag that cannot stand here; open or close its block."""
        innermost = open_blocks[-1] if open_blocks else None
        if tag.text in _ENDS:
            open_blocks.append(tag)
            if tag.text == "part" and innermost is not None:
                return "unsupported-tag", "a part is defined outside of every other block"
            if len(open_blocks) > MAX_BLOCK_LEVELS:
                return "too-deep", f"more than {MAX_BLOCK_LEVELS} blocks inside each other"
        elif tag.text in _ENDS.values():
            return self.mistake_of_end(tag, open_blocks)
        elif tag.text == "elif" and (innermost is None or innermost.text != "if"):
            return "unopened-block", "this 'elif' is outside an 'if'"
        elif tag.text == "else" and (innermost is None or innermost.text == "part"):
            return "unopened-block", "this 'else' is outside an 'if' or 'for'"
        elif tag.text == "endset":
            return "unsupported-tag", "a block cannot be set; write {% set name = expression %}"
        elif tag.text in _REFUSED:
            return "unsupported-tag", f"templates do not have '{tag.text}'; their tags are {_KNOWN}"
        elif tag.text not in _TAGS:
            return "unknown-tag", self.message_of_unknown(tag, open_blocks)
        return None

    def message_of_unknown(self, tag: Token, open_blocks: list[Token]) -> str:
        """Return what to write for an unknown tag; open or close its block, so that its other end is no mistake."""
        if tag.text in _ENDS_OF_OTHERS and open_blocks:
            return f"'{tag.text}' is not a tag; write {{% {_ENDS[open_blocks.pop().text]} %}}"
        instead = _TAGS_OF_OTHERS.get(tag.text)
        if instead is None:
            return f"'{tag.text[:60]}' is not a tag{did_you_mean(tag.text, _TAGS) or f'; the tags are {_KNOWN}'}"
        if (block := instead.partition(" ")[0]) in _ENDS:
            open_blocks.append(tag._replace(text=block))
        return f"'{tag.text}' is not a tag; write {{% {instead} … %}}"

    def mistake_of_end(self, tag: Token, open_blocks: list[Token]) -> tuple[str, str] | None:
        if not open_blocks:
            return "unopened-block", f"this '{tag.text}' closes nothing; no block is open here"
        innermost = open_blocks.pop()
        if _ENDS[innermost.text] == tag.text:
            return None
        line = self.source.locate(innermost.line, innermost.column)[0]
        wanted = _ENDS[innermost.text]
        return "wrong-end", f"'{tag.text}' closes the '{innermost.text}' of line {line}; write {{% {wanted} %}}"


def _tag_after(tokens: list[Token], begin: int) -> Token | None:
    """Return the name after a `{%`; None when there is none."""
    for token in tokens[begin + 1 : begin + 3]:
        if token.type == "name":
            return token
        if token.type != "whitespace":
            return None
    return None


def _blank_foreign_tags(source: Source) -> Source | None:
    """Return the text with spaces for the tags that templates do not have, and for whole macros.

    None when that would leave half a block, as with `endset`: `set` is a tag that templates do have.
    """
    starts = line_starts(source.text)
    text, start, macro = source.text, 0, False
    tokens = list(iter_tokens(source.text))
    for index, token in enumerate(tokens):
        offset = starts[token.line] + token.column
        if token.type == "block_begin" and (tag := _tag_after(tokens, index)) is not None:
            if tag.text == "endset":
                return None
            macro = macro or tag.text in _PARAMETER_TAGS
            if not macro:
                start = offset if tag.text not in _TAGS else len(text)
            elif tag.text in _PARAMETER_TAGS:
                start = offset
            if tag.text in _PARAMETER_TAGS.values():
                macro = False
        if token.type == "block_end" and not macro and start < offset:
            end = offset + len(token.text)
            text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return Source(text, source.file, source.locate)
