"""How documents for code hosts name a file: from the root of its repository, with slashes on every system."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from urllib.parse import quote_from_bytes

from msgspec import Struct

from wizard.compiler.lookup.repository import repository_root

STDIN_NAME = "stdin"


class SourceLinks(Struct, frozen=True, dict=True):
    """The names of files as seen from where a program was started."""

    folder: Path

    @cached_property
    def root(self) -> Path:
        """Return the root of the repository around the folder, or else the folder."""
        whole = Path(os.path.realpath(self.folder))
        return repository_root(whole) or whole

    def name(self, file: str) -> str:
        """Return a file's path from the root with slashes; one that lies elsewhere is named in full."""
        if file.startswith("<"):
            return STDIN_NAME
        whole = os.path.join(self.folder, file)
        try:
            # The file itself may be a link: it is known by its own name, and only the way to it is followed.
            whole = os.path.join(os.path.realpath(os.path.dirname(whole)), os.path.basename(whole))
            below = os.path.relpath(whole, self.root)
        except (OSError, ValueError):  # a NUL, or another drive
            return file.replace(os.sep, "/")
        is_outside = below == os.pardir or below.startswith(os.pardir + os.sep)
        return (whole if is_outside else below).replace(os.sep, "/")

    def uri(self, file: str) -> str:
        """Return the same as a URI reference; an absolute one for what lies elsewhere."""
        name = self.name(file)
        if os.path.isabs(name):
            return Path(name).as_uri()
        return quote_from_bytes(os.fsencode(name))
