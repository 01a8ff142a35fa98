"""A small template for tests of drafts and of saving; reopening a draft needs it as a file."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.commands import Program
from wizard.compiler.loader import load_template
from wizard.interview.interview import Interview
from wizard.model.template import Template

SMALL = """\
---
wizard: 1
name: small
title: Small plan
version: 1
save_as: "{{ name | slug }}.md"
sections:
  - title: First
    questions:
      - {id: name, kind: line, label: What is it called?, required: true}
      - {id: goal, kind: text, label: What is it for?}
      - {id: big, kind: yesno, label: Is it big?}
  - title: Second
    questions:
      - {id: start, kind: date, label: When does it start?, when: big}
      - {id: ideas, kind: list, label: Any ideas?, item: idea}
      - id: steps
        kind: group
        label: Which steps?
        item: step
        questions:
          - {id: title, kind: line, label: What is it called?}
          - {id: tasks, kind: checklist, label: What is to be done?, item: task}
---
# {{ name }}

{{ goal }}

{% if big %}
Starts on {{ start }}.

{% endif %}
{% for idea in ideas %}
- {{ idea }}
{% endfor %}

{% for step in steps %}
## {{ step.title }}

{% for task in step.tasks %}
- [{{ 'x' if task.done else ' ' }}] {{ task.text }}
{% endfor %}

{% endfor %}
The end.
"""


def save_small_plan(program: Program, home: Path) -> None:
    """Save a plan with two ideas and a step as `plan.md`, from the draft `d`."""
    put_template(home)
    settings = ("name=Relay", "goal=Talk.", "ideas=[One, Two]", "steps=[{title: First, tasks: [dig, fill]}]")
    program("new", "small", "--draft", "d", "--json", *(f"--set={each}" for each in settings))
    assert program("save", "d", "-o", "plan.md").code == 0


def put_template(home: Path, text: str = SMALL) -> Path:
    """The small template, or another text, as the user's own template `small`."""
    folder = home / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "small.md"
    path.write_text(text, encoding="utf-8")
    return path


def small_template(home: Path) -> Template:
    """The small template, loaded."""
    put_template(home)
    return load_template("small")


def small_interview(home: Path) -> Interview:
    """An interview of the small template with nothing answered."""
    return Interview.begin(small_template(home))


def forget_digests(name: str) -> None:
    """Leave a saved draft as a version did that remembered where it was saved, and not what."""
    folder = Path(os.environ["PLAN_WIZARD_HOME"], "done", name)
    lines = (folder / "draft.yaml").read_text().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("saved_plan:", "saved_answers:"))]
    assert any(line.startswith("saved_as:") for line in kept)
    assert len(kept) == len(lines) - 2
    (folder / "draft.yaml").write_text("".join(kept))
    (folder / "journal.jsonl").unlink()
