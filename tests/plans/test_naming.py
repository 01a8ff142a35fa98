"""The file that a plan is offered for: never the template that it was made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.prompting import talked_about
from wizard.compiler.loader import load_template
from wizard.drafts.draft import start_draft
from wizard.errors import OverwriteRefusedError
from wizard.interview.interview import Interview
from wizard.plans.saving.naming import file_name, typed_file
from wizard.plans.saving.save import save_over
from wizard.plans.saving.saved_files import read_saved_files

NOTES = "# Change\n\n## Owner\n\n[name]\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("w.md").write_text(NOTES)
    return tmp_path


def begun(path: str = "./w.md") -> Interview:
    return Interview.begin(load_template(path))


def test_a_plan_is_offered_beside_its_template(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert file_name(begun()) == "w-plan.md"

    Path("else").mkdir()
    monkeypatch.chdir("else")
    assert file_name(begun("../w.md")) == "w.md"


def test_a_name_that_leads_to_the_template_is_told_by_the_file(place: Path) -> None:
    Path("link.md").symlink_to("w.md")
    Path("plan-of.md").write_text(
        "---\nwizard: 1\nname: linked\ntitle: Linked\nversion: 1\nsave_as: link.md\nsections:\n"
        "  - title: A\n    questions: [{id: a, kind: line, label: A?}]\n---\n{{ a }}\n"
    )
    assert file_name(begun("./plan-of.md")) == "link.md"

    Path("link.md").unlink()
    Path("link.md").symlink_to("plan-of.md")
    assert file_name(begun("./plan-of.md")) == "link-plan.md"


@pytest.mark.parametrize("name", ["w.md", "./w.md", "link.md"])
def test_no_plan_is_saved_or_rendered_over_its_template(program: Program, place: Path, name: str) -> None:
    Path("link.md").symlink_to("w.md")
    program("new", "./w.md", "--draft", "d", "--json")
    told = f"{Path(name).name} is the template itself; give the plan another name"

    for command in (
        ("save", "d", "-o", name),
        ("render", "./w.md", "-o", name),
        ("render", "./w.md", "-o", name, "--force"),
    ):
        refused = program(*command)
        assert refused.code == 1
        assert told in refused.err
    with pytest.raises(OverwriteRefusedError, match="the template itself"):
        save_over(begun(), read_saved_files(Path(name)), "# Plan\n")
    assert sorted(path.name for path in place.iterdir() if path.suffix in (".md", ".yaml")) == ["link.md", "w.md"]
    assert Path("w.md").read_text() == NOTES


def test_a_template_without_text_is_not_rendered_over_either(program: Program, place: Path) -> None:
    Path("w.md").write_text("")

    assert "is the template itself" in program("render", "./w.md", "-o", "w.md").err


def test_save_takes_the_name_beside_the_template(program: Program, place: Path) -> None:
    program("new", "./w.md", "--draft", "d", "--json")

    assert program("save", "d").out.endswith("w-plan.md\n" + str(place / "w-plan.answers.yaml") + "\n")
    assert Path("w.md").read_text() == Path("w-plan.md").read_text() == NOTES


def test_line_by_line_the_template_is_refused_and_another_name_asked_for(place: Path) -> None:
    draft = start_draft(begun())
    heard = talked_about(draft, draft.interview, ":save", "w.md", "")
    draft.close()

    assert "Save as w-plan.md." in heard.said
    assert heard.after("w.md").startswith("w.md is the template itself; give the plan another name")
    assert (place / "w-plan.md").is_file() and Path("w.md").read_text() == NOTES


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("x", "x.md"),
        ("x.", "x.md"),
        (" x ", "x.md"),
        ("x.md", "x.md"),
        ("X.MD", "X.MD"),
        ("x.markdown", "x.markdown"),
        ("x.txt", "x.txt"),
        ("x.md.", "x.md"),
        ("notes.v2", "notes.v2.md"),
        ("docs/x", "docs/x.md"),
        ("docs/", "docs/relay-plan.md"),
        ("new/", "new/relay-plan.md"),
        ("docs", "docs"),
        (".", "."),
        ("..", ".."),
        ("LICENSE", "LICENSE"),
        ("relay.answers.yaml", "relay.answers.yaml"),
        ("~/x", "home/x.md"),
        ("", ""),
    ],
)
def test_a_name_without_the_end_of_a_text_file_gets_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "home")
    Path("docs").mkdir()
    Path("LICENSE").write_text("mine")

    assert typed_file(typed, Path("relay-plan.md")) == Path(named)


def test_the_name_under_which_a_plan_was_saved_stays() -> None:
    assert typed_file("PLAN", Path("PLAN")) == Path("PLAN")
