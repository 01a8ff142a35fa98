"""What plans call their tasks: `T012`, `1.3`, `01-02`, `#4`, `AUTH-01`, `Step 2`; and which tasks a name means.

"**Step 2: Run it**"  ->  id "Step 2"      "T012", "t12", "`T012`:"  ->  the task with the id "T012"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from wizard.limits import MAX_ID_LIST_CHARACTERS, MAX_ID_RANGE

_NUMBER: Final = r"\d+(?:[.-]\d+)*[A-Za-z]?"
_WORDS: Final = (
    "User[ ]Story|Subtask|Sub-task|Task|Step|Phase|Track|Milestone|Story|Epic|Part|Stage|Slice|Sprint|Week|Day"
)
# Of spec-kit and its like, GSD, Backlog.md and beads; a number alone is an id only with `.`, `)` or `:` behind it.
_ID: Final = rf"""(?:
    \#\d+
  | bd-[0-9a-z]+(?:\.\d+)*
  | [A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*-\d+(?:\.\d+)*[A-Za-z]?
  | [A-Z]{{1,6}}\d+(?:\.\d+)*[a-z]?
  | (?i:{_WORDS})[ ]+\#?{_NUMBER}
  | \d+(?:[.-]\d+)+[A-Za-z]*
  | \d+(?=[.):])
)"""
_ENDS: Final = r"(?=[\s:.,;)\]*_`~\u2013\u2014-]|\Z)"
_LEADING: Final = re.compile(
    rf"""
    (?:[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]+[ ]*)?   # a symbol before it
    [*_~`]*                                               # bold, struck out, code
    (?!\[(?i:US)\d)(?!\d{{4}}-\d\d-\d\d)                   # [US1] is a label, and 2026-11-30 a date
    \[? ({_ID}) {_ENDS}
    """,
    re.VERBOSE,
)
_WHOLE: Final = re.compile(rf"(?:{_ID}|\d+)", re.VERBOSE)
_ANY: Final = re.compile(rf"(?<![\w#.])(?:{_ID}|\d+)(?![^\W_]|[.-]\d)", re.VERBOSE)
_MARKUP: Final = re.compile(r"[*_`~\[\]():]+")
_DIGITS: Final = re.compile(r"\d+")
_DOTTED_END: Final = re.compile(r"\D+(\d+(?:[.-]\d+)+)")
_RANGE: Final = re.compile(r"[ ]*(?:-|\u2013|\u2014|\.\.|to|through)[ ]*")


def leading_id(text: str) -> str:
    """Return the id that a task or heading begins with, without what is around it; nothing when it has none."""
    found = _LEADING.match(text)
    return " ".join(found[1].split()) if found else ""


def is_id(name: str) -> bool:
    """Return whether a name looks like an id, and not like words of a task."""
    return _WHOLE.fullmatch(name) is not None or _WHOLE.fullmatch(name.upper()) is not None


def fold_name(name: str) -> str:
    """Return a name in the form in which names are compared: `**Step 2:**` and `step 2` are the same."""
    return " ".join(_MARKUP.sub(" ", name).casefold().split()).rstrip(".,;)")


def loose_number(id: str) -> str:
    """Return an id without zeros before its numbers: `t12` for `T012`, `1-2` for `01-02`."""
    return _DIGITS.sub(lambda digits: digits[0].lstrip("0") or "0", fold_name(id))


def number_of(id: str) -> str:
    """Return the number of an id that has one: `4` for `#4`, `2.1` for `Step 2.1`, `12` for `T012`; else nothing."""
    numbers = _DIGITS.findall(id)
    if len(numbers) == 1:
        return numbers[0].lstrip("0") or "0"
    dotted = _DOTTED_END.fullmatch(id)
    return loose_number(dotted[1]) if dotted is not None else ""


def parent_ids(id: str) -> Iterator[str]:
    """Yield the ids that a dotted one is below of, the nearest first: `1.2` and `1` for `1.2.3`."""
    while "." in id:
        id = id.rpartition(".")[0]
        yield id


def ids_in(text: str) -> Iterator[str]:
    """Yield the ids in a list such as `T012, T013 and 1.2`; `T012-T014` stands for three."""
    end, last = 0, ""
    for found in _ANY.finditer(text[:MAX_ID_LIST_CHARACTERS]):
        id = " ".join(found[0].split())
        if last and _RANGE.fullmatch(text[end : found.start()]):
            yield from _between(last, id)
        yield id
        end, last = found.end(), id


def _between(first: str, last: str) -> Iterator[str]:
    """Yield the ids between two that differ in their last number."""
    before, after = (re.match(r"(.*?)(\d+)\Z", id) for id in (first, last))
    if before is None or after is None or before[1] != after[1]:
        return
    start, stop, width = int(before[2][-9:]), int(after[2][-9:]), len(before[2])
    for number in range(start + 1, min(stop, start + MAX_ID_RANGE)):
        yield f"{before[1]}{number:0{width}}"


def split_range(id: str) -> Iterable[str]:
    """Return the ids that `1.1-1.3` stands for; an id that is no range stands for itself."""
    first, _, last = id.partition("-")
    if not last or not first:
        return (id,)
    return (first, *_between(first, last), last)
