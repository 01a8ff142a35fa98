"""What the keys of a question must be for its kind."""

from __future__ import annotations

import re

import pytest

from wizard.compiler.loader import check_template, is_warning
from wizard.errors import Problem


def text_of(*written: str) -> str:
    """A template with questions in flow style, one a line, from line 8 on."""
    listed = "".join(f"      - {{ {each} }}\n" for each in written)
    return f"---\nwizard: 1\nname: t\ntitle: T\nsections:\n  - title: A\n    questions:\n{listed}---\n"


def problems_of(*written: str) -> list[Problem]:
    return [problem for problem in check_template(text_of(*written), "t.md") if not is_warning(problem)]


def told(*written: str) -> list[str]:
    """What is wrong, each with the text at its place, up to a comma or bracket."""
    lines = text_of(*written).split("\n")
    places = [(lines[problem.line - 1][problem.column - 1 :], problem.code) for problem in problems_of(*written)]
    return [f"{code}: {re.split('[],}]', rest)[0].rstrip()}" for rest, code in places]


GROUP = "id: parts, kind: group, label: P?, item: part, questions: [{id: a, kind: line, label: A?, max: 3}"


@pytest.mark.parametrize("id", ["2nd", "Name", "a-b", "a b", "_a", "é", "a" * 61, "loop", "not", "endif"])
def test_ids_are_plain_names(id: str) -> None:
    assert told(f"id: {id}, kind: line, label: L?") == [f"bad-id: {id}"]


@pytest.mark.parametrize("id", ["a", "a_b_2", "a" * 60, "title", "text", "kind"])
def test_ids_that_are_plain_names_are_welcome(id: str) -> None:
    assert told(f"id: {id}, kind: line, label: L?") == []


def test_an_id_stands_once_on_each_level() -> None:
    inner = "{id: a, kind: line, label: A?}"
    group = f"id: b, kind: group, label: B?, questions: [{inner}, {{id: a, kind: text, label: A?}}]"

    (problem,) = problems_of("id: a, kind: line, label: A?", group)

    assert (problem.line, problem.column, problem.code) == (9, 86, "duplicate-id")
    assert problem.message == "'a' is already the id of the question in line 9"


def test_an_id_stands_once_in_all_sections() -> None:
    question = "{id: a, kind: line, label: A?}"
    text = (
        "---\nwizard: 1\nname: t\ntitle: T\nsections:\n"
        f"  - {{title: A, questions: [{question}]}}\n  - {{title: B, questions: [{question}]}}\n---\n{{{{ a }}}}"
    )

    assert [f"{problem.line} {problem.code}" for problem in check_template(text, "t.md")] == ["7 duplicate-id"]


@pytest.mark.parametrize(
    "written, expected",
    [
        ("id: a, label: A?", ["missing-key: { id: a"]),
        ("kind: line, label: A?", ["missing-key: { kind: line"]),
        ("id: a, kind: line", ["missing-key: { id: a"]),
        ("id: a, kind: Line, label: A?", ["unknown-kind: Line"]),
        ("id: a, kind: [line], label: A?", ["wrong-type: [line"]),
        ("id: a, kind: line, label: A?, required: yes", ["wrong-type: yes"]),
        ("id: a, kind: line, label: A?, min: few", ["wrong-type: few"]),
        ("id: a, kind: line, label: A?, help: 3", ["wrong-type: 3"]),
        ("id: a, kind: line, label: A?, when: true", ["wrong-type: true"]),
        ("id: a, kind: line, label: A?, labels: b", ["unknown-key: labels: b"]),
    ],
)
def test_keys_that_are_missing_unknown_or_of_another_type(written: str, expected: list[str]) -> None:
    assert told(written) == expected


@pytest.mark.parametrize(
    "kind, key",
    [
        ("line", "options: [a]"),
        ("line", "other: true"),
        ("line", "recommended: a"),
        ("yesno", "min: 1"),
        ("number", "pattern: a"),
        ("number", "item: a"),
        ("list", "questions: []"),
        ("line", "columns: []"),
    ],
)
def test_keys_that_mean_nothing_for_the_kind_are_told(kind: str, key: str) -> None:
    (problem,) = problems_of(f"id: a, kind: {kind}, label: A?, {key}")

    assert problem.code == "misplaced-key"
    assert f"means nothing for the kind {kind}; it is for " in problem.message


