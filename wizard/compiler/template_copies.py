"""Copies of the templates that saved plans were made from, for when a template is gone. The last resort."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path, PurePath

from wizard.compiler.loader import decode_utf8, load_template, template_path, text_digest
from wizard.errors import WizardError
from wizard.files.atomic import discard_oldest, write_atomically
from wizard.files.directories import BUILT_IN_FOLDER, make_private, template_copies_folder
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_TEMPLATE_BYTES, MAX_TEMPLATE_COPIES
from wizard.model.template import Template

_DIGEST = re.compile("[0-9a-f]{64}")


def keep_copy(template: Template) -> None:
    """Copy a template, unless it comes with the program; do nothing where that is not possible."""
    with suppress(OSError, WizardError):
        path = template_path(template.source)
        if path.parent != BUILT_IN_FOLDER and not is_copy(template):
            keep_copy_of(read_regular_file(path, MAX_TEMPLATE_BYTES), template)


def keep_copy_of(content: bytes, template: Template) -> None:
    """Write the bytes of a template as its copy; do nothing where that is not possible.

    The copy has the file's own name, which says what kind of template it is, and how one is called that does not say so
    itself.
    """
    with suppress(OSError, WizardError):
        if text_digest(decode_utf8(content, template.source)) != template.digest:
            return  # it has been edited since it was loaded
        path = template_copies_folder() / template.digest / _file_name(template.source)
        if path.exists():
            os.utime(path)
            return
        make_private(path.parent)
        write_atomically(path, content)
        _discard_oldest_copies()


def load_copy(digest: str, source: str) -> Template | None:
    """Return the template with a digest from its copy, or None when there is none; `source` is its name or path."""
    if not _DIGEST.fullmatch(digest):
        return None
    for path in _copies_of(digest, _file_name(source)):
        with suppress(WizardError):
            template = load_template(str(path), is_lenient=True)
            if template.digest == digest:
                return template
    return None


def is_copy(template: Template) -> bool:
    """Whether a template was loaded from its copy."""
    folder = template_copies_folder()
    return folder in (Path(template.source).parent, Path(template.source).parent.parent)


def _copies_of(digest: str, file_name: str) -> tuple[Path, ...]:
    """Return the copies of a template: the one with its file's name, those with others, and one of an older program."""
    folder = template_copies_folder() / digest
    try:
        others = sorted(folder.iterdir(), key=lambda path: (path.name != file_name, path.name))
    except OSError:
        others = []
    return (*others, folder.with_name(f"{digest}.md"))


def _file_name(source: str) -> str:
    name = PurePath(source.replace("\\", "/")).name
    return name if PurePath(name).suffix else f"{name}.md"


def _discard_oldest_copies() -> None:
    folder = template_copies_folder()
    discard_oldest((*folder.glob("*.md"), *folder.glob("*/*")), MAX_TEMPLATE_COPIES)
    for each in folder.iterdir():
        with suppress(OSError):  # it is no folder, or there is a copy in it
            each.rmdir()
