"""A template is written as a file from which the same template is read: every kind, every text, every answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, given, settings, strategies as st
from msgspec.structs import replace

from tests.support.answers_from_schema import any_answer
from tests.support.native_templates import without_lines
from tests.support.random_templates import templates
from wizard.automation.json_schema import answers_schema
from wizard.compiler.body.segmentation import compile_body
from wizard.compiler.export import native_text
from wizard.compiler.loader import read_template
from wizard.compiler.template_file import read_template_text
from wizard.errors import WizardError
from wizard.files.directories import BUILT_IN_FOLDER
from wizard.interview.interview import Interview
from wizard.model.answers import freeze
from wizard.model.body import Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import And, IsTest, Name
from wizard.model.template import Option, Question, Section, Template
from wizard.render.plan import render_plan

# A template has so many parts that to find a smaller one takes minutes.
PATIENT = settings(deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))


def with_numbers(template: Template) -> Template:
    """The template with a number of its own for every slot."""
    numbers = count()

    def numbered(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(map(number, nodes))

    def number(node: Node) -> Node:
        match node:
            case Slot(expression):
                return Slot(expression, next(numbers))
            case Condition(branches):
                return replace(node, branches=tuple((test, numbered(inner)) for test, inner in branches))
            case Repeat():
                return replace(node, nodes=numbered(node.nodes), otherwise=numbered(node.otherwise))
            case _:
                return node

    return replace(template, body=numbered(template.body))


def ids(template: Template) -> tuple[str, ...]:
    return tuple(question.id for question in template.questions())


def rendered(template: Template, answers: Mapping[str, object]) -> str:
    return render_plan(Interview.begin(template, {id: freeze(answer) for id, answer in answers.items()})).text


@settings(PATIENT, max_examples=30)
@given(templates())
def test_every_template_is_read_as_it_was(template: Template) -> None:
    assert without_lines(read_template(native_text(template), "any.md")) == without_lines(template)


@settings(PATIENT, max_examples=20)
@given(templates(), st.integers(0, 1000))
def test_every_plan_is_rendered_as_it_was(template: Template, seed: int) -> None:
    again, template = read_template(native_text(template), "any.md"), compile_body(with_numbers(template))

    for answers in ({}, any_answer(answers_schema(template), Random(seed)), dict.fromkeys(ids(template))):
        assert rendered(again, answers) == rendered(template, answers)


@pytest.mark.parametrize("name", ["feature-plan", "project-plan", "roadmap"])
def test_the_built_in_templates_are_written_nearly_as_by_hand(name: str) -> None:
    text = (BUILT_IN_FOLDER / f"{name}.md").read_text("utf-8")
    written = native_text(read_template_text(text, name)[0])

    # The same keys in another order, the names for the outline that go without saying, and no folds by hand.
    by_hand, lines = {line.strip() for line in text.split("\n")}, written.split("\n")
    assert sum(line.strip() in by_hand for line in lines) / len(lines) > 0.9


def template_of(*questions: Question, body: str = "", **keys: object) -> Template:
    save_as = (Text("small.md"),)
    sections = (Section("All", questions),) if questions else ()
    return Template("small", "Small", "", 1, save_as, sections, (Text(body),) if body else (), "small.md", **keys)  # pyright: ignore[reportArgumentType]


def front_matter_of(*questions: Question, **keys: object) -> str:
    return native_text(template_of(*questions, body="", **keys)).removeprefix("---\n").partition("\n---\n")[0]


def test_a_template_is_written_for_a_person_to_polish() -> None:
    owner = Question("owner", "line", "Who owns it?", "Owner", placeholder="[Owner]", required=True)
    level = Question(
        "level", "choice", "How bad is it?", "How bad", options=(Option("1", "1"), Option("2", "Two", "Rarely"))
    )

    assert front_matter_of(owner, level, line_ends="crlf", has_byte_order_mark=True) == (
        "wizard: 1\n"
        "name: small\n"
        "title: Small\n"
        "version: 1\n"
        "line_ends: crlf\n"
        "byte_order_mark: true\n"
        "sections:\n"
        "  - title: All\n"
        "    questions:\n"
        "      - id: owner\n"
        "        kind: line\n"
        "        label: Who owns it?\n"
        "        required: true\n"
        '        placeholder: "[Owner]"\n'
        "      - id: level\n"
        "        kind: choice\n"
        "        label: How bad is it?\n"
        "        short: How bad\n"
        "        options:\n"
        '          - "1"\n'
        '          - value: "2"\n'
        "            label: Two\n"
        "            help: Rarely"
    )


def test_a_long_placeholder_stands_in_a_block_with_its_blanks_and_line_ends() -> None:
    for text in ("one\n\n  two\n", "  one\ntwo", "one\ntwo\n\n\n", "\none", "one\n   ", "a\n\tb\n", "# one\n- two"):
        question = Question("goal", "text", "Goal?", "Goal", placeholder=text)

        again = read_template(native_text(template_of(question)), "a.md").question(("goal",))

        assert again is not None and again.placeholder == text
        assert "placeholder: |" in front_matter_of(question)


def test_a_condition_of_a_whole_section_is_written_once() -> None:
    shown = IsTest(Name("big"), "answered")
    questions = (
        Question("one", "line", "One?", "One", when=shown),
        Question("two", "line", "Two?", "Two", when=And(shown, IsTest(Name("one"), "answered"))),
    )
    template = Template(
        "small",
        "Small",
        "",
        1,
        (Text("small.md"),),
        (Section("A", (Question("big", "yesno", "Big?", "Big"),)), Section("B", questions)),
        (),
        "small.md",
    )

    written = native_text(template)

    assert written.count("big is answered") == 1
    assert "    when: big is answered\n    questions:\n" in written and "        when: one is answered\n" in written


@pytest.mark.parametrize("text", ["${{ github.sha }}", "{% if", "{{ name }}"])
def test_a_default_with_braces_stays_a_text(text: str) -> None:
    question = Question("name", "line", "Name?", "Name", default=text)

    again = read_template(native_text(template_of(question)), "a.md").question(("name",))

    assert again is not None and (again.default, again.default_text) == (text, ())


@pytest.mark.parametrize(
    "question, says",
    [
        (Question("Name", "line", "Name?", "Name"), "'Name' is not an id.*begin.*: - id: Name"),
        (Question("name", "line", " ", "Name"), "a question needs 'label'"),
        (Question("name", "choice", "Name?", "Name"), "a question needs 'options'"),
        (Question("name", "line", "Name?", "Name", example="a\rb"), "control character.*example"),
        (Question("name", "line", "Name?", "Name", item="thing"), "'item' means nothing for the kind line"),
        (Question("name", "text", "Name?", "Name", pattern=" a"), "'pattern' of the question 'name'"),
        (Question("name", "line", "Name?", ""), "'short' of the question 'name'"),
    ],
)
def test_what_a_file_cannot_hold_is_named(question: Question, says: str) -> None:
    with pytest.raises(WizardError, match=says):
        native_text(template_of(question))


def test_a_template_that_would_be_too_large_to_open_is_refused() -> None:
    with pytest.raises(WizardError, match="longer than 2,000,000 bytes"):
        native_text(template_of(body="word " * 400_000))


def test_every_part_of_a_template_is_compared_after_it_is_written() -> None:
    # A key that is added to the model without a word here would be lost by an import.
    told = "name title description version line_ends has_byte_order_mark is_verbatim save_as body sections".split()

    assert {*Template.__struct_fields__} == {*told, "source", "steps", "digest", "today"}
    assert Section.__struct_fields__ == ("title", "questions", "help")


def test_a_template_that_asks_nothing_is_a_template() -> None:
    written = native_text(template_of(body="# Rules\n\nNothing to fill in.\n"))

    assert "sections: []\n" in written
    assert rendered(read_template(written, "a.md"), {}) == "# Rules\n\nNothing to fill in.\n"


def test_the_templates_of_the_documentation_are_read_as_they_were() -> None:
    page = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
    texts = re.findall(r"^```markdown\n(.*?^)```$", page, re.MULTILINE | re.DOTALL)

    assert len(texts) >= 2
    for text in texts:
        template = read_template(text, "page.md")
        assert without_lines(read_template(native_text(template), "page.md")) == without_lines(template)
