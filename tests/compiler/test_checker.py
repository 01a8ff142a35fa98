"""Every name of a template stands for something that can be read where it stands."""

from __future__ import annotations

import pytest

from wizard.compiler.loader import check_template, is_warning

QUESTIONS = """\
sections:
  - title: First
    questions:
      - {id: name, kind: line, label: N?}
      - {id: is_big, kind: yesno, label: B?}
      - {id: stack, kind: choice, label: S?, options: [React, Vue]}
      - {id: checks, kind: choices, label: C?, options: [unit, load]}
      - {id: tools, kind: choice, label: T?, options: [make, just], other: true}
      - {id: ideas, kind: list, label: I?}
      - {id: features, kind: checklist, label: F?}
      - {id: cases, kind: table, label: C?, columns: [{id: area, kind: line, label: A?}]}
      - id: milestones
        kind: group
        label: M?
        questions:
          - {id: title, kind: line, label: T?}
          - {id: tasks, kind: checklist, label: T?}
          - {id: steps, kind: group, label: S?, questions: [{id: what, kind: line, label: W?}]}
"""


def problems_of(body: str, questions: str = QUESTIONS) -> list[str]:
    """`COLUMN CODE MESSAGE` for each mistake of a body of one line."""
    text = f"---\nwizard: 1\nname: t\ntitle: T\n{questions}---\n{body}"
    found = [problem for problem in check_template(text, "t.md") if not is_warning(problem)]
    return [f"{problem.column} {problem.code} {problem.message}" for problem in found]


def warnings_of(body: str, questions: str = QUESTIONS) -> list[str]:
    text = f"---\nwizard: 1\nname: t\ntitle: T\n{questions}---\n{body}"
    return [problem.message.split("'")[1] for problem in check_template(text, "t.md")]


@pytest.mark.parametrize(
    "body",
    [
        "{{ name }}{{ name | upper | truncate(3) }}{{ is_big }}{{ stack }}{{ checks }}{{ ideas }}{{ features }}",
        "{{ 'x' if is_big else name }}{{ name or 'x' }}{{ name ~ (1 + 2) }}{{ -1 }}{{ [1, name] | join }}",
        "{% for idea in ideas %}{{ loop.index }}{{ idea }}{{ loop.last }}{% else %}{{ name }}{% endfor %}",
        "{% for check in checks if check != 'load' %}{{ check }}{% endfor %}",
        "{% for task in features if task.done %}{{ task }}{{ task.text }}{% endfor %}",
        "{% for m in milestones %}{{ m.title }}{% for t in m.tasks %}{{ t }}{% endfor %}{% endfor %}",
        "{% for m in milestones %}{% for s in m.steps %}{{ s.what }}{{ m.title }}{% endfor %}{% endfor %}",
        "{{ milestones[0].title }}{{ (milestones | first).title }}{{ (milestones | last).tasks[0].text }}",
        "{% for m in milestones | reverse %}{{ m.title }}{% endfor %}{{ milestones | length }}",
        "{% for x in ['a', 'b'] %}{{ x }}{% endfor %}",
        "{% set x = name %}{{ x }}{% if is_big %}{% set y = 1 %}{% endif %}{{ y }}{% set x = 2 %}",
        "{% set first = milestones[0] %}{{ first.title }}{% set all = milestones %}{{ all[0].title }}",
        "{% for row in cases %}{{ row.area }}{% endfor %}{% for row in cases %}{{ row['area'] }}{% endfor %}",
        "{% if milestones %}{% endif %}{% if milestones is open or cases is answered %}{% endif %}",
        "{% if stack == 'React' or 'Vue' == stack or stack in ['Vue'] or 'unit' in checks %}{% endif %}",
        "{% if tools == 'cargo' or stack != none or stack == false %}{% endif %}",
        "{% for c in checks %}{% if c == 'unit' %}{% endif %}{% endfor %}",
    ],
)
def test_what_can_be_read_is_no_mistake(body: str) -> None:
    assert problems_of(body) == []


