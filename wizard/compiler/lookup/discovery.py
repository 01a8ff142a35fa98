"""Where templates lie in a repository.

the folders of a repository, the nearest first  →  the files in the known places of each, by groups

Known places only: nothing is walked, every folder is read up to a bound, and no link out of the repository is followed.
No file is compiled. A repository is a stranger's: what is told of it is made safe where it is shown.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct
from msgspec.structs import replace

from wizard.compiler.loader import is_template_path
from wizard.compiler.lookup.repository import DECISION_FOLDERS, KIRO, OPENSPEC, OWN_PLACE, SPEC_KIT, home_folder
from wizard.errors import InvalidFileError
from wizard.files.regular_file import read_file_start, read_regular_file
from wizard.limits import (
    MAX_FOUND_TEMPLATES,
    MAX_LISTED_ENTRIES,
    MAX_LISTED_FOLDERS,
    MAX_MANIFEST_BYTES,
    MAX_TEMPLATE_FOLDER_LEVELS,
    MAX_TEMPLATE_HEAD_BYTES,
)
from wizard.message_text import sanitize_line
from wizard.model.answers import is_mapping

TemplateGroup: TypeAlias = Literal[
    "repository", "github", "docs", "templates", "spec-kit", "openspec", "kiro", "adr", "own", "built-in"
]
"""Where a template comes from, in the order of lists; also the first part of a full name: `github/bug-report`."""

GROUPS: Final[tuple[TemplateGroup, ...]] = get_args(TemplateGroup)
GROUP_TITLES: Final[Mapping[TemplateGroup, str]] = {
    "repository": "This repository",
    "github": "GitHub",
    "docs": "docs/templates",
    "templates": "templates",
    "spec-kit": "spec-kit",
    "openspec": "OpenSpec",
    "kiro": "Kiro",
    "adr": "Decision records",
    "own": "Your own",
    "built-in": "Built in",
}

_MARKDOWN: Final = (".md", ".markdown")
_FORMS: Final = (".yml", ".yaml")
_TEXTS: Final = (*_MARKDOWN, ".txt")

# GitHub finds these in any case; files beside much else are looked for in the usual spellings, without a listing.
_GITHUB_FOLDERS: Final = (".github", "", "docs")
_PULL_REQUEST_FOLDERS: Final = ("PULL_REQUEST_TEMPLATE", "pull_request_template")
_SINGLE_TEMPLATES: Final = tuple(
    f"{stem}{suffix}"
    for stem in ("PULL_REQUEST_TEMPLATE", "pull_request_template", "ISSUE_TEMPLATE", "issue_template")
    for suffix in (".md", ".txt")
)
# Patterns for names of files in lower case. Most starts need none of them, so they are compiled when they are used.
_LANGUAGE: Final = r"(?:[-._][a-z]{2,3}(?:[-_][a-z]{2,4})?)?"
_NO_TEMPLATE: Final = rf"(?:readme|index){_LANGUAGE}\.[a-z]+"
_DOCUMENT: Final = (
    r"(?:contributing|contributors|code[-_ ]?of[-_ ]?conduct|security|support|governance|funding|codeowners|maintainers"
    r"|authors|citation|changelog|history|licen[cs]e|copying|notice|privacy|copilot[-_]instructions|agents|claude|gemini)"
    rf"{_LANGUAGE}\.[a-z]+"
)
"""About the project, or instructions to programs."""
_CHOOSER: Final = r"config\.ya?ml"
"""What GitHub shows beside the templates; no template itself."""
_DECISION_TEMPLATE: Final = r"(?:[0-9nx]{1,5}-)?_?(?:(?:adr|madr|rfc|decision)[-_])?template(?![a-z]).*"

_DEFAULT_PRIORITY: Final = 10
"""Of a preset of spec-kit whose registry entry names none."""


class FoundTemplate(Struct, frozen=True):
    """A template's file and the name by which it is taken."""

    group: TemplateGroup
    path: str
    """Absolute."""
    place: str
    """The path from the repository's root, with slashes; the absolute one of a file outside it."""
    scope: str = ""
    """What tells it from another one of its name in its group, such as the schema that it belongs to."""
    note: str = ""
    """What is not done with it, in one sentence."""

    @property
    def stem(self) -> str:
        """The name of its file without the suffix."""
        return os.path.splitext(os.path.basename(self.path))[0]

    @property
    def is_in_repository(self) -> bool:
        """Whether it is a repository's, and so nobody has vouched for it."""
        return self.group not in ("own", "built-in")


