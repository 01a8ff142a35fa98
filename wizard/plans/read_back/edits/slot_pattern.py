r"""The pattern of a line of a plan: its own text, and its slots as groups.

`* [ ] Draw it` with a slot for the box and one for the task -> `[-+*][ \t]+\[([ xX])\][ \t]+(.*)`

Text of the template's own may have other blanks, list marks and numbers in a file, as an editor or a formatter leaves
them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Final

from msgspec import Struct

from wizard.markdown.syntax import ATX_MARKER
from wizard.model.answers import AnswerPath
from wizard.plans.read_back.edits.plan_lines import PlanLines, SlotPlace

_TOKEN: Final = re.compile(r"[0-9]+|[ \t]*\|[ \t]*|[ \t]+|[^0-9 \t|]+")
_BULLET: Final = re.compile(r"[ \t]*(?:>[ \t]*)*[-+*](?=[ \t])")
_ORDERED: Final = re.compile(r"[ \t]*(?:>[ \t]*)*[0-9]{1,9}[.)](?=[ \t])")
_HEADING: Final = re.compile(rf"[ \t]*{ATX_MARKER}")
_CELL: Final = r"((?:\\.|[^|\\])*?)"
_BLANKS: Final = re.compile(r"[ \t]+")
_NUMBER: Final = re.compile(r"[0-9]+")


class SlotPattern(Struct, frozen=True, dict=True):
    """The text of a line between its slots, and the paths of these."""

    literals: tuple[str, ...]
    """One more than there are slots."""
    paths: tuple[AnswerPath, ...]

    @cached_property
    def weight(self) -> int:
        """How much of its own text it has: the more, the surer is a match."""
        return sum(len("".join(literal.split())) for literal in self.literals)

    @cached_property
    def has_words(self) -> bool:
        """Whether it has text of its own that is more than marks."""
        return any(character.isalnum() for literal in self.literals for character in literal)

    def read(self, line: str) -> tuple[str, ...] | None:
        """Return what stands in the slots of a line, without blanks around it; None for a line of another pattern."""
        found = self._exact.fullmatch(line) or self._loose.fullmatch(line)
        return None if found is None else tuple(map(without_blanks, found.groups()))

    @cached_property
    def _exact(self) -> re.Pattern[str]:
        return re.compile(self._pattern([re.escape(literal) for literal in self.literals]), re.DOTALL)

    @cached_property
    def _loose(self) -> re.Pattern[str]:
        first, *others = self.literals
        literals = [_loose_start(first), *map(_loose, others)]
        return re.compile(self._pattern(literals) + r"[ \t]*", re.DOTALL)

    def _pattern(self, literals: Sequence[str]) -> str:
        parts = [literals[0]]
        for index, literal in enumerate(literals[1:], start=1):
            before, after = self.literals[index - 1], self.literals[index]
            if before.endswith("[") and after.startswith("]"):
                parts.append("(.)")
            elif "|" in after.lstrip(" \t")[:1]:
                parts.append(_CELL)
            else:
                parts.append("(.*?)")
            parts.append(literal)
        return "".join(parts)


def without_blanks(text: str) -> str:
    """Return the text without blanks around it, which are nobody's answer; the blank in a box stays."""
    return text if len(text) == 1 else text.strip(" \t")


def pattern_of(plan: PlanLines, line: int) -> SlotPattern | None:
    """Return the pattern of a line; None without slots, or where one goes on over a line's end."""
    slots = plan.by_line.get(line, ())
    if not slots or not all(slot.is_on_one_line for slot in slots):
        return None
    return _between(plan.lines[line], slots)


def _between(text: str, slots: Sequence[SlotPlace]) -> SlotPattern:
    literals: list[str] = []
    at = 0
    for slot in slots:
        literals.append(text[at : slot.column])
        at = slot.end_column
    return SlotPattern((*literals, text[at:]), tuple(slot.path for slot in slots))


def _loose_start(literal: str) -> str:
    found = _BULLET.match(literal)
    if found is not None:
        return rf"{_loose(found[0][:-1])}[-+*]{_loose(literal[found.end() :])}"
    found = _ORDERED.match(literal)
    if found is not None:
        return rf"{_loose(found[0].rstrip('.)0123456789'))}[0-9]+[.)]{_loose(literal[found.end() :])}"
    return _loose(literal)


def _loose(literal: str) -> str:
    return "".join(map(_loose_token, _TOKEN.findall(literal)))


def _loose_token(token: str) -> str:
    if token.isdigit():
        return "[0-9]+"
    if not token.strip():
        return r"[ \t]*"
    if "|" in token:
        return r"[ \t]*\|[ \t]*"
    return re.escape(token)


@lru_cache(maxsize=10_000)
def plain_form(line: str) -> str:
    """Return a line as it is compared where blanks, list marks and the numbers of headings do not count."""
    line = line.strip(" \t")
    if line.startswith("|"):
        line = re.sub(r"[ \t]*\|[ \t]*", "|", line)
        if re.fullmatch(r"[|:\- \t]+", line):
            return re.sub(r"-+", "-", line)
    elif found := _BULLET.match(line):
        line = f"-{line[found.end() :]}"
    elif found := _ORDERED.match(line):
        line = f"1.{line[found.end() :]}"
    elif _HEADING.match(line):
        line = _NUMBER.sub("", line)
    return _BLANKS.sub(" ", line)
