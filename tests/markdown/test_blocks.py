"""A text's blocks are those of CommonMark, with GitHub's tables, front matter and definitions, by their lines."""

from __future__ import annotations

import re
import subprocess
import sys
from unittest.mock import patch

import pytest
from hypothesis import example, given, strategies as st

from tests.support.counted_calls import count_calls
from wizard.markdown import blocks
from wizard.markdown.blocks import block_lines, read_blocks


def outline(text: str) -> list[str]:
    """Each block as `kind start-end`, indented by its depth."""
    return [f"{'  ' * block.depth}{block.kind} {block.start}-{block.end}" for block in read_blocks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("# A\n\nB\nC\n", ["heading 0-1", "paragraph 2-4"]),
        ("A\n===\nB\n---\n***\n", ["heading 0-2", "heading 2-4", "rule 4-5"]),
        ("| a |\n|---|\n| [ ] |\n\nB", ["table 0-3", "paragraph 4-5"]),
        ("    - [ ] code\n\ntext\n    - [ ] text\n", ["code 0-1", "paragraph 2-4"]),
        ("```\n- [ ] a\n```\nB\n~~~~\n~~~\n~~~~\n", ["fence 0-3", "paragraph 3-4", "fence 4-7"]),
        ("```\n- [ ] not closed\n", ["fence 0-2"]),
    ],
)
def test_a_block_has_the_lines_of_commonmark(text: str, expected: list[str]) -> None:
    assert outline(text) == expected


def test_a_fence_ends_with_the_item_or_quote_that_it_stands_in() -> None:
    assert outline("- a\n  ```\n  - [ ] b\n- c\n") == [
        *("item 0-3", "  paragraph 0-1", "  fence 1-3"),
        *("item 3-4", "  paragraph 3-4"),
    ]
    assert outline("> ```\n> - [ ] b\n\n- [ ] c\n") == ["quote 0-2", "  fence 0-2", "item 3-4", "  paragraph 3-4"]
    assert outline("1. > ~~~\n   > # b\n   > ~~~\n   > # c\n") == [
        *("item 0-4", "  quote 0-4", "    fence 0-3", "    heading 3-4"),
    ]


def test_tabs_nest_items_as_blanks_do() -> None:
    expected = ["item 0-3", "  paragraph 0-1", "  item 1-3", "    paragraph 1-2", "    item 2-3", "      paragraph 2-3"]

    assert outline("- a\n\t- b\n\t\t- c\n") == expected
    assert outline("-\ta\n\t-\tb\n\t\t-\tc\n") == expected
    assert outline("- a\n  - b\n    - c\n") == expected


def test_several_items_may_begin_on_one_line() -> None:
    assert outline("- 1. > a\n") == ["item 0-1", "  item 0-1", "    quote 0-1", "      paragraph 0-1"]


def test_an_item_ends_with_its_last_line_and_not_with_the_blank_ones_after_it() -> None:
    assert outline("- a\n\n\n- b\n\n  c\n\n\nD\n") == [
        *("item 0-1", "  paragraph 0-1"),
        *("item 3-6", "  paragraph 3-4", "  paragraph 5-6"),
        "paragraph 8-9",
    ]
    assert outline("> - a\n>\n>\n\n-\n") == ["quote 0-3", "  item 0-1", "    paragraph 0-1", "item 4-5"]


def test_a_comment_is_told_from_other_html() -> None:
    assert outline("<!--\n- [ ] a\n\n- [ ] b\n-->\n- c\n") == ["comment 0-5", "item 5-6", "  paragraph 5-6"]
    assert outline("<!-- a --> <!-- b -->\n") == ["comment 0-1"]
    assert outline("<!-- a --> b\n") == ["html 0-1"]
    assert outline("<!-- not closed\n\n- [ ] a\n") == ["comment 0-3"]
    assert outline("<details>\n- [ ] a\n</details>\n\n- [ ] b\n") == ["html 0-3", "item 4-5", "  paragraph 4-5"]


def test_front_matter_is_one_block_and_rules_are_none() -> None:
    assert outline("---\ntasks:\n- [ ] a\n---\n# B\n") == ["front_matter 0-4", "heading 4-5"]
    assert outline("---\na: b\n...") == ["front_matter 0-3"]
    assert outline("---\n\n# B\n\n---\n") == ["rule 0-1", "heading 2-3", "rule 4-5"]