# The places


def find_in_repository(folders: tuple[str, ...]) -> Iterator[FoundTemplate]:
    """Yield the templates of a repository by groups, each file once; `folders` are those of `repository_folders`."""
    if not folders:
        return
    seen: set[tuple[int, int] | None] = {None}
    for found in islice(_search(folders), MAX_FOUND_TEMPLATES):
        identity = file_identity(found.path)
        if identity not in seen:  # by a link, or in another case of letters
            seen.add(identity)
            yield found


def _search(folders: tuple[str, ...]) -> Iterator[FoundTemplate]:
    root = folders[-1]
    yield from find_overrides(folders)
    yield from _in_github(root)
    for folder in folders:
        yield from _in_folder(root, folder, "docs", "docs/templates", _MARKDOWN)
    for folder in folders:
        yield from _in_native_folder(root, folder)
    yield from _nearest(folders, SPEC_KIT, _in_spec_kit)
    yield from _nearest(folders, "openspec", _in_openspec)
    yield from _nearest(folders, KIRO, _in_kiro)
    for folder in folders:
        yield from _in_decision_folders(root, folder)


def file_identity(path: str) -> tuple[int, int] | None:
    """Return what tells a file from every other one, whatever its name; None when it is gone."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _nearest(
    folders: tuple[str, ...], place: str, search: Callable[[str, str], Iterator[FoundTemplate]]
) -> Iterator[FoundTemplate]:
    """Yield what the nearest folder that has a place holds, which is how the tools that own the place look for it."""
    folder = next((each for each in folders if os.path.isdir(os.path.join(each, place))), None)
    if folder is not None:
        yield from search(folders[-1], folder)


def find_overrides(folders: tuple[str, ...]) -> Iterator[FoundTemplate]:
    """Yield what lies in `.plan-wizard/templates`; a file nearer to the current folder stands before its namesake."""
    stems: set[str] = set()
    for folder in folders:
        nearer = frozenset(stems)
        for found in _in_folder(folders[-1], folder, "repository", OWN_PLACE, (*_MARKDOWN, *_FORMS)):
            if found.stem not in nearer:
                stems.add(found.stem)
                yield found


def _in_github(root: str) -> Iterator[FoundTemplate]:
    def found(place: str, suffixes: tuple[str, ...], scope: str = "") -> Iterator[FoundTemplate]:
        return _in_folder(root, root, "github", place, suffixes, scope)

    for name in ("ISSUE_TEMPLATE", "issue_template"):
        yield from _without(_CHOOSER, found(f".github/{name}", (*_MARKDOWN, *_FORMS), scope="issue"))
    yield from _without(_DOCUMENT, found(".github", _MARKDOWN))
    for above in _GITHUB_FOLDERS:
        for name in _SINGLE_TEMPLATES:
            path = os.path.join(root, above, name)
            if os.path.isfile(path) and _is_inside(root, path):
                yield _found("github", root, path)
        for name in _PULL_REQUEST_FOLDERS:
            yield from found(os.path.join(above, name), _TEXTS, scope="pull-request")
    for name in ("DISCUSSION_TEMPLATE", "discussion_template"):
        yield from _without(_CHOOSER, found(f".github/{name}", _FORMS, scope="discussion"))


def _without(pattern: str, templates: Iterable[FoundTemplate]) -> Iterator[FoundTemplate]:
    return (found for found in templates if not _is_named(pattern, found.path))


def _is_named(pattern: str, path: str) -> bool:
    return re.fullmatch(pattern, os.path.basename(path).lower()) is not None


def without_order_number(stem: str) -> str:
    """Return the name of a file without the number at its beginning that only sorts it."""
    return re.sub(r"^[0-9]+[-_. ]+(?=.)", "", stem)


def _in_native_folder(root: str, folder: str) -> Iterator[FoundTemplate]:
    for found in _in_folder(root, folder, "templates", "templates", _MARKDOWN):
        try:
            head = read_file_start(found.path, MAX_TEMPLATE_HEAD_BYTES).decode("utf-8", "replace")
        except OSError:
            continue
        from wizard.compiler.importers.registry import is_native  # most folders have no such files

        if is_native(head):
            yield found


def _in_kiro(root: str, folder: str) -> Iterator[FoundTemplate]:
    below = os.path.join(folder, KIRO)
    for each in _folders_below(root, below):
        scope = os.path.relpath(each, below).replace(os.sep, "/")
        yield from _in_folder(root, each, "kiro", "", _MARKDOWN, scope="" if scope == "." else scope)


def _in_decision_folders(root: str, folder: str) -> Iterator[FoundTemplate]:
    places = (*DECISION_FOLDERS, *_named_decision_folder(folder))
    for place in places:
        for below in (place, f"{place}/templates"):
            for found in _in_folder(root, folder, "adr", below, _MARKDOWN):
                if _is_named(_DECISION_TEMPLATE, found.path):
                    yield found


def _named_decision_folder(folder: str) -> tuple[str, ...]:
    """Return the folder that a file `.adr-dir` of adr-tools names."""
    try:
        named = read_file_start(os.path.join(folder, ".adr-dir"), 300).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ()
    return (named,) if named and named.isprintable() and not os.path.isabs(named) else ()


def _in_openspec(root: str, folder: str) -> Iterator[FoundTemplate]:
    """Yield the templates of the project's schemas, then of those of the user that have other names."""
    seen: set[str] = set()
    user_folder = _openspec_user_folder()
    for boundary, schemas in ((root, os.path.join(folder, OPENSPEC)), (user_folder, user_folder)):
        for schema in _subfolders(boundary, schemas):
            name = os.path.basename(schema)
            if name not in seen:
                seen.add(name)
                yield from _in_folder(boundary, schema, "openspec", "templates", _MARKDOWN, scope=name)


