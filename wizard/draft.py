"""A draft: an interview on disk, kept at every change, with everything that can be taken back."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from wizard.answers import is_mapping
from wizard.changes import Tree, is_same
from wizard.draft_files import LOCK, BrokenDraftError, DraftFiles, DraftState, Found, find
from wizard.draft_names import (
    Summary,
    check_name,
    done_drafts,
    drafts,
    drop_draft,
    folder_of,
    free_name,
    name_for,
    newest_draft,
)
from wizard.draft_writer import DraftWriter, OnStatus, Status
from wizard.errors import NotFoundError, TemplateError, WizardError
from wizard.history import Event, History, Stand, Typing, event_between, happened, stand_of, tree_of, with_tree
from wizard.home import drafts_folder, make_private
from wizard.interview import Interview
from wizard.lock import HeldError, Lock, take_lock
from wizard.settling import Stranger, settled
from wizard.template import Template
from wizard.template_copy import template_of_draft

__all__ = [
    "BrokenDraftError",
    "Draft",
    "HeldError",
    "Status",
    "Stranger",
    "Summary",
    "copy_draft",
    "done_drafts",
    "drafts",
    "drop_draft",
    "look_at",
    "newest_draft",
    "open_draft",
    "start_draft",
]


class Draft:
    """A draft that is ours; only one thread may use it."""

    def __init__(
        self, name: str, state: DraftState, files: DraftFiles, on_status: OnStatus | None, notices: tuple[str, ...] = ()
    ) -> None:
        self.name = name
        self.notices = notices
        """What to tell the user once: the template has changed, a part could not be read."""
        self._state = state
        self._typing: Typing | None = None
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
    def folder(self) -> Path:
        """Where the draft lies."""
        return self._writer.folder

    @property
    def status(self) -> Status:
        """Whether everything is safe on the disk."""
        return self._writer.status

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._state.history.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to make again."""
        return bool(self._state.history.future)

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

    def flush(self, timeout: float = 5.0) -> Status:
        """Write what there is now, and wait for it as many seconds at most."""
        return self._writer.flush(timeout)

    def move_to(self, folder: Path) -> None:
        """Go on keeping the draft in another folder, below which it gets one of its own."""
        self._writer.move_to(DraftFiles(folder / self.name, None))

    def close(self, timeout: float = 5.0) -> Status:
        """Write everything and let other programs have the draft; the draft cannot be used after."""
        return self._writer.close(timeout)

    def _made(self, event: Event | None) -> Interview | None:
        self._typing = None
        if event is None:
            return None
        self._happened(event, happened(self.interview, event))
        return self.interview

    def _happened(self, event: Event, interview: Interview) -> None:
        self._state = replace(self._state, interview=interview, history=self._state.history.after(event))
        self._writer.note(self._state, event)


def start_draft(interview: Interview, name: str | None = None, on_status: OnStatus | None = None) -> Draft:
    """A new draft of an interview; WizardError when there is one with the given name already.

    A disk that cannot be written is not an error here: the draft's status tells of it.
    """
    if name is not None:
        check_name(name)
        if free_name(name) != name:
            raise WizardError(f"There is a draft called '{name}' already. Choose another name, or resume it.")
    chosen = name or free_name(name_for(interview))
    lock, folder = None, drafts_folder() / chosen
    with suppress(OSError):  # the writer tries again, and tells why it cannot
        make_private(folder.parent)
        folder, lock = _claimed(folder)
    return Draft(folder.name, DraftState(interview), DraftFiles(folder, lock), on_status)


def open_draft(name: str, on_status: OnStatus | None = None) -> Draft:
    """A draft where the user left it, ours until it is closed.

    NotFoundError when there is none, HeldError when another program has it (`look_at` and `copy_draft` work then),
    BrokenDraftError when its files cannot be read, TemplateError when its template cannot and there is no copy.
    """
    folder = folder_of(name)
    lock = _lock_or_none(folder, name)
    try:
        found = find(folder)
        state, notices = _state_of(found, folder)
    except WizardError:
        if lock is not None:
            lock.release()
        raise
    return Draft(name, state, DraftFiles(folder, lock, found.number), on_status, notices)


def look_at(name: str) -> tuple[Interview, tuple[Stranger, ...], tuple[str, ...]]:
    """A draft's interview, strangers and notices, without taking it; errors as of `open_draft`, but never HeldError."""
    folder = folder_of(name)
    state, notices = _state_of(find(folder), folder)
    return state.interview, state.strangers, notices


def copy_draft(name: str, on_status: OnStatus | None = None) -> Draft:
    """A new draft with everything that another one holds now; errors as of `look_at`."""
    folder = folder_of(name)
    state, notices = _state_of(find(folder), folder)
    copy, lock = drafts_folder() / free_name(name), None
    with suppress(OSError):  # the writer tries again, and tells why it cannot
        copy, lock = _claimed(copy)
    return Draft(copy.name, state, DraftFiles(copy, lock), on_status, notices)


def _claimed(folder: Path) -> tuple[Path, Lock]:
    """A new folder, by another name if a program was faster, and its lock."""
    while True:
        try:
            folder.mkdir(mode=0o700)
            return folder, take_lock(folder / LOCK, folder.name)
        except FileExistsError:
            folder = folder.with_name(free_name(folder.name))


def _lock_or_none(folder: Path, name: str) -> Lock | None:
    try:
        return take_lock(folder / LOCK, name)
    except OSError:
        return None  # a disk that can only be read; the writer tells of it


def _state_of(found: Found, folder: Path) -> tuple[DraftState, tuple[str, ...]]:
    try:
        template, notices = template_of_draft(found.source, folder)
    except NotFoundError as error:
        raise BrokenDraftError(f"The draft {folder.name} has lost its template: {error}") from error
    except TemplateError as error:
        raise BrokenDraftError(f"The template of {folder.name} does not open: {error.problems[0]}") from error
    tree, strangers = settled(template, found.tree)
    interview = _at_stand(template, tree, found.stand)
    # Steps that lead to answers which fit no more cannot be taken back.
    history = found.history if is_same(tree_of(interview), _without_strangers(found.tree)) else History()
    return DraftState(interview, history, strangers, found.saved_as), (*found.notices, *notices)


def _at_stand(template: Template, tree: Tree, stand: Stand) -> Interview:
    """The interview where the user left it, or as near as the template still goes."""
    answers = tree["answers"]
    begun = Interview.begin(template, answers if is_mapping(answers) else {})
    return with_tree(begun, tree, stand_of(begun)).go_to(stand.place, stand.within, stand.cursor)


def _without_strangers(tree: Tree) -> Tree:
    return {part: held for part, held in tree.items() if part != "strangers"}
