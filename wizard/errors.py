"""What can go wrong, in words that say what to do about it."""

from __future__ import annotations

from msgspec import Struct


class Problem(Struct, frozen=True, order=True):
    """One mistake in a file, at its place; `str()` gives `FILE:LINE:COLUMN: CODE message`."""

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
    """The input is wrong or the world is in the way; `str()` is the sentence to show."""


class InvalidFileError(WizardError):
    """A file holds mistakes; all of them are in `problems`, in the order of their places."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class TemplateError(InvalidFileError):
    """A template cannot be used as it is written."""


class AnswersFileError(InvalidFileError):
    """Supplied answers do not fit their template; nothing of them was taken."""


class InvalidAnswer(WizardError):
    """One answer is not accepted; the message says what would be.

    `path` is the answer's place as it is written, such as `milestones[1].title`;
    `suggestion` is an answer that would be accepted, or None.
    """

    def __init__(self, path: str, message: str, suggestion: str | None = None) -> None:
        self.path = path
        self.message = message
        self.suggestion = suggestion
        super().__init__(f"{path}: {message}" if path else message)


class SettingError(InvalidAnswer):
    """A `PATH=VALUE` of the command line is not accepted; `str()` names the setting too."""

    def __init__(self, setting: str, problem: InvalidAnswer) -> None:
        super().__init__(problem.path or setting.partition("=")[0], problem.message, problem.suggestion)
        self.args = (f"--set {setting[:60]}: {problem}",)


class RejectedAnswersError(WizardError):
    """Answers that were given by their paths do not fit, and none of them was taken; `problems` has all mistakes."""

    def __init__(self, problems: tuple[InvalidAnswer, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class NotFoundError(WizardError):
    """No template, draft or file goes by the given name; the message names the nearest ones."""
