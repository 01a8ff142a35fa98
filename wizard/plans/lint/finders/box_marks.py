"""The rule about boxes with a mark that no tool knows, or that are written so that no tool sees a box.

Known are `[ ]`, `[x]` and `[X]` of GitHub, and `[~]`, `[-]`, `[/]`, `[>]`, `[<]`, `[!]`, `[?]`, `[@]` and `[*]` of note
takers and agents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wizard.message_text import sanitize_title
from wizard.plans.lint.list_items import ListItem
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument

KNOWN_MARKS: Final = frozenset(" xX~-/>!?@<*")
_TICKS: Final = frozenset("✓✔☑✅✗✘❌☐☒⬜▢□■●○•√×")
_BRACKETS = re.compile(r"\[([^\[\]\n]{0,8})\](?=(.?))")
_WORDS: Final = frozenset("done todo wip open ok yes no y n v o d p".split())


def find_unknown_marks(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the boxes that are none to any tool."""
    with_boxes = {item.list_id for item in document.items if item.mark is not None and item.mark in KNOWN_MARKS}
    for item in document.items:
        if item.mark is not None and item.mark in KNOWN_MARKS:
            continue
        line = document.lines[item.line]
        found = _BRACKETS.match(line, _text_start(item, line))
        if found is None:
            continue
        message = _judge(found[1], found[2], is_among_boxes=item.list_id in with_boxes)
        if message:
            yield Occurrence(item.line + 1, message, found.start() + 1, found.end() + 1)


def _text_start(item: ListItem, line: str) -> int:
    return line.rfind("[", 0, item.column) if item.mark is not None else item.column


def _judge(mark: str, following: str, *, is_among_boxes: bool) -> str:
    """Return what is wrong with brackets at the beginning of an item; empty when they may be something else."""
    if following in ("(", "[", ":"):
        return ""
    if mark in (" ", "x", "X") and following.isalnum():
        return "this is not a box, because no space follows it"
    if following.strip():
        return ""
    if not mark or (mark.strip() in ("", "x", "X") and mark not in KNOWN_MARKS):
        return f"[{mark}] is not a task box; use [ ] for open and [x] for done"
    is_mark = mark in _TICKS or (is_among_boxes and (len(mark) == 1 or mark.lower() in _WORDS))
    return f"unknown task mark [{sanitize_title(mark)}]" if is_mark else ""
