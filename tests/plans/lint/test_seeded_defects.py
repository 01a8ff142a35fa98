"""Every rule finds the defects that were put into small plans for it, and nothing in their clean counterparts.

A file of tests/data/seeded_defects is named for a code and holds plans with a line of `%%%%` between them; ` ⟵` marks
the lines that have the defect. Print the table with `pytest -rP tests/plans/lint/test_seeded_defects.py -k table`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.markdown_import import CORPUS
from wizard.plans.lint.finding import Finding
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.lint.rules import RULES, apply_rules

SEEDS = Path(__file__).parents[2] / "data" / "seeded_defects"
MARK = " ⟵"
CODES = sorted(path.stem for path in SEEDS.glob("*.md"))


def plans(code: str) -> Iterator[tuple[str, set[int]]]:
    """The text of each plan, and the lines that have the defect."""
    for part in (SEEDS / f"{code}.md").read_text(encoding="utf-8").split("%%%%\n"):
        lines = part.splitlines()
        yield part.replace(MARK, ""), {number for number, line in enumerate(lines, 1) if MARK in line}


def check(text: str) -> list[Finding]:
    return list(apply_rules(PlanDocument(text), "plan.md"))


def test_every_rule_that_needs_no_answers_has_seeded_defects() -> None:
    assert [rule.code for rule in RULES if rule.find and not rule.needs_template and rule.code not in CODES] == []


@pytest.mark.parametrize("code", CODES)
def test_seeded_defects_are_found_where_they_are_and_nothing_else_is(code: str) -> None:
    for text, expected in plans(code):
        found = {(finding.problem.line, finding.problem.code) for finding in check(text)}

        assert found == {(line, code) for line in expected}, text


@pytest.mark.parametrize("code", CODES)
def test_a_finding_marks_the_text_that_it_is_about(code: str) -> None:
    for text, _ in plans(code):
        lines = text.splitlines()
        for finding in check(text):
            line = lines[finding.problem.line - 1]
            assert finding.end_column is not None
            assert 1 <= finding.problem.column < finding.end_column <= len(line) + 1
            assert line[finding.problem.column - 1 : finding.end_column - 1].strip()
            assert finding.problem.message
            assert finding.remedy


def test_the_table_of_what_is_found() -> None:
    missed: list[str] = []
    for code in CODES:
        seeded = found = 0
        for text, expected in plans(code):
            lines = {finding.problem.line for finding in check(text) if finding.problem.code == code}
            seeded += len(expected)
            found += len(expected & lines)
        sys.stdout.write(f"{code:28}{found:4} of {seeded}\n")
        assert seeded >= 10, code
        if found < 0.95 * seeded:
            missed.append(code)
    assert missed == []


@pytest.mark.parametrize("path", sorted((SEEDS.parent / "clean_plans").glob("*.md")), ids=lambda path: path.stem)
def test_nothing_is_found_in_plans_as_agents_and_their_tools_write_them(path: Path) -> None:
    assert check(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("code", CODES)
def test_line_ends_make_no_difference(code: str) -> None:
    for text, _ in plans(code):
        assert check(text.replace("\n", "\r\n")) == check(text)


BLANKS = {"placeholder", "todo-mark", "example-text", "empty-section", "empty-table-row"}
"""What a template has that nobody has filled in."""


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real templates is not at hand")
def test_templates_of_others_have_blanks_and_hardly_anything_else() -> None:
    files = sorted(CORPUS.rglob("*.md"))
    codes = Counter(
        finding.problem.code for path in files for finding in check(path.read_text(encoding="utf-8", errors="replace"))
    )

    assert sum(codes[code] for code in BLANKS) > 1_000
    assert sum(count for code, count in codes.items() if code not in BLANKS) <= 15
