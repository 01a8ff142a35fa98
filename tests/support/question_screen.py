"""The question screen in an app of its own, for tests that press keys and look at what the user sees."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from textual import events

from screens.app import PlanWizard
from screens.question import QuestionScreen
from screens.widgets.footer import KeyFooter
from tests.support.one_question import template_text
from tests.support.screen_text import until
from wizard.compiler.loader import read_template
from wizard.drafts.draft import Draft, start_draft
from wizard.interview.interview import Interview

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from wizard.model.answers import Answer, AnswerPath, Answers, Unanswered


class Seen:
    """What the user sees and does."""

    def __init__(self, app: PlanWizard, pilot: Pilot[None], draft: Draft) -> None:
        self.app = app
        self.pilot = pilot
        self.draft = draft

    @property
    def question(self) -> QuestionScreen:
        """The question screen, whatever lies over it."""
        return self._questions()[0]

    @property
    def interview(self) -> Interview:
        return self.question.interview

    @property
    def place(self) -> AnswerPath:
        return self.interview.current

    def answer(self, *path: str | int) -> Answer | Unanswered:
        """What is answered at a path, as the draft has it."""
        return self.draft.interview.answer_at(path)

    @property
    def rows(self) -> list[str]:
        """The rows of the terminal."""
        strips = self.app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
        return [strip.text.rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    @property
    def said(self) -> str:
        """The words at the right of the foot."""
        return self.app.screen.query_one(KeyFooter).status

    async def press(self, *keys: str) -> None:
        """Press keys as a fast terminal sends them: all are there before the first is looked at."""
        for key in keys:
            character = " " if key == "space" else key if len(key) == 1 else None
            self.app.post_message(events.Key(key, character))
        await self.pilot.pause()
        await self._settled()

    async def _settled(self) -> None:
        """Wait for what is shown behind the question."""
        await self.pilot.pause()
        await until(
            self.pilot,
            lambda: not any(screen._is_context_due for screen in self._questions()),  # pyright: ignore[reportPrivateUsage]
            every=0.01,
        )
        await self.pilot.pause()

    def _questions(self) -> list[QuestionScreen]:
        return [screen for screen in self.app.screen_stack if isinstance(screen, QuestionScreen)]

    async def type(self, text: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self._settled()

    async def click(self, words: str) -> None:
        """Click on the first place where the words are seen."""
        for y, row in enumerate(self.rows):
            if words in row:
                await self.pilot.click(offset=(row.index(words), y))
                await self._settled()
                return
        raise AssertionError(f"{words!r} is not on the screen:\n{self.text}")


@asynccontextmanager
async def asking(
    template: str, answers: Answers | None = None, *, source: str = "small", size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Seen]:
    """The question screen of a new draft of a template."""
    interview = Interview.begin(read_template(template, source), answers)
    async with asking_draft(start_draft(interview), size=size) as seen:
        yield seen


@asynccontextmanager
async def asking_draft(draft: Draft, *, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Seen]:
    """The question screen of a draft, which is closed in the end."""
    app = PlanWizard(lambda: draft)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen), every=0)
        await pilot.pause()
        yield Seen(app, pilot, draft)
    draft.close()


__all__ = ["Seen", "asking", "asking_draft", "template_text"]
