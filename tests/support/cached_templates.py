"""The built-in templates as an earlier start left them, so that a screen need not read them again."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path
from shutil import copytree

from wizard.compiler.loader import load_template, template_names


def put_kept_templates(home: Path) -> None:
    """Give a home the cache of a program that ran before."""
    copytree(_kept(), home / "cache", dirs_exist_ok=True)


@cache
def _kept() -> Path:
    home = os.environ["PLAN_WIZARD_HOME"]
    folder = tempfile.mkdtemp(prefix="kept-templates-")
    os.environ["PLAN_WIZARD_HOME"] = folder
    try:
        for name in template_names():
            load_template(name)
    finally:
        os.environ["PLAN_WIZARD_HOME"] = home
    return Path(folder) / "cache"
