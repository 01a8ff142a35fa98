"""What can never work in an expression is told at its place, with the way to say it; the right way is no mistake."""

from __future__ import annotations

import pytest

from tests.support.rendering import rendered
from wizard.compiler.loader import check_template, is_warning, read_template
from wizard.errors import Problem, TemplateError

QUESTIONS = """\
sections:
  - title: First
    questions:
      - {id: name, kind: line, label: N?}
      - {id: is_big, kind: yesno, label: B?}
      - {id: stack, kind: choice, label: S?, options: [React, {value: vue, label: The Vue way}]}
      - {id: checks, kind: choices, label: C?, options: [unit, load]}
      - {id: ideas, kind: list, label: I?}
      - {id: features, kind: checklist, label: F?}
      - {id: size, kind: number, label: N?}
      - {id: due, kind: date, label: D?}
      - {id: start, kind: date, label: D?}
      - {id: sums, kind: table, label: S?, columns: [{id: cost, kind: number, label: C?}]}
      - id: cases
        kind: table
        label: C?
        columns: [{id: area, kind: line, label: A?}, {id: cost, kind: number, label: C?}]
      - id: parts
        kind: group
        label: P?
        questions: [{id: title, kind: line, label: T?}, {id: tags, kind: list, label: T?}]
"""


def not_warnings(text: str) -> list[Problem]:
    return [problem for problem in check_template(text, "t.md") if not is_warning(problem)]


def told(body: str) -> list[str]:
    """`COLUMN CODE MESSAGE` for each mistake of a body of one line."""
    text = f"---\nwizard: 1\nname: t\ntitle: T\n{QUESTIONS}---\n{body}"
    return [f"{problem.column} {problem.code} {problem.message}" for problem in not_warnings(text)]


NEVER = "and never equal to"

