"""What the program's exit codes mean; docs/command-line.md has the same table."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The code with which the program ends."""

    DONE = 0
    """Also when the user leaves an interview, whose draft is saved."""
    FINDINGS = 1
    """`check` has findings, the plan to be saved is not complete, `render` would write over something else, piped
    lines ended before the plan was saved, or an interview was left whose draft could not be saved."""
    WRONG_INPUT = 2
    """One clear message says what is wrong; nothing was done."""
    FAULT = WRONG_INPUT
    """A defect of the program itself."""
    QUESTIONS_REMAIN = 3
    """A program that answers a draft has more to answer."""
    INTERRUPTED = 130
    """Ctrl+C or a signal, as a shell reports SIGINT; the draft is saved."""
    OUTPUT_CLOSED = 141
    """Nobody reads the output any more, as a shell reports SIGPIPE."""
