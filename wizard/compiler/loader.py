"""Templates by name or path."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from wizard.compiler.cache import cache_template, load_built_in_template, load_cached_template, write_built_in
from wizard.errors import NotFoundError, Problem, TemplateError
from wizard.files.directories import BUILT_IN_FOLDER, cache_folder, templates_folder
from wizard.files.regular_file import read_file_start
from wizard.limits import MAX_TEMPLATE_BYTES
from wizard.message_text import did_you_mean, sanitize_line
from wizard.model.template import Template

_NATIVE: Final = ""
"""What `reading_of` returns for a native template."""


def load_template(name_or_path: str, *, is_lenient: bool = False) -> Template:
    """Return a template by its built-in name, its name in the user's templates folder, or its path.

    The file may have any format that the registry of importers knows; with `is_lenient` it may be a form that GitHub
    would refuse. Raise NotFoundError when there is none, TemplateError with every mistake when it cannot be used.
    """
    path = template_path(name_or_path)
    content = _read_bytes(path)
    source = name_or_path if find_named_template(name_or_path) else os.path.abspath(path)
    template = load_built_in_template(content) or _load_compiled(content, path, is_lenient=is_lenient)
    return replace(template, source=source, today=current_day())


def load_if_compiled(path: str) -> Template | None:
    """Return the template of a file that an earlier start has compiled, or None; nothing is compiled."""
    try:
        content = _read_bytes(Path(path))
        read_as = _reading_of(decode_utf8(content, path), path, is_lenient=False)
    except TemplateError:
        return None
    cached = load_cached_template(cache_folder() / "templates", content, read_as)
    return None if cached is None else replace(cached, source=os.path.abspath(path), today=current_day())


def current_day() -> str:
    """Return the day as `2026-02-28`, in the time zone of the machine; with SOURCE_DATE_EPOCH that of it, in UTC.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdecimal() and len(epoch) <= 11:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    return datetime.now().astimezone().date().isoformat()


def _load_compiled(content: bytes, path: Path, *, is_lenient: bool) -> Template:
    source, folder = str(path), cache_folder() / "templates"
    text = decode_utf8(content, source)
    read_as = _NATIVE if path.parent == BUILT_IN_FOLDER else _reading_of(text, source, is_lenient=is_lenient)
    cached = load_cached_template(folder, content, read_as)
    if cached is not None:
        return cached
    template = read_template(text, source, is_lenient=is_lenient)
    cache_template(folder, content, read_as, template)
    return template


def _reading_of(text: str, source: str, *, is_lenient: bool) -> str:
    from wizard.compiler.importers.registry import reading_of  # a built-in template is native without a look

    return reading_of(text, source, is_lenient=is_lenient)


def compile_built_in(folder: Path) -> None:
    """Write the entry of every built-in template into a folder, for the build of a wheel."""
    for file in BUILT_IN_FOLDER.glob("*.md"):
        content = file.read_bytes()
        write_built_in(folder, content, read_template(decode_utf8(content, str(file)), str(file)))


def read_template(text: str, source: str, *, is_lenient: bool = False) -> Template:
    """Return the template that a text is. Raise TemplateError with every mistake, under the source's name."""
    from wizard.compiler.body.segmentation import compile_body  # a template that is compiled already needs neither
    from wizard.compiler.importers.registry import import_text

    with _collector_paused():
        template, _ = import_text(text, source, is_lenient=is_lenient)
        template = compile_body(template)
    return replace(template, digest=text_digest(text), today=current_day())


@contextmanager
def _collector_paused() -> Generator[None]:
    """Keep the collector from walking through a growing tree over and over, in which it finds nothing."""
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()


def text_digest(text: str) -> str:
    """Return the SHA-256 of a template's text in hex, whatever its line ends and with or without a byte order mark."""
    from wizard.digests import sha256_hex  # a template that is compiled already has its digest

    return sha256_hex(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "surrogatepass"))


def check_template(text: str, source: str) -> tuple[Problem, ...]:
    """Return every mistake in a template, and what is only a warning (`is_warning`)."""
    from wizard.compiler.importers.registry import import_text

    try:
        return import_text(text, source)[1]
    except TemplateError as error:
        return error.problems


def is_warning(problem: Problem) -> bool:
    """Return whether a template with this problem can be used all the same."""
    return problem.code in ("unused-part", "unused-question")


def decode_utf8(content: bytes, source: str) -> str:
    """Return the text of UTF-8 bytes. Raise TemplateError with the position of the first byte that is none."""
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
        content = read_file_start(path, MAX_TEMPLATE_BYTES + 1)
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise TemplateError((Problem(source, 1, 1, "unreadable", message),)) from None
    if len(content) > MAX_TEMPLATE_BYTES:
        message = f"a template holds at most {MAX_TEMPLATE_BYTES:,} bytes, and this is larger"
        raise TemplateError((Problem(source, 1, 1, "too-much", message),))
    return content


def template_names() -> tuple[str, ...]:
    """Return the names of the built-in templates, then of the user's own, each in alphabetical order."""
    own = names_in(templates_folder())
    built_in = names_in(BUILT_IN_FOLDER)
    return (*built_in, *(name for name in own if name not in built_in))


def template_path(name_or_path: str) -> Path:
    """Return the file of the template with a name or path. Raise NotFoundError when there is none."""
    path = find_named_template(name_or_path) or Path(name_or_path)
    if not name_or_path or not _exists(path):
        known = template_names()
        hint = did_you_mean(name_or_path, known) or f"; there are: {', '.join(known)}"
        raise NotFoundError(f"there is no template '{sanitize_line(name_or_path)}'{hint}")
    return path


def is_template_path(name_or_path: str) -> bool:
    """Return whether this cannot be a template's name, because a slash or a dot is in it."""
    return any(mark in name_or_path for mark in "/\\.")


def may_be_template(path: str) -> bool:
    """Return whether something is at a path that a template may be read from, or that says why not."""
    try:
        return os.path.lexists(path) and not os.path.isdir(path)
    except ValueError:  # NUL
        return False


def find_named_template(name: str) -> Path | None:
    """Return the file of the built-in template, or the user's own, with a name; None when there is none."""
    if is_template_path(name):
        return None
    paths = (folder / f"{name}.md" for folder in (BUILT_IN_FOLDER, templates_folder()))
    return next((path for path in paths if _exists(path)), None)


def names_in(folder: Path) -> tuple[str, ...]:
    """Return the names of the templates in a folder, in alphabetical order."""
    try:
        return tuple(sorted(entry[:-3] for entry in os.listdir(folder) if entry.endswith(".md") and entry[0] != "."))
    except OSError:
        return ()


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        # A name that no file can have: too long, or with a NUL in it.
        return False
