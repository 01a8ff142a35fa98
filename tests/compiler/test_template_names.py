"""What a user may call a template, and how lists call it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.repository import native, put_file, put_files
from wizard.compiler.loader import load_template
from wizard.compiler.lookup.template_lookup import find_template_source, overridden_name
from wizard.compiler.lookup.template_names import list_templates
from wizard.errors import NotFoundError


@pytest.fixture
def root(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, which is the current folder."""
    root = tmp_path / "work" / "project"
    (root / ".git").mkdir(parents=True)
    monkeypatch.chdir(root)
    return root


def names() -> dict[str, str]:
    """Return `{name: place}` of the repository's templates."""
    return {named.name: named.found.place for named in list_templates() if named.found.is_in_repository}


def test_without_a_repository_names_are_those_of_before(root: Path, home: Path) -> None:
    put_file(home, "templates/mine.md", native("mine", "Mine"))

    assert [named.name for named in list_templates()] == ["mine", "feature-plan", "project-plan", "roadmap"]
    assert [named.source for named in list_templates()] == ["mine", "feature-plan", "project-plan", "roadmap"]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("bug_report.yml", "bug-report"),
        ("01-Feature Request.md", "feature-request"),
        ("BUG.md", "bug"),
        ("Fehler melden.md", "fehler-melden"),
        ("错误报告.md", "错误报告"),
        ("2026.md", "2026"),
        ("---.md", "template"),
        ("a\x1b[31mb.md", "a-31mb"),
    ],
)
def test_a_file_gives_a_name_that_can_be_typed(root: Path, file: str, name: str) -> None:
    path = put_file(root, f".github/ISSUE_TEMPLATE/{file}", "# A\n")

    assert list(names()) == [name]
    assert find_template_source(name) == str(path)


def test_the_name_of_the_file_itself_works_too(root: Path) -> None:
    path = put_file(root, ".github/ISSUE_TEMPLATE/01-bug_report.yml", "name: Bug\n")

    assert find_template_source("01-bug_report") == find_template_source("github/01-bug_report") == str(path)


