"""Lists to fill in: boxes to tick, tasks to add to, bullets of placeholders, numbered items left empty.

* [driver 1]
* [driver 2]      ->  a list "Decision drivers"
* …
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from wizard.compiler.importers.markdown.blanks import Workspace, column_id, is_counted_on
from wizard.compiler.importers.markdown.question_labels import (
    capitalize,
    heading_label,
    kind_of_token,
    options_of,
    plain_text,
    shorten,
    token_words,
)
from wizard.compiler.importers.markdown.scanning.bracket_tokens import BracketToken
from wizard.compiler.importers.markdown.scanning.document import Line
from wizard.compiler.importers.markdown.scanning.word_lists import ELLIPSIS, QUESTION, SAMPLE_TASKS, WORK
from wizard.model.body import Node, Text
from wizard.model.expressions import Arithmetic, Compare, Constant, Expression, IfElse, IsTest, Member, Name, Or
from wizard.model.template import KindName, Option, Question

# "FR-001: " or "**SC-1**. ": an item that is told by its number.
_NUMBERED = re.compile(
    r"(?P<before>[*_`]{0,3}[A-Z]{1,6}-?)(?P<number>\d{1,4})(?P<after>[*_`]{0,3}[:.]?[*_`]{0,3}[ \t]+)(?=\S)"
)
_BOX = re.compile(r"\[([ xX])\]")


class _Item(Struct, frozen=True):
    index: int
    """Of its first line."""
    line: Line
    last: int
    """The index of its last line with text, without the items below it."""


def find_list_blanks(work: Workspace) -> None:
    """Add the blanks of every list whose items are boxes, placeholders or empty."""
    for items in _runs(work):
        if all(item.line.box for item in items):
            _add_boxes(work, items)
        elif _are_sample_steps(work, items):
            _add_plain_list(work, items, _label_above(work, items[0].index), [])
        else:
            _add_items(work, items)


def _are_sample_steps(work: Workspace, items: list[_Item]) -> bool:
    """Return whether a list is a sample to be replaced: most of its items break off, as in `1. Click on '...'`."""
    broken = [item for item in items if re.search(r"(?:\.{3,}|…)[\"'’”`]?\Z", work.document.content(item.line))]
    has_text = any(re.search(r"\w", work.document.content(item.line)) for item in items)
    is_free = work.is_free(items[0].line.start, work.document.lines[items[-1].last].end)
    return has_text and len(items) > 1 and 2 * len(broken) > len(items) and is_free


def _runs(work: Workspace) -> Iterator[list[_Item]]:
    """Yield the runs of items that follow one another in one list, at one depth unless they have boxes."""
    lines = work.document.lines
    run: list[_Item] = []
    for index, line in enumerate(lines):
        if line.kind == "item":
            item = _Item(index, line, _last_line(work, index))
            is_same = run and bool(run[0].line.box) == bool(line.box) and run[0].line.is_quoted == line.is_quoted
            is_same = is_same and (line.box or (run[-1].line.depth == line.depth and _mark(run[-1]) == _mark(item)))
            if run and not is_same:
                yield run
                run = []
            run.append(item)
        elif run and not _belongs(work, run[-1], index):
            yield run
            run = []
    if run:
        yield run


def _mark(item: _Item) -> str:
    return "1" if item.line.marker[0].isdigit() else item.line.marker


def _belongs(work: Workspace, item: _Item, index: int) -> bool:
    """Return whether a line that is no item is part of the list: blank, or text of the item above it."""
    line = work.document.lines[index]
    if line.kind == "blank":
        following = next((each for each in work.document.lines[index + 1 : index + 3] if each.kind != "blank"), None)
        return following is not None and following.kind == "item"
    return index <= item.last


def _last_line(work: Workspace, index: int) -> int:
    """Return the index of the last line of an item's own text."""
    lines = work.document.lines
    last = index
    while last + 1 < len(lines) and lines[last + 1].kind in ("text", "code", "fence") and not lines[last + 1].level:
        last += 1
    return last


def _section_title(work: Workspace, index: int) -> str:
    return work.title_of(work.heading_above(index))