def _openspec_user_folder() -> str:
    if sys.platform == "win32":
        data = os.environ.get("LOCALAPPDATA", os.path.join(home_folder(), "AppData", "Local"))
    else:
        data = os.environ.get("XDG_DATA_HOME") or os.path.join(home_folder(), ".local", "share")
    return os.path.join(os.path.realpath(data), "openspec", "schemas")


# spec-kit


class _Layer(Struct, frozen=True):
    """A preset of spec-kit, by what its manifest says."""

    id: str
    folder: str
    files: Mapping[str, str]
    """`{template: path of its file from the preset's folder}`."""
    strategies: Mapping[str, str]
    """`{template: "prepend", "append" or "wrap"}`; what is not in it replaces the template of the layers below."""


def _in_spec_kit(root: str, folder: str) -> Iterator[FoundTemplate]:
    """Yield the templates that spec-kit would take: overrides, presets by priority, extensions, its own.

    A preset that only adds to a template of the layers below it is named in the note of that template.
    """
    base = os.path.join(folder, SPEC_KIT)
    taken: set[str] = set()
    added: dict[str, list[str]] = {}

    def first(templates: Iterable[tuple[str, str]], scope: str) -> Iterator[FoundTemplate]:
        for name, path in templates:
            if name not in taken:
                taken.add(name)
                adders = " and ".join(f"'{each}'" for each in added.get(name, ()))
                note = f"What the preset {adders} adds to it is left out here." if adders else ""
                yield replace(_found("spec-kit", root, path, scope), note=note)

    yield from first(_named_files(root, os.path.join(base, "templates", "overrides")), "overrides")
    for layer in _presets(root, os.path.join(base, "presets")):
        files = dict(_named_files(root, os.path.join(layer.folder, "templates")))
        for name, below in layer.files.items():
            path = os.path.join(layer.folder, below)
            if os.path.isfile(path) and _is_inside(root, path):
                files[name] = path
        for name in layer.strategies:
            if files.pop(name, None) is not None and name not in taken:
                added.setdefault(name, []).append(sanitize_line(layer.id)[:40])
        yield from first(files.items(), layer.id)
    for extension in _subfolders(root, os.path.join(base, "extensions")):
        yield from first(_named_files(root, os.path.join(extension, "templates")), os.path.basename(extension))
    yield from first(_named_files(root, os.path.join(base, "templates")), "core")


def _named_files(root: str, folder: str) -> Iterator[tuple[str, str]]:
    return ((os.path.splitext(os.path.basename(path))[0], path) for path in _files(root, folder, (".md",)))


def _presets(root: str, folder: str) -> Iterator[_Layer]:
    """Yield the enabled presets, the lowest number of the registry first; all by name if it cannot be read."""
    import json

    try:
        registry = json.loads(read_regular_file(os.path.join(folder, ".registry"), MAX_MANIFEST_BYTES))
    except (OSError, ValueError, RecursionError):
        registry = None
    presets = registry.get("presets", {}) if is_mapping(registry) else None
    if not is_mapping(presets):
        yield from map(_preset, _subfolders(root, folder))
        return
    enabled = [
        (_priority(entry), id)
        for id, entry in islice(presets.items(), MAX_LISTED_FOLDERS)
        if is_mapping(entry) and entry.get("enabled", True) is not False and not is_template_path(id)
    ]
    for _, id in sorted(enabled, key=lambda each: each[0]):
        path = os.path.join(folder, id)
        if os.path.isdir(path) and _is_inside(root, path):
            yield _preset(path)


