"""What saving changes in a file, under its headings."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from wizard.plans.comparison.diff import (
    DiffLine,
    Hunk,
    UnchangedLines,
    describe_conflict,
    diff_keeping_both,
    diff_of_answers,
    merge_with_file,
    merged_text,
)
from wizard.plans.comparison.hand_edits import HandEdits
from wizard.plans.merge.line_hashes import hash_lines
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.merge.merge import ConflictChoice, Merge, merge
from wizard.plans.saving.saved_files import SavedFiles

BASE = "# Plan\n\nIntro.\n\n## Tasks\n\n- [ ] one\n- [ ] two\n- [ ] three\n\n## Ideas\n\nNone yet.\n"


def merged(yours: str, file: str) -> Merge:
    """The merge of two versions of the plan above."""
    return merge(hash_lines(split_lines(BASE)), split_lines(yours), split_lines(file))


def test_changed_places_stand_under_their_headings_and_the_rest_is_counted() -> None:
    found = diff_keeping_both(merged(BASE.replace("None yet.", "A boat."), BASE.replace("Intro.", "Intro by hand.")))

    assert found.parts == (
        UnchangedLines(2),
        Hunk("Plan", (DiffLine("hand gone", "Intro."), DiffLine("hand", "Intro by hand."))),
        UnchangedLines(9),
        Hunk("Ideas", (DiffLine("gone", "None yet."), DiffLine("new", "A boat."))),
    )  # a line's end at the end of the file is no line
    assert (found.new_hunks, found.by_hand.edited, found.conflicts) == (1, 1, 0)


def test_ticked_boxes_are_counted() -> None:
    ticked = BASE.replace("- [ ] one", "- [x] one").replace("- [ ] three", "- [X] three")

    assert diff_keeping_both(merged(BASE, ticked)).by_hand == HandEdits(ticked=2)
    assert diff_keeping_both(merged(BASE, ticked.replace("three", "four"))).by_hand == HandEdits(edited=1, ticked=1)
    assert diff_keeping_both(merged(ticked, BASE)).by_hand == HandEdits()


def test_a_conflict_shows_both_and_says_which_it_is() -> None:
    found = diff_keeping_both(merged(BASE.replace("two", "2"), BASE.replace("two", "zwei").replace("Intro.", "Hello.")))

    conflict = Hunk("Tasks", (DiffLine("new", "- [ ] 2"), DiffLine("hand", "- [ ] zwei")), conflict=0)
    assert conflict in found.parts
    assert found.conflicts == 1


def test_the_lines_of_a_conflict_say_what_the_choice_does_with_them() -> None:
    merging = merged(BASE.replace("two", "2"), BASE.replace("two", "zwei"))
    signs = {"yours": ("new", "gone"), "file": ("left out", "hand"), "both": ("new", "hand")}

    for choice in get_args(ConflictChoice):
        [hunk] = [part for part in diff_keeping_both(merging, {0: choice}).parts if isinstance(part, Hunk)]
        assert tuple(line.sign for line in hunk.lines) == signs[choice]
        kept = {line.text for line in hunk.lines if line.sign in ("new", "hand")}
        assert kept == set(merging.lines({0: choice})) & {"- [ ] 2", "- [ ] zwei"}
        assert merging.drops_text_of_file({0: choice}) == (choice == "yours")


def test_a_conflict_says_which_side_took_the_lines_out() -> None:
    assert describe_conflict(1, 1) == "You and the file both changed this line."
    assert describe_conflict(2, 0) == "The file removed these lines, and your answers changed them."
    assert describe_conflict(0, 1) == "Your answers remove this line, and the file changed it."


def test_when_only_the_answers_count_edits_by_hand_go() -> None:
    found = diff_of_answers(merged(BASE, BASE.replace("Intro.", "Hello.")))

    assert Hunk("Plan", (DiffLine("gone", "Hello."), DiffLine("new", "Intro."))) in found.parts


def test_a_new_part_stands_under_its_own_heading_and_fences_have_none() -> None:
    yours = BASE + "\n## Risks\n\nMany.\n"
    file = BASE.replace("Intro.", "```\n# not a heading\n```\n\nIntro.")

    places = [part for part in diff_keeping_both(merged(yours, file)).parts if isinstance(part, Hunk)]

    assert [place.heading for place in places] == ["Plan", "Ideas"]


def test_a_file_that_is_not_ours_is_shown_line_by_line() -> None:
    existing = SavedFiles(Path("a.md"), Path("a.answers.yaml"), b"# Other\r\n\r\ntext\r\n", None)

    merging = merge_with_file(existing, "# Mine\n\ntext\n")

    assert merged_text(merging, {0: "file"}) == "# Other\n\ntext\n"
    assert merged_text(merging, {0: "yours"}) == "# Mine\n\ntext\n"
