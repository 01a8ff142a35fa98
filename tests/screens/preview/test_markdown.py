from __future__ import annotations

from itertools import pairwise

from hypothesis import given, strategies as st
from markdown_it.token import Token
from rich.cells import cell_len

from screens.appearance.glyphs import UNICODE
from screens.appearance.word_breaks import longest_word, split_words
from screens.preview.markdown.block_source import BlockSource, CodeHighlight, DiagramDrawing
from screens.preview.markdown.blocks import Block, parse_blocks
from screens.preview.markdown.drawn_lines import TextRun, TextStyle
from screens.preview.markdown.inline import parser
from screens.preview.markdown.line_breaking import wrap_code, wrap_runs
from tests.support.drawn_markdown import (
    drawn,
    lines_of,
    look_of,
    open_piece,
    paper_of,
    pieces,
    rows_of,
    runs_of,
    text_of,
)

# Headings, paragraphs, inline Markdown


def test_headings_have_their_rules_and_no_row_below_but_for_the_first_level() -> None:
    rows = drawn("# One\n\nText\n\n## Two\n\nText\n\n### Three\n\nText\n\n#### Four\n\nText\n", 10)

    assert rows == [
        *("One", "━" * 10, "", "Text", "", "Two", "─" * 10, "Text", ""),
        *("Three", "Text", "", "Four", "Text"),
    ]


def test_headings_look_like_their_level() -> None:
    assert look_of("# One", "One") == TextStyle(bold=True)
    assert look_of("### Three", "Three") == TextStyle(bold=True)
    assert look_of("#### Four", "Four") == TextStyle("soft", bold=True)


def test_a_heading_by_underline_is_a_heading() -> None:
    assert drawn("One\n===\n\nTwo\nlines\n---\n", 9) == ["One", "━" * 9, "", "Two lines", "─" * 9]


def test_a_heading_without_words_keeps_its_rows() -> None:
    assert drawn("# \n\nText\n", 6) == ["", "━" * 6, "", "Text"]


_PARTS = [
    "a",
    "Ä",
    "b c",
    "\n",
    "\n",
    "\n  ",
    " ",
    "\t",
    "- x",
    "|",
    "---",
    "===",
    "1.",
    "[a]: b",
    "<b>",
    "#",
    "\x0c",
    "é\n",
]


@given(st.lists(st.sampled_from(_PARTS), min_size=1, max_size=8).map("".join).filter(str.strip))
def test_a_paragraph_of_plain_lines_is_read_as_the_parser_reads_it(text: str) -> None:
    tokens: list[Token] = []
    parser().block.parse(text, parser(), {}, tokens)

    read = [block.token for block in _with_inner(parse_blocks(BlockSource(text, (), UNICODE)))]

    assert [_described(token) for token in read] == [_described(token) for token in tokens if token.nesting >= 0]


def _with_inner(blocks: list[Block]) -> list[Block]:
    return [inner for block in blocks for inner in (block, *_with_inner(block.blocks))]


def _described(token: Token) -> tuple[object, ...]:
    return token.type, token.tag, token.nesting, token.map, token.content, token.markup, token.attrs


def test_empty_lines_become_one_row() -> None:
    assert drawn("\n\none\n\n\n\ntwo\n\n\n") == ["one", "", "two"]


def test_a_paragraph_is_wrapped_at_spaces_and_keeps_its_hard_breaks() -> None:
    assert drawn("one two\nthree  \nfour\\\nfive\n", 8) == ["one two", "three", "four", "five"]


def test_a_word_that_is_too_long_is_broken() -> None:
    assert drawn("a abcdefghij b", 4) == ["a", "abcd", "efgh", "ij b"]


def test_a_no_break_space_does_not_break() -> None:
    assert drawn("one two\u00a0three", 10) == ["one", "two\u00a0three"]


def test_emphasis_and_code_lose_their_marks_and_keep_their_look() -> None:
    text = "a *b* **c** ***d*** ~~e~~ `f`"

    assert drawn(text) == ["a b c d e f"]
    assert look_of(text, "b") == TextStyle(italic=True)
    assert look_of(text, "c") == TextStyle(bold=True)
    assert look_of(text, "d") == TextStyle(bold=True, italic=True)
    assert look_of(text, "e") == TextStyle(struck=True)
    assert look_of(text, "f") == TextStyle(on_panel=True)


def test_escapes_and_entities_are_drawn_as_what_they_mean() -> None:
    assert drawn(r"\*no\* \# &amp; &copy; &#35; &nope; \q") == [r"*no* # & © # &nope; \q"]


