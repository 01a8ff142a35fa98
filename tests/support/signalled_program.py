"""plan-wizard that gets a signal at one call about a file below a folder.

`python -m tests.support.signalled_program FOLDER NUMBER SIGNAL ARGUMENTS`
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tests.support.disk_calls import before_disk_calls
from wizard.cli.main import main


class _Signaller:
    """Sends the signal before the call with the number."""

    def __init__(self, folder: Path, number: int, ending: signal.Signals) -> None:
        self._folder = folder
        self._left = number
        self._ending = ending

    def count(self, _name: str, path: Path) -> None:
        """Count a call."""
        if path.is_relative_to(self._folder):
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), self._ending)


if __name__ == "__main__":
    signaller = _Signaller(Path(sys.argv[1]), int(sys.argv[2]), signal.Signals[sys.argv[3]])
    with before_disk_calls(signaller.count):
        sys.exit(main(sys.argv[4:]))
