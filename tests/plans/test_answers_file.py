"""The answers file: in the template's order, in the shapes that people write."""

from __future__ import annotations

from pathlib import Path

from tests.support.small_plan import SMALL
from wizard.answers.orphans import Orphan
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.plans.answers_file import answers_file_name, answers_file_text, read_answers, read_record
from wizard.render.plan import render_plan

TEMPLATE = read_template(SMALL, "small")
FILLED = (
    Interview.begin(TEMPLATE)
    .answer(("steps",), ({"tasks": ({"text": "dig", "done": True}, {"text": "fill", "done": False}), "title": "one"},))
    .answer(("ideas",), ("yes", "2026-02-28", "#x"))
    .answer(("name",), "Relay")
    .answer(("goal",), "Two\nlines")
    .leave_out(("big",))
)


def written(interview: Interview, strangers: tuple[Orphan, ...] = ()) -> str:
    """The answers file of a plan that is written as it was rendered."""
    text = render_plan(interview).text
    return answers_file_text(interview, strangers, text, text.encode())


def test_the_answers_stand_in_the_templates_order_and_in_block_style() -> None:
    assert written(FILLED).partition("saved:")[0] == (
        "template: small\nversion: 1\nanswers:\n  name: Relay\n  goal: |-\n    Two\n    lines\n  big: null\n"
        "  ideas:\n    - 'yes'\n    - '2026-02-28'\n    - '#x'\n  steps:\n    - title: one\n      tasks:\n"
        "        - text: dig\n          done: true\n        - fill\n"
    )


def test_the_answers_are_read_as_they_were_given() -> None:
    assert read_answers(written(FILLED), "answers.yaml", TEMPLATE) == FILLED.answers


def test_rows_that_are_still_empty_are_no_answers() -> None:
    interview = FILLED.add_item(("ideas",), 1).add_item(("ideas",), 0, " ")

    assert read_answers(written(interview), "answers.yaml", TEMPLATE) == FILLED.answers


def test_what_has_no_question_and_what_is_no_answer_yet_is_kept_beside_the_answers() -> None:
    stranger = Orphan(("owner",), "us", "its question no longer exists")
    text = written(FILLED.set_unfinished(("start",), "2026-"), (stranger,))

    assert read_answers(text, "answers.yaml", TEMPLATE) == FILLED.answers
    assert "start: '2026-'" in text and "answer: us" in text


def test_the_record_has_the_text_that_was_rendered() -> None:
    record = read_record(written(FILLED).encode())

    assert record is not None
    assert record.base == render_plan(FILLED).text


def test_a_file_that_is_not_ours_has_no_record() -> None:
    for content in (
        b"",
        b"answers: {}\n",
        b"- 1\n",
        b"\xff",
        b"template: a\nsaved: 1\n",
        b"template: a\nsaved: {lines: 1}",
    ):
        assert read_record(content) is None


def test_the_answers_lie_beside_the_plan() -> None:
    names = {"plan.md": "plan", "plan.MD": "plan", "a.b.markdown": "a.b", "README": "README", "plan.txt": "plan.txt"}

    assert {name: answers_file_name(name) for name in names} == {
        name: f"{stem}.answers.yaml" for name, stem in names.items()
    }
    assert Path(answers_file_name("plan.md")).name == "plan.answers.yaml"
