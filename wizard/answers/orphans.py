"""Answers that a template has no question for, as a draft and an answers file keep them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from wizard.model.answers import Answer, AnswerPath

GONE = "its question no longer exists"


class Orphan(Struct, frozen=True):
    """An answer that no question of the template asks for, or that is no answer to its question."""

    path: AnswerPath
    answer: Answer
    reason: str
    parent_digest: str = ""
    """Digest of the whole answer that it was a part of, so that it returns only to the item that it came from."""


def orphans_data(orphans: Sequence[Orphan]) -> tuple[Answer, ...]:
    """Return orphans as a draft and an answers file save them: parts of answers first, then whole answers."""
    return tuple(_orphan_data(orphan) for orphan in sorted(orphans, key=lambda orphan: len(orphan.path) == 1))


def _orphan_data(orphan: Orphan) -> Answer:
    data: dict[str, Answer] = {"path": orphan.path, "answer": orphan.answer}
    return {**data, "beside": orphan.parent_digest} if orphan.parent_digest else data
