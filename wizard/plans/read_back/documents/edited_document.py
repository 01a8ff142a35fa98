"""Edits made by hand in a saved document that is laid out in its own way become the answers that they stand for.

Such a document is never what its answers render, so both are read as documents: what was rendered last, and the file.
Where the two say something else, the file was edited. An answer that the file does not have any more stays: that the
document is read otherwise than it was meant must not cost one.
"""

from __future__ import annotations

from collections.abc import Iterator, Set as AbstractSet

from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, AnswerPath, answer_at, format_path, is_list, is_mapping
from wizard.plans.merge.base_text import Base
from wizard.plans.read_back.documents.foreign_document import read_document
from wizard.plans.read_back.edits.edited_answers import ReadBack, ReadChange
from wizard.plans.read_back.edits.slot_edits import with_answer
from wizard.render.plan import render_plan


def read_document_edits(interview: Interview, base: Base | None, file: str, refused: AbstractSet[str]) -> ReadBack:
    """Return what was done by hand in a document since it was saved, as `read_edits` does in a plan."""
    nothing = ReadBack(interview, (), (), None)
    if not isinstance(base, str) or render_plan(interview).text != base:
        return nothing
    before = read_document(interview.template, base)
    now = read_document(interview.template, file)
    lines = {each.path: each.line for each in now.found}
    changes: list[ReadChange] = []
    unwanted: list[ReadChange] = []
    after = interview
    for path, old, new in _differences(before.answers, now.answers, ()):
        if answer_at(interview.answers, path) != old:
            continue
        line = lines.get(format_path(path)) or lines.get(format_path(path[:-1])) or 1
        change = ReadChange(path, old, new, isinstance(old, bool) and isinstance(new, bool), line)
        if change.key in refused:
            unwanted.append(change)
            continue
        try:
            after = with_answer(after, path, new)
        except InvalidAnswer:
            continue
        changes.append(change)
    rendered = render_plan(after).text if changes else None
    return ReadBack(after, tuple(changes), tuple(unwanted), rendered)


def _differences(before: Answer, now: Answer, path: AnswerPath) -> Iterator[tuple[AnswerPath, Answer, Answer]]:
    """Yield the paths at which both have an answer, and not the same; of lists of other lengths the whole."""
    if is_mapping(before) and is_mapping(now):
        for key, after in now.items():
            if key in before:
                yield from _differences(before[key], after, (*path, key))
    elif is_list(before) and is_list(now) and len(before) == len(now):
        for index, (old, new) in enumerate(zip(before, now, strict=True)):
            yield from _differences(old, new, (*path, index))
    elif before != now:
        yield path, before, now
