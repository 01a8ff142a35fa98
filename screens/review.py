"""The review: what is missing, the whole plan, where it is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from screens.appearance.glyphs import STYLES, signs
from screens.appearance.safe_text import capital, counted, shown_line
from screens.outline import OutlineScreen
from screens.preview.preview import Sheet
from screens.saved import SavedScreen
from screens.widgets.button import PushButton
from screens.widgets.draft_status import status_of
from screens.widgets.footer import Foot, Key
from screens.widgets.header import Head
from screens.widgets.modal import LeftOnce
from screens.widgets.row_layout import Row
from screens.widgets.row_list import Rows
from screens.widgets.save_as import SaveAs
from wizard.drafts.draft import Draft
from wizard.errors import WizardError
from wizard.files.os_errors import trouble_with
from wizard.interview.interview import Interview, State
from wizard.model.answers import Path, format_path, is_mapping, parse_path
from wizard.plans.naming import file_name
from wizard.plans.save import FileThereError, Saved, save_over
from wizard.plans.saved_files import Existing, SavingError, existing_at
from wizard.render.plan import plan_of
from wizard.text import plural

if TYPE_CHECKING:
    from textual import getters
    from textual.app import App

    from screens.difference import Decided
    from screens.saved import Onward


_ROOM_FOR_BUTTONS = 42
_LOOKS_AT_DRAFT = 0.5
"""Seconds between two looks at whether the draft is kept."""


class ReviewScreen(LeftOnce["Path | None"]):
    """Shows what is missing and saves; gives the question to go to, or None for the one before."""

    if TYPE_CHECKING:
        app = getters.app(App[None])

    AUTO_FOCUS = ""
    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", tooltip="Save the plan and the answers"),
        Binding("escape", "back", "Back", tooltip="Back to the questions"),
        Binding("f2", "outline", "Outline", tooltip="Outline: all questions"),
        Binding("f5", "source", "Source", tooltip="Plan: rendered or source"),
    ]

    @dataclass
    class Finished(Message):
        """The plan is saved as the interview stands."""

        interview: Interview
        saved: Saved

    @dataclass
    class Left(Message):
        """The user is done with this plan."""

        onward: Onward

    def __init__(self, draft: Draft, interview: Interview) -> None:
        super().__init__()
        self._draft = draft
        self._interview = interview
        self._plan = plan_of(interview)
        self._states: Mapping[Path, State] = {path: interview.state(path) for path in interview.missing()}
        self._missing_folder: FilePath | None = None
        """What the user was told is not there; saving again makes it."""

    def compose(self) -> ComposeResult:
        heading, sentence = summary_of(self._states)
        yield Head()
        with Horizontal(classes="panes"):
            with VerticalScroll(id="left", classes="pane", can_focus=False):
                yield Static(shown_line(heading, "bold $foreground"), id="heading")
                yield Static(shown_line(sentence, "$soft"), id="sentence")
                with VerticalScroll(id="missing", can_focus=False):
                    yield Rows(folds=True, first_click="marks")
                yield SaveAs(self._draft.saved_as or FilePath(file_name(self._interview)))
                with Horizontal(id="buttons"):
                    yield PushButton("Save", "^S", id="save", classes="-main")
                    yield PushButton("Back to the questions", id="back")
            yield Sheet(id="paper")
        yield Foot()

    def on_mount(self) -> None:
        interview = self._interview
        self.query_one(Head).show(self._crumbs("Review"), interview)
        self._rows.show(list(missing_rows(interview, self._states)))
        self._rows.display = not self._rows.is_empty
        (self.query_one("#save") if self._rows.is_empty else self._rows).focus(scroll_visible=False)
        sheet = self.query_one(Sheet)
        sheet.file_name = self._save_as.path.name
        lines = len(self._plan.text.splitlines())
        sheet.note = f"{lines} {plural('line', lines)}"
        self._show_sheet()
        self.set_interval(_LOOKS_AT_DRAFT, self._show_foot)

    def on_resize(self) -> None:
        self.call_after_refresh(self._make_room)

    # What the user does

    def on_rows_marked(self) -> None:
        self._show_sheet()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.dismiss(parse_path(event.key))

    def on_sheet_chosen(self, event: Sheet.Chosen) -> None:
        self.dismiss(event.path)

    def on_input_changed(self) -> None:
        self._missing_folder = None

    async def on_input_submitted(self) -> None:
        await self.action_save()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            await self.action_save()
        else:
            self.dismiss(None)

    def on_descendant_focus(self, _: events.DescendantFocus) -> None:
        self._show_foot()

    def action_go(self) -> None:
        """Go to the marked question."""
        self._rows.choose()

    def action_back(self) -> None:
        """Back to the question."""
        self.dismiss(None)

    def action_outline(self) -> None:
        """Choose a question to go to."""
        self.app.push_screen(OutlineScreen(self._interview), self._went)

    def action_source(self) -> None:
        """Show the plan's Markdown, or the rendered plan."""
        self.query_one(Sheet).toggle_source()

    async def action_save(self) -> None:
        """Save the plan; a file that is there is asked about first."""
        try:
            existing = await asyncio.to_thread(_existing_at, self._save_as.path, self._missing_folder)
        except SavingError as problem:
            self._missing_folder = problem.missing_folder
            self._save_as.tell(f"{problem} ^S makes it." if problem.missing_folder is not None else str(problem))
        except WizardError as problem:
            self._not_saved(problem)
        else:
            await self._save_at(existing)

    # Saving

    async def _save_at(self, existing: Existing) -> None:
        text = self._plan.text
        if existing.is_there and existing.plan != text.encode(errors="replace"):
            self._ask_about(existing)
            return
        try:
            saved = await asyncio.to_thread(save_over, self._interview, existing, text, self._draft.strangers)
        except FileThereError as problem:
            self._ask_about(problem.existing)
        except WizardError as problem:
            self._not_saved(problem)
        else:
            self._saved(saved)

    def _not_saved(self, problem: WizardError) -> None:
        """Say why; the cursor stands where another place can be named."""
        self._save_as.tell(str(problem))
        self._save_as.edit()

    def _ask_about(self, existing: Existing) -> None:
        from screens.difference import DifferenceScreen

        screen = DifferenceScreen(self._interview, existing, self._draft.strangers, self._crumbs("Review"))
        self.app.push_screen(screen, self._decided)

    def _decided(self, decided: Decided | None) -> None:
        if decided is None:
            return
        if decided.saved is None:
            self._save_as.edit()
        else:
            self._saved(decided.saved)

    def _saved(self, saved: Saved) -> None:
        self.post_message(self.Finished(self._interview, saved))
        self.app.push_screen(SavedScreen(self._interview, saved, self._crumbs("Saved")), self._onward)

    def _onward(self, onward: Onward | None) -> None:
        match onward:
            case "leave" | "another":
                self.post_message(self.Left(onward))
            case "change" | None:
                self.dismiss(None)

    def _crumbs(self, last: str) -> tuple[str, ...]:
        title, template = self._interview.title(), self._interview.template.title
        return (template, last) if title == template else (title, template, last)

    # What is shown

    @property
    def _rows(self) -> Rows:
        return self.query_one(Rows)

    @property
    def _save_as(self) -> SaveAs:
        return self.query_one(SaveAs)

    def _went(self, path: Path | None) -> None:
        if path is not None:
            self.dismiss(path)

    def _show_sheet(self) -> None:
        key = self._rows.marked
        path = self._interview.place if key is None else parse_path(key)
        self.query_one(Sheet).show(self._plan, path, ())

    def _show_foot(self) -> None:
        is_on_rows = self.focused is self._rows
        main = Key("enter", "go to the question", "go") if is_on_rows else Key("enter", "save", "save")
        more = (Key("^S", "save", "save"),) if is_on_rows else ()
        others = (Key("esc", "back", "back"), Key("F2", "outline", "outline"), Key("F5", "source", "source"))
        self.query_one(Foot).show((main, *more, *others), *status_of(self._draft))

    def _make_room(self) -> None:
        """The missing ones scroll by themselves, so that the button stays in sight."""
        if not self.is_mounted:
            return
        missing, left = self.query_one("#missing"), self.query_one("#left")
        self.set_class(left.scrollable_content_region.width < _ROOM_FOR_BUTTONS, "-tight")
        others = [child for child in left.children if child is not missing and child.display]
        taken = sum(child.outer_size.height + child.styles.margin.height for child in others)
        room = left.scrollable_content_region.height - taken - missing.styles.margin.height
        missing.styles.max_height = None if self.has_class("-tiny") else max(room, 3)


