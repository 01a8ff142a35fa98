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


DEPENDENT = """\
---
wizard: 1
name: dependent
title: Dependent answers
save_as: dependent.md
sections:
  - title: All
    questions:
      - {id: needs, kind: checklist, label: What is needed?, item: need}
      - {id: first, kind: choice, label: Which comes first?, options: {from: needs, label: text}}
      - {id: later, kind: choices, label: Which can wait?, options: {from: needs}, other: true}
      - {id: start, kind: date, label: When does it start?, min: 2026-01-01}
      - {id: end, kind: date, label: When does it end?, min: start | plus_days(1)}
      - {id: points, kind: number, label: How many points?, step: 0.5}
      - {id: done, kind: number, label: How many are done?, valid: done <= points, valid_message: That is too many.}
      - id: visits
        kind: table
        label: Who comes when?
        item: visit
        columns:
          - {id: who, kind: line, label: Who?, pattern: '^[A-Z]', pattern_message: Begin with a capital letter.}
          - {id: why, kind: choice, label: Why?, options: {from: needs}}
          - {id: day, kind: date, label: When?, min: start, max: end}
---
{% part row %}
- {{ loop.index | pad(2) }} {{ visit.who }}, {{ visit.day | date("%-d %b") }}: {{ visit.why }}
{% endpart %}
# {{ first }} before {{ later }}

From {{ start | date }} for {{ start | days_until(end) }} days, {{ "%.1f of %.1f" | format(done, points) }} points.

{% for visit in visits | sort("day") %}
{% use row %}
{% endfor %}
"""
"""A template whose answers depend on each other, with what its body does with them."""


def put_every_kind(home: Path) -> None:
    """The template as one of the user's own, and the one of dependent answers."""
    folder = home / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "every-kind.md").write_text(EVERY_KIND, encoding="utf-8")
    (folder / "dependent.md").write_text(DEPENDENT, encoding="utf-8")
