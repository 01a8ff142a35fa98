"""The table of rules, and how a place that breaks one becomes a finding."""

from __future__ import annotations

import re

from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.lint.rules import RULES, apply_rules

CONFLICT = "# Relay\n\n<<<<<<< ours\nOne\n=======\nTwo\n>>>>>>> theirs\n"


def test_every_rule_has_a_code_of_its_own_in_kebab_case_and_says_what_is_wrong_in_sentences() -> None:
    codes = [rule.code for rule in RULES]

    assert len(codes) == len(set(codes))
    for rule in RULES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.code)
        assert rule.summary.endswith(".")
        assert rule.remedy.endswith(".")


def test_a_finding_has_the_place_the_code_the_severity_and_a_way_to_mend() -> None:
    (finding,) = apply_rules(PlanDocument(CONFLICT), "relay.md")

    assert str(finding).startswith("relay.md:3:1: merge-conflict ")
    assert (finding.severity, finding.end_column) == ("error", len("<<<<<<< ours") + 1)
    assert finding.remedy == "Choose a side, and take the marks out."