@pytest.mark.parametrize(
    "body, expected",
    [
        ("{{ nmae }}", "4 unknown-name 'nmae' is not a question; did you mean 'name'?"),
        ("{{ zzzzzz }}", "4 unknown-name 'zzzzzz' is not a question; the questions here are: name, is_big, stack"),
        ("{{ name | default(nmae) }}", "19 unknown-name 'nmae' is not a question; did you mean 'name'?"),
        ("{% if not (name and nmae) %}{% endif %}", "21 unknown-name 'nmae'"),
        ("{% for i in ideas if i == nmae %}{% endfor %}", "27 unknown-name 'nmae'"),
        ("{% set x = nmae %}{{ x }}", "12 unknown-name 'nmae'"),
        ("{{ x }}{% set x = 1 %}", "4 unknown-name 'x'"),
        ("{% for i in ideas %}{% set x = 1 %}{% endfor %}{{ x }}", "51 unknown-name 'x'"),
        ("{% for i in ideas %}{% endfor %}{{ i }}", "36 unknown-name 'i'"),
        ("{{ loop.index }}", "4 unknown-name 'loop' is known only inside of a {% for %}"),
        ("{% for i in ideas %}{{ index }}{% endfor %}", "24 unknown-name 'index' is not a question; write loop.index"),
        ("{% for i in ideas %}{{ last }}{% endfor %}", "24 unknown-name 'last' is not a question; write loop.last"),
        ("{% for i in ideas if loop.first %}{% endfor %}", "22 unknown-name 'loop'"),
        (
            "{% for i in ideas %}{{ loop.idnex }}{% endfor %}",
            "29 unknown-part 'loop' has no 'idnex'; did you mean 'index'?",
        ),
        ("{% for i in ideas %}{{ loop }}{% endfor %}", "24 not-printable 'loop' itself says nothing; write loop.index"),
        (
            "{% for m in milestones %}{{ m.titel }}{% endfor %}",
            "31 unknown-part 'm' has no 'titel'; did you mean 'title'?",
        ),
        (
            "{% for m in milestones %}{{ m.zzzz }}{% endfor %}",
            "31 unknown-part 'm' has no 'zzzz'; its parts are: title, tasks, steps",
        ),
        (
            "{% for m in milestones %}{{ title }}{% endfor %}",
            "29 unknown-name 'title' is not a question; did you mean 'm.title'?",
        ),
        (
            "{% for m in milestones %}{{ titel }}{% endfor %}",
            "29 unknown-name 'titel' is not a question; did you mean 'm.title'?",
        ),
        ("{% for f in features %}{{ f.txt }}{% endfor %}", "29 unknown-part 'f' has no 'txt'; did you mean 'text'?"),
        (
            "{{ milestones.title }}",
            "15 not-one-item 'milestones' has many items; write {% for item in milestones %} and item.title",
        ),
        ("{{ features.text }}", "13 not-one-item 'features' has many items"),
        ("{{ name.first }}", "9 unknown-part 'name' is a line and has no 'first'"),
        ("{{ is_big.x }}", "11 unknown-part 'is_big' is a yes or no and has no 'x'"),
        ("{{ (name == 'x').y }}", "18 unknown-part 'this' has no parts, and so no 'y'"),
        ("{{ ideas[0].text }}", "13 unknown-part 'ideas[0]' has no parts, and so no 'text'"),
        ("{{ milestones }}", "4 not-printable 'milestones' is a group; write {% for item in milestones %}"),
        ("{{ cases }}", "4 not-printable 'cases' is a table; write {% for item in cases %} and item.area"),
        (
            "{% for m in milestones %}{{ m }}{% endfor %}",
            "29 not-printable this is a whole item of 'milestones'; write",
        ),
        ("{% for m in milestones %}{{ m.steps }}{% endfor %}", "31 not-printable 'steps' is a group"),
        ("{% for x in name %}{% endfor %}", "13 not-repeatable 'name' is a line and has no items to repeat over"),
        ("{% for x in 'abc' %}{% endfor %}", "13 not-repeatable this has no items to repeat over"),
        ("{% for m in milestones %}{% for x in m %}{% endfor %}{% endfor %}", "38 not-repeatable this is one item"),
        ("{{ ['a', [name]] | join }}", "10 nested-list a list in [ ] cannot hold another list"),
        ("{% for x in [name, ideas] %}{% endfor %}", "20 nested-list"),
        ("{% set name = 'x' %}", "15 name-taken 'name' is a question; give this another name"),
        ("{% for name in ideas %}{% endfor %}", "16 name-taken 'name' is a question"),
        ("{% if stack == 'Reakt' %}{% endif %}", "16 unknown-option 'Reakt' is not an option of 'stack'; did you mean"),
        ("{% if 'units' in checks %}{% endif %}", "7 unknown-option 'units' is not an option of 'checks'"),
        ("{% if stack in ['Vue', 'vue'] %}{% endif %}", "24 unknown-option 'vue' is not an option of 'stack'"),
    ],
)
def test_what_stands_for_nothing_is_told(body: str, expected: str) -> None:
    (found,) = problems_of(body)

    assert found.startswith(expected)


