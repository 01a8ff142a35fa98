r"""A text of a Markdown file to the answer that it is, by the kind of its question.

    `30 April 2027`  in the slot of a date           ->  `2027-04-30`
    `a \| b`         in a cell                       ->  `a | b`
    `- [x] Draw it`  below the heading of a list     ->  a task that is done

What stands in a slot has several readings, of which rendering tells the one that is meant; a block below a heading has
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from wizard.answers.kinds import KINDS, parse_answer, validate_answer
from wizard.answers.parsing import DRAWN_BOX
from wizard.errors import InvalidAnswer
from wizard.markdown.escaping.unescaping import unescape_in_slot, unescape_inline
from wizard.markdown.fences import fence_after
from wizard.markdown.syntax import DELIMITER_ROW, LIST_MARKER, TASK_BOX
from wizard.model.answers import OPEN, Answer, Unanswered
from wizard.model.render_steps import SlotContext
from wizard.model.template import Question

_ITEM: Final = re.compile(rf"([ \t]*)(?:{LIST_MARKER}|[•◦])(?:[ \t]+|$)(.*)")
_BOX: Final = re.compile(rf"(?:({TASK_BOX})|({DRAWN_BOX}))[ \t]*(.*)", re.DOTALL)
_DELIMITERS: Final = re.compile(rf"{DELIMITER_ROW}$")
_CELL_END: Final = re.compile(r"(?<!\\)\|")
_IN_LINE: Final = (", ", "; ", " / ", " · ")
"""What may stand between the items of a list in one line, the likeliest first."""


# -------------------------------------------------------------------------------------------------------- in a slot


def read_slot(question: Question, text: str, context: SlotContext, line: str, *, is_part: bool) -> Iterator[Answer]:
    """Yield the answers that may have become a text in a slot, the likeliest first.

    `line` is what stands before the slot on its line; `is_part` says that the slot is for an item of the question's
    list, or for the text of a task. They are not validated.
    """
    found: set[str] = set()
    for typed in unescape_in_slot(context, text, line):
        for answer in _read_typed(question, typed, is_part=is_part):
            if repr(answer) not in found:
                found.add(repr(answer))
                yield answer


def _read_typed(question: Question, typed: str, *, is_part: bool) -> Iterator[Answer]:
    if not typed.strip():
        return
    match question.kind:
        case "line" | "text" | "diagram":
            yield typed
        case "choice":
            yield from _options(question, typed)
        case "choices" | "list" | "checklist" if is_part:
            yield from _options(question, typed)
        case "choices" | "list":
            for separator in _IN_LINE:
                if separator in typed:
                    yield tuple(part for part in typed.split(separator) if part.strip())
            yield (typed,)
        case "number" | "date" | "yesno":
            try:
                yield KINDS[question.kind].parse(question, typed)
            except InvalidAnswer:
                return
        case "checklist" | "table" | "group":
            return


def _options(question: Question, typed: str) -> Iterator[str]:
    """Yield the values of the options with this label, then the text itself."""
    yield from (option.value for option in question.options if option.label == typed.strip())
    yield typed


# ------------------------------------------------------------------------------------------------------ in a document


def read_block(question: Question, text: str) -> Answer | Unanswered:
    """Return the answer that a block of Markdown is, such as all that stands below a heading, OPEN for a blank one.

    Raise InvalidAnswer for a text that is none, and for any text where a group is asked for.
    """
    text = text.strip("\n").rstrip()
    if not text.strip():
        return OPEN
    match question.kind:
        case "text":
            return parse_answer(question, text)
        case "diagram":
            return parse_answer(question, _within_fence(text))
        case "list":
            return _require(question, tuple(unescape_inline(item.text) for item in _items(text)))
        case "checklist":
            return _require(question, tuple({"text": unescape_inline(each.text), "done": each.is_done}
                                            for each in _items(text)))  # fmt: skip
        case "choices":
            return parse_answer(question, "\n".join(_chosen(text)))
        case "table":
            return _read_table(question, text)
        case "line" | "choice" | "number" | "date" | "yesno":
            return _read_line(question, text)
        case "group":
            raise InvalidAnswer("", "a group cannot be read from one block of text")


def _require(question: Question, answer: Answer) -> Answer:
    accepted, problems = validate_answer(question, answer)
    if problems:
        raise problems[0]
    return accepted


class _Item(Struct):
    """An item of a list, with the lines that go on with it."""

    text: str
    is_done: bool
    has_box: bool


def _items(text: str) -> list[_Item]:
    """Return the items of a list, at any depth, or the lines of a text that is none."""
    items: list[_Item] = []
    fence = ""
    goes_on = False
    for line in text.split("\n"):
        item = _ITEM.match(line) if not fence else None
        fence = fence_after(line.lstrip(" \t"), fence)
        if item is not None:
            items.append(_item(item[2].strip()))
            goes_on = True
        elif not line.strip():
            goes_on = False
        elif goes_on and items:
            items[-1].text = f"{items[-1].text} {line.strip()}".strip()
        else:
            items.append(_item(line.strip()))
    return [item for item in items if item.text]


def _item(text: str) -> _Item:
    box = _BOX.match(text)
    if box is None:
        return _Item(text, is_done=False, has_box=False)
    return _Item(box[3].strip(), is_done=(box[1] or box[2]) not in ("[ ]", "☐"), has_box=True)


def _chosen(text: str) -> Iterator[str]:
    items = _items(text)
    if any(item.has_box for item in items):
        yield from (unescape_inline(item.text) for item in items if item.has_box and item.is_done)
    elif len(items) == 1:
        yield from (unescape_inline(part.strip()) for part in re.split(r"[,;]", items[0].text) if part.strip())
    else:
        yield from (unescape_inline(item.text) for item in items)


def _read_line(question: Question, text: str) -> Answer | Unanswered:
    items = _items(text)
    ticked = [item for item in items if item.has_box and item.is_done]
    if any(item.has_box for item in items):
        if question.kind == "yesno" and len(items) == 1:
            return bool(ticked)
        if len(ticked) > 1 or not ticked:
            if not ticked:
                return OPEN
            raise InvalidAnswer("", f"{len(ticked)} boxes are ticked, and one answer is asked for")
        items = ticked
    return parse_answer(question, unescape_inline(" ".join(item.text for item in items)))


def _within_fence(text: str) -> str:
    """Return what stands in a fence, if the text is one fence and nothing else."""
    first, *rest = text.split("\n")
    fence = fence_after(first.lstrip(" \t"), "")
    if not fence or not rest:
        return text
    for index, line in enumerate(rest):
        if not fence_after(line.lstrip(" \t"), fence):
            return "\n".join(rest[:index]) if index == len(rest) - 1 else text
    return "\n".join(rest)


# -------------------------------------------------------------------------------------------------------- a table


def split_row(line: str) -> list[str]:
    """Return the cells of a table's row, without their outer blanks; an escaped bar ends none."""
    line = line.strip()
    line = line.removeprefix("|")
    cells = _CELL_END.split(line)
    if cells and not cells[-1].strip() and line.endswith("|"):
        cells.pop()
    return [cell.strip() for cell in cells]


