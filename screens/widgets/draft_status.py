"""Whether the draft is saved, in words for the footer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from screens.appearance.paths import display_folder
from screens.appearance.relative_time import time_ago
from screens.widgets.footer import SaveStatus

if TYPE_CHECKING:
    from wizard.drafts.draft import Draft

SAVING = "Saving…"
"""What is told while the disk does not respond at once."""


def status_of(draft: Draft) -> tuple[str, SaveStatus]:
    """Return `kept 2 minutes ago` or what prevents it, and which of the two it is."""
    status = draft.status
    if draft.is_awaited and not status.is_saved:
        return SAVING, ""
    if status.problem is not None:
        return str(status), "not-kept"
    if status.saved_at is None or not (draft.has_new_steps or draft.resume_name != draft.name):
        return "saved as you type", "kept"
    when = time_ago(datetime.fromtimestamp(status.saved_at, UTC), datetime.now(UTC))
    if draft.resume_name != draft.name:
        return f"saved in {display_folder(draft.folder.parent)} {when}", "kept"
    return f"saved {when}", "kept"
