"""What renders nothing, what every character comes from, and the name of the file."""

from __future__ import annotations

import pytest

from tests.support.rendering import interview_of, plan, rendered, template_of
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, AnswerPath
from wizard.plans.saving.naming import file_name
from wizard.render.budget import RenderError
from wizard.render.plan import render_plan

# Left out and empty


@pytest.mark.parametrize("mark", ["- ", "1. ", "> ", "- [ ] ", "    * "])
@pytest.mark.parametrize("label", ["", "Goal: ", "**Goal:** ", "**Goal**: ", "__Goal:__ "])
@pytest.mark.parametrize("slot", ["{{ goal }}", "`{{ goal }}`", "**{{ goal }}**"])
def test_a_line_of_nothing_but_what_is_left_out_goes(mark: str, label: str, slot: str) -> None:
    assert rendered(f"- One\n{mark}{label}{slot}\n- Two\n", goal=None) == "- One\n- Two\n"


def test_several_slots_of_a_line_go_together_and_not_one_by_one() -> None:
    body = "- One\n- {{ name }}: {{ goal }}\n- Two\n"

    assert rendered(body, name=None, goal=None) == "- One\n- Two\n"
    assert rendered(body, name="A", goal=None) == "- One\n- A: \n- Two\n"


def test_a_line_with_words_of_the_templates_stays() -> None:
    assert rendered("- By {{ name }} alone\n", name=None) == "- By  alone\n"


def test_headings_stay() -> None:
    assert rendered("# {{ name }}\n\nEnd\n", name=None) == "# \n\nEnd\n"


def test_an_open_question_without_a_placeholder_keeps_its_line() -> None:
    assert rendered("- {{ size }}\n- End\n") == "- \n- End\n"


def test_blank_lines_close_up_where_a_line_went() -> None:
    body = "One\n\n{{ goal }}\n\n{{ name }}\n\nTwo\n"

    assert rendered(body, goal=None) == "One\n\n[Name]\n\nTwo\n"
    assert rendered(body, goal=None, name=None) == "One\n\nTwo\n"


def test_blank_lines_close_up_at_the_beginning_and_at_the_end() -> None:
    body = "{{ goal }}\n\nOne\n\n{{ name }}\n"

    assert rendered(body, goal=None, name=None) == "One\n"


def test_blank_lines_close_up_across_pieces() -> None:
    body = "# One\n\n{% for tag in tags %}\n- {{ tag }}\n{% endfor %}\n\n## Two\n\n{{ goal }}\n\n## Three\n"

    assert rendered(body, tags=(), goal=None) == "# One\n\n## Two\n\n## Three\n"


def test_blank_lines_of_the_template_stay() -> None:
    assert rendered("One\n\n\n{{ name }}\n\n\nTwo\n", name="A") == "One\n\n\nA\n\n\nTwo\n"


@pytest.mark.parametrize("nothing", [None, ()])
def test_a_repeat_over_nothing_renders_nothing(nothing: Answer) -> None:
    body = "- One\n{% for tag in tags %}\n- {{ tag }}\n{% endfor %}\n- Two\n"

    assert rendered(body, tags=nothing) == "- One\n- Two\n"
    assert rendered("- **Tags:** {% for tag in tags %}{{ tag }} {% endfor %}\n\n- Two\n", tags=nothing) == "- Two\n"


def test_a_question_whose_condition_does_not_hold_renders_nothing() -> None:
    body = "- **Reason:** {{ reason }}\n- Two\n"

    assert rendered(body, sure=False, reason="Kept") == "- Two\n"
    assert rendered(body, sure=True, reason="Kept") == "- **Reason:** Kept\n- Two\n"


def test_what_must_not_be_empty_holds_something_that_shows_as_nothing() -> None:
    assert rendered("{{ name }}\n===\n", name=None) == "&nbsp;\n===\n"
    assert rendered("Run `{{ name }}` now\n", name=None) == "Run ` ` now\n"
    assert rendered("{{ name }} | B\n--- | ---\n", name=None) == "&nbsp; | B\n--- | ---\n"


def test_yes_and_no_numbers_and_lists_are_written_out() -> None:
    assert rendered("{{ sure }} {{ size }} {{ tags }}\n", sure=True, size=2.0, tags=("a", "b")) == "Yes 2 a, b\n"


# Tags within lines

