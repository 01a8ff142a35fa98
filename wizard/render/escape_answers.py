"""The parts of a piece as text: every answer fitted, and the outline proven where an answer holds marks of blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from wizard.markdown.fences import FencedAnswer, lengthen_fences
from wizard.markdown.inline_escaping import normalize_text
from wizard.markdown.outline_check import BlockSlot, LineOrigins, has_same_outline, is_simple_markdown
from wizard.markdown.slot_escaping import (
    UNKNOWN_CONTEXT,
    Caution,
    can_open_block,
    empty_text,
    escape_in_slot,
    needs_no_escaping,
)
from wizard.markdown.slot_markers import slot_marker
from wizard.markdown.syntax import ATX_MARKER, DEFINITION_LABEL, LIST_MARKER, TAG_START
from wizard.model.render_steps import Segment, SlotContext
from wizard.render.expansion import Part, SlotText

_MOST_TRIED_ALONE = 6
_BLOCK_MARK: Final = re.compile(
    rf"""
      ^[ \t]* (?: {LIST_MARKER}(?:[ \t]|$) | {ATX_MARKER} | [>|=] | ~~~ | ``` | [-:]+[-:|]
                | [-*_=](?:[ \t]*[-*_=])*[ \t]*$ | {DEFINITION_LABEL} | \[[^\]]*$ )
    | ^(?:[ ]{{4}}|\t)
    | {TAG_START}
    """,
    re.VERBOSE | re.MULTILINE,
)
_KINDS_WITH_BLOCKS: Final = (
    *("block", "tail", "text", "setext_heading", "cell"),
    *("fence", "indented", "html", "comment", "inline_comment"),
)
"""Where an answer may open blocks, or close the one that it stands in."""
_Cautions = dict[int, Caution]


def escape_parts(piece: Segment, parts: Sequence[Part]) -> list[str]:
    """The text of every part, in order."""
    texts = [part if isinstance(part, str) else part.text for part in parts]
    closer = [
        index
        for index, part in enumerate(parts)
        if not isinstance(part, str) and (part.is_from_answer or part.is_empty) and not _is_harmless(piece, part)
    ]
    return _SegmentEscaping(piece, parts, closer, _contexts(piece, parts)).escape() if closer else texts


def _is_harmless(piece: Segment, part: SlotText) -> bool:
    context = piece.contexts.get(part.number)
    return context is not None and needs_no_escaping(context, part.text)


def _contexts(piece: Segment, parts: Sequence[Part]) -> Mapping[int, SlotContext | None]:
    """The contexts of the piece; where they depend on the answers, those of these very parts."""
    if all(piece.contexts.values()):
        return piece.contexts
    from wizard.markdown.slot_context import find_contexts  # reads Markdown, which plain answers do without

    text = f"{piece.before}{_with_markers(parts)}{piece.after}"
    return {**piece.contexts, **find_contexts((text,), {}, piece.level)}


def _with_markers(parts: Sequence[Part]) -> str:
    return "".join(
        part
        if isinstance(part, str)
        else slot_marker(part.number)
        if part.is_from_answer and not part.is_empty
        else part.text
        for part in parts
    )


class _SegmentEscaping(Struct, frozen=True):
    """The parts of one piece, and which of them need a closer look."""

    segment: Segment
    parts: Sequence[Part]
    risky: Sequence[int]
    contexts: Mapping[int, SlotContext | None]

    def context(self, part: SlotText) -> SlotContext:
        return self.contexts.get(part.number) or UNKNOWN_CONTEXT

    def escape(self) -> list[str]:
        """The texts with the least caution that keeps the outline."""
        cautions: _Cautions = dict.fromkeys(self.risky, Caution.NONE)
        texts = self.texts_with(cautions)
        marked = [index for index in self.risky if self.may_open_blocks(index, texts)]
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

    def find_guilty(self, marked: Sequence[int], cautions: _Cautions) -> list[int]:
        """The answers that break the outline by themselves and can be fitted with more caution."""
        if len(marked) == 1 or len(marked) > _MOST_TRIED_ALONE:
            return [index for index in marked if cautions[index] < Caution.NO_MARKS]
        found: list[int] = []
        for index in marked:
            others = frozenset(marked) - {index}
            if cautions[index] < Caution.NO_MARKS and not self.keeps_outline(self.texts_with(cautions, others), others):
                found.append(index)
        return found

    def may_open_blocks(self, index: int, texts: Sequence[str]) -> bool:
        """Whether an answer may bring blocks that only a reading of the Markdown can tell."""
        part, text = self.parts[index], texts[index]
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
                return _BLOCK_MARK.search(typed) is not None and not is_simple_markdown(text, context.level)
            case _:
                is_inside = "\n" not in text and not can_open_block(context, _line_before(texts, index))
                return not is_inside and _BLOCK_MARK.search(typed) is not None

    def texts_with(self, cautions: _Cautions, words: frozenset[int] = frozenset()) -> list[str]:
        """The texts, with plain words for some of the answers."""
        texts: list[str] = []
        held: list[FencedAnswer] = []
        line = ""
        for index, part in enumerate(self.parts):
            if isinstance(part, str):
                text = part
            elif index in words:
                text = slot_marker(part.number)
            else:
                text = self.escape_part(part, line, cautions.get(index, Caution.NONE))
                context = self.context(part)
                if part.is_from_answer and context.kind in ("fence", "code") and context.delimiter[:1] in text:
                    held.append(FencedAnswer(index, context))
            texts.append(text)
            line = _last_line(line, text)
        if held:
            lengthen_fences(texts, [isinstance(part, str) for part in self.parts], held)
        return texts

    def escape_part(self, part: SlotText, line: str, caution: Caution) -> str:
        if part.is_empty:
            return empty_text(self.context(part)) if part.number >= 0 else ""
        return (
            escape_in_slot(self.context(part), part.text, line, part.form, caution)
            if part.is_from_answer
            else part.text
        )

    def keeps_outline(self, texts: Sequence[str], words: frozenset[int]) -> bool:
        """Whether the outline is that of the piece with plain words."""
        around = (self.segment.before, self.segment.after)
        slots, lines = self.slot_lines(texts, words)
        plain = f"{around[0]}{_with_markers(self.parts)}{around[1]}"
        return has_same_outline(plain, f"{around[0]}{''.join(texts)}{around[1]}", slots, lines)

    def slot_lines(self, texts: Sequence[str], words: frozenset[int]) -> tuple[list[BlockSlot], LineOrigins]:
        """The slots that may bring blocks, and where every line comes from."""
        line = self.segment.before.count("\n")
        base, owner = list(range(line + 1)), list[int | None]([None] * (line + 1))
        slots: list[BlockSlot] = []
        for index, (part, text) in enumerate(zip(self.parts, texts, strict=True)):
            if isinstance(part, str) or not part.is_from_answer or index in words:
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


def _line_before(texts: Sequence[str], index: int) -> str:
    """What stands on the line before a text."""
    line = ""
    for text in reversed(texts[:index]):
        newline = text.rfind("\n")
        line = text[newline + 1 :] + line
        if newline >= 0:
            break
    return line


def _last_line(line: str, text: str) -> str:
    """What stands on the last line once a text is added to it."""
    newline = text.rfind("\n")
    return text[newline + 1 :] if newline >= 0 else line + text
