"""A long segment ends at the template's own paragraphs, and no answer changes what these are."""

from __future__ import annotations

from itertools import pairwise
from unittest.mock import patch

from hypothesis import example, given, strategies as st

from tests.support.rendering import template_of
from wizard.compiler.body import segmentation
from wizard.compiler.body.segmentation import compile_body
from wizard.interview.interview import Interview
from wizard.limits import MIN_LONG_SEGMENT_CHARACTERS
from wizard.markdown.markdown_parser import parse_blocks
from wizard.model.answers import Answer
from wizard.model.render_steps import Segment
from wizard.render.plan import render_plan, update_plan

BLOCKS = (
    "Some text.\n\n",
    "Some text\nabout {{ name }} and more.\n\n",
    "{{ goal }}\n\n",
    "**Goal:** {{ goal }}\n\n",
    "**Name:**\n\n{% if name is open %}\n<!-- Say it. -->\n\n{% else %}\n{{ name }}\n\n{% endif %}\n",
    "- {{ name }}\n- x\n\n",
    "- x\n\n  more\n\n",
    "> {{ goal }}\n\n",
    "```\n{{ goal }}\n\nText\n```\n\n",
    "{% if sure %}\nOnly if so.\n\n{% endif %}\n",
    "{% if sure %}\n- if so\n{% endif %}\n\n",
    "{% for tag in tags %}\n- {{ tag }}\n{% endfor %}\n\n",
    "{% for tag in tags %}\n{{ tag }}\n\n{% endfor %}\n",
    "| A | B |\n| - | - |\n| {{ name }} | x |\n\n",
    "{% set n = 1 %}\nWith a name: {{ n }}\n\n",
    "Last of all.\n\n## Part\n\n",
    "[link]\n\n[link]: /to/{{ name }}\n\n",
    "<div>\n\nText {{ goal }}\n\n</div>\n\n",
    "    code {{ name }}\n\n",
    "*{{ name }}* begins.\n\n",
    "a{{ name }}\n\n",
)
TEXTS = (
    "",
    "x",
    "- a\n- b",
    "# H",
    "> q",
    "a\n\nb",
    "```\nx",
    "<!--",
    "1. a",
    "*",
    "---",
    "| a |\n| - |",
    "    c",
    "[link]",
    "a\n===",
)


def plan_text(body: str, answers: dict[str, Answer], size: int) -> str:
    with patch.object(segmentation, "MIN_LONG_SEGMENT_CHARACTERS", size):
        template = compile_body(template_of(body))
    return render_plan(Interview.begin(template, answers)).text


WORDS = (
    "Some text",
    "**Goal:**",
    "**Name:**",
    "more",
    "Text",
    "Only if so",
    "With a name",
    "Last of all",
    "Part",
    "[link]",
)


def own_blocks(text: str) -> list[tuple[str, str, int]]:
    """The template's paragraphs and headings, each with its depth."""
    tokens = parse_blocks(text, {})
    return [
        (before.type, word, token.level)
        for before, token in pairwise(tokens)
        for word in WORDS
        if token.type == "inline" and token.content.startswith(word)
    ]


@given(
    st.lists(st.sampled_from(BLOCKS), min_size=2, max_size=7),
    st.fixed_dictionaries(
        {}, optional={"name": st.sampled_from(TEXTS), "goal": st.sampled_from(TEXTS), "sure": st.booleans()}
    ),
    st.lists(st.sampled_from(TEXTS), max_size=2),
)
@example(["{{ goal }}\n\n", "Some text.\n\n"], {"goal": "- a\n- b"}, [])
def test_where_a_segment_ends_does_not_show(blocks: list[str], answers: dict[str, Answer], tags: list[str]) -> None:
    given_answers = {
        id: answer for id, answer in {**answers, "tags": tuple(filter(None, tags))}.items() if answer != ""
    }
    body = "".join(blocks)

    assert own_blocks(plan_text(body, given_answers, 0)) == own_blocks(plan_text(body, given_answers, 10**9))


def test_a_key_in_a_long_body_without_headings_renders_little_again() -> None:
    paragraph = "**Name:** {{ name }}\n\n" + "Some prose.\n\n" * 20
    body = paragraph + "{{ goal }}\n\n" + "Prose without end.\n\n" * 5_000
    template = template_of(body)
    before, after = (Interview.begin(template, {"name": "x", "goal": goal}) for goal in ("a", "b"))

    plan = render_plan(before)
    again = update_plan(plan, before, after)

    new = [segment for segment, old in zip(again.segments, plan.segments, strict=True) if segment is not old]
    assert 0 < sum(len(segment.text) for segment in new) < 2 * MIN_LONG_SEGMENT_CHARACTERS
    assert max(len(step.nodes) for step in template.steps if isinstance(step, Segment)) < 10
