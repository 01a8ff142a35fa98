"""A fault of the program itself, written down for whoever mends it."""

from __future__ import annotations

import platform
from datetime import datetime
from pathlib import Path

from wizard import __version__
from wizard.files.atomic import write_atomically
from wizard.files.directories import data_folder, make_private


def write_crash_report(fault: BaseException) -> Path | None:
    """The file that says where a fault happened, for its owner alone; None when it cannot be written.

    It holds no answers, unless the fault's own message quotes one.
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
