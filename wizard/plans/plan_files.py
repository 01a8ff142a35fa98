"""The plans that a command line means: files by their names, and the plans in folders and among the fits of a glob.

`docs/relay.md specs 'notes/*.md'` → `docs/relay.md`, whatever it is, the plans below `specs`, those among the notes,
and how many files there are no plans
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from wizard.errors import WizardError
from wizard.files.file_names import is_backup_name
from wizard.files.file_search import FoundFiles, find_below, find_by_glob, is_glob
from wizard.files.regular_file import read_file_start
from wizard.limits import MAX_PLAN_FILE_BYTES
from wizard.message_text import sanitize_line
from wizard.plans.answers_file import answers_file_name

MARKDOWN_SUFFIXES: Final = (".md", ".markdown")
_ANSWERS_SUFFIX = ".answers.yaml"
# A box of a task list in any of the marks that are in use, and an id that requirements and tasks are called by.
_BOX = re.compile(r"(?:^|[\r\n])[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[^\]\r\n]\]")
_REQUIREMENT = re.compile(
    r"(?:^|[\r\n])(?:#{2,6}[ \t]+(?:Requirement|User Story)\b|[-*+][ \t]+\*\*[A-Z]{1,4}-?\d{2,}\*\*)"
)
_NATIVE_TEMPLATE = re.compile(r"\ufeff*(?:[ \t]*\r?\n)*---[ \t]*\r?\n(?:(?!---|\.\.\.)[^\n]*\n)*?wizard[ \t]*:")


_PLAN_NAME = re.compile(
    r"(?:^|[^a-z])(?:plans?|roadmap|specs?|requirements?|proposal|design|rfc|prd|tasks?|todo|backlog)(?:[^a-z]|$)"
)


class PlanFiles(Struct, frozen=True):
    """The files that are to be read, each once, in the order in which they were named."""

    paths: tuple[str, ...]
    passed_over: int = 0
    """Files in folders, or that fit a glob, which are neither plans nor the answers of one."""
    problems: tuple[WizardError, ...] = ()


def find_plan_files(names: Sequence[str], *, plans_only: bool = False) -> PlanFiles:
    """Return the files that are meant by names, folders and globs.

    A file that is named is taken whatever it is. With `plans_only` it is passed over like others when it is no plan,
    and the answers of a plan stand for the plan: so all changed files of a commit may be named.
    """
    paths: dict[str, str] = {}
    problems: list[WizardError] = []
    passed: set[str] = set()
    for name in names:
        found = _find(name)
        if found is None and not plans_only:
            paths.setdefault(_identity(name), name)
            continue
        found = found or FoundFiles((_plan_of(name),))
        problems += found.problems
        if not found.paths and not found.problems and is_glob(name):
            problems.append(WizardError(f"no file fits {sanitize_line(name)}"))
        answers = {answers_path(path) for path in found.paths}
        for path in found.paths:
            identity = _identity(path)
            if identity in paths:
                continue
            if is_plan_file(path):
                paths[identity] = path
            elif path not in answers:
                passed.add(identity)
    return PlanFiles(tuple(paths.values()), len(passed - paths.keys()), tuple(problems))


def answers_path(path: str) -> str:
    """Return where the answers of a plan are, if it has any."""
    folder, name = os.path.split(path)
    return os.path.join(folder, answers_file_name(name))


def _plan_of(path: str) -> str:
    """Return the plan that an answers file lies beside, and any other path as it is."""
    folder, name = os.path.split(path)
    stem = name.removesuffix(_ANSWERS_SUFFIX)
    plans = (os.path.join(folder, stem + suffix) for suffix in MARKDOWN_SUFFIXES)
    return next(filter(os.path.exists, plans), path) if stem != name else path


def is_plan_file(path: str) -> bool:
    """Return whether a file that nobody has named is a plan.

    It is Markdown, no template and no copy that a save kept, and has answers beside it, a plan's name, a task list, or
    requirements with ids.
    """
    folder, name = os.path.split(os.path.abspath(path))
    if not name.lower().endswith(MARKDOWN_SUFFIXES) or is_backup_name(name):
        return False
    has_answers = os.path.exists(answers_path(path))
    if not has_answers and ("template" in name.lower() or "template" in os.path.basename(folder).lower()):
        return False
    try:
        text = read_file_start(path, MAX_PLAN_FILE_BYTES).decode("utf-8", "replace")
    except OSError:
        return has_answers  # the check tells why it cannot be read
    if is_native_template(text):
        return False
    if has_answers or (names_a_plan(name) and text.strip()):
        return True
    return _BOX.search(text) is not None or _REQUIREMENT.search(text) is not None


def names_a_plan(name: str) -> bool:
    """Return whether the name of a file says that it is a plan: `relay-plan.md`, `tasks.md`, `RFC 7.md`."""
    return _PLAN_NAME.search(name.lower().rpartition(".")[0]) is not None


def is_native_template(text: str) -> bool:
    """Return whether the text of a file begins with the front matter of a template with a `wizard` key."""
    return _NATIVE_TEMPLATE.match(text) is not None


def _find(name: str) -> FoundFiles | None:
    """Return what a folder or a glob means, and None for the name of a file."""
    try:
        if os.path.isdir(name):
            return find_below(name)
        return find_by_glob(name) if is_glob(name) else None
    except ValueError:  # a NUL in the name
        return None


def _identity(path: str) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path
