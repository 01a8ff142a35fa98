"""The project plan: milestones that number themselves and are ticked off."""

from __future__ import annotations

from tests.support.built_in_plans import TEMPLATES, headings, ids, rendered, seed


def test_the_project_plan_asks_for_the_parts_of_its_document_and_what_a_lead_would_ask() -> None:
    template = TEMPLATES["project-plan"]

    assert ids("project-plan") == tuple(
        "project_name goal problem user success features non_goals owner "
        "frontend backend database deployment testing milestones risks ideas".split()
    )
    milestones = template.question(("milestones",))
    assert milestones is not None
    assert [inner.id for inner in milestones.questions] == ["title", "tasks", "test", "due", "tested"]
    assert [question.kind for question in template.questions()][:3] == ["line"] * 3


def test_done_tasks_and_passed_tests_are_ticked() -> None:
    milestone = {
        "title": "Setup",
        "tasks": ({"text": "Clone", "done": True}, {"text": "Build", "done": False}),
        "test": "Run it",
        "tested": True,
    }

    text = rendered("project-plan", {"milestones": (milestone, {**milestone, "tested": False})})

    first = "### Milestone 1: Setup\n\n*   [x] Clone\n*   [ ] Build\n*   [x] **Test:** Run it\n\n"
    assert first in text
    assert first.replace("Milestone 1", "Milestone 2").replace("[x] **Test", "[ ] **Test") in text


def test_a_new_milestone_falls_back_to_the_words_of_the_last_one_of_the_document() -> None:
    text = rendered("project-plan", {"milestones": ({},)})

    assert "### Milestone 1: [Next Milestone Title]\n\n*   [ ] Task 1\n*   [ ] Task 2\n" in text
    assert "*   [ ] **Test:** (How to verify this milestone is complete?)\n" in text
    assert "Milestone 2" not in text


def test_without_a_stack_its_part_goes_and_the_numbers_close_up() -> None:
    stack = ("frontend", "backend", "database", "deployment", "testing")

    text = rendered("project-plan", dict.fromkeys(stack))

    assert headings(text, 2) == [
        "1. Project Goal & Vision",
        "2. Task Breakdown (Milestones)",
        "3. Future Improvements & Ideas",
    ]


def test_what_the_document_does_not_ask_for_stands_in_the_plan_once_it_is_answered() -> None:
    text = rendered(
        "project-plan",
        {
            "success": "Ten teams",
            "non_goals": ("Calls",),
            "owner": "Support",
            "milestones": ({"title": "Setup", "due": "2 days"}, {"title": "Chat"}),
            "risks": ({"risk": "Slow", "response": "Measure"}, {"risk": "Late"}),
        },
    )

    assert "\n*   **Measure of Success:** Ten teams\n*   **Key Features:**\n" in text
    assert "\n*   **Non-Goals:**\n    *   Calls\n*   **Owner:** Support\n\n## 2." in text
    assert "### Milestone 1: Setup\n\n**Due:** 2 days\n\n*   [ ] Task 1\n" in text
    assert "### Milestone 2: Chat\n\n*   [ ] Task 1\n" in text
    assert "\n## 4. Risks\n\n*   Slow\n    *   **Response:** Measure\n*   Late\n\n## 5. Future" in text


def test_without_ideas_the_plan_ends_after_the_last_milestone() -> None:
    text = rendered("project-plan", {"ideas": ()})

    assert text == seed("project-plan").split("\n## 4.")[0]
