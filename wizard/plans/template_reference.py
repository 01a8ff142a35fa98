"""What an answers file records of the template that it was made from, so that it is found again (docs/files.md)."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from msgspec import Struct

from wizard.compiler.loader import find_named_template
from wizard.compiler.template_copies import is_copy
from wizard.model.answers import is_mapping
from wizard.model.template import Template


class TemplateReference(Struct, frozen=True):
    """Where a template was, and its digest, which tells whether what is there now is the same."""

    source: str
    """A name, or a path that starts at the answers file's folder, with slashes on every system."""
    sha256: str

    @property
    def data(self) -> dict[str, str]:
        """What stands in the answers file."""
        return {"source": self.source, "sha256": self.sha256}


def reference_to(template: Template, answers_path: Path, before: TemplateReference | None) -> TemplateReference:
    """Return the reference for an answers file; `before` is the one in the file that it replaces.

    A template that was loaded from its copy is where it was before, or goes by its name alone.
    """
    if is_copy(template):
        is_known = before is not None and before.sha256 == template.digest
        source = before.source if before is not None and is_known else template.name
    else:
        source = template.source if find_named_template(template.source) else _relative_path(template, answers_path)
    return TemplateReference(source.encode("utf-8", "replace").decode(), template.digest)


def parse_reference(saved: object) -> TemplateReference | None:
    """Return the reference in the `saved` part of an answers file, or None when there is none."""
    data = saved.get("template") if is_mapping(saved) else None
    source, sha256 = (data.get("source"), data.get("sha256")) if is_mapping(data) else (None, None)
    return TemplateReference(source, sha256) if isinstance(source, str) and isinstance(sha256, str) else None


def _relative_path(template: Template, answers_path: Path) -> str:
    """Return where a template is as seen from an answers file, or its whole path on another drive of Windows."""
    source = Path(os.path.realpath(Path(template.source).parent)) / Path(template.source).name
    try:
        relative = PurePath(os.path.relpath(source, os.path.realpath(answers_path.parent))).as_posix()
    except ValueError:
        return source.as_posix()
    return relative if relative.startswith("../") else f"./{relative}"
