"""What an answers file records of the template that it was made from, so that it is found again (docs/files.md)."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from msgspec import Struct

from wizard.compiler.loader import find_named_template
from wizard.compiler.lookup.repository import repository_root
from wizard.compiler.template_copies import is_copy
from wizard.model.answers import is_mapping
from wizard.model.template import Template


class TemplateReference(Struct, frozen=True):
    """Where a template was, and its digest, which tells whether what is there now is the same."""

    source: str
    """A name, or a path that starts at the answers file's folder, with slashes on every system."""
    sha256: str
    in_repository: str = ""
    """The path from the root of the repository that both files are in; empty when they are in none."""

    @property
    def data(self) -> dict[str, str]:
        """What stands in the answers file."""
        root_path = {"in_repository": self.in_repository} if self.in_repository else {}
        return {"source": self.source, **root_path, "sha256": self.sha256}

    def paths(self, folder: Path) -> tuple[Path, ...]:
        """Return where the template may be, as its answers file in `folder` says, the likeliest place first."""
        return (*paths_from(folder, self.source), *_paths_in_repository(folder, self.in_repository))

    def leads_to(self, file: str, answers_path: Path) -> bool:
        """Whether a file is where an answers file says that its template is, by each of the paths in it."""
        folder = Path(os.path.realpath(answers_path.parent))
        by_root = _paths_in_repository(folder, self.in_repository)
        is_there = _is_one_of(file, paths_from(folder, self.source))
        return is_there and (not self.in_repository or _is_one_of(file, by_root))


def reference_to(template: Template, answers_path: Path, before: TemplateReference | None) -> TemplateReference:
    """Return the reference for an answers file; `before` is the one in the file that it replaces.

    A template that was loaded from a copy is where it was before, or goes by its name alone. Of several paths by which
    links lead to it, the one before stays.
    """
    is_named = find_named_template(template.source) is not None
    if before is not None and before.sha256 == template.digest:
        is_gone = is_copy(template) or not (is_named or os.path.isfile(template.source))
        if is_gone or (not is_named and before.leads_to(template.source, answers_path)):
            return before
    if is_copy(template):
        return TemplateReference(_utf8(template.name), template.digest)
    if is_named:
        return TemplateReference(_utf8(template.source), template.digest)
    source, folder = Path(template.source), Path(os.path.realpath(answers_path.parent))
    return TemplateReference(
        _utf8(_relative_path(_with_links_followed(source), folder)),
        template.digest,
        _utf8(_repository_path(source, folder)),
    )


def parse_reference(saved: object) -> TemplateReference | None:
    """Return the reference in the `saved` part of an answers file, or None when there is none."""
    data = saved.get("template") if is_mapping(saved) else None
    if not is_mapping(data):
        return None
    source, sha256, in_repository = data.get("source"), data.get("sha256"), data.get("in_repository")
    if not isinstance(source, str) or not isinstance(sha256, str):
        return None
    return TemplateReference(source, sha256, in_repository if isinstance(in_repository, str) else "")


def paths_from(folder: Path, written: str) -> tuple[Path, ...]:
    """Return what a path in a file may mean that starts at the file's folder; one with backslashes is of Windows."""
    return tuple(folder / each for each in dict.fromkeys((written, written.replace("\\", "/"))))


def _paths_in_repository(folder: Path, written: str) -> tuple[Path, ...]:
    """Return the same for a path that starts at the repository's root, and leads nowhere outside of it."""
    root = repository_root(folder) if written else None
    if root is None or PurePath(written).is_absolute() or ".." in PurePath(written).parts:
        return ()
    return paths_from(root, written)


def _relative_path(source: Path, folder: Path) -> str:
    """Return where a template is as seen from a folder, or its whole path on another drive of Windows."""
    try:
        relative = PurePath(os.path.relpath(source, folder)).as_posix()
    except ValueError:
        return source.as_posix()
    return relative if relative.startswith("../") else f"./{relative}"


def _repository_path(source: Path, folder: Path) -> str:
    """Return a template's path from the root of the repository; empty when the folder is not in the same one.

    A link in the repository that leads out of it counts as in it: it is there after a clone too.
    """
    root = repository_root(folder)
    for path in (source, _with_links_followed(source)):
        other = repository_root(path.parent)
        if root is not None and other is not None and os.path.samefile(root, other):
            return path.relative_to(other).as_posix()
    return ""


def _with_links_followed(source: Path) -> Path:
    """Return a file's whole path; when the file itself is a link, it goes by the link's name."""
    return Path(os.path.realpath(source.parent)) / source.name


def _is_one_of(file: str, paths: tuple[Path, ...]) -> bool:
    try:
        return any(path.is_file() and os.path.samefile(file, path) for path in paths)
    except (OSError, ValueError):  # a path may be too long, or hold a NUL
        return False


def _utf8(written: str) -> str:
    return written.encode("utf-8", "replace").decode()
