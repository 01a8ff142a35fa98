"""What the marks in a file's boxes mean, which depends on the tool that the file is written for.

GitHub knows `[ ]`, `[x]` and `[X]`. `[-]` is a task that is being done for Kiro and one that was given up for Obsidian;
`[~]` is being done for Conductor, and given up for [x]it!. Where no such tool shows itself, such a mark means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePath
from typing import Final, Literal

from msgspec import Struct

TaskState = Literal["open", "doing", "done", "cancelled", "other"]
"""`other` has a mark whose meaning is not known. Only `done` is done."""


class Convention(Struct, frozen=True):
    """The marks of a tool, besides those that GitHub knows."""

    name: str
    doing: str = ""
    """The mark of a task that is being done; empty where there is none."""
    cancelled: str = ""
    """The mark of a task that was given up."""

    def state_of(self, mark: str) -> TaskState:
        """Return what a mark means; `/` means the same wherever it is used."""
        if mark == " ":
            return "open"
        if mark in ("x", "X"):
            return "done"
        if mark and mark in (self.doing, "/"):
            return "doing"
        return "cancelled" if mark and mark == self.cancelled else "other"


GITHUB: Final = Convention("GitHub")
KIRO: Final = Convention("Kiro", doing="-")
CONDUCTOR: Final = Convention("Conductor", doing="~")
OBSIDIAN: Final = Convention("Obsidian", doing="/", cancelled="-")
XIT: Final = Convention("[x]it!", doing="@", cancelled="~")

# Lines that only Kiro and cc-sdd write below a task, and the box of a task that may be left out.
_KIRO = re.compile(
    r"^[ \t>]*[-*+][ \t]+(?:_(?:Requirements|Boundary|Depends):[^\n]*_[ \t]*$|\[[ xX-]\]\*)", re.MULTILINE
)
# `- [ ] Task: text` and `- [ ] **Track: text**`, and the commit behind the heading of a phase.
_CONDUCTOR = re.compile(
    r"^(?:[ \t]*[-*+][ \t]+|\#\#[ \t]+)\[[ xX~]\][ \t]+(?:\*\*)?(?:Task|Track):|\[checkpoint:[ \t]*[0-9a-f]{7,40}\]",
    re.MULTILINE,
)


def find_convention(text: str, marks: Collection[str], path: str = "") -> Convention:
    """Return the convention of a file with these marks in its boxes; it shows in the path, the text or the marks."""
    folders = PurePath(path).parts[:-1]
    if ".kiro" in folders or _KIRO.search(text):
        return KIRO
    if "conductor" in folders or _CONDUCTOR.search(text):
        return CONDUCTOR
    if "/" in marks:
        return OBSIDIAN
    return XIT if "@" in marks else GITHUB
