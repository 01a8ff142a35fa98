"""A template that lies in a fence of Markdown in a document: its blanks are those of the document.

Use this for each plan:
```markdown
# [Name]          ->  the questions "Name" and "Goal"; the fence stays around it
## Goal
```
"""

from __future__ import annotations

import re
from collections.abc import Callable

from wizard.compiler.importers.markdown.blanks import Workspace
from wizard.compiler.importers.markdown.scanning.bracket_tokens import find_tokens
from wizard.compiler.importers.markdown.scanning.document import read_document
from wizard.model.body import Node
from wizard.model.expressions import IsTest
from wizard.model.template import Question

_INFO = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*(?:md|markdown|mdx)\b", re.IGNORECASE)
ItemReader = Callable[[Workspace], tuple[tuple[Question, ...], tuple[Node, ...]]]


def find_fenced_template(work: Workspace, read_item: ItemReader) -> None:
    """Add the blanks of every fence of Markdown that has a heading."""
    lines, text = work.document.lines, work.document.text
    for opening, closing in work.document.fences():
        start = lines[opening].end + 1
        end = lines[closing].start if closing < len(lines) else len(text)
        is_markdown = _INFO.match(text[lines[opening].start : lines[opening].end]) is not None
        if is_markdown and not lines[opening].depth and re.search(r"^#{1,6} ", text[start:end], re.MULTILINE):
            _add_inner(work, start, end, read_item)


def _add_inner(work: Workspace, start: int, end: int, read_item: ItemReader) -> None:
    if not work.is_free(start, end):
        return
    document = read_document(work.document.text[start:end])
    inner = Workspace(document, find_tokens(document), work.numbers, work.variable, work.title, work.room)
    inner.ids, inner.shared = work.ids, work.shared
    inner.first_line = work.first_line + work.document.line_at(start)
    room = work.room[0]
    questions, nodes = read_item(inner)
    work.room[0] = room
    if questions:
        work.add(start, end, questions, nodes, IsTest(work.expression(questions[0].id), "open"))
