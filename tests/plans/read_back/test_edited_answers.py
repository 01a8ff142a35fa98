"""Edits made by hand in a saved plan are read as the answers that they stand for."""

from __future__ import annotations

import pytest

from tests.support.edited_plan import project, project_text, read
from tests.support.rendering import interview_of
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, Unanswered, answer_at, format_path, is_list, parse_path
from wizard.plans.merge.merge import merge
from wizard.plans.read_back.edits.edited_answers import ReadBack, read_edits
from wizard.render.plan import render_plan

FILE = project_text()
SETUP = FILE[FILE.index("### Milestone 1") : FILE.index("### Milestone 2")]
CHAT = FILE[FILE.index("### Milestone 2") : FILE.index("\n## 4. Risks")]


def edited(old: str, new: str) -> str:
    assert FILE.count(old) == 1
    return FILE.replace(old, new)


def answer(found: ReadBack, path: str) -> Answer | Unanswered:
    return answer_at(found.interview.answers, parse_path(path))


def texts(found: ReadBack, path: str) -> list[object]:
    items = answer(found, path)
    return [item["text"] if isinstance(item, dict) else item for item in items] if is_list(items) else []


@pytest.mark.parametrize(
    ("file", "path", "after"),
    [
        (edited("[ ] Make app", "[x] Make app"), "milestones[0].tasks[1].done", True),
        (edited("[x] Search", "[ ] Search"), "features[1].done", False),
        (edited("[ ] **Test:** two", "[x] **Test:** two"), "milestones[1].tested", True),
        (edited("Make app", "Write the first page"), "milestones[0].tasks[1].text", "Write the first page"),
        (edited("Let teams talk.", "Something else, in *other* words"), "goal", "Something else, in *other* words"),
        (edited("**Due:** May", "**Due:** June 2027"), "milestones[1].due", "June 2027"),
        (edited("Milestone 2: Chat", "Milestone 2: Basic chat"), "milestones[1].title", "Basic chat"),
        (edited("    *   Video", "    *   Voice and video"), "non_goals[0]", "Voice and video"),
        (edited("*   Late\n", "*   Too late\n"), "risks[0].risk", "Too late"),
        (edited("**Response:** Try early", "**Response:** Try it"), "risks[0].response", "Try it"),
        (edited("1: Setup\n", "1: Setup\n\n**Due:** soon\n"), "milestones[0].due", "soon"),
        (edited("**Due:** May\n\n", ""), "milestones[1].due", OPEN),
        (edited("*   **Owner:** The support team\n", ""), "owner", OPEN),
        (edited("*   Cost\n", "*   Cost\n    *   **Response:** Ask\n"), "risks[1].response", "Ask"),
    ],
)
def test_an_edit_inside_an_answer_is_that_answer(file: str, path: str, after: Answer | Unanswered) -> None:
    found = read(file)

    assert answer(found, path) == after
    assert [format_path(change.path) for change in found.changes] == [path]
    assert render_plan(found.interview).text == file


@pytest.mark.parametrize(
    ("file", "path", "after"),
    [
        (
            edited("[ ] Make app\n", "[ ] Make app\n*   [ ] Deploy\n"),
            "milestones[0].tasks",
            "Make repo|Make app|Deploy",
        ),
        (
            edited("*   [ ] Make repo\n", "*   [ ] First\n*   [ ] Make repo\n"),
            "milestones[0].tasks",
            "First|Make repo|Make app",
        ),
        (edited("*   [ ] Make app\n", ""), "milestones[0].tasks", "Make repo"),
        (
            edited("*   [ ] Make repo\n*   [ ] Make app\n", "*   [ ] Make app\n*   [ ] Make repo\n"),
            "milestones[0].tasks",
            "Make app|Make repo",
        ),
        (edited("*   Emoji\n", "*   Emoji\n*   Threads\n"), "ideas", "Profiles|Emoji|Threads"),
        (edited("*   Profiles\n", ""), "ideas", "Emoji"),
        (edited("    *   Video\n", "    *   Video\n    *   Voice\n"), "non_goals", "Video|Voice"),
    ],
)
def test_items_that_are_added_removed_and_moved_are_so_in_the_answers(file: str, path: str, after: str) -> None:
    found = read(file)

    assert texts(found, path) == after.split("|")
    assert render_plan(found.interview).text == file


