"""Answers fitted to their places: one test for each rule of the contract, by what stands in the plan."""

from __future__ import annotations

import subprocess
import sys

import pytest
from markdown_it import MarkdownIt

from tests.support.rendering import rendered
from wizard.markdown.escaping.slot_escaping import escape_in_slot, needs_no_escaping
from wizard.model.render_steps import SlotContext


def test_line_ends_are_those_of_files_and_no_others() -> None:
    text = rendered("{{ goal }}\n", goal="one\r\ntwo\rthree\nfour\x0bfive\u2028six\x85seven\0")

    assert text == "one\ntwo\nthree\nfour five\u2028six seven\ufffd\n"


CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"]


@pytest.mark.parametrize(
    "body",
    [
        *("# {{ name }}\n", "{{ goal }}\n", "- {{ name }}\n", "| A |\n| - |\n| {{ name }} |\n", "`{{ name }}`\n"),
        *("```\n{{ goal }}\n```\n", "<!-- {{ name }} -->\n", "<a href='{{ name }}'>x</a>\n", "[x]({{ name }})\n"),
        *("---\ntitle: {{ name }}\n---\n", "{{ name | upper }}\n", "{{ name ~ '!' }}\n", "{{ tags | join }}\n"),
    ],
)
def test_no_control_character_of_an_answer_reaches_the_file(body: str) -> None:
    answer = f"a{''.join(map(chr, CONTROLS))}\x1b[31mb"

    text = rendered(body, name=answer, goal=answer, tags=(answer,))

    assert not [character for character in text if ord(character) in CONTROLS]
    assert "31m" in text.lower()


def test_an_escape_character_is_shown_as_its_picture() -> None:
    assert rendered("{{ name }}\n", name="x\x1b[31my\x9bz\x7f") == "x␛[31my\ufffdz␡\n"


def test_markdown_is_welcome_in_a_block_of_its_own() -> None:
    answer = "Some **bold** text.\n\n- one\n  - two\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n```py\n# three\n```"

    assert rendered("## Goal\n{{ goal }}\n\nEnd\n", goal=answer) == f"## Goal\n{answer}\n\nEnd\n"


def test_a_line_is_no_block_of_its_own() -> None:
    assert rendered("# H\n\n{{ name }}\n", name="- one\n- two") == "# H\n\n\\- one - two\n"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("two\nlines", "two lines"),
        ("`code` and **bold** and [link](x)", "`code` and **bold** and [link](x)"),
        ("a lone ` tick", "a lone ` tick"),
        ("ends in \\", "ends in \\"),
        ("snake_case and 2 * 3", "snake_case and 2 * 3"),
        ("**kwargs", "**kwargs"),
        ("Vec<T> and </details>", "Vec\\<T> and \\</details>"),
        ("<https://example.org> & a < b", "<https://example.org> & a < b"),
        ("open [ and closed ]]", "open [ and closed ]]"),
    ],
)
def test_running_text_keeps_what_is_whole_and_escapes_what_would_be_read_as_marks(typed: str, shown: str) -> None:
    assert rendered("Said: {{ name }} here\n", name=typed) == f"Said: {shown} here\n"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("# no heading", "\\# no heading"),
        ("- no item", "\\- no item"),
        ("1. no item", "1\\. no item"),
        ("12) no item", "12\\) no item"),
        ("> no quote", "\\> no quote"),
        ("| no row", "| no row"),
        ("---", "---"),
        ("- - -", "\\- - -"),
        ("```", "\\```"),
        ("~~~", "\\~~~"),
        ("[x]: y", "[x]: y"),
        ("    no code", "no code"),
        ("**bold** first", "**bold** first"),
        ("#tag and -x", "#tag and -x"),
        ("2026 was", "2026 was"),
    ],
)
@pytest.mark.parametrize("before", ["", "- ", "> ", "1. ", "- > "])
def test_at_the_start_of_a_line_the_first_mark_is_escaped(before: str, typed: str, shown: str) -> None:
    assert rendered(f"{before}{{{{ name }}}} end\n", name=typed) == f"{before}{shown} end\n"


