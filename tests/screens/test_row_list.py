"""Lists with a mark: keys, mouse, filter, and what is drawn where there is little room."""

from __future__ import annotations

from itertools import zip_longest

from hypothesis import example, given, settings, strategies as st
from msgspec.structs import replace
from textual.content import Content

from screens.appearance.safe_text import safe_line
from screens.widgets.row_layout import PLAIN_LIST, Heading, ListRow, lay_out
from screens.widgets.row_list import RowList
from tests.support.bare_app import BareApp
from tests.support.screen_text import drawn, lines_of, text_of, until

HOSTILE = ("[Feature Name]", "[x] done", "[/b]", "[@click=app.quit]go", "\x1b[31mred\x1b]0;title\x07", "日本語", "")


def row(name: str, help: str = "", right: str = "") -> ListRow:
    return ListRow(name, safe_line(name), help=safe_line(help), right=safe_line(right))


def three() -> list[Heading | ListRow]:
    return [Heading(Content("Continue")), row("Relay", "Project plan", "1 of 3"), row("Roadmap"), row("Feature")]


def app_with(*entries: Heading | ListRow, **options: bool) -> tuple[BareApp, RowList]:
    rows = RowList(**options)  # pyright: ignore[reportArgumentType]  # only flags are given
    app = BareApp(scrolls=[rows])
    app.call_later(rows.show, entries)
    return app, rows


async def test_the_first_row_has_the_mark_and_arrows_move_it():
    app, rows = app_with(*three())
    async with app.run_test() as pilot:
        rows.focus()
        await pilot.press("down", "down", "up")

        assert rows.marked_key == "Roadmap"
        assert "▎ Roadmap" in lines_of(app)


async def test_the_mark_stops_at_both_ends():
    app, rows = app_with(*three())
    async with app.run_test() as pilot:
        rows.focus()
        await pilot.press("up")
        assert rows.marked_key == "Relay"
        await pilot.press("end", "down")
        assert rows.marked_key == "Feature"


async def test_text_stays_where_it_is_when_the_mark_comes():
    app, rows = app_with(*three())
    async with app.run_test(size=(60, 40)) as pilot:
        before = next(line.index("Roadmap") for line in drawn(rows) if "Roadmap" in line)
        rows.focus()
        await pilot.press("down")

        assert next(line.index("Roadmap") for line in drawn(rows) if "Roadmap" in line) == before


async def test_the_mark_stays_on_its_row_when_other_rows_come():
    app, rows = app_with(*three())
    async with app.run_test() as pilot:
        rows.mark("Roadmap")
        rows.show([row("New"), *three()])
        await pilot.pause()

        assert rows.marked_key == "Roadmap"


async def test_a_row_that_goes_leaves_the_mark_on_its_neighbour():
    app, rows = app_with(*three())
    async with app.run_test() as pilot:
        rows.mark("Roadmap")
        rows.show([entry for entry in three() if not isinstance(entry, ListRow) or entry.key != "Roadmap"])
        await pilot.pause()

        assert rows.marked_key == "Feature"


async def test_a_filter_keeps_the_rows_that_hold_every_word_and_their_heading():
    app, rows = app_with(*three())
    async with app.run_test() as pilot:
        rows.narrow("plan REL")
        await pilot.pause()

        assert rows.keys() == ("Relay",)
        assert "Continue" in text_of(app)
        assert "Roadmap" not in text_of(app)


async def test_a_filter_that_is_typed_letter_by_letter_leaves_what_it_leaves_at_once():
    app, rows = app_with(*three(), Heading(safe_line("More")), row("Plan"), row("Real", help="a relay"))
    async with app.run_test() as pilot:
        for text in ("r", "re", "re p", "re", "rel", "relx", "relxy", "", "p", "pl"):
            rows.narrow(text)
            typed = rows.keys()
            rows.narrow("another")
            rows.narrow(text)
            await pilot.pause()

            assert typed == rows.keys(), text


