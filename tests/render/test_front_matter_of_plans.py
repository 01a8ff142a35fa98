"""Answers in the front matter of a plan keep their types, whatever they hold."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings, strategies as st

from tests.support.rendering import rendered
from wizard.model.answers import Answer

BODY = """\
---
title: {{ name }}
sure: {{ sure }}
unsure: {{ not sure }}
size: {{ size }}
due: {{ due }}
tags: {{ tags }}
more: [always, {{ tags }}]
sorted: {{ tags | sort }}
note: Is {{ sure }}
---
# {{ name }} {{ sure }}, {{ tags }}
"""


def front(**answers: Answer) -> dict[str, object]:
    return yaml.safe_load(rendered(BODY, **answers).split("---\n")[1])


def test_answers_are_written_as_yaml_has_them() -> None:
    plan = rendered(BODY, name="Relay", sure=True, size=3, due="2026-02-28", tags=("web", "api"))

    assert plan == (
        "---\ntitle: Relay\nsure: true\nunsure: false\nsize: 3\ndue: 2026-02-28\ntags: [web, api]\n"
        "more: [always, web, api]\nsorted: [api, web]\nnote: Is Yes\n---\n# Relay Yes, web, api\n"
    )


@pytest.mark.parametrize("sure", [True, False])
def test_yes_and_no_are_truths(sure: bool) -> None:
    found = front(name="Relay", sure=sure)

    assert (found["sure"], found["unsure"]) == (sure, not sure)


TEXTS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20).filter(str.strip)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(TEXTS | st.sampled_from(["yes", "3", "2026-01-01", "a, b", "- x", "a: b", "#x", "]", "null"]), max_size=4)
)
def test_every_list_of_texts_is_read_back_as_it_is(texts: list[str]) -> None:
    found = front(name="Relay", tags=tuple(texts))

    if texts:
        assert found["tags"] == texts
        assert found["more"] == ["always", *texts]


def test_tasks_are_a_list_of_their_texts() -> None:
    plan = rendered("---\ntasks: {{ tasks }}\n---\n# Plan\n", tasks=({"text": "Dig, fill", "done": True},))

    assert plan == '---\ntasks: ["Dig, fill"]\n---\n# Plan\n'


def test_a_blank_and_a_left_out_answer_stand_as_before() -> None:
    assert rendered("---\ntags: {{ tags }}\n---\n# Plan\n") == "---\ntags: [Tag]\n---\n# Plan\n"
    assert yaml.safe_load(rendered("---\na: 1\ntags: {{ tags }}\n---\n# P\n", tags=None).split("---\n")[1]) in (
        {"a": 1},
        {"a": 1, "tags": None},
    )


def test_an_empty_list_is_none_or_empty() -> None:
    found = yaml.safe_load(rendered("---\na: 1\ntags: {{ tags }}\n---\n# P\n", tags=()).split("---\n")[1])

    assert found in ({"a": 1}, {"a": 1, "tags": []})
