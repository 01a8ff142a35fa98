"""Whether an interview could be saved without a complaint."""

from __future__ import annotations

from wizard.interview.interview import Interview


def is_complete(interview: Interview) -> bool:
    """Return whether nothing required is open and nothing is invalid."""
    return all(interview.state(path) not in ("required", "invalid") for path in interview.asked_paths())
