"""A draft: an interview on disk, kept at every change, with everything that can be taken back."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from wizard.answers.migration import Orphan, migrate
from wizard.drafts.alternative_folder import find_alternative_folder
from wizard.drafts.backups import Backup, list_backups
from wizard.drafts.catalog import (
    check_draft_name,
    find_draft_folder,
    free_draft_name,
    suggest_draft_name,
)
from wizard.drafts.changes import is_same_answer
from wizard.drafts.history import (
    Cursor,
    Event,
    History,
    Typing,
    apply_event,
    cursor_of,
    event_between,
    interview_data,
    restore_interview,
)
from wizard.drafts.lock import Holder, Lock, lock_holder, take_lock
from wizard.drafts.recovery import LOCK, BrokenDraftError, RecoveredDraft, recover
from wizard.drafts.snapshot import SnapshotError, parse_data
from wizard.drafts.storage import DraftFiles, DraftState, claim_folder
from wizard.drafts.template_copy import load_draft_template
from wizard.drafts.writer import DraftStatus, DraftWriter, OnStatus
from wizard.errors import NotFoundError, TemplateError, WizardError
from wizard.files.directories import done_folder, drafts_folder
from wizard.files.os_errors import explain_os_error
from wizard.interview.interview import Interview
from wizard.model.answers import InterviewData
from wizard.model.template import Template
from wizard.text import sanitize_line

_LAST_CHANCE = 0.5
"""Seconds for a disk that has not answered before."""


class Draft:
    """A draft that is ours, for one thread; nothing that it does waits for the disk or fails because of it."""

    def __init__(
        self, state: DraftState, files: DraftFiles, on_status: OnStatus | None, notices: tuple[str, ...] = ()
    ) -> None:
        self.notices = notices
        """What to tell the user once: the template has changed, a part could not be read."""
        self._state = state
        self._typing: Typing | None = None
        self._is_done = files.folder.parent == done_folder()
        self._on_status = on_status
        self._writer = DraftWriter(files, state, on_status)

    @property
    def interview(self) -> Interview:
        """The interview as it was noted last."""
        return self._state.interview

    @property
    def orphans(self) -> tuple[Orphan, ...]:
        """Answers that no question of the template asks for; they are kept and written back."""
        return self._state.strangers

    @property
    def name(self) -> str:
        """What the draft goes by."""
        return self._writer.folder.name

    @property
    def folder(self) -> Path:
        """Where the draft lies."""
        return self._writer.folder

    @property
    def resume_name(self) -> str:
        """What leads back to it: its name, or the path of its folder when it is kept elsewhere."""
        return self.name if self._is_in_data_folder else str(self.folder)

    @property
    def status(self) -> DraftStatus:
        """Whether everything is safe on the disk."""
        return self._writer.status

    @property
    def is_saved(self) -> bool:
        """Whether nothing is left to be written."""
        return self.status.is_saved and not self._writer.has_unwritten_changes

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._state.history.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to make again."""
        return bool(self._state.history.future)

    @property
    def saved_as(self) -> Path | None:
        """The file that the plan was saved to last."""
        return Path(self._state.saved_as) if self._state.saved_as else None

    def record(self, interview: Interview) -> None:
        """Keep an interview that came of the last one; it is on the disk within 300 ms."""
        if interview is self.interview:
            return
        event, self._typing = event_between(self.interview, interview, self._typing, time.monotonic())
        if event.changes or event.before != event.after:
            self._commit(event, interview)

    def undo(self) -> Interview | None:
        """The interview before the last step, or None when there is none."""
        return self._apply(self._state.history.undo_event(cursor_of(self.interview)))

    def redo(self) -> Interview | None:
        """The interview with the step made again that was taken back last, or None when there is none."""
        return self._apply(self._state.history.redo_event(cursor_of(self.interview)))

    def restore(self, backup: Backup) -> Interview:
        """The interview as it once was; a step that can be taken back. BrokenDraftError when that cannot be read."""
        interview, strangers = read_backup(backup, self.interview.template)
        known = {stranger.path for stranger in strangers}
        kept = (stranger for stranger in self.orphans if stranger.path not in known)
        self._writer.write_snapshot(self._state)
        self._writer.flush(5.0)
        self._state = replace(self._state, strangers=(*strangers, *kept))
        self.record(interview)
        self._writer.write_snapshot(self._state)
        return self.interview

    def finish(self, plan_path: Path) -> None:
        """Put the draft with the done ones, because its plan is saved; the next change brings it back."""
        self._state = replace(self._state, saved_as=str(plan_path))
        self._is_done = True
        if self._is_in_data_folder:
            self._writer.move_under(done_folder(), self._state)
        else:
            self._writer.write_snapshot(self._state)

    def move_to(self, folder: Path) -> None:
        """Go on keeping the draft in another folder, below which it has one of its own, if it can be written there."""
        if not self._writer.is_stuck:
            self._writer.move_to(folder, self._state)
            return
        stuck, self._writer = self._writer, DraftWriter(DraftFiles(folder / self.name), self._state, self._on_status)
        stuck.close(0)

    def move_and_flush(self, folder: Path, timeout: float = 2.5) -> DraftStatus:
        """Move the draft, and say whether it is kept there now; otherwise it goes on where it was."""
        self.move_to(folder)
        return self._writer.flush(timeout)

    def flush(self, timeout: float = 5.0) -> DraftStatus:
        """Write what there is now, and wait for it as many seconds at most."""
        return self._writer.flush(timeout)

    def close_anywhere(self, timeout: float = 2.5) -> DraftStatus:
        """Close it, in another place when it cannot be kept in its own."""
        if (
            self.flush(timeout).problem is None
            or self.move_and_flush(find_alternative_folder(self.folder), timeout).is_saved
        ):
            return self.close(timeout)
        return self.close(_LAST_CHANCE)

    def close(self, timeout: float = 5.0) -> DraftStatus:
        """Write the last of it and let other programs have the draft, which cannot be used after."""
        return self._writer.close(timeout)

    @property
    def _is_in_data_folder(self) -> bool:
        return self.folder.parent in (drafts_folder(), done_folder())

    def _apply(self, event: Event | None) -> Interview | None:
        self._typing = None
        if event is None:
            return None
        self._commit(event, apply_event(self.interview, event))
        return self.interview

    def _commit(self, event: Event, interview: Interview) -> None:
        self._state = replace(self._state, interview=interview, history=self._state.history.add(event))
        self._writer.append(self._state, event)
        if event.changes and self._is_done:
            self._is_done = False
            if self._is_in_data_folder:
                self._writer.move_under(drafts_folder(), self._state)


