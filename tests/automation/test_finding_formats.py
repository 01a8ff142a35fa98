"""Findings for code hosts: SARIF 2.1.0, GitHub's workflow commands, and fingerprints that survive moved lines."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import Program
from tests.support.small_plan import save_small_plan
from wizard.automation.github_commands import findings_as_github_commands
from wizard.automation.sarif import findings_as_sarif
from wizard.errors import Problem, WizardError
from wizard.plans.gate.fingerprint import with_fingerprints
from wizard.plans.gate.report import CheckReport
from wizard.plans.lint.finding import Finding, Fix, TextEdit
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.lint.rules import RULES

HOSTILE = "50 % of [a](b), {0}\r\n\x1b[31m\u202e 🦄 \udcff: all, of it"


def finding(message: str = "It is so", **changes: Any) -> Finding:
    place = {"file": "docs/relay.md", "line": 3, "column": 5, "code": "stale"}
    place |= {key: changes.pop(key) for key in place.keys() & changes.keys()}
    return Finding(Problem(**place, message=message), **changes)


def sarif(*findings: Finding, folder: Path = Path(), unreadable: tuple[WizardError, ...] = ()) -> dict[str, Any]:
    document = json.loads(findings_as_sarif(CheckReport(findings, unreadable=unreadable), folder))
    schema = import_module("pydantic_sarif.model").StaticAnalysisResultsFormatSarifVersion210JsonSchema
    schema.model_validate(document)
    return document


def results(*findings: Finding, folder: Path = Path()) -> list[dict[str, Any]]:
    return sarif(*findings, folder=folder)["runs"][0]["results"]


FIX = Fix("Renumbers the list.", (TextEdit(3, 1, 3, 2, "2"), TextEdit(4, 1, 5, 1, "")))


@pytest.mark.parametrize(
    "found",
    [
        [],
        [finding()],
        [finding(severity="warning", end_column=9, remedy="Save it.", fingerprint="a:1", fix=FIX), finding()],
        [finding(code="unknown-key", severity="info"), finding(HOSTILE, file=HOSTILE, remedy=HOSTILE)],
        [finding(code=rule.code) for rule in RULES],
    ],
)
def test_any_findings_are_valid_sarif(found: list[Finding]) -> None:
    document = sarif(*found, unreadable=(WizardError(HOSTILE),))

    assert document["version"] == "2.1.0"
    [run] = document["runs"]
    assert len(run["results"]) == len(found)
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert {"shortDescription", "fullDescription", "helpUri", "defaultConfiguration"} <= rule.keys()
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_every_rule_of_the_table_is_told_with_its_level() -> None:
    [run] = sarif()["runs"]

    levels = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in run["tool"]["driver"]["rules"]}
    assert levels == {rule.code: {"info": "note"}.get(rule.severity, rule.severity) for rule in RULES}


def test_a_result_has_the_place_the_level_and_the_way_to_mend_it() -> None:
    [result] = results(finding("The [Goal] is open", severity="info", end_column=9, remedy="Answer it.", fix=FIX))

    assert result["level"] == "note"
    assert result["message"] == {"text": "The [Goal] is open. Answer it."}
    [location] = result["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "docs/relay.md"}
    region = location["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9}
    [change] = result["fixes"][0]["artifactChanges"]
    assert [each["insertedContent"]["text"] for each in change["replacements"]] == ["2", ""]
    assert change["replacements"][1]["deletedRegion"] == {
        "startLine": 4, "startColumn": 1, "endLine": 5, "endColumn": 1,
    }  # fmt: skip


def test_no_brackets_of_a_plan_become_a_link() -> None:
    [result] = results(finding("see [here](https://evil.example)"))

    assert "](" not in result["message"]["text"]


def test_files_are_named_from_the_root_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()
    names = ["ä 100%#?:,.md", "../up.md", str(tmp_path / "docs" / "x.md"), "/far/away.md", "<stdin>"]

    told = results(*(finding(file=name) for name in names), folder=tmp_path / "docs")

    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in told]
    assert uris == ["docs/%C3%A4%20100%25%23%3F%3A%2C.md", "up.md", "docs/x.md", "file:///far/away.md", "stdin"]


def test_files_that_cannot_be_read_are_told_in_the_document() -> None:
    [run] = sarif(unreadable=(WizardError("docs cannot be read"),))["runs"]

    [invocation] = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "docs cannot be read"


def unescape(text: str) -> str:
    """What GitHub reads, by the rules of its toolkit."""
    for escaped, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escaped, character)
    return text


def test_a_finding_is_an_annotation_with_its_place() -> None:
    found = finding("100 % done: yes, really", severity="info", end_column=9, remedy="Look again.", code="vague")

    told = findings_as_github_commands(CheckReport((found,)), Path())

    place = "file=docs/relay.md,line=3,col=5,endLine=3,endColumn=9,title=vague"
    assert told == f"::notice {place}::100 %25 done: yes, really. Look again.\n"


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_no_message_and_no_name_breaks_out_of_its_annotation(severity: Any) -> None:
    name = "a,b:c%d\r\n::error::e.md"

    told = findings_as_github_commands(CheckReport((finding(HOSTILE, file=name, severity=severity),)), Path())

    assert told.count("\n") == 1
    properties, message = re.fullmatch(r"::\w+ (.*?)::(.*)\n", told).groups()  # pyright: ignore[reportOptionalMemberAccess]
    read = dict(each.split("=", 1) for each in properties.split(","))
    assert unescape(read["file"]) == name
    assert read["line"] == "3"
    assert unescape(message).startswith("50 % of [a](b), {0}")


def fingerprints(text: str, *places: tuple[int, str]) -> list[str]:
    found = [finding(line=line, column=1, code=code) for line, code in places]
    told = with_fingerprints(found, {"docs/relay.md": PlanDocument(text)})
    return [each.fingerprint for each in told]


PLAN = "# Relay\n\n## Tasks\n\n- [ ] dig TODO\n\n## Later\n\n- [ ] dig TODO\n- [ ] dig TODO\n"


def test_a_moved_line_has_the_fingerprint_that_it_had() -> None:
    before = fingerprints(PLAN, (5, "placeholder"), (9, "placeholder"))

    moved = PLAN.replace("## Tasks\n", "A line.\n\n## Tasks\n\nMore lines.\n").replace("\n", "\r\n")
    assert fingerprints(moved, (9, "placeholder"), (13, "placeholder")) == before
    assert fingerprints(PLAN.replace("[ ]", "[x]"), (5, "placeholder"), (9, "placeholder")) == before


def test_what_is_counted_anew_has_the_fingerprint_that_it_had() -> None:
    plan = "# Relay\n\n### Milestone 1: Draw\n\n1. dig TODO\n\n## 3. Risks\n\n- TODO\n"
    shifted = "# Relay\n\n### Milestone 2: Draw\n\n4. dig TODO\n\n## 4. Risks\n\n- TODO\n"

    assert fingerprints(plan, (5, "todo-mark"), (9, "todo-mark")) == fingerprints(
        shifted, (5, "todo-mark"), (9, "todo-mark")
    )
    unnamed = "## Milestone 1\n\nTODO\n\n## Milestone 2\n\nTODO\n"
    first, second = fingerprints(unnamed, (3, "todo-mark"), (7, "todo-mark"))
    assert first.partition(":")[0] != second.partition(":")[0]


def test_findings_that_differ_have_different_fingerprints() -> None:
    told = fingerprints(PLAN, (5, "placeholder"), (5, "vague"), (9, "placeholder"), (10, "placeholder"), (3, "vague"))

    assert len(set(told)) == 5


def test_the_text_of_a_finding_counts_and_a_heading_in_a_fence_does_not() -> None:
    fenced = PLAN.replace("- [ ] dig TODO\n\n## Later", "```\n## Tasks\n```\n- [ ] dig TODO\n\n## Later", 1)

    assert fingerprints(fenced, (8, "placeholder")) == fingerprints(PLAN, (5, "placeholder"))
    assert fingerprints(PLAN.replace("dig", "fill"), (5, "placeholder")) != fingerprints(PLAN, (5, "placeholder"))


def test_a_finding_about_no_line_and_one_of_an_unknown_file_have_fingerprints() -> None:
    told = list(with_fingerprints([finding(line=99), finding(file="other.yaml")], {"docs/relay.md": PlanDocument("")}))

    assert all(re.fullmatch(r"[0-9a-f]{16}:\d+", each.fingerprint) for each in told)


@pytest.fixture
def plan(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A saved plan of which a line was edited by hand, and the answers of another one were changed."""
    monkeypatch.chdir(tmp_path)
    save_small_plan(program, home)
    path = tmp_path / "plan.md"
    path.write_text(path.read_text().replace("- One", "- One, by hand"))
    answers = tmp_path / "plan.answers.yaml"
    answers.write_text(answers.read_text().replace("goal: Talk.", "goal: Listen."))
    return path


