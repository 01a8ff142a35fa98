"""The help screen: what the program is, its keys in two columns, its signs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, runtime_checkable

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from screens.appearance.glyphs import STATE_STYLES, key_text, terminal_glyphs
from screens.appearance.safe_text import join_content, safe_line
from screens.appearance.text_layout import wrap_text
from screens.widgets.dialog import Dialog
from screens.widgets.footer import KeyHint
from screens.widgets.screen_keys import FIELD_KEYS, has_field, keys_of_screen
from wizard.interview.interview import State
from wizard.model.template import Question


class KeyGroup(Struct, frozen=True):
    """Keys under one heading."""

    title: str
    keys: tuple[tuple[str, str], ...]
    """`(keys, what they do)`."""


class HelpPage(Struct, frozen=True):
    """What the help says of a screen, besides its keys."""

    introduction: str
    signs: tuple[tuple[str, str, str], ...] = ()
    """`(sign, style, what it means)`."""
    examples: tuple[str, ...] = ()
    """Of answers to the question on the screen."""


@runtime_checkable
class HasHelpPage(Protocol):
    """A screen that says more in the help than its keys."""

    def help_page(self) -> HelpPage: ...


_QUESTION = "Type an answer and press Enter. {skipping} Highlighted lines in the preview come from this question."
_SKIPPING = "You can skip this question and return later."
_SKIPPING_REQUIRED = "It is required; Tab goes on without it, and you can return later."
_INTRODUCTIONS: Mapping[str, str] = {
    "StartScreen": "Start a plan from a template, or continue a draft where you left it. "
    "Type to filter both; the preview shows the selected one.",
    "ReviewScreen": "Check what is still open, read the plan, and save it. Each row opens its question; "
    "you can save with questions open.",
    "SavedScreen": "The plan is saved, with its answers in a file beside it. "
    "Your own edits to the plan are kept when you save it again.",
    "DifferenceScreen": "A file with this name already exists. See what saving would change in it, "
    "and choose how to save.",
    "EditClashScreen": "Your answers and the file changed the same lines. Choose which version to keep.",
    "ReadBackScreen": "The plan was edited since it was saved. Choose which edits become answers; "
    "all of them stay in the file. Enter accepts those that are ticked; Esc goes back.",
    "RelocateDraftScreen": "Enter a folder, and the draft is saved there from now on.",
    "PlanChoiceScreen": "Choose what to do with this plan: work through its tasks, or continue with its questions.",
    "TemplatePreviewScreen": "The plan this template makes, filled in with its examples. "
    "It updates as you edit the template.",
    "OutlineScreen": "All questions of the plan and their states. Type to filter them; Enter opens the selected one.",
    "SearchScreen": "Type to search questions, answers and the plan. Enter opens the selected hit.",
}
"""What the help says first on each screen without questions, by the name of its class."""
MOUSE = KeyGroup(
    "Mouse",
    (
        ("click", "select, choose, press"),
        ("two clicks", "select a word"),
        ("three", "select a line"),
        ("wheel", "scroll"),
    ),
)


def keys_everywhere(*, searches: bool, has_draft: bool, can_relocate: bool) -> KeyGroup:
    """Return the keys of the program itself that work now."""
    return KeyGroup(
        "Everywhere",
        (
            ("^P", "all commands"),
            *((("^F", "search everything"),) if searches else ()),
            ("^C", "copy; twice: quit"),
            ("^Q", "quit, draft saved" if has_draft else "quit"),
            *((("F8", "save it elsewhere"),) if can_relocate else ()),
            ("F1", "this page"),
        ),
    )


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
        """List the keys of the screen below, and what the mouse does."""
        super().__init__()
        self._page = page or HelpPage("")
        self._left, self._right = _balanced((*groups, MOUSE))

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="panel", can_focus=False), Vertical(id="page"):
            yield Static(join_content(("Help", "bold $foreground"), ("   esc closes", "$faint")), id="title")
            if self._page.introduction:
                yield Static(Content.styled(self._page.introduction, "$soft"), id="introduction")
            if self._page.examples:
                yield Static(_examples(self._page.examples), id="examples")
            with Horizontal(id="keys"):
                yield KeyColumn(self._left)
                yield KeyColumn(self._right)
            if self._page.signs:
                yield Static(_signs_line(self._page.signs), id="signs")

    def on_click(self) -> None:
        self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        self.query_one("#panel").scroll_relative(y=by, animate=False)


class KeyColumn(Widget):
    """Key groups one below the other; what a key does stays in its own column where it takes more lines."""

    def __init__(self, groups: tuple[KeyGroup, ...]) -> None:
        super().__init__()
        self._groups = groups

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return _column(self._groups, width).plain.count("\n") + 1

    def render(self) -> Content:
        return _column(self._groups, self.content_size.width)


def page_for(screen: Screen[Any]) -> HelpPage:
    """Return what the help says of a screen besides its keys."""
    if isinstance(screen, HasHelpPage):
        return screen.help_page()
    return HelpPage(_INTRODUCTIONS.get(type(screen).__name__, ""))


def question_page(question: Question) -> HelpPage:
    """Return what the help says of the screen that asks a question."""
    asked = (question,) if question.kind != "table" else (question, *question.questions)
    introduction = _QUESTION.format(skipping=_SKIPPING_REQUIRED if question.required else _SKIPPING)
    examples = tuple(each.example.strip() for each in asked if each.example)
    return HelpPage(introduction, _state_signs(), examples)


@runtime_checkable
class HasHelpKeys(Protocol):
    """A screen whose keys are not bound one by one."""

    def help_keys(self) -> tuple[tuple[str, tuple[KeyHint, ...]], ...]: ...


def groups_for(screen: Screen[Any]) -> tuple[KeyGroup, ...]:
    """Return the keys that work on a screen now, but those that work everywhere."""
    groups = screen.help_keys() if isinstance(screen, HasHelpKeys) else (("On this screen", keys_of_screen(screen)),)
    if has_field(screen):
        groups = (*groups, ("In the field", FIELD_KEYS))
    return tuple(
        KeyGroup(title, tuple((key.keys, key.label) for key in keys if key.keys != "^Q"))
        for title, keys in groups
        if keys
    )


def _balanced(groups: tuple[KeyGroup, ...]) -> tuple[tuple[KeyGroup, ...], tuple[KeyGroup, ...]]:
    """Return groups in two columns of about the same length, in their order."""
    lengths = [len(group.keys) + 2 for group in groups]
    cut = min(range(1, max(len(groups), 2)), key=lambda at: abs(sum(lengths[:at]) - sum(lengths[at:])))
    return groups[:cut], groups[cut:]


def _column(groups: tuple[KeyGroup, ...], width: int) -> Content:
    """Return key groups one below the other, in so many cells."""
    return Content("\n\n").join(_group(group, width) for group in groups)


def _group(group: KeyGroup, width: int) -> Content:
    lines = [Content.styled(group.title, "bold $soft")]
    for keys, does in group.keys:
        first, *others = wrap_text(does, width - _KEYS_COLUMN - 1)
        lines.append(join_content((key_text(keys).ljust(_KEYS_COLUMN), "bold $foreground"), safe_line(first, "$soft")))
        lines += (safe_line(" " * _KEYS_COLUMN + line, "$soft") for line in others)
    return Content("\n").join(lines)


def _examples(examples: tuple[str, ...]) -> Content:
    """Return examples of answers, whole, one below the other."""
    lines = [safe_line(line, "italic $soft") for example in examples for line in example.split("\n")]
    return Content("\n").join((Content.styled("For example", "bold $soft"), *lines))


def _state_signs() -> tuple[tuple[str, str, str], ...]:
    """Return the sign of each state of a question, with its word."""
    return tuple((terminal_glyphs().for_state(state), STATE_STYLES[state], word) for state, word in _STATES)


def _signs_line(signs: tuple[tuple[str, str, str], ...]) -> Content:
    pairs = [join_content((sign, style), (f" {word}", "$soft")) for sign, style, word in signs]
    return Content("   ").join(pairs)
