"""Filters: values in, values out, bounded in size and time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from wizard.evaluation.filters import FILTERS, slug
from wizard.evaluation.formats import DATE_PARTS
from wizard.model.answers import Answer, freeze


@pytest.mark.parametrize(
    "name, arguments, result",
    [
        ("abs", (-3,), 3),
        ("capitalize", ("hello World",), "Hello world"),
        ("count", (("a", "b"),), 2),
        ("count", (5,), 0),
        ("default", ("",), ""),
        ("default", (None, "x"), "x"),
        ("default", ((), "x"), "x"),
        ("default", (0, "x"), 0),
        ("default", (False, "x"), False),
        ("first", (("a", "b"),), "a"),
        ("first", ((),), None),
        ("first", ("abc",), "a"),
        ("float", ("1.5",), 1.5),
        ("float", ("x", 2.0), 2.0),
        ("int", ("7.9",), 7),
        ("int", ("x", 3), 3),
        ("join", (("a", 2, True, None),), "a, 2, Yes, "),
        ("join", (("a", "b"), "/"), "a/b"),
        ("join", (({"text": "x", "done": True}, {"text": "y", "done": False}),), "x, y"),
        ("last", (("a", "b"),), "b"),
        ("last", ((),), None),
        ("length", ("abc",), 3),
        ("lower", ("ABC",), "abc"),
        ("max", ((1, 3, 2),), 3),
        ("min", ((1, 3, 2),), 1),
        ("max", ((),), None),
        ("replace", ("a-b-c", "-", "+"), "a+b+c"),
        ("reverse", (("a", "b"),), ("b", "a")),
        ("reverse", ("abc",), "cba"),
        ("round", (2.5678, 2), 2.57),
        ("round", (2.6,), 3),
        ("round", (1234, -2), 1200),
        ("date", ("2026-02-08",), "8 February 2026"),
        ("date", ("2026-02-08", "%d %B %Y"), "08 February 2026"),
        (
            "date",
            ("2026-02-08", "%a %-d %b %y, day %j, %G-W%V-%u, %A, 100%%"),
            "Sun 8 Feb 26, day 039, 2026-W06-7, Sunday, 100%",
        ),
        ("date", ("soon",), "soon"),
        ("date", (None,), None),
        ("days_until", ("2026-02-28", "2026-03-01"), 1),
        ("days_until", ("2028-03-01", "2028-02-28"), -2),
        ("days_until", ("2026-02-28", None), None),
        ("format", ("%03d", 7), "007"),
        ("format", ("%s-%04d: %.1f%%", "ADR", 12, 3.14), "ADR-0012: 3.1%"),
        ("format", ("%03d", "seven"), "seven"),
        ("format", ("%03d", None), None),
        ("format", ("%s %s", None, "x"), " x"),
        ("format", ("%x", 255.0), "ff"),
        ("pad", (7, 3), "007"),
        ("pad", (-7, 4), "-007"),
        ("pad", ("12345", 3), "12345"),
        ("pad", (7, 10**9), "7".zfill(100)),
        ("pad", (None, 3), None),
        ("plus_days", ("2026-12-20", 14), "2027-01-03"),
        ("plus_days", ("2026-03-01", -1), "2026-02-28"),
        ("plus_days", ("9999-12-31", 1), None),
        ("plus_days", ("2026-03-01", 10**30), None),
        ("plus_days", ("2026-03-01", None), None),
        ("plus_months", ("2027-12-31", 2), "2028-02-29"),
        ("plus_months", ("2026-03-31", -1), "2026-02-28"),
        ("plus_months", ("2026-03-31", 10**30), None),
        ("sort", (("b", "A", "c"),), ("A", "b", "c")),
        ("sort", ((10, 9, 2.5),), (2.5, 9, 10)),
        (
            "sort",
            (({"n": 1}, {"n": 2, "due": "2027-01-01"}, {"n": 3, "due": None}, {"n": 4, "due": "2026-01-01"}), "due"),
            ({"n": 4, "due": "2026-01-01"}, {"n": 2, "due": "2027-01-01"}, {"n": 1}, {"n": 3, "due": None}),
        ),
        ("string", (3.0,), "3"),
        ("string", (True,), "Yes"),
        ("sum", ((1, 2.5, "3"),), 6.5),
        ("title", ("the user's own API-design",), "The User's Own Api-Design"),
        ("trim", ("  a ",), "a"),
        ("truncate", ("a" * 100,), "a" * 79 + "…"),
        ("truncate", ("one two three", 8, "..."), "one t..."),
        ("truncate", ("short", 8), "short"),
        ("unique", (("a", "b", "a", 1, True),), ("a", "b", 1, True)),
        ("upper", ("abc",), "ABC"),
        ("wordcount", ("one  two\nthree",), 3),
    ],
)
def test_filters(name: str, arguments: tuple[Answer, ...], result: Answer) -> None:
    assert FILTERS[name](*arguments) == result


@pytest.mark.parametrize(
    "text, result",
    [
        ("Relay 2.0!", "relay-2-0"),
        ("Größe & Länge", "große-lange"),
        ("  ", ""),
        ("../../etc/passwd", "etc-passwd"),
        ("a" * 200, "a" * 100),
        ("中文 Plan", "中文-plan"),
        ("CON\0\n\x1b", "con"),
    ],
)
def test_a_slug_is_fit_for_a_file_name(text: str, result: str) -> None:
    assert slug(text) == result


def test_a_slug_may_have_another_separator() -> None:
    assert slug("a b c", "_") == "a_b_c"
    assert len(slug("a b " * 100, "x" * 1_000_000)) < 2000


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_no_slug_leaves_its_folder(text: str) -> None:
    made = slug(text)

    assert not set(made) & set("/\\.\0 \n")
    assert len(made) <= 100


@pytest.mark.parametrize(
    "name, arguments", [("join", (("a",) * 1000, "x" * 2000)), ("replace", ("a" * 2000, "a", "b" * 1000))]
)
def test_texts_that_would_grow_too_long_are_refused(name: str, arguments: tuple[Answer, ...]) -> None:
    with pytest.raises(ValueError, match="too long"):
        FILTERS[name](*arguments)


@pytest.mark.parametrize("digits", [-(10**9), 10**9])
def test_rounding_to_any_number_of_digits_takes_no_time(digits: int) -> None:
    assert FILTERS["round"](7, digits) in (0, 7)


ANSWERS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(("text", "done", "a")), inner)
    ),
    max_leaves=6,
).map(freeze)


ARGUMENTS: dict[str, tuple[Answer, ...]] = {
    "replace": ("a", "b"),
    "pad": (3,),
    "plus_days": (14,),
    "plus_months": (1,),
    "days_until": ("2026-02-28",),
}


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(FILTERS.keys() - {"format"})), ANSWERS)
def test_every_filter_takes_every_answer(name: str, answer: Answer) -> None:
    arguments = ARGUMENTS.get(name, ())

    assert freeze(FILTERS[name](answer, *arguments)) == FILTERS[name](answer, *arguments)


@pytest.mark.parametrize("written", ["%", "%q", "%*d", "%(a)s", "%1000s", "%.101f", "%c", "%n"])
def test_a_format_that_is_not_known_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"not known|wider"):
        FILTERS["format"](written, 1)


@settings(max_examples=50, deadline=None)
@given(st.dates(), st.sampled_from(DATE_PARTS))
def test_parts_of_a_date_are_those_of_the_c_locale(day: date, part: str) -> None:
    if part in ("%Y", "%G"):  # the C library writes years before 1000 without zeros
        day = day.replace(year=max(day.year, 1001), day=min(day.day, 28))

    assert FILTERS["date"](day.isoformat(), part) == day.strftime(part)
