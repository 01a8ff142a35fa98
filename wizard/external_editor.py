"""An answer in the user's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from wizard.errors import WizardError


class EditorError(WizardError):
    """The editor gave nothing back; the text that went in stands."""


def editor_command() -> list[str]:
    """The words of `$VISUAL`, else `$EDITOR`, else `vi`."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        words = shlex.split(named)
    except ValueError:
        raise EditorError(f"$EDITOR cannot be read as a command: {named}") from None
    return words or ["vi"]


def edited(text: str, suffix: str = ".md") -> str:
    """The text as the editor leaves it, without the line end that editors add; EditorError when it gives none."""
    with tempfile.TemporaryDirectory(prefix="plan-wizard-") as folder:
        file = Path(folder, f"answer{suffix}")
        file.write_text(text, encoding="utf-8", newline="")
        _run([*editor_command(), str(file)])
        try:
            after = file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            raise EditorError("The editor removed its file. Your text is as it was.") from None
    return after if text.endswith("\n") else after.removesuffix("\n")


def _run(command: list[str]) -> None:
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError:
        raise EditorError(f"'{command[0]}' does not start. Set $EDITOR to an editor that does.") from None
    if code != 0:
        raise EditorError(f"'{command[0]}' ended with {code}. Your text is as it was.")
