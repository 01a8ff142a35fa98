"""The names of templates in lists, and which of the listed ones has a name.

the repository's templates, the user's own, the built-in ones  →  each with the shortest name that means no other one
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from wizard.compiler.loader import find_named_template, names_in
from wizard.compiler.lookup.discovery import FoundTemplate, file_identity, find_in_repository, without_order_number
from wizard.compiler.lookup.repository import repository_folders
from wizard.errors import NotFoundError
from wizard.files.directories import BUILT_IN_FOLDER, templates_folder
from wizard.limits import MAX_TITLE_SECONDS
from wizard.message_text import did_you_mean, sanitize_line

if TYPE_CHECKING:
    from wizard.compiler.lookup.template_title import TemplateHead

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
    from wizard.compiler.lookup.template_title import (
        TitleReader,  # has patterns that a list without them need not compile
    )

    reader = TitleReader(MAX_TITLE_SECONDS)
    return {path: reader.read(path) for path in paths}


def find_listed_source(wanted: str, start: str | None = None) -> str | None:
    """Return what `load_template` takes for the one listed template that has a name or full name; None without one.

    Raise NotFoundError when two templates have it.
    """
    templates = list_templates(start)
    meant = [named for named in templates if wanted in _full_names(named.found)] or [
        named for named in templates if named.found.is_in_repository and wanted in _plain_names(named.found)
    ]
    if len(meant) > 1:
        names = " or ".join(sanitize_line(named.name) for named in meant)
        raise NotFoundError(f"'{sanitize_line(wanted)}' is the name of {len(meant)} templates; name one: {names}")
    return meant[0].source if meant else None


def unknown_template(wanted: str, start: str | None = None) -> NotFoundError:
    """Return the error that says that no template has a name, with the nearest name, or those that there are."""
    known = [named.name for named in list_templates(start)]
    hint = did_you_mean(wanted, known)
    if not hint:
        hint = f"; there are: {', '.join(map(sanitize_line, known[:_MAX_HINTED_NAMES]))}"
        hint += " and more" if len(known) > _MAX_HINTED_NAMES else ""
    return NotFoundError(f"there is no template '{sanitize_line(wanted)}'{hint}")


def name_of_file(stem: str) -> str:
    """Return the name for a file: its words in lower case with hyphens, without a number that only sorts it."""
    words = re.sub(r"[\W_]+", "-", without_order_number(stem).lower()).strip("-")
    return words or "template"


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
