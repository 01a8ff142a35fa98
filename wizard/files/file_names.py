"""What a file may be called."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

# "Naming Files, Paths, and Namespaces" in Microsoft's documentation of Win32: with any extension, in any case.
_RESERVED: Final = re.compile(r"(?i:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\Z)")

_BACKUP: Final = re.compile(r"\.before(?:-\d+)?\.[^.]+\Z")


def is_reserved_on_windows(name: str) -> bool:
    """Whether a name is a device on Windows, such as `CON` or `lpt1.md`."""
    return _RESERVED.match(name) is not None


def free_backup_paths(path: Path) -> Iterator[Path]:
    """Yield `relay.before.md`, `relay.before-2.md` and so on, as far as no file has the name."""
    for number in count(1):
        backup = path.with_name(f"{path.stem}.before{f'-{number}' if number > 1 else ''}{path.suffix}")
        if not os.path.lexists(backup):
            yield backup


def is_backup_name(name: str) -> bool:
    """Whether a file's name is one of those that `free_backup_paths` yields, so that it is no plan of its own."""
    return _BACKUP.search(name) is not None


def without_template_word(name: str) -> str:
    """Return a template's name for its plans, `adr` for `adr-template`, so that no plan takes the template's place."""
    return re.sub(r"(?:\A|-)template(?=-|\Z)", "", name).strip("-")
