"""Which tasks a Markdown plan has, in every form that tools and people write them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tests.support.counted_calls import count_calls
from wizard.plans.tasks.task_list import TaskList, box_of, read_tasks, read_tasks_again


def states(text: str, path: str = "") -> list[str]:
    return [task.state for task in read_tasks(text, path).tasks]


def ids(text: str) -> list[str]:
    return [task.id for task in read_tasks(text).tasks]


def places(text: str) -> list[tuple[int, str]]:
    return [(box.line, box.place) for box in read_tasks(text).uncounted]


def next_id(text: str) -> str | None:
    task = read_tasks(text).next_task()
    return None if task is None else task.id or task.text


@pytest.mark.parametrize("marker", ["-", "*", "+", "1.", "1)"])
@pytest.mark.parametrize("before", ["", "  ", "> ", ">", "> > ", "- x\n  - y\n    ", "- x\n\t", "> 1. x\n>    ", "- "])
def test_every_list_marker_counts_nested_and_quoted(before: str, marker: str) -> None:
    text = f"{before}{marker} [x] Draw it\n"

    (task,) = read_tasks(text).tasks

    assert (task.state, task.text) == ("done", "Draw it")
    assert text[task.offset] == "x"
    assert text.split("\n")[task.line - 1][task.column - 1 :].startswith("[x]")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_offsets_are_right_whatever_the_line_ends_are(end: str, mark: str) -> None:
    text = mark + end.join(["- [ ] ä", "", "# 😀", "", "\t- no", "1. [x] b", "- [X] last"])

    tasks = read_tasks(text).tasks

    assert [text[task.offset] for task in tasks] == [" ", "x", "X"]
    assert [(task.line, task.column) for task in tasks] == [(1, 3), (6, 4), (7, 3)]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("T012 [P] [US1] Create it in src/a.py", "T012"),
        ("T012a Create it", "T012a"),
        ("**T012** Create it", "T012"),
        ("~~T012~~ Create it", "T012"),
        ("[T012] Create it", "T012"),
        ("`T012` Create it", "T012"),
        ("✅ T012: Create it", "T012"),
        ("CHK001 Are they named?", "CHK001"),
        ("1.3 Create it", "1.3"),
        ("1.3a Create it", "1.3a"),
        ("1. Create it", "1"),
        ("10.2.3. Create it", "10.2.3"),
        ("**1.3** Create it", "1.3"),
        ("#4 Create it", "#4"),
        ("01-02: Create it", "01-02"),
        ("02.1-01: Create it", "02.1-01"),
        ("**AUTH-01**: User can sign in", "AUTH-01"),
        ("FR-003: Create it", "FR-003"),
        ("BACK-633.1 - Create it", "BACK-633.1"),
        ("S01: Create it", "S01"),
        ("**S01: Create it** `risk:high`", "S01"),
        ("bd-a3f8.1 Create it", "bd-a3f8.1"),
        ("**Step 2: Write the failing test**", "Step 2"),
        ("**Step 2:** Write the failing test", "Step 2"),
        ("Task 1 (AC: #1)", "Task 1"),
        ("Subtask 1.1: Create it", "Subtask 1.1"),
        ("**Phase 1: Name** - one line", "Phase 1"),
        ("Phase  2 begins", "Phase 2"),
        ("Create T012", ""),
        ("[US1] Create it", ""),
        ("[P] Create it", ""),
        ("2026-11-30 is the day", ""),
        ("(2025-10-01 13:00Z) Example completed step.", ""),
        ("3 tests pass", ""),
        ("Task: Create it", ""),
        ("**Track: Create it**", ""),
        ("Stepwise 2", ""),
        ("", ""),
    ],
)
def test_a_task_has_the_id_that_its_tool_gives_it(text: str, id: str) -> None:
    assert ids(f"- [ ] {text}\n") == [id]


def test_a_heading_with_a_box_is_a_task_and_a_group() -> None:
    found = read_tasks("### [x] S01: Slice ###\n- [ ] a\n\n## [ ] Track: **b**\n> # [ ] T001 c\n")

    assert [(task.id, task.text, task.state) for task in found.tasks] == [
        ("S01", "S01: Slice", "done"),
        ("", "a", "open"),
        ("", "Track: b", "open"),
        ("T001", "T001 c", "open"),
    ]
    assert [group.title for group in found.groups] == ["S01: Slice", "Track: b", "T001 c"]


def test_text_goes_over_lines_and_has_no_emphasis() -> None:
    text = "> - [ ] **Draw** the\n>   *first* [sketch](a/b.md) of snake_case `x`\n>\n>   more\n"

    assert [task.text for task in read_tasks(text).tasks] == ["Draw the first sketch of snake_case `x`"]


@pytest.mark.parametrize(
    "mark", ["~", "-", "/", ">", "!", "?", "@", "<", "*", ".", "✓", "✗", "", "  ", " x", "x ", " x "]
)
def test_a_mark_that_github_does_not_know_is_never_done_and_stays_in_the_total(mark: str) -> None:
    counts = read_tasks(f"- [x] a\n- [{mark}] b\n- [ ] c\n").counts()

    assert (counts.done, counts.open, counts.total) == (1, 1, 3)
    assert [(box, count) for _, box, count in counts.marks] == [(f"[{mark}]", 1)]


def test_a_letter_or_digit_is_a_mark_where_there_are_boxes() -> None:
    assert states("- [ ] a\n- [1] b\n- [i] c\n") == ["open", "other", "other"]
    assert states("# A\n- [ ] a\n\n# Sources\n- [1] Smith\n- [2] Jones\n") == ["open"]


@pytest.mark.parametrize(
    ("text", "path", "mark", "state"),
    [
        ("- [~] a", "", "~", "other"),
        ("- [-] a", "", "-", "other"),
        ("- [/] a", "", "/", "doing"),
        ("- [-] a", ".kiro/specs/sign-in/tasks.md", "-", "doing"),
        ("- [-] 1. a\n  - _Requirements: 1.1, 2.3_", "", "-", "doing"),
        ("- [-] 1. a\n- [ ]* 1.1 b", "", "-", "doing"),
        ("- [~] a", "conductor/tracks/a/plan.md", "~", "doing"),
        ("- [~] Task: a", "", "~", "doing"),
        ("# Phase [checkpoint: 1a2b3c4]\n- [~] a", "", "~", "doing"),
        ("## [~] Track: a", "", "~", "doing"),
        ("- [-] a\n- [/] b", "", "-", "cancelled"),
        ("- [~] a\n- [@] b", "", "~", "cancelled"),
        ("- [@] a\n- [~] b", "", "@", "doing"),
        ("- [~] 1. a\n  - _Requirements: 1.1_", "", "~", "other"),
    ],
)
def test_what_a_mark_means_is_the_tools_convention(text: str, path: str, mark: str, state: str) -> None:
    assert next(task.state for task in read_tasks(text, path).tasks if task.mark == mark) == state


def test_an_optional_task_is_open_and_named() -> None:
    found = read_tasks("- [ ]* 1.1 a\n- [x]* 1.2 b\n- [ ] 1.3 c\n")

    counts = found.counts()

    assert [task.is_optional for task in found.tasks] == [True, True, False]
    assert (counts.open, counts.done) == (2, 1)
    assert counts.marks == (("open", "[ ]*", 1), ("done", "[x]*", 1))
    assert next_id("- [ ]* 1.1 a\n- [ ] 1.3 c\n") == "1.3"
    assert next_id("- [ ]* 1.1 a\n- [x] 1.3 c\n") == "1.1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```md\n- [ ] a\n- [x] b\n```\n", [(2, "fence"), (3, "fence")]),
        ("- [ ] a\n  ~~~\n  - [ ] b\n  ~~~\n", [(3, "fence")]),
        ("<!--\n- [ ] a\n\n- [x] b\n-->\n", [(2, "comment"), (4, "comment")]),
        ("<!-- - [ ] a -->\n", [(1, "comment")]),
        ("    - [ ] a\n\n# A\n\n\t1. [ ] b\n", [(1, "code"), (5, "code")]),
        ("---\ntasks:\n- [ ] a\n---\n", [(3, "front_matter")]),
        ("<details>\n- [ ] a\n</details>\n", [(2, "html")]),
        ("| [ ] | a |\n|---|---|\n| [x] | [ ] |\n", [(1, "table"), (3, "table"), (3, "table")]),
        ("[ ] a\n[x] b\n", [(1, "text"), (2, "text")]),
        ("text\n    - [ ] a\n", [(2, "text")]),
        ("- [ ]a\n", [(1, "tight")]),
        ("> " * 80 + "- [ ] a\n", [(1, "deep")]),
        ("- [x](a.md)\n- [x][b]\n- see [ ]\n- [x]: a\n- \\[ ] a\n- [link] a\n", []),
    ],
)
def test_a_box_that_is_no_task_is_reported_with_its_place(text: str, expected: list[tuple[int, str]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize("levels", [10, 30, 50, 100, 1_000])
@pytest.mark.parametrize("first", ["", "***\n"])
def test_no_box_is_lost_however_deep_it_is_nested(first: str, levels: int) -> None:
    text = first + "".join(f"{'  ' * level}- [ ] a\n" for level in range(levels))

    found = read_tasks(text)

    assert len(found.tasks) == min(levels, 30)
    assert [box.place for box in found.uncounted] == ["deep"] * (levels - len(found.tasks))


@pytest.mark.parametrize(("quotes", "is_task"), [(29, True), (30, False), (50, False)])
def test_quotes_count_as_lists_do(quotes: int, is_task: bool) -> None:
    found = read_tasks("> " * quotes + "- [ ] a\n")

    assert len(found.tasks) == is_task
    assert [box.place for box in found.uncounted] == ([] if is_task else ["deep"])


def test_a_task_without_a_box_is_reported_where_others_have_one_or_its_heading_has_its_number() -> None:
    assert places("## 1. Set up\n- 1.1 a\n- 1.2 b\n") == [(2, "none"), (3, "none")]
    assert places("- [ ] T001 a\n- T002 b\n") == [(2, "none")]
    assert places("- [ ] 1.1 a\n- **1.2** b\n") == [(2, "none")]
    assert places("- [ ] a\n- 1.5 GB of memory\n- T001 is a tank\n") == []
    assert [box.id for box in read_tasks("## 1. Set up\n- 1.1 a\n").uncounted] == ["1.1"]


@pytest.mark.parametrize(
    "text",
    [
        "- [ ] CHK001 a\n",
        "## Acceptance Criteria\n- [ ] #1 a\n",
        "## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 a\n<!-- AC:END -->\n",
        "## 3. Definition of Done (DoD)\n### Code\n- [ ] a\n",
        "## Definition of Ready\n- [ ] a\n",
        "### Story 1: Acceptance criteria\n- [ ] a\n",
        "## Review & Acceptance Checklist\n- [ ] a\n",
        "**Acceptance Criteria:**\n- [ ] a\n",
        "**Acceptance criteria**\n\n- [ ] a\n",
        "Text\n*Definition of done*:\n- [ ] a\n",
        "- Acceptance criteria:\n  - [ ] a\n    - [ ] b\n",
        "> ## Acceptance Criteria\n> - [ ] a\n",
        "Acceptance:\n- [ ] a\n",
        "### AC\n- [ ] a\n",
        "## Akzeptanzkriterien\n- [ ] a\n",
        "## 验收标准\n- [ ] a\n",
    ],
)
def test_review_boxes_are_a_kind_of_their_own(text: str) -> None:
    found = read_tasks(text)

    assert {task.kind for task in found.tasks} == {"review"}
    assert (found.counts().total, found.counts("review").open) == (0, len(found.tasks))
    assert found.next_task() is None


@pytest.mark.parametrize(
    "text",
    [
        "## Acceptance Criteria\n- [ ] a\n\n## Tasks\n- [ ] b\n",
        "**Acceptance criteria:**\n- [ ] a\n\nTasks\n- [ ] b\n",
        "> ## Acceptance criteria\n> - [ ] a\n\n- [ ] b\n",
        "- [ ] b\n  **Acceptance criteria:**\n  - [ ] a\n",
    ],
)
def test_only_what_stands_below_the_words_is_a_review(text: str) -> None:
    assert {task.text[0]: task.kind for task in read_tasks(text).tasks} == {"a": "review", "b": "task"}


def test_a_task_about_acceptance_criteria_is_a_task() -> None:
    text = "### Task 3: Write acceptance criteria\n- [ ] Acceptance criteria are written\n- [ ] b\n"

    assert {task.kind for task in read_tasks(text).tasks} == {"task"}


def test_groups_are_the_headings_with_what_is_above_them() -> None:
    text = (
        "# Plan\n- [ ] a\n## Phase 1\n### Tests\n- [x] b\n- [ ] c\n### Code\n## Phase 2 ##\nUnderlined\n---\n- [~] d\n"
    )

    found = read_tasks(text)

    assert [(group.title, group.parents, group.line) for group in found.groups] == [
        ("Plan", (), 1),
        ("Tests", ("Phase 1",), 4),
        ("Underlined", (), 9),
    ]
    assert [task.text for task in found.tasks_of(1)] == ["b", "c"]
    assert (found.counts(group=1).done, found.counts(group=1).open, found.counts(group=2).other) == (1, 1, 1)


def test_a_heading_in_a_quote_ends_with_the_quote() -> None:
    found = read_tasks("## A\n> ### B\n> - [ ] b\n\n- [ ] a\n")

    assert [found.groups[task.group].title for task in found.tasks] == ["B", "A"]
    assert found.groups[1].parents == ()


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("(depends on T012)", ("T012",)),
        ("(depends on T012, T013)", ("T012", "T013")),
        ("(depends on T012-T014)", ("T012", "T013", "T014")),
        ("(depends on T012 and `T013`)", ("T012", "T013")),
        ("(Depends: #4)", ("#4",)),
        ("(blocked by AUTH-01)", ("AUTH-01",)),
        ("(requires Step 2)", ("Step 2",)),
        ("after this, depends on T012 for its data of 2026", ("T012",)),
        ("\n  - _Depends: 1.2_", ("1.2",)),
        ("\n  - _Depends: 1.2, 1.3_\n  - _Requirements: 9.9_", ("1.2", "1.3")),
        ("\n  - **Depends on**: Task 1.2", ("Task 1.2",)),
        ("\n  Dependencies: T012", ("T012",)),
        ("\n  - Depends on: Nothing (first phase)", ()),
        ("(after 3 days)", ()),
        ("(needs review)", ()),
        ("\n  ```\n  (depends on T012)\n  ```", ()),
        ("\n  - [ ] T099 b (depends on T012)", ()),
    ],
)
def test_a_task_depends_on_what_it_says(clause: str, expected: tuple[str, ...]) -> None:
    assert read_tasks(f"- [ ] T001 a {clause}\n").tasks[0].depends_on == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [x] a\n- [ ] b\n", "b"),
        ("- [ ] T001 a (depends on T002)\n- [ ] T002 b\n", "T002"),
        ("- [ ] T001 a (depends on T002)\n- [x] T002 b\n", "T001"),
        ("- [ ] T001 a (depends on T002)\n- [/] T002 b\n", None),
        ("- [ ] T001 a (depends on T002)\n- [-] T002 b\n- [/] T003 c\n", "T001"),
        ("- [ ] T001 a (depends on T002)\n- [>] T002 b\n", None),
        ("- [ ] T001 a (depends on T002)\n- [ ] T002 b (depends on T001)\n", None),
        ("- [ ] T001 a (depends on T099)\n", "T001"),
        ("- [ ] T001 a (depends on T001)\n", "T001"),
        ("- [ ] 1.1 a\n  - _Depends: 1.2_\n- [ ] 1.2 b\n", "1.2"),
        ("- [ ] 1.4 a (depends on 1.2-1.3)\n- [x] 1.2 b\n- [ ] 1.3 c\n", "1.3"),
        ("- [ ] 02-01: a (depends on 01-02)\n- [x] 01-01: b\n- [ ] 01-02: c\n", "01-02"),
        ("## Phase 1: A\n- [ ] b (depends on Phase 2)\n## Phase 2: C\n- [ ] d\n", "d"),
        ("## Phase 1: A\n- [ ] b (depends on Phase 2)\n## Phase 2: C\n- [x] d\n", "b (depends on Phase 2)"),
        (
            "## Task 1\n- [x] **Step 1:** a\n## Task 2\n- [ ] **Step 2:** b (depends on Step 1)\n- [ ] **Step 1:** c\n",
            "Step 1",
        ),
        ("- [ ] a\n  - [x] b\n  - [ ] c\n", "c"),
        ("- [ ] a\n  - [x] b\n", "a"),
        ("- [ ] 1. a\n- [x] 1.1 b\n- [ ] 1.2 c\n", "1.2"),
        ("```\n- [ ] a\n```\n", None),
        ("", None),
    ],
)
def test_the_next_task_is_the_first_that_waits_for_nothing(text: str, expected: str | None) -> None:
    assert next_id(text) == expected


PIECES = (
    *("- ", "1. ", "> ", "# ", "  ", "\t", "\n", "\n\n", "\r\n", "[ ] ", "[x] ", "[~] ", "[ ]* ", "[] ", "```", "<!--"),
    *("-->", "T001 ", "1.2 ", "**Step 1:** ", "(depends on T001)", "_Depends: 1.2_", "Acceptance criteria:", "a", "|"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_every_task_of_any_text_has_its_box_where_it_says(text: str) -> None:
    found = read_tasks(text)

    assert len({task.offset for task in found.tasks}) == len(found.tasks)
    for task in found.tasks:
        assert text[task.offset - 1 :].startswith(box_of(task))
    kinds = ("task", "review")
    assert sum(found.counts(kind).total for kind in kinds) == len(found.tasks)
    by_group = [found.counts(kind, group).total for kind in kinds for group in range(len(found.groups))]
    assert sum(by_group) == len(found.tasks)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.data())
def test_a_text_in_which_only_marks_changed_is_read_the_same_without_parsing(text: str, data: st.DataObject) -> None:
    found = read_tasks(text)
    later = text
    for task in found.tasks:
        mark = data.draw(st.sampled_from(" xX~/-@>1"))
        later = later[: task.offset] + mark * len(task.mark) + later[task.offset + len(task.mark) :]

    assert read_tasks_again(found, text, later) == read_tasks(later)
    assert read_tasks_again(found, text, "- [ ] new\n" + text) == read_tasks("- [ ] new\n" + text)


HOSTILE = (
    *("- [ ] " + "*" * 20_000 + "a", "# a" + " " * 20_000 + "b", "- [ ] a(" + "depends on (" * 5_000, "- " * 50_000),
    *("[" * 50_000, "- [ ] " + "[a](" * 10_000, "- [ ] " + "a-" * 20_000, "- [ ] " + "1." * 20_000, "| [ ] " * 20_000),
    *("- [ ] (depends on " + "T1-T999999999, " * 50 + ")", "- [ ] (depends on T" + "9" * 5_000 + "-T" + "9" * 5_001),
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_line_is_read_in_no_time(text: str) -> None:
    assert len(read_tasks(text).tasks) <= 1


def long_plan(lines: int) -> str:
    group = "## {0}. Group\n\n" + "".join(
        f"- [ ] {{0}}.{number} Do *it* in `src/a.py` (depends on {{0}}.1)\n  - [x] a\n" for number in range(1, 10)
    )
    return "".join(group.format(number) for number in range(1, lines // 20 + 1))


def test_twice_the_lines_are_twice_the_work() -> None:
    def count(lines: int) -> int:
        text = long_plan(lines)
        return count_calls(lambda: read_tasks(text).next_task())

    assert count(20_000) < 4.2 * count(5_000)


CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "markdown"
# GitHub's own rule, for lines outside of fences, as far as a pattern can tell it.
GITHUB_TASK = re.compile(r"^[ ]{0,3}(?:[-*+]|\d+[.)])[ ]\[[ xX]\][ ]+\S", re.MULTILINE)


def test_the_boxes_of_real_templates_are_all_counted_or_reported() -> None:
    files = sorted(CORPUS.rglob("*.md")) if CORPUS.is_dir() else []
    if not files:
        pytest.skip("the corpus of real templates is not beside the repository")
    for file in files:
        text = file.read_text(encoding="utf-8")
        found: TaskList = read_tasks(text, str(file))
        known = {task.line for task in found.tasks} | {box.line for box in found.uncounted}
        lines = {text.count("\n", 0, box.start()) + 1 for box in GITHUB_TASK.finditer(text)}
        assert lines <= known, file.name
