"""A plan as the rules see it: its text and its parts, and what its answers make where these are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set as AbstractSet
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct

from wizard.interview.interview import Interview
from wizard.limits import MAX_CHECKED_LINE_CHARACTERS
from wizard.markdown.blocks import Block, block_lines, read_blocks
from wizard.markdown.headings import Heading, read_headings
from wizard.markdown.prose import blank_all_but_prose
from wizard.plans.lint.list_items import ListItem, read_items
from wizard.plans.lint.requirement_list import Requirement, read_requirements
from wizard.plans.lint.requirement_references import Reference, read_references
from wizard.plans.lint.table_rows import TableRow, read_rows
from wizard.plans.tasks.task_list import TaskList, read_tasks
from wizard.render.plan import Plan

Origin: TypeAlias = Literal["answer", "open", "template"]
"""Where text of a plan comes from: an answer, the placeholder of an open question, or the template for all plans."""


class PlanDocument(Struct, frozen=True, dict=True):
    """The text of a plan, without a byte order mark, and what is known about it."""

    text: str
    interview: Interview | None = None
    """Of its answers file; None where there is none, or it cannot be read."""
    plan: Plan | None = None
    """What these answers make of the template now."""
    specs_beside: tuple[str, ...] = ()
    """The texts of the files beside it that state requirements for its tasks."""
    tasks_beside: tuple[str, ...] = ()
    """The texts of the files beside it with tasks for its requirements."""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Return the lines without their ends (LF, CR LF or CR)."""
        return tuple(block_lines(self.text))

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks, each with the indexes of its lines."""
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

    @cached_property
    def prose(self) -> tuple[str, ...]:
        """Return the lines with blanks for code, comments, addresses and everything else that is no prose."""
        lines = [line if len(line) <= MAX_CHECKED_LINE_CHARACTERS else "" for line in self.lines]
        return blank_all_but_prose(lines, self.blocks)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Return the headings outside of items and quotes."""
        return read_headings(self.lines, self.blocks)

    @cached_property
    def items(self) -> tuple[ListItem, ...]:
        """Return the items of all lists, from top to bottom."""
        return read_items(self.lines, self.blocks)

    @cached_property
    def tasks(self) -> TaskList:
        """Return the tasks, with what they wait for."""
        return read_tasks(self.text, blocks=self.blocks)

    @cached_property
    def box_lines(self) -> frozenset[int]:
        """Return the indexes of the lines of items with boxes."""
        return frozenset(item.line for item in self.items if item.mark is not None)

    @cached_property
    def rows(self) -> tuple[TableRow, ...]:
        """Return the rows of all tables, from top to bottom, without those of dashes."""
        return read_rows(self.lines, self.blocks)

    @cached_property
    def row_at(self) -> dict[int, TableRow]:
        """Return the rows of tables by the indexes of their lines."""
        return {row.line: row for row in self.rows}

    @cached_property
    def delimiter_lines(self) -> frozenset[int]:
        """Return the indexes of the lines of dashes below the heads of tables."""
        return frozenset(row.table + 1 for row in self.rows)

    @cached_property
    def first_lines(self) -> frozenset[int]:
        """Return the indexes of the lines with which blocks begin."""
        return frozenset(block.start for block in self.blocks)

    @cached_property
    def heading_of_line(self) -> tuple[int, ...]:
        """Return for each line the index of the heading that it stands below, or on; -1 above the first."""
        found: list[int] = []
        for index, heading in enumerate(self.headings):
            found += [index - 1] * (heading.line - len(found))
        return (*found, *[len(self.headings) - 1] * (len(self.lines) - len(found)))

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """Return the requirements, from top to bottom."""
        return read_requirements(self)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Return the requirements and user stories that tasks name."""
        return tuple(read_references(self))

    @cached_property
    def answered_lines(self) -> frozenset[int]:
        """Return the indexes of the lines in which the template has put an answer."""
        return self._lines_with("answer")

    @cached_property
    def open_lines(self) -> frozenset[int]:
        """Return the indexes of the lines in which the template has text of its own for an open question."""
        return self._lines_with("open")

    @cached_property
    def template_lines(self) -> frozenset[int]:
        """Return the indexes of the lines that are the template's, with no answer in them."""
        return self._lines_with("template") - self.answered_lines

    def _lines_with(self, origin: Origin) -> frozenset[int]:
        if self.plan is None:
            return frozenset()
        rendered = frozenset(line for line, origins in _rendered_lines(self.plan) if origin in origins)
        return frozenset(index for index, line in enumerate(self.lines) if line.rstrip() in rendered)

    def headings_in(self, heading: Heading) -> Sequence[Heading]:
        """Return the headings in the section of one, without it."""
        first = self.heading_of_line[heading.line] + 1
        last = self.heading_of_line[heading.end - 1] if heading.end > heading.line else first
        return self.headings[first : last + 1]

    def headings_above(self, line: int) -> tuple[Heading, ...]:
        """Return the headings that a line stands below, the nearest first."""
        above: list[Heading] = []
        index = self.heading_of_line[line] if line < len(self.heading_of_line) else -1
        while index >= 0:
            above.append(self.headings[index])
            index = self.headings[index].parent
        return tuple(above)


def _rendered_lines(plan: Plan) -> Iterator[tuple[str, AbstractSet[Origin]]]:
    """Yield every line of a plan as it is rendered, and where its text comes from."""
    for segment in plan.segments:
        spans = iter(segment.spans)
        span = next(spans, None)
        start = 0
        for line in segment.text.split("\n"):
            end = start + len(line)
            origins: set[Origin] = set()
            while span is not None and span.start <= end:
                if span.end > span.start:
                    origins.add("open" if span.is_placeholder else "answer")
                if span.end > end:
                    break  # it goes on in the next line
                span = next(spans, None)
            yield line.rstrip(), origins or {"template"}
            start = end + 1
