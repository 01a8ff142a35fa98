"""Every screen and dialogue of the program, for what holds on all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from textual import events
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.screen import Screen

from screens.app import PlanWizard
from screens.hand_edits.difference import DifferenceScreen
from screens.hand_edits.edit_clash import EditClashScreen
from screens.hand_edits.read_back import ReadBackScreen
from screens.help import HelpScreen
from screens.outline import OutlineScreen
from screens.question import QuestionScreen
from screens.relocate_draft import RelocateDraftScreen
from screens.review import ReviewScreen
from screens.saved import SavedScreen
from screens.search import SearchScreen
from screens.start import StartScreen
from screens.tasks.plan_choice import PlanChoiceScreen
from screens.templates.template_preview import PreviewedTemplate, TemplatePreviewScreen
from screens.too_small import TooSmallScreen
from screens.work_off import WorkOffScreen
from tests.support.screen_text import settled, until
from tests.support.working_off import PLAN
from wizard.compiler.loader import load_template, read_template
from wizard.drafts.draft import start_draft
from wizard.interview.interview import Interview
from wizard.model.answers import Answers, parse_path
from wizard.plans.opening.opened_plan import open_plan
from wizard.plans.opening.plan_ways import find_ways
from wizard.plans.saving.save import save

ONE_OF_EACH = """\
---
wizard: 1
name: each
title: One of each
version: 1
save_as: each.md
sections:
  - title: First
    questions:
      - {id: name, kind: line, label: What is it called?, required: true, example: Relay}
      - {id: goal, kind: text, label: What is it for?, placeholder: "[goal]"}
      - {id: colour, kind: choice, label: Which colour?, options: [red, green], other: true}
      - {id: tags, kind: choices, label: Which tags?, options: [a, b, c]}
      - {id: is_big, kind: yesno, label: Is it big?}
      - {id: due, kind: date, label: When is it due?}
  - title: Second
    questions:
      - {id: ideas, kind: list, label: Any ideas?, item: idea}
      - {id: tasks, kind: checklist, label: What is to be done?, item: task}
      - id: risks
        kind: table
        label: Which risks?
        item: risk
        columns:
          - {id: what, kind: line, label: What may happen?}
          - {id: odds, kind: choice, label: How likely is it?, options: [low, high]}
      - id: steps
        kind: group
        label: Which steps?
        item: step
        questions:
          - {id: title, kind: line, label: What is the step called?}
          - {id: done, kind: yesno, label: Is it done?}
---
# {{ name }}

{{ goal }}

- [ ] {{ tasks }}
"""
ANSWERS: Answers = {
    "name": "Relay",
    "goal": "Talk.",
    "ideas": ("More",),
    "tasks": ({"text": "Dig", "done": False},),
    "risks": ({"what": "Rain", "odds": "low"},),
    "steps": ({"title": "Begin"},),
}
QUESTIONS = ("name", "goal", "colour", "tags", "is_big", "due", "ideas", "tasks", "risks", "steps", "steps[0].title")
SCREENS: dict[str, type[Screen[Any]]] = {
    "start": StartScreen,
    **dict.fromkeys(QUESTIONS, QuestionScreen),
    "plan alone": QuestionScreen,
    "outline": OutlineScreen,
    "search": SearchScreen,
    "help": HelpScreen,
    "palette": CommandPalette,
    "themes": CommandPalette,
    "review": ReviewScreen,
    "difference": DifferenceScreen,
    "clash": EditClashScreen,
    "saved": SavedScreen,
    "relocation": RelocateDraftScreen,
    "read back": ReadBackScreen,
    "plan choice": PlanChoiceScreen,
    "work off": WorkOffScreen,
    "reading the worked off": WorkOffScreen,
    "template": TemplatePreviewScreen,
    "too small": TooSmallScreen,
}
"""`{what is on the screen: its class}`."""
_KEYS = {
    "plan alone": ("f3", "f3"),
    "outline": ("f2",),
    "search": ("ctrl+f",),
    "help": ("f1",),
    "palette": ("ctrl+p",),
    "review": ("ctrl+s",),
    "difference": ("ctrl+s", "ctrl+s"),
    "clash": ("ctrl+s", "ctrl+s", "e"),
    "saved": ("ctrl+s", "ctrl+s"),
    "relocation": ("f8",),
    "plan choice": (),
    "reading the worked off": ("enter",),
}


@asynccontextmanager
async def on_screen(
    name: str, home: Path, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[tuple[PlanWizard, Pilot[None]]]:
    """The program with one of the screens; the current folder is written to."""
    app = _app_for(name, home)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: not app.screen.has_class("-reads-first"))
        await settled(pilot)
        if name == "themes":
            app.search_themes()
        if name == "too small":
            await pilot.resize_terminal(30, 10)
        if name == "relocation":
            await pilot.press("a")
            await until(pilot, lambda: app.draft is not None and app.draft.status.problem is not None)
        for key in _KEYS.get(name, ()):
            await pilot.press(key)
            await settled(pilot)
        await until(pilot, lambda: isinstance(app.screen, SCREENS[name]))
        await pilot.pause()
        yield app, pilot
    app.close_draft()


_STARTED_AT = monotonic()


async def interrupt(pilot: Pilot[None], seconds_later: float = 0.0) -> None:
    """Press Ctrl+C as if it was pressed at a time, however slow the machine is."""
    key = events.Key("ctrl+c", None)
    key.time = _STARTED_AT + seconds_later
    pilot.app.post_message(key)
    await pilot.pause()


def _app_for(name: str, home: Path) -> PlanWizard:
    interview = Interview.begin(read_template(ONE_OF_EACH, "each.md"), ANSWERS)
    if name in ("difference", "clash"):
        saved = save(interview, Path("each.md"))
        saved.plan_path.write_text(saved.plan_path.read_text().replace("Talk.", "Talk by hand."))
        changed = interview.answer(("goal",), "Talk in one place.")
        return PlanWizard(lambda: start_draft(changed, last_save=saved.last_save))
    if name == "read back":
        Path("template.md").write_text(ONE_OF_EACH)
        plan = save(Interview.begin(load_template("./template.md"), ANSWERS), Path("each.md")).plan_path
        plan.write_text(plan.read_text().replace("Talk.", "Talk by hand."))
        return PlanWizard(open_plan(plan).start)
    if name == "plan choice":
        return PlanWizard(ways=find_ways(save(interview, Path("each.md")).plan_path))
    if name in ("work off", "reading the worked off"):
        Path("plan.md").write_text(PLAN)
        return PlanWizard(ways=find_ways(Path("plan.md")))
    if name == "template":
        Path("each.md").write_text(ONE_OF_EACH)
        return PlanWizard(previewed=PreviewedTemplate.read("./each.md", watches_template=False, has_examples=False))
    if name == "start":
        start_draft(interview).close()
        return PlanWizard()
    if name == "relocation":
        home.mkdir(exist_ok=True)
        (home / "drafts").write_text("in the way")
    place = parse_path(name) if name in QUESTIONS else ("name",)
    return PlanWizard(lambda: start_draft(interview.go_to(place)))
