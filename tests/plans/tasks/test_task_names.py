"""A name means one task, or none, or its candidates; never another task than the one that was meant."""

from __future__ import annotations

import pytest

from wizard.plans.tasks.task_list import read_tasks
from wizard.plans.tasks.task_names import describe_unknown, find_tasks

SPEC_KIT = """\
# Tasks

## Phase 1: Set-up
- [x] T001 Create the project
- [ ] T002 [P] Configure linting (depends on T001)

## Phase 3: Story 1
- [ ] T012 [P] [US1] Create the sign-in form in src/form.py
- [ ] T013 [US1] Create the sign-in service (depends on T099)
- [ ] Document 12 endpoints
"""
SUPERPOWERS = """\
### Task 1: Parser
- [ ] **Step 1: Write the failing test**
- [ ] **Step 2: Run it**
### Task 2: Writer
- [ ] **Step 1: Write the failing test**
- [ ] **Step 2: Run it**
- [ ] **Step 3: Commit**
"""
KIRO = "- [ ] 1. Set up\n- [ ] 1.1 Folders\n- [ ] 1.2 Tools\n- [ ] 2. Build\n  - [ ] 2.1 Parser\n"
BACKLOG = "## Acceptance Criteria\n- [ ] #1 It works\n- [ ] #4 It is fast\n## Definition of Done\n- [ ] #1 Reviewed\n"
GSD = "Plans:\n- [ ] 01-01: Models\n- [ ] 01-02: API\n- [ ] **AUTH-01**: Sign in\n"


def lines_called(text: str, name: str) -> list[int]:
    return [task.line for task in find_tasks(read_tasks(text), name)]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (SPEC_KIT, "T012", [8]),
        (SPEC_KIT, "t012", [8]),
        (SPEC_KIT, "T12", [8]),
        (SPEC_KIT, "**T012**:", [8]),
        (SPEC_KIT, "`T012`", [8]),
        (SPEC_KIT, "[T012]", [8]),
        (SPEC_KIT, " T012 ", [8]),
        (SPEC_KIT, "13", [9]),
        (SPEC_KIT, "T014", []),
        (SPEC_KIT, "T099", []),
        (SPEC_KIT, "T01", [4]),
        (SPEC_KIT, "L9", [9]),
        (SPEC_KIT, ":9", [9]),
        (SPEC_KIT, "line 9", [9]),
        (SPEC_KIT, "10", [10]),
        (SPEC_KIT, "L3", []),
        (SPEC_KIT, "sign-in form", [8]),
        (SPEC_KIT, "SIGN-IN FORM", [8]),
        (SPEC_KIT, "sign-in", [8, 9]),
        (SPEC_KIT, "Create the project", [4]),
        (SPEC_KIT, "- [ ] T012 [P] [US1] Create the sign-in form in src/form.py", [8]),
        (SPEC_KIT, "nothing like it", []),
        (SPEC_KIT, "", []),
        (SPEC_KIT, "**", []),
        (SUPERPOWERS, "**Step 3:**", [7]),
        (SUPERPOWERS, "step 3", [7]),
        (SUPERPOWERS, "Step 3: Commit", [7]),
        (SUPERPOWERS, "Step 1", [2, 5]),
        (SUPERPOWERS, "Task 2/Step 1", [5]),
        (SUPERPOWERS, "Writer/step 1", [5]),
        (SUPERPOWERS, "Task 2/Write the failing", [5]),
        (SUPERPOWERS, "Task 9/Step 1", []),
        (SUPERPOWERS, "Task 2/", []),
        (SUPERPOWERS, "Commit", [7]),
        (KIRO, "1", [1]),
        (KIRO, "1.", [1]),
        (KIRO, "1.1", [2]),
        (KIRO, "2.1", [5]),
        (KIRO, "1.3", []),
        (BACKLOG, "#4", [3]),
        (BACKLOG, "4", [3]),
        (BACKLOG, "#1", [2, 5]),
        (BACKLOG, "Definition of Done/#1", [5]),
        (GSD, "01-02", [3]),
        (GSD, "1-2", [3]),
        (GSD, "AUTH-01", [4]),
        (GSD, "auth-1", [4]),
        ("- [ ] Fix 404 pages\n", "404", [1]),
        ("- [ ] Fix 4040 pages\n", "404", []),
        ("- [ ] a\n- [ ] a and b\n", "a", [1]),
        ("- [ ] snake_case and `code`\n", "snake_case and code", [1]),
        ("- [ ] Über\n", "über", [1]),
        ("- [ ] #4 a\n\n\n- [ ] b\n", "4", [1, 4]),
        ("### [ ] S01: a\n- [ ] b\n", "S01", [1]),
        ("- [ ] a\n", "a/" * 5_000, []),
    ],
)
def test_a_name_means_the_tasks_with_its_id_its_text_or_its_line(text: str, name: str, expected: list[int]) -> None:
    assert lines_called(text, name) == expected


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("- [ ] T001 a\n", "T0002", "no task is called 'T0002'; did you mean 'T001'?"),
        ("- [ ] a\n", "q\x1b[31m", "no task is called 'q␛[31m'"),
        ("## 1. A\n- 1.1 b\n", "1.1", "'1.1' in line 2 has no box that could be ticked; write `- [ ]` before it"),
        ("```\n- [ ] a\n```\n", "2", "the box in line 2 is no task: it is in a code fence"),
        ("```\n- [ ] a\n```\n", "L2", "the box in line 2 is no task: it is in a code fence"),
        (
            SUPERPOWERS,
            "Task 2",
            "'Task 2' is the heading 'Task 2: Writer' over 3 tasks; name them, as in 'Task 2/Step 1'",
        ),
        ("- [ ]a\n", "L1", "the box in line 1 is no task: no space follows it"),
    ],
)
def test_why_a_name_means_nothing_is_told(text: str, name: str, says: str) -> None:
    assert describe_unknown(read_tasks(text), name) == says
