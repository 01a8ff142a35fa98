"""A plan finds its template after a clone, a move, a renaming or an edit, and says so when it cannot."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.commands import Outcome, Program
from wizard.drafts.draft import read_draft
from wizard.limits import MAX_TEMPLATE_BYTES

TEMPLATE = """\
---
wizard: 1
name: decision
title: Decision
version: 1
save_as: "{{ title | slug }}.md"
sections:
  - title: All
    questions:
      - {id: title, kind: line, label: What is decided?, required: true}
      - {id: owner, kind: line, label: Who decides?}
      - {id: steps, kind: checklist, label: What is to be done?}
---
# {{ title }}

By {{ owner }}.

{% for step in steps %}
- [{{ "x" if step.done else " " }}] {{ step.text }}
{% endfor %}
"""
WITHOUT_OWNER = TEMPLATE.replace("      - {id: owner, kind: line, label: Who decides?}\n", "").replace(
    "By {{ owner }}.", "By all."
)
PLAN = "# Relay\n\nBy Ada.\n\n- [ ] dig\n- [ ] fill\n"


class Work:
    """A repository with templates and plans, and what its users do with it."""

    def __init__(self, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.program, self._tmp_path, self._monkeypatch = program, tmp_path, monkeypatch
        self.root = tmp_path / "repository"
        (self.root / ".git").mkdir(parents=True)
        self.enter(self.root)

    def write(self, path: str, text: str = TEMPLATE) -> Path:
        """Write a file of the repository."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, newline="")
        return file

    def enter(self, folder: Path) -> None:
        """Work in a folder from now on."""
        folder.mkdir(parents=True, exist_ok=True)
        self._monkeypatch.chdir(folder)

    def save(self, template: str, plan: str) -> Path:
        """Save a plan; return its path."""
        path = self.root / plan
        path.parent.mkdir(parents=True, exist_ok=True)
        settings = ("--set=title=Relay", "--set=owner=Ada", "--set=steps=[dig, fill]")
        assert self.program("new", template, "--draft", "d", "--json", *settings).code == 0
        saved = self.program("save", "d", "-o", str(path))
        assert saved.code == 0, saved
        self.program("drop", "d", "--for-good")
        return path

    def clone(self) -> None:
        """Go on with a clone elsewhere, on another machine."""
        clone = self._tmp_path / "elsewhere" / "a clone"
        shutil.move(self.root, clone)
        self.root = clone
        self.forget()
        self.enter(self._tmp_path / "nowhere")

    def forget(self) -> None:
        """Forget everything that the program keeps for this user."""
        home = self._tmp_path / "another home"
        shutil.rmtree(home, ignore_errors=True)
        self._monkeypatch.setenv("PLAN_WIZARD_HOME", str(home))

    def answers(self, plan: str) -> Path:
        """The answers file of a plan."""
        return (self.root / plan).with_suffix(".answers.yaml")

    def render(self, plan: str, *arguments: str) -> Outcome:
        """What `render` makes of the answers file of a plan."""
        return self.program("render", str(self.answers(plan)), *arguments)

    def require_all_works(self, plan: str, *arguments: str, has_moved: bool = False) -> None:
        """Check, render, open and save a plan three times over; nothing changes but, once, where its template is."""
        path = self.root / plan
        for number in range(3):
            before = path.read_bytes(), self.answers(plan).read_bytes()
            assert self.program("check", str(path), *arguments).code == 0
            assert self.program("check", str(self.answers(plan)), *arguments).code == 0
            rendered = self.render(plan, *arguments)
            assert (rendered.code, rendered.out, rendered.err) == (0, PLAN, "")
            name = f"again-{number}"
            opened = self.program("open", str(path), "--draft", name, "--json", *arguments)
            assert opened.code in (0, 3), opened
            assert self.program("save", name).code == 0
            self.program("drop", name, "--for-good")
            assert path.read_bytes() == before[0]
            if number or not (arguments or has_moved):
                assert self.answers(plan).read_bytes() == before[1]


