"""`today` in a template: the day of the first save, so that a plan does not go stale by itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.support.commands import Program
from wizard.compiler.loader import check_template, load_template, read_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answer
from wizard.render.plan import render_plan

TEMPLATE = """\
---
wizard: 1
name: review
title: Review
save_as: review.md
sections:
  - title: All
    questions:
      - {id: goal, kind: line, label: G?}
      - {id: due, kind: date, label: D?, default: "{{ today | plus_days(14) }}"}
      - {id: note, kind: line, label: N?, when: due < today}
---
# {{ goal }}

Written {{ today | date("%d %B %Y") }}, due {{ due }}. {{ note }}
"""
FIRST, LATER = "1772236800", "1772409600"
"""28 February 2026 and 2 March 2026."""


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", FIRST)
    Path("review-template.md").write_text(TEMPLATE)


def draft(program: Program, name: str = "review") -> None:
    program("new", "./review-template.md", "--draft", name, "--set", "goal=Look back", "--json")


def test_a_template_that_reads_today_has_no_finding() -> None:
    assert check_template(TEMPLATE, "t.md") == ()


def test_without_an_epoch_today_is_the_day_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")

    before = datetime.now().astimezone().date().isoformat()
    loaded = load_template("./review-template.md").today

    assert loaded in (before, datetime.now().astimezone().date().isoformat())


def test_a_compiled_template_from_the_cache_does_not_keep_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    before = load_template("./review-template.md").today
    monkeypatch.setenv("SOURCE_DATE_EPOCH", LATER)

    assert (before, load_template("./review-template.md").today) == ("2026-02-28", "2026-03-02")


def test_today_is_a_default_and_stands_in_conditions() -> None:
    interview = Interview.begin(read_template(TEMPLATE, "t.md"))

    assert interview.default_of(("due",)) == "2026-03-14"
    assert interview.is_asked(("note",)) is False
    assert interview.answer(("due",), "2026-02-27").is_asked(("note",)) is True


def test_a_saved_plan_is_current_on_the_next_day(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    draft(program)
    assert program("save", "review").code == 0
    before = Path("review.md").read_text()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", LATER)

    assert "Written 28 February 2026" in before
    assert "  today: '2026-02-28'\n" in Path("review.answers.yaml").read_text()
    assert program("check", "review.md").err == "review.md matches its answers.\n"
    assert program("render", "review.answers.yaml").out == before


def test_a_draft_keeps_the_day_of_its_first_save(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    draft(program)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", LATER)
    program("save", "review")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", FIRST)
    program("answer", "review", stdin='{"goal": "Look ahead"}')
    program("save", "review")

    assert Path("review.md").read_text().startswith("# Look ahead\n\nWritten 02 March 2026, ")


def test_a_plan_that_is_opened_again_keeps_its_day(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    draft(program)
    program("save", "review")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", LATER)
    opened = program("open", "review.md", "--draft", "again", "--json")
    program("answer", "again", stdin='{"goal": "Look ahead"}')
    saved = program("save", "again")

    assert (opened.code, saved.code) in ((0, 0), (3, 0))
    assert Path("review.md").read_text().startswith("# Look ahead\n\nWritten 28 February 2026, ")


def test_a_plan_of_a_template_without_it_records_no_day(program: Program) -> None:
    Path("review-template.md").write_text(TEMPLATE.replace("today | plus_days(14)", "goal").replace("today", "due"))
    draft(program, "plain")
    program("save", "plain")

    assert "today" not in Path("review.answers.yaml").read_text()


@pytest.mark.parametrize("answer", ["2026-01-01", None])
def test_a_question_with_that_id_is_read_instead(answer: Answer) -> None:
    text = TEMPLATE.replace("id: due", "id: today").replace("due", "today")
    template = read_template(text, "t.md")

    assert template.reads_today is False
    shown = render_plan(Interview.begin(template, {} if answer is None else {"today": answer})).text
    assert ("1 January 2026" in shown) is (answer is not None)
    assert "28 February" not in shown
