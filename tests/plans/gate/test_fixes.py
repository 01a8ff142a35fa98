"""Fixes change numbers, ids and empty rows, never a word or a tick, and only what is certain to mean the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from wizard.markdown.blocks import read_blocks
from wizard.plans.gate.fixes import apply_edits, find_fixes
from wizard.plans.lint.plan_document import PlanDocument


def fixed(text: str, *others: str) -> str:
    document = PlanDocument(text.removeprefix("\ufeff"))
    return apply_edits(text, (edit for found in find_fixes(document, lambda: others) for edit in found.fix.edits))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1. a\n2. b\n2. c\n4. d\n", "1. a\n2. b\n3. c\n4. d\n"),
        ("1. a\n3. b\n", "1. a\n2. b\n"),
        ("3. a\n3. b\n5. c\n", "3. a\n4. b\n5. c\n"),
        ("1) a\n1) b\n3) c\n", "1) a\n2) b\n3) c\n"),
        ("1. [x] a\n1. [ ] b\n3. [~] c\n", "1. [x] a\n2. [ ] b\n3. [~] c\n"),
        ("> 1. a\n> 3. b\n", "> 1. a\n> 2. b\n"),
        ("1. a\r\n3. b\r\n", "1. a\r\n2. b\r\n"),
        ("\ufeff1. a\n3. b\n", "\ufeff1. a\n2. b\n"),
        ("1. a\n3. b", "1. a\n2. b"),
        ("- [ ] T001 a\n- [ ] T002 b\n- [x] T002 c\n", "- [ ] T001 a\n- [ ] T002 b\n- [x] T003 c\n"),
        ("- [ ] T001 a\n- [ ] T001 b\n- [ ] T002 c\n", "- [ ] T001 a\n- [ ] T002 b\n- [ ] T003 c\n"),
        ("- [ ] T001 a\n- [ ] T001 b\n- [ ] T004 c\n", "- [ ] T001 a\n- [ ] T002 b\n- [ ] T004 c\n"),
        (
            "- [ ] T001 a\n- [ ] T003 b (depends on T001)\n- [ ] T002 c (depends on T003)\n",
            "- [ ] T001 a\n- [ ] T002 b (depends on T001)\n- [ ] T003 c (depends on T002)\n",
        ),
        ("- [ ] 1.1 a\n- [ ] 1.1 b\n- [ ] 2.1 c\n", "- [ ] 1.1 a\n- [ ] 1.2 b\n- [ ] 2.1 c\n"),
        (
            "## Requirements\n\n- **FR-001**: It MUST a.\n- **FR-001**: It MUST b.\n",
            "## Requirements\n\n- **FR-001**: It MUST a.\n- **FR-002**: It MUST b.\n",
        ),
        ("# A\n\n## Phase 1: b\n\n## Phase 3: c\n", "# A\n\n## Phase 1: b\n\n## Phase 2: c\n"),
        ("# A\n\n## 1. b\n\n## 1. c\n\n## 3. d\n", "# A\n\n## 1. b\n\n## 2. c\n\n## 3. d\n"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n|   |   |\n| 3 | 4 |\n", "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"),
        ("| a | b |\r\n|---|---|\r\n| | |\r\n| | |\r\n| 3 | |\r\n", "| a | b |\r\n|---|---|\r\n| 3 | |\r\n"),
        ("| a |\n|---|\n| 1 |\n| |\n| |", "| a |\n|---|\n| 1 |"),
    ],
)
def test_what_is_certain_is_fixed(before: str, after: str) -> None:
    assert fixed(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "1. a\n1. b\n1. c\n",
        "1. a\n2. b\n3. c\n",
        "7. a\n8. b\n",
        "1. a\n3. b\n\nThen do step 3 again.\n",
        "1. a\n3. b\n\nThen do steps 1-3.\n",
        "1. a\n3. b\n4. c\n\nSee points 1, 2 and 3.\n",
        "- [ ] T001 a\n- [ ] T002 b\n- [ ] T002 c (depends on T001)\n- [ ] T003 d (depends on T002)\n",
        "- [ ] T001 a\n- [ ] T003 b\n- [ ] T002 c\n\nT001-T003 can be done at once.\n",
        "- [ ] T001 a\n- [ ] T003 b\n- [ ] T002 c\n\nt003 is hard.\n",
        "- [ ] 1.1 a\n- [ ] 1.1 b\n- [ ] 1.2 c\n  _Depends: 1.2_\n",
        "- [ ] 1.1 a\n- [ ] 2.1 b\n- [ ] 1.2 c\n",
        "- [ ] T001a x\n- [ ] T001a y\n",
        "# A\n\n## Phase 1: b\n\n## Phase 3: c\n\nAfter phase 3 we rest.\n",
        "# A\n\n[there](#phase-3-c)\n\n## Phase 1: b\n\n## Phase 3: c\n",
        "# A\n\n## 1. b\n\n### 1.1 x\n\n## 3. c\n\n### 3.1 x\n",
        "# A\n\n## 1. b\n\n- [ ] 1.1 x\n\n## 3. c\n\n- [ ] 3.1 x\n",
        "# A\n\n## Week 1\n\na\n\n## Week 3\n\nb\n",
        "```\n1. a\n3. b\n| |\n```\n",
        "9. a\n\n   inner\n9. b\n\n   inner\n",
        "| a |\n|---|\n| - |\n| &nbsp; |\n| [ ] |\n",
    ],
)
def test_what_may_mean_something_else_afterwards_stays(text: str) -> None:
    assert fixed(text) == text


def test_an_id_that_another_file_names_stays() -> None:
    text = "- [ ] T001 a\n- [ ] T003 b\n- [ ] T002 c\n"

    assert fixed(text, "# Other\n\nSee T003.\n") == text
    assert fixed(text, "# Other\n\nSee T001 and T0033.\n") != text


_LINES = """\
- [ ] T001 dig
- [x] T002 fill (depends on T001)
- [ ] T002 carry
- [X] T010 look
- [~] T003 wait
T003 is hard.
- [ ] 1.1 a
- [ ] 1.3 b
1. one
2. two
2. two again
9. nine
10. ten
1) first
3) third
   more of it
   - inner
