"""The folders of the program: drafts, the done and dropped ones, templates, recent plans, the cache."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import wizard

_PROGRAM = "plan-wizard"

# Beside this package, wherever both are; importing it would cost 10 ms for importlib.resources.
BUILT_IN_FOLDER: Final = Path(wizard.__file__).resolve().parent.parent / "templates"
"""Holds the templates that come with the program."""


def data_folder() -> Path:
    """Return the folder of everything that the user would miss, or PLAN_WIZARD_HOME; it need not exist."""
    named = os.environ.get("PLAN_WIZARD_HOME")
    if named:
        return Path(os.path.abspath(os.path.expanduser(named)))
    if sys.platform == "linux":
        return _xdg_folder("XDG_DATA_HOME", ".local/share")
    from platformdirs import user_data_path  # decision 0015: 10 ms that Linux does not need

    return user_data_path(_PROGRAM, appauthor=False)


def drafts_folder() -> Path:
    """Return the folder that holds one folder for each draft."""
    return data_folder() / "drafts"


def done_folder() -> Path:
    """Return the folder of the drafts whose plans were saved."""
    return data_folder() / "done"


def dropped_folder() -> Path:
    """Return the folder of the drafts that were dropped and can still be brought back."""
    return data_folder() / "dropped"


def templates_folder() -> Path:
    """Return the folder of the user's own templates, one Markdown file each."""
    return data_folder() / "templates"


def template_copies_folder() -> Path:
    """Return the folder of the copies of templates that saved plans were made from."""
    return data_folder() / "template-copies"


def versions_folder() -> Path:
    """Return the folder of what saved plans were before each save."""
    return data_folder() / "versions"


def recent_plans_folder() -> Path:
    """Return the folder of what is remembered of the plans that were opened or saved last."""
    return data_folder() / "recent-plans"


def cache_folder() -> Path:
    """Return the folder of files that can be made again at any time."""
    if os.environ.get("PLAN_WIZARD_HOME"):
        return data_folder() / "cache"
    if sys.platform == "linux":
        return _xdg_folder("XDG_CACHE_HOME", ".cache")
    from platformdirs import user_cache_path

    return user_cache_path(_PROGRAM, appauthor=False)


def make_private(folder: Path) -> None:
    """Make a folder and its parents, where they are missing, for their owner alone; raise OSError on failure."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def _xdg_folder(variable: str, below_home: str) -> Path:
    named = os.environ.get(variable, "")
    if os.path.isabs(named):  # the XDG Base Directory Specification: relative paths are to be ignored
        return Path(named) / _PROGRAM
    user_home = os.path.expanduser("~")
    if not os.path.isabs(user_home):
        from wizard.errors import WizardError  # msgspec, which the launch image does not wait for

        raise WizardError("Your home folder is not known. Set PLAN_WIZARD_HOME to a folder for drafts.")
    return Path(user_home) / below_home / _PROGRAM
