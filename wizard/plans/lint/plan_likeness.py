"""Whether Markdown that has no answers file is a plan all the same, as tools and people write them."""

from __future__ import annotations

import re

from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.plan_files import names_a_plan

_TITLE = re.compile(
    r"\b(?:plan|road ?map|spec(?:ification)?|requirements?|proposal|design|rfc|prd|milestones?|tasks?|to-?dos?"
    r"|backlog|sprints?|user stor(?:y|ies)|acceptance criteria|implementation|deliverables?|timeline|non-goals)\b",
    re.IGNORECASE,
)


def looks_like_plan(document: PlanDocument, name: str) -> bool:
    """Return whether a file is a plan: by boxes, requirements with ids, or what its name or a heading says it is."""
    if document.box_lines:
        return True
    is_titled = any(_TITLE.search(heading.title) for heading in document.headings)
    has_text = any(block.kind != "heading" for block in document.blocks)
    return has_text and (names_a_plan(name) or is_titled or bool(document.requirements))
