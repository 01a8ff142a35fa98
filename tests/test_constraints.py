"""One tested version of everything that is installed: constraints.txt, made by `make lock`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
NEEDED = [Requirement(text) for text in sum(EXTRAS.values(), start=list(PROJECT["dependencies"]))]
PINNED = [
    Requirement(line) for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")
]


def test_the_file_holds_versions_and_nothing_of_the_machine_that_made_it() -> None:
    text = (ROOT / "constraints.txt").read_text("utf-8")

    assert not re.search(r"://|^\s*-|[/\\@]", text, re.MULTILINE)
    assert all(re.fullmatch(r"==[\w.+!]+", str(pinned.specifier)) for pinned in PINNED)


@pytest.mark.parametrize("needed", [needed for needed in NEEDED if needed.name != PROJECT["name"]], ids=str)
def test_what_the_project_needs_is_there_in_a_version_that_it_allows(needed: Requirement) -> None:
    versions = [
        next(iter(pinned.specifier)).version
        for pinned in PINNED
        if canonicalize_name(pinned.name) == canonicalize_name(needed.name)
    ]

    assert versions, "run `make lock`"
    assert all(needed.specifier.contains(version, prereleases=True) for version in versions), "run `make lock`"
