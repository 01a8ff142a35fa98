"""A file that somebody else may write to: told by the operating system, or looked at where that cannot tell.

a file on a local disk                   -> the system wakes the thread (watchdog, decision 0022)
a network share, a container's folder    -> five looks a second
the folder is gone, or is another one    -> looks, until there is a folder to be told of again

A change is told when the file is at rest, so that one that is being written is not read in the middle.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from wizard.files.file_state import FileState, file_state

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver

LOOK_SECONDS: Final = 0.2
"""Seconds from one look to the next where the system cannot tell."""
_REST_SECONDS: Final = 0.04
"""Seconds in which a file has to stay as it is to be at rest."""
_LOOKS_UNTIL_TOLD: Final = 12
"""Looks at a file that is not at rest, gone or empty until it is told: editors truncate and rename as they save."""

_LOCAL_FILE_SYSTEMS: Final = frozenset(
    (
        *("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs", "jfs", "nilfs2", "reiserfs"),
        *("tmpfs", "ramfs", "overlay", "ecryptfs", "vfat", "exfat", "ntfs3", "hfsplus", "apfs"),
    )
)
"""Those of Linux on which every change goes through its own kernel; FUSE, 9P, virtiofs, NFS and SMB are none."""


class FileWatch:
    """Calls `on_change` in a thread of its own: once at the start, and whenever the file is another one."""

    def __init__(self, path: Path, on_change: Callable[[], None]) -> None:
        self._path = Path(os.path.abspath(path))
        self._on_change = on_change
        self._is_woken = Event()
        self._is_stopped = Event()
        self._told: FileState | None = None
        self._thread = Thread(target=self._run, name="file-watch", daemon=True)
        self._observer: BaseObserver | None = None
        self._folders: tuple[tuple[int, int] | None, ...] = ()
        """Which folders, by device and inode, the system tells of."""

    @property
    def is_told_by_system(self) -> bool:
        """Whether the system tells of changes, and the file need not be looked at."""
        return self._observer is not None

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more; the thread ends by itself."""
        self._is_stopped.set()
        self._is_woken.set()

    def look(self) -> None:
        """Look at the file now, whatever the system tells."""
        self._is_woken.set()

    def _run(self) -> None:
        self._observe()
        self._is_woken.set()
        self._told = file_state(self._path)
        self._on_change()
        while not self._is_stopped.is_set():
            self._is_woken.wait(None if self.is_told_by_system else LOOK_SECONDS)
            self._is_woken.clear()
            self._follow_folders()  # before the look, so that nothing happens between the two unnoticed
            if self._has_changed() and not self._is_stopped.is_set():
                self._on_change()
        self._unobserve()

    def _has_changed(self) -> bool:
        """Return whether the file differs from what was told last, once it is at rest."""
        state = file_state(self._path)
        if state == self._told:
            return False
        for _ in range(_LOOKS_UNTIL_TOLD):
            before = state
            if self._is_stopped.wait(_REST_SECONDS):
                return False
            state = file_state(self._path)
            if state == before and state is not None and state.size:
                break
        is_other, self._told = state != self._told, state
        return is_other

    # What the system tells

    def _watched_folders(self) -> tuple[str, ...]:
        """Return the folders of the file, of what it is a link to, and those around: a folder may be replaced too."""
        folders = dict.fromkeys((str(self._path.parent), os.path.dirname(os.path.realpath(self._path))))
        return tuple(dict.fromkeys((*folders, *(os.path.dirname(folder) for folder in folders))))

    def _follow_folders(self) -> None:
        """Have the system tell of the folders that are there now, if they are others than before."""
        if _identities(self._watched_folders()) != self._folders and not self._is_stopped.is_set():
            self._observe()
            self._is_woken.set()  # they may have been replaced meanwhile

    def _observe(self) -> None:
        """Have the system tell of changes from now on, if it can."""
        self._unobserve()
        folders = self._watched_folders()
        self._folders = _identities(folders)
        if None in self._folders or not all(map(_tells_changes, folders)):
            return
        try:
            self._observer = _start_observer(folders, self._names(folders), self._wake)
        except (ImportError, OSError):  # the most that the system watches for one user, or nothing to watch with
            self._observer = None

    def _wake(self, is_folder_gone: bool) -> None:
        if is_folder_gone:
            self._folders = ()  # one that is made in its place may have the same inode
        self._is_woken.set()

    def _names(self, folders: tuple[str, ...]) -> frozenset[str]:
        paths = (str(self._path), os.path.realpath(self._path), *folders)
        return frozenset(map(os.path.basename, paths))

    def _unobserve(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer = None


def _start_observer(
    folders: tuple[str, ...], names: frozenset[str], wake: Callable[[bool], None]
) -> BaseObserver | None:
    """Return what calls `wake` when an entry of one of these names changes; None where watchdog itself has to look.

    It is told whether a folder is gone.
    """
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer
    from watchdog.observers.polling import PollingObserver

    class Waker(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if event.event_type in ("opened", "closed_no_write"):
                return
            if any(os.path.basename(os.fsdecode(path)) in names for path in (event.src_path, event.dest_path)):
                wake(event.is_directory and event.event_type in ("deleted", "moved"))

    observer = Observer()
    if isinstance(observer, PollingObserver):
        return None
    handler = Waker()
    for folder in folders:
        observer.schedule(handler, folder)
    observer.daemon = True
    observer.start()
    return observer


def _tells_changes(folder: str) -> bool:
    """Return whether the system tells of everything that changes in a folder."""
    if sys.platform == "linux":
        return _file_system_type(folder) in _LOCAL_FILE_SYSTEMS
    import tempfile

    try:
        return os.stat(folder).st_dev == os.stat(tempfile.gettempdir()).st_dev  # a disk of this machine
    except OSError:
        return False


def _file_system_type(folder: str) -> str:
    """Return the type of the file system that a folder is on, by proc(5), /proc/PID/mountinfo; "" if not known."""
    try:
        device = os.stat(folder).st_dev
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as mounts:
            for line in mounts:
                fields, _, rest = line.partition(" - ")
                if fields.split(" ")[2] == f"{os.major(device)}:{os.minor(device)}":
                    return rest.split(" ")[0]
    except (OSError, IndexError):
        return ""
    return ""


def _identities(folders: tuple[str, ...]) -> tuple[tuple[int, int] | None, ...]:
    return tuple(map(_identity, folders))


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        found = os.stat(folder)
    except OSError:
        return None
    return (found.st_dev, found.st_ino)
