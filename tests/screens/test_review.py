"""The review: what is missing leads there, and saving asks only before a file that is there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input

from screens.app import PlanWizard
from screens.hand_edits.difference import DifferenceScreen
from screens.hand_edits.read_back import ReadBackScreen
from screens.outline import OutlineScreen
from screens.preview.preview import Preview
from screens.question import QuestionScreen
from screens.question_pane.restored_step import RestoreKey
from screens.review import ReviewScreen
from screens.saved import SavedScreen
from screens.start import StartScreen
from screens.widgets.fields.switch_line import SwitchLine
from screens.widgets.footer import KeyFooter, KeyHint, SaveStatus
from screens.widgets.row_list import RowList
from tests.support.disk_faults import file_size_limit
from tests.support.drawn_on_sight import draw_every_frame
from tests.support.one_question import template_text
from tests.support.question_screen import asking
from tests.support.rendering import interview_of
from tests.support.screen_text import lines_of, settled, text_of, until
from tests.support.small_plan import small_interview
from tests.support.switched_plan import COMMENT, SWITCHED, switched_template
from wizard.compiler.loader import load_template, read_template
from wizard.drafts.draft import start_draft
from wizard.drafts.last_save import LastSave
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath, Answers
from wizard.plans.saving.save import SaveResult, save

pytestmark = pytest.mark.usefixtures("work")


@dataclass
class Reviewed:
    """The review on the screen, and the questions that it led to."""

    app: PlanWizard
    pilot: Pilot[None]
    gone: list[AnswerPath | RestoreKey | None] = field(default_factory=list)

    @property
    def seen(self) -> str:
        return text_of(self.app)

    @property
    def left(self) -> str:
        """The words on the left half, on one line."""
        return " ".join(" ".join(line[:52] for line in lines_of(self.app)).split())

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await settled(self.pilot)


@asynccontextmanager
async def review_of(
    interview: Interview, size: tuple[int, int] = (120, 40), last_save: LastSave | None = None
) -> AsyncIterator[Reviewed]:
    app = PlanWizard()
    draft = start_draft(interview, last_save=last_save)
    async with app.run_test(size=size) as pilot:
        reviewed = Reviewed(app, pilot)
        app.draft = draft
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        await settled(pilot)
        await app.push_screen(ReviewScreen(draft, interview), reviewed.gone.append)
        await settled(pilot)
        yield reviewed
    draft.close()


def answered(home: Path) -> Interview:
    interview = small_interview(home).answer(("name",), "Relay").answer(("goal",), "Talk.").answer(("big",), False)
    interview = interview.answer(("ideas",), ("More",))
    step = {"title": "Begin", "tasks": ({"text": "Dig", "done": False}, {"text": "Fill", "done": False})}
    return interview.add_item(("steps",), item=step)


async def test_what_is_missing_is_told_required_first(home: Path):
    async with review_of(answered(home).reopen(("goal",)).reopen(("name",))) as review:
        assert "Almost there One required answer is open. You can save anyway." in review.left
        rows = [line.strip(" ▎") for line in lines_of(review.app) if line[4:5] in ("○", "·")]
        assert rows[0].startswith("○  What is it called?")
        assert "required" in rows[0]
        assert rows[1].startswith("·  What is it for?")
        assert "open" in rows[1]


async def test_a_complete_plan_is_only_to_be_read_and_saved(home: Path):
    async with review_of(answered(home)) as review:
        assert "All answered Read it once more, then save." in review.left
        assert "enter save" in review.seen


async def test_enter_on_a_missing_answer_goes_to_its_question(home: Path):
    async with review_of(answered(home).reopen(("goal",)).reopen(("name",))) as review:
        await review.press("down", "enter")

        assert review.gone == [("goal",)]


async def test_every_cell_that_is_not_taken_yet_is_a_row_that_leads_to_it():
    columns = (
        "columns:\n  - {id: what, kind: line, label: What?}\n  - {id: eur, kind: number, label: What does it cost?}"
    )
    table = f"id: costs\nkind: table\nlabel: Which costs?\nitem: cost\n{columns}"
    rows = ({"what": "A"}, {"what": "B"}, {"what": "C"})
    interview = Interview.begin(read_template(template_text(table), "test.md"), {"costs": rows})
    interview = interview.set_unfinished(("costs", 0, "eur"), "many").set_unfinished(("costs", 2, "eur"), "few")

    async with review_of(interview) as review:
        assert "Two answers are invalid" in review.left
        assert review.left.count("What does it cost?") == 2
        assert "Cost 1" in review.left
        assert "Cost 3" in review.left

        await review.press("down", "enter")

        assert review.gone == [("costs", 2, "eur")]


FOUND = """\
# {{ name }}

