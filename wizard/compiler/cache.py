"""Compiled templates in files, so that a start need not compile them again.

An entry is a `Template` in MessagePack and is decoded by its types: nothing comes of a file but a template, or
nothing. Its name says what it was made of and by what, so that an entry of another text, or of a program that
lays templates out differently, is never found. The entry says so too: one that was copied over another's is not taken.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

import wizard
from wizard.digests import sha256_hex
from wizard.files.directories import BUILT_IN_FOLDER, make_private
from wizard.files.regular_file import open_regular_file
from wizard.limits import MAX_CACHE_ENTRY_BYTES, MAX_CACHED_TEMPLATES
from wizard.model.expressions import TreeNode
from wizard.model.render_steps import SlotContext
from wizard.model.template import Option, OptionsSource, Question, Section, Template

BUILT_IN_ENTRIES: Final = BUILT_IN_FOLDER / "compiled"
"""What the build of a wheel has compiled; a working copy has none."""


def load_built_in_template(content: bytes) -> Template | None:
    """Return what the build has compiled from the same text, or None."""
    name = _entry_name(content)
    try:
        return _decode((BUILT_IN_ENTRIES / name).read_bytes(), name)
    except OSError:
        return None


def write_built_in(folder: Path, content: bytes, template: Template) -> None:
    """Write what `built_in_template` reads, into the folder from which the build takes it."""
    name = _entry_name(content)
    (folder / name).write_bytes(_encode(template, name))


def load_cached_template(folder: Path, content: bytes, read_as: str) -> Template | None:
    """Return what an earlier start has compiled from the same text, read in the same way, or None."""
    name = _cache_file_name(content, read_as)
    try:
        with open(open_regular_file(folder / name), "rb") as entry:
            is_taken = _is_ours(os.fstat(entry.fileno()))
            return _decode(entry.read(MAX_CACHE_ENTRY_BYTES), name) if is_taken else None
    except OSError:
        return None


def cache_template(folder: Path, content: bytes, read_as: str, template: Template) -> None:
    """Write an entry for the next start; do nothing where that is not possible."""
    from wizard.files.atomic import discard_oldest  # a start that finds an entry has no need of it

    name = _cache_file_name(content, read_as)
    temporary = folder / f".{name}.{os.getpid()}"
    try:
        encoded = _encode(template, name)
        make_private(folder)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as entry:
            entry.write(encoded)
        os.replace(temporary, folder / name)
        discard_oldest((entry for entry in folder.iterdir() if entry.is_file()), MAX_CACHED_TEMPLATES)
    # Numbers of more than 64 bits, halves of surrogate pairs and very deep trees have no encoding.
    except (OSError, OverflowError, UnicodeEncodeError, RecursionError):
        with suppress(OSError):
            temporary.unlink()


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    """A file of the cache."""

    name: str
    """Its own, which says what it was made of."""
    template: msgspec.Raw


def _encode(template: Template, name: str) -> bytes:
    """Return the bytes of an entry, which do not tell where and when the template was found."""
    packed = msgspec.msgpack.encode(replace(template, source="", today=""))
    return msgspec.msgpack.encode(_Entry(name, msgspec.Raw(packed)))


def _cache_file_name(content: bytes, read_as: str) -> str:
    return _entry_name(content, sys.version, str(_newest_change()), read_as)


def _entry_name(content: bytes, *compiled_by: str) -> str:
    made_of = "\0".join((wizard.__version__, *_layout(), *compiled_by, "")).encode() + content
    return f"{sha256_hex(made_of)}.msgpack"


def _layout() -> Iterator[str]:
    """Yield the names of the classes of a template's tree, each with its fields."""
    for node in (Template, Section, Question, Option, OptionsSource, SlotContext, *TreeNode.__subclasses__()):
        yield f"{node.__name__} {' '.join(node.__struct_fields__)}"


def _decode(content: bytes, name: str) -> Template | None:
    """Return the template of an entry, if it is the one with this name."""
    try:
        entry = msgspec.msgpack.decode(content, type=_Entry)
        return msgspec.msgpack.decode(entry.template, type=Template) if entry.name == name else None
    # Text in it that is no UTF-8 has an error of its own.
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _is_ours(status: os.stat_result) -> bool:
    if status.st_size > MAX_CACHE_ENTRY_BYTES:
        return False
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _newest_change() -> int:
    """Return when a module last changed, in nanoseconds: a working copy changes without a new version."""
    return max(_times_of_modules(os.path.dirname(wizard.__file__)))


def _times_of_modules(folder: str) -> Iterator[int]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry.stat().st_mtime_ns
            elif "." not in entry.name and entry.name != "__pycache__":
                yield from _times_of_modules(entry.path)