@pytest.mark.parametrize(
    ("place", "typed", "shown"),
    [
        ("- {} end", "[ ] task", "\\[ ] task"),
        ("> {} end", "[ ] task", "[ ] task"),
        ("{}", "---", "\\---"),
        ("{}", "[x]: y", "\\[x]: y"),
        ("{}", "[^1]: a note of its own", "\\[^1]: a note of its own"),
        ("{}", "| row", "| row"),
        ("{}\n--- | ---", "a | row", "a &#124; row"),
    ],
)
def test_what_begins_a_block_in_one_place_is_text_in_another(place: str, typed: str, shown: str) -> None:
    assert rendered(place.replace("{}", "{{ name }}"), name=typed) == place.replace("{}", shown)


def test_a_number_before_the_templates_full_stop_begins_no_list() -> None:
    assert rendered("{{ size }}. Item\n", size=3) == "3&#8288;. Item\n"


def test_later_lines_stand_below_the_content_of_their_item() -> None:
    text = rendered("*   **Goal:** {{ goal }}\n*   Next\n", goal="One\ntwo\n\n- three")

    assert text == "*   **Goal:** One\n    two\n\n    - three\n*   Next\n"


def test_the_box_of_a_task_is_content() -> None:
    assert rendered("- [ ] {{ goal }}\n", goal="One\ntwo") == "- [ ] One\n  two\n"


def test_a_quote_carries_its_mark_through_blank_lines() -> None:
    text = rendered("> **Goal:** {{ goal }}\n</tag>\n", goal="One\n\ntwo")

    assert text == "> **Goal:** One\n>\n> two\n</tag>\n"


def test_the_items_of_two_digits_indent_by_four() -> None:
    body = "{% for tag in tags %}\n{{ loop.index }}. {{ goal }}\n{% endfor %}\n"

    text = rendered(body, tags=tuple("abcdefghij"), goal="One\ntwo")

    assert "9. One\n   two\n10. One\n    two\n" in text


def test_behind_a_label_no_second_line_makes_a_heading_or_a_table() -> None:
    assert rendered("**Goal:** {{ goal }}\n", goal="One\n===") == "**Goal:** One\n\\===\n"
    assert rendered("**Goal:** {{ goal }}\n", goal="a | b\n- | -") == "**Goal:** a | b\n\\- | -\n"


def test_a_list_behind_a_label_begins_below_it() -> None:
    assert rendered("**Goal:** {{ goal }}\n\nEnd\n", goal="- a\n- b") == "**Goal:** \n\n- a\n- b\n\nEnd\n"
    assert rendered("- **Goal:** {{ goal }}\n- End\n", goal="- a\n- b") == "- **Goal:** \n  - a\n  - b\n- End\n"


def test_headings_stand_below_the_one_above_them() -> None:
    answer = "# One\n\nText\n\nTwo\n---\n\n###### Six"

    text = rendered("### Goal\n\n{{ goal }}\n", goal=answer)

    assert text == "### Goal\n\n#### One\n\nText\n\n##### Two\n\n**Six**\n"


def test_a_comment_in_code_is_no_heading() -> None:
    assert rendered("## Goal\n\n{{ goal }}\n", goal="```sh\n# run\n```") == "## Goal\n\n```sh\n# run\n```\n"


def test_headings_in_items_and_quotes_are_escaped() -> None:
    assert rendered("- Goal: {{ goal }}\n", goal="One\n\n# Two") == "- Goal: One\n\n  \\# Two\n"
    assert rendered("> {{ goal }}\n", goal="One\n\n# Two") == "> One\n>\n> \\# Two\n"


def test_definitions_are_escaped() -> None:
    text = rendered("{{ goal }}\n\n[docs]: https://example.org\n", goal="See [docs]\n\n[docs]: x\n[^1]: y")

    assert text == "See [docs]\n\n\\[docs]: x\n\\[^1]: y\n\n[docs]: https://example.org\n"


def test_a_cell_holds_its_bars_backslashes_and_lines() -> None:
    text = rendered("| A | B |\n| - | - |\n| {{ name }} | {{ goal }} |\n", name="a|b \\", goal="one\ntwo `x|y`")

    assert text == "| A | B |\n| - | - |\n| a\\|b \\ | one<br>two `x\\|y` |\n"


