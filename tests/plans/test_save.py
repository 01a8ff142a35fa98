"""A plan and its answers are saved whole or not at all, and never over what nobody was asked about."""

from __future__ import annotations

import os
import signal
import stat
import sys
from pathlib import Path

import pytest

from tests.support.disk_faults import file_size_limit, fill, make_read_only, make_writable, small_disk
from tests.support.small_plan import SMALL
from tests.support.warm_process import run_python
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.plans.answers_file import read_answers
from wizard.plans.comparison.diff import diff_keeping_both, merge_with_file, merged_text
from wizard.plans.comparison.hand_edits import HandEdits
from wizard.plans.saving.save import FileThereError, finish_interrupted_save, save, save_over
from wizard.plans.saving.saved_files import SavingError, read_saved_files
from wizard.render.plan import render_plan

TEMPLATE = read_template(SMALL, "small")
FIRST = Interview.begin(TEMPLATE).answer(("name",), "Relay").answer(("goal",), "To relay.")
SECOND = FIRST.answer(("goal",), "To relay faster.")

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="links and permissions are those of POSIX")


def text_of(interview: Interview) -> str:
    return render_plan(interview).text


def names_in(folder: Path) -> list[str]:
    """What is in a folder but the home of the test, which has the versions of what was replaced."""
    return sorted(name for name in os.listdir(folder) if name != "home")


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_plan_and_answers_lie_side_by_side(tmp_path: Path) -> None:
    saved = save(FIRST, tmp_path / "relay.md")

    assert saved.plan_path.read_text() == text_of(FIRST)
    assert read_answers(saved.answers_path.read_text(), "answers", TEMPLATE) == FIRST.answers
    assert names_in(tmp_path) == ["relay.answers.yaml", "relay.md"]
    assert read_saved_files(tmp_path / "relay.md").is_as_rendered()


def test_what_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    (tmp_path / "relay.md").write_text("mine")

    with pytest.raises(FileThereError, match=r"relay\.md already exists") as problem:
        save(FIRST, tmp_path / "relay.md")

    assert files_in(tmp_path) == {"relay.md": b"mine"}
    assert problem.value.existing.plan == b"mine"


def test_answers_that_are_there_without_a_plan_are_not_replaced_unasked(tmp_path: Path) -> None:
    (tmp_path / "relay.answers.yaml").write_text("mine: 1")

    with pytest.raises(FileThereError, match=r"relay\.answers\.yaml"):
        save(FIRST, tmp_path / "relay.md")


def test_what_changed_since_it_was_shown_is_not_replaced(tmp_path: Path) -> None:
    save(FIRST, tmp_path / "relay.md")
    shown = read_saved_files(tmp_path / "relay.md")
    with (tmp_path / "relay.md").open("a") as file:
        file.write("by hand\n")
    before = files_in(tmp_path)

    with pytest.raises(FileThereError, match="changed since you were shown") as problem:
        save_over(SECOND, shown, text_of(SECOND))

    assert files_in(tmp_path) == before
    assert problem.value.existing.plan is not None and problem.value.existing.plan.endswith(b"by hand\n")


def test_of_two_programs_that_save_the_same_plan_the_second_is_shown_the_difference(tmp_path: Path) -> None:
    path = tmp_path / "relay.md"
    mine, theirs = read_saved_files(path), read_saved_files(path)
    save_over(FIRST, mine, text_of(FIRST))

    with pytest.raises(FileThereError) as problem:
        save_over(SECOND, theirs, text_of(SECOND))

    merged = merge_with_file(problem.value.existing, text_of(SECOND))
    assert diff_keeping_both(merged).new_hunks == 1
    save_over(SECOND, problem.value.existing, text_of(SECOND), merged=merged_text(merged))
    assert path.read_text() == text_of(SECOND)


def test_edits_made_by_hand_survive_every_saving(tmp_path: Path) -> None:
    path = tmp_path / "relay.md"
    save(FIRST, path)
    path.write_text(path.read_text().replace("The end.", "The end, by hand.") + "\nMore by hand.\n")

    for interview in (SECOND, FIRST, SECOND):
        existing = read_saved_files(path)
        merged = merge_with_file(existing, text_of(interview))
        assert not merged.conflicts
        save_over(interview, existing, text_of(interview), merged=merged_text(merged))
        expected = text_of(interview).replace("The end.", "The end, by hand.") + "\nMore by hand.\n"
        assert path.read_text() == expected

    assert diff_keeping_both(merge_with_file(read_saved_files(path), text_of(SECOND))).by_hand.edited > 0


