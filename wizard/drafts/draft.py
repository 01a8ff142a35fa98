"""A draft: an interview on disk, saved at every change, with its history."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from wizard.answers.orphans import GONE, Orphan
from wizard.drafts.alternative_folder import find_alternative_folder, lost_folder
from wizard.drafts.catalog import (
    check_draft_name,
    find_draft_folder,
    free_draft_name,
    suggest_draft_name,
)
from wizard.drafts.draft_folder import JOURNAL, LOCK, SNAPSHOT, BrokenDraftError
from wizard.drafts.last_save import LastSave, wanted_path
from wizard.drafts.lock import Holder, Lock, lock_holder, take_lock
from wizard.drafts.snapshot import SnapshotError, new_id, parse_snapshot
from wizard.drafts.storage import DraftFiles, DraftState, claim_folder
from wizard.drafts.template_copy import load_draft_template
from wizard.drafts.undo.changes import is_same_answer
from wizard.drafts.undo.history import (
    Event,
    History,
    Reading,
    Typing,
    apply_event,
    cursor_near,
    cursor_of,
    event_between,
    interview_data,
    restore_interview,
)
from wizard.drafts.writer import DraftStatus, DraftWriter, OnStatus
from wizard.errors import NotFoundError, TemplateError, WizardError
from wizard.files.directories import done_folder, drafts_folder
from wizard.files.os_errors import explain_os_error
from wizard.files.regular_file import read_regular_file
from wizard.interview.interview import Interview
from wizard.limits import MAX_DRAFT_FILE_BYTES
from wizard.message_text import sanitize_line
from wizard.model.answers import AnswerPath, Answers, InterviewData, format_path, is_mapping
from wizard.model.template import Template

if TYPE_CHECKING:
    from wizard.drafts.backups import Backup
    from wizard.drafts.recovery import RecoveredDraft

NOTICED_WAIT = 0.3
"""Seconds after which a user who leaves is told what is being waited for."""
_LAST_CHANCE = 0.2
"""Seconds for a disk that has not answered before."""


class Draft:
    """A draft that this program has open, for use in one thread; no method fails because of the disk.

    Only methods with a timeout, and `restore`, wait for the disk.
    """

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
        self.has_new_steps = False
        """Whether anything was changed since it was opened."""
        self.restored_reading = ""
        """Whose edits the last undo or redo was about, as `the edits read from relay.md`; empty for another step."""
        self.is_awaited = False
        """Whether the user leaves, and waits until everything is written."""

    @property
    def interview(self) -> Interview:
        """The interview as it was recorded last."""
        return self._state.interview

    @property
    def orphans(self) -> tuple[Orphan, ...]:
        """The answers that no question of the template asks for; they are saved with the others."""
        return self._state.orphans

    @property
    def name(self) -> str:
        """The draft's name, which is that of its folder."""
        return self._writer.folder.name

    @property
    def folder(self) -> Path:
        """The draft's folder."""
        return self._writer.folder

    @property
    def resume_name(self) -> str:
        """What `plan-wizard resume` takes: the name, or the path of the folder when it is outside the data folder."""
        return self.name if self._is_in_data_folder else str(self.folder)

    @property
    def status(self) -> DraftStatus:
        """How the last attempt to write ended."""
        return self._writer.status

    @property
    def is_done(self) -> bool:
        """Whether its plan was saved, and nothing has been changed since."""
        return self._is_done

    @property
    def is_saved(self) -> bool:
        """Whether everything is on the disk."""
        return self.status.is_saved and not self._writer.has_unwritten_changes

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._state.history.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return bool(self._state.history.future)

    @property
    def last_save(self) -> LastSave | None:
        """The files that the plan was saved to last, or opened from, as they were then; None before the first time."""
        return self._state.last_save

    @property
    def plan_path(self) -> Path | None:
        """Where the plan was saved last, or is wanted; None when nobody has said so."""
        return wanted_path(self._state.last_save, self._state.save_to)

    def view(self) -> DraftView:
        """Return what it holds."""
        return DraftView(self.interview, self.orphans, self.notices, self.last_save, self.plan_path)

    def record(self, interview: Interview) -> None:
        """Save an interview that came of the last one; it is on the disk within 300 ms."""
        if interview is self.interview:
            return
        event, self._typing = event_between(self.interview, interview, self._typing, time.monotonic())
        if self._state.history.takes_back_blank_item(event):
            event = replace(event, kind="undo")
        if event.changes or event.before != event.after:
            self._commit(event, interview)

    def record_reading(self, interview: Interview, last_save: LastSave) -> None:
        """Save an interview with what was read of the plan's files since, as a step that can be undone.

        To undo it is not to have read it: what was edited by hand is an edit of the file again, which a save keeps.
        """
        known = self._state.last_save
        event, self._typing = event_between(self.interview, interview, None, time.monotonic())
        if known is None or not event.changes:
            self.record(interview)
            self.note_files(last_save)
            return
        self._commit(replace(event, reading=Reading(known.read_mark, last_save.read_mark)), interview)

    def undo(self) -> Interview | None:
        """Undo the last step and return the interview then, or None when there is no step."""
        return self._apply(self._state.history.undo_event(cursor_of(self.interview)))

    def redo(self) -> Interview | None:
        """Redo the step undone last and return the interview then, or None when there is no such step."""
        return self._apply(self._state.history.redo_event(cursor_of(self.interview)))

    @property
    def paths_of_undo(self) -> tuple[AnswerPath, ...]:
        """The paths of the answers that `undo` would change."""
        return self._state.history.paths_of_undo()

    @property
    def paths_of_redo(self) -> tuple[AnswerPath, ...]:
        """The paths of the answers that `redo` would change."""
        return self._state.history.paths_of_redo()

    def restore(self, backup: Backup) -> Interview:
        """Bring the draft back to a backup, as a step that can be undone, and return the interview then.

        Raise BrokenDraftError when the backup cannot be read.
        """
        interview, orphans = read_backup(backup, self.interview.template)
        known = {orphan.path for orphan in orphans}
        others = (orphan for orphan in self.orphans if orphan.path not in known)
        self._writer.write_snapshot(self._state)
        self._writer.flush(5.0)
        event, self._typing = event_between(self.interview, interview, None, time.monotonic())
        saved, then = self._state.last_save, backup.header.last_save
        if saved is not None and then is not None and saved.with_read_mark(then.read_mark) == then:
            event = replace(event, reading=Reading(saved.read_mark, then.read_mark))
            saved = then
        self._state = replace(
            self._state,
            interview=interview,
            history=self._state.history.add(event),
            orphans=(*orphans, *others),
            last_save=saved,
        )
        # In one go, so that a crash leaves the one state or the other.
        self._writer.append_with_snapshot(self._state, event)
        self._bring_back_from_done(event)
        return self.interview

    def change_template(self, template: Template) -> Interview:
        """Go on with the template as its file is now, and return the interview then.

        Answers that do not fit it any more become unfinished text or orphans, as when a draft is opened; they come back
        when they fit again.
        """
        from wizard.answers.migration import migrate

        before = self._state.data()
        data, orphans = migrate(template, before)
        cursor = cursor_near(self.interview, Interview.begin(template, _answers_in(data)))
        interview = restore_interview(Interview.begin(template), data, cursor)
        history = _history_after(self._state.history, interview, before)
        self._typing = None
        self._state = replace(self._state, interview=interview, history=history, orphans=orphans)
        self._writer.write_snapshot(self._state)
        return self.interview

    def note_files(self, saved: LastSave) -> None:
        """Remember what has been read of the plan's files since."""
        if saved != self._state.last_save:
            self._state = replace(self._state, last_save=saved)
            self._writer.write_snapshot(self._state)

    def finish(self, saved: LastSave) -> None:
        """Move the draft to the done ones, because its plan has been saved; the next change moves it back."""
        self._state = replace(self._state, last_save=saved, save_to="")
        self._is_done = True
        if self._is_in_data_folder:
            self._writer.move_under(done_folder(), self._state)
        else:
            self._writer.write_snapshot(self._state)

    def move_to(self, folder: Path) -> None:
        """Save the draft in a folder of its own below another one from now on, if it can be written there."""
        if not self._writer.is_stuck:
            self._writer.move_to(folder, self._state)
            return
        stuck = self._writer
        files = DraftFiles(folder / self.name, follows_number=stuck.number)
        self._writer = DraftWriter(files, self._state, self._on_status)
        stuck.close(0)

    def move_and_flush(self, folder: Path, timeout: float = 2.5) -> DraftStatus:
        """Move the draft, waiting for so many seconds at most, and return whether it is saved there now."""
        self.move_to(folder)
        return self._writer.flush(timeout)

    def flush(self, timeout: float = 5.0) -> DraftStatus:
        """Write everything, waiting for so many seconds at most."""
        return self._writer.flush(timeout)

    def close_anywhere(self, timeout: float = 4.0, tell_waiting: Callable[[], None] | None = None) -> DraftStatus:
        """Close the draft, in another folder when it cannot be written to its own; all of it takes `timeout` at most.

        `tell_waiting` is called when the disk does not respond at once.
        """
        ends_at = time.monotonic() + timeout
        status = self.flush(min(NOTICED_WAIT, timeout / 2))
        if not status.is_saved and tell_waiting is not None:
            tell_waiting()
        if status.problem is not None:
            status = self.flush(0.6 * timeout - min(NOTICED_WAIT, timeout / 2))
        if status.problem is not None:
            folder = find_alternative_folder(self.folder, 0.1 * timeout)
            self.move_and_flush(folder, max(0.0, ends_at - time.monotonic()))
        return self.close(max(_LAST_CHANCE, min(timeout / 2, ends_at - time.monotonic())))

    def discard(self, timeout: float = 5.0) -> None:
        """Delete this draft and no other, waiting for so many seconds at most; it is not usable after."""
        self._writer.discard(timeout)

    def close(self, timeout: float = 5.0) -> DraftStatus:
        """Write everything, waiting for so many seconds at most, and release the draft, which is not usable after."""
        self.record(self.interview.finish_typing())
        return self._writer.close(timeout)

    @property
    def _is_in_data_folder(self) -> bool:
        return self.folder.parent in (drafts_folder(), done_folder())

    def _apply(self, event: Event | None) -> Interview | None:
        self._typing, saved = None, self.last_save
        if event is None:
            return None
        self._commit(event, apply_event(self.interview, event))
        self.restored_reading = ""
        if saved is not None and self.last_save != saved:
            self.restored_reading = f"the edits read from {sanitize_line(Path(saved.plan_path).name)}"
        return self.interview

    def _commit(self, event: Event, interview: Interview) -> None:
        self.has_new_steps = True
        self._state = replace(self._state, interview=interview, history=self._state.history.add(event))
        saved = self._state.last_save
        if event.reading is not None and saved is not None and saved.read_mark == event.reading.before:
            self._state = replace(self._state, last_save=saved.with_read_mark(event.reading.after))
            self._writer.append_with_snapshot(
                self._state, event
            )  # in one go: the journal's events tell of answers only
        else:
            self._writer.append(self._state, event)
        self._bring_back_from_done(event)

    def _bring_back_from_done(self, event: Event) -> None:
        if event.changes and self._is_done:
            self._is_done = False
            if self._is_in_data_folder:
                self._writer.move_under(drafts_folder(), self._state)


