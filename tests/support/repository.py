"""A repository with templates in it, made of a few words."""

from __future__ import annotations

from pathlib import Path
from typing import Final

NATIVE: Final = """\
---
wizard: 1
name: {name}
title: {title}
version: 1
save_as: plan.md
sections:
  - title: First
    questions:
      - {{id: goal, kind: line, label: "What is it for?"}}
---
# {title}

{{{{ goal }}}}
"""


def put_files(root: Path, *places: str, text: str = "# A heading\n\nText.\n") -> None:
    """Write the same text to files in a repository, which is made if it is not there."""
    (root / ".git").mkdir(parents=True, exist_ok=True)
    for place in places:
        put_file(root, place, text)


def put_file(root: Path, place: str, text: str) -> Path:
    """Write a file and the folders that it needs."""
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def native(name: str, title: str) -> str:
    """Return the text of a native template with one question."""
    return NATIVE.format(name=name, title=title)
