"""What is wrong with a file that its author is editing, line by line, above the footer."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from textual.content import Content
from textual.widget import Widget

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.safe_text import join_content, safe_line, shorten_content, wrap_content
from wizard.errors import Problem
from wizard.message_text import pluralize

_MOST_PROBLEMS: Final = 3
"""Problems that are shown in a tall terminal, one in others; with one mended the next is seen."""


class ProblemLines(Widget):
    """A line for each of the first problems, and then what goes on meanwhile; nothing while there is no problem."""

    def __init__(self, meanwhile: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._meanwhile = meanwhile
        self._problems: tuple[Problem, ...] = ()
        self.display = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems that are shown."""
        return self._problems

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Show what is wrong now."""
        self._problems = problems
        self.display = bool(problems)
        self.refresh(layout=True)

    def render(self) -> Content:
        shown = self._problems[: _MOST_PROBLEMS if self.screen.size.height >= 30 else 1]
        lines = [_line_of(problem, self.size.width) for problem in shown]
        more = len(self._problems) - len(shown)
        count = f"{more} more {pluralize('problem', more)}. " if more else ""
        lines.append(shorten_content(safe_line(f"  {count}{self._meanwhile}", "$soft"), self.size.width))
        return Content("\n").join(lines)


def _line_of(problem: Problem, width: int) -> Content:
    """Return `! decision.md:14:7 'nmae' is not a question`, in two rows at most."""
    place = f"{PurePath(problem.file).name}:{problem.line}:{problem.column}"
    sign = f"{terminal_glyphs().invalid} "
    line = join_content(safe_line(f"{place} ", "bold $foreground"), safe_line(problem.message))
    first, *others = wrap_content(line, max(width - len(sign), 2))
    rows = [join_content((sign, "bold $error"), first)]
    if others:
        rest = Content(" ").join(others)
        rows.append(shorten_content(Content(" " * len(sign)) + rest, width))
    return Content("\n").join(rows)
