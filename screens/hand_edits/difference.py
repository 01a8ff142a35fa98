"""The screen before a file is overwritten: what saving changes in it, and the ways to save."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import ClassVar, Literal, TypeVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.relative_time import day_name
from screens.appearance.safe_text import (
    capitalize_sentence,
    count_phrase,
    join_content,
    number_word,
    problem_line,
    safe_line,
)
from screens.hand_edits.diff_pane import DiffPane
from screens.hand_edits.diff_view import ClashChoice, DiffView
from screens.preview.plan_screen import PlanScreen
from screens.widgets.background_save import SavingScreen, ShowOutcome
from screens.widgets.button import PushButton
from screens.widgets.draft_status import SAVING
from screens.widgets.footer import KeyFooter, KeyHint
from screens.widgets.header import PlanHeader
from screens.widgets.row_layout import ListRow
from screens.widgets.row_list import RowList
from wizard.answers.orphans import Orphan
from wizard.drafts.last_save import LastSave
from wizard.errors import WizardError
from wizard.files.file_times import as_datetime
from wizard.interview.interview import Interview
from wizard.plans.comparison.clashes import Clash
from wizard.plans.comparison.diff import Diff, Hunk
from wizard.plans.comparison.hand_edits import HandEdits
from wizard.plans.merge.merge import ConflictChoice, Resolution, TextLines
from wizard.plans.saving.dry_run import DryRun, dry_run
from wizard.plans.saving.save import FileThereError, SaveResult, free_copy_paths
from wizard.plans.saving.saved_files import SavedFiles
from wizard.render.plan import Plan

SaveMode = Literal["both", "answers", "save", "other"]
"""Keep both, save only the answers, save over a file that nobody edited, or name another file."""


Item = TypeVar("Item")


class SaveOption(Struct, frozen=True):
    """A way to save, as the screen lists it."""

    mode: SaveMode
    label: str
    help: str
    is_recommended: bool = False


def file_title(existing: SavedFiles) -> str:
    """Return `relay-plan.md already exists`."""
    there = existing.plan_path if existing.plan is not None else existing.answers_path
    return f"{there.name} already exists"


def save_options(would: DryRun, *, drops_text: bool = False) -> tuple[SaveOption, ...]:
    """Return the ways to save.

    `drops_text` says whether keeping both takes away something written by hand, as the user has chosen.
    """
    existing = would.existing
    if not would.is_own:
        return _options_for_others(existing)
    other = "The existing file stays as it is."
    if not would.has_edits_of_its_own:
        is_edited = not existing.is_as_rendered()
        help_text = "They have what was edited by hand." if is_edited else "The file has not been edited by hand."
        return (
            SaveOption("save", "Save the new answers", help_text, True),
            SaveOption("other", "Save under another name", other),
        )
    before = free_copy_paths(existing.plan_path)[0].name
    both = "Your new answers and the hand edits."
    if drops_text:
        both = f"Your choices. A copy of the file is saved as {before}."
    return (
        SaveOption("both", "Keep both", both, True),
        SaveOption("answers", "Discard hand edits", f"A copy is saved as {before}."),
        SaveOption("other", "Save under another name", other),
    )


def _options_for_others(existing: SavedFiles) -> tuple[SaveOption, ...]:
    """Return the ways to save where somebody else's files are."""
    copies = "Copies of the existing files are kept beside them."
    other = SaveOption("other", "Save under another name", "The existing files stay as they are.", True)
    if existing.plan is None:
        return SaveOption("save", "Overwrite them", copies), other
    return (
        SaveOption("both", "Keep both", f"Your answers and the hand edits. {copies}"),
        SaveOption("answers", "Discard hand edits", copies),
        other,
    )


def difference_summary(
    existing: SavedFiles,
    difference: Diff,
    now: datetime,
    matter: str = "",
    choices: Mapping[int, Resolution] | None = None,
) -> str:
    """Return a sentence or three: when the file was saved, the edits by hand in it, and what the answers change.

    `matter` says what is the matter with files that are not the draft's own; `choices` are those made for conflicts.
    """
    conflicts = _conflict_count([(choices or {}).get(number, "both") for number in range(difference.conflicts)])
    if matter and existing.plan is None:
        return f"{matter}. There is no plan beside it."
    if existing.plan is None or existing.base() is None:
        by_hand = "The whole plan counts as edited by hand."
        if existing.plan is not None and existing.record() is not None:
            by_hand = f"{capitalize_sentence(existing.base_problem())}. {by_hand}"
        return " ".join([*([f"{matter}."] if matter else ()), by_hand, _new_changes(difference, "") + conflicts])
    by_hand = _edits_by_hand(difference.by_hand)
    edits = f" {capitalize_sentence(by_hand)} by hand." if by_hand else ""
    edits = edits + conflicts or " It has not been edited by hand."
    changes = _new_changes(difference, "other " if by_hand or conflicts else "")
    return f"{matter or f'It was saved {_day_of_last_save(existing, now)}'}.{edits} {changes}"


