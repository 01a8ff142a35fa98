"""The files that resuming a draft reads: as long as none of them changes, it begins with the same frame.

the name of a draft → its own files, its template, the plan that it was saved as

The frame is kept for the next start (`screens.launch`), which compares these and reads none of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from wizard.compiler.loader import template_path
from wizard.drafts.draft_folder import JOURNAL, LOCK, SNAPSHOT, TEMPLATE
from wizard.drafts.snapshot import try_read_header
from wizard.errors import NotFoundError
from wizard.files.directories import drafts_folder
from wizard.limits import MAX_LAUNCH_IMAGE_DRAFTS


def resumed_files(name: str) -> tuple[Path, ...]:
    """Return the files of a draft in the data folder; none when it or its template cannot be read."""
    folder = drafts_folder() / name
    header = try_read_header(folder / SNAPSHOT)
    if header is None:
        return ()
    try:
        template = Path(os.path.abspath(template_path(header.source)))
    except NotFoundError:
        return ()
    # The folder itself tells of a file that is put there.
    own = (folder, *(folder / file for file in (SNAPSHOT, JOURNAL, TEMPLATE)))
    return (*own, template, *(_plan_files(header.saved_as) if header.saved_as else ()))


def lock_of(name: str) -> Path:
    """Return the lock of a draft in the data folder."""
    return drafts_folder() / name / LOCK


def files_that_tell_the_newest() -> tuple[Path, ...]:
    """Return the files that say which draft was left last; none when there are too many to look at."""
    folder = drafts_folder()
    names = sorted(entry for entry in os.listdir(folder) if not entry.startswith("."))
    return () if len(names) > MAX_LAUNCH_IMAGE_DRAFTS else (folder, *(folder / name / SNAPSHOT for name in names))


def _plan_files(saved_as: str) -> Iterator[Path]:
    from wizard.plans.plan_files import answers_path

    yield Path(saved_as)
    yield Path(answers_path(saved_as))