def test_columns_and_questions_are_not_taken_for_each_other() -> None:
    inner = "[{id: a, kind: line, label: A?}]"

    table, group = problems_of(
        f"id: t, kind: table, label: T?, questions: {inner}", f"id: g, kind: group, label: G?, columns: {inner}"
    )

    assert table.message.endswith("a table has 'columns'")
    assert group.message.endswith("a group has 'questions'")


@pytest.mark.parametrize("kind", ["table", "group"])
@pytest.mark.parametrize("rest", ["", ", {}: []", ", {}:"])
def test_tables_and_groups_need_something_inside(kind: str, rest: str) -> None:
    key = "columns" if kind == "table" else "questions"

    (problem,) = problems_of(f"id: a, kind: {kind}, label: A?{rest.format(key)}")

    assert problem.code == "missing-key" and f"'{key}', at least one" in problem.message


@pytest.mark.parametrize("kind", ["list", "checklist", "choices", "group", "table", "diagram"])
def test_a_column_is_one_cell(kind: str) -> None:
    found = told(f"id: a, kind: table, label: A?, columns: [{{id: b, kind: {kind}, label: B?}}]")

    assert f"bad-column: {kind}" in found


@pytest.mark.parametrize(
    "options, expected",
    [
        ("", ["missing-key: { id: a"]),
        (", options: []", ["missing-key: options: ["]),
        (", options: a", ["wrong-type: a"]),
        (", options: [a, b, a]", ["duplicate-option: a"]),
        (", options: [a, 2, true, [b]]", ["wrong-type: 2", "wrong-type: true", "wrong-type: [b"]),
        (", options: [a, '']", ["wrong-type: ''"]),
        (", options: [{label: a}]", ["missing-key: {label: a"]),
        (", options: [{value: a, labl: b}]", ["unknown-key: labl: b"]),
        (", options: [React, Vue], recommended: Reakt", ["unknown-option: Reakt"]),
    ],
)
def test_options(options: str, expected: list[str]) -> None:
    assert told(f"id: a, kind: choice, label: A?{options}") == expected


@pytest.mark.parametrize(
    "limits, expected",
    [
        ("kind: number, min: -1.5, max: 2", []),
        ("kind: number, min: 3, max: 2", ["bad-limits: min: 3"]),
        ("kind: line, min: -1", ["bad-limits: -1"]),
        ("kind: list, min: 1.5", ["bad-limits: 1.5"]),
        ("kind: list, max: .inf", ["bad-limits: .inf"]),
        ("kind: number, min: -.inf", ["bad-limits: -.inf"]),
        ("kind: number, max: .nan", ["bad-limits: .nan"]),
        ("kind: number, min: .nan, max: 1e400", ["bad-limits: .nan", "bad-limits: 1e400"]),
        ("kind: number, min: -1e300, max: 1e300", []),
        ("kind: list, min: 2, max: 2", []),
    ],
)
def test_limits(limits: str, expected: list[str]) -> None:
    assert told(f"id: a, label: A?, {limits}") == expected


@pytest.mark.parametrize("pattern", ["(a", "a**", "(?<=a)b", "(a+)\\\\1", "x" * 301])
def test_patterns_that_cannot_be_used_are_told(pattern: str) -> None:
    assert [problem.code for problem in problems_of(f'id: a, kind: line, label: A?, pattern: "{pattern}"')] == [
        "bad-pattern"
    ]


