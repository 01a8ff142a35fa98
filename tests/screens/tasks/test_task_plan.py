"""The text of a plan for the preview: whole, and with every task where its words are."""

from __future__ import annotations

from hypothesis import given, strategies as st

from screens.tasks.task_plan import group_path, task_of, task_plan
from wizard.plans.tasks.task_list import read_tasks

LINES = st.sampled_from(
    [
        "# A",
        "## B",
        "",
        "- [ ] dig",
        "- [x] fill",
        "  - [ ] deep",
        "> - [ ] quoted",
        "1. [ ] first",
        "- [ ]",
        "```",
        "text",
    ]
)


@given(st.lists(LINES, max_size=30), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.booleans())
def test_every_task_has_its_own_words_marked(lines: list[str], end: str, has_mark: bool, is_ended: bool) -> None:
    text = ("\ufeff" if has_mark else "") + end.join(lines) + (end if is_ended else "")
    tasks = read_tasks(text)

    plan = task_plan(text, tasks)

    assert plan.text == "\n".join(lines) + ("\n" if is_ended else "")
    for index, task in enumerate(tasks.tasks):
        [(segment, span)] = plan.spans_of((*group_path(task), index))
        marked = plan.segments[segment].text[span.start : span.end]
        assert task.text.startswith(marked)  # its first line
        path = plan.path_at(segment, span.start)
        assert path is not None and (task_of(path) == index or not task.text)


def test_what_has_not_changed_stays_the_same_object() -> None:
    parts = [f"## Part {part}\n\n" + f"- [ ] dig {part}\n" * 150 + "\n" for part in range(5)]
    text = "".join(parts)
    before = task_plan(text, read_tasks(text))
    changed = text.replace("- [ ] dig 3\n", "- [x] dig 3\n", 1)

    after = task_plan(changed, read_tasks(changed), before)

    assert after.text == changed
    assert sum(one is not other for one, other in zip(before.segments, after.segments, strict=True)) == 1


def test_control_characters_are_shown_and_move_nothing() -> None:
    text = "\x1b[31m\n- [ ] a\x07b\n"

    plan = task_plan(text, read_tasks(text))

    [(segment, span)] = plan.spans_of(("tasks", 0, 0))
    assert plan.segments[segment].text[span.start : span.end] == "a␇b"
