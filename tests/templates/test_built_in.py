"""The three built-in plans: blank they are their documents, filled they read as plans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, cycle

import pytest
from hypothesis import given, settings, strategies as st

from tests.support.built_in_plans import (
    EXAMPLES,
    NAMES,
    OPTIONAL,
    SEEDS,
    TEMPLATES,
    example,
    ids,
    interview,
    nodes_of,
    plan,
    problems_of,
    rendered,
    texts_in,
)
from tests.support.completeness import is_complete
from wizard.model.answers import Answer, AnswerPath, is_mapping
from wizard.model.template import Question
from wizard.plans.saving.naming import file_name

every_plan = pytest.mark.parametrize("name", NAMES)


@every_plan
def test_without_answers_it_is_its_document_byte_for_byte(name: str) -> None:
    blank = plan(name, {})

    assert blank.text.encode() == (SEEDS / f"{name}.md").read_bytes()


@every_plan
def test_the_example_answers_give_the_example_plan(name: str) -> None:
    filled = plan(name, example(name))

    assert filled.text.encode() == (EXAMPLES / f"{name}.md").read_bytes()


@every_plan
def test_the_example_answers_every_question_in_the_order_of_the_template(name: str) -> None:
    filled = interview(name, example(name))

    assert tuple(filled.answers) == ids(name)
    assert filled.missing_paths() == ()
    assert is_complete(filled)


@every_plan
def test_no_placeholder_is_left_in_the_example(name: str) -> None:
    complete = plan(name, example(name))

    assert not [span for piece in complete.segments for span in piece.spans if span.is_placeholder]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("project-plan", "relay-plan.md"),
        ("feature-plan", "password-reset-by-e-mail-feature.md"),
        ("roadmap", "relay-roadmap.md"),
    ],
)
def test_the_plan_is_saved_under_its_own_name(name: str, file: str) -> None:
    assert file_name(interview(name, example(name))) == file


# Left out


@pytest.mark.parametrize(("name", "id"), OPTIONAL)
def test_what_is_left_out_leaves_no_hole(name: str, id: str) -> None:
    answers = {**example(name), id: None}

    assert not problems_of(rendered(name, answers))
    assert not problems_of(rendered(name, {id: None}))


@every_plan
def test_the_least_plan_has_no_holes(name: str) -> None:
    answers = {id: None if (name, id) in OPTIONAL else answer for id, answer in example(name).items()}

    assert not problems_of(rendered(name, answers))


@every_plan
def test_items_with_only_what_is_required_have_no_holes(name: str) -> None:
    template = TEMPLATES[name]
    answers = {question.id: bare(question, example(name)[question.id]) for question in template.questions()}

    assert not problems_of(rendered(name, answers))


def bare(question: Question, answer: Answer) -> Answer:
    """The answer with all that may be left out of its items left out."""
    if not question.questions or not isinstance(answer, tuple):
        return answer
    items = [item for item in answer if is_mapping(item)]
    return tuple({q.id: item.get(q.id) if q.required else None for q in question.questions} for item in items)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_left_out_there_are_no_holes_and_no_gaps_in_the_numbers(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES))
    filled = example(name) if data.draw(st.booleans()) else {}
    left_out = data.draw(st.sets(st.sampled_from([id for owner, id in OPTIONAL if owner == name])))

    text = rendered(name, {**filled, **dict.fromkeys(left_out)})

    assert not problems_of(text)


@given(st.data())
def test_whatever_is_answered_no_heading_stands_over_nothing_and_the_plan_ends_with_a_line(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES))
    answered = data.draw(st.sets(st.sampled_from(ids(name)), min_size=1))
    optional = [id for owner, id in OPTIONAL if owner == name]
    left_out = data.draw(st.sets(st.sampled_from(optional)))
    emptied = data.draw(st.sets(st.sampled_from([id for id in optional if isinstance(example(name)[id], tuple)])))
    answers = {id: example(name)[id] for id in answered}

    text = rendered(name, {**dict.fromkeys(left_out), **dict.fromkeys(emptied, ()), **answers})

    assert not problems_of(text)
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert not text.startswith("# \n")


# Every character knows its question


@every_plan
def test_every_answer_is_found_where_it_stands_and_leads_back(name: str) -> None:
    template = TEMPLATES[name]
    words = iter(f"Quartz{number}" for number in range(1000, 2000))
    answers = {question.id: unique_answer(question, words) for question in template.questions()}

    complete = plan(name, answers)

    for path, word in words_in(answers):
        spans = complete.spans_of(path)
        assert [True for index, span in spans if word in complete.segments[index].text[span.start : span.end]], path
        for index, span in spans:
            leads_to = complete.path_at(index, span.start)
            assert leads_to is not None
            assert leads_to[: len(path)] == path or path[: len(leads_to)] == leads_to


HOSTILE = (
    "# Head", "## 9. Head", "- item", "*   [x] item", "1. one", "> quote", "```", "~~~", "---", "=====", "| a | b |",
    "| - | - |", "</critical_warning>", "<!-- note", "<div>", "[word]: there", "[open](", "`tick", "**bold", "\\",
    "    code", "\t", "{{ goal }}", "\u2028", "\x00", "e\u0301",
)  # fmt: skip
hostile_words = st.lists(
    st.tuples(st.sampled_from(HOSTILE), st.sampled_from(("\n", "\n\n", " ", "\r\n")), st.booleans()),
    min_size=1,
    max_size=12,
)


@given(st.sampled_from(NAMES), hostile_words)
@settings(max_examples=25, deadline=None)
def test_whatever_is_typed_the_parts_of_the_plan_stay_and_every_answer_is_found(
    name: str, hostile: list[tuple[str, str, bool]]
) -> None:
    template = TEMPLATES[name]
    tame = {q.id: unique_answer(q, (f"Quartz{n}" for n in count(1000))) for q in template.questions()}
    words = (
        f"Quartz{number}{gap}{mark}" if leads else f"{mark}{gap}Quartz{number}"
        for number, (mark, gap, leads) in zip(count(1000), cycle(hostile))
    )
    answers = {question.id: unique_answer(question, words) for question in template.questions()}

    complete = plan(name, answers)

    assert parts_of(complete.text) == parts_of(rendered(name, tame))
    for path, word in words_in(answers):
        spans = complete.spans_of(path)
        assert [True for index, span in spans if word in complete.segments[index].text[span.start : span.end]], path


def parts_of(text: str) -> list[str]:
    """The titles of the second level, as CommonMark reads them."""
    return [heading.children[0].content for heading in nodes_of(text, "heading") if heading.tag == "h2"]


def unique_answer(question: Question, words: Iterator[str]) -> Answer:
    match question.kind:
        case "yesno":
            return True
        case "choice" | "choices" if not question.other:
            return question.options[0].value
        case "line" | "text" | "choice":
            return next(words)
        case "diagram":
            return f'flowchart TD\n    A["{next(words)}"]'
        case "list" | "choices":
            return (next(words), next(words))
        case "checklist":
            return ({"text": next(words), "done": False}, {"text": next(words), "done": True})
        case "table" | "group":
            return tuple({q.id: unique_answer(q, words) for q in question.questions} for _ in range(2))
        case "number" | "date":
            raise NotImplementedError(question.kind)


def words_in(answer: Answer, path: AnswerPath = ()) -> Iterator[tuple[AnswerPath, str]]:
    if isinstance(answer, str):
        yield from ((path, word) for word in re.findall(r"Quartz\d+", answer))
    elif isinstance(answer, tuple):
        for index, item in enumerate(answer):
            yield from words_in(item, (*path, index))
    elif is_mapping(answer):
        for key, part in answer.items():
            yield from words_in(part, (*path, key))


@every_plan
def test_every_placeholder_leads_to_its_question(name: str) -> None:
    blank = plan(name, {})
    template = TEMPLATES[name]

    for question in template.questions():
        if not list(texts_in(question.placeholder)):
            continue
        found = blank.spans_of((question.id,))
        shown = [blank.segments[index].text[span.start : span.end] for index, span in found]
        assert [text for text in texts_in(question.placeholder) if text not in shown] == [], question.id


@pytest.mark.parametrize("id", ["changes_api", "changes_ui", "changes_database"])
def test_numbers_that_close_up_are_not_what_the_question_fills(id: str) -> None:
    filled = plan("feature-plan", example("feature-plan"))

    assert filled.spans_of((id,)) == ()