COMPARISONS = [
    ('is_big == "Yes"', f"11 never-equal 'is_big' is a yes or no {NEVER} a text; write is_big", "is_big"),
    ('is_big != "Yes"', f"11 never-equal 'is_big' is a yes or no {NEVER} a text; write not is_big", "not is_big"),
    (
        'is_big == "no"',
        f"11 never-equal 'is_big' is a yes or no {NEVER} a text; write is_big == false",
        "is_big == false",
    ),
    (
        'is_big == "maybe"',
        f"11 never-equal 'is_big' is a yes or no {NEVER} a text; write is_big, or is_big == false for no",
        "is_big != false",
    ),
    ("is_big == 1", f"11 never-equal 'is_big' is a yes or no {NEVER} a number; write is_big", "is_big == true"),
    ('"Yes" == is_big', f"1 never-equal 'is_big' is a yes or no {NEVER} a text; write is_big", "is_big"),
    (
        'not is_big == "Yes"',
        f"15 never-equal 'is_big' is a yes or no {NEVER} a text; write is_big",
        "not is_big == true",
    ),
    ('is_big in ["Yes"]', f"12 never-equal 'is_big' is a yes or no {NEVER} a text; write is_big", "is_big in [true]"),
    ('size == "3"', f"9 never-equal 'size' is a number {NEVER} a text; write 3 without quotes", "size == 3"),
    ('size in [1, "2"]', f"13 never-equal 'size' is a number {NEVER} a text; write 2 without quotes", "size in [1, 2]"),
    ("size == true", f"9 never-equal 'size' is a number {NEVER} true; write size is answered", "size is answered"),
    (
        'size > "3"',
        "8 no-order 'size' is a number and \"3\" is a text, which have no order; write 3 without quotes",
        "size > 3",
    ),
    (
        "name > 3",
        "8 no-order 3 is a number and 'name' is a line, which have no order; write name | int",
        "name | int > 3",
    ),
    ("name == 3", f"9 never-equal 'name' is a line {NEVER} a number; write \"3\" in quotes", 'name == "3"'),
    (
        'name != ""',
        "9 never-equal no answer is a blank text, and an open question is equal to nothing; write name is answered",
        "name is answered",
    ),
    (
        'due == "tomorrow"',
        "8 never-equal 'due' is a date, which is written as in \"2026-02-28\"",
        'due == "2026-02-28"',
    ),
    (
        'due == "2026-02-30"',
        "8 never-equal 'due' is a date, and February 2026 has no 30th",
        'due == "2026-02-28"',
    ),
    ('due < "31.12.2026"', "7 no-order 'due' is a date, which is written as in \"2026-02-28\"", 'due < "2027"'),
    ('ideas == "x"', f"10 never-equal 'ideas' is a list {NEVER} a text; write \"x\" in ideas", '"x" in ideas'),
    (
        'checks != "unit"',
        f"11 never-equal 'checks' is a choice of several {NEVER} a text; write \"unit\" not in checks",
        '"unit" not in checks',
    ),
    (
        "ideas == 3",
        f"10 never-equal 'ideas' is a list {NEVER} a number; write ideas | length == 3",
        "ideas | length == 3",
    ),
    ("ideas > 3", "1 no-order 'ideas' is a list, which has no order; write ideas | length > 3", "ideas | length > 3"),
    (
        "3 <= ideas",
        "6 no-order 'ideas' is a list, which has no order; write ideas | length >= 3",
        "3 <= ideas | length",
    ),
    (
        'parts == "x"',
        f"10 never-equal 'parts' is a group {NEVER} a text; write {{% for item in parts %}} and item.title",
        "parts",
    ),
    (
        '(cases | first) == "x"',
        f"20 never-equal 'cases | first' is a whole item {NEVER} a text; write (cases | first).area",
        '(cases | first).area == "x"',
    ),
    (
        "3 in ideas",
        '1 never-equal 3 is a number, and the items of ideas are texts; write "3" in quotes',
        '"3" in ideas',
    ),
    ('"a" in size', "8 never-equal 'size' is a number, and nothing is in it", '"a" in name'),
    (
        '"a" in cases',
        "8 never-equal the items of cases have parts; write {% for item in cases %} and item.area",
        '"a" in (cases | join(", ", "area"))',
    ),
    (
        "ideas in name",
        "1 never-equal 'ideas' is a list, which is never in a text; write name in ideas",
        "name in ideas",
    ),
    (
        'stack == "The Vue way"',
        "10 unknown-option 'The Vue way' is not an option of 'stack'; the value of that option is 'vue'",
        'stack == "vue"',
    ),
    (
        'stack == "React" or "vue"',
        '21 always-true a text in quotes always holds; write stack in ["React", "vue"]',
        'stack in ["React", "vue"]',
    ),
    (
        'name and "x"',
        '10 always-true a text in quotes always holds; write what it is compared with, as in name == "x"',
        'name == "x"',
    ),
    (
        '"name" == "x"',
        "1 never-equal both sides are values of the template itself; the id of a question has no quotes",
        'name == "x"',
    ),
    ("size > none", "8 no-order none is nothing, which has no order; write size is answered", "size is answered"),
    (
        'ideas | length == "3"',
        f"19 never-equal 'ideas | length' is a number {NEVER} a text; write 3 without quotes",
        "ideas | length == 3",
    ),
]


@pytest.mark.parametrize(("condition", "expected", "instead"), COMPARISONS)
def test_a_comparison_that_gives_the_same_whatever_is_answered(condition: str, expected: str, instead: str) -> None:
    column, rest = expected.split(" ", 1)

    assert told(f"{{% if {condition} %}}{{% endif %}}") == [f"{int(column) + 6} {rest}"]
    assert told(f"{{% if {instead} %}}{{% endif %}}") == []


@pytest.mark.parametrize(("condition", "expected", "instead"), COMPARISONS)
def test_a_condition_of_a_question_is_told_the_same(condition: str, expected: str, instead: str) -> None:
    more = "      - {{id: more, kind: line, label: M?, when: '{}'}}\n"

    def told_of(written: str) -> list[str]:
        text = f"---\nwizard: 1\nname: t\ntitle: T\n{QUESTIONS}{more.format(written)}---\n{{{{ more }}}}"
        return [
            f"{each.column} {each.code} {each.message}" for each in check_template(text, "t.md") if not is_warning(each)
        ]

    column, rest = expected.split(" ", 1)
    assert told_of(condition) == [f"{int(column) + 49} {rest}"]
    assert told_of(instead) == []


