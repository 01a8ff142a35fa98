"""A plan as the rules see it: its text, and what its answers make where these are known."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from wizard.interview.interview import Interview
from wizard.markdown.blocks import Block, read_blocks
from wizard.plans.merge.line_matching import split_lines


class PlanDocument(Struct, frozen=True, dict=True):
    """The text of a plan, without a byte order mark, and what is known about it."""

    text: str
    interview: Interview | None = None
    """Of its answers file; None where there is none, or it cannot be read."""
    rendered: str = ""
    """What these answers make of the template now."""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Return the lines without their ends (LF, CR LF or CR)."""
        return split_lines(self.text)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks of the text, with the indexes of their lines."""
        return read_blocks(self.text)

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """Return the headings above each line, the outermost first, with a line feed between them."""
        around: list[tuple[int, str]] = []
        sections: list[str] = []
        for block in self.blocks:
            if block.kind == "heading":
                sections += ["\n".join(text for _, text in around)] * (block.start - len(sections))
                around = [each for each in around if each[0] < block.level]
                sections += ["\n".join(text for _, text in around)] * (block.end - block.start)
                around.append((block.level, " ".join(self.lines[block.start].strip(" \t#>").split())))
        return (*sections, *["\n".join(text for _, text in around)] * (len(self.lines) - len(sections)))
