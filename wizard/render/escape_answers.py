"""The parts of a segment to texts, with every answer escaped so that it cannot change the outline of the template.

    "- ", SlotText("# Relay")    ->    "- ", "\\# Relay"

Most answers are escaped by the context of their slot alone. Where one holds marks of blocks, the Markdown is parsed
with the answers and with plain markers in their places; while the outlines differ, the answers are escaped with more
caution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct

from wizard.limits import MAX_COMPARED_OUTLINE_CHARACTERS
from wizard.markdown.escaping.inline_escaping import BARE_LINK_AT_END, normalize_text, split_hard_break
from wizard.markdown.escaping.outline_check import BlockSlot, LineOrigins, has_same_outline, is_simple_markdown
from wizard.markdown.escaping.slot_escaping import (
    UNKNOWN_CONTEXT,
    Caution,
    TypedAnswer,
    can_open_block,
    empty_text,
    escape_in_slot,
    needs_no_escaping,
    typed_line,
    with_bars,
)
from wizard.markdown.escaping.slot_markers import slot_marker
from wizard.markdown.fences import FencedAnswer, lengthen_fences
from wizard.markdown.syntax import ATX_MARKER, DEFINITION_LABEL, LIST_MARKER, TAG_START
from wizard.model.render_steps import Segment, SlotContext
from wizard.render.budget import NO_ESCAPING_COST, EscapingCost
from wizard.render.expansion import Part, SlotText

_MOST_TRIED_ALONE = 6
_BLOCK_MARK: Final = re.compile(
    rf"""
    \n (?: [ ]{{4}} | \t | [ \t]* (?:
        {LIST_MARKER}(?:[ \t]|$) | {ATX_MARKER} | [>|=] | ~~~ | ``` | [-:]+[-:|]
        | [-*_=](?:[ \t]*[-*_=])*[ \t]*$ | {DEFINITION_LABEL} | \[[^\]]*$ ))
    """,
    re.VERBOSE | re.MULTILINE,
)
"""Behind a line end: a pattern that begins with a character is looked for far faster than one with `^`."""
_TAG: Final = re.compile(TAG_START)
_KINDS_WITH_BLOCKS: Final = (
    *("block", "tail", "text", "setext_heading", "cell"),
    *("fence", "indented", "html", "comment", "inline_comment"),
)
"""Where an answer may open blocks, or close the one that it stands in."""
_RUNNING_TEXT: Final = ("block", "tail", "text", "atx_heading", "setext_heading", "link_text", "cell")
_Cautions = dict[int, Caution]


def escape_parts(segment: Segment, parts: Sequence[Part], room: int) -> tuple[list[str], EscapingCost]:
    """Return the text of every part, in order, and what their escaping cost.

    `room` is how many characters may be parsed to find needless escapes.
    """
    texts = [part if isinstance(part, str) else part.text for part in parts]
    risky = [
        index
        for index, part in enumerate(parts)
        if not isinstance(part, str) and part.may_need_escaping and not _is_harmless(segment, part)
    ]
    if not risky:
        return texts, NO_ESCAPING_COST
    escaping = _SegmentEscaping(segment, parts, risky, _contexts(segment, parts), room)
    return escaping.escape(), escaping.cost


def _is_harmless(segment: Segment, part: SlotText) -> bool:
    context = segment.contexts.get(part.number)
    return context is not None and needs_no_escaping(context, part.text)


def _contexts(segment: Segment, parts: Sequence[Part]) -> Mapping[int, SlotContext | None]:
    """Return the contexts of the slots; where they depend on the answers, those for these parts."""
    if all(segment.contexts.values()):
        return segment.contexts
    from wizard.markdown.escaping.slot_context import find_contexts  # reads Markdown, which plain answers do without

    text = f"{segment.before}{_with_markers(parts)}{segment.after}"
    return {**segment.contexts, **find_contexts((text,), {}, segment.level)}


def _with_markers(parts: Sequence[Part]) -> str:
    return "".join(
        part
        if isinstance(part, str)
        else slot_marker(part.number)
        if part.is_from_answer and not part.is_empty
        else part.text
        for part in parts
    )


def _as_yaml(context: SlotContext, data: bool | tuple[str, ...]) -> str | None:
    match context.kind:
        case "yaml_plain" | "yaml_flow" as kind:
            from wizard.markdown.escaping.yaml_escaping import escape_yaml_data  # few plans have front matter

            return escape_yaml_data(data, kind)
        case _:
            return None


@lru_cache(maxsize=4)
def _has_block_mark(text: str) -> bool:
    """Return whether a line of a text may begin a block; asked twice of a long text."""
    return _BLOCK_MARK.search(f"\n{text}") is not None or _TAG.search(text) is not None


class _SegmentEscaping(Struct):
    """The parts of one segment, and the indexes of those that the context alone does not make safe."""

    segment: Segment
    parts: Sequence[Part]
    risky: Sequence[int]
    contexts: Mapping[int, SlotContext | None]
    room: int
    cost: EscapingCost = NO_ESCAPING_COST
    """Of the texts that were made last."""

    def context(self, part: SlotText) -> SlotContext:
        return self.contexts.get(part.number) or UNKNOWN_CONTEXT

    def escape(self) -> list[str]:
        """Return the texts with the least caution that keeps the outline."""
        cautions: _Cautions = {
            index: self.caution_without_parser(index) if self.is_too_long(index) else Caution.NONE
            for index in self.risky
        }
        texts = self.texts_with(cautions)
        marked = [index for index, line in self.lines_before(texts) if self.may_open_blocks(index, texts[index], line)]
        if marked and sum(map(len, texts)) > MAX_COMPARED_OUTLINE_CHARACTERS:
            careful = {index: self.caution_without_parser(index) for index in marked}
            return texts if careful.items() <= cautions.items() else self.texts_with({**cautions, **careful})
        while marked and not self.keeps_outline(texts, frozenset()):
            guilty = self.find_guilty(marked, cautions) or [
                index for index in marked if cautions[index] < Caution.NO_MARKS
            ]
            if not guilty:
                break
            for index in guilty:
                cautions[index] = Caution(cautions[index] + 1)
            texts = self.texts_with(cautions)
        return texts

    def is_too_long(self, index: int) -> bool:
        """Return whether an answer may begin blocks and is too long to find out."""
        part = self.parts[index]
        assert isinstance(part, SlotText)
        context = self.context(part)
        return (
            len(part.text) > MAX_COMPARED_OUTLINE_CHARACTERS
            and (context.kind == "tail" or (context.kind == "block" and not context.is_apart))
            and _has_block_mark(normalize_text(part.text))
        )

    def caution_without_parser(self, index: int) -> Caution:
        """Return the caution with which an answer opens no block, whatever it holds."""
        part = self.parts[index]
        assert isinstance(part, SlotText)
        match self.context(part).kind:
            case "block" | "tail":
                return Caution.NO_BLOCKS
            case "fence" | "indented":
                return Caution.NONE  # a fence grows, and each line is indented
            case _:
                return Caution.ONE_LINE

    def drop_needless_escapes(self, texts: list[str], cautions: _Cautions) -> None:
        """Replace the answers that were escaped in running text by those with as few escapes as can be."""
        typed: dict[int, TypedAnswer] = {}
        escaped: dict[int, str] = {}
        for index in self.risky:
            if cautions.get(index, Caution.NONE) < Caution.ONE_LINE and (found := self.typed_answer(index, texts)):
                typed[index], escaped[index] = found
        changed = {index for index, answer in typed.items() if with_bars(answer) != escaped[index]}
        self.cost = NO_ESCAPING_COST
        if not changed:
            return
        from wizard.markdown.escaping.minimal_escaping import (
            escape_piece,  # reads Markdown, which plain answers do without
        )

        counted: set[object] = set()
        work = 0
        for content, is_row in self.pieces(texts, typed, escaped):
            indexes = [index for index in content if isinstance(index, int)]
            if changed.isdisjoint(indexes):
                continue
            piece = tuple(part if isinstance(part, str) else typed[part] for part in content)
            if work >= self.room and (piece, is_row) not in counted:
                self.cost = EscapingCost(work, self.room)
                continue
            found = escape_piece(piece, is_row, self.segment.labels)
            work += found.work if (piece, is_row) not in counted else 0
            counted.add((piece, is_row))
            for index, text in zip(indexes, found.texts or (), strict=False):
                texts[index] = text + texts[index][len(escaped[index]) :]
        if work and self.cost is NO_ESCAPING_COST:
            self.cost = EscapingCost(work)

    def pieces(
        self, texts: Sequence[str], typed: Mapping[int, TypedAnswer], escaped: Mapping[int, str]
    ) -> Iterator[tuple[tuple[str | int, ...], bool]]:
        """Yield what is read together, and whether it is a row of a table; of a row each cell by itself."""
        from wizard.render.pieces import pieces_with_answers

        for piece in pieces_with_answers(texts, escaped, self.segment.before, self.segment.after):
            if piece.is_row and all(typed[part].bars == "cell" for part in piece.content if isinstance(part, int)):
                yield from ((cell.content, True) for cell in piece.cells())
            else:
                yield piece.content, False

    def typed_answer(self, index: int, texts: Sequence[str]) -> tuple[TypedAnswer, str] | None:
        """Return an answer in running text as it was typed, and its text there; of several lines the first.

        None for any other, and for those about which a parse of their lines does not say everything.
        """
        part = self.parts[index]
        assert isinstance(part, SlotText)
        context = self.contexts.get(part.number)
        if context is None or part.is_empty or part.form == "value" or context.kind not in _RUNNING_TEXT:
            return None
        escaped, has_more, _ = texts[index].partition("\n")
        typed = typed_line(context, part.text, part.form)
        if context.kind == "block" and part.form == "lines":
            return None
        if has_more:
            typed, hard_break = split_hard_break(typed.partition("\n")[0].strip(" \t"))
            escaped = escaped.removesuffix(hard_break)
        if not escaped or not typed or (context.bars == "line" and "|" in typed and "`" in typed):
            return None
        following = "".join(texts[index + 1 : index + 3])[:1]
        goes_on = following.isalnum() or following in tuple("`([{")
        link = BARE_LINK_AT_END.search(typed) if goes_on else None
        cut = link.start() if link is not None else -1
        return TypedAnswer(typed, context.bars, context.kind == "link_text", cut), escaped

    def find_guilty(self, marked: Sequence[int], cautions: _Cautions) -> list[int]:
        """Return the indexes of the answers that alone change the outline and can be escaped with more caution."""
        if len(marked) == 1 or len(marked) > _MOST_TRIED_ALONE:
            return [index for index in marked if cautions[index] < Caution.NO_MARKS]
        found: list[int] = []
        for index in marked:
            others = frozenset(marked) - {index}
            if cautions[index] < Caution.NO_MARKS and not self.keeps_outline(self.texts_with(cautions, others), others):
                found.append(index)
        return found

    def lines_before(self, texts: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Yield the index of every risky part, and the text before it on its line."""
        risky, line = set(self.risky), ""
        for index, text in enumerate(texts):
            if index in risky:
                yield index, line
            line = _last_line(line, text)

    def may_open_blocks(self, index: int, text: str, line: str) -> bool:
        """Return whether an answer may begin blocks, which only a parser of Markdown can say for sure.

        `text` is the answer as it is escaped, `line` is the text before it on its line.
        """
        part = self.parts[index]
        assert isinstance(part, SlotText)
        context, typed = self.context(part), normalize_text(part.text)
        if part.is_empty or context.kind not in _KINDS_WITH_BLOCKS:
            return False
        match context.kind:
            case "fence":
                return context.delimiter in typed
            case "html" | "comment" | "inline_comment" | "indented":
                return "\n" in typed or "-->" in typed or "<" in typed
            case "cell" if "\n" not in context.before:
                return False
            case "block" if context.is_apart and part.form == "lines":
                return _has_block_mark(typed) and not is_simple_markdown(text, context.level)
            case _:
                is_inside = "\n" not in text and not can_open_block(context, line)
                return not is_inside and _has_block_mark(typed)

    def texts_with(self, cautions: _Cautions, markers: frozenset[int] = frozenset()) -> list[str]:
        """Return the texts, with markers in place of the answers at some indexes."""
        texts: list[str] = []
        fenced: list[FencedAnswer] = []
        line = ""
        for index, part in enumerate(self.parts):
            if isinstance(part, str):
                text = part
            elif index in markers:
                text = slot_marker(part.number)
            else:
                text = self.escape_part(part, line, cautions.get(index, Caution.NONE))
                context = self.context(part)
                if part.is_from_answer and context.kind in ("fence", "code") and context.delimiter[:1] in text:
                    fenced.append(FencedAnswer(index, context))
            texts.append(text)
            line = _last_line(line, text)
        if not markers:
            self.drop_needless_escapes(texts, cautions)
        if fenced:
            lengthen_fences(texts, [isinstance(part, str) for part in self.parts], fenced)
        return texts

    def escape_part(self, part: SlotText, line: str, caution: Caution) -> str:
        if part.data is not None and (data := _as_yaml(self.context(part), part.data)) is not None:
            return data
        if part.is_empty:
            return empty_text(self.context(part)) if part.number >= 0 else ""
        return (
            escape_in_slot(self.context(part), part.text, line, part.form, caution)
            if part.is_from_answer
            else part.text
        )

    def keeps_outline(self, texts: Sequence[str], markers: frozenset[int]) -> bool:
        """Return whether the outline is that of the segment with markers in place of all answers."""
        around = (self.segment.before, self.segment.after)
        slots, lines = self.slot_lines(texts, markers)
        plain = f"{around[0]}{_with_markers(self.parts)}{around[1]}"
        return has_same_outline(plain, f"{around[0]}{''.join(texts)}{around[1]}", slots, lines)

    def slot_lines(self, texts: Sequence[str], markers: frozenset[int]) -> tuple[list[BlockSlot], LineOrigins]:
        """Return the slots that may begin blocks, and where every line comes from."""
        line = self.segment.before.count("\n")
        base, owner = list(range(line + 1)), list[int | None]([None] * (line + 1))
        slots: list[BlockSlot] = []
        for index, (part, text) in enumerate(zip(self.parts, texts, strict=True)):
            if isinstance(part, str) or not part.is_from_answer or index in markers:
                for _ in range(text.count("\n")):
                    line += 1
                    base.append(line)
                    owner.append(None)
                continue
            context = self.context(part)
            is_block = context.kind == "block" and part.form == "lines"
            if is_block:
                owner[-1] = len(slots)
            later = text.count("\n")
            base += [line] * later
            owner += [len(slots)] * later
            if is_block or later:
                depth = len(context.chain)
                slots.append(BlockSlot(line, is_block, depth, 7 if depth or not is_block else context.level))
        for _ in range(self.segment.after.count("\n")):
            line += 1
            base.append(line)
            owner.append(None)
        return slots, LineOrigins(base, owner)


def _last_line(line: str, text: str) -> str:
    """Return the last line after a text is added to it."""
    newline = text.rfind("\n")
    return text[newline + 1 :] if newline >= 0 else line + text
