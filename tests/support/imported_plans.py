"""Five templates as people have them in their repositories, written afresh in the shape of well-known ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from wizard.compiler.loader import read_template
from wizard.model.template import Template

_DECISION = """\
# {short title of the problem and its solution}

## Context and Problem Statement

{Describe the context and the problem in two or three sentences.}

## Decision Drivers

* {decision driver 1}
* {decision driver 2}

## Considered Options

* {title of option 1}
* {title of option 2}

## Decision Outcome

Chosen option: "{title of option 1}", because {justification}.

### Consequences

* Good, because {positive consequence}
* Bad, because {negative consequence}
"""

_DESIGN = """\
# Design: [TITLE]

**Author:** [NAME]
**Date:** [DATE]

## Summary

[One paragraph on what is proposed.]

## Goals

- [Goal 1]
- [Goal 2]

## Detailed Design

[How it works. Which parts change.]

## Risks

| Risk | Likelihood | Response |
| --- | --- | --- |
| [risk] | [likelihood] | [response] |

## Rollout

1. [Step 1]
2. [Step 2]
"""

_SPECIFICATION = """\
# Feature Specification: [FEATURE NAME]

**Status**: Draft
**Input**: [What the user asked for]

## User Scenarios

### User Story 1 - [Brief Title]

[Describe this journey in plain language.]

**Why**: [Why it matters]

## Requirements

- **FR-001**: System MUST [capability]
- **FR-002**: Users MUST be able to [interaction]

## Success Criteria

- **SC-001**: [Measurable outcome]

## Assumptions

- [Assumption 1]
"""

_PULL_REQUEST = """\
## What does this change?

<!-- Describe the change and why it is made. -->

## How was it tested?

<!-- The commands that you ran, and what you saw. -->

## Checklist

- [ ] I have read the contributing guide
- [ ] Tests cover what is new
- [ ] The docs say what has changed

## Notes for reviewers

<!-- Anything that is easy to miss. -->
"""

_ISSUE_FORM = """\
name: Leak
description: Tell us where it drips
body:
  - type: input
    id: version
    attributes:
      label: Version
    validations:
      required: true
  - type: textarea
    id: happened
    attributes:
      label: What happened?
  - type: textarea
    id: steps
    attributes:
      label: Steps to reproduce
  - type: checkboxes
    id: checks
    attributes:
      label: Before you send it
      options:
        - label: I have looked for the same leak
        - label: I run the newest version
  - type: textarea
    id: expected
    attributes:
      label: What did you expect?
"""

_FILES: Final[Mapping[str, tuple[str, str]]] = {
    "decision": ("decision.md", _DECISION),
    "design": ("design.md", _DESIGN),
    "specification": ("spec-template.md", _SPECIFICATION),
    "pull request": ("pull_request_template.md", _PULL_REQUEST),
    "issue form": ("leak.yml", _ISSUE_FORM),
}

IMPORTED: Final = tuple(_FILES)
"""Their names."""


@cache
def imported_template(name: str) -> Template:
    """One of them as the program reads it."""
    source, text = _FILES[name]
    return read_template(text, source)
