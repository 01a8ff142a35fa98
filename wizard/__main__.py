"""The way into the process: the last first frame if it is the one that comes, and then the command line.

`python -m wizard` is `plan-wizard`.
"""

import sys


def run_program() -> int:
    """Run the command that the arguments of the process name; return the exit code.

    The frame is looked for before the command line is imported, which with msgspec and argparse takes as long as Python
    itself.
    """
    from screens.launch.launch import begin_launch

    launch = begin_launch(sys.argv[1:])
    from wizard.cli.main import run_process

    return run_process(launch)


if __name__ == "__main__":
    sys.exit(run_program())
