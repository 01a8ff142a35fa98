"""The blanks that were found in a Markdown file, and the questions that they ask, while it is read."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from wizard.compiler.importers.markdown.question_labels import heading_label, shorten, token_words
from wizard.compiler.importers.markdown.scanning.bracket_tokens import BracketToken, find_tokens
from wizard.compiler.importers.markdown.scanning.document import Comment, Document, Heading, Line
from wizard.evaluation.filters import slug
from wizard.limits import MAX_QUESTIONS
from wizard.model.body import Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import Expression, IsTest, Member, Name, Or
from wizard.model.template import KindName, Question

KEEP_COMMENTS: Final = "keep_comments"
"""The id of the switch that keeps the comments which help with blanks that are filled in."""
_RESERVED: Final = frozenset(
    ("loop", "and", "or", "not", "in", "is", "if", "elif", "else", "endif", "for", "endfor", "set", "part", "endpart")
) | {"true", "false", "none", "today", KEEP_COMMENTS}


class Blank(Struct, frozen=True):
    """A stretch of the file that is to be filled in, and what takes its place."""

    start: int
    end: int
    questions: tuple[Question, ...]
    """What it asks; none where all of it is asked elsewhere."""
    nodes: tuple[Node, ...]
    """What stands there; they render the stretch itself as long as nothing is answered."""
    condition: Expression
    """Holds as long as it is not filled in."""


class Workspace(Struct):
    """A document, or the first item of a part that repeats, and the blanks that have been found in it."""

    document: Document
    tokens: tuple[BracketToken, ...]
    numbers: Iterator[int]
    """Of the slots of the whole template."""
    variable: str = ""
    """What the item is called in expressions; empty for the document itself."""
    title: str = ""
    """Of the document; the label of last resort."""
    room: list[int] = field(default_factory=lambda: [MAX_QUESTIONS - 10])
    """How many more questions there may be, in a list because repeated parts share it."""
    titles: dict[int, str] = field(default_factory=dict[int, str])
    """The headings as labels, by the index of their line, once one has been asked for."""
    counters: Mapping[str, Expression] = field(default_factory=dict[str, Expression])
    """The tokens that only count the items of a repeated part, each with the number that stands for it."""
    first_line: int = 0
    """The index of its first line in the file."""
    blanks: list[Blank] = field(default_factory=list[Blank])
    """In the order of the file."""
    ids: dict[str, int] = field(default_factory=dict[str, int])
    shared: dict[str, Question] = field(default_factory=dict[str, Question])
    """The question of each token that has been asked; the same token is the same question."""

    def new_id(self, label: str, fallback: str = "answer") -> str:
        """Return an id that no other question of this document has."""
        words = slug(label, "_")
        words = re.sub(r"[^a-z0-9_]+", "", words if words.isascii() else "").strip("_")
        words = re.sub(r"\A[0-9_]+", "", words)[:40].strip("_")
        words = fallback if len(words) < 2 else words
        words = f"{words}_" if words in _RESERVED else words
        taken = self.ids.get(words, 0)
        self.ids[words] = taken + 1
        if not taken:
            return words
        candidate = f"{words}_{taken + 1}"
        if candidate in self.ids:
            return self.new_id(candidate)
        self.ids[candidate] = 1
        return candidate

    def question(self, kind: KindName, label: str, fallback: str = "answer") -> Question:
        """Return a new question with this label, and an id and a short name from it."""
        return Question(id=self.new_id(label, fallback), kind=kind, label=label, short=shorten(label, 40))

    def expression(self, id: str) -> Expression:
        """Return how the answer of a question is read."""
        return Member(Name(self.variable), id) if self.variable else Name(id)

    def slot(self, expression: Expression) -> Slot:
        """Return a new slot."""
        return Slot(expression, next(self.numbers))

    def is_free(self, start: int, end: int) -> bool:
        """Return whether no blank has been found in a stretch."""
        at = self._first_from(start)
        if at < len(self.blanks) and self.blanks[at].start < max(end, start + 1):
            return False
        return at == 0 or self.blanks[at - 1].end <= start

    def is_inside_blank(self, start: int, end: int) -> bool:
        """Return whether a stretch is a part of a larger blank, such as the heading of a repeated section."""
        at = self._first_from(start)
        return any(
            blank.start <= start and end <= blank.end and blank.end - blank.start > end - start
            for blank in self.blanks[max(at - 1, 0) : at + 1]
        )

    def blanks_in(self, start: int, end: int) -> list[Blank]:
        """Return the blanks that begin in a stretch, in order."""
        return self.blanks[self._first_from(start) : self._first_from(end)]

    def _first_from(self, offset: int) -> int:
        return bisect_left(self.blanks, offset, key=lambda blank: blank.start)

    def claimed_in(self, start: int, end: int) -> bool:
        """Return whether a blank touches a stretch."""
        return not self.is_free(start, end)

    def add(
        self, start: int, end: int, questions: tuple[Question, ...], nodes: tuple[Node, ...], condition: Expression
    ) -> None:
        """Add a blank, unless the template has as many questions as it may."""
        size = sum(1 for question in questions for _ in question.with_inner())
        if self.room[0] < size:
            return
        self.room[0] -= size
        line = self.first_line + self.document.line_at(start) + 1
        questions = tuple(replace(question, line=question.line or line) for question in questions)
        insort(self.blanks, Blank(start, end, questions, nodes, condition), key=lambda blank: (blank.start, blank.end))

    def add_slot(self, start: int, end: int, question: Question, is_new: bool = True) -> None:
        """Add a blank in whose place the answer stands; the question's placeholder is what stands there now."""
        value = self.expression(question.id)
        self.add(start, end, (question,) if is_new else (), (self.slot(value),), IsTest(value, "open"))

    def add_filled(
        self,
        start: int,
        end: int,
        question: Question,
        filled: Callable[[Expression], tuple[Node, ...]],
        *,
        is_inline: bool = False,
    ) -> None:
        """Add a blank that stays as it is while its question is open; `filled` gives the nodes for an answer.

        `is_inline` is for one that ends within a line.
        """
        value = self.expression(question.id)
        is_open = IsTest(value, "open")
        original = self.document.text[start:end]
        inside = (Text(original),) if original else ()
        condition = Condition(((is_open, inside), (None, filled(value))), is_inline=is_inline)
        self.add(start, end, (question,), (condition,), is_open)

    def add_repeated(
        self, first: Line, last: Line, question: Question, item: str, nodes: Callable[[], tuple[Node, ...]]
    ) -> None:
        """Add a blank for whole lines, in whose place stands a line for every item: `nodes` without a line end."""
        value = self.expression(question.id)
        text = self.document.text
        if last.end < len(text):
            self.add_filled(
                first.start, last.end + 1, question, lambda value: (Repeat(item, value, None, (*nodes(), Text("\n"))),)
            )
            return
        # The file has no line end here, so each line brings the one before it.
        start = max(first.start - 1, 0)
        is_open = IsTest(value, "open")
        repeat = Repeat(item, value, None, (Text("\n"), *nodes()), is_inline=True)
        condition = Condition(((is_open, (Text(text[start : last.end]),)), (None, (repeat,))), is_inline=True)
        self.add(start, last.end, (question,), (condition,), is_open)

    def kept_comment(self, comment: Comment) -> Node:
        """Return a comment behind an answer on its line, for those who keep the comments."""
        text = Text(f" {self.document.text[comment.start : comment.end]}")
        return Condition(((Name(KEEP_COMMENTS), (text,)),), is_inline=True)

    def comment_node(self, comment: Comment, start: int, end: int, condition: Expression) -> Node:
        """Return a comment that goes, with the white space around it, when its blank is filled in."""
        text = (Text(self.document.text[start:end]),)
        return Condition(((Or(condition, Name(KEEP_COMMENTS)), text),))

    def tokens_in(self, start: int, end: int) -> list[BracketToken]:
        """Return the tokens in a stretch."""
        first, last = (bisect_left(self.tokens, offset, key=lambda token: token.start) for offset in (start, end))
        return list(self.tokens[first:last])

    def title_of(self, heading: Heading) -> str:
        """Return a heading as a label, with the words of its tokens, and with those of the heading above a common one.

        `Required` below several headings is `Security: Required`. Above the first heading it is the document's title.
        """
        if self.variable and heading.line == 0:
            return self.title
        if not self.titles:
            plain = {each.line: self._plain_title(each) for each in self.document.headings}
            common = {title for title, times in Counter(plain.values()).items() if times > 1}
            above: list[Heading] = []
            for each in self.document.headings:
                while above and above[-1].level >= each.level:
                    above.pop()
                is_common = plain[each.line] in common and above and above[-1].level > 1
                parent = plain[above[-1].line] if above else ""
                self.titles[each.line] = f"{parent}: {plain[each.line]}" if is_common and parent else plain[each.line]
                above.append(each)
        return self.titles[heading.line] or self.title

    def _plain_title(self, heading: Heading) -> str:
        title = heading.title
        if heading.line >= 0:
            line = self.document.lines[heading.line]
            for token in self.tokens_in(line.start, line.end):
                title = title.replace(self.document.text[token.start : token.end], token_words(token.inner))
        return heading_label(title)

    def section_of(self, blank: Blank) -> Heading:
        """Return the heading of the section that a blank is in; an answer put below a heading belongs to that one."""
        at = self.document.line_at(blank.start)
        is_below = blank.start == blank.end and blank.start == self.document.line_starts[at]
        return self.heading_above(at - 1 if is_below and at else at)

    def heading_above(self, line: int) -> Heading:
        """Return the heading of the section that a line is in."""
        headings = self.document.headings
        at = bisect_left(headings, line + 1, key=lambda heading: heading.line) - 1
        return headings[max(at, 0)]


def column_id(label: str) -> str:
    """Return the id of a column, or nothing for a label of other letters or of numbers only."""
    id = re.sub(r"[^a-z0-9_]+", "_", label.lower()).strip("_") if label.isascii() else ""
    return re.sub(r"\A[0-9_]+", "", id)[:40]


def is_counted_on(first: str, other: str, offset: int) -> bool:
    """Return whether two texts are alike but for numbers that count: `Step 1` and, two later, `Step 3`."""
    one, two = re.split(r"(\d+)", first), re.split(r"(\d+)", other)
    return one[::2] == two[::2] and all(
        a == b or int(b) == int(a) + offset for a, b in zip(one[1::2], two[1::2], strict=True) if len(a + b) < 20
    )


def new_workspace(document: Document, title: str) -> Workspace:
    """Return the workspace of a whole document."""
    return Workspace(document, find_tokens(document), count(1), title=title)
