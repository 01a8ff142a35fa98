"""Text that stands only while a question is open belongs to that question, as its placeholder does."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.support.hand_built import KEEP, blank_trees, comment, is_open, original, question, template_of_nodes
from tests.support.rendering import interview_of, plan
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath
from wizard.model.body import Condition, Node, Slot, Text
from wizard.model.expressions import And, Expression, IsTest, Name, Not, Or
from wizard.model.template import Template
from wizard.render.plan import Plan, render_plan, update_plan

LONG = "## Risks\n\nSay what may happen.\n\n| Risk | Chance |\n|---|---|\n|   |   |\n\n### More\n\n- [ ] looked at\n\n"
A, B = question("a"), question("b")


def marked(made: Plan, *path: str | int) -> list[str]:
    """The texts that a plan marks for a question."""
    return [made.segments[index].text[span.start : span.end] for index, span in made.spans_of(path)]


def clicked(made: Plan, words: str) -> AnswerPath | None:
    """Where a click on the first place with some words leads."""
    for index, segment in enumerate(made.segments):
        if words in segment.text:
            return made.path_at(index, segment.text.index(words))
    raise AssertionError(words)


def blank(*nodes: Node) -> Plan:
    return render_plan(Interview.begin(template_of_nodes(*nodes, questions=(A, B, KEEP))))


def when(test: Expression, text: str = "Original.") -> Condition:
    return Condition(((test, (Text(text),)),))


def test_text_that_an_answer_replaces_is_its_questions_placeholder():
    made = blank(Text("# Plan\n\nStays.\n\n"), original("a", "Say what.\n", (Slot(Name("a"), 0),)), Text("\nEnd.\n"))

    assert marked(made, "a") == ["Say what."]
    ((_, span),) = made.spans_of(("a",))
    assert span.is_placeholder
    assert clicked(made, "what") == ("a",)


def test_a_text_of_many_blocks_is_one_span_in_each_segment():
    made = blank(Text("# Plan\n\n"), original("a", LONG, (Slot(Name("a"), 0),)), Text("## End\n\n"), Slot(Name("b"), 1))

    assert "".join(marked(made, "a")).split() == LONG.split()
    assert [span for _, span in made.spans_of(("a",)) if not span.is_placeholder] == []
    for words in ("Risks", "may happen", "Chance", "More", "looked"):
        assert clicked(made, words) == ("a",)


def test_a_heading_inside_such_text_makes_segments_that_all_belong_to_the_question():
    made = blank(Text("# Plan\n\n"), original("a", "## One\n\n1\n\n## Two\n\n2\n\n"), Text("## End\n"))

    assert len(made.segments) > 2
    assert marked(made, "a") == ["## One\n\n1", "## Two\n\n2"]
    assert clicked(made, "End") == ("a",)  # the nearest there is


@pytest.mark.parametrize(
    "test",
    [
        is_open("a"),
        Or(is_open("a"), Name("keep_comments")),
        Or(Name("keep_comments"), is_open("a")),
        Or(Or(is_open("a"), Name("b")), Name("keep_comments")),
    ],
)
def test_a_condition_may_hold_for_other_reasons_too(test: Expression):
    assert marked(blank(when(test)), "a") == ["Original."]


@pytest.mark.parametrize(
    "test",
    [
        Not(is_open("a")),
        And(is_open("a"), is_open("b")),
        Or(is_open("a"), Name("a")),
        Or(is_open("a"), IsTest(Name("a"), "answered")),
        Or(Not(Name("b")), Name("a")),
    ],
)
def test_text_that_stands_for_no_single_question_or_stays_beside_its_answer_belongs_to_none(test: Expression):
    assert marked(blank(when(test)), "a") == []


def test_text_for_several_open_questions_belongs_to_each():
    made = blank(when(Or(is_open("a"), is_open("b"))))

    assert marked(made, "a") == marked(made, "b") == ["Original."]
    assert clicked(made, "Original") == ("a",)


def test_a_comment_that_is_kept_belongs_to_no_question_once_that_is_answered():
    template = template_of_nodes(
        Text("# A\n\n"), comment("a", "<!-- Help. -->"), Text("\n"), Slot(Name("a"), 0), questions=(A, B, KEEP)
    )
    opened = Interview.begin(template, {"keep_comments": True})
    answered = opened.answer(("a",), "Done.")

    before = render_plan(opened)
    after = update_plan(before, opened, answered)

    assert marked(before, "a")[0] == "<!-- Help. -->"
    assert marked(after, "a") == ["Done."]
    assert after.text == render_plan(answered).text
    assert after.segments == render_plan(answered).segments


def test_the_segments_under_a_condition_change_hands_with_it():
    template = template_of_nodes(
        Text("# A\n\n"),
        Condition(((Or(is_open("a"), Name("keep_comments")), (Text("## One\n\n1\n\n## Two\n\n2\n\n"),)),)),
        Text("## End\n"),
        questions=(A, B, KEEP),
    )
    opened = Interview.begin(template, {"keep_comments": True})
    answered = opened.answer(("a",), "Done.")
    before = render_plan(opened)

    assert marked(before, "a") == ["## One\n\n1", "## Two\n\n2"]
    after = update_plan(before, opened, answered)
    assert marked(after, "a") == []
    assert after.text == before.text
    assert marked(update_plan(after, answered, opened), "a") == marked(before, "a")


def test_two_texts_of_one_question_do_not_take_what_stands_between_them():
    made = blank(original("a", "One. "), Text("Mine. "), original("a", "Two."), Text("\n"))

    assert marked(made, "a") == ["One.", "Two."]


def test_a_blank_inside_such_text_keeps_its_own_question():
    inner = Condition(((is_open("a"), (Text("Ask "), Slot(Name("b"), 0), Text(" first.\n"))), (None, ())))
    template = template_of_nodes(inner, questions=(A, question("b", "[b]"), KEEP))

    made = render_plan(Interview.begin(template))

    assert marked(made, "a") == ["Ask", "first."]
    assert marked(made, "b") == ["[b]"]


def test_the_text_of_an_item_belongs_to_the_question_of_that_item():
    title = "{% if step.title is open %}Original.{% else %}{{ step.title }}{% endif %}"
    body = f"{{% for step in steps %}}\n## Step\n\n{title}\n\n{{% endfor %}}\n"
    made = plan(body, steps=({"title": "Dig"}, {}))

    assert marked(made, "steps", 1, "title") == ["Original."]
    assert marked(made, "steps", 0, "title") == ["Dig"]
    assert marked(render_plan(interview_of(body)), "steps") != []


@given(blank_trees())
def test_spans_are_in_order_and_the_same_after_an_update(drawn: tuple[Template, str]) -> None:
    template, _ = drawn
    interview = Interview.begin(template)
    made = render_plan(interview)
    for each in template.questions():
        after = interview.toggle(each) if each.at_review else interview.answer((each.id,), "An answer.")
        made, interview = update_plan(made, interview, after), after
        assert made.segments == render_plan(after).segments
        for segment in made.segments:
            ends = [0, *(place for span in segment.spans for place in (span.start, span.end)), len(segment.text)]
            assert ends == sorted(ends)
