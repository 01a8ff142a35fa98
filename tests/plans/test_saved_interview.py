"""Whatever state an interview is in: its answers file fits the schema of the file, and opens as it was saved.

Built-in templates and one with every kind of question, with random answers of which parts are missing, blank, left out
or typed and no answer yet.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.support.commands import Program
from tests.support.every_kind import put_every_kind
from tests.support.random_scripts import random_script
from wizard.answers.orphans import Orphan
from wizard.automation.json_schema import answers_schema, file_schema
from wizard.compiler.loader import load_template
from wizard.files.serialization.document_nodes import plain_data
from wizard.files.serialization.yaml_reader import read_yaml
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, is_list, is_mapping, thaw
from wizard.model.template import Question, Template
from wizard.plans.answers_file import read_answers, read_answers_file
from wizard.plans.lint.file_check import check_file
from wizard.plans.opening.saved_interview import find_template, restore_interview
from wizard.plans.saving.save import save, save_over
from wizard.plans.saving.saved_files import read_saved_files
from wizard.render.plan import render_plan

NAMES = ("project-plan", "feature-plan", "roadmap", "every-kind")
NO_ANSWERS = {"number": "twelve", "date": "31 Febr", "yesno": "perhaps", "choice": "none of these"}


@pytest.fixture(autouse=True)
def templates(home: Path) -> None:
    put_every_kind(home)


def plain(value: object) -> Any:
    """What a reader of the JSON gets."""
    return json.loads(json.dumps(value))


def random_interview(template: Template, seed: str) -> Interview:
    """An interview in which much is missing, blank, or no answer yet."""
    chance = random.Random(seed)
    script = random_script(plain(answers_schema(template)), seed)
    answers = read_answers(json.dumps(script), "script.json", template)
    interview = Interview.begin(template, _thin_out(answers, tuple(template.questions()), chance))
    for path in tuple(interview.asked_paths()):
        text = NO_ANSWERS.get(interview.question(path).kind)
        if text is not None and chance.random() < 0.5:
            interview = interview.set_unfinished(path, text)
    return interview


def _thin_out(entries: Any, questions: tuple[Question, ...], chance: random.Random) -> dict[str, Answer]:
    by_id = {question.id: question for question in questions}
    kept = {key: answer for key, answer in entries.items() if chance.random() < 0.7}
    return {key: _thin_out_answer(by_id[key], answer, chance) for key, answer in kept.items()}


def _thin_out_answer(question: Question, answer: Answer, chance: random.Random) -> Answer:
    if not is_list(answer):
        return answer
    if chance.random() < 0.1:
        return ()
    if question.questions:
        items = tuple(_thin_out(item, question.questions, chance) for item in answer if is_mapping(item))
        has_room = question.max is None or len(items) < question.max
        return (*items, {}) if has_room and chance.random() < 0.2 else items
    return answer


def random_orphans(seed: str) -> tuple[Orphan, ...]:
    """Answers whose question is gone, in some interviews."""
    chance = random.Random(seed)
    orphans = (Orphan(("parts", 0, "gone"), (True, {"a": None}), "gone", "beef"), Orphan(("gone",), "x: y", "gone"))
    return tuple(chance.sample(orphans, chance.randint(0, 2)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", range(4))
def test_the_file_fits_its_schema_and_opens_as_it_was_saved(tmp_path: Path, name: str, number: int) -> None:
    template, seed = load_template(name), f"{name} {number}"
    interview, path = random_interview(template, seed), tmp_path / "plan.md"
    saved = save(interview, path, random_orphans(seed))
    files = saved.plan_path.read_bytes(), saved.answers_path.read_bytes()
    validator = Draft202012Validator(plain(file_schema(template)))

    for text in (yaml.safe_load(files[1]), thaw(plain_data(read_yaml(files[1].decode(), "x")))):
        assert [error.message for error in validator.iter_errors(plain(text))] == []
    for _ in range(3):
        file = read_answers_file(saved.answers_path.read_text("utf-8"), str(saved.answers_path))
        restored = restore_interview(file, find_template(file))
        again, orphans = restored.interview, restored.orphans
        assert restored.problems == ()
        assert again.unfinished == interview.unfinished
        assert {each.path: each.answer for each in orphans} == {each.path: each.answer for each in random_orphans(seed)}
        save_over(again, read_saved_files(path), render_plan(again).text, orphans)
        assert (saved.plan_path.read_bytes(), saved.answers_path.read_bytes()) == files
    plan = check_file(str(path), lambda named: (Path(named).read_text("utf-8"), named)).plan
    assert plan is not None and plan.state == "current"


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_of_the_file_is_honest_about_what_it_refuses(program: Program, name: str) -> None:
    schema = program("schema", name, "--file").document
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    first = next(iter(load_template(name).questions())).id
    good = {"template": name, "version": 1, "answers": {}}

    assert validator.is_valid(good)
    assert validator.is_valid({**good, "template": "../templates/mine.md"})
    assert not validator.is_valid({**good, "template": "another"})
    assert not validator.is_valid({**good, "anwsers": {}})
    assert not validator.is_valid({**good, "answers": {f"{first}x": "a"}})
    assert not validator.is_valid({**good, "answers": {first: ["a"]}})
    assert not validator.is_valid({first: "a"})


@pytest.mark.parametrize("name", NAMES)
def test_what_the_schema_of_the_file_takes_or_refuses_the_program_does_too(
    program: Program, tmp_path: Path, name: str
) -> None:
    path, template = tmp_path / "given.answers.yaml", load_template(name)
    validator = Draft202012Validator(plain(file_schema(template)))
    for number in range(6):
        answers = random_script(plain(answers_schema(template)), f"{name} file {number}")
        key = random.Random(number).choice(list(answers))
        for given in (answers, {**answers, key: {"no": "answer"}}, {**answers, "unknown": 1}):
            document = {"template": name, "version": 1, "answers": given}
            path.write_text(json.dumps(document))
            outcome = program("render", name, "--answers", str(path))
            assert (outcome.code == 0) == validator.is_valid(document), (given, outcome)
