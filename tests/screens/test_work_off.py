"""Working a plan off: every key, what others write meanwhile, and a file that does not stay what it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from screens.tasks import plan_file
from screens.widgets.fields.filter_input import FilterInput
from screens.widgets.footer import KeyFooter
from screens.widgets.row_list import RowList
from screens.work_off import WorkOffScreen
from tests.support.screen_text import drawn, lines_of, seen, settled, text_of, until
from tests.support.working_off import PLAN, working_off, written
from wizard.plans.tasks import tick


@pytest.fixture
def path(home: Path, tmp_path: Path) -> Path:
    file = tmp_path / "plan.md"
    file.write_text(PLAN, encoding="utf-8")
    return file


def marked(screen: WorkOffScreen) -> str:
    """The id of the marked task."""
    return (screen.query_one(RowList).marked_key or "").split(" ")[1]


def status(screen: WorkOffScreen) -> str:
    return screen.query_one(KeyFooter).status


def rows(screen: WorkOffScreen) -> list[str]:
    return [key.split(" ")[1] for key in tuple(screen.query_one(RowList).keys())]


def line_in_plan(pilot: Pilot[None], id: str) -> tuple[int, str]:
    """The row of the terminal in which the plan beside the tasks has a task, and its text."""
    lines = [(y, line[54:]) for y, line in enumerate(lines_of(pilot.app))]
    return next((y, line) for y, line in lines if f" {id} " in line)


async def test_the_tasks_stand_in_their_groups_with_how_far_they_are_and_the_next_one_is_marked(path: Path) -> None:
    async with working_off(path) as (screen, pilot):
        text = await seen(pilot, "1 box in fences, not counted.")

        assert "plan.md › Tasks" in text
        assert "There is no plan.answers.yaml" in text
        assert "1 of 4" in text  # in the head, and of the group
        assert "☑ T001 Draw the screens" in text
        assert "Acceptance criteria" in text and "review" in text and "0 of 1" in text
        assert "after T002" in text
        assert marked(screen) == "T003"
        line = next(line for line in lines_of(pilot.app) if "T003" in line)
        assert "next" in line
        assert rows(screen) == ["T001", "T002", "T003", "T004", "Two"]


async def test_space_ticks_and_unticks_in_the_file_and_nothing_else_of_it_changes(path: Path) -> None:
    async with working_off(path) as (screen, pilot):
        await pilot.press("space")
        await written(pilot, path, "- [x] T003")
        assert path.read_text() == PLAN.replace("- [ ] T003", "- [x] T003")
        await seen(pilot, "T003 is done.")
        assert "☑ T003" in await seen(pilot, "2 of 4")
        await pilot.press("space")
        await written(pilot, path, "- [ ] T003")
        assert path.read_text() == PLAN
        await seen(pilot, "T003 is open.")
        assert screen.query_one(FilterInput).value == ""


async def test_undo_and_redo_follow_the_ticks(path: Path) -> None:
    async with working_off(path) as (screen, pilot):
        await pilot.press("ctrl+z")
        assert status(screen) == "Nothing to undo."
        await pilot.press("space", "up", "space")
        await written(pilot, path, "- [x] T002")
        await written(pilot, path, "- [x] T003")
        await settled(pilot)
        await pilot.press("home", "ctrl+z")
        await written(pilot, path, "- [ ] T002")
        await seen(pilot, "Undone: T002.")
        assert marked(screen) == "T002"
        await pilot.press("ctrl+z")
        await until(pilot, lambda: path.read_text() == PLAN)
        await settled(pilot)
        await pilot.press("ctrl+y", "ctrl+y")
        await written(pilot, path, "- [x] T003")
        await written(pilot, path, "- [x] T002")
        await settled(pilot)
        await pilot.press("ctrl+y")
        assert status(screen) == "Nothing to redo."


async def test_undo_gives_a_mark_back_that_no_key_makes(path: Path) -> None:
    path.write_text(PLAN.replace("[ ] T003", "[>] T003"))
    before = path.read_text()
    async with working_off(path) as (screen, pilot):
        assert "[>]" in await seen(pilot, "T003")
        await pilot.press("home", "down", "down")
        assert marked(screen) == "T003"
        await pilot.press("space")
        await written(pilot, path, "[x] T003")
        await settled(pilot)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: path.read_text() == before)


async def test_keys_for_doing_and_cancel_have_the_marks_of_the_file(path: Path) -> None:
    path.write_text("- [/] Dig\n- [ ] Fill\n")
    async with working_off(path) as (screen, pilot):
        assert marked(screen) == "Fill"
        await pilot.press("ctrl+d")
        await written(pilot, path, "- [/] Fill")
        await seen(pilot, "doing")
        await pilot.press("ctrl+k")
        await written(pilot, path, "- [-] Fill")
        await seen(pilot, "☒ Fill")
        await pilot.press("ctrl+k")
        await written(pilot, path, "- [ ] Fill")


async def test_a_file_without_such_marks_says_so_and_stays_as_it_is(path: Path) -> None:
    async with working_off(path) as (screen, pilot):
        await pilot.press("ctrl+d")
        assert "no mark for tasks in progress" in status(screen)
        await pilot.press("ctrl+k")
        assert "no mark for cancelled tasks" in status(screen)
        await settled(pilot)
    assert path.read_text() == PLAN


async def test_only_open_ones_are_shown_and_what_is_ticked_stays_in_sight(path: Path) -> None:
    async with working_off(path) as (screen, pilot):
        await pilot.press("ctrl+o")
        assert rows(screen) == ["T002", "T003", "T004", "Two"]
        await pilot.press("space")
        await written(pilot, path, "- [x] T003")
        await settled(pilot)
        assert rows(screen) == ["T002", "T003", "T004", "Two"]
        await pilot.press("escape")
        assert rows(screen) == ["T001", "T002", "T003", "T004", "Two"]
        await pilot.press("ctrl+o")
        assert rows(screen) == ["T002", "T004", "Two"]
        path.write_text(path.read_text().replace("[x] T001", "[ ] T001"))
        await seen(pilot, "T001 is open")
        assert rows(screen) == ["T001", "T002", "T004", "Two"]


async def test_typing_filters_and_escape_clears(path: Path) -> None:
    async with working_off(path) as (screen, pilot):
        await pilot.press(*"online")
        assert rows(screen) == ["T004"]
        await pilot.press("space")
        await written(pilot, path, "- [x] T004")
        await pilot.press("escape")
        assert rows(screen) == ["T001", "T002", "T003", "T004", "Two"]


async def test_next_task_is_one_key_away_also_behind_a_filter(path: Path) -> None:
    async with working_off(path) as (screen, pilot):
        await pilot.press(*"people", "ctrl+n")
        assert marked(screen) == "T003"
        assert screen.query_one(FilterInput).value == ""
    path.write_text("- [x] Dig\n")
    async with working_off(path) as (screen, pilot):
        await pilot.press("ctrl+n")
        assert status(screen) == "No tasks left."
    path.write_text("- [ ] 1.1 Dig (depends on 1.2)\n- [ ] 1.2 Fill (depends on 1.1)\n")
    async with working_off(path) as (screen, pilot):
        await pilot.press("ctrl+n")
        assert "2 tasks left" in status(screen)


async def test_the_plan_beside_marks_the_line_and_leads_back_to_the_task(path: Path) -> None:
    async with working_off(path) as (screen, pilot):
        assert "▎" in line_in_plan(pilot, "T003")[1]
        assert "▎" not in line_in_plan(pilot, "T004")[1]
        await pilot.press("down")
        assert "▎" in line_in_plan(pilot, "T004")[1]
        await pilot.click(offset=(80, line_in_plan(pilot, "T001")[0]))
        assert marked(screen) == "T001"
        await pilot.press("enter", "down", "enter")
        assert marked(screen) == "T002"
        await pilot.press("space")
        await written(pilot, path, "- [x] T002")


async def test_space_in_the_plan_is_a_page_and_ticks_nothing(path: Path) -> None:
    async with working_off(path) as (_screen, pilot):
        await pilot.press("enter", "space")
        await settled(pilot)
        assert path.read_text() == PLAN
        await pilot.press("escape", "space")
        await written(pilot, path, "- [x] T003")


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 15), (160, 45)])
async def test_f3_shows_the_plan_beside_not_at_all_or_alone(path: Path, size: tuple[int, int]) -> None:
    async with working_off(path, size=size) as (screen, pilot):
        views: set[tuple[bool, bool]] = set()
        for _ in range(3):
            await pilot.press("f3")
            await pilot.pause()
            views.add((bool(screen.query_one("#list").region), bool(screen.query_one("#sheet").region)))
        assert (False, True) in views
        await pilot.press("f5")
        await settled(pilot)


@pytest.mark.parametrize("size", [(40, 15), (80, 24)])
async def test_enter_shows_the_line_where_there_is_little_room(path: Path, size: tuple[int, int]) -> None:
    async with working_off(path, size=size) as (screen, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: screen.query_one("#sheet").has_focus)
        assert "T003" in "".join(drawn(screen.query_one("#sheet PreviewLines")))
        await pilot.press("enter")
        await pilot.pause()
        assert screen.query_one(FilterInput).has_focus
        assert marked(screen) == "T003"


async def test_what_others_write_is_shown_and_told(path: Path) -> None:
    async with working_off(path) as (screen, pilot):
        path.write_text(PLAN.replace("[ ] T003", "[x] T003"))
        assert "☑ T003" in await seen(pilot, "Changed in the file: T003 is done.")
        prepared = path.with_name("other")
        prepared.write_text(
            PLAN.replace("## Build\n", "## Build\n\n- [ ] T000 Think\n").replace("[ ] T002", "[x] T002")
        )
        prepared.replace(path)
        await seen(pilot, "T000 Think")
        assert marked(screen) == "T003"
        await pilot.press("space")
        await written(pilot, path, "[x] T003")
        assert "[ ] T000" in path.read_text()


async def test_a_tick_meets_its_task_although_the_file_has_changed_since_it_was_shown(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line of the task on the screen is another task's by now."""
    async with working_off(path) as (screen, pilot):
        monkeypatch.setattr(screen._watch, "look", lambda: None)  # pyright: ignore[reportPrivateUsage]
        screen._watch.stop()  # pyright: ignore[reportPrivateUsage]
        changed = PLAN.replace("## Build\n", "## Build\n\n- [ ] T000 Think\n- [ ] T0 Rest\n")
        path.write_text(changed)
        await pilot.press("space")
        await written(pilot, path, "[x]")
        await seen(pilot, "T003 is done.")
        assert path.read_text() == changed.replace("[ ] T003", "[x] T003")


