"""Patterns fit as `re` says they do, in a time that does not explode."""

from __future__ import annotations

import re
import warnings

import pytest
from hypothesis import assume, given, strategies as st

from wizard.answers.patterns import PatternError, compile_pattern, matches
from wizard.limits import MAX_PATTERN_CHARACTERS

ATOMS = st.sampled_from(("a", "b", ".", "\\d", "\\w", "[ab]", "[^a]", "\\.", "^", "$", "\\b", "\\B", "1", "\\s", "-"))


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    count = st.integers(0, 3)
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join).map("(?:{})".format),
        st.tuples(inner, st.sampled_from("*+?")).map(lambda parts: "({}){}".format(*parts)),
        inner.map("(?:{})+?".format),
        st.tuples(inner, count, count).map(lambda parts: f"(?:{parts[0]}){{{parts[1]},{parts[1] + parts[2]}}}"),
        inner.map("({}){{2}}".format),
        inner.map("({}){{1,}}".format),
    )


@given(st.recursive(ATOMS, combined, max_leaves=6), st.text("ab1.- \n_é", max_size=8))
def test_a_pattern_fits_where_re_finds_it(pattern: str, text: str) -> None:
    assume(text or "\\B" not in pattern)  # Python's own answer differs between versions

    assert matches(pattern, text) == bool(re.search(pattern, text))


@given(st.text("ab()[]{}|*+?^$\\.,12-dw:<=!PiZA", max_size=12), st.text("ab1.- \n_é{}", max_size=5))
def test_any_text_is_a_pattern_that_re_agrees_with_or_an_error(pattern: str, text: str) -> None:
    assume(text or "\\B" not in pattern)
    try:
        is_fit = matches(pattern, text)
    except PatternError:
        return

    with warnings.catch_warnings(action="error"):
        assert is_fit == bool(re.search(pattern, text))


@pytest.mark.parametrize(
    "pattern",
    ["^(a|a)*b$", "^(a*)*b$", "^(a+)+b$", "^(a|aa)+b$", ".*.*.*.*.*=", "(.*a){20}b", "(\\w?){300}\\w{300}b"],
)
def test_patterns_that_would_take_years_take_no_time(pattern: str) -> None:
    assert not matches(pattern, "a" * 2000)


@pytest.mark.parametrize(
    "pattern, text, is_fit",
    [
        ("^[A-Z]+-[0-9]+$", "PW-12", True),
        ("^[A-Z]+-[0-9]+$", "PW-x", False),
        ("^[^@ ]+@[^@ ]+\\.[a-z]{2,}$", "team@example.org", True),
        ("^https?://", "see https://example.org", False),
        ("https?://", "see https://example.org", True),
        ("^v?\\d+\\.\\d+(\\.\\d+)?$", "v1.20.3", True),
        ("", "", True),
        ("a|", "b", True),
        ("^x{2,3}$", "xxxx", False),
        ("[]a]", "]", True),
        ("\\u00e9", "é", True),
        ("^a$", "a\n", True),
        ("^a$", "a\n\n", False),
        ("a$\n", "a\n", True),
        ("^\\w+ \\d$", "Zoë ٣", True),
        ("^[^\\W\\d_]+$", "Zoë", True),
        ("^[^\\W\\d_]+$", "Zoë2", False),
        ("^[\\s\\S]$", "\u2028", True),
        ("^[A-Za-zÀ-ÿ' -]+$", "Renée O'Neil", True),
        ("\\bécole\\b", "une école", True),
        ("\\bcole", "école", False),
        ("[x[:alpha:]", "q", False),
        ("^a{,2}$", "aa", True),
    ],
)
def test_patterns_as_authors_write_them(pattern: str, text: str, is_fit: bool) -> None:
    assert matches(pattern, text) is is_fit


@pytest.mark.parametrize(
    "pattern, words",
    [
        ("(a", "a '(' is never closed"),
        ("a)", "a ')' closes nothing"),
        ("[a", "a '[' is never closed"),
        ("*a", "there is nothing before the '*'"),
        ("a**", "a repeat is repeated"),
        ("a{2}{3}", "a repeat is repeated"),
        ("a{3,2}", "at least 3 and at most 2"),
        ("(?P<x>a)", "only (?: is known"),
        ("(?=a)", "only (?: is known"),
        ("(?i)a", "only (?: is known"),
        ("(a)\\1", "'\\1' is not known"),
        ("\\A", "'\\A' is not known"),
        ("a\\", "'\\' is not known"),
        ("[b-a]", "bad character range"),
        ("(((a{50}){50}){50}){50}", "too large"),
        ("a{9999}", "too large"),
        ("([^é]{30}){30}" * 20, "too large"),
        ("(" * 100, "brackets inside each other"),
        ("a" * (MAX_PATTERN_CHARACTERS + 1), "longer than 300"),
    ],
)
def test_what_is_no_pattern_is_told(pattern: str, words: str) -> None:
    with pytest.raises(PatternError) as caught:
        compile_pattern(pattern)

    assert words in str(caught.value)
