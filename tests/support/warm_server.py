"""A Python that has imported the program, and forks for each process that is asked for.

command, environment, folder, descriptors  →  a forked process that runs the command as a new Python would
its end                                    →  its wait status, down the pipe that came with the request

`python -m tests.support.warm_server DESCRIPTOR`: of a socket whose other end `warm_process` holds.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import io
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
import termios
import threading
from contextlib import suppress
from importlib import import_module
from types import FrameType, ModuleType
from typing import Any

from tests.support.warm_process import LENGTH

_PACKAGES = ("wizard", "screens")
_LATE = ("textual.drivers.linux_driver", "textual.drivers._byte_stream", "prompt_toolkit.shortcuts")
"""What others import only while they run."""

_running: dict[int, int] = {}
"""The pipe for the status of each process."""
_ENDING = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
"""They wait until a forked process is what a new Python would be: an exception in between would be lost."""


def _serve(requests: socket.socket) -> dict[str, Any] | None:
    """Fork for every request; return it in the forked process, and None when nobody asks any more."""
    signal.signal(signal.SIGCHLD, _report_ends)
    while True:
        head, descriptors, _, _ = socket.recv_fds(requests, LENGTH, 4)
        if not head:
            return None
        asked = json.loads(_received(requests, int.from_bytes(head, "big")))
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD, *_ENDING])
        child = os.fork()
        if not child:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
            requests.detach()
            return {**asked, "descriptors": descriptors[:3]}
        *standard, status = descriptors
        for descriptor in standard:
            os.close(descriptor)
        _running[child] = status
        os.write(status, child.to_bytes(LENGTH, "big"))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD, *_ENDING])


def _report_ends(_number: int, _frame: FrameType | None) -> None:
    while _running:
        child, ended = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        pipe = _running.pop(child)
        with suppress(BrokenPipeError):  # nobody waits for it
            os.write(pipe, ended.to_bytes(LENGTH, "big"))
        os.close(pipe)


def _received(requests: socket.socket, length: int) -> bytes:
    content = b""
    while len(content) < length:
        content += requests.recv(length - len(content))
    return content


def _settle(asked: dict[str, Any]) -> None:
    """Make the forked process what a Python is that has just been started."""
    if asked["starts_session"]:
        os.setsid()
    for number, descriptor in enumerate(asked["descriptors"]):
        os.dup2(descriptor, number)
    os.closerange(3, 256)
    if asked["takes_terminal"]:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    added = asked["environment"].get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:] = list(dict.fromkeys([asked["folder"], *filter(None, added), *sys.path[1:]]))
    sys.stdin = sys.__stdin__ = _stream(0, sys.stdin)
    sys.stdout = sys.__stdout__ = _stream(1, sys.stdout)
    sys.stderr = sys.__stderr__ = _stream(2, sys.stderr)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def _stream(descriptor: int, old: Any) -> io.TextIOWrapper:
    """Return the stream of a descriptor as a new Python makes it, with the encoding of the one that was there."""
    raw: Any = io.FileIO(descriptor, "wb" if descriptor else "rb", closefd=False)
    raw.name = ("<stdin>", "<stdout>", "<stderr>")[descriptor]
    if descriptor == 0:
        buffer: Any = io.BufferedReader(raw)
    else:
        buffer = raw if old.write_through else io.BufferedWriter(raw)
    stream: Any = io.TextIOWrapper(
        buffer,
        encoding=old.encoding,
        errors=old.errors,
        newline="\n" if descriptor else None,
        line_buffering=descriptor == 2 or (raw.isatty() and not old.write_through),
        write_through=old.write_through,
    )
    stream.mode = "w" if descriptor else "r"
    return stream


def _run_and_end(*command: str) -> None:
    """Run it and end as Python does, but leave the modules alone: to take them apart takes longer than to run it."""
    code: object = 0
    try:
        _run(*command)
    except SystemExit as end:
        code = end.code or 0
        if not isinstance(code, int):
            raise
    threading._shutdown()  # pyright: ignore[reportAttributeAccessIssue] - as Python itself calls it
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)  # Python says what has gone wrong
    os._exit(code & 0xFF)


def _run(kind: str, *arguments: str) -> None:
    """Do what `python KIND ARGUMENTS` does; `kind` is -m or -c."""
    if kind == "-m":
        sys.argv[:] = arguments
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
        return
    sys.argv[:] = ["-c", *arguments[1:]]
    main = sys.modules["__main__"] = ModuleType("__main__")
    exec(compile(arguments[0], "<string>", "exec"), main.__dict__)


def _import_all() -> None:
    for package in _PACKAGES:
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if not module.name.endswith(".__main__"):
                import_module(module.name)
    for name in _LATE:
        import_module(name)


if __name__ == "__main__":
    _import_all()
    gc.collect()
    gc.freeze()
    request = _serve(socket.socket(fileno=int(sys.argv[1])))
    if request is not None:
        _settle(request)
        _run_and_end(*request["command"])
