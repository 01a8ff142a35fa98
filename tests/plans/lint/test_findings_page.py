"""docs/findings.md has a part for every code, with an example that triggers it and one that does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.lint.rules import RULES, Rule, apply_rules

PAGE = (Path(__file__).parents[3] / "docs" / "findings.md").read_text(encoding="utf-8")
PARTS = {part.partition("\n")[0]: part for part in re.split(r"^### (?=[a-z-]+$)", PAGE, flags=re.MULTILINE)[1:]}
IN_TEXT = [rule for rule in RULES if rule.find is not None]


def codes_in(text: str) -> set[str]:
    return {finding.problem.code for finding in apply_rules(PlanDocument(text), "plan.md")}


def test_every_code_has_its_part_and_every_part_a_code() -> None:
    assert sorted(PARTS) == sorted(rule.code for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_part_says_the_severity_and_has_both_examples(rule: Rule) -> None:
    part = PARTS[rule.code]

    assert f"**{rule.severity}** · " in part
    assert part.count("\nFound:") == part.count("\nNot found:") == 1


@pytest.mark.parametrize("rule", IN_TEXT, ids=lambda rule: rule.code)
def test_the_examples_of_a_part_are_true(rule: Rule) -> None:
    found, clean = re.findall(r"^````markdown\n(.*?)^````$", PARTS[rule.code], flags=re.MULTILINE | re.DOTALL)

    assert rule.code in codes_in(found)
    assert codes_in(clean) == set()