def test_names_hold_in_a_folder_below(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put_file(root, ".github/ISSUE_TEMPLATE/bug_report.yml", "name: Bug\n")
    (root / "src").mkdir()
    monkeypatch.chdir(root / "src")

    for name in ("bug-report", "github/bug-report", "github/issue/bug-report", ".github/ISSUE_TEMPLATE/bug_report.yml"):
        assert find_template_source(name) == str(path)


def test_a_name_taken_twice_is_told_apart_by_its_group(root: Path) -> None:
    put_files(
        root, ".github/ISSUE_TEMPLATE/design.md", ".kiro/settings/templates/specs/design.md", "docs/templates/a.md"
    )

    assert list(names()) == ["github/design", "a", "kiro/design"]
    with pytest.raises(NotFoundError, match="'design' is the name of 2 templates; name one: github/design or kiro/des"):
        find_template_source("design")
    assert find_template_source("kiro/design").endswith("specs/design.md")


def test_a_name_taken_twice_in_a_group_is_told_apart_by_what_is_between(root: Path) -> None:
    put_files(root, *(f"openspec/schemas/{schema}/templates/proposal.md" for schema in ("a", "b")))

    assert list(names()) == ["openspec/a/proposal", "openspec/b/proposal"]


def test_a_file_that_differs_in_nothing_but_its_suffix_goes_by_its_path(root: Path) -> None:
    places = [f".github/ISSUE_TEMPLATE/bug_report.{suffix}" for suffix in ("md", "yml")]
    put_files(root, *places)

    assert list(names()) == places
    for place in places:
        assert Path(find_template_source(place)) in (Path(place), root / place)


def test_every_name_in_a_list_means_its_template(root: Path, home: Path) -> None:
    put_files(root, "docs/templates/roadmap.md", ".plan-wizard/templates/feature-plan.md", "docs/adr/template.md")
    put_files(root, "doc/adr/template.md", ".github/ISSUE_TEMPLATE/a_b.md", ".github/ISSUE_TEMPLATE/a-b.md")
    put_files(root, ".plan-wizard/templates/Road_Map.md", ".plan-wizard/templates/x.md", ".plan-wizard/templates/x.yml")
    for name in ("project-plan", "feature-plan", "x", "own"):
        put_file(home, f"templates/{name}.md", native(name, name))
    listed = list_templates()

    assert len({named.name for named in listed}) == len(listed)
    for named in listed:
        assert (root / find_template_source(named.name)).resolve() == (root / named.source).resolve()


def test_a_built_in_name_stays_the_built_in_template(root: Path) -> None:
    put_files(root, ".specify/templates/feature-plan.md", "docs/templates/feature_plan.md")
    put_file(root, ".plan-wizard/templates/Feature_Plan.md", native("x", "X"))

    assert find_template_source("feature-plan") == "feature-plan"
    assert "spec-kit/feature-plan" in names() and "feature-plan" not in names()


def test_a_template_of_exactly_that_name_in_our_folder_wins_and_the_other_is_still_there(
    root: Path, home: Path
) -> None:
    path = put_file(root, ".plan-wizard/templates/feature-plan.md", native("feature-plan", "Ours"))
    put_file(root, ".plan-wizard/templates/mine.md", native("mine", "Ours"))
    put_file(home, "templates/mine.md", native("mine", "Mine"))

    assert find_template_source("feature-plan") == str(path)
    assert find_template_source("built-in/feature-plan") == "feature-plan"
    assert find_template_source("own/mine") == "mine"
    assert overridden_name("feature-plan", str(path)) == "built-in/feature-plan"
    assert overridden_name("mine", str(root / ".plan-wizard/templates/mine.md")) == "own/mine"
    assert {"built-in/feature-plan", "own/mine", "feature-plan", "mine"} <= {named.name for named in list_templates()}


def test_what_a_draft_or_a_plan_recorded_means_the_same_in_every_repository(root: Path) -> None:
    put_file(root, ".plan-wizard/templates/feature-plan.md", native("feature-plan", "Ours"))

    assert load_template("feature-plan").title == "Feature plan"
    assert overridden_name("feature-plan", "feature-plan") == ""


def test_an_own_template_with_a_built_in_name_can_be_had(root: Path, home: Path) -> None:
    path = put_file(home, "templates/roadmap.md", native("roadmap", "Mine"))

    assert find_template_source("roadmap") == "roadmap"
    assert find_template_source("own/roadmap") == str(path)
    assert list_templates()[0].name == "own/roadmap"


def test_a_file_at_a_path_comes_before_a_full_name(root: Path) -> None:
    put_files(root, "docs/templates/note.md", "docs/note")

    assert find_template_source("docs/note") == "docs/note"
    assert find_template_source("./docs/templates/note.md") == "./docs/templates/note.md"


def test_a_folder_of_the_same_name_is_not_in_the_way(root: Path) -> None:
    put_files(root, "adr/template.md", "docs/templates/docs.md", "docs/docs/page.md")

    assert find_template_source("docs").endswith("docs/templates/docs.md")
    assert find_template_source("docs/docs").endswith("docs/templates/docs.md")


@pytest.mark.parametrize(
    "wanted", ["nothing", "", "github/", "github/nothing", "./nothing.md", "a\0b", "x" * 5000, "../.."]
)
def test_what_is_no_template_is_told_with_what_there_is(root: Path, wanted: str) -> None:
    put_files(root, ".github/ISSUE_TEMPLATE/bug.md")

    with pytest.raises(NotFoundError, match="there is no template"):
        find_template_source(wanted)


def test_a_name_that_is_nearly_right_is_hinted_at(root: Path) -> None:
    put_files(root, ".github/ISSUE_TEMPLATE/bug_report.md")

    with pytest.raises(NotFoundError, match="did you mean 'bug-report'"):
        find_template_source("bug-repart")


def test_a_data_folder_in_the_repository_is_the_users_own(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAN_WIZARD_HOME", str(root / ".plan-wizard"))
    put_file(root, ".plan-wizard/templates/mine.md", native("mine", "Mine"))

    first = list_templates()[0]
    assert (first.name, first.found.group) == ("mine", "own")
