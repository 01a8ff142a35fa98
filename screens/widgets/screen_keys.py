"""The keys of any screen, for the help: those of its footer, and those that are bound besides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Protocol, runtime_checkable

from textual.binding import ActiveBinding, Binding
from textual.screen import Screen
from textual.widgets import Input

from screens.widgets.footer import KeyFooter, KeyHint

FIELD_KEYS = (
    KeyHint("←→", "move"),
    KeyHint("^←→", "previous, next word"),
    KeyHint("home end", "start, end"),
    KeyHint("^A", "select all"),
    KeyHint("shift+←→", "select"),
    KeyHint("^X ^V", "cut, paste"),
    KeyHint("^W ^U", "delete word, to line start"),
)
"""The keys of a field of one line that is Textual's own."""
_NAMES = {
    "escape": "esc",
    "delete": "del",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "ctrl+underscore": "^/",
    "alt+up": "alt+↑",
    "alt+down": "alt+↓",
}
_TOGETHER: dict[tuple[str, ...], str] = {
    ("Up", "Down"): "move",
    ("Page up", "Page down"): "a page up, down",
    ("First", "Last"): "first, last",
    ("Start", "End"): "start, end",
}


def key_name(key: str) -> str:
    """Return a key of Textual as the footer writes it: `^S` for `ctrl+s`, `F2` for `f2`."""
    name = key.partition(",")[0]
    if name in _NAMES:
        return _NAMES[name]
    if name.startswith("ctrl+"):
        return "^" + name.removeprefix("ctrl+").upper()
    if name[:1] == "f" and name[1:].isdigit():
        return name.upper()
    return name.upper() if len(name) == 1 else name


def key_tokens(keys: str) -> frozenset[str]:
    """Return the single keys of a hint: `↑` and `↓` of `↑↓`."""
    tokens: set[str] = set()
    for word in re.split(r"\s+", keys):
        before, arrows = re.fullmatch(r"(.*?)([↑↓←→]*)", word).groups()  # pyright: ignore[reportOptionalMemberAccess]
        tokens |= {before + arrow for arrow in arrows} if arrows else {word.upper() if len(word) == 1 else word}
    return frozenset(tokens)


def keys_of_screen(screen: Screen[Any]) -> tuple[KeyHint, ...]:
    """Return the keys that work on a screen and in what has the focus there, those of its footer first."""
    footer = next(iter(screen.query(KeyFooter)), None)
    hints = [] if footer is None else list(footer.shown_keys)
    told = {token for hint in hints for token in key_tokens(hint.keys)}
    return (*hints, *_join_pairs([hint for hint in _bound_keys(screen) if key_name(hint.keys) not in told]))


def is_ours(node: object) -> bool:
    """Return whether a widget or screen is of this program, with bindings of its own."""
    return type(node).__module__.startswith("screens.")


def _bound_keys(screen: Screen[Any]) -> Iterator[KeyHint]:
    """Yield the keys that are bound on the screen and in its focused widget, each action once."""
    listed: set[tuple[int, str]] = set()
    for active in screen.active_bindings.values():
        binding: Binding = active.binding
        what = id(active.node), binding.action
        is_of_app = active.node.parent is None  # told as what works everywhere
        is_told = what in listed or not binding.description or is_of_app
        if is_told or not active.enabled or not is_useful(active) or not is_own_binding(active.node, binding):
            continue
        listed.add(what)
        yield KeyHint(key_name(binding.key), binding.tooltip or binding.description)


def is_own_binding(node: object, binding: Binding) -> bool:
    """Return whether a class of this program binds a key, and not one of Textual that it is made from."""
    for kind in type(node).__mro__:
        for known in vars(kind).get("BINDINGS", ()):
            if isinstance(known, Binding) and binding.key in known.key.split(",") and known.action == binding.action:
                return kind.__module__.startswith("screens.")
    return False


def _join_pairs(hints: list[KeyHint]) -> Iterator[KeyHint]:
    """Yield `↑↓ move` for Up and Down."""
    index = 0
    while index < len(hints):
        together = _TOGETHER.get(tuple(hint.label for hint in hints[index : index + 2]))
        if together is not None:
            first, second = hints[index].keys, hints[index + 1].keys
            gap = "" if first in "↑←" else " "
            yield KeyHint(f"{first}{gap}{second}", together)
            index += 2
        else:
            yield hints[index]
            index += 1


@runtime_checkable
class KnowsUse(Protocol):
    """A screen with actions that do nothing now but say so."""

    def has_use_for_action(self, action: str) -> bool: ...


def is_useful(active: ActiveBinding) -> bool:
    """Return whether a key does more now than to say that it does nothing."""
    return not isinstance(active.node, KnowsUse) or active.node.has_use_for_action(active.binding.action)


def has_field(screen: Screen[Any]) -> bool:
    """Return whether a field of one line has the focus."""
    return isinstance(screen.focused, Input)
