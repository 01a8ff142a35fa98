"""A conversation line by line, from piped lines, for tests of what is said and what is answered."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.one_question import template_text
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answers
from wizard.prompts.conversation import Conversation, ConversationEnd, UndoableDraft
from wizard.prompts.review_prompts import SavingReviewPrompt
from wizard.prompts.terminal.input import PipedLineReader
from wizard.prompts.terminal.output import TextOutput
from wizard.prompts.terminal.plain_dialogue import PlainDialogue
from wizard.prompts.terminal.signals import SignalGuard

__all__ = ["Talked", "replies", "talked", "talked_about", "template_text"]


@dataclass(slots=True)
class Remembered:
    """A draft in memory."""

    interview: Interview
    before: list[Interview] = field(default_factory=list[Interview])
    after: list[Interview] = field(default_factory=list[Interview])
    restored_reading = ""

    def record(self, interview: Interview) -> None:
        if interview.answers != self.interview.answers:
            self.before.append(self.interview)
            self.after.clear()
        self.interview = interview

    def undo(self) -> Interview | None:
        return self._back(self.before, self.after)

    def redo(self) -> Interview | None:
        return self._back(self.after, self.before)

    def _back(self, source: list[Interview], target: list[Interview]) -> Interview | None:
        if not source:
            return None
        target.append(self.interview)
        self.interview = source.pop()
        return self.interview


@dataclass(frozen=True, slots=True)
class Talked:
    """What came of a conversation."""

    said: str
    """Everything that was said, with the piped lines behind their prompts."""
    ending: ConversationEnd
    interview: Interview
    review: SavingReviewPrompt

    @property
    def answers(self) -> Answers:
        return self.interview.answers

    def after(self, line: str) -> str:
        """What was said after a piped line came, as far as the next prompt."""
        _, _, rest = self.said.partition(f"> {line}\n")
        return rest.partition("\n> ")[0].strip("\n")


def talked(template: str, *lines: str, answers: Answers | None = None, plan_path: Path | None = None) -> Talked:
    """The conversation about a new draft of a template when these lines are piped in."""
    interview = Interview.begin(read_template(template, "small.md"), answers)
    return talked_about(Remembered(interview), interview, *lines, plan_path=plan_path)


def talked_about(draft: UndoableDraft, interview: Interview, *lines: str, plan_path: Path | None = None) -> Talked:
    """The conversation about a draft when these lines are piped in."""
    page, signals = io.StringIO(), SignalGuard()
    source = io.StringIO("".join(f"{line}\n" for line in lines))
    dialogue = PlainDialogue(PipedLineReader(source, TextOutput(page), signals, shows=True), TextOutput(page))
    kept, review = _Watched(draft, interview), SavingReviewPrompt(plan_path)
    ending = Conversation(interview, kept, dialogue, review).run()
    return Talked(page.getvalue(), ending, kept.interview, review)


@dataclass(slots=True)
class _Watched:
    """A draft, and the interview as it was noted last."""

    draft: UndoableDraft
    interview: Interview

    @property
    def restored_reading(self) -> str:
        return self.draft.restored_reading

    def record(self, interview: Interview) -> None:
        self.draft.record(interview)
        self.interview = interview

    def undo(self) -> Interview | None:
        return self._went(self.draft.undo())

    def redo(self) -> Interview | None:
        return self._went(self.draft.redo())

    def _went(self, interview: Interview | None) -> Interview | None:
        self.interview = interview or self.interview
        return interview


def replies(said: str) -> Sequence[str]:
    """The lines that were piped in, as they were shown."""
    return [line[2:] for line in said.splitlines() if line.startswith("> ")]
