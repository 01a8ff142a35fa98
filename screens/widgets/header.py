"""The top line: breadcrumbs and progress."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.safe_text import join_content, safe_line, shorten_content

if TYPE_CHECKING:
    from wizard.interview.interview import Interview
    from wizard.interview.progress import Progress

WIDE_BAR = 34
NARROW_BAR = 20
_TRANSITION_SECONDS = 0.15
"""Seconds in which the progress moves to its next state."""


class PlanHeader(Widget):
    """Breadcrumbs on the left, the progress on the right: a bar in one stretch per section, and `2 of 17`."""

    transition: reactive[float] = reactive(1.0)
    """How far the bar has moved from the last progress to this one, 0 to 1."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._crumbs: tuple[str, ...] = ()
        self._before: tuple[Progress, ...] = ()
        self._sections: tuple[Progress, ...] = ()

    def show(self, crumbs: tuple[str, ...], interview: Interview | None) -> None:
        """Show breadcrumbs, the current place last, and the progress if there is an interview."""
        self.show_progress(crumbs, interview.section_progress() if interview is not None else ())

    def show_progress(self, crumbs: tuple[str, ...], sections: tuple[Progress, ...]) -> None:
        """Show breadcrumbs and the progress of some sections."""
        if crumbs == self._crumbs and sections == self._sections:
            return
        moves = bool(self._sections) and sections != self._sections
        self._before = self._sections if moves and len(self._sections) == len(sections) else sections
        self._crumbs, self._sections = crumbs, sections
        if moves and self.is_mounted:
            self.set_reactive(PlanHeader.transition, 0.0)
            self.animate("transition", 1.0, duration=_TRANSITION_SECONDS)
        self.refresh()

    def render(self) -> Content:
        width = self.size.width
        is_tiny = self.screen.size.width < 60
        count = self._count(is_tiny)
        bar = Content() if is_tiny else self._bar(WIDE_BAR if self.screen.size.width >= 100 else NARROW_BAR)
        right = bar + count
        # The bar stays from section to section, however long their titles are.
        crumbs = _crumbs_within(self._crumbs, width - right.cell_length - 2)
        crumbs = shorten_content(crumbs, max(width - right.cell_length - 2, 1))
        return crumbs.pad_right(max(width - crumbs.cell_length - right.cell_length, 0)) + right

    def _count(self, is_tiny: bool) -> Content:
        if not self._sections:
            return Content()
        answered, total = sum(each.answered for each in self._sections), sum(each.total for each in self._sections)
        of = f"/{total}" if is_tiny else f" of {total}"
        return join_content((str(answered), "bold $foreground"), (of, "$faint"))

    def _bar(self, width: int) -> Content:
        shares = [
            (old.answered + (new.answered - old.answered) * self.transition, new.total)
            for old, new in zip(self._before, self._sections, strict=True)
        ]
        return progress_bar(shares, width) + Content("  ") if shares else Content()


def progress_bar(sections: Sequence[tuple[float, int]], width: int) -> Content:
    """Return a bar of `width` cells with a stretch per section; `sections` are pairs `(answered, total)`."""
    asked = [(answered, total) for answered, total in sections if total]
    if len(asked) * 2 - 1 > width:
        asked = [(sum(answered for answered, _ in asked), sum(total for _, total in asked))]
    lengths = _share_cells([total for _, total in asked], width - len(asked) + 1)
    stretches = [_stretch(answered / total, cells) for (answered, total), cells in zip(asked, lengths, strict=True)]
    return Content(" ").join(stretches)


def _stretch(done: float, cells: int) -> Content:
    """Return a stretch of the bar, exact to half a cell; neither empty nor full while `done` is between 0 and 1."""
    sign = terminal_glyphs()
    halves = round(done * cells * 2)
    if 0 < done < 1:
        halves = min(max(halves, 1), cells * 2 - 1)
    full, has_edge = divmod(halves, 2)
    reached = sign.done * full + (sign.edge if has_edge else "")
    return join_content((reached, "$primary"), (sign.left * (cells - len(reached)), "$bar"))


def _share_cells(weights: Sequence[int], cells: int) -> list[int]:
    """Return the cells shared out by weight, at least one each, by the largest remainder method."""
    if not weights:
        return []
    spare, whole = cells - len(weights), sum(weights)
    exact = [spare * weight / whole for weight in weights]
    lengths = [1 + int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda index: int(exact[index]) - exact[index])
    for index in by_remainder[: cells - sum(lengths)]:
        lengths[index] += 1
    return lengths


def _crumbs_within(parts: tuple[str, ...], width: int) -> Content:
    """Return all parts in one line; if they do not fit, the first and the last."""
    crumbs = _crumbs_line(parts)
    if crumbs.cell_length <= width or len(parts) < 2:
        return crumbs
    ends = _crumbs_line((parts[0], parts[-1]))
    if ends.cell_length <= width:
        return ends
    last = safe_line(parts[-1], "$foreground")
    between = f" {terminal_glyphs().between} "
    room = width - last.cell_length - len(between)
    if room < 4:
        return shorten_content(last, width)
    return shorten_content(safe_line(parts[0], "$faint"), room) + Content.styled(between, "$faint") + last


def _crumbs_line(parts: tuple[str, ...]) -> Content:
    if not parts:
        return Content()
    before = [
        part
        for name in parts[:-1]
        for part in (safe_line(name, "$faint"), (f" {terminal_glyphs().between} ", "$faint"))
    ]
    return join_content(*before, safe_line(parts[-1], "$foreground"))
