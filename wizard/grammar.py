"""The body of a template as a tree, read with Jinja's own parser.

Line ends count as LF: the caller gives them so. Every token's index goes through the parser in place of its line
number, so that each expression knows its line and column and not only its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from inspect import signature
from typing import Final, NamedTuple, NoReturn

from jinja2 import TemplateSyntaxError, nodes
from jinja2.lexer import TokenStream
from jinja2.parser import Parser

from wizard.errors import Problem
from wizard.evaluation import TESTS
from wizard.expression import (
    Arithmetic,
    Both,
    Choose,
    Compare,
    Comparison,
    Concat,
    Constant,
    Either,
    Expression,
    Filtered,
    ListOf,
    Member,
    Name,
    Negative,
    Not,
    Tested,
)
from wizard.filters import FILTERS
from wizard.nearest import did_you_mean
from wizard.template import Assign, Condition, Literal, Node, Repeat, Slot
from wizard.tokens import ENVIRONMENT, Source, Token, Unreadable, tokens_of

MOST_EXPRESSION_LEVELS: Final = 40


class Place(NamedTuple):
    """A line and column of a file, 1-based."""

    line: int
    column: int


@dataclass(slots=True)
class Reading:
    """What reading the texts of one template gathers."""

    problems: list[Problem] = field(default_factory=list[Problem])
    slots: int = 0
    """How many there are so far; each takes the next number."""
    _places: dict[int, Place] = field(default_factory=dict[int, Place])
    _kept: list[Expression] = field(default_factory=list[Expression])

    def note(self, expression: Expression, place: Place) -> None:
        """Remember where an expression stands."""
        # By identity: equal expressions stand in many places. Kept alive so that no other takes its identity.
        self._places[id(expression)] = place
        self._kept.append(expression)

    def place(self, expression: Expression) -> Place:
        """Where an expression stands, which for a member is its own name and not what it belongs to."""
        return self._places[id(expression)]


def read_body(source: Source, reading: Reading) -> tuple[Node, ...]:
    """The tree of a text with slots and tags; mistakes go to the reading's problems."""
    try:
        tokens = tokens_of(source)
        return _Compiling(source, reading, tokens).nodes(_parse(source, tokens).body)
    except Unreadable as unreadable:
        reading.problems += unreadable.problems
        return ()


def read_expression(source: Source, reading: Reading) -> Expression | None:
    """The expression that a text is, such as that of `when`; None when it is none."""
    try:
        tokens = tokens_of(source, "variable")
        return _Compiling(source, reading, tokens).expression(_parse_expression(source, tokens))
    except Unreadable as unreadable:
        reading.problems += unreadable.problems
    except _Refused:
        pass
    return None


def _parse(source: Source, tokens: list[Token]) -> nodes.Template:
    parser = _parser(tokens)
    try:
        return parser.parse()
    except TemplateSyntaxError as error:
        raise Unreadable([_syntax_problem(source, tokens, error)]) from None


def _parse_expression(source: Source, tokens: list[Token]) -> nodes.Expr:
    if source.text.lstrip().startswith("{{"):
        raise Unreadable([source.problem(0, 0, "syntax", "a condition is written without {{ }}")])
    parser = _parser(tokens)
    try:
        expression = parser.parse_expression()
        if not parser.stream.eos:
            parser.fail(f"unexpected '{parser.stream.current.value}'")
    except TemplateSyntaxError as error:
        raise Unreadable([_syntax_problem(source, tokens, error)]) from None
    return expression


def _parser(tokens: list[Token]) -> Parser:
    parser = Parser(ENVIRONMENT, "")
    numbered = ((index, token.type, token.text) for index, token in enumerate(tokens))
    parser.stream = TokenStream(ENVIRONMENT.lexer.wrap(numbered), None, None)
    return parser


_SAID: Final = (
    ("end of print statement", "}}"),
    ("end of statement block", "%}"),
    ("begin of statement block", "{%"),
    ("begin of print statement", "{{"),
    ("end of template", "the end"),
    ("expected token", "expected"),
)


def _syntax_problem(source: Source, tokens: list[Token], error: TemplateSyntaxError) -> Problem:
    said = error.message or "syntax error"
    for jinjas, ours in _SAID:
        said = said.replace(jinjas, ours)
    if not tokens:
        return source.problem(0, 0, "syntax", "an expression is missing")
    token = tokens[min(error.lineno, len(tokens) - 1)]
    return source.problem(token.line, token.column, "syntax", said[:1].lower() + said[1:])


_COMPARISONS: Final[dict[str, Comparison]] = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "lteq": "<=",
    "gt": ">",
    "gteq": ">=",
    "in": "in",
    "notin": "not in",
}
_UNSUPPORTED: Final[dict[type[nodes.Node], str]] = {
    nodes.Call: "nothing can be called here; filters are written as in {{ name | upper }}",
    nodes.Dict: "mappings cannot be written here",
    nodes.Pow: "** is not part of templates",
    nodes.Slice: "a part of a list or text cannot be taken; use the filters first, last or truncate",
    nodes.AssignBlock: "a block cannot be set; write {% set name = expression %}",
}