def test_a_link_shows_where_it_leads() -> None:
    assert drawn('[text](https://a.b "Title") on', 60) == ['text (https://a.b "Title") on']


def test_a_link_that_says_where_it_leads_says_it_once() -> None:
    assert drawn("[https://a.b](https://a.b) <https://c.d> [e.md](e.md)", 60) == ["https://a.b https://c.d e.md"]


def test_a_link_in_brackets_is_read_like_any_other() -> None:
    assert drawn("[[a](b)](c) [**bold** link](u) *[x](y)*", 60) == ["[a (b)](c) bold link (u) x (y)"]


def test_links_by_label_keep_the_label_and_their_definition_is_shown() -> None:
    rows = drawn("[text][ref] and [ref].\n\nMore.\n\n[ref]: https://a.b 'Title'\n", 60)

    assert rows == ["text [ref] and ref.", "", "More.", "", "[ref]: https://a.b 'Title'"]


def test_a_label_without_a_definition_is_a_placeholder_in_brackets() -> None:
    assert drawn("# [Feature Name] and [x]\n") == ["[Feature Name] and [x]", "━" * 40]


def test_footnotes_keep_their_marks() -> None:
    assert drawn("Said[^1].\n\n[^1]: word\n\n[^2]: Several words.\n") == [
        *("Said[^1].", "", "[^1]: word", "", "[^2]: Several words."),
    ]


def test_an_image_says_that_it_is_one() -> None:
    assert drawn("See ![the *flow*](flow.png) and ![](b.png)", 60) == [
        "See image the *flow* (flow.png) and image (b.png)"
    ]


def test_tags_and_comments_in_text_are_faint_and_there() -> None:
    text = "a <b>bold</b> <!-- note --> <feature-name> <https://x.y> c"

    assert drawn(text, 60) == ["a <b>bold</b> <!-- note --> <feature-name> https://x.y c"]
    assert look_of(text, "<!-- note -->") == TextStyle("faint")


def test_a_break_tag_breaks_the_line() -> None:
    assert drawn("one<br>two<BR />three") == ["one", "two", "three"]


def test_wide_characters_break_anywhere_but_before_what_closes() -> None:
    assert drawn("日本語のテキスト、です", 9) == ["日本語の", "テキス", "ト、です"]


def test_what_is_drawn_as_one_character_is_never_cut() -> None:
    family = "👨\u200d👩\u200d👧"

    assert drawn(family * 3, 5) == [family * 2, family]


def test_control_characters_are_shown_and_not_obeyed() -> None:
    rows = drawn("a\x1b[31mb\x07 \u202ec\n\n```\n\x1b]0;x\x07\ty\n```\n", 20)

    assert rows[0] == "a␛[31mb␇ \ufffdc"
    assert rows[3] == " ␛]0;x␇  y"


# Lists


def test_bullets_by_depth() -> None:
    assert drawn("- one\n  - two\n    - three\n\n* four\n+ five\n") == [
        *("• one", "  ◦ two", "    ◦ three", "", "• four", "• five"),
    ]


def test_later_lines_of_an_item_stand_under_its_text() -> None:
    assert drawn("- one two three\n\n  four five\n", 9) == ["• one two", "  three", "", "  four", "  five"]


def test_numbers_count_from_the_first() -> None:
    assert drawn("3. a\n3. b\n   1) c\n4. d\n") == ["3. a", "4. b", "   1) c", "5. d"]


def test_a_list_that_is_cut_into_units_still_counts() -> None:
    assert drawn("9. a\n10. b\n10. c\n") == ["9. a", "10. b", "11. c"]


def test_tasks_have_boxes() -> None:
    assert drawn("- [ ] open\n- [x] done\n- [X] done\n1. [ ] first\n- [ ]\n- [y] no\n") == [
        *("☐ open", "☑ done", "☑ done", "☐ first", "☐", "• [y] no"),
    ]


def test_a_done_task_is_soft_behind_a_green_box() -> None:
    assert look_of("- [x] done", "☑") == TextStyle("success")
    assert look_of("- [x] done", "done") == TextStyle("soft")


def test_nested_tasks_with_four_blanks_are_tasks() -> None:
    assert drawn("*   **Key:**\n    *   [ ] One\n    *   [ ] Two\n*   Three\n") == [
        *("• Key:", "  ☐ One", "  ☐ Two", "• Three"),
    ]