def test_a_fence_outgrows_every_run_in_it() -> None:
    text = rendered("```mermaid\n{{ flow }}\n```\n\nEnd\n", flow="A --> B\n````\nC")

    assert text == "`````mermaid\nA --> B\n````\nC\n`````\n\nEnd\n"


def test_inline_code_outgrows_every_run_and_keeps_its_distance() -> None:
    assert rendered("Run `{{ name }}` now\n", name="a `b` c") == "Run ``a `b` c`` now\n"
    assert rendered("Run `{{ name }}` now\n", name="`b`") == "Run `` `b` `` now\n"


def test_html_keeps_its_tags_and_has_no_blank_lines() -> None:
    text = rendered("<div>\n{{ goal }}\n</div>\n\nEnd\n", goal="one\n\n</div>\n# two")

    assert text == "<div>\none\n&lt;/div&gt;\n# two\n</div>\n\nEnd\n"


def test_an_attribute_keeps_its_quotes() -> None:
    assert rendered('<p title="{{ name }}">x</p>\n', name="a\"b'>") == '<p title="a&quot;b&#39;&gt;">x</p>\n'


def test_nothing_ends_a_comment() -> None:
    assert rendered("<!-- {{ name }} -->\n", name="a --> b--") == "<!-- a - -> b- -  -->\n"


def test_a_link_keeps_its_text_and_its_target() -> None:
    text = rendered("[{{ name }}](https://example.org/{{ goal }})\n", name="a](b)", goal="c d)e")

    assert text == "[a\\](b)](https://example.org/c%20d%29e)\n"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("Relay", "Relay"), ("a: b", '"a: b"'), ("yes", '"yes"'), ("1.0", '"1.0"'), ('"x" it says', '"\\"x\\" it says"')],
)
def test_a_value_of_the_front_matter_stays_a_text(typed: str, shown: str) -> None:
    assert rendered("---\ntitle: {{ name }}\n---\n\nEnd\n", name=typed) == f"---\ntitle: {shown}\n---\n\nEnd\n"


def test_numbers_dates_and_truths_of_the_front_matter_stand_as_they_are() -> None:
    text = rendered("---\nn: {{ size }}\nd: {{ due }}\ns: {{ sure }}\n---\n", size=3, due="2026-02-28", sure=True)

    assert text == "---\nn: 3\nd: 2026-02-28\ns: true\n---\n"


def test_a_list_next_to_the_templates_takes_other_marks() -> None:
    text = rendered("{{ goal }}\n\n- ours\n", goal="- yours\n- too")

    assert text == "* yours\n* too\n\n- ours\n"


def test_what_would_swallow_the_template_is_escaped_line_by_line() -> None:
    text = rendered("* ours\n\n{{ goal }}\n\n- ours\n", goal="- yours\n- too")

    assert text == "* ours\n\n\\- yours\n\\- too\n\n- ours\n"


def test_an_open_fence_is_closed() -> None:
    assert rendered("{{ goal }}\n\nEnd\n", goal="One\n\n```\ntwo") == "One\n\n```\ntwo\n```\n\nEnd\n"


def test_tags_that_the_answer_does_not_close_show_as_text() -> None:
    assert rendered("{{ goal }}\n\nEnd\n", goal="<details>\n\nx") == "\\<details>\n\nx\n\nEnd\n"
    whole = "<details>\n<summary>s</summary>\n\nx\n\n</details>"
    assert rendered("{{ goal }}\n\nEnd\n", goal=whole) == f"{whole}\n\nEnd\n"


def test_what_a_filter_makes_is_fitted_too() -> None:
    assert rendered("- {{ name | upper }}\n", name="# a") == "- \\# A\n"


def test_the_authors_own_words_are_not() -> None:
    assert rendered('- {{ "# yes" if sure else "# no" }}\n', sure=True) == "- # yes\n"


def test_placeholders_are_not() -> None:
    assert rendered("[{{ name }}](x)\n") == "[[Name]](x)\n"