def _label_above(work: Workspace, index: int) -> str:
    """Return the label or title that a list stands under."""
    lines = work.document.lines
    above = next((at for at in range(index - 1, max(index - 3, -1), -1) if lines[at].kind != "blank"), None)
    if above is not None and lines[above].kind in ("text", "item", "heading"):
        content = work.document.content(lines[above])
        if re.search(r"[:：][*_]*\Z", content) and len(content) <= 90:
            return heading_label(content.rstrip("*_"))
    return _section_title(work, index) or "What belongs on this list?"


def _add_boxes(work: Workspace, items: list[_Item]) -> None:
    lines = work.document.lines
    first, last = items[0].line, lines[items[-1].last]
    heading = work.heading_above(items[0].index)
    texts = [work.document.content(item.line) for item in items]
    if not any(texts) or work.claimed_in(first.start, last.end):
        _add_empty_boxes(work, items, texts)
        return
    is_flat = all(item.line.depth == first.depth and item.last == item.index for item in items)
    is_flat = is_flat and items[-1].index - items[0].index == len(items) - 1
    is_question = any(QUESTION.search(text) for text in texts)
    if is_flat and WORK.search(heading.title) and not is_question and len({item.line.marker for item in items}) == 1:
        _add_tasks(work, items, texts)
        return
    label = _label_above(work, items[0].index)
    values = _unique_texts(texts)
    ticked = [value for value, item in zip(values, items, strict=True) if item.line.box[1] in "xX"]
    question = replace(
        work.question("choices", label, "boxes"),
        label=shorten(f"{label}: which apply?") if not label.endswith("?") else label,
        options=tuple(Option(value, value) for value in values),
        default=tuple(ticked) or None,
        item="box",
    )
    answer = work.expression(question.id)
    work.add(first.start, first.start, (question,), (), IsTest(answer, "open"))
    for item, value in zip(items, values, strict=True):
        found = _BOX.search(work.document.text, item.line.start, item.line.content)
        assert found is not None
        mark = found[1]
        has_it: Expression = Compare(Constant(value), (("in", answer),))
        if mark == " ":
            slot = work.slot(IfElse(has_it, Constant("x"), Constant(" ")))
        else:
            slot = work.slot(IfElse(Or(IsTest(answer, "open"), has_it), Constant(mark), Constant(" ")))
        work.add(found.start(1), found.end(1), (), (slot,), IsTest(answer, "open"))


def _add_empty_boxes(work: Workspace, items: list[_Item], texts: list[str]) -> None:
    """Add a list for boxes without any text."""
    lines = work.document.lines
    first, last = items[0].line, lines[items[-1].last]
    if any(texts) or work.claimed_in(first.start, last.end):
        return
    _add_tasks(work, items, [])


