"""Walks through every screen of the program in each of its states, for what has to hold on all of them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeAlias

from textual.pilot import Pilot

from screens.app import PlanWizard
from screens.hand_edits.difference import DifferenceScreen
from screens.hand_edits.edit_clash import EditClashScreen
from screens.outline import OutlineList
from screens.relocate_draft import RelocateDraftScreen
from screens.review import ReviewScreen
from screens.saved import SavedScreen
from screens.tasks.plan_choice import PlanChoiceScreen
from screens.templates.template_preview import PreviewedTemplate
from screens.too_small import TooSmallScreen
from screens.widgets.button import PushButton
from tests.support.edited_plan import project, project_text
from tests.support.every_kind import put_every_kind
from tests.support.screen_text import lines_of, settled, until
from tests.support.small_plan import put_template, small_interview
from tests.support.working_off import PLAN
from wizard.compiler.loader import load_template
from wizard.drafts.draft import start_draft
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath
from wizard.plans.opening.opened_plan import open_plan
from wizard.plans.opening.plan_ways import find_ways
from wizard.plans.opening.recent_plans import remember_plan
from wizard.plans.saving.save import save

Stops: TypeAlias = "AsyncGenerator[tuple[str, PlanWizard], None]"

DRAWN = """\
---
wizard: 1
name: drawn
title: Everything that is drawn
save_as: drawn.md
sections:
  - title: All
    questions:
      - {id: name, kind: line, label: What is it called?, placeholder: "[Name]"}
---
# {{ name }}

## What

