"""Past times in words."""

from __future__ import annotations

from datetime import datetime, timedelta

_MONTHS = "January February March April May June July August September October November December".split()


def time_ago(then: datetime, now: datetime) -> str:
    """Return `a moment ago`, `2 hours ago`, `yesterday`, `3 November` or `3 November 2025`; both times have a zone."""
    then, now = then.astimezone(), now.astimezone()
    passed = now - then
    if timedelta(0) <= passed < timedelta(hours=18) and then.date() == now.date() or passed < timedelta(hours=2):
        return _minutes_ago(int(passed.total_seconds()) // 60)
    if then.date() == now.date() - timedelta(days=1):
        return "yesterday"
    return day_name(then, now)


def day_name(then: datetime, now: datetime) -> str:
    """Return `3 November`, with the year if it is another one; both times have a zone."""
    then, now = then.astimezone(), now.astimezone()
    written = f"{then.day} {_MONTHS[then.month - 1]}"
    return written if then.year == now.year else f"{written} {then.year}"


def _minutes_ago(minutes: int) -> str:
    if minutes < 1:
        return "a moment ago"
    if minutes < 60:
        return "1 minute ago" if minutes == 1 else f"{minutes} minutes ago"
    hours = minutes // 60
    return "1 hour ago" if hours == 1 else f"{hours} hours ago"
