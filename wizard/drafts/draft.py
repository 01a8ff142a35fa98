"""A draft: an interview on disk, kept at every change, with everything that can be taken back."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from wizard.answers.migration import Stranger, settled
from wizard.drafts.alternative_folder import another_place
from wizard.drafts.backups import EarlierState, earlier_states_in
from wizard.drafts.catalog import (
    check_name,
    folder_of,
    free_name,
    name_for,
)
from wizard.drafts.changes import is_same
from wizard.drafts.history import Event, History, Stand, Typing, at_stand, event_between, happened, stand_of, tree_of
from wizard.drafts.lock import Holder, Lock, holder_of, take_lock
from wizard.drafts.recovery import LOCK, BrokenDraftError, Found, find
from wizard.drafts.snapshot import SnapshotError, read_tree
from wizard.drafts.storage import DraftFiles, DraftState, claim
from wizard.drafts.template_copy import template_of_draft
from wizard.drafts.writer import DraftWriter, OnStatus, Status
from wizard.errors import NotFoundError, TemplateError, WizardError
from wizard.files.directories import done_folder, drafts_folder
from wizard.files.os_errors import trouble_with
from wizard.interview.interview import Interview
from wizard.model.answers import Tree
from wizard.model.template import Template
from wizard.text import visible_line

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
    def strangers(self) -> tuple[Stranger, ...]:
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
    def goes_by(self) -> str:
        """What leads back to it: its name, or the path of its folder when it is kept elsewhere."""
        return self.name if self._is_at_home else str(self.folder)

    @property
    def status(self) -> Status:
        """Whether everything is safe on the disk."""
        return self._writer.status

    @property
    def is_kept(self) -> bool:
        """Whether nothing is left to be written."""
        return self.status.is_kept and not self._writer.is_behind

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

    def note(self, interview: Interview) -> None:
        """Keep an interview that came of the last one; it is on the disk within 300 ms."""
        if interview is self.interview:
            return
        event, self._typing = event_between(self.interview, interview, self._typing, time.monotonic())
        if event.changes or event.stood != event.stands:
            self._happened(event, interview)

    def undo(self) -> Interview | None:
        """The interview before the last step, or None when there is none."""
        return self._made(self._state.history.undo(stand_of(self.interview)))

    def redo(self) -> Interview | None:
        """The interview with the step made again that was taken back last, or None when there is none."""
        return self._made(self._state.history.redo(stand_of(self.interview)))

    def restore(self, earlier: EarlierState) -> Interview:
        """The interview as it once was; a step that can be taken back. BrokenDraftError when that cannot be read."""
        interview, strangers = earlier_state(earlier, self.interview.template)
        known = {stranger.path for stranger in strangers}
        kept = (stranger for stranger in self.strangers if stranger.path not in known)
        self._writer.write_whole(self._state)
        self._writer.flush(5.0)
        self._state = replace(self._state, strangers=(*strangers, *kept))
        self.note(interview)
        self._writer.write_whole(self._state)
        return self.interview

    def finish(self, plan_path: Path) -> None:
        """Put the draft with the done ones, because its plan is saved; the next change brings it back."""
        self._state = replace(self._state, saved_as=str(plan_path))
        self._is_done = True
        if self._is_at_home:
            self._writer.file_under(done_folder(), self._state)
        else:
            self._writer.write_whole(self._state)

    def move_to(self, folder: Path) -> None:
        """Go on keeping the draft in another folder, below which it has one of its own, if it can be written there."""
        if not self._writer.is_stuck:
            self._writer.move_to(folder, self._state)
            return
        stuck, self._writer = self._writer, DraftWriter(DraftFiles(folder / self.name), self._state, self._on_status)
        stuck.close(0)

    def keep_in(self, folder: Path, timeout: float = 2.5) -> Status:
        """Move the draft, and say whether it is kept there now; otherwise it goes on where it was."""
        self.move_to(folder)
        return self._writer.flush(timeout)

    def flush(self, timeout: float = 5.0) -> Status:
        """Write what there is now, and wait for it as many seconds at most."""
        return self._writer.flush(timeout)

    def close_anywhere(self, timeout: float = 2.5) -> Status:
        """Close it, in another place when it cannot be kept in its own."""
        if self.flush(timeout).trouble is None or self.keep_in(another_place(self.folder), timeout).is_kept:
            return self.close(timeout)
        return self.close(_LAST_CHANCE)

    def close(self, timeout: float = 5.0) -> Status:
        """Write the last of it and let other programs have the draft, which cannot be used after."""
        return self._writer.close(timeout)

    @property
    def _is_at_home(self) -> bool:
        return self.folder.parent in (drafts_folder(), done_folder())

    def _made(self, event: Event | None) -> Interview | None:
        self._typing = None
        if event is None:
            return None
        self._happened(event, happened(self.interview, event))
        return self.interview

    def _happened(self, event: Event, interview: Interview) -> None:
        self._state = replace(self._state, interview=interview, history=self._state.history.after(event))
        self._writer.note(self._state, event)
        if event.changes and self._is_done:
            self._is_done = False
            if self._is_at_home:
                self._writer.file_under(drafts_folder(), self._state)


def start_draft(
    interview: Interview, name: str | None = None, on_status: OnStatus | None = None, saved_as: Path | None = None
) -> Draft:
    """A new draft of an interview; WizardError when there is one with the given name already, or it is no name.

    `saved_as` is the plan's file, when it is known before the plan is saved for the first time.
    A disk that cannot be written to is no error here: the draft's status tells of it.
    """
    if name is not None:
        check_name(name)
        if free_name(name) != name:
            raise WizardError(f"There is a draft called '{name}' already. Choose another name, or resume it.")
    state = DraftState(interview, saved_as="" if saved_as is None else str(saved_as))
    return _new_draft(state, name or free_name(name_for(interview)), on_status)


def open_draft(name: str, on_status: OnStatus | None = None) -> Draft:
    """A draft where the user left it, ours until it is closed.

    NotFoundError when there is none, HeldError when another program has it (then `look_at` and `copy_draft` work),
    BrokenDraftError when its files, or its template and the copy of it, cannot be read.
    """
    folder = folder_of(name)
    lock: Lock | None = None
    with suppress(OSError):  # a disk that can only be read; the draft's status tells of it
        lock = take_lock(folder / LOCK, folder.name)
    try:
        found = find(folder)
        state, notices = state_of(found, folder)
    except WizardError:
        if lock is not None:
            lock.release()
        raise
    files = DraftFiles(folder, lock, max(found.number, 1), goes_on=found.is_whole and not notices)
    return Draft(state, files, on_status, notices)


def look_at(name: str) -> tuple[Interview, tuple[Stranger, ...], tuple[str, ...]]:
    """A draft's interview, strangers and notices, without taking it; errors as of `open_draft`, but no HeldError."""
    folder = folder_of(name)
    state, notices = state_of(find(folder), folder)
    return state.interview, state.strangers, notices


