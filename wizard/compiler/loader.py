"""Templates by name or path."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from wizard.compiler.cache import built_in_template, cache_template, cached_template, write_built_in
from wizard.compiler.template_names import BUILT_IN_FOLDER, named_path, template_path
from wizard.errors import Problem, TemplateError
from wizard.files.directories import cache_folder
from wizard.model.template import Template

MOST_BYTES: Final = 2_000_000


def load_template(name_or_path: str) -> Template:
    """A template by its built-in name, its name in the user's templates folder, or its path.

    NotFoundError when there is none, TemplateError with every mistake when it cannot be used.
    """
    path = template_path(name_or_path)
    content = _read_bytes(path)
    source = name_or_path if named_path(name_or_path) else os.path.abspath(path)
    template = built_in_template(content) or _cached_or_compiled(content, str(path))
    return replace(template, source=source)


def _cached_or_compiled(content: bytes, source: str) -> Template:
    folder = cache_folder() / "templates"
    cached = cached_template(folder, content)
    if cached is not None:
        return cached
    template = read_template(decode(content, source), source)
    cache_template(folder, content, template)
    return template


def compile_built_in(folder: Path) -> None:
    """Write the entry of every built-in template into a folder, for the build of a wheel."""
    for file in BUILT_IN_FOLDER.glob("*.md"):
        content = file.read_bytes()
        write_built_in(folder, content, read_template(decode(content, str(file)), str(file)))


def read_template(text: str, source: str) -> Template:
    """The template that a text is; TemplateError with every mistake, under the source's name, when it is none."""
    from wizard.compiler.segments import prepare
    from wizard.compiler.template_file import (
        read_template_text,  # brings Jinja and YAML, which a kept template does without
    )

    return prepare(read_template_text(text, source)[0])


def check_template(text: str, source: str) -> tuple[Problem, ...]:
    """Everything that is wrong with a template, and what is only worth a look (`is_warning`)."""
    from wizard.compiler.template_file import read_template_text

    try:
        return read_template_text(text, source)[1]
    except TemplateError as error:
        return error.problems


def is_warning(problem: Problem) -> bool:
    """Whether the template can be used all the same."""
    return problem.code == "unused-question"


def decode(content: bytes, source: str) -> str:
    """UTF-8 as text; TemplateError with the place of the first byte that is none."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"the byte 0x{content[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise TemplateError((Problem(source, line, column, "not-utf-8", message),)) from None


def _read_bytes(path: Path) -> bytes:
    source = str(path)
    try:
        with open(path, "rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise TemplateError((Problem(source, 1, 1, "unreadable", f"cannot be read: {error.strerror}"),)) from None
    if len(content) > MOST_BYTES:
        message = f"a template holds at most {MOST_BYTES:,} bytes, and this is larger"
        raise TemplateError((Problem(source, 1, 1, "too-much", message),))
    return content
