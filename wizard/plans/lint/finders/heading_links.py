"""The rule about links to headings of the same file that are not there, by the anchors that GitHub makes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final
from urllib.parse import unquote

from wizard.markdown.blocks import BlockKind
from wizard.markdown.headings import anchors, github_anchor, shown_text
from wizard.markdown.syntax import DEFINITION_LABEL
from wizard.message_text import nearest_name, sanitize_title
from wizard.plans.lint.list_items import MARKERS
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument

_LINK = re.compile(r"\]\([ \t]*<?#(?P<target>[^\s()<>]+)>?|href=[\"']#(?P<tag>[^\"'\s]+)[\"']", re.IGNORECASE)
_DEFINITION = re.compile(rf"[ ]{{0,3}}{DEFINITION_LABEL}[ \t]*<?#(?P<target>[^\s<>]+)")
_ANCHOR = re.compile(r"<[A-Za-z][^<>]*?\s(?:id|name)[ \t]*=[ \t]*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\{#([^\s}]+)\}[ \t]*$")
_MAX_HINTS: Final = 20
"""Links whose nearest heading is looked for; each takes milliseconds."""
_OF_A_TOOL = re.compile(r":~:|fn|footnote|issuecomment-|gid=|L\d+(?:-L?\d+)?\Z")
_OF_THE_PAGE: Final = ("top", "readme")
"""Anchors that a page has without a heading."""


def find_broken_links(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the links to headings that do not exist."""
    links = list(_links(document))
    if not links:
        return
    known = _known_anchors(document)
    hints = 0
    for line, start, end, target in links:
        written = unquote(target)
        if _is_known(written, known):
            continue
        lowered = github_anchor(written)
        near = lowered if lowered in known else None
        if near is None and hints < _MAX_HINTS:
            hints += 1
            near = nearest_name(written, known)
        remedy = f"Did you mean #{sanitize_title(near)}?" if near else ""
        message = f"no heading here has the anchor #{sanitize_title(written)}"
        yield Occurrence(line + 1, message, start + 1, end + 1, remedy=remedy)


def _is_known(written: str, known: frozenset[str]) -> bool:
    name = written.removeprefix("user-content-")
    return name in known or name.lower() in _OF_THE_PAGE or _OF_A_TOOL.match(name) is not None


def _links(document: PlanDocument) -> Iterator[tuple[int, int, int, str]]:
    """Yield line, start, end and target of each link, as indexes; code and comments have none."""
    definitions = _lines_of(document, ("definition",))
    hidden = _lines_of(document, ("fence", "code", "comment", "front_matter"))
    for index, line in enumerate(document.lines):
        if "#" not in line or index in hidden:
            continue
        if index in definitions:
            found = _DEFINITION.match(line)
            if found is not None:
                yield index, found.start("target") - 1, found.end("target"), found["target"]
            continue
        prose = document.prose[index]
        for found in _LINK.finditer(line):
            group = "target" if found["target"] is not None else "tag"
            is_link = prose[found.start() : found.start() + 1] == "]" or group == "tag"
            if is_link and "`" not in prose[found.start() : found.end()]:
                yield index, found.start(group) - 1, found.end(group), found[group]


def _lines_of(document: PlanDocument, kinds: Collection[BlockKind]) -> frozenset[int]:
    blocks = (block for block in document.blocks if block.kind in kinds)
    return frozenset(index for block in blocks for index in range(block.start, block.end))


def _known_anchors(document: PlanDocument) -> frozenset[str]:
    known: set[str] = set()
    titles: list[str] = []
    for block in document.blocks:
        if block.kind == "heading":
            titles.append(_title_of(document, block.start, block.marker))
    known.update(anchors(titles))
    # The sign that makes a character an emoji is a mark, which some renderers leave in the anchor and some do not.
    known.update(anchors([title.replace("\ufe0f", "") for title in titles]))
    known.update(anchors([re.sub(r":([a-z0-9_+-]+):", "", title) for title in titles]))
    for line in document.lines:
        if "<" in line:
            known.update(found[1] for found in _ANCHOR.finditer(line))
        if "{#" in line:
            known.update(found[1] for found in _ATTRIBUTE.finditer(line))
    return frozenset(known)


def _title_of(document: PlanDocument, index: int, marker: str) -> str:
    text = MARKERS.sub("", document.lines[index], count=1)
    if marker.startswith("#"):
        text = re.sub(r"(?:^|[ \t]+)#+[ \t]*$", "", text.lstrip("#").strip())
    return shown_text(text)
