"""`plan-wizard init`: a small native template to begin with."""

from __future__ import annotations

from typing import Final

from wizard.cli.parser import Arguments, Subparsers, UsageError, add_command, add_json_option, add_output_options
from wizard.exit_code import ExitCode

_STARTER: Final = """\
---
# The questions stand up here; the plan that they fill stands below the next line ---.
# plan-wizard check {name}.md tells every mistake with its line, and
# plan-wizard new ./{name}.md --watch follows each time you save.
wizard: 1
name: {name}
title: {title}
description: What it is for, in one sentence.
version: 1 # raise it when answers given so far would no longer fit
save_as: "{{{{ title | slug }}}}.md" # the file name that a plan is offered

sections: # one for each part of the plan
  - title: Summary
    questions:
      - id: title # its name below: {{{{ title }}}}
        kind: line
        label: What is it called?
        help: Say the result and not the topic.
        example: Move the search to its own service
        placeholder: "[Title]" # stands in the plan until there is an answer
        required: true # the review asks for it
      - id: status
        kind: choice
        label: How far is it?
        options:
          - draft
          - in review
          - value: accepted
            help: Everybody who must agree has agreed.
        default: draft # taken when the question is passed
        placeholder: "[Status]"
      - id: due
        kind: date
        label: When should it be done?
        placeholder: "[Date]"
      - id: summary
        kind: text # several lines, Markdown welcome
        label: What is it about?
        help: What is wrong today, and what will be better. A few sentences.
        placeholder: |-
          [What is wrong today?]

          [What will be better?]
  - title: Work
    questions:
      - id: goals
        kind: list
        label: What must be true at the end?
        item: goal # what one of them is called
        placeholder:
          - "[Goal]"
          - "[Goal]"
      - id: has_risks
        kind: yesno
        label: Are there risks worth writing down?
      - id: risks
        kind: table
        label: What could go wrong?
        item: risk
        when: has_risks != false # not asked after a no
        columns:
          - id: risk
            kind: line
            label: What could happen?
          - id: plan
            kind: line
            label: What is done about it?
        placeholder:
          - risk: "[Risk]"
            plan: "[Plan]"
      - id: steps
        kind: checklist
        label: What are the next steps?
        item: step
        placeholder:
          - "[Step]"
---
# {{{{ title }}}}

{{# A comment like this one does not stand in the plan. #}}
- Status: {{{{ status }}}}
- Due: {{{{ due }}}}

{{{{ summary }}}}

## Goals

{{% for goal in goals %}}
- {{{{ goal }}}}
{{% endfor %}}
{{% if has_risks != false %}}

## Risks

| Risk | Plan |
|---|---|
{{% for risk in risks %}}
| {{{{ risk.risk }}}} | {{{{ risk.plan }}}} |
{{% endfor %}}
{{% endif %}}

## Next steps

{{% for step in steps %}}
- [{{{{ "x" if step.done else " " }}}}] {{{{ step.text }}}}
{{% endfor %}}
"""
"""Shows the kinds that most templates need, each with what is said about it."""


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "init",
        "write a small native template to start from",
        """
        It has questions of the most common kinds, with comments that explain each line. To
        start from a document you already have, use plan-wizard import.

        Example:
          plan-wizard init decision
        """,
        run,
    )
    parser.add_argument("name", metavar="NAME", nargs="?", help="lower-case letters, digits and -, such as decision")
    add_output_options(parser, "the file; NAME.md in this folder by default")
    add_json_option(parser, "report problems as one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Write the template, and tell what to do next."""
    from shlex import quote

    from wizard.cli.commands.templates.import_template import write_template
    from wizard.cli.streams import tell
    from wizard.compiler.front_matter import is_template_name

    name = arguments.name
    if name is None or not is_template_name(name):
        raise UsageError("name the template in lower-case letters, digits and -, as in plan-wizard init decision")
    output = arguments.output or f"{name}.md"
    write_template(output, _STARTER.format(name=name, title=name.replace("-", " ").capitalize()), force=arguments.force)
    tell(f"Created the template {output}. Edit it, and see the result with:")
    tell(f"  plan-wizard check {quote(output)}")
    tell(f"  plan-wizard new {quote(output)} --watch")
    return ExitCode.DONE