def test_a_task_that_went_to_another_milestone_is_there() -> None:
    file = edited("*   [ ] Make app\n", "").replace("[ ] Send message\n", "[ ] Send message\n*   [x] Make app\n")

    found = read(file)

    assert texts(found, "milestones[0].tasks") == ["Make repo"]
    assert answer(found, "milestones[1].tasks[2]") == {"text": "Make app", "done": True}
    assert render_plan(found.interview).text == file


def test_a_milestone_with_the_shape_of_the_others_is_added() -> None:
    new = (
        "\n### Milestone 3: Polish\n\n**Due:** July\n\n*   [x] Colours\n*   [ ] Sounds\n*   [x] **Test:** it is nice\n"
    )
    file = edited("\n## 4. Risks", f"{new}\n## 4. Risks")

    found = read(file)

    assert answer(found, "milestones[2]") == {
        "title": "Polish",
        "tasks": ({"text": "Colours", "done": True}, {"text": "Sounds", "done": False}),
        "test": "it is nice",
        "due": "July",
        "tested": True,
    }
    assert render_plan(found.interview).text == file


@pytest.mark.parametrize("is_renumbered", [True, False])
def test_a_milestone_that_is_taken_out_is_gone_whatever_the_numbers_say(is_renumbered: bool) -> None:
    file = edited(SETUP, "")
    file = file.replace("Milestone 2", "Milestone 1") if is_renumbered else file

    found = read(file)

    assert answer(found, "milestones[0].title") == "Chat"
    assert answer(found, "milestones[1]") is OPEN
    assert (render_plan(found.interview).text == file) == is_renumbered


def test_milestones_in_another_order_are_so_in_the_answers() -> None:
    file = edited(SETUP + CHAT, f"{CHAT.rstrip()}\n\n{SETUP.rstrip()}\n").replace("2: Chat", "1: Chat")
    file = file.replace("1: Setup", "2: Setup")

    found = read(file)

    assert [answer(found, f"milestones[{index}].title") for index in range(2)] == ["Chat", "Setup"]
    assert answer(found, "milestones[0].due") == "May"
    assert render_plan(found.interview).text == file


def test_a_section_that_is_taken_out_takes_its_answers_along() -> None:
    file = FILE[: FILE.index("## 4. Risks")] + FILE[FILE.index("## 5.") :].replace("## 5.", "## 4.")

    found = read(file)

    assert answer(found, "risks") is OPEN
    assert render_plan(found.interview).text == file


@pytest.mark.parametrize(
    ("file", "ticks"),
    [
        (edited("[ ] Make app", "[X] Make app"), 1),
        (edited("[ ] Make app", "[x] Make app — see #12"), 1),
        (edited("[ ] **Test:** it runs", "[x] **Proof:** it runs"), 1),
        (FILE.replace("[ ]", "[x]"), 7),
    ],
)
def test_ticks_flow_whatever_else_was_done_to_the_line(file: str, ticks: int) -> None:
    found = read(file)

    assert found.ticks == ticks
    assert not [change for change in found.asked if change.is_tick]


@pytest.mark.parametrize(
    "file",
    [
        edited("\n## 4. Risks", "\nA note of mine.\n\n## 4. Risks"),
        edited("**Test:** it runs", "**Proof:** it runs"),
        edited("[ ] Make app", "[~] Make app"),
        edited("# Project Plan: Relay", "# Project Plan: "),
        edited("## 4. Risks", "## 4. Dangers"),
        edited("[ ] Make app\n", "[ ] Make app\n    - a remark\n"),
        f"{FILE}\n## Appendix\n\nMine.\n",
    ],
)
def test_what_is_no_answer_stays_the_users_own(file: str) -> None:
    found = read(file)

    assert not found.changes
    assert found.interview.answers == project().answers


def test_a_task_written_with_another_mark_is_a_task() -> None:
    found = read(edited("[ ] Make app\n", "[ ] Make app\n- [x] Deploy\n"))

    assert answer(found, "milestones[0].tasks[2]") == {"text": "Deploy", "done": True}


