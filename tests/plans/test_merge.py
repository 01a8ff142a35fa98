"""Our last text, our new one and the file made one, without losing a line of either."""

from __future__ import annotations

from hypothesis import example, given, strategies as st

from wizard.plans.merge.line_hashes import hash_lines
from wizard.plans.merge.line_matching import find_matches
from wizard.plans.merge.merge import Chunk, TextLines, merge, merge_lines

lines = st.lists(
    st.sampled_from(["", "", "a", "b", "c", *(f"line {number}" for number in range(12))]), max_size=14
).map(tuple)


def merged(base: str, yours: str, file: str) -> tuple[str, ...]:
    """The merged letters, each of them a line."""
    return merge(hash_lines(tuple(base)), tuple(yours), tuple(file)).lines()


@given(lines, lines)
def test_matches_are_the_same_lines_in_the_same_order(here: TextLines, there: TextLines) -> None:
    end_here = end_there = 0
    for start, begin, length in find_matches(here, there):
        assert start >= end_here and begin >= end_there and length > 0
        assert here[start : start + length] == there[begin : begin + length]
        end_here, end_there = start + length, begin + length


@given(lines, lines, lines)
def test_each_side_can_be_put_together_again(base: TextLines, yours: TextLines, file: TextLines) -> None:
    for chunks in (merge(hash_lines(base), yours, file).chunks, merge(None, yours, file).chunks):
        assert tuple(line for chunk in chunks for line in chunk.yours) == yours
        assert tuple(line for chunk in chunks for line in chunk.file) == file
        assert all(chunk.yours == chunk.file for chunk in chunks if chunk.source in ("same", "both"))


@given(lines, lines)
def test_what_only_one_side_changed_is_taken(base: TextLines, changed: TextLines) -> None:
    assert merge(hash_lines(base), changed, base).lines() == changed
    assert merge(hash_lines(base), base, changed).lines() == changed
    assert merge(hash_lines(base), changed, changed).lines() == changed
    assert not merge(hash_lines(base), changed, changed).conflicts


@given(lines, lines, lines)
def test_no_line_that_either_side_wrote_is_lost(base: TextLines, yours: TextLines, file: TextLines) -> None:
    result = merge(hash_lines(base), yours, file).lines()

    assert {*yours, *file} - {*base} <= {*result}


def test_changes_in_different_places_are_both_there() -> None:
    assert merged("abcdef", "aBcdef", "abcdEf") == tuple("aBcdEf")


def test_changes_of_neighbouring_lines_are_no_conflict() -> None:
    assert merged("abcd", "aBcd", "abCd") == tuple("aBCd")
    assert merged("abcd", "aBcd", "abxcd") == tuple("aBxcd")


def test_a_line_changed_by_both_is_a_conflict_to_be_chosen() -> None:
    merging = merge(hash_lines(tuple("abc")), tuple("aBc"), tuple("aXc"))

    assert merging.conflicts == (Chunk("conflict", ("B",), ("X",)),)
    assert merging.lines({0: "yours"}) == tuple("aBc")
    assert merging.lines({0: "file"}) == tuple("aXc")
    assert merging.lines({0: "both"}) == merging.lines() == tuple("aBXc")


def test_a_box_ticked_by_hand_stays_ticked_when_its_task_is_worded_anew() -> None:
    base = ("- [ ] one", "- [ ] two", "- [x] three")
    merging = merge(
        hash_lines(base), ("- [ ] eins", "- [ ] two", "- [x] drei"), ("- [x] one", "- [x] two", "- [ ] three")
    )

    assert merging.lines() == ("- [x] eins", "- [x] two", "- [ ] drei")
    assert not merging.conflicts


def test_a_task_worded_anew_by_both_is_a_conflict_all_the_same() -> None:
    merging = merge(hash_lines(("- [ ] one",)), ("- [ ] eins",), ("- [x] uno",))

    assert len(merging.conflicts) == 1


