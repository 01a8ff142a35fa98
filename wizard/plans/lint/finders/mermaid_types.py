"""The rule about Mermaid diagrams of a type that Mermaid does not have.

A diagram begins with its type, behind front matter, comments and directives (mermaid.js.org, "Diagram syntax").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from wizard.message_text import did_you_mean, sanitize_title
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument

DIAGRAM_TYPES: Final = frozenset(
    "flowchart flowchart-elk graph sequenceDiagram classDiagram classDiagram-v2 stateDiagram stateDiagram-v2 erDiagram"
    " journey gantt pie quadrantChart requirementDiagram requirement gitGraph C4Context C4Container C4Component"
    " C4Dynamic C4Deployment mindmap timeline zenuml sankey sankey-beta xychart xychart-beta block block-beta packet"
    " packet-beta kanban architecture architecture-beta radar radar-beta treemap treemap-beta venn venn-beta ishikawa"
    " ishikawa-beta fishbone treeView treeView-beta wardley wardley-beta eventmodeling eventmodeling-beta info".split()
)
_IS_MERMAID = re.compile(r"[ \t]*(?:`{3,}|~{3,})[ \t]*\{?[ \t]*\.?mermaid\b", re.IGNORECASE)
_CONTAINER = re.compile(r"[ \t>]*")
_TYPE = re.compile(r"[^\s:;{(\[]+")


def find_unknown_diagrams(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the types of Mermaid diagrams that there are not, and diagrams without one."""
    for block in document.blocks:
        if block.kind != "fence":
            continue
        opening = document.lines[block.start]
        if not _IS_MERMAID.match(opening, max(opening.find(block.marker), 0)):
            continue
        index = _first_line(document.lines, block.start + 1, block.end - 1)
        if index is None:
            yield Occurrence(block.start + 1, "this diagram is empty", 1, len(opening) + 1)
            continue
        start = _content_start(document.lines[index])
        found = _TYPE.match(document.lines[index], start)
        type_name = found[0] if found else ""
        if type_name not in DIAGRAM_TYPES:
            named = sanitize_title(type_name) or sanitize_title(document.lines[index][start:])
            hint = did_you_mean(type_name, DIAGRAM_TYPES)
            message = f"Mermaid has no diagram of the type '{named}'{hint}"
            yield Occurrence(index + 1, message, start + 1, start + len(type_name) + 1)


def _content_start(line: str) -> int:
    opening = _CONTAINER.match(line)
    return opening.end() if opening else 0


def _first_line(lines: Sequence[str], start: int, end: int) -> int | None:
    """Return the index of the line with the type, or None when nothing but comments is there."""
    texts = [line[_content_start(line) :].strip() for line in lines[start:end]]
    index = next((number for number, text in enumerate(texts) if text), len(texts))
    if index < len(texts) and texts[index] == "---":
        index = next((number for number in range(index + 1, len(texts)) if texts[number] == "---"), len(texts)) + 1
    is_directive = False
    while index < len(texts):
        text = texts[index]
        if is_directive or text.startswith("%%{"):
            is_directive = "}%%" not in text
        elif text and not text.startswith("%%"):
            return start + index
        index += 1
    return None
