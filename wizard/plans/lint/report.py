"""The check of all that a command line names: files, folders and globs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from wizard.errors import InvalidFileError, WizardError
from wizard.plans.lint.file_check import ReadText, check_file
from wizard.plans.lint.finding import Finding, PlanSummary
from wizard.plans.lint.fingerprint import with_fingerprints
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.plan_files import find_plan_files


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
    """Why files and folders could not be checked."""

    def fails(self, *, is_strict: bool) -> bool:
        """Return whether there are errors or, where the check is strict, warnings."""
        failing = ("error", "warning") if is_strict else ("error",)
        return any(finding.severity in failing for finding in self.findings)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was checked because nothing could be read."""
        return bool(self.unreadable) and self.checked == 0


class _TextRecorder:
    """Reads files as `read_text` does, and remembers their texts by the names that findings have."""

    def __init__(self, read_text: ReadText) -> None:
        self._read_text = read_text
        self.texts: dict[str, str] = {}

    def __call__(self, name: str) -> tuple[str, str]:
        text, source = self._read_text(name)
        self.texts[source] = text
        return text, source


def check_all(
    names: Sequence[str],
    read_text: ReadText,
    template: str | None = None,
    *,
    is_lenient: bool = False,
    plans_only: bool = False,
) -> CheckReport:
    """Return everything that is wrong with files, and with the plans in folders and among the fits of globs."""
    files = find_plan_files(names, plans_only=plans_only)
    findings: list[Finding] = []
    plans: list[PlanSummary] = []
    notes: list[str] = []
    unreadable = list(files.problems)
    for path in files.paths:
        recorder = _TextRecorder(read_text)
        try:
            check = check_file(path, recorder, template, is_lenient=is_lenient)
        except WizardError as error:
            unreadable.append(error)
            continue
        documents = {source: PlanDocument(text.removeprefix("\ufeff")) for source, text in recorder.texts.items()}
        findings += with_fingerprints(check.findings, documents)
        if check.plan is not None:
            plans.append(check.plan)
        if check.note:
            notes.append(check.note)
    checked = len(files.paths) - (len(unreadable) - len(files.problems))
    return CheckReport(tuple(findings), tuple(plans), checked, files.passed_over, tuple(notes), tuple(unreadable))


def sentences_of(problems: Iterable[WizardError]) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong, where an error may stand for several."""
    for error in problems:
        yield from map(str, error.problems if isinstance(error, InvalidFileError) else (error,))
