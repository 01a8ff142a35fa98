"""Words that only one side has changed are merged within a line, and layout is no change of words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import given, strategies as st

from tests.support.text_layouts import LAYOUTS as LAYOUT_CHANGES, words_of
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.merge.merge import Merge, merge

SENTENCES = "Relay lets small teams talk without noise. It ships in 3 weeks. Everybody can read the notes later."
WRAPPED = (
    SENTENCES.replace("small teams", "small\nteams").replace("3 weeks.", "3\nweeks.").replace("the notes", "the\nnotes")
)
ONE_A_LINE = SENTENCES.replace(". ", ".\n")
LAYOUTS = (SENTENCES, WRAPPED, ONE_A_LINE)


def merged(base: str, yours: str, file: str) -> Merge:
    """The merge of three texts."""
    return merge(base, split_lines(yours), split_lines(file))


def text(base: str, yours: str, file: str) -> str:
    """The merged text, without a conflict."""
    merging = merged(base, yours, file)
    assert not merging.conflicts
    return "\n".join(merging.lines())


@pytest.mark.parametrize(
    ("base", "yours", "file", "expected"),
    [
        ("Ship it in 3 weeks.", "Ship it in 5 weeks.", "We ship it in 3 weeks.", "We ship it in 5 weeks."),
        ("Ship it.", "Ship it. Then rest.", "Sell it.", "Sell it. Then rest."),
        ("- Draw the screens", "- Draw the big screens", "- [x] Draw the screens", "- [x] Draw the big screens"),
        ("- [ ] Draw the screens", "- [ ] Draw all screens", "* [ ] Draw the screens", "* [ ] Draw all screens"),
        ("- [ ] Draw old screens", "- [ ] Draw all old screens", "- [x] Draw old boats", "- [x] Draw all old boats"),
        ("3. Draw the screens", "2. Draw the screens", "3. Draw the new screens", "2. Draw the new screens"),
        ("3) Draw the screens", "2) Draw the screens", "3. Draw the screens", "2. Draw the screens"),
        ("## 2. Build it", "## 1. Build it", "## 2. Build it all", "## 1. Build it all"),
        ("Budget: 3 weeks", "Budget: 5 weeks", "Cost: 3 weeks", "Cost: 5 weeks"),
        ("> In 3 weeks\n> or so.", "> In 5 weeks\n> or so.", "> In 3\n> weeks or\n> so.", "> In 5\n> weeks or\n> so."),
        ("a **bold word** here", "a **bold word** there", "a **bolder word** here", "a **bolder word** there"),
        ("| a | b |", "| a | B |", "| A | b |", "| A | B |"),
        ("| a | b |", "| a | B |", "| a   | b   |", "| a   | B   |"),
        ("| a | b |", "| a | longer |", "| a   | b   |", "| a   | longer |"),
        ("| a | 12 |", "| a | 123 |", "| a |    12 |", "| a |   123 |"),
        ("| a | b |", "| A | b |", "| a | b | c |", "| A | b | c |"),
        ("| one two | b |", "| one three | b |", "| my one two | b |", "| my one three | b |"),
    ],
)  # fmt: skip
def test_words_of_both_sides_stand_in_one_line(base: str, yours: str, file: str, expected: str) -> None:
    assert text(base, yours, file) == expected


@pytest.mark.parametrize(
    ("base", "yours", "file"),
    [
        ("Ship in 3 weeks.", "Ship in 5 weeks.", "Ship in 3 days."),
        ("Ship in 3 weeks.", "Ship in 5 weeks.", "Ship in 4 weeks."),
        ("Ship it.", "Ship it at once.", "Ship it soon."),
        ("## 2. Build", "## 1. Build", "## 3. Build"),
        ("# Build", "## Build", "### Build"),
        ("3 weeks are left", "5 weeks are left", "4 weeks are left"),
        ("Read https://a.b/c now", "Read https://x.b/c now", "Read https://a.b/y now"),
        ("| a | b |", "| a | c |", "| a | d |"),
        ("    code = 3", "    code = 5", "    code  = 3"),
        ("```\nx = 1 + 2\n```", "```\nx = 5 + 2\n```", "```\nx = 1 + 7\n```"),
    ],
)
def test_the_same_words_changed_by_both_are_a_conflict(base: str, yours: str, file: str) -> None:
    merging = merged(base, yours, file)

    assert len(merging.conflicts) == 1
    assert "\n".join(merging.lines({0: "yours"})) == yours
    assert "\n".join(merging.lines({0: "file"})) == file


@pytest.mark.parametrize(("base", "layout"), [*permutations(LAYOUTS, 2)])
def test_prose_that_was_wrapped_anew_keeps_its_layout_when_an_answer_changes(base: str, layout: str) -> None:
    assert text(base, base.replace("noise", "any noise"), layout) == layout.replace("noise", "any noise")


@pytest.mark.parametrize(("base", "layout"), [*permutations(LAYOUTS, 2)])
def test_prose_that_was_wrapped_anew_and_reworded_takes_a_changed_answer(base: str, layout: str) -> None:
    file = layout.replace("It ships", "The boat ships")

    assert text(base, base.replace("later", "at any time"), file) == file.replace("later", "at any time")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_only_the_layout_of_the_file_changes_is_the_files(layout: str) -> None:
    before, after = f"# Plan\n\n{SENTENCES}\n", f"# Plan\n\n{layout}\n"

    assert text(before, before, after) == after
    assert text(before, f"{before}\nMore.\n", after) == f"{after}\nMore.\n"


def test_a_table_that_was_aligned_by_hand_stays_aligned_when_a_cell_changes() -> None:
    base = "| Risk | Level |\n| --- | --- |\n| Rain | low |\n| Late boats | high |"
    file = "| Risk       | Level |\n| ---------- | ----- |\n| Rain       | low   |\n| Late boats | high  |"

    assert text(base, base.replace("low", "high"), file) == file.replace("low ", "high")


def test_a_list_that_was_marked_and_indented_anew_keeps_its_look_when_a_task_changes() -> None:
    base = "- [ ] one boat\n  - [ ] two boats\n- [ ] three boats"
    file = "* [ ] one boat\n    * [ ] two boats\n* [x] three boats"

    assert text(base, base.replace("two boats", "two long boats"), file) == file.replace("two boats", "two long boats")


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_line_ends_and_blanks_at_the_ends_of_lines_are_no_edits_of_words(end: str) -> None:
    base = "# Plan\n\nOne boat.\nTwo boats.\n"
    file = base.replace("boat.\n", "boat.  \n").replace("\n", end)

    assert text(base, base.replace("Two", "2"), file) == "# Plan\n\nOne boat.  \n2 boats.\n"


def test_a_paragraph_that_was_split_by_hand_and_changed_by_the_answers_is_a_conflict_that_loses_nothing() -> None:
    file = SENTENCES.replace("weeks. ", "weeks.\n\n")
    yours = SENTENCES.replace("later", "at any time")

    merging = merged(SENTENCES, yours, file)

    assert set(file.split()) | set(yours.split()) <= set(" ".join(merging.lines()).split())


WORDS = st.lists(st.sampled_from(["a", "b", "c.", "d", "e", "(f)", "**g**", "h,"]), min_size=1, max_size=12)
BREAKS = st.lists(st.sampled_from([" ", " ", "\n"]), min_size=12, max_size=12)


def wrapped(words: list[str], breaks: list[str]) -> str:
    """A paragraph of words with breaks between them."""
    return "".join(word + end for word, end in zip(words, breaks, strict=False)).strip()


@given(WORDS, WORDS, WORDS, BREAKS, BREAKS, BREAKS)
def test_no_word_that_either_side_wrote_is_lost(
    base: list[str], yours: list[str], file: list[str], one: list[str], two: list[str], three: list[str]
) -> None:
    merging = merged(wrapped(base, one), wrapped(yours, two), wrapped(file, three))

    made = " ".join(merging.lines()).split()
    assert {*yours, *file} - {*base} <= {*made}
    for chunk in merging.chunks:
        assert (chunk.source in ("same", "both")) <= (chunk.yours == chunk.file)
    assert tuple(line for chunk in merging.chunks for line in chunk.yours) == split_lines(wrapped(yours, two))
    assert tuple(line for chunk in merging.chunks for line in chunk.file) == split_lines(wrapped(file, three))


@given(WORDS, BREAKS, BREAKS, st.integers(0, 11), st.sampled_from(["x", "y z"]))
def test_a_word_that_the_answers_change_is_changed_in_any_layout(
    words: list[str], one: list[str], two: list[str], at: int, other: str
) -> None:
    index = at % len(words)
    changed = [*words[:index], other, *words[index + 1 :]]

    made = text(wrapped(words, one), wrapped(changed, one), wrapped(words, two))

    assert made.split() == " ".join(changed).split()


@pytest.mark.parametrize("layout", LAYOUT_CHANGES.values(), ids=LAYOUT_CHANGES)
def test_an_item_that_the_answers_take_out_is_gone_in_any_layout(layout: Callable[[str], str]) -> None:
    base = (
        "# Plan\n\n- One boat. It is red.\n"
        "  - It swims in the sea near the island, and nobody knows how it got there.\n- Two\n"
    )
    yours = "# Plan\n\n- Two\n"

    assert words_of(text(base, yours, layout(base))) == words_of(yours)
    assert words_of(text(base, base.replace("- Two", "- 2\n- 3"), layout(base)))[-4:] == ["-", "2", "-", "3"]
    assert text(base, base, layout(base)) == layout(base).replace("\r\n", "\n")
