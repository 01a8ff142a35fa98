"""The repository that a folder is in."""

from __future__ import annotations

import os
from pathlib import Path


def repository_root(folder: Path) -> Path | None:
    """Return the nearest folder with a `.git`, a folder's own or one above it; None when there is none.

    In a worktree or a submodule `.git` is a file.
    """
    whole = Path(os.path.abspath(folder))
    return next((each for each in (whole, *whole.parents) if os.path.exists(each / ".git")), None)
