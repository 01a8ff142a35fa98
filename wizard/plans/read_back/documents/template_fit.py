"""After which of the known templates a document seems to be made, told by its headings alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Final

from wizard.compiler.loader import decode_utf8
from wizard.compiler.lookup.template_names import list_templates
from wizard.errors import WizardError
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_COMPARED_TEMPLATES, MAX_PLAN_FILE_BYTES, MAX_TEMPLATE_BYTES
from wizard.markdown.fences import fence_after
from wizard.markdown.markdown_parser import front_matter_end
from wizard.plans.read_back.documents.worded_lines import exact_key, loose_key

_HEADING: Final = re.compile(
    r"(?:[ ]{0,3}\#{1,6}|[ \t]*(?:-[ ])?label:)[ \t]+(.*)|\*\*([^*]+)\*\*:?[ \t]*\Z", re.VERBOSE
)
_TAG: Final = re.compile(r"\{[{%#].*?[}%#]\}")
_MIN_SHARE: Final = 0.5
"""Of a template's headings, that a document made after it has."""
_MIN_LEAD: Final = 0.15
"""By which one template fits better than the next, or there is no clear one."""
_MIN_HEADINGS: Final = 2


def suggest_template(document: Path) -> str:
    """Return the name by which the template is opened that fits a document best; nothing without a clear one."""
    try:
        own = frozenset(_headings(_read(document, MAX_PLAN_FILE_BYTES)))
        named = list_templates(str(document.absolute().parent))
    except (OSError, WizardError):
        return ""
    scores: list[tuple[float, str]] = []
    for each in named[:MAX_COMPARED_TEMPLATES]:
        try:
            headings = frozenset(_headings(_read(each.found.path, MAX_TEMPLATE_BYTES)))
        except (OSError, WizardError):
            continue
        shared = sum(heading in own or any(title.startswith(f"{heading} ") for title in own) for heading in headings)
        if shared >= _MIN_HEADINGS:
            scores.append((shared / len(headings), each.source))
    scores.sort(reverse=True)
    if not scores or scores[0][0] < _MIN_SHARE:
        return ""
    is_clear = len(scores) == 1 or scores[0][0] - scores[1][0] >= _MIN_LEAD
    return scores[0][1] if is_clear else ""


def _read(path: str | PathLike[str], limit: int) -> str:
    return decode_utf8(read_regular_file(Path(path), limit), str(path))


def _headings(text: str) -> Iterator[str]:
    """Yield the headings of a text outside fences, and the labels of an issue form, as titles are compared."""
    fence = ""
    for line in text[front_matter_end(text) :].splitlines():
        fence = fence_after(line, fence)
        if fence:
            continue
        found = _HEADING.match(line)
        if found is not None:
            title = _TAG.sub(" ", found[1] or found[2] or "").strip("# \"'")
            key = loose_key(title)
            words = [word for word in key.split() if not word.isdigit()]
            if words and exact_key(title):
                yield " ".join(words)
