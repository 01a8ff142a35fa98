"""Whether a draft is kept, said in a conversation, and another folder for it when it is not."""

from __future__ import annotations

from wizard.drafts.alternative_folder import another_place, folder_named
from wizard.drafts.draft import Draft
from wizard.errors import WizardError
from wizard.text import visible_line


class Keeping:
    """One draft, and what was said of it last."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._said = ""
        self._has_asked = False

    def news(self) -> str:
        """What has happened since it was asked for last, or nothing."""
        status = self._draft.status
        trouble = "" if status.trouble is None else str(status.trouble)
        if trouble == self._said or (not trouble and not self._draft.is_kept):
            return ""
        self._said = trouble
        if not trouble:
            return "Everything is kept again."
        return f"Not kept: {trouble} It is tried again and again; :keep FOLDER keeps it elsewhere."

    def moved(self, written: str) -> str:
        """Keep it in the folder that was written, or in a likely one; what came of it."""
        try:
            folder = folder_named(written) if written else another_place(self._draft.folder)
        except WizardError as problem:
            return str(problem)
        status = self._draft.keep_in(folder)
        if status.is_kept:
            self._said = ""
            return f"Kept in {visible_line(str(self._draft.folder))} from now on."
        return f"Not kept there: {status.trouble or status}"

    def objection(self) -> str:
        """Why the user had better not leave: nothing of the last changes is kept, here or elsewhere; said once."""
        if self._has_asked or self._draft.flush().is_kept:
            return ""
        told = self.moved("")
        if self._draft.is_kept:
            return ""
        self._has_asked = True
        return f"{told} :keep FOLDER keeps it; :leave again leaves, and what is not kept is lost."
