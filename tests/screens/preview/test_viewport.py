from __future__ import annotations

from collections.abc import Iterator

import pytest

from screens.appearance.glyphs import UNICODE
from screens.preview.document import Document, DrawingMode
from screens.preview.highlights import LineMark
from screens.preview.markdown.drawn_lines import DrawnLine
from screens.preview.renderers import RENDERED, SOURCE
from screens.preview.viewport import Viewport, offset_at
from tests.support.built_in_plans import NAMES, example, interview
from tests.support.drawn_markdown import text_of
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, AnswerPath, answer_at, format_path, is_list
from wizard.model.template import Question
from wizard.render.plan import Plan, render_plan, update_plan

HEAD = """---
wizard: 1
name: small
title: Small
version: 1
save_as: small.md
sections:
  - title: All
    questions:
"""
LINE = "      - {{id: {0}, kind: line, label: What?, placeholder: '[{0}]'}}\n"
TEXT = "      - {{id: {0}, kind: text, label: What?, placeholder: '[{0}]'}}\n"
LIST = "      - {{id: {0}, kind: list, label: What?, item: item, placeholder: ['[{0}]']}}\n"
TABLE = """      - id: rows
        kind: table
        label: Which?
        item: row
        columns:
          - {id: name, kind: line, label: Name?}
          - {id: size, kind: line, label: Size?}
"""


def begun(questions: str, body: str, **answers: Answer) -> Interview:
    """An interview of a template with these questions and this body."""
    return Interview.begin(read_template(f"{HEAD}{questions}---\n{body}", "small.md"), answers)


def window_of(width: int = 40, height: int = 12) -> Viewport:
    window = Viewport(Document(RENDERED, UNICODE))
    window.document.resize(width)
    window.height = height
    return window


def sight(window: Viewport) -> list[str]:
    """The rows in sight, `|` before those that are marked, `>` before those that have the bar."""
    signs: dict[LineMark, str] = {"": " ", "question": "|", "here": ">"}
    return [f"{signs[mark]}{text_of(line.runs).rstrip()}" for line, mark in window.lines()]


def all_rows(window: Viewport) -> list[tuple[DrawnLine, LineMark]]:
    paper = window.document
    return [
        row
        for unit in range(paper.count())
        for row in zip(paper.lines(unit), window.marks.of_unit(paper, unit), strict=True)
    ]


# Both ways, for every question of the three plans


def _asked_text(name: str) -> Iterator[tuple[AnswerPath, AnswerPath]]:
    """Every question of a filled plan that can be answered with text, and where its text goes."""
    filled = interview(name, example(name))
    for path in filled.asked_paths():
        question = filled.question(path)
        match question.kind:
            case "line" | "text" | "diagram":
                yield path, ()
            case "choice" | "choices" if question.other:
                yield path, (() if question.kind == "choice" else (0,))
            case "list":
                yield path, (0,)
            case "checklist":
                yield path, (0, "text")
            case "table":
                yield from ((path, (0, column.id)) for column in question.questions if column.kind == "line")
            case _:
                pass


def _answer(old: Answer, question: Question, within: AnswerPath, text: str) -> Answer:
    match within:
        case ():
            return text
        case (int(),):
            return (text, *(old[1:] if is_list(old) else ()))
        case _:
            items = old if is_list(old) and old else ({},)
            first = items[0]
            kept = first if isinstance(first, dict) else {"text": first, "done": False}
            return ({**kept, str(within[1]): text}, *items[1:])


@pytest.mark.parametrize("art", [RENDERED, SOURCE])
@pytest.mark.parametrize("name", NAMES)
def test_every_question_marks_its_lines_and_its_lines_lead_back(name: str, art: DrawingMode) -> None:
    before = interview(name, example(name))
    window = window_of(58, 24)
    if art is SOURCE:
        window.document.set_mode(SOURCE)
    plan = render_plan(before)
    for number, (path, within) in enumerate(_asked_text(name)):
        unique = f"Zq{number}x"  # short enough for any column
        old = answer_at(before.answers, path)
        answer = _answer(() if not isinstance(old, (str, tuple)) else old, before.question(path), within, unique)
        after = before.answer(path, answer)
        window.show(update_plan(plan, before, after), path, ())

        marked = [text_of(line.runs) for line, mark in all_rows(window) if mark]
        assert any(unique in row for row in marked), format_path(path)
        assert any(unique in row for row in sight(window)), format_path(path)
        _assert_leads_back(window, unique, path)


