"""The program's two themes, and its colour tokens for any other theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.color import Color
from textual.theme import Theme

READABLE = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3)."""
VISIBLE = 3.0
"""The least contrast of signs and bars that carry meaning (WCAG 2.2, 1.4.11)."""
_SPARE = 1.25
"""How much more contrast than text needs the ink has on every ground, so that help can be fainter."""

INK_TOKENS = {
    "soft": "#b1b6c3",
    "faint": "#9499a8",
    "rule": "#3a3f4c",
    "bar": "#737a8c",
    "mark": "#262d47",
    "selection": "#59638d",
    "added": "#1d3227",
    "removed": "#3a2326",
    "on-primary": "#13151a",
}
PAPER_TOKENS = {
    "soft": "#4b505c",
    "faint": "#60646f",
    "rule": "#cfccc4",
    "bar": "#7b7f8a",
    "mark": "#e3e7fc",
    "selection": "#818bdb",
    "added": "#e0f2e4",
    "removed": "#fbe4e1",
    "on-primary": "#ffffff",
}
_ANSI_TOKENS = {
    "soft": "ansi_default",
    "faint": "ansi_default",
    "rule": "ansi_bright_black",
    "bar": "ansi_bright_black",
    "mark": "transparent",
    "selection": "ansi_cyan",
    "added": "transparent",
    "removed": "transparent",
    "on-primary": "ansi_black",
}


def _textual_variables(colours: dict[str, str]) -> dict[str, str]:
    """Return the colour variables of Textual's own widgets, from the theme's colours and our tokens."""
    primary, on_primary, ink = colours["primary"], colours["on-primary"], colours["foreground"]
    return {
        "block-cursor-background": primary,
        "block-cursor-foreground": on_primary,
        "block-cursor-text-style": "none",
        "input-cursor-background": primary,
        "input-cursor-foreground": on_primary,
        "input-cursor-text-style": "none",
        "input-selection-background": colours["selection"],
        "input-selection-foreground": ink,
        "screen-selection-background": colours["selection"],
        "screen-selection-foreground": ink,
        "scrollbar": colours["bar"],
        "scrollbar-hover": colours["faint"],
        "scrollbar-active": primary,
        "scrollbar-background": colours["surface"],
        "scrollbar-background-hover": colours["surface"],
        "scrollbar-background-active": colours["surface"],
        "scrollbar-corner-color": colours["surface"],
        "block-hover-background": colours["mark"],
        "border": colours["bar"],
        "border-blurred": colours["bar"],
    }


_INK_COLOURS = {
    "primary": "#9fb1ff",
    "background": "#13151a",
    "surface": "#1b1e25",
    "panel": "#262a33",
    "foreground": "#e7e9ef",
    "success": "#8fd0a3",
    "warning": "#e8bd74",
    "error": "#ff9a94",
}
_PAPER_COLOURS = {
    "primary": "#3546c8",
    "background": "#f1efea",
    "surface": "#fdfcfa",
    "panel": "#e6e3db",
    "foreground": "#1d1f25",
    "success": "#1b6b36",
    "warning": "#7d5000",
    "error": "#ab2118",
}


def _own_theme(name: str, colours: dict[str, str], tokens: dict[str, str], *, dark: bool) -> Theme:
    accent = colours["primary"]
    return Theme(
        name,
        primary=accent,
        secondary=accent,
        accent=accent,
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        foreground=colours["foreground"],
        success=colours["success"],
        warning=colours["warning"],
        error=colours["error"],
        dark=dark,
        variables=tokens | _textual_variables(colours | tokens),
    )


INK = _own_theme("ink", _INK_COLOURS, INK_TOKENS, dark=True)
PAPER = _own_theme("paper", _PAPER_COLOURS, PAPER_TOKENS, dark=False)


def tokens_for(theme: Theme) -> dict[str, str]:
    """Return our colour tokens for a theme, which any style sheet of ours needs to be parsed."""
    if INK_TOKENS.keys() <= theme.variables.keys():
        return {token: theme.variables[token] for token in INK_TOKENS}
    if theme.ansi:
        return _ANSI_TOKENS
    colours = readable_colours(theme)
    return {token: colours[token] for token in INK_TOKENS}