@pytest.fixture
def work(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    return Work(program, tmp_path, monkeypatch)


# The answers file alone


def test_the_answers_file_alone_is_enough_to_render(work: Work) -> None:
    work.write("templates/decision.md")
    work.save("templates/decision.md", "docs/relay.md")

    assert work.program("render", "docs/relay.answers.yaml").out == PLAN
    changed = work.program("render", "docs/relay.answers.yaml", "--set", "title=Other", "-o", "other.md")
    assert (changed.code, Path("other.md").read_text()) == (0, PLAN.replace("Relay", "Other"))


def test_answers_of_a_built_in_template_are_enough_too(work: Work) -> None:
    work.write("a.answers.yaml", "template: project-plan\nanswers: {project_name: Relay}\n")
    work.write("b.yaml", "template: project-plan\nanswers: {project_name: Relay}\n")
    work.write("c.json", '{"template": "project-plan", "answers": {"project_name": "Relay"}}')

    named = work.program("render", "project-plan", "--set", "project_name=Relay").out
    assert {work.program("render", name).out for name in ("a.answers.yaml", "b.yaml", "c.json")} == {named}


def test_what_cannot_be_rendered_is_said_in_one_line(work: Work) -> None:
    work.write("templates/decision.md")
    work.save("templates/decision.md", "relay.md")
    work.write("bare.answers.yaml", "title: Relay\n")

    for arguments, message in (
        (("gone.answers.yaml",), "gone.answers.yaml cannot be read: No such file or directory"),
        (("bare.answers.yaml",), "bare.answers.yaml:1:1: no-template this does not say whose answers it holds"),
        (("relay.answers.yaml", "--answers", "x.yaml"), "relay.answers.yaml already holds the answers"),
        (("project-plan", "--template", "x.md"), "--template is for a saved plan's answers file"),
        (("relay.answers.yaml", "--set", "titel=x"), "titel"),
        (("relay.answers.yaml", "--template", "roadmap"), "these are answers for 'decision', and they do not fit"),
    ):
        outcome = work.program("render", *arguments)
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1), outcome
        assert message in outcome.err


# Where the template is


@pytest.mark.parametrize("template", ["docs/decision.md", "docs/templates/decision.md", "templates/decision.md"])
@pytest.mark.parametrize("plan", ["relay.md", "docs/relay.md", "docs/plans/2027/relay.md"])
def test_a_clone_in_another_place_finds_the_template(work: Work, template: str, plan: str) -> None:
    work.write(template)
    work.save(template, plan)
    assert str(work.root) not in work.answers(plan).read_text()

    work.clone()

    work.require_all_works(plan)


@pytest.mark.parametrize(
    ("template", "plan"),
    [
        ("my templates/the decision.md", "my plans/the relay.md"),
        ("t#1/d#1.md", "p#1/r#1.md"),
        ("Vorlagen/Entscheidung für alle.md", "Pläne/中文 計画.md"),
        ("t/it's [x] & more.md", "p/'a' {b}: c.md"),
        ("t/- a.md", "p/true.md"),
    ],
)
def test_names_may_have_any_characters(work: Work, template: str, plan: str) -> None:
    work.write(template)
    work.save(template, plan)

    work.clone()

    work.require_all_works(plan)


