"""The built-in plans, answered by programs that know the schemas and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.answers_from_schema import any_answer
from tests.support.commands import Program
from tests.support.completeness import is_complete
from tests.support.every_kind import put_every_kind
from tests.support.wrong_answers import wrong_answers
from wizard.automation.json_schema import answers_schema
from wizard.compiler.loader import load_template
from wizard.errors import AnswersFileError
from wizard.interview.interview import Interview
from wizard.plans.answers_file import read_answers
from wizard.render.plan import render_plan

PLANS = ["project-plan", "feature-plan", "roadmap"]


@pytest.fixture(autouse=True)
def every_kind(home: Path) -> None:
    """A template with every kind of question, conditions in groups, and groups in groups, beside the plans."""
    put_every_kind(home)


def schema_for(plan: str) -> Any:
    return json.loads(json.dumps(answers_schema(load_template(plan))))


@pytest.mark.parametrize("plan", [*PLANS, "every-kind"])
@pytest.mark.parametrize("seed", range(10))
def test_every_answers_object_that_is_valid_renders_and_lacks_nothing(plan: str, seed: int) -> None:
    template, schema = load_template(plan), schema_for(plan)
    answers = any_answer(schema, Random(seed))
    Draft202012Validator(schema).validate(answers)

    interview = Interview.begin(template, read_answers(json.dumps(answers), "a.json", template))

    assert render_plan(interview).text
    assert is_complete(interview)


def spoiled(answers: Any, chance: Random) -> Any:
    """The answers with one of them gone, left out, emptied, or of another kind, at any depth."""
    answers = deepcopy(answers)
    places = [(holder, key) for holder in _holders(answers) for key in (holder if isinstance(holder, dict) else ())]
    holder, key = chance.choice(places)
    spoil = chance.choice(["gone", None, [], "", " ", "Relay", True, False, 3, 10_000, "2026-02-30", [{}], ["x"] * 9])
    if spoil == "gone":
        del holder[key]
    else:
        holder[key] = spoil
    return answers


def _holders(answers: Any) -> Iterator[Any]:
    yield answers
    for inner in answers.values() if isinstance(answers, dict) else answers:
        if isinstance(inner, (dict, list)):
            yield from _holders(inner)


@pytest.mark.parametrize("plan", [*PLANS, "every-kind"])
@pytest.mark.parametrize("seed", range(5))
def test_the_schema_takes_what_the_program_takes_as_complete_and_nothing_else(plan: str, seed: int) -> None:
    template, schema, chance = load_template(plan), schema_for(plan), Random(f"{plan} {seed}")
    validator, answers = Draft202012Validator(schema), any_answer(schema, chance)

    for _ in range(40):
        given = spoiled(answers, chance)
        try:
            interview = Interview.begin(template, read_answers(json.dumps(given), "a.json", template))
            is_taken = is_complete(interview)
        except AnswersFileError:
            is_taken = False

        has_blanks = re.search(r'" *"', json.dumps(given)) is not None  # to the program they are no answers
        assert validator.is_valid(given) == is_taken or (is_taken and has_blanks), given


@pytest.mark.parametrize("plan", [*PLANS, "every-kind"])
def test_a_driver_that_knows_nothing_but_the_protocol_completes_a_plan(
    program: Program, plan: str, tmp_path: Path
) -> None:
    chance = Random(plan)
    outcome = program("new", plan, "--draft", "driven", "--json")
    while outcome.code == 3:
        asked = outcome.document
        answer = any_answer(asked["schema"], chance)
        if "leaveOut" in asked and chance.random() < 0.1:
            answer = asked["leaveOut"]
        outcome = program("answer", "driven", stdin=json.dumps(answer))
        assert outcome.code in (0, 3), outcome.err

    saved = program("save", "driven", "-o", str(tmp_path / "plan.md"), "--complete")
    rendered = program("render", plan, "--answers", str(tmp_path / "plan.answers.yaml"))

    assert outcome.document["kind"] == "complete"
    assert saved.code == 0
    assert rendered.out == (tmp_path / "plan.md").read_text("utf-8")


def mutations(schema: Any, answers: Any, chance: Random) -> list[tuple[str, Any]]:
    """Answers that are each wrong in one place, with the path of it."""
    wrong: list[tuple[str, Any]] = []

    def add(path: str, holder: Any, key: Any, value: Any, owner: Any) -> None:
        before = deepcopy(owner)
        old = holder.get(key) if isinstance(holder, dict) else holder[key]
        had = not isinstance(holder, dict) or key in holder
        holder[key] = value
        wrong.append((path, deepcopy(owner)))
        if had:
            holder[key] = old
        else:
            del holder[key]
        assert owner == before

    def walk(path: str, inner: Any, holder: Any, key: Any) -> None:
        value, kinds = holder[key], inner.get("type", [])
        if value is None:
            return
        if "oneOf" in inner:
            add(path, holder, key, "no such option", answers)
        if "string" in kinds:
            add(path, holder, key, 7, answers)
            if inner.get("format") == "date":
                add(path, holder, key, "2026-02-30", answers)
        if "boolean" in kinds:
            add(path, holder, key, "maybe", answers)
        if "number" in kinds:
            add(path, holder, key, "many", answers)
        if "array" in kinds:
            add(path, holder, key, {"not": "a list"}, answers)
            for index, item in enumerate(value):
                if isinstance(item, dict) and inner["items"].get("type") == "object":
                    walk_object(f"{path}[{index}]", inner["items"], item)

    def walk_object(path: str, inner: Any, item: Any) -> None:
        for name, each in inner["properties"].items():
            if name in item:
                walk(f"{path}.{name}".removeprefix("."), each, item, name)
        typo = f"{chance.choice(list(inner['properties']))}x"
        add(f"{path}.{typo}".removeprefix("."), item, typo, "a", answers)

    walk_object("", schema, answers)
    return wrong


@pytest.mark.parametrize("plan", PLANS)
def test_every_mutation_is_refused_by_its_path_and_leaves_the_draft_alone(
    program: Program, home: Path, plan: str
) -> None:
    chance, schema = Random(plan), schema_for(plan)
    cases = mutations(schema, any_answer(schema, chance), chance)
    program("new", plan, "--draft", "mutated", "--json")
    before = {path: path.read_bytes() for path in (home / "drafts").rglob("*") if path.is_file()}

    for path, wrong in cases:
        outcome = program("answer", "mutated", stdin=json.dumps(wrong))

        assert outcome.code == 2, path
        assert outcome.out == ""
        assert path in [each["path"] for each in outcome.problems]

    assert len(cases) > 20
    assert before == {path: path.read_bytes() for path in (home / "drafts").rglob("*") if path.is_file()}


def test_whatever_is_no_answer_is_refused_by_its_path_and_leaves_every_byte_of_the_draft(
    program: Program, home: Path
) -> None:
    program("new", "every-kind", "--draft", "wronged", "--json")
    before = {path: path.read_bytes() for path in (home / "drafts").rglob("*") if path.is_file()}
    taken: list[tuple[str, Any]] = []

    for path, wrong in wrong_answers(load_template("every-kind")):
        outcome = program("answer", "wronged", stdin=json.dumps({path: wrong}))
        is_refused = outcome.code == 2 and outcome.out == ""
        if not is_refused or not all(each["path"].startswith(path) for each in outcome.problems):
            taken.append((path, wrong))

    assert taken == []
    assert before == {path: path.read_bytes() for path in (home / "drafts").rglob("*") if path.is_file()}


def test_half_a_character_in_a_setting_is_refused_with_its_path(program: Program) -> None:
    outcome = program("render", "project-plan", "--set", "goal=x\ud83dy")

    assert outcome.code == 2
    assert outcome.out == ""
    assert "goal: this is not UTF-8" in outcome.err
