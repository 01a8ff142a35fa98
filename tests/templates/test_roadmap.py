"""The roadmap: the document's bullets as questions, its instructions gone once they are followed."""

from __future__ import annotations

import re

import pytest

from tests.support.built_in_plans import (
    OPTIONAL,
    TEMPLATES,
    example,
    headings,
    ids,
    problems_of,
    question_of,
    rendered,
    seed,
    texts_in,
)
from wizard.model.answers import Answers

ROADMAP_LEAD_INS = (
    "Please outline:",
    "Break down the project into these stages:",
    "Detail your approach for:",
    "Outline:",
    "Consider:",
    "For each phase, estimate:",
    "Identify:",
    "Please list all expected outputs:",
)
INSTRUCTION = "Please provide a detailed project roadmap following this structure:\n\n"


@pytest.mark.parametrize("id", ids("roadmap"))
def test_one_answer_takes_the_instruction_and_its_parts_lead_in_and_leaves_the_other_bullets(id: str) -> None:
    before, answer = seed("roadmap"), example("roadmap")[id]

    text = rendered("roadmap", {id: answer})

    gone = set(before.split("\n")) - set(text.split("\n"))
    bullets = [line for line in gone if line.startswith("- ")]
    assert INSTRUCTION not in text
    assert len([line for line in gone if line in ROADMAP_LEAD_INS]) <= 1
    assert set(bullets) <= {f"- {bullet}" for bullet in bullets_of(id)}
    assert not problems_of(text)


@pytest.mark.parametrize("id", [id for name, id in OPTIONAL if name == "roadmap"])
def test_leaving_out_one_bullet_takes_nothing_else(id: str) -> None:
    text = rendered("roadmap", {id: None})

    assert INSTRUCTION in text
    left = [line for line in text.split("\n") if line.startswith("- ")]
    bullets = [line for line in seed("roadmap").split("\n") if line.startswith("- ")]
    assert sorted([*left, *(f"- {bullet}" for bullet in bullets_of(id))]) == sorted(bullets)


def bullets_of(id: str) -> list[str]:
    return list(texts_in(question_of("roadmap", id).placeholder))


def test_every_bullet_of_the_roadmap_is_a_question_or_an_option_of_one() -> None:
    bullets = [line.removeprefix("- ") for line in seed("roadmap").split("\n") if line.startswith("- ")]

    asked = [bullet for id in ids("roadmap") for bullet in bullets_of(id)]

    assert sorted(asked) == sorted(bullets)


def test_an_answered_bullet_reads_as_a_roadmap() -> None:
    text = rendered(
        "roadmap",
        {
            "purpose": "Find answers.",
            "core_features": ("Chat", "Search"),
            "technical_risks": ({"risk": "Index too large", "mitigation": "Measure early"}, {"risk": "Breaks"}),
        },
    )

    assert "\n- **Purpose:** Find answers.\n- Who are the target users?\n" in text
    assert "\n- **Core features:**\n  - Chat\n  - Search\n- What are the technical constraints?\n" in text
    assert (
        "\n- **Technical risks:**\n  - Index too large\n    - **Mitigation:** Measure early\n"
        "  - Breaks\n    - Mitigation strategies\n- Resource constraints\n" in text
    )


def test_the_timeline_stands_under_the_names_of_its_phases() -> None:
    text = rendered("roadmap", {"timeline": ({"name": "Foundation Setup", "time": "3 weeks", "resources": None},)})

    assert (
        "## 8. Timeline and Milestones\n\n### Foundation Setup\n- **Time required:** 3 weeks\n"
        "- Key deliverables\n- Dependencies\n- Critical path items\n\n## 9." in text
    )


def test_a_part_of_the_roadmap_that_is_left_out_goes_with_its_number() -> None:
    maintenance = [q.id for section in TEMPLATES["roadmap"].sections[6:7] for q in section.questions]

    text = rendered("roadmap", dict.fromkeys(maintenance))

    assert "Maintenance" not in text and "Consider:" not in text
    assert headings(text, 2)[6:] == ["7. Timeline and Milestones", "8. Risk Assessment", "Expected Deliverables"]


def test_the_blank_roadmap_ends_with_its_last_bullet() -> None:
    assert re.search(r"\n- [^\n]+\Z", rendered("roadmap", {}))


@pytest.mark.parametrize("id", [id for name, id in OPTIONAL if name == "roadmap" and id != "deliverables"])
def test_a_roadmap_with_a_question_left_out_has_a_title_and_ends_with_a_line(id: str) -> None:
    assert re.search(r"\A# Project Roadmap\n(.*\n)+- [^\n]+\n\Z", rendered("roadmap", {id: None}))


def test_a_roadmap_with_all_left_out_that_can_be_has_a_title_and_ends_with_a_line() -> None:
    text = rendered("roadmap", {id: None for name, id in OPTIONAL if name == "roadmap"})

    assert text.startswith("# Project Roadmap\n") and re.search(r"[^\n]\n\Z", text)


@pytest.mark.parametrize("answers", [example("roadmap"), {"deliverables": ("Source code",)}, {"users": "All"}])
def test_an_answered_roadmap_ends_with_the_line_of_its_last_bullet(answers: Answers) -> None:
    assert re.search(r"\n- [^\n]+\n\Z", rendered("roadmap", answers))


@pytest.mark.parametrize("id", [id for id in ids("roadmap") if id != "project_name"])
def test_a_roadmap_that_is_answered_has_a_title_before_it_has_a_name(id: str) -> None:
    answers = {id: example("roadmap")[id]}

    assert rendered("roadmap", {}).startswith("# \n")
    assert rendered("roadmap", answers).startswith("# Project Roadmap\n")
    assert rendered("roadmap", {**answers, "project_name": "Relay"}).startswith("# Project Roadmap: Relay\n")


def test_without_anything_to_hand_over_no_heading_stands_over_nothing() -> None:
    text = rendered("roadmap", {"purpose": "Find answers.", "deliverables": ()})

    assert "Expected Deliverables" not in text
    assert not problems_of(text)
