"""Expressions as data that can be asked what they read."""

from __future__ import annotations

import msgspec

from wizard.model.expressions import (
    Arithmetic,
    Both,
    Choose,
    Compare,
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
    names_in,
    parts_of,
)

A, B, C, D = Name("a"), Name("b"), Name("c"), Name("d")
WHOLE = Choose(
    Both(Not(A), Either(Compare(B, (("<", C), ("<=", D))), Tested(Member(A, "x"), "open"))),
    Concat((Filtered(B, "default", (C,)), Negative(D), Constant("x"))),
    Arithmetic("+", ListOf((A, B)), C),
)


def test_every_name_that_is_read_is_told_in_order() -> None:
    assert list(names_in(WHOLE)) == ["a", "b", "c", "d", "a", "b", "c", "d", "a", "b", "c"]


def test_parts_are_what_stands_directly_inside() -> None:
    assert parts_of(A) == () and parts_of(Constant(1)) == ()
    assert parts_of(Choose(A, B, None)) == (A, B)
    assert parts_of(Compare(A, (("==", B),))) == (A, B)


def every(expression: Expression) -> int:
    return 1 + sum(every(part) for part in parts_of(expression))


def test_expressions_can_be_compared_and_kept() -> None:
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(WHOLE), type=Expression)

    assert again == WHOLE and hash(WHOLE) == hash(again)
    assert every(WHOLE) == 24