def start_draft(
    interview: Interview,
    name: str | None = None,
    on_status: OnStatus | None = None,
    *,
    save_to: Path | None = None,
    last_save: LastSave | None = None,
    orphans: tuple[Orphan, ...] = (),
    notices: tuple[str, ...] = (),
) -> Draft:
    """Start and return a draft of an interview.

    Raise WizardError when the given name is taken or not allowed, and for a template that asks nothing.

    `save_to` is where the user wants the plan saved, `last_save` the plan that was opened, `orphans` are answers that
    the template has no question for; notices of them follow the given ones.
    A disk that cannot be written to is no error here: the draft's status tells of it.
    """
    if not interview.current:
        raise WizardError(
            f"There is nothing to fill in in '{sanitize_line(interview.template.title)}': no bracket, empty section, "
            "label, box or hint was found in it."
        )
    if name is not None:
        check_draft_name(name)
        if free_draft_name(name) != name:
            raise WizardError(f"There is already a draft called '{name}'. Choose another name, or resume it.")
    state = DraftState(interview, orphans=orphans, last_save=last_save, save_to="" if save_to is None else str(save_to))
    notices = (*notices, *orphan_notices(orphans))
    return _new_draft(state, name or free_draft_name(suggest_draft_name(interview)), on_status, notices)