def _priority(entry: Mapping[str, object]) -> float:
    priority = entry.get("priority")
    # NaN, which JSON of Python reads, has no place in an order.
    return priority if isinstance(priority, int | float) and priority == priority else _DEFAULT_PRIORITY


def _preset(folder: str) -> _Layer:
    files: dict[str, str] = {}
    strategies: dict[str, str] = {}
    for entry in _manifest_templates(os.path.join(folder, "preset.yml")):
        name, file, strategy = (entry.get(key) for key in ("name", "file", "strategy"))
        if entry.get("type", "template") != "template" or not isinstance(name, str) or not name:
            continue
        if isinstance(file, str) and file and not os.path.isabs(file) and ".." not in file.split("/"):
            files[name] = file
        if isinstance(strategy, str) and strategy.lower() in ("prepend", "append", "wrap"):
            strategies[name] = strategy.lower()
    return _Layer(os.path.basename(folder), folder, files, strategies)


def _manifest_templates(path: str) -> Iterator[Mapping[str, object]]:
    try:
        text = read_regular_file(path, MAX_MANIFEST_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return
    from wizard.files.serialization.document_nodes import plain_data
    from wizard.files.serialization.yaml_reader import read_yaml

    try:
        data = plain_data(read_yaml(text, path))
    except InvalidFileError:
        return
    provides = data.get("provides") if is_mapping(data) else None
    templates = provides.get("templates") if is_mapping(provides) else None
    if isinstance(templates, list | tuple):
        yield from (entry for entry in templates if is_mapping(entry))


# Folders and files


def _in_folder(
    root: str, folder: str, group: TemplateGroup, place: str, suffixes: tuple[str, ...], scope: str = ""
) -> Iterator[FoundTemplate]:
    for path in _files(root, os.path.join(folder, place), suffixes):
        if not _is_named(_NO_TEMPLATE, path):
            yield _found(group, root, path, scope)


def _found(group: TemplateGroup, root: str, path: str, scope: str = "") -> FoundTemplate:
    is_below = bool(root) and path.startswith(os.path.join(root, ""))
    place = os.path.relpath(path, root).replace(os.sep, "/") if is_below else path
    return FoundTemplate(group, path, place, scope)


def _files(boundary: str, folder: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    """Yield the regular files of a folder that end in one of the suffixes and lie within a boundary, by name."""
    for entry in _entries(boundary, folder):
        if entry.name.lower().endswith(suffixes) and _is_within(entry, boundary) and os.path.isfile(entry.path):
            yield entry.path


def _subfolders(boundary: str, folder: str) -> Iterator[str]:
    """Yield the folders in a folder that lie within a boundary, by name, without the hidden ones."""
    inside = (entry.path for entry in _entries(boundary, folder) if _is_within(entry, boundary))
    return islice((path for path in inside if os.path.isdir(path)), MAX_LISTED_FOLDERS)


def _folders_below(boundary: str, folder: str) -> Iterator[str]:
    """Yield a folder and those below it, down to a bound of levels and of folders."""
    level, count = [folder], 0
    for _ in range(MAX_TEMPLATE_FOLDER_LEVELS):
        below: list[str] = []
        for each in level:
            if count >= MAX_LISTED_FOLDERS:
                return
            count += 1
            yield each
            below += (path for path in _subfolders(boundary, each) if not os.path.islink(path))
        level = below


def _entries(boundary: str, folder: str) -> list[os.DirEntry[str]]:
    """Return the entries of a folder, by name, at most as many as the bound, without the hidden ones."""
    if not os.path.isdir(folder) or not _is_inside(boundary, folder):
        return []
    try:
        with os.scandir(folder) as entries:
            found = islice(entries, MAX_LISTED_ENTRIES)
            return sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except (OSError, ValueError):
        return []


def _is_within(entry: os.DirEntry[str], boundary: str) -> bool:
    return not entry.is_symlink() or _is_inside(boundary, entry.path)


def _is_inside(boundary: str, path: str) -> bool:
    """Return whether a path leads to something within a boundary, whatever links are on the way."""
    try:
        real = os.path.realpath(path)
    except (OSError, ValueError):
        return False
    return real == boundary or real.startswith(os.path.join(boundary, ""))
