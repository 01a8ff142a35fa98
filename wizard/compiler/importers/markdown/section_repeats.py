"""Sections that repeat, as a group of questions: headings alike but for a number, or a comment that says so.

### Option 1: [name]
### Option 2: [name]     ->  a group "Options", each with a "Name"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from msgspec import Struct

from wizard.compiler.importers.markdown.blanks import Workspace, is_counted_on
from wizard.compiler.importers.markdown.question_labels import heading_label, shorten, token_words
from wizard.compiler.importers.markdown.scanning.bracket_tokens import BracketToken, find_tokens
from wizard.compiler.importers.markdown.scanning.document import Heading, Line, read_document
from wizard.compiler.importers.markdown.scanning.word_lists import OPTIONAL, REPEATED
from wizard.limits import MAX_GROUP_LEVELS
from wizard.model.body import Assign, Condition, Node, Repeat, Text
from wizard.model.expressions import Compare, Constant, Member, Name
from wizard.model.template import Question

ItemReader = Callable[[Workspace], tuple[tuple[Question, ...], tuple[Node, ...]]]
_COUNTER = re.compile(r"\d+|(?<![\w])[A-Z](?![\w])")
_COUNTER_TOKEN = re.compile(r"[NMX#]|[Nn]umber|\d+")


class _Run(Struct, frozen=True):
    """Sections that are alike."""

    first: int
    """The index of the first heading."""
    starts: tuple[int, ...]
    """The offset at which each begins."""
    end: int
    """The offset behind the last."""


def find_section_repeats(work: Workspace, read_item: ItemReader) -> None:
    """Add a group for every run of sections that are alike; `read_item` finds the blanks of one."""
    for run in _runs(work):
        if work.is_free(run.starts[0], run.end):
            _add_group(work, run, read_item)


def _runs(work: Workspace) -> Iterator[_Run]:
    headings = work.document.headings
    keys = [_key(work, heading) for heading in headings]
    end_of = _section_ends(headings)
    done = 0
    for index, heading in enumerate(headings):
        is_of_item = heading.line == 0 and work.variable != ""  # what repeats is the item itself
        if heading.line < 0 or index < done or is_of_item:
            continue
        group = [index]
        after = end_of[index]
        while after < len(headings) and keys[after] == keys[index] and headings[after].level == heading.level:
            group.append(after)
            after = end_of[after]
        says_so = _is_said_to_repeat(work, heading)
        is_counted = "#" in keys[index][1] or "\0" in keys[index][1]
        if not (len(group) > 1 and is_counted) and not says_so:
            continue
        starts = tuple(work.document.lines[headings[each].line].start for each in group)
        end = work.document.lines[headings[after].line].start if after < len(headings) else len(work.document.text)
        # Sections that are not alike are not compared again without the first of them: that would cost their square.
        done = group[-1] if len(group) > 1 else index
        if len(group) == 1 or _are_alike(work, [*starts, end]):
            done = after
            yield _Run(index, starts, end)


def _section_ends(headings: tuple[Heading, ...]) -> list[int]:
    """Return for each heading the index of the next one that is not below it."""
    ends, stack = [len(headings)] * len(headings), list[int]()
    for index, heading in enumerate(headings):
        while stack and headings[stack[-1]].level >= heading.level:
            ends[stack.pop()] = index
        stack.append(index)
    return ends


def _key(work: Workspace, heading: Heading) -> tuple[int, str]:
    """Return a heading's level, and its words with `#` for numbers and `\\0` for tokens."""
    if heading.line < 0:
        return 0, ""
    line = work.document.lines[heading.line]
    text, at, parts = work.document.visible, line.content, list[str]()
    for token in work.tokens_in(line.content, line.end):
        parts += (_COUNTER.sub("#", text[at : token.start]), _token_key(token, is_all=_is_all(text, line, token)))
        at = token.end
    return heading.level, "".join((*parts, _COUNTER.sub("#", text[at : line.end].rstrip())))


def _is_all(text: str, line: Line, token: BracketToken) -> bool:
    """Return whether a token is all that a heading says."""
    return not re.search(r"\w", text[line.content : token.start] + text[token.end : line.end])


