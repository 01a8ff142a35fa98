"""The two contracts of rendering, over every place that a slot can stand in and whatever may be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from unittest.mock import patch

import pytest
import yaml
from hypothesis import given, settings, strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.support.slot_examples import PLACES, QUESTIONS, answered, items, texts
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, AnswerPath, answer_at, is_list, is_mapping
from wizard.model.template import Template
from wizard.render import escape_answers
from wizard.render.plan import Plan, render_plan


@cache
def template(place: str, kind: str) -> Template:
    return read_template(QUESTIONS.replace("KIND", kind) + PLACES[place], place)


def plan(place: str, kind: str, answers: Mapping[str, Answer]) -> Plan:
    return render_plan(Interview.begin(template(place, kind), answers))


def in_plain_words(answer: Answer) -> Answer:
    """The same answer with a word for every text."""
    if isinstance(answer, str):
        return "word"
    if is_mapping(answer):
        return {key: in_plain_words(inner) for key, inner in answer.items()}
    return tuple(map(in_plain_words, answer)) if is_list(answer) else answer


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = re.compile(r"tp[a-gxyz]")
CONTAINERS = ("bullet_list", "ordered_list", "blockquote", "list_item", "table", "thead", "tbody", "tr", "th", "td")


def own_blocks(text: str) -> list[tuple[object, ...]]:
    """The blocks that hold the template's words: the containers around each, and what is around each word."""
    path: list[tuple[str, str, int]] = []
    counts = [0]
    found: list[tuple[object, ...]] = []
    tokens = MARKDOWN.parse(text)
    for index, token in enumerate(tokens):
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in CONTAINERS and token.nesting > 0:
            path.append(
                (name, f"{token.markup}{token.attrs.get('start', '')}", counts[-1] if name == "list_item" else 0)
            )
            counts[-1] += 1
            counts.append(0)
        elif name in CONTAINERS:
            path.pop()
            counts.pop()
        words = tuple(own_words(token))
        if words:
            block = tokens[index - 1].tag if token.type == "inline" else token.type
            found.append((tuple(path), block, words))
    return found


def own_words(token: Token) -> Iterator[tuple[object, ...]]:
    if token.type != "inline":
        yield from ((word,) for word in OURS.findall(token.content + token.info))
        return
    around: list[str] = []
    for child in token.children or []:
        if child.nesting > 0:
            around.append(child.type)
        elif child.nesting < 0:
            around.pop()
        elif child.type in ("text", "code_inline", "html_inline", "image"):
            yield from ((word, child.type, *around) for word in OURS.findall(child.content))


def letters(text: str) -> Iterator[str]:
    return (letter for letter in text if letter.isalnum())


def texts_at(answer: Answer, path: AnswerPath = ()) -> Iterator[tuple[AnswerPath, str]]:
    """Every text of an answer with its path."""
    if isinstance(answer, str):
        yield path, answer
    elif is_mapping(answer):
        for key, inner in answer.items():
            yield from texts_at(inner, (*path, key))
    elif is_list(answer):
        for index, inner in enumerate(answer):
            yield from texts_at(inner, (*path, index))


places = st.sampled_from(tuple(PLACES))
kinds = st.sampled_from(("text", "text", "line"))


@given(places, kinds, answered)
def test_whatever_is_typed_the_templates_own_blocks_are_those_of_plain_words(
    place: str, kind: str, answers: Mapping[str, Answer]
) -> None:
    hostile = plan(place, kind, answers).text
    plain = plan(place, kind, {id: in_plain_words(answer) for id, answer in answers.items()}).text

    assert own_blocks(hostile) == own_blocks(plain)


@given(places, kinds, answered)
def test_the_same_holds_where_an_answer_is_too_long_for_a_parser(
    place: str, kind: str, answers: Mapping[str, Answer]
) -> None:
    with patch.object(escape_answers, "MAX_COMPARED_OUTLINE_CHARACTERS", 0):
        hostile = plan(place, kind, answers).text
        plain = plan(place, kind, {id: in_plain_words(answer) for id, answer in answers.items()}).text

    assert own_blocks(hostile) == own_blocks(plain)


@given(places, kinds, answered)
def test_every_span_holds_the_letters_of_its_answer_in_order(
    place: str, kind: str, answers: Mapping[str, Answer]
) -> None:
    made = plan(place, kind, answers)

    for piece in made.segments:
        at = 0
        for span in piece.spans:
            assert at <= span.start <= span.end <= len(piece.text)
            at = span.end
            answer = answer_at(answers, span.path)
            if isinstance(answer, str):
                shown = iter(piece.text[span.start : span.end])
                assert all(letter in shown for letter in letters(answer))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([place for place in PLACES if "on" not in PLACES[place].split()]), answered)
def test_every_text_of_an_answer_that_is_read_has_a_span(place: str, answers: Mapping[str, Answer]) -> None:
    made = plan(place, "text", answers)

    for path, _ in texts_at(answers):
        read = [re.search(rf"\b{step}\b", PLACES[place]) for step in path if isinstance(step, str)]
        if all(read):
            assert made.spans_of(path), path


@pytest.mark.parametrize("place", [place for place, body in PLACES.items() if "{%" not in body])
def test_without_answers_every_place_holds_its_placeholder_as_it_is(place: str) -> None:
    blank = PLACES[place].replace("{{ a }}", "[A]").replace("{{ b }}", "[B]")

    assert plan(place, "text", {}).text == blank


@settings(max_examples=50, deadline=None)
@given(texts)
def test_headings_in_an_answer_stand_below_the_heading_above_it(text: str) -> None:
    made = plan("own block below a heading", "text", {"a": text}).text

    levels = [int(token.tag[1]) for token in MARKDOWN.parse(made) if token.type == "heading_open"]
    assert levels[0] == levels[-1] == 2
    assert all(level > 2 for level in levels[1:-1])


@settings(max_examples=50, deadline=None)
@given(places, texts, st.data())
def test_pieces_rendered_one_by_one_are_the_plan(place: str, text: str, data: st.DataObject) -> None:
    made = plan(place, "text", data.draw(answered) | {"a": text})

    assert "".join(piece.text for piece in made.segments) == made.text


FRONT = """---
title: {{ a }}
name: "{{ a }}"
other: '{{ b }}'
list: [{{ items | join(", ") }}]
items:
{% for i in items %}
  - {{ i }}
{% endfor %}
part: x {{ a }} y
end: x {{ a }}
text: |
  {{ b }}
last: tpz
---

# tpa
"""


@given(texts, texts, items)
def test_front_matter_stays_the_yaml_that_it_was(a: str, b: str, several: list[str]) -> None:
    front = read_template(QUESTIONS.replace("KIND", "text") + FRONT, "front")

    text = render_plan(Interview.begin(front, {"a": a, "b": b, "items": tuple(several)})).text

    values = yaml.safe_load(text[4 : text.index("\n---\n") + 1])
    assert list(values) == ["title", "name", "other", "list", "items", "part", "end", "text", "last"]
    assert all(isinstance(values[key], str) for key in ("title", "name", "other", "part", "end", "text"))
    assert len(values["items"]) == len(several)
    assert text.endswith("\n---\n\n# tpa\n")
