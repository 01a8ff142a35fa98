"""Which editor the user has named; apart from running it, for the footer that is drawn first of all."""

from __future__ import annotations

import os
from pathlib import Path

from wizard.message_text import sanitize_line

_LONGEST = 16


def named_editor() -> str:
    """Return the command in `$VISUAL`, else in `$EDITOR`, or an empty text."""
    return os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()


def editor_name() -> str:
    """Return what the user calls the editor: `vim` for `/usr/bin/vim -p`; an empty text when none is named."""
    command = named_editor()
    quoted = command[:1] if command[:1] in ("'", '"') else ""
    word = command[1:].partition(quoted)[0] if quoted else command.split(maxsplit=1)[0] if command else ""
    name = sanitize_line(Path(word).name).removesuffix(".exe")
    return name if len(name) <= _LONGEST else "your editor"