def variables_for(theme: Theme) -> dict[str, str]:
    """Return the colours in which a theme is shown, by the names of its variables; ours are shown as they are."""
    if theme.ansi or INK_TOKENS.keys() <= theme.variables.keys():
        return {}
    colours = readable_colours(theme)
    return colours | _textual_variables(colours)


def readable_colours(theme: Theme) -> dict[str, str]:
    """Return the colours of a theme of others, with our tokens, so that every text of ours can be read.

    Desk and paper are the theme's. The other grounds are brought nearer to the paper, and every text is brought nearer
    to black or white, until the text reaches a contrast of 4.5 on each ground, and signs one of 3.
    """
    given = theme.to_color_system().generate()
    desk, paper = Color.parse(given["background"]), Color.parse(given["surface"])
    far = max((Color.parse("#000000"), Color.parse("#ffffff")), key=lambda end: _least(end, (desk, paper)))
    ink = _reach(Color.parse(given["foreground"]), far, (desk, paper), READABLE * _SPARE)
    primary, success, error = (Color.parse(given[name]) for name in ("primary", "success", "error"))
    tinted = {
        "panel": Color.parse(given["panel"]),
        "mark": paper.blend(primary, 0.2),
        "added": paper.blend(success, 0.18),
        "removed": paper.blend(error, 0.18),
    }
    tinted = {name: _reach_ground(ground, paper, ink) for name, ground in tinted.items()}
    grounds = (desk, paper, *tinted.values())
    ink = _reach(ink, far, grounds, READABLE)
    written = {
        name: _reach(Color.parse(given[name]), far, grounds, READABLE)
        for name in ("primary", "secondary", "accent", "success", "warning", "error")
    }
    shades = {
        "soft": _shade(ink, desk, 0.25, grounds, READABLE),
        "faint": _shade(ink, desk, 0.4, grounds, READABLE),
        "bar": _shade(ink, desk, 0.7, grounds, VISIBLE),
    }
    colours = {"background": desk, "surface": paper, "foreground": ink} | tinted | written | shades
    colours["rule"] = desk.blend(ink, 0.2)
    colours["selection"] = _selection(ink, paper, written["primary"])
    colours["on-primary"] = max(
        (Color.parse("#000000"), Color.parse("#ffffff")), key=lambda text: contrast(text, written["primary"])
    )
    return {name: colour.hex for name, colour in colours.items()}


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two opaque colours, 1 to 21, by WCAG 2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _least(text: Color, grounds: Iterable[Color]) -> float:
    return min(contrast(text, ground) for ground in grounds)


def _reach(text: Color, far: Color, grounds: Sequence[Color], least: float) -> Color:
    """Return a colour as it is, or as near to black or white as it takes to reach a contrast on every ground."""
    steps = (_rounded(text.blend(far, step / 20)) for step in range(20))
    return next((colour for colour in steps if _least(colour, grounds) >= least), far)


def _reach_ground(ground: Color, paper: Color, ink: Color) -> Color:
    """Return a ground as it is, or as near to the paper as it takes for the ink to be read with room to be fainter."""
    wanted = min(READABLE * _SPARE, contrast(ink, paper) * 0.95)
    steps = (_rounded(ground.blend(paper, step / 20)) for step in range(20))
    return next((colour for colour in steps if contrast(ink, colour) >= wanted), paper)


def _shade(ink: Color, desk: Color, towards_desk: float, grounds: Sequence[Color], least: float) -> Color:
    """Return the ink as faint as asked for, or as faint as it may be to reach a contrast on every ground."""
    steps = (_rounded(ink.blend(desk, towards_desk * step / 20)) for step in range(20, -1, -1))
    return next((colour for colour in steps if _least(colour, grounds) >= least), ink)


def _selection(ink: Color, paper: Color, primary: Color) -> Color:
    """Return the ground of selected text: as far from the paper as signs are, if the ink can be read on it."""
    steps = [_rounded(paper.blend(primary, step / 20)) for step in range(21)]
    readable = [colour for colour in steps if contrast(ink, colour) >= READABLE]
    return next((colour for colour in readable if contrast(colour, paper) >= VISIBLE), readable[-1])


def _rounded(colour: Color) -> Color:
    """Return the colour that the terminal is told; a blend has parts of which it loses the fraction."""
    return Color.parse(colour.hex)


def _luminance(colour: Color) -> float:
    red, green, blue = (_linear_light(part) for part in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear_light(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
