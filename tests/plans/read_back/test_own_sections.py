"""A section of one's own in a plan's file stays one's own: nothing in it is an item of the section above."""

from __future__ import annotations

import pytest

from tests.support.edited_plan import project, project_text, read
from wizard.model.answers import format_path
from wizard.plans.merge.merge import merge
from wizard.plans.read_back.edits.edited_answers import ReadBack, read_edits
from wizard.plans.read_back.edits.own_sections import read_headings
from wizard.render.plan import render_plan

FILE = project_text()
LAST = FILE[FILE.index("\n## 5.") :]
RISKS = FILE[FILE.index("\n## 4. Risks") : FILE.index("\n## 5.")]


def paths(found: ReadBack) -> list[str]:
    return [format_path(change.path) for change in found.changes]


@pytest.mark.parametrize(
    "file",
    [
        FILE + "\n## 6. Notes\n\n*   Mine one\n",
        FILE + "\n## 6. Notes\n\n*   Mine one\n*   Mine two\n\n### More\n\n*   Mine three\n",
        FILE + "\nNotes\n-----\n\n*   Mine one\n",
        FILE + "\n### Notes\n\n*   [ ] Mine one\n*   Mine two\n",
        FILE + RISKS,
        FILE + RISKS.replace("Late", "Other").replace("Try early", "Wait"),
        FILE.replace(LAST, f"\n## Notes\n\n*   Mine one\n    *   **Response:** None\n{LAST}"),
        FILE.replace(LAST, f"\n## Notes\n\n### Milestone 7: Mine\n\n*   [ ] Mine\n{LAST}"),
        FILE.replace(RISKS, f"\n### Notes\n\n*   [ ] Mine one\n{RISKS}"),
        FILE.replace("\n## 2.", "\n## Notes\n\n*   **Owner:** Me\n*   [ ] Mine\n\n## 2."),
    ],
)
def test_nothing_in_a_section_of_ones_own_is_an_answer(file: str) -> None:
    assert file != FILE

    assert not read(file).changes


def test_an_item_that_goes_while_a_section_of_ones_own_comes_is_not_reworded() -> None:
    found = read(FILE.replace("*   Emoji\n", "") + "\n## Notes\n\n*   Mine one\n")

    assert paths(found) == ["ideas[1]"]
    assert found.interview.answer_at(("ideas",)) == ("Profiles",)


def test_items_before_a_section_of_ones_own_and_milestones_behind_it_are_read() -> None:
    notes = "\n### Notes\n\n*   Mine\n\n### Milestone 3: Search\n\n*   [ ] Index\n"
    file = FILE.replace(RISKS, f"{notes}{RISKS}").replace("*   Cost\n", "*   Cost\n*   Storm\n")

    found = read(file)

    assert paths(found) == ["milestones[2]", "risks[2]"]


def test_a_heading_in_place_of_one_of_the_plan_is_that_heading() -> None:
    found = read(FILE.replace("## 4. Risks", "## 4. Dangers").replace("*   Cost\n", "*   Cost\n*   Storm\n"))

    assert paths(found) == ["risks[2]"]


def test_a_section_that_was_moved_is_still_the_plans() -> None:
    assert not read(FILE.replace(RISKS, "") + RISKS).changes
    assert paths(read(FILE.replace(RISKS, "") + RISKS.replace("Try early", "Wait"))) == ["risks[0].response"]


def test_a_section_of_ones_own_stays_when_answers_change_and_is_read_again() -> None:
    file = FILE + "\n## 6. Notes\n\n*   Mine one\n*   Emoji\n"
    changed = project().answer(("ideas",), ("Threads", "Profiles", "Emoji"))
    rendered = render_plan(changed).text
    merged = merge(FILE, tuple(rendered.split("\n")), tuple(file.split("\n")))

    again = read_edits(changed, rendered, "\n".join(merged.lines()))

    assert not merged.conflicts
    assert not again.changes
    assert "*   Mine one" in merged.lines()


def test_headings_are_found_outside_of_fences_and_front_matter() -> None:
    lines = "---\nowner: Me\n---\n# One\n```\n# code\n```\nTwo\n===\n| a |\n|---|\n*   item\n---\n  ## Three".split(
        "\n"
    )

    assert read_headings(lines) == {3: 1, 7: 1, 13: 2}