def _assert_leads_back(window: Viewport, unique: str, path: AnswerPath) -> None:
    paper, plan = window.document, window.plan
    assert plan is not None
    rows = [text_of(line.runs) for line, _ in all_rows(window)]
    row = next(row for row, text in enumerate(rows) if unique in text)
    offset = offset_at(paper, row, rows[row].index(unique) + 2)
    assert offset is not None
    found = plan.path_at(*paper.offset_in_segment(offset))
    assert found is not None and found[: len(path)] == path, format_path(path)


@pytest.mark.parametrize("name", NAMES)
def test_every_row_of_a_plan_leads_to_a_question(name: str) -> None:
    window = window_of(58, 24)
    plan = render_plan(interview(name, example(name)))
    window.show(plan, (), ())
    list(all_rows(window))

    for row in range(window.document.height):
        offset = offset_at(window.document, row, None)
        assert offset is not None
        assert plan.path_at(*window.document.offset_in_segment(offset)) is not None


# Marks


def test_a_question_marks_every_line_of_its_answer() -> None:
    said = begun(TEXT.format("goal"), "# T\n\n{{ goal }}\n\nafter\n", goal="one two three\n\n- four\n- five")
    window = window_of(10)
    window.show(render_plan(said), ("goal",), ())

    assert sight(window) == [
        *(" T", " ━━━━━━━━━━", " ", ">one two", ">three", ">", ">• four", ">• five", " ", " after"),
    ]


def test_an_open_question_marks_its_placeholder() -> None:
    window = window_of()
    window.show(render_plan(begun(LINE.format("goal"), "a {{ goal }} b\n\nc\n")), ("goal",), ())

    assert sight(window) == [">a [goal] b", " ", " c"]


def test_an_answer_without_text_marks_the_line_that_it_stands_on() -> None:
    questions = LINE.format("name").replace("'[name]'", "''")
    window = window_of(8)
    window.show(render_plan(begun(questions, "# {{ name }}\n\ntext\n")), ("name",), ())

    assert sight(window)[0] == ">"


def test_the_item_under_the_cursor_has_the_bar_and_its_label_the_tint() -> None:
    said = begun(
        LIST.format("ideas"),
        "- **Ideas:**\n{% for idea in ideas %}\n  - {{ idea }}\n{% endfor %}\n- z\n",
        ideas=("a", "b"),
    )
    window = window_of()
    window.show(render_plan(said), ("ideas",), (1,))

    assert sight(window) == ["|• Ideas:", "|  ◦ a", ">  ◦ b", " • z"]


def test_a_table_is_marked_with_its_head_and_its_rules() -> None:
    body = "| Name | Size |\n|---|---|\n{% for row in rows %}\n| {{ row.name }} | {{ row.size }} |\n{% endfor %}\n\nz\n"
    said = begun(TABLE, body, rows=({"name": "a", "size": "one two three"}, {"name": "b", "size": "c"}))
    window = window_of(18)
    window.show(render_plan(said), ("rows",), (1, "size"))

    assert sight(window) == [
        *(
            "|Name   Size",
            "|────   ───────────",
            "|a      one two",
            "|       three",
            "|╌╌╌╌   ╌╌╌╌╌╌╌╌╌╌╌",
            ">b      c",
            " ",
            " z",
        ),
    ]


def test_an_item_that_is_not_in_the_plan_yet_leaves_the_bar_to_the_row_it_is_in() -> None:
    body = "| Name | Size |\n|---|---|\n{% for row in rows %}\n| {{ row.name }} | {{ row.size }} |\n{% endfor %}\n"
    window = window_of()
    window.show(render_plan(begun(TABLE, body, rows=({"name": "a"}, {"name": "b"}))), ("rows",), (0, "size"))

    assert sight(window)[2:] == [">a", "|b"]


def test_a_yes_or_no_that_stands_nowhere_marks_what_is_asked_because_of_it() -> None:
    questions = "      - {id: big, kind: yesno, label: Is it big?}\n" + LINE.format("why").replace("}", ", when: big}")
    said = begun(questions, "# Plan\n\nOne line.\n\n{% if big %}\nIt is big: {{ why }}\n{% endif %}\n")
    window = window_of()

    for answer, marked in ((True, [">It is big: [why]"]), (False, [])):
        window.show(render_plan(said.answer(("big",), answer)), ("big",), ())
        assert [row for row in sight(window) if not row.startswith(" ")] == marked


