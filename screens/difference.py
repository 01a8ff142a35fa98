"""What saving would change in a file that is there, and the choice what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar, Literal

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from screens.appearance.glyphs import signs
from screens.appearance.relative_time import day
from screens.appearance.safe_text import capital, counted, in_words, joined, shown_line
from screens.widgets.button import PushButton
from screens.widgets.diff_view import DifferenceView
from screens.widgets.footer import Foot, Key
from screens.widgets.header import Head
from screens.widgets.modal import LeftOnce
from screens.widgets.row_layout import Row
from screens.widgets.row_list import Rows
from wizard.answers.migration import Stranger
from wizard.errors import WizardError
from wizard.interview.interview import Interview
from wizard.plans.diff import Difference, difference, difference_of_answers, merge_with, merged_text
from wizard.plans.merge import Choice
from wizard.plans.save import FileThereError, Saved, save_aside, save_over
from wizard.plans.saved_files import Existing
from wizard.render.plan import plan_of

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


_CHOICES: tuple[Choice, ...] = ("yours", "file", "both")


class Decided(Struct, frozen=True):
    """What came of it: the files, or, without any, the wish to name another one."""

    saved: Saved | None


class DifferenceScreen(LeftOnce[Decided | None]):
    """Asks before a file is written over; gives None when nothing is to be saved now."""

    AUTO_FOCUS = ""
    CSS_PATH = "difference.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", tooltip="Save in the chosen way"),
        Binding("escape", "back", "Not now", tooltip="Not now: back to the review"),
        Binding("n", "go(1)", "Next change", tooltip="Next change"),
        Binding("p", "go(-1)", "Previous change", tooltip="Previous change"),
        Binding("y", "settle('yours')", "Yours", tooltip="Where both changed a line: yours"),
        Binding("f", "settle('file')", "The file's", tooltip="Where both changed a line: the file's"),
        Binding("b", "settle('both')", "Both", tooltip="Where both changed a line: both"),
        *(Binding(str(number), f"pick({number})", f"Choose {number}", show=False) for number in (1, 2, 3)),
    ]

    def __init__(
        self, interview: Interview, existing: Existing, strangers: Sequence[Stranger], crumbs: tuple[str, ...]
    ) -> None:
        super().__init__()
        self._interview = interview
        self._strangers = strangers
        self._crumbs = crumbs
        self._choices: dict[int, Choice] = {}
        self._look_at(existing)

    def _look_at(self, existing: Existing) -> None:
        self._existing = existing
        self._merge = merge_with(existing, plan_of(self._interview).text)
        self._offers = {offer.way: offer for offer in offers_for(existing)}
        self._difference = difference(self._merge)

    def compose(self) -> ComposeResult:
        name = self._existing.plan_path.name
        yield Head()
        with Horizontal(classes="panes"):
            with VerticalScroll(id="left", classes="pane", can_focus=False):
                yield Static(shown_line(title_of(self._existing), "bold $foreground"), id="title")
                yield Static(id="happened")
                yield Rows(first_click="marks", id="ways")
                yield Static(id="problem", classes="-quiet")
                with Horizontal(id="buttons"):
                    yield PushButton("Save", "^S", id="save", classes="-main")
                    yield PushButton("Not now", id="later")
            with Vertical(id="paper", classes="paper"):
                with Horizontal(id="caption"):
                    yield Static(shown_line(name, "$faint"), id="name")
                    yield Static(_legend(), id="legend")
                with VerticalScroll(id="scroll", can_focus=False):
                    yield DifferenceView()
        yield Foot()

    def on_mount(self) -> None:
        self.query_one(Head).show(self._crumbs, self._interview)
        self._refresh()
        recommended = next((offer.way for offer in self._offers.values() if offer.is_recommended), None)
        if recommended is not None:
            self.query_one(Rows).mark(recommended)
        self.query_one(Rows).focus(scroll_visible=False)

    def on_rows_marked(self) -> None:
        self._refresh()

    async def on_rows_chosen(self) -> None:
        await self.action_save()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            await self.action_save()
        else:
            self.dismiss(None)

    def on_difference_view_clicked(self, event: DifferenceView.Clicked) -> None:
        now = _CHOICES.index(self._choices.get(event.conflict, "both"))
        self._settle(event.conflict, _CHOICES[(now + 1) % len(_CHOICES)])

    def action_back(self) -> None:
        """Save nothing now."""
        self.dismiss(None)

    def action_go(self, by: int) -> None:
        """Bring another change into sight."""
        self.query_one(DifferenceView).go(by)

    def action_pick(self, number: int) -> None:
        """Choose a way to save."""
        keys = self.query_one(Rows).keys()
        if number <= len(keys):
            self.query_one(Rows).mark(keys[number - 1])

    def action_settle(self, choice: Choice) -> None:
        """Say what becomes of a line that both changed."""
        conflict = self.query_one(DifferenceView).conflict
        if conflict is not None:
            self._settle(conflict, choice)

    async def action_save(self) -> None:
        """Save in the chosen way."""
        way = self._way
        if way == "other":
            self.dismiss(Decided(None))
            return
        try:
            saved = await asyncio.to_thread(self._saved)
        except FileThereError as problem:
            self._look_at(problem.existing)
            self._refresh()
            self._tell(problem)
        except WizardError as problem:
            self._tell(problem)
        else:
            self.dismiss(Decided(saved))

    def _saved(self) -> Saved:
        if self._way == "answers":
            return save_aside(self._interview, self._existing, self._strangers)
        if self._way == "both":
            text = merged_text(self._merge, self._choices)
            return save_over(self._interview, self._existing, text, self._strangers)
        return save_over(self._interview, self._existing, plan_of(self._interview).text, self._strangers)

    @property
    def _way(self) -> str:
        return self.query_one(Rows).marked or "other"

    def _settle(self, conflict: int, choice: Choice) -> None:
        self._choices[conflict] = choice
        self.query_one(DifferenceView).show(self._shown(), self._choices)

    def _shown(self) -> Difference:
        return difference_of_answers(self._merge) if self._way in ("answers", "save") else self._difference

    def _tell(self, problem: WizardError) -> None:
        says = joined((f"{signs().invalid} ", "bold $error"), shown_line(str(problem), "$error"))
        self.query_one("#problem", Static).update(says)
        self.query_one("#problem").remove_class("-quiet")

    def _refresh(self) -> None:
        happened = what_happened(self._existing, self._difference, datetime.now(UTC))
        self.query_one("#happened", Static).update(shown_line(happened, "$soft"))
        rows = self.query_one(Rows)
        marked = rows.marked or next(iter(self._offers))
        rows.show([_row(offer, index, marked) for index, offer in enumerate(self._offers.values(), start=1)])
        self.query_one(DifferenceView).show(self._shown(), self._choices)
        main = "name another file" if self._way == "other" else "save"
        keys = [Key("enter", main, "save"), Key("↑↓", "choose"), Key("N P", "next, previous change", "go(1)")]
        if self._difference.conflicts and self._way == "both":
            keys.append(Key("Y F B", "yours, file's, both"))
        self.query_one(Foot).show((*keys, Key("esc", "back", "back")))


def _row(offer: Offer, number: int, marked: str) -> Row:
    is_marked = offer.way == marked
    sign = Content.styled(signs().chosen if is_marked else signs().choice, "$primary" if is_marked else "$faint")
    lead = Content.styled("recommended  ", "$primary") if offer.is_recommended else Content()
    help = lead + shown_line(offer.help, "$soft")
    return Row(offer.way, shown_line(offer.name), help=help, sign=sign, right=Content.styled(str(number), "$faint"))


def _legend() -> Content:
    sign = signs()
    return joined(
        (sign.new, "bold $success"),
        (" new   ", "$faint"),
        (sign.goes, "bold $error"),
        (" goes   ", "$faint"),
        (sign.stays, "bold $primary"),
        (" by hand, stays", "$faint"),
    )