async def test_a_task_that_is_gone_is_not_ticked_and_that_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with working_off(path) as (screen, pilot):
        monkeypatch.setattr(screen._watch, "look", lambda: None)  # pyright: ignore[reportPrivateUsage]
        screen._watch.stop()  # pyright: ignore[reportPrivateUsage]
        changed = PLAN.replace("T003 Keep messages", "T009 Keep nothing")
        path.write_text(changed)
        await pilot.press("space")
        text = await seen(pilot, "!")
        assert "has changed in the file" in text
        assert "☐ T003" in text
        assert path.read_text() == changed


async def test_several_fast_keys_are_written_in_their_order(path: Path) -> None:
    async with working_off(path) as (_, pilot):
        await pilot.press("space", "space", "space", "up", "space", "down", "space", "space")
        await written(pilot, path, "[x] T002")
        await settled(pilot)
        await until(
            pilot, lambda: path.read_text() == PLAN.replace("[ ] T002", "[x] T002").replace("[ ] T003", "[x] T003")
        )


@pytest.mark.parametrize(("keys", "ticked"), [(("up", "space"), "T002"), ((*"T004", "space"), "T004")])
async def test_keys_that_come_in_one_burst_tick_the_task_that_is_marked_then(
    path: Path, keys: tuple[str, ...], ticked: str
) -> None:
    async with working_off(path) as (_, pilot):
        for key in keys:
            pilot.app.post_message(events.Key(key, " " if key == "space" else key if len(key) == 1 else None))
        await until(pilot, lambda: path.read_text() != PLAN)
        assert path.read_text() == PLAN.replace(f"[ ] {ticked}", f"[x] {ticked}")