def open_draft(
    name: str, on_status: OnStatus | None = None, *, template: Template | None = None, only_reads: bool = False
) -> Draft:
    """Open a draft where the user left it, until it is closed.

    `template` is the draft's own, which is in another place than it remembers. With `only_reads` nothing will be
    changed, and another program may have it open. Raise NotFoundError when there is none,
    DraftInUseError when another program has it open (`read_draft` and `copy_draft` work all the same), BrokenDraftError
    when its files, or its template and the copy, cannot be read, WizardError when `template` is another one.
    """
    folder = find_draft_folder(name)
    lock: Lock | None = None
    if not only_reads:
        with suppress(OSError):  # a disk that can only be read; the draft's status tells of it
            lock = take_lock(folder / LOCK, folder.name)
    try:
        found = _recover(folder)
        state, notices = build_state(found, folder, template)
    except WizardError:
        if lock is not None:
            lock.release()
        raise
    continues = found.is_whole and notices == found.notices and template is None
    notices = (*notices, *_place_notices(name, folder))
    files = DraftFiles(
        folder,
        lock,
        max(found.number, 1),
        continues_journal=continues,
        rival=found.rival,
        unreadable=found.unreadable,
        only_reads=only_reads,
    )
    return Draft(state, files, on_status, notices)


def _recover(folder: Path) -> RecoveredDraft:
    from wizard.drafts.recovery import recover  # a new draft has nothing to recover

    return recover(folder)


