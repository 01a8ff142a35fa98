"""Edits by hand stay under their heading when answers change around them, however many lines are alike.

`make soak` takes a thousand cases and counts what `git merge-file` makes of the same three texts.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.merge_corpus import (
    HAS_GIT,
    PLANS,
    Case,
    Outcome,
    corpus,
    judge,
    lost_lines,
    make_chain,
    merge_with_git,
)
from wizard.plans.merge.line_hashes import hash_lines
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.merge.merge import Merge, merge, merge_lines


def merged(case: Case) -> Merge:
    """The merge of a case's three texts."""
    return merge_lines(split_lines(case.base), split_lines(case.yours), split_lines(case.file))


def outcome(case: Case) -> Outcome:
    """What became of a case's edits by hand."""
    made = merged(case)
    return "conflict" if made.conflicts else judge(case, "\n".join(made.lines()))


@pytest.mark.parametrize("plan", PLANS)
def test_an_edit_by_hand_stays_where_it_was_made(plan: str) -> None:
    for case in corpus(20, [plan]):
        assert outcome(case) in ("right", "order", "conflict"), case.name


@pytest.mark.parametrize("plan", PLANS)
def test_keeping_both_loses_no_line_of_either(plan: str) -> None:
    for case in corpus(20, [plan]):
        assert lost_lines(case, "\n".join(merged(case).lines())) == [], case.name


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
        made[f"by hand {save}"] = file.count(f"by hand {save}")
        file = "\n".join(merge_lines(*map(split_lines, (before, after, file))).lines())
        assert {text: file.count(text) for text in made} == made, f"{plan} {number}, save {save}"
        assert "\n".join(merge_lines(*map(split_lines, (after, after, file))).lines()) == file


@pytest.mark.parametrize("plan", PLANS)
def test_edits_before_each_of_three_saves_are_there_once(plan: str) -> None:
    for number in range(8):
        check_saves_in_a_row(plan, number, 3)


@pytest.mark.soak
def test_a_thousand_saves_in_a_row() -> None:
    for plan in PLANS:
        for number in range(25):
            check_saves_in_a_row(plan, number, 10)

    print("100 plans saved ten times in a row, edited before each save: every edit there once")  # noqa: T201  # what `make soak` is run for


@pytest.mark.soak
@pytest.mark.skipif(not HAS_GIT, reason="git merges the same texts")
def test_a_thousand_merges_beside_git(tmp_path: Path) -> None:
    ours, of_git, lost, refused = Counter[Outcome](), Counter[Outcome](), 0, list[str]()
    for case in corpus(250):
        conflicts, text = merge_with_git(case, tmp_path)
        git: Outcome = "conflict" if conflicts else judge(case, text)
        found = outcome(case)
        ours[found] += 1
        of_git[git] += 1
        lost += len(lost_lines(case, "\n".join(merged(case).lines())))
        refused += [case.name] * (found == "conflict" and git == "right")

    solved = f"{len(refused)} of the conflicts git solves"
    print(f"{ours.total()} merges: {_figures(ours)}, {lost} lines lost; {solved}; git: {_figures(of_git)}")  # noqa: T201  # what `make soak` is run for
    assert lost == 0
    # A line that was doubled between an item and what is below it: git takes the second one for the new one.
    assert len(refused) <= 2, refused
    assert ours["elsewhere"] <= of_git["elsewhere"]
    assert ours["conflict"] < of_git["conflict"]


def _figures(found: Counter[Outcome]) -> str:
    placed = found["right"] + found["order"]
    return (
        f"{placed} where they were made, {found['conflict']} conflicts, {found['elsewhere']} elsewhere, "
        f"{found['lost']} taken back"
    )
