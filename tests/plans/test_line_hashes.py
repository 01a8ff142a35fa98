"""A text's lines as marks."""

from __future__ import annotations

from hypothesis import given, strategies as st

from wizard.plans.line_hashes import lines_of, marks_of, read_marks, write_marks

texts = st.text("ab #\n", max_size=60)


@given(texts)
def test_marks_are_read_as_they_were_written(text: str) -> None:
    marks = marks_of(lines_of(text))

    assert "\n".join(lines_of(text)) == text
    assert len(marks) == len(lines_of(text))
    assert read_marks(write_marks(marks)) == marks


@given(texts, texts)
def test_equal_lines_have_equal_marks_and_others_have_others(one: str, other: str) -> None:
    assert (marks_of([one]) == marks_of([other])) == (one == other)


def test_a_change_of_one_line_changes_one_row() -> None:
    text = "# Title\n\none\ntwo\n\nthree\n"
    before, after = (write_marks(marks_of(lines_of(each))).splitlines() for each in (text, text.replace("two", "2")))

    assert len(before) == len(after) == 3
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_a_text_with_lone_surrogates_has_marks_too() -> None:
    assert len(marks_of(("\ud800",))) == 1