def _existing_at(path: FilePath, missing_folder: FilePath | None) -> Existing:
    """What lies at a path; a folder that the user was told of is made."""
    if missing_folder is not None:
        try:
            missing_folder.mkdir(parents=True)
        except OSError as error:
            raise WizardError(f"The folder cannot be made: {trouble_with(error, missing_folder)}") from error
    return existing_at(path)


def summary_of(states: Mapping[Path, State]) -> tuple[str, str]:
    """A heading and a sentence about what is missing; `states` are those of the questions that are."""
    if not states:
        return "All answered", "Read it once, then save."
    counts = {state: list(states.values()).count(state) for state in ("invalid", "required", "open")}
    parts = [
        f"{counted(counts['invalid'], 'answer')} {_is(counts['invalid'])} not taken yet" if counts["invalid"] else "",
        _required(counts["required"]),
    ]
    told = [part for part in parts if part]
    if not told:
        told = [f"{counted(counts['open'], 'answer')} {_is(counts['open'])} open; nothing required is missing"]
    return "Almost there", f"{capital(', '.join(told))}. You can save as it is."


def missing_rows(interview: Interview, states: Mapping[Path, State]) -> Iterator[Row]:
    """A row for every question in `states`; an item in which nothing is answered has one row."""
    told: set[Path] = set()
    for path, state in states.items():
        item = path[:-1]
        if item and _is_blank(interview, item):
            if item not in told:
                told.add(item)
                inner = [other for other in states if other[:-1] == item]
                yield _row(interview, path, _names(interview, inner), state)
        else:
            yield _row(interview, path, interview.question(path).label, state)


def where(interview: Interview, path: Path) -> str:
    """`Milestone 2` for a question of an item, else its section."""
    if len(path) < 3:
        return interview.section(path).title
    group, index = interview.question(path[:-2]), path[-2]
    assert isinstance(index, int)
    return f"{capital(group.item)} {index + 1}"


def _row(interview: Interview, path: Path, name: str, state: State) -> Row:
    return Row(
        format_path(path),
        shown_line(name),
        help=shown_line(where(interview, path), "$faint"),
        sign=Content.styled(signs().of(state), STYLES[state]),
        right=Content.styled(state, STYLES[state]),
    )


def _names(interview: Interview, paths: list[Path]) -> str:
    """`Title, tasks and test`."""
    names = [interview.question(path).short for path in paths]
    names = [names[0], *(name[:1].lower() + name[1:] for name in names[1:])]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _is_blank(interview: Interview, item: Path) -> bool:
    answer = interview.answer_at(item)
    return is_mapping(answer) and not answer and not any(path[: len(item)] == item for path in interview.unfinished)


def _required(count: int) -> str:
    if not count:
        return ""
    return "one required answer is open" if count == 1 else f"{counted(count, 'required answer')} are open"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