def test_an_item_holds_other_blocks() -> None:
    rows = drawn("- a\n\n  > q\n\n  ```py\n  x\n  ```\n\n  | h |\n  |---|\n  | c |\n", 12)

    assert rows == ["• a", "", "  ▌ q", "", "         py", "   x", "", "", "  h", "  ─", "  c"]


def test_an_item_without_words_is_there() -> None:
    assert drawn("-\n- a\n") == ["•", "• a"]


def test_a_definition_in_an_item_is_shown() -> None:
    assert drawn("- [a]: /b\n- c\n1. [d]: /e\n\n   text [d]\n") == ["• [a]: /b", "• c", "1. [d]: /e", "", "   text d"]


def test_what_is_nested_too_deep_for_the_parser_is_shown() -> None:
    rows = drawn("".join("  " * depth + f"- a{depth}\n" for depth in range(60)) + "\n" + ">" * 60 + " b\n", 200)

    assert all(any(row.endswith(f" a{depth}") for row in rows) for depth in range(60))
    assert rows[-1].endswith("▌ b")


# Quotes, rules, tags


def test_quotes_nest_and_go_on_through_their_empty_lines() -> None:
    assert drawn("> a\n>\n> > b\n>\n> - c\n") == ["▌ a", "▌", "▌ ▌ b", "▌", "▌ • c"]


def test_a_quote_that_warns_has_an_amber_bar() -> None:
    assert look_of("> **CRITICAL WARNING:** x", "▌") == TextStyle("warning")
    assert look_of("> [!CAUTION]\n> x", "▌") == TextStyle("warning")
    assert look_of("> **IMPORTANT NOTE:** x", "▌") == TextStyle("soft")


def test_own_tags_stand_outside_the_quote_that_they_close() -> None:
    rows = drawn("<critical_warning>\n> **WARNING:** x\n</critical_warning>\n\nText\n")

    assert rows == ["<critical_warning>", "▌ WARNING: x", "</critical_warning>", "", "Text"]


def test_a_rule_is_as_wide_as_the_text() -> None:
    assert drawn("a\n\n---\n\nb\n", 7) == ["a", "", "─" * 7, "", "b"]


def test_html_blocks_are_there_line_by_line() -> None:
    text = "<details open>\n<summary>More</summary>\n\nText\n\n</details>\n"

    assert drawn(text) == ["<details open>", "<summary>More</summary>", "", "Text", "", "</details>"]
    assert look_of("<p>More</p>", "More") == TextStyle()
    assert look_of("<p>More</p>", "<p>") == TextStyle("faint")


def test_a_comment_over_several_lines_keeps_its_empty_lines() -> None:
    assert drawn("<!-- a\n\n# b\n-->\n\nc\n") == ["<!-- a", "", "# b", "-->", "", "c"]


def test_front_matter_is_drawn_as_code() -> None:
    assert drawn("---\ntitle: x\n---\n\n# T\n", 24) == [
        *("           front matter", " title: x", "", "", "T", "━" * 24),
    ]


# Code


def test_a_fence_names_its_language_at_the_right() -> None:
    assert drawn("```python\nx = 1\n```\n", 14) == ["       python", " x = 1", ""]


def test_a_fence_that_is_not_closed_has_no_last_row() -> None:
    assert drawn("```\nx\n", 8) == ["", " x"]


def test_code_is_broken_at_a_blank_and_keeps_its_blanks() -> None:
    assert drawn("```\nab  cdefg\n\n    x\n```\n", 8) == ["", " ab", " cdefg", "", "     x", ""]
    assert drawn("```\na bcdefghi\n```\n", 8) == ["", " a bcde", " fghi", ""]  # rather than leave most of a row
    assert drawn("```\n      make it\n```\n", 12) == ["", "       make", "  it", ""]


@given(
    st.lists(st.sampled_from(["a", "bb ", " ", "    ", "word", "日", "é"]), min_size=1, max_size=30), st.integers(1, 12)
)
def test_no_character_of_code_is_lost_and_a_word_is_only_broken_where_that_fills_half_a_row(
    parts: list[str], width: int
) -> None:
    text = "".join(parts)

    rows = [text_of(row) for row in wrap_code([TextRun(text)], width)]

    assert "".join(rows) == text
    for row, below in pairwise(rows):
        assert cell_len(row) <= max(width, 2)
        if not row.endswith(" ") and not below.startswith(" "):
            fits = row.rpartition(" ")[0]
            assert cell_len(f"{fits} ") * 2 < width or not fits.strip()


def test_tabs_in_code_go_to_the_next_stop() -> None:
    assert drawn("```\n\tx\nab\ty\n```\n", 16)[1:3] == ["     x", " ab  y"]