async def test_a_failure_is_told_in_words_and_the_box_is_open_again(path: Path) -> None:
    path.chmod(0o444)
    async with working_off(path) as (_screen, pilot):
        await pilot.press("space")
        text = await seen(pilot, "read-only")
        assert "☐ T003" in text
        path.chmod(0o644)
        await pilot.press("space")
        await written(pilot, path, "[x] T003")
        await seen(pilot, "T003 is done.")
        assert "read-only" not in text_of(pilot.app)


async def test_a_tick_that_takes_long_holds_up_no_key_and_leaving_waits_for_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    from screens import work_off

    may_write, write = Event(), work_off._write_tick  # pyright: ignore[reportPrivateUsage]

    def write_slowly(*arguments: object) -> bool:
        assert may_write.wait(100)
        return write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(work_off, "_write_tick", write_slowly)
    async with working_off(path) as (screen, pilot):
        await pilot.press("space", "down")
        assert marked(screen) == "T004"
        assert "☑ T003" in text_of(pilot.app)
        await pilot.press("ctrl+q")
        may_write.set()
        await until(pilot, lambda: pilot.app._exit)  # pyright: ignore[reportPrivateUsage]
    assert "[x] T003" in path.read_text()
    assert pilot.app.unfinished_save is None  # type: ignore[attr-defined]


