"""Findings as SARIF 2.1.0, as code hosts take it.

a check's report → one run with the rules that the program knows, and one result for each finding

A result has one location, a region in characters (`columnKind: unicodeCodePoints`) and a fingerprint; `fixes` say what
`plan-wizard check --fix` would do. Section numbers below are those of the OASIS standard.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from wizard import __version__
from wizard.automation.source_links import SourceLinks
from wizard.message_text import end_sentence, sanitize_line
from wizard.plans.gate.report import CheckReport, sentences_of
from wizard.plans.lint.finding import Finding, Fix, Severity, TextEdit
from wizard.plans.lint.rules import RULES, Rule

_Json: TypeAlias = Mapping[str, object]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}


def findings_as_sarif(report: CheckReport, folder: Path) -> str:
    """Return one SARIF document; files are named from the root of the repository that `folder` is in."""
    links = SourceLinks(folder)
    rules = _rules(report.findings)
    indexes = {str(rule["id"]): index for index, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "plan-wizard", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [_result(finding, indexes[finding.problem.code], links) for finding in report.findings],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2)


def _rules(findings: Iterable[Finding]) -> list[_Json]:
    """Return the rules of the table, and those behind other findings, such as the mistakes of a template."""
    rules = {rule.code: _rule(rule) for rule in RULES}
    for finding in findings:
        code = finding.problem.code
        if code not in rules:
            summary = end_sentence(code.replace("-", " ").capitalize())
            rules[code] = _rule(Rule(code, finding.severity, summary, finding.remedy, None))
    return list(rules.values())


def _rule(rule: Rule) -> _Json:
    text = f"{rule.summary} {rule.remedy}".rstrip()
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": text},
        "help": {"text": f"{text} More in docs/findings.md, under {rule.code}."},
        # Nobody knows where a copy of the documentation is served; a URN names its part all the same (RFC 8141).
        "helpUri": f"urn:plan-wizard:finding:{rule.code}",
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _invocation(report: CheckReport) -> _Json:
    problems = [_notification("error", sentence) for sentence in sentences_of(report.unreadable)]
    notifications = [*problems, *(_notification("note", note) for note in report.notes)]
    told = {"toolExecutionNotifications": notifications} if notifications else {}
    return {"executionSuccessful": not problems, **told}


def _notification(level: str, sentence: str) -> _Json:
    return {"level": level, "message": {"text": _plain(sentence)}}


def _result(finding: Finding, rule_index: int, links: SourceLinks) -> _Json:
    problem = finding.problem
    artifact = {"uri": links.uri(problem.file)}
    region = {"startLine": problem.line, "startColumn": problem.column}
    if finding.end_column is not None:
        region |= {"endLine": problem.line, "endColumn": finding.end_column}
    fixes = {} if finding.fix is None else {"fixes": [_fix(finding.fix, artifact)]}
    return {
        "ruleId": problem.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _plain(f"{end_sentence(problem.message)} {finding.remedy}".rstrip())},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"primaryLocationLineHash": finding.fingerprint},
        **fixes,
    }


def _fix(fix: Fix, artifact: _Json) -> _Json:
    replacements = [{"deletedRegion": _region(edit), "insertedContent": {"text": edit.text}} for edit in fix.edits]
    return {
        "description": {"text": _plain(fix.summary)},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
    }


def _region(edit: TextEdit) -> _Json:
    return {
        "startLine": edit.line,
        "startColumn": edit.column,
        "endLine": edit.end_line,
        "endColumn": edit.end_column,
    }


def _plain(text: str) -> str:
    """Return a message in which no brackets are read as a link (§3.11.6)."""
    return sanitize_line(text).replace("](", "] (")
