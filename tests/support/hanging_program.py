"""`python -m tests.support.hanging_program FOLDER ARGUMENTS`: plan-wizard where a folder's disk never answers."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event

from tests.support.disk_calls import before_disk_calls
from wizard.cli.main import main


def _hang(folder: Path, path: Path) -> None:
    if path.is_relative_to(folder):
        Event().wait()


if __name__ == "__main__":
    hanging = Path(sys.argv[1])
    with before_disk_calls(lambda _, path: _hang(hanging, path)):
        sys.exit(main(sys.argv[2:]))
