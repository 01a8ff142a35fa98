"""Jinja's own parser, given tokens that know their places.

Every token's index goes through the parser in place of its line number, so that what it makes of the tokens can be
traced to its line and column.
"""

from __future__ import annotations

from typing import Final

from jinja2 import TemplateSyntaxError, nodes
from jinja2.lexer import TokenStream
from jinja2.parser import Parser

from wizard.compiler.lexer import ENVIRONMENT, Source, Token, Unreadable
from wizard.errors import Problem


def parse_body(source: Source, tokens: list[Token]) -> nodes.Template:
    """Jinja's tree of a body; Unreadable with the mistake at which it stops."""
    parser = _parser(tokens)
    try:
        return parser.parse()
    except TemplateSyntaxError as error:
        raise Unreadable([_syntax_problem(source, tokens, error)]) from None


def parse_expression(source: Source, tokens: list[Token]) -> nodes.Expr:
    """Jinja's tree of a bare expression; Unreadable with the mistake at which it stops."""
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