LINES = ("- one", "1. one", "> one", "# one", "one", "| a | b |", "  - one", "- [ ] one", "`one`", "    one")
TAGS = (
    "{# said #}",
    "{% set x = name %}",
    "{% if sure %}{% endif %}",
    "{% if sure %} yes{% endif %}",
    "{% if not sure %}{% else %}{% endif %}",
    "{% for tag in tags %} {{ tag }}{% endfor %}",
    "{% raw %}{% endraw %}",
)


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_at_the_end_of_a_line_leaves_the_lines_as_they_are(line: str, tag: str) -> None:
    assert rendered(f"{line}{tag}\n{line}\n\nEnd{tag}\n", sure=False, tags=()) == f"{line}\n{line}\n\nEnd\n"


def test_what_a_condition_at_the_end_of_a_line_says_stands_in_that_line() -> None:
    body = "- one{% if name %} ({{ name }}){% endif %}\n- two{# c #}\n{% if sure %}\n- three\n{% endif %}\n- four\n"

    assert rendered(body, name="X", sure=True) == "- one (X)\n- two\n- three\n- four\n"
    assert rendered(body) == "- one\n- two\n- four\n"


@pytest.mark.parametrize("line", ["", "  ", "- ", "> ", "1. ", "- [ ] "])
@pytest.mark.parametrize(
    "inside",
    ["{% if sure %}x{% endif %}", "{% if sure %}{{ name }}{% endif %}", "{% for t in tags %}{{ t }}{% endfor %}"],
)
def test_a_line_whose_conditions_leave_nothing_of_it_goes(line: str, inside: str) -> None:
    assert rendered(f"- One\n{line}{inside}\n- Two\n", sure=False, tags=()) == "- One\n- Two\n"
    assert rendered(f"One\n\n{line}{inside}{inside}\n\nTwo\n", sure=False, tags=()) == "One\n\nTwo\n"
    assert rendered(f"One\n{line}{inside}\nTwo\n", sure=True, name="x", tags=("x",)) == f"One\n{line}x\nTwo\n"


def test_a_label_stands_without_what_a_condition_would_say() -> None:
    assert rendered("- **Due:**{% if due %} {{ due }}{% endif %}\n- Two\n") == "- **Due:**\n- Two\n"


def test_a_blank_line_of_the_template_is_not_that_of_a_condition_above_it() -> None:
    body = "One\n{% if sure %}\n- Two\n{% endif %}\n\n{% if sure %}x{% endif %}{# c #}\n\nThree\n"

    assert rendered(body, sure=False) == "One\n\nThree\n"


# The source map


def origins(body: str, **answers: Answer) -> list[tuple[str, AnswerPath, bool]]:
    return [
        (piece.text[span.start : span.end], span.path, span.is_placeholder)
        for piece in plan(body, **answers).segments
        for span in piece.spans
    ]


def test_every_slot_tells_the_characters_that_it_made() -> None:
    body = "# {{ name }}\n\n**Goal:** {{ goal }}\n"

    assert origins(body, goal="- a\n- b") == [("[Name]", ("name",), True), ("\n\n- a\n- b", ("goal",), False)]


def test_items_are_told_by_their_paths() -> None:
    body = (
        "{% for step in steps %}\n## {{ loop.index }} {{ step.title }}\n\n{% for task in step.tasks %}\n"
        "- [{{ 'x' if task.done else ' ' }}] {{ task.text }}\n{% endfor %}\n{% endfor %}\n"
    )
    steps = ({"title": "A"}, {"title": "B", "tasks": ({"text": "T", "done": True},)})

    assert origins(body, steps=steps) == [
        ("A", ("steps", 0, "title"), False),
        (" ", ("steps", 0, "tasks", 0, "done"), True),
        ("[To do]", ("steps", 0, "tasks", 0, "text"), True),
        ("B", ("steps", 1, "title"), False),
        ("x", ("steps", 1, "tasks", 0, "done"), False),
        ("T", ("steps", 1, "tasks", 0, "text"), False),
    ]


def test_every_path_is_one_of_the_templates_questions() -> None:
    tasks = "{% for task in step.tasks %}\n- {{ task }} {{ task.done }}\n{% endfor %}\n"
    body = f"{{% for step in steps %}}\n{tasks}{{% endfor %}}\n"
    made = plan(body, steps=({"tasks": ({"text": "T", "done": True},)},))

    for piece in made.segments:
        for span in piece.spans:
            assert template_of(body).question(span.path) is not None


