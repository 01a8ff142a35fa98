"""How templates write numbers and dates: `%03d` and its like, and `%d %B %Y` with English names whatever the locale."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from wizard.answers.dates import MONTHS, is_date
from wizard.limits import MAX_FORMAT_WIDTH

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Patterns that `re` compiles once a template writes a number or a date in a format.
_PLACE: Final = r"%(?:%|(?P<flags>[-+ 0]*)(?P<width>\d*)(?:\.(?P<digits>\d+))?(?P<kind>[dsfxX]))"
_DATE_PLACE: Final = r"%(?:-?[dm]|[YyBbAajeGVu%])"
DATE_PARTS: Final = ("%d", "%-d", "%m", "%-m", "%B", "%b", "%Y", "%y", "%A", "%a", "%j", "%V", "%G", "%u")
NUMBER_KINDS: Final = frozenset("dfxX")


class FormatError(ValueError):
    """A format cannot be used; the message says why."""


def format_places(written: str) -> tuple[str, ...]:
    """Return the letter of each place of a format: `("s", "d")` for `%s-%03d`. Raise FormatError for a wrong one."""
    place = re.compile(_PLACE)
    kinds: list[str] = []
    at = written.find("%")
    while at >= 0:
        found = place.match(written, at)
        if found is None:
            raise FormatError(
                f"'{written[at : at + 2]}' is not known; write %d, %s, %f or %x, and %% for the sign itself"
            )
        for size in (found["width"], found["digits"]):
            if size and (len(size) > 3 or int(size) > MAX_FORMAT_WIDTH):
                raise FormatError(f"'{found[0][:20]}' is wider than {MAX_FORMAT_WIDTH} characters")
        if found["kind"]:
            kinds.append(found["kind"])
        at = written.find("%", found.end())
    return tuple(kinds)


def fill_format(written: str, values: tuple[str | float, ...]) -> str:
    """Return a format with its places filled; a text in the place of a number stands as it is.

    Raise FormatError when there are more or fewer values than places.
    """
    count = len(format_places(written))
    if count != len(values):
        raise FormatError(f"it has {count} places, and {len(values)} values are given")
    remaining = iter(values)

    def fill(place: re.Match[str]) -> str:
        if place["kind"] is None:
            return "%"
        value = next(remaining)
        if place["kind"] in NUMBER_KINDS and isinstance(value, str):
            return value
        return place[0] % (int(value) if place["kind"] in "xX" and not isinstance(value, str) else value)

    return re.sub(_PLACE, fill, written)


def check_date_format(written: str) -> None:
    """Raise FormatError for a format of dates that cannot be used."""
    found = [place[0] for place in re.finditer(_DATE_PLACE, written)]
    unknown = re.search("%.?", re.sub(_DATE_PLACE, "", written))
    if unknown is not None:
        raise FormatError(f"'{unknown[0]}' is not known; the parts of a date are {', '.join(DATE_PARTS)}")
    if not any(place != "%%" for place in found):
        raise FormatError('it has no part of a date; write it as in "%d %B %Y"')


def format_date(day: str, written: str) -> str:
    """Return a date such as `2026-02-28` in another form: `28 February 2026` for `%d %B %Y`.

    Raise FormatError for a format that cannot be used.
    """
    check_date_format(written)
    parsed = date.fromisoformat(day)
    year, week, weekday = parsed.isocalendar()
    month, name = MONTHS[parsed.month - 1].capitalize(), _WEEKDAYS[weekday - 1]
    parts = {
        "%d": f"{parsed.day:02d}",
        "%-d": str(parsed.day),
        "%e": str(parsed.day),
        "%m": f"{parsed.month:02d}",
        "%-m": str(parsed.month),
        "%B": month,
        "%b": month[:3],
        "%Y": f"{parsed.year:04d}",
        "%y": f"{parsed.year % 100:02d}",
        "%A": name,
        "%a": name[:3],
        "%j": f"{parsed.timetuple().tm_yday:03d}",
        "%V": f"{week:02d}",
        "%G": f"{year:04d}",
        "%u": str(weekday),
        "%%": "%",
    }
    return re.sub(_DATE_PLACE, lambda place: parts[place[0]], written)


def day_of(value: object) -> date | None:
    """Return the day of the calendar that a value says, as in `2026-02-28`; None for any other."""
    return date.fromisoformat(value) if isinstance(value, str) and is_date(value) else None