async def test_a_file_that_vanishes_and_comes_back(path: Path) -> None:
    async with working_off(path) as (_, pilot):
        path.unlink()
        text = await seen(pilot, "plan.md no longer exists.")
        assert "T003" in text
        await pilot.press("space")
        await seen(pilot, "!")
        assert not path.exists()
        path.write_text(PLAN.replace("Write the server", "Write it"))
        assert "no longer exists" not in await seen(pilot, "Write it")


async def test_a_file_that_becomes_a_folder_or_something_else(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with working_off(path) as (_, pilot):
        path.unlink()
        path.mkdir()
        await seen(pilot, "plan.md is a folder now.")
        await pilot.press("space")
        await settled(pilot)
        path.rmdir()
        path.write_text(PLAN)
        await until(pilot, lambda: "is a folder now" not in text_of(pilot.app))
        monkeypatch.setattr(plan_file, "MAX_PLAN_FILE_BYTES", 300)
        path.write_text(PLAN * 4)
        await seen(pilot, "larger than 300 bytes")
        monkeypatch.setattr(plan_file, "MAX_PLAN_FILE_BYTES", 3000)
        path.write_bytes(b"- [ ] caf\xe9 \x1b[31m[/b]\r\n- [ ] \xf0\x9f\x98\x80\r- [x] x\n")
        text = await seen(pilot, "[/b]")
        assert "\x1b" not in text
        path.write_text("no boxes\n")
        await seen(pilot, "This plan has no task boxes.")
        await pilot.press("space", "ctrl+n", "ctrl+o", "ctrl+d", "enter", "escape", "f3", "f3", "f3", "down", "ctrl+z")
        await settled(pilot)


@pytest.mark.parametrize("sizes", [((120, 36), (40, 15), (80, 24), (20, 5), (160, 45))])
async def test_any_size_shows_the_marked_task(path: Path, sizes: tuple[tuple[int, int], ...]) -> None:
    async with working_off(path) as (screen, pilot):
        for width, height in sizes:
            await pilot.resize_terminal(width, height)
            await settled(pilot)
            assert "T003" in text_of(pilot.app) or height < 15
        assert marked(screen) == "T003"


async def test_help_and_palette_know_the_keys(path: Path) -> None:
    async with working_off(path) as (_, pilot):
        await pilot.press("f1")
        text = await seen(pilot, "Space ticks the marked task in the file itself")
        assert "next task" in text and "other mark" in text
        await pilot.press("f1", "ctrl+p")
        await pilot.press(*"open ones")
        await seen(pilot, "Tasks: open ones only, or all")


async def test_nothing_that_a_task_says_is_markup(path: Path) -> None:
    path.write_text("## [b]Group[/b] [/]\n\n- [ ] [x] [Feature Name] [/b] [@click=app.quit]go `a`\n- [ ]\n- [ ] \n")
    async with working_off(path) as (_, pilot):
        text = await seen(pilot, "[Feature Name]")
        assert "[b]Group[/b] [/]" in text
        assert "[x] [Feature Name] [/b] [@click=app.quit]go a" in text


async def test_two_programs_tick_at_once(path: Path) -> None:
    path.write_text("".join(f"- [ ] T{number:03} Dig\n" for number in range(12)))
    async with working_off(path) as (_screen, pilot):
        for number in range(0, 12, 2):
            await pilot.press("home", *["down"] * number, "space")
            tick.tick(path, [f"T{number + 1:03}"])
        await until(pilot, lambda: path.read_text().count("[x]") == 12)
        await until(pilot, lambda: "12 of 12" in text_of(pilot.app))


async def test_ten_thousand_tasks_do_not_hold_up_a_key(path: Path) -> None:
    """Only that it works at all; how fast stands in the benchmarks."""
    path.write_text("".join(f"## Part {part}\n\n" + "- [ ] Dig here, and there\n" * 1000 for part in range(10)))
    async with working_off(path) as (screen, pilot):
        assert len(rows(screen)) == 10_000
        await pilot.press("end", "space")
        await until(pilot, lambda: path.read_text().endswith("- [x] Dig here, and there\n"))
        await seen(pilot, "1 of 10000")
