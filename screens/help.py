"""The help screen: what the program is, its keys in two columns, its signs."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol, runtime_checkable

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from screens.appearance.glyphs import STATE_STYLES, key_text, terminal_glyphs
from screens.appearance.safe_text import join_content, safe_line
from screens.widgets.dialog import Dialog
from screens.widgets.footer import KeyHint
from screens.widgets.screen_keys import FIELD_KEYS, has_field, keys_of_screen
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
    "Type an answer and press Enter. You can skip any question and return later. "
    "Highlighted lines in the preview come from this question."
)
EVERYWHERE = KeyGroup(
    "Everywhere",
    (
        ("^P", "all commands"),
        ("^F", "search everything"),
        ("^C", "copy; twice: quit"),
        ("^Q", "quit, draft saved"),
        ("F8", "save it elsewhere"),
        ("F1", "this page"),
    ),
)
MOUSE = KeyGroup("Mouse", (("click", "select, choose, press"), ("wheel", "scroll")))
_KEYS_COLUMN = 12
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

    def __init__(self, groups: tuple[KeyGroup, ...] = (), page: HelpPage | None = None) -> None:
        """List the keys of the screen below, and those that work everywhere."""
        super().__init__()
        self._page = page or HelpPage(INTRODUCTION, _state_signs())
        self._left, self._right = _balanced((*groups, MOUSE, EVERYWHERE))

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


@runtime_checkable
class HasHelpKeys(Protocol):
    """A screen whose keys are not bound one by one."""

    def help_keys(self) -> tuple[tuple[str, tuple[KeyHint, ...]], ...]: ...


def groups_for(screen: Screen[Any]) -> tuple[KeyGroup, ...]:
    """Return the keys that work on a screen now."""
    groups = screen.help_keys() if isinstance(screen, HasHelpKeys) else (("On this screen", keys_of_screen(screen)),)
    if has_field(screen):
        groups = (*groups, ("In the field", FIELD_KEYS))
    return tuple(KeyGroup(title, tuple((key.keys, key.label) for key in keys)) for title, keys in groups if keys)


def _balanced(groups: tuple[KeyGroup, ...]) -> tuple[tuple[KeyGroup, ...], tuple[KeyGroup, ...]]:
    """Return groups in two columns of about the same length, in their order."""
    lengths = [len(group.keys) + 2 for group in groups]
    cut = min(range(1, len(groups)), key=lambda at: abs(sum(lengths[:at]) - sum(lengths[at:])))
    return groups[:cut], groups[cut:]


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
