"""Plays `tour.md` and renews its screens. `make pictures` runs it, and a test compares.

The page is the script. A comment before a screen names the keys that lead to it; words in quotation marks are typed:

    <!-- keys: "Relay" enter -->

A screen has the command that starts the program as its first line, wherever it is started. The lines of a `diff` are
changed in the file, as in an editor.
"""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from itertools import takewhile
from pathlib import Path

os.environ["TEXTUAL_ANIMATIONS"] = "none"

from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from screens.app import PlanWizard
from screens.widgets.draft_status import SAVING as _SAVING
from wizard.plans.opening.plan_ways import find_ways

PAGE = Path(__file__).with_suffix(".md")
SIZE = (80, 24)
_PROMPT = "$ plan-wizard"
_PLAN = Path("relay-plan.md")
_BLOCK = re.compile(
    r"<!-- keys: ?(?P<keys>.*?) ?-->\n```text\n(?P<screen>.*?)^```$|^```diff\n(?P<edit>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_EDIT = re.compile(r"((?:^-.*\n)+)((?:^\+.*\n)+)", re.MULTILINE)
_STILL = 4
"""Looks at a screen that have to be the same."""
_PATIENCE = 400
"""Looks at a screen until it is taken as it is."""


def _text_of(app: PlanWizard) -> str:
    app.screen._compositor_refresh()  # pyright: ignore[reportPrivateUsage]  # as Textual's own screenshots do
    strips = app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
    lines = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
    return "\n".join(lines).strip("\n")


async def _wait_for_workers(pilot: Pilot[None], app: PlanWizard) -> None:
    await pilot.pause()
    while len(app.workers):
        with suppress(WorkerCancelled):  # by a later one of its group
            await app.workers.wait_for_complete()
        await pilot.pause()


async def _still_screen(pilot: Pilot[None], app: PlanWizard) -> str:
    """Return the screen once it does not change any more and everything is saved."""
    looks: list[str] = []
    for _ in range(_PATIENCE):
        await _wait_for_workers(pilot, app)
        await pilot.pause(0.05)
        looks.append(_text_of(app))
        if len(looks) >= _STILL and len(set(looks[-_STILL:])) == 1 and _SAVING not in looks[-1]:
            break
    return looks[-1]


def _keys(written: str) -> Iterator[tuple[str, ...]]:
    """Yield the keys, those of words in quotation marks together."""
    for quoted, key in re.findall(r'"([^"]*)"|(\S+)', written):
        yield tuple(quoted) if quoted else (key,)


@asynccontextmanager
async def _started(command: str) -> AsyncIterator[tuple[PlanWizard, Pilot[None]]]:
    words = shlex.split(command)
    app = PlanWizard(ways=find_ways(Path(words[-1])) if "open" in words else None)
    app.theme = "ink"
    async with app.run_test(size=SIZE) as pilot:
        yield app, pilot
    app.close_draft()


def _edit(edit: str) -> None:
    text = _PLAN.read_text(encoding="utf-8")
    for before, after in _EDIT.findall(edit):
        gone, come = ("".join(line[1:] + "\n" for line in lines.splitlines()) for lines in (before, after))
        if gone not in text:
            raise ValueError(f"{_PLAN} does not have these lines:\n{gone}")
        text = text.replace(gone, come, 1)
    _PLAN.write_text(text, encoding="utf-8")


async def _play_sitting(blocks: list[re.Match[str]]) -> list[str]:
    """Return the screens from a start of the program to its end."""
    screens: list[str] = []
    command = blocks[0]["screen"].partition("\n")[0]
    async with _started(command) as (app, pilot):
        await _still_screen(pilot, app)
        for block in blocks:
            for keys in _keys(block["keys"]):
                await pilot.press(*keys)
                await _wait_for_workers(pilot, app)
            screens.append(await _still_screen(pilot, app))
    return [f"{command}\n\n{screens[0]}", *screens[1:]]


def play(page: str) -> str:
    """Return the page with the screens that its keys lead to, played in the current folder."""
    blocks = list(_BLOCK.finditer(page))
    renewed: list[str] = []
    while len(renewed) < len(blocks):
        first = len(renewed)
        if (edit := blocks[first]["edit"]) is not None:
            _edit(edit)
            renewed.append(blocks[first][0])
            continue
        sitting = [blocks[first], *takewhile(_goes_on, blocks[first + 1 :])]
        screens = asyncio.run(_play_sitting(sitting))
        renewed += [_block_with(block["keys"], screen) for block, screen in zip(sitting, screens, strict=True)]
    rest = iter(renewed)
    return _BLOCK.sub(lambda _: next(rest), page)


def _goes_on(block: re.Match[str]) -> bool:
    return block["edit"] is None and not block["screen"].startswith(_PROMPT)


def _block_with(keys: str, screen: str) -> str:
    return f"<!-- keys: {keys} -->\n```text\n{screen}\n```".replace("keys:  ", "keys: ")


def main() -> None:
    """Renew the screens of the page."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work" / "relay"
        work.mkdir(parents=True)
        os.environ.update(HOME=folder, PLAN_WIZARD_HOME=str(Path(folder) / "plans"))
        os.chdir(work)
        renewed = play(PAGE.read_text(encoding="utf-8"))
        os.chdir(PAGE.parent)
    PAGE.write_text(renewed, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