def start_draft(
    interview: Interview, name: str | None = None, on_status: OnStatus | None = None, saved_as: Path | None = None
) -> Draft:
    """A new draft of an interview; WizardError when there is one with the given name already, or it is no name.

    `saved_as` is the plan's file, when it is known before the plan is saved for the first time.
    A disk that cannot be written to is no error here: the draft's status tells of it.
    """
    if name is not None:
        check_draft_name(name)
        if free_draft_name(name) != name:
            raise WizardError(f"There is a draft called '{name}' already. Choose another name, or resume it.")
    state = DraftState(interview, saved_as="" if saved_as is None else str(saved_as))
    return _new_draft(state, name or free_draft_name(suggest_draft_name(interview)), on_status)


def open_draft(name: str, on_status: OnStatus | None = None) -> Draft:
    """A draft where the user left it, ours until it is closed.

    NotFoundError when there is none, HeldError when another program has it (then `look_at` and `copy_draft` work),
    BrokenDraftError when its files, or its template and the copy of it, cannot be read.
    """
    folder = find_draft_folder(name)
    lock: Lock | None = None
    with suppress(OSError):  # a disk that can only be read; the draft's status tells of it
        lock = take_lock(folder / LOCK, folder.name)
    try:
        found = recover(folder)
        state, notices = build_state(found, folder)
    except WizardError:
        if lock is not None:
            lock.release()
        raise
    files = DraftFiles(folder, lock, max(found.number, 1), continues_journal=found.is_whole and not notices)
    return Draft(state, files, on_status, notices)