class _Refused(Exception):
    """An expression holds what templates do not have; the problem is noted."""


@dataclass(slots=True)
class _Compiling:
    """From Jinja's tree to ours; refuses what ours does not have, and goes on behind it."""

    source: Source
    reading: Reading
    tokens: list[Token]

    def nodes(self, found: Sequence[nodes.Node]) -> tuple[Node, ...]:
        compiled: list[Node] = []
        for node in found:
            try:
                compiled += self.statement(node)
            except _Refused:
                continue
        return tuple(_merged(compiled))

    def statement(self, node: nodes.Node) -> Iterator[Node]:
        line = self.place(node.lineno).line
        match node:
            case nodes.Output():
                for part in node.nodes:
                    yield from self.part(part)
            case nodes.If():
                yield Condition(tuple(self.branches(node)), line)
            case nodes.For():
                yield self.repeat(node, line)
            case nodes.Assign(target=nodes.Name(name=name)):
                yield Assign(self.new_name(name, node.target), self.expression(node.node), line)
            case nodes.Assign():
                self.refuse(node.target, "unsupported", "only one name can be set, as in {% set name = expression %}")
            case _:
                self.refuse(node, "unsupported", _UNSUPPORTED.get(type(node), "this is not part of templates"))

    def part(self, node: nodes.Expr) -> Iterator[Node]:
        """A piece of text, or a slot; a mistake in one slot does not hide the next."""
        line = self.place(node.lineno).line
        if isinstance(node, nodes.TemplateData):
            yield Literal(node.data, line)
            return
        try:
            expression = self.expression(node)
        except _Refused:
            return
        self.reading.slots += 1
        yield Slot(expression, self.reading.slots - 1, line)

    def branches(self, node: nodes.If) -> Iterator[tuple[Expression | None, tuple[Node, ...]]]:
        for branch in (node, *node.elif_):
            yield self.expression_or_stand_in(branch.test), self.nodes(branch.body)
        if node.else_:
            yield None, self.nodes(node.else_)

    def expression_or_stand_in(self, node: nodes.Node) -> Expression:
        """The expression; a stand-in when it is refused, so that what the block holds is read all the same."""
        try:
            return self.expression(node)
        except _Refused:
            return self.noted(Constant(None), node.lineno)

    def repeat(self, node: nodes.For, line: int) -> Repeat:
        if node.recursive:
            self.refuse(node, "unsupported", "a repeat cannot be recursive")
        over = self.expression_or_stand_in(node.iter)
        where = self.expression_or_stand_in(node.test) if node.test is not None else None
        inner = self.nodes(node.body)
        otherwise = self.nodes(node.else_)
        if not isinstance(node.target, nodes.Name):
            self.refuse(node.target, "unsupported", "a repeat has one name, as in {% for item in items %}")
        return Repeat(self.new_name(node.target.name, node.target), over, where, inner, otherwise, line)

    def new_name(self, name: str, node: nodes.Node) -> str:
        if name.startswith("_") or name == "loop":
            self.refuse(node, "bad-name", f"'{name[:60]}' cannot be set; choose a name that begins with a letter")
        return name

    def expression(self, node: nodes.Node, level: int = 0) -> Expression:
        if level > MOST_EXPRESSION_LEVELS:
            self.refuse(node, "too-deep", "this expression is nested too deeply; split it with {% set %}")
        match node:
            case nodes.Getattr() | nodes.Getitem():
                return self.member(node, level)
            case nodes.Filter():
                return self.filtered(node, level)
            case nodes.Test():
                return self.tested(node, level)
            case nodes.Name(name=name) if name.startswith("_"):
                self.refuse(node, "bad-name", f"'{name[:60]}' is not a question; names begin with a letter")
            case _:
                return self.noted(self.operation(node, level + 1), node.lineno)

    def operation(self, node: nodes.Node, level: int) -> Expression:
        match node:
            case nodes.Const(value=None | bool() | int() | float() | str() as value):
                return Constant(value)
            case nodes.Name(name=name):
                return Name(name)
            case nodes.List(items=items) | nodes.Tuple(items=items):
                return ListOf(tuple(self.expression(item, level) for item in items))
            case nodes.Compare(expr=first, ops=links):
                return Compare(self.expression(first, level), tuple(self.links(links, level)))
            case nodes.Not(node=operand):
                return Not(self.expression(operand, level))
            case nodes.Neg(node=operand):
                return Negative(self.expression(operand, level))
            case nodes.Pos(node=operand):
                return self.expression(operand, level)
            case nodes.CondExpr(test=test, expr1=then, expr2=otherwise):
                last = self.expression(otherwise, level) if otherwise is not None else None
                return Choose(self.expression(test, level), self.expression(then, level), last)
            case nodes.Concat(nodes=parts):
                return Concat(tuple(self.expression(part, level) for part in parts))
            case nodes.BinExpr(left=left, right=right):
                return self.binary(node, self.expression(left, level), self.expression(right, level))
            case _:
                self.refuse(node, "unsupported", _UNSUPPORTED.get(type(node), "this is not part of templates"))

    def links(self, links: list[nodes.Operand], level: int) -> Iterator[tuple[Comparison, Expression]]:
        for link in links:
            yield _COMPARISONS[link.op], self.expression(link.expr, level)

    def binary(self, node: nodes.BinExpr, left: Expression, right: Expression) -> Expression:
        match node:
            case nodes.And():
                return Both(left, right)
            case nodes.Or():
                return Either(left, right)
            case nodes.Add():
                return Arithmetic("+", left, right)
            case nodes.Sub():
                return Arithmetic("-", left, right)
            case nodes.Mul():
                return Arithmetic("*", left, right)
            case nodes.Div():
                return Arithmetic("/", left, right)
            case nodes.FloorDiv():
                return Arithmetic("//", left, right)
            case nodes.Mod():
                return Arithmetic("%", left, right)
            case _:
                self.refuse(node, "unsupported", _UNSUPPORTED.get(type(node), "this is not part of templates"))

    def member(self, node: nodes.Getattr | nodes.Getitem, level: int) -> Expression:
        if isinstance(node, nodes.Getattr):
            key, name_at = node.attr, self.next_word(node.lineno)
        elif isinstance(node.arg, nodes.Const) and type(node.arg.value) in (str, int):
            key, name_at = node.arg.value, node.arg.lineno
        elif isinstance(node.arg, nodes.Slice):
            self.refuse(node, "unsupported", _UNSUPPORTED[nodes.Slice])
        else:
            self.refuse(node.arg, "unsupported", "what stands in [ ] must be a number from 0 on, or a text in quotes")
        if isinstance(key, str) and key.startswith("_"):
            self.refuse_at(name_at, "bad-name", f"'{key[:60]}' cannot be read; names begin with a letter")
        return self.noted(Member(self.expression(node.node, level + 1), key), name_at)

    def filtered(self, node: nodes.Filter, level: int) -> Expression:
        assert node.node is not None
        operand = self.expression(node.node, level + 1)
        if node.name not in FILTERS:
            hint = did_you_mean(node.name, FILTERS) or f"; the filters are: {', '.join(FILTERS)}"
            self.refuse(node, "unknown-filter", f"'{node.name[:60]}' is not a filter{hint}")
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            self.refuse(node, "filter-arguments", f"'{node.name}' takes its arguments in order, without names or *")
        least, most = arguments_of(node.name)
        if not least <= len(node.args) <= most:
            wanted = f"{least}" if least == most else f"{least} to {most}"
            message = f"'{node.name}' takes {wanted} arguments; here {'is' if len(node.args) == 1 else 'are'}"
            self.refuse(node, "filter-arguments", f"{message} {len(node.args)}")
        arguments = tuple(self.expression(argument, level + 1) for argument in node.args)
        return self.noted(Filtered(operand, node.name, arguments), node.lineno)

    def tested(self, node: nodes.Test, level: int) -> Expression:
        name_at = self.next_word(node.lineno)
        if self.tokens[name_at].text == "not":
            name_at = self.next_word(name_at)
        if node.name not in TESTS:
            hint = did_you_mean(node.name, TESTS) or f"; the tests are: {', '.join(TESTS)}"
            self.refuse_at(name_at, "unknown-test", f"'{node.name[:60]}' is not a test{hint}")
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self.refuse_at(name_at, "test-arguments", f"the test '{node.name}' takes no arguments")
        return self.noted(Tested(self.expression(node.node, level + 1), node.name), node.lineno)

    def next_word(self, index: int) -> int:
        """The token after one, blanks aside."""
        following = range(index + 1, len(self.tokens))
        return next((after for after in following if self.tokens[after].type != "whitespace"), index)

    def noted(self, expression: Expression, index: int) -> Expression:
        self.reading.note(expression, self.place(index))
        return expression

    def place(self, index: int) -> Place:
        token = self.tokens[min(index, len(self.tokens) - 1)]
        return Place(*self.source.locate(token.line, token.column))

    def refuse(self, node: nodes.Node, code: str, message: str) -> NoReturn:
        self.refuse_at(node.lineno, code, message)

    def refuse_at(self, index: int, code: str, message: str) -> NoReturn:
        place = self.place(index)
        self.reading.problems.append(Problem(self.source.file, place.line, place.column, code, message))
        raise _Refused


def arguments_of(filter_name: str) -> tuple[int, int]:
    """The fewest and the most arguments that a filter takes."""
    parameters = list(signature(FILTERS[filter_name]).parameters.values())[1:]
    return sum(parameter.default is parameter.empty for parameter in parameters), len(parameters)


def _merged(nodes: list[Node]) -> Iterator[Node]:
    """The nodes with literals that touch (a comment stood between them) made one."""
    held: Literal | None = None
    for node in nodes:
        if isinstance(node, Literal):
            held = Literal(held.text + node.text, held.line) if held is not None else node
            continue
        if held is not None:
            yield held
            held = None
        yield node
    if held is not None:
        yield held
