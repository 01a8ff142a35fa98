"""Small templates for the tests of rendering."""

from __future__ import annotations

from functools import cache

from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answer
from wizard.model.template import Template
from wizard.render.plan import Plan, render_plan

QUESTIONS = (
    "{id: name, kind: line, label: Name, placeholder: '[Name]'}",
    "{id: goal, kind: text, label: Goal, placeholder: '[Goal]'}",
    "{id: flow, kind: diagram, label: Flow, placeholder: '[Flow]'}",
    "{id: sure, kind: yesno, label: Sure}",
    "{id: size, kind: number, label: Size}",
    "{id: due, kind: date, label: Due}",
    "{id: tags, kind: list, label: Tags, item: tag, placeholder: ['[Tag]']}",
    "{id: tasks, kind: checklist, label: Tasks, item: task, placeholder: ['[Task]']}",
    "{id: reason, kind: line, label: Reason, when: sure, placeholder: '[Reason]'}",
    (
        "{id: steps, kind: group, label: Steps, item: step, placeholder: [{title: '[Step]'}], questions: ["
        "{id: title, kind: line, label: Title, placeholder: '[Title]'}, {id: body, kind: text, label: Body}, "
        "{id: tasks, kind: checklist, label: Tasks, item: task, placeholder: ['[To do]']}]}"
    ),
)


@cache
def template_of(body: str, save_as: str = "{{ name | slug }}.md") -> Template:
    """A template with a body and one question of many kinds."""
    questions = "".join(f"      - {question}\n" for question in QUESTIONS)
    front = f"wizard: 1\nname: small\ntitle: Small\nversion: 1\nsave_as: {save_as!r}\nsections:\n  - title: All\n"
    return read_template(f"---\n{front}    questions:\n{questions}---\n{body}", "small.md")


def interview_of(body: str, **answers: Answer) -> Interview:
    return Interview.begin(template_of(body), answers)


def plan(body: str, **answers: Answer) -> Plan:
    return render_plan(interview_of(body, **answers))


def rendered(body: str, **answers: Answer) -> str:
    return plan(body, **answers).text
