"""Whether the draft is kept, for the foot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from screens.appearance.relative_time import ago
from screens.widgets.footer import StatusState

if TYPE_CHECKING:
    from wizard.drafts.draft import Draft


def status_of(draft: Draft) -> tuple[str, StatusState]:
    """`kept 2 minutes ago`, or what is in the way, and which of the two it is."""
    status = draft.status
    if status.trouble is not None:
        return str(status), "not-kept"
    if status.at is None:
        return "kept as you type", "kept"
    when = ago(datetime.fromtimestamp(status.at, UTC), datetime.now(UTC))
    if draft.goes_by != draft.name:
        from screens.saved import folder_name

        return f"kept in {folder_name(draft.folder.parent)} {when}", "kept"
    return f"kept {when}", "kept"
