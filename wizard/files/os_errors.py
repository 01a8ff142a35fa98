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
    errno.ENOSPC: ("the disk is full", "Make room"),
    errno.EDQUOT: ("your share of the disk is used up", "Make room"),
    errno.EFBIG: ("files may not grow that big here", "Raise the limit on file sizes, or choose another place"),
    errno.EROFS: ("{place} can only be read", "Choose another place"),
    errno.EACCES: ("you may not write to {place}", "Change its permissions, or choose another place"),
    errno.EPERM: ("you may not write to {place}", "Change its permissions, or choose another place"),
    errno.ENOENT: ("{place} is not there", "Make the folder, or choose another place"),
    errno.ENOTDIR: ("something else is where the folder of {place} should be", "Move it away, or choose another place"),
    errno.EEXIST: ("something else is at {place}", "Move it away, or choose another place"),
    errno.EISDIR: ("a folder is at {place}", "Move it away, or choose another name"),
    errno.ENOTEMPTY: ("a folder is at {place}", "Move it away, or choose another name"),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter one"),
    errno.ELOOP: ("the links at {place} lead in a circle", "Choose another place"),
    errno.EIO: ("the disk does not answer as it should", "Choose another place, and check the disk"),
    errno.EMFILE: ("too many files are open", "Close other programs"),
    errno.ENFILE: ("too many files are open", "Close other programs"),
    errno.ESTALE: ("the network folder of {place} went away", "Connect it again, or choose another place"),
    errno.EXDEV: ("{place} is on another disk", "Choose another place"),
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
    what, remedy = _EXPLANATIONS.get(error.errno or 0, (f"{{place}}: {system.lower()}", "Choose another place"))
    return DiskProblem(what.replace("{place}", place), remedy, system)


def _missing_folder(path: str) -> str:
    """Return the outermost folder on the way to a path that is not there; the path itself when all of them are."""
    missing, folder = path, os.path.dirname(path)
    while folder and not os.path.exists(folder):
        missing, folder = f"the folder {folder}", os.path.dirname(folder)
    return missing
