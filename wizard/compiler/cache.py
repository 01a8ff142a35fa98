"""Templates already read, kept so that the next start need not read them again.

An entry is a pickle that names only this program's own classes; whatever is amiss with one, it is as if it
were not there.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path

from wizard import __version__
from wizard.model.template import Template

_MOST_ENTRIES = 60
_MOST_BYTES = 50_000_000
# The template can be read again, so none of them matters.
_OF_A_BROKEN_PICKLE = (
    *(pickle.UnpicklingError, EOFError, ImportError, AttributeError, LookupError, TypeError, ValueError),
    *(ArithmeticError, AssertionError, MemoryError, RecursionError),
)


def cache_key(content: bytes, source: str) -> str:
    """Changes with the template, the program, and the Python that runs it."""
    parts = (__version__, sys.version, str(_newest_change()), source)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass") + b"\0" + content).hexdigest()


def kept_template(folder: Path, key: str) -> Template | None:
    """The template that was kept under a key, or None."""
    try:
        with open(folder / f"{key}.pickle", "rb") as entry:
            if not _is_ours(os.fstat(entry.fileno())):
                return None
            found = _OwnClasses(entry).load()
    except (OSError, *_OF_A_BROKEN_PICKLE):
        return None
    return found if isinstance(found, Template) else None


def keep_template(folder: Path, key: str, template: Template) -> None:
    """Keep a template for the next start; does nothing where that is not possible."""
    temporary = folder / f".{key}.{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as entry:
            pickle.dump(template, entry, protocol=pickle.HIGHEST_PROTOCOL)
        os.replace(temporary, folder / f"{key}.pickle")
        _drop_oldest(folder)
    except (OSError, RecursionError):
        with suppress(OSError):
            temporary.unlink()


class _OwnClasses(pickle.Unpickler):
    """Finds the classes of this program and nothing else, so that no file can run code."""

    def find_class(self, module_name: str, global_name: str, /) -> type:
        if module_name.startswith("wizard."):
            found = super().find_class(module_name, global_name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is not a part of templates")


def _is_ours(status: os.stat_result) -> bool:
    if status.st_size > _MOST_BYTES:
        return False
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _newest_change() -> int:
    """When a module of the engine last changed, in nanoseconds: a working copy changes without a new version."""
    engine = Path(__file__).parents[1]
    return max(module.stat().st_mtime_ns for module in engine.rglob("*.py"))


def _drop_oldest(folder: Path) -> None:
    entries = sorted(folder.glob("*.pickle"), key=lambda entry: entry.stat().st_mtime)
    for entry in entries[:-_MOST_ENTRIES]:
        entry.unlink(missing_ok=True)
