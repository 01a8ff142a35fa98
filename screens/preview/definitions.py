"""Where the links of a plan lead, gathered from the units that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from screens.preview.markdown.drawn_block import References
from screens.preview.units import Unit

Define: TypeAlias = Callable[[str], References]
"""The definitions in a text."""


class Definitions:
    """The definitions of link targets in a plan; they count in all of it."""

    def __init__(self, define: Define) -> None:
        self._define = define
        self._found: dict[Unit, References] = {}
        self.references: References = {}

    def replace(self, gone: Sequence[Unit], come: Sequence[Unit], units: Iterable[Unit]) -> bool:
        """Take in units that have changed; whether any link may lead elsewhere than before."""
        defined = {unit: found for unit in come if "]:" in unit.text and (found := self._define(unit.text))}
        if not defined and not any(unit in self._found for unit in gone):
            return False
        for unit in gone:
            self._found.pop(unit, None)
        self._found |= defined
        before, self.references = self.references, self._merged(units)
        return before != self.references

    def _merged(self, units: Iterable[Unit]) -> References:
        """All definitions; of two for one label the first counts."""
        merged: dict[str, Mapping[str, object]] = {}
        for unit in units:
            merged = {**self._found.get(unit, {}), **merged}
        return merged
