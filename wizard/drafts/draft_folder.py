"""The folder of a draft: the names of the files in it, and whether there are any."""

from __future__ import annotations

import os
from pathlib import Path

from wizard.errors import WizardError

SNAPSHOT = "draft.yaml"
JOURNAL = "journal.jsonl"
LOCK = "lock"
TEMPLATE = "template.md"
BACKUPS_FOLDER = "earlier"


class BrokenDraftError(WizardError):
    """Raised when a draft exists and cannot be read; its files stay as they are."""


def holds_a_draft(folder: Path) -> bool:
    """Whether a folder has the files of a draft, readable or not, or at least earlier states of one."""
    return os.path.lexists(folder / SNAPSHOT) or os.path.lexists(folder / JOURNAL) or has_backups(folder)


def has_backups(folder: Path) -> bool:
    """Whether there are earlier states of a draft."""
    return any((folder / BACKUPS_FOLDER).glob("[0-9]*.yaml"))
