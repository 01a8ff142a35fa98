"""The parts of a piece as text: every answer fitted, and the outline proven where an answer holds marks of blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from wizard.markdown.fences import Held, outgrow
from wizard.markdown.inline_escaping import plain_lines
from wizard.markdown.outline import is_simple
from wizard.markdown.slot_escaping import ANYWHERE, Caution, can_open_block, fit, is_harmless, nothing
from wizard.markdown.slot_markers import word
from wizard.model.segments import Context, Piece
from wizard.render.expansion import Fragment, Part

if TYPE_CHECKING:
    from wizard.markdown.outline import Filled, Lines

_MOST_TRIED_ALONE = 6
_BLOCK_MARK: Final = re.compile(
    r"""
      ^[ \t]* (?: (?:[-+*]|\d{1,9}[.)])(?:[ \t]|$) | \#{1,6}(?:[ \t]|$) | [>|=] | ~~~ | ``` | [-:]+[-:|]
                | [-*_=](?:[ \t]*[-*_=])*[ \t]*$ | \[[^\]]*\]: | \[[^\]]*$ )
    | ^(?:[ ]{4}|\t)
    | <[A-Za-z/!?]
    """,
    re.VERBOSE | re.MULTILINE,
)
_NEVER_BLOCKS: Final = ("code", "link_to", "link_title", "tag", "front", "fence_info", "link_text")
_Cautions = dict[int, Caution]


def fitted(piece: Piece, parts: Sequence[Part]) -> list[str]:
    """The text of every part, in order."""
    texts = [part if isinstance(part, str) else part.text for part in parts]
    closer = [
        index
        for index, part in enumerate(parts)
        if not isinstance(part, str) and (part.is_answers or part.is_gone) and not _is_harmless(piece, part)
    ]
    return _Fitting(piece, parts, closer, _contexts(piece, parts)).texts() if closer else texts


def _is_harmless(piece: Piece, part: Fragment) -> bool:
    context = piece.contexts.get(part.number)
    return context is not None and is_harmless(context, part.text)


def _contexts(piece: Piece, parts: Sequence[Part]) -> Mapping[int, Context | None]:
    """The contexts of the piece; where they depend on the answers, those of these very parts."""
    if all(piece.contexts.values()):
        return piece.contexts
    from wizard.markdown.slot_context import contexts_in  # reads Markdown, which plain answers do without

    text = f"{piece.before}{_with_words(parts)}{piece.after}"
    return {**piece.contexts, **contexts_in((text,), {}, piece.level)}


def _with_words(parts: Sequence[Part]) -> str:
    return "".join(
        part if isinstance(part, str) else word(part.number) if part.is_answers and not part.is_gone else part.text
        for part in parts
    )


class _Fitting(Struct, frozen=True):
    """The parts of one piece, and which of them need a closer look."""

    piece: Piece
    parts: Sequence[Part]
    closer: Sequence[int]
    contexts: Mapping[int, Context | None]

    def context(self, part: Fragment) -> Context:
        return self.contexts.get(part.number) or ANYWHERE

    def texts(self) -> list[str]:
        """The texts with the least caution that keeps the outline."""
        cautions: _Cautions = {}
        texts = self.with_cautions(cautions)
        marked = [index for index in self.closer if self.holds_marks(index, texts)]
        while marked and not self.holds(texts, frozenset()):
            guilty = self.guilty(marked, cautions) or [index for index in marked if cautions.get(index, 0) < 4]
            if not guilty:
                break
            for index in guilty:
                cautions[index] = _more(cautions.get(index, 0))
            texts = self.with_cautions(cautions)
        return texts

    def guilty(self, marked: Sequence[int], cautions: _Cautions) -> list[int]:
        """The answers that break the outline by themselves and can be fitted with more caution."""
        if len(marked) == 1 or len(marked) > _MOST_TRIED_ALONE:
            return [index for index in marked if cautions.get(index, 0) < 4]
        found: list[int] = []
        for index in marked:
            others = frozenset(marked) - {index}
            if cautions.get(index, 0) < 4 and not self.holds(self.with_cautions(cautions, others), others):
                found.append(index)
        return found

    def holds_marks(self, index: int, texts: Sequence[str]) -> bool:
        """Whether an answer may bring blocks that only a reading of the Markdown can tell."""
        part, text = self.parts[index], texts[index]
        assert isinstance(part, Fragment)
        context, typed = self.context(part), plain_lines(part.text)
        if part.is_gone or context.place in _NEVER_BLOCKS:
            return False
        match context.place:
            case "fence":
                return context.mark in typed
            case "html" | "comment" | "indented":
                return "\n" in typed or "-->" in typed or "<" in typed
            case "heading" if context.mark == "#":
                return False
            case "cell" if "\n" not in context.before:
                return False
            case "block" if context.is_apart and part.form == "lines":
                return _BLOCK_MARK.search(typed) is not None and not is_simple(text, context.level)
            case _:
                is_inside = "\n" not in text and not can_open_block(context, _line_before(texts, index))
                return not is_inside and _BLOCK_MARK.search(typed) is not None

    def with_cautions(self, cautions: _Cautions, words: frozenset[int] = frozenset()) -> list[str]:
        """The texts, with plain words for some of the answers."""
        texts: list[str] = []
        held: list[Held] = []
        line = ""
        for index, part in enumerate(self.parts):
            if isinstance(part, str):
                text = part
            elif index in words:
                text = word(part.number)
            else:
                text = self.text_of(part, line, cautions.get(index, 0))
                context = self.context(part)
                if part.is_answers and context.place in ("fence", "code") and context.mark[:1] in text:
                    held.append(Held(index, context))
            texts.append(text)
            line = _last_line(line, text)
        if held:
            outgrow(texts, [isinstance(part, str) for part in self.parts], held)
        return texts

    def text_of(self, part: Fragment, line: str, caution: Caution) -> str:
        if part.is_gone:
            return nothing(self.context(part)) if part.number >= 0 else ""
        return fit(self.context(part), part.text, line, part.form, caution) if part.is_answers else part.text

    def holds(self, texts: Sequence[str], words: frozenset[int]) -> bool:
        """Whether the outline is that of the piece with plain words."""
        from wizard.markdown.outline import agree  # reads Markdown, which plain answers do without

        around = (self.piece.before, self.piece.after)
        slots, lines = self.lines(texts, words)
        plain = f"{around[0]}{_with_words(self.parts)}{around[1]}"
        return agree(plain, f"{around[0]}{''.join(texts)}{around[1]}", slots, lines)

    def lines(self, texts: Sequence[str], words: frozenset[int]) -> tuple[list[Filled], Lines]:
        """The slots that may bring blocks, and where every line comes from."""
        from wizard.markdown.outline import Filled, Lines

        line = self.piece.before.count("\n")
        base, owner = list(range(line + 1)), list[int | None]([None] * (line + 1))
        slots: list[Filled] = []
        for index, (part, text) in enumerate(zip(self.parts, texts, strict=True)):
            if isinstance(part, str) or not part.is_answers or index in words:
                for _ in range(text.count("\n")):
                    line += 1
                    base.append(line)
                    owner.append(None)
                continue
            context = self.context(part)
            is_block = context.place == "block" and part.form == "lines"
            if is_block:
                owner[-1] = len(slots)
            later = text.count("\n")
            base += [line] * later
            owner += [len(slots)] * later
            if is_block or later:
                depth = len(context.chain)
                slots.append(Filled(line, is_block, depth, 7 if depth or not is_block else context.level))
        for _ in range(self.piece.after.count("\n")):
            line += 1
            base.append(line)
            owner.append(None)
        return slots, Lines(base, owner)


def _more(caution: Caution) -> Caution:
    match caution:
        case 0:
            return 1
        case 1:
            return 2
        case 2:
            return 3
        case _:
            return 4


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
