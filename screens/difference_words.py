"""What the difference screen says: what happened to the file, and what can be done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct

from screens.appearance.relative_time import day
from screens.counting import capital, counted, in_words
from wizard.plans.diff import Difference
from wizard.plans.saved_files import Existing

Way = Literal["both", "answers", "save", "other"]
"""Keep both, only the answers, save where nothing was edited by hand, or another file."""


class Offer(Struct, frozen=True):
    """One of the ways to save."""

    way: Way
    name: str
    help: str
    is_recommended: bool = False


def title_of(existing: Existing) -> str:
    """`relay-plan.md is already there`."""
    there = existing.plan_path if existing.plan is not None else existing.answers_path
    return f"{there.name} is already there"


def offers_for(existing: Existing) -> tuple[Offer, ...]:
    """The ways to save over a file, the recommended one first unless the file is not ours."""
    other = "The file on disk stays as it is."
    if existing.plan is None:
        return (
            Offer("save", "Save over them", "The answers there now are replaced."),
            Offer("other", "Another file", other),
        )
    if existing.is_ours_unchanged():
        return (
            Offer("save", "Save the new answers", "Nobody has edited the file.", True),
            Offer("other", "Another file", other),
        )
    name = existing.plan_path
    before = f"{name.stem}.before{name.suffix}"
    is_ours = existing.record() is not None
    return (
        Offer("both", "Keep both", "Your new answers, and the edits made by hand.", is_ours),
        Offer("answers", "Only the answers", f"The edits go to {before}."),
        Offer("other", "Another file", other, not is_ours),
    )


def what_happened(existing: Existing, difference: Difference, now: datetime) -> str:
    """What was done to the file since it was saved, and what the answers change in it."""
    if existing.plan is None:
        return "There are answers to an earlier plan, and no plan beside them."
    if existing.record() is None:
        return f"It was not saved from these answers, so all of it counts as written by hand. {_new(difference, '')}"
    by_hand = _by_hand(difference)
    since = f"Since it was saved, {_saved_on(existing, now)}"
    first = f"{since}{by_hand} by hand." if by_hand else f"{since}nobody has edited it."
    return f"{first} {_new(difference, 'other ' if by_hand else '')}{_conflicts(difference)}"


def _by_hand(difference: Difference) -> str:
    """`two boxes were ticked`, or nothing when nothing was done."""
    ticked, places = difference.ticked, difference.hand_places + difference.conflicts
    if not places:
        return ""
    if ticked and places <= ticked and not difference.conflicts:
        return f"{counted(ticked, 'box')} {_were(ticked)} ticked"
    return f"{counted(places, 'place')} {_were(places)} edited"


def _new(difference: Difference, other: str) -> str:
    places = difference.new_places
    if not places:
        return "Your answers change nothing else." if other else "Your answers change nothing in it."
    return f"Your new answers change {in_words(places)} {other}{'place' if places == 1 else 'places'}."


def _conflicts(difference: Difference) -> str:
    if not difference.conflicts:
        return ""
    return f" {capital(counted(difference.conflicts, 'place'))} {_were(difference.conflicts)} changed by both."


def _saved_on(existing: Existing, now: datetime) -> str:
    """`on 18 November, `: our answers file tells when, as nobody edits it."""
    try:
        changed = datetime.fromtimestamp(existing.answers_path.stat().st_mtime, UTC)
    except OSError:
        return ""
    if changed.astimezone().date() == now.astimezone().date():
        return "today, "
    return f"on {day(changed, now)}, "


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
