"""The interview as a value: what is asked, where the user stands, what an answer changes."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from tests.support.completeness import is_complete
from tests.support.one_question import template_text
from wizard.compiler.loader import read_template
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.interview.progress import Progress
from wizard.model.answers import OPEN, AnswerPath, format_path
from wizard.model.body import Slot, Text
from wizard.model.expressions import Compare, Constant, Name
from wizard.model.template import Option, Question, Section, Template

NAME = Question("name", "line", "What is it called?", "Name", required=True, max=20)
CHANGES = Question("changes_api", "yesno", "Does the API change?", "API change")
API = Question("api", "text", "How?", "API", when=Compare(Name("changes_api"), (("!=", Constant(False)),)))
TITLE = Question("title", "line", "Its title?", "Title", required=True)
TASKS = Question("tasks", "checklist", "What is to be done?", "Tasks", item="task")
DONE = Question("done", "yesno", "Is it done?", "Done")
DAY = Question("day", "date", "When was it done?", "Day", when=Name("done"))
MILESTONES = Question(
    "milestones", "group", "Which milestones?", "Milestones", item="milestone", questions=(TITLE, TASKS, DONE, DAY)
)
CHECKS = Question(
    "checks", "choices", "Which checks?", "Checks", options=(Option("unit", "unit"), Option("load", "load")), min=2
)
IDEAS = Question("ideas", "list", "Ideas?", "Ideas", item="idea", max=3)
TEMPLATE = Template(
    name="small",
    title="Small plan",
    description="",
    version=1,
    save_as=(),
    sections=(Section("One", (NAME, CHANGES, API)), Section("Two", (MILESTONES,)), Section("Three", (CHECKS, IDEAS))),
    body=(),
)


@pytest.fixture
def blank() -> Interview:
    return Interview.begin(TEMPLATE)


def with_milestones(interview: Interview, *titles: str) -> Interview:
    return interview.answer(("milestones",), tuple({"title": title} for title in titles))


def walk(interview: Interview) -> list[AnswerPath]:
    places = [interview.current]
    while (onward := interview.go_forward()).current != interview.current:
        interview = onward
        places.append(interview.current)
    return places


def test_it_begins_at_the_first_question(blank: Interview) -> None:
    assert blank.current == ("name",)


def test_forward_visits_every_question_outside_groups(blank: Interview) -> None:
    assert walk(blank) == [("name",), ("changes_api",), ("api",), ("milestones",), ("checks",), ("ideas",)]


def test_a_question_whose_condition_does_not_hold_is_passed_both_ways(blank: Interview) -> None:
    closed = blank.answer(("changes_api",), False)

    assert ("api",) not in walk(closed)
    assert closed.go_to(("milestones",)).go_back().current == ("changes_api",)
    assert closed.state(("api",)) == "skipped"


def test_answers_behind_a_closed_condition_come_back(blank: Interview) -> None:
    answered = blank.answer(("api",), "A new endpoint")

    flipped = answered.answer(("changes_api",), False).answer(("changes_api",), True)

    assert flipped.answer_at(("api",)) == "A new endpoint"
    assert flipped.state(("api",)) == "answered"


def test_back_at_the_first_question_stays(blank: Interview) -> None:
    assert blank.go_back() == blank


def test_the_last_question_of_an_item_leads_back_to_its_group_at_the_next_item(blank: Interview) -> None:
    inside = with_milestones(blank, "A", "B").go_to(("milestones", 0, "done"))

    out = inside.go_forward()

    assert (out.current, out.within) == (("milestones",), (1,))


def test_back_from_the_first_question_of_an_item_leads_to_its_group(blank: Interview) -> None:
    inside = with_milestones(blank, "A", "B").go_to(("milestones", 1, "title"))

    assert (inside.go_back().current, inside.go_back().within) == (("milestones",), (1,))


def test_a_condition_inside_a_group_reads_its_own_item(blank: Interview) -> None:
    two = with_milestones(blank, "A", "B").answer(("milestones", 1, "done"), True)

    assert not two.is_asked(("milestones", 0, "day"))
    assert two.is_asked(("milestones", 1, "day"))


def test_progress_counts_what_holds_and_the_questions_of_items(blank: Interview) -> None:
    assert blank.progress() == Progress(0, 6)
    one = with_milestones(blank, "A")
    assert one.progress() == Progress(1, 8)
    assert one.answer(("milestones", 0, "done"), True).progress() == Progress(2, 9)
    assert blank.answer(("changes_api",), False).progress() == Progress(1, 5)


def test_progress_is_the_same_whether_it_was_counted_before_or_not(blank: Interview) -> None:
    counted = with_milestones(blank, "A", "B")
    counted.progress()

    changed = counted.answer(("milestones", 0, "title"), "New").answer(("milestones", 1, "done"), True)

    assert changed.progress() == Interview.begin(TEMPLATE, changed.answers).progress()


def test_sections_are_counted_apart(blank: Interview) -> None:
    answered = blank.answer(("name",), "Relay")

    assert answered.section_progress() == (Progress(1, 3), Progress(0, 1), Progress(0, 2))


def test_an_answer_that_is_none_is_refused_with_its_path_and_reason(blank: Interview) -> None:
    with pytest.raises(InvalidAnswer, match=r"milestones\[0\].day: This is not a date yet. Do you mean 2027-04-30"):
        with_milestones(blank, "A").answer_text(("milestones", 0, "day"), "30 Aprl 2027")


def test_half_typed_text_is_kept_beside_the_last_good_answer(blank: Interview) -> None:
    answered = blank.answer(("name",), "Relay")

    kept = answered.set_unfinished(("name",), "A name that is far too long to be taken")

    assert kept.answer_at(("name",)) == "Relay"
    assert kept.state(("name",)) == "invalid"
    problem = kept.problem(("name",))
    assert problem is not None
    assert problem.message == "At most 20 characters; this has 39."
    assert kept.answer(("name",), "Relay 2").state(("name",)) == "answered"


def test_blank_text_opens_a_question_again(blank: Interview) -> None:
    assert blank.answer(("name",), "Relay").answer_text(("name",), "  ").answer_at(("name",)) is OPEN


def test_a_required_question_cannot_be_left_out(blank: Interview) -> None:
    with pytest.raises(InvalidAnswer):
        blank.leave_out(("name",))


def test_what_was_left_out_comes_back_with_its_answer(blank: Interview) -> None:
    left = blank.answer(("ideas",), ("One",)).leave_out(("ideas",))

    assert left.state(("ideas",)) == "left_out"
    assert left.take_in(("ideas",)).answer_at(("ideas",)) == ("One",)


def test_missing_names_required_questions_first(blank: Interview) -> None:
    one = with_milestones(blank, "A").answer(("milestones", 0), {})

    assert one.missing_paths()[:2] == (("name",), ("milestones", 0, "title"))
    assert not is_complete(one)
    assert is_complete(one.answer(("name",), "x").answer(("milestones", 0, "title"), "T"))


def test_too_few_choices_are_kept_and_told(blank: Interview) -> None:
    one = blank.answer(("checks",), ("unit",))

    assert one.state(("checks",)) == "invalid"
    problem = one.problem(("checks",))
    assert problem is not None
    assert problem.message == "Choose at least 2; 1 is chosen."


def test_every_cell_that_is_no_answer_is_a_missing_part() -> None:
    columns = (
        "columns:\n  - {id: what, kind: line, label: What?, required: true}\n  - {id: eur, kind: number, label: EUR?}"
    )
    table = f"id: costs\nkind: table\nlabel: Which costs?\nitem: cost\nmin: 4\n{columns}"
    rows = ({"what": "A"}, {"eur": 3}, {})
    interview = Interview.begin(read_template(template_text(table), "test.md"), {"costs": rows})
    typed = interview.set_unfinished(("costs", 0, "eur"), "many").set_unfinished(("costs", 2, "what"), "")

    wrong = ["costs[0].eur", "costs[2].what", "costs", "costs[1].what"]
    assert [problem.path for problem in typed.problems(("costs",))] == wrong
    assert [format_path(path) for path in typed.missing_parts()] == wrong
    assert set(typed.missing_parts().values()) == {"invalid"}
    assert typed.missing_paths() == (("costs",),)


def test_unfinished_text_moves_with_its_item(blank: Interview) -> None:
    two = with_milestones(blank, "A", "B").set_unfinished(("milestones", 1, "day"), "soon")

    assert two.remove_item(("milestones",), 0).unfinished == {("milestones", 0, "day"): "soon"}
    assert two.move_item(("milestones",), 1, -1).unfinished == {("milestones", 0, "day"): "soon"}
    assert two.remove_item(("milestones",), 1).unfinished == {}


def test_removing_the_item_under_the_cursor_leads_to_its_group(blank: Interview) -> None:
    inside = with_milestones(blank, "A", "B").go_to(("milestones", 1, "title"))

    assert inside.remove_item(("milestones",), 1).current == ("milestones",)
    assert inside.remove_item(("milestones",), 0).current == ("milestones", 0, "title")


def test_items_are_added_duplicated_and_moved(blank: Interview) -> None:
    ideas = blank.add_item(("ideas",), item="a").add_item(("ideas",), item="c").add_item(("ideas",), 1, item="b")

    assert ideas.answer_at(("ideas",)) == ("a", "b", "c")
    assert ideas.move_item(("ideas",), 0, 2).answer_at(("ideas",)) == ("b", "c", "a")
    assert ideas.remove_item(("ideas",), 2).duplicate_item(("ideas",), 0).answer_at(("ideas",)) == ("a", "a", "b")
    with pytest.raises(InvalidAnswer, match="There are 3 ideas already"):
        ideas.add_item(("ideas",), item="d")


def test_going_to_what_is_not_there_leads_to_the_nearest_place(blank: Interview) -> None:
    assert blank.go_to(("milestones", 0, "title")).current == ("milestones",)
    assert blank.go_to(("nothing",)) == blank
    inside = with_milestones(blank, "A").go_to(("milestones", 0, "tasks", 3))
    assert (inside.current, inside.within) == (("milestones", 0, "tasks"), (3,))


def test_a_default_becomes_the_answer_when_the_question_is_passed() -> None:
    default = (Text("The "), Slot(Name("name"), 0))
    team = Question("team", "line", "Which team?", "Team", default_text=default)
    template = Template("t", "T", "", 1, (), (Section("One", (NAME, team)),), ())

    passed = Interview.begin(template).answer(("name",), "Relay").go_forward().go_forward()

    assert passed.answer_at(("team",)) == "The Relay"
    assert Interview.begin(template).go_forward().go_forward().answer_at(("team",)) is OPEN


def test_the_next_section_is_reached_from_inside_an_item(blank: Interview) -> None:
    inside = with_milestones(blank, "A").go_to(("milestones", 0, "tasks"))

    assert inside.go_to_next_section().current == ("checks",)


def test_a_task_is_ticked_by_its_path(blank: Interview) -> None:
    tasks = with_milestones(blank, "A").answer(("milestones", 0, "tasks"), ("Write", "Test"))

    ticked = tasks.answer(("milestones", 0, "tasks", 1, "done"), True)

    assert ticked.answer_at(("milestones", 0, "tasks")) == (
        {"text": "Write", "done": False},
        {"text": "Test", "done": True},
    )


@given(st.lists(st.integers(0, 5), max_size=6), st.integers(0, 5), st.integers(-6, 6))
def test_moving_an_item_and_its_text_agree(titles: list[int], index: int, by: int) -> None:
    if index >= len(titles):
        return
    interview = with_milestones(Interview.begin(TEMPLATE), *map(str, titles))
    for number, title in enumerate(titles):
        interview = interview.set_unfinished(("milestones", number, "day"), f"soon {title}")

    moved = interview.move_item(("milestones",), index, by)

    for number in range(len(titles)):
        title = moved.answer_at(("milestones", number, "title"))
        assert moved.unfinished[("milestones", number, "day")] == f"soon {title}"


def test_an_interview_tells_where_its_answers_differ_from_the_ones_before() -> None:
    before = Interview.begin(TEMPLATE).answer(("ideas",), ("a boat", "a car"))

    after = before.answer(("ideas", 1), "a kite").move_within((1,), 3)

    assert after.path_of_change(before.answers) == ("ideas", 1)
    assert after.path_of_change(Interview.begin(TEMPLATE).answers) == ()


LIMITED = """\
- {id: number, kind: number, label: How many?, min: 2, max: 20}
- {id: ideas, kind: list, label: Any ideas?, item: idea, min: 2, max: 3}
- id: risks
  kind: table
  label: Which risks?
  item: risk
  min: 1
  columns:
    - {id: what, kind: line, label: What may happen?, required: true, max: 3}
    - {id: odds, kind: number, label: How likely is it?, min: 1, max: 9}
