"""A template's file that its author edits: what it is as soon as the file is at rest (decision 0018).

looks at the file from time to time → the template as it is now, or what is wrong with it, or nothing new
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, TypeAlias

from msgspec import Struct

from wizard.compiler.loader import find_named_template, load_template, template_path
from wizard.errors import NotFoundError, Problem, RefusedFormError, TemplateError
from wizard.files.file_state import FileState, file_state
from wizard.model.template import Template

LOOK_SECONDS: Final = 0.2
"""Seconds from one look to the next."""
_LOOKS_WITHOUT: Final = 5
"""Looks at which the file is gone or empty until it is told: editors delete, truncate and rename while they save."""


class TemplateProblems(Struct, frozen=True):
    """Why a template cannot be used as its file is now."""

    problems: tuple[Problem, ...]


WatchedTemplate: TypeAlias = "Template | TemplateProblems"


class TemplateWatch:
    """Looks at the file of a template by its name or path; for use in one thread."""

    def __init__(self, name_or_path: str) -> None:
        self._path = _absolute_path(name_or_path)
        self._source = name_or_path if find_named_template(name_or_path) else str(self._path)
        self._read: FileState | None = None
        """The file as it was when it was read last."""
        self._seen: FileState | None = None
        """The file as it was at the last look."""
        self._looks_without = 0
        self._told: tuple[Problem, ...] | str | None = None
        """The problems, or the digest of the template, that were returned last."""
        self._is_lenient: bool | None = None
        """Whether it is a form that GitHub refused at the first look, when the interview had begun with it already."""

    @property
    def file_name(self) -> str:
        """The name of the file, without its folder."""
        return self._path.name

    def look(self) -> WatchedTemplate | None:
        """Return the template, or its problems, when either is another one than at the last look, else None.

        A file is read when it has been the same at two looks, so that one that is being written is not; what it holds
        while it is gone or empty for a moment is not told.
        """
        state = file_state(self._path)
        if state is None or not state.size:
            return self._look_without(is_there=state is not None)
        self._looks_without = 0
        before, self._seen = self._seen, state
        if state != before or state == self._read:
            return None
        if self._is_lenient is None:
            self._is_lenient = _is_refused(self._source)
        found = _load(self._source, is_lenient=self._is_lenient)
        if file_state(self._path) != state:
            return None  # it was written meanwhile
        self._read = state
        return self._tell(found)

    def _look_without(self, *, is_there: bool) -> WatchedTemplate | None:
        self._seen = self._read = None
        self._looks_without += 1
        if self._looks_without < _LOOKS_WITHOUT:
            return None
        code, message = ("empty-template", "there is nothing in this file") if is_there else _GONE
        return self._tell(TemplateProblems((Problem(str(self._path), 1, 1, code, message),)))

    def _tell(self, found: WatchedTemplate) -> WatchedTemplate | None:
        told = found.problems if isinstance(found, TemplateProblems) else found.digest
        if told == self._told:
            return None
        self._told = told
        return found


_GONE: Final = ("no-template", "this file no longer exists")


def _absolute_path(name_or_path: str) -> Path:
    try:
        return Path(os.path.abspath(template_path(name_or_path)))
    except NotFoundError:  # a draft whose template is gone; it may come back
        return Path(os.path.abspath(name_or_path))


def _is_refused(name_or_path: str) -> bool:
    try:
        load_template(name_or_path)
    except RefusedFormError:
        return True
    except (NotFoundError, TemplateError):
        return False
    return False


def _load(name_or_path: str, *, is_lenient: bool) -> WatchedTemplate:
    try:
        template = load_template(name_or_path, is_lenient=is_lenient)
    except TemplateError as error:
        return TemplateProblems(error.problems)
    except NotFoundError:
        return TemplateProblems((Problem(name_or_path, 1, 1, *_GONE),))
    if next(iter(template.questions()), None) is None:
        message = "there is nothing in this template to ask"
        return TemplateProblems((Problem(name_or_path, 1, 1, "no-questions", message),))
    return template
