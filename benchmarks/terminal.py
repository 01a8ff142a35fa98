"""A program in a terminal of its own: what it draws, and how long that takes, seen from outside."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import clock_gettime, monotonic, perf_counter

_QUESTIONS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y", b"\x1b[c": b"\x1b[?62;c"}
"""What a program asks a terminal, and what one answers."""
_CUT_OFF = re.compile(r"\x1b(?:\[[0-9;?<>=$ ]*|\][^\x07\x1b]*\x1b?)?\Z")
"""An escape sequence whose end has not come yet."""
_STEP = re.compile(
    r"\x1b\[(\d*)(?:;(\d*))?H|\x1b\[[0-9;?<>=$]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.|\r|\n|[^\x1b\r\n]+"
)


@dataclass(slots=True)
class Cells:
    """The characters on a screen, as far as cursor addresses and text say."""

    columns: int
    rows: int
    _cells: list[list[str]] = field(default_factory=list[list[str]])
    _row: int = 0
    _column: int = 0
    _rest: str = ""
    _decoder: IncrementalDecoder = field(default_factory=getincrementaldecoder("utf-8"))

    def __post_init__(self) -> None:
        self._cells = [[" "] * self.columns for _ in range(self.rows)]

    def feed(self, written: bytes) -> None:
        """Take in what a program has written."""
        text = self._rest + self._decoder.decode(written)
        cut_off = _CUT_OFF.search(text)
        self._rest = cut_off[0] if cut_off is not None else ""
        for step in _STEP.finditer(text[: len(text) - len(self._rest)]):
            self._take(step)

    def text(self, left: int = 0) -> str:
        """The rows from a column on."""
        return "\n".join("".join(row[left:]) for row in self._cells)

    def rows_from(self, left: int) -> list[str]:
        """The same, each row by itself."""
        return ["".join(row[left:]) for row in self._cells]

    def _take(self, step: re.Match[str]) -> None:
        if step[0].endswith("H") and step[0].startswith("\x1b["):
            self._row, self._column = int(step[1] or 1) - 1, int(step[2] or 1) - 1
        elif step[0] == "\r":
            self._column = 0
        elif step[0] == "\n":
            self._row += 1
        elif not step[0].startswith("\x1b") and 0 <= self._row < self.rows:
            for character in step[0]:
                if self._column < self.columns:
                    self._cells[self._row][self._column] = character
                self._column += 1


class Terminal:
    """A running program and its screen."""

    _LEAVES = b"\x1b[?1049l"
    """What gives the terminal's own screen back."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None, columns: int = 120, rows: int = 40
    ) -> None:
        self.cells = Cells(columns, rows)
        self._tail = b""
        """The last bytes that came."""
        self.started_at = perf_counter()
        self.process, self._file = pty.fork()
        if self.process == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            settings = {"TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
            os.execvpe(command[0], list(command), {**os.environ, **settings})
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def until(self, holds: Callable[[Cells], bool], seconds: float = 60.0) -> float:
        """Read until something is on the screen; when that was, by `perf_counter`. TimeoutError if it never is."""
        ends = monotonic() + seconds
        while not holds(self.cells):
            if not self._read(max(ends - monotonic(), 0)):
                raise TimeoutError(f"not on the screen after {seconds} s:\n{self.cells.text()}")
        return perf_counter()

    def rest(self, seconds: float) -> None:
        """Read for some time."""
        for _ in self.reads(seconds):
            pass

    def reads(self, seconds: float) -> Iterator[float]:
        """Read for some time; when each part came, by `perf_counter`."""
        ends = monotonic() + seconds
        while (left := ends - monotonic()) > 0:
            if self._read(left):
                yield perf_counter()

    def press(self, keys: str) -> float:
        """Send keys; when that was."""
        os.write(self._file, keys.encode())
        return perf_counter()

    def resident_bytes(self) -> int:
        """The memory that the program has in use."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def processor_seconds(self) -> float:
        """Return the processor time that the program has used."""
        return clock_gettime((~self.process << 3) | 2)  # the clock of a process, as clock_getcpuclockid(3) makes it

    def leave(self, keys: str) -> float:
        """Press the keys that end the program; return the seconds until it gives the terminal back."""
        pressed = self.press(keys)
        while self._LEAVES not in self._tail:
            if not self._read(60.0):
                raise TimeoutError(f"still there:\n{self.cells.text()}")
        given_back = perf_counter()
        while self._read(60.0):
            pass
        return given_back - pressed

    def end(self) -> None:
        """End the program."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._file)

    def _read(self, seconds: float) -> bool:
        """Take in what comes next; False if nothing does."""
        ready, _, _ = select.select([self._file], [], [], seconds)
        if not ready:
            return False
        try:
            written = os.read(self._file, 1 << 20)
        except OSError:
            return False
        for question, answer in _QUESTIONS.items():
            if question in written:
                os.write(self._file, answer)
        self._tail = (self._tail + written)[-4096:]
        self.cells.feed(written)
        return bool(written)
