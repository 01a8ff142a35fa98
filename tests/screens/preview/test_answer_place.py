"""A question whose answer has no text in the plan yet: where it would come is marked, or that it comes nowhere."""

from __future__ import annotations

import pytest

from screens.preview.highlights import question_spans
from screens.preview.preview import Preview
from screens.preview.preview_lines import PreviewLines
from tests.support.built_in_plans import NAMES, TEMPLATES, example, interview
from tests.support.question_screen import Seen, asking, asking_draft, template_text
from wizard.compiler.loader import read_template
from wizard.drafts.draft import start_draft
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, Answers, format_path
from wizard.render.answer_place import find_answer_place, move_to_text
from wizard.render.plan import render_plan

OWNER = template_text(
    """
id: goal
kind: line
label: What for?
placeholder: "[Goal]"
id: owner
kind: line
label: Who?
id: risks
kind: list
label: What may go wrong?
item: risk
""",
    """# Plan

- **Goal:** {{ goal }}
{% if owner %}
- **Owner:** {{ owner }}
{% endif %}

{% if risks %}
## Risks

{% for risk in risks %}
- {{ risk }}
{% endfor %}

{% endif %}
## End

The end.
""",
)
SWITCH = template_text(
    """
id: title
kind: line
label: Which?
id: old
kind: yesno
label: Is there an old one?
id: colour
kind: choice
label: Which colour?
options: [red, blue]
id: aside
kind: yesno
label: Do you like it?
""",
    """# {{ title }}

First.

{% if old %}
Keep the old one.

{% endif %}
{% if colour == "blue" %}
It is blue.

{% else %}
It is not blue.

{% endif %}
Last.
""",
)


def place_of(said: Interview, id: str) -> str | None:
    """The plan with `>` and `<` around the place of an answer."""
    text = render_plan(said).text
    place = find_answer_place(render_plan(said), said, (id,))
    return None if place is None else f"{text[: place.start]}>{text[place.start : place.end]}<{text[place.end :]}"


def begun(template: str, answers: Answers | None = None) -> Interview:
    return Interview.begin(read_template(template, "small.md"), answers)


def marked(seen: Seen) -> list[str]:
    """The lines of the sheet with the bar."""
    window = seen.app.screen.query_one(PreviewLines)._window  # pyright: ignore[reportPrivateUsage]
    return ["".join(run.text for run in line.runs).strip() for line, mark in window.lines() if mark]


def test_an_answer_would_come_behind_the_line_before_it():
    assert place_of(begun(OWNER), "owner") == "# Plan\n\n- **Goal:** [Goal]><\n\n## End\n\nThe end.\n"
    assert place_of(begun(OWNER, {"owner": "Ada"}), "risks") == (
        "# Plan\n\n- **Goal:** [Goal]\n- **Owner:** Ada><\n\n## End\n\nThe end.\n"
    )


def test_a_yes_or_no_has_the_lines_that_depend_on_it():
    yes = "# One\n\nFirst.\n\n>Keep the old one.<\n\nIt is not blue.\n\nLast.\n"
    no = "# One\n\nFirst.><\n\nIt is not blue.\n\nLast.\n"

    assert place_of(begun(SWITCH, {"title": "One", "old": True}), "old") == yes
    assert place_of(begun(SWITCH, {"title": "One", "old": False}), "old") == no
    assert place_of(begun(SWITCH, {"title": "One", "old": None}), "old") == no


def test_a_choice_that_only_steers_has_the_lines_that_depend_on_it():
    said = begun(SWITCH, {"title": "One", "colour": "blue"})

    assert place_of(said, "colour") == "# One\n\nFirst.\n\nIt is >blue<.\n\nLast.\n".replace(
        "It is >blue<.", ">It is blue.<"
    )


def test_an_answer_that_the_plan_does_not_use_has_no_place():
    assert place_of(begun(SWITCH), "aside") is None


def test_a_place_is_found_again_in_a_text_with_edits_by_hand():
    text, edited = "# Plan\n\nGoal\n\nEnd\n", "# Plan\n\nAdded by hand\n\nGoal\n\nEnd\n"
    said = begun(OWNER)
    place = find_answer_place(render_plan(said), said, ("owner",))
    assert place is not None

    moved = move_to_text(type(place)(12, 12), text, edited)

    assert moved is not None and edited[: moved.start].endswith("Goal")
    assert move_to_text(type(place)(12, 12), text, "# Another\n") is None