class DraftView(Struct, frozen=True):
    """What a draft holds, read without opening it."""

    interview: Interview
    orphans: tuple[Orphan, ...]
    notices: tuple[str, ...]
    last_save: LastSave | None
    plan_path: Path | None
    """Where the plan was saved last, or is wanted."""


def view_draft(name: str, template: Template | None = None) -> DraftView:
    """Return what a draft holds without opening it; raise as `open_draft` otherwise."""
    folder = find_draft_folder(name)
    state, notices = build_state(_recover(folder), folder, template)
    return DraftView(
        interview=state.interview,
        orphans=state.orphans,
        notices=(*notices, *_place_notices(name, folder)),
        last_save=state.last_save,
        plan_path=wanted_path(state.last_save, state.save_to),
    )


def read_draft(name: str, template: Template | None = None) -> tuple[Interview, tuple[Orphan, ...], tuple[str, ...]]:
    """Return a draft's interview, orphans and notices in the same way."""
    view = view_draft(name, template)
    return view.interview, view.orphans, view.notices


def copy_draft(name: str, on_status: OnStatus | None = None) -> Draft:
    """Start a draft with everything that another one holds; raise as `read_draft`."""
    folder = find_draft_folder(name)
    state, notices = build_state(_recover(folder), folder)
    copy = replace(state, id=new_id())
    return _new_draft(copy, free_draft_name(folder.name), on_status, notices)


def find_holder(name: str) -> Holder | None:
    """Return the program that has a draft open, or None."""
    return lock_holder(find_draft_folder(name) / LOCK)


