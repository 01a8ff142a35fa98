"""Tables with rows to fill in: a table question where whole rows are blank, else a question for each blank cell.

| Risk | Owner |          a table with the columns "Risk" and "Owner"
|------|-------|    ->
| [..] |       |
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from msgspec import Struct
from msgspec.structs import replace

from wizard.compiler.importers.markdown.blanks import Workspace, column_id
from wizard.compiler.importers.markdown.question_labels import (
    capitalize,
    kind_of_token,
    options_of,
    plain_text,
    shorten,
    token_words,
)
from wizard.compiler.importers.markdown.scanning.bracket_tokens import BracketToken
from wizard.compiler.importers.markdown.scanning.document import Line
from wizard.compiler.importers.markdown.scanning.word_lists import ELLIPSIS, PLACEHOLDER_WORD
from wizard.compiler.importers.markdown.token_blanks import token_question
from wizard.model.body import Node, Repeat, Text
from wizard.model.expressions import Expression, Member, Name
from wizard.model.template import KindName, Question

_CELL = re.compile(r"(?:[^|\\`\[{]|\\.|\\\Z|`[^`]*`|`|\{\{[^{}]*\}\}|\{[^{}|]*\||\[[^\[\]]*\]|\[|\{)*")


class _Cell(Struct, frozen=True):
    start: int
    end: int
    """Without the blanks around it."""
    text: str


def find_table_blanks(work: Workspace) -> None:
    """Add the blanks of every table."""
    lines = work.document.lines
    index = 0
    while index < len(lines):
        if lines[index].kind != "table":
            index += 1
            continue
        last = index
        while last < len(lines) and lines[last].kind == "table":
            last += 1
        if last - index >= 2:
            _find_in_table(work, index, last)
        index = last


def _find_in_table(work: Workspace, first: int, last: int) -> None:
    lines = work.document.lines
    header = _cells(work, lines[first])
    rows = [(line, _cells(work, line)) for line in lines[first + 2 : last]]
    if not header:
        return
    if not rows and all(cell.text for cell in header):
        _add_table_without_rows(work, first, header)
    if not rows:
        return
    if work.claimed_in(lines[first].start, lines[last - 1].end):
        return
    if all(_is_blank_row(work, cells) for _, cells in rows) and any(
        not cell.text or work.tokens_in(cell.start, cell.end) for _, cells in rows for cell in cells
    ):
        _add_table(work, first, header, rows)
        return
    for _, cells in rows:
        _add_cells(work, header, cells)


def _is_blank_row(work: Workspace, cells: list[_Cell]) -> bool:
    """Return whether a row holds nothing but placeholders, numbers and empty cells."""
    kinds = [_cell_state(work, cell) for cell in cells]
    return "fixed" not in kinds and any(kind in ("token", "empty", "word") for kind in kinds)


def _cell_state(work: Workspace, cell: _Cell) -> str:
    if not cell.text:
        return "empty"
    if PLACEHOLDER_WORD.fullmatch(cell.text) or ELLIPSIS.fullmatch(cell.text):
        return "word"
    tokens = work.tokens_in(cell.start, cell.end)
    if tokens:
        rest = cell.text
        for token in tokens:
            rest = rest.replace(work.document.visible[token.start : token.end], "")
        return "token" if len(re.findall(r"\w+", rest)) <= 1 else "fixed"
    if re.fullmatch(r"\W*(?:\d+|[A-Z]{1,4}-?\d+)\W*|[^\w\s]+(?:/[^\w\s]+)*|\[[ xX]?\]", cell.text):
        return "number"
    return "fixed"


def _add_table(work: Workspace, first: int, header: list[_Cell], rows: list[tuple[Line, list[_Cell]]]) -> None:
    columns = tuple(_columns(work, header, rows))
    counting = frozenset(number for number in range(len(columns)) if _is_counting_column(number, header, rows))
    asked = tuple(column for number, column in enumerate(columns) if number not in counting)
    if not asked:
        return
    question = _table_question(work, first, asked)
    first_row = rows[0][0]
    prefix = work.document.text[first_row.start : first_row.content]
    text = work.document.text[first_row.content : first_row.end].strip()
    opening = "| " if text.startswith("|") else ""
    closing = " |" if text.endswith("|") or not opening else ""

    def row_nodes() -> tuple[Node, ...]:
        nodes = (Text(prefix + opening), *_cell_nodes(work, columns, counting))
        return (*nodes, Text(closing)) if closing else nodes

    work.add_repeated(first_row, rows[-1][0], question, "row", row_nodes)


def _table_question(work: Workspace, first: int, columns: tuple[Question, ...]) -> Question:
    """Return the question of a table whose head is at a line."""
    label = shorten(work.title_of(work.heading_above(first)) or "Table")
    help = f"A row for each; the columns are {', '.join(column.label for column in columns)}."[:500]
    return replace(work.question("table", label, "table"), help=help, item="row", questions=columns)


def _cell_nodes(work: Workspace, columns: tuple[Question, ...], counting: Collection[int] = ()) -> Iterator[Node]:
    """Yield a slot for each column with bars between them; `counting` are those with the number of the row."""
    for number, column in enumerate(columns):
        if number:
            yield Text(" | ")
        yield work.slot(Member(Name("loop"), "index") if number in counting else Member(Name("row"), column.id))


def _is_counting_column(number: int, header: list[_Cell], rows: list[tuple[Line, list[_Cell]]]) -> bool:
    """Return whether a column only numbers the rows: `#`, with 1, 2, 3 below it."""
    cells = [cells[number].text for _, cells in rows if number < len(cells)]
    is_number = re.fullmatch(r"#|no\.?|nr\.?|№", header[number].text.strip("*_ "), re.IGNORECASE)
    return is_number is not None and cells == [str(index + 1) for index in range(len(rows))]


def _add_table_without_rows(work: Workspace, first: int, header: list[_Cell]) -> None:
    """Add a table whose rows stand below the two lines of its head."""
    delimiter = work.document.lines[first + 1]
    columns = tuple(_columns(work, header, []))
    question = _table_question(work, first, columns)

    def filled(value: Expression) -> tuple[Node, ...]:
        nodes = (Text("\n| "), *_cell_nodes(work, columns), Text(" |"))
        return (Repeat("row", value, None, nodes, is_inline=True),)

    if not delimiter.is_quoted and not delimiter.depth:
        work.add_filled(delimiter.end, delimiter.end, question, filled)


def _columns(work: Workspace, header: list[_Cell], rows: list[tuple[Line, list[_Cell]]]) -> Iterator[Question]:
    taken = set[str]()
    for number, cell in enumerate(header):
        label = capitalize(plain_text(cell.text)) or f"Column {number + 1}"
        id = column_id(label) or f"column_{number + 1}"
        while id in taken or id == "loop":
            id = f"{id}_{number + 1}"
        taken.add(id)
        shown = [cells[number] for _, cells in rows if number < len(cells)]
        tokens = [token for each in shown for token in work.tokens_in(each.start, each.end)]
        yield _column(id, label, shown, tokens)


def _column(id: str, label: str, shown: list[_Cell], tokens: list[BracketToken]) -> Question:
    inner = next((token.inner for token in tokens), "")
    options, is_other = (
        options_of(inner) if inner and shown[0].text.strip("*_ ")[1:-1].strip("{") == inner else ((), False)
    )
    kind: KindName = "choice" if options else kind_of_token(inner, label) if inner else "line"
    is_telling = inner and plain_text(inner).lower() != label.lower() and not options
    return Question(
        id=id,
        kind=kind if kind != "number" else "line",
        label=shorten(label),
        short=shorten(label, 40),
        help=shorten(plain_text(inner), 300) if is_telling else "",
        options=options,
        other=is_other,
    )


def _add_cells(work: Workspace, header: list[_Cell], cells: list[_Cell]) -> None:
    """Add a blank for each empty or placeholder cell of a row that says in its first cells what it is about."""
    subject = _subject(work, cells)
    if not re.search(r"\w", subject):
        return
    for number, cell in enumerate(cells[1:], start=1):
        if number >= len(header) or not work.is_free(cell.start, cell.end):
            continue
        name = plain_text(header[number].text)
        is_only = len(header) == 2 or not name
        label = shorten(capitalize(subject if is_only else f"{subject}: {name}"))
        if not cell.text:
            _add_empty_cell(work, cell, label)
            continue
        options, is_other = options_of(cell.text)
        if PLACEHOLDER_WORD.fullmatch(cell.text) or len(options) > 2:
            question = replace(
                work.question("choice" if options else kind_of_token(cell.text, name), label),
                placeholder=cell.text,
                options=options,
                other=bool(options) and is_other,
            )
            work.add_slot(cell.start, cell.end, question)
            continue
        tokens = work.tokens_in(cell.start, cell.end)
        if len(tokens) == 1 and tokens[0].start <= cell.start + 2 and tokens[0].end >= cell.end - 2:
            line = work.document.lines[work.document.line_at(cell.start)]
            question = token_question(work, tokens[0], label, label, line)
            work.add_slot(tokens[0].start, tokens[0].end, question)


def _subject(work: Workspace, cells: list[_Cell]) -> str:
    """Return what a row is about: its first cell with words, behind a number."""
    for cell in cells[:2]:
        words = cell.text
        for token in work.tokens_in(cell.start, cell.end):
            words = words.replace(work.document.visible[token.start : token.end], token_words(token.inner))
        words = plain_text(words)
        if re.search(r"[^\W\d_]", words):
            return words
    return plain_text(cells[0].text) if cells else ""


def _add_empty_cell(work: Workspace, cell: _Cell, label: str) -> None:
    question = work.question("line", label)
    text = work.document.text
    before = "" if text[cell.start - 1 : cell.start] in (" ", "\t") else " "
    after = "" if text[cell.end : cell.end + 1] in (" ", "\t") else " "
    if not before and not after:
        work.add_slot(cell.start, cell.end, question)
        return

    def filled(value: Expression) -> tuple[Node, ...]:
        return (Text(before), work.slot(value), Text(after))

    work.add_filled(cell.start, cell.end, question, filled, is_inline=True)


def _cells(work: Workspace, line: Line) -> list[_Cell]:
    """Return the cells of a row; a bar in a token, in code or behind a backslash ends none."""
    text = work.document.visible
    at, end = line.content, line.end
    while end > at and text[end - 1] in " \t":
        end -= 1
    at += text[at:end].startswith("|")
    closing = end > at and text[end - 1] == "|" and text[end - 2 : end - 1] != "\\"
    end -= closing
    cells: list[_Cell] = []
    while at <= end:
        found = _CELL.match(text, at, end)
        assert found is not None
        stop = min(end, found.end())
        start = at
        while start < stop and text[start] in " \t":
            start += 1
        back = stop
        while back > start and text[back - 1] in " \t":
            back -= 1
        if start == back and stop > at:
            start = back = min(at + 1, stop)
        cells.append(_Cell(start, back, text[start:back]))
        at = stop + 1
        if stop >= end:
            break
    return cells