Text with `code`, **bold**, *soft* and a [link](https://example.org). <!-- a comment -->

### How

- [x] done
- [ ] open
  - inner

1. First

> A quote.

> [!WARNING]
> A warning.

| Name | Day |
| --- | ---: |
| a long text that has to be broken over several lines of its column in any terminal | 1 |
| b | 2 |

```python
def answer(text: str) -> int:  # a comment
    return 42 if text == "six" else None
```

```mermaid
graph TD
  A --> B
```

---

<details><summary>More</summary>hidden</details>
"""


@asynccontextmanager
async def _running(app: PlanWizard, theme: str, size: tuple[int, int]) -> AsyncIterator[Pilot[None]]:
    app.theme = theme
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot
    app.close_draft()


async def _press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
    await settled(pilot)


async def start_screens(theme: str, home: Path, size: tuple[int, int] = (120, 36)) -> Stops:
    """The start screen with and without drafts and matches, the preview of a template, and a terminal too small."""
    put_template(home)
    app = PlanWizard()
    async with _running(app, theme, size) as pilot:
        yield "start without drafts", app
    start_draft(small_interview(home).answer(("name",), "Relay")).close()
    save(project(), Path("relay.md"))
    remember_plan(Path("relay.md"), "Project plan")
    app = PlanWizard()
    async with _running(app, theme, size) as pilot:
        yield "start", app
        await _press(pilot, "down", "down", "delete")
        yield "start, about to remove", app
        await _press(pilot, "escape", *"zzqq")
        yield "start, nothing found", app
        await pilot.resize_terminal(30, 10)
        await until(pilot, lambda: isinstance(app.screen, TooSmallScreen))
        await settled(pilot)
        yield "too small", app
    path = home / "drawn.md"
    path.write_text(DRAWN, encoding="utf-8")
    app = PlanWizard(previewed=PreviewedTemplate.read(str(path), watches_template=False, has_examples=False))
    async with _running(app, theme, size) as pilot:
        yield "template preview", app
        await _press(pilot, "f5")
        yield "template preview, source", app


def _every_kind(home: Path) -> Interview:
    put_every_kind(home)
    begun = Interview.begin(load_template("every-kind"))
    begun = begun.answer(("name",), "Relay").answer(("ideas",), ("One", "Two"))
    begun = begun.answer(("tasks",), ({"text": "Dig", "done": True}, {"text": "Fill", "done": False}))
    begun = begun.answer(("risks",), ({"what": "Rain", "odds": "low"}, {"what": "Snow", "odds": "high"}))
    return begun.add_item(("steps",), item={"title": "Begin", "done": True})


_PLACES: tuple[AnswerPath, ...] = (
    *((kind,) for kind in ("goal", "colour", "shape", "tags", "is_big", "cost", "due", "ideas", "tasks")),
    *((kind,) for kind in ("flow", "risks", "steps")),
    ("steps", 0, "title"),
    ("steps", 0, "parts"),
)
_STATES: dict[str | int, tuple[str, ...]] = {
    "goal": (*"Talk", "enter", *"More", "shift+up"),
    "colour": ("down",),
    "shape": ("end", *"odd"),
    "tags": ("space", "down"),
    "cost": (*"100", "tab", "shift+tab"),
    "due": ("shift+home",),
    "ideas": ("shift+home",),
    "tasks": ("down",),
    "risks": ("shift+home",),
    "steps": ("down",),
}
"""Keys that bring a question into another state worth looking at."""


async def question_screens(theme: str, home: Path, size: tuple[int, int] = (120, 36)) -> Stops:
    """A question of every kind, with what can lie over it."""
    begun = _every_kind(home)
    app = PlanWizard(lambda: start_draft(begun.go_to(("name",))))
    async with _running(app, theme, size) as pilot:
        await until(pilot, lambda: "✓" in lines_of(app)[-2])
        yield "line", app
        await _press(pilot, "shift+home")
        yield "line, selected", app
        await _press(pilot, "end", *"too long for a field that takes forty letters")
        yield "line, invalid", app
        await _press(pilot, "f2")
        yield "outline", app
        await _press(pilot, *"big")
        yield "outline, filtered", app
        await _press(pilot, "escape", "escape")
        for key, name in (("f1", "help"), ("ctrl+p", "palette")):
            await _press(pilot, key)
            yield name, app
            if name == "palette":
                await _press(pilot, *"the", "down")
                yield "palette, filtered", app
            await _press(pilot, "escape")
        await _press(pilot, "f3")
        yield "sheet alone", app
        await _press(pilot, "f3")
        yield "reading", app
    app = PlanWizard(lambda: start_draft(begun.answer(("is_big",), True).go_to(("goal",))))
    async with _running(app, theme, size) as pilot:
        for path in _PLACES:
            app.screen.post_message(OutlineList.QuestionChosen(path))
            await settled(pilot)
            yield f"question {path[-1]}", app
            if path[-1] in _STATES:
                await _press(pilot, *_STATES[path[-1]])
                yield f"question {path[-1]}, after keys", app


async def saving_screens(theme: str, home: Path, size: tuple[int, int] = (120, 36)) -> Stops:
    """From the review over the difference and a clash to the saved plan, and what was edited by hand."""
    begun = small_interview(home).answer(("name",), "Relay").answer(("goal",), "Talk.").answer(("ideas",), ("More",))
    saved = save(begun, Path("relay.md"))
    text = saved.plan_path.read_text()
    saved.plan_path.write_text(text.replace("Talk.", "Talk by hand.") + "\nBy hand.\n")
    app = PlanWizard(lambda: start_draft(begun.answer(("goal",), "Talk in one place."), last_save=saved.last_save))
    async with _running(app, theme, size) as pilot:
        await _press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await settled(pilot)
        yield "review", app
        for _ in range(3):
            await _press(pilot, "tab")
            yield f"review, focus on {type(app.screen.focused).__name__}", app
        await _press(pilot, "home", "shift+end")
        yield "review, selected", app
        buttons = list(app.screen.query(PushButton))
        if buttons:
            await pilot.hover(buttons[0])
            await settled(pilot)
            yield "review, hover", app
        await _press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, DifferenceScreen))
        await settled(pilot)
        yield "difference", app
        await _press(pilot, "e")
        if isinstance(app.screen, EditClashScreen):
            await _press(pilot, "shift+end")
            yield "clash", app
            await _press(pilot, "tab")
            yield "clash, focus on a button", app
            await _press(pilot, "escape")
        app.screen.selections = {}
        await _press(pilot, "tab")
        yield "difference, tab", app
    whole = project()
    save(whole, Path("whole.md"))
    Path("whole.md").write_text(project_text().replace("Let teams talk.", "Let all teams talk."))
    app = PlanWizard(open_plan(Path("whole.md")).start)
    async with _running(app, theme, size) as pilot:
        yield "read back", app
        await _press(pilot, "tab")
        yield "read back, tab", app
    app = PlanWizard(lambda: start_draft(begun))
    async with _running(app, theme, size) as pilot:
        await app.push_screen(SavedScreen(begun, save(begun, Path("other.md")), ("Relay", "Saved")))
        await settled(pilot)
        yield "saved", app
        app.screen.query("Static").first().text_select_all()
        await settled(pilot)
        yield "saved, text selected across the screen", app
    draft = start_draft(begun)
    app = PlanWizard(lambda: draft)
    async with _running(app, theme, size) as pilot:
        await app.push_screen(RelocateDraftScreen(draft, home / "elsewhere", is_leaving=True))
        await settled(pilot)
        yield "relocate", app
        await _press(pilot, "home", "shift+end")
        yield "relocate, selected", app
        await _press(pilot, "tab")
        yield "relocate, tab", app


async def task_screens(theme: str, home: Path, size: tuple[int, int] = (120, 36)) -> Stops:
    """The choice of what to do with a saved plan, and its tasks."""
    save(project(), Path("relay.md"))
    app = PlanWizard(ways=find_ways(Path("relay.md")))
    async with _running(app, theme, size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, PlanChoiceScreen))
        await settled(pilot)
        yield "plan choice", app
    Path("tasks.md").write_text(PLAN, encoding="utf-8")
    app = PlanWizard(ways=find_ways(Path("tasks.md")))
    async with _running(app, theme, size) as pilot:
        yield "work-off", app
        await _press(pilot, "space", "down", "f3")
        yield "work-off, ticked", app


WALKS: dict[str, Callable[[str, Path], Stops]] = {
    "start": start_screens,
    "question": question_screens,
    "saving": saving_screens,
    "tasks": task_screens,
}
"""The walks by the part of the program that they show."""
