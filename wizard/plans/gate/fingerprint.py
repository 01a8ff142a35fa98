"""What a finding is known by when the lines around it move.

code, the headings above it, the text that it is about → `9f2c51d07ab3e846:1`

The number behind the hash counts findings that have all of these in common, from top to bottom. Neither the number of
the line nor the name of the file is in it, nor the mark of a task's box, nor the number of an item or a heading above:
no finding is new because its task was ticked, or because a milestone came before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from wizard.digests import sha256_hex
from wizard.plans.lint.finding import Finding
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.plan_files import MARKDOWN_SUFFIXES

_HEX_DIGITS = 16
_BOX = re.compile(r"((?:[-*+]|\d{1,9}[.)])[ \t]+\[)[^\]](?=\])")
# Of an item, and of a heading that has a title besides: these count on when something is put in above.
_ITEM_NUMBER = re.compile(r"\d{1,9}(?=[.)][ \t])")
_HEADING_NUMBER = re.compile(r"^(\w+(?: \w+)? )?\d+(?:\.\d+)*[.):]? *(?:[-–—:] ?)?(?=[^\W\d])", re.MULTILINE)


def with_fingerprints(findings: Iterable[Finding], documents: Mapping[str, PlanDocument]) -> Iterator[Finding]:
    """Yield the findings with their fingerprints; `documents` are the files by their names in the findings."""
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        file = finding.problem.file
        key = _hash(finding, documents.get(file))
        seen[file, key] += 1
        yield replace(finding, fingerprint=f"{key}:{seen[file, key]}")


def _hash(finding: Finding, document: PlanDocument | None) -> str:
    problem = finding.problem
    about = problem.message if document is None else _section_and_text(finding, document)
    return sha256_hex(f"{problem.code}\0{about}".encode("utf-8", "surrogatepass"))[:_HEX_DIGITS]


def _section_and_text(finding: Finding, document: PlanDocument) -> str:
    """Return the headings above a finding, the text that it marks, and the line around that."""
    problem = finding.problem
    if not 1 <= problem.line <= len(document.lines):
        return problem.message
    line = document.lines[problem.line - 1]
    marked = "" if finding.end_column is None else line[problem.column - 1 : finding.end_column - 1]
    section = document.sections[problem.line - 1] if problem.file.lower().endswith(MARKDOWN_SUFFIXES) else ""
    around = " ".join(_ITEM_NUMBER.sub("", _BOX.sub(r"\1 ", line), count=1).split())
    section = _HEADING_NUMBER.sub(r"\1", section)
    return f"{section}\0{marked}\0{around}"