def backups_of(name: str) -> tuple[Backup, ...]:
    """Return the backups of a draft, newest first."""
    return _list_backups(find_draft_folder(name))


def _list_backups(folder: Path) -> tuple[Backup, ...]:
    from wizard.drafts.backups import list_backups  # only what goes back has use for them

    return list_backups(folder)


def restore_backup(name: str, number: int, on_status: OnStatus | None = None) -> Draft:
    """Open a draft and bring it back to a backup, which can be undone; raise as `open_draft`."""
    try:
        draft = open_draft(name, on_status)
    except BrokenDraftError:
        return _open_backup(find_draft_folder(name), number, on_status)
    try:
        draft.restore(_backup_numbered(draft.folder, number))
    except WizardError:
        draft.close()
        raise
    return draft


def _open_backup(folder: Path, number: int, on_status: OnStatus | None) -> Draft:
    """Open a draft whose files cannot be read with the state of a backup; the files are kept."""
    backup = _backup_numbered(folder, number)
    lock: Lock | None = None
    with suppress(OSError):
        lock = take_lock(folder / LOCK, folder.name)
    try:
        template, notices = _load_template(backup.header.source, folder)
        template = _with_day_of(template, backup.header.last_save)
        interview, orphans = read_backup(backup, template)
    except WizardError:
        if lock is not None:
            lock.release()
        raise
    header = backup.header
    state = DraftState(interview, History(), orphans, header.last_save, header.save_to, id=header.id or new_id())
    last = max(each.number for each in _list_backups(folder))
    files = DraftFiles(folder, lock, last, unreadable=(SNAPSHOT, JOURNAL))
    notice = "The draft's own files could not be read; they are kept in its folder earlier/. This is an earlier state."
    return Draft(state, files, on_status, (notice, *notices, *orphan_notices(orphans)))


def _backup_numbered(folder: Path, number: int) -> Backup:
    backups = _list_backups(folder)
    found = next((backup for backup in backups if backup.number == number), None)
    if found is None:
        known = ", ".join(str(backup.number) for backup in backups) or "none"
        raise WizardError(f"The draft {folder.name} has no earlier state {number}; there are: {known}.")
    return found


def _new_draft(state: DraftState, name: str, on_status: OnStatus | None, notices: tuple[str, ...] = ()) -> Draft:
    folder, lock = drafts_folder() / name, None
    with suppress(OSError):  # the writer tries again, and tells why it cannot
        folder, lock = claim_folder(folder)
    return Draft(state, DraftFiles(folder, lock), on_status, notices)


def build_state(
    found: RecoveredDraft, folder: Path, template: Template | None = None
) -> tuple[DraftState, tuple[str, ...]]:
    """Return a draft's state, and notices for the user when it differs from the files on disk.

    `template` is used instead of the one that the draft remembers. Raise BrokenDraftError when neither the template nor
    its copy can be read, WizardError when `template` is another one.
    """
    from wizard.answers.migration import migrate

    if template is None:
        template, notices = _load_template(found.source, folder)
    else:
        _require_own_template(template, found.data, folder)
        notices = ()
    template = _with_day_of(template, found.last_save)
    data, orphans = migrate(template, found.data)
    interview = restore_interview(Interview.begin(template), data, found.cursor)
    history = _history_after(found.history, interview, found.data)
    state = DraftState(interview, history, orphans, found.last_save, found.save_to, id=found.id or new_id())
    return state, (*found.notices, *notices, *orphan_notices(orphans))


def _history_after(history: History, interview: Interview, data: InterviewData) -> History:
    """Return the steps that can be undone: none when answers did not fit, because undo cannot lead back to those."""
    return history if is_same_answer(interview_data(interview), _without_orphans(data)) else History()


