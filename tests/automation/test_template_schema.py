"""The schema of native templates lets through what the reader takes, and refuses what it can tell is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from jsonschema import Draft202012Validator

from tests.support.commands import Program
from tests.support.random_templates import templates
from wizard.automation.template_schema import template_schema
from wizard.compiler.export import native_text
from wizard.compiler.front_matter import QUESTION_KEYS, SECTION_KEYS, TEMPLATE_KEYS
from wizard.compiler.loader import check_template, is_warning, read_template
from wizard.compiler.template_file import split_file
from wizard.files.directories import BUILT_IN_FOLDER
from wizard.files.serialization.document_nodes import plain_data
from wizard.files.serialization.yaml_reader import read_yaml
from wizard.model.answers import thaw
from wizard.model.template import Template

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "markdown"
SCHEMA: Any = json.loads(json.dumps(template_schema()))
VALIDATOR = Draft202012Validator(SCHEMA)


def mistakes_in(text: str) -> list[str]:
    """What the schema says of a template's file."""
    front: Any = thaw(plain_data(read_yaml(split_file(text, "t.md").front, "t.md")))
    return [f"{error.json_path}: {error.message[:80]}" for error in VALIDATOR.iter_errors(front)]


def front_matter(question: str, head: str = "") -> str:
    return (
        f"---\nwizard: 1\nname: small\ntitle: Small\n{head}sections:\n  - title: All\n    questions:\n"
        f"      - {question}\n---\n"
    )


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", ["feature-plan", "project-plan", "roadmap"])
def test_the_built_in_templates_are_valid(name: str) -> None:
    assert mistakes_in((BUILT_IN_FOLDER / f"{name}.md").read_text("utf-8")) == []


def test_a_template_to_begin_with_is_valid(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    program("init", "decision")

    assert mistakes_in(Path("decision.md").read_text()) == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus of real templates is not at {CORPUS}")
def test_every_imported_template_is_valid() -> None:
    for path in sorted(CORPUS.rglob("*.md"))[::5]:
        assert mistakes_in(native_text(read_template(path.read_text("utf-8"), path.name))) == [], path.name


@settings(deadline=None, max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(templates())
def test_every_template_that_can_be_written_is_valid(template: Template) -> None:
    assert mistakes_in(native_text(template)) == []


@pytest.mark.parametrize(
    "question",
    [
        "{id: a, kind: choice, label: A?, options: [x, {value: z, label: Z, help: h}], recommended: x}",
        "{id: a, kind: choices, label: A?, options: [x, {value: z, required: true}]}",
        "{id: a, kind: choices, label: A?, options: [x], default: [x], min: 1, item: colour, other: true}",
        "{id: a, kind: line, label: A?, default: '{{ 1 }}', max: 3, pattern: '^a', pattern_message: With a.}",
        "{id: a, kind: number, label: A?, step: 0.5, min: -1.5, default: 2}",
        "{id: a, kind: date, label: A?, min: today, max: 2026-02-28, default: 2026-02-28}",
        "{id: a, kind: yesno, label: A?, default: false, at_review: true}",
        "{id: a, kind: checklist, label: A?, placeholder: [a, {text: b, done: true}]}",
        "{id: a, kind: table, label: A?, columns: [{id: b, kind: date, label: B?}], placeholder: [{b: '[B]'}]}",
        "{id: a, kind: group, label: A?, questions: [{id: b, kind: list, label: B?}], placeholder: [{b: ['[B]']}]}",
    ],
)
def test_what_the_reader_takes_is_valid(question: str) -> None:
    text = front_matter(question)

    assert [problem for problem in check_template(text, "t.md") if not is_warning(problem)] == []
    assert mistakes_in(text) == []


@pytest.mark.parametrize(
    "question, head",
    [
        ("{id: a, kind: line}", ""),
        ("{id: A, kind: line, label: A?}", ""),
        ("{id: loop, kind: line, label: A?}", ""),
        ("{id: a, kind: lien, label: A?}", ""),
        ("{id: a, kind: line, label: A?, reqired: true}", ""),
        ("{id: a, kind: line, label: A?, required: 'yes'}", ""),
        ("{id: a, kind: line, label: ' '}", ""),
        ("{id: a, kind: line, label: A?, options: [b]}", ""),
        ("{id: a, kind: line, label: A?, placeholder: [b]}", ""),
        ("{id: a, kind: line, label: A?, placeholder: 2}", ""),
        ("{id: a, kind: line, label: A?, max: -1}", ""),
        ("{id: a, kind: line, label: A?, at_review: true}", ""),
        ("{id: a, kind: choice, label: A?}", ""),
        ("{id: a, kind: choice, label: A?, options: []}", ""),
        ("{id: a, kind: choice, label: A?, options: [b, b]}", ""),
        ("{id: a, kind: choice, label: A?, options: [{label: B}]}", ""),
        ("{id: a, kind: choice, label: A?, options: [{value: z, required: true}]}", ""),
        ("{id: a, kind: line, label: A?, valid: a == 'b'}", ""),
        ("{id: a, kind: line, label: A?, pattern_message: No.}", ""),
        ("{id: a, kind: yesno, label: A?, default: maybe}", ""),
        ("{id: a, kind: number, label: A?, default: many}", ""),
        ("{id: a, kind: date, label: A?, min: 3}", ""),
        ("{id: a, kind: list, label: A?, placeholder: b}", ""),
        ("{id: a, kind: table, label: A?}", ""),
        ("{id: a, kind: table, label: A?, columns: [{id: b, kind: list, label: B?}]}", ""),
        ("{id: a, kind: group, label: A?, columns: [{id: b, kind: line, label: B?}]}", ""),
        ("{id: a, kind: group, label: A?, questions: []}", ""),
        ("{id: a, kind: line, label: A?}", "version: 1.5\n"),
        ("{id: a, kind: line, label: A?}", "line_ends: cr\n"),
        ("{id: a, kind: line, label: A?}", "byte_order_mark: 1\n"),
        ("{id: a, kind: line, label: A?}", "titel: T\n"),
    ],
)
def test_what_is_wrong_in_itself_is_wrong_for_both(question: str, head: str) -> None:
    text = front_matter(question, head)

    assert [problem for problem in check_template(text, "t.md") if not is_warning(problem)]
    assert mistakes_in(text)


@pytest.mark.parametrize("left_out", ["wizard", "name", "title", "sections"])
def test_what_a_template_needs_is_needed(left_out: str) -> None:
    front: dict[str, Any] = {"wizard": 1, "name": "a", "title": "A", "sections": []}

    assert VALIDATOR.is_valid(front)
    assert not VALIDATOR.is_valid({key: value for key, value in front.items() if key != left_out})


def test_every_key_says_what_it_is_for() -> None:
    for schema, keys in (
        (SCHEMA, TEMPLATE_KEYS),
        (SCHEMA["$defs"]["section"], SECTION_KEYS),
        (SCHEMA["$defs"]["question"], QUESTION_KEYS),
    ):
        assert tuple(schema["properties"]) == keys
        assert all(len(said["description"]) > 10 for said in schema["properties"].values())


def test_the_command_prints_it_and_takes_no_template_with_it(program: Program) -> None:
    assert json.loads(program("schema", "--of-templates").out) == SCHEMA
    assert program("schema", "--of-templates", "roadmap").code == 2
    assert program("schema", "--of-templates", "--file").code == 2
    assert program("schema").err.startswith("plan-wizard: name a TEMPLATE or use --of-templates")
