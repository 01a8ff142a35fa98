"""A template's file becomes sections, questions and a body; every mistake is told at once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from wizard.compiler.loader import check_template, is_warning, read_template
from wizard.compiler.template_file import read_template_text
from wizard.errors import TemplateError
from wizard.model.body import Slot, Text
from wizard.model.expressions import And, Name
from wizard.model.template import Option, Question, Template

HEAD = "wizard: 1\nname: small-plan\ntitle: Small plan\n"
ONE = "sections:\n  - title: All\n    questions:\n      - id: name\n        kind: line\n        label: What is it?\n"


def text_of(front: str, body: str = "# {{ name }}\n", head: str = HEAD) -> str:
    return f"---\n{head}{front}---\n{body}"


def template(front: str = ONE, body: str = "# {{ name }}\n", head: str = HEAD) -> Template:
    return read_template(text_of(front, body, head), "t.md")


def questions(*written: str) -> str:
    """Questions in flow style, one a line, from line 8 of the file on."""
    return "sections:\n  - title: All\n    questions:\n" + "".join(f"      - {{{each}}}\n" for each in written)


def told(text: str) -> list[str]:
    found = [problem for problem in check_template(text, "t.md") if not is_warning(problem)]
    return [f"{problem.line}:{problem.column} {problem.code}" for problem in found]


def message_of(text: str) -> str:
    (problem,) = [problem for problem in check_template(text, "t.md") if not is_warning(problem)]
    return problem.message


def test_the_smallest_template_has_everything_else_by_itself() -> None:
    small = template()

    assert (small.name, small.title, small.description, small.version) == ("small-plan", "Small plan", "", 1)
    assert small.save_as == (Text("small-plan.md"),)
    assert small.source == "t.md"
    (section,) = small.sections
    assert (section.title, section.help) == ("All", "")
    assert section.questions == (Question("name", "line", "What is it?", "Name", line=8),)
    assert small.body == (Text("# ", 12), Slot(Name("name"), 0, 12), Text("\n", 12))


def test_all_keys_of_a_template_and_section() -> None:
    head = HEAD + 'description: What it is for.\nversion: 3\nsave_as: "{{ name | slug }}.md"\n'
    front = ONE.replace("All\n", "All\n    help: Why.\n")

    small = template(front, head=head)

    assert (small.description, small.version) == ("What it is for.", 3)
    assert len(small.save_as) == 2
    assert small.sections[0].help == "Why."


def test_a_template_says_how_its_plans_are_written() -> None:
    plain = template()
    windows = template(head=HEAD + "line_ends: crlf\nbyte_order_mark: true\n")

    assert (plain.line_ends, plain.has_byte_order_mark) == ("lf", False)
    assert (windows.line_ends, windows.has_byte_order_mark) == ("crlf", True)


def test_other_line_ends_are_refused() -> None:
    assert told(text_of(ONE, head=HEAD + "line_ends: cr\n")) == ["5:12 unknown-line-ends"]
    assert told(text_of(ONE, head=HEAD + "byte_order_mark: crlf\n")) == ["5:18 wrong-type"]


def test_a_question_may_be_a_switch_on_the_review() -> None:
    front = questions("id: name, kind: line, label: N?", "id: comments, kind: yesno, label: C?, at_review: true")

    name, comments = template(front).sections[0].questions

    assert (name.at_review, comments.at_review) == (False, True)


@pytest.mark.parametrize(
    "written",
    [
        "id: name, kind: line, label: N?, at_review: true",
        "id: name, kind: yesno, label: N?, required: true, at_review: true",
        "id: name, kind: yesno, label: N?, default: true, at_review: true",
        "id: name, kind: group, label: N?, questions: [{id: a, kind: yesno, label: A?, at_review: true}]",
        "id: name, kind: table, label: N?, columns: [{id: a, kind: yesno, label: A?, at_review: true}]",
    ],
)
def test_only_a_whole_yes_or_no_that_is_not_required_can_be_a_switch(written: str) -> None:
    (problem,) = told(text_of(questions(written), ""))

    assert problem.endswith(" misplaced-key")


def test_all_keys_of_a_question() -> None:
    front = questions(
        "id: name, kind: line, label: N?, short: Its name, help: H, example: E, placeholder: '[N]', default: x,"
        " required: true, min: 1, max: 9, pattern: '^x'",
        "id: stack, kind: choice, label: S?, options: [a, {value: b, label: B, help: h}], other: true, recommended: b",
        "id: tasks, kind: checklist, label: T?, item: task, placeholder: [One, {text: Two, done: true}]",
    )

    name, stack, tasks = template(front).sections[0].questions

    assert name == Question(
        *("name", "line", "N?", "Its name", "H", "E", "[N]", "x", True),
        min=1,
        max=9,
        pattern="^x",
        line=8,
    )
    assert stack.options == (Option("a", "a"), Option("b", "B", "h"))
    assert stack.other and stack.recommended == "b"
    assert tasks.item == "task" and tasks.placeholder == ("One", {"text": "Two", "done": True})


def test_groups_hold_questions_and_tables_columns_at_any_depth() -> None:
    inner = "id: steps, kind: group, label: S?, questions: [{id: what, kind: text, label: W?}]"
    table = "id: tests, kind: table, label: T?, columns: [{id: case, kind: line, label: Case}]"
    front = questions(f"id: parts, kind: group, label: P?, item: part, questions: [{{{inner}}}, {{{table}}}]")

    (parts,) = template(front, "").sections[0].questions

    steps, tests = parts.questions
    assert steps.questions[0].id == "what" and steps.questions[0].short == "What"
    assert tests.questions[0].kind == "line"


def test_the_short_name_is_the_id_in_words() -> None:
    (name,) = template(questions("id: project_name_2, kind: line, label: N?"), "").sections[0].questions

    assert name.short == "Project name 2"


def test_the_condition_of_a_section_is_that_of_its_questions() -> None:
    front = (
        ONE
        + "  - title: More\n    when: name\n    questions:\n      - {id: a, kind: line, label: A?}\n"
        + "      - {id: b, kind: line, label: B?, when: a}\n"
    )

    _, more = template(front).sections

    assert [question.when for question in more.questions] == [Name("name"), And(Name("name"), Name("a"))]


def test_a_default_with_slots_is_a_tree() -> None:
    front = questions("id: name, kind: line, label: N?", "id: b, kind: text, label: B?, default: 'For {{ name }}'")

    _, b = template(front).sections[0].questions

    assert b.default is None
    assert b.default_text == (Text("For ", 9), Slot(Name("name"), 1, 9))


def test_a_default_may_be_false_or_empty() -> None:
    front = questions("id: a, kind: yesno, label: A?, default: false", "id: b, kind: list, label: B?, default: []")

    a, b = template(front, "").sections[0].questions

    assert a.default is False and b.default == ()


def test_the_body_begins_right_after_the_closing_line() -> None:
    assert template(body="").body == ()
    assert template(body="\n\n x").body == (Text("\n\n x", 12),)


def test_the_body_may_hold_lines_that_look_like_the_end_of_front_matter() -> None:
    assert template(body="a\n---\nb\n--- \n").body == (Text("a\n---\nb\n--- \n", 12),)


def test_front_matter_may_end_with_the_file() -> None:
    assert read_template(text_of(ONE)[: -len("\n# {{ name }}\n")], "t.md").body == ()


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_ends_and_a_byte_order_mark_make_no_difference(ending: str) -> None:
    text = text_of(ONE, "# {{ name }}\n\nx\n")

    assert read_template("\ufeff" + text.replace("\n", ending), "t.md") == read_template(text, "t.md")


@pytest.mark.parametrize("above", ["\n", "\n  \n\n", "\ufeff", "\ufeff\n", "\r\n"])
def test_blank_lines_above_the_front_matter_make_no_difference(above: str) -> None:
    text = above + text_of(questions("id: name, kind: line, label: N?, knid: x"), "{{ nmae }}")
    lines = above.count("\n")

    assert read_template(above + text_of(ONE, "# {{ name }}\n"), "t.md").name == "small-plan"
    assert told(text) == [f"{8 + lines}:43 unknown-key", f"{10 + lines}:4 unknown-name"]


def test_text_above_the_front_matter_is_told_with_its_line() -> None:
    assert message_of("<!-- mine -->\n" + text_of(ONE)) == (
        "the line --- above 'wizard: 1' is line 2; it must be the first; remove what is above it"
    )


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("id: a, kind: line, label: 'Is {{ name }} done?'", "slot-in-text"),
        ("id: a, kind: line, label: A?, short: '{{ nmae }}'", "slot-in-text"),
        ("id: a, kind: line, label: '{% if name %}A?{% endif %}'", "slot-in-text"),
        ("id: a, kind: line, label: A?, placeholder: '[{{ name }}]'", "slot-in-text"),
        ("id: a, kind: list, label: A?, placeholder: ['{{ name }}']", "slot-in-text"),
        ("id: a, kind: line, label: A?, help: 'As in {{ name }}.'", "slot-in-text"),
        ("id: a, kind: choice, label: A?, options: ['{{ name }} 2', b]", "slot-in-text"),
        ("id: a, kind: line, label: A?, help: 'Such as {{ .Values.image }} or {{ image }}.'", ""),
        ("id: a, kind: line, label: A?, example: '{{ name }}'", ""),
        ("id: a, kind: line, label: A?, default: '{{ name }}'", ""),
        ("id: a, kind: line, label: 'Which {braces}?'", ""),
        ("id: a, kind: line, label: A?, pattern: '^[a-z]+$', example: A1", "bad-example"),
        ("id: a, kind: line, label: A?, max: 3, example: abcd", "bad-example"),
        ("id: a, kind: text, label: A?, min: 9, example: abcd", "bad-example"),
        ("id: a, kind: number, label: A?, max: 3, example: '4'", "bad-example"),
        ("id: a, kind: date, label: A?, example: '2026-02-30'", "bad-example"),
        ("id: a, kind: choice, label: A?, options: [b, c], example: d", "bad-example"),
        ("id: a, kind: line, label: A?, pattern: '^[a-z]+$', example: ab", ""),
        ("id: a, kind: number, label: A?, max: 3, example: '3'", ""),
        ("id: a, kind: number, label: A?, example: about four weeks", ""),
        ("id: a, kind: yesno, label: A?, example: 'Yes, since nobody else can.'", ""),
        ("id: a, kind: choice, label: A?, options: [now, later], example: 'later, as nobody waits'", ""),
        ("id: a, kind: choice, label: A?, options: [b], other: true, example: d", ""),
    ],
)
def test_texts_that_show_their_braces_and_examples_that_would_be_refused(question: str, code: str) -> None:
    text = text_of(questions("id: name, kind: line, label: N?", question), "{{ name }}{{ a }}")

    line = text.split("\n")[8]
    column = re.search(r"\{\{|\{%|(?<=example: ).", line[9:])
    assert told(text) == ([f"9:{column.start() + 10} {code}"] if column and code else [])
    assert read_template(text, "t.md").name == "small-plan"


@pytest.mark.parametrize("key", ["title: 'Plan of {{ name }}'", "title: '{% if x %}y{% endif %}'"])
def test_the_title_of_a_section_has_no_slots(key: str) -> None:
    front = f"sections:\n  - {key}\n    questions:\n      - {{id: name, kind: line, label: N?}}\n"

    assert [each.split()[1] for each in told(text_of(front))] == ["slot-in-text"]


@pytest.mark.parametrize(
    "written", ["save_as: '{% for x in ideas %}{{ x }}{% endfor %}.md'", "save_as: '{% set x = 1 %}{{ x }}.md'"]
)
def test_a_file_name_repeats_and_sets_nothing(written: str) -> None:
    text = text_of(questions("id: ideas, kind: list, label: I?"), "{{ ideas }}", HEAD + written + "\n")

    assert [each.split()[1] for each in told(text)] == ["no-value"]


def test_places_are_those_of_the_file_whatever_its_line_ends() -> None:
    text = "\ufeff" + text_of(ONE, "\n\n{{ nmae }}").replace("\n", "\r\n")

    assert told(text) == ["14:4 unknown-name"]


def test_front_matter_that_never_ends_is_told() -> None:
    assert told("---\nwizard: 1\nname: x\n# Text\n") == ["1:1 unclosed-front-matter"]


@pytest.mark.parametrize("version", ["2", "'1'", "true", "x", "[]", "1.5"])
def test_another_format_is_told(version: str) -> None:
    assert told(text_of(ONE, head=f"wizard: {version}\nname: [x\n".replace("[x", "x"))) == ["2:9 unknown-format"]


@pytest.mark.parametrize(
    "head, expected",
    [
        ("wizard: 1\n", ["2:1 missing-key", "2:1 missing-key"]),
        ("wizard: 1\nname: ''\ntitle: ' '\n", ["3:1 missing-key", "4:1 missing-key"]),
        ("wizard: 1\nname: My Plan\ntitle: T\n", ["3:7 bad-name"]),
        ("wizard: 1\nname: ../x\ntitle: T\n", ["3:7 bad-name"]),
        ("wizard: 1\nname: -x\ntitle: T\n", ["3:7 bad-name"]),
        ("wizard: 1\nname: 5\ntitle: [T]\n", ["3:7 wrong-type", "4:8 wrong-type"]),
        (HEAD + "version: x\n", ["5:10 wrong-type"]),
        (HEAD + "version: 0\n", ["5:10 wrong-type"]),
        (HEAD + "version: 1.5\n", ["5:10 wrong-type"]),
        (HEAD + "version: .nan\n", ["5:10 wrong-type"]),
        (HEAD + "titel: x\n", ["5:1 unknown-key"]),
        (HEAD + "save_as: ../{{ name }}.md\n", ["5:10 bad-file-name"]),
        (HEAD + 'save_as: "a\\\\b.md"\n', ["5:10 bad-file-name"]),
        (HEAD + "save_as: x-{{ nmae }}.md\n", ["5:15 unknown-name"]),
        (HEAD + 'save_as: "x-{{ nmae }}.md"\n', ["5:16 unknown-name"]),
        (HEAD + "save_as: |\n  x-{{ nmae }}.md\n", ["5:10 bad-file-name", "5:10 unknown-name"]),
        (HEAD + "description: {a: b}\n", ["5:14 wrong-type"]),
    ],
)
def test_mistakes_of_the_template_itself(head: str, expected: list[str]) -> None:
    assert told(text_of(ONE, head=head)) == expected


@pytest.mark.parametrize(
    "front, expected",
    [
        ("", ["2:1 missing-key"]),
        ("sections:\n", ["5:1 missing-key"]),
        ("sections: []\n", []),
        ("sections: x\n", ["5:11 wrong-type"]),
        ("sections: [x]\n", ["5:12 wrong-type"]),
        ("sections:\n  - title: A\n", ["6:5 missing-key"]),
        ("sections:\n  - title: A\n    questions: []\n", ["7:5 missing-key"]),
        ("sections:\n  - title: A\n    questions: {a: b}\n", ["7:16 wrong-type"]),
        ("sections:\n  - title: A\n    questions: [a]\n", ["7:17 wrong-type"]),
        (
            "sections:\n  - questions: [{id: a, kind: line, label: A?}]\n    name: x\n",
            ["6:5 missing-key", "7:5 unknown-key"],
        ),
    ],
)
def test_mistakes_of_sections(front: str, expected: list[str]) -> None:
    assert told(text_of(front, "")) == expected


def test_the_author_sees_every_mistake_at_once() -> None:
    front = questions(
        "id: name, kind: lin, label: N?, reqired: true",
        "id: name, kind: line",
        "id: 2nd, kind: choice, label: S?, when: later",
        "id: later, kind: number, label: L?, min: 3, max: 1, pattern: a",
    )

    found = told(text_of(front, "{{ nmae }}\n{% if later is opn %}{% endif %}\n", HEAD + "vershun: 1\n"))

    assert found == [
        "5:1 unknown-key",
        "9:26 unknown-kind",
        "9:42 unknown-key",
        "10:9 duplicate-id",
        "10:9 missing-key",
        "11:9 missing-key",
        "11:14 bad-id",
        "11:50 later-question",
        "12:46 bad-limits",
        "12:62 misplaced-key",
        "14:4 unknown-name",
        "15:16 unknown-test",
    ]


def test_mistakes_of_the_body_are_told_even_where_the_questions_cannot_be_read() -> None:
    assert told("---\nwizard: 1\nname: a: b\n---\n{{ x | uper }}") == ["3:8 yaml-syntax", "5:8 unknown-filter"]


def test_a_template_with_thousands_of_mistakes_tells_the_first_hundred() -> None:
    found = check_template(text_of(ONE, "{{ nmae }}\n" * 1000), "t.md")

    assert len(found) == 101
    assert found[-1].code == "too-much" and "900 more" in found[-1].message


def test_a_question_that_nothing_reads_is_a_warning_and_no_mistake() -> None:
    text = text_of(questions("id: name, kind: line, label: N?", "id: goal, kind: line, label: G?"))

    (warning,) = check_template(text, "t.md")

    assert is_warning(warning)
    assert (warning.line, warning.column, warning.code) == (9, 9, "unused-question")
    assert "'goal'" in warning.message
    assert read_template(text, "t.md").name == "small-plan"


def test_groups_within_groups_have_an_end() -> None:
    inner = "{id: a, kind: line, label: A?}"
    for _ in range(25):
        inner = f"{{id: a, kind: group, label: A?, questions: [{inner}]}}"

    assert "too-deep" in " ".join(told(text_of(f"sections: [{{title: A, questions: [{inner}]}}]\n", "")))


@pytest.mark.parametrize("nested", ["[" * 3000, "{a: " * 3000, "- " * 3000])
def test_deep_front_matter_is_told(nested: str) -> None:
    assert told(f"---\nwizard: 1\nsections: {nested}\n---\n")[0].endswith(("too-much", "yaml-syntax"))


def test_a_blank_in_braces_is_the_placeholder_of_the_question_that_is_made_of_it() -> None:
    own = "id: goal, kind: line, label: G?, placeholder: '{{ goal }}'"
    other = "id: aim, kind: line, label: A?, placeholder: '{{ goal }}'"

    assert told(text_of(questions(own), "{{ goal }}\n")) == []
    assert [found.split()[1] for found in told(text_of(questions(own, other), "{{ goal }} {{ aim }}\n"))] == [
        "slot-in-text"
    ]


@pytest.mark.parametrize(
    "front, body, expected",
    [
        (ONE, "a\x1b[31m\n\x00\x9b\n", ["12:2 bad-character", "13:1 bad-character"]),
        (ONE, "{{ '\\x1b[2J' ~ name }}", ["12:4 bad-character"]),
        (ONE.replace("sections", "save_as: '{{ \"\\r\" }}.md'\nsections", 1), "{{ name }}", ["5:10 bad-character"]),
        (ONE, "\ud800", ["12:1 bad-character"]),
        (ONE + '        placeholder: "\\e[2J"\n', "{{ name }}", []),
        (ONE + '        example: "\\e[2J"\n', "{{ name }}", ["11:18 bad-character"]),
        (ONE + "        help: \x07\n", "{{ name }}", ["11:15 yaml-character"]),
    ],
)
def test_control_characters_stand_only_in_the_plans_own_text_and_as_escapes(
    front: str, body: str, expected: list[str]
) -> None:
    assert told(text_of(front, body)) == expected


def mutated(text: str, at: int, cut: int, put: str) -> str:
    at %= len(text)
    return text[:at] + put + text[at + cut :]


WHOLE = text_of(
    questions(
        "id: name, kind: line, label: 'N?', placeholder: '[N]', pattern: '^[a-z]+$', default: abc",
        "id: stack, kind: choices, label: S?, options: [a, b], when: name == 'x' or name is open",
        "id: parts, kind: group, label: P?, questions: [{id: a, kind: date, label: A?}], placeholder: [{a: b}]",
    ),
    "# {{ name | upper }}\n{% for p in parts if p.a %}\n- {{ p.a }} {{ loop.index }}\n{% else %}none{% endfor %}\n"
    "{% if 'a' in stack %}{% set x = 1 + 2 %}{{ x ~ name }}{% endif %}\n",
)


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(WHOLE)),
            st.integers(0, 12),
            st.one_of(
                st.text(max_size=3),
                st.sampled_from(
                    ("\n", "  ", "---\n", "{{", "%}", "&a", "*a", ": ", "- ", "'", "\0", "1e99", "(", "!x ")
                ),
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_mutation_of_a_template_is_worse_than_problems(changes: list[tuple[int, int, str]]) -> None:
    text = WHOLE
    for at, cut, put in changes:
        text = mutated(text, at, cut, put) if text else put

    try:
        read_template_text(text, "t.md")
    except TemplateError as error:
        assert error.problems
        assert all(problem.file == "t.md" and problem.line >= 1 and problem.column >= 1 for problem in error.problems)


def test_the_mutated_template_is_sound_to_begin_with() -> None:
    assert check_template(WHOLE, "t.md") == ()


HUGE = {
    "questions": text_of(questions(*(f"id: q{number}, kind: line, label: L?" for number in range(2500))), ""),
    "keys": text_of("".join(f"k{number}: 1\n" for number in range(20_000)) + ONE),
    "keys twice": text_of("k: 1\n" * 20_000 + ONE),
    "unknown names": text_of(
        questions(*(f"id: q{number}, kind: line, label: L?" for number in range(500))), "{{ b }}" * 2000
    ),
    "blocks": text_of(ONE, "{% if name %}" * 3_000),
    "braces": text_of(ONE, "{" * 50_000),
    "brackets": text_of("x: " + "[" * 300_000 + "\n"),
    "anchors": text_of("x:\n" + "".join(f"  - &a{number} [b]\n" for number in range(20_000)) + ONE),
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_huge_files_are_told_in_few_words(text: str) -> None:
    found = [problem for problem in check_template(text, "t.md") if not is_warning(problem)]

    assert 1 <= len(found) <= 101