def test_definitions_of_links_are_blocks_where_they_stand() -> None:
    assert outline("[a]: /x\n- [b]: /y\n  'title'\n- c\n\n  [b]: /again\n") == [
        "definition 0-1",
        *("item 1-3", "  definition 1-3"),
        *("item 3-6", "  paragraph 3-4", "  definition 5-6"),
    ]


def test_a_block_tells_what_it_begins_with() -> None:
    text = "## A #\n\nB\n-\n- a\n+ b\n* c\n\n1. d\n2) e\n\n> f\n\n````md\n````\n* * *\n"

    found = [(block.marker, block.level) for block in read_blocks(text) if block.kind != "paragraph"]

    assert found == [
        *(("##", 2), ("-", 2)),
        *((marker, 0) for marker in ("-", "+", "*", "1.", "2)", ">", "````", "*")),
    ]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(end: str, mark: str) -> None:
    text = "---\na: b\n---\n# A\n\n- [ ] b\n\n\tc\n\n```\nd\n```\n| e |\n|---|\n\n> f\n\ng\n===\n<!--\nh\n-->"

    assert read_blocks(mark + text.replace("\n", end)) == read_blocks(text)
    assert block_lines(mark + text.replace("\n", end)) == text.split("\n")


def test_what_follows_the_last_line_end_is_a_line() -> None:
    assert block_lines("a\r\nb\rc\n") == ["a", "b", "c", ""]
    assert outline("- [ ] a\n- [ ] b") == ["item 0-1", "  paragraph 0-1", "item 1-2", "  paragraph 1-2"]


PIECES = ("- ", "> ", "1. ", "  ", "\t", "# ", "a", "[ ] ", "```", "<!--", "-->", "|", "---", "\n", "\n\n", "[a]: /b\n")


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("- ```\n\n")
@example("- a\n  - <!--\n\n")
def test_blocks_stand_in_one_another_or_one_after_the_other(text: str) -> None:
    found = read_blocks(text)

    assert all(0 <= block.start < block.end <= len(block_lines(text)) for block in found)
    around: list[tuple[int, int]] = []
    for block in found:
        assert block.depth <= len(around)
        if block.depth < len(around):
            assert block.start >= around[block.depth][1], "it begins behind its neighbour"
        del around[block.depth :]
        if around:
            assert around[-1][0] <= block.start
            assert block.end <= around[-1][1]
        around.append((block.start, block.end))


NOTHING = re.compile(r"(?!)")
# Lines that a section may hold without being parsed, and some that only look like them.
LINES = (
    *(
        "",
        "  ",
        "# A",
        "## B ##",
        "text",
        "**bold** text",
        "`code`",
        "(text)",
        "a | b",
        "_Depends: 1_",
        "2026",
        "12. x",
    ),
    *("- a", "- [ ] b", "* [x]* c", "+ d", " - e", "  - f", "   - g", "    - h", "      - i", "1. j", "2) k", "  1. l"),
    *(
        "  2. m",
        "   2. n",
        "10. o",
        "    10. p",
        "     q",
        "  r",
        "    s",
        "- 1.1 t",
        "- é",
        "\t- u",
        "-\tv",
        "-  w",
        "-",
    ),
    *(
        "---",
        "===",
        "- ---",
        "```",
        "<!--",
        "-->",
        "> x",
        "[y]: /z",
        "- [y]: /z",
        "|---|---|",
        "- # a",
        "    ",
        "\u00a0b",
    ),
)


@given(st.lists(st.sampled_from(LINES), max_size=14).map("\n".join))
def test_plain_sections_have_the_blocks_that_the_parser_finds(text: str) -> None:
    found = read_blocks(text)

    with patch.object(blocks, "read_plain_section", lambda *_: None), patch.object(blocks, "_EDGE", NOTHING):
        assert found == read_blocks(text)


def test_a_plain_plan_is_not_parsed() -> None:
    code = (
        "import sys; from wizard.markdown.blocks import read_blocks;"
        "read_blocks('# A\\n\\nText\\n\\n- [ ] **T1** b\\n  - c\\n    d\\n1. e\\n\\n## F\\n');"
        "sys.exit('markdown_it' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def many_lines(count: int) -> str:
    part = "# A\n\n> - [ ] b\n>   - c\n>\n\n```\nd\n```\n\n[e]: /f\n<!-- g -->\n| h |\n|---|\n\n- [ ] i\n\n  j\n"
    return part * (count // part.count("\n"))


def test_twice_the_lines_are_twice_the_work() -> None:
    calls = [count_calls(lambda count=count: read_blocks(many_lines(count))) for count in (5_000, 20_000)]

    assert calls[1] < 4.2 * calls[0]
