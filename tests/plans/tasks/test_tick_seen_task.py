"""A task that was read before and is ticked now, in a file that may have changed since."""

from __future__ import annotations

from pathlib import Path

import pytest

from wizard.plans.tasks.task_list import Task, read_tasks
from wizard.plans.tasks.tick import TaskNameError, restore_mark, tick

TEXT = "# A\n\n- [ ] 1.1 dig\n- [>] 1.2 fill\n- [ ] same\n\n# B\n\n- [ ] same\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "plan.md"
    file.write_text(TEXT)
    return file


def task(index: int) -> Task:
    return read_tasks(TEXT).tasks[index]


def test_it_is_ticked_on_whatever_line_it_is(path: Path) -> None:
    path.write_text("- [ ] new\n- [ ] 1.3 more\n" + TEXT)

    result = tick(path, (task(0),))

    assert [each.line for each in result.changed] == [5]
    assert path.read_text() == "- [ ] new\n- [ ] 1.3 more\n" + TEXT.replace("[ ] 1.1", "[x] 1.1")


def test_of_several_with_its_text_it_is_the_one_on_its_line(path: Path) -> None:
    tick(path, (task(3),))

    assert path.read_text() == TEXT[:-11] + "- [x] same\n"
    path.write_text("\n" + TEXT)
    with pytest.raises(TaskNameError, match="has changed in the file"):
        tick(path, (task(3),))
    assert path.read_text() == "\n" + TEXT


def test_one_whose_text_has_changed_is_not_ticked(path: Path) -> None:
    path.write_text(TEXT.replace("dig", "plant"))

    with pytest.raises(TaskNameError, match=r"'1\.1' has changed in the file"):
        tick(path, (task(0),))
    assert path.read_text() == TEXT.replace("dig", "plant")


def test_any_mark_that_it_had_is_given_back(path: Path) -> None:
    tick(path, (task(1),))
    assert "[x] 1.2" in path.read_text()

    restored = restore_mark(path, task(1))

    assert path.read_text() == TEXT
    assert [each.mark for each in restored.changed] == [">"]
    assert restore_mark(path, task(1)).changed == ()
