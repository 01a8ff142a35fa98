"""Where a slot stands is read from the template, the text behind it included."""

from __future__ import annotations

import pytest

from tests.support.rendering import template_of
from wizard.model.render_steps import Segment, SlotContext, SlotKind


def contexts(body: str) -> list[SlotContext | None]:
    steps = template_of(body).steps
    found = {
        number: context for step in steps if isinstance(step, Segment) for number, context in step.contexts.items()
    }
    return [found[number] for number in sorted(found)]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("# H\n\n{{ goal }}\n", "block"),
        ("# H\n{{ goal }}\n\nEnd\n", "block"),
        ("> {{ goal }}\n", "block"),
        ("- One\n\n  {{ goal }}\n", "block"),
        ("# H\n{{ goal }}\nmore\n", "text"),
        ("# H\n\n{{ goal }}\n- item\n", "tail"),
        ("- {{ goal }}\n", "tail"),
        ("**Goal:** {{ goal }}\n", "tail"),
        ("> {{ goal }}\n</tag>\n", "tail"),
        ("By {{ goal }}.\n", "text"),
        ("# {{ goal }}\n", "atx_heading"),
        ("{{ goal }}\n===\n", "setext_heading"),
        ("By {{ goal }}\n---\n", "setext_heading"),
        ("[{{ goal }}](x)\n", "link_text"),
        ("![{{ goal }}](x)\n", "link_text"),
        ("[x]({{ goal }})\n", "link_to"),
        ("<https://x.y/{{ goal }}>\n", "link_to"),
        ("[x][y]\n\n[y]: {{ goal }}\n", "link_to"),
        ("[x](y '{{ goal }}')\n", "link_title"),
        ("| A |\n| - |\n| {{ goal }} |\n", "cell"),
        ("A | B\n--- | ---\n{{ goal }} | C\n", "cell"),
        ("```\n{{ goal }}\n```\n", "fence"),
        ("- x\n\n  ~~~\n  {{ goal }}\n  ~~~\n", "fence"),
        ("```{{ goal }}\nx\n```\n", "fence_info"),
        ("    {{ goal }}\n", "indented"),
        ("Run `{{ goal }}`\n", "code"),
        ("<div>\n{{ goal }}\n</div>\n", "html"),
        ("<!-- {{ goal }} -->\n", "comment"),
        ("x <!-- {{ goal }} --> y\n", "inline_comment"),
        ('<div id="{{ goal }}">\n', "attribute"),
        ("x <b title={{ goal }}>y</b>\n", "tag"),
        ("---\ntitle: {{ goal }}\n---\n\nx\n", "yaml_plain"),
        ("---\ntitle: The {{ goal }}\n---\n\nx\n", "yaml_part"),
        ('---\ntitle: "{{ goal }}"\n---\n\nx\n', "yaml_double_quoted"),
        ("---\ntitle: '{{ goal }}'\n---\n\nx\n", "yaml_single_quoted"),
        ("---\ntags: [{{ goal }}]\n---\n\nx\n", "yaml_flow"),
        ("---\ntitle: |\n  {{ goal }}\n---\n\nx\n", "yaml_block"),
        ("---\ntitle: x # {{ goal }}\n---\n\nx\n", "yaml_comment"),
    ],
)
def test_every_place_is_told_from_the_others(body: str, place: SlotKind) -> None:
    (context,) = contexts(body)

    assert context is not None
    assert context.kind == place


@pytest.mark.parametrize(
    ("body", "chain"),
    [
        ("{{ goal }}\n", ""),
        ("- {{ goal }}\n", "-"),
        ("> - {{ goal }}\n", ">-"),
        ("- x\n  - {{ goal }}\n", " -"),
        ("- x\n\n  {{ goal }}\n", " "),
        ("> - x\n>   {{ goal }}\n", "> "),
    ],
)
def test_the_quotes_and_items_around_it_are_known(body: str, chain: str) -> None:
    (context,) = contexts(body)

    assert context is not None
    assert context.chain == chain


def test_the_heading_above_is_known_across_pieces() -> None:
    body = "## H\n\n### I\n\n{% for tag in tags %}\n- {{ tag }}\n{% endfor %}\n\n{{ goal }}\n"

    levels = [context.level for context in contexts(body) if context is not None]

    assert levels == [3, 3]


def test_what_repeats_is_seen_next_to_itself() -> None:
    (context,) = contexts("# H\n\n{% for tag in tags %}\n{{ tag }}\n{% endfor %}\n\nEnd\n")

    assert context is not None
    assert context.kind == "text"


def test_rows_that_repeat_stay_with_the_head_of_their_table() -> None:
    (context,) = contexts("| A |\n| - |\n{% for tag in tags %}\n| {{ tag }} |\n{% endfor %}\n")

    assert context is not None
    assert context.kind == "cell"


def test_every_branch_of_a_condition_is_seen() -> None:
    body = (
        "{% if sure %}\n# {{ name }}\n{% elif goal %}\n| {{ name }} |\n| - |\n{% else %}\n    {{ name }}\n{% endif %}\n"
    )

    places = [context.kind for context in contexts(body) if context is not None]

    assert places == ["atx_heading", "cell", "indented"]


def test_a_place_that_is_not_always_the_same_is_the_stricter_one() -> None:
    (context,) = contexts("x\n\n{{ goal }}\n{% if sure %}\n\ny\n{% else %}\nz\n{% endif %}\n")

    assert context is not None
    assert context.kind == "text"


def test_a_heading_in_one_branch_only_may_begin_a_line_as_text_does() -> None:
    (context,) = contexts("{% if sure %}# {% endif %}{{ goal }}\n")

    assert context is not None
    assert context.kind == "setext_heading"


def test_a_place_that_hangs_on_the_answers_is_left_open() -> None:
    assert contexts("{% if sure %}\n```\n{% endif %}\n{{ goal }}\n{% if sure %}\n```\n{% endif %}\n") == [None]


def test_numbers_that_count_items_are_part_of_the_marks() -> None:
    (context,) = contexts("{% for tag in tags %}\n{{ loop.index }}. {{ tag }}\n{% endfor %}\n")

    assert context is not None
    assert (context.kind, context.chain) == ("tail", "-")


@pytest.mark.parametrize("body", ["one{cr}# {slot}", "one{cr}{cr}- {slot}{cr}", "| a |{cr}|---|{cr}| {slot} |\n"])
def test_a_carriage_return_in_the_text_ends_a_line_as_in_commonmark(body: str) -> None:
    written = body.format(cr='{{ "\\r" }}', slot="{{ name }}")

    assert contexts(written) == contexts(body.format(cr="\n", slot="{{ name }}"))


@pytest.mark.parametrize("body", ["one{cr}\n# {slot}{cr}\n", "- {slot}{cr}\n- b{cr}\n"])
def test_a_line_end_of_windows_in_the_text_is_a_blank_and_a_line_end(body: str) -> None:
    written = body.format(cr='{{ "\\r" }}', slot="{{ name }}")

    assert contexts(written) == contexts(body.format(cr=" ", slot="{{ name }}"))