> 1. quoted
> 3. quoted
Text with step 2.
# Plan
## Phase 1: begin
## Phase 3: end
## 2. two
### Step 1
- **FR-001**: It MUST go.
- **FR-003**: It MUST stay.
- **FR-002**: It MUST [x] both.
| a | b |
|---|---|
| | |
| 1 | |
```

"""
_LINE = st.one_of(st.sampled_from(_LINES.split("\n")), st.just(""))
_TEXT = st.builds(
    lambda lines, end, bom, last: bom + end.join(lines) + last,
    st.lists(_LINE, max_size=25),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["", "\n"]),
)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def boxes(text: str) -> list[str]:
    return re.findall(r"\[.\]", text)


@given(_TEXT)
def test_no_word_and_no_tick_is_changed_and_a_second_time_nothing(text: str) -> None:
    after = fixed(text)

    assert words(after) == words(text)
    assert boxes(after) == boxes(text)
    assert fixed(after) == after


@given(_TEXT)
def test_everything_stands_in_the_block_in_which_it_stood(text: str) -> None:
    document = PlanDocument(text.removeprefix("\ufeff"))
    edits = [
        edit for found in find_fixes(document, tuple) if "row" not in found.fix.summary for edit in found.fix.edits
    ]

    after = read_blocks(apply_edits(text, edits))

    assert [(each.kind, each.start, each.end, each.depth) for each in after] == [
        (each.kind, each.start, each.end, each.depth) for each in document.blocks
    ]


@given(_TEXT)
def test_only_lines_with_a_fix_differ(text: str) -> None:
    document = PlanDocument(text.removeprefix("\ufeff"))
    touched = {
        line
        for found in find_fixes(document, tuple)
        for edit in found.fix.edits
        for line in range(edit.line, edit.end_line + 1)
    }
    kept = [line for number, line in enumerate(document.lines, 1) if number not in touched]

    after = iter(PlanDocument(fixed(text).removeprefix("\ufeff")).lines)

    assert all(line in after for line in kept)
