"""Looks as colours of the theme, and drawn lines as strips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias, get_args

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from screens.appearance.glyphs import terminal_glyphs
from screens.preview.markdown.drawn_lines import INK, DrawnLine, TextRun, TextStyle, Tone

if TYPE_CHECKING:
    from textual.widget import Widget

    from screens.preview.highlights import LineMark

Background: TypeAlias = Literal["paper", "panel", "mark"]
LineHit: TypeAlias = tuple[int, int, bool]
"""A place that a search has found, counted as the runs of its line are, and whether it is the current one."""

LEFT = 3
"""Cells before the text; the bar stands in the second one."""
RIGHT = 2
"""Cells behind it, the scroll bar not counted."""
FLASH = 0.4
"""How much of the accent is in the tint when a question begins."""


class PreviewStyles:
    """The styles of one sheet."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"sheet--{name}" for name in (*get_args(Tone), *get_args(Background), "here", "hit", "hit-here")
    }

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[tuple[TextStyle, Background], Style] = {}
        self.flash = 0.0
        """How much of the accent is in the tint."""

    def forget(self) -> None:
        """Ask the theme again."""
        self._styles.clear()

    def strip(
        self, line: DrawnLine | None, mark: LineMark, is_cursor: bool, width: int, hits: Sequence[LineHit] = ()
    ) -> Strip:
        """Return a line on so many cells, with what stands beside it; None is an empty row."""
        ground: Background = "mark" if mark else "panel" if is_cursor else "paper"
        segments = list(self._margin(mark == "here" or is_cursor, ground))
        taken = LEFT
        for run in line.runs if line is not None else ():
            for part, is_current in _split_at_hits(run, hits):
                style = self._style(part.look, ground) if is_current is None else self._hit_style(is_current=is_current)
                segments.append(Segment(part.text, style))
            taken += cell_len(run.text)
        if taken < width:
            segments.append(Segment(" " * (width - taken), self._style(INK, ground)))
        strip = Strip(segments, max(taken, width))
        return strip if taken <= width else strip.crop(0, width)

    def _margin(self, has_bar: bool, ground: Background) -> Iterator[Segment]:
        plain = self._style(INK, ground)
        if not has_bar:
            yield Segment(" " * LEFT, plain)
        else:
            yield Segment(" ", plain)
            yield Segment(terminal_glyphs().here, plain + self._component("here"))
            yield Segment(" ", plain)

    def _style(self, look: TextStyle, ground: Background) -> Style:
        style = self._styles.get((look, ground))
        if style is None:
            below = self._tint() if ground == "mark" and not look.on_panel else self._below(look, ground)
            drawn = Style(bold=look.bold or None, italic=look.italic or None, strike=look.struck or None)
            style = self._styles[look, ground] = below + self._component(look.tone) + drawn
        return style

    def _hit_style(self, *, is_current: bool) -> Style:
        hit = self._component("hit-here" if is_current else "hit")
        is_colourless = self._widget.app.no_color  # pyright: ignore[reportUnknownMemberType] - whose app is left open
        return hit + Style(bold=is_current, reverse=True) if is_colourless else hit

    def _below(self, look: TextStyle, ground: Background) -> Style:
        return self._component("panel" if look.on_panel else ground)

    def _component(self, name: str) -> Style:
        return self._widget.get_component_rich_style(f"sheet--{name}", partial=True)

    def _tint(self) -> Style:
        """Return the ground of marked lines, tinted by the accent when their question has just begun."""
        tint = self._widget.get_component_styles("sheet--mark").background
        accent = self._widget.get_component_styles("sheet--here").color
        if not self.flash or tint.ansi is not None or accent.ansi is not None or tint.a < 1:
            return self._component("mark")
        return Style(bgcolor=tint.blend(accent, self.flash).rich_color)


def _split_at_hits(run: TextRun, hits: Sequence[LineHit]) -> Iterator[tuple[TextRun, bool | None]]:
    """Return the parts of a run: None beside a part that is no hit, else whether it is the current one."""
    touched = [hit for hit in hits if hit[0] < run.end and hit[1] > run.start] if run.is_source else []
    if not touched:
        yield run, None
        return
    if not run.is_verbatim:
        yield run, any(is_current for *_, is_current in touched)
        return
    position = 0
    for start, end, is_current in touched:
        first, after = max(start - run.start, 0), min(end - run.start, len(run.text))
        if first > position:
            yield run.part(position, first), None
        yield run.part(first, after), is_current
        position = after
    if position < len(run.text):
        yield run.part(position, len(run.text)), None
