"""Where a repository begins, and what makes a folder one.

folder  →  the folders from there up to the root of its repository

Every command that takes the name of a template asks this; what lies in the places,
`wizard.compiler.lookup.discovery` knows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from wizard.limits import MAX_PARENT_FOLDERS

# From a folder of the repository, each the place of one tool.
OWN_PLACE: Final = ".plan-wizard/templates"
SPEC_KIT: Final = ".specify"
OPENSPEC: Final = "openspec/schemas"
KIRO: Final = ".kiro/settings/templates"
DECISION_FOLDERS: Final = tuple(
    f"{above}{folder}"
    for above in ("docs/", "doc/", "", "docs/architecture/", "doc/architecture/")
    for folder in ("adr", "adrs", "ADR", "decisions", "rfcs", "rfc")
)
_PLACES: Final = (OWN_PLACE, ".github", "docs/templates", SPEC_KIT, OPENSPEC, KIRO, *DECISION_FOLDERS)
"""What makes a folder without `.git` a repository. Nearly any project has a folder `templates`, so it does not."""


def repository_folders(start: str | None = None) -> tuple[str, ...]:
    """Return a folder, the current one by default, and those above it up to the root of its repository.

    The root is the nearest with `.git`, else the nearest that has one of the places, else the folder itself. Nothing
    is returned in the home folder, which is no repository unless it has `.git`.
    """
    above = tuple(islice(_folders_above(start), MAX_PARENT_FOLDERS))
    for index, folder in enumerate(above):
        if os.path.lexists(os.path.join(folder, ".git")):  # a file in worktrees and submodules
            return above[: index + 1]
    home = home_folder()
    for index, folder in enumerate(above):
        if folder != home and any(os.path.isdir(os.path.join(folder, place)) for place in _PLACES):
            return above[: index + 1]
    return above[:1] if above and above[0] != home else ()


def repository_root(folder: Path) -> Path | None:
    """Return the nearest folder with a `.git`, a folder's own or one above it; None when there is none.

    Answers files name templates from here, so that it is the same on every machine and with any home folder.
    """
    whole = Path(os.path.abspath(folder))
    return next((each for each in (whole, *whole.parents) if os.path.exists(each / ".git")), None)


def has_own_templates(folders: Iterable[str]) -> bool:
    """Return whether one of a repository's folders has a place for templates of plan-wizard's own."""
    return any(os.path.isdir(os.path.join(folder, OWN_PLACE)) for folder in folders)


def own_places() -> tuple[str, ...]:
    """Return where templates of plan-wizard's own could be that take a name from another, whether or not any are."""
    return tuple(os.path.join(folder, OWN_PLACE) for folder in islice(_folders_above(None), MAX_PARENT_FOLDERS))


def _folders_above(start: str | None) -> Iterator[str]:
    """Yield a folder and those above it, up to the home folder and the border of the file system."""
    home = home_folder()
    try:
        folder = os.path.realpath(start if start is not None else os.getcwd())
        device = os.stat(folder).st_dev
        while True:
            yield folder
            parent = os.path.dirname(folder)
            if parent in (folder, home) or os.stat(parent).st_dev != device:
                return
            folder = parent
    except OSError:  # the current folder was removed, or may not be entered
        return


def home_folder() -> str:
    """Return the user's home folder, without links on the way."""
    return os.path.realpath(os.path.expanduser("~"))
