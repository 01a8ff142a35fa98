"""Opening a document that was made elsewhere: it is read as far as it fits, and saved without losing a word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.commands import Program
from wizard.drafts.draft import read_draft
from wizard.model.answers import thaw

DOCUMENT = """\
# Project Plan - Relay

## Goals & vision

- **High-level goal**: Let small teams talk
  without noise.
- Core Problem: Chat is loud.

**Key Features:**

- [x] Channels
- [ ] Search

## Budget

3 weeks, no more.

## Task Breakdown

### Milestone 1: Reading

- [x] Draw the screens
- [ ] Test: It reads

## 7. Risks
1. Approval comes late
   - Response: Start early
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "relay.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def test_a_document_is_read_with_the_template_that_is_named(program: Program, document: Path) -> None:
    outcome = program("open", str(document), "--template", "project-plan", "--draft", "relay", "--json")

    interview, _, _ = read_draft("relay")
    assert outcome.code == 3
    assert thaw(interview.answers) == {
        "project_name": "Relay",
        "goal": "Let small teams talk without noise.",
        "problem": "Chat is loud.",
        "features": [{"text": "Channels", "done": True}, {"text": "Search", "done": False}],
        "milestones": [
            {
                "title": "Reading",
                "tasks": [{"text": "Draw the screens", "done": True}],
                "test": "It reads",
                "tested": False,
            }
        ],
        "risks": [{"risk": "Approval comes late", "response": "Start early"}],
    }


def test_what_was_read_and_what_fits_nothing_is_told(program: Program, document: Path) -> None:
    outcome = program("open", str(document), "--template", "project-plan", "--draft", "relay", "--json")

    read = json.loads(outcome.out)["read"]
    assert {"path": "risks[0].response", "line": 27} in read["answers"]
    assert read["extra"] == [{"line": 14, "endLine": 16, "text": "## Budget\n\n3 weeks, no more."}]
    assert read["unusable"] == []
    assert "stays in the document as it is: lines 14-16." in outcome.err


def test_a_document_that_is_saved_unchanged_keeps_every_byte(program: Program, document: Path) -> None:
    document.write_bytes(DOCUMENT.replace("\n", "\r\n").encode())
    program("open", str(document), "--template", "project-plan", "--draft", "relay", "--json")

    outcome = program("save", "relay")

    assert outcome.code == 0
    assert document.read_bytes() == DOCUMENT.replace("\n", "\r\n").encode()
    assert document.with_name("relay.answers.yaml").exists()


def test_changed_answers_are_put_into_the_document_in_its_own_layout(program: Program, document: Path) -> None:
    program("open", str(document), "--template", "project-plan", "--draft", "relay", "--json")
    program("answer", "relay", stdin='{"goal": "Talk", "owner": "Ada", "ideas": ["Offline use"]}')

    outcome = program("save", "relay")

    assert outcome.code in (0, 1)
    assert document.read_text(encoding="utf-8") == DOCUMENT.replace(
        "Let small teams talk\n  without noise.", "Talk"
    ).replace("- [ ] Search\n", "- [ ] Search\n- **Owner:** Ada\n") + (
        "\n## 5. Future Improvements & Ideas\n\n*   Offline use\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        DOCUMENT.replace("\n", "\r"),
        DOCUMENT + "\r",
        DOCUMENT.rstrip("\n") + "\r",
        DOCUMENT.replace("\n", "\r", 1),
        DOCUMENT.replace("3 weeks, ", "3 weeks,\r"),
    ],
    ids=["all", "last byte", "last end", "first end", "in a line"],
)
def test_a_carriage_return_that_stands_alone_stays_and_takes_no_line_with_it(
    program: Program, document: Path, text: str
) -> None:
    document.write_bytes(text.encode())
    program("open", str(document), "--template", "project-plan", "--draft", "relay", "--json")
    assert program("save", "relay").code in (0, 1)
    assert document.read_bytes() == text.encode()

    for before, after in (("loud", "noisy"), ("noisy", "a mess")):
        program("answer", "relay", stdin=f'{{"problem": "Chat is {after}."}}')
        assert program("save", "relay").code in (0, 1)
        text = text.replace(f"Chat is {before}.", f"Chat is {after}.")
        assert document.read_bytes() == text.encode()


def test_a_document_is_changed_once_more_each_time_that_it_is_opened_again(program: Program, document: Path) -> None:
    program("open", str(document), "--template", "project-plan", "--draft", "first", "--json")
    program("save", "first")
    before = document.read_text(encoding="utf-8")
    for draft, answer in (("second", '{"problem": "Noise"}'), ("third", '{"milestones[0].tasks[0].done": false}')):
        program("open", str(document), "--draft", draft, "--json")
        assert program("answer", draft, stdin=answer).err == ""
        program("save", draft)

    after = before.replace("Chat is loud.", "Noise").replace("- [x] Draw the screens", "- [ ] Draw the screens")
    assert document.read_text(encoding="utf-8") == after


