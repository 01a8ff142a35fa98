"""Reports of the program's own bugs."""

from __future__ import annotations

import platform
from datetime import datetime
from pathlib import Path

from wizard import __version__
from wizard.files.atomic import write_atomically
from wizard.files.directories import data_folder, make_private


def write_crash_report(fault: BaseException) -> Path | None:
    """Write the traceback of a bug to a file for its owner alone and return the file; None when it cannot be written.

    It holds no answers, unless the exception's own message quotes one.
    """
    from traceback import format_exception

    at = datetime.now().astimezone()
    path = data_folder() / "faults" / f"{at:%Y-%m-%d-%H%M%S}.txt"
    head = f"plan-wizard {__version__}, Python {platform.python_version()}, {platform.system()}, {at.isoformat()}\n\n"
    try:
        make_private(path.parent)
        write_atomically(path, (head + "".join(format_exception(fault))).encode("utf-8", "backslashreplace"))
    except OSError:
        return None
    return path
