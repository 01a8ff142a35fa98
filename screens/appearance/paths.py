"""Paths as people write them, and as the shell reads them."""

from __future__ import annotations

from pathlib import Path


def display_folder(folder: Path) -> str:
    """Return a folder as people write it: `~/plans` for one in the home folder."""
    home = Path.home()
    resolved = folder.absolute()
    return f"~/{resolved.relative_to(home)}".rstrip("/.") if resolved.is_relative_to(home) else str(resolved)


def shell_path(path: Path) -> str:
    """Return a path quoted for the shell: only its name when the current folder holds it."""
    import shlex

    return shlex.quote(path.name if path.absolute().parent == Path.cwd() else str(path.absolute()))