def test_of_as_many_lines_as_before_each_stands_for_itself() -> None:
    merging = merge(hash_lines(tuple("abc")), tuple("ABc"), tuple("aXc"))

    assert merging.conflicts == (Chunk("conflict", ("B",), ("X",)),)
    assert merging.lines({0: "file"}) == tuple("AXc")


def test_what_both_changed_alike_is_no_part_of_the_conflict() -> None:
    merging = merge(hash_lines(tuple("abcd")), tuple("a12d"), tuple("a13d"))

    assert merging.conflicts == (Chunk("conflict", ("2",), ("3",)),)


def test_lines_added_at_the_same_place_are_a_conflict() -> None:
    assert merge(hash_lines(tuple("ab")), tuple("aXb"), tuple("aYb")).conflicts == (Chunk("conflict", ("X",), ("Y",)),)


def test_a_line_taken_out_by_hand_stays_out() -> None:
    assert merged("abcd", "abcD", "acd") == tuple("acD")


def test_without_a_base_nothing_of_the_file_is_lost() -> None:
    assert merge(None, tuple("abXd"), tuple("aYbZd")).lines() == tuple("aYbXZd")


BASE = ("# Plan", "## One", "- [ ] a", "- [ ] b", "## Two", "- [ ] a", "- [ ] b", "## Three", "- [ ] a", "- [ ] b")
TWO_FIRST = BASE[:1] + BASE[4:7] + BASE[1:4] + BASE[7:]


def test_a_task_added_behind_the_last_one_stays_in_its_section() -> None:
    yours = (*BASE, "## Four", "- [ ] a")
    file = (*BASE, "- [ ] by hand")

    assert merge_lines(BASE, yours, file).lines() == (*BASE, "- [ ] by hand", "## Four", "- [ ] a")
    assert not merge_lines(BASE, yours, file).conflicts


def test_a_task_added_to_a_section_that_the_answers_take_out_is_a_conflict() -> None:
    merging = merge_lines(BASE, BASE[:4] + BASE[7:], (*BASE[:7], "- [ ] by hand", *BASE[7:]))

    assert merging.conflicts == (Chunk("conflict", (), (*BASE[4:7], "- [ ] by hand")),)


def test_a_section_that_is_numbered_anew_keeps_its_ticks() -> None:
    def plan(*titles: str) -> TextLines:
        sections = ((f"## {number}. {title}", "- [ ] a", "- [ ] b") for number, title in enumerate(titles, 1))
        return tuple(line for section in sections for line in section)

    before, after = plan("Build", "Search", "Build"), plan("Search", "Build")
    ticked = (*before[:4], "- [x] a", *before[5:])

    assert merge_lines(before, after, ticked).lines() == ("## 1. Search", "- [x] a", *after[2:])


def test_an_edit_moves_along_with_the_section_that_it_was_made_in() -> None:
    ticked = (*BASE[:5], "- [x] a", "- [ ] b", "- [ ] by hand", *BASE[7:])
    merging = merge_lines(BASE, TWO_FIRST, ticked)

    assert merging.lines() == ("# Plan", "## Two", "- [x] a", "- [ ] b", "- [ ] by hand", *BASE[1:4], *BASE[7:])
    assert not merging.conflicts


def test_a_changed_answer_is_in_the_section_that_was_moved_by_hand() -> None:
    reworded = (*BASE[:5], "- [ ] new", *BASE[6:])
    merging = merge_lines(BASE, reworded, TWO_FIRST)

    assert merging.lines() == ("# Plan", "## Two", "- [ ] new", "- [ ] b", *BASE[1:4], *BASE[7:])


def test_a_section_that_both_moved_stands_where_the_file_has_it() -> None:
    two_last = BASE[:4] + BASE[7:] + BASE[4:7]
    merging = merge_lines(BASE, TWO_FIRST, two_last)

    assert merging.lines() == two_last
    assert not merging.conflicts


