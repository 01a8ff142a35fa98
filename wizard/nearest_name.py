"""The nearest known name to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(unknown: str, known: Iterable[str]) -> str:
    """`; did you mean 'name'?`, or nothing when no known name is near."""
    name = nearest(unknown, known)
    return f"; did you mean '{name}'?" if name is not None else ""


def nearest(unknown: str, known: Iterable[str]) -> str | None:
    """The known name that is most like the unknown one, or None."""
    from difflib import get_close_matches  # 5 ms that only a mistake pays for

    names = {name.lower(): name for name in known}
    found = get_close_matches(unknown[:80].lower(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else None
