"""What the words around a blank say: its label, its kind, its options."""

from __future__ import annotations

import pytest

from tests.support.markdown_import import imported, questions_of
from wizard.compiler.importers.markdown.question_labels import kind_of_token, options_of, plain_text, token_words

_OTHER_DATES = (
    *("DD/MM/YYYY", "MM/DD/YYYY", "JJ/MM/AAAA", "DD-MM-YYYY", "TT.MM.JJJJ", "ДД.ММ.ГГГГ", "GG.AA.YYYY", "dd.mm.yyyy"),
    *(
        "DD/MM/YY",
        "DD-MMM-YYYY",
        "YYYY/MM/DD",
        "DD / MM / YYYY",
        "YYYY年MM月DD日",
        "____年__月__日",
        "YYYY-MM-DD HH:MM",
    ),
)


@pytest.mark.parametrize("pattern", [*_OTHER_DATES, "HH:MM", "hh:mm:ss"])
@pytest.mark.parametrize("row", ["Due: {}\n", "Due: [{}]\n", "Due: {{{}}}\n", "Due: <{}>\n", "**Due:** {{{{{}}}}}\n"])
def test_a_date_in_another_order_is_a_line_that_shows_its_pattern(pattern: str, row: str) -> None:
    (question,) = imported(row.format(pattern)).questions()

    assert (question.kind, question.label, question.help) == ("line", "Due", pattern)
    assert not question.options


@pytest.mark.parametrize("pattern", _OTHER_DATES)
def test_a_date_s_pattern_below_a_label_or_in_a_cell_is_a_line(pattern: str) -> None:
    assert questions_of(f"**Due:**\n\n{pattern}\n") == [("line", "Date")]
    assert questions_of(f"| A | B |\n|---|---|\n| Start | {pattern} |\n") == [("line", "Start")]


@pytest.mark.parametrize("pattern", ["YYYY-MM-DD", "{YYYY-MM-DD}", "<YYYY-MM-DD>", "[yyyy-mm-dd]"])
def test_year_month_day_is_a_date(pattern: str) -> None:
    assert questions_of(f"Due: {pattern}\n") == [("date", "Due")]


@pytest.mark.parametrize(
    "inner", ["N", "NN", "NNN", "#", "###", "number", "count", "how many users", "Anzahl", "número"]
)
def test_what_says_number_is_a_number(inner: str) -> None:
    assert kind_of_token(inner, "") == "number"


@pytest.mark.parametrize("inner", ["nombre", "Nombre", "n", "x", "X", "5", "name", "id number of the person"])
def test_what_does_not_say_number_is_a_line(inner: str) -> None:
    assert kind_of_token(inner, "") == "line"


@pytest.mark.parametrize(
    "inner, values",
    [
        ("Yes/No", ("Yes", "No")),
        ("yes / no", ("yes", "no")),
        ("High/Medium/Low", ("High", "Medium", "Low")),
        ("SEV1/SEV2/SEV3", ("SEV1", "SEV2", "SEV3")),
        ("draft | accepted | …", ("draft", "accepted")),
        ("draft | done | as {other} says", ("draft", "done")),
        ("proposed | superseded by [ADR-1](a.md)", ("proposed", "superseded by ADR-1")),
        ("Name/Role", ()),
        ("Name/Role/Team", ()),
        ("path/to/file", ()),
        ("a reason | which {force} | …", ()),
        ("DD/MM/YYYY", ()),
    ],
)
def test_words_with_bars_or_slashes_between_them_are_options(inner: str, values: tuple[str, ...]) -> None:
    assert tuple(option.value for option in options_of(inner)[0]) == values


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Breaking? [Yes/No]\n", ("choice", "Breaking?")),
        ("**Breaking?** Yes / No\n", ("choice", "Breaking?")),
        ("Breaking: Yes/No\n", ("choice", "Breaking")),
        ("Priority: High/Medium/Low\n", ("choice", "Priority")),
        ("Owner: [Name/Role]\n", ("line", "Owner")),
    ],
)
def test_answers_named_behind_a_label_are_a_choice(text: str, expected: tuple[str, str]) -> None:
    assert questions_of(text) == [expected]


def test_labels_hold_no_marks_of_slots_or_tags() -> None:
    text = "# {{ project }} plan\n\n## About {{ project }} {% raw %}\n\n<!-- Say {{ project }} {# now #} -->\n"
    text += "\n- {{a}} {%b%}:\n"

    for question in imported(text).questions():
        for words in (question.label, question.short, question.help):
            assert "{{" not in words
            assert "{%" not in words
            assert "{#" not in words


@pytest.mark.parametrize(
    "inner, words",
    [
        ("project_name", "Project name"),
        ("project.name", "Project name"),
        ("a reason, which {force}", "A reason, which force"),
        ("nested <inner>", "Nested inner"),
        ("DD/MM/YYYY", "Date"),
        ("HH:MM", "Time"),
        ("000", "Number"),
    ],
)
def test_a_token_s_words_read_as_words(inner: str, words: str) -> None:
    assert token_words(inner) == words


def test_plain_text_has_no_slots() -> None:
    assert plain_text("Say {{ name }} {%- if x -%} **so**") == "Say name if x so"


def test_the_key_of_a_value_in_json_is_its_label() -> None:
    text = '```json\n{"author": "<name>", "title": "[words of it]"}\n```\n'

    assert questions_of(text) == [("line", "Author"), ("line", "Title")]
