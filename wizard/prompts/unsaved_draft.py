"""What a conversation says of a draft that cannot be saved, and moving it to another folder."""

from __future__ import annotations

from collections.abc import Callable

from wizard.drafts.alternative_folder import find_alternative_folder, parse_folder
from wizard.drafts.draft import NOTICED_WAIT, Draft
from wizard.errors import WizardError
from wizard.message_text import sanitize_line

SAVING = "Still saving."
_FLUSH_SECONDS = 2.0
_MOVE_SECONDS = 1.5
"""Together with the search for a folder, leaving takes five seconds at most."""


class DraftNotices:
    """Notices about whether one draft is saved; remembers which was given last."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._said = ""
        self._has_asked = False

    def status_change(self) -> str:
        """Return what has changed since the last call, or an empty text."""
        status = self._draft.status
        trouble = "" if status.problem is None else str(status.problem)
        if trouble == self._said or (not trouble and not self._draft.is_saved):
            return ""
        self._said = trouble
        if not trouble:
            return "Your draft is saved again."
        return f"Draft not saved: {trouble} We keep trying; :keep FOLDER saves it in another folder."

    def move_draft_to(self, written: str) -> str:
        """Move the draft to a folder, by default to one that is likely to work; return what came of it."""
        try:
            folder = parse_folder(written) if written else find_alternative_folder(self._draft.folder)
        except WizardError as problem:
            return str(problem)
        status = self._draft.move_and_flush(folder, _MOVE_SECONDS)
        if status.is_saved:
            self._said = ""
            return f"The draft is now saved in {sanitize_line(str(self._draft.folder))}."
        return f"It could not be saved there: {status.problem or status}"

    def objection_to_leaving(self, say: Callable[[str], None]) -> str:
        """Return once why the user should not leave: the last changes can be saved nowhere. Else an empty text.

        Say what is being waited for when the disk does not respond at once.
        """
        if self._has_asked or self._draft.flush(NOTICED_WAIT).is_saved:
            return ""
        say(SAVING)
        if self._draft.flush(_FLUSH_SECONDS).is_saved:
            return ""
        told = self.move_draft_to("")
        if self._draft.is_saved:
            return ""
        self._has_asked = True
        return f"{told} :keep FOLDER saves it elsewhere; :leave again quits and loses unsaved changes."
