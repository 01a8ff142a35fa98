"""Whatever the files of a draft hold: it opens, or it is told why not; never anything else."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from tests.support.broken_files import mutated
from tests.support.small_plan import small_interview
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import backups_of, open_draft, read_draft, start_draft
from wizard.errors import WizardError
from wizard.render.plan import render_plan

NAMES = ("draft.yaml", "journal.jsonl", "template.md", "lock")


def put_draft(home: Path) -> Path:
    """A draft with something of everything in it, in a folder outside the drafts."""
    draft = start_draft(small_interview(home), "model")
    interview = draft.interview.answer(("name",), "Relay").answer(("big",), True).set_unfinished(("start",), "2026-")
    draft.record(interview)
    draft.close()
    draft = open_draft("model")
    interview = interview.add_item(("steps",)).answer(("steps", 0, "title"), "one").add_item(("ideas",), 0, "an idea")
    draft.record(interview.answer(("steps", 0, "tasks"), ({"text": "a", "done": True},)))
    draft.record(draft.interview.leave_out(("ideas",)))
    draft.flush()
    model = home / "model"
    shutil.copytree(draft.folder, model)
    draft.close()
    shutil.rmtree(draft.folder)
    return model


def try_broken_draft(home: Path, model: Path, seed: str) -> bool:
    """Whether a draft opens after one of its files was mutated; every way to use it is tried."""
    chance = random.Random(seed)
    folder = home / "drafts" / "broken"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(model, folder)
    for name in chance.sample(NAMES, chance.randrange(1, 3)):
        (folder / name).write_bytes(mutated((folder / name).read_bytes(), chance))
    for state in (folder / "earlier").iterdir():
        state.write_bytes(mutated(state.read_bytes(), chance))
    list_drafts()
    backups_of("broken")
    try:
        interview, _, _ = read_draft("broken")
        draft = open_draft("broken")
    except WizardError as problem:
        assert str(problem).isprintable(), str(problem)
        return False
    render_plan(interview)
    interview.missing_paths()
    while draft.undo():
        render_plan(draft.interview)
    while draft.redo():
        render_plan(draft.interview)
    draft.record(draft.interview.answer(("name",), f"seen {seed}"))
    draft.close()
    assert read_draft("broken")[0].answers["name"] == f"seen {seed}"
    return True


def test_a_draft_with_broken_files_opens_or_is_told(home: Path) -> None:
    model = put_draft(home)
    start = int.from_bytes(os.urandom(4))

    opened = sum(try_broken_draft(home, model, f"{start + number}") for number in range(40))

    assert opened > 25  # most of what can go wrong costs nothing at all


@pytest.mark.soak
def test_ten_thousand_broken_drafts(home: Path) -> None:
    model = put_draft(home)
    start = int.from_bytes(os.urandom(4))

    opened = sum(try_broken_draft(home, model, f"{start + number}") for number in range(10_000))

    print(f"10000 broken drafts, {opened} opened, the others told why not")  # noqa: T201  # what `make soak` is run for
