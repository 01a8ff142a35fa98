"""Templates that take answers as they were typed: `verbatim: true`."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st

from wizard.compiler.loader import check_template, read_template
from wizard.interview.interview import Interview
from wizard.render.plan import render_plan

HEAD = (
    "---\nwizard: 1\nname: small\ntitle: Small\n{}sections:\n  - title: All\n    questions:\n"
    "      - {{id: name, kind: line, label: Name, placeholder: '[Name]'}}\n"
    "      - {{id: goal, kind: text, label: Goal}}\n---\n"
)
BODY = "# {{ name }}\n\n- {{ goal }}\n\n> {{ goal }}\n"
MARKS = "# Up\n\n* a*b*c <b>\n1. `x\n```\n| a |\n[^1]: -->"


def rendered(body: str, name: str, goal: str, verbatim: bool = True) -> str:
    template = read_template(HEAD.format("verbatim: true\n" if verbatim else "") + body, "small.md")
    return render_plan(Interview.begin(template, {"name": name, "goal": goal})).text


def test_an_answer_stands_as_it_was_typed_wherever_its_slot_is() -> None:
    assert rendered(BODY, "*a*\\ #", MARKS) == f"# *a*\\ #\n\n- {MARKS}\n\n> {MARKS}\n"
    assert rendered(BODY, "*a*\\ #", MARKS, verbatim=False) != f"# *a*\\ #\n\n- {MARKS}\n\n> {MARKS}\n"


@given(st.text(alphabet="ab#*_`-+>|[]()<>!\\~1. \n", min_size=1).filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_any_text_stands_as_it_was_typed(goal: str) -> None:
    assert rendered("{{ goal | trim }}\n", "", goal) == f"{goal.strip()}\n"


def test_the_first_line_keeps_its_indentation_and_blank_lines_around_go() -> None:
    assert rendered("{{ name }}\n\n{{ goal }}\n", "  a", "\n \n    b\n  c\n\n") == "  a\n\n    b\n  c\n"
    body = "```\n{{ name }}\n{{ goal }}\n```\n"
    for verbatim in (True, False):
        assert rendered(body, "  a", "\n    b\n  c\n", verbatim) == "```\n  a\n    b\n  c\n```\n"


def test_a_fence_still_outgrows_what_would_close_it_and_nothing_else() -> None:
    body = "```sh\n{{ goal }}\n```\n"

    assert rendered(body, "", "a ```` b") == "```sh\na ```` b\n```\n"
    assert rendered(body, "", "a\n```` b") == "`````sh\na\n```` b\n`````\n"
    assert rendered(body, "", " ```") == "````sh\n ```\n````\n"


def test_verbatim_is_true_or_false() -> None:
    text = HEAD.format("verbatim: all\n") + BODY

    assert [problem.code for problem in check_template(text, "small.md")] == ["wrong-type"]
