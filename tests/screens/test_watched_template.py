"""`new --watch` on the screen: the template is edited while its questions are answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from screens.app import PlanWizard
from screens.question import QuestionScreen
from screens.widgets.problem_lines import ProblemLines
from tests.support.question_screen import Seen
from tests.support.screen_text import until
from wizard.compiler.loader import load_template
from wizard.drafts.draft import open_draft, start_draft
from wizard.interview.interview import Interview

NAME = "{id: name, kind: line, label: What is it called?, help: It may take two lines and say more than that.}"
GOAL = "{id: goal, kind: text, label: What is it for?}"
SIZE = "{id: size, kind: number, label: How big is it?}"
STEPS = "{id: steps, kind: list, label: Which steps?, item: step}"


BODY = "# {{ name }}\n\n{{ goal }}\n\n{{ size }}\n\n{% for step in steps %}\n- {{ step }}\n{% endfor %}\n"


def template_of(*questions: str, body: str = "# {{ name }}\n") -> str:
    """A template that asks these questions."""
    head = "---\nwizard: 1\nname: small\ntitle: Small\nversion: 1\nsections:\n  - title: All\n    questions:\n"
    return head + "".join(f"      - {question}\n" for question in questions) + f"---\n{body}"


WHOLE = template_of(NAME, GOAL, SIZE, STEPS, body=BODY)


@pytest.fixture
def path(tmp_path: Path, home: Path) -> Path:
    file = tmp_path / "work" / "small.md"
    file.parent.mkdir()
    file.write_text(WHOLE)
    return file


@asynccontextmanager
async def watching(path: Path, at: str = "name", *, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Seen]:
    """The question screen of a new draft that follows its template."""
    answers = {"name": "Relay", "goal": "To talk.", "size": 3, "steps": ("dig", "fill")}
    draft = start_draft(Interview.begin(load_template(str(path)), answers).go_to((at,)), "d")
    app = PlanWizard(lambda: draft, watches_template=True)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen), every=0)
        await pilot.pause()
        yield Seen(app, pilot, draft)
    draft.close()


async def shows(seen: Seen, holds: Callable[[], bool]) -> None:
    """Wait until the screen has taken what was written."""
    await until(seen.pilot, holds, every=0.05)
    await seen.press()


def labels(seen: Seen) -> list[str]:
    return [question.label for question in seen.interview.template.questions()]


async def test_a_question_that_is_edited_is_asked_as_it_is_now(path: Path) -> None:
    async with watching(path, "goal") as seen:
        text = WHOLE.replace("What is it for?", "What is the goal?")
        path.write_text(text.replace("# {{ name }}", "# Plan of {{ name }}"))

        await shows(seen, lambda: "What is the goal?" in seen.text)

        assert "Plan of Relay" in seen.text
        assert seen.place == ("goal",)
        assert seen.answer("goal") == "To talk."
        assert seen.said == "The template was reloaded."
        await seen.type(" Loudly.")
        assert seen.answer("goal") == "To talk. Loudly."


async def test_half_typed_text_and_the_cursor_stay(path: Path) -> None:
    async with watching(path, "size") as seen:
        await seen.press("end")
        await seen.type("x")
        await seen.press("left")

        path.write_text(WHOLE + "More.\n")
        await shows(seen, lambda: "More." in seen.text)

        await seen.type("7")
        assert seen.interview.unfinished == {("size",): "37x"}


async def test_an_answer_without_a_question_comes_back_with_it(path: Path) -> None:
    async with watching(path) as seen:
        path.write_text(template_of(NAME, SIZE, body="# {{ name }}\n\n{{ size }}\n"))
        await shows(seen, lambda: len(labels(seen)) == 2)

        assert seen.said == "2 answers have no question in the template any more: goal, steps. They are still saved."
        assert {orphan.path: orphan.answer for orphan in seen.draft.orphans} == {
            ("goal",): "To talk.",
            ("steps",): ("dig", "fill"),
        }
        path.write_text(WHOLE)
        await shows(seen, lambda: len(labels(seen)) == 4)

        assert (seen.answer("goal"), seen.answer("steps"), seen.draft.orphans) == ("To talk.", ("dig", "fill"), ())


async def test_an_answer_that_does_not_fit_stands_in_its_field(path: Path) -> None:
    async with watching(path, "name") as seen:
        path.write_text(WHOLE.replace("id: name, kind: line", "id: name, kind: number"))

        await shows(seen, lambda: ("name",) in seen.interview.unfinished)

        assert "This is not a number yet." in seen.text
        path.write_text(WHOLE)
        await shows(seen, lambda: seen.interview.template.question(("name",)).kind == "line")  # pyright: ignore
        assert "Relay" in seen.text


@pytest.mark.parametrize(("at", "then"), [("name", "goal"), ("goal", "size"), ("size", "steps"), ("steps", "size")])
async def test_when_its_question_goes_the_nearest_one_is_asked(path: Path, at: str, then: str) -> None:
    async with watching(path, at) as seen:
        left = [question for question in (NAME, GOAL, SIZE, STEPS) if f"id: {at}," not in question]
        path.write_text(template_of(*left, body="# Text\n"))

        await shows(seen, lambda: len(labels(seen)) == 3)

        assert seen.place == (then,)


async def test_a_mistake_is_shown_with_its_place_until_it_is_mended(path: Path) -> None:
    async with watching(path) as seen:
        path.write_text(WHOLE.replace("{{ goal }}", "{{ gaol }}"))
        await shows(seen, lambda: bool(seen.question.query_one(ProblemLines).problems))

        assert "small.md:16:4" in seen.text
        assert "'gaol' is not a question" in seen.text
        assert "Until this is fixed, the questions stay as they were." in seen.text
        await seen.press("end")
        await seen.type("!")
        assert seen.answer("name") == "Relay!"
        path.write_text(WHOLE)
        await shows(seen, lambda: not seen.question.query_one(ProblemLines).problems)

        assert "small.md:" not in seen.text
        assert seen.answer("name") == "Relay!"


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 15)])
async def test_many_mistakes_leave_room_for_the_question(path: Path, size: tuple[int, int]) -> None:
    async with watching(path, size=size) as seen:
        path.write_text(WHOLE + "".join(f"{{{{ wrong_{number} }}}}\n\n" for number in range(30)))

        await shows(seen, lambda: bool(seen.question.query_one(ProblemLines).problems))

        assert "small.md:23:4" in seen.text
        assert ("27 more problems" if size[1] > 30 else "29 more problems") in seen.text
        assert "What is it called?" in seen.text and "Relay" in seen.text


async def test_a_file_that_goes_away_is_told_and_costs_nothing(path: Path) -> None:
    async with watching(path) as seen:
        path.unlink()
        await shows(seen, lambda: bool(seen.question.query_one(ProblemLines).problems))
        assert "this file no longer exists" in seen.text
        await seen.press("end")
        await seen.type("2")

        path.write_text(WHOLE + "Back.\n")
        await shows(seen, lambda: "Back." in seen.text)

        assert seen.answer("name") == "Relay2"


async def test_a_change_while_another_screen_lies_over_it_is_taken_afterwards(path: Path) -> None:
    async with watching(path, "goal") as seen:
        for opens, closes in (("f2", "escape"), ("f1", "f1"), ("ctrl+s", "escape"), ("ctrl+p", "escape")):
            await seen.press(opens)
            assert seen.app.screen is not seen.question
            text = WHOLE + f"After {opens}.\n"
            path.write_text(text)
            await until(seen.pilot, lambda: seen.question._next_template is not None, every=0.05)  # pyright: ignore
            await seen.press(closes)

            await shows(seen, lambda opens=opens: f"After {opens}." in seen.text)
            assert seen.place == ("goal",)


async def test_the_outline_leads_nowhere_when_the_question_is_gone_meanwhile(path: Path) -> None:
    async with watching(path) as seen:
        await seen.press("f2", "down", "down", "down")
        path.write_text(template_of(NAME, body="# {{ name }}\n"))
        await until(seen.pilot, lambda: seen.question._next_template is not None, every=0.05)  # pyright: ignore
        await seen.press("enter")

        await shows(seen, lambda: len(labels(seen)) == 1)
        assert seen.place == ("name",)


async def test_undo_goes_back_over_an_edit_of_the_template(path: Path) -> None:
    async with watching(path) as seen:
        await seen.press("end")
        await seen.type("!")
        path.write_text(WHOLE + "More.\n")
        await shows(seen, lambda: "More." in seen.text)

        await seen.press("ctrl+z")

        assert seen.answer("name") == "Relay"
        assert "More." in seen.text


async def test_the_draft_on_disk_has_the_template_as_it_is_now(path: Path) -> None:
    async with watching(path) as seen:
        path.write_text(template_of(NAME, SIZE, body="# Now {{ name }} {{ size }}\n"))
        await shows(seen, lambda: len(labels(seen)) == 2)
        await seen.press("end")
        await seen.type("!")
        folder = seen.draft.folder
    path.unlink()

    draft = open_draft(folder.name)

    assert [question.id for question in draft.interview.template.questions()] == ["name", "size"]
    assert draft.interview.answers == {"name": "Relay!", "size": 3}
    assert {orphan.path for orphan in draft.orphans} == {("goal",), ("steps",)}
    draft.close()
