"""Copies of the templates that saved plans were made from, for when a template is gone. The last resort."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from wizard.compiler.importers.registry import COPY_SUFFIXES, template_format
from wizard.compiler.loader import decode_utf8, read_template, template_path, text_digest
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
    """Write the bytes of a template as its copy; do nothing where that is not possible."""
    with suppress(OSError, WizardError):
        text = decode_utf8(content, template.source)
        if text_digest(text) != template.digest:
            return  # it has been edited since it was loaded
        path = template_copies_folder() / f"{template.digest}{COPY_SUFFIXES[template_format(text, template.source)]}"
        if path.exists():
            os.utime(path)
            return
        make_private(path.parent)
        write_atomically(path, content)
        copies = (each for each in path.parent.iterdir() if each.suffix in COPY_SUFFIXES.values())
        discard_oldest(copies, MAX_TEMPLATE_COPIES)


def load_copy(digest: str, source: str, name: str) -> Template | None:
    """Return the template with a digest from its copy, or None when there is none.

    `source` is the path or name that it had, by which it is known what kind of template it is; `name` is its name.
    """
    if not _DIGEST.fullmatch(digest):
        return None
    for suffix in sorted(set(COPY_SUFFIXES.values())):
        path = template_copies_folder() / f"{digest}{suffix}"
        with suppress(OSError, WizardError):
            content = read_regular_file(path, MAX_TEMPLATE_BYTES)
            template = read_template(decode_utf8(content, source), source, is_lenient=True)
            if template.digest == digest:
                return replace(template, source=str(path), name=name)
    return None


def is_copy(template: Template) -> bool:
    """Whether a template was loaded from its copy."""
    return Path(template.source).parent == template_copies_folder()
