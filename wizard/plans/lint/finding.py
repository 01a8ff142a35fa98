"""What a check says of a file, and of a plan as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from wizard.errors import Problem
from wizard.message_text import sanitize_line
from wizard.plans.comparison.hand_edits import HandEdits

if TYPE_CHECKING:
    from wizard.plans.lint.plan_document import PlanDocument

Severity: TypeAlias = Literal["error", "warning", "info"]
"""An error fails a check, a warning fails it when it is strict, and an info never does."""


class TextEdit(Struct, frozen=True, order=True):
    """A stretch of a text, and what comes in its place; lines and columns are 1-based, in characters."""

    line: int
    column: int
    end_line: int
    end_column: int
    """Behind the last character that goes."""
    text: str


class Fix(Struct, frozen=True):
    """Changes that mend a finding, all of them or none."""

    summary: str
    """What they do, in one sentence."""
    edits: tuple[TextEdit, ...]


class Finding(Struct, frozen=True):
    """Something about a file that its author will want to know."""

    problem: Problem
    severity: Severity = "error"
    remedy: str = ""
    """A way to mend it, as a sentence; empty where the message says it all."""
    end_column: int | None = None
    """1-based, in characters, behind the last one on the same line; None where no text is meant."""

    fingerprint: str = ""
    """What it is known by when lines around it move; empty until the whole file is checked."""
    fix: Fix | None = None
    """What `--fix` does about it, if anything."""

    @property
    def is_warning(self) -> bool:
        """Whether it does not fail a check by itself."""
        return self.severity != "error"

    def __str__(self) -> str:
        return sanitize_line(str(self.problem))


class PlanSummary(Struct, frozen=True):
    """How a plan as a whole stands to its answers."""

    file: str
    state: Literal["current", "edited", "stale", "differs"]
    """`edited` is what the answers make, but for edits made by hand; ticked boxes are none."""
    by_hand: HandEdits
    sentence: str
    """The same in words, after the file's name."""


class FileCheck(Struct, frozen=True):
    """What `plan-wizard check` says of a file."""

    findings: tuple[Finding, ...]
    plan: PlanSummary | None = None
    """Of a plan whose answers can be read."""
    note: str = ""
    """What else there is to say, as a sentence."""
    document: PlanDocument | None = None
    """The text of a plan, as the rules have read it."""
