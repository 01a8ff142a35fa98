"""Processes of Python that need not import the program first; all else is as if Python had been started.

WarmPopen(command, ...)  →  subprocess.Popen of a process that was forked from one that has imported the program
run_python(command, ...) →  subprocess.run with it

Python itself is started where there is no fork, and where its start or its imports are to see the environment.
"""

from __future__ import annotations

import atexit
import json
import locale
import os
import select
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.patience import PATIENCE

LENGTH = 8
"""Bytes of the number in front of a request, and of a process and its wait status."""
_ROOT = str(Path(__file__).parents[2])
_READ_AT_THE_START = ("PYTHON", "LC_", "LANG", "TEXTUAL", "LD_")
"""How the variables begin that Python and the libraries read once."""
_READ_ANEW = ("PYTHONPATH",)
_SAME = ("PYTHONUTF8", "1") if locale.getencoding().lower() == "utf-8" else ()
"""A variable that changes nothing here."""


class WarmPopen(subprocess.Popen[Any]):
    """`subprocess.Popen` of `[sys.executable, "-m" or "-c", ...]`.

    `takes_terminal` makes standard input the terminal that controls the process.
    """

    def __init__(self, command: Sequence[str], *, takes_terminal: bool = False, **rest: Any) -> None:
        self._command = list(command)
        self._takes_terminal = takes_terminal
        self._status = -1
        if takes_terminal:
            rest["preexec_fn"] = _take_terminal
        super().__init__(self._command, **rest)

    def _execute_child(self, *arguments: Any) -> None:
        """Let the server fork, where `subprocess` would start a program."""
        folder, environment = arguments[5], arguments[6]
        standard = (arguments[10], arguments[13], arguments[15])
        # What is private to `subprocess` does the rest, so that pipes, waits and timeouts are the real ones.
        environment = dict(os.environ if environment is None else environment)
        if not _may_fork(self._command, environment):
            super()._execute_child(*arguments)  # pyright: ignore[reportAttributeAccessIssue]
            return
        asked = {
            "command": self._command[1:],
            "environment": environment,
            "folder": os.path.abspath(folder or os.getcwd()),
            "starts_session": bool(arguments[21]),
            "takes_terminal": self._takes_terminal,
        }
        standard = [given if given >= 0 else number for number, given in enumerate(standard)]
        self._status, status = os.pipe()
        content = json.dumps(asked).encode()
        server = _server()
        socket.send_fds(server, [len(content).to_bytes(LENGTH, "big")], [*standard, status])
        server.sendall(content)
        os.close(status)
        self.pid = int.from_bytes(os.read(self._status, LENGTH), "big")
        assert self.pid, "the process that forks has ended"
        self._child_created = True
        self._close_pipe_fds(*arguments[10:16])  # pyright: ignore[reportAttributeAccessIssue]

    def _internal_poll(self, *arguments: Any, **rest: Any) -> int | None:
        if self._status < 0:
            return super()._internal_poll(*arguments, **rest)  # pyright: ignore[reportAttributeAccessIssue]
        return self._ended_within(0)

    def _wait(self, timeout: float | None) -> int:
        if self._status < 0 and self.returncode is None:
            return super()._wait(timeout)  # pyright: ignore[reportAttributeAccessIssue]
        code = self._ended_within(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0.0)
        return code

    def _ended_within(self, seconds: float | None) -> int | None:
        """Wait for the end of a forked process; return its exit code, or None while it still runs."""
        if self.returncode is None and select.select([self._status], [], [], seconds)[0]:
            ended = os.read(self._status, LENGTH)
            assert ended, "the process that forks has ended"
            os.close(self._status)
            self._status = -1
            self.returncode = os.waitstatus_to_exitcode(int.from_bytes(ended, "big"))
        return self.returncode


def run_python(
    command: Sequence[str],
    *,
    input: Any = None,
    capture_output: bool = False,
    check: bool = False,
    timeout: float = PATIENCE,
    **rest: Any,
) -> subprocess.CompletedProcess[Any]:
    """Do what `subprocess.run` does."""
    if input is not None:
        rest["stdin"] = subprocess.PIPE
    if capture_output:
        rest["stdout"] = rest["stderr"] = subprocess.PIPE
    with WarmPopen(command, **rest) as process:
        try:
            out, err = process.communicate(input, timeout)
        except BaseException:
            process.kill()
            raise
    done = subprocess.CompletedProcess(process.args, process.returncode, out, err)
    if check:
        done.check_returncode()
    return done


def _may_fork(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    return (
        sys.platform == "linux"
        and command[0] == sys.executable
        and command[1] in ("-m", "-c")
        and _read_once(environment) == _read_once(os.environ)
        and not _customizes(environment.get("PYTHONPATH", ""))
    )


def _customizes(folders: str) -> bool:
    return any((Path(folder) / "sitecustomize.py").exists() for folder in folders.split(os.pathsep) if folder)


def _read_once(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(_READ_AT_THE_START) and name not in _READ_ANEW and (name, value) != _SAME
    }


@cache
def _server() -> socket.socket:
    """Start the server; return the socket for requests to it."""
    ours, its = socket.socketpair()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.warm_server", str(its.fileno())],
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[its.fileno()],
        start_new_session=True,
    )
    its.close()
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
