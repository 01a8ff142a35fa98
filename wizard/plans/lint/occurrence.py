"""A place in a plan that breaks a rule."""

from __future__ import annotations

from msgspec import Struct

from wizard.plans.lint.finding import Severity


class Occurrence(Struct, frozen=True):
    """A place that breaks a rule, before it has the rule's code, severity and remedy."""

    line: int
    """1-based."""
    message: str
    column: int = 1
    """1-based, in characters."""
    end_column: int | None = None
    """Behind the last character that is meant; None where no text is."""
    severity: Severity | None = None
    """None for that of the rule."""
    remedy: str = ""
    """Empty for that of the rule."""