- **Goal:** {{ goal }}
{% for tag in tags %}
- {{ tag }}
{% endfor %}

## Risks

## Later

Text.
"""


def finding_keys(review: Reviewed) -> list[str]:
    """The code, line and column of each finding in the list."""
    return [key for key in review.app.screen.query_one(RowList).keys() if ":" in key]  # noqa: SIM118 (no dict)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 15)])
async def test_what_check_would_find_in_the_plan_is_listed_and_leads_to_its_question(size: tuple[int, int]):
    interview = interview_of(FOUND, name="Relay", goal="TBD", tags=("one", "two TODO"), sure=True, size=3)
    async with review_of(interview, size) as review:
        await until(review.pilot, lambda: bool(finding_keys(review)))
        rows, keys = review.app.screen.query_one(RowList), finding_keys(review)
        assert [key.rsplit(":", 1)[0] for key in keys] == ["todo-mark:3", "todo-mark:5", "empty-section:7"]
        while rows.marked_key != keys[1]:
            await review.press("down")
        assert size[0] < 60 or "two TODO" in review.seen

        await review.press("enter")

        assert review.gone == [("tags", 1)]


async def test_a_finding_that_belongs_to_no_question_shows_its_line():
    text = FOUND.replace("# {{ name }}\n", "# {{ name }}\n" + "\nMore.\n" * 60)
    async with review_of(interview_of(text, name="Relay", goal="Talk", tags=("one",))) as review:
        await until(review.pilot, lambda: bool(finding_keys(review)))
        [key] = finding_keys(review)
        assert "Risks" not in review.seen
        while review.app.screen.query_one(RowList).marked_key != key:
            await review.press("down")

        assert "Risks" in review.seen
        assert "enter go to the line" in review.seen
        await review.press("enter")
        assert review.gone == []


async def test_of_very_many_findings_the_first_are_listed():
    goals = "".join(f"- {{{{ name }}}} TBD {index}\n" for index in range(130))
    async with review_of(interview_of(goals, name="Relay")) as review:
        await until(review.pilot, lambda: bool(finding_keys(review)))

        assert len(finding_keys(review)) == 100
        assert "130 lines to check in the plan" in review.left
        while "In the plan, the first 100 of 130" not in review.left:
            await review.press("down")


async def test_what_is_open_is_not_told_twice():
    async with review_of(interview_of(FOUND, name="Relay")) as review:
        await until(review.pilot, lambda: bool(finding_keys(review)))

        [key] = finding_keys(review)
        assert key.startswith("empty-section")


async def test_nothing_is_listed_of_a_plan_without_findings(home: Path):
    async with review_of(answered(home)) as review:
        await until(review.pilot, lambda: not review.app.screen.workers)

        assert "All answered Read it once more, then save. Save as" in review.left


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 15)])
async def test_a_switch_of_the_review_is_turned_by_its_key_by_the_space_bar_and_by_a_click(size: tuple[int, int]):
    async with review_of(Interview.begin(switched_template(), {"name": "Relay", "goal": "Talk."}), size) as review:
        app, draft = review.app, review.app.draft
        assert draft is not None
        switch = app.screen.query_one(SwitchLine)

        for key, is_on in (("f6", True), ("f6", False), ("tab", False)):
            await review.press(key)
            assert draft.interview.is_on(switch.question) is is_on
        while app.focused is not switch:
            await review.press("shift+tab")
        await review.press("space")
        assert draft.interview.is_on(switch.question)
        assert "☑ Keep the template's" in review.seen
        await review.press("enter")
        assert not draft.interview.is_on(switch.question)
        await review.pilot.click(switch)
        await settled(review.pilot)
        assert draft.interview.is_on(switch.question)


async def test_the_foot_names_what_enter_does_on_a_switch_and_in_the_plan():
    async with review_of(Interview.begin(switched_template(), {"name": "Relay", "goal": "Talk."})) as review:
        for widget, words in ((SwitchLine, "enter switch"), (Preview, "enter answer this line")):
            focused = review.app.screen.query_one(widget)
            focused.can_focus = True
            focused.focus()
            await settled(review.pilot)

            assert review.app.focused is focused
            assert words in review.seen and "^S save" in review.seen


async def test_every_foot_of_the_review_names_what_enter_does_from_the_first_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    feet: list[str] = []
    show = KeyFooter.show

    def note(foot: KeyFooter, keys: tuple[KeyHint, ...], says: str, kind: SaveStatus) -> None:
        feet.append(keys[0].label)
        show(foot, keys, says, kind)

    async with review_of(answered(home)) as review:
        draft = start_draft(answered(home).reopen(("goal",)))
        monkeypatch.setattr(KeyFooter, "show", note)
        await review.app.push_screen(ReviewScreen(draft, draft.interview))
        await settled(review.pilot)
        monkeypatch.undo()
    draft.close()

    assert set(feet) == {"go to the question"}


async def test_the_plan_of_the_review_follows_a_switch_and_is_saved_with_it(work: Path):
    async with review_of(Interview.begin(switched_template(), {"name": "Relay", "goal": "Talk."})) as review:
        assert "All answered" in review.left
        assert COMMENT not in review.seen
        assert "F6 keep comments" in review.seen

        await review.press("f6")
        assert COMMENT in review.seen
        await review.press("ctrl+s")
        await until(review.pilot, lambda: isinstance(review.app.screen, SavedScreen))

    assert COMMENT in (work / "relay.md").read_text()


async def test_the_plan_has_the_line_ends_and_the_mark_of_its_template_and_saving_again_asks_nothing(work: Path):
    windows = SWITCHED.replace("name: small\n", "name: small\nline_ends: crlf\nbyte_order_mark: true\n")
    interview = Interview.begin(read_template(windows, "small.md"), {"name": "Relay", "goal": "Talk."})

    async with review_of(interview) as review:
        for _ in range(2):
            await review.press("ctrl+s")
            await until(review.pilot, lambda: isinstance(review.app.screen, SavedScreen))
            draft = review.app.draft
            assert draft is not None
            await review.app.push_screen(ReviewScreen(draft, draft.interview))
            await settled(review.pilot)

    assert (work / "relay.md").read_bytes() == b"\xef\xbb\xbf# Relay\r\n\r\nTalk.\r\n"


async def test_without_switches_the_review_has_no_key_for_them(home: Path):
    async with review_of(answered(home)) as review:
        await review.press("f6")

        assert not review.app.screen.query(SwitchLine)
        assert "F6" not in review.seen


async def test_an_item_without_any_answer_is_one_row(home: Path):
    async with review_of(answered(home).add_item(("steps",))) as review:
        assert "Title and tasks" in review.seen
        assert "Step 2" in review.seen
        await review.press("enter")

        assert review.gone == [("steps", 1, "title")]


async def test_the_plan_beside_shows_the_lines_of_the_marked_row(home: Path):
    async with review_of(answered(home).reopen(("steps", 0, "title")).reopen(("name",))) as review:
        marked = [line for line in lines_of(review.app) if "▎" in line[54:]]
        assert len(marked) == 1
        await review.press("down")

        assert [line for line in lines_of(review.app) if "▎" in line[54:]] != marked


async def test_the_file_is_named_by_the_template_and_its_length_is_told(home: Path):
    async with review_of(answered(home)) as review:
        assert review.app.screen.query_one("#file", Input).value == "relay.md"
        assert "with relay.answers.yaml" in review.left
        assert "lines" in review.seen


async def test_saving_writes_the_plan_and_the_answers(home: Path, work: Path):
    async with review_of(answered(home)) as review:
        await review.press("ctrl+s")

        assert isinstance(review.app.screen, SavedScreen)
        assert (work / "relay.md").read_text().startswith("# Relay")
        assert "name: Relay" in (work / "relay.answers.yaml").read_text()


async def test_the_name_of_the_file_can_be_changed(home: Path, work: Path):
    async with review_of(answered(home)) as review:
        review.app.screen.query_one("#file", Input).value = "other.md"
        await review.press("ctrl+s")

        assert (work / "other.md").exists()


async def test_a_folder_that_is_not_there_is_made_when_the_user_says_so(home: Path, work: Path):
    async with review_of(answered(home)) as review:
        review.app.screen.query_one("#file", Input).value = "new/relay.md"
        await review.press("ctrl+s")
        assert "There is no folder" in review.left
        assert "^S creates it" in review.left
        await review.press("ctrl+s")

        assert (work / "new" / "relay.md").exists()


async def test_a_name_that_cannot_be_is_told_and_nothing_is_lost(home: Path, work: Path):
    async with review_of(answered(home)) as review:
        for name in ("", "relay.answers.yaml", "."):
            review.app.screen.query_one("#file", Input).value = name
            await review.press("ctrl+s")
            assert isinstance(review.app.screen, ReviewScreen)
            assert "! " in review.left

        assert list(work.iterdir()) == []


async def test_a_plan_that_cannot_be_written_is_told_and_saved_elsewhere_or_later(home: Path, work: Path):
    async with review_of(answered(home)) as review:
        with file_size_limit(3):
            await review.press("ctrl+s")
            assert "! relay.md is not saved: the file is larger than this system allows." in review.left
            assert "choose another folder" in review.left
            assert list(work.iterdir()) == []
            assert review.app.screen.query_one("#file", Input).has_focus

        await review.press("ctrl+s")
        assert isinstance(review.app.screen, SavedScreen)
        assert (work / "relay.md").read_text().startswith("# Relay")


async def test_saving_what_is_there_already_word_for_word_asks_nothing(home: Path, work: Path):
    save(answered(home), Path("relay.md"))
    async with review_of(answered(home)) as review:
        await review.press("ctrl+s")

        assert isinstance(review.app.screen, SavedScreen)


async def test_a_file_that_is_there_is_asked_about_and_both_are_kept(home: Path, work: Path):
    saved = put_edited_plan(answered(home), work)
    changed = answered(home).answer(("goal",), "Talk in one place.")
    async with review_of(changed, last_save=saved.last_save) as review:
        await review.press("ctrl+s")
        assert isinstance(review.app.screen, DifferenceScreen)
        assert "relay.md already exists" in review.seen
        assert "It was saved today. One box was ticked by hand. Your new answers change one other place." in review.left
        assert "+  Talk in one place." in review.seen
        await review.press("enter")

        assert isinstance(review.app.screen, SavedScreen)
        text = (work / "relay.md").read_text()
        assert "Talk in one place." in text
        assert "- [x] Dig" in text


async def test_edits_that_are_not_taken_over_are_counted_as_check_counts_them(home: Path, work: Path):
    saved = put_edited_plan(answered(home), work)
    text = saved.plan_path.read_text()
    saved.plan_path.write_text(text.replace("- [ ] Fill", "- [x] Fill\n- [ ] By hand"))
    async with review_of(answered(home).answer(("goal",), "Talk more."), last_save=saved.last_save) as review:
        await review.press("ctrl+s")
        assert isinstance(review.app.screen, ReadBackScreen)
        await review.press("space", "enter")

        assert "One line was edited and two boxes were ticked by hand." in review.left


async def test_only_the_answers_puts_the_edited_file_aside(home: Path, work: Path):
    put_edited_plan(answered(home), work)
    async with review_of(answered(home)) as review:
        await review.press("ctrl+s", "2", "ctrl+s")

        assert "- [ ] Dig" in (work / "relay.md").read_text()
        assert "- [x] Dig" in (work / "relay.before.md").read_text()
        assert "relay.before.md" in review.seen


async def test_another_file_leads_back_to_its_name(home: Path, work: Path):
    put_edited_plan(answered(home), work)
    before = (work / "relay.md").read_text()
    async with review_of(answered(home)) as review:
        await review.press("ctrl+s", "3", "enter")
        assert isinstance(review.app.screen, ReviewScreen)
        await review.press("end", *["backspace"] * 3, *"-new.md", "enter")

        assert isinstance(review.app.screen, SavedScreen)
        assert (work / "relay.md").read_text() == before
        assert (work / "relay-new.md").exists()


async def test_a_line_that_both_changed_is_settled_by_the_user(home: Path, work: Path):
    saved = save(answered(home), Path("relay.md"))
    text = saved.plan_path.read_text()
    saved.plan_path.write_text(text.replace("Talk.", "Talk by hand."))
    changed = answered(home).answer(("goal",), "Talk in one place.")
    async with review_of(changed, last_save=saved.last_save) as review:
        await review.press("ctrl+s")
        assert "You and the file both changed this line. Choose one:" in review.seen
        assert "● both B" in review.seen
        await review.press("f")
        assert "● the file's F" in review.seen
        await review.press("enter")

        text = (work / "relay.md").read_text()
        assert "Talk by hand." in text
        assert "Talk in one place." not in text


@asynccontextmanager
async def conflict_of_goals(home: Path) -> AsyncIterator[Reviewed]:
    """The difference of a plan whose goal was changed by hand and in the answers."""
    saved = save(answered(home), Path("relay.md"))
    saved.plan_path.write_text(saved.plan_path.read_text().replace("Talk.", "Talk by hand."))
    changed = answered(home).answer(("goal",), "Talk in one place.")
    async with review_of(changed, last_save=saved.last_save) as review:
        await review.press("ctrl+s")
        yield review


@pytest.mark.parametrize(
    ("key", "yours", "file", "outcome"),
    [
        ("y", "+  Talk in one place.", "−  Talk by hand.", "yours is kept"),
        ("f", "·  Talk in one place.", "~  Talk by hand.", "the file's is kept"),
        ("b", "+  Talk in one place.", "~  Talk by hand.", "both are kept"),
    ],
)
async def test_lines_and_words_say_what_the_chosen_side_does(
    home: Path, work: Path, key: str, yours: str, file: str, outcome: str
):
    async with conflict_of_goals(home) as review:
        for pressed in ("y", "f", "b", key.upper()):
            await review.press(pressed)

        assert yours in review.seen
        assert file in review.seen
        assert (
            f"It was saved today. One place was changed by both: {outcome}. Your answers change nothing else"
            in review.left
        )
        assert ("· not used" in review.seen) == (key == "f")
        assert ("saved as relay.before.md." in review.left.partition("Discard hand edits")[0]) == (key == "y")
        await review.press("enter")

        text = (work / "relay.md").read_text()
        assert ("Talk in one place." in text, "Talk by hand." in text) == (yours[0] == "+", file[0] == "~")
        assert (work / "relay.before.md").exists() == (key == "y")
        assert ("relay.before.md" in review.seen) == (key == "y")
        if key == "y":
            assert "Talk by hand." in (work / "relay.before.md").read_text()


async def test_the_copy_is_named_as_it_will_be(home: Path, work: Path):
    (work / "relay.before.md").write_text("older")
    async with conflict_of_goals(home) as review:
        assert "A copy is saved as relay.before-2.md." in review.left
        await review.press("y")
        assert "Your choices. A copy of the" in review.left
        assert "file is saved as relay.before-2.md." in review.left
        await review.press("enter")

        assert (work / "relay.before.md").read_text() == "older"
        assert "Talk by hand." in (work / "relay.before-2.md").read_text()


async def test_only_the_answers_leaves_nothing_to_choose(home: Path):
    async with conflict_of_goals(home) as review:
        await review.press("2")

        assert "Choose one:" not in review.seen
        assert "−  Talk by hand." in review.seen


async def test_a_file_that_changed_meanwhile_is_chosen_about_anew(home: Path, work: Path):
    async with conflict_of_goals(home) as review:
        await review.press("y")
        text = (work / "relay.md").read_text()
        (work / "relay.md").write_text(text.replace("Talk by hand.", "Talk by another hand."))
        await review.press("enter")

        assert "~  Talk by another hand." in review.seen
        assert "both are kept" in review.left


async def test_not_now_saves_nothing(home: Path, work: Path):
    put_edited_plan(answered(home), work)
    before = (work / "relay.md").read_text()
    async with review_of(answered(home)) as review:
        await review.press("ctrl+s", "escape")

        assert isinstance(review.app.screen, ReviewScreen)
        assert (work / "relay.md").read_text() == before


async def test_a_file_of_someone_else_is_not_recommended_to_be_changed(home: Path, work: Path):
    (work / "relay.md").write_text("# Mine\n")
    async with review_of(answered(home)) as review:
        await review.press("ctrl+s")

        assert "relay.md already exists and was not saved from this draft." in review.left
        assert "counts as edited by hand" in review.left
        assert "● Save under another name" in review.left.replace("●  ", "● ")


@pytest.mark.parametrize("key, kept", [("1", "- [x] Dig"), ("2", "- [ ] Dig")])
async def test_answers_that_were_changed_by_hand_are_shown_and_copies_are_kept(
    home: Path, work: Path, key: str, kept: str
):
    saved = put_edited_plan(answered(home), work)
    by_hand = saved.answers_path.read_text().replace("goal: Talk.", "goal: Talk by hand.")
    saved.answers_path.write_text(by_hand)
    plan = saved.plan_path.read_text()
    async with review_of(answered(home), last_save=saved.last_save) as review:
        # The draft has the answers that it saved, and the file has others.
        await review.press("ctrl+s")
        assert "relay.answers.yaml has changed since this draft was saved to it" in review.left
        assert "has not been edited" not in review.seen
        assert "● Save under another name" in review.left.replace("●  ", "● ")
        assert "−    goal: Talk by hand." in review.seen
        assert "+    goal: Talk." in review.seen
        await review.press(key, "enter")

        assert isinstance(review.app.screen, SavedScreen)
        assert kept in saved.plan_path.read_text()
        assert (work / "relay.before.answers.yaml").read_text() == by_hand
        assert (work / "relay.before.md").read_text() == plan


async def test_bytes_that_are_no_utf_8_are_told_and_left_alone(home: Path, work: Path):
    saved = save(answered(home), Path("relay.md"))
    saved.plan_path.write_bytes(saved.plan_path.read_bytes() + b"caf\xe9\n")
    before = saved.plan_path.read_bytes()
    async with review_of(answered(home), last_save=saved.last_save) as review:
        await review.press("ctrl+s")

        assert "relay.md is not UTF-8 in line" in review.left
        assert saved.plan_path.read_bytes() == before


async def test_the_outline_leads_from_the_review_too(home: Path):
    async with review_of(answered(home)) as review:
        await review.press("f2")
        assert isinstance(review.app.screen, OutlineScreen)
        await review.press("enter")

        assert review.gone == [("name",)]


async def test_escape_goes_back_to_the_question_before(home: Path):
    async with review_of(answered(home)) as review:
        await review.press("escape")

        assert review.gone == [None]


async def test_with_much_missing_the_button_stays_in_sight(home: Path):
    interview = answered(home)
    for number in range(40):
        interview = interview.add_item(("steps",), item={"title": f"Step {number}"})
    for size in ((120, 36), (80, 24)):
        async with review_of(interview, size) as review:
            assert "Save  ^S" in review.seen


@pytest.mark.parametrize("size", [(40, 15), (80, 24), (160, 45)])
async def test_review_and_difference_show_hostile_text_as_it_is(home: Path, work: Path, size: tuple[int, int]):
    (work / "relay.md").write_text("[/b] [x] \x1b[31m\n")
    interview = answered(home).answer(("goal",), "[@click=app.quit]go \x1b]0;x\x07")
    async with review_of(interview, size) as review:
        await review.press("ctrl+s")

        assert isinstance(review.app.screen, DifferenceScreen)
        assert "\x1b" not in review.seen


def put_edited_plan(interview: Interview, work: Path) -> SaveResult:
    """The plan, saved, and one of its boxes ticked by hand."""
    saved = save(interview, Path("relay.md"))
    saved.plan_path.write_text(saved.plan_path.read_text().replace("[ ] Dig", "[x] Dig"))
    return saved


async def test_a_plan_that_was_saved_before_is_offered_to_the_same_file(home: Path, work: Path):
    (work / "docs").mkdir()
    app = PlanWizard()
    draft = start_draft(answered(home), save_to=work / "docs" / "mine.md")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        await app.push_screen(ReviewScreen(draft, draft.interview))
        await settled(pilot)

        assert app.screen.query_one("#file", Input).value == "docs/mine.md"
    draft.close()


async def test_a_switch_of_the_review_is_kept_when_the_user_goes_back_to_the_questions_and_can_be_undone():
    async with asking(SWITCHED, {"name": "Relay", "goal": "Talk."}) as seen:
        await seen.press("tab", "tab")
        await until(seen.pilot, lambda: isinstance(seen.app.screen, ReviewScreen))
        await seen.press("f6", "escape")

        assert seen.interview.answers["keep_comments"] is True
        await until(seen.pilot, lambda: COMMENT in seen.text)
        await seen.press("ctrl+z")
        await until(seen.pilot, lambda: COMMENT not in seen.text)
        assert "keep_comments" not in seen.draft.interview.answers


async def test_what_earlier_answers_make_invalid_is_listed_with_the_reason_and_leads_there():
    questions = """
