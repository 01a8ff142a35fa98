"""The themes can be read, and every theme has the tokens that the style sheets use."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import BUILTIN_THEMES, Theme
from textual.widgets import Static

from screens.appearance.terminal_colours import NoColours, Palette16, Palette256
from screens.appearance.theme import INK, PAPER, READABLE, VISIBLE, contrast, readable_colours, tokens_for
from tests.support.bare_app import BareApp

TEXTS = ("foreground", "soft", "faint", "primary", "success", "warning", "error")
GROUNDS = ("background", "surface", "mark")


def colour(theme: Theme, name: str) -> Color:
    colours = {**theme.to_color_system().generate(), **tokens_for(theme), **theme.variables}
    return Color.parse(colours[name])


@pytest.mark.parametrize("theme", [INK, PAPER], ids=lambda theme: theme.name)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_text_of_our_themes_can_be_read_on_every_ground(theme: Theme, text: str, ground: str):
    assert contrast(colour(theme, text), colour(theme, ground)) >= READABLE


@pytest.mark.parametrize("theme", [INK, PAPER], ids=lambda theme: theme.name)
def test_the_one_filled_button_can_be_read(theme: Theme):
    assert contrast(colour(theme, "on-primary"), colour(theme, "primary")) >= READABLE


@pytest.mark.parametrize("theme", [INK, PAPER], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["added", "removed"])
def test_plan_text_can_be_read_on_the_grounds_of_the_difference(theme: Theme, ground: str):
    assert contrast(colour(theme, "foreground"), colour(theme, ground)) >= READABLE


async def test_the_style_sheet_is_understood_under_every_theme_of_textual():
    app = BareApp(Static("text"))
    async with app.run_test() as pilot:
        for name in sorted(BUILTIN_THEMES):
            app.theme = name
            await pilot.pause()

            assert app.current_theme.name == name


ours = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]


@pytest.mark.parametrize("name", ours)
def test_every_text_of_ours_can_be_read_on_every_ground_of_every_theme(name: str):
    """WCAG 2.2: 4.5 for text (1.4.3), 3 for signs and bars (1.4.11)."""
    shown = {token: Color.parse(colour) for token, colour in readable_colours(BUILTIN_THEMES[name]).items()}
    grounds = [shown[ground] for ground in (*GROUNDS, "panel", "added", "removed")]

    for text in TEXTS:
        assert min(contrast(shown[text], ground) for ground in grounds) >= READABLE, text
    assert min(contrast(shown["bar"], ground) for ground in grounds) >= VISIBLE
    assert contrast(shown["foreground"], shown["selection"]) >= READABLE
    assert contrast(shown["on-primary"], shown["primary"]) >= READABLE


@pytest.mark.parametrize("theme", [INK, PAPER], ids=lambda theme: theme.name)
def test_the_undone_part_of_a_bar_and_selected_text_can_be_seen(theme: Theme):
    assert min(contrast(colour(theme, "bar"), colour(theme, ground)) for ground in GROUNDS) >= VISIBLE
    assert contrast(colour(theme, "foreground"), colour(theme, "selection")) >= READABLE


def in_palette(palette: LineFilter, theme: Theme, text: str, ground: str) -> Style:
    """The style in which a text is shown on a ground in a terminal of few colours."""
    drawn = Style(color=colour(theme, text).rich_color, bgcolor=colour(theme, ground).rich_color)
    style = palette.apply([Segment("text", drawn)], colour(theme, ground))[0].style
    assert style is not None
    return style


def told(shown: RichColor | None) -> Color:
    assert shown is not None
    return Color(*shown.get_truecolor())


@pytest.mark.parametrize("theme", [INK, PAPER], ids=lambda theme: theme.name)
def test_desk_paper_mark_and_selection_are_told_apart_in_256_colours(theme: Theme):
    grounds = ("background", "surface", "mark", "selection")
    shown = {in_palette(Palette256(), theme, "foreground", ground).bgcolor for ground in grounds}

    assert len(shown) == len(grounds)


@pytest.mark.parametrize("theme", [INK, PAPER], ids=lambda theme: theme.name)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("palette", [Palette256(), Palette16()], ids=["256", "16"])
def test_every_text_can_be_read_in_few_colours(palette: LineFilter, theme: Theme, text: str, ground: str):
    style = in_palette(palette, theme, text, ground)

    assert contrast(told(style.color), told(style.bgcolor)) >= READABLE


def test_without_colours_what_is_bold_or_reverse_stays():
    drawn = Style(color="red", bgcolor="blue", bold=True, reverse=True)

    assert NoColours().apply([Segment("text", drawn)], Color(0, 0, 0)) == [
        Segment("text", Style(bold=True, reverse=True))
    ]


@given(st.tuples(*[st.integers(0, 255)] * 3), st.tuples(*[st.integers(0, 255)] * 3))
def test_contrast_is_the_same_both_ways_and_at_least_one(one: tuple[int, int, int], other: tuple[int, int, int]):
    forth, back = contrast(Color(*one), Color(*other)), contrast(Color(*other), Color(*one))

    assert forth == back
    assert 1 <= forth <= 21.01
