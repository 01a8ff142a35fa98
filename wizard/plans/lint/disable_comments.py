"""Comments in a plan that switch findings off.

`<!-- plan-wizard-disable placeholder vague-word -->` switches two codes off from its line to that of the next
`<!-- plan-wizard-enable -->`; without a code, all are meant. `<!-- plan-wizard-disable-next-line vague-word -->` is
about the next line that is neither blank nor such a comment. Behind ` -- ` there may be a reason.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from wizard.message_text import nearest_name, sanitize_title
from wizard.plans.lint.finding import Finding
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument

_Word: TypeAlias = Literal["disable", "enable", "disable-next-line"]

_WORDS: Final[Mapping[str, _Word]] = {
    "disable": "disable",
    "enable": "enable",
    "disable-next-line": "disable-next-line",
}
_COMMENT = re.compile(
    r"<!--[ \t\n]*plan-wizard-(?P<word>[\w-]*\w)(?P<codes>[^<>]{0,1000}?)(?:[ \t\n]--[ \t\n][^<>]{0,1000}?)?[ \t\n]*-->"
)
_CODE = re.compile(r"[^\s,]+")
_CODE_BLOCKS: Final = ("fence", "code", "front_matter")
_EDITS: Final = ("edited-by-hand", "differs")
"""A comment is about the check, not about the plan: adding one is no edit that a check has to tell of."""


class DisableComment(Struct, frozen=True):
    """A comment that switches findings off or on again."""

    word: _Word | None
    """None when it is not known."""
    name: str
    codes: tuple[CodeWord, ...]
    first: int
    """The index of its first line."""
    last: int
    """The index of its last line."""
    column: int
    """The index of the name's first character in its line."""
    name_line: int
    """The index of the name's line."""


class CodeWord(Struct, frozen=True):
    """A code as it is written in a comment."""

    code: str
    line: int
    """The index of its line."""
    column: int
    """The index of its first character in its line."""


class _Switches(Struct, frozen=True):
    """What is switched off from a line on."""

    line: int
    is_all_off: bool = False
    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    """Although all are off."""

    def has_off(self, code: str) -> bool:
        return code in self.off or (self.is_all_off and code not in self.on)

    def after(self, comment: DisableComment) -> _Switches:
        codes = frozenset(each.code for each in comment.codes)
        if comment.word == "disable":
            if not codes:
                return _Switches(comment.first, is_all_off=True)
            return _Switches(comment.first, self.is_all_off, self.off | codes, self.on - codes)
        if not codes:
            return _Switches(comment.first)
        return _Switches(comment.first, self.is_all_off, self.off - codes, self.on | codes)


def heed_disable_comments(document: PlanDocument, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings of a plan that no comment in it switches off."""
    comments = read_disable_comments(document)
    if not comments:
        yield from findings
        return
    switches = [_Switches(0)]
    for comment in comments:
        if comment.word in ("disable", "enable"):
            switches.append(switches[-1].after(comment))
    starts = [each.line for each in switches]
    next_lines = dict(_next_lines(document, comments))
    quiet = _comment_lines(document, comments)
    for finding in findings:
        line, code = finding.problem.line - 1, finding.problem.code
        codes = next_lines.get(line)
        is_off = codes is not None and (not codes or code in codes)
        if is_off or switches[max(bisect_right(starts, line) - 1, 0)].has_off(code):
            continue
        if code not in _EDITS or line not in quiet:
            yield finding


def find_unknown_codes(document: PlanDocument, known: Collection[str]) -> Iterator[Occurrence]:
    """Yield codes in comments that no finding has, and words that switch nothing."""
    for comment in read_disable_comments(document):
        if comment.word is None:
            message = _unknown(f"plan-wizard-{comment.name}", [f"plan-wizard-{word}" for word in _WORDS])
            end = comment.column + len(comment.name)
            start = comment.column - len("plan-wizard-")
            yield Occurrence(comment.name_line + 1, message, start + 1, end + 1)
            continue
        for each in comment.codes:
            if each.code not in known:
                message = _unknown(each.code, known)
                yield Occurrence(each.line + 1, message, each.column + 1, each.column + len(each.code) + 1)


def _unknown(name: str, known: Collection[str]) -> str:
    nearest = nearest_name(name, known)
    hint = f"; did you mean {nearest}?" if nearest is not None else ""
    return f"{sanitize_title(name)} switches nothing off{hint}"


def read_disable_comments(document: PlanDocument) -> tuple[DisableComment, ...]:
    """Return the comments from top to bottom, without those that stand in code."""
    if "plan-wizard-" not in document.text:
        return ()
    text = "\n".join(document.lines)
    places = _Places(document.lines)
    code_lines = {
        line for block in document.blocks if block.kind in _CODE_BLOCKS for line in range(block.start, block.end)
    }
    found: list[DisableComment] = []
    for match in _COMMENT.finditer(text):
        first, column = places.find(match.start())
        if first in code_lines or document.prose[first][column : column + 1] != " ":
            continue
        codes = [
            CodeWord(each[0], *places.find(match.start("codes") + each.start()))
            for each in _CODE.finditer(match["codes"])
        ]
        name = match["word"]
        word = _WORDS.get(name)
        name_line, name_column = places.find(match.start("word"))
        last, _ = places.find(match.end() - 1)
        found.append(DisableComment(word, name, tuple(codes), first, last, name_column, name_line))
    return tuple(found)


class _Places:
    """Lines and columns of the offsets in a text, which both begin at 0."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def find(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset) - 1
        return line, offset - self._starts[line]


def _next_lines(document: PlanDocument, comments: Sequence[DisableComment]) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield each line that a comment before it is about, and the codes; none means all."""
    own = {line for comment in comments for line in range(comment.first, comment.last + 1)}
    meant: dict[int, list[frozenset[str]]] = {}
    for comment in comments:
        if comment.word != "disable-next-line":
            continue
        line = comment.last + 1
        while line < len(document.lines) and (line in own or not document.lines[line].strip()):
            line += 1
        meant.setdefault(line, []).append(frozenset(each.code for each in comment.codes))
    for line, codes in meant.items():
        yield line, frozenset() if frozenset() in codes else frozenset[str]().union(*codes)


def _comment_lines(document: PlanDocument, comments: Sequence[DisableComment]) -> frozenset[int]:
    """Return the lines that have nothing but a comment, with the blank ones around it."""
    lines: set[int] = set()
    for comment in comments:
        own = range(comment.first, comment.last + 1)
        if any(document.prose[line].strip() for line in own):
            continue
        lines.update(own)
        lines.update(
            line
            for line in (comment.first - 1, comment.last + 1)
            if 0 <= line < len(document.lines) and not document.lines[line].strip()
        )
    return frozenset(lines)
