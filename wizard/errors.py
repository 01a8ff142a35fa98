"""The errors that a user is shown, and the problems in a file that they carry."""

from __future__ import annotations

from msgspec import Struct


class Problem(Struct, frozen=True, order=True):
    """A mistake in a file and its position; `str()` gives `FILE:LINE:COLUMN: CODE message`."""

    file: str
    line: int
    """1-based."""
    column: int
    """1-based, in characters."""
    code: str
    """Stable, in kebab case, such as `unknown-key`."""
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}"


class WizardError(Exception):
    """The base of all errors that a user can do something about; `str()` is the sentence to show."""


class InvalidFileError(WizardError):
    """A file cannot be read as what it should be; `problems` are all its mistakes, in the order of their positions."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnreadableFileError(WizardError):
    """A file that was named cannot be read; `file` is its name."""

    def __init__(self, message: str, file: str) -> None:
        self.file = file
        super().__init__(message)


class TemplateError(InvalidFileError):
    """A template's file has mistakes."""


class RefusedFormError(TemplateError):
    """GitHub would refuse an issue form, which can be asked all the same."""


class AnswersFileError(InvalidFileError):
    """A file of answers has mistakes, or does not fit its template; none of its answers was taken."""


class InvalidAnswer(WizardError):
    """A value is not an answer to its question; the message says what would be one.

    `path` is written as in `milestones[1].title`, and empty where the caller knows it; `suggestion` is an answer that
    was probably meant, or None.
    """

    def __init__(self, path: str, message: str, suggestion: str | None = None) -> None:
        self.path = path
        self.message = message
        self.suggestion = suggestion
        super().__init__(f"{path}: {message}" if path else message)


class SettingError(InvalidAnswer):
    """A `--set PATH=VALUE` of the command line is no answer; `str()` names the setting too."""

    def __init__(self, setting: str, problem: InvalidAnswer) -> None:
        super().__init__(problem.path or setting.partition("=")[0], problem.message, problem.suggestion)
        self.args = (f"--set {setting[:60]}: {problem}",)


class RejectedAnswersError(WizardError):
    """Of several answers at least one is invalid, and none was taken; `problems` has every invalid one."""

    def __init__(self, problems: tuple[InvalidAnswer, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class OverwriteRefusedError(WizardError):
    """Raised when a file is left as it is, because it holds what nobody has agreed to replace."""


class NotFoundError(WizardError):
    """There is no template, draft or file of a name; the message names the nearest ones."""