"""
EDITS = st.one_of(
    st.tuples(st.just("type"), st.sampled_from([("number",), ("risks", 0, "odds")]), st.sampled_from(["", "1", "7x"])),
    st.tuples(st.just("type"), st.just(("risks", 0, "what")), st.sampled_from(["", "a", "abcd"])),
    st.tuples(st.just("add"), st.sampled_from([("ideas",), ("risks",)]), st.just("")),
    st.tuples(st.just("remove"), st.sampled_from([("ideas", 0), ("risks", 0)]), st.just("")),
    st.tuples(st.just("reopen"), st.sampled_from([("number",), ("ideas",), ("risks",)]), st.just("")),
    st.tuples(st.just("finish"), st.just(()), st.just("")),
)


def edited(interview: Interview, what: str, path: AnswerPath, text: str) -> Interview:
    match what:
        case "type":
            return interview.type_text(path, text) if interview.answer_at(path[:-1] or path) is not OPEN else interview
        case "add":
            return interview.add_item(path, 0, {} if path == ("risks",) else "an idea")
        case "remove":
            return interview.remove_item(path[:1], 0) if interview.answer_at(path) is not OPEN else interview
        case "reopen":
            return interview.reopen(path)
        case _:
            return interview.finish_typing()


@given(st.lists(EDITS, max_size=12))
def test_a_problem_that_is_known_is_the_one_found_afresh(edits: list[tuple[str, AnswerPath, str]]) -> None:
    template = read_template(template_text(LIMITED), "test.md")
    interview = Interview.begin(template, {"number": 3, "risks": ({"what": "a"},)})
    paths = [(question.id,) for question in template.questions()]

    for edit in edits:
        known = [str(interview.problem(path)) for path in paths]
        assert known == [str(next(iter(replace(interview).problems(path)), None)) for path in paths]
        try:
            interview = edited(interview, *edit)
        except InvalidAnswer:
            continue