@pytest.mark.usefixtures("plan")
def test_the_formats_of_check_hold_the_same_findings(program: Program) -> None:
    as_json = program("check", "--format", "json", "plan.md")
    as_sarif = program("check", "plan.md", "--format", "sarif")
    as_github = program("check", "plan.md", "--format=github")

    assert as_json.document == program("check", "plan.md", "--json").document
    assert [as_json.code, as_sarif.code, as_github.code] == [1, 1, 1]
    read = [(each["ruleId"], each["partialFingerprints"]) for each in as_sarif.document["runs"][0]["results"]]
    assert read == [
        (each["code"], {"primaryLocationLineHash": each["fingerprint"]}) for each in as_json.document["findings"]
    ]
    assert [line.split()[0] for line in as_github.out.splitlines()] == ["::error", "::warning"]
    assert [each["severity"] for each in as_json.document["findings"]] == ["error", "warning"]


@pytest.mark.usefixtures("plan")
def test_two_formats_at_once_are_refused(program: Program) -> None:
    outcome = program("check", "plan.md", "--json", "--format", "sarif")

    assert outcome.code == 2
    assert "cannot be combined" in outcome.err
    assert program("check", "plan.md", "--format", "xml").code == 2
    assert program("check", "plan.md", "--json", "--format", "json").code == 1


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_a_file_that_cannot_be_read_keeps_no_finding_from_being_told(program: Program, output: str) -> None:
    outcome = program("check", "missing.md", "plan.md", "--format", output)

    assert outcome.code == 2
    assert "missing.md" in outcome.err
    assert "stale" in outcome.out


def test_a_file_that_cannot_be_read_is_annotated_at_its_place(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.md").write_bytes(b"# Plan\n\xff\n")

    outcome = program("check", "--format", "github", "missing,1.md", "bad.md", "x*.md")

    assert outcome.code == 2
    assert outcome.out.splitlines() == [
        "::error title=unreadable::no file fits x*.md",
        "::error file=missing%2C1.md,title=unreadable::missing,1.md cannot be read: No such file or directory",
        "::error file=bad.md,line=2,col=1,title=not-utf-8::the byte 0xFF is not UTF-8; save the file as UTF-8",
    ]