def test_a_table_that_was_laid_out_anew_has_the_same_answers_and_takes_edits() -> None:
    body = "| A | B |\n|---|---|\n{% for s in steps %}\n| {{ s.title }} | {{ s.body }} |\n{% endfor %}\n\nEnd\n"
    interview = interview_of(body, steps=({"title": "one", "body": "two"}, {"title": "three", "body": "four | 4"}))
    rows = "| one   | 2         |\n| three | four \\| 4 |\n| six   | 7         |\n"
    file = f"| A     | B         |\n|:------|-----------|\n{rows}\nEnd\n"

    found = read(file, interview)

    assert answer(found, "steps") == (
        {"title": "one", "body": "2"},
        {"title": "three", "body": "four | 4"},
        {"title": "six", "body": "7"},
    )


@pytest.mark.parametrize(
    ("body", "answers", "old", "new", "path", "after"),
    [
        (
            "Goal:\n\n{{ goal }}\n\n## End\n",
            {"goal": "one\n\ntwo"},
            "two",
            "2\n\n- three",
            "goal",
            "one\n\n2\n\n- three",
        ),
        ("Goal:\n\n{{ goal }}\n\n## End\n", {"goal": "one"}, "one", "one\n\ntwo", "goal", "one\n\ntwo"),
        ("- Goal: {{ goal }}\n- End\n", {"goal": "one\ntwo"}, "  two", "  2\n  three", "goal", "one\n2\nthree"),
        ("> {{ goal }}\n\nEnd\n", {"goal": "one\ntwo"}, "> two", "> 2\n> three", "goal", "one\n2\nthree"),
        ("```\n{{ flow }}\n```\n", {"flow": "a\nb"}, "b", "c\n  d", "flow", "a\nc\n  d"),
        ("Sure: {{ sure }}\n", {"sure": True}, "Yes", "No", "sure", False),
        ("Size: {{ size }} m\n", {"size": 3}, "3", "4.5", "size", 4.5),
        ("Due: {{ due }}\n", {"due": "2027-01-31"}, "2027-01-31", "2027-02-28", "due", "2027-02-28"),
        ("{{ due | date }}\n", {"due": "2027-01-31"}, "31 January 2027", "1 February 2027", "due", "2027-02-01"),
        ("Tags: {{ tags | join(', ') }}.\n", {"tags": ("a", "b")}, "a, b", "a, b, c", "tags", ("a", "b", "c")),
        ("| {{ name }} |\n|-|\n", {"name": "a | b"}, "a \\| b", "a \\| c", "name", "a | c"),
        ("- {{ name }}\n", {"name": "# one"}, "one", "two", "name", "# two"),
        ("---\ntitle: {{ name }}\n---\n", {"name": "yes"}, '"yes"', '"no: it is"', "name", "no: it is"),
        ("---\ntitle: '{{ name }}'\n---\n", {"name": "it's"}, "it''s", "it''s not", "name", "it's not"),
        ('<a title="{{ name }}">x</a>\n', {"name": "<b>"}, "&lt;b&gt;", "&lt;i&gt;", "name", "<i>"),
        ("Name: {{ name }}\n", {}, "[Name]", "Relay", "name", "Relay"),
        ("Name: {{ name }}\n", {"name": "Relay"}, "Relay", "[Name]", "name", OPEN),
        ("{% for t in tags %}\n- {{ t }}\n{% endfor %}\n", {}, "- [Tag]", "- one\n- two", "tags", ("one", "two")),
    ],
)
def test_every_kind_is_read_where_it_stands(
    body: str, answers: dict[str, Answer], old: str, new: str, path: str, after: Answer | Unanswered
) -> None:
    interview = interview_of(body, **answers)
    file = render_plan(interview).text.replace(old, new, 1)

    found = read(file, interview)

    assert answer(found, path) == after
    assert render_plan(found.interview).text == file