def test_a_document_that_is_saved_under_another_name_brings_all_of_its_text(program: Program, document: Path) -> None:
    program("open", str(document), "--template", "project-plan", "--draft", "relay", "--json")
    program("answer", "relay", stdin='{"problem": "Noise"}')
    other = document.with_name("other.md")

    program("save", "relay", "-o", str(other))

    assert other.read_text(encoding="utf-8") == DOCUMENT.replace("Chat is loud.", "Noise")
    assert document.read_text(encoding="utf-8") == DOCUMENT


def test_a_change_that_has_no_sure_place_in_a_document_writes_nothing(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "bug.md"
    path.write_text("## Type of change\n\n- [x] Bug fix\n", encoding="utf-8")
    template = Path(__file__).parents[1] / "data" / "foreign_documents" / "templates" / "pull-request.md"
    program("open", str(path), "--template", str(template), "--draft", "bug", "--json")
    program("answer", "bug", stdin='{"type_of_change": ["Documentation"]}')

    outcome = program("save", "bug")

    assert outcome.code != 0
    assert path.read_text(encoding="utf-8") == "## Type of change\n\n- [x] Bug fix\n"


def test_a_document_without_a_template_says_what_to_do_and_which_one_fits(program: Program, document: Path) -> None:
    outcome = program("open", str(document))

    assert outcome.code == 2
    assert "here is no relay.answers.yaml beside" in outcome.err
    assert "--template project-plan" in outcome.err


def test_a_document_that_fits_no_template_is_told_to_name_one(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Notes\n\nNothing but words.\n", encoding="utf-8")

    outcome = program("open", str(path))

    assert outcome.code == 2
    assert "--template NAME" in outcome.err


EXAMPLE = (Path(__file__).parents[2] / "docs" / "examples" / "project-plan.md").read_text(encoding="utf-8")


def test_a_document_that_was_saved_keeps_its_text_under_another_name(program: Program, document: Path) -> None:
    program("open", str(document), "--template", "project-plan", "--draft", "relay", "--json")
    program("save", "relay")
    document.write_text(DOCUMENT.replace("3 weeks", "4 weeks"), encoding="utf-8")
    other = document.with_name("other.md")

    program("save", "relay", "-o", str(other))

    assert other.read_text(encoding="utf-8") == DOCUMENT.replace("3 weeks", "4 weeks")


def test_a_change_without_a_place_in_a_document_is_told_under_another_name_too(
    program: Program, tmp_path: Path
) -> None:
    path, other = tmp_path / "bug.md", tmp_path / "other.md"
    path.write_text("## Type of change\n\n- [x] Bug fix\n\n## Budget\n\nNone.\n", encoding="utf-8")
    template = Path(__file__).parents[1] / "data" / "foreign_documents" / "templates" / "pull-request.md"
    program("open", str(path), "--template", str(template), "--draft", "bug", "--json")
    program("answer", "bug", stdin='{"type_of_change": ["Documentation"]}')

    outcome = program("save", "bug", "-o", str(other))

    assert outcome.code == 1
    assert "bug.md was reformatted, so the new answers have no certain place in it" in outcome.err
    assert "does not say what was saved last" not in outcome.err
    assert "edited by hand" not in outcome.err
    assert not other.exists()


def test_of_a_document_that_was_only_saved_nothing_is_read_back(program: Program, document: Path) -> None:
    document.write_text(EXAMPLE.replace("\n## 5", "\n## Team\n\n- Ann\n- Bob\n\n## 5"), encoding="utf-8")
    program("open", str(document), "--template", "project-plan", "--draft", "relay", "--json")
    before = thaw(read_draft("relay")[0].answers)
    saved = program("save", "relay")

    outcome = program("next", "relay")

    assert "readBack" not in json.loads(outcome.out)
    assert thaw(read_draft("relay")[0].answers) == before
    assert saved.err == ""


def test_what_is_edited_in_a_saved_document_becomes_answers_and_its_own_text_stays(
    program: Program, document: Path
) -> None:
    program("open", str(document), "--template", "project-plan", "--draft", "relay", "--json")
    program("save", "relay")
    edited = DOCUMENT.replace("Chat is loud", "Talk is loud").replace("[ ] Search", "[x] Search")
    document.write_text(edited, encoding="utf-8")

    outcome = program("next", "relay")

    read = json.loads(outcome.out)["readBack"]
    assert [(each["path"], each["line"], each["tick"]) for each in read] == [
        ("problem", 7, False),
        ("features[1].done", 12, True),
    ]
    program("answer", "relay", stdin='{"risks[0].response": "Start in May"}')
    program("save", "relay")
    assert document.read_text(encoding="utf-8") == edited.replace("Start early", "Start in May")


def test_an_answer_that_a_saved_document_lacks_by_hand_is_not_given_up(program: Program, document: Path) -> None:
    program("open", str(document), "--template", "project-plan", "--draft", "relay", "--json")
    program("save", "relay")
    document.write_text(DOCUMENT.replace("- Core Problem: Chat is loud.\n", ""), encoding="utf-8")

    program("next", "relay")

    assert read_draft("relay")[0].answers["problem"] == "Chat is loud."


def test_an_answer_behind_another_label_changes_after_the_first_save_as_before_it(
    program: Program, document: Path
) -> None:
    text = EXAMPLE.replace("**High-Level Goal:**", "**Goal:**")
    document.write_text(text, encoding="utf-8")
    program("open", str(document), "--template", "project-plan", "--draft", "relay", "--json")
    program("save", "relay")
    goal = read_draft("relay")[0].answers["goal"]
    program("answer", "relay", stdin='{"goal": "Talk well"}')

    outcome = program("save", "relay")

    assert outcome.code == 0
    assert document.read_text(encoding="utf-8") == text.replace(f"**Goal:** {goal}", "**Goal:** Talk well")


def test_an_answer_above_boxes_changes_and_what_was_written_below_them_stays(program: Program, tmp_path: Path) -> None:
    folder = Path(__file__).parents[1] / "data" / "foreign_documents"
    text = (folder / "21-release-check-with-more-below-the-boxes.md").read_text(encoding="utf-8")
    path = tmp_path / "release.md"
    path.write_text(text, encoding="utf-8")
    template = folder / "templates" / "release-check.md"
    program("open", str(path), "--template", str(template), "--draft", "release", "--json")
    program("save", "release")
    program("answer", "release", stdin='{"verification_2": "Tried on one machine."}')

    outcome = program("save", "release")

    assert outcome.code == 0
    assert path.read_text(encoding="utf-8") == text.replace(
        "Tried on two machines.\nBoth were clean.", "Tried on one machine."
    )


def test_a_filled_issue_form_is_complete_and_says_the_same_of_its_options_when_it_is_saved(
    program: Program, tmp_path: Path
) -> None:
    folder = Path(__file__).parents[1] / "data" / "foreign_documents"
    text = (folder / "23-outage-in-places-with-commas.md").read_text(encoding="utf-8")
    path, template = tmp_path / "outage.md", folder / "templates" / "outage.yml"
    path.write_text(text, encoding="utf-8")
    opened = program("open", str(path), "--template", str(template), "--draft", "outage", "--json")
    program("save", "outage")

    checked = program("check", "--strict", str(path))
    program("answer", "outage", stdin='{"places": ["East, upper floor", "West"]}')
    program("save", "outage")

    assert json.loads(opened.out)["read"]["unusable"] == []
    assert (checked.code, checked.out) == (0, "")
    lines = text.splitlines(keepends=True)
    assert path.read_text(encoding="utf-8") == "".join((*lines[:2], "East, upper floor, West\n", *lines[3:]))


def test_a_document_that_has_changed_since_it_was_opened_is_told_and_copied_whole(
    program: Program, document: Path
) -> None:
    program("open", str(document), "--template", "project-plan", "--draft", "relay", "--json")
    edited = DOCUMENT.replace("3 weeks", "4 weeks")
    document.write_text(edited, encoding="utf-8")

    in_place = program("save", "relay")
    elsewhere = program("save", "relay", "-o", str(document.with_name("other.md")))

    assert in_place.code == 1
    assert "relay.md has changed since this draft was opened from it" in in_place.err
    assert elsewhere.code in (0, 1)
    assert document.read_text(encoding="utf-8") == edited
    assert document.with_name("other.md").read_text(encoding="utf-8") == edited


def test_check_counts_no_line_of_a_document_as_edited_but_answers_that_read_otherwise(
    program: Program, document: Path
) -> None:
    program("open", str(document), "--template", "project-plan", "--draft", "relay", "--json")
    program("save", "relay")

    untouched = program("check", str(document))
    document.write_text(DOCUMENT.replace("3 weeks", "4 weeks").replace("is loud", "is noisy"), encoding="utf-8")
    edited = program("check", str(document))

    assert "relay.md matches its answers." in untouched.err
    assert "edited-by-hand" not in untouched.out
    assert "hand edits: 1 line edited" in edited.err
    assert "relay.md:7:1: edited-by-hand the answer to problem is another one" in edited.out