IN_ITEMS = [
    ("t in features", 't == "x"', f"'t' is a task {NEVER} a text; write t.text", 't.text == "x"'),
    ("t in features", 't.done == "x"', f"'t.done' is a yes or no {NEVER} a text; write t.done", "t.done"),
    ("p in parts", 'p == "x"', f"'p' is a whole item {NEVER} a text; write p.title", 'p.title == "x"'),
    ("p in parts", "p.title == 3", f"'p.title' is a line {NEVER} a number; write \"3\" in quotes", 'p.title == "3"'),
    ("c in cases", 'c.cost == "3"', f"'c.cost' is a number {NEVER} a text; write 3 without quotes", "c.cost == 3"),
]


@pytest.mark.parametrize(("repeat", "condition", "message", "instead"), IN_ITEMS)
def test_a_comparison_of_items_and_their_parts(repeat: str, condition: str, message: str, instead: str) -> None:
    (found,) = told(f"{{% for {repeat} if {condition} %}}{{% endfor %}}")

    assert found.endswith(f" never-equal {message}")
    assert told(f"{{% for {repeat} if {instead} %}}{{% endfor %}}") == []


VALUES = [
    (
        "due + 14",
        "4 no-value 'due' is a date, which cannot be counted with; write due | plus_days(14)",
        "due | plus_days(14)",
    ),
    (
        "due - start",
        "4 no-value 'due' is a date, which cannot be counted with; write start | days_until(due)",
        "start | days_until(due)",
    ),
    (
        '"%03d" % size',
        '4 no-value % is the remainder of a division here; write "%03d" | format(size)',
        '"%03d" | format(size)',
    ),
    (
        "name + 1",
        (
            "4 no-value + adds numbers or joins texts, and 'name' is a line; write name ~ 1 to join them, or name | int"
            " to count with it"
        ),
        "name ~ 1",
    ),
    (
        'size + " MB"',
        '11 no-value + adds numbers or joins texts, and " MB" is a text; write size ~ " MB" to join them',
        'size ~ " MB"',
    ),
    ("name ~ 1 + 2", "4 no-value ~ joins before + adds; write name ~ (1 + 2)", "name ~ (1 + 2)"),
    (
        "name * 2",
        (
            "4 no-value 'name' is a line, which cannot be counted with; make it a question of the kind number, or write"
            " name | int"
        ),
        "name | int * 2",
    ),
    (
        "ideas + 1",
        "4 no-value 'ideas' is a list, which cannot be counted with; write ideas | length for how many there are",
        "ideas | length + 1",
    ),
    ("size / 0", "11 no-value nothing can be divided by zero", "size / 2"),
    ("-due", "5 no-value 'due' is a date, which cannot be counted with; write due | plus_days(14) for a", "-size"),
    (
        "due - size",
        "4 no-value 'due' is a date, which cannot be counted with; write due | plus_days(-size)",
        "due | plus_days(-size)",
    ),
    (
        'cases | sort("cots") | length',
        "17 unknown-part an item of cases has no 'cots'; did you mean 'cost'?",
        'cases | sort("cost") | join(", ", "area")',
    ),
    (
        'parts | sort("tags") | length',
        "17 no-value 'tags' is a list, which has no order",
        'parts | sort("title") | length',
    ),
    ("size | date", "11 no-value 'size' is a number, and 'date' is for dates", "name | date"),
    (
        'due | plus_days("x")',
        "20 no-value 'plus_days' needs a whole number here; \"x\" is a text",
        "due | plus_days(size * 7)",
    ),
    ("due | plus_months(1.5)", "22 no-value 'plus_months' needs a whole number here; 1.5 is a", "due | plus_months(1)"),
    (
        "due | days_until(size)",
        "21 no-value 'days_until' needs a date such as \"2026-02-28\" here; 'size' is a number",
        "due | days_until(start)",
    ),
    ('"%03d" | format(due)', "20 no-value 'due' is a date, and %d writes a number", '"%s" | format(due)'),
    ("ideas | pad(3)", "12 no-value 'ideas' is a list, and 'pad' is for numbers", "size | pad(3)"),
    (
        "cases | sum",
        "12 no-value 'cases' is a table, and its items are no numbers; write cases | sum(\"cost\")",
        "sums | sum",
    ),
    (
        "cases | max",
        "12 no-value 'cases' is a table, and its items are no numbers; write {% for item in cases %} and item.cost",
        "ideas | max",
    ),
    (
        'cases | sum("cots")',
        "16 unknown-part an item of cases has no 'cots'; did you mean 'cost'?",
        'cases | sum("cost")',
    ),
    ("name | sum", "11 no-value 'name' is a line, and 'sum' is for lists of numbers", "ideas | sum"),
    ("size | length", "11 no-value 'size' is a number, which has no length", "size | string | length"),
    ("due | round", "10 no-value 'due' is a date, and 'round' is for numbers", "size | round"),
    (
        "ideas | int",
        "12 no-value 'ideas' is a list, and 'int' is for numbers; write ideas | length for how many there are",
        "name | int",
    ),
    ("size | join", "11 no-value 'size' is a number, and 'join' is for lists", "ideas | join"),
    (
        'name | truncate("3")',
        "20 no-value 'truncate' needs a whole number here; \"3\" is a text",
        'name | truncate(3, "!")',
    ),
    ('name | replace("a", 1)', "24 no-value 'replace' needs a text here; 1 is a number", 'name | replace("a", "1")'),
]

