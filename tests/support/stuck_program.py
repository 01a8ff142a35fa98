"""The program with a part of it that stops answering: `python -m tests.support.stuck_program PART ARGUMENTS`.

PART is `disk` (no write comes to its end) or `screen` (the thread of the keys waits for ever), each from the moment on
at which the file `stuck` is in the folder; then `reached` is made.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from wizard.cli.main import main

_FOR_EVER = 600.0


def _stick_when_told() -> None:
    if Path("stuck").exists():
        Path("reached").touch()
        time.sleep(_FOR_EVER)


def _slow_disk() -> None:
    synced = os.fsync

    def fsync(opened: int) -> None:
        _stick_when_told()
        synced(opened)

    os.fsync = fsync


def _slow_screen() -> None:
    from screens.question import QuestionScreen

    noted = QuestionScreen._show  # pyright: ignore[reportPrivateUsage]

    def show(self: QuestionScreen) -> None:
        _stick_when_told()
        noted(self)

    QuestionScreen._show = show  # pyright: ignore[reportPrivateUsage]


if __name__ == "__main__":
    {"disk": _slow_disk, "screen": _slow_screen}[sys.argv[1]]()
    sys.exit(main(sys.argv[2:]))
