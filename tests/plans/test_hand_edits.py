"""Which boxes and lines count as ticked or edited by hand."""

from __future__ import annotations

import pytest

from wizard.plans.comparison.hand_edits import compare_lines


def _told(before: str, after: str) -> tuple[int, int, int]:
    """Return how many lines were edited, boxes ticked and boxes unticked."""
    found = compare_lines([before], [after])
    return len(found.pairs), found.ticked, found.unticked


@pytest.mark.parametrize(
    "task", ["- {} one", "  * {} one", "3. {} one", "\t+ {}\tone", "> - {} one", "> > 1) {} one", "- - {} one", "- {}"]
)
def test_a_box_of_an_item_is_ticked_and_unticked(task: str) -> None:
    unticked, ticked = task.format("[ ]"), task.format("[x]")

    assert _told(unticked, ticked) == (0, 1, 0)
    assert _told(ticked, unticked) == (0, 0, 1)
    assert _told(ticked, task.format("[X]")) == (0, 0, 0)


@pytest.mark.parametrize(
    "line",
    [
        "see - {} one",
        "write `- {} one`",
        "| - {} one |",
        "# - {} one",
        "{} one",
        "- {}(target)",
        "- one - {} two",
        "- [ ] one, or - {} two",
    ],
)
def test_what_only_looks_like_a_box_is_an_edited_line(line: str) -> None:
    assert _told(line.format("[ ]"), line.format("[x]")) == (1, 0, 0)