async def test_a_name_that_holds_the_filter_is_marked_before_what_other_words_find():
    name = replace(row("Name"), words="goal and vision")
    app, rows = app_with(name, replace(row("Owner"), words="goal and vision"), row("Goal"))
    async with app.run_test() as pilot:
        for text in ("g", "go", "goal"):
            rows.narrow(text)
        await pilot.pause()
        assert rows.keys() == ("Name", "Owner", "Goal")
        assert rows.marked_key == "Goal"

        rows.narrow("goal vision")
        await pilot.pause()
        assert rows.marked_key in ("Name", "Owner")


async def test_a_filter_that_finds_nothing_says_so():
    app, rows = app_with(*three())
    async with app.run_test() as pilot:
        rows.narrow("relai")
        await pilot.pause()

        assert 'No matches for "relai". Esc clears the filter.' in text_of(app)
        assert rows.marked_key is None


async def test_the_marked_row_is_scrolled_into_sight():
    app, rows = app_with(*(row(f"Row {number}") for number in range(100)))
    async with app.run_test(size=(60, 15)) as pilot:
        rows.focus()
        await pilot.press("end")
        await pilot.pause()
        assert "Row 99" in text_of(app)
        await pilot.press("home")
        await pilot.pause()
        assert "Row 0" in lines_of(app)[0]


async def test_a_click_marks_and_chooses():
    chosen: list[str] = []
    app, rows = app_with(*three())
    async with app.run_test(size=(60, 40)) as pilot:
        app.on_row_list_row_chosen = lambda event: chosen.append(event.key)  # type: ignore[attr-defined]
        await pilot.pause()
        y = next(y for y, line in enumerate(drawn(rows)) if "Roadmap" in line)
        await pilot.click(rows, offset=(5, y))

        assert rows.marked_key == "Roadmap"


async def test_in_few_rows_only_the_marked_row_shows_its_help():
    app, _ = app_with(row("Relay", "Project plan"), row("Other", "Feature plan"))
    async with app.run_test(size=(50, 20)) as pilot:
        await pilot.pause()

        assert "Project plan" in text_of(app)
        assert "Feature plan" not in text_of(app)


async def test_where_rows_fold_text_and_help_share_a_line():
    app, _ = app_with(row("Relay", "Project plan", "1 of 3"), row("Other", "Feature plan", "2 of 3"), folds=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        other = next(line for line in lines_of(app) if "Other" in line)

        assert other.split("  ")[1:2] == ["Other"]
        assert "Feature plan" in other
        assert other.endswith("2 of 3")


async def test_nothing_in_a_row_is_markup_or_reaches_the_terminal_as_control():
    app, _ = app_with(*(row(f"{number}{text}", text, text) for number, text in enumerate(HOSTILE)))
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.pause()
        seen = text_of(app)

        for text in HOSTILE[:4]:
            assert text in seen
        assert "\x1b" not in seen
        assert "␛[31mred" in seen


async def test_a_list_without_room_does_no_harm():
    app, rows = app_with(*three())
    async with app.run_test(size=(60, 20)) as pilot:
        for width in (60, 3, 1, 40):
            await pilot.resize_terminal(width, 3)
            await pilot.pause()

        assert rows.marked_key == "Relay"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60), st.text(max_size=12)), min_size=1, max_size=6),
    st.integers(8, 100),
    st.sampled_from(["tall", "short", "folded"]),
)
def test_no_line_is_wider_than_its_list(texts: list[tuple[str, str, str]], width: int, shape: str):
    from screens.widgets.row_layout import entry_lines as row_lines

    rows = [ListRow(str(i), safe_line(a), safe_line(b), safe_line(c)) for i, (a, b, c) in enumerate(texts)]
    for marked in ("0", ""):
        for placed in lay_out(rows, PLAIN_LIST, width, shape, marked):  # type: ignore[arg-type]
            is_marked = isinstance(placed.entry, ListRow) and placed.entry.key == marked
            drawn_lines = row_lines(placed, is_marked=is_marked, is_here=True)
            assert len(drawn_lines) == placed.height
            assert all(line.cell_length <= max(width, 12) for line in drawn_lines)


