"""What was done by hand in the plan of a draft since its answers were read: found before anybody goes on with them.

The draft's interview, and what it remembers of its files -> the interview with those edits, or nothing when the files
are not the draft's own or have been read already. Nothing is recorded here.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from wizard.answers.ticks import says_nothing_of_tick
from wizard.digests import sha256_hex
from wizard.drafts.last_save import CLASHES, LastSave, content_digest
from wizard.drafts.undo.history import cursor_near, interview_data, restore_interview
from wizard.errors import WizardError
from wizard.interview.interview import Interview
from wizard.limits import MAX_REFUSED_EDITS
from wizard.message_text import pluralize, sanitize_line
from wizard.model.answers import OPEN, Answer, AnswerPath, Answers, InterviewData, format_path, is_mapping
from wizard.plans.answers_file import read_answers_file, read_refused
from wizard.plans.merge.base_text import has_base_lines
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.opening.saved_interview import FoundTemplate, restore_interview as restore_saved
from wizard.plans.read_back.answer_merge import merge_answers
from wizard.plans.read_back.edits.edited_answers import ReadBack, ReadChange, read_edits
from wizard.plans.read_back.line_delta import NO_DELTA, apply_delta, write_delta
from wizard.plans.saving.ownership import find_conflict
from wizard.plans.saving.saved_files import SavedFiles, SavingError, read_saved_files

if TYPE_CHECKING:
    from wizard.drafts.draft import Draft


class PlanEdits(Struct, frozen=True):
    """The edits of a plan, and the interview of its draft with them."""

    interview: Interview
    changes: tuple[ReadChange, ...]
    """What of the interview they have changed."""
    last_save: LastSave
    """What the draft is to remember once they are in its answers."""
    there: Interview
    """The interview that the answers file holds, with the edits: the paths of the changes are those in it."""

    @property
    def asked(self) -> tuple[ReadChange, ...]:
        """The changes that the user is asked about: all but ticks."""
        return tuple(change for change in self.changes if not change.is_tick)

    @property
    def ticks(self) -> int:
        """How many boxes were ticked or unticked."""
        return len(self.changes) - len(self.asked)

    def summary(self) -> str:
        """Return `From relay.md: 2 ticks and 1 edit of an answer read back.`; empty without changes."""
        if not self.changes:
            return ""
        counts = [f"{self.ticks} {'tick' if self.ticks == 1 else 'ticks'}"] if self.ticks else []
        if self.asked:
            count = len(self.asked)
            counts.append(f"{count} {pluralize('edit', count)} of {'an answer' if count == 1 else 'answers'}")
        return f"From {sanitize_line(Path(self.last_save.plan_path).name)}: {' and '.join(counts)} read back."


class Refusal(Struct, frozen=True):
    """Which edits made by hand are not to become answers; ticks always do."""

    refuses_all: bool = False
    paths: frozenset[str] = frozenset()
    """Of single changes, as written: `milestones[1].tasks[2]`."""

    def covers(self, change: ReadChange) -> bool:
        """Return whether a change is refused."""
        return (self.refuses_all and not change.is_tick) or format_path(change.path) in self.paths


NOTHING_REFUSED: Final = Refusal()


class NoSuchChangeError(WizardError):
    """Raised, and nothing read, when a change is refused that is none."""


def find_wanted_edits(
    interview: Interview, last_save: LastSave | None, refusal: Refusal, given: Mapping[AnswerPath, Answer] | None = None
) -> PlanEdits | None:
    """Return what was done by hand in a draft's plan, without what is refused, as `find_plan_edits` does.

    What is `given` another answer at the same time stays an edit made by hand, so that a save tells of the clash, but
    for ticks of which that answer says nothing. Raise NoSuchChangeError for a path at which nothing was changed.
    """
    found = find_plan_edits(interview, last_save)
    changes = () if found is None else found.changes
    unknown = sorted(refusal.paths - {format_path(change.path) for change in changes})
    if unknown:
        raise NoSuchChangeError(f"nothing at {sanitize_line(unknown[0])} was edited in the plan")
    refused = {change.key for change in changes if refusal.covers(change)}
    clashing = {
        change.key for change in changes if found is not None and _is_answered(change, given or {}, found.there)
    }
    return find_plan_edits(interview, last_save, refused, clashing) if refused or clashing else found


def take_plan_edits(draft: Draft, edits: PlanEdits) -> None:
    """Put the edits into a draft, as a step that can be undone."""
    draft.record_reading(edits.interview, edits.last_save)


def find_plan_edits(
    interview: Interview, last_save: LastSave | None, refused: Collection[str] = (), clashing: Collection[str] = ()
) -> PlanEdits | None:
    """Return what was done by hand in a draft's plan since it was read last; None if there is nothing to look at.

    `refused` are the keys of changes that are not wanted, beside those that were refused before; `clashing` those of
    changes that are answered otherwise.
    """
    existing = _own_files(last_save)
    if existing is None or last_save is None:
        return None
    digest = content_digest(existing.plan)
    if digest == last_save.read or find_conflict(existing, interview) is not None:
        return None
    text = _text_of(existing)
    read_before = _text_read_before(existing, last_save)
    if read_before is None and has_base_lines(existing.base(), split_lines(text)):
        return None
    saved = _saved_interview(existing, interview)
    if saved is None:
        return None
    recorded = recorded_refusals(existing)
    before = None if read_before is None else _read(saved, existing, read_before, last_save.unread_keys | recorded)
    unwanted = last_save.refused_keys | recorded | frozenset(refused)
    left = frozenset(clashing) - unwanted
    found = _read(saved, existing, text, unwanted | left)
    base = saved if before is None else before.interview
    merged = merge_answers(base.answers, interview.answers, found.interview.answers)
    more = {change.key for change in found.changes if _is_among(change.path, merged.clashes)}
    if more:
        # They stay edits made by hand, so that the save tells of the clash.
        left |= more
        found = _read(saved, existing, text, unwanted | left)
        merged = merge_answers(base.answers, interview.answers, found.interview.answers)
    after = interview if merged.answers == interview.answers else _with_answers(interview, merged.answers)
    remembered = replace(
        last_save,
        read=digest,
        refused=" ".join([*sorted(unwanted), *(f"{CLASHES}{key}" for key in sorted(left))][:MAX_REFUSED_EDITS]),
        read_delta=_delta_of(existing, text),
    )
    return PlanEdits(after, _changes_since(before, found), remembered, found.interview)


def read_base(interview: Interview, existing: SavedFiles, last_save: LastSave | None) -> str | None:
    """Return what a merge is to take for the text that was rendered last, once edits made by hand are in the answers.

    It has what was read, also where that was taken back in the file or edited again since: so the file's side changes
    it, and not the answers'. None where nothing was read: what is recorded is the text then.
    """
    read = read_taken_edits(interview, existing, last_save)
    return None if read is None else read.base


def read_taken_edits(interview: Interview, existing: SavedFiles, last_save: LastSave | None) -> ReadBack | None:
    """Return what was done by hand in a plan and is in the answers of its draft; None where nothing was read."""
    text = None if last_save is None else _text_read_before(existing, last_save)
    saved = None if text is None else _saved_interview(existing, interview)
    if last_save is None or text is None or saved is None:
        return None
    return _read(saved, existing, text, last_save.unread_keys | recorded_refusals(existing))


def recorded_refusals(existing: SavedFiles) -> frozenset[str]:
    """Return the keys of edits that were refused when the plan was saved."""
    return read_refused((existing.answers or b"").removeprefix(BOM_UTF8))


def _own_files(last_save: LastSave | None) -> SavedFiles | None:
    """Return the files of a draft if both are there and the answers are as it wrote or read them last."""
    if last_save is None or not last_save.answers:
        return None
    try:
        existing = read_saved_files(Path(last_save.plan_path))
    except SavingError:  # which is told when the plan is saved
        return None
    is_own = existing.answers is not None and content_digest(existing.answers) == last_save.answers
    return None if existing.lacks_plan or not is_own else existing


def _saved_interview(existing: SavedFiles, interview: Interview) -> Interview | None:
    """Return the interview that the answers file holds; None where nothing in the plan can have been edited."""
    base, record = existing.base(), existing.record()
    if record is not None and record.is_document and record.sha256 == sha256_hex(existing.plan or b""):
        return None
    if base is None:
        return None
    try:
        file = read_answers_file((existing.answers or b"").decode("utf-8-sig"), str(existing.answers_path))
        return restore_saved(file, FoundTemplate(interview.template, "same")).interview
    except (WizardError, UnicodeDecodeError):
        return None


def _read(saved: Interview, existing: SavedFiles, text: str, refused: frozenset[str]) -> ReadBack:
    if existing.is_document:
        from wizard.plans.read_back.documents.edited_document import read_document_edits

        return read_document_edits(saved, existing.base(), text, refused)
    return read_edits(saved, existing.base(), text, refused)


def _text_of(existing: SavedFiles) -> str:
    return "\n".join(existing.plan_lines())


def _delta_of(existing: SavedFiles, text: str) -> str:
    base = existing.base()
    return write_delta(base, text) if isinstance(base, str) else NO_DELTA


def _text_read_before(existing: SavedFiles, last_save: LastSave) -> str | None:
    """Return the text of the plan that was read last; None where none was, or nobody knows it any more."""
    if not last_save.read or existing.plan is None:
        return None
    if content_digest(existing.plan) == last_save.read:
        return _text_of(existing)
    base = None if existing.is_document else existing.base()
    text = apply_delta(base, last_save.read_delta) if isinstance(base, str) and last_save.read_delta else None
    return text if text is not None and content_digest(text.encode()) == last_save.read else None


def _changes_since(before: ReadBack | None, found: ReadBack) -> tuple[ReadChange, ...]:
    """Return the changes that were not read before, and those that were and have been taken back in the file."""
    if before is None:
        return found.changes
    known, now = ({change.key for change in each.changes} for each in (before, found))
    new = [_since(change, before.changes) for change in found.changes if change.key not in known]
    paths = [change.path for change in found.changes]
    gone = [each for each in before.changes if each.key not in now and not _is_among(each.path, paths)]
    return (*new, *map(_taken_back, gone))


def _since(change: ReadChange, earlier: Collection[ReadChange]) -> ReadChange:
    """Return a change of what was read before as a change of that."""
    read = next((each for each in earlier if (each.path, each.before) == (change.path, change.before)), None)
    return change if read is None else replace(change, before=read.after, known_as=change.key)


def _taken_back(change: ReadChange) -> ReadChange:
    return replace(change, before=change.after, after=change.before)


def _is_among(path: AnswerPath, clashes: Collection[AnswerPath]) -> bool:
    return any(path[: len(clash)] == clash or clash[: len(path)] == path for clash in clashes)


def _is_answered(change: ReadChange, given: Mapping[AnswerPath, Answer], interview: Interview) -> bool:
    """Return whether another answer is given for what was changed."""
    for path, answer in given.items():
        if not _is_among(change.path, (path,)):
            continue
        task = interview.answer_at(change.path[:-1]) if change.is_tick else OPEN
        text = task.get("text") if is_mapping(task) else None
        if not isinstance(text, str) or not says_nothing_of_tick(answer, change.path[len(path) :], text):
            return True
    return False


def _with_answers(interview: Interview, answers: Answers) -> Interview:
    data: InterviewData = {**interview_data(interview), "answers": answers}
    cursor = cursor_near(interview, replace(interview, answers=answers))
    return restore_interview(Interview.begin(interview.template), data, cursor)
