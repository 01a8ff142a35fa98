"""Every call that asks a disk for something, with what shall happen before it: it waits, or it is written down."""

from __future__ import annotations

import builtins
import io
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_BY_PATH = (
    "access chmod link listdir lstat mkdir open readlink remove rename replace rmdir scandir stat symlink truncate "
    "unlink utime"
).split()
_BY_DESCRIPTOR = ("fsync", "ftruncate", "write")

BeforeCall = Callable[[str, Path], None]
"""Takes the name of the call, such as `rename`, and the path that it is about; of two the one that comes to be."""


@contextmanager
def before_disk_calls(act: BeforeCall) -> Generator[None]:
    """Let `act` be called before every call of this process that is about a file, in the thread that makes it."""
    before = {name: getattr(os, name) for name in (*_BY_PATH, *_BY_DESCRIPTOR)}
    opened = io.open
    for name, call in before.items():
        setattr(os, name, (_of_path if name in _BY_PATH else _of_descriptor)(name, call, act))
    io.open = builtins.open = _of_path("open", opened, act)
    try:
        yield
    finally:
        for name, call in before.items():
            setattr(os, name, call)
        io.open = builtins.open = opened


def _of_path(name: str, call: Callable[..., Any], act: BeforeCall) -> Callable[..., Any]:
    def called(*arguments: Any, **named: Any) -> Any:
        about = arguments[1] if name in ("link", "rename", "replace", "symlink") else (*arguments, ".")[0]
        if isinstance(about, (str, bytes, os.PathLike)):
            act(name, Path(os.path.abspath(os.fsdecode(about))))
        return call(*arguments, **named)

    return called


def _of_descriptor(name: str, call: Callable[..., Any], act: BeforeCall) -> Callable[..., Any]:
    readlink = os.readlink

    def called(descriptor: int, *arguments: Any) -> Any:
        try:
            about = readlink(f"/proc/self/fd/{descriptor}")
        except OSError:
            about = ""
        if about.startswith("/"):
            act(name, Path(about))
        return call(descriptor, *arguments)

    return called
