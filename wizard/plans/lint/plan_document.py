"""A plan as the rules see it: its text, and what its answers make where these are known."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from wizard.interview.interview import Interview
from wizard.plans.merge.line_matching import split_lines


class PlanDocument(Struct, frozen=True, dict=True):
    """The text of a plan, without a byte order mark, and what is known about it."""

    text: str
    interview: Interview | None = None
    """Of its answers file; None where there is none, or it cannot be read."""
    rendered: str = ""
    """What these answers make of the template now."""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Return the lines without their ends (LF, CR LF or CR)."""
        return split_lines(self.text)