@pytest.mark.parametrize("body", ["{{ (x or y).z }}", "{% for a in x %}{{ a.b }}{{ a }}{% endfor %}", "{{ x.y.z }}"])
def test_an_unknown_name_is_told_once_and_what_hangs_on_it_not_at_all(body: str) -> None:
    assert all("unknown-name" in problem for problem in problems_of(body))


def conditions(*written: str) -> str:
    return "sections:\n  - title: First\n    questions:\n" + "".join(f"      - {{ {each} }}\n" for each in written)


@pytest.mark.parametrize(
    "when, expected",
    [
        ("a", []),
        ("a and not a == 'x'", []),
        ("b", ["'b' is not answered yet when this is asked; only earlier questions are"]),
        ("c", ["'c' is not answered yet when this is asked; only earlier questions are"]),
        ("aa", ["'aa' is not a question; did you mean 'a'?"]),
        ("a.x", ["'a' is a line and has no 'x'"]),
        ("loop.index", ["'loop' is known only inside of a {% for %}"]),
        ("a ==", ["something is missing here: a question, a text in quotes or a number"]),
        ("'{{ a }}'", ["a condition is written without {{ }}"]),
    ],
)
def test_a_condition_reads_earlier_questions(when: str, expected: list[str]) -> None:
    questions = conditions(
        "id: a, kind: line, label: A?", f"id: b, kind: line, label: B?, when: {when}", "id: c, kind: line, label: C?"
    )

    assert [problem.split(" ", 2)[2] for problem in problems_of("", questions)] == expected


@pytest.mark.parametrize(
    "when, code",
    [("first", ""), ("a", ""), ("second", "later-question"), ("third", "later-question"), ("g", "later-question")],
)
def test_a_condition_inside_a_group_reads_what_was_asked_before(when: str, code: str) -> None:
    second = f"{{id: second, kind: line, label: S?, when: {when}}}"
    inner = f"{{id: first, kind: line, label: F?}}, {second}, {{id: third, kind: line, label: T?}}"
    questions = conditions("id: a, kind: line, label: A?", f"id: g, kind: group, label: G?, questions: [{inner}]")

    assert [problem.split(" ", 2)[1] for problem in problems_of("", questions)] == ([code] if code else [])


def test_inside_a_group_an_earlier_sibling_comes_before_a_question_outside() -> None:
    inner = "{id: a, kind: list, label: A?}, {id: b, kind: line, label: B?, when: 'a[0].x'}"
    questions = conditions("id: a, kind: line, label: A?", f"id: g, kind: group, label: G?, questions: [{inner}]")

    (problem,) = problems_of("", questions)

    assert "'a[0]' has no parts" in problem


