"""The help screen: what the program is, its keys in two columns, its signs."""

from __future__ import annotations

from typing import ClassVar, Protocol, runtime_checkable

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screens.appearance.glyphs import STATE_STYLES, key_text, terminal_glyphs
from screens.appearance.safe_text import join_content, safe_line
from screens.widgets.dialog import Dialog
from screens.widgets.footer import KeyHint
from wizard.files.editor_name import editor_name
from wizard.interview.interview import State


class KeyGroup(Struct, frozen=True):
    """Keys under one heading."""

    title: str
    keys: tuple[tuple[str, str], ...]
    """`(keys, what they do)`."""


class HelpPage(Struct, frozen=True):
    """What the help says of a screen without questions, besides its keys."""

    introduction: str
    signs: tuple[tuple[str, str, str], ...] = ()
    """`(sign, style, what it means)`."""


@runtime_checkable
class HasHelpPage(Protocol):
    """A screen that says more in the help than its keys."""

    def help_page(self) -> HelpPage: ...


INTRODUCTION = (
    "Answer, press Enter, go on. Leave any answer open and come back later; nothing is lost. "
    "The marked lines on the sheet are the ones this question fills."
)
GOING = KeyGroup(
    "Going",
    (
        ("enter", "next"),
        ("shift+tab", "back"),
        ("^N", "next section"),
        ("F2", "outline, all questions"),
        ("^S", "review, then save"),
        ("^Q", "leave, draft kept"),
        ("^C", "copy; twice: quit"),
    ),
)
SEEING = KeyGroup(
    "Seeing",
    (
        ("F3  F5", "plan on or off, source"),
        ("PgUp PgDn", "scroll it (alt+ in a text)"),
        ("^/  ^F  ^G", "search it, all; go on"),
        ("^P  F1", "all commands, this page"),
    ),
)
WRITING = KeyGroup(
    "Writing",
    (
        ("tab", "next; in a list, indent"),
        ("F4", "answer in your editor"),
        ("F6", "leave out, take back in"),
        ("^Z  ^Y", "undo, redo"),
    ),
)
LISTS = KeyGroup(
    "Lists and tables",
    (
        ("enter", "add below, split, next cell"),
        ("alt+↑↓", "move"),
        ("^D", "duplicate"),
        ("^K", "remove"),
        ("1 to 9", "pick an option"),
        ("^A", "pick, or select, all"),
        ("paste", "a line becomes an item"),
    ),
)
EVERYWHERE = KeyGroup(
    "Everywhere",
    (
        ("^P", "all commands"),
        ("^Q", "leave, draft kept"),
        ("^C", "copy; twice: quit"),
        ("F1", "this page"),
    ),
)
_KEYS_COLUMN = 11
_STATES: tuple[tuple[State, str], ...] = (
    ("answered", "answered"),
    ("open", "open"),
    ("required", "required"),
    ("invalid", "invalid"),
    ("skipped", "skipped"),
)


class HelpScreen(Dialog[None]):
    """The help, opened and closed by F1."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1,q", "close", "Close the help", show=False),
        Binding("up", "scroll(-1)", "Up", show=False),
        Binding("down", "scroll(1)", "Down", show=False),
        Binding("pageup", "scroll(-10)", "Page up", show=False),
        Binding("pagedown,space", "scroll(10)", "Page down", show=False),
    ]

    def __init__(self, keys_here: tuple[KeyHint, ...] = (), page: HelpPage | None = None) -> None:
        """List `keys_here`, those of a screen without questions; without them, all keys of a question."""
        super().__init__()
        self._page = page or HelpPage(INTRODUCTION, _state_signs())
        here = KeyGroup("Here", tuple((key.keys, key.label) for key in keys_here))
        self._left = (here,) if keys_here else (GOING, SEEING)
        self._right = (EVERYWHERE,) if keys_here else (_with_editor(WRITING), LISTS)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="panel", can_focus=False), Vertical(id="page"):
            yield Static(join_content(("Help", "bold $foreground"), ("   esc closes", "$faint")), id="title")
            yield Static(Content.styled(self._page.introduction, "$soft"), id="introduction")
            with Horizontal(id="keys"):
                yield Static(_column(self._left))
                yield Static(_column(self._right))
            yield Static(_signs_line(self._page.signs), id="signs")

    def on_click(self) -> None:
        self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        self.query_one("#panel").scroll_relative(y=by, animate=False)


def _with_editor(group: KeyGroup) -> KeyGroup:
    """Return keys with the name of the user's editor, without F4 where none is named."""
    name = editor_name()
    keys = (("F4", f"edit in {name}") if key[0] == "F4" else key for key in group.keys if name or key[0] != "F4")
    return KeyGroup(group.title, tuple(keys))


def _column(groups: tuple[KeyGroup, ...]) -> Content:
    """Return key groups one below the other."""
    return Content("\n\n").join(_group(group) for group in groups)


def _group(group: KeyGroup) -> Content:
    lines = [Content.styled(group.title, "bold $soft")]
    for keys, does in group.keys:
        lines.append(join_content((key_text(keys).ljust(_KEYS_COLUMN), "bold $foreground"), safe_line(does, "$soft")))
    return Content("\n").join(lines)


def _state_signs() -> tuple[tuple[str, str, str], ...]:
    """Return the sign of each state of a question, with its word."""
    return tuple((terminal_glyphs().for_state(state), STATE_STYLES[state], word) for state, word in _STATES)


def _signs_line(signs: tuple[tuple[str, str, str], ...]) -> Content:
    pairs = [join_content((sign, style), (f" {word}", "$soft")) for sign, style, word in signs]
    return Content("   ").join(pairs)
