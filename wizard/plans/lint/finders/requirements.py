"""The rules about how a requirement is written: how binding it is, and whether it can be proved wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wizard.message_text import sanitize_title
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.lint.requirement_list import LEVEL

_VAGUE = re.compile(
    r"""
    \b(?: fast(?:er)? | quick(?:ly|er)? | slow(?:ly)? | easy | easily | simple | simply | user[- ]friendly
    | intuitive(?:ly)? | robust(?:ly)? | scalab(?:le|ly) | scales?[ ]well | efficient(?:ly)? | flexib(?:le|ly)
    | reliab(?:le|ly) | responsive(?:ly)? | seamless(?:ly)? | appropriate(?:ly)? | adequate(?:ly)? | reasonabl[ey]
    | sufficient(?:ly)? | as[ ](?:soon|fast|quickly|little)[ ]as[ ]possible | minimal(?:ly)? | minimi[sz]e[sd]?
    | maximi[sz]e[sd]? | optimal(?:ly)? | optimi[sz]ed | high[- ]performance | performant | low[ ]latency
    | high[ ]availability | highly[ ]available | good | better | nice(?:ly)? | great | modern | smooth(?:ly)?
    | convenient(?:ly)? | timely | near[ ]real[- ]?time | lightweight | several | various | many | some[ ]kind[ ]of
    | etc | and[ ]so[ ]on | as[ ]needed | if[ ]necessary | (?:where|if|when)[ ]possible | state[- ]of[- ]the[- ]art
    | properly | frequent(?:ly)? | regularly | often )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|hundred|thousand|million|half|third|"
    r"quarter|twice|zero|single)\b",
    re.IGNORECASE,
)
_MIN_WORDS: Final = 2


def find_requirements_without_level(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the requirements without a word that says how binding they are."""
    for each in document.requirements:
        if not LEVEL.search(f"{each.text} {each.context}") and len(re.findall(r"\w+", each.text)) >= _MIN_WORDS:
            named = each.id or sanitize_title(document.lines[each.line][each.column : each.end])
            yield Occurrence(each.line + 1, f"{named} has no level", each.column + 1, each.end + 1)


def find_vague_requirements(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the requirements with a word that everybody reads differently, and no number."""
    for each in document.requirements:
        found = _VAGUE.search(each.text)
        if found is not None and not _NUMBER.search(each.text):
            named = each.id or "this requirement"
            line = document.prose[each.line]
            at = line.find(found[0], each.column)
            start, end = (at, at + len(found[0])) if at >= 0 else (each.column, each.end)
            yield Occurrence(each.line + 1, f"'{found[0]}' in {named} has no number", start + 1, end + 1)
