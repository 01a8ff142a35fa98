"""Looks as colours of the theme, and drawn lines as strips."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias, get_args

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from screens.appearance.glyphs import terminal_glyphs
from screens.preview.markdown.drawn_lines import INK, DrawnLine, TextStyle, Tone

if TYPE_CHECKING:
    from textual.widget import Widget

    from screens.preview.highlights import LineMark

Background: TypeAlias = Literal["paper", "panel", "mark"]

LEFT = 3
"""Cells before the text; the bar stands in the second one."""
RIGHT = 2
"""Cells behind it, the scroll bar not counted."""
FLASH = 0.4
"""How much of the accent is in the tint when a question begins."""


class PreviewStyles:
    """The styles of one sheet."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"sheet--{name}" for name in (*get_args(Tone), *get_args(Background), "here")
    }

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[tuple[TextStyle, Background], Style] = {}
        self.flash = 0.0
        """How much of the accent is in the tint."""

    def forget(self) -> None:
        """Ask the theme again."""
        self._styles.clear()

    def strip(self, line: DrawnLine | None, mark: LineMark, is_cursor: bool, width: int) -> Strip:
        """Return a line on so many cells, with what stands beside it; None is an empty row."""
        ground: Background = "mark" if mark else "panel" if is_cursor else "paper"
        segments = list(self._margin(mark == "here" or is_cursor, ground))
        taken = LEFT
        for run in line.runs if line is not None else ():
            segments.append(Segment(run.text, self._style(run.look, ground)))
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
