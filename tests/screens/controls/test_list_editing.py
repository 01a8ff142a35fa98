"""Markdown lists in a long text: Enter goes on with one and ends it, Tab and Shift+Tab indent its items."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from markdown_it import MarkdownIt

from screens.controls.text_input.list_editing import continue_list, indent_item, outdent_item
from screens.controls.text_input.text_buffer import TextBuffer
from tests.support.one_question import OneQuestion
from tests.support.question_screen import asking, template_text

TEXT = "id: goal\nkind: text\nlabel: What is it for?\nid: name\nkind: line\nlabel: What is it called?"
DIAGRAM = "id: shape\nkind: diagram\nlabel: How does it look?"


def buffer_of(text: str) -> TextBuffer:
    """A text with `|` for the cursor, and `<` where a selection begins."""
    anchor = text.replace("|", "").find("<")
    cursor = text.replace("<", "").index("|")
    return TextBuffer(text.replace("|", "").replace("<", ""), cursor, anchor if anchor >= 0 else None)


def text_of(buffer: TextBuffer | None) -> str | None:
    """A text with `|` for the cursor."""
    return None if buffer is None else f"{buffer.text[: buffer.cursor]}|{buffer.text[buffer.cursor :]}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- one|", "- one\n- |"),
        ("* one|", "* one\n* |"),
        ("+ one|", "+ one\n+ |"),
        ("1. one|", "1. one\n2. |"),
        ("9) one|", "9) one\n10) |"),
        ("- [ ] one|", "- [ ] one\n- [ ] |"),
        ("- [x] one|", "- [x] one\n- [ ] |"),
        ("1. [x] one|", "1. [x] one\n2. [ ] |"),
        ("  - one|", "  - one\n  - |"),
        ("-   one|", "-   one\n-   |"),
        ("> one|", "> one\n> |"),
        (">> one|", ">> one\n>> |"),
        ("> - one|", "> - one\n> - |"),
        ("- one| two", "- one\n- |two"),
        ("- one\n- |two", "- one\n- \n- |two"),
        ("- <one|", "- \n- |"),
        ("1. one|\n2. two\n   - inner\n3. three", "1. one\n2. |\n3. two\n   - inner\n4. three"),
        ("1. one\n1. two|\n1. three", "1. one\n1. two\n1. |\n1. three"),
    ],
)
def test_enter_goes_on_with_a_list_or_quote(before: str, after: str):
    assert text_of(continue_list(buffer_of(before))) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- |", "|"),
        ("- one\n- |", "- one\n\n|"),
        ("- one\n\n- |", "- one\n\n|"),
        ("- one\n- |\n- two", "- one\n\n|\n\n- two"),
        ("1. one\n2. |\n3. three", "1. one\n\n|\n\n3. three"),
        ("1. one\n2. |\n\nrest", "1. one\n\n|\n\nrest"),
        ("- [ ] |", "|"),
        ("- [x] one\n- [ ] |", "- [x] one\n\n|"),
        ("  - one\n  - |", "  - one\n\n|"),
        ("> |", "|"),
        ("> one\n> |", "> one\n\n|"),
        ("> one\n>\n> |", "> one\n\n|"),
        (">> one\n>> |", ">> one\n\n|"),
        ("> - |", "> |"),
        ("> - one\n> - |", "> - one\n>\n> |"),
        ("> - one\n>\n> |", "> - one\n\n|"),
    ],
)
def test_enter_ends_an_empty_item(before: str, after: str):
    assert text_of(continue_list(buffer_of(before))) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- one\n  - |", "- one\n- |"),
        ("- one\n  - two\n  - |", "- one\n  - two\n- |"),
        ("1. one\n   - two\n   - |\n2. three", "1. one\n   - two\n2. |\n3. three"),
        ("- [x] one\n  - [ ] two\n  - [ ] |", "- [x] one\n  - [ ] two\n- [ ] |"),
        ("> - one\n>   - |", "> - one\n> - |"),
    ],
)
def test_enter_takes_an_empty_nested_item_out_a_level_first(before: str, after: str):
    assert text_of(continue_list(buffer_of(before))) == after


_MARKERS = st.sampled_from(["- ", "* ", "1. ", "2) ", "- [ ] ", "- [x] ", "> ", ">> ", "> - ", "> 1. "])
_NESTED = st.sampled_from([[], ["  - inner"], ["    1. inner"], [""], ["  more of it"], ["lazy"]])
_BELOW = st.sampled_from(["", "\n\nbelow", "\n- below", "\n3. below", "\n> below", "\nbelow"])


@given(_MARKERS, st.integers(1, 3), _NESTED, _BELOW)
def test_what_is_typed_after_the_end_of_a_list_or_quote_is_a_paragraph_of_its_own(
    marker: str, count: int, nested: list[str], below: str
):
    text = "\n".join([*[f"{marker}item"] * count, *([] if ">" in marker else nested)])
    typed = f"{text}\n{marker}"
    buffer = TextBuffer(typed + below, len(typed))
    for _ in range(9):
        line = buffer.text[: buffer.cursor].rpartition("\n")[2]
        ended = continue_list(buffer) if line else None
        if ended is None:
            break
        buffer = ended

    tokens = MarkdownIt().parse(buffer.insert("after").text)
    own = [token for token in tokens if token.type == "inline" and "after" in token.content]

    assert [(token.content, token.level) for token in own] == [("after", 1)]
    assert sum("below" in token.content for token in tokens) == bool(below)


@pytest.mark.parametrize(
    "text",
    [
        "one|",
        "|- one",
        "-| one",
        "-|",
        "---|",
        "- - -|",
        "* * *|",
        "1.|",
        "2027. |x"[:4] + "|",
        "#- one|",
        "-one|",
        "\n|",
    ],
)
def test_enter_elsewhere_is_a_line_end(text: str):
    assert continue_list(buffer_of(text)) is None


def test_enter_in_code_is_a_line_end():
    assert continue_list(buffer_of("```\n- one|")) is None
    assert continue_list(buffer_of("```\na\n```\n- one|")) is not None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- one\n- two|", "- one\n  - two|"),
        ("- one\n- |", "- one\n  - |"),
        ("1. one\n2. two|\n3. three", "1. one\n   1. two|\n2. three"),
        ("10. one\n- two|", "10. one\n    - two|"),
        ("- one\n  - inner\n- two|", "- one\n  - inner\n  - two|"),
        ("1. one\n   1. inner\n2. two|", "1. one\n   1. inner\n   2. two|"),
        ("- one\n- two|\n  - below\n\n  more\n- three", "- one\n  - two|\n    - below\n\n    more\n- three"),
        ("- one\n\n- two|", "- one\n\n  - two|"),
        ("> - one\n> - two|", "> - one\n>   - two|"),
        ("- [ ] one\n- [x] two|", "- [ ] one\n  - [x] two|"),
    ],
)
def test_tab_makes_an_item_a_part_of_the_one_above_and_shift_tab_takes_it_out(before: str, after: str):
    indented = indent_item(buffer_of(before))

    assert text_of(indented) == after
    assert indented is not None
    assert text_of(outdent_item(indented)) == before


def test_tab_indents_all_selected_items():
    assert text_of(indent_item(buffer_of("- one\n<- two\n- three|"))) == "- one\n  - two\n  - three|"


@pytest.mark.parametrize("text", ["one|", "- one|", "- one\n  - two|", "one\n- two|", "```\n- one\n- two|", "|"])
def test_tab_has_nothing_to_indent_elsewhere(text: str):
    assert indent_item(buffer_of(text)) is None


_LINES = st.sampled_from(
    ["- a", "  - b", "1. c", "   2) d", "> - e", "> f", "text", "", "```", "- [ ] g", "- ", "\t- h"]
)


@given(st.lists(_LINES, max_size=8), st.data())
def test_no_key_loses_a_letter_and_the_cursor_stays_in_the_text(lines: list[str], data: st.DataObject):
    text = "\n".join(lines)
    buffer = TextBuffer(text, data.draw(st.integers(0, len(text))))

    for edited in (indent_item(buffer), outdent_item(buffer)):
        if edited is not None:
            assert [c for c in edited.text if c.isalpha()] == [c for c in text if c.isalpha()]
            behind = [c for c in edited.text[edited.cursor :] if c.isalpha()]
            assert behind == [c for c in text[buffer.cursor :] if c.isalpha()]
    continued = continue_list(buffer)
    if continued is not None:
        assert [c for c in continued.text if c.isalpha()] == [c for c in text if c.isalpha()]
        assert 0 <= continued.cursor <= len(continued.text)


def test_a_diagram_has_no_lists():
    asked = OneQuestion(DIAGRAM).type("- a").press("enter").type("b")

    assert asked.answer == "- a\nb"


async def test_a_list_is_typed_indented_and_left_with_keys():
    async with asking(template_text(TEXT)) as seen:
        await seen.type("- one")
        await seen.press("enter")
        await seen.type("two")
        await seen.press("tab", "enter")
        await seen.type("three")
        await seen.press("shift+tab")

        assert seen.answer("goal") == "- one\n  - two\n- three"

        await seen.press("enter", "enter", "tab")

        assert seen.place == ("name",)
        assert str(seen.answer("goal")).rstrip("\n") == "- one\n  - two\n- three"


async def test_tab_goes_on_where_an_item_cannot_be_indented_and_the_footer_says_which():
    async with asking(template_text(TEXT)) as seen:
        await seen.type("- one")
        assert "tab next" in seen.rows[-2]

        await seen.press("enter")
        assert "tab indent" in seen.rows[-2]
        assert seen.place == ("goal",)

        await seen.press("tab")
        assert "shift+tab outdent" in seen.rows[-2]
        assert "shift+tab back" not in seen.rows[-2]

        await seen.press("tab")
        assert seen.place == ("name",)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("> said\n> ", ["enter"]),
        ("- one\n- ", ["enter"]),
        ("- one\n  - ", ["enter"]),
        ("- one", ["enter"]),
        ("- [ ] one", ["enter"]),
        ("- one\n- two", ["tab"]),
        ("- one\n  - two", ["shift+tab"]),
    ],
)
async def test_each_is_one_step_for_undo(text: str, keys: list[str]):
    async with asking(template_text(TEXT)) as seen:
        await seen.paste(text)
        await seen.press(*keys)
        assert seen.interview.field_text(("goal",)) != text

        await seen.press("ctrl+z")

        assert seen.interview.field_text(("goal",)) == text


async def test_a_list_that_enter_has_gone_on_with_after_typing_is_a_step_of_its_own():
    async with asking(template_text(TEXT)) as seen:
        await seen.type("- one")
        await seen.press("enter", "ctrl+z")

        assert seen.interview.field_text(("goal",)) == "- one"


@pytest.mark.parametrize("text", ["- one\n- two", "1. one\n2. two"])
def test_who_types_the_marker_all_the_same_has_it_once(text: str):
    asked = OneQuestion("id: goal\nkind: text\nlabel: What for?")
    for number, line in enumerate(text.split("\n")):
        asked.press(*["enter"] * (number > 0)).type(line)

    assert asked.answer == text


def test_ctrl_a_selects_all_of_a_long_text_and_home_stays_home():
    asked = OneQuestion("id: goal\nkind: text\nlabel: What for?").paste("one\ntwo").press("home", "x", "ctrl+a")
    assert asked.control.selected_text == "one\nxtwo"

    assert asked.type("new").answer == "new"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("id: name\nkind: line\nlabel: What?", "one"),
        ("id: goal\nkind: text\nlabel: What?", "one"),
        ("id: ideas\nkind: list\nlabel: What?\nitem: idea", ("one",)),
        (
            "id: risks\nkind: table\nlabel: What?\nitem: risk\ncolumns:\n  - {id: a, kind: line, label: A}",
            ({"a": "one"},),
        ),
        ("id: which\nkind: choice\nlabel: What?\noptions: [x, y]\nother: true", "one"),
        ("id: which\nkind: choices\nlabel: What?\noptions: [x, y]\nother: true", ("one",)),
    ],
)
def test_ctrl_a_selects_all_of_every_field(question: str, answer: object):
    asked = OneQuestion(question).press(*["down"] * 3 if "options" in question else []).type("two")
    asked.press("home", "ctrl+a").type("one")

    assert asked.answer == answer