def _edits_by_hand(by_hand: HandEdits) -> str:
    """Return `one line was edited and two boxes were ticked`, or nothing when the file was not edited."""
    boxes = (("box", "ticked", by_hand.ticked), ("box", "unticked", by_hand.unticked))
    counts = (("line", "edited", by_hand.edited), *boxes)
    parts = [f"{count_phrase(count, noun)} {_were(count)} {what}" for noun, what, count in counts if count]
    return " and ".join([", ".join(parts[:-1]), *parts[-1:]] if len(parts) > 1 else parts)


def _new_changes(difference: Diff, other: str) -> str:
    places = difference.new_hunks
    if not places:
        return "Your answers change nothing else in it." if other else "Your answers change nothing in it."
    return f"Your new answers change {number_word(places)} {other}{'place' if places == 1 else 'places'}."


_SEARCH_KEY = KeyHint("/", "search", "search_plan")
_CHOICES: tuple[ConflictChoice, ...] = ("yours", "file", "both")
_OUTCOMES: Mapping[ClashChoice, str] = {
    "yours": "yours is kept",
    "file": "the file's is kept",
    "both": "both are kept",
    "edit": "what you wrote is kept",
}


def _conflict_count(resolutions: Sequence[Resolution]) -> str:
    """Return ` Two places were changed by both: yours is kept.`, given the choice for each of them."""
    if not resolutions:
        return ""
    places = capitalize_sentence(count_phrase(len(resolutions), "place"))
    counts = Counter[ClashChoice]("edit" if isinstance(each, tuple) else each for each in resolutions)
    outcomes = [
        outcome + (f" in {number_word(counts[choice])}" if len(counts) > 1 else "")
        for choice, outcome in _OUTCOMES.items()
        if counts[choice]
    ]
    return f" {places} {_were(len(resolutions))} changed by both: {', '.join(outcomes)}."


def _day_of_last_save(existing: SavedFiles, now: datetime) -> str:
    """Return `on 18 November`, from the time of the answers file, which is written with the plan."""
    try:
        changed = as_datetime(existing.answers_path.stat().st_mtime)
    except OSError:
        return "before"
    if changed.astimezone().date() == now.astimezone().date():
        return "today"
    return f"on {day_name(changed, now)}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


class SaveDecision(Struct, frozen=True):
    """The files that were saved, or None to name another file."""

    saved: SaveResult | None


