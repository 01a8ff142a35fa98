"""The program in a terminal of its own: what is typed into it, and every byte that comes out."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE
from tests.support.warm_process import WarmPopen

if sys.platform != "win32":
    import fcntl
    import pty
    import struct
    import termios
    import tty
else:
    pytest.skip("Windows has no pseudo-terminals that can be driven so", allow_module_level=True)

_HERE = str(Path(__file__).parents[2])


class Terminal:
    """A program at the other end of a pseudo-terminal."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process = process
        self.output = b""
        """Everything that came out so far."""
        self._master = master
        self._read = 0

    @property
    def text(self) -> str:
        """Everything that came out so far, as text alone."""
        return _text(self.output)

    def type(self, text: str) -> None:
        """Type text as it is, reading along so that neither side waits for the other."""
        left = text.encode("utf-8", "surrogateescape")
        while left:
            readable, writable, _ = select.select([self._master], [self._master], [], PATIENCE)
            if readable:
                self._take()
            if writable:
                left = left[os.write(self._master, left[:1024]) :]

    def type_until_stuck(self, text: str) -> None:
        """Type a text again and again and read nothing, until the program takes no more: it waits for its reader."""
        while select.select([], [self._master], [], 0.5)[1]:
            os.write(self._master, text.encode()[:1024])

    def reply(self, text: str, prompt: str = "> ") -> str:
        """Type a line where the program waits for one; gives what it said before."""
        said = self.wait_for(re.escape(prompt) + r"\Z")
        self.type(text + "\r")
        return said

    def wait_for(self, pattern: str) -> str:
        """Wait until what came since the last wait matches; gives that."""
        deadline = time.monotonic() + PATIENCE
        while True:
            new = _text(self.output[self._read :])
            if re.search(pattern, new):
                self._read = len(self.output)
                return new
            if not select.select([self._master], [], [], deadline - time.monotonic())[0] or not self._take():
                raise AssertionError(f"{pattern!r} did not come; this did:\n{new[-3000:]}")

    def read_for(self, seconds: float) -> None:
        """Take what comes within so many seconds, if anything does."""
        if select.select([self._master], [], [], seconds)[0]:
            self._take()

    def send(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal under the program."""
        os.close(self._master)
        self._master = -1

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def settings(self) -> list[int | list[bytes | int]]:
        """Return the terminal's settings, such as whether it shows what is typed."""
        return termios.tcgetattr(self._master)

    def is_raw(self) -> bool:
        """Return whether each key reaches the program as it is pressed, Ctrl+Q too."""
        flags = self.settings()[3]
        return isinstance(flags, int) and not flags & termios.ICANON

    def wait(self) -> int:
        """The exit code, once the program has ended."""
        deadline = time.monotonic() + PATIENCE
        while self._master >= 0 and time.monotonic() < deadline:
            if select.select([self._master], [], [], 0.05)[0] and not self._take():
                break
        return self.process.wait(PATIENCE)

    def ends_within(self, seconds: float) -> bool:
        """Whether the program ends within so many seconds, while what it says is read."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            self.read_for(0.05)
        return self.process.poll() is not None

    def _take(self) -> bool:
        """Read what has come; False when there is nobody left to write."""
        try:
            more = os.read(self._master, 65536)
        except OSError:
            return False
        self.output += more
        return bool(more)


@contextmanager
def terminal(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    size: tuple[int, int] = (80, 24),
    *,
    program: str = "wizard",
    is_controlling: bool = True,
    typed_before: str = "",
) -> Generator[Terminal]:
    """`plan-wizard ARGUMENTS` in a terminal of so many columns and rows; it is killed in the end if it still runs.

    A terminal that does not control its program sends it no SIGHUP when it is closed. What is typed before the program
    begins is typed into a raw terminal, which takes every key for itself.
    """
    command = [sys.executable, "-m", program, *arguments]
    with terminal_with(
        command, environment, folder, size, is_controlling=is_controlling, typed_before=typed_before
    ) as opened:
        yield opened


@contextmanager
def terminal_with(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    size: tuple[int, int] = (80, 24),
    *,
    is_controlling: bool = True,
    typed_before: str = "",
) -> Generator[Terminal]:
    """The same with another program."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    if typed_before:
        tty.setraw(slave)
        os.write(master, typed_before.encode())
    process = WarmPopen(
        command,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=folder,
        env={**_without_size(os.environ), "PYTHONPATH": _HERE, "PROMPT_TOOLKIT_NO_CPR": "1", **environment},
        start_new_session=True,
        takes_terminal=is_controlling,
    )
    os.close(slave)
    opened = Terminal(process, master)
    try:
        yield opened
    finally:
        process.kill()
        process.wait()
        if opened._master >= 0:  # pyright: ignore[reportPrivateUsage]
            os.close(master)


def _without_size(environment: Mapping[str, str]) -> dict[str, str]:
    """Leave out what would have precedence over the size of the terminal; processes of pytest-xdist set it."""
    return {name: value for name, value in environment.items() if name not in ("COLUMNS", "LINES")}


def _text(output: bytes) -> str:
    """What a terminal shows, roughly: without colours and the ways of the cursor, with plain line ends."""
    shown = output.decode("utf-8", "replace").replace("\r\n", "\n")
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown).replace("\r", "")


def state_of(program: Terminal) -> str:
    """The letter of the process in /proc: T when it is stopped, Z when it has ended."""
    return Path(f"/proc/{program.process.pid}/stat").read_text().rpartition(")")[2].split()[0]


def wait_until_stopped(program: Terminal) -> None:
    deadline = time.monotonic() + PATIENCE
    while state_of(program) != "T":
        assert time.monotonic() < deadline, "it does not stop"
        program.read_for(0.05)
