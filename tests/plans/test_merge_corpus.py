"""Edits by hand stay under their heading when answers change around them, however many lines are alike.

`make soak` takes a thousand cases, and the same in every layout, and counts what `git merge-file` makes of them;
`python -m tests.support.merge_figures` prints the figures.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.merge_corpus import HAS_GIT, PLANS, corpus, judge, judge_words, lost_lines, make_chain
from tests.support.merge_figures import in_layout, measure, merged, with_one_sentence_a_line
from tests.support.text_layouts import LAYOUTS
from wizard.plans.merge.line_hashes import hash_lines
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.merge.merge import merge, merge_lines


@pytest.mark.parametrize("plan", PLANS)
def test_an_edit_by_hand_stays_where_it_was_made(plan: str) -> None:
    for case in corpus(12, [plan]):
        made = merged(case)
        text = "\n".join(made.lines())

        assert made.conflicts or judge(case, text) in ("right", "order"), case.name
        assert lost_lines(case, text) == [], case.name


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_edit_by_hand_stays_where_it_was_made_when_the_file_was_laid_out_anew(layout: str) -> None:
    for number, plan in enumerate(PLANS):
        for case in corpus(2 + number % 2, [plan]):
            plain, formatted = merged(case), merged(in_layout(case, layout))
            text = "\n".join(formatted.lines())

            assert len(formatted.conflicts) <= len(plain.conflicts), case.name
            assert formatted.conflicts or judge_words(case, text) in ("right", "order"), case.name
            assert lost_lines(case, text) == [], case.name


@pytest.mark.parametrize("plan", PLANS)
def test_one_sentence_a_line_is_merged_as_well_as_any_other_layout(plan: str) -> None:
    for case in map(with_one_sentence_a_line, corpus(3, [plan])):
        made = merged(case)

        assert made.conflicts or judge(case, "\n".join(made.lines())) in ("right", "order"), case.name


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_line_that_neither_side_touched_differs(layout: str) -> None:
    for plan in PLANS:
        for case in corpus(1, [plan]):
            file = split_lines(LAYOUTS[layout](case.base))

            assert merge(case.base, split_lines(case.base), file).lines() == file
            chunks = merge(case.base, split_lines(case.yours), file).chunks
            assert all(chunk.yours == chunk.file for chunk in chunks if chunk.source == "same")
            kept = [chunk for chunk in chunks if chunk.source == "hand"]
            assert all(" ".join(chunk.yours).strip() in " ".join(split_lines(case.base)) for chunk in kept)


def test_hashes_of_the_base_do_as_long_as_no_line_was_changed_by_both() -> None:
    for case in corpus(40, ["project-plan"]):
        base, yours, file = map(split_lines, (case.base, case.yours, case.file))
        if {*base} <= {*yours, *file}:
            assert merge(hash_lines(base), yours, file) == merge_lines(base, yours, file), case.name


def check_saves_in_a_row(plan: str, number: int, saves: int) -> None:
    """Merge a file that is edited before each save: every edit is there as often as it was made."""
    texts, edit = make_chain(plan, number, saves)
    file, made = texts[0], Counter[str]()
    for save, (before, after) in enumerate(pairwise(texts)):
        file = edit(file, save)
        made[f"by hand {save}"] = _count(file, f"by hand {save}")
        file = "\n".join(merge_lines(*map(split_lines, (before, after, file))).lines())
        assert {text: _count(file, text) for text in made} == made, f"{plan} {number}, save {save}"
        assert "\n".join(merge_lines(*map(split_lines, (after, after, file))).lines()) == file


def _count(file: str, text: str) -> int:
    return " ".join(file.split()).count(text)


@pytest.mark.parametrize("plan", PLANS)
def test_edits_before_each_of_three_saves_are_there_once(plan: str) -> None:
    for number in range(4):
        check_saves_in_a_row(plan, number, 3)


@pytest.mark.soak
def test_a_thousand_saves_in_a_row() -> None:
    for plan in PLANS:
        for number in range(12):
            check_saves_in_a_row(plan, number, 10)

    print(f"{len(PLANS) * 12} plans saved ten times in a row, edited before each save: every edit there once")  # noqa: T201  # what `make soak` is run for


@pytest.mark.soak
@pytest.mark.skipif(not HAS_GIT, reason="git merges the same texts")
def test_a_thousand_merges_beside_git_and_in_every_layout(tmp_path: Path) -> None:
    plain, sentences, *layouts = measure(120, tmp_path)

    for figures in (plain, sentences, *layouts):
        print(figures)  # noqa: T201  # what `make soak` is run for
        assert figures.lost == []
        assert figures.ours["lost"] == 0
        assert figures.ours["conflict"] <= plain.ours["conflict"]
    for figures in (plain, sentences):
        # A line that was doubled between an item and what is below it: git takes the second one for the new one.
        assert len(figures.refused) <= 3, figures.refused
        assert figures.ours["elsewhere"] <= figures.of_git["elsewhere"]
        assert figures.ours["conflict"] < figures.of_git["conflict"]