id: needs
kind: list
label: Needs?
id: later
kind: choices
label: Which can wait?
options: {from: needs}
id: start
kind: date
label: When does it start?
id: end
kind: date
label: When does it end?
min: start
"""
    answers: Answers = {"needs": ("A",), "later": ("A", "B"), "start": "2026-03-01", "end": "2026-02-01"}
    interview = Interview.begin(read_template(template_text(questions), "test.md"), answers)

    async with review_of(interview) as review:
        assert "Two answers are invalid" in review.left
        assert "'B' is not one of the options" in review.left
        assert "Not before 2026-03-01; this is 2026-02-01." in review.left

        await review.press("enter")
        assert review.gone == [("later", 1)]


async def test_a_plan_is_not_saved_over_its_template(work: Path):
    (work / "w.md").write_text("# Change\n\n## Owner\n\n[name]\n")
    async with review_of(Interview.begin(load_template("./w.md"))) as review:
        assert review.app.screen.query_one("#file", Input).value == "w-plan.md"
        review.app.screen.query_one("#file", Input).value = "w.md"
        await review.press("ctrl+s")
        assert "w.md is the template itself; give the plan another name" in review.left

        review.app.screen.query_one("#file", Input).value = "other.md"
        await review.press("ctrl+s")

        assert (work / "other.md").read_text() == (work / "w.md").read_text() == "# Change\n\n## Owner\n\n[name]\n"


async def test_a_switch_is_undone_and_made_again_where_it_is():
    async with asking(SWITCHED, {"name": "Relay", "goal": "Talk."}) as seen:
        await seen.press("ctrl+s")
        await until(seen.pilot, lambda: isinstance(seen.app.screen, ReviewScreen))
        await settled(seen.pilot)
        await seen.press("ctrl+z")
        assert "Nothing to undo." in seen.text

        await seen.press("f6", "ctrl+z")
        assert "keep_comments" not in seen.draft.interview.answers
        assert "Undone: the answer to “" in seen.text

        await seen.press("ctrl+y")
        assert seen.draft.interview.answers["keep_comments"] is True
        assert isinstance(seen.app.screen, ReviewScreen)


@pytest.mark.parametrize(
    ("typed", "written"), [("x", "x.md"), ("x.", "x.md"), ("notes.v2", "notes.v2.md"), ("x.txt", "x.txt")]
)
async def test_the_name_shown_above_the_plan_and_below_the_field_is_the_one_that_is_saved(
    home: Path, work: Path, typed: str, written: str
):
    async with review_of(answered(home)) as review:
        review.app.screen.query_one("#file", Input).focus()
        await review.press(*typed)

        assert review.app.screen.query_one("#file", Input).value == typed
        assert review.app.screen.query_one(Preview).file_name == written
        assert written in review.left.replace(f" {typed} ", " ") or typed == written
        await review.press("ctrl+s")
        assert (work / written).exists()


async def test_to_save_under_another_name_types_over_the_old_one(home: Path, work: Path):
    (work / "relay.md").write_text("Mine.\n")
    async with review_of(answered(home)) as review:
        review.app.screen.query_one("#file", Input).focus()
        await review.press("end", "ctrl+s")
        assert isinstance(review.app.screen, DifferenceScreen)
        await review.press(next(str(n) for n, mode in enumerate(review.app.screen._save_options, 1) if mode == "other"))
        if isinstance(review.app.screen, DifferenceScreen):
            await review.press("enter")
        await review.press(*"new")

        assert review.app.screen.query_one("#file", Input).value == "new"


@pytest.mark.parametrize("wanted", [None, "docs/mine.md"])
async def test_every_screen_names_the_file_that_is_saved(home: Path, work: Path, wanted: str | None):
    (work / "docs").mkdir()
    plan_path = None if wanted is None else Path(wanted)
    draft = start_draft(answered(home), save_to=plan_path)
    app = PlanWizard(lambda: draft)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await settled(pilot)
        on_question = app.screen.query_one(Preview).file_name
        await pilot.press("ctrl+s")
        await settled(pilot)
        on_review = app.screen.query_one(Preview).file_name
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SavedScreen))
        assert app.finished is not None

        assert on_question == on_review == app.finished[1].plan_path.name
    draft.close()


@pytest.mark.parametrize(("size", "layout"), [((40, 15), {"-tiny", "-low"}), ((80, 24), {"-narrow", "-short"})])
async def test_the_first_frame_has_its_layout_and_says_what_enter_does(
    home: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], layout: set[str]
) -> None:
    draw_every_frame(monkeypatch)
    frames: list[tuple[frozenset[str], str]] = []
    render = KeyFooter.render

    def watch(foot: KeyFooter) -> Content:
        if isinstance(foot.screen, ReviewScreen):
            frames.append((frozenset(foot.screen.classes), next((key.label for key in foot.keys), "")))
        return render(foot)

    monkeypatch.setattr(KeyFooter, "render", watch)
    async with review_of(answered(home).reopen(("goal",)), size):
        pass

    assert all(layout <= classes for classes, _ in frames)
    assert {label for _, label in frames} == {"go to the question"}
