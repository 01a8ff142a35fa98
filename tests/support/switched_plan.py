"""A small template with a help comment, and with the switch on the review that keeps it."""

from __future__ import annotations

from wizard.compiler.loader import read_template
from wizard.model.template import Template

COMMENT = "<!-- Say what it is for. -->"
SWITCHED = f"""\
---
wizard: 1
name: small
title: Small plan
save_as: "{{{{ name | slug }}}}.md"
sections:
  - title: First
    questions:
      - {{id: name, kind: line, label: What is it called?, required: true}}
      - {{id: goal, kind: line, label: What is it for?, placeholder: "[goal]"}}
  - title: Comments
    questions:
      - id: keep_comments
        kind: yesno
        label: Keep the template's comments in the plan?
        short: Keep comments
        default: false
        at_review: true
---
# {{{{ name }}}}

{{% if goal is open or keep_comments %}}
{COMMENT}
{{% endif %}}
{{{{ goal }}}}
"""
ANSWERED = {"name": "Relay", "goal": "Talk."}


def switched_template() -> Template:
    return read_template(SWITCHED, "small.md")