FORMATS = [
    (
        'due | date("%Q")',
        "15 bad-format the format \"%Q\" cannot be used: '%Q' is not known; the parts of a date are %d, %-d,",
        'due | date("%d %B %Y")',
    ),
    (
        'due | date("YYYY-MM-DD")',
        '15 bad-format the format "YYYY-MM-DD" cannot be used: it has no part of a date; write it as in "%d %B %Y"',
        'due | date("%Y/%m/%d")',
    ),
    ("due | date(name)", '10 bad-format a format is a text in quotes, as in due | date("%d %B %Y")', "due | date"),
    (
        '"%d of" | format(size, size)',
        '14 bad-format the format "%d of" has 1 place, and 2 values for it',
        '"%d of %d" | format(size, size)',
    ),
    (
        '"%q" | format(size)',
        "4 bad-format the format \"%q\" cannot be used: '%q' is not known; write %d, %s, %f or %x, and %% for the sign",
        '"%d%%" | format(size)',
    ),
    (
        '"%999d" | format(size)',
        "4 bad-format the format \"%999d\" cannot be used: '%999d' is wider than 100",
        '"%9d" | format(size)',
    ),
]


@pytest.mark.parametrize(("expression", "expected", "instead"), FORMATS)
def test_a_format_that_cannot_be_used_does_not_open(expression: str, expected: str, instead: str) -> None:
    (found,) = told(f"{{{{ {expression} }}}}")

    assert found.startswith(expected)
    assert told(f"{{{{ {instead} }}}}") == []
    with pytest.raises(TemplateError):
        read_template(f"---\nwizard: 1\nname: t\ntitle: T\n{QUESTIONS}---\n{{{{ {expression} }}}}", "t.md")


@pytest.mark.parametrize(("expression", "expected", "instead"), VALUES)
def test_an_expression_that_has_no_value(expression: str, expected: str, instead: str) -> None:
    (found,) = told(f"{{{{ {expression} }}}}")

    assert found.startswith(expected)
    assert told(f"{{{{ {instead} }}}}") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "{% set t = 0 %}{% for c in cases %}{% set t = t + c.cost %}{% endfor %}{{ t }}",
            (
                "47 lost-set what is set in a {% for %} is forgotten with its item, and 't' stays as it was before it; "
                'write cases | sum("cost")'
            ),
        ),
        ("{% set t = 0 %}{% for c in cases %}{% set t = t + 1 %}{% endfor %}{{ t }}", "cases | length"),
        (
            '{% set t = "" %}{% for c in cases %}{% set t = t ~ c.area %}{% endfor %}{{ t }}',
            'write cases | join(", ", "area")',
        ),
        (
            "{% set x = 1 %}{% for c in cases %}{% if c.cost > 9 %}{% set x = 2 %}{% endif %}{% endfor %}{{ x }}",
            "what depends on it belongs into the {% for %}, under loop.first if it stands there once",
        ),
    ],
)
def test_what_is_set_in_a_repeat_and_needed_after_it(body: str, expected: str) -> None:
    (found,) = told(body)

    assert expected in found


