"""The patterns say of a line what the parser of Markdown says of it."""

from __future__ import annotations

import re

import pytest

from wizard.markdown import syntax
from wizard.markdown.markdown_parser import parse_blocks, parse_markdown


@pytest.mark.parametrize(
    "line",
    ["- a", "+ a", "* a", "-", "-a", "1. a", "1) a", "123456789. a", "1234567890. a", "1.", "1.a", "١. a", "• a", "–"],
)
def test_a_list_marker_begins_a_list(line: str) -> None:
    is_list = parse_blocks(line, {})[0].type in ("bullet_list_open", "ordered_list_open")

    assert bool(re.match(rf"{syntax.LIST_MARKER}(?:[ \t]|\Z)", line)) == is_list


@pytest.mark.parametrize("line", ["# a", "###### a", "####### a", "#", "#\ta", "#a", "##", "\\# a"])
def test_an_atx_marker_begins_a_heading(line: str) -> None:
    assert bool(re.match(syntax.ATX_MARKER, line)) == (parse_blocks(line, {})[0].type == "heading_open")


@pytest.mark.parametrize("line", ["# a", "# a #", "## a ##  ", "# a#", "# a #b", "# a \t#####", "#", "# a \\#"])
def test_an_atx_closing_is_no_part_of_the_heading(line: str) -> None:
    found = re.match(rf"{syntax.ATX_MARKER}(?:[ \t]+(.*?))?{syntax.ATX_CLOSING}\Z", line)

    assert found is not None
    assert (found[1] or "") == parse_blocks(line, {})[1].content


@pytest.mark.parametrize("line", ["---", "- - -", "***", "* * *\t", "_ _ _ _", "--", "-*-", "--- a", "+++", "==="])
def test_a_thematic_break_is_a_line_of_three_marks(line: str) -> None:
    assert bool(re.fullmatch(syntax.THEMATIC_BREAK, line)) == (parse_blocks(line, {})[0].type == "hr")


@pytest.mark.parametrize("line", ["===", "-", "--  ", "=", "=-", "= =", "+++"])
def test_an_underline_makes_a_heading_of_the_line_above(line: str) -> None:
    is_heading = parse_blocks(f"a\n{line}", {})[0].type == "heading_open"

    assert bool(re.fullmatch(syntax.SETEXT_UNDERLINE, line)) == is_heading


@pytest.mark.parametrize("line", ["```", "````", "```sh", "``", "``` a`b", "~~~", "~~~ a`b", "~~~a~~~", "~~"])
def test_an_opening_fence_begins_code(line: str) -> None:
    assert bool(re.match(syntax.OPENING_FENCE, line)) == (parse_blocks(line, {})[0].type == "fence")


@pytest.mark.parametrize("line", ["[a]: b", "[a b]: <c d>", "[]: b", "[a] : b", "[a]"])
def test_a_label_and_a_colon_begin_a_definition(line: str) -> None:
    environment: dict[str, object] = {}
    parse_blocks(line, environment)

    assert bool(re.match(syntax.DEFINITION_LABEL, line)) == bool(environment.get("references"))


@pytest.mark.parametrize("line", ["| - |", "-|-", "|:-:|", " :- | -: ", "a|-", "- | b"])
def test_a_delimiter_row_makes_a_table_of_two_lines(line: str) -> None:
    is_table = any(parse_blocks(f"{head}\n{line}", {})[0].type == "table_open" for head in ("| a |", "a | b"))

    assert bool(re.fullmatch(syntax.DELIMITER_ROW, line)) == is_table


@pytest.mark.parametrize("mark", [chr(code) for code in range(32, 127)])
def test_a_backslash_escapes_punctuation_and_nothing_else(mark: str) -> None:
    (inline,) = [token for token in parse_markdown(f"a\\{mark}b", {}) if token.type == "inline"]

    is_escaped = "\\" not in "".join(child.content for child in inline.children or []) or mark == "\\"

    assert bool(re.fullmatch(syntax.PUNCTUATION, mark)) == is_escaped


@pytest.mark.parametrize("text", ["<https://a.b>", "<a:b>", "<ab:>", "<ab:c d>", "<1b:c>", "<a-b.c+d:e>"])
def test_an_autolink_is_a_link(text: str) -> None:
    (inline,) = [token for token in parse_markdown(text, {}) if token.type == "inline"]
    is_link = (inline.children or [])[0].type == "link_open"

    assert bool(re.fullmatch(syntax.URI_AUTOLINK, text)) == is_link


@pytest.mark.parametrize("text", ["<b>", "</b>", "<!-- a -->", "<?a?>", "<!A b>", "<1>", "< b>"])
def test_a_tag_begins_with_its_sign(text: str) -> None:
    (inline,) = [token for token in parse_markdown(f"a {text}", {}) if token.type == "inline"]
    is_html = any(child.type == "html_inline" for child in inline.children or [])

    assert bool(re.match(syntax.TAG_START, text)) == is_html
