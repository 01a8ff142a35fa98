"""Templates are found where repositories keep them, at the cost of a few folders."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support.repository import native, put_file, put_files
from wizard.compiler.lookup import discovery
from wizard.compiler.lookup.discovery import FoundTemplate, find_in_repository
from wizard.compiler.lookup.repository import repository_folders
from wizard.limits import MAX_LISTED_ENTRIES


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(home))
    for variable in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    return home


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "work" / "project"
    (root / ".git").mkdir(parents=True)
    return root


def found_in(folder: Path) -> list[FoundTemplate]:
    return list(find_in_repository(repository_folders(str(folder))))


def places(folder: Path) -> list[str]:
    return [found.place for found in found_in(folder)]


PLACES = {
    "repository": (".plan-wizard/templates/a.md", ".plan-wizard/templates/form.yml"),
    "github": (
        ".github/ISSUE_TEMPLATE/bug_report.yml",
        ".github/ISSUE_TEMPLATE/feature.md",
        ".github/ISSUE_TEMPLATE/other.yaml",
        ".github/release_checklist.md",
        ".github/pull_request_template.md",
        ".github/ISSUE_TEMPLATE.md",
        ".github/PULL_REQUEST_TEMPLATE/fix.md",
        "PULL_REQUEST_TEMPLATE.md",
        "issue_template.md",
        "PULL_REQUEST_TEMPLATE/root.md",
        "docs/pull_request_template.md",
        "docs/PULL_REQUEST_TEMPLATE/docs.md",
        ".github/DISCUSSION_TEMPLATE/ideas.yml",
    ),
    "docs": ("docs/templates/postmortem.md",),
    "spec-kit": (".specify/templates/spec-template.md",),
    "openspec": ("openspec/schemas/spec-driven/templates/proposal.md",),
    "kiro": (
        ".kiro/settings/templates/root.md",
        ".kiro/settings/templates/specs/design.md",
        ".kiro/settings/templates/steering/deep/tech.md",
    ),
    "adr": (
        "docs/adr/template.md",
        "doc/adr/templates/template.md",
        "docs/decisions/adr-template.md",
        "adr/0000-template.md",
        "doc/architecture/decisions/adr-template-minimal.md",
    ),
}


@pytest.mark.parametrize(("group", "place"), [(group, place) for group, found in PLACES.items() for place in found])
def test_a_template_is_found_in_each_of_the_places(root: Path, group: str, place: str) -> None:
    put_files(root, place)

    assert [(found.group, found.place) for found in found_in(root)] == [(group, place)]


def test_groups_come_in_one_order_whatever_is_in_them(root: Path) -> None:
    put_files(root, *(place for found in PLACES.values() for place in found))

    groups = [found.group for found in found_in(root)]

    assert list(dict.fromkeys(groups)) == list(PLACES)
    assert Counter(groups) == {group: len(found) for group, found in PLACES.items()}


@pytest.mark.parametrize(
    "place",
    [
        ".github/ISSUE_TEMPLATE/config.yml",
        ".github/ISSUE_TEMPLATE/README.md",
        ".github/README.md",
        ".github/CONTRIBUTING.md",
        ".github/CONTRIBUTING.zh-CN.md",
        ".github/CODE_OF_CONDUCT.md",
        ".github/SECURITY.md",
        ".github/SUPPORT.md",
        ".github/copilot-instructions.md",
        ".github/FUNDING.yml",
        ".github/workflows/ci.yml",
        ".github/dependabot.yml",
        "docs/templates/README.md",
        "docs/adr/0001-use-postgres.md",
        "docs/adr/README.md",
        "docs/guide.md",
        "README.md",
        "templates/mail.md",
        ".specify/memory/constitution.md",
        "openspec/specs/login/spec.md",
        ".kiro/specs/login/design.md",
        ".kiro/settings/templates/specs/init.json",
        "src/templates/page.md",
    ],
)
def test_what_lies_beside_the_templates_is_none(root: Path, place: str) -> None:
    put_files(root, place)

    assert places(root) == []


def test_in_a_folder_of_any_templates_only_the_native_ones_are_ours(root: Path) -> None:
    put_file(root, "templates/plan.md", native("plan", "A plan"))
    put_file(root, "templates/with-mark.md", "\ufeff" + native("marked", "Marked"))
    put_file(root, "templates/mail.md", "---\nsubject: wizard\n---\nDear {{ name }}\n")

    assert places(root) == ["templates/plan.md", "templates/with-mark.md"]


# Where a repository begins


def test_a_folder_deep_in_the_repository_offers_the_same(root: Path) -> None:
    put_files(root, ".github/ISSUE_TEMPLATE/bug.yml", "docs/adr/template.md", "src/deep/er/main.py")

    assert places(root / "src" / "deep" / "er") == places(root) != []


def test_a_package_of_its_own_within_the_repository_adds_its_own(root: Path) -> None:
    put_files(root, ".plan-wizard/templates/plan.md", "docs/templates/all.md", "package/docs/templates/its.md")
    put_files(root, ".specify/templates/spec-template.md", "package/.specify/templates/plan-template.md")
    put_file(root, "package/.plan-wizard/templates/plan.md", "# Nearer\n")

    assert places(root / "package") == [
        "package/.plan-wizard/templates/plan.md",
        "package/docs/templates/its.md",
        "docs/templates/all.md",
        "package/.specify/templates/plan-template.md",
    ]


def test_worktrees_and_submodules_have_a_file_called_git(root: Path) -> None:
    put_files(root, ".github/ISSUE_TEMPLATE/of-the-outer.md")
    inner = root / "module"
    put_file(inner, ".git", "gitdir: ../.git/modules/module\n")
    put_file(inner, ".github/ISSUE_TEMPLATE/of-the-inner.md", "# Inner\n")

    assert places(inner) == [".github/ISSUE_TEMPLATE/of-the-inner.md"]


@pytest.mark.parametrize(
    "place", [".plan-wizard/templates/a.md", ".github/ISSUE_TEMPLATE/a.md", "docs/adr/template.md"]
)
def test_a_project_without_git_is_known_by_what_it_holds(tmp_path: Path, place: str) -> None:
    project = tmp_path / "work" / "plain"
    put_file(project, place, "# A\n")
    (project / "src").mkdir()

    assert places(project / "src") == [place]


def test_nothing_above_the_home_folder_or_in_it_is_offered(empty_home: Path) -> None:
    put_files(empty_home, ".github/ISSUE_TEMPLATE/a.md")
    put_files(empty_home.parent, ".github/ISSUE_TEMPLATE/b.md")
    (empty_home / "notes").mkdir()

    assert places(empty_home / "notes") == []


def test_a_home_folder_under_git_is_a_repository_for_whoever_stands_in_it(empty_home: Path) -> None:
    put_file(empty_home, ".github/ISSUE_TEMPLATE/a.md", "# A\n")
    assert places(empty_home) == []

    (empty_home / ".git").mkdir()

    assert places(empty_home) == [".github/ISSUE_TEMPLATE/a.md"]


def test_a_folder_that_is_gone_is_in_no_repository(tmp_path: Path) -> None:
    assert repository_folders(str(tmp_path / "gone")) == ()


def test_another_file_system_is_where_the_search_ends(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_files(root, ".github/ISSUE_TEMPLATE/a.md")
    mounted = root / "mounted"
    mounted.mkdir()
    true_stat = os.stat

    class Other:
        st_dev = -1

    monkeypatch.setattr(
        discovery.os, "stat", lambda path, **rest: Other() if path == str(mounted) else true_stat(path, **rest)
    )

    assert repository_folders(str(mounted)) == (str(mounted),)


# What it costs


def test_a_large_repository_costs_no_more_than_a_small_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_files(root, *(place for found in PLACES.values() for place in found))
    for number in range(300):
        put_files(root, f"src/part{number}/code.md", f"docs/guide{number}/page.md", f"file{number}.md")
    listed: list[str] = []
    true_scandir = os.scandir

    def counted(folder: str) -> object:
        listed.append(os.path.relpath(folder, root))
        return true_scandir(folder)

    monkeypatch.setattr(discovery.os, "scandir", counted)

    places(root / "src" / "part7")

    assert 0 < len(listed) < 40
    assert not any(folder.startswith(("src", "docs/guide")) for folder in listed)
    assert "." not in listed and "docs" not in listed


def test_of_a_folder_with_very_many_entries_only_the_first_are_seen(root: Path) -> None:
    put_files(root, *(f"docs/templates/t{number}.md" for number in range(MAX_LISTED_ENTRIES + 50)), text="")

    assert 0 < len(places(root)) <= MAX_LISTED_ENTRIES


def test_folders_without_end_below_a_place_end_the_search(root: Path) -> None:
    put_files(root, ".kiro/settings/templates/" + "deeper/" * 40 + "t.md", ".kiro/settings/templates/specs/t.md")

    assert places(root) == [".kiro/settings/templates/specs/t.md"]


# A stranger's repository

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")


@posix_only
def test_a_link_out_of_the_repository_is_not_followed(root: Path, tmp_path: Path) -> None:
    secret = put_file(tmp_path, "secret/notes.md", "# Secret\n")
    (root / "docs").mkdir()
    (root / ".github").mkdir()
    (root / "docs" / "templates").symlink_to(secret.parent)
    (root / ".github" / "ISSUE_TEMPLATE").mkdir()
    (root / ".github" / "ISSUE_TEMPLATE" / "leak.md").symlink_to(secret)
    (root / "PULL_REQUEST_TEMPLATE.md").symlink_to(secret)
    put_file(root, ".adr-dir", "../../secret\n")

    assert places(root) == []


@posix_only
def test_a_link_within_the_repository_is_followed_once(root: Path) -> None:
    put_files(root, "docs/shared/bug.md")
    (root / ".github").mkdir()
    (root / ".github" / "ISSUE_TEMPLATE").symlink_to("../docs/shared")

    assert places(root) == [".github/ISSUE_TEMPLATE/bug.md"]


@posix_only
def test_pipes_loops_and_dead_links_are_passed_by(root: Path) -> None:
    folder = root / ".github" / "ISSUE_TEMPLATE"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "pipe.md")
    os.mkfifo(root / "PULL_REQUEST_TEMPLATE.md")
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "dead.md").symlink_to("nothing.md")
    (folder / "folder.md").mkdir()
    kiro = root / ".kiro" / "settings" / "templates"
    kiro.mkdir(parents=True)
    (kiro / "again").symlink_to(".")
    put_files(root, ".github/ISSUE_TEMPLATE/good.md")

    assert places(root) == [".github/ISSUE_TEMPLATE/good.md"]


def test_a_folder_that_may_not_be_read_is_no_mistake(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_files(root, ".github/ISSUE_TEMPLATE/a.md", "docs/templates/b.md")
    true_scandir = os.scandir

    def refusing(folder: str) -> object:
        if ".github" in folder:
            raise PermissionError(13, "Permission denied")
        return true_scandir(folder)

    monkeypatch.setattr(discovery.os, "scandir", refusing)

    assert places(root) == ["docs/templates/b.md"]


# spec-kit, OpenSpec, adr-tools


def test_the_order_of_spec_kit_is_overrides_presets_extensions_core(root: Path) -> None:
    names = ("spec-template", "plan-template", "tasks-template", "checklist-template", "constitution-template")
    put_files(root, *(f".specify/templates/{name}.md" for name in names))
    put_files(root, *(f".specify/extensions/ext/templates/{name}.md" for name in names[:4]))
    put_files(root, *(f".specify/presets/late/templates/{name}.md" for name in names[:3]))
    put_files(root, *(f".specify/presets/early/templates/{name}.md" for name in names[:2]))
    put_files(root, f".specify/templates/overrides/{names[0]}.md", f".specify/presets/off/templates/{names[3]}.md")
    put_files(root, ".specify/extensions/.backup/templates/old-template.md", ".specify/presets/stray/templates/x.md")
    registry = {"late": {"priority": 20}, "off": {"priority": 1, "enabled": False}, "early": {}}
    put_file(root, ".specify/presets/.registry", json.dumps({"presets": registry}))

    assert places(root) == [
        ".specify/templates/overrides/spec-template.md",
        ".specify/presets/early/templates/plan-template.md",
        ".specify/presets/late/templates/tasks-template.md",
        ".specify/extensions/ext/templates/checklist-template.md",
        ".specify/templates/constitution-template.md",
    ]


@pytest.mark.parametrize("registry", [None, "", "[]", "{", "[" * 10_000, '{"presets": 3}'])
def test_presets_without_a_registry_come_by_name(root: Path, registry: str | None) -> None:
    put_files(root, ".specify/presets/b/templates/spec-template.md", ".specify/presets/a/templates/spec-template.md")
    if registry is not None:
        put_file(root, ".specify/presets/.registry", registry)

    assert places(root) == [".specify/presets/a/templates/spec-template.md"]


@pytest.mark.parametrize("preset", ["../../elsewhere", "/etc", "..", "a/b"])
def test_a_registry_leads_to_no_other_folder(root: Path, preset: str) -> None:
    put_files(root, "elsewhere/templates/spec-template.md")
    put_file(root, ".specify/presets/.registry", json.dumps({"presets": {preset: {"priority": "NaN"}}}))

    assert places(root) == []


@pytest.mark.parametrize("strategy", ["prepend", "append", "wrap", "WRAP"])
def test_what_a_preset_adds_to_a_template_is_told_as_left_out(root: Path, strategy: str) -> None:
    put_files(root, ".specify/presets/lean/parts/addendum.md", ".specify/templates/spec-template.md")
    entry = f"{{type: template, name: spec-template, file: parts/addendum.md, strategy: {strategy}}}"
    manifest = f"provides:\n  templates:\n    - {entry}\n"
    put_file(root, ".specify/presets/lean/preset.yml", manifest)

    (found,) = found_in(root)

    assert found.place == ".specify/templates/spec-template.md"
    assert found.note == "What the preset 'lean' adds to it is left out here."


def test_a_manifest_says_where_a_preset_has_its_file(root: Path) -> None:
    put_files(root, ".specify/presets/lean/own/spec.md", ".specify/templates/spec-template.md")
    put_file(
        root, ".specify/presets/lean/preset.yml", "provides: {templates: [{name: spec-template, file: own/spec.md}]}"
    )

    assert places(root) == [".specify/presets/lean/own/spec.md"]


@pytest.mark.parametrize(
    "manifest",
    ["", "[", "provides: 3", "provides: {templates: {a: b}}", "provides: {templates: [3, {name: 4}]}", "\x00"],
)
def test_a_broken_manifest_changes_nothing(root: Path, manifest: str) -> None:
    put_files(root, ".specify/presets/lean/templates/spec-template.md")
    put_file(root, ".specify/presets/lean/preset.yml", manifest)

    assert places(root) == [".specify/presets/lean/templates/spec-template.md"]


def test_schemas_of_the_user_come_after_those_of_the_project(root: Path, empty_home: Path) -> None:
    put_files(root, "openspec/schemas/mine/templates/proposal.md")
    for schema in ("mine", "wide"):
        put_file(empty_home, f".local/share/openspec/schemas/{schema}/templates/design.md", "# D\n")

    found = found_in(root)

    assert [(each.scope, Path(each.path).name) for each in found] == [("mine", "proposal.md"), ("wide", "design.md")]


def test_schemas_of_the_user_are_for_projects_with_openspec(root: Path, empty_home: Path) -> None:
    put_file(empty_home, ".local/share/openspec/schemas/wide/templates/design.md", "# D\n")

    assert places(root) == []


def test_adr_tools_say_where_the_records_are(root: Path) -> None:
    put_files(root, "records/here/template.md")
    put_file(root, ".adr-dir", "records/here\n")

    assert places(root) == ["records/here/template.md"]