def test_a_longer_fence_holds_a_shorter_one() -> None:
    assert drawn("````md\n```\nx\n```\n````\n", 10) == ["       md", " ```", " x", " ```", ""]


def test_indented_code_stands_on_the_panel() -> None:
    assert drawn("a\n\n    x\n      y\n", 9) == ["a", "", " x", "   y"]
    assert look_of("    x\n", "x") == TextStyle(on_panel=True)


class _ColouredFences:
    def highlights(self, language: str, code: str) -> list[CodeHighlight]:
        start = code.index("def")
        return [(start, start + 3, TextStyle(bold=True, on_panel=True))]

    def drawing(self, language: str, code: str, width: int) -> DiagramDrawing | None:
        return (
            DiagramDrawing(refusal="Diagram not drawn: too wide.") if "def" in code else DiagramDrawing(("┌─┐", "└─┘"))
        )


def test_colours_of_code_stand_where_they_belong() -> None:
    paper = paper_of("- x\n\n  ```py\n  é\n  def f\n  ```\n", 20, _ColouredFences())

    bold = [run for line in lines_of(paper) for run in line.runs if run.look.bold]

    assert [(run.text, run.start, run.end) for run in bold] == [("def", 19, 22)]


def test_a_diagram_stands_under_its_source_or_one_line_says_why_not() -> None:
    art = rows_of(paper_of("```mermaid\ngraph TD\n```\n", 20, _ColouredDiagrams()))
    refused = rows_of(paper_of("```mermaid\ndef\n```\n", 24, _ColouredDiagrams()))

    assert art[-4:] == ["", " ┌─┐", " └─┘", ""]
    assert refused[-2:] == [" Diagram not drawn: too", " wide."]


class _ColouredDiagrams(_ColouredFences):
    def highlights(self, language: str, code: str) -> list[CodeHighlight]:
        return []


WRAPPED = st.lists(st.sampled_from(["a", "bb", "ccc ", "\n", " ", "   ", "dddddddd", "x-y "]), max_size=14)


@given(WRAPPED, st.integers(1, 12))
def test_narrow_text_breaks_where_it_does_beside_wide_text(parts: list[str], width: int) -> None:
    text = "".join(parts)

    narrow = [text_of(line) for line in wrap_runs([TextRun(f"{text}\nb")], width)]
    mixed = [text_of(line) for line in wrap_runs([TextRun(f"{text}\n日")], width)]

    assert narrow[:-1] == mixed[:-1]


# Tables


def test_a_table_has_a_bold_head_aligned_columns_and_no_bars() -> None:
    rows = drawn("| Left | Mid | Right |\n|:--|:-:|--:|\n| a | b | c |\n| dd | ee | 123456 |\n")

    assert rows == ["Left   Mid    Right", "────   ───   ──────", "a       b         c", "dd     ee    123456"]


def test_cells_wrap_and_rows_are_then_parted() -> None:
    assert drawn("| H | Words |\n|---|---|\n| a | one two three |\n| b | c |\n", 14) == [
        *("H   Words", "─   ──────────", "a   one two", "    three", "╌   ╌╌╌╌╌╌╌╌╌╌", "b   c"),
    ]


def test_a_column_is_never_narrower_than_the_longest_word_of_its_head() -> None:
    rows = drawn(f"| Component | Text |\n|---|---|\n| a | {'word ' * 20}|\n", 24)

    assert rows[0].startswith("Component   Text")


def test_columns_without_room_stand_one_below_the_other() -> None:
    assert drawn("| Endpoint | Method | Response |\n|---|---|---|\n| /a | GET | |\n| /b | PUT | one two |\n", 14) == [
        *("Endpoint,", "Method,", "Response", "─" * 14, "Endpoint: /a", "Method: GET", "╌" * 14),
        *("Endpoint: /b", "Method: PUT", "Response:", "  one two"),
    ]


def test_dates_and_words_stay_whole_while_other_columns_have_room() -> None:
    row = "| Design the new data model | Ann of the platform team | 2026-06-01 | 2026-07-01 | changed |"
    rows = drawn(f"| Phase | Owner | Start | Due | State |\n|---|---|---|---|---|\n{row}\n", 50)

    assert rows[2].endswith("2026-06-01  2026-07-01  changed")


