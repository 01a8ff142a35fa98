"""What filters leave in a plan: items in another order that are still answers, open questions, typed text."""

from __future__ import annotations

import pytest

from tests.support.rendering import plan, rendered
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, AnswerPath
from wizard.render.plan import Plan, render_plan, with_unfinished_text

FRONT = """\
---
wizard: 1
name: sprint
title: Sprint
sections:
  - title: All
    questions:
      - {id: number, kind: number, label: N?, placeholder: "[number]"}
      - {id: due, kind: date, label: D?, placeholder: "[date]"}
      - {id: days, kind: number, label: D?, placeholder: "[days]"}
      - id: risks
        kind: group
        label: R?
        item: risk
        placeholder: [{title: "[First risk]"}, {title: "[Second risk]"}]
        questions:
          - {id: title, kind: line, label: T?, placeholder: "[Risk]"}
          - {id: level, kind: choice, label: L?, options: [high, medium, low]}
          - {id: has_date, kind: yesno, label: H?}
          - {id: until, kind: date, label: U?, when: has_date, placeholder: "[until]"}
---
"""
RISKS: Answer = (
    {"title": "Slow", "level": "low", "has_date": True, "until": "2026-03-01"},
    {"title": "Leak", "level": "high", "has_date": False, "until": "2026-01-01"},
    {"level": "medium", "has_date": True, "until": "2026-02-01"},
    {"title": "Cost", "level": "high", "has_date": True},
)


def plan_of(body: str, **answers: Answer) -> Plan:
    return render_plan(Interview.begin(read_template(f"{FRONT}{body}", "t.md"), answers))


def path_of(made: Plan, word: str) -> AnswerPath | None:
    for index, segment in enumerate(made.segments):
        if word in segment.text:
            return made.path_at(index, segment.text.index(word))
    raise AssertionError(word)


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ('sort("title")', ["Cost", "Leak", "Slow", "[Risk]"]),
        ('sort("level")', ["Leak", "Cost", "[Risk]", "Slow"]),
        ('sort("until")', ["[Risk]", "Slow", "Leak", "Cost"]),
        ('sort("title") | reverse', ["[Risk]", "Slow", "Leak", "Cost"]),
        ('sort("title") | sort("level")', ["Cost", "Leak", "[Risk]", "Slow"]),
        ("reverse", ["Cost", "[Risk]", "Leak", "Slow"]),
    ],
)
def test_items_are_repeated_in_the_order_that_is_asked_for(filters: str, titles: list[str]) -> None:
    made = plan_of(f"{{% for risk in risks | {filters} %}}\n- {{{{ risk.title }}}}\n{{% endfor %}}\n", risks=RISKS)

    assert made.text == "".join(f"- {title}\n" for title in titles)


def test_a_sorted_item_leads_to_its_own_answer() -> None:
    made = plan_of('{% for risk in risks | sort("level") %}\n- {{ risk.title }}\n{% endfor %}\n', risks=RISKS)

    assert path_of(made, "Slow") == ("risks", 0, "title")
    assert path_of(made, "Cost") == ("risks", 3, "title")
    assert path_of(made, "[Risk]") == ("risks", 2, "title")


def test_the_first_of_a_sorted_list_leads_to_its_own_answer() -> None:
    made = plan_of('Worst: {{ (risks | sort("level") | first).title }}\n', risks=RISKS)

    assert made.text == "Worst: Leak\n"
    assert path_of(made, "Leak") == ("risks", 1, "title")


def test_an_open_list_that_is_sorted_shows_its_placeholder_as_it_stands() -> None:
    body = '{% for risk in risks | sort("title") %}\n- {{ risk.title }}\n{% endfor %}\n'

    assert plan_of(body).text == "- [First risk]\n- [Second risk]\n"
    assert plan_of(body, risks=()).text == ""


def test_a_sorted_list_is_printed_as_a_list_and_escaped() -> None:
    assert rendered("{{ tags | sort }}\n", tags=("b", "# a")) == "\\# a, b\n"


@pytest.mark.parametrize(
    ("body", "blank", "answered"),
    [
        ("{{ number | pad(3) }}", "[number]", "007"),
        ('{{ "ADR-%04d" | format(number) }}', "ADR-[number]", "ADR-0007"),
        ('{{ "%d by %s" | format(number, due) }}', "[number] by [date]", "7 by 2026-02-08"),
        ("{{ due | date }}", "[date]", "8 February 2026"),
        ("{{ due | plus_days(14) }}", "[date]", "2026-02-22"),
        ("{{ due | plus_months(number) }}", "[date]", "2026-09-08"),
        ('On {{ due | days_until("2026-03-01") }}.', "On .", "On 21."),
        ('{% if due | plus_days(7) < "2026-03-01" %}soon{% endif %}.', ".", "soon."),
    ],
)
def test_an_open_question_stays_open_behind_a_filter(body: str, blank: str, answered: str) -> None:
    assert plan_of(f"{body}\n").text == f"{blank}\n"
    assert plan_of(f"{body}\n", number=7, due="2026-02-08").text == f"{answered}\n"


def test_days_that_are_not_known_yet_give_no_date() -> None:
    body = "Review: {{ due | plus_days(days) }}!\n"

    assert plan_of(body, due="2026-02-08").text == "Review: !\n"
    assert path_of(plan_of(body, due="2026-02-08"), "Review") == ("days",)
    assert plan_of(body, due="2026-02-08", days=1).text == "Review: 2026-02-09!\n"


def test_what_is_left_out_leaves_no_line_with_a_filter_either() -> None:
    body = "# Plan\n\n- **Due:** {{ due | plus_days(14) | date }}\n- **No.:** {{ '%03d' | format(number) }}\n"

    assert plan_of(body, due=None, number=None).text == "# Plan\n"


def test_a_date_in_words_begins_no_list() -> None:
    assert plan_of('{{ due | date("%-d. %B") }}\n', due="2026-02-08").text == "8\\. February\n"


@pytest.mark.parametrize("body", ["{{ due | date }}", "{{ due | plus_days(14) }}", '{{ "%s" | format(due) }}'])
def test_typed_text_that_is_no_date_yet_is_shown_and_escaped(body: str) -> None:
    interview = Interview.begin(read_template(f"{FRONT}{body}\n", "t.md")).type_text(("due",), "# 2026")

    assert render_plan(with_unfinished_text(interview)).text == "\\# 2026\n"


def test_a_calculated_date_is_the_answer_that_it_comes_from() -> None:
    made = plan("By {{ due | plus_days(1) }}\n", due="2026-02-28")

    assert made.text == "By 2026-03-01\n"
    assert path_of(made, "2026") == ("due",)
