"""A plan that is worked off on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from screens.app import PlanWizard
from screens.work_off import WorkOffScreen
from tests.support.screen_text import until
from wizard.plans.opening.plan_ways import find_ways

PLAN = """\
# Relay

## Build

- [x] T001 Draw the screens
- [ ] T002 Write the server
  - [ ] T003 Keep messages (depends on T001)
- [ ] T004 Put it online (depends on T002)

## Acceptance criteria

- [ ] Two people can talk

```
- [ ] an example
```
"""


@asynccontextmanager
async def working_off(
    path: Path, *, size: tuple[int, int] = (120, 36), keys: tuple[str, ...] = ()
) -> AsyncIterator[tuple[WorkOffScreen, Pilot[None]]]:
    """The app with a plan without answers, once its tasks are on the screen."""
    app = PlanWizard(ways=find_ways(path))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, WorkOffScreen) and not app.screen.has_class("-reads-first"))
        screen = app.screen
        assert isinstance(screen, WorkOffScreen)
        await pilot.pause()
        await pilot.press(*keys)
        yield screen, pilot


async def written(pilot: Pilot[None], path: Path, text: str) -> None:
    """Wait until a file has a text in it."""
    await until(pilot, lambda: text in path.read_text(encoding="utf-8"))
