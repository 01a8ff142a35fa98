"""The files that a command line means by a folder or a glob.

`docs` → every file below it; `docs/**/*.md` → those below `docs` whose path fits

Hidden files and folders and `node_modules` are passed by, unless they are named themselves. Links to folders are
followed, each folder once, so that a circle of links has an end.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from pathlib import PurePath

from msgspec import Struct

from wizard.errors import WizardError
from wizard.limits import MAX_SEARCHED_FILES, MAX_SEARCHED_LEVELS
from wizard.message_text import sanitize_line

_GLOB = re.compile(r"[*?\[]")
_NOT_SEARCHED = frozenset({"node_modules"})


class FoundFiles(Struct, frozen=True):
    """What lies below a folder."""

    paths: tuple[str, ...]
    """Sorted, each beginning with the folder as it was named."""
    problems: tuple[WizardError, ...] = ()
    """Folders that cannot be read, and where the search was given up."""


def is_glob(name: str) -> bool:
    """Return whether a name can only be meant as a pattern: it has `*`, `?` or `[`, and no file has that name."""
    return _GLOB.search(name) is not None and not os.path.lexists(name)


def find_below(folder: str, hidden: Collection[str] = ()) -> FoundFiles:
    """Return the regular files below a folder; those in linked folders have the name of the link only if no other.

    `hidden` are names of hidden folders that are searched too.
    """
    paths: list[str] = []
    problems: list[WizardError] = []
    seen: set[tuple[int, int]] = set()
    open_folders, links = [(folder, 0)], list[tuple[str, int]]()
    while open_folders or links:
        current, level = (open_folders or links).pop()
        try:
            entries = _entries(current, seen, hidden)
        except OSError as error:
            problems.append(WizardError(f"{sanitize_line(current)} cannot be read: {error.strerror or error}"))
            continue
        if level > MAX_SEARCHED_LEVELS:
            problems.append(WizardError(f"{sanitize_line(current)} is not searched: too many folders are around it"))
            continue
        for entry in entries:
            path = _join(current, entry.name)
            if _is_folder(entry):
                (links if entry.is_symlink() else open_folders).append((path, level + 1))
            elif _is_file(entry):
                paths.append(path)
        if len(paths) > MAX_SEARCHED_FILES:
            name = sanitize_line(folder)
            problems.append(WizardError(f"{name} has more than {MAX_SEARCHED_FILES:,} files; name a folder below it"))
            break
    return FoundFiles(tuple(sorted(paths[:MAX_SEARCHED_FILES], key=_order)), tuple(problems))


def find_by_glob(pattern: str) -> FoundFiles:
    """Return the files that fit a pattern, and those below folders that do.

    `*` and `?` stand for characters of a name, `[…]` for one of several, and `**` for any number of folders.
    """
    parts = pattern.replace(os.sep, "/").split("/")
    first = next(index for index, part in enumerate(parts) if _GLOB.search(part))
    root = "/".join(parts[:first]) or ("/" if pattern.startswith("/") else "")
    found = find_below(root or ".")
    begin = len(root) + (0 if root in ("", "/") else 1)
    below = tuple(path.replace(os.sep, "/") for path in found.paths)
    return FoundFiles(tuple(path for path in below if _fits(parts[first:], path[begin:].split("/"))), found.problems)


def _fits(pattern: Sequence[str], names: Sequence[str]) -> bool:
    """Return whether a path, or a folder on it, fits a glob; both are divided at their slashes."""
    from fnmatch import fnmatchcase

    states = _with_skipped({0}, pattern)
    for name in names:
        if len(pattern) in states:
            return True
        states = _with_skipped(
            {
                state if pattern[state] == "**" else state + 1
                for state in states
                if pattern[state] == "**" or fnmatchcase(name, pattern[state])
            },
            pattern,
        )
    return len(pattern) in states


def _with_skipped(states: set[int], pattern: Sequence[str]) -> set[int]:
    """Return the parts that may come next, where `**` may stand for no folder at all."""
    skipped = set(states)
    for first in states:
        state = first
        while state < len(pattern) and pattern[state] == "**":
            state += 1
            skipped.add(state)
    return skipped


def _entries(folder: str, seen: set[tuple[int, int]], hidden: Collection[str]) -> list[os.DirEntry[str]]:
    """Return what lies in a folder, or nothing when that was searched already; raise OSError."""
    status = os.stat(folder)
    identity = (status.st_dev, status.st_ino)
    if identity in seen and status.st_ino:
        return []
    seen.add(identity)
    with os.scandir(folder) as entries:
        found: list[os.DirEntry[str]] = []
        for entry in entries:
            is_hidden = entry.name.startswith(".") and entry.name not in hidden
            if not is_hidden and entry.name not in _NOT_SEARCHED:
                found.append(entry)
            if len(found) > MAX_SEARCHED_FILES:
                break
    return sorted(found, key=lambda entry: entry.name, reverse=True)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle of links
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _join(folder: str, name: str) -> str:
    return name if folder == "." else os.path.join(folder, name)


def _order(path: str) -> tuple[str, ...]:
    return PurePath(path).parts