def _read_table(question: Question, text: str) -> Answer | Unanswered:
    lines = [line for line in text.split("\n") if line.strip()]
    head = next((index for index, line in enumerate(lines) if _DELIMITERS.match(line) and "-" in line), None)
    columns = list(question.questions)
    if head is not None and head:
        columns = _columns_in_order(question, split_row(lines[head - 1]))
        rows = [split_row(line) for line in lines[head + 1 :]]
    else:
        rows = [split_row(line) for line in lines if "|" in line]
        if len(rows) != len(lines):
            raise InvalidAnswer("", "this is no table")
    cells = [
        {
            column.id: answer
            for column, cell in zip(columns, row, strict=False)
            if column is not None and (answer := _read_cell(column, cell)) is not OPEN
        }
        for row in rows
    ]
    filled = tuple(row for row in cells if row)
    return _require(question, filled) if filled else OPEN


def _read_cell(column: Question, cell: str) -> Answer | Unanswered:
    text = unescape_inline(re.sub(r"<br ?/?>", "\n", cell.replace("\\|", "|")))
    return OPEN if text.strip() in ("", "&nbsp;") else parse_answer(column, text)


def _columns_in_order(question: Question, titles: Sequence[str]) -> list[Question | None]:
    """Return the column that each cell of the head names, by its label, short name or id, else those in order."""
    by_title = {
        name.casefold(): column for column in question.questions for name in (column.label, column.short, column.id)
    }
    named = [by_title.get(unescape_inline(title).strip("*_ ").casefold()) for title in titles]
    return named if any(named) else list(question.questions)