def test_a_default_reads_earlier_questions() -> None:
    questions = conditions(
        "id: a, kind: line, label: A?, default: '{{ b }}'", "id: b, kind: line, label: B?, default: 'x {{ a }}'"
    )

    (problem,) = problems_of("", questions)

    assert problem.startswith("54 later-question 'b'")


def test_a_condition_of_a_section_is_told_once_at_its_place() -> None:
    questions = (
        "sections:\n  - title: A\n    when: nmae\n    questions:\n"
        "      - {id: name, kind: line, label: N?}\n      - {id: b, kind: line, label: B?}\n"
    )

    (problem,) = problems_of("", questions)

    assert problem.startswith("11 unknown-name 'nmae'")


def test_questions_that_nothing_reads_are_warned_of() -> None:
    body = "{{ name }}{% if is_big %}{% endif %}{% for m in milestones %}{{ m.title }}{% endfor %}"

    assert warnings_of(body) == ["stack", "checks", "tools", "ideas", "features", "cases", "tasks", "steps"]


def test_what_only_a_condition_or_the_file_name_reads_is_read() -> None:
    questions = conditions(
        "id: a, kind: line, label: A?", "id: b, kind: line, label: B?, when: a", "id: c, kind: line, label: C?"
    )

    assert warnings_of("{{ b }}", 'save_as: "{{ c }}.md"\n' + questions) == []


@pytest.mark.parametrize(
    "kind", ["{kind: group, questions: []}", "{kind: group}", "{kind: table}", "{kind: table, columns: []}"]
)
def test_a_group_without_questions_that_is_printed_is_a_mistake_at_its_place(kind: str) -> None:
    questions = f"sections:\n  - title: F\n    questions:\n      - {{id: g, label: L?, {kind[1:-1]}}}\n"

    assert any("missing-key" in problem for problem in problems_of("{{ g }}", questions))


@pytest.mark.parametrize("when", ["'\"\\u12\" == a'", "'\"\\x\" == name'"])
def test_a_condition_that_begins_with_a_broken_escape_is_a_mistake_at_its_place(when: str) -> None:
    questions = QUESTIONS + f"      - {{id: last, kind: line, label: L?, when: {when}}}\n"

    assert any("syntax" in problem for problem in problems_of("{{ last }}", questions))


JOINS = [
    "one\n{%- if name %}\ntwo\n{% endif %}\nthree\n",
    "one\n{% if name %}\ntwo\n{%- endif %}\nthree\n",
    "{% for i in ideas %}\n- {{ i }}\n{%- endfor %}\n\nend\n",
    "one\n{#- a comment #}\ntwo\n",
    "{{ name }}\n{%- set x = 1 %}\n{{ x }}\n",
    "one\n\n{% if name %}\ntwo\n{% endif -%}\n\nthree\n",
    "- one\n{% if name -%}\n  - two\n{% endif %}\n",
    "one\n{# a comment -#}\n\ntwo\n",
]
JOINS_NOTHING = [
    "one\n{% if name -%}\ntwo\n{% endif -%}\nthree\n",
    "one\n{% for i in ideas -%}\n{{ i }}\n{% endfor -%}\n",
    "one\n{%- if name %}\n\ntwo\n{% endif %}\n",
    "one\n{% if name %}{% endif %}\n{%- if is_big %}\ntwo\n{% endif %}\n",
    "one {%- if name %} two{% endif %}\nthree\n",
    "one\n{{- name -}}\ntwo\n",
    "{%- if name %}\none\n{% endif %}\n",
    "one\n{% endif -%}\n".replace("{% endif -%}", "{# end -#}"),
]


@pytest.mark.parametrize("body", JOINS)
def test_a_dash_that_joins_the_lines_around_a_tag_is_told(body: str) -> None:
    assert [problem.partition(" ")[2].split(" ")[0] for problem in problems_of(body)] == ["joined-lines"]


@pytest.mark.parametrize("body", JOINS_NOTHING)
def test_a_dash_that_joins_no_lines_is_no_mistake(body: str) -> None:
    assert problems_of(body) == []
