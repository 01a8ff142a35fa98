"""Drawing what the next resume of a draft will begin with, in a process of its own that nobody waits for.

Started when the terminal has been given back. It opens the draft to read it alone, without the lock, lets the app draw
its first frame to nowhere, and ends.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from functools import partial

from screens.launch.launch import Launch, is_plain, terminal_size

_MOST_SECONDS = 20
_STREAMS = (0, 1, 2)


def begin_drawing_ahead(draft: str) -> None:
    """Start drawing what `resume` of a draft will begin with, unless that is known."""
    size = terminal_size()
    if sys.platform == "win32" or size is None or not is_plain(draft) or os.sep in draft:
        return
    if Launch(f"resume {draft}", size.columns, size.lines).is_known():
        return
    command = [sys.executable, "-P", "-m", __name__, draft, str(size.columns), str(size.lines)]
    nowhere = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in _STREAMS]
    with suppress(OSError, NotImplementedError):
        os.posix_spawn(sys.executable, command, os.environ, file_actions=nowhere, setsid=True)


def draw_ahead(name: str, columns: int, rows: int) -> None:
    """Keep the first frame that `resume` of a draft draws in a terminal of this size."""
    from wizard.cli.full_screen import prepare_process
    from wizard.plans.opening.resumed_files import files_that_tell_the_newest, lock_of, resumed_files

    files = resumed_files(name)
    launch = Launch(f"resume {name}", columns, rows)
    launch.is_ahead = True
    launch.note_files(files, lock_of(name))
    newest = Launch("resume", columns, rows)
    if others := files_that_tell_the_newest():
        newest.note_files((*files, *others), lock_of(name))
    prepare_process()
    from screens.app import PlanWizard
    from wizard.drafts.catalog import newest_draft_name
    from wizard.drafts.draft import open_draft

    PlanWizard(partial(open_draft, name, only_reads=True), launch=launch).run(headless=True, size=(columns, rows))
    if launch.frame is not None and newest_draft_name() == name:
        newest.keep(launch.frame, shows_day=launch.is_of_today)


if __name__ == "__main__":
    signal.alarm(_MOST_SECONDS)
    os.nice(10)
    draw_ahead(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
