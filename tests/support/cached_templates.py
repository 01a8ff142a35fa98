"""The built-in templates as an earlier start left them, so that a screen need not read them again."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache as keep_result
from pathlib import Path
from shutil import copytree

from wizard.compiler import cache
from wizard.compiler.loader import compile_built_in, read_template, template_names, template_path


def compile_built_in_templates() -> None:
    """Let this process find the built-in templates compiled, as in a wheel, whatever its home; half of a screen's test.

    Programs that it starts compile them for themselves.
    """
    folder = Path(tempfile.mkdtemp(prefix="compiled-templates-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    compile_built_in(folder)
    cache.BUILT_IN_ENTRIES = folder  # pyright: ignore[reportConstantRedefinition]


def put_kept_templates(home: Path) -> None:
    """Give a home the cache of a program that ran before."""
    copytree(_kept(), home / "cache", dirs_exist_ok=True)


@keep_result
def _kept() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kept-templates-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in template_names():
        content = template_path(name).read_bytes()
        cache.cache_template(folder / "templates", content, "", read_template(content.decode(), name))
    return folder