class DifferenceScreen(SavingScreen["SaveDecision | None"], PlanScreen["SaveDecision | None"]):
    """Asks before a file is overwritten; dismissed with None when nothing is to be saved now."""

    AUTO_FOCUS = ""
    CSS_PATH = "difference.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", tooltip="Save as chosen"),
        Binding("escape", "back", "Cancel", tooltip="Cancel: back to the review"),
        Binding("n", "go(1)", "Next change", tooltip="Next change"),
        Binding("p", "go(-1)", "Previous change", tooltip="Previous change"),
        Binding("y", "settle('yours')", "Yours", tooltip="Where both changed a line: yours"),
        Binding("f", "settle('file')", "The file's", tooltip="Where both changed a line: the file's"),
        Binding("b", "settle('both')", "Both", tooltip="Where both changed a line: both"),
        Binding("e", "edit", "Edit", tooltip="Where both changed a line: edit"),
        Binding("f3", "read", "Difference", tooltip="Differences: full screen or side by side"),
        Binding("slash", "search_plan", "Search", show=False),
        Binding("c", "next_clash", "Next conflict", tooltip="Next conflict"),
        # The screen shows these keys as capitals.
        *(Binding(key, f"go({by})", show=False) for key, by in (("N", 1), ("P", -1))),
        *(Binding(key, f"settle('{choice}')", show=False) for key, choice in zip("YFB", _CHOICES, strict=True)),
        Binding("E", "edit", show=False),
        Binding("C", "next_clash", show=False),
        *(Binding(str(number), f"pick({number})", f"Choose {number}", show=False) for number in (1, 2, 3)),
    ]

    def __init__(
        self,
        *,
        interview: Interview,
        plan: Plan,
        existing: SavedFiles,
        orphans: Sequence[Orphan],
        last_save: LastSave | None,
        crumbs: tuple[str, ...],
    ) -> None:
        """Ask what to do with the files `existing`; `plan` is that of the interview."""
        super().__init__()
        self._interview = interview
        self._plan = plan
        self._orphans = orphans
        self._last_save = last_save
        self._crumbs = crumbs
        self._compare_with(existing)

    def compose(self) -> ComposeResult:
        name = self._would.existing.plan_path.name
        yield PlanHeader()
        with Horizontal(classes="panes"):
            with VerticalScroll(id="left", classes="pane", can_focus=False):
                yield Static(safe_line(file_title(self._would.existing), "bold $foreground"), id="title")
                yield Static(id="happened")
                yield RowList(first_click="marks", id="ways")
                yield Static(id="problem", classes="-quiet")
                with Horizontal(id="buttons"):
                    yield PushButton("Save", "^S", id="save", classes="-main")
                    yield PushButton("Cancel", id="later")
            yield DiffPane(name, id="paper", classes="paper")
        yield KeyFooter()

    def on_mount(self) -> None:
        self.query_one(PlanHeader).show(self._crumbs, self._interview)
        self._update()
        recommended = next((option.mode for option in self._save_options.values() if option.is_recommended), None)
        if recommended is not None:
            self.query_one(RowList).mark(recommended)
        self.query_one(RowList).focus(scroll_visible=False)
        if self._difference.conflicts:
            self.call_after_refresh(self.query_one(DiffView).go_to_conflict, 0)

    def shown_plan(self) -> DiffPane | None:
        return self.query_one(DiffPane) if self._has_room_for_paper else None

    def action_search_plan(self) -> None:
        """Search in the difference, which comes into sight for that."""
        if not self._has_room_for_paper:
            self._read(is_reading=True)
        self.query_one(DiffPane).search.open()

    def on_diff_pane_searched(self, event: DiffPane.Searched) -> None:
        self.show_search_keys(event.pane.search)

    def on_row_list_row_marked(self) -> None:
        self._update()

    async def on_row_list_row_chosen(self) -> None:
        await self.action_save()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            await self.action_save()
        else:
            self.dismiss(None)

    def on_diff_view_conflict_clicked(self, event: DiffView.ConflictClicked) -> None:
        match event.choice:
            case "edit":
                self._edit(event.conflict)
            case None:
                chosen = self._choices.get(event.conflict, "both")
                at = -1 if isinstance(chosen, tuple) else _CHOICES.index(chosen)
                self._resolve(event.conflict, _CHOICES[(at + 1) % len(_CHOICES)])
            case choice:
                self._resolve(event.conflict, choice)

    def has_use_for_action(self, action: str) -> bool:
        """Return whether an action does something now."""
        if action.startswith(("settle(", "edit", "next_clash")):
            return bool(self._difference.conflicts) and self._mode == "both"
        return action != "read" or not self._is_wide

    def action_back(self) -> None:
        """Go back without saving; from the difference alone, to the ways to save."""
        if self._is_reading:
            self._read(is_reading=False)
        else:
            self.dismiss(None)

    def action_go(self, by: int) -> None:
        """Scroll to the next or the previous change."""
        if self._has_room_for_paper:
            self.query_one(DiffView).go(by)
        else:
            self._read(is_reading=True)

    def action_read(self) -> None:
        """Show the difference alone, or the ways to save too; where both have room, they stay."""
        self._read(is_reading=not self._is_reading)

    def _read(self, *, is_reading: bool) -> None:
        self.set_class(is_reading, "-reading")
        if self._is_reading:
            self.set_focus(None)
            self.call_after_refresh(self.query_one(DiffView).go, 0)
        else:
            self.query_one(RowList).focus(scroll_visible=False)
        self._update()

    @property
    def _is_reading(self) -> bool:
        """Whether the difference stands alone on the screen."""
        return self.has_class("-reading") and not self._is_wide

    @property
    def _is_wide(self) -> bool:
        return any(map(self.has_class, ("-wide", "-roomy", "-broad"))) and not self.has_class("-low")

    @property
    def _has_room_for_paper(self) -> bool:
        """Whether the difference is on the screen."""
        return self._is_reading or not (self.has_class("-tiny") or self.has_class("-low"))

    def action_pick(self, number: int) -> None:
        """Mark a way to save, counted from 1."""
        keys = self.query_one(RowList).keys()
        if number <= len(keys):
            self.query_one(RowList).mark(keys[number - 1])

    def action_settle(self, choice: ConflictChoice) -> None:
        """Choose what becomes of the lines of the current conflict, and go to the next that is not settled."""
        conflict = self._current_conflict()
        if conflict is not None:
            self._resolve(conflict, choice)
            self._go_to_unsettled(conflict)

    def action_edit(self) -> None:
        """Write what is to stand in the place of the current conflict."""
        conflict = self._current_conflict()
        if conflict is not None:
            self._edit(conflict)

    def action_next_clash(self) -> None:
        """Scroll to the conflict below the current one, or else to the first."""
        conflict, count = self._current_conflict(), self._difference.conflicts
        if conflict is not None:
            if not self._has_room_for_paper:
                self._read(is_reading=True)
            self.query_one(DiffView).go_to_conflict((conflict + 1) % count)

    async def action_save(self) -> None:
        """Save in the marked way."""
        if self._mode == "other":
            self.dismiss(SaveDecision(None))
            return
        await self.save_in_background(self._would.existing.plan_path, self._save_in_thread)

    def show_saving(self) -> None:
        shown = self.query_one("#problem", Static)
        shown.update(safe_line(SAVING, "$soft"))
        shown.remove_class("-quiet")

    async def _save_in_thread(self) -> ShowOutcome:
        try:
            saved = await asyncio.to_thread(self._saving())
        except FileThereError as problem:
            return partial(self._show_change, problem)
        except WizardError as problem:
            return partial(self._show_problem, problem)
        return partial(self.dismiss, SaveDecision(saved))

    def _show_change(self, problem: FileThereError) -> None:
        """Compare with the files as they have become meanwhile; what was chosen for a clash that is left stays."""
        before, choices, written = self._would.clashes, self._choices, self._written
        self._compare_with(problem.existing)
        self._choices, self._written = self._carry_over(choices, before), self._carry_over(written, before)
        self._apply_choices()
        self._update()
        self._show_problem(problem)

    def _compare_with(self, existing: SavedFiles) -> None:
        self._would = dry_run(
            self._interview, existing, plan=self._plan, orphans=self._orphans, last_save=self._last_save
        )
        self._choices: dict[int, Resolution] = {}
        self._written: dict[int, TextLines] = {}
        """What the user has written for a clash, taken or not."""
        self._names = tuple(self._names_of_clashes())
        self._apply_choices()

    def _carry_over(self, chosen: Mapping[int, Item], before: Sequence[Clash]) -> dict[int, Item]:
        """Return what was chosen for the clashes that are still there, by their numbers now."""
        known = {(before[number].mine, before[number].theirs): item for number, item in chosen.items()}
        sides = ((clash.mine, clash.theirs) for clash in self._would.clashes)
        return {number: known[each] for number, each in enumerate(sides) if each in known}

    def _names_of_clashes(self) -> Iterator[str]:
        """Yield what the outline calls the questions of each clash."""
        for clash in self._would.clashes:
            questions = map(self._interview.template.question, clash.questions[:2])
            yield ", ".join(question.short or question.label for question in questions if question is not None)

    def _apply_choices(self) -> None:
        would = self._would
        drops_text = would.drops_text_of_file(self._choices)
        options = save_options(would, drops_text=drops_text)
        self._save_options: dict[SaveMode, SaveOption] = {option.mode: option for option in options}
        self._difference = would.difference(self._choices)

    def _saving(self) -> Callable[[], SaveResult]:
        """Return what saves as it is chosen now."""
        if self._mode == "answers":
            return self._would.save_answers_alone
        return partial(self._would.save, dict(self._choices) if self._mode == "both" else {})

    @property
    def _mode(self) -> SaveMode:
        """The marked way to save."""
        marked = self.query_one(RowList).marked_key
        option = next((option for option in self._save_options.values() if option.mode == marked), None)
        return "other" if option is None else option.mode

    def _current_conflict(self) -> int | None:
        return self.query_one(DiffView).conflict if self._mode == "both" else None

    def _resolve(self, conflict: int, resolution: Resolution) -> None:
        self._choices[conflict] = resolution
        self._apply_choices()
        self._update()

    def _go_to_unsettled(self, conflict: int) -> None:
        """Go to the next conflict for which nothing was chosen, if there is one."""
        count = self._difference.conflicts
        others = ((conflict + step) % count for step in range(1, count))
        following = next((other for other in others if other not in self._choices), None)
        if following is not None:
            self.query_one(DiffView).go_to_conflict(following)

    def _edit(self, conflict: int) -> None:
        from screens.hand_edits.edit_clash import EditClashScreen

        clash = self._would.clashes[conflict]
        chosen = self._choices.get(conflict, "both")
        written = self._written.get(conflict, (*clash.mine, *clash.theirs))
        lines = chosen if isinstance(chosen, tuple) else written
        title = ", ".join(
            filter(None, (f"Conflict {clash.number} of {len(self._would.clashes)}", self._names[conflict]))
        )

        screen = EditClashScreen(title, lines)

        def take(written: tuple[str, ...] | None) -> None:
            self._written[conflict] = screen.written
            if written is not None:
                self._resolve(conflict, written)
                self._go_to_unsettled(conflict)

        self.app.push_screen(screen, take)

    def _visible_difference(self) -> Diff:
        return self._would.difference_of_answers() if self._mode in ("answers", "save") else self._difference

    def _show_problem(self, problem: WizardError) -> None:
        shown = self.query_one("#problem", Static)
        shown.update(problem_line(str(problem)))
        shown.remove_class("-quiet")

    def _update(self) -> None:
        now = datetime.now(UTC)
        would = self._would
        summary = difference_summary(would.existing, self._difference, now, would.matter, self._choices)
        self.query_one("#happened", Static).update(safe_line(summary, "$soft"))
        rows = self.query_one(RowList)
        marked = rows.marked_key or next(iter(self._save_options))
        options = enumerate(self._save_options.values(), start=1)
        rows.show([_option_row(option, number, is_marked=option.mode == marked) for number, option in options])
        visible = self._visible_difference()
        self.query_one(DiffView).show(visible, self._choices, self._names)
        self.query_one(DiffPane).show_legend(_legend(has_left_out=_has_left_out(visible)))
        self.query_one(DiffPane).search.look_again()
        self.query_one(KeyFooter).show(tuple(self._key_hints()))

    def _key_hints(self) -> Iterator[KeyHint]:
        is_settling = bool(self._difference.conflicts) and self._mode == "both"
        settle = [KeyHint("Y F B E", "yours, file's, both, edit")] if is_settling else []
        more = [KeyHint("C", "next conflict", "next_clash")] if is_settling and self._difference.conflicts > 1 else []
        if self._is_reading:
            yield from (*more, KeyHint("^S", "save", "save"), *settle)
            yield from (KeyHint("N P", "next, previous change", "go(1)"), _SEARCH_KEY, KeyHint("esc", "back", "back"))
            return
        yield KeyHint("enter", "choose another name" if self._mode == "other" else "save", "save")
        if not self._is_wide:
            yield KeyHint("F3", "difference", "read")
        yield from (KeyHint("↑↓", "choose"), *settle, KeyHint("N P", "next, previous change", "go(1)"), *more)
        yield _SEARCH_KEY
        yield KeyHint("esc", "back", "back")


def _option_row(option: SaveOption, number: int, *, is_marked: bool) -> ListRow:
    glyphs = terminal_glyphs()
    lead = Content.styled("recommended  ", "$primary") if option.is_recommended else Content()
    return ListRow(
        option.mode,
        safe_line(option.label),
        help=lead + safe_line(option.help, "$soft"),
        sign=Content.styled(glyphs.chosen, "$primary") if is_marked else Content.styled(glyphs.choice, "$faint"),
        right=Content.styled(str(number), "$faint"),
    )


def _has_left_out(difference: Diff) -> bool:
    hunks = [part for part in difference.parts if isinstance(part, Hunk)]
    return any(line.sign == "left out" for hunk in hunks for line in hunk.lines)


def _legend(*, has_left_out: bool) -> Content:
    glyphs = terminal_glyphs()
    return join_content(
        (glyphs.new, "bold $success"),
        (" added   ", "$faint"),
        (glyphs.goes, "bold $error"),
        (" removed   ", "$faint"),
        (glyphs.stays, "bold $primary"),
        (f" by hand   {glyphs.open} not used" if has_left_out else " hand edit, kept", "$faint"),
    )
