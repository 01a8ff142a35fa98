"""The nearest known name."""

from __future__ import annotations

from wizard.message_text import did_you_mean, nearest_name


def test_a_misspelt_name_is_near() -> None:
    assert nearest_name("nmae", ["goal", "name"]) == "name"
    assert nearest_name("NAME", ["goal", "Name"]) == "Name"
    assert did_you_mean("nmae", ["goal", "name"]) == "; did you mean 'name'?"


def test_what_is_like_nothing_has_no_near_name() -> None:
    assert nearest_name("zzz", ["goal", "name"]) is None
    assert did_you_mean("zzz", ["goal", "name"]) == ""
    assert nearest_name("name", []) is None


def test_a_very_long_name_takes_no_long_time() -> None:
    assert nearest_name("n" * 1_000_000, ["name"] * 100) is None