MAYBE = st.one_of(st.just(""), st.text(max_size=60))


@settings(deadline=None)
@given(
    st.lists(st.tuples(MAYBE, MAYBE, MAYBE), min_size=1, max_size=6),
    st.lists(st.integers(0, 5)),
    st.integers(8, 100),
    st.sampled_from(["tall", "short", "folded"]),
)
@example([("000", "", "0")], [], 8, "folded")
def test_what_is_known_of_the_rows_before_changes_no_layout(
    texts: list[tuple[str, str, str]], others: list[int], width: int, shape: str
):
    rows = [ListRow(str(i), safe_line(a), safe_line(b), safe_line(c)) for i, (a, b, c) in enumerate(texts)]
    before = lay_out(rows, PLAIN_LIST, width, shape, "0")  # type: ignore[arg-type]
    after = [row("other" * 9, "help") if index in others else each for index, each in enumerate(rows)]

    known = lay_out(after, PLAIN_LIST, width, shape, "1", before=before)  # type: ignore[arg-type]

    assert list(known) == list(lay_out(after, PLAIN_LIST, width, shape, "1"))  # type: ignore[arg-type]


def box(name: str, sign: str) -> ListRow:
    return ListRow(name, safe_line(name), sign=Content(sign))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["x", "[x]", ""]), st.sampled_from(["Dig", "Dig a hole that is wider than this list is"]))
async def test_a_row_that_is_shown_anew_is_drawn_as_in_a_new_list(sign: str, name: str):
    first = [Heading(Content("1 of 3")), box("Dig", "o"), box("Fill", "o")]
    then = [Heading(Content("2 of 3")), ListRow("Dig", safe_line(name), sign=Content(sign)), first[2]]
    app, rows = app_with(*first)
    other, others = app_with(*then)
    async with app.run_test(size=(24, 20)) as pilot, other.run_test(size=(24, 20)) as other_pilot:
        await other_pilot.pause()
        await pilot.pause()
        drawn(rows)
        rows.show(then)
        await until(pilot, lambda: rows.size == others.size)  # it is laid out anew a frame later

        assert drawn(rows) == drawn(others)
        await pilot.press("down")
        assert rows.keys() == others.keys()


FILTERS = st.lists(st.sampled_from(["", "a", "ab", "ab x", "ba", "zz"]), min_size=1, max_size=6)
NAMES = st.text(alphabet="aBx ", min_size=1, max_size=40)


@settings(max_examples=30, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=8), FILTERS, st.lists(st.tuples(st.integers(0, 7), NAMES), max_size=4))
async def test_a_list_that_was_filtered_and_shown_again_is_drawn_as_a_new_one(
    names: list[str], filters: list[str], changes: list[tuple[int, str]]
):
    entries = [Heading(Content("All")), *(ListRow(str(n), safe_line(name)) for n, name in enumerate(names))]
    app, rows = app_with(*entries)
    async with app.run_test(size=(24, 20)) as pilot:
        await pilot.pause()
        for text, change in zip_longest(filters, changes):
            rows.narrow(text or "")
            if change is not None and change[0] < len(names):
                entries[change[0] + 1] = ListRow(str(change[0]), safe_line(change[1]))
                rows.show(entries)
        await pilot.pause()
        other, others = app_with(*entries)
        async with other.run_test(size=(24, 20)) as other_pilot:
            await other_pilot.pause()
            others.narrow(filters[-1] if len(filters) >= len(changes) else "")
            if rows.marked_key is not None:
                others.mark(rows.marked_key)
            await until(other_pilot, lambda: rows.size == others.size)

            assert rows.keys() == others.keys()
            assert drawn(rows) == drawn(others)