def _require_own_template(template: Template, data: InterviewData, folder: Path) -> None:
    """Raise WizardError when a template asks for less than half of what a draft has answers to."""
    ids = tuple(_answers_in(data))
    if 2 * sum(template.question((id,)) is not None for id in ids) < len(ids):
        name = sanitize_line(template.name)
        raise WizardError(f"The answers of {folder.name} do not fit {name}. Name the template it was made from.")


def _load_template(source: str, folder: Path) -> tuple[Template, tuple[str, ...]]:
    try:
        return load_draft_template(source, folder)
    except NotFoundError as error:
        raise BrokenDraftError(f"The draft {folder.name} has lost its template: {error}") from error
    except TemplateError as error:
        raise BrokenDraftError(f"The template of {folder.name} does not open: {error.problems[0]}") from error


def _with_day_of(template: Template, saved: LastSave | None) -> Template:
    """Return the template with the day of the first save, so that a plan does not change by itself over night."""
    return template if saved is None or not saved.day else replace(template, today=saved.day)


def _place_notices(name: str, folder: Path) -> tuple[str, ...]:
    """Return what to tell of a draft that is not where its name says, or was elsewhere and is not there any more."""
    if os.sep not in name and folder.parent not in (drafts_folder(), done_folder()):
        return (f"{name} goes on in {sanitize_line(str(folder))}, where it was kept when its own folder took nothing.",)
    if (lost := lost_folder(folder)) is not None:
        where = sanitize_line(str(lost))
        return (f"{folder.name} was last saved in {where}, which no longer exists. This is an earlier state.",)
    return ()


def read_backup(backup: Backup, template: Template) -> tuple[Interview, tuple[Orphan, ...]]:
    """Return the interview and the orphans in a backup; raise BrokenDraftError when it cannot be read."""
    from wizard.answers.migration import migrate
    from wizard.drafts.recovery import cursor_in

    try:
        saved = parse_snapshot(read_regular_file(backup.path, MAX_DRAFT_FILE_BYTES), backup.path.name)
    except (SnapshotError, OSError) as error:
        why = explain_os_error(error, backup.path.name).what if isinstance(error, OSError) else str(error)
        raise BrokenDraftError(f"The earlier state {backup.number} cannot be read: {why}.") from error
    if saved.is_cut:
        raise BrokenDraftError(f"The earlier state {backup.number} cannot be read: its end is missing.")
    data, orphans = migrate(template, saved.data)
    return restore_interview(Interview.begin(template), data, cursor_in(backup.header)), orphans


def _answers_in(data: InterviewData) -> Answers:
    answers = data.get("answers")
    return answers if is_mapping(answers) else {}


def _without_orphans(data: InterviewData) -> InterviewData:
    return {part: answers for part, answers in data.items() if part != "strangers"}


def orphan_notices(orphans: tuple[Orphan, ...]) -> tuple[str, ...]:
    """Return what to tell of answers that the template has no question for, or that do not fit their question now."""
    gone = tuple(orphan for orphan in orphans if orphan.reason == GONE)
    unfit = tuple(orphan for orphan in orphans if orphan.reason != GONE)
    notices: list[str] = []
    if gone:
        count, are_kept = ("1 answer has", "It is") if len(gone) == 1 else (f"{len(gone)} answers have", "They are")
        names = _list_some([_name_of(orphan) for orphan in gone])
        notices.append(f"{count} no question in the template any more: {names}. {are_kept} still saved.")
    if unfit:
        count, fit = ("1 answer is", "it fits") if len(unfit) == 1 else (f"{len(unfit)} answers are", "they fit")
        names = _list_some([f"{_name_of(orphan)} ({orphan.reason})" for orphan in unfit])
        notices.append(f"{count} set aside until {fit} again: {names}.")
    return tuple(notices)


def _name_of(orphan: Orphan) -> str:
    return sanitize_line(format_path(orphan.path))[:60]


def _list_some(names: list[str]) -> str:
    different = tuple(dict.fromkeys(names))
    more = f" and {len(different) - 5} more" if len(different) > 5 else ""
    return ", ".join(different[:5]) + more
