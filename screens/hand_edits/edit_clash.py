"""The screen on which the user writes what is to stand where the answers and the file clash."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static, TextArea

from screens.appearance.safe_text import safe_line
from screens.widgets.button import PushButton
from screens.widgets.dialog import Dialog
from screens.widgets.footer import KeyFooter, KeyHint
from wizard.message_text import sanitize_line


class SafeTextArea(TextArea):
    """A field of several lines that shows control characters as their pictures."""

    def get_line(self, line_index: int) -> Text:
        return Text(sanitize_line(self.document.get_line(line_index)), end="", no_wrap=True)


class EditClashScreen(Dialog["tuple[str, ...] | None"]):
    """Takes lines for the place of a clash; dismissed with None to leave it as it is."""

    CSS_PATH = "edit_clash.tcss"
    AUTO_FOCUS = "#lines"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "Keep", tooltip="Use these lines"),
        Binding("escape", "back", "Cancel", tooltip="Cancel"),
    ]

    def __init__(self, title: str, lines: tuple[str, ...]) -> None:
        """Begin with `lines`: those of both sides, or what was written before."""
        super().__init__()
        self.written = lines
        """What stood in the field when the user left it."""
        self._title = title
        self._text = "\n".join(lines)

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(safe_line(self._title, "bold $foreground"), id="title")
            yield Static(safe_line("Edit the text for the plan.", "$soft"), id="asks")
            yield SafeTextArea(
                self._text, id="lines", compact=True, soft_wrap=True, show_line_numbers=False, tab_behavior="focus"
            )
            with Horizontal(id="buttons"):
                yield PushButton("Use it", "^S", id="keep", classes="-main")
                yield PushButton("Cancel", id="back")
            yield KeyFooter()

    def on_mount(self) -> None:
        field = self.query_one("#lines", TextArea)
        field.cursor_blink = False
        field.move_cursor(field.document.end)
        self.query_one(KeyFooter).show(
            (KeyHint("^S", "use it", "keep"), KeyHint("esc", "cancel", "back"), KeyHint("tab", "the buttons"))
        )

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "keep":
            self.action_keep()
        else:
            self.action_back()

    def action_keep(self) -> None:
        """Take the lines; none at all take the place out of the plan."""
        self.written = self._lines()
        self.dismiss(self.written)

    def action_back(self) -> None:
        """Leave the clash as it is; what was written stands in the field the next time."""
        self.written = self._lines()
        self.dismiss(None)

    def _lines(self) -> tuple[str, ...]:
        text = self.query_one("#lines", TextArea).text
        return tuple(text.split("\n")) if text else ()
