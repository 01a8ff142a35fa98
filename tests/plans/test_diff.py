"""What saving changes in a file, under its headings."""

from __future__ import annotations

from pathlib import Path

from wizard.plans.diff import Line, Place, Unchanged, difference, difference_of_answers, merge_with, merged_text
from wizard.plans.line_hashes import lines_of, marks_of
from wizard.plans.merge import Merge, merge
from wizard.plans.saved_files import Existing

BASE = "# Plan\n\nIntro.\n\n## Tasks\n\n- [ ] one\n- [ ] two\n- [ ] three\n\n## Ideas\n\nNone yet.\n"


def merged(yours: str, file: str) -> Merge:
    """The merge of two versions of the plan above."""
    return merge(marks_of(lines_of(BASE)), lines_of(yours), lines_of(file))


def test_changed_places_stand_under_their_headings_and_the_rest_is_counted() -> None:
    found = difference(merged(BASE.replace("None yet.", "A boat."), BASE.replace("Intro.", "Intro by hand.")))

    assert found.parts == (
        Unchanged(2),
        Place("Plan", (Line("hand gone", "Intro."), Line("hand", "Intro by hand."))),
        Unchanged(9),
        Place("Ideas", (Line("gone", "None yet."), Line("new", "A boat."))),
        Unchanged(1),
    )
    assert (found.new_places, found.hand_places, found.conflicts) == (1, 1, 0)


def test_ticked_boxes_are_counted() -> None:
    ticked = BASE.replace("- [ ] one", "- [x] one").replace("- [ ] three", "- [X] three")

    assert difference(merged(BASE, ticked)).ticked == 2
    assert difference(merged(BASE, ticked.replace("three", "four"))).ticked == 1
    assert difference(merged(ticked, BASE)).ticked == 0


def test_a_conflict_shows_both_and_says_which_it_is() -> None:
    found = difference(merged(BASE.replace("two", "2"), BASE.replace("two", "zwei").replace("Intro.", "Hello.")))

    conflict = Place("Tasks", (Line("new", "- [ ] 2"), Line("hand", "- [ ] zwei")), conflict=0)
    assert conflict in found.parts
    assert found.conflicts == 1


def test_when_only_the_answers_count_edits_by_hand_go() -> None:
    found = difference_of_answers(merged(BASE, BASE.replace("Intro.", "Hello.")))

    assert Place("Plan", (Line("gone", "Hello."), Line("new", "Intro."))) in found.parts


def test_a_new_part_stands_under_its_own_heading_and_fences_have_none() -> None:
    yours = BASE + "\n## Risks\n\nMany.\n"
    file = BASE.replace("Intro.", "```\n# not a heading\n```\n\nIntro.")

    places = [part for part in difference(merged(yours, file)).parts if isinstance(part, Place)]

    assert [place.heading for place in places] == ["Plan", "Ideas"]


def test_a_file_that_is_not_ours_is_shown_line_by_line() -> None:
    existing = Existing(Path("a.md"), Path("a.answers.yaml"), b"# Other\r\n\r\ntext\r\n", None)

    merging = merge_with(existing, "# Mine\n\ntext\n")

    assert merged_text(merging, {0: "file"}) == "# Other\n\ntext\n"
    assert merged_text(merging, {0: "yours"}) == "# Mine\n\ntext\n"