def _token_key(token: BracketToken, *, is_all: bool) -> str:
    if _COUNTER_TOKEN.fullmatch(token.inner):
        return "#"
    return f"\0{_COUNTER.sub('#', token.inner)}" if is_all else "\0"


def _is_said_to_repeat(work: Workspace, heading: Heading) -> bool:
    """Return whether a comment above or on a heading, or a counter in it, says that the section repeats."""
    document = work.document
    line = document.lines[heading.line]
    if not work.tokens_in(line.content, line.end):
        return False
    above = heading.line - 1
    while above >= 0 and not document.visible[document.lines[above].start : document.lines[above].end].strip():
        above -= 1
    start = document.lines[above].end if above >= 0 else 0
    return any(REPEATED.search(comment.text) for comment in document.comments_in(start, line.end))


def _are_alike(work: Workspace, bounds: list[int]) -> bool:
    """Return whether nothing that is no blank would be lost if the first section stood for all."""
    skeletons = [_skeleton(work, start, end, number) for number, (start, end) in enumerate(pairwise(bounds), start=1)]
    first = set(skeletons[0][1:])
    if not any("\0" in line or line.endswith((":", ":**")) or line.startswith("#") for line in skeletons[0]):
        return False
    return all(
        is_counted_on(skeletons[0][0], lines[0], offset) and all(line in first for line in lines[1:])
        for offset, lines in enumerate(skeletons[1:], start=1)
    )


def _skeleton(work: Workspace, start: int, end: int, number: int) -> list[str]:
    """Return the lines of a section that say something, with `\\0` for every token.

    Below its heading, the heading's words with the section's own number are followed by `#` instead.
    """
    text, at, parts = work.document.visible, start, list[str]()
    for token in work.tokens_in(start, end):
        parts += (text[at : token.start], "#" if _COUNTER_TOKEN.fullmatch(token.inner) else "\0")
        at = token.end
    heading, _, below = "".join((*parts, text[at:end])).partition("\n")
    words = re.search(rf"((?:[^\W\d_]+ )+){number}(?!\w)", heading)
    if words is not None:
        below = below.replace(f"{words[1]}{number}", f"{words[1]}#")
    lines = (re.sub(r"\s+", " ", line).strip() for line in below.split("\n"))
    said = (line for line in lines if line and line not in ("---", "\0"))
    return [
        re.sub(rf"(?<!\w){chr(64 + number)}(?!\w)" if number < 27 else r"\Z\A", "#", heading.strip()),
        *(line for line in said if not re.fullmatch(r"[-*+] ?(?:\0|…|\.{3})?", line)),
    ]


def _add_group(work: Workspace, run: _Run, read_item: ItemReader) -> None:
    text, starts = work.document.text, list(run.starts)
    heading = work.document.headings[run.first]
    stop = starts[1] if len(starts) > 1 else run.end
    if work.variable.count("_item") >= MAX_GROUP_LEVELS - 1:
        return
    words = _group_words(work, heading)
    id = work.new_id(_plural(words), "items")
    variable = work.new_id(f"{words} item", "item")
    item_text, between = _split_end(text[starts[0] : stop])
    last_text, _ = _split_end(text[starts[-1] : run.end])
    end = starts[-1] + len(last_text)
    document = read_document(item_text)
    first_line = work.first_line + heading.line
    inner = Workspace(document, find_tokens(document), work.numbers, variable, words, work.room)
    inner.first_line = first_line
    before = work.room[0]
    number = f"{variable}_number"
    counting = _counting_tokens(inner) - work.counters.keys()
    inner.counters = {**work.counters, **dict.fromkeys(counting, Name(number))}
    _add_counters(inner, _heading_numbers(work, run))
    questions, nodes = read_item(inner)
    if not questions:
        work.room[0] = before
        return
    if counting:
        nodes = (Assign(number, Member(Name("loop"), "index")), *nodes)
    label = shorten(_plural(words))
    is_optional = OPTIONAL.search(heading.title) is not None
    work.room[0] += sum(1 for question in questions for _ in question.with_inner())
    question = Question(
        id=id,
        kind="group",
        label=label,
        short=shorten(label, 40),
        help="" if not is_optional else "This is optional.",
        item=words.lower(),
        questions=questions,
    )
    between = between if "\n" in between else "\n\n"
    is_later = Compare(Member(Name("loop"), "index"), ((">", Constant(1)),))
    separator = Condition(((is_later, (Text(between),)),), is_inline=True)
    repeat = Repeat(variable, work.expression(id), None, (separator, *nodes), is_inline=True)
    work.add_filled(starts[0], end, question, lambda _: (repeat,))


