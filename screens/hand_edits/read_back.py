"""The screen for what was edited by hand in a plan: each change, to be taken over into the answers or not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.safe_text import join_content, safe_line
from screens.widgets.dismiss_once import DismissOnce
from screens.widgets.footer import KeyFooter, KeyHint
from screens.widgets.header import PlanHeader
from screens.widgets.row_layout import ListRow
from screens.widgets.row_list import RowList
from wizard.message_text import pluralize
from wizard.plans.read_back.change_words import describe_change

if TYPE_CHECKING:
    from wizard.plans.read_back.edits.edited_answers import ReadChange
    from wizard.plans.read_back.plan_edits import PlanEdits


class ReadBackScreen(DismissOnce["frozenset[str] | None"]):
    """Lists the changes, all of them ticked; dismissed with the keys of those that the user does not want.

    None means that the user has gone back: nothing is to be opened or saved.
    """

    AUTO_FOCUS = ""
    CSS_PATH = "read_back.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space",
            "choose_change",
            "Accept or refuse",
            tooltip="Accept the selected change, or leave it in the plan only",
        ),
        Binding("a", "choose_all", "All or none", tooltip="Accept all changes, or none"),
        Binding("A", "choose_all", show=False),
        Binding("ctrl+s", "go_on", "Continue", show=False),
        Binding("escape", "back", "Back", show=False),
    ]

    def __init__(self, edits: PlanEdits) -> None:
        super().__init__()
        self._edits = edits
        self._changes: dict[str, ReadChange] = {change.key: change for change in edits.asked}
        self._refused: set[str] = set()

    def compose(self) -> ComposeResult:
        yield PlanHeader()
        with VerticalScroll(id="page", can_focus=False):
            yield Static(safe_line(self._title(), "bold $foreground"), id="title")
            yield Static(safe_line(self._explanation(), "$soft"), id="explanation")
            yield RowList(first_click="chooses")
        yield KeyFooter()

    def on_mount(self) -> None:
        self.query_one(PlanHeader).show(("Edited by hand",), self._edits.interview)
        self._update()
        self.query_one(RowList).focus(scroll_visible=False)

    def on_row_list_row_chosen(self) -> None:
        self.action_go_on()

    def action_choose_change(self) -> None:
        """Take the marked change over, or leave it in the plan."""
        marked = self.query_one(RowList).marked_key
        if marked in self._changes:
            self._refused ^= {marked}
            self._update()

    def action_choose_all(self) -> None:
        """Take all changes over, or none."""
        self._refused = set() if self._refused else set(self._changes)
        self._update()

    def action_go_on(self) -> None:
        """Go on with the answers as they are chosen."""
        self.dismiss(frozenset(self._refused))

    def action_back(self) -> None:
        """Go back: nothing is opened or saved, and the answers stay as they were."""
        self.dismiss(None)

    def _title(self) -> str:
        name = Path(self._edits.last_save.plan_path).name
        return f"{name} was edited by hand since you saved it"

    def _explanation(self) -> str:
        count = len(self._changes)
        said = f"{count} {pluralize('change', count)} to your answers. Changes you refuse stay in the plan only."
        ticks = self._edits.ticks
        return f"{said} {ticks} {pluralize('tick', ticks)} accepted." if ticks else said

    def _update(self) -> None:
        self.query_one(RowList).show([self._row(key, change) for key, change in self._changes.items()])
        taken = len(self._changes) - len(self._refused)
        keys = (
            KeyHint("enter", "continue", "go_on"),
            KeyHint("space", "accept or refuse", "choose_change"),
            KeyHint("A", "all or none", "choose_all"),
            KeyHint("↑↓", "move"),
            KeyHint("esc", "back", "back"),
        )
        self.query_one(KeyFooter).show(keys, f"{taken} of {len(self._changes)} accepted")

    def _row(self, key: str, change: ReadChange) -> ListRow:
        glyphs = terminal_glyphs()
        words = describe_change(self._edits.interview.template, change)
        is_taken = key not in self._refused
        lines = [
            join_content((f"{sign} ", style), (text, "$soft"))
            for sign, style, text in (
                (glyphs.goes, "bold $error", words.before),
                (glyphs.new, "bold $success", words.after),
            )
            if text
        ]
        return ListRow(
            key,
            safe_line(words.question),
            help=Content("\n").join(lines),
            sign=Content.styled(glyphs.ticked if is_taken else glyphs.box, "$primary" if is_taken else "$faint"),
            right=Content.styled(f"line {words.line}", "$faint"),
        )
