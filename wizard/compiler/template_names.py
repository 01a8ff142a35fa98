"""Which templates there are, and in which files; nothing is read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import wizard
from wizard.errors import NotFoundError
from wizard.files.directories import templates_folder
from wizard.nearest_name import did_you_mean

# Beside this package, wherever both are; importing it would cost 10 ms for importlib.resources.
BUILT_IN_FOLDER: Final = Path(wizard.__file__).resolve().parent.parent / "templates"


def template_names() -> tuple[str, ...]:
    """The built-in templates and the user's own, each kind in alphabetical order."""
    own = _names_in(templates_folder())
    built_in = _names_in(BUILT_IN_FOLDER)
    return (*built_in, *(name for name in own if name not in built_in))


def template_path(name_or_path: str) -> Path:
    """The file of the template that goes by a name or path; NotFoundError when there is none."""
    path = named_path(name_or_path) or Path(name_or_path)
    if not name_or_path or not _exists(path):
        known = template_names()
        hint = did_you_mean(name_or_path, known) or f"; there are: {', '.join(known)}"
        raise NotFoundError(f"there is no template '{name_or_path}'{hint}")
    return path


def named_path(name: str) -> Path | None:
    """The file of the built-in template, or the user's own, that has a name; None when there is none."""
    if any(mark in name for mark in "/\\."):
        return None
    paths = (folder / f"{name}.md" for folder in (BUILT_IN_FOLDER, templates_folder()))
    return next((path for path in paths if _exists(path)), None)


def _names_in(folder: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(entry[:-3] for entry in os.listdir(folder) if entry.endswith(".md") and entry[0] != "."))
    except OSError:
        return ()


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        # A name that no file can have: too long, or with a NUL in it.
        return False
