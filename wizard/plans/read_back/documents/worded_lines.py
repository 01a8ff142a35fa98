"""Lines of a template with marks for its slots, laid beside the lines of a document.

    Chosen option: "S", because S.   +   Chosen option: "cache it", because it is fast   ->   cache it · it is fast

Emphasis, the shape of dashes and quotes, and blanks are no difference, nor is the case of letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from msgspec import Struct

from wizard.plans.read_back.documents.skeleton import NUMBER_MARK, SLOT_MARK

_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>\n]*>")
_LINK: Final = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)")
_NUMBERING: Final = re.compile(
    rf"\s*(?:[({{\[]?(?:(?:[\d{NUMBER_MARK}]+\.)*[\d{NUMBER_MARK}]+(?:[.):\]]|(?=\s))|[A-Za-z][.)]|[IVXivx]+[.)]))+\s*"
)
_ASIDE: Final = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]|(?<!\*)\*[^*\n]+\*(?!\*)\s*\Z|(?<!_)_[^_\n]+_\s*\Z")
"""What stands in brackets, and a last word in italics: hints such as *(mandatory)*."""
_NO_WORD: Final = re.compile(r"[^\w]+|_+")
_LABEL: Final = re.compile(
    r"""
    (?P<strong>\*\*|__)(?P<bold>[^*\n]{1,200}?)(?P=strong)[ \t]*(?P<after>[:：]?)
    | (?P<light>[*_`])(?P<leaning>[^*_`\n]{1,200}?)(?:(?P=light)[ \t]*[:：]|[:：](?P=light))
    | (?P<plain>[^\s*_`\[<|:：\n][^:：\n]{0,100}?)[ \t]*[:：](?=\s|\Z)
    """,
    re.VERBOSE,
)
_LEAD: Final = re.compile(r"\s*(?:[:：]|[-–—](?=\s))?\s*")
_LITERAL: Final = re.compile(rf"\s+|[*_]+|{NUMBER_MARK}+|`+|[-–—]+|[\"“”„«»]|['’‘]|[:：]|\w+|[^\w\s]")
_BLANKS: Final = re.compile(r"\s+")
_MAX_MATCHED: Final = 20_000
"""Characters of a line in which slots are looked for; a longer one is taken as a whole."""


@lru_cache(maxsize=4_000)
def exact_key(title: str) -> str:
    """Return a title as titles are compared: its words, without markup, signs and case."""
    text = _COMMENT.sub(" ", title) if "<" in title else title
    text = _TAG.sub(" ", text) if "<" in text else text
    text = _LINK.sub(r"\1", text) if "](" in text else text
    words = _NO_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold().replace("&", " and "))
    return words.replace(NUMBER_MARK, "").strip()


@lru_cache(maxsize=4_000)
def loose_key(title: str) -> str:
    """Return the same without numbers before it, and without what is said beside it in brackets or italics."""
    text = _COMMENT.sub(" ", title) if "<" in title else title
    text = _LINK.sub(r"\1", text) if "](" in text else text
    numbered = _NUMBERING.match(text.lstrip("*_ "))
    bare = text.lstrip("*_ ")[numbered.end() :] if numbered else text
    aside = _ASIDE.sub(" ", bare)
    return exact_key(aside) or exact_key(bare) or exact_key(text)


def strip_numbering(title: str) -> str:
    """Return a title without the numbers before it."""
    found = _NUMBERING.match(title)
    return title[found.end() :] if found is not None else title


def plain_line(text: str) -> str:
    """Return a text with each run of blanks and line ends as one space."""
    return " ".join(text.split())


class Label(Struct, frozen=True):
    """A label at the head of a line, and what stands behind it."""

    text: str
    rest: str
    is_plain: bool
    """Whether nothing but a colon tells it from running text."""

    @property
    def key(self) -> str:
        """Return the label as labels are compared."""
        return exact_key(self.text)


def split_label(text: str) -> Label | None:
    """Return the label at the head of a text: `**Goal:** …`, `*Goal*: …`, `Goal: …`, or a line that is all bold."""
    found = _LABEL.match(text)
    if found is None:
        return None
    if found["plain"] is not None:
        return Label(found["plain"], text[found.end() :].strip(), is_plain=True)
    if found["leaning"] is not None:
        return Label(found["leaning"], text[found.end() :].strip(), is_plain=False)
    bold, rest = found["bold"], text[found.end() :]
    has_colon = bool(found["after"]) or bold.rstrip()[-1:] in (":", "：")
    line, _, below = rest.partition("\n")
    if not has_colon and line.strip(" \t:：") and not re.match(r"\s*[-–—]\s", line):
        return None
    if not has_colon and not line.strip():
        return Label(bold, below.strip(), is_plain=False)
    return Label(bold, _LEAD.sub("", rest, count=1).strip(), is_plain=False)


class Captured(Struct, frozen=True):
    """What a document has in the place of a slot."""

    mark: str
    text: str


class LinePattern(Struct, frozen=True):
    """Literal text and marks in turn; begins and ends with literal text, which may be empty."""

    literals: tuple[str, ...]
    marks: tuple[str, ...]

    @staticmethod
    def of(text: str) -> LinePattern:
        """Return the pattern that a marked line is."""
        return LinePattern(tuple(SLOT_MARK.split(text)), tuple(SLOT_MARK.findall(text)))

    @property
    def has_words(self) -> bool:
        """Whether a part of it is not slots and signs alone."""
        return any(map(exact_key, self.literals))

    def match(self, text: str) -> tuple[Captured, ...] | None:
        """Return what stands in the place of each slot; None where a word of the template is missing before one."""
        if len(text) > _MAX_MATCHED:
            return (Captured(self.marks[0], text),) if self.marks and not self.has_words else None
        first = _compile_literal(self.literals[0], is_first=True).match(text)
        if first is None:
            return None
        if not self.marks:
            return () if exact_key(text[first.end() :]) == "" else None
        at, found = first.end(), list[Captured]()
        for mark, literal in zip(self.marks[:-1], self.literals[1:-1], strict=True):
            between = _compile_literal(literal) if literal.strip() else _BLANKS
            end = between.search(text, at) if literal else None
            if end is None and literal.strip():
                return None
            start = end.start() if end is not None else _word_end(text, at)
            found.append(Captured(mark, _clean(text[at:start])))
            at = end.end() if end is not None else start
        end = self._last_literal_start(text, at)
        if end is None:
            return None
        return (*found, Captured(self.marks[-1], _clean(text[at:end])))

    def _last_literal_start(self, text: str, at: int) -> int | None:
        literal = self.literals[-1]
        if not literal.strip():
            return len(text)
        found = [each for each in _compile_literal(literal).finditer(text, at) if each[0].strip()]
        last = found[-1] if found else None
        if last is not None and not exact_key(text[last.end() :]):
            return last.start()
        if not exact_key(literal):
            return len(text)
        # A document may say less in the brackets that a template has at the end of a title.
        brackets = re.search(r"\s*\(([^()\n]*)\)\s*\Z", text[at:])
        inside = re.match(r"\s*\(([^()\n]*)\)", literal)
        if brackets is not None and inside is not None and _share_word(brackets[1], inside[1]):
            return at + brackets.start()
        return len(text) if inside is not None else None


def _share_word(one: str, other: str) -> bool:
    first, second = (set(re.findall(r"[^\W\d_]+", each.casefold())) for each in (one, other))
    return bool(first & second)


def _word_end(text: str, at: int) -> int:
    found = re.compile(r"\s").search(text, at)
    return len(text) if found is None else found.start()


def _clean(text: str) -> str:
    return text.strip()


@lru_cache(maxsize=4_000)
def _compile_literal(literal: str, *, is_first: bool = False) -> re.Pattern[str]:
    """Return a pattern for a literal part of a line, which heeds neither emphasis nor the shape of signs."""
    parts: list[str] = []
    for token in _LITERAL.findall(literal):
        if token.isspace():
            parts.append(r"\s*")
        elif token[0] in "*_":
            parts.append(r"[*_]{0,3}")
        elif token[0] == NUMBER_MARK:
            parts.append(r"[\w.]{0,12}?")
        elif token[0] == "`":
            parts.append("`*")
        elif token[0] in "-–—":
            parts.append("[-–—:]+")
        elif token[0] in '"“”„«»':
            parts.append('["“”„«»]?')
        elif token[0] in "'’‘":
            parts.append("['’‘]")
        elif token[0] in ":：":
            parts.append(r"(?:[:：]|\s[-–—](?=\s))")
        else:
            parts.append(re.escape(token))
    lead = r"\s*" if is_first else ""
    return re.compile(lead + "".join(parts), re.IGNORECASE)
