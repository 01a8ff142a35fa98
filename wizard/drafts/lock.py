"""The lock that lets one program at a time write a draft, and tells the next one which program has it."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from wizard.errors import WizardError
from wizard.files.atomic import write_all
from wizard.files.regular_file import open_regular_file, read_file_start
from wizard.message_text import sanitize_line

if sys.platform == "win32":
    import msvcrt
    from socket import gethostname as _host_name
else:
    import fcntl

    def _host_name() -> str:
        """Return what `socket.gethostname` returns, without 3 ms for importing it."""
        return os.uname().nodename


_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL
_FAR_OUT = 1 << 30
"""The offset of the byte that Windows locks: beyond the text, because locked bytes cannot be read."""

_LAST_SECOND = 4e9
"""In the year 2096; not every system can format later times."""
_WAITS = (0.01, 0.02, 0.04)
"""Seconds between attempts: a program that only looks whether a draft is free holds the lock for a moment."""


class Holder(Struct, frozen=True):
    """The program that has a draft open."""

    pid: int
    host: str
    since: float
    """Seconds since the epoch."""
    process_start: str
    """The process's start time, which tells it from a later one with the same number; empty where it is unknown."""

    def __str__(self) -> str:
        started = time.strftime("%H:%M on %Y-%m-%d", time.localtime(self.since))
        where = "" if self.host == _host_name() else f" on {sanitize_line(self.host)}"
        return f"process {self.pid}{where}, since {started}"


class DraftInUseError(WizardError):
    """Raised when another program has the draft open; `holder` is None when that program is unknown."""

    def __init__(self, name: str, holder: Holder | None) -> None:
        self.name = name
        self.holder = holder
        who = str(holder) if holder is not None else "another program"
        super().__init__(f"{sanitize_line(name)} is open elsewhere ({who}). You can look at it, or open a copy.")


class Lock(Struct, frozen=True):
    """A held lock; the system releases it too when the process ends."""

    path: Path
    descriptor: int

    def is_in_place(self) -> bool:
        """Whether the locked file is still the one in the draft's folder."""
        try:
            return os.path.samestat(os.fstat(self.descriptor), os.stat(self.path))
        except OSError:
            return False

    def release(self) -> None:
        """Release the lock."""
        try:
            os.ftruncate(self.descriptor, 0)
        except OSError:
            pass  # the name of a process that has gone misleads nobody: the lock itself is what counts
        finally:
            os.close(self.descriptor)


def take_lock(path: Path, name: str) -> Lock:
    """Take the lock of the draft `name`.

    Raise DraftInUseError when a running program has it, OSError when the lock file cannot be opened.
    """
    opened = _open_lock_file(path)
    for wait in _WAITS:
        if _is_free(opened):
            _write_holder(opened)
            return Lock(path, opened)
        time.sleep(wait)
    holder = _read_holder(opened)
    os.close(opened)
    raise DraftInUseError(name, holder)


def _open_lock_file(path: Path) -> int:
    with suppress(FileExistsError):
        return os.open(path, _NEW, 0o600)
    return open_regular_file(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))


def _write_holder(opened: int) -> None:
    try:
        os.ftruncate(opened, 0)
        os.lseek(opened, 0, os.SEEK_SET)
        write_all(opened, _our_line())
    except OSError:
        return  # a full disk: the lock is ours all the same, only nobody can read whose it is


def lock_holder(path: Path) -> Holder | None:
    """Return the program that has the draft open, or None."""
    try:
        opened = open_regular_file(path, os.O_RDWR)
    except OSError:
        return None
    try:
        return None if _is_free(opened) else _read_holder(opened) or Holder(0, "", time.time(), "")
    finally:
        os.close(opened)


def _is_free(opened: int) -> bool:
    """Try to lock the file; where locks are unknown, return whether the process named in it has ended."""
    try:
        if sys.platform == "win32":
            os.lseek(opened, _FAR_OUT, os.SEEK_SET)
            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without locks
        holder = _read_holder(opened)
        return holder is None or not _is_alive(holder)
    return True


def _our_line() -> bytes:
    pid = os.getpid()
    return json.dumps({"pid": pid, "host": _host_name(), "since": time.time(), "born": _process_start(pid)}).encode()


def _read_holder(opened: int) -> Holder | None:
    try:
        os.lseek(opened, 0, os.SEEK_SET)
        data = json.loads(os.read(opened, 4096))
        since = min(float(int(data["since"])), _LAST_SECOND)
        return Holder(int(data["pid"]), str(data["host"]), max(since, 0.0), str(data["born"]))
    except (OSError, ValueError, TypeError, LookupError, RecursionError, OverflowError):
        return None


def _is_alive(holder: Holder) -> bool:
    """Whether the process still runs; one on another machine is assumed to."""
    if holder.host != _host_name():
        return True
    if holder.pid <= 0 or sys.platform == "win32":
        return False  # on Windows os.kill would send a signal even when asked for none
    try:
        os.kill(holder.pid, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return not holder.process_start or _process_start(holder.pid) == holder.process_start


def _process_start(pid: int) -> str:
    """Return a process's start in clock ticks since boot (proc(5), field 22 of stat); empty without /proc."""
    try:
        return read_file_start(f"/proc/{pid}/stat", 4096).rpartition(b")")[2].split()[19].decode()
    except (OSError, LookupError, UnicodeDecodeError):
        return ""
