"""A search over an interview finds what is asked, answered and written in the plan, each with its place in words."""

from __future__ import annotations

from tests.support.one_question import template_text
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.limits import MAX_SEARCH_HITS
from wizard.model.answers import Answers
from wizard.render.plan import render_plan
from wizard.search.interview_search import InterviewSearch, SearchHit, searchable_words

QUESTIONS = """
id: name
kind: line
label: What is it called?
short: Name
help: The launch of nothing else has this name.
id: goal
kind: text
label: What is it for?
id: secret
kind: line
label: Is there a launch code?
when: name == "Secret"
id: how
kind: choice
label: How big is it?
options: [{value: s, label: Small launch}, large]
id: risks
kind: table
label: What may go wrong?
columns: [{id: risk, kind: line, label: Risk}, {id: odds, kind: line, label: Odds}]
id: steps
kind: group
label: Which steps?
item: step
questions:
  - {id: title, kind: line, label: What is done in it?, short: Title}
  - {id: tasks, kind: checklist, label: Which tasks?, item: task}
"""
BODY = """# {{ name }}

{{ goal }}

## Before the **launch** day

{% for step in steps %}
### {{ step.title }}
{% for task in step.tasks %}
- [ ] {{ task.text }}
{% endfor %}
{% endfor %}

{{ how }} {% for risk in risks %}{{ risk.risk }}{% endfor %}
"""
ANSWERS: Answers = {
    "name": "Relay",
    "goal": "A chat.\nLaunch it on Über-day.",
    "how": "s",
    "risks": ({"risk": "Late", "odds": "a launch slips"},),
    "steps": ({"title": "Begin"}, {"title": "End", "tasks": ({"text": "Dry run"}, {"text": "The launch"})}),
}


def searched(answers: Answers = ANSWERS) -> InterviewSearch:
    interview = Interview.begin(read_template(template_text(QUESTIONS, BODY), "test.md"), answers)
    return InterviewSearch(interview, render_plan(interview))


def found(query: str, answers: Answers = ANSWERS) -> list[tuple[str, str, str]]:
    """Kind, place in words and the text that was found, of every hit."""
    return [(hit.kind, " › ".join(hit.where), _marked(hit)) for hit in searched(answers).find(query).hits]


def _marked(hit: SearchHit) -> str:
    start, end = hit.extent
    return f"{hit.text[:start]}[{hit.text[start:end]}]{hit.text[end:]}"


def test_one_query_finds_questions_answers_and_the_plan() -> None:
    assert found("LAUNCH") == [
        ("question", "Part › Name", "The [launch] of nothing else has this name."),
        ("answer", "Part › Goal", "[Launch] it on Über-day."),
        ("answer", "Part › How", "Small [launch]"),
        ("answer", "Part › Risks", "a [launch] slips"),
        ("answer", "Part › Step 2 › Tasks", "The [launch]"),
        ("plan", "Plan › Before the launch day", "## Before the **[launch]** day"),
    ]


def test_a_hit_says_where_its_answer_is_and_the_cursor_goes() -> None:
    goal, how, risks, tasks = (hit for hit in searched().find("launch").hits if hit.kind == "answer")

    assert (goal.path, goal.offset) == (("goal",), len("A chat.\n"))
    assert how.path == ("how",)
    assert (risks.path, risks.offset) == (("risks", 0, "odds"), 2)
    assert (tasks.path, tasks.offset) == (("steps", 1, "tasks", 1), 4)


def test_the_questions_of_items_are_named_with_their_item() -> None:
    assert [hit.where for hit in searched().find("done in it").hits] == [
        ("Part", "Step 1", "Title"),
        ("Part", "Step 2", "Title"),
    ]


def test_what_is_not_asked_is_not_found() -> None:
    assert found("code") == []
    assert [kind for kind, *_ in found("code", {**ANSWERS, "name": "Secret"})] == ["question"]


def test_words_in_another_order_are_found_where_all_of_them_are() -> None:
    assert [where for _, where, _ in found("slips launch")] == ["Part › Risks"]
    assert found("slips nowhere") == []


def test_typed_text_that_is_no_answer_yet_is_found() -> None:
    interview = Interview.begin(read_template(template_text("id: day\nkind: date\nlabel: When?"), "test.md"))
    typed = interview.type_text(("day",), "next spr")

    assert [hit.path for hit in InterviewSearch(typed, render_plan(typed)).find("spr").hits] == [("day",)]


def test_hits_are_gone_through_around_the_end() -> None:
    result = searched().find("launch")
    hits, last = result.hits, result.hits[-1]

    assert result.next_after(hits[0], 1) == hits[1]
    assert result.next_after(last, 1) == hits[0]
    assert result.next_after(hits[0], -1) == last
    assert searched().find("nowhere").next_after(last, 1) is None


def test_of_many_hits_a_list_is_shown_that_can_be_read() -> None:
    many: Answers = {"goal": "\n".join(["word"] * 3 * MAX_SEARCH_HITS)}
    result = searched(many).find("word")

    assert len(result.hits) == MAX_SEARCH_HITS
    assert result.has_more


def test_the_words_of_a_question_hold_all_that_it_can_be_found_by() -> None:
    interview = Interview.begin(read_template(template_text(QUESTIONS, BODY), "test.md"), ANSWERS)

    words = searchable_words(interview, ("steps", 1, "tasks"))
    assert all(word in words for word in ("Part", "tasks", "Which tasks?", "Dry run", "The launch"))
    assert "Relay" not in words
