"""Style sheets that an app of this process has parsed are not parsed for the next one: a fifth of a screen's test."""

from __future__ import annotations

from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

_kept: dict[tuple[Any, ...], list[RuleSet]] = {}
_parse = Stylesheet._parse_rules  # pyright: ignore[reportPrivateUsage]


def keep_style_sheets() -> None:
    """Let Textual share between its apps what it shares between the parses of one app."""
    Stylesheet._parse_rules = _parse_once  # pyright: ignore[reportPrivateUsage]


def _parse_once(
    self: Stylesheet,
    css: str,
    read_from: CSSLocation,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    asked = (css, read_from, is_default_rules, tie_breaker, scope)
    # The values of the variables, which are the colours of a theme, are in the rules.
    key = (*asked, frozenset(self._variables.items()))  # pyright: ignore[reportPrivateUsage]
    if key not in _kept:
        _kept[key] = _parse(self, *asked)
    return _kept[key]