@pytest.mark.parametrize("answer", ["Plain words, as they come.", "Größe: 3 (three)", "it's 100% done"])
@pytest.mark.parametrize(
    "place", ["block", "tail", "text", "atx_heading", "setext_heading", "link_text", "cell", "fence", "code"]
)
def test_plain_words_stand_as_they_are_everywhere(place: str, answer: str) -> None:
    context = SlotContext(place)  # pyright: ignore[reportArgumentType]

    assert needs_no_escaping(context, answer)
    assert escape_in_slot(context, answer, "A label: ", "line") == answer


@pytest.mark.parametrize("character", [chr(code) for code in range(0x20, 0x7F)] + list("\n\té–\u200b"))
def test_a_long_answer_is_as_plain_as_a_short_one(character: str) -> None:
    context = SlotContext("text")
    for short in (f"{character}word", f"word{character}word", f"word{character}"):
        long = short.replace("word", "word " * 2_000 + "word")

        assert needs_no_escaping(context, long) == needs_no_escaping(context, short)


PLAIN_RENDERING = """
import sys
from wizard.compiler.loader import load_template
load_template("feature-plan")
from wizard.interview.interview import Interview
from wizard.render.plan import render_plan
template = load_template("feature-plan")
before = set(sys.modules)
answers = {"goal": "Two lines\\nand a list:\\n\\n- one\\n- two", "feature_name": "A `b` c"}
render_plan(Interview.begin(template, answers))
assert "markdown_it" not in set(sys.modules) - before
"""


def test_plain_answers_never_pay_for_a_parser() -> None:
    subprocess.run([sys.executable, "-c", PLAIN_RENDERING], check=True)


@pytest.mark.parametrize("first", ["C:\\a\\", "docker run \\", "x \\\\\\"])
@pytest.mark.parametrize("row", ["| {} | b |", "| {}{{{{ name }}}} | b |", "| a: {} end | b |"])
def test_a_backslash_at_the_end_of_a_line_leaves_the_break_of_its_cell(row: str, first: str) -> None:
    head = "| A | B |\n| - | - |\n"

    text = rendered(head + row.format("{{ goal }}").replace("{{{{", "{{").replace("}}}}", "}}"), goal=f"{first}\nnext")

    assert f"{first}\\<br>next" in text


def test_two_backslashes_at_the_end_of_a_line_are_one_before_the_break() -> None:
    assert "| \\\\<br>next |" in rendered("| A |\n| - |\n| {{ goal }} |\n", goal="\\\\\nnext")


@pytest.mark.parametrize("before", ["- ", "> ", "- **Goal:** ", "1. ", "> - ", "Goal: ", "`x` "])
@pytest.mark.parametrize("more", ["", " **bold**", " *open", " `code`", " # x"])
def test_a_hard_break_that_was_typed_is_one_on_every_line(before: str, more: str) -> None:
    text = rendered(f"{before}{{{{ goal }}}}\n", goal=f"one{more}\\\ntwo{more}\\\nthree")

    assert [line.endswith("\\") and not line.endswith("\\\\") for line in text.splitlines()] == [True, True, False]


@pytest.mark.parametrize("low", [-20, 20, -1.5, 1.5])
def test_a_negative_number_behind_another_one_has_no_backslash(low: float) -> None:
    assert rendered("- {{ size }} {{ size }} °C\n", size=-5) == "- -5 -5 °C\n"
    assert rendered("- {{ size }} {{ -5 }} {{ size - 15 }} °C\n", size=low).count("\\") == 0
    assert rendered("- {{ due }} {{ size }}\n", due="2027-02-28", size=low).count("\\") == 0


@pytest.mark.parametrize("place", ["> {}\n", "**Goal:** {}\n", "- **Goal:** {}\n", "> **Goal:** {}\n"])
def test_a_table_at_the_beginning_of_an_answer_is_one(place: str) -> None:
    text = rendered(place.replace("{}", "{{ goal }}"), goal="| a | b |\n|---|---|\n| 1 | 2 |\n\nEnd")

    assert "\\" not in text
    assert "table_open" in [token.type for token in MarkdownIt("gfm-like").parse(text)]
