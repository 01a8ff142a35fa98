"""What a save would write now: asked by every way to save, by `diff`, and by whoever shows it beforehand.

an interview, the files where its plan is to be saved, what its draft remembers of them
→ the plan as rendered, merged with the edits made by hand, what that changes in the files, and whether somebody has
to decide first. It reads and writes no file; `save` writes exactly what was told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from wizard.answers.orphans import Orphan
from wizard.drafts.last_save import LastSave
from wizard.interview.interview import Interview
from wizard.model.template import Template
from wizard.plans.answers_file import answers_file_text
from wizard.plans.comparison.answer_changes import AnswerChange, find_changes
from wizard.plans.comparison.clashes import Clash, find_clashes, marked_lines
from wizard.plans.comparison.diff import (
    Diff,
    DiffPart,
    diff_keeping_both,
    diff_of_answers,
    diff_of_answers_files,
    merged_text,
)
from wizard.plans.comparison.hand_edits import HandEdits, compare_lines, count_hand_edits
from wizard.plans.comparison.unified_diff import unified_diff
from wizard.plans.merge.base_text import Base
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.merge.merge import ConflictChoice, Merge, Resolution
from wizard.plans.opening.opened_document import base_of_document, is_document, opened_document
from wizard.plans.read_back.saved_answers import read_saved_answers
from wizard.plans.saving.file_merge import base_of_merge, is_laid_out_otherwise, merge_plan
from wizard.plans.saving.ownership import ConflictPlace, describe_others, find_conflict, is_own
from wizard.plans.saving.plan_bytes import encode_over
from wizard.plans.saving.save import SaveResult, free_copy_paths, save_over
from wizard.plans.saving.save_report import SaveReport, report_of
from wizard.plans.saving.saved_files import SavedFiles
from wizard.render.plan import Plan, render_plan

Choices: TypeAlias = "Mapping[int, Resolution]"
"""`{number of a conflict, from 0: what becomes of it}`; of the others both sides are kept."""


class DryRun(Struct, frozen=True, dict=True):
    """A save that has not been made."""

    interview: Interview
    existing: SavedFiles
    plan: Plan
    """As the answers make it, with its source map."""
    is_own: bool
    """Whether the files are the draft's own (`wizard.plans.saving.ownership`)."""
    orphans: tuple[Orphan, ...] = ()
    last_save: LastSave | None = None

    @cached_property
    def merge(self) -> Merge:
        """The plan as the answers make it, merged with the one on disk."""
        return merge_plan(self.source, self.plan.text, self.base, self.layout)

    @cached_property
    def source(self) -> SavedFiles:
        """The files whose plan is merged: those there, or the draft's document where its plan goes to a new file."""
        document = opened_document(self.last_save) if self.existing.lacks_plan and self.is_own else None
        return self.existing if document is None else document

    @property
    def is_document(self) -> bool:
        """Whether what is written is a document that was made elsewhere, laid out in its own way."""
        if self.source is not self.existing:
            return True
        return self.is_own and (self.source.is_document or is_document(self.source, self.last_save))

    @cached_property
    def layout(self) -> Template | None:
        """The template, where the plan on disk is laid out otherwise than it is rendered; else None."""
        if self.source is not self.existing:
            return self.interview.template
        is_other = self.is_own and is_laid_out_otherwise(self.source, self.base, self.last_save)
        return self.interview.template if is_other else None

    @cached_property
    def base(self) -> Base | None:
        """What was saved last, or what stands for it."""
        if self.source is not self.existing:
            return base_of_document(self.source, self.interview.template)
        return base_of_merge(self.interview, self.source, self.last_save)

    @property
    def is_plan_there(self) -> bool:
        """Whether the plan on disk is what the answers make, byte for byte."""
        rendered = self.plan.text
        return self.existing.plan == encode_over(rendered, rendered, self.interview.template, self.existing.plan)

    @property
    def is_asked_first(self) -> bool:
        """Whether the user is shown the difference first: the plan there is another one, or somebody else's."""
        return not self.is_own or not (self.existing.lacks_plan or self.is_plan_there)

    @property
    def has_edits_of_its_own(self) -> bool:
        """Whether the file has edits made by hand that are not in the answers."""
        return not self.existing.is_as_rendered() and self.text() != self.plan.text

    @cached_property
    def matter(self) -> str:
        """What is the matter with files that are not the draft's own; empty when they are."""
        return "" if self.is_own else describe_others(self.existing, self.interview, self.last_save)

    def conflict_mark(self) -> ConflictPlace | None:
        """Return where one of the files has the marks of a merge conflict, or None."""
        return find_conflict(self.existing, self.interview)

    def text(self, choices: Choices | None = None) -> str:
        """Return the plan's text as it would be written, with the edits made by hand."""
        return merged_text(self.merge, choices)

    def content(self, choices: Choices | None = None) -> bytes:
        """Return the bytes of the plan's file as they would be written."""
        return encode_over(self.text(choices), self.plan.text, self.interview.template, self.existing.plan)

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """What both sides changed in different ways; `choices` count them from 0."""
        return find_clashes(self.interview, self.plan, self.merge, self.base, self.source.plan_lines())

    def marks(self, *, has_base: bool = False) -> Choices:
        """Return choices that mark every clash as git does it, if `has_base` with what was saved last between."""
        return {clash.number - 1: marked_lines(clash, has_base=has_base) for clash in self.clashes}

    def take_all(self, side: ConflictChoice) -> Choices:
        """Return choices that take the same of every clash."""
        return dict.fromkeys(range(len(self.merge.conflicts)), side)

    def unified_diff(self, choices: Choices | None = None) -> str:
        """Return what saving changes in the plan's file, as a unified diff; nothing if it is there already."""
        before = None if self.existing.plan is None else self.existing.plan.decode("utf-8-sig", "replace")
        after = self.content(choices).decode("utf-8-sig", "replace")
        return unified_diff(before, after, self.existing.plan_path.name)

    def changes_anything(self, choices: Choices | None = None) -> bool:
        """Whether saving writes other bytes than are there into the plan's file."""
        return self.content(choices) != self.existing.plan

    def report(self, choices: Choices | None = None) -> SaveReport:
        """Return what saving changes, and what it keeps, in lines."""
        return report_of(self.existing.plan, self.content(choices), self.by_hand)

    @cached_property
    def answer_changes(self) -> tuple[AnswerChange, ...]:
        """The answers that are not what they were when the plan was saved last, in questions; none of a new plan."""
        if self.existing.lacks_plan:
            return ()
        before = read_saved_answers(self.interview, self.existing, self.last_save)
        return () if before is None else find_changes(self.interview.template, before, self.interview.answers)

    @cached_property
    def by_hand(self) -> HandEdits:
        """What was done by hand and stays, also where it has become answers; lines of clashes do not count."""
        if self.is_document:
            return HandEdits()  # what it has of its own was there before
        base = self.existing.base()
        if self.existing.lacks_plan or not isinstance(base, str):
            return count_hand_edits(self.merge)
        lines = _without_last_blanks(self.existing.plan_lines())
        compared = compare_lines(_without_last_blanks(split_lines(base)), lines).kept_by(self.merge)
        return HandEdits(len(compared.pairs), compared.ticked, compared.unticked)

    def difference(self, choices: Choices | None = None) -> Diff:
        """Return what would change, with the edits made by hand kept but where `choices` say otherwise."""
        made = replace(diff_keeping_both(self.merge, choices), by_hand=self.by_hand)
        return made.followed_by(self._answers_difference)

    def difference_of_answers(self) -> Diff:
        """Return what would change if the answers alone made the plan."""
        return diff_of_answers(self.merge).followed_by(self._answers_difference)

    def drops_text_of_file(self, choices: Choices) -> bool:
        """Whether the choices take away what was written by hand."""
        return self.merge.drops_text_of_file(choices)

    def copied_files(self, choices: Choices | None) -> tuple[Path, ...]:
        """Return the files of which `save` keeps copies beside them; `choices` is None to save the answers alone."""
        if not self.is_own:
            return self.existing.plan_path, self.existing.answers_path
        if choices is None:
            return (self.existing.plan_path,)
        return (self.existing.plan_path,) if self.drops_text_of_file(choices) else ()

    def copy_name(self) -> str:
        """Return the name that a copy of the plan on disk would get."""
        return free_copy_paths(self.existing.plan_path)[0].name

    def save(self, choices: Choices | None = None) -> SaveResult:
        """Write what `text(choices)` says, and the answers; raise as `save_over` does."""
        saved = self._save(self.text(choices), self.copied_files(choices or {}))
        return replace(saved, report=self.report(choices))

    def save_answers_alone(self) -> SaveResult:
        """Write what the answers make in place of the plan, which is copied first; raise as `save_over` does."""
        saved = self._save(None, self.copied_files(None))
        return replace(
            saved, report=report_of(self.existing.plan, self.plan.text.encode("utf-8", "replace"), HandEdits())
        )

    def _save(self, merged: str | None, copied: Sequence[Path]) -> SaveResult:
        return save_over(
            self.interview,
            self.existing,
            self.plan.text,
            self.orphans,
            merged=merged,
            copied=copied,
            last_save=self.last_save,
            is_document=merged is not None and self.is_document,
        )

    @cached_property
    def _answers_difference(self) -> tuple[DiffPart, ...]:
        """What changes in an answers file that is somebody else's."""
        if self.is_own:
            return ()
        answers = answers_file_text(self.interview, self.orphans, self.plan.text, b"")
        return diff_of_answers_files(self.existing, answers)


def _without_last_blanks(lines: tuple[str, ...]) -> tuple[str, ...]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def dry_run(
    interview: Interview,
    existing: SavedFiles,
    *,
    plan: Plan | None = None,
    orphans: Sequence[Orphan] = (),
    last_save: LastSave | None = None,
) -> DryRun:
    """Return what saving an interview where `existing` is would do.

    `plan` is the interview's, if it is rendered already; `last_save` is what the draft remembers of the files.
    """
    rendered = render_plan(interview) if plan is None else plan
    return DryRun(
        interview=interview,
        existing=existing,
        plan=rendered,
        is_own=is_own(existing, interview, last_save),
        orphans=tuple(orphans),
        last_save=last_save,
    )
