"""Draws every screen, from the examples in this folder, into `docs/pictures`. Run by `make pictures`."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")

from textual.pilot import Pilot

from screens.app import PlanWizard
from wizard.compiler.loader import load_template
from wizard.drafts.draft import start_draft
from wizard.files.directories import recent_plans_folder
from wizard.interview.interview import Interview
from wizard.model.answers import parse_path
from wizard.plans.answers_file import read_answers
from wizard.plans.opening.plan_ways import find_ways
from wizard.plans.opening.recent_plans import remember_plan
from wizard.plans.saving.save import save

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "pictures"
SIZES = ((120, 36, "ink"), (80, 24, "paper"))
OTHER_SIZES = ((160, 45, "paper"), (40, 15, "ink"))
HOUR = 3600.0
_STILL = 5
"""Looks at a screen that have to be the same."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A screen with a draft as it may be in the middle of the work."""

    name: str
    plan: str = ""
    """The example that is open; the start screen without one."""
    at: str = ""
    """The question, or the item, row or cell on its screen."""
    leave_open: tuple[str, ...] = ()
    """Answers that are not given yet."""
    keys: tuple[str, ...] = ()
    """Pressed before the picture is taken."""
    sizes: tuple[tuple[int, int, str], ...] = SIZES


LATER = ("ideas", "milestones[3]", "milestones[2].test", "milestones[1].test", "testing", "features[3]")
SCENES = (
    Scene("start", sizes=(*SIZES, *OTHER_SIZES)),
    Scene("fresh"),
    Scene("repository", sizes=(*SIZES, *OTHER_SIZES)),
    Scene("first", "project-plan", "project_name", ("project_name", "goal", "problem", "user", "features", *LATER)),
    Scene("line", "project-plan", "goal", ("problem", "user", "features", *LATER), ("end",), (*SIZES, *OTHER_SIZES)),
    Scene("area", "feature-plan", "goal", keys=("ctrl+end",)),
    Scene("choice", "roadmap", "code_review", sizes=(*SIZES, *OTHER_SIZES)),
    Scene("choices", "roadmap", "foundation_work", keys=("down",)),
    Scene("list", "project-plan", "features[2]", LATER),
    Scene("table", "feature-plan", "unit_tests[1].expected", sizes=(*SIZES, *OTHER_SIZES)),
    Scene("group", "project-plan", "milestones[1]", LATER),
    Scene("item", "project-plan", "milestones[1].tasks[3]", LATER),
    Scene("invalid", "feature-plan", "scenarios", keys=()),
    Scene("outline", "project-plan", "problem", LATER, ("f2",), (*SIZES, *OTHER_SIZES)),
    Scene("help", "project-plan", "problem", LATER, ("f1",), (*SIZES, *OTHER_SIZES)),
    Scene("palette", "project-plan", "problem", LATER, ("ctrl+p",)),
    Scene("source", "feature-plan", "requirements[1]", keys=("f5",)),
    Scene("reading", "feature-plan", "flow", keys=("f3", "f3")),
    Scene("review", "project-plan", "problem", LATER, ("ctrl+s",), (*SIZES, *OTHER_SIZES)),
    Scene("complete", "project-plan", "problem", (), ("ctrl+s",)),
    Scene("difference", "project-plan", "problem", (), ("ctrl+s", "ctrl+s"), (*SIZES, *OTHER_SIZES)),
    Scene("choosing"),
    Scene("tasks", keys=("enter", "down", "down"), sizes=(*SIZES, *OTHER_SIZES)),
    Scene("recent"),
    Scene("saved", "project-plan", "problem", (), ("ctrl+s", "ctrl+s"), (*SIZES, *OTHER_SIZES)),
)


REPOSITORY = {
    ".github/ISSUE_TEMPLATE/bug_report.yml": """\
name: Bug report
description: Something does not work as it should.
body:
  - type: textarea
    attributes: {label: What happened?}
""",
    ".github/pull_request_template.md": "## What changes\n\n## How it was tested\n\n- [ ] By hand\n",
    ".specify/templates/spec-template.md": "# Specification: [FEATURE]\n\n## Stories\n",
    "docs/adr/template.md": "# Decision: [title]\n\n## Context\n\n[why now]\n\n## Decision\n",
}
"""The templates of a repository, for the start screen."""


