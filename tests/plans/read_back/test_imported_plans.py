"""Plans of imported templates that were edited by hand: a decision, a design, a specification, a request, a form."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.support.edited_plan import read
from tests.support.imported_plans import imported_template
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, Unanswered, answer_at, format_path, parse_path
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.merge.merge import merge
from wizard.plans.read_back.edits.edited_answers import ReadBack
from wizard.render.plan import render_plan

ANSWERS: Mapping[str, Mapping[str, Answer]] = {
    "decision": {
        "short_title_of_the_problem_and_its_solut": "Keep logs",
        "context_and_problem_statement": "Logs get lost.",
        "decision_drivers": ("Cost", "Speed"),
        "considered_options": ("Files", "A database"),
        "chosen_option": "Files",
        "justification": "they are simple",
        "positive_consequence": "less to run",
        "negative_consequence": "no queries",
    },
    "design": {
        "title": "Search",
        "author": "A group",
        "date": "2027-01-31",
        "one_paragraph_on_what_is_proposed": "Find messages.",
        "goals": ("Fast", "Small"),
        "how_it_works_which_parts_change": "An index.",
        "risks": ({"risk": "Size", "likelihood": "low", "response": "prune"},),
        "rollout": ("Beta", "All"),
    },
    "specification": {
        "feature_name": "Maps",
        "input": "show a map",
        "brief_title": "See the map",
        "describe_this_journey_in_plain_language": "A user opens it.",
        "why": "They get lost",
        "requirements": ("System MUST draw a map", "Users MUST be able to move it"),
        "sc_001": "Drawn in a second",
        "assumption_1": "There is a network",
    },
    "pull request": {
        "what_does_this_change": "It fixes a leak.",
        "how_was_it_tested": "By hand.",
        "checklist": ("Tests cover what is new",),
        "notes_for_reviewers": "None.",
    },
    "issue form": {
        "version": "1.2",
        "happened": "It dripped.",
        "steps": "1. open\n2. wait",
        "expected": "Dry.",
    },
}


def interview_of(name: str) -> Interview:
    return Interview.begin(imported_template(name), ANSWERS[name])


def require_the_file_as_it_is(base: str, found: ReadBack, file: str) -> None:
    merged = merge(
        base if found.base is None else found.base, split_lines(render_plan(found.interview).text), split_lines(file)
    )
    assert not merged.conflicts
    assert "\n".join(merged.lines()) == file


INSIDE: tuple[tuple[str, str, str, str, Answer | Unanswered], ...] = (
    ("decision", "* Cost", "* Price", "decision_drivers[0]", "Price"),
    ("decision", "* Speed\n", "* Speed\n* Safety\n", "decision_drivers[2]", "Safety"),
    ("decision", "they are simple", "they last", "justification", "they last"),
    ("decision", "lost.", "lost.\n\nOften.", "context_and_problem_statement", "Logs get lost.\n\nOften."),
    ("decision", "Good, because less to run", "Good, because cheap", "positive_consequence", "cheap"),
    ("decision", "* Files\n* A database", "* A database\n* Files", "considered_options", ("A database", "Files")),
    ("design", "A group", "A team", "author", "A team"),
    ("design", "2027-01-31", "2027-02-28", "date", "2027-02-28"),
    ("design", "| low |", "| high |", "risks[0].likelihood", "high"),
    ("design", "1. Beta\n2. All", "1. Alpha\n2. Beta\n3. All", "rollout[0]", "Alpha"),
    ("design", "- Fast\n", "", "goals[1]", OPEN),
    ("specification", "draw a map", "draw two maps", "requirements[0]", "System MUST draw two maps"),
    ("specification", "move it\n", "move it\n- **FR-003**: Zoom\n", "requirements[2]", "Zoom"),
    ("specification", "Story 1 - See the map", "Story 1 - See it", "brief_title", "See it"),
    ("specification", "get lost", "find it", "why", "They find it"),
    ("specification", "in a second", "at once", "sc_001", "Drawn at once"),
    ("pull request", "[x] Tests", "[ ] Tests", "checklist", ()),
    ("pull request", "a leak", "two leaks", "what_does_this_change", "It fixes two leaks."),
    ("pull request", "By hand.", "By hand.\n\n- a test", "how_was_it_tested", "By hand.\n\n- a test"),
    ("issue form", "1.2", "1.3", "version", "1.3"),
    ("issue form", "2. wait", "2. wait\n3. look", "steps", "1. open\n2. wait\n3. look"),
    ("issue form", "[ ] I have", "[x] I have", "checks", ("I have looked for the same leak",)),
)


@pytest.mark.parametrize(("name", "old", "new", "path", "after"), INSIDE)
def test_an_edit_inside_an_answer_of_an_imported_template_is_that_answer(
    name: str, old: str, new: str, path: str, after: Answer | Unanswered
) -> None:
    base = render_plan(interview_of(name)).text
    file = base.replace(old, new, 1)
    assert file != base

    found = read(file, interview_of(name))

    assert answer_at(found.interview.answers, parse_path(path)) == after
    assert len(found.changes) == 1
    assert render_plan(found.interview).text == file


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("decision", "## Decision Outcome\n", "## Decision Outcome\n\nMine.\n"),
        ("decision", "* Bad, because no queries", "* Bad, because no queries\n* Bad, because slow"),
        ("specification", "**Status**: Draft", "**Status**: Final"),
        ("specification", "- There is a network", "- There is a network\n- There is power"),
        ("specification", "### User Story 1", "### User Story 2 - Mine\n\nText.\n\n### User Story 1"),
        ("pull request", "None.", "None.\n\n## More\n\nMine."),
        ("pull request", "- [ ] The docs", "- [ ] Mine\n- [ ] The docs"),
        ("issue form", "### Steps", "### Mine\n\nText.\n\n### Steps"),
    ],
)
def test_what_no_question_of_an_imported_template_asks_for_stays_as_it_is(name: str, old: str, new: str) -> None:
    base = render_plan(interview_of(name)).text
    file = base.replace(old, new, 1)
    assert file != base

    require_the_file_as_it_is(base, read(file, interview_of(name)), file)


@pytest.mark.parametrize("name", ANSWERS)
def test_all_edits_at_once_are_read_and_the_file_stays_as_it_is_three_times(name: str) -> None:
    interview = interview_of(name)
    base = file = render_plan(interview).text
    for of, old, new, *_ in INSIDE:
        file = file.replace(old, new, 1) if of == name else file
    file += "\nA note of mine.\n"

    for _ in range(3):
        found = read(file, interview)
        require_the_file_as_it_is(base, found, file)
        interview, base = found.interview, render_plan(found.interview).text

    assert not [format_path(change.path) for change in read(file, interview).changes]
