"""The names of templates: what a user may call one, and how lists call it.

the repository's templates, the user's own, the built-in ones  →  each with the shortest name that means no other one
what a user calls a template                                   →  what `load_template` takes
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from wizard.compiler.discovery import (
    FoundTemplate,
    file_identity,
    find_in_repository,
    find_overrides,
    repository_folders,
    without_order_number,
)
from wizard.compiler.loader import find_named_template, is_template_path, load_template, names_in
from wizard.errors import NotFoundError
from wizard.files.directories import BUILT_IN_FOLDER, templates_folder
from wizard.limits import MAX_TITLE_SECONDS
from wizard.message_text import did_you_mean, sanitize_line
from wizard.model.template import Template

if TYPE_CHECKING:
    from wizard.compiler.template_title import TemplateHead

_MAX_HINTED_NAMES: Final = 20


class NamedTemplate(Struct, frozen=True):
    """A template's file and the name by which it is taken."""

    name: str
    """The shortest that means no other template."""
    found: FoundTemplate

    @property
    def source(self) -> str:
        """What `load_template` takes: a name that means the same in every folder, else the path."""
        is_known = not self.found.is_in_repository and str(find_named_template(self.found.stem)) == self.found.path
        return self.found.stem if is_known else self.found.path


def list_templates(start: str | None = None) -> tuple[NamedTemplate, ...]:
    """Return the templates of the repository around a folder, the user's own and the built-in ones, in this order.

    The folder is the current one if none is named. A file of the repository that is also one of the others is theirs.
    """
    known = (*_templates_in("own"), *_templates_in("built-in"))
    identities = {file_identity(found.path) for found in known}
    in_repository = find_in_repository(repository_folders(start))
    new = (found for found in in_repository if file_identity(found.path) not in identities)
    return tuple(_with_names((*new, *known)))


def read_heads(templates: Iterable[NamedTemplate]) -> Mapping[str, TemplateHead]:
    """Return `{path: what the file says of itself}` for the templates of a repository, which are not compiled."""
    paths = [named.found.path for named in templates if named.found.is_in_repository]
    if not paths:
        return {}
    from wizard.compiler.template_title import TitleReader  # has patterns that a list without them need not compile

    reader = TitleReader(MAX_TITLE_SECONDS)
    return {path: reader.read(path) for path in paths}


def find_template_source(wanted: str, start: str | None = None) -> str:
    """Return what `load_template` takes for what a user calls a template: a name, a full name or a path.

    A plain name means the file of exactly that name in `.plan-wizard/templates`, else the built-in template, else the
    user's own, else the one template of the repository that has it. Raise NotFoundError when it means none, or two.
    """
    if not is_template_path(wanted):
        override = next((found for found in find_overrides(repository_folders(start)) if found.stem == wanted), None)
        if override is not None:
            return override.path
        if find_named_template(wanted) is not None:
            return wanted
    elif _is_file(wanted):
        return wanted
    templates = list_templates(start)
    meant = [named for named in templates if wanted in _full_names(named.found)] or [
        named for named in templates if named.found.is_in_repository and wanted in _plain_names(named.found)
    ]
    match meant:
        case [named]:
            return named.source
        case []:
            if wanted and _is_file(wanted):
                return wanted
            raise NotFoundError(_unknown_message(wanted, [named.name for named in templates]))
        case _:
            names = " or ".join(sanitize_line(named.name) for named in meant)
            raise NotFoundError(f"'{sanitize_line(wanted)}' is the name of {len(meant)} templates; name one: {names}")


def load_named_template(wanted: str, *, is_lenient: bool = False) -> Template:
    """Return the template that a user calls by a name, a full name or a path.

    Raise NotFoundError when there is none, or two, and TemplateError with every mistake when it cannot be used; with
    `is_lenient` it may be a form that GitHub would refuse.
    """
    return load_template(find_template_source(wanted), is_lenient=is_lenient)


def overridden_name(wanted: str, source: str) -> str:
    """Return the full name of the template that a repository's own has taken a name from, or nothing.

    `source` is what `find_template_source` returned for the name.
    """
    taken = find_named_template(wanted) if source != wanted else None
    if taken is None:
        return ""
    return f"built-in/{wanted}" if taken.parent == BUILT_IN_FOLDER else f"own/{wanted}"


def name_of_file(stem: str) -> str:
    """Return the name for a file: its words in lower case with hyphens, without a number that only sorts it."""
    words = re.sub(r"[\W_]+", "-", without_order_number(stem).lower()).strip("-")
    return words or "template"


def _unknown_message(wanted: str, known: list[str]) -> str:
    hint = did_you_mean(wanted, known)
    if not hint:
        hint = f"; there are: {', '.join(map(sanitize_line, known[:_MAX_HINTED_NAMES]))}"
        hint += " and more" if len(known) > _MAX_HINTED_NAMES else ""
    return f"there is no template '{sanitize_line(wanted)}'{hint}"


def _plain_name(found: FoundTemplate) -> str:
    if not found.is_in_repository:
        return found.stem
    name = name_of_file(found.stem)
    return "adr-template" if name == "template" and found.group == "adr" else name


def _plain_names(found: FoundTemplate) -> set[str]:
    return {_plain_name(found), found.stem}


def _full_names(found: FoundTemplate) -> set[str]:
    plain = _plain_names(found)
    scoped = {f"{found.group}/{found.scope}/{name}" for name in plain} if found.scope else set[str]()
    return {*(f"{found.group}/{name}" for name in plain), *scoped, found.place}


def _with_names(found: Iterable[FoundTemplate]) -> Iterator[NamedTemplate]:
    """Yield templates with the shortest name that means no other one, the path where every name is taken."""
    templates = tuple(found)
    # The first of each plain name as `find_template_source` looks for it.
    taken: dict[str, FoundTemplate] = {}
    for group in ("repository", "built-in", "own"):
        for each in templates:
            if each.group == group:
                taken.setdefault(each.stem, each)
    plain = Counter(name for each in templates if each.is_in_repository for name in _plain_names(each))
    full = Counter(name for each in templates for name in _full_names(each))
    for each in templates:
        name = _plain_name(each)
        is_free = taken[name] is each if name in taken else plain[name] == 1
        scoped = (f"{each.group}/{each.scope}/{name}",) if each.scope else ()
        longer = (longer for longer in (f"{each.group}/{name}", *scoped) if full[longer] == 1)
        yield NamedTemplate(name if is_free else next(longer, each.place), each)


def _templates_in(group: Literal["own", "built-in"]) -> Iterator[FoundTemplate]:
    folder = templates_folder() if group == "own" else BUILT_IN_FOLDER
    paths = (str(folder / f"{name}.md") for name in names_in(folder))
    return (FoundTemplate(group, path, path) for path in paths)


def _is_file(path: str) -> bool:
    """Return whether something is at a path that a template may be read from, or that says why not."""
    try:
        return os.path.lexists(path) and not os.path.isdir(path)
    except ValueError:  # NUL
        return False
