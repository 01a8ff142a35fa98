"""Random expressions, as the parser makes them: every form inside every other."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

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
)

NAMES = ("a", "b_2", "recursive", "loop", "is_big", "notes", "iffy")
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", "in", "not in")
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("{}%#\"'\\ "), max_size=8)

CONSTANTS: SearchStrategy[Expression] = st.builds(
    Constant,
    st.none() | st.booleans() | st.integers(0, 10**17) | st.floats(0, allow_nan=False, allow_infinity=False) | TEXTS,
)
LEAVES = CONSTANTS | st.builds(Name, st.sampled_from(NAMES))


def _compound(inner: SearchStrategy[Expression]) -> SearchStrategy[Expression]:
    filters = st.sampled_from([("upper", 0), ("slug", 1), ("default", 1), ("truncate", 2), ("replace", 2)])
    return st.one_of(
        st.builds(Member, inner, st.sampled_from(["title", "if", "a b", "0", ""]) | st.integers(0, 9)),
        st.builds(ListOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
        st.builds(And, inner, inner),
        st.builds(Or, inner, inner),
        st.builds(
            Compare, inner, st.lists(st.tuples(st.sampled_from(COMPARISONS), inner), min_size=1, max_size=2).map(tuple)
        ),
        st.builds(IsTest, inner, st.sampled_from(["open", "answered", "left_out", "none"])),
        st.builds(IfElse, inner, inner, st.none() | inner),
        st.builds(Concat, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Arithmetic, st.sampled_from(["+", "-", "*", "/", "//", "%"]), inner, inner),
        st.builds(Negative, inner),
        filters.flatmap(
            lambda found: st.builds(FilterCall, inner, st.just(found[0]), st.tuples(*(inner for _ in range(found[1]))))
        ),
    )


EXPRESSIONS: SearchStrategy[Expression] = st.recursive(LEAVES, _compound, max_leaves=12)