@pytest.mark.parametrize(
    "body",
    [
        "{% for c in cases %}{% set x = c.area %}{{ x }}{% endfor %}",
        '{% set x = "a" %}{% for c in cases %}{% set x = c.area %}{{ x }}{% endfor %}{{ x }}',
        '{% set x = "a" %}{% for c in cases %}{% set x = x ~ loop.index %}{{ x }}{% endfor %}',
        "{% for c in cases %}{% set x = 0 %}{% set x = x + c.cost %}{{ x }}{% endfor %}",
        '{% set x = 1 %}{% if is_big %}{% set x = "a" %}{% endif %}{% if x == "a" or x == 1 %}{% endif %}',
        '{% if is_big %}{% set x = parts[0] %}{% else %}{% set x = cases[0] %}{% endif %}{% if x == "a" %}{% endif %}',
        '{{ (size | default("none")) == "none" }}{{ (name if is_big else 3) == 3 }}{{ (is_big or "x") == "x" }}',
        "{% if size in [1, none] or name in ideas or name not in features or due in ideas %}{% endif %}",
        '{% if ideas == [] or ideas == ["a"] or due >= "2026" or due < start or size == none %}{% endif %}',
        "{% if size == name or ideas | length == name | wordcount %}{% endif %}",
        "{{ name or 'x' }}{{ is_big + 1 }}{{ ideas | sort | join }}{{ checks | first | upper }}{{ size | string }}",
    ],
)
def test_what_may_work_is_no_mistake(body: str) -> None:
    assert told(body) == []


@pytest.mark.parametrize("body", [body for body, _, _ in VALUES] + [body for body, _, _ in COMPARISONS])
def test_a_template_with_it_opens_all_the_same(body: str) -> None:
    if "unknown" in next(expected for each, expected, _ in (*VALUES, *COMPARISONS) if each == body):
        return
    text = f"---\nwizard: 1\nname: t\ntitle: T\n{QUESTIONS}---\n{{% if {body} %}}x{{% endif %}}"

    assert read_template(text, "t.md").name == "t"


@pytest.mark.parametrize(
    ("body", "open_plan", "plan"),
    [
        ("{{ steps | length }} steps\n", " steps\n", "2 steps\n"),
        ("{{ tags | count }} tags\n", " tags\n", "1 tags\n"),
        ("{% if steps | length == 0 %}none{% endif %}.\n", ".\n", ".\n"),
        ('{{ steps | join(" + ", "title") }}\n', "[Step]\n", "a + b\n"),
        ('{{ steps | sum("title") }} hours\n', " hours\n", "0 hours\n"),
    ],
)
def test_a_count_of_an_open_question_is_open_and_shows_no_placeholder(body: str, open_plan: str, plan: str) -> None:
    assert rendered(body) == open_plan
    assert rendered(body, steps=({"title": "a"}, {"title": "b"}), tags=("x",)) == plan


@pytest.mark.parametrize(
    "body",
    [
        '{{ cases | sum("cost") }}{{ cases | join(", ", "area") }}',
        '{% for case in cases | sort("cost") %}{{ case.area }}{% endfor %}',
    ],
)
def test_a_column_that_a_filter_reads_is_not_unused(body: str) -> None:
    text = f"---\nwizard: 1\nname: t\ntitle: T\n{QUESTIONS}---\n{body}"

    assert not [each for each in check_template(text, "t.md") if "'cost'" in each.message or "'area'" in each.message]
