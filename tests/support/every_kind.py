"""A template with a question of every kind, with conditions, limits, and groups inside groups."""

from __future__ import annotations

from pathlib import Path

EVERY_KIND = """\
---
wizard: 1
name: every-kind
title: Every kind
version: 1
save_as: every-kind.md
sections:
  - title: First
    questions:
      - {id: name, kind: line, label: What is it called?, required: true, max: 40}
      - {id: goal, kind: text, label: What is it for?}
      - {id: colour, kind: choice, label: Which colour?, options: [red, green], recommended: red}
      - {id: shape, kind: choice, label: Which shape?, options: [round, square], other: true}
      - {id: tags, kind: choices, label: Which tags?, options: [a, b, c], max: 2}
      - {id: is_big, kind: yesno, label: Is it big?, required: true}
      - {id: why_big, kind: line, label: Why is it big?, when: is_big, required: true}
      - {id: cost, kind: number, label: What does it cost?, min: 1, max: 9}
      - {id: due, kind: date, label: When is it due?, default: "2027-01-31"}
  - title: Second
    questions:
      - {id: ideas, kind: list, label: Any ideas?, item: idea, max: 3}
      - {id: tasks, kind: checklist, label: What is to be done?, item: task, max: 3}
      - {id: flow, kind: diagram, label: How does it flow?}
      - id: risks
        kind: table
        label: Which risks?
        item: risk
        max: 2
        columns:
          - {id: what, kind: line, label: What may happen?, required: true}
          - {id: odds, kind: choice, label: How likely is it?, options: [low, high]}
      - id: steps
        kind: group
        label: Which steps?
        item: step
        required: true
        min: 1
        max: 3
        questions:
          - {id: title, kind: line, label: What is the step called?, required: true}
          - {id: done, kind: yesno, label: Is it done?}
          - {id: when_done, kind: date, label: When was that?, when: done}
          - id: parts
            kind: group
            label: Which parts has it?
            item: part
            questions:
              - {id: part, kind: line, label: What is the part called?, required: true}
---
# {{ name }}

{% for step in steps %}
## {{ step.title }}
{% endfor %}
"""


def put_every_kind(home: Path) -> None:
    """The template as one of the user's own."""
    folder = home / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "every-kind.md").write_text(EVERY_KIND, encoding="utf-8")
