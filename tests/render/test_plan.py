"""A plan follows its answers: what did not change stays, and every place leads to its question."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from tests.support.rendering import interview_of, plan
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, AnswerPath, answer_at, is_list
from wizard.render.plan import Plan, render_plan, update_plan

BODY = """
# {{ name }}

{{ goal }}

{% set number = 1 %}
{% if sure %}
{% set number = number + 1 %}
## {{ number }}. Why

{{ reason }}

{% endif %}
{% set number = number + 1 %}
## {{ number }}. Steps

{% for step in steps %}
### Step {{ loop.index }}: {{ step.title }}

{{ step.body }}

{% for task in step.tasks %}
- [{{ "x" if task.done else " " }}] {{ task.text }}
{% endfor %}

{% endfor %}
## Tags

{% for tag in tags %}
- {{ tag }}{% if not loop.last %};{% endif %}
{% endfor %}

| Tag | Of |
| --- | --- |
{% for tag in tags if tag != "skip" %}
| {{ tag }} | {{ name }} |
{% endfor %}
"""
STEPS: tuple[Answer, ...] = tuple(
    {"title": f"T{n}", "body": f"B{n}", "tasks": ({"text": "x", "done": False},)} for n in range(5)
)


def changed(interview: Interview, path: AnswerPath, answer: Answer) -> tuple[Plan, Plan]:
    """The plan before and after one answer, the second from the first."""
    after = interview.answer(path, answer)
    before = render_plan(interview)
    return before, update_plan(before, interview, after)


def renewed(before: Plan, after: Plan) -> list[str]:
    """The first lines of the pieces that are not the objects that they were."""
    kept = {id(piece) for piece in before.segments}
    return [piece.text.strip().split("\n")[0] for piece in after.segments if id(piece) not in kept]


def test_one_answer_renders_only_what_reads_it() -> None:
    before, after = changed(interview_of(BODY, name="A", steps=STEPS), ("goal",), "New")

    assert renewed(before, after) == ["# A"]
    assert "New" in after.text and "New" not in before.text


def test_one_answer_of_an_item_renders_that_item() -> None:
    before, after = changed(interview_of(BODY, steps=STEPS), ("steps", 3, "title"), "New")

    assert renewed(before, after) == ["### Step 4: New"]


def test_an_item_put_in_front_renumbers_those_behind_it() -> None:
    interview = interview_of(BODY, steps=STEPS)
    after = interview.add_item(("steps",), 3, {"title": "New"})

    before = render_plan(interview)

    assert renewed(before, update_plan(before, interview, after)) == [
        "### Step 4: New",
        "### Step 5: T3",
        "### Step 6: T4",
    ]


def test_items_that_read_how_many_there_are_follow_their_number() -> None:
    interview = interview_of(BODY, tags=("a", "b"))

    _, after = changed(interview, ("tags",), ("a", "b", "c"))

    assert "- a;\n- b;\n- c\n" in after.text


def test_a_condition_that_turns_brings_its_part_and_renumbers_what_follows() -> None:
    interview = interview_of(BODY, steps=STEPS, sure=False)

    before, after = changed(interview, ("sure",), True)

    assert renewed(before, after) == ["## 2. Why", "## 3. Steps"]


def test_an_answer_that_changes_nothing_else_in_a_name_that_is_set_renders_nothing_behind_it() -> None:
    body = "# {{ name }}\n\n{% set known = goal is answered %}\n## {% if known %}Known{% endif %}\n"

    before, after = changed(interview_of(body, name="A", goal="one"), ("goal",), "two")

    assert renewed(before, after) == []


def test_the_same_answers_are_the_same_plan() -> None:
    interview = interview_of(BODY, steps=STEPS)
    made = render_plan(interview)

    assert update_plan(made, interview, interview.go_to(("goal",))) is made


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, int, Answer]:
    return (
        draw(
            st.sampled_from(
                ("name", "goal", "sure", "reason", "tags", "step", "title", "body", "tasks", "remove", "move")
            )
        ),
        draw(st.integers(0, 4)),
        draw(st.sampled_from(("one", "skip", "- a\n- b", "# h\n\ntext", None, "two words"))),
    )


def edited(interview: Interview, kind: str, index: int, value: Answer) -> Interview:
    items = answer_at(interview.answers, ("steps",))
    count = len(items) if is_list(items) else 0
    match kind:
        case "sure":
            return interview.answer(("sure",), None if value is None else index % 2 == 0)
        case "tags":
            return interview.answer(("tags",), None if value is None else tuple([str(value)] * index))
        case "step":
            return interview.add_item(("steps",), min(index, count), {"title": str(value)})
        case "remove" if index < count:
            return interview.remove_item(("steps",), index)
        case "move" if index < count:
            return interview.move_item(("steps",), index, 1)
        case "title" | "body" if index < count:
            return interview.answer(("steps", index, kind), value)
        case "tasks" if index < count:
            return interview.answer(
                ("steps", index, kind), None if value is None else ({"text": str(value), "done": True},)
            )
        case "name" | "goal" | "reason":
            return interview.answer((kind,), value)
        case _:
            return interview


ROWS = "| {{ name }} | {{ goal }} | {{ reason | upper }} |\n" * 40
KINDS = "| {{ kind }} | {{ kind ~ name }} | {{ kind }} |\n"
MANY_SLOTS = (
    f"| A | B | C |\n|---|---|---|\n{ROWS}",
    f"{{% if sure %}}{{% set kind = reason %}}{{% endif %}}| A | B | C |\n|---|---|---|\n{ROWS}{KINDS}",
    f"{{% if sure %}}\n# One\n{{% set kind = goal %}}\n{{% endif %}}\n# Two\n\n| A | B |\n|---|---|\n{ROWS}{KINDS}",
    "{{ name }} *is* {{ goal }}, {% if sure %}{{ reason }}{% endif %} " * 40,
)


@pytest.mark.parametrize("body", [BODY, *MANY_SLOTS])
@settings(max_examples=60, deadline=None)
@given(steps=st.lists(edits(), max_size=8))
def test_after_any_edits_the_plan_is_the_one_rendered_as_a_whole(
    body: str, steps: list[tuple[str, int, Answer]]
) -> None:
    interview = interview_of(body)
    made = render_plan(interview)

    for kind, index, value in steps:
        try:
            after = edited(interview, kind, index, value)
        except InvalidAnswer:
            continue
        made, interview = update_plan(made, interview, after), after
        whole = render_plan(interview)
        assert [(piece.text, piece.spans) for piece in made.segments] == [
            (piece.text, piece.spans) for piece in whole.segments
        ]
        assert made.text == whole.text


# From questions to places and back


def shown(made: Plan, path: AnswerPath) -> list[str]:
    return [made.segments[index].text[span.start : span.end] for index, span in made.spans_of(path)]


def test_the_places_of_a_question_are_found_with_everything_below_it() -> None:
    made = plan(BODY, name="A", steps=STEPS, tags=("a", "skip"))

    assert shown(made, ("name",)) == ["A", "A"]
    assert shown(made, ("steps", 2, "title")) == ["T2"]
    assert shown(made, ("steps", 2)) == ["T2", "B2", " ", "x"]
    assert len(shown(made, ("steps",))) == 4 * len(STEPS)
    assert shown(made, ("tags", 1)) == ["skip"]
    assert shown(made, ("size",)) == []


def test_the_places_are_found_after_an_update_too() -> None:
    _, made = changed(interview_of(BODY, steps=STEPS), ("steps", 2, "title"), "New")

    assert shown(made, ("steps", 2, "title")) == ["New"]


def path_at(made: Plan, words: str) -> AnswerPath | None:
    for index, piece in enumerate(made.segments):
        if words in piece.text:
            return made.path_at(index, piece.text.index(words))
    raise AssertionError(words)


def test_a_character_leads_to_the_answer_that_made_it() -> None:
    made = plan(BODY, name="Alpha", steps=STEPS)

    assert path_at(made, "Alpha") == ("name",)
    assert path_at(made, "T3") == ("steps", 3, "title")
    assert path_at(made, "B3") == ("steps", 3, "body")


def test_the_templates_own_text_leads_to_the_nearest_question() -> None:
    made = plan(BODY, name="Alpha", steps=STEPS, tags=("a",))

    assert path_at(made, "Step 3:") == ("steps", 2, "title")
    assert path_at(made, "2. Steps") == ("steps", 0, "title")
    assert path_at(made, "## Tags") == ("tags", 0)
    assert path_at(made, "| Tag | Of") == ("tags", 0)


def test_a_plan_without_questions_leads_nowhere() -> None:
    assert plan("# Nothing\n").path_at(0, 3) is None
    assert plan("# Nothing\n").path_at(7, 0) is None