def test_a_section_that_was_taken_out_by_hand_stays_out_when_the_answers_move_it() -> None:
    without_two = BASE[:4] + BASE[7:]

    assert merge_lines(BASE, TWO_FIRST, without_two).lines() == without_two
    assert merge_lines(BASE, BASE[:1] + BASE[7:] + BASE[1:7], BASE[:7]).lines() == BASE[:7]


def test_a_section_that_the_answers_move_and_change_and_the_file_has_no_more_is_a_conflict() -> None:
    changed = (*BASE[7:], "- [ ] c")

    assert merge_lines(BASE, BASE[:1] + changed + BASE[1:7], BASE[:7]).conflicts == (Chunk("conflict", changed, ()),)


def test_a_paragraph_stays_when_its_heading_changes_its_level() -> None:
    file = tuple(line.replace("## Two", "### Two") for line in BASE)
    yours = (*BASE[:5], "- [ ] new", *BASE[6:])

    assert merge_lines(BASE, yours, file).lines() == (*BASE[:4], "### Two", "- [ ] new", *BASE[6:])


@example(("line 1", "a"), ("a", "line 0"), ())
@given(lines, lines, lines)
def test_sides_can_be_put_together_again_when_the_base_is_known(
    base: TextLines, yours: TextLines, file: TextLines
) -> None:
    chunks = merge_lines(base, yours, file).chunks

    assert tuple(line for chunk in chunks for line in chunk.yours) == yours
    assert tuple(line for chunk in chunks for line in chunk.file) == file
    assert all(chunk.yours == chunk.file for chunk in chunks if chunk.source in ("same", "both"))
    assert {*yours, *file} - {*base} <= {*merge_lines(base, yours, file).lines()}


def test_conflicts_are_marked_as_git_marks_them() -> None:
    merging = merge_lines(("# A", "", "one", "", "two"), ("# A", "", "eins", "", "zwei"), ("# A", "", "uno", "", "two"))

    assert merging.markers("answers", "relay.md") == (
        *("# A", ""),
        *("<<<<<<< answers", "eins", "=======", "uno", ">>>>>>> relay.md"),
        *("", "zwei"),
    )


def test_lines_that_the_user_wrote_for_a_conflict_are_taken() -> None:
    merging = merge_lines(("one",), ("eins",), ("uno",))

    assert merging.lines({0: ("eins", "uno due")}) == ("eins", "uno due")
    assert merging.lines({0: ()}) == ()
    assert not merging.drops_text_of_file({0: ("uno", "eins")})
    assert merging.drops_text_of_file({0: ("eins",)})
    assert merging.drops_text_of_file({0: "yours"}) and not merging.drops_text_of_file({0: "both"})


def test_a_tick_never_goes_to_another_task_that_the_answers_put_in_its_place() -> None:
    base = ("- [ ] Part 1 of the boat", "- [ ] Part 2 of the boat", "- [ ] Sail")
    swapped = ("- [ ] Part 2 of the boat", "- [ ] Part 1 of the boat", "- [ ] Sail")
    ticked = ("- [x] Part 1 of the boat", "- [ ] Part 2 of the boat", "- [ ] Sail")

    merging = merge_lines(base, swapped, ticked)

    assert merging.conflicts or set(merging.lines()) == set(ticked)


def test_an_edit_of_a_row_follows_the_row_and_not_its_place() -> None:
    base = ("| Risk | Response |", "| --- | --- |", "| Risk 0 | Wait 0 days |", "| Risk 1 | Wait 1 days |", "| x | y |")
    swapped = (*base[:2], base[3], base[2], base[4])
    file = (*base[:2], "| Risk 0 | Wait 0 days by hand |", *base[3:])

    merging = merge_lines(base, swapped, file)

    assert merging.conflicts or merging.lines() == (*base[:2], base[3], file[2], base[4])
