"""What stands below each heading, label and list item of a text."""

from __future__ import annotations

from hypothesis import given, strategies as st

from wizard.plans.merge.line_outline import lines_of, read_outline


def outline(text: str) -> str:
    """The lines of a text in a row, with `]` where something ends."""
    return " ".join("]" if token is None else token.strip() or "." for token in read_outline(text.split("\n")).tokens)


def test_a_section_ends_before_the_next_heading_of_its_level() -> None:
    assert outline("# A\n\n## B\nb\n\n### C\nc\n\n## D") == "# A . ## B b . ### C c . ] ] ## D ] ]"


def test_an_item_ends_before_what_is_not_indented_further() -> None:
    assert outline("- a\n  - b\n    c\n- d\n\n- e\n\ntext") == "- a - b c ] ] - d ] . - e ] . text"


def test_a_label_stands_above_its_list_until_a_paragraph_begins() -> None:
    assert outline("**Must:**\n- a\n- b\n\nCan:\n- c\n\ntext") == "**Must:** - a ] - b ] . ] Can: - c ] . ] text"


def test_what_is_in_a_fence_is_text() -> None:
    assert outline("- a\n  ```\n# no heading\n- no item\n  ```\n- b") == "- a ``` # no heading - no item ``` ] - b ]"


lines = st.lists(st.sampled_from(["", " ", "# A", "## B", "- a", "  - b", "1. c", "Tasks:", "text", "```", "| x |"]))


@given(lines)
def test_the_lines_are_the_same_in_the_same_order(text: list[str]) -> None:
    assert lines_of(read_outline(text).tokens) == tuple(text)


def test_lines_that_are_indented_ever_further_are_read_and_compared() -> None:
    deep = read_outline([f"{' ' * depth}- item" for depth in range(3000)])

    assert deep.root.keys_below.total() == 3000
    assert deep.root.key_digest