def test_what_is_made_of_several_answers_tells_all_of_them() -> None:
    (piece,) = plan("{{ name ~ ' of ' ~ size }}\n", name="A", size=3).segments

    assert piece.spans[0].sources == (("name",), ("size",))
    assert piece.spans[0].path == ("name",)


def test_a_name_that_is_set_tells_the_answer_behind_it() -> None:
    assert origins("{% set who = name %}\nBy {{ who }}\n", name="A") == [("A", ("name",), False)]


def test_an_empty_placeholder_has_its_place() -> None:
    (piece,) = plan("# {{ size }}\n").segments

    assert [(span.start, span.end, span.path) for span in piece.spans] == [(2, 2, ("size",))]


# Bounds


def test_a_template_that_repeats_without_end_is_stopped() -> None:
    body = "{% for a in tags %}{% for b in tags %}{% for c in tags %}x{% endfor %}{% endfor %}{% endfor %}"

    with pytest.raises(RenderError, match="repeats more than 100,000 times"):
        plan(body, tags=tuple("t" * 100))


def test_a_plan_without_end_is_stopped() -> None:
    body = f"{{% for a in tags %}}{{% for b in tags %}}{'word ' * 400}{{% endfor %}}{{% endfor %}}"

    with pytest.raises(RenderError, match="longer than 5,000,000 characters"):
        plan(body, tags=tuple("t" * 200))


def test_a_text_that_doubles_itself_stays_small() -> None:
    doubled = "{% set x = name %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}"

    assert len(rendered(doubled, name="word")) <= 1_000_000


def test_where_an_expression_has_no_value_nothing_stands() -> None:
    body = "A {{ 5 / size }}.\n{% if 1 / size > 0 %}B{% else %}C{% endif %}\n"

    assert rendered(body, size=0) == "A .\nC\n"


# The name of the file


def named(name: str) -> str:
    return file_name(interview_of("# {{ name }}\n", name=name))


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Relay 2.0!", "relay-2-0.md"),
        ("../../etc/passwd", "etc-passwd.md"),
        ("a/b\\c", "a-b-c.md"),
        ("Größe", "grosse.md"),
    ],
)
def test_the_file_is_named_after_the_answers(name: str, file: str) -> None:
    expected = {"grosse.md": "große.md"}.get(file, file)

    assert named(name) in (file, expected)


def test_while_the_answers_are_open_the_file_is_named_after_the_template() -> None:
    assert file_name(interview_of("# {{ name }}\n")) == "small.md"


@pytest.mark.parametrize(
    ("save_as", "name", "file"),
    [
        ("{{ name }}.md", "../../x", "x.md"),
        ("{{ name }}", "..", "small.md"),
        ("{{ name }}", ".hidden", "hidden.md"),
        ("{{ name }}", "a\x00b\x1bc\u202ed", "a-b-c-d.md"),
        ("{{ name }}", "con", "con-plan.md"),
        ("{{ name }}", "COM1.txt", "COM1.txt-plan.md"),
        ("{{ name }}", 'a:b*c?"<>|', "a-b-c.md"),
        ("{{ name }}", "x" * 300, "x" * 200 + ".md"),
        ("{{ name }}", "漢" * 300, "漢" * 66 + ".md"),
        ("{{ name }}", "plan.md", "plan.md"),
    ],
)
def test_the_name_is_one_harmless_part_of_a_path(save_as: str, name: str, file: str) -> None:
    template = template_of("# {{ name }}\n", save_as)

    assert file_name(Interview.begin(template, {"name": name})) == file


def test_a_template_that_nothing_has_prepared_renders_all_the_same() -> None:
    from msgspec.structs import replace

    template = replace(template_of("# {{ name }}\n"), steps=())

    assert render_plan(Interview.begin(template, {"name": "A"})).text == "# A\n"


def test_what_the_author_wrote_for_an_open_answer_is_the_authors() -> None:
    body = "- {{ name | default('[x] not yet') }}\n"

    assert rendered(body) == "- [x] not yet\n"
    assert origins(body) == [("[x] not yet", ("name",), True)]
    assert rendered(body, name="[x] y") == "- \\[x] y\n"
