"""The command palette's entries: the keys that work now, and the themes.

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
from screens.widgets.screen_keys import is_useful, key_name

_THEMES = (("Theme: Ink (dark)", "ink"), ("Theme: Paper (light)", "paper"))


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
        for command in self._commands():
            shown = safe_line(command.name) + _key_suffix(command.keys)
            yield DiscoveryHit(shown, partial(self._run, command), text=command.name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.name)
            if score > 0:
                shown = matcher.highlight(command.name) + _key_suffix(command.keys)
                yield Hit(score, shown, partial(self._run, command), text=command.name)

    def _commands(self) -> Iterator[PaletteCommand]:
        listed: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if active.enabled and is_useful(active) and binding.tooltip and binding.tooltip not in listed:
                listed.add(binding.tooltip)
                yield PaletteCommand(binding.tooltip, key_name(binding.key), binding.action, active.node)
        for name, theme in _THEMES:
            yield PaletteCommand(name, "", f"use_theme('{theme}')", self.app)
        yield PaletteCommand("Theme: more…", "", "change_theme", self.app)

    async def _run(self, command: PaletteCommand) -> None:
        # Two fast Enters choose a command twice, and a key may have closed its screen meanwhile.
        if not self._is_done and command.node.is_attached:
            self._is_done = True
            await self.app.run_action(command.action, command.node)


def _key_suffix(keys: str) -> Content:
    return Content.styled(f"  {key_text(keys)}" if keys else "", "$faint")
