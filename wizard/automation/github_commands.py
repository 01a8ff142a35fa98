"""Findings as GitHub's workflow commands, which make annotations of them.

a finding → `::error file=docs/relay.md,line=3,col=5,endLine=3,endColumn=9,title=placeholder::[Goal] is still there`
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from wizard.automation.source_links import SourceLinks
from wizard.errors import InvalidFileError, UnreadableFileError
from wizard.message_text import end_sentence, sanitize_line
from wizard.plans.gate.report import CheckReport
from wizard.plans.lint.finding import Finding, Severity

_COMMANDS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}


def findings_as_github_commands(report: CheckReport, folder: Path) -> str:
    """Return a line for each finding, and one for each file that cannot be read; all end with a line feed."""
    links = SourceLinks(folder)
    lines = [*(_command(finding, links) for finding in report.findings), *_unreadable(report, links)]
    return "".join(f"{line}\n" for line in lines)


def _command(finding: Finding, links: SourceLinks) -> str:
    problem = finding.problem
    end = {} if finding.end_column is None else {"endColumn": finding.end_column}
    properties = {
        "file": links.name(problem.file),
        "line": problem.line,
        "col": problem.column,
        "endLine": problem.line,
        **end,
        "title": problem.code,
    }
    said = ",".join(f"{key}={_escape_property(str(value))}" for key, value in properties.items())
    message = f"{end_sentence(sanitize_line(problem.message))} {finding.remedy}".rstrip()
    return f"::{_COMMANDS[finding.severity]} {said}::{_escape_message(message)}"


def _unreadable(report: CheckReport, links: SourceLinks) -> Iterator[str]:
    for error in report.unreadable:
        if isinstance(error, InvalidFileError):
            for each in error.problems:
                place = {"file": links.name(each.file), "line": str(each.line), "col": str(each.column)}
                yield _unreadable_command({**place, "title": each.code}, each.message)
        else:
            file = {"file": links.name(error.file)} if isinstance(error, UnreadableFileError) else {}
            yield _unreadable_command({**file, "title": "unreadable"}, str(error))


def _unreadable_command(properties: Mapping[str, str], sentence: str) -> str:
    said = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
    return f"::error {said}::{_escape_message(sanitize_line(sentence))}"


def _escape_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_message(text).replace(":", "%3A").replace(",", "%2C")
