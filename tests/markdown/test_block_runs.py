"""A text that is read in runs has the blocks that it has when it is read as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from markdown_it.token import Token

from tests.support.counted_calls import count_calls
from wizard.markdown import block_runs
from wizard.markdown.block_runs import BlockReader
from wizard.markdown.markdown_parser import blank_front_matter, parse_blocks

LINES = (
    *(
        "",
        "",
        "",
        "text",
        "more text",
        "# A",
        "## B #",
        "#no",
        "####### no",
        "   # C",
        "    # code",
        "Title",
        "===",
        "---",
        "***",
    ),
    *("- x", "-", "  - y", "  # in item", "\ty", "1. x", "10) y", "> q", "> # in quote", ">", "> - z", "> ```"),
    *(
        "```",
        "```py",
        "~~~",
        "  ```",
        "`````",
        "<!--",
        "-->",
        "<!-- x -->",
        "<div>",
        "</div>",
        "<pre>",
        "</pre>",
        "<?x",
        "?>",
    ),
    *(
        "<![CDATA[",
        "]]>",
        "<script>",
        "</script>",
        "| a | b |",
        "| - | - |",
        "| c |",
        "[l]: /url",
        "[m]:",
        "'title'",
        "[^1]: x",
    ),
    *("zq1qz", "- zq2qz", "<zq3qz>", "zq4qz:", "*a*", "---", "a: 1", "\\# x", "`x", "  ", "#\tT", "+", "* * *", "C# x"),
)


def shape_of_whole(text: str) -> list[tuple[object, ...]]:
    return [shape(token, 0) for token in parse_blocks(blank_front_matter(text), {})]


def shape(token: Token, line: int) -> tuple[object, ...]:
    lines = [each + line for each in token.map] if token.map else None
    # A list may end with the blank lines behind it, which are another run's.
    first = lines[0] if lines else None
    return token.type, token.tag, token.level, token.markup, token.info, token.content, first


def shape_of_runs(text: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    line = 0
    for run in BlockReader().runs_of(text):
        found += (shape(token, line) for token in run.tokens)
        line += run.line_count
    return found


@given(st.lists(st.sampled_from(LINES), max_size=25), st.booleans())
def test_runs_have_the_blocks_of_the_whole(lines: list[str], ends: bool) -> None:
    text = "\n".join(lines) + ("\n" if ends else "")

    assert shape_of_runs(text) == shape_of_whole(text)
    assert "".join(run.text for run in BlockReader().runs_of(text)) == blank_front_matter(text)


@given(st.lists(st.sampled_from(LINES), max_size=25))
def test_what_is_told_without_the_parser_is_what_it_says(lines: list[str]) -> None:
    text = "\n".join(lines)
    environment: dict[str, dict[str, object]] = {}
    for run in BlockReader().runs_of(text):
        tokens = parse_blocks(run.text, environment)
        headings = [token for token in tokens if token.type == "heading_open"]
        assert run.last_level == (int(headings[-1].tag[1]) if headings else 0)
        assert run.headings == run.starts_of("heading_open", 0, "#")
        assert run.items == run.starts_of("list_item_open", 1)
        assert run.ends_in_list == (bool(tokens) and tokens[-1].type in block_runs.LIST_ENDS)
        assert run.references.keys() <= environment.get("references", {}).keys()


def test_what_two_texts_have_in_common_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    monkeypatch.setattr(block_runs, "parse_blocks", lambda text, env: parsed.append(text) or parse_blocks(text, env))
    reader = BlockReader()

    for name in ("one", "two"):
        for run in reader.runs_of(f"# A\n\n- x\n\n# {name}\n\n```\n# y\n```\n\n# C\n\n> z\n"):
            assert run.tokens

    assert len(parsed) == len(set(parsed))


def test_plain_prose_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(block_runs, "parse_blocks")
    text = "# A\n\nSome text,\nand more.\n\n- x\n- y\n\n| a |\n| - |\n\n## B\n\nEnd\n"

    runs = list(BlockReader().runs_of(text))

    assert [run.last_level for run in runs if run.text.startswith("#")] == [1, 2]
    assert sum(len(run.headings) for run in runs) == 2


@pytest.mark.parametrize(
    "block", ["```\n# x\n\ny\n", "<!--\n# x\n\ny\n", "```\n# x\n\ny\n```\n", "<pre>\n\n# x\n</pre>\n"]
)
def test_the_work_grows_with_the_length_of_what_stays_open(block: str) -> None:
    small, large = block * 200, block * 400

    calls = [
        count_calls(lambda text=text: [run.tokens for run in BlockReader().runs_of(text)]) for text in (small, large)
    ]

    assert calls[1] <= 2.6 * calls[0], calls
