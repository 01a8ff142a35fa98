"""The feature plan: warnings, requirements, steps, and parts that go as a whole."""

from __future__ import annotations

import pytest
from markdown_it.tree import SyntaxTreeNode

from tests.support.built_in_plans import example, headings, interview, nodes_of, problems_of, rendered
from wizard.model.answers import Answer, Answers
from wizard.render.plan import render_plan


def test_each_warning_and_each_note_stands_in_its_own_tagged_quote() -> None:
    text = rendered("feature-plan", {"warnings": ("Hot", "Sharp"), "notes": ("Odd", "Rare")})

    assert text.startswith(
        "# [Feature Name] Plan\n\n"
        "<critical_warning>\n> **CRITICAL WARNING:** Hot\n</critical_warning>\n\n"
        "<critical_warning>\n> **CRITICAL WARNING:** Sharp\n</critical_warning>\n\n"
        "<important_note>\n> **IMPORTANT NOTE:** Odd\n</important_note>\n\n"
        "<important_note>\n> **IMPORTANT NOTE:** Rare\n</important_note>\n\n"
        "## 1. Goal\n"
    )


@pytest.mark.parametrize("nothing", [None, ()])
def test_without_warnings_and_notes_the_goal_follows_the_title(nothing: Answer) -> None:
    text = rendered("feature-plan", {"warnings": nothing, "notes": nothing})

    assert text.startswith("# [Feature Name] Plan\n\n## 1. Goal\n")


def test_requirements_number_themselves_and_carry_their_level() -> None:
    answers = ({"text": "Works", "level": "MUST"}, {"text": "Breaks", "level": "MUST NOT"}, {"text": "Glows"})

    text = rendered("feature-plan", {"requirements": answers})

    assert "- **REQ-1 (MUST)**: Works\n- **REQ-2 (MUST NOT)**: Breaks\n- **REQ-3 (MUST)**: Glows\n\n" in text


def test_steps_carry_their_numbers_into_their_sub_headings() -> None:
    text = rendered("feature-plan", {"steps": tuple({"name": word} for word in ("Tokens", "Mail", "Pages"))})

    assert headings(text, 3)[9:12] == ["Step 1: Tokens", "Step 2: Mail", "Step 3: Pages"]
    assert headings(text, 4) == [f"{number}.1 High-Level Approach" for number in (1, 2, 3)]


CHANGES = {
    "changes_api": "API Changes",
    "changes_database": "Database Changes",
    "changes_ui": "UI/UX Changes",
}


@pytest.mark.parametrize("without", [("changes_api",), ("changes_database",), ("changes_api", "changes_ui"), CHANGES])
@pytest.mark.parametrize("no", [False, None])
def test_a_part_without_changes_goes_as_a_whole_and_the_numbers_close_up(without: tuple[str, ...], no: Answer) -> None:
    text = rendered("feature-plan", {**example("feature-plan"), **dict.fromkeys(without, no)})

    left = [title for change, title in CHANGES.items() if change not in without]
    left += ["Security", "Roll-out"]
    assert headings(text, 2)[5:] == [f"{6 + index}. {title}" for index, title in enumerate(left)]
    assert text.count("\n---\n") == 4 + len(left)
    assert not problems_of(text)


def test_the_questions_of_a_part_without_changes_are_not_asked_and_their_answers_are_kept() -> None:
    before = interview("feature-plan", example("feature-plan"))

    without = before.answer(("changes_database",), False)
    again = without.answer(("changes_database",), True)

    assert {("schema",), ("migration",)}.isdisjoint(without.asked_paths())
    assert "Flask-Migrate" not in render_plan(without).text
    assert render_plan(again).text == render_plan(before).text


WARNING = "<critical_warning>\n> **CRITICAL WARNING:** {}\n</critical_warning>\n"
FIXED = "All database changes must use Flask-Migrate. Do not run manual ALTER statements."


def database_part(answers: Answers) -> str:
    """The part on the database, empty when the plan has none."""
    _, _, rest = rendered("feature-plan", {"changes_database": True, **answers}).partition(". Database Changes\n")
    return rest.partition("\n---\n")[0]


def test_the_rule_for_the_schema_takes_the_place_of_the_fixed_warning() -> None:
    assert database_part({"schema": "One.", "migration": None, "schema_rule": "Ask first."}) == (
        "\n### 7.1 Schema Modifications\nOne.\n\n" + WARNING.format("Ask first.")
    )
    assert database_part({"schema": "One.", "migration": None, "schema_rule": None}) == (
        "\n### 7.1 Schema Modifications\nOne.\n"
    )


def test_no_heading_stands_over_nothing_but_the_fixed_warning() -> None:
    assert database_part({"schema": None, "migration": None}) == ""
    assert database_part({"schema": None, "migration": "None."}) == "\n### 7.1 Data Migration\nNone.\n"
    assert database_part({"schema": None, "migration": None, "schema_rule": "Ask."}) == "\n" + WARNING.format("Ask.")
    assert database_part({"migration": None, "schema": "One."}).endswith(WARNING.format(FIXED))


def test_security_and_roll_out_are_parts_once_they_are_answered() -> None:
    text = rendered("feature-plan", {"security": "A hash.", "rollout": "A switch."})

    assert text.endswith(" |\n\n---\n\n## 9. Security\nA hash.\n\n---\n\n## 10. Roll-out\nA switch.\n")


def test_the_fixed_warning_stands_below_the_schema() -> None:
    text = rendered("feature-plan", {"schema": "One new table."})

    assert (
        "Modifications\nOne new table.\n\n<critical_warning>\n> **CRITICAL WARNING:** All database changes must use"
        in text
    )


@pytest.mark.parametrize("id", ["goal", "overview", "core_problem", "schema", "migration"])
@pytest.mark.parametrize("changes_ui", [True, False])
def test_long_answers_may_hold_markdown_below_their_heading(id: str, changes_ui: bool) -> None:
    answer = "First:\n\n- one\n- two\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n# Then\n\n```sql\nselect 1\n```"

    text = rendered("feature-plan", {id: answer, "changes_ui": changes_ui})

    level = "###" if id == "goal" else "####"
    assert f"\n{answer.replace('# Then', f'{level} Then')}\n" in text


def test_the_details_of_twelve_scenarios_belong_to_their_scenarios() -> None:
    scenarios = tuple(
        {"title": f"Way {n}", "action": f"Go {n}", "expected": f"Come {n}", "verify": f"See {n}"} for n in range(1, 13)
    )

    text = rendered("feature-plan", {"integration_scenarios": scenarios})

    part = text[text.index("5.2 Integration Tests\n") :].split("\n---\n")[0]
    (ordered,) = nodes_of(part, "ordered_list")
    assert [[item.content for item in scenario.walk() if item.type == "inline"] for scenario in ordered.children] == [
        [f"Way {n}", f"Action: Go {n}", f"Expected: Come {n}", f"Verify: See {n}"] for n in range(1, 13)
    ]
    assert all(node.level == 0 for node in nodes_of(part, "ordered_list"))


def test_a_warning_of_several_lines_stays_in_its_quote() -> None:
    (quote, *_) = nodes_of(rendered("feature-plan", {"warnings": ("One\n\n# Two\n- three",)}), "blockquote")

    assert "Two" in quote_text(quote) and "three" in quote_text(quote)


def quote_text(node: SyntaxTreeNode) -> str:
    return "\n".join(inner.content for inner in node.walk() if inner.type == "inline")
