"""The marks of a merge are found wherever they are not code."""

from __future__ import annotations

import pytest

from wizard.plans.merge.conflict_marks import find_conflict_mark

MARKS = "<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n"


@pytest.mark.parametrize(
    ("before", "behind", "line"),
    [
        ("", "", 1),
        ("text\n\n", "", 3),
        ("```\n", "```\n", None),
        ("~~~ diff\n", "~~~\n", None),
        ("<!--\n```\n-->\n\n", "", 5),
        ("- a\n  ```\n", "  ```\n", 3),
        ("a\rb\n", "", 2),
    ],
    ids=["alone", "below text", "in a fence", "in tildes", "a fence in a comment", "at the margin", "a lone return"],
)
def test_marks_count_outside_of_code(before: str, behind: str, line: int | None) -> None:
    assert find_conflict_mark(f"{before}{MARKS}{behind}".split("\n")) == line


def test_an_underlined_heading_is_no_mark() -> None:
    assert find_conflict_mark(["Title", "=======", ""]) is None
