"""Where the characters of your text are in the merged one."""

from __future__ import annotations

from hypothesis import given, strategies as st

from wizard.plans.merge.line_matching import split_lines
from wizard.plans.merge.merge import Merge, merge
from wizard.plans.merge.offset_map import map_offsets

texts = st.lists(st.sampled_from(["", "# A", "one two three", "- [ ] four five", "six", "- [x] four five"])).map(
    "\n".join
)


def merged(base: str, yours: str, file: str) -> Merge:
    """The merge of three texts."""
    return merge(base, split_lines(yours), split_lines(file))


@given(texts, texts, texts)
def test_a_character_stands_where_it_is_said_to_be(base: str, yours: str, file: str) -> None:
    merging = merged(base, yours, file)
    text, offsets = "\n".join(merging.lines()), merging.offsets()

    places = [offsets.find(offset) for offset in range(len(yours))]

    found = [(offset, place) for offset, place in enumerate(places) if place is not None]
    assert all(yours[offset] == text[place] for offset, place in found if place < len(text))
    assert [place for _, place in found] == sorted({place for _, place in found})


@given(texts)
def test_a_text_that_nobody_edited_is_where_it_was(text: str) -> None:
    offsets = merged(text, text, text).offsets()

    assert [offsets.find(offset) for offset in range(len(text))] == [*range(len(text))]
    assert offsets.span(0, len(text)) == (0, len(text))


def test_an_answer_in_a_line_that_was_reworded_by_hand_is_found_by_its_words() -> None:
    yours, file = "# Plan\n\nShip in 5 weeks.\n", "# Plan\n\nA note.\n\nWe ship in 5 weeks, or so.\n"
    offsets = merged(yours, yours, file).offsets()

    start, end = yours.index("5 weeks"), yours.index("5 weeks") + len("5 weeks")

    assert offsets.span(start, end) == (file.index("5 weeks"), file.index("5 weeks") + len("5 weeks"))


def test_what_was_taken_out_by_hand_is_nowhere() -> None:
    yours = "# Plan\n\nGo.\n\nStop.\n"
    offsets = merged(yours, yours, "# Plan\n\nStop.\n").offsets()

    assert offsets.span(yours.index("Go."), yours.index("Go.") + 3) is None
    assert offsets.find(yours.index("Stop.")) == len("# Plan\n\n")


def test_an_empty_answer_stands_between_what_is_around_it() -> None:
    yours = "# Plan\n\nName: \n\nEnd.\n"
    offsets = merged(yours, yours, "A note.\n\n# Plan\n\nName: \n\nEnd.\n").offsets()

    assert offsets.span(14, 14) == (14 + len("A note.\n\n"),) * 2


def test_offsets_follow_the_choice_that_is_made_of_a_conflict() -> None:
    merging = merged("a\n\nend", "b\n\nend", "c\n\nend")

    assert merging.lines({0: ("x", "y")}) == ("x", "y", "", "end")
    assert merging.offsets({0: ("x", "y")}).find(3) == 5
    assert merging.offsets({0: "file"}).find(0) is None
    assert map_offsets([]).find(0) is None
