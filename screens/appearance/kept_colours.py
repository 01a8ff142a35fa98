"""Widgets that keep what they have drawn, in the colours of the theme."""

from __future__ import annotations


class KeepsColours:
    """A widget that has to be told when the colours are others."""

    def recolour(self) -> None:
        """Draw everything again; the theme's colours are worked out."""
        raise NotImplementedError
