"""Comments in a plan switch findings off, for a stretch or for the next line; a code that nobody knows is told."""

from __future__ import annotations

import pytest

from wizard.errors import Problem
from wizard.plans.lint.disable_comments import find_unknown_codes, heed_disable_comments
from wizard.plans.lint.finding import Finding
from wizard.plans.lint.plan_document import PlanDocument

KNOWN = ("vague", "todo", "edited-by-hand")


def left(text: str) -> list[str]:
    """What is left of two findings on each line that has an X: the number of the line and the code's first letter."""
    document = PlanDocument(text)
    found = [
        Finding(Problem("plan.md", index + 1, line.index("X") + 1, code, "it is so"))
        for index, line in enumerate(document.lines)
        if "X" in line
        for code in ("vague", "todo")
    ]
    return [f"{each.problem.line}{each.problem.code[0]}" for each in heed_disable_comments(document, found)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X\nX\n", "1v 1t 2v 2t"),
        ("X\n\n<!-- plan-wizard-disable vague -->\n\nX\n\n<!-- plan-wizard-enable -->\n\nX\n", "1v 1t 5t 9v 9t"),
        ("<!-- plan-wizard-disable vague -->\nX\n", "2t"),
        ("<!-- plan-wizard-disable -->\nX\n", ""),
        ("<!--plan-wizard-disable vague todo-->\nX\n", ""),
        ("<!-- plan-wizard-disable vague, todo -->\nX\n", ""),
        ("<!-- plan-wizard-disable\n  vague\n  todo\n-->\nX\n", ""),
        ("<!-- plan-wizard-disable vague -- the todo is wanted -->\nX\n", "2t"),
        ("<!-- plan-wizard-disable -->\nX\n<!-- plan-wizard-enable todo -->\nX\n", "4t"),
        ("<!-- plan-wizard-disable vague todo -->\nX\n<!-- plan-wizard-enable todo -->\nX\n", "4t"),
        ("<!-- plan-wizard-disable vague -->\n<!-- plan-wizard-disable todo -->\nX\n", ""),
        ("<!-- plan-wizard-disable-next-line vague -->\nX\nX\n", "2t 3v 3t"),
        ("<!-- plan-wizard-disable-next-line -->\nX\nX\n", "3v 3t"),
        ("<!-- plan-wizard-disable-next-line vague -->\n\nX\nX\n", "3t 4v 4t"),
        ("<!-- plan-wizard-disable-next-line vague -->\n<!-- plan-wizard-disable-next-line todo -->\nX\nX\n", "4v 4t"),
        ("- a\n  <!-- plan-wizard-disable-next-line vague -->\n- X\n", "3t"),
        ("> <!-- plan-wizard-disable-next-line vague -->\n> X\n", "2t"),
        ("a <!-- plan-wizard-disable-next-line vague -->\nX\n", "2t"),
        ("<!-- plan-wizard-disable vague -->\r\nX\r\n<!-- plan-wizard-enable -->\r\nX\r\n", "2t 4v 4t"),
        ("```\n<!-- plan-wizard-disable vague -->\n```\nX\n", "4v 4t"),
        ("    <!-- plan-wizard-disable vague -->\n\nX\n", "3v 3t"),
        ("Say `<!-- plan-wizard-disable vague -->` here\n\nX\n", "3v 3t"),
        ("<!-- plan-wizard-disable vaguer -->\nX\n", "2v 2t"),
        ("<!-- plan-wizard-enable -->\nX\n", "2v 2t"),
        ("<!-- plan-wizard-disable vague\nX\n", "2v 2t"),
        ("<!-- plan-wizard-disable-next-line vague -->", ""),
    ],
)
def test_a_comment_switches_off_what_it_says(text: str, expected: str) -> None:
    assert " ".join(left(text)) == expected


def test_a_finding_at_the_comment_itself_is_switched_off_too() -> None:
    assert left("<!-- plan-wizard-disable --> X\nX <!-- plan-wizard-enable -->\n") == ["2v", "2t"]


def unknown(text: str) -> list[tuple[int, int, int | None, str]]:
    found = find_unknown_codes(PlanDocument(text), KNOWN)
    return [(each.line, each.column, each.end_column, each.message) for each in found]


def test_a_code_that_no_finding_has_is_told_with_the_nearest_one() -> None:
    assert unknown("A\n\n<!-- plan-wizard-disable vage todo\n xyzzy -->\n") == [
        (3, 26, 30, "vage switches nothing off; did you mean vague?"),
        (4, 2, 7, "xyzzy switches nothing off"),
    ]


def test_a_word_that_is_misspelled_is_told() -> None:
    assert unknown("<!-- plan-wizard-disable-nextline todo -->\n") == [
        (1, 6, 34, "plan-wizard-disable-nextline switches nothing off; did you mean plan-wizard-disable-next-line?")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- plan-wizard-disable vague -- not xyzzy -->\n",
        "`<!-- plan-wizard-disable xyzzy -->`\n",
        "```\n<!-- plan-wizard-disable xyzzy -->\n```\n",
        "<!-- plan-wizard-disable -->\n",
        "plan-wizard-disable xyzzy\n",
        "<!-- made by plan-wizard-disable xyzzy -->\n",
    ],
)
def test_what_is_no_such_comment_or_has_known_codes_is_not_told(text: str) -> None:
    assert unknown(text) == []


def test_adding_such_a_comment_is_no_edit_made_by_hand() -> None:
    text = "# A\n\n<!-- plan-wizard-disable-next-line vague -->\n\nText.\n"
    found = [Finding(Problem("plan.md", line, 1, "edited-by-hand", "so"), "warning") for line in (2, 3, 4, 5)]

    assert [each.problem.line for each in heed_disable_comments(PlanDocument(text), found)] == [5]


def test_many_comments_cost_no_more_than_their_number() -> None:
    text = "".join(f"<!-- plan-wizard-disable-next-line vague -->\nX {index}\n" for index in range(2000))

    assert len(left(text)) == 2000
