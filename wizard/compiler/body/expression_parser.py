"""Expressions of Jinja's tree turned into the model's; what the model does not have is reported at its position."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import signature
from math import isfinite
from typing import Final, NoReturn

from jinja2 import nodes
from msgspec import Struct

from wizard.compiler.body.lexer import CONTROL_CHARACTER, Source, Token
from wizard.compiler.diagnostics import Diagnostics, SourcePosition
from wizard.errors import Problem
from wizard.evaluation.evaluator import TESTS
from wizard.evaluation.filters import FILTERS
from wizard.limits import MAX_EXPRESSION_LEVELS, MAX_FILTER_ARGUMENTS
from wizard.message_text import did_you_mean
from wizard.model.expressions import (
    And,
    Arithmetic,
    Compare,
    Comparison,
    Concat,
    Constant,
    Expression,
    FilterCall,
    IfElse,
    IsTest,
    ListOf,
    Member,
    Name,
    Negative,
    Not,
    Or,
)

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
UNSUPPORTED: Final[dict[type[nodes.Node], str]] = {
    nodes.Call: "nothing can be called here; filters are written as in {{ name | upper }}",
    nodes.Dict: "mappings cannot be written here",
    nodes.Pow: "** is not part of templates",
    nodes.Slice: "a part of a list or text cannot be taken; use the filters first, last or truncate",
    nodes.AssignBlock: "a block cannot be set; write {% set name = expression %}",
}


_TESTS_OF_OTHERS: Final = {
    **dict.fromkeys(("empty", "blank", "falsy"), "not name, or name is open"),
    **dict.fromkeys(("true", "truthy"), "the name alone"),
    "false": "name == false",
    "null": "name is none",
    "equalto": "name == value",
    "in": "value in name",
}
"""Tests of other languages, and what is written here."""

_FILTERS_OF_OTHERS: Final = {
    **dict.fromkeys(("zfill", "rjust", "leftpad", "padstart", "zeropad"), "number | pad(3)"),
    **dict.fromkeys(("sprintf", "printf"), '"%03d" | format(number)'),
    **dict.fromkeys(
        ("strftime", "dateformat", "format_date", "date_format", "datetimeformat"), 'day | date("%d %B %Y")'
    ),
    **dict.fromkeys(("add_days", "adddays", "days_after", "timedelta", "shift"), "day | plus_days(14)"),
    **dict.fromkeys(("days_between", "diff", "datediff"), "start | days_until(end)"),
    **dict.fromkeys(("sort_by", "sortby", "order_by", "dictsort"), 'rows | sort("due")'),
    **dict.fromkeys(("map", "pluck"), 'rows | join(", ", "name")'),
    **dict.fromkeys(("select", "selectattr", "reject", "rejectattr", "where"), "{% for item in items if condition %}"),
}
"""Filters of other languages, and what is written here."""


class UnsupportedSyntaxError(Exception):
    """Raised when a text uses a part of Jinja that templates do not have; the problem is already reported."""


class ExpressionParser(Struct):
    """A parser of the expressions in one text."""

    source: Source
    diagnostics: Diagnostics
    tokens: list[Token]

    def parse(self, node: nodes.Node, level: int = 0) -> Expression:
        """Return the expression. Raise UnsupportedSyntaxError when it has parts that templates do not have."""
        if level > MAX_EXPRESSION_LEVELS:
            self.refuse(node, "too-deep", "this expression is nested too deeply; split it with {% set %}")
        match node:
            case nodes.Getattr() | nodes.Getitem():
                return self.parse_member(node, level)
            case nodes.Filter():
                return self.parse_filter(node, level)
            case nodes.Test():
                return self.parse_test(node, level)
            case nodes.Const(value=str() as text) if CONTROL_CHARACTER.search(text):
                self.refuse(
                    node, "bad-character", "this text holds a control character, which is not allowed in a plan"
                )
            case nodes.Const(value=float() as number) if not isfinite(number):
                self.refuse(node, "bad-number", "this number is too large to compare anything with")
            case nodes.Name(name=name) if name.startswith("_"):
                self.refuse(node, "bad-name", f"'{name[:60]}' is not a question; names begin with a letter")
            case _:
                return self.record_position(self.parse_operation(node, level + 1), node.lineno)

    def parse_operation(self, node: nodes.Node, level: int) -> Expression:
        match node:
            case nodes.Const(value=None | bool() | int() | float() | str() as value):
                return Constant(value)
            case nodes.Name(name=name):
                return Name(name)
            case nodes.List(items=items) | nodes.Tuple(items=items):
                return ListOf(tuple(self.parse(item, level) for item in items))
            case nodes.Compare(expr=first, ops=links):
                return Compare(self.parse(first, level), tuple(self.parse_links(links, level)))
            case nodes.Not(node=operand):
                return Not(self.parse(operand, level))
            case nodes.Neg(node=operand):
                return Negative(self.parse(operand, level))
            case nodes.Pos(node=operand):
                return self.parse(operand, level)
            case nodes.CondExpr(test=test, expr1=then, expr2=otherwise):
                last = self.parse(otherwise, level) if otherwise is not None else None
                return IfElse(self.parse(test, level), self.parse(then, level), last)
            case nodes.Concat(nodes=parts):
                return Concat(tuple(self.parse(part, level) for part in parts))
            case nodes.BinExpr(left=left, right=right):
                return self.parse_binary(node, self.parse(left, level), self.parse(right, level))
            case _:
                self.refuse(node, "unsupported", UNSUPPORTED.get(type(node), "this is not part of templates"))

    def parse_links(self, links: list[nodes.Operand], level: int) -> Iterator[tuple[Comparison, Expression]]:
        for link in links:
            yield _COMPARISONS[link.op], self.parse(link.expr, level)

    def parse_binary(self, node: nodes.BinExpr, left: Expression, right: Expression) -> Expression:
        match node:
            case nodes.And():
                return And(left, right)
            case nodes.Or():
                return Or(left, right)
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
                self.refuse(node, "unsupported", UNSUPPORTED.get(type(node), "this is not part of templates"))

    def parse_member(self, node: nodes.Getattr | nodes.Getitem, level: int) -> Expression:
        if isinstance(node, nodes.Getattr):
            key, name_at = node.attr, self.next_token(node.lineno)
        elif isinstance(node.arg, nodes.Const) and type(node.arg.value) in (str, int):
            key, name_at = node.arg.value, node.arg.lineno
        elif isinstance(node.arg, nodes.Slice):
            self.refuse(node, "unsupported", UNSUPPORTED[nodes.Slice])
        else:
            self.refuse(node.arg, "unsupported", "the value in [ ] must be a number from 0 on, or a text in quotes")
        if isinstance(key, str) and key.startswith("_"):
            self.refuse_at(name_at, "bad-name", f"'{key[:60]}' cannot be read; names begin with a letter")
        return self.record_position(Member(self.parse(node.node, level + 1), key), name_at)

    def parse_filter(self, node: nodes.Filter, level: int) -> Expression:
        assert node.node is not None
        operand = self.parse(node.node, level + 1)
        if node.name not in FILTERS:
            known = did_you_mean(node.name, FILTERS) or f"; the filters are: {', '.join(FILTERS)}"
            instead = _FILTERS_OF_OTHERS.get(node.name.lower())
            hint = f"; write {instead}" if instead is not None else known
            self.refuse(node, "unknown-filter", f"'{node.name[:60]}' is not a filter{hint}")
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            self.refuse(node, "filter-arguments", f"'{node.name}' takes its arguments in order, without names or *")
        least, most = argument_range(node.name)
        if not least <= len(node.args) <= most:
            wanted = f"{least}" if least == most else f"{least} to {most}"
            message = f"'{node.name}' takes {wanted} arguments; here {'is' if len(node.args) == 1 else 'are'}"
            self.refuse(node, "filter-arguments", f"{message} {len(node.args)}")
        arguments = tuple(self.parse(argument, level + 1) for argument in node.args)
        return self.record_position(FilterCall(operand, node.name, arguments), node.lineno)

    def parse_test(self, node: nodes.Test, level: int) -> Expression:
        name_at = self.next_token(node.lineno)
        if self.tokens[name_at].text == "not":
            name_at = self.next_token(name_at)
        if node.name not in TESTS:
            known = did_you_mean(node.name, TESTS) or f"; the tests are: {', '.join(TESTS)}"
            hint = f"; write {_TESTS_OF_OTHERS[node.name]}" if node.name in _TESTS_OF_OTHERS else known
            self.refuse_at(name_at, "unknown-test", f"'{node.name[:60]}' is not a test{hint}")
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self.refuse_at(name_at, "test-arguments", f"the test '{node.name}' takes no arguments")
        return self.record_position(IsTest(self.parse(node.node, level + 1), node.name), node.lineno)

    def next_token(self, index: int) -> int:
        """Return the index of the next token that is not white space."""
        following = range(index + 1, len(self.tokens))
        return next((after for after in following if self.tokens[after].type != "whitespace"), index)

    def record_position(self, expression: Expression, index: int) -> Expression:
        """Return the expression after its position is recorded."""
        self.diagnostics.record_position(expression, self.position_at(index))
        return expression

    def position_at(self, index: int) -> SourcePosition:
        """Return the position of a token in the file."""
        token = self.tokens[min(index, len(self.tokens) - 1)]
        return SourcePosition(*self.source.locate(token.line, token.column))

    def refuse(self, node: nodes.Node, code: str, message: str) -> NoReturn:
        """Report a problem at a node. Raise UnsupportedSyntaxError."""
        self.refuse_at(node.lineno, code, message)

    def refuse_at(self, index: int, code: str, message: str) -> NoReturn:
        place = self.position_at(index)
        self.diagnostics.problems.append(Problem(self.source.file, place.line, place.column, code, message))
        raise UnsupportedSyntaxError


def argument_range(filter_name: str) -> tuple[int, int]:
    """Return the fewest and the most arguments that a filter takes."""
    parameters = list(signature(FILTERS[filter_name]).parameters.values())[1:]
    named = [parameter for parameter in parameters if parameter.kind is not parameter.VAR_POSITIONAL]
    most = len(named) if len(named) == len(parameters) else MAX_FILTER_ARGUMENTS
    return sum(parameter.default is parameter.empty for parameter in named), most
