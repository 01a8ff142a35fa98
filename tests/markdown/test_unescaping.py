"""What was escaped for a slot is read back as an answer that gives the same text there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import get_args

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from tests.support.slot_examples import FRAGMENTS, PLACES, QUESTIONS, texts
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.markdown.escaping.slot_escaping import escape_in_slot
from wizard.markdown.escaping.unescaping import unescape_in_slot, unescape_inline
from wizard.model.answers import Answer, Answers, with_answer
from wizard.model.render_steps import SlotContext, SlotKind
from wizard.model.template import Template
from wizard.render.plan import render_plan
from wizard.render.rendered_segment import Span


def _kinds(alias: object) -> tuple[str, ...]:
    return tuple(kind for part in get_args(alias) for kind in (get_args(part) or (part,)))


KINDS = _kinds(SlotKind)
LINES = {">": "> ", "-": "- ", "": ""}


@cache
def template(place: str) -> Template:
    return read_template(QUESTIONS.replace("KIND", "line") + PLACES[place], "places.md")


def slots(template: Template, answers: Answers) -> Iterator[tuple[SlotContext | None, Span, str, str]]:
    """Each slot with its context, its text and what stands before it on its line."""
    for result in render_plan(Interview.begin(template, answers)).results:
        for segment in result.rendered:
            for span in segment.spans:
                line = segment.text[segment.text.rfind("\n", 0, span.start) + 1 : span.start]
                yield result.segment.contexts.get(span.slot), span, segment.text[span.start : span.end], line


@given(st.sampled_from(sorted(PLACES)), texts, texts)
def test_what_stands_in_a_slot_of_a_plan_is_read_back_as_an_answer_that_gives_it(place: str, a: str, b: str) -> None:
    answers: dict[str, Answer] = {
        "a": a,
        "b": b,
        "on": True,
        "items": (a, b),
        "tasks": ({"text": a, "done": True},),
        "rows": ({"x": a, "y": b},),
        "group": ({"title": a, "body": b, "subs": (b,)},),
    }
    before = list(slots(template(place), answers))

    for number, (context, span, text, line) in enumerate(before):
        if context is None or span.is_placeholder or span.path[-1] == "done":
            continue
        candidates = [each for each in unescape_in_slot(context, text, line) if each.strip()]
        found = (list(slots(template(place), with_answer(answers, span.path, each))) for each in candidates)
        assert any(len(after) > number and after[number][2] == text for after in found), (place, text, candidates)


CONTEXTS = st.builds(
    SlotContext,
    kind=st.sampled_from(KINDS),
    chain=st.sampled_from(("", ">", "-")),
    level=st.integers(0, 3),
    before=st.sampled_from(("\n", " ", "?")),
    after=st.sampled_from(("\n", " ", ".")),
    bars=st.sampled_from(("", "cell")),
)


@given(CONTEXTS, st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=3).map(" ".join))
def test_a_line_is_read_back_in_every_context(context: SlotContext, answer: str) -> None:
    line = LINES[context.chain]
    escaped = escape_in_slot(context, answer, line, "line")

    candidates = unescape_in_slot(context, escaped, line)

    assert any(escape_in_slot(context, each, line, "line") == escaped for each in candidates), (escaped, candidates)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bars", ["", "cell"])
def test_plain_words_are_read_as_they_are(kind: SlotKind, bars: str) -> None:
    context = replace(SlotContext(kind), bars=bars)

    assert unescape_in_slot(context, "Relay for teams", "")[0] == "Relay for teams"


@pytest.mark.parametrize(
    ("context", "text", "answer"),
    [
        (SlotContext("text"), r"an \*open star", "an *open star"),
        (SlotContext("text"), r"1\. Relay", "1. Relay"),
        (SlotContext("text"), r"code `a\*b` stays", r"code `a\*b` stays"),
        (SlotContext("text", bars="line"), "a &#124; b", "a | b"),
        (SlotContext("cell", bars="cell"), r"a \| b", "a | b"),
        (SlotContext("cell", bars="cell"), "one<br>two", "one\ntwo"),
        (SlotContext("cell", bars="cell"), "ends in &#92;", "ends in \\"),
        (SlotContext("attribute"), "&lt;b&gt; &quot;x&quot; &#39;y&#39;", "<b> \"x\" 'y'"),
        (SlotContext("html"), "a &lt; b", "a < b"),
        (SlotContext("link_to"), "https://x.example/a%20b", "https://x.example/a b"),
        (SlotContext("link_to"), "javascript%3Aalert", "javascript:alert"),
        (SlotContext("link_title"), r"say \"hi\"", 'say "hi"'),
        (SlotContext("fence_info"), "a&#96;b", "a`b"),
        (SlotContext("yaml_double_quoted"), r"a \"b\" \\ c", 'a "b" \\ c'),
        (SlotContext("yaml_single_quoted"), "it''s", "it's"),
        (SlotContext("yaml_plain"), '"yes"', "yes"),
        (SlotContext("yaml_part"), "a:\u00a0b", "a:b"),
        (SlotContext("verbatim"), r"a \* b", r"a \* b"),
    ],
)
def test_the_likeliest_answer_comes_first(context: SlotContext, text: str, answer: str) -> None:
    assert unescape_in_slot(context, text, "")[0] == answer


def test_later_lines_lose_the_indentation_and_the_quotes_that_keep_them_in_their_block() -> None:
    in_item, in_quote = SlotContext("tail", chain="-"), SlotContext("block", chain=">")

    assert unescape_in_slot(in_item, "one\n  two\n\n  three", "- ")[0] == "one\ntwo\n\nthree"
    assert unescape_in_slot(in_quote, "one\n> two\n>\n> three", "> ")[0] == "one\ntwo\n\nthree"


def test_markup_is_no_escaping() -> None:
    assert unescape_inline("**bold** and `code` <https://a.example/x\\y>") == (
        "**bold** and `code` <https://a.example/x\\y>"
    )