@pytest.mark.parametrize(
    "rest, expected",
    [
        ("kind: line, placeholder: [Name]", ["bad-placeholder: [Name"]),
        ("kind: number, placeholder: 5", ["bad-placeholder: 5"]),
        ("kind: number, placeholder: '5'", []),
        ("kind: date, placeholder: (When?)", []),
        ("kind: yesno, placeholder: true", ["bad-placeholder: true"]),
        ("kind: list, placeholder: x", ["bad-placeholder: x"]),
        ("kind: list, placeholder: [x, 2]", ["bad-placeholder: 2"]),
        ("kind: list, placeholder: [{text: x}]", ["bad-placeholder: {text: x"]),
        ("kind: list, placeholder:", []),
        ("kind: checklist, placeholder: [x, {text: y, done: true}]", []),
        ("kind: checklist, placeholder: [{text: y, don: true}]", ["unknown-key: don: true"]),
        ("kind: checklist, placeholder: [{done: 1}]", ["missing-key: {done: 1", "wrong-type: 1"]),
    ],
)
def test_a_placeholder_has_the_shape_of_the_answer(rest: str, expected: list[str]) -> None:
    assert told(f"id: a, label: A?, {rest}") == expected


@pytest.mark.parametrize(
    "placeholder, codes",
    [
        ("[{a: x}, {}]", []),
        ("[{a: }]", []),
        ("x", ["bad-placeholder"]),
        ("[x]", ["bad-placeholder"]),
        ("[{b: x}]", ["unknown-key"]),
        ("[{a: [x]}]", ["bad-placeholder"]),
    ],
)
def test_a_placeholder_of_a_group_is_a_list_of_items(placeholder: str, codes: list[str]) -> None:
    assert [problem.code for problem in problems_of(f"{GROUP}], placeholder: {placeholder}")] == codes


@pytest.mark.parametrize(
    "rest, expected",
    [
        ("kind: yesno, default: maybe", ["bad-default: maybe"]),
        ("kind: date, default: 2026-02-30", ["bad-default: 2026-02-30"]),
        ("kind: number, max: 3, default: 4", ["bad-default: 4"]),
        ("kind: line, pattern: '^b', default: a", ["bad-default: a"]),
        ("kind: line, pattern: '(', default: a", ["bad-pattern: '('"]),
        ("kind: list, default: [a, [b]]", ["bad-default: [b"]),
        ("kind: list, min: 2, default: [a]", ["bad-default: [a"]),
        ("kind: checklist, default: [a, {text: b, done: no}]", ["bad-default: no"]),
        ("kind: choice, options: [React], default: Reakt", ["bad-default: Reakt"]),
        ("kind: choice, options: [React], other: true, default: Svelte", []),
        ("kind: yesno, default: false, required: true", []),
        ("kind: line, default:", []),
        ("kind: line, default: '{{ b }}'", ["unknown-name: b"]),
        ("kind: line, default: '{% if %}'", ["unclosed-block: if %"]),
    ],
)
def test_a_default_is_an_answer(rest: str, expected: list[str]) -> None:
    assert sorted(told(f"id: a, label: A?, {rest}")) == sorted(expected)


def test_a_default_inside_of_items_is_told_at_its_place() -> None:
    written = f"{GROUP}], default: [{{a: abc}}, {{a: abcd}}]"

    assert told(written) == ["bad-default: abcd"]
    assert "At most 3 characters" in problems_of(written)[0].message


@pytest.mark.parametrize(
    "written, words",
    [
        ("id: a, kind: lin, label: A?", "'lin' is not a kind; did you mean 'line'?"),
        ("id: a, kind: zzz, label: A?", "the kinds are: line, text, choice"),
        ("id: a, kind: line, label: A?, requird: true", "did you mean 'required'?"),
        ("id: a, kind: line, label: A?, placeholder: [Name]", "is a list; it must be a text; put it in quotes"),
        ("id: a, kind: line, label: [Name]", "'label' is a list; it must be a text; put it in quotes"),
        ("id: a, kind: choice, label: A?, options: [yes, true]", "this option is true; it must be a text"),
        ("id: a, kind: number, label: A?, min: 5, max: 2", "min is 5 and max is 2: no answer can be both"),
        ("id: loop, kind: line, label: A?", "means something else in conditions; choose another id"),
    ],
)
def test_messages_say_what_to_do(written: str, words: str) -> None:
    (problem,) = problems_of(written)

    assert words in problem.message