def states_of(name: str) -> dict[str, dict[str, Answer]]:
    """Answers of a plan: none, an example's, those without each of their last ones, and all yes or no answered no."""
    optional = [question.id for question in TEMPLATES[name].questions() if not question.required]
    full = dict(example(name))
    switches = [question.id for question in TEMPLATES[name].questions() if question.kind == "yesno"]
    groups = {question.id: ({},) for question in TEMPLATES[name].questions() if question.kind == "group"}
    return {
        "none": {},
        "all": full,
        "left out": dict.fromkeys(optional),
        "left out of all": {**full, **dict.fromkeys(optional)},
        "no": {**full, **dict.fromkeys(switches, False)},
        "blank items": groups,
        "without the optional ones": {id: answer for id, answer in full.items() if id not in optional},
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_question_of_the_built_in_plans_has_its_lines_or_a_place(name: str):
    nowhere: set[tuple[str, str]] = set()
    for state, answers in states_of(name).items():
        said = interview(name, answers)
        plan = render_plan(said)
        for path in said.asked_paths():
            if question_spans(plan, path):
                continue
            place = find_answer_place(plan, said, path)
            if place is None:
                nowhere.add((state, format_path(path)))
            else:
                assert plan.text[max(place.start - 1, 0) : place.end].strip(), (state, path)

    # What they lead to is left out itself.
    leading = {
        (state, f"changes_{each}") for state in ("left out", "left out of all") for each in ("api", "database", "ui")
    }
    assert nowhere <= leading


@pytest.mark.parametrize("size", [(120, 36), (160, 45), (80, 24)])
async def test_the_place_of_an_open_question_is_marked_until_its_text_is(size: tuple[int, int]):
    async with asking(OWNER, size=size) as seen:
        assert marked(seen) == ["• Goal: [Goal]"]
        assert seen.app.screen.query_one(Preview).right_caption == ""

        await seen.press("tab")
        assert marked(seen) == [""]
        assert "appears below the highlight" in seen.text

        await seen.type("Ada")
        assert marked(seen) == ["• Owner: Ada"]
        assert "appears below the highlight" not in seen.text

        await seen.press("tab")
        assert seen.place == ("risks",)
        assert marked(seen) == [""] and "appears below the highlight" in seen.text

        await seen.press("shift+tab", *("backspace",) * 3)
        assert seen.place == ("owner",)
        assert marked(seen) == [""] and "appears below the highlight" in seen.text


async def test_a_question_that_comes_nowhere_says_so():
    async with asking(SWITCH, {"title": "One", "old": True, "colour": "red"}) as seen:
        seen.question._go_to(("aside",))  # pyright: ignore[reportPrivateUsage]
        await seen.press("f24")

        assert marked(seen) == [] and "not in the plan" in seen.text


async def test_a_yes_or_no_marks_its_lines_as_it_is_switched():
    async with asking(SWITCH, {"title": "One"}) as seen:
        await seen.press("tab", "1")
        await seen.press("shift+tab")
        await seen.press("tab")
        assert seen.place in {("old",), ("colour",)}
        seen.question._go_to(("old",))  # pyright: ignore[reportPrivateUsage]
        await seen.press("f24")
        assert marked(seen) == ["Keep the old one.", ""] or marked(seen) == ["Keep the old one."]

        await seen.press("2")
        seen.question._go_to(("old",))  # pyright: ignore[reportPrivateUsage]
        await seen.press("f24")
        assert marked(seen) == [""] and "appears below the highlight" in seen.text


async def test_all_of_the_project_plan_says_something_on_a_blank_draft():
    async with asking_draft(start_draft(interview("project-plan", {}))) as seen:
        for path in seen.interview.asked_paths():
            seen.question._go_to(path)  # pyright: ignore[reportPrivateUsage]
            await seen.press("f24")

            assert marked(seen), path


async def test_a_skipped_question_has_no_place_in_the_plan():
    async with asking(OWNER, {"goal": "Talk", "owner": "Ada"}) as seen:
        seen.question._go_to(("owner",))  # pyright: ignore[reportPrivateUsage]
        await seen.press("f6")
        assert "Skipped: this does not appear in the plan." in " ".join(seen.text.split())
        assert marked(seen) == [] and "not in the plan" in seen.text

        await seen.press("f6")
        assert marked(seen) and "not in the plan" not in seen.text.replace("appear in the plan", "")