CELLS = st.lists(
    st.sampled_from(
        [
            "a",
            "to",
            "changed",
            "2026-06-01",
            "Größe",
            "internationalization",
            "日本語の長い文",
            "e\u0301",
            "👨\u200d👩\u200d👧",
        ]
    ),
    max_size=6,
).map(" ".join)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=4), st.integers(20, 120))
def test_no_word_of_a_table_is_broken_while_a_column_has_room_to_give(
    rows: list[tuple[str, str, str]], width: int
) -> None:
    heads = ("Phase", "Owner", "Due")
    table = [f"| {' | '.join(row)} |" for row in (heads, ("---",) * 3, *rows)]

    lines = drawn("\n".join(table) + "\n", width)

    columns = [[head, *(row[index] for row in rows)] for index, head in enumerate(heads)]
    words = [max(map(longest_word, column)) for column in columns]
    widths = [len(rule) for rule in lines[1].split()]
    if len(widths) == 1:
        widths = [width - 2 - len("Phase: ")] * 3
    elif any(space < word for space, word in zip(widths, words, strict=True)):
        assert all(space <= word for space, word in zip(widths, words, strict=True))
    assert all(cell_len(line) <= width for line in lines)
    for space, column in zip(widths, columns, strict=True):
        whole = [found[0] for text in column for found in split_words(text) if cell_len(found[0]) <= space]
        assert all(any(word in line for line in lines) for word in whole)


def test_a_bar_in_a_cell_is_drawn_and_known() -> None:
    paper = paper_of("| a | b |\n|---|---|\n| x \\| y | `p \\| q` |\n")
    last = list(lines_of(paper))[-1]

    assert text_of(last.runs).rstrip() == "x | y   p | q"
    assert [(run.start, run.end) for run in last.runs if run.text == "p "] == [(32, 34)]


def test_a_line_end_in_a_cell_is_a_line_end() -> None:
    assert drawn("| a | b |\n|---|---|\n| one<br>two | c |\n") == ["a     b", "───   ─", "one   c", "two"]


def test_cells_that_the_head_has_no_column_for_are_shown() -> None:
    assert drawn("| a |\n|---|\n| b | c | d |\n")[-1] == "b c | d"


def test_wide_characters_line_up() -> None:
    rows = drawn("| 名前 | b |\n|---|---|\n| ab | c |\n| 日本 | 👨\u200d👩\u200d👧 |\n")

    assert rows == ["名前   b", "────   ──", "ab     c", "日本   👨\u200d👩\u200d👧"]
    assert len({cell_len(row.partition("   ")[0]) for row in rows if "日" in row or "名" in row}) == 1


def test_a_table_in_a_quote_is_a_table() -> None:
    assert drawn("> | a | b |\n> |---|---|\n> | c | d |\n") == ["▌ a   b", "▌ ─   ─", "▌ c   d"]


# Placeholders


def test_placeholders_are_faint_and_italic_with_their_brackets() -> None:
    paper = paper_of("")
    paper.update((open_piece("# Plan: [Name] now\n", "[Name]"),))
    runs = [run for line in lines_of(paper) for run in line.runs]

    assert [(run.text, run.look) for run in runs[:3]] == [
        ("Plan: ", TextStyle(bold=True)),
        ("[Name]", TextStyle("faint", italic=True)),
        (" now", TextStyle(bold=True)),
    ]


def test_an_answer_is_drawn_in_ink_at_once() -> None:
    paper = paper_of("")
    paper.update((open_piece("a [b] c\n", "[b]"),))
    redrawn = paper.update(pieces("a [b] c\n"))

    assert redrawn is not None
    assert {run.look for line in lines_of(paper) for run in line.runs} == {TextStyle()}


# Where everything comes from


def test_every_character_knows_where_it_stands() -> None:
    text = "> 1. a *b* `c` &amp; \\* [d](e) <br> <i>\n>    second **line**\n>\n>    ```x\n>    code\n>    ```\n"

    for run in runs_of(text, 12):
        if run.is_source and run.is_verbatim and run.text.strip():
            assert text[run.start : run.end].replace("\n", " ") == run.text


def test_line_ends_of_other_systems_shift_nothing() -> None:
    paper = paper_of("")
    text = "# One\r\n\r\nTwo  \r\nthree\r\n\r\n- a\r\n- b\r\n"
    paper.update(pieces(text))

    assert rows_of(paper) == ["One", "━" * 40, "", "Two", "three", "", "• a", "• b"]
    for unit in range(paper.count()):
        start, _ = paper.extent(unit)
        for line in paper.lines(unit):
            for run in line.runs:
                if run.is_source and run.is_verbatim:
                    assert text[start + run.start : start + run.end] == run.text


def test_an_empty_document_has_no_rows() -> None:
    assert drawn("") == []
    assert drawn("\n\n") == []
