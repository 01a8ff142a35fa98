"""Times of files, whatever a disk or a clock has made of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

_LAST_SECOND = 253_370_764_800.0
"""The beginning of the year 9999: the zone's hours may come on top, and Python's years end with it."""


def modification_time(path: Path) -> float:
    """Return when a file was last changed, in seconds since the epoch; 0 when that is unknown."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def as_datetime(seconds: float) -> datetime:
    """Return a file's time in UTC; one that no calendar has, as the nearest between the years 1970 and 9999."""
    return datetime.fromtimestamp(min(max(seconds, 0.0), _LAST_SECOND), UTC)