def copy_draft(name: str, on_status: OnStatus | None = None) -> Draft:
    """A new draft with everything that another one holds now; errors as of `look_at`."""
    folder = folder_of(name)
    state, notices = state_of(find(folder), folder)
    return _new_draft(state, free_name(folder.name), on_status, notices)


def who_has(name: str) -> Holder | None:
    """The program that has a draft open, or None."""
    return holder_of(folder_of(name) / LOCK)


def earlier_states(name: str) -> tuple[EarlierState, ...]:
    """The states that a draft once had, newest first."""
    return earlier_states_in(folder_of(name))


def restore_state(name: str, number: int, on_status: OnStatus | None = None) -> Draft:
    """A draft brought back to an earlier state, which undo takes back; errors as of `open_draft`."""
    draft = open_draft(name, on_status)
    try:
        draft.restore(_state_numbered(draft.folder, number))
    except WizardError:
        draft.close()
        raise
    return draft


def _state_numbered(folder: Path, number: int) -> EarlierState:
    states = earlier_states_in(folder)
    found = next((state for state in states if state.number == number), None)
    if found is None:
        known = ", ".join(str(state.number) for state in states) or "none"
        raise WizardError(f"The draft {folder.name} has no earlier state {number}; there are: {known}.")
    return found


def _new_draft(state: DraftState, name: str, on_status: OnStatus | None, notices: tuple[str, ...] = ()) -> Draft:
    folder, lock = drafts_folder() / name, None
    with suppress(OSError):  # the writer tries again, and tells why it cannot
        folder, lock = claim(folder)
    return Draft(state, DraftFiles(folder, lock), on_status, notices)


def state_of(found: Found, folder: Path) -> tuple[DraftState, tuple[str, ...]]:
    """A draft's state with what to tell the user; BrokenDraftError when its template and the copy cannot be read.

    What is told means that the draft on the disk is not as it would be written now.
    """
    try:
        template, notices = template_of_draft(found.source, folder)
    except NotFoundError as error:
        raise BrokenDraftError(f"The draft {folder.name} has lost its template: {error}") from error
    except TemplateError as error:
        raise BrokenDraftError(f"The template of {folder.name} does not open: {error.problems[0]}") from error
    tree, strangers = settled(template, found.tree)
    interview = at_stand(Interview.begin(template), tree, found.stand)
    # Steps that lead to answers which fit no more cannot be taken back.
    history = found.history if is_same(tree_of(interview), _without_strangers(found.tree)) else History()
    return DraftState(interview, history, strangers, found.saved_as), (*found.notices, *notices, *_told(strangers))


def earlier_state(earlier: EarlierState, template: Template) -> tuple[Interview, tuple[Stranger, ...]]:
    """The interview and the strangers of an earlier state; BrokenDraftError when it cannot be read."""
    try:
        found = read_tree(earlier.path.read_bytes(), earlier.path.name)
    except (SnapshotError, OSError) as error:
        why = trouble_with(error, earlier.path.name).what if isinstance(error, OSError) else str(error)
        raise BrokenDraftError(f"The earlier state {earlier.number} cannot be read: {why}.") from error
    tree, strangers = settled(template, found)
    header = earlier.header
    stand = Stand(header.place, header.within, header.cursor)
    return at_stand(Interview.begin(template), tree, stand), strangers


def _without_strangers(tree: Tree) -> Tree:
    return {part: held for part, held in tree.items() if part != "strangers"}


def _told(strangers: tuple[Stranger, ...]) -> tuple[str, ...]:
    if not strangers:
        return ()
    names = ", ".join(visible_line(str(stranger.path[0]))[:40] for stranger in strangers[:5])
    more = f" and {len(strangers) - 5} more" if len(strangers) > 5 else ""
    count = "1 answer has" if len(strangers) == 1 else f"{len(strangers)} answers have"
    return (f"{count} no question in the template any more: {names}{more}. They are kept.",)
