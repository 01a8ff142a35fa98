"""Small issue forms, and the text that is posted for them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

from wizard.compiler.loader import check_template, read_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answer
from wizard.model.template import Question, Template
from wizard.render.plan import render_plan

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
NO_CORPUS = "the corpus of real templates is not at hand"


def form_text(body: str, head: str = "name: Leak\ndescription: Tell us of a leak\n") -> str:
    """A form with the elements, each written as YAML that starts with `- type:`."""
    return f"{head}body:\n{indent(dedent(body).strip(chr(10)), '  ')}\n"


def form_of(body: str) -> Template:
    return read_template(form_text(body), "leak.yml")


def questions_of(body: str) -> tuple[Question, ...]:
    return tuple(form_of(body).questions())


def posted(body: str, answers: dict[str, Answer] | None = None) -> str:
    """What is posted for a form with the answers."""
    return render_plan(Interview.begin(form_of(body), answers or {})).text


def problems_in(text: str, source: str = "leak.yml") -> list[str]:
    """What is wrong with a form, each as `LINE:COLUMN CODE message`."""
    return [f"{each.line}:{each.column} {each.code} {each.message}" for each in check_template(text, source)]
