"""Imports of libraries without the modules that they can do without, and that nobody here has a use for."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from types import ModuleType
from typing import cast


@contextmanager
def hide_modules(*names: str) -> Generator[None]:
    """Let a library that is imported in this block find some modules missing, as on a system that has none.

    Only for libraries that expect it, and do without. What is loaded already stays, and after the block everything
    can be imported again.
    """
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    hidden = [name for name in names if name not in modules]
    modules.update(dict.fromkeys(hidden))
    try:
        yield
    finally:
        for name in hidden:
            del modules[name]