def test_text_of_the_template_is_not_marked() -> None:
    window = window_of()
    window.show(
        render_plan(begun(LINE.format("goal") + LINE.format("user"), "a\n\n{{ goal }}\n\n{{ user }}\n")), ("user",), ()
    )

    assert sight(window) == [" a", " ", " [goal]", " ", ">[user]"]


# Where the window stands


LONG = "# T\n\n" + "before\n\n" * 30 + "{{ goal }}\n\n" + "after\n\n" * 30 + "{{ user }}\n"
TWO = TEXT.format("goal") + LINE.format("user")


def test_a_new_question_stands_at_a_third() -> None:
    window = window_of()
    window.show(render_plan(begun(TWO, LONG)), ("goal",), ())

    assert sight(window).index(">[goal]") == 4


def test_near_the_ends_of_the_plan_the_window_stays_in_it() -> None:
    window = window_of(height=8)
    window.show(render_plan(begun(TWO, LONG)), ("user",), ())

    assert sight(window)[-1] == ">[user]"


def _typed(window: Viewport, said: Interview, plan: Plan, path: AnswerPath, text: str) -> tuple[Interview, Plan]:
    after = said.answer_text(path, text)
    plan = update_plan(plan, said, after)
    window.show(plan, path, ())
    return after, plan


def test_typing_does_not_move_what_is_in_sight() -> None:
    said, window = begun(TWO, LONG), window_of()
    plan = render_plan(said)
    window.show(plan, ("goal",), ())
    top = window.top
    for end in range(1, 60):
        said, plan = _typed(window, said, plan, ("goal",), ("word " * 20)[:end].strip())
        assert window.top == top


def test_the_line_that_is_typed_stays_in_sight() -> None:
    said, window = begun(TWO, LONG), window_of()
    plan = render_plan(said)
    window.show(plan, ("goal",), ())
    for count in range(1, 30):
        said, plan = _typed(window, said, plan, ("goal",), "\n".join(f"- line {n}" for n in range(count)))

        assert f">• line {count - 1}" in sight(window)
        assert window.top <= window.document.height - window.height


def test_typing_in_the_middle_of_a_long_answer_keeps_that_line_in_sight() -> None:
    lines = [f"- line {n}" for n in range(60)]
    said, window = begun(TWO, LONG, goal="\n".join(lines)), window_of()
    plan = render_plan(said)
    window.show(plan, ("goal",), ())

    lines[40] += "x"
    said, plan = _typed(window, said, plan, ("goal",), "\n".join(lines))

    assert ">• line 40x" in sight(window)


def test_a_change_above_the_window_does_not_move_what_is_in_sight() -> None:
    body = "{{ goal }}\n\n" + "between\n\n" * 20 + "{{ user }}\n\n" + "after\n\n" * 20
    said, window = begun(TWO, body), window_of()
    plan = render_plan(said)
    window.show(plan, ("user",), ())
    before = sight(window)

    after = said.answer(("goal",), "one\n\ntwo\n\nthree")
    window.show(update_plan(plan, said, after), ("user",), ())

    assert sight(window) == before


def test_another_item_comes_into_sight_with_little_movement() -> None:
    items = tuple(f"item {n}" for n in range(40))
    said = begun(LIST.format("ideas"), "{% for idea in ideas %}\n- {{ idea }}\n{% endfor %}\n", ideas=items)
    window = window_of()
    plan = render_plan(said)
    window.show(plan, ("ideas",), (0,))
    assert window.top == 0

    window.show(plan, ("ideas",), (15,))
    assert ">• item 15" in sight(window)
    assert window.top == 15 + 2 - window.height


def test_after_looking_around_typing_comes_back() -> None:
    said, window = begun(TWO, LONG), window_of()
    plan = render_plan(said)
    window.show(plan, ("goal",), ())
    window.scroll_to(0)
    assert ">[goal]" not in sight(window)

    _typed(window, said, plan, ("goal",), "x")

    assert ">x" in sight(window)


@pytest.mark.parametrize("width", [8, 20, 100])
def test_another_width_keeps_the_question_in_sight(width: int) -> None:
    said, window = begun(TWO, LONG.replace("before", "before " * 12)), window_of()
    window.show(render_plan(said), ("goal",), ())

    window.change_all(lambda: window.document.resize(width))

    assert sight(window).index(">[goal]") == 4