@pytest.mark.parametrize(
    ("body", "answers", "old", "new"),
    [
        ("Size: {{ size }} m\n", {"size": 3}, "3", "many"),
        ("Due: {{ due }}\n", {"due": "2027-01-31"}, "2027-01-31", "2027-02-30"),
        ("Sure: {{ sure }}\n", {"sure": True}, "Yes", "Perhaps"),
        ("{{ name | upper }}\n", {"name": "Relay"}, "RELAY", "Other"),
        ("{{ name }} and {{ name }}\n", {"name": "one"}, "one and one", "one and two"),
        ("- [ ] {{ tags | join }}\n", {"tags": ("a",)}, "- [ ]", "- [x]"),
    ],
)
def test_a_text_that_no_answer_renders_to_is_left_alone(
    body: str, answers: dict[str, Answer], old: str, new: str
) -> None:
    interview = interview_of(body, **answers)
    file = render_plan(interview).text.replace(old, new, 1)

    assert not read(file, interview).changes


def test_an_answer_that_stands_twice_is_read_when_both_were_edited() -> None:
    interview = interview_of("# {{ name }}\n\nAbout {{ name }}.\n", name="one")

    assert answer(read("# two\n\nAbout two.\n", interview), "name") == "two"
    assert not read("# two\n\nAbout one.\n", interview).changes


def test_a_refused_change_is_left_and_named_as_such() -> None:
    file = edited("Let teams talk.", "Talk.").replace("[ ] Make app", "[x] Make app").replace("*   Emoji\n", "")
    keys = {format_path(change.path): change.key for change in read(file).changes}

    found = read(file, refused=frozenset((keys["goal"], keys["ideas[1]"])))

    assert [format_path(change.path) for change in found.changes] == ["milestones[0].tasks[1].done"]
    assert {format_path(change.path) for change in found.refused} == {"goal", "ideas[1]"}
    assert answer(found, "goal") == "Let teams talk."


def test_each_change_says_where_it_stands_and_what_was_there() -> None:
    change = read(edited("Let teams talk.", "Talk.")).changes[0]

    assert (change.before, change.after, change.is_tick) == ("Let teams talk.", "Talk.", False)
    assert FILE.split("\n")[change.line - 1].endswith("Let teams talk.")


def test_without_what_was_saved_last_nothing_is_read() -> None:
    assert not read_edits(project(), None, edited("Make app", "Write it")).changes


def test_answers_that_changed_in_their_file_are_no_edits_of_the_plan() -> None:
    changed = project().answer(("goal",), "Changed in the file of answers.")

    found = read_edits(changed, FILE, edited("[ ] Make app", "[x] Make app"))

    assert [format_path(change.path) for change in found.changes] == ["milestones[0].tasks[1].done"]
    assert answer(found, "goal") == "Changed in the file of answers."


def test_an_answer_that_both_have_changed_is_not_overwritten() -> None:
    changed = project().answer(("goal",), "Changed in the file of answers.")

    found = read_edits(changed, FILE, edited("Let teams talk.", "Changed in the plan."))

    assert answer(found, "goal") == "Changed in the file of answers."


def test_what_is_left_is_merged_to_the_plan_as_it_is() -> None:
    file = edited("Let teams talk.", "Talk.").replace("\n## 4. Risks", "\nA note of mine.\n\n## 4. Risks")

    found = read(file)

    again = tuple(render_plan(found.interview).text.split("\n"))
    merged = merge(found.base, again, tuple(file.split("\n")))
    assert not merged.conflicts
    assert "\n".join(merged.lines()) == file


def test_line_hashes_of_earlier_versions_tell_the_edits_too() -> None:
    from wizard.plans.merge.line_hashes import hash_lines

    base = hash_lines(FILE.split("\n"))

    found = read_edits(project(), base, edited("[ ] Make app", "[x] Make app"))

    assert found.ticks == 1


def test_an_open_interview_reads_what_stands_in_the_place_of_placeholders() -> None:
    interview = Interview.begin(project().template)
    text = render_plan(interview).text
    file = (
        text.replace("*   [ ] Task 1", "*   [x] Draw it")
        .replace("*   [ ] Task 2\n", "")
        .replace("[Project Name]", "Relay")
    )

    found = read(file, interview)

    assert answer(found, "project_name") == "Relay"
    assert answer(found, "milestones") is OPEN
