"""A text's lines as marks."""

from __future__ import annotations

from hypothesis import given, strategies as st

from wizard.plans.merge.line_hashes import format_hashes, hash_lines, parse_hashes
from wizard.plans.merge.line_matching import split_lines

texts = st.text("ab #\n", max_size=60)


@given(texts)
def test_marks_are_read_as_they_were_written(text: str) -> None:
    marks = hash_lines(split_lines(text))

    assert "\n".join(split_lines(text)) == text
    assert len(marks) == len(split_lines(text))
    assert parse_hashes(format_hashes(marks)) == marks


@given(texts, texts)
def test_equal_lines_have_equal_marks_and_others_have_others(one: str, other: str) -> None:
    assert (hash_lines([one]) == hash_lines([other])) == (one == other)


def test_a_change_of_one_line_changes_one_row() -> None:
    text = "# Title\n\none\ntwo\n\nthree\n"
    before, after = (
        format_hashes(hash_lines(split_lines(each))).splitlines() for each in (text, text.replace("two", "2"))
    )

    assert len(before) == len(after) == 3
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_a_text_with_lone_surrogates_has_marks_too() -> None:
    assert len(hash_lines(("\ud800",))) == 1
