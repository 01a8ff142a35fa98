"""The screens of docs/tour.md are what the program shows when the keys of the page are pressed."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def test_the_tour_shows_what_the_program_shows(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = user / "work" / "relay"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    page = (DOCS / "tour.md").read_text(encoding="utf-8")

    # A difference that is meant: `make pictures` renews the page.
    assert runpy.run_path(str(DOCS / "tour.py"))["play"](page) == page
