"""A home of the suite's own, so that no test touches the home of whoever runs it.

environment of whoever runs it  →  listing of the places that the program could write to
own_environment(folder)         →  HOME, the XDG folders, TMPDIR, PLAN_WIZARD_HOME below `folder`
end of the run                  →  the same listing again: what differs was written by a test
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

_PROGRAM = "plan-wizard"
_OTHER_FOLDER = "plan-wizard-drafts"
"""Where a draft goes when it cannot be saved in its own folder."""

_USER_FOLDERS = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
}
_MAC_FOLDERS = ("Library/Application Support", "Library/Caches", "Library/Preferences")


def user_environment(user: Path) -> dict[str, str]:
    """Return the variables of a user whose home is the folder `user`, which is made."""
    user.mkdir()
    return {variable: str(user / below) for variable, below in _USER_FOLDERS.items()}


def own_environment(folder: Path) -> dict[str, str]:
    """Return the variables of a process whose home, data and temporary files all lie below `folder`."""
    temporary, runtime = folder / "tmp", folder / "run"
    temporary.mkdir()
    runtime.mkdir(mode=0o700)
    return {
        **user_environment(folder / "user"),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)),
        "XDG_RUNTIME_DIR": str(runtime),
        "PLAN_WIZARD_HOME": str(folder / _PROGRAM),
        "PLAN_WIZARD_LAUNCH_IMAGE": "0",  # its own tests turn it on
    }


def places(environment: Mapping[str, str], home: Path, temporary: Path) -> tuple[Path, ...]:
    """Return every folder that the program could write to, were it run by the user of this home and environment."""
    below_home = [below for below in _USER_FOLDERS.values() if below] + list(_MAC_FOLDERS)
    bases = [home / below for below in below_home]
    named = map(environment.get, (*_USER_FOLDERS, "XDG_RUNTIME_DIR"))
    bases += [Path(base) for base in named if base]
    folders = {base / _PROGRAM for base in bases} | {home / _OTHER_FOLDER, Path.cwd() / _OTHER_FOLDER}
    folders |= set(temporary.glob(f"{_OTHER_FOLDER}*"))
    if hasattr(os, "getuid"):
        folders.add(temporary / f"{_OTHER_FOLDER}-{os.getuid()}")
    if data := environment.get("PLAN_WIZARD_HOME"):
        folders.add(Path(data).expanduser())
    return tuple(sorted(folders))


class Watch:
    """What lay in some folders at the beginning."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        self._before = self._listing()

    def written(self) -> list[Path]:
        """Return what has come, gone or changed since."""
        return sorted({path for path, _ in self._before ^ self._listing()})

    def _listing(self) -> set[tuple[Path, tuple[int, int]]]:
        found = [path for folder in self._folders for path in (folder, *folder.rglob("*"))]
        return {(path, _state(path)) for path in found if os.path.lexists(path)}


def watch_user() -> Watch:
    """Return a watch over the folders of whoever runs this."""
    return Watch(places(os.environ, Path.home(), Path(tempfile.gettempdir())))


def _state(path: Path) -> tuple[int, int]:
    """Return size and time of a file, nothing of a folder, whose files are listed themselves."""
    found = path.lstat()
    return (0, 0) if path.is_dir() else (found.st_size, found.st_mtime_ns)