def read_draft(name: str) -> tuple[Interview, tuple[Orphan, ...], tuple[str, ...]]:
    """A draft's interview, strangers and notices, without taking it; errors as of `open_draft`, but no HeldError."""
    folder = find_draft_folder(name)
    state, notices = build_state(recover(folder), folder)
    return state.interview, state.strangers, notices


def copy_draft(name: str, on_status: OnStatus | None = None) -> Draft:
    """A new draft with everything that another one holds now; errors as of `look_at`."""
    folder = find_draft_folder(name)
    state, notices = build_state(recover(folder), folder)
    return _new_draft(state, free_draft_name(folder.name), on_status, notices)


def find_holder(name: str) -> Holder | None:
    """The program that has a draft open, or None."""
    return lock_holder(find_draft_folder(name) / LOCK)


def backups_of(name: str) -> tuple[Backup, ...]:
    """The states that a draft once had, newest first."""
    return list_backups(find_draft_folder(name))


def restore_backup(name: str, number: int, on_status: OnStatus | None = None) -> Draft:
    """A draft brought back to an earlier state, which undo takes back; errors as of `open_draft`."""
    draft = open_draft(name, on_status)
    try:
        draft.restore(_backup_numbered(draft.folder, number))
    except WizardError:
        draft.close()
        raise
    return draft


def _backup_numbered(folder: Path, number: int) -> Backup:
    states = list_backups(folder)
    found = next((state for state in states if state.number == number), None)
    if found is None:
        known = ", ".join(str(state.number) for state in states) or "none"
        raise WizardError(f"The draft {folder.name} has no earlier state {number}; there are: {known}.")
    return found


def _new_draft(state: DraftState, name: str, on_status: OnStatus | None, notices: tuple[str, ...] = ()) -> Draft:
    folder, lock = drafts_folder() / name, None
    with suppress(OSError):  # the writer tries again, and tells why it cannot
        folder, lock = claim_folder(folder)
    return Draft(state, DraftFiles(folder, lock), on_status, notices)


def build_state(found: RecoveredDraft, folder: Path) -> tuple[DraftState, tuple[str, ...]]:
    """A draft's state with what to tell the user; BrokenDraftError when its template and the copy cannot be read.

    What is told means that the draft on the disk is not as it would be written now.
    """
    try:
        template, notices = load_draft_template(found.source, folder)
    except NotFoundError as error:
        raise BrokenDraftError(f"The draft {folder.name} has lost its template: {error}") from error
    except TemplateError as error:
        raise BrokenDraftError(f"The template of {folder.name} does not open: {error.problems[0]}") from error
    tree, strangers = migrate(template, found.tree)
    interview = restore_interview(Interview.begin(template), tree, found.stand)
    # Steps that lead to answers which fit no more cannot be taken back.
    history = found.history if is_same_answer(interview_data(interview), _without_orphans(found.tree)) else History()
    return DraftState(interview, history, strangers, found.saved_as), (
        *found.notices,
        *notices,
        *_orphan_notices(strangers),
    )


def read_backup(backup: Backup, template: Template) -> tuple[Interview, tuple[Orphan, ...]]:
    """The interview and the strangers of an earlier state; BrokenDraftError when it cannot be read."""
    try:
        found = parse_data(backup.path.read_bytes(), backup.path.name)
    except (SnapshotError, OSError) as error:
        why = explain_os_error(error, backup.path.name).what if isinstance(error, OSError) else str(error)
        raise BrokenDraftError(f"The earlier state {backup.number} cannot be read: {why}.") from error
    tree, strangers = migrate(template, found)
    header = backup.header
    stand = Cursor(header.place, header.within, header.cursor)
    return restore_interview(Interview.begin(template), tree, stand), strangers


def _without_orphans(tree: InterviewData) -> InterviewData:
    return {part: held for part, held in tree.items() if part != "strangers"}


def _orphan_notices(strangers: tuple[Orphan, ...]) -> tuple[str, ...]:
    if not strangers:
        return ()
    names = ", ".join(sanitize_line(str(stranger.path[0]))[:40] for stranger in strangers[:5])
    more = f" and {len(strangers) - 5} more" if len(strangers) > 5 else ""
    count = "1 answer has" if len(strangers) == 1 else f"{len(strangers)} answers have"
    return (f"{count} no question in the template any more: {names}{more}. They are kept.",)
