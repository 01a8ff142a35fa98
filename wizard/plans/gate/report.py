"""The check of all that a command line names: files, folders and globs; and the fixes of what it finds.

names → the files that are meant → the findings of each, without those that a comment in it switches off, with
fingerprints and fixes
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice

from msgspec import Struct

from wizard.compiler.loader import decode_utf8
from wizard.errors import InvalidFileError, OverwriteRefusedError, UnreadableFileError, WizardError
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_NEIGHBOUR_PLANS, MAX_PLAN_FILE_BYTES
from wizard.message_text import sanitize_line
from wizard.plans.gate.fingerprint import with_fingerprints
from wizard.plans.gate.fix_file import FixedFile, fix_file
from wizard.plans.gate.fixes import apply_edits, with_fixes
from wizard.plans.lint.disable_comments import heed_disable_comments
from wizard.plans.lint.file_check import ReadText, check_file
from wizard.plans.lint.finding import Finding, PlanSummary
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.plan_files import MARKDOWN_SUFFIXES, find_plan_files, is_native_template


class CheckReport(Struct, frozen=True):
    """What `plan-wizard check` says of everything that it was given."""

    findings: tuple[Finding, ...]
    plans: tuple[PlanSummary, ...] = ()
    """Of each plan whose answers can be read."""
    checked: int = 0
    """Files that could be read."""
    passed_over: int = 0
    """Files in folders, or among the fits of a glob, that are no plans."""
    notes: tuple[str, ...] = ()
    """What else there is to say of files, a sentence each."""
    unreadable: tuple[WizardError, ...] = ()
    """Why files and folders could not be checked, or not be fixed."""
    fixed: tuple[FixedFile, ...] = ()
    """What was fixed before the check."""

    def fails(self, *, is_strict: bool) -> bool:
        """Return whether there are errors or, where the check is strict, warnings."""
        failing = ("error", "warning") if is_strict else ("error",)
        return any(finding.severity in failing for finding in self.findings)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was checked because nothing could be read."""
        return bool(self.unreadable) and self.checked == 0


class Gate(Struct, frozen=True):
    """How files are checked."""

    read_text: ReadText
    template: str | None = None
    """Where the template of answers and plans is, if their file does not lead to it."""
    is_lenient: bool = False
    plans_only: bool = False
    """Whether named files that are no plans are passed over."""

    def check(self, names: Sequence[str]) -> CheckReport:
        """Return everything that is wrong with files, and with the plans in folders and among the fits of globs."""
        files = find_plan_files(names, plans_only=self.plans_only)
        findings: list[Finding] = []
        plans: list[PlanSummary] = []
        notes: list[str] = []
        unreadable = list(files.problems)
        for path in files.paths:
            try:
                checked = self._check_file(path)
            except WizardError as error:
                unreadable.append(error if isinstance(error, InvalidFileError) else _with_name(error, path))
                continue
            findings += checked.findings
            if checked.plan is not None:
                plans.append(checked.plan)
            if checked.note:
                notes.append(checked.note)
        count = len(files.paths) - (len(unreadable) - len(files.problems))
        return CheckReport(tuple(findings), tuple(plans), count, files.passed_over, tuple(notes), tuple(unreadable))

    def fix(self, names: Sequence[str]) -> tuple[tuple[FixedFile, ...], tuple[WizardError, ...]]:
        """Write the fixes of the findings; return what was fixed, and why a file could not be."""
        fixed: list[FixedFile] = []
        problems: list[WizardError] = []
        for path in find_plan_files(names, plans_only=self.plans_only).paths:
            try:
                checked = self._check_file(path)
            except WizardError:
                continue  # the check tells why
            try:
                fixed += _fix(path, checked)
            except WizardError as error:
                problems.append(error)
        return tuple(fixed), tuple(problems)

    def _check_file(self, path: str) -> _CheckedFile:
        recorder = _TextRecorder(self.read_text)
        check = check_file(path, recorder, self.template, is_lenient=self.is_lenient)
        documents = {source: PlanDocument(text.removeprefix("\ufeff")) for source, text in recorder.texts.items()}
        source, text = next(iter(recorder.texts.items()))
        findings: Iterable[Finding] = check.findings
        if source.lower().endswith(MARKDOWN_SUFFIXES) and not is_native_template(text):
            document = documents[source] = check.document or documents[source]
            own = heed_disable_comments(document, (each for each in findings if each.problem.file == source))
            fixable = with_fixes(document, own, lambda: tuple(_texts_beside(path)))
            findings = (*(each for each in findings if each.problem.file != source), *fixable)
        return _CheckedFile(source, text, tuple(with_fingerprints(findings, documents)), check.plan, check.note)


class _CheckedFile(Struct, frozen=True):
    """The text of a file, and what is wrong with it."""

    source: str
    text: str
    findings: tuple[Finding, ...]
    plan: PlanSummary | None
    note: str


class _TextRecorder:
    """Reads files as `read_text` does, and remembers their texts by the names that findings have."""

    def __init__(self, read_text: ReadText) -> None:
        self._read_text = read_text
        self.texts: dict[str, str] = {}

    def __call__(self, name: str) -> tuple[str, str]:
        text, source = self._read_text(name)
        self.texts[source] = text
        return text, source


def _fix(path: str, checked: _CheckedFile) -> Iterator[FixedFile]:
    """Write the fixes of a file's findings, if there are any."""
    fixes = dict.fromkeys(finding.fix for finding in checked.findings if finding.fix is not None)
    if not fixes:
        return
    try:
        before = read_regular_file(path, MAX_PLAN_FILE_BYTES)
    except OSError as error:
        raise WizardError(f"{sanitize_line(path)} cannot be read: {error.strerror or error}") from None
    if decode_utf8(before, path) != checked.text:
        raise OverwriteRefusedError(f"{sanitize_line(path)} was not fixed: it has just been changed. Check it again")
    after = apply_edits(checked.text, (edit for fix in fixes for edit in fix.edits)).encode()
    yield fix_file(path, before, after, tuple(f"line {fix.edits[0].line}: {fix.summary}" for fix in fixes))


def _with_name(error: WizardError, path: str) -> UnreadableFileError:
    named = UnreadableFileError(str(error), path)
    named.__cause__ = error
    return named


def _texts_beside(path: str) -> Iterator[str]:
    """Yield the texts of the other Markdown files in a plan's folder, which may refer to its ids."""
    folder = os.path.dirname(path)
    with suppress(OSError, ValueError):
        names = sorted(name for name in os.listdir(folder or ".") if name.lower().endswith(MARKDOWN_SUFFIXES))
        for name in islice(names, MAX_NEIGHBOUR_PLANS):
            other = os.path.join(folder, name)
            with suppress(OSError):
                if not os.path.samefile(other, path):
                    yield read_regular_file(other, MAX_PLAN_FILE_BYTES).decode("utf-8", "replace")


def sentences_of(problems: Iterable[WizardError]) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong, where an error may stand for several."""
    for error in problems:
        yield from map(str, error.problems if isinstance(error, InvalidFileError) else (error,))
