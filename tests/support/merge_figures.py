"""What becomes of edits by hand on the merge corpus, in every layout, beside what `git merge-file` makes of the same.

python -m tests.support.merge_figures [CASES OF EACH PLAN]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from tests.support.merge_corpus import (
    HAS_GIT,
    PLANS,
    Case,
    Outcome,
    corpus,
    judge,
    judge_words,
    lost_lines,
    merge_with_git,
)
from tests.support.text_layouts import LAYOUTS, one_sentence_a_line
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.merge.merge import Merge, merge


class Figures(Struct):
    """The outcomes of the cases in one layout."""

    name: str
    ours: Counter[Outcome]
    of_git: Counter[Outcome]
    """Empty where git was not asked."""
    lost: list[str]
    """Lines of either side that are not in the merge, though both sides of every conflict are kept."""
    refused: list[str]
    """The cases that are a conflict here and none for git."""
    seconds: float = 0.0

    def __str__(self) -> str:
        told = f"{self.name:32} {_told(self.ours)}; {len(self.lost)} lines lost"
        milliseconds = 1000 * self.seconds / self.ours.total()
        of_git = f"; git: {_told(self.of_git)}" if self.of_git else ""
        return f"{told}; {milliseconds:.0f} ms a merge{of_git}"


def merged(case: Case) -> Merge:
    """The merge of a case's three texts."""
    return merge(case.base, split_lines(case.yours), split_lines(case.file))


def in_layout(case: Case, layout: str) -> Case:
    """A case whose file has been through a formatter."""
    return Case(f"{case.name}, {layout}", case.base, case.yours, LAYOUTS[layout](case.file), case.expected)


def with_one_sentence_a_line(case: Case) -> Case:
    """A case with one sentence a line in all three texts."""
    base, yours, file = map(one_sentence_a_line, (case.base, case.yours, case.file))
    expected = None if case.expected is None else one_sentence_a_line(case.expected)
    return Case(f"{case.name}, one sentence a line", base, yours, file, expected)


def measure(cases_of_each: int, folder: Path, plans: Sequence[str] = PLANS) -> Iterator[Figures]:
    """Yield the figures of the texts as they are, of all three re-wrapped, and of the file in each layout."""
    cases = list(corpus(cases_of_each, plans))
    yield _figures("all three as they are", cases, folder)
    yield _figures("all three one sentence a line", map(with_one_sentence_a_line, cases), folder)
    for layout in LAYOUTS:
        yield _figures(f"the file: {layout}", [in_layout(case, layout) for case in cases], None)


def _figures(name: str, cases: Iterator[Case] | Sequence[Case], folder: Path | None) -> Figures:
    figures = Figures(name, Counter(), Counter(), [], [])
    for case in cases:
        start = time.perf_counter()
        made = merged(case)
        figures.seconds += time.perf_counter() - start
        text = "\n".join(made.lines())
        judged = judge(case, text) if folder is not None else judge_words(case, text)
        outcome: Outcome = "conflict" if made.conflicts else judged
        figures.ours[outcome] += 1
        figures.lost += lost_lines(case, text)
        if folder is not None and HAS_GIT:
            conflicts, text = merge_with_git(case, folder)
            git: Outcome = "conflict" if conflicts else judge(case, text)
            figures.of_git[git] += 1
            figures.refused += [case.name] * (outcome == "conflict" and git == "right")
    return figures


def _told(outcomes: Counter[Outcome]) -> str:
    placed = outcomes["right"] + outcomes["order"]
    told = f"{outcomes.total()} merges: {placed} where they were made, {outcomes['conflict']} conflicts"
    return f"{told}, {outcomes['elsewhere']} elsewhere, {outcomes['lost']} taken back"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        for each in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 60, Path(work)):
            print(each)  # noqa: T201  # what this is run for
