"""The plans that were opened or saved last, for the start screen.

`recent-plans/SHA-256.json` in the data folder, one file a plan, named by the digest of the plan's path; what it was
written last says when the plan was opened. Programs that run side by side write different files, or the same twice.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from msgspec import Struct

from wizard.digests import sha256_hex
from wizard.errors import WizardError
from wizard.files.atomic import discard, discard_oldest, write_atomically
from wizard.files.directories import make_private, recent_plans_folder
from wizard.files.file_times import modification_time
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_RECENT_PLAN_BYTES, MAX_RECENT_PLANS


class RecentPlan(Struct, frozen=True):
    """A plan that was opened or saved."""

    path: Path
    """Absolute; the file need not be there any more."""
    template_title: str
    """Empty when no template is known."""
    opened_at: float
    """Seconds since the epoch."""


def remember_plan(path: Path, template_title: str = "") -> None:
    """Remember that a plan was opened or saved just now; do nothing where that is not possible."""
    with suppress(OSError, WizardError, ValueError):
        plan = os.path.abspath(path)
        memory = _memory_of(plan)
        make_private(memory.parent)
        document = {"plan": plan, "template": template_title}
        write_atomically(memory, json.dumps(document, ensure_ascii=True).encode() + b"\n")
        discard_oldest(memory.parent.glob("*.json"), MAX_RECENT_PLANS)


def forget_plan(path: Path) -> None:
    """Remember a plan no more; its file stays. Do nothing where that is not possible."""
    with suppress(OSError, WizardError, ValueError):
        discard(_memory_of(os.path.abspath(path)))


def list_recent_plans() -> tuple[RecentPlan, ...]:
    """Return the plans that were opened or saved last, the latest first; what cannot be read is passed over."""
    try:
        files = list(recent_plans_folder().glob("*.json"))
    except (OSError, WizardError):
        return ()
    found = [plan for plan in map(_read, files) if plan is not None]
    found.sort(key=lambda plan: (-plan.opened_at, str(plan.path)))
    return tuple(found[:MAX_RECENT_PLANS])


def _read(file: Path) -> RecentPlan | None:
    opened_at = modification_time(file)
    try:
        document: object = json.loads(read_regular_file(file, MAX_RECENT_PLAN_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    held = cast("dict[str, Any]", document)
    plan, template = held.get("plan"), held.get("template", "")
    if not isinstance(plan, str) or not os.path.isabs(plan) or "\0" in plan or not isinstance(template, str):
        return None
    return RecentPlan(Path(plan), template, opened_at)


def _memory_of(plan: str) -> Path:
    return recent_plans_folder() / f"{sha256_hex(os.fsencode(plan))}.json"