def _unique_texts(texts: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    values: list[str] = []
    for number, text in enumerate(texts):
        value = plain_text(text) or f"Box {number + 1}"
        value = shorten(value, 300)
        seen[value] = seen.get(value, 0) + 1
        values.append(value if seen[value] == 1 else f"{value} ({seen[value]})")
    return values


def _add_tasks(work: Workspace, items: list[_Item], texts: list[str]) -> None:
    """Add a checklist that can grow, which begins with the tasks of the template."""
    first = items[0].line
    label = _label_above(work, items[0].index)
    tasks = tuple(
        {"text": text, "done": item.line.box[1] in "xX"} for text, item in zip(texts, items, strict=False) if text
    )
    is_sample = any(SAMPLE_TASKS.search(comment.text) for comment in work.document.comments)
    has_tokens = bool(work.tokens_in(first.start, items[-1].line.end))
    question = replace(
        work.question("checklist", label, "tasks"),
        label=shorten(f"{label}: what is to be done?") if not label.endswith("?") else label,
        placeholder=tasks or None,
        default=None if has_tokens or is_sample or not tasks else tasks,
        item="task",
    )
    prefix = work.document.text[first.start : first.content]
    box = _BOX.search(prefix)
    before, after = (prefix[: box.start(1)], prefix[box.end(1) :]) if box is not None else (f"{prefix}[", "] ")
    after = after if after.endswith((" ", "\t")) else f"{after} "

    def task_nodes() -> tuple[Node, ...]:
        done, text = Member(Name("task"), "done"), Member(Name("task"), "text")
        mark = work.slot(IfElse(done, Constant("x"), Constant(" ")))
        return (Text(before), mark, Text(after), work.slot(text))

    work.add_repeated(first, work.document.lines[items[-1].last], question, "task", task_nodes)


def _add_items(work: Workspace, items: list[_Item]) -> None:
    """Add lists for items that are all placeholders of one kind, one after another."""
    start = 0
    while start < len(items):
        stop = start + 1
        pattern = _pattern(work, items[start])
        while pattern and stop < len(items):
            other = _pattern(work, items[stop])
            if other != "…" and not is_counted_on(pattern, other, stop - start):
                break
            stop += 1
        has_ellipsis = stop > start + 1 and _pattern(work, items[stop - 1]) == "…"
        is_empty = pattern == "\0" and not work.document.content(items[start].line)
        if is_empty and len(items) == 1 and not _has_more_below(work, items[start]):
            _add_list(work, items, pattern)
        elif pattern == "…" and stop - start >= 2:
            _add_list(work, items[start:stop], "\0")
        elif pattern and pattern != "…" and (stop - start - has_ellipsis >= 2 or has_ellipsis):
            _add_list(work, items[start:stop], pattern)
        start = stop


def _has_more_below(work: Workspace, item: _Item) -> bool:
    """Return whether an empty item only heads what is indented below it, or has a comment in place of its text."""
    following = work.document.lines[item.index + 1 : item.index + 2]
    is_nested = any(line.kind != "blank" and line.depth > item.line.depth for line in following)
    return is_nested or bool(work.document.comments_in(item.line.start, item.line.end))


def _pattern(work: Workspace, item: _Item) -> str:
    """Return an item's text with `\\0` for every token; empty for items that nobody fills in."""
    content = work.document.content(item.line)
    if item.last != item.index and work.document.lines[item.last].kind != "text":
        return ""
    if ELLIPSIS.fullmatch(content):
        return "…"
    if not content:
        return "\0"
    end = work.document.lines[item.last].end
    tokens = [token for token in work.tokens_in(item.line.content, end) if token.shape != "target"]
    if not tokens:
        return ""
    numbered = _NUMBERED.match(content)
    if numbered is not None and all(token.start >= item.line.content + numbered.end() for token in tokens):
        return f"{numbered[0]}\1"
    parts, at = list[str](), item.line.content
    for token in tokens:
        parts += (work.document.visible[at : token.start], "\0")
        at = token.end
    return "".join((*parts, work.document.visible[at:end])).strip()


def _add_list(work: Workspace, items: list[_Item], pattern: str) -> None:
    lines = work.document.lines
    first, last = items[0].line, lines[items[-1].last]
    if work.claimed_in(first.start, last.end):
        return
    label = _label_above(work, items[0].index)
    tokens = work.tokens_in(first.content, lines[items[0].last].end)
    numbered = _NUMBERED.match(work.document.content(first))
    if pattern == "\0":
        _add_plain_list(work, items, label, tokens)
    elif numbered is not None and pattern == f"{numbered[0]}\1":
        _add_numbered_list(work, items, label, numbered)
    else:
        _add_rows(work, items, label, tokens)


def _add_plain_list(work: Workspace, items: list[_Item], label: str, tokens: list[BracketToken]) -> None:
    first = items[0].line
    words = token_words(tokens[0].inner) if tokens else ""
    question = replace(
        work.question("list", label, "items"),
        help=shorten(words, 400) if len(words.split()) > 2 and words.lower() != label.lower() else "",
        item="item",
    )
    prefix = work.document.text[first.start : first.content]
    prefix = prefix if prefix.endswith((" ", "\t")) else f"{prefix} "
    last = work.document.lines[items[-1].last]

    def item_nodes() -> tuple[Node, ...]:
        return (*_marker_nodes(work, first, prefix), work.slot(Name("item")))

    work.add_repeated(first, last, question, "item", item_nodes)


def _add_numbered_list(work: Workspace, items: list[_Item], label: str, numbered: re.Match[str]) -> None:
    """Add a list for items that each begin with a number of their own, such as `FR-001`, and go on with a blank."""
    first = items[0].line
    sample = plain_text(work.document.content(first)[numbered.end() :])
    question = replace(work.question("list", label, "items"), help=shorten(f"For example: {sample}", 400), item="item")
    prefix = work.document.text[first.start : first.content]
    digits = numbered["number"]

    def item_nodes() -> tuple[Node, ...]:
        marker = _marker_nodes(work, first, prefix)
        number = _number_nodes(work, digits)
        return (*marker, Text(numbered["before"]), *number, Text(numbered["after"]), work.slot(Name("item")))

    work.add_repeated(first, work.document.lines[items[-1].last], question, "item", item_nodes)


def _number_nodes(work: Workspace, digits: str) -> tuple[Node, ...]:
    """Return the number of an item: it counts from `digits`, with as many digits at least."""
    index: Expression = Member(Name("loop"), "index")
    start = int(digits)
    value = index if start == 1 else Arithmetic("+", index, Constant(start - 1))
    zeros: Expression = Constant("")
    for count in reversed(range(1, len(digits))):
        zeros = IfElse(Compare(value, (("<", Constant(10**count)),)), Constant("0" * (len(digits) - count)), zeros)
    return (work.slot(zeros), work.slot(value)) if len(digits) > 1 else (work.slot(value),)


def _marker_nodes(work: Workspace, line: Line, prefix: str) -> tuple[Node, ...]:
    """Return the marker of an item; that of a numbered list counts."""
    if not line.marker[0].isdigit():
        return (Text(prefix),)
    at = prefix.index(line.marker)
    first = int(line.marker[:-1])
    index: Expression = Member(Name("loop"), "index")
    number = work.slot(index if first < 2 else Arithmetic("+", index, Constant(first - 1)))
    before, after = prefix[:at], prefix[at + len(line.marker) - 1 :]
    return (Text(before), number, Text(after)) if before else (number, Text(after))


def _add_rows(work: Workspace, items: list[_Item], label: str, tokens: list[BracketToken]) -> None:
    """Add a table for items that are all one sentence with the same blanks."""
    first = items[0].line
    text = work.document.text
    columns, parts, at = list[Question](), list[Node | BracketToken | str](), first.content
    taken: dict[str, str] = {}
    ids: dict[str, int] = {}
    for token in tokens:
        parts += (text[at : token.start], token)
        at = token.end
        if token.inner in taken:
            continue
        name = token_words(token.inner.split(",")[0]) or "Text"
        id = column_id(name) or "text"
        ids[id] = ids.get(id, 0) + 1
        id = id if ids[id] == 1 else f"{id}_{ids[id]}"
        taken[token.inner] = id
        options, is_other = options_of(token.inner)
        kind: KindName = "choice" if options else kind_of_token(token.inner, "")
        columns.append(
            Question(
                id=id,
                kind=kind if kind != "number" else "line",
                label=shorten(capitalize(name)),
                short=shorten(capitalize(name), 40),
                help=shorten(plain_text(token.inner), 300) if plain_text(token.inner).lower() != name.lower() else "",
                placeholder=text[token.start : token.end],
                options=options,
                other=is_other,
            )
        )
    end = work.document.lines[items[0].last].end
    parts.append(text[at:end].rstrip())
    sample = plain_text(work.document.visible[first.content : end])
    question = replace(
        work.question("table", label, "items"),
        help=shorten(f"Each of them reads: {sample}", 400),
        item="item",
        questions=tuple(columns),
    )
    prefix = text[first.start : first.content]

    def row_nodes() -> tuple[Node, ...]:
        nodes: list[Node] = [*_marker_nodes(work, first, prefix)]
        for part in parts:
            if isinstance(part, BracketToken):
                nodes.append(work.slot(Member(Name("row"), taken[part.inner])))
            elif isinstance(part, str) and part:
                nodes += _counted(work, part)
        return tuple(nodes)

    work.add_repeated(first, work.document.lines[items[-1].last], question, "row", row_nodes)


def _counted(work: Workspace, text: str) -> tuple[Node, ...]:
    """Return literal text, with the item's number in place of the `1` or `001` that counts the items."""
    found = re.search(r"(?<![\w.])[A-Z]{1,5}-(0*1)(?![\w.])", text)
    if found is None:
        return (Text(text),)
    after = (Text(text[found.end() :]),) if text[found.end() :] else ()
    return (Text(text[: found.start(1)]), *_number_nodes(work, found[1]), *after)
