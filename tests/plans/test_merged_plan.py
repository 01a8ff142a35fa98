"""The plan that a preview shows is what a save would write now, and its source map is that of this text."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tests.support.built_in_plans import NAMES, TEMPLATES, example
from tests.support.merge_corpus import corpus
from wizard.interview.interview import Interview
from wizard.plans.comparison.diff import merge_with_file, merged_text
from wizard.plans.merge.merge import merge_lines
from wizard.plans.saving.merged_plan import PlanMerger, with_hand_edits
from wizard.plans.saving.save import save
from wizard.plans.saving.saved_files import SavedFiles, read_saved_files
from wizard.render.plan import Plan, render_plan, update_plan


def saved(folder: Path, name: str) -> tuple[Interview, SavedFiles]:
    interview = Interview.begin(TEMPLATES[name], example(name))
    path = folder / f"{name}.md"
    if not path.exists():
        save(interview, path)
    return interview, read_saved_files(path)


def edited(files: SavedFiles, text: str) -> SavedFiles:
    files.plan_path.write_text(text, encoding="utf-8", newline="")
    return read_saved_files(files.plan_path)


def merger_of(files: SavedFiles) -> PlanMerger:
    return PlanMerger(files, files.base())


def texts_of(plan: Plan, *path: str | int) -> list[str]:
    return [plan.segments[index].text[span.start : span.end] for index, span in plan.spans_of(path)]


def merged_with(plan: Plan, edit: tuple[str, str]) -> Plan:
    base = tuple(plan.text.split("\n"))
    file = tuple(plan.text.replace(*edit, 1).split("\n"))
    return with_hand_edits(plan, merge_lines(base, base, file))


def test_a_plan_that_nobody_has_edited_is_shown_as_it_is(tmp_path: Path):
    interview, files = saved(tmp_path, "roadmap")
    plan = render_plan(interview)

    assert merger_of(files).merge(plan) is plan


def test_lines_of_the_file_are_shown_and_answers_are_still_found_in_them(tmp_path: Path):
    interview, files = saved(tmp_path, "project-plan")
    plan = render_plan(interview)
    goal = texts_of(plan, "goal")[0]
    files = edited(files, plan.text.replace(goal, f"{goal} And so on.").replace("\n## ", "\nBy hand.\n\n## ", 1))
    merged = merger_of(files).merge(plan)

    assert merged.text == (files.plan or b"").decode()
    assert [text for text in texts_of(merged, "goal") if goal in text]
    for question in interview.template.questions():
        for before, after in zip(texts_of(plan, question.id), texts_of(merged, question.id), strict=True):
            assert after == before or question.id == "goal"


def test_a_ticked_box_does_not_move_the_task_behind_it(tmp_path: Path):
    interview, _ = saved(tmp_path, "project-plan")
    plan = render_plan(interview)
    merged = merged_with(plan, ("[ ]", "[x]"))

    assert merged.text != plan.text
    for question in interview.template.questions():
        before, after = texts_of(plan, question.id), texts_of(merged, question.id)
        assert [text for text in before if text not in ("x", " ")] == [text for text in after if text not in ("x", " ")]


@pytest.mark.parametrize("name", NAMES)
def test_after_any_change_of_an_answer_the_preview_shows_what_a_save_would_write(tmp_path: Path, name: str):
    interview, files = saved(tmp_path, name)
    plan = render_plan(interview)
    lines = plan.text.split("\n")
    at = [index for index, line in enumerate(lines) if line.startswith("#")][2]
    lines[at:at] = ["By hand.", ""]
    files = edited(files, "\n".join(lines).replace("[ ]", "[x]", 1))
    merger = merger_of(files)
    merger.merge(plan)

    for question in interview.template.questions():
        if question.kind not in ("line", "text"):
            continue
        after = interview.answer((question.id,), "Quite another answer.")
        plan, interview = update_plan(plan, interview, after), after
        expected = merged_text(merge_with_file(files, plan.text))
        assert merger.merge(plan).text == expected
        assert merger.use(plan, merger.merge_whole(plan)).text == expected


@pytest.mark.parametrize("name", NAMES)
def test_where_a_part_is_merged_it_is_what_the_whole_merge_has(tmp_path: Path, name: str):
    interview, files = saved(tmp_path, name)
    base = render_plan(interview)
    chance = random.Random(name)
    parts = 0
    for _ in range(3):
        lines = base.text.split("\n")
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(lines))
            lines[at : at + 1] = chance.choice(
                ([], [lines[at], "By hand."], [f"{lines[at]} by hand"], ["", "# By hand"])
            )
        merger = merger_of(edited(files, "\n".join(lines)))
        plan, at_first = base, interview
        merger.merge(plan)
        for question in at_first.template.questions():
            if question.kind in ("line", "text"):
                after = at_first.answer((question.id,), f"Another answer {chance.random()}.")
                plan, at_first = update_plan(plan, at_first, after), after
                shown = merger.merge(plan).text
                parts += not merger.is_whole
                assert shown == merger.use(plan, merger.merge_whole(plan)).text
    assert parts


def test_where_only_the_whole_can_be_merged_and_that_is_slow_the_answer_is_shown_in_haste(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("wizard.plans.saving.merged_plan._SLOW", -1.0)
    interview, files = saved(tmp_path, "project-plan")
    plan = render_plan(interview)
    files = edited(files, plan.text.replace("\n*   ", "\n- ").replace("\n## ", "\nBy hand.\n\n## "))
    merger = PlanMerger(files, files.base(), interview.template)
    assert "By hand." in merger.merge(plan, in_haste=True).text

    plan = update_plan(plan, interview, interview.answer(("goal",), "Quite another goal."))
    assert "Quite another goal." in merger.merge(plan, in_haste=True).text
    assert not merger.is_whole
    whole = merger.use(plan, merger.merge_whole(plan))
    assert "Quite another goal." in whole.text and "By hand." in whole.text
    assert merger.merge(plan).text == whole.text


def test_a_change_far_from_the_edits_is_merged_without_the_rest(tmp_path: Path):
    interview, files = saved(tmp_path, "project-plan")
    plan = render_plan(interview)
    files = edited(files, f"{plan.text}\nBy hand.\n")
    merger = merger_of(files)
    merger.merge(plan)
    assert merger.is_whole

    after = interview.answer(("goal",), "Quite another goal.")
    merged = merger.merge(update_plan(plan, interview, after))
    assert not merger.is_whole
    assert "Quite another goal." in merged.text and "By hand." in merged.text


def test_segments_and_spans_of_any_merge_are_in_order_and_inside_their_text():
    plans = {name: render_plan(Interview.begin(TEMPLATES[name], example(name))) for name in NAMES}
    for case in corpus(20, NAMES):
        plan = plans[case.name.split(" ")[0]]
        yours = tuple(plan.text.split("\n"))
        merge = merge_lines(tuple(case.base.split("\n")), yours, tuple(case.file.split("\n")))
        merged = with_hand_edits(plan, merge)

        assert merged.text == "\n".join(merge.lines())
        assert len(merged.segments) == len(plan.segments)
        for segment in merged.segments:
            ends = [position for span in segment.spans for position in (span.start, span.end)]
            assert ends == sorted(ends) and all(0 <= position <= len(segment.text) for position in ends)


@given(st.lists(st.tuples(st.integers(0, 500), st.sampled_from(["", "By hand.", "## By hand", "- [x] By hand"]))))
def test_any_lines_put_in_by_hand_are_in_the_preview(edits: list[tuple[int, str]]):
    plan = render_plan(Interview.begin(TEMPLATES["feature-plan"], example("feature-plan")))
    base = tuple(plan.text.split("\n"))
    file = list(base)
    for at, line in edits:
        file.insert(at % (len(file) + 1), line)

    assert with_hand_edits(plan, merge_lines(base, base, tuple(file))).text == "\n".join(file)
