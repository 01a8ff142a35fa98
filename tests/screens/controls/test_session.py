"""Who asks: any keys, in any order, lead from one question that is asked to another, and everything can be drawn."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from screens.controls.control import KeyPress
from screens.controls.rows import Space
from screens.question_pane.session import InterviewSession, Outcome
from wizard.compiler.loader import load_template
from wizard.interview.interview import Interview
from wizard.message_text import sanitize_line
from wizard.model.answers import is_list
from wizard.render.plan import render_plan, update_plan

TEMPLATES = ("project-plan", "feature-plan", "roadmap")
KEYS = (
    "a 1 2 y n x space enter enter enter up down left right home end backspace delete ctrl+a ctrl+d ctrl+k ctrl+t "
    "ctrl+u alt+up alt+down TAB TAB TAB BACK SECTION OUT LEAVE PASTE"
).split()
ROOMS = (Space(49, 28), Space(60, 9), Space(74, 12, is_short=True), Space(38, 11, is_short=True, is_low=True))


def step(asking: InterviewSession, key: str) -> Outcome:
    match key:
        case "TAB":
            return asking.forward()
        case "BACK":
            return asking.back()
        case "SECTION":
            return asking.next_section()
        case "OUT":
            return asking.leave_item()
        case "LEAVE":
            return asking.leave_out_or_take_in()
        case "PASTE":
            return asking.paste("one\ttwo\n- [x] three\n2027-04-30")
        case _:
            character = " " if key == "space" else key if len(key) == 1 else None
            return asking.press(KeyPress(key, character))


@pytest.mark.parametrize("name", TEMPLATES)
@given(keys=st.lists(st.sampled_from(KEYS), min_size=20, max_size=120), space=st.sampled_from(ROOMS))
@settings(max_examples=6, deadline=None)
def test_any_keys_lead_from_question_to_question(name: str, keys: list[str], space: Space):
    asking = InterviewSession(Interview.begin(load_template(name)))
    plan = render_plan(asking.interview)

    for key in keys:
        before = asking.interview
        step(asking, key)

        assert asking.interview.is_asked(asking.interview.current)
        assert asking.control.path == asking.interview.current
        shown = "".join(segment.text for row in asking.view().draw(space).rows for segment in row.segments)
        assert shown == sanitize_line(shown)
        assert asking.view().draw(space, is_tall=True) == asking.view().draw(space)
        plan = update_plan(plan, before, asking.interview)
        assert asking.keys() and asking.next_label()

    assert plan.text == render_plan(asking.interview).text


@pytest.mark.parametrize("name", TEMPLATES)
def test_enter_alone_leads_through_the_whole_plan_and_leaves_it_blank(name: str):
    asking = InterviewSession(Interview.begin(load_template(name)))
    blank = render_plan(asking.interview).text
    outcome = Outcome.NOTHING

    for _ in range(500):
        if asking.interview.question().kind == "group":
            outcome = asking.forward()
        else:
            outcome = asking.press(KeyPress("enter", None)) if not is_area(asking) else asking.forward()
        if outcome is Outcome.ENDED:
            break

    assert outcome is Outcome.ENDED
    assert render_plan(asking.interview).text == blank
    assert not any(is_list(answer) for answer in asking.interview.answers.values())


def is_area(asking: InterviewSession) -> bool:
    return asking.interview.question().kind in ("text", "diagram")