def _split_end(text: str) -> tuple[str, str]:
    """Return a text without the blank lines and rules at its end, and these."""
    stripped = text.rstrip(" \t\n")
    while stripped.endswith("\n---"):
        stripped = stripped[:-3].rstrip(" \t\n")
    return stripped, text[len(stripped) :]


def _group_words(work: Workspace, heading: Heading) -> str:
    """Return what one of the sections is called: the fixed words of its heading, without its number."""
    line = work.document.lines[heading.line]
    fixed = work.document.visible[line.content : line.end]
    tokens = work.tokens_in(line.content, line.end)
    for token in tokens:
        fixed = fixed.replace(work.document.text[token.start : token.end], "\0")
    words = re.split(r"[:：(–—]|\s-\s", fixed.replace("\0", " "))[0]
    words = heading_label(_COUNTER.sub(" ", words)).strip(" .-")
    if not re.search(r"\w{2}", words) and tokens:
        words = re.sub(r"\s*\d+\b", "", token_words(tokens[0].inner)).strip()
    words = re.sub(r"\A(?:title|name|description) (?:of|for) (?:the )?(?=\w)", "", words, flags=re.IGNORECASE)
    words = words[:1].upper() + words[1:]
    return shorten(words, 50) if re.search(r"\w{2}", words) else "Item"


def _plural(words: str) -> str:
    if not words.isascii() or words.endswith("s") or len(words.split()) > 3:
        return words
    if re.search(r"[^aeiou]y\Z", words):
        return f"{words[:-1]}ies"
    return f"{words}es" if re.search(r"(?:x|ch|sh)\Z", words) else f"{words}s"


def _heading_numbers(work: Workspace, run: _Run) -> list[int]:
    """Return which numbers in the heading of the first section count the sections, by their order in it."""
    headings = [work.document.lines[work.document.line_at(start)] for start in run.starts]
    numbers = [_numbers_in(work.document.visible[line.content : line.end]) for line in headings]
    if len(numbers) == 1:
        return [index for index, (_, text) in enumerate(numbers[0]) if text == "1"][:1]
    return [
        index
        for index in range(min(map(len, numbers)))
        if all(each[index][1] == str(item + 1) for item, each in enumerate(numbers))
    ]


def _numbers_in(text: str) -> list[tuple[int, str]]:
    """Return the numbers of a heading, each with its offset; those in brackets are words of what stands there."""
    outside = re.sub(r"\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>", lambda found: " " * len(found[0]), text)
    return [(found.start(), found[0]) for found in re.finditer(r"\d+", outside)]


def _add_counters(inner: Workspace, counting: list[int]) -> None:
    """Put the number of the item in place of the first one's, in its heading and behind the same words."""
    document = inner.document
    line = document.lines[0]
    row = document.visible[line.content : line.end]
    stretches: list[tuple[int, int]] = []
    numbers = _numbers_in(row)
    for index in counting:
        at, text = numbers[index]
        stretches.append((line.content + at, line.content + at + len(text)))
    if counting:
        words = re.search(r"((?:[^\W\d_]+ ){1,3})\Z", row[: numbers[counting[0]][0]])
        if words is not None:
            again = re.compile(rf"(?<![\w.]){re.escape(words[1])}1(?!\w)")
            stretches += ((found.end() - 1, found.end()) for found in again.finditer(document.visible, line.end))
    for start, end in stretches:
        if inner.is_free(start, end):
            index = Member(Name("loop"), "index")
            inner.add(start, end, (), (inner.slot(index),), Constant(False))


def _counting_tokens(inner: Workspace) -> frozenset[str]:
    """Return the tokens such as `{{N}}` in the heading of an item that only count the items."""
    line = inner.document.lines[0]
    return frozenset(
        token.inner for token in inner.tokens_in(line.start, line.end) if _COUNTER_TOKEN.fullmatch(token.inner)
    )
