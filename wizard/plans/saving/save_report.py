"""What a save did to a plan's file: which lines it changed, and what of the edits made by hand it kept.

the bytes before, the bytes written, what was done by hand before  →  the counts, and a sentence of them
"""

from __future__ import annotations

from msgspec import Struct

from wizard.message_text import pluralize
from wizard.plans.comparison.hand_edits import HandEdits, compare_lines
from wizard.plans.merge.line_matching import split_lines


class SaveReport(Struct, frozen=True):
    """The counts of lines; blank ones among others do not count."""

    changed: int = 0
    added: int = 0
    removed: int = 0
    kept: HandEdits = HandEdits()
    """What was done by hand, and is in the file still."""
    is_new: bool = False
    """Whether no plan was there before."""

    def words(self) -> str:
        """Return `2 lines changed, 1 line added; kept hand edits: 1 box ticked`; nothing of a new file."""
        if self.is_new:
            return ""
        counts = ((self.changed, "changed"), (self.added, "added"), (self.removed, "removed"))
        parts = [f"{count} {pluralize('line', count)} {what}" for count, what in counts if count]
        by_hand = self.kept.words()
        kept = [f"kept hand edits: {by_hand}"] if by_hand else []
        return "; ".join([*([", ".join(parts)] if parts else []), *kept])


def report_of(before: bytes | None, written: bytes, kept: HandEdits) -> SaveReport:
    """Return what replacing a plan did; `kept` is what was done by hand before, and is in it still."""
    if before is None:
        return SaveReport(added=len(_lines_of(written)), is_new=True)
    pairs = compare_lines(_lines_of(before), _lines_of(written), heeds_boxes=True).pairs
    return SaveReport(
        changed=sum(pair.yours is not None and pair.file is not None for pair in pairs),
        added=sum(pair.yours is None for pair in pairs),
        removed=sum(pair.file is None for pair in pairs),
        kept=kept,
    )


def _lines_of(content: bytes) -> tuple[str, ...]:
    lines = split_lines(content.decode("utf-8-sig", "replace"))
    return lines if lines[-1] else lines[:-1]
