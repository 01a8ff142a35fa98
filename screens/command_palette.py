"""The command palette's entries: the keys that work now, and the themes, in groups and with the keys at the right.

A binding is listed when it has a `tooltip`, which is its name there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from msgspec import Struct
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.style import Style

from screens.appearance.glyphs import key_text
from screens.appearance.safe_text import safe_line
from screens.appearance.text_layout import cells, wrap_text
from screens.preview.plan_keys import SEARCH_KEYS
from screens.widgets.screen_keys import is_useful, key_name

_THEMES = (("Theme: Ink (dark)", "ink"), ("Theme: Paper (light)", "paper"))


_HERE = "Here"
"""The group of what only the screen below has."""
_GROUPS: dict[str, tuple[str, ...]] = {
    "Go": (
        *("press('tab')", "press('shift+tab')", "press('ctrl+n')", "press('escape')", "press('f2')", "outline"),
        *("search", "press('ctrl+g')", "press('alt+g')", "go(1)", "go(-1)", "next_clash", "next_task", "back"),
    ),
    "Answer": (
        *("press('f4')", "press('f6')", "switch", "press('ctrl+z')", "press('ctrl+y')"),
        *("restore_step('ctrl+z')", "restore_step('ctrl+y')", "press('ctrl+d')", "press('ctrl+k')"),
        *("press('alt+up')", "press('alt+down')", "press('ctrl+a')", "press('ctrl+t')"),
    ),
    _HERE: (),
    "View": (
        *("press('f3')", "next_view", "read", "press('f5')", "source", "toggle_source", "toggle_examples"),
        *(f"press('{SEARCH_KEYS[0]}')", "search_plan", "toggle_open"),
    ),
    "Draft": ("press('ctrl+s')", "save", "keep_elsewhere", "leave"),
    "Theme": ("use_theme('ink')", "use_theme('paper')", "change_theme"),
    "Help": ("help",),
}
"""The actions of each group, in the order of the groups."""
_GROUP_CELLS = 8
"""Cells of the column of the groups."""
_MAX_WIDTH = 64
_MARGINS = 9
"""Cells of the palette beside a row's text: its margins, and the scroll bar."""


class PaletteCommand(Struct, frozen=True):
    """An entry of the palette."""

    name: str
    keys: str
    action: str
    node: DOMNode
    """The widget or screen that runs the action."""


class PaletteCommands(Provider):
    """Provides the commands of the screen under the palette, of its focused widget, and of the app."""

    def __init__(self, screen: Screen[Any], match_style: Style | None = None) -> None:
        super().__init__(screen, match_style)
        self._is_done = False
        """Whether a command was chosen, which closes the palette."""

    async def discover(self) -> Hits:
        before = ""
        for group, command in sorted(((_group_of(each), each) for each in self._commands()), key=_order):
            shown = self._row(safe_line(command.name), command.keys, group if group != before else "", is_grouped=True)
            before = group
            yield DiscoveryHit(shown, partial(self._run, command), text=command.name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.name)
            if score > 0:
                shown = self._row(matcher.highlight(command.name), command.keys)
                yield Hit(score, shown, partial(self._run, command), text=command.name)

    def _commands(self) -> Iterator[PaletteCommand]:
        listed: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.action == "command_palette":
                continue  # it is open
            if active.enabled and is_useful(active) and binding.tooltip and binding.tooltip not in listed:
                listed.add(binding.tooltip)
                yield PaletteCommand(binding.tooltip, key_name(binding.key), binding.action, active.node)
        for name, theme in _THEMES:
            yield PaletteCommand(name, "", f"use_theme('{theme}')", self.app)
        yield PaletteCommand("Theme: more…", "", "change_theme", self.app)

    def _row(self, name: Content, keys: str, group: str = "", *, is_grouped: bool = False) -> Content:
        """Return a name with its keys at the right end, on more lines if it needs them; the group stands before it."""
        width = max(min(_MAX_WIDTH, self.app.size.width) - _MARGINS, 1)
        has_column = is_grouped and self.app.size.width >= _MAX_WIDTH
        column = Content.styled(group.ljust(_GROUP_CELLS), "$faint") if has_column else Content()
        shown = Content.styled(key_text(keys), "$faint")
        room = max(width - column.cell_length - shown.cell_length - 2, 1)
        first = wrap_text(name.plain, room)[0] if keys else name.plain
        row = column + (name[: len(first)] if len(first) < len(name) else name).pad_right(room - cells(first) + 2)
        rest = (
            Content("\n" + " " * column.cell_length) + name[len(first) + 1 :] if len(first) < len(name) else Content()
        )
        return row + shown + rest if keys else column + name

    async def _run(self, command: PaletteCommand) -> None:
        # Two fast Enters choose a command twice, and a key may have closed its screen meanwhile.
        if not self._is_done and command.node.is_attached:
            self._is_done = True
            await self.app.run_action(command.action, command.node)


def _group_of(command: PaletteCommand) -> str:
    return next((group for group, actions in _GROUPS.items() if command.action in actions), _HERE)


def _order(grouped: tuple[str, PaletteCommand]) -> int:
    return list(_GROUPS).index(grouped[0])