def example(name: str, leave_open: Sequence[str] = ()) -> Interview:
    """The interview that made an example, with some answers not given yet."""
    template = load_template(name)
    path = HERE / "examples" / f"{name}.answers.yaml"
    interview = Interview.begin(template, read_answers(path.read_text(encoding="utf-8"), str(path), template))
    for written in leave_open:
        left = parse_path(written)
        is_item = isinstance(left[-1], int)
        interview = interview.remove_item(left[:-1], int(left[-1])) if is_item else interview.reopen(left)
    return interview


def put_drafts(home: Path) -> None:
    """Three drafts, each left a while ago."""
    later = ("external_risks", "mitigation", "deliverables", "timeline", "user_feedback", "documentation_updates")
    left = (
        (example("roadmap", later), 170 * HOUR),
        (example("feature-plan", ("components", "sequence", "integration_tests", "api_changes")), 30 * HOUR),
        (example("project-plan", LATER).go_to(("milestones", 1, "test")), 2 * HOUR),
    )
    for interview, ago in left:
        draft = start_draft(interview)
        draft.close()
        for file in (home / "drafts" / draft.name).iterdir():
            set_age(file, ago)


def put_older_plan() -> None:
    """A plan that was saved with other answers and then edited by hand."""
    before = example("project-plan").answer(("problem",), "Messages get lost.").reopen(("milestones", 1, "tasks", 3))
    saved = save(before, Path("relay-plan.md"))
    text = saved.plan_path.read_text(encoding="utf-8")
    saved.plan_path.write_text(text.replace("[ ] Put a", "[x] Put a"), encoding="utf-8")
    set_age(saved.answers_path, 48 * HOUR)


def put_recent_plans(home: Path) -> None:
    """Two plans that were opened a while ago, one of which is gone, and a draft."""
    put_drafts(home)
    remember_plan(Path("relay-plan.md"), "Project plan")
    set_age(next(recent_plans_folder().iterdir()), 5 * HOUR)
    before = set(recent_plans_folder().iterdir())
    remember_plan(Path("year.md"), "Roadmap")
    set_age(next(iter(set(recent_plans_folder().iterdir()) - before)), 90 * HOUR)


def put_repository() -> None:
    """A repository with templates of its own around the current folder."""
    root = Path.cwd()
    for place, text in REPOSITORY.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(text, encoding="utf-8")


def set_age(file: Path, seconds: float) -> None:
    """Make a file as old as that."""
    then = time.time() - seconds
    os.utime(file, (then, then))


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing on the screen has changed for a while, and nothing runs in a thread."""
    looks: list[str] = []
    while len(looks) < _STILL or len(set(looks[-_STILL:])) > 1:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause(0.2)
        looks.append(pilot.app.export_screenshot())


async def draw(scene: Scene, width: int, height: int, theme: str) -> None:
    """One picture."""
    interview = example(scene.plan, scene.leave_open) if scene.plan else None
    if interview is not None:
        place = parse_path(scene.at)
        interview = interview.go_to(place)
    ways = find_ways(Path("relay-plan.md")) if scene.name in ("choosing", "tasks") else None
    app = PlanWizard(None if interview is None else lambda: start_draft(interview), ways=ways)
    app.theme = theme
    async with app.run_test(size=(width, height)) as pilot:
        await settled(pilot)
        for key in scene.keys:
            await pilot.press(key)
            await settled(pilot)
        picture = app.export_screenshot(title="plan-wizard")
        (PICTURES / f"{scene.name}-{width}x{height}-{theme}.svg").write_text(picture, encoding="utf-8")
    app.close_draft()


def draw_in_a_home_of_its_own(scene: Scene, size: tuple[int, int, str]) -> None:
    """One picture, with nothing of the user's own in it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        work = home / "work" / "relay"
        work.mkdir(parents=True)
        os.environ.update(HOME=folder, PLAN_WIZARD_HOME=str(home / "plans"))
        os.chdir(work)
        if scene.name == "start":
            put_drafts(home / "plans")
        if scene.name == "repository":
            put_repository()
        if scene.name == "difference":
            put_older_plan()
        if scene.name in ("choosing", "tasks", "recent"):
            save(example("project-plan"), Path("relay-plan.md"))
        if scene.name == "recent":
            put_recent_plans(home / "plans")
        asyncio.run(draw(scene, *size))
        os.chdir(HERE)


def main(names: Sequence[str]) -> None:
    """Draw the scenes with these names, or all of them."""
    PICTURES.mkdir(exist_ok=True)
    for scene in SCENES:
        if not names or scene.name in names:
            for size in scene.sizes:
                draw_in_a_home_of_its_own(scene, size)


if __name__ == "__main__":
    main(sys.argv[1:])
