"""Text that is typed and is no answer: the answer is that of the whole text or that from before, never a prefix.

Random keys go to the questions of a small plan as the screen gives them, with a draft that is undone, left and killed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from screens.controls.control import KeyPress
from screens.question_pane.session import InterviewSession
from tests.support.question_screen import asking, template_text
from wizard.answers.kinds import parse_answer
from wizard.compiler.loader import load_template, read_template
from wizard.drafts.draft import Draft, open_draft, start_draft
from wizard.drafts.undo.history import PAUSE
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered
from wizard.plans.answers_file import answers_file_text
from wizard.render.plan import render_plan, with_unfinished_text

QUESTIONS = r"""
id: size
kind: number
label: How many?
max: 20
id: weeks
kind: number
label: How long?
min: 10
max: 52
id: due
kind: date
label: When?
id: key
kind: line
label: Which key?
pattern: '[A-Z]+-[0-9]{2,3}'
id: short
kind: line
label: In short?
max: 4
id: story
kind: text
label: At some length?
min: 5
max: 12
id: risks
kind: table
label: Which risks?
item: risk
columns:
  - {id: chance, kind: number, label: How likely?, max: 20}
  - {id: until, kind: date, label: Until when?}
id: last
kind: line
label: And then?
"""
BODY = "# Plan\n\nSize {{ size }}, weeks {{ weeks }}, due {{ due }}, {{ key }}, {{ short }}, {{ story }}.\n"
FIELDS: tuple[AnswerPath, ...] = (
    ("size",),
    ("weeks",),
    ("due",),
    ("key",),
    ("short",),
    ("story",),
    ("risks", 0, "chance"),
    ("risks", 0, "until"),
)
TYPED = {
    "size": "0125.",
    "weeks": "0125.",
    "chance": "0125.",
    "due": "0126-",
    "until": "0126-",
    "key": "AB-01",
    "short": "ab ",
    "story": "ab ",
}


class Typist:
    """Somebody at the keyboard, with a draft on the disk."""

    def __init__(self, home: Path) -> None:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(exist_ok=True)
        (home / "small.md").write_text(template_text(QUESTIONS, BODY))
        template = load_template(str(home / "small.md"))
        self.draft: Draft = start_draft(Interview.begin(template), "small")
        self.session = InterviewSession(self.draft.interview)

    @property
    def interview(self) -> Interview:
        return self.session.interview

    def record(self) -> Typist:
        self.draft.record(self.interview)
        return self

    def press(self, *keys: str) -> Typist:
        for key in keys:
            match key:
                case "tab":
                    self.session.forward()
                case "ctrl+z" | "ctrl+y":
                    restored = self.draft.undo() if key == "ctrl+z" else self.draft.redo()
                    if restored is not None:
                        self.session.restore(restored)
                    continue
                case "paste":
                    self.session.paste("2025")
                case "killed":
                    self.kill()
                    continue
                case "left":
                    self.draft.close()
                    self.resume()
                    continue
                case _:
                    self.session.press(KeyPress(key, " " if key == "space" else key if len(key) == 1 else None))
            self.record()
        return self

    def type(self, text: str) -> Typist:
        return self.press(*text)

    def go_to(self, path: AnswerPath) -> Typist:
        self.session.go_to(path)
        return self.record()

    def kill(self) -> None:
        """Let go of the draft as a killed program does, and resume what is on the disk."""
        self.draft.flush()
        left = self.draft.folder.with_name("copy")
        shutil.copytree(self.draft.folder, left)
        self.draft.close()
        shutil.rmtree(self.draft.folder)
        left.rename(self.draft.folder)
        self.resume()

    def resume(self) -> None:
        self.draft = open_draft("small")
        self.session = InterviewSession(self.draft.interview)


@pytest.fixture
def typist(home: Path) -> Iterator[Typist]:
    typist = Typist(home)
    yield typist
    typist.draft.close()


def test_a_number_over_its_maximum_leaves_no_part_of_it(typist: Typist) -> None:
    typist.type("25").press("tab")

    assert typist.interview.answers == {}
    assert typist.interview.unfinished == {("size",): "25"}
    assert "Size 2" not in render_plan(typist.interview).text
    assert "size: 2\n" not in answers_file_text(typist.interview, (), "", b"")


def test_a_number_over_its_maximum_leaves_the_answer_from_before(typist: Typist) -> None:
    typist.type("12").press("tab", "tab").go_to(("size",)).press("ctrl+u").type("25")

    assert typist.interview.answers == {"size": 12}
    assert typist.press("backspace").interview.answers == {"size": 2}
    assert typist.type("0").interview.answers == {"size": 20}
    assert typist.type("0").interview.answers == {"size": 12}


def test_a_half_date_leaves_no_part_of_it(typist: Typist) -> None:
    typist.go_to(("due",)).type("2026-01-123")

    assert typist.interview.answers == {}
    assert typist.press("backspace").interview.answers == {"due": "2026-01-12"}


def test_undoing_an_invalid_edit_and_making_it_again_leaves_no_part_of_it(typist: Typist) -> None:
    typist.type("12").press("tab").go_to(("size",)).press("ctrl+u").type("25").press("tab", "ctrl+z", "ctrl+y")

    assert typist.interview.answers == {"size": 12}
    assert typist.interview.unfinished == {("size",): "25"}


def test_a_text_typed_on_after_a_kill_leaves_no_part_of_it(typist: Typist) -> None:
    typist.type("2").press("killed").type("5")

    assert typist.interview.answers == {}
    assert typist.interview.unfinished == {("size",): "25"}


def test_a_number_with_which_the_program_was_left_is_finished(typist: Typist) -> None:
    typist.type("2").press("left").type("5")

    assert typist.interview.answers == {"size": 2}


def test_a_cell_and_its_row_hold_no_part_of_a_text(typist: Typist) -> None:
    typist.go_to(("risks",)).type("25").press("right").type("2026-0").press("tab")

    assert typist.interview.answers == {"risks": ({},)}
    assert typist.interview.unfinished == {("risks", 0, "chance"): "25", ("risks", 0, "until"): "2026-0"}


def test_another_cell_of_the_row_is_gone_to(typist: Typist) -> None:
    typist.go_to(("risks", 0, "chance")).type("5").go_to(("risks", 0, "until")).type("2026-01-12")

    assert typist.interview.answers == {"risks": ({"chance": 5, "until": "2026-01-12"},)}


def test_the_preview_shows_the_typed_text_in_the_place_of_the_answer(typist: Typist) -> None:
    shown = with_unfinished_text(typist.type("25").press("tab").interview)

    assert "Size 25," in render_plan(shown).text
    assert "Size 25," not in render_plan(typist.interview).text


def test_the_preview_shows_a_typed_text_where_a_plan_asks_for_an_answer() -> None:
    size = "id: size\nkind: number\nlabel: How many?\nmax: 20"
    body = "# Plan\n\n{% if size %}\nSize {{ size }}.\n{% endif %}\n{% if size > 3 %}\nMany.\n{% endif %}\n"
    interview = Interview.begin(read_template(template_text(size, body), "small")).type_text(("size",), "25 or so")

    assert render_plan(with_unfinished_text(interview)).text == "# Plan\n\nSize 25 or so.\n"
    assert "Size" not in render_plan(interview).text


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_typed_text_that_is_no_answer_has_a_sign_in_the_preview(size: tuple[int, int]) -> None:
    async with asking(template_text(QUESTIONS, BODY), size=size) as seen:
        await seen.type("25")
        assert "Size ! 25, weeks" in seen.text

        await seen.press("f5")
        assert "Size ! 25, weeks" in seen.text

        await seen.press("backspace")
        assert "Size 2, weeks" in seen.text


async def test_an_expression_without_a_value_is_told_and_ends_nothing() -> None:
    template = template_text("id: size\nkind: number\nlabel: How many?\nmax: 20", "# Plan\n\n{{ 10 / size }}\n")
    async with asking(template) as seen:
        await seen.type("0")
        await seen.press("enter")
        assert "10 / 0 has no value" in seen.text

        await seen.press("backspace")
        await seen.type("5")
        assert "10 / 0" not in seen.text


KEYS = ("backspace", "ctrl+u", "home", "end", "tab", "ctrl+z", "ctrl+y", "paste", "killed", "left")
characters = st.sampled_from(range(5))
everywhere = st.lists(st.sampled_from(FIELDS) | characters | characters | st.sampled_from(KEYS), max_size=40)
in_one_field = st.builds(
    lambda field, acts: [field, *acts],
    st.sampled_from(FIELDS),
    st.lists(characters | characters | st.sampled_from(["ctrl+z", "ctrl+y", "killed", "backspace"]), max_size=12),
)


def done(typist: Typist, act: AnswerPath | int | str) -> Typist:
    """The typist after an act: going to a field, typing one of its characters, or a key."""
    match act:
        case tuple():
            return typist.go_to(act)
        case int():
            characters = TYPED.get(str(typist.session.control.cursor_path[-1]), "x")
            return typist.type(characters[act % len(characters)])
        case str():
            return typist.press(act)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@example([("risks", 0, "chance"), 0, ("risks", 0, "until"), "paste"], PAUSE)
@given(everywhere | in_one_field, st.sampled_from([0.0, PAUSE]))
def test_an_answer_is_its_whole_text_or_the_one_from_before(
    home: Path, series: list[AnswerPath | int | str], pause: float
) -> None:
    with patch("wizard.drafts.undo.history.PAUSE", pause):  # at 0 every key is a step of its own, to be undone alone
        typist = Typist(home)
        try:
            follow(typist, series)
        finally:
            typist.draft.close()


def follow(typist: Typist, series: list[AnswerPath | int | str]) -> None:
    """Do a series of acts; after each, no answer of a field is a part of a text that is none."""
    finished: dict[AnswerPath, list[Answer | Unanswered]] = {path: [OPEN] for path in FIELDS}
    for act in series:
        before, here = typist.interview, typist.session.control.cursor_path
        done(typist, act)
        is_gone = typist.session.control.cursor_path != here or act == "left"
        if is_gone and here in finished and here not in before.unfinished:
            finished[here].append(before.answer_at(here))
        for path in FIELDS:
            answer = typist.interview.answer_at(path)
            text = typist.interview.unfinished.get(path)
            if text is None:
                continue
            assert answer in finished[path], (path, text)
            with pytest.raises(InvalidAnswer):
                parse_answer(typist.interview.question(path), text)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("due", "2026-12-31", "2026-12-31"),
        ("due", "5 May 2027", "2027-05-05"),
        ("weeks", "12", 12),
        ("size", "1500x", OPEN),
    ],
)
async def test_a_typed_date_or_number_is_taken_back_at_once_and_comes_back(
    question: str, text: str, answer: Answer | Unanswered
) -> None:
    async with asking(template_text(QUESTIONS)) as seen:
        while seen.place != (question,):
            await seen.press("tab")
        await seen.type(text)
        assert seen.answer(question) == answer
        await seen.press("ctrl+z")
        assert seen.answer(question) == OPEN and (question,) not in seen.interview.unfinished
        await seen.press("ctrl+y")
        assert seen.answer(question) == answer
        assert ((question,) in seen.interview.unfinished) == (answer is OPEN)
