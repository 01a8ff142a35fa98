"""`plan-wizard preview`: a template as the plan that it makes, on the screen and printed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.app import PlanWizard
from screens.templates.template_preview import PreviewedTemplate, TemplatePreviewScreen
from tests.support.commands import Program
from tests.support.screen_text import seen, until
from wizard.compiler.loader import load_template, template_names
from wizard.interview.examples import begin_with_examples
from wizard.render.plan import render_plan

WHOLE = """\
---
wizard: 1
name: small
title: Small plan
version: 1
sections:
  - title: All
    questions:
      - {id: name, kind: line, label: What is it called?, placeholder: "[Name]", example: Relay}
      - {id: due, kind: date, label: When is it due?, placeholder: "[date]"}
---
# {{ name }}

Due {{ due }}.
"""


@pytest.fixture
def path(tmp_path: Path, home: Path) -> Path:
    file = tmp_path / "small.md"
    file.write_text(WHOLE)
    return file


@asynccontextmanager
async def previewing(
    source: str, *, watches: bool = False, examples: bool = False, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Pilot[None]]:
    """The app with the plan of a template."""
    previewed = PreviewedTemplate.read(source, watches_template=watches, has_examples=examples)
    app = PlanWizard(previewed=previewed)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, TemplatePreviewScreen))
        await pilot.pause()
        yield pilot


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 15)])
async def test_the_blank_plan_is_shown(path: Path, size: tuple[int, int]) -> None:
    async with previewing(str(path), size=size) as pilot:
        text = await seen(pilot, "[Name]")

        assert "Due [date]." in text
        assert "blank" in text


async def test_e_fills_the_plan_with_examples_and_empties_it_again(path: Path) -> None:
    async with previewing(str(path)) as pilot:
        await pilot.press("e")
        assert "Due 2027-04-30." in await seen(pilot, "Relay")
        await pilot.press("e")
        await seen(pilot, "[Name]")


async def test_a_template_without_examples_shows_no_invented_dates(path: Path) -> None:
    path.write_text(WHOLE.replace(", example: Relay", ""))
    async with previewing(str(path), examples=True) as pilot:
        assert "Due [date]." in await seen(pilot, "[Name]")
        await pilot.press("e")
        text = await seen(pilot, "This template has no examples.")
        assert "Due [date]." in text
        assert "with examples" not in text


async def test_enter_on_a_line_names_its_question_and_f5_shows_the_source(path: Path) -> None:
    async with previewing(str(path)) as pilot:
        await pilot.press("down", "down", "down", "enter")
        await seen(pilot, "When is it due?")
        await pilot.press("f5")
        assert "blank, source" in await seen(pilot, "# [Name]")


async def test_the_plan_follows_the_file_and_its_mistakes(path: Path) -> None:
    async with previewing(str(path), watches=True) as pilot:
        await seen(pilot, "2 questions, watching")
        path.write_text(WHOLE + "More.\n")
        await seen(pilot, "More.")
        path.write_text(WHOLE + "{{ nmae }}\n")
        assert "Due [date]." in await seen(pilot, "small.md:15:4 'nmae' is not a question")
        path.write_text(WHOLE + "Mended.\n")
        assert "small.md:15" not in await seen(pilot, "Mended.")


async def test_a_template_that_is_broken_from_the_beginning_is_shown_when_it_is_mended(path: Path) -> None:
    path.write_text(WHOLE.replace("kind: line", "kind: lien"))
    async with previewing(str(path), watches=True) as pilot:
        await seen(pilot, "small.md:9:")
        await pilot.press("e", "f5", "down", "enter", "f1", "f1")
        path.write_text(WHOLE)
        await seen(pilot, "# Relay")


async def test_q_leaves_and_no_draft_is_made(path: Path, home: Path) -> None:
    async with previewing(str(path)) as pilot:
        await pilot.press("q")
        await until(pilot, lambda: pilot.app._exit)  # pyright: ignore[reportPrivateUsage]
    assert not list((home / "drafts").glob("*"))


async def test_what_looks_like_markup_is_shown_as_it_is(path: Path) -> None:
    path.write_text(WHOLE.replace("title: Small plan", 'title: "[b]Small[/b] [/] plan"'))
    async with previewing(str(path)) as pilot:
        assert "[b]Small[/b] [/] plan" in await seen(pilot, "[Name]")


def test_without_a_terminal_the_plan_is_printed(program: Program, path: Path) -> None:
    assert program("preview", str(path)).out == "# [Name]\n\nDue [date].\n"
    assert program("preview", str(path), "--examples").out == "# Relay\n\nDue 2027-04-30.\n"
    assert program("preview", "roadmap").out == program("render", "roadmap").out


def test_what_cannot_be_shown_is_said_in_one_line(program: Program, path: Path) -> None:
    for arguments in ((str(path), "--watch"), ("no-such-template",), ("./gone.md",), ("./gone.md", "--watch")):
        outcome = program("preview", *arguments)
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1), outcome
    for command in (("new", str(path)), ("resume", "d")):
        for other in ("--prompts", *(("--json",) if command[0] == "new" else ())):
            outcome = program(*command, "--watch", other)
            assert (outcome.code, outcome.err.count("\n")) == (2, 1), outcome
            assert f"leave {other} out" in outcome.err
    assert program("new", "--watch").code == 2


def test_examples_of_every_built_in_template_are_answers(home: Path) -> None:
    for name in template_names():
        interview = begin_with_examples(load_template(name))

        assert interview.answers
        assert not [problem for path in interview.missing_paths() for problem in interview.problems(path)]
        assert render_plan(interview).text