def test_when_only_the_answers_count_the_old_file_is_kept_aside(tmp_path: Path) -> None:
    save(FIRST, tmp_path / "relay.md")
    for text in ("by hand", "by hand again"):
        (tmp_path / "relay.md").write_text(text)
        existing = read_saved_files(tmp_path / "relay.md")
        saved = save_over(SECOND, existing, text_of(SECOND), copied=(existing.plan_path,))
        assert (tmp_path / "relay.md").read_text() == text_of(SECOND)
        assert [path.read_text() for path in saved.backup_paths] == [text]

    assert {"relay.before.md", "relay.before-2.md"} < set(os.listdir(tmp_path))


@posix_only
def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    save(FIRST, tmp_path / "real" / "relay.md")
    (tmp_path / "real" / "relay.md").chmod(0o640)
    (tmp_path / "link.md").symlink_to("real/relay.md")

    existing = read_saved_files(tmp_path / "link.md")
    save_over(SECOND, existing, text_of(SECOND))

    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real" / "relay.md").read_text() == text_of(SECOND)
    assert stat.S_IMODE((tmp_path / "real" / "relay.md").stat().st_mode) == 0o640
    assert names_in(tmp_path) == ["link.md", "real"]


@posix_only
def test_a_new_plan_has_the_permissions_that_the_user_gives_to_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        save(FIRST, tmp_path / "relay.md")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "relay.md").stat().st_mode) == 0o640


