"""What other languages write, and slips of the pen: one finding, at the place, with what is written here."""

from __future__ import annotations

import pytest

from wizard.compiler.loader import check_template, is_warning
from wizard.files.directories import BUILT_IN_FOLDER

FRONT = """\
---
wizard: 1
name: t
title: T
sections:
  - title: S
    questions:
      - {id: name, kind: line, label: N?}
      - {id: is_big, kind: yesno, label: B?}
      - {id: stack, kind: choice, label: S?, options: [React, Vue]}
      - {id: ideas, kind: list, label: I?}
      - {id: first_name, kind: line, label: F?}
"""


def told(body: str, question: str = "") -> list[str]:
    """`COLUMN CODE MESSAGE` for each mistake of a body, and of a question that is added to the template."""
    text = f"{FRONT}{question}---\n{body}"
    found = [problem for problem in check_template(text, "t.md") if not is_warning(problem)]
    return [f"{problem.column} {problem.code} {problem.message}" for problem in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{% if is_big %}{% else if name %}{% endif %}", "19 syntax 'else if' is one word here: write {% elif … %}"),
        ("{% if is_big %}{% else name %}{% endif %}", "19 syntax 'else' has no condition; write {% elif … %} for one"),
        ("{% if is_big %}{% elseif name %}{% endif %}", "19 unknown-tag 'elseif' is not a tag; write {% elif … %}"),
        ('{% if stack = "React" %}{% endif %}', "13 syntax one = sets a name; two, ==, compare"),
        ('{{ "a" if stack = "React" }}', "17 syntax one = sets a name; two, ==, compare"),
        ('{% if stack === "React" %}{% endif %}', "13 syntax '===' is not known here; write =="),
        ("{% if is_big && name %}{% endif %}", "14 syntax '&&' is not known here; write and"),
        ("{% if is_big || name %}{% endif %}", "14 syntax '||' is not known here; write or"),
        ("{% if !is_big %}{% endif %}", "7 syntax '!' is not known here; write not"),
        ("{% if is_big and !name %}{% endif %}", "18 syntax '!' is not known here; write not"),
        ('{% if stack <> "React" %}{% endif %}', "13 syntax '<>' is not known here; write !="),
        ("{% if stack == “React” %}{% endif %}", "16 syntax “ is a typographic quotation mark; write a straight one"),
        ("{{ name | default(‘x’) }}", "19 syntax ‘ is a typographic quotation mark; write a straight one"),
        ("{{ name }", "9 syntax a slot ends with }}, not }"),
        ("{{ name }\n{{ is_big }}", "9 syntax a slot ends with }}, not }"),
        ("{{ name %}", "9 syntax a slot ends with }}, not %}"),
        ("{{ name", "1 syntax this {{ is never closed; }} is missing"),
        ("{{{ name }}}", "1 syntax a slot has two braces on each side: {{ name }}"),
        ("{% if is_big }x{% endif %}", "14 syntax a tag ends with %}, not }"),
        ("{% if is_big %}x{% endif }", "26 syntax a tag ends with %}, not }"),
        ("{% if is_big }}x{% endif %}", "14 syntax a tag ends with %}, not }}"),
        ("{% if is_big\nx", "1 syntax this {% is never closed; %} is missing"),
        ("{% if (is_big %}x{% endif %}", "15 syntax a ')' is missing before this"),
        ("{% if is_big) %}x{% endif %}", "13 syntax this ) closes nothing; no bracket is open here"),
        ("{{ if is_big }}x{{ endif }}", "1 syntax 'if' is a tag; write {% if … %}"),
        ("{% if is_big %}x{% end %}", "20 unknown-tag 'end' is not a tag; write {% endif %}"),
        ("{% if is_big %}x{% end if %}", "20 unknown-tag 'end' is not a tag; write {% endif %}"),
        ("{% if is_big then %}x{% endif %}", "14 syntax 'then' is not written here; the tag ends after its condition"),
        ("{% for x of ideas %}x{% endfor %}", "10 syntax a repeat is written {% for item in items %}"),
        ("{% foreach x in ideas %}x{% endfor %}", "4 unknown-tag 'foreach' is not a tag; write {% for … %}"),
        ("{% set x == 3 %}", "10 syntax '==' compares; a name is set with one ="),
        ("{% set x 3 %}", "10 syntax a = is missing, as in {% set name = value %}"),
        ("{% let x = 3 %}", "4 unknown-tag 'let' is not a tag; write {% set … %}"),
        ("{{ name | truncate 3 }}", "20 syntax arguments of a filter go in parentheses: truncate(3)"),
        ("{{ name | truncate:3 }}", "19 syntax arguments of a filter go in parentheses: truncate(3)"),
        ('{{ ideas | join ", " }}', '17 syntax arguments of a filter go in parentheses: join(", ")'),
        ('{{ ideas | join: ", " }}', '16 syntax arguments of a filter go in parentheses: join(", ")'),
        ("{{ ideas | join: ',' | upper }}", "16 syntax arguments of a filter go in parentheses: join(',')"),
        (
            '{{ name | replace: "a b", "c" }}',
            '18 syntax arguments of a filter go in parentheses: replace("a b", ',
        ),
        (
            "{{ name | default: first_name }}",
            "18 syntax arguments of a filter go in parentheses: default(first_n",
        ),
        ('{{ name | date: form: "x" }}', "15 syntax arguments of a filter go in parentheses: date(…)"),
        ('{{ ideas | join ", }}', '17 syntax this " opens a text that is never closed'),
        ('{{ ideas | join: ", }}', '18 syntax this " opens a text that is never closed'),
        ('{{ name "a" }}', "9 syntax two values side by side"),
        ("{{ name | }}", "11 syntax the name of a filter is missing after the |"),
        ('{{ name ? "a" : "b" }}', "9 syntax '?' is not known here; write this if condition else that"),
        ("{{ }}", "4 syntax something is missing here"),
        ("{% if %}x{% endif %}", "7 syntax something is missing here"),
        ('{% if is_big is "Yes" %}x{% endif %}', "17 syntax 'is' needs a test, such as answered; compare values"),
        ('{% if name equals "x" %}x{% endif %}', "12 syntax 'equals' is not known here; write =="),
        ("{% if name AND is_big %}x{% endif %}", "12 syntax 'AND' is not known here; write and"),
        ("{% if NOT is_big %}x{% endif %}", "7 syntax 'NOT' is not known here; write not"),
        ('{{ "abc }}', '4 syntax this " opens a text that is never closed'),
        ("{{ $name }}", "4 syntax '$' does not belong here; take it out"),
        ("{{ name is_big }}", "9 syntax two values side by side; write a slot for each, or put ~ between them"),
        ("{% if stack == React %}x{% endif %}", "16 unknown-name 'React' is an option and not a question; write it in"),
        ("{% if is_big == yes %}x{% endif %}", "17 unknown-name 'yes' is not a question; yes is written true here"),
        ("{% if is_big is true %}x{% endif %}", "17 unknown-test 'true' is not a test; write the name alone"),
        (
            "{% if name is empty %}x{% endif %}",
            "15 unknown-test 'empty' is not a test; write not name, or",
        ),
        ("{{ first-name }}", "4 unknown-name this is one question minus another; did you mean 'first_name'?"),
        ("{{ zzz - 1 }}", "4 unknown-name 'zzz' is not a question"),
        ("{% for i in range(3) %}{% endfor %}", "18 unsupported nothing can be called here"),
        ("{{ ideas.length }}", "10 unknown-part 'ideas' is a list and has no 'length'; write ideas | length"),
    ],
)
def test_a_slip_is_one_finding_that_says_what_is_written_here(body: str, expected: str) -> None:
    (found,) = told(body)

    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("name = 'x'", "one = sets a name; two, ==, compare"),
        ("name && is_big", "'&&' is not known here; write and"),
        ("'!is_big'", "'!' is not known here; write not"),
        ("stack == “React”", "“ is a typographic quotation mark; write a straight one"),
        ("name ==", "something is missing here"),
        ("name is_big", "something is missing between these two, such as == or and"),
    ],
)
def test_a_slip_in_a_condition_is_told_the_same(when: str, expected: str) -> None:
    (found,) = told("{{ b }}", f"      - id: b\n        kind: line\n        label: B?\n        when: {when}\n")

    assert found.split(" ", 2)[2].startswith(expected)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "{id: b, kind: line, label: Who, and when?}",
            "36 unknown-key a text with a comma in it must be in quotes here",
        ),
        (
            "{id: b, kind: line, label: a, b, c}",
            "36 unknown-key a text with a comma in it must be in quotes",
        ),
        ("{id: b, kind: line, label: Who, help}", "36 yaml-comma a text with a comma in it must be in quotes here"),
        ("{id: b, kind: line, label: A?, required}", "40 yaml-comma 'required' needs a value: required: true"),
        ('{id: b, kind: line, label: A?, when: name == "x, y"}', "46 unknown-key a text with a comma in it must be"),
        ("{id: b, kind: line, label: A: b}", "37 yaml-syntax a ',' is missing before this key, or the text has a ': '"),
        ("{id: b, kind: line, label: A [b]}", "38 yaml-syntax a text with brackets in it must be in quotes here"),
        ("{id: b, kind: line, label: [b]?}", "39 yaml-syntax a ',' is missing here, or the whole text must be in"),
        ("{id: b, kind: line, label: A, options: [a}", "50 yaml-syntax a ']' is missing before this"),
        ("{id: b, kind: line, label: A?", "9 yaml-syntax a '}' or ',' is missing"),
        ("{id:b, kind: line, label: A?}", "10 unknown-key a space is missing after the colon: id: b"),
        ("{id: b, kind: line, label:A?}", "29 unknown-key a space is missing after the colon: label: A?"),
        ("\tid: b", "9 yaml-syntax a tab is used for indentation; indent with spaces"),
        ("{id: b, kind: line, label: *b*}", "38 yaml-syntax text that begins with * or & must be in quotes"),
        ("{id: b, kind: line, label: A}}", "38 yaml-syntax this } closes nothing"),
    ],
)
def test_a_slip_in_the_front_matter_is_one_finding_without_consequences(question: str, expected: str) -> None:
    (found,) = told("{{ b }}" if "b" in question else "", f"      - {question}\n")

    assert found.startswith(expected)


def test_what_is_missing_is_not_listed_with_holes() -> None:
    questions = "      - {kind: line, label: A?}\n"

    (missing, unknown) = told("{{ zzzz }}", questions)

    assert missing.split()[1] == "missing-key"
    assert unknown.endswith("the questions here are: name, is_big, stack, ideas, first_name")


def test_parts_of_an_item_are_not_listed_with_holes() -> None:
    columns = "[{kind: line, label: A?}, {id: cost, kind: number, label: C?}]"
    question = f"      - {{id: rows, kind: table, label: R?, columns: {columns}}}\n"

    (_, unknown) = told("{% for row in rows %}{{ row.zzzz }}{% endfor %}", question)

    assert unknown.endswith("its parts are: cost")


@pytest.mark.parametrize("name", ["feature-plan", "project-plan", "roadmap"])
def test_nothing_is_found_in_the_built_in_templates(name: str) -> None:
    text = (BUILT_IN_FOLDER / f"{name}.md").read_text(encoding="utf-8")

    assert check_template(text, name) == ()
