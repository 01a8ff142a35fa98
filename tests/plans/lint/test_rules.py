"""The table of rules, and how a place that breaks one becomes a finding."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, strategies as st

from wizard.message_text import sanitize_line
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
    assert finding.remedy == "Keep one side and delete the conflict markers."


FRAGMENTS = (
    *("# ", "## Milestone 1: ", "### Step 2: ", "## Requirements\n\n", "- ", "- [ ] ", "1. ", "> ", "| ", " | "),
    *("|---|\n", "\n", "\n\n", "    ", "```", "```mermaid\n", "<!--", "-->", "`", "*", "**", "_", "[", "](", ")"),
    *("](#", "[x]", "<b", ">", "{{", "}}", "TODO", "[TODO: ", "???", "(e.g., ", "FR-001: ", "**FR-2**: ", "T001 "),
    *("(depends on T001)", "[US1] ", "2027-01-02", "3 May 2027", "Due: ", "must ", "fast ", "word ", "é", "🎉"),
    *("\r", "\r\n", "\t", "\ufeff", "\u2028", "\x1b[2J", "\x00", "\u202e"),
)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join))
@example("# \n# ")
def test_whatever_a_file_holds_findings_lie_in_it(text: str) -> None:
    document = PlanDocument(text)

    for finding in apply_rules(document, "plan.md"):
        line = document.lines[finding.problem.line - 1]
        end = finding.problem.column if finding.end_column is None else finding.end_column
        assert 1 <= finding.problem.column <= end <= len(line) + 1
        assert str(finding) == sanitize_line(str(finding))


@pytest.mark.parametrize(
    ("line", "severities"),
    [
        ("The mail says {{ user.name }} in the template.", {"warning"}),
        ("Accounts have the <name>@host syntax.", {"warning"}),
        ("- **Owner:** <name>", {"error"}),
        ("- **Owner:** {{ name }}", {"error"}),
        ("| Owner | <name> |\n|---|---|\n| a | {{ name }} |", {"error"}),
        ("- <name>", {"error"}),
        ("# {{ name }}", {"error"}),
        ("It is made by [Name].", {"error"}),
    ],
)
def test_a_blank_amid_other_words_is_a_guess(line: str, severities: set[str]) -> None:
    all_found = apply_rules(PlanDocument(f"Words.\n\n{line}\n"), "a.md")
    found = [each for each in all_found if each.problem.code == "placeholder"]

    assert {each.severity for each in found} == severities
