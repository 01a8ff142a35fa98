"""Real issue forms: they load, render by the rules, and agree with what was posted for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.issue_forms import CORPUS, NO_CORPUS
from wizard.compiler.loader import check_template, read_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answer
from wizard.model.template import Question, Template
from wizard.render.plan import render_plan

FORMS = sorted((CORPUS / "issue_forms").glob("*.yml"))
ABOUT_THE_ISSUE = ("issue_title", "issue_labels", "issue_assignees")
PAIRS = sorted((CORPUS / "rendered").glob("*__issue-body.md"))
REFUSED = {
    # GitHub's documentation permits no such key.
    "community__issue_kubecon-otel-observatory-swag-sponsor.yml": "unknown-key",
    "community__issue_whats-new-in-otel-sig-spotlight.yml": "unknown-key",
    # What generates a form is none itself.
    "yt-dlp__ISSUE_TEMPLATE_tmpl_1_broken_site.yml": "yaml-syntax",
}
pytestmark = pytest.mark.skipif(not FORMS, reason=NO_CORPUS)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def valid_forms() -> Iterator[tuple[Path, Template]]:
    for path in FORMS:
        if path.name not in REFUSED:
            yield path, read_template(text_of(path), str(path))


def posted_by_rules(form: Any, template: Template, answers: dict[str, Answer]) -> str:
    """The text that GitHub posts, made from the form by another way than the template's."""
    asked = iter([question for question in template.questions() if question.id not in ABOUT_THE_ISSUE])
    blocks: list[str] = []
    for element in form["body"]:
        if element["type"] == "markdown":
            continue
        question = next(asked)
        blocks.append(f"### {element['attributes']['label'].strip()}\n\n{_posted(element, question, answers)}\n")
    return "\n".join(blocks)


def _posted(element: Any, question: Question, answers: dict[str, Answer]) -> str:
    given, answer = element["attributes"], answers.get(question.id)
    options = given.get("options") or []
    if element["type"] == "checkboxes":
        chosen = answer if isinstance(answer, tuple) else ()
        return "\n".join(f"- [{'x' if _line(o['label']) in chosen else ' '}] {o['label'].strip()}" for o in options)
    if isinstance(answer, tuple):
        answer = ", ".join(str(each) for each in answer)
    if answer is None and "default" in given:
        answer = options[given["default"]]
    text = str(given.get("value") or "" if answer is None else answer).strip()
    if given.get("render"):
        return f"```{given['render']}\n{text}\n```"
    return text or "_No response_"


def _line(label: str) -> str:
    return " ".join(label.split())


def some_answers(template: Template) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for question in template.questions():
        match question.kind:
            case "choice":
                answers[question.id] = question.options[-1].value
            case "choices":
                answers[question.id] = tuple(option.value for option in question.options[::2])
            case "list":
                answers[question.id] = ("one",)
            case "line":
                answers[question.id] = "a *b* #1 <c>"
            case _:
                answers[question.id] = "# One\n\n- two `x\n<div>\n> three"
    return answers


def test_every_valid_form_loads_and_every_other_one_says_why() -> None:
    assert len(list(valid_forms())) == len(FORMS) - len(REFUSED)
    for path in FORMS:
        codes = [problem.code for problem in check_template(text_of(path), str(path))]
        assert codes == ([REFUSED[path.name]] if path.name in REFUSED else []), path.name


def test_every_form_renders_by_the_rules_blank_and_filled_in() -> None:
    for path, template in valid_forms():
        form = yaml.safe_load(text_of(path))
        for answers in ({}, some_answers(template)):
            text = render_plan(Interview.begin(template, answers)).text
            assert text == posted_by_rules(form, template, answers), path.name


def test_every_question_has_words_and_an_id_that_a_template_can_have() -> None:
    for path, template in valid_forms():
        ids = [question.id for question in template.questions()]
        assert len(set(ids)) == len(ids), path.name
        for question in template.questions():
            assert question.label.strip() and question.short.strip(), path.name
            assert not any(mark in question.label for mark in ("**", "](", "<!--")), question.label


def test_what_was_posted_is_what_its_answers_make() -> None:
    agreeing = 0
    for path in PAIRS:
        stem = path.name.removesuffix("__issue-body.md")
        template = read_template(text_of(path.with_name(f"{stem}__form.yml")), "form.yml", is_lenient=True)
        labels = [f"### {question.label}" for question in template.questions()]
        body = text_of(path)
        if [line for line in body.split("\n") if line in labels] != labels:
            continue  # the pairs of a parser's tests also say what does not fit together
        answers = answers_in(json.loads(text_of(path.with_name(f"{stem}__expected.json"))), template)
        rendered = render_plan(Interview.begin(template, answers)).text
        # Boxes are written in several ways, which all mean the same to readers.
        assert rendered == body.replace("- []", "- [ ]").replace("- [X]", "- [x]"), path.name
        agreeing += 1
    assert agreeing >= 3


def answers_in(expected: dict[str, Any], template: Template) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for id, found in expected.items():
        question = template.question((id.replace("-", "_"),))
        if question is not None and found not in (None, "", []):
            answers[question.id] = tuple(found) if isinstance(found, list) else found
    return answers
