"""The way into the process: the last first frame if it is the one that comes, and then the command line.

`python -m wizard` is `plan-wizard`.
"""

import os
import signal
import sys


def run_program() -> int:
    """Run the command that the arguments of the process name; return the exit code.

    The frame is looked for before the command line is imported, which with msgspec and argparse takes as long as Python
    itself. Until then Ctrl+C ends the process without a word: there is nothing yet that could be lost.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end_quietly)
    from screens.launch.launch import begin_launch

    launch = begin_launch(sys.argv[1:])
    from wizard.cli.main import run_process

    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, before)
    return run_process(launch)


def _end_quietly(_number: int, _frame: object) -> None:
    os._exit(130)


if __name__ == "__main__":
    sys.exit(run_program())
