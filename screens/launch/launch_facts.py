"""All that a first frame depends on, as text to compare; imported before Textual, so it imports next to nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import wizard
from wizard.files.directories import data_folder
from wizard.files.launch_images import file_fact

_VARIABLES: Final = frozenset(
    "COLORTERM COLUMNS EDITOR ESCDELAY FORCE_COLOR HOME LANG LANGUAGE LC_TERMINAL LINES NO_COLOR PATH "
    "PYTHONIOENCODING PYTHONUTF8 SOURCE_DATE_EPOCH TERM TERM_PROGRAM TTY_COMPATIBLE TZ UNICODE_VERSION VISUAL".split()
)
_SET_BY_OURSELVES: Final = "TEXTUAL_FPS"
"""Before Textual is imported; it has no part in the first frame."""
_PREFIXES: Final = ("LC_", "PLAN_WIZARD_", "TEXTUAL_", "XDG_")
"""Of variables that Textual, Rich or this program reads, or that say where files are."""


def launch_facts(columns: int, rows: int) -> tuple[str, ...]:
    """Return what a first frame of this size depends on, besides the files that it is drawn from and the day."""
    return (
        f"size={columns}x{rows}",
        f"folder={_folder()}",
        f"python={sys.hexversion}",
        f"encoding={getattr(sys.__stderr__, 'encoding', '')}",
        f"can write={_can_write(data_folder())}",
        *(f"{name}={value}" for name, value in sorted(os.environ.items()) if _is_read(name)),
        *_program_state(),
    )


def _is_read(name: str) -> bool:
    return name in _VARIABLES or (name.startswith(_PREFIXES) and name != _SET_BY_OURSELVES)


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""


def _can_write(folder: Path) -> bool:
    """Whether the folder, or the nearest one above it that exists, can be written to."""
    while not os.path.lexists(folder) and folder.parent != folder:
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK)


def _program_state() -> Iterator[str]:
    """Yield the versions of the program and, by the folder that a package manager changes, of the libraries."""
    ours = os.path.dirname(os.path.dirname(os.path.realpath(wizard.__file__)))
    yield f"version={wizard.__version__}"
    installed = next((place for place in sys.path if place and os.path.isdir(f"{place}/textual")), "")
    yield file_fact(installed)
    if ours != os.path.realpath(installed):  # it runs from its source tree, which changes without a new version
        latest = max(_changed_at(os.path.join(ours, package)) for package in ("wizard", "screens", "templates"))
        yield f"{ours}={latest}"


def _changed_at(folder: str) -> int:
    """Return when a file below a folder was changed last, in nanoseconds."""
    latest, folders = 0, [folder]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name == "__pycache__":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                latest = max(latest, entry.stat(follow_symlinks=False).st_mtime_ns)
    return latest