def test_a_plan_that_moves_in_its_repository_finds_the_template(work: Work) -> None:
    work.write("docs/templates/decision.md")
    work.save("docs/templates/decision.md", "docs/relay.md")
    work.forget()

    for target in ("archive/2027/relay.md", "relay.md"):
        (work.root / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.move("docs/relay.md", target)
        shutil.move("docs/relay.answers.yaml", work.answers(target))
        assert work.program("check", target).code == 0
        assert work.render(target).out == PLAN
        assert work.program("open", target, "--draft", "again", "--json").code == 0
        assert work.program("save", "again").code == 0
        work.program("drop", "again", "--for-good")
        work.forget()
        shutil.move(target, "docs/relay.md")
        shutil.move(work.answers(target), "docs/relay.answers.yaml")


def test_a_plan_and_its_template_that_move_together_find_each_other(work: Work) -> None:
    work.write("docs/templates/decision.md")
    work.save("docs/templates/decision.md", "docs/plans/relay.md")
    (work.root / "archive").mkdir()
    shutil.move("docs", "archive/documents")
    work.forget()

    work.require_all_works("archive/documents/plans/relay.md", has_moved=True)


def test_of_two_templates_the_one_with_the_same_content_is_taken(work: Work) -> None:
    work.write("templates/decision.md")
    work.save("templates/decision.md", "docs/relay.md")
    (work.root / "archive" / "docs").mkdir(parents=True)
    for name in ("relay.md", "relay.answers.yaml"):
        shutil.move(f"docs/{name}", f"archive/docs/{name}")
    work.write("archive/templates/decision.md", TEMPLATE.replace("# {{ title }}", "# Another: {{ title }}"))
    work.forget()

    work.require_all_works("archive/docs/relay.md", has_moved=True)


def test_a_template_outside_of_the_repository_is_found_by_its_place(work: Work, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "decision.md").write_text(TEMPLATE)
    work.save("../shared/decision.md", "docs/relay.md")
    assert "in_repository" not in work.answers("docs/relay.md").read_text()
    work.forget()

    work.require_all_works("docs/relay.md")


def test_folders_that_are_links_lead_to_the_template(work: Work, tmp_path: Path) -> None:
    work.write("real/templates/decision.md")
    (work.root / "templates").symlink_to("real/templates")
    (work.root / "real" / "plans").mkdir()
    (work.root / "plans").symlink_to("real/plans")
    work.save("templates/decision.md", "plans/relay.md")
    (tmp_path / "link").symlink_to(work.root)
    work.forget()

    work.require_all_works("plans/relay.md")
    work.enter(tmp_path / "link" / "plans")
    assert work.program("render", "relay.answers.yaml").out == PLAN
    assert work.program("check", "../plans/relay.md").code == 0
    (tmp_path / "link").unlink()
    work.clone()
    work.require_all_works("plans/relay.md")


def test_a_link_in_the_repository_to_templates_of_all_teams_is_found_in_a_clone(work: Work, tmp_path: Path) -> None:
    (tmp_path / "teams").mkdir()
    (tmp_path / "teams" / "decision.md").write_text(TEMPLATE)
    (work.root / "templates").symlink_to(tmp_path / "teams")
    work.save("templates/decision.md", "docs/plans/relay.md")

    work.clone()

    work.require_all_works("docs/plans/relay.md", has_moved=True)


@pytest.mark.parametrize("written", [r"..\templates\decision.md", r"templates\decision.md", "../templates/decision.md"])
def test_paths_may_be_written_as_on_windows(work: Work, written: str) -> None:
    work.write("templates/decision.md")
    work.write(
        "docs/relay.answers.yaml", f"template: '{written}'\nanswers: {{title: Relay, owner: Ada, steps: [dig]}}\n"
    )

    assert work.program("check", "docs/relay.answers.yaml").code == 0
    assert work.program("render", "docs/relay.answers.yaml").out == PLAN.replace("- [ ] fill\n", "")


def test_a_path_in_the_repository_leads_nowhere_outside_of_it(work: Work, tmp_path: Path) -> None:
    work.write("templates/decision.md")
    work.save("templates/decision.md", "relay.md")
    (tmp_path / "decision.md").write_text(TEMPLATE)
    (work.root / "templates" / "decision.md").unlink()
    work.forget()
    answers = work.answers("relay.md")
    text = answers.read_text()

    for written in ("../decision.md", str(tmp_path / "decision.md"), "templates/../../decision.md", "a" * 5000, "\\0"):
        answers.write_text(text.replace("in_repository: templates/decision.md", f'in_repository: "{written}"'))
        assert "no-template" in work.program("check", "relay.md").out


def test_a_file_of_another_kind_is_no_template_of_a_strangers_answers(work: Work) -> None:
    work.write("notes.log", "A secret: {{ title }}\n")
    work.write("relay.answers.yaml", "template: ./notes.log\nanswers: {title: Relay}\n")

    outcome = work.program("render", "relay.answers.yaml")

    assert (outcome.code, outcome.out) == (2, "")
    assert "no-template" in outcome.err


# A template that has moved, changed or gone


def test_a_template_that_has_moved_is_named_once(work: Work) -> None:
    work.write("templates/decision.md")
    work.save("templates/decision.md", "docs/relay.md")
    work.write("guides/adr template.md")
    (work.root / "templates" / "decision.md").unlink()
    work.clone()
    moved = str(work.root / "guides" / "adr template.md")
    assert "no-template" in work.program("check", str(work.root / "docs/relay.md")).out
    assert work.render("docs/relay.md").code == 2

    work.require_all_works("docs/relay.md", "--template", moved)

    assert "guides/adr template.md" in work.answers("docs/relay.md").read_text()
    work.forget()
    work.require_all_works("docs/relay.md")


def test_a_template_that_has_moved_to_another_place_for_templates_is_found(work: Work) -> None:
    work.write("docs/templates/decision.md")
    work.save("docs/templates/decision.md", "docs/plans/relay.md")
    (work.root / ".plan-wizard" / "templates").mkdir(parents=True)
    shutil.move("docs/templates/decision.md", ".plan-wizard/templates/adr.md")

    work.clone()

    work.require_all_works("docs/plans/relay.md", has_moved=True)
    assert ".plan-wizard/templates/adr.md" in work.answers("docs/plans/relay.md").read_text()


def test_a_template_that_has_moved_and_changed_is_asked_for(work: Work) -> None:
    work.write("docs/templates/decision.md")
    work.save("docs/templates/decision.md", "docs/plans/relay.md")
    (work.root / ".plan-wizard" / "templates").mkdir(parents=True)
    shutil.move("docs/templates/decision.md", ".plan-wizard/templates/decision.md")
    work.write(".plan-wizard/templates/decision.md", WITHOUT_OWNER)
    work.forget()

    told = work.program("check", "docs/plans/relay.md").out

    assert "no-template" in told and told.count("\n") == 1
    assert "/.plan-wizard/templates/decision.md? --template says where it is now" in told


def test_save_and_resume_take_the_place_of_a_template_that_has_moved(work: Work) -> None:
    work.write("templates/decision.md")
    work.save("templates/decision.md", "docs/relay.md")
    work.program("open", "docs/relay.md", "--draft", "again", "--json")
    shutil.move("templates/decision.md", "adr.md")

    saved = work.program("save", "again", "--template", "adr.md")

    assert saved.code == 0, saved
    assert "'../adr.md'" in work.answers("docs/relay.md").read_text()
    assert read_draft("again")[0].template.source == str(work.root / "adr.md")
    work.forget()
    work.require_all_works("docs/relay.md")


def test_a_draft_takes_no_template_that_is_another(work: Work) -> None:
    work.write("templates/decision.md")
    work.program("new", "templates/decision.md", "--draft", "d", "--json", "--set=title=Relay", "--set=owner=Ada")

    outcome = work.program("save", "d", "--template", "roadmap")

    assert outcome.code == 2
    assert "The answers of d do not fit roadmap." in outcome.err
    assert work.program("save", "d", "--template", "no.md").code == 2
    assert not list(work.root.glob("*.md"))


def test_a_renamed_template_that_has_changed_too_can_be_named(work: Work) -> None:
    work.write("templates/decision.md")
    work.save("templates/decision.md", "docs/relay.md")
    (work.root / "templates" / "decision.md").unlink()
    work.write("adr.md", WITHOUT_OWNER.replace("name: decision", "name: adr"))
    work.forget()

    opened = work.program("open", "docs/relay.md", "--template", "adr.md", "--draft", "again", "--json")

    assert opened.code in (0, 3), opened
    interview, orphans, _ = read_draft("again")
    assert (interview.template.name, [each.answer for each in orphans]) == ("adr", ["Ada"])
    assert work.program("save", "again").code == 0
    text = work.answers("docs/relay.md").read_text()
    assert "template: adr\n" in text and "Ada" in text


def test_answers_that_do_not_fit_the_changed_template_are_told_and_kept(work: Work) -> None:
    work.write("templates/decision.md")
    path = work.save("templates/decision.md", "docs/relay.md")
    path.write_text(path.read_text() + "\nA note by hand.\n")
    work.write("templates/decision.md", WITHOUT_OWNER)
    work.forget()

    assert "1 answer has no question in the template any more: owner" in work.render("docs/relay.md").err
    for number in range(3):
        name = f"again-{number}"
        assert work.program("open", "docs/relay.md", "--draft", name, "--json").code in (0, 3)
        assert work.program("save", name).code == 0
        assert path.read_text() == PLAN.replace("By Ada.", "By all.") + "\nA note by hand.\n"
        assert "Ada" in work.answers("docs/relay.md").read_text()
    work.write("templates/decision.md")
    work.program("open", "docs/relay.md", "--draft", "back", "--json")
    assert work.program("save", "back").code == 0
    assert path.read_text() == PLAN + "\nA note by hand.\n"


def test_without_its_template_a_plan_keeps_hand_edits_and_answers(work: Work) -> None:
    work.write("templates/decision.md")
    path = work.save("templates/decision.md", "docs/relay.md")
    path.write_text(path.read_text() + "\nA note by hand.\n")
    (work.root / "templates" / "decision.md").unlink()
    reference = work.answers("docs/relay.md").read_text().split("  sha256: ")[0].partition("saved:")[2]

    for number in range(3):
        name = f"again-{number}"
        opened = work.program("open", "docs/relay.md", "--draft", name, "--json")
        assert opened.code == 0, opened
        work.program("answer", name, stdin=f'{{"title": "Relay {number}"}}')
        assert work.program("save", name).code == 0
        assert path.read_text() == PLAN.replace("Relay", f"Relay {number}") + "\nA note by hand.\n"
        assert reference in work.answers("docs/relay.md").read_text()


def test_a_copy_that_an_earlier_version_kept_is_found(work: Work, home: Path) -> None:
    work.write("templates/decision.md")
    work.save("templates/decision.md", "relay.md")
    [copy] = (home / "template-copies").glob("*/*")
    copy.rename(home / "template-copies" / f"{copy.parent.name}.md")
    copy.parent.rmdir()
    (work.root / "templates" / "decision.md").unlink()

    assert work.render("relay.md").out == PLAN


def test_a_template_named_by_a_strangers_answers_is_bounded(work: Work) -> None:
    work.write("big.md", "x" * (MAX_TEMPLATE_BYTES + 1))
    work.write("relay.answers.yaml", "template: ./big.md\nanswers: {title: Relay}\n")

    assert "too-much" in work.program("render", "relay.answers.yaml").err


# Templates that are imported

FORM = """\
name: Bug report
description: Tell us what is wrong.
body:
  - type: input
    id: version
    attributes:
      label: Which version?
  - type: textarea
    id: steps
    attributes:
      label: What did you do?
"""
MARKDOWN = """\
# [Title of the decision]

## Context

[Why does this have to be decided?]

## Decision

[What was decided?]
"""


@pytest.mark.parametrize(
    ("template", "text"),
    [
        (".github/ISSUE_TEMPLATE/bug report.yml", FORM),
        (".github/ISSUE_TEMPLATE/bug.yaml", FORM),
        ("docs/adr/a template.md", MARKDOWN),
        ("docs/adr/template.markdown", MARKDOWN.replace("\n", "\r\n")),
        (".github/PULL_REQUEST_TEMPLATE.md", MARKDOWN),
    ],
)
def test_a_plan_of_an_imported_template_remembers_it(work: Work, template: str, text: str) -> None:
    work.write(template, text)
    work.program("new", template, "--draft", "d", "--json")
    first, second = [question.id for question in read_draft("d")[0].template.questions()][:2]
    work.program("answer", "d", stdin=f'{{"{first}": "One", "{second}": "Two"}}')
    (work.root / "plans").mkdir()
    assert work.program("save", "d", "-o", "plans/it.md").code in (0, 1)
    work.program("drop", "d", "--for-good")
    plan = work.root / "plans" / "it.md"
    saved = plan.read_bytes(), work.answers("plans/it.md").read_bytes()
    assert b"One" in saved[0]

    def reopen(*arguments: str) -> None:
        for _ in range(3):
            opened = work.program("open", str(work.root / "plans" / "it.md"), "--draft", "again", "--json", *arguments)
            assert opened.code in (0, 3), opened
            assert work.program("save", "again").code in (0, 1)
            work.program("drop", "again", "--for-good")
            assert (work.root / "plans" / "it.md").read_bytes() == saved[0]

    file = work.root / template
    (work.root / "away").mkdir()
    moved = work.root / "away" / f"moved{file.suffix}"
    file.rename(moved)
    reopen()
    assert work.answers("plans/it.md").read_bytes() == saved[1]
    moved.rename(file)
    work.clone()
    reopen()
    assert work.answers("plans/it.md").read_bytes() == saved[1]
    file = work.root / template
    moved = work.root / "away" / f"moved{file.suffix}"
    file.rename(moved)
    work.forget()
    reopen("--template", str(moved))
    assert f"away/moved{file.suffix}" in work.answers("plans/it.md").read_text()
    work.forget()
    rendered = work.program("render", str(work.answers("plans/it.md")), "-o", "rendered.md")
    assert (rendered.code, Path("rendered.md").read_bytes()) == (0, saved[0])
