"""The program's two themes, and its colour tokens for any other theme."""

from __future__ import annotations

from textual.color import Color
from textual.theme import Theme

READABLE = 4.5
"""The least contrast of text, by WCAG 2."""

INK_TOKENS = {
    "soft": "#b1b6c3",
    "faint": "#9499a8",
    "rule": "#3a3f4c",
    "mark": "#262d47",
    "added": "#1d3227",
    "removed": "#3a2326",
    "on-primary": "#13151a",
}
PAPER_TOKENS = {
    "soft": "#4b505c",
    "faint": "#60646f",
    "rule": "#cfccc4",
    "mark": "#e3e7fc",
    "added": "#e0f2e4",
    "removed": "#fbe4e1",
    "on-primary": "#ffffff",
}
_ANSI_TOKENS = {
    "soft": "ansi_default",
    "faint": "ansi_default",
    "rule": "ansi_bright_black",
    "mark": "transparent",
    "added": "transparent",
    "removed": "transparent",
    "on-primary": "ansi_black",
}


def _textual_variables(primary: str, on_primary: str, panel: str, surface: str, rule: str, mark: str) -> dict[str, str]:
    """Return the colour variables of Textual's own widgets."""
    return {
        "block-cursor-background": primary,
        "block-cursor-foreground": on_primary,
        "block-cursor-text-style": "none",
        "input-cursor-background": primary,
        "input-cursor-foreground": on_primary,
        "input-cursor-text-style": "none",
        "input-selection-background": f"{primary} 35%",
        "scrollbar": panel,
        "scrollbar-hover": rule,
        "scrollbar-active": rule,
        "scrollbar-background": surface,
        "scrollbar-background-hover": surface,
        "scrollbar-background-active": surface,
        "scrollbar-corner-color": surface,
        "block-hover-background": mark,
        "border": rule,
        "border-blurred": rule,
    }


INK = Theme(
    name="ink",
    primary="#9fb1ff",
    secondary="#9fb1ff",
    accent="#9fb1ff",
    background="#13151a",
    surface="#1b1e25",
    panel="#262a33",
    foreground="#e7e9ef",
    success="#8fd0a3",
    warning="#e8bd74",
    error="#ff9a94",
    dark=True,
    variables=INK_TOKENS | _textual_variables("#9fb1ff", "#13151a", "#262a33", "#1b1e25", "#3a3f4c", "#262d47"),
)
PAPER = Theme(
    name="paper",
    primary="#3546c8",
    secondary="#3546c8",
    accent="#3546c8",
    background="#f1efea",
    surface="#fdfcfa",
    panel="#e6e3db",
    foreground="#1d1f25",
    success="#1b6b36",
    warning="#7d5000",
    error="#ab2118",
    dark=False,
    variables=PAPER_TOKENS | _textual_variables("#3546c8", "#ffffff", "#e6e3db", "#fdfcfa", "#cfccc4", "#e3e7fc"),
)


def tokens_for(theme: Theme) -> dict[str, str]:
    """Return the colour tokens for a theme; those it lacks are blended from its colours so that text can be read."""
    if INK_TOKENS.keys() <= theme.variables.keys():
        return {token: theme.variables[token] for token in INK_TOKENS}
    if theme.ansi:
        return _ANSI_TOKENS
    colours = theme.to_color_system().generate()
    ink, desk, paper = (Color.parse(colours[name]) for name in ("foreground", "background", "surface"))
    primary, success, error = (Color.parse(colours[name]) for name in ("primary", "success", "error"))
    mark = paper.blend(primary, 0.2)
    grounds = (desk, paper, mark)
    return {
        "soft": _readable_shade(ink, desk, 0.25, grounds),
        "faint": _readable_shade(ink, desk, 0.4, grounds),
        "rule": desk.blend(ink, 0.2).hex,
        "mark": mark.hex,
        "added": paper.blend(success, 0.18).hex,
        "removed": paper.blend(error, 0.18).hex,
        "on-primary": max(("#000000", "#ffffff"), key=lambda text: contrast(Color.parse(text), primary)),
    }


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two opaque colours, 1 to 21, by WCAG 2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _readable_shade(ink: Color, desk: Color, towards_desk: float, grounds: tuple[Color, ...]) -> str:
    """Return the ink as faint as asked for, or as faint as can still be read on every ground."""
    steps = [ink.blend(desk, towards_desk * step / 10) for step in range(10, -1, -1)]
    readable = (colour for colour in steps if all(contrast(colour, ground) >= READABLE for ground in grounds))
    return next(readable, ink).hex


def _luminance(colour: Color) -> float:
    red, green, blue = (_linear_light(part) for part in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear_light(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
