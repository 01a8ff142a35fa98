"""Errors of reading and writing files, explained to the user."""

from __future__ import annotations

import errno
import os

from msgspec import Struct

from wizard.message_text import sanitize_line


class DiskProblem(Struct, frozen=True):
    """Why a file could not be read or written, and what to do about it."""

    what: str
    """Continues "Not kept: "; no capital, no full stop."""
    remedy: str
    """Begins a sentence; no full stop."""
    system_message: str = ""
    """The system's own words."""

    def __str__(self) -> str:
        return f"{self.what}. {self.remedy}."


_EXPLANATIONS = {
    errno.ENOSPC: ("the disk is full", "Free some space"),
    errno.EDQUOT: ("your disk quota is used up", "Free some space"),
    errno.EFBIG: ("the file is larger than this system allows", "Raise the file size limit, or choose another folder"),
    errno.EROFS: ("{place} is read-only", "Choose another folder"),
    errno.EACCES: (
        "you do not have permission to write to {place}",
        "Change its permissions, or choose another folder",
    ),
    errno.EPERM: ("you do not have permission to write to {place}", "Change its permissions, or choose another folder"),
    errno.ENOENT: ("{place} does not exist", "Create the folder, or choose another one"),
    errno.ENOTDIR: ("{place} is inside something that is not a folder", "Move it, or choose another folder"),
    errno.EEXIST: ("something else is at {place}", "Move it, or choose another folder"),
    errno.EISDIR: ("a folder is at {place}", "Move it, or choose another name"),
    errno.ENOTEMPTY: ("a folder is at {place}", "Move it, or choose another name"),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter one"),
    errno.ELOOP: ("the symbolic links at {place} form a loop", "Choose another folder"),
    errno.EIO: ("the disk reports an error", "Choose another folder, and check the disk"),
    errno.EMFILE: ("too many files are open", "Close other programs"),
    errno.ENFILE: ("too many files are open", "Close other programs"),
    errno.ESTALE: ("the network folder of {place} is no longer available", "Reconnect it, or choose another folder"),
    errno.EXDEV: ("{place} is on another disk", "Choose another folder"),
}


_AT_FAULT = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY)
"""The file in the way is named, not the one that was to be written."""


def explain_os_error(error: OSError, path: str | os.PathLike[str] | None = None) -> DiskProblem:
    """Return an error explained; `path` is the file or folder by the name that the user knows."""
    at_fault = error.filename2 or error.filename
    named = str(at_fault or "the file") if path is None or (at_fault and error.errno in _AT_FAULT) else os.fspath(path)
    if error.errno == errno.ENOENT:
        named = _missing_folder(named)
    place = sanitize_line(named)
    system = sanitize_line(error.strerror or str(error))
    what, remedy = _EXPLANATIONS.get(error.errno or 0, (f"{{place}}: {system.lower()}", "Choose another folder"))
    return DiskProblem(what.replace("{place}", place), remedy, system)


def _missing_folder(path: str) -> str:
    """Return the outermost folder on the way to a path that is not there; the path itself when all of them are."""
    missing, folder = path, os.path.dirname(path)
    while folder and not os.path.exists(folder):
        missing, folder = f"the folder {folder}", os.path.dirname(folder)
    return missing