def test_line_ends_and_byte_order_mark_of_the_file_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "relay.md"
    save(FIRST, path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    existing = read_saved_files(path)
    merged = merge_with_file(existing, text_of(SECOND))
    assert diff_keeping_both(merged).by_hand == HandEdits()
    save_over(SECOND, existing, text_of(SECOND), merged=merged_text(merged))

    assert path.read_bytes() == b"\xef\xbb\xbf" + text_of(SECOND).encode().replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    "name, says",
    [
        ("missing/relay.md", "There is no folder"),
        ("file/relay.md", "is not a folder"),
        ("folder", "is a folder. Name a file"),
        ("relay.answers.yaml", "cannot be a plan's file"),
        ("nul\0.md", "cannot be a file's name"),
        ("x" * 300 + ".md", "name is too long"),
        ("loop.md", "form a loop"),
        ("pipe", "not an ordinary file"),
    ],
)
@posix_only
def test_a_place_where_nothing_can_be_saved_is_told(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop.md").symlink_to("loop.md")
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(SavingError, match=says):
        save(FIRST, tmp_path / name)

    assert names_in(tmp_path) == ["file", "folder", "loop.md", "pipe"]


def test_a_missing_folder_is_offered_to_be_made(tmp_path: Path) -> None:
    with pytest.raises(SavingError) as problem:
        save(FIRST, tmp_path / "a" / "b" / "relay.md")

    assert problem.value.missing_folder == tmp_path / "a" / "b"


def test_answers_that_cannot_be_written_leave_the_plan_as_it_was(tmp_path: Path) -> None:
    save(FIRST, tmp_path / "relay.md")
    existing = read_saved_files(tmp_path / "relay.md")
    (tmp_path / "relay.answers.yaml").unlink()
    (tmp_path / "relay.answers.yaml").mkdir()

    with pytest.raises(SavingError, match="is a folder"):
        save_over(SECOND, existing, text_of(SECOND))

    assert (tmp_path / "relay.md").read_text() == text_of(FIRST)
    assert names_in(tmp_path) == ["relay.answers.yaml", "relay.md"]


def test_a_limit_on_the_size_of_files_leaves_both_as_they_were(tmp_path: Path) -> None:
    save(FIRST, tmp_path / "relay.md")
    existing, before = read_saved_files(tmp_path / "relay.md"), files_in(tmp_path)
    longer = FIRST.answer(("goal",), "word " * 2000)

    with file_size_limit(2000), pytest.raises(SavingError, match="Raise the file size limit"):
        save_over(longer, existing, text_of(longer))

    assert files_in(tmp_path) == before


def test_a_full_disk_leaves_both_as_they_were_and_saving_works_once_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        save(FIRST, disk / "relay.md")
        existing, before = read_saved_files(disk / "relay.md"), files_in(disk)
        filler = fill(disk)

        with pytest.raises(SavingError, match=r"the disk is full\. Free some space"):
            save_over(SECOND, existing, text_of(SECOND))

        filler.unlink()
        assert files_in(disk) == before
        save_over(SECOND, existing, text_of(SECOND))
        assert (disk / "relay.md").read_text() == text_of(SECOND)


def test_a_disk_that_can_only_be_read_is_told(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        save(FIRST, disk / "relay.md")
        existing = read_saved_files(disk / "relay.md")
        make_read_only(disk)

        with pytest.raises(SavingError, match=r"is read-only\. Choose another folder"):
            save_over(SECOND, existing, text_of(SECOND))

        make_writable(disk)
        assert (disk / "relay.md").read_text() == text_of(FIRST)


def test_a_link_to_another_disk_is_followed(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        (tmp_path / "relay.md").symlink_to(disk / "relay.md")

        save(FIRST, tmp_path / "relay.md")

        assert (disk / "relay.md").read_text() == text_of(FIRST)
        assert (disk / "relay.answers.yaml").exists()


KILLED = """
import os, signal, sys
import wizard.plans.saving.save as saving
from wizard.interview.interview import Interview
from wizard.compiler.loader import read_template
from wizard.render.plan import render_plan
from tests.support.small_plan import SMALL

path, goal, kill_at = saving.read_saved_files(saving.Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
interview = Interview.begin(read_template(SMALL, "small")).answer(("name",), "Relay").answer(("goal",), goal)
calls = 0

def counted(call):
    def put(*arguments):
        global calls
        calls += 1
        if calls == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments)
    return put

saving.prepare_replacement = counted(saving.prepare_replacement)
saving._move_into_place = counted(saving._move_into_place)
saving.sync_folder = counted(saving.sync_folder)
saving.save_over(interview, path, render_plan(interview).text)
"""


@posix_only
@pytest.mark.parametrize("is_there", [False, True])
@pytest.mark.parametrize("kill_at", [1, 2, 3, 4, 5])
def test_a_crash_leaves_both_old_or_says_which_is_new(tmp_path: Path, is_there: bool, kill_at: int) -> None:
    path = tmp_path / "relay.md"
    if is_there:
        save(FIRST, path)
    before = files_in(tmp_path)

    done = run_python([sys.executable, "-c", KILLED, str(path), "To relay faster.", str(kill_at)], check=False)

    assert done.returncode == -signal.SIGKILL
    existing = read_saved_files(path)
    if kill_at <= 3:
        assert {name: content for name, content in files_in(tmp_path).items() if name[0] != "."} == before
        assert existing.newer_answers is None
    elif kill_at == 4:
        assert path.read_text() == text_of(SECOND)
        assert existing.newer_answers is not None and existing.is_as_rendered()
        assert finish_interrupted_save(existing).newer_answers is None
    if kill_at >= 4:
        answers = (tmp_path / "relay.answers.yaml").read_text()
        assert read_answers(answers, "answers", TEMPLATE) == SECOND.answers
    existing = read_saved_files(path)
    save_over(SECOND, existing, text_of(SECOND))
    assert names_in(tmp_path) == ["relay.answers.yaml", "relay.md"]


@posix_only
def test_saving_again_after_a_crash_between_the_two_keeps_edits_made_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "relay.md"
    save(FIRST, path)
    edited = path.read_text().replace("The end.", "By hand.")
    path.write_text(edited)
    existing = read_saved_files(path)
    merged = merged_text(merge_with_file(existing, text_of(SECOND)))
    path.write_text(merged)  # the plan is written, and the answers are still those of before

    again = merge_with_file(read_saved_files(path), text_of(SECOND))

    assert not again.conflicts
    assert merged_text(again) == merged == text_of(SECOND).replace("The end.", "By hand.")
