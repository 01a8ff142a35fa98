"""Many lines pasted where one is asked for: joined at once, and it is offered what else they can become."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from screens.controls.control import KeyPress
from screens.controls.line import LineControl
from screens.controls.rows import Space
from screens.question_pane.session import InterviewSession
from tests.support.one_question import template_text
from tests.support.question_screen import asking as asking_template
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, AnswerPath, Answers

QUESTIONS = """
id: name
kind: line
label: What is it called?
id: due
kind: date
label: When is it due?
id: goal
kind: text
label: What is it for?
short: Goal
id: ideas
kind: list
label: Which ideas are there?
short: Ideas
item: idea
id: tasks
kind: checklist
label: What is to be done?
short: Tasks
item: task
id: steps
kind: group
label: Which steps?
short: Steps
item: step
questions: [{id: title, kind: line, label: Title}, {id: notes, kind: text, label: Notes, short: Notes}]
"""
LINES = "Relay\r\n- fast\n\n- small\n"


def asking(answers: Answers | None = None, place: AnswerPath = ("name",)) -> InterviewSession:
    """A session that has come to a question."""
    interview = Interview.begin(read_template(template_text(QUESTIONS), "small"), answers)
    return InterviewSession(interview.go_to(place))


def seen(asked: InterviewSession) -> str:
    """The question as text, with `|` for the mark."""
    rows = asked.view().draw(Space(60, 30)).rows
    return "\n".join(
        ("|" if row.bar != "none" else " ") + "".join(segment.text for segment in row.segments).rstrip() for row in rows
    )


def press(asked: InterviewSession, *keys: str) -> None:
    for key in keys:
        asked.press(KeyPress(key, key if len(key) == 1 else None))
        seen(asked)


def take(asked: InterviewSession, words: str) -> None:
    """Mark the offered way with the words, and take it."""
    for _ in range(9):
        press(asked, "down")
        if any(line.startswith("|") and words in line for line in seen(asked).split("\n")):
            return press(asked, "enter")
    raise AssertionError(f"{words!r} is not offered:\n{seen(asked)}")


def test_what_else_the_lines_can_become_is_offered_below_the_field():
    asked = asking()

    asked.paste(LINES)

    assert asked.interview.answers == {"name": "Relay - fast - small"}
    assert seen(asked).split("\n")[6:] == [
        " Joined 3 lines into one. Or:",
        " ○  one line, separated by commas",
        " ○  the first one here, 2 more in Goal, as text",
        " ○  the first one here, 2 more in Ideas, as ideas",
    ]
    assert asked.notice == "Joined 3 lines into one. Ctrl+Z undoes it."
    assert [(key.keys, key.label) for key in asked.keys()[:2]] == [("enter", "next"), ("↓", "other ways")]


def test_the_rest_goes_to_the_next_text_as_it_was_pasted():
    asked = asking()
    asked.paste(LINES)

    take(asked, "as text")

    assert asked.interview.answers == {"name": "Relay", "goal": "- fast\n\n- small"}
    assert asked.notice == "2 lines moved to Goal. Ctrl+Z undoes it."
    assert "can also be" not in seen(asked)


def test_the_rest_goes_to_the_next_list_behind_what_is_there():
    asked = asking({"ideas": ("old",)})
    asked.paste(LINES)

    assert "2 more added to Ideas, as ideas" in seen(asked)
    take(asked, "as ideas")

    assert asked.interview.answers == {"name": "Relay", "ideas": ("old", "fast", "small")}


def test_a_list_loses_its_marks_with_commas_between():
    asked = asking()
    asked.paste("- Ana\n- Ben\n- Caro")

    take(asked, "commas")

    assert asked.interview.answers == {"name": "Ana, Ben, Caro"}


def test_all_lines_go_elsewhere_when_something_else_stands_here():
    asked = asking({"name": "Relay", "goal": "Be fast."})
    asked.paste("one\ntwo")

    assert "text added to Goal" in seen(asked)
    take(asked, "text added to Goal")

    assert asked.interview.answers == {"name": "Relay", "goal": "Be fast.\n\none\ntwo"}


def test_in_an_item_every_line_may_become_an_item():
    asked = asking({"steps": ({"title": "a", "notes": "n"}, {}, {"title": "z"})}, ("steps", 1, "title"))
    asked.paste("1. b\n2. c\n3. d")

    take(asked, "3 steps, one per line")

    steps = ({"title": "a", "notes": "n"}, {"title": "b"}, {"title": "c"}, {"title": "d"}, {"title": "z"})
    assert asked.interview.answers == {"steps": steps}
    assert asked.interview.current == ("steps", 1, "title")


def test_a_date_keeps_its_line_and_the_rest_goes_elsewhere():
    asked = asking(place=("due",))
    asked.paste("2027-04-30\nBe there.")

    assert "commas" not in seen(asked)
    take(asked, "as text")

    assert asked.interview.answers == {"due": "2027-04-30", "goal": "Be there."}
    assert not asked.interview.unfinished


def test_enter_in_the_field_goes_on_with_one_line():
    asked = asking()
    asked.paste(LINES)

    press(asked, "enter")

    assert asked.interview.current == ("due",)
    assert asked.interview.answers == {"name": "Relay - fast - small"}


def test_typing_on_drops_the_offer_and_moving_does_not():
    asked = asking()
    asked.paste(LINES)

    press(asked, "down", "down", "up", "up", "left", "down")
    assert "|○  one line" in seen(asked)

    press(asked, "x")
    assert "can also be" not in seen(asked)
    assert asked.interview.answers == {"name": "Relay - fast - smalxl"}


def test_a_click_takes_what_it_falls_on():
    asked = asking()
    asked.paste(LINES)
    row = next(
        row for row in asked.view().draw(Space(60, 30)).rows if "as text" in "".join(p.text for p in row.segments)
    )

    asked.point(row.targets[0], 5, extends=False)

    assert asked.interview.answers == {"name": "Relay", "goal": "- fast\n\n- small"}


def test_what_is_too_long_for_the_other_question_is_kept_there_as_typed():
    template = template_text("id: name\nkind: line\nlabel: N\nid: goal\nkind: text\nlabel: G\nmax: 5")
    asked = InterviewSession(Interview.begin(read_template(template, "small")))
    asked.paste("one\ntwo and more")

    take(asked, "as text")

    assert asked.interview.answers == {"name": "one"}
    assert asked.interview.unfinished == {("goal",): "two and more"}


def test_a_list_that_has_no_room_is_not_offered():
    template = template_text("id: name\nkind: line\nlabel: N\nid: ideas\nkind: list\nlabel: I\nmax: 1")
    asked = InterviewSession(Interview.begin(read_template(template, "small")))

    asked.paste("one\ntwo\nthree")

    assert "one line, separated by commas" in seen(asked)
    assert "as items" not in seen(asked)


@pytest.mark.parametrize("place", [("name",), ("due",), ("steps", 0, "title")])
@given(
    lines=st.lists(st.text("ab -*[]x|\t", min_size=1, max_size=8).filter(str.strip), min_size=2, max_size=6),
    before=st.sampled_from(["", "what was here"]),
    down=st.integers(1, 4),
)
@settings(max_examples=25, deadline=None)
def test_whatever_is_taken_no_letter_is_lost(place: AnswerPath, lines: list[str], before: str, down: int):
    answers: Answers = {"goal": "g", "ideas": ("i",), "steps": ({"notes": "n"},)}
    asked = asking(answers, place)
    asked.paste(before)
    asked.paste("\n".join(lines))
    assert isinstance(asked.control, LineControl)

    press(asked, *["down"] * down, "enter")

    held = f"{asked.interview.answers}{asked.interview.unfinished}"
    for letter in "abx":
        assert held.count(letter) >= "".join([before, *lines]).count(letter) - "".join(lines).count("[x]")


def test_an_offer_for_a_question_without_others_is_only_commas():
    template = template_text("id: name\nkind: line\nlabel: N")
    asked = InterviewSession(Interview.begin(read_template(template, "small")))

    asked.paste("one\ntwo")

    assert seen(asked).count("○") == 1
    assert asked.interview.answer_at(("name",)) is not OPEN


async def test_on_the_screen_a_paste_is_taken_elsewhere_and_back_again():
    async with asking_template(template_text(QUESTIONS)) as screen:
        await screen.paste(LINES)
        assert "Joined 3 lines into one" in screen.text

        await screen.press("down", "down", "enter")
        assert screen.answer("goal") == "- fast\n\n- small"
        assert "2 lines moved to Goal" in screen.text

        await screen.press("ctrl+z")
        assert screen.answer("name") == "Relay - fast - small"

        await screen.press("ctrl+z")
        assert screen.draft.interview.answers == {}
