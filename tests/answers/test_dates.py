"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from wizard.answers.dates import explain_impossible_date, is_date, parse_date, suggest_date


@pytest.mark.parametrize(
    "written",
    [
        *("2027-04-30", "2027-4-30", "2027/4/30", "2027.04.30", "2027 04 30", " 2027-04-30 "),
        *("30 April 2027", "30. April 2027", "30th April 2027", "30 Apr 2027", "30apr2027", "30 APRIL, 2027"),
        *("April 30, 2027", "Apr 30 2027", "april 30th, 2027", "Apr. 30 2027"),
    ],
)
def test_a_date_is_read_however_it_is_written(written: str) -> None:
    assert parse_date(written) == "2027-04-30"


@pytest.mark.parametrize("written", ["1 sept 2027", "1 Sep 2027", "September 1, 2027"])
def test_september_has_two_short_names(written: str) -> None:
    assert parse_date(written) == "2027-09-01"


@pytest.mark.parametrize(
    "written",
    ["", "soon", "2027", "30.4.2027", "4/30/2027", "2027-02-30", "31 April 2027", "30 Aprl 2027", "0 May 2027"],
)
def test_what_is_no_date_or_could_be_two_is_not_read(written: str) -> None:
    assert parse_date(written) is None


@pytest.mark.parametrize(
    "written, meant",
    [("30 Aprl 2027", "2027-04-30"), ("Janurary 5, 2027", "2027-01-05"), ("30 Xyz 2027", None), ("31 Aprl 2027", None)],
)
def test_a_misspelt_month_is_guessed(written: str, meant: str | None) -> None:
    assert suggest_date(written) == meant


@pytest.mark.parametrize(
    "text, is_one",
    [
        ("2026-02-28", True),
        ("2028-02-29", True),
        ("2026-02-29", False),
        ("2026-2-28", False),
        ("2026-02-28\n", False),
        ("٢٠٢٦-٠٢-٢٨", False),
        ("0000-01-01", False),
        ("", False),
    ],
)
def test_files_keep_dates_in_one_form(text: str, is_one: bool) -> None:
    assert is_date(text) is is_one


@pytest.mark.parametrize(
    "written, reason",
    [
        ("2027-02-30", "February 2027 has no 30th"),
        ("30 Feb 2027", "February 2027 has no 30th"),
        ("Feb 29, 2027", "February 2027 has no 29th"),
        ("31 Aprl 2027", "April 2027 has no 31st"),
        ("2027/4/32", "April 2027 has no 32nd"),
        ("2027-04-313", "April 2027 has no 313th"),
        ("2027-04-00", "April 2027 has no day 0"),
        ("0 May 2027", "May 2027 has no day 0"),
        ("2027-13-01", "there is no month 13"),
        ("2027-00-01", "there is no month 0"),
        ("0000-01-01", "there is no year 0"),
        ("1 May 0000", "there is no year 0"),
        ("27-04-30", "the year needs four digits, as in 2027"),
        ("12027-04-30", "the year needs four digits, as in 2027"),
    ],
)
def test_a_day_that_does_not_exist_is_told_from_a_text_that_is_no_date(written: str, reason: str) -> None:
    assert explain_impossible_date(written) == reason
    assert parse_date(written) is None


@pytest.mark.parametrize("written", ["", "soon", "2027", "30.4.2027", "30 Xyz 2027", "30 Aprl 2027", "2027-04-30"])
def test_no_day_is_said_to_be_missing_where_none_is_written_or_one_exists(written: str) -> None:
    assert explain_impossible_date(written) == ""


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_digits_written_as_a_date_are_one_or_it_is_said_why_not(year: int, month: int, day: int) -> None:
    written = f"{year:04d}-{month:02d}-{day:02d}"

    assert is_date(written) is not bool(explain_impossible_date(written))


@given(st.dates())
def test_every_day_comes_back(day: date) -> None:
    assert is_date(day.isoformat())
    assert parse_date(day.isoformat()) == day.isoformat()
    assert parse_date(f"{day.day} {day:%B} {day.year:04d}") == day.isoformat()


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    for found in (parse_date(text), suggest_date(text)):
        assert found is None or is_date(found)
    assert not explain_impossible_date(text) or parse_date(text) is None