@pytest.mark.parametrize("count", [20, 100])
@pytest.mark.parametrize("at", [0, 1, 9, -1])
def test_the_row_that_is_typed_stays_in_sight_when_all_rows_become_higher(count: int, at: int) -> None:
    table = "| Name | Size |\n|---|---|\n{% for row in rows %}\n| {{ row.name }} | {{ row.size }} |\n{% endfor %}\n"
    rows = [{"name": f"n{number}", "size": "some"} for number in range(count)]
    row = at % count
    said, window = begun(TABLE, f"# A\n\n{table}", rows=tuple(rows)), window_of(24, height=9)
    plan = render_plan(said)
    window.show(plan, ("rows",), (row, "name"))
    assert not any("╌" in line for line in sight(window))

    for word in ("w1 w2 w3 w4 w5 w6 w7 w8 w9", "w1 " * 30, "w1"):
        rows[row] = {**rows[row], "name": word}
        after = said.answer(("rows",), tuple(rows))
        plan, said = update_plan(plan, said, after), after
        window.show(plan, ("rows",), (row, "name"))

        shown = sight(window)
        assert any(line.startswith(">") and word.split()[0] in line for line in shown), shown
        assert 0 <= window.top <= max(window.document.height - window.height, 0)
        assert any("╌" in line for line in shown) == (word != "w1")


def test_another_width_keeps_what_the_user_looks_at() -> None:
    body = "".join(f"paragraph {n} of some words\n\n" for n in range(60)) + "{{ goal }}\n"
    window = window_of()
    window.show(render_plan(begun(TWO, body)), ("goal",), ())
    window.scroll_to(40)
    first = sight(window)[0]

    window.change_all(lambda: window.document.resize(9))

    assert first.startswith(" paragraph") and sight(window)[0] == " paragraph"
    assert sight(window)[1] == f" {first.split()[1]} of"


def test_scrolling_back_over_rows_that_were_estimated_does_not_jump() -> None:
    body = "".join(f"{n} " + "word " * (n % 17) + "\n\n" for n in range(200)) + "{{ goal }}\n"
    window = window_of(20)
    window.show(render_plan(begun(TWO, body)), ("goal",), ())
    while window.top > 0:
        before = sight(window)
        window.scroll_to(window.top - 3)
        after = sight(window)
        assert before[: len(before) - 3] == after[3:] or window.top == 0


def test_a_question_that_is_left_out_moves_nothing() -> None:
    said, window = begun(TWO, LONG), window_of()
    plan = render_plan(said)
    window.show(plan, ("goal",), ())
    top = window.top

    after = said.leave_out(("user",))
    window.show(update_plan(plan, said, after), ("user",), ())

    assert window.top == top
    assert all(row.startswith(" ") for row in sight(window))


def test_the_source_marks_the_same_answers() -> None:
    said = begun(
        LIST.format("ideas"), "- **Ideas:**\n{% for idea in ideas %}\n  - {{ idea }}\n{% endfor %}\n", ideas=("a", "b")
    )
    window = window_of()
    window.show(render_plan(said), ("ideas",), (1,))

    window.change_all(lambda: window.document.set_mode(SOURCE))

    assert sight(window) == [" - **Ideas:**", "|  - a", ">  - b"]


def test_the_heads_of_a_long_table_stay_at_the_top_while_its_rows_go_by() -> None:
    table = "| Name | Size |\n|---|---|\n{% for row in rows %}\n| {{ row.name }} | {{ row.size }} |\n{% endfor %}\n"
    said = begun(TABLE, f"# A\n\n{table}\nz\n", rows=tuple({"name": f"n{number}", "size": "s"} for number in range(50)))
    window = window_of(18, height=8)

    for row in (0, 20, 49):
        window.show(render_plan(said), ("rows",), (row, "name"))
        shown = sight(window)

        assert any("Name" in line for line in shown)
        assert any(line.startswith(">") and f"n{row} " in line for line in shown)
    window.scroll_to(10_000)
    assert sight(window)[-1].strip() == "z"
    window.scroll_to(20)
    assert sight(window)[:2] == ["|Name   Size", "|────   ────"]
    assert window.row_at(0) < 20 <= window.row_at(2)
