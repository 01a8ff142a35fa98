"""Expressions as data that can be asked what they read."""

from __future__ import annotations

import msgspec

from wizard.model.expressions import (
    And,
    Arithmetic,
    Compare,
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
    names_in,
    operands_of,
)

A, B, C, D = Name("a"), Name("b"), Name("c"), Name("d")
WHOLE = IfElse(
    And(Not(A), Or(Compare(B, (("<", C), ("<=", D))), IsTest(Member(A, "x"), "open"))),
    Concat((FilterCall(B, "default", (C,)), Negative(D), Constant("x"))),
    Arithmetic("+", ListOf((A, B)), C),
)


def test_every_name_that_is_read_is_told_in_order() -> None:
    assert list(names_in(WHOLE)) == ["a", "b", "c", "d", "a", "b", "c", "d", "a", "b", "c"]


def test_parts_are_what_stands_directly_inside() -> None:
    assert operands_of(A) == () and operands_of(Constant(1)) == ()
    assert operands_of(IfElse(A, B, None)) == (A, B)
    assert operands_of(Compare(A, (("==", B),))) == (A, B)


def every(expression: Expression) -> int:
    return 1 + sum(every(part) for part in operands_of(expression))


def test_expressions_can_be_compared_and_kept() -> None:
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(WHOLE), type=Expression)

    assert again == WHOLE and hash(WHOLE) == hash(again)
    assert every(WHOLE) == 24
