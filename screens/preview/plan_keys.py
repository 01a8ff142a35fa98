"""The keys that scroll a plan and search in it, on every screen that shows one."""

from __future__ import annotations

from typing import Final

SEARCH_KEYS: Final = ("ctrl+underscore", "ctrl+slash")
"""Search in the plan, wherever the focus is; terminals send the first one for Ctrl+/."""
_ALL: Final = 1_000_000
_PAGE_KEYS: Final = ("pageup", "pagedown")
_EDGE_KEYS: Final = ("home", "end")
_WITH_MODIFIER: Final = frozenset(
    (*(f"alt+{key}" for key in (*_PAGE_KEYS, *_EDGE_KEYS)), *(f"ctrl+{key}" for key in _PAGE_KEYS))
)


def scrolls_always(key: str) -> bool:
    """Return whether a key scrolls the plan, whatever has the focus."""
    return key in _WITH_MODIFIER


def scrolls_if_free(key: str) -> bool:
    """Return whether a key scrolls the plan if what has the focus has no use for it."""
    return key in _PAGE_KEYS or key in _EDGE_KEYS


def rows_to_scroll(key: str, height: int) -> int:
    """Return by how many rows a key scrolls what has `height` rows in sight; to its start or end, more than it has."""
    page = max(height - 1, 1)
    return {"pageup": -page, "pagedown": page, "home": -_ALL, "end": _ALL}[key.rpartition("+")[2]]


def is_edge_key(key: str) -> bool:
    """Return whether a key leads to the start or the end, of a line in a field."""
    return key in _EDGE_KEYS
