"""What a template is called and what it is for, from the first few kilobytes of its file, without compiling it.

native                    →  the front matter's `title`, `description`
issue form                →  `name`, `description`
Markdown of GitHub        →  the front matter's `name`, `about`
any other Markdown        →  the heading above all others, without its blanks
nothing of these          →  the file's name in words
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from wizard.compiler.importers.registry import TemplateFormat, template_format
from wizard.compiler.lookup.discovery import without_order_number
from wizard.files.regular_file import read_file_start
from wizard.limits import MAX_TEMPLATE_HEAD_BYTES
from wizard.message_text import sanitize_line, sanitize_title

_KEY: Final = re.compile(r"(name|title|about|description)[ \t]*:(?:[ \t]+(.*))?")
FRONT_MATTER: Final = re.compile(r"\A(?:[ \t]*\n)*---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE: Final = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_HEADING: Final = re.compile(
    r"^ {0,3}(?:(?P<marks>#{1,6})[ \t]+(?P<text>[^\n]*)"
    r"|(?<!\S\n)(?P<line>[^\s#>|+*-][^\n]*)\n {0,3}(?P<rule>=+|-{3,})[ \t]*$)",
    re.MULTILINE,
)
# Blanks in the shapes that templates use, markup, and links, of which the text stays.
_BLANK: Final = re.compile(
    r"\{\{[^}\n]*\}\}|\$?\{[^}\n]*\}|\$[A-Z_]{2,}|<[^>\n]*>|\[[^\]\n]*\](?!\()|_{3,}|\*\([^)\n]*\)\*"
)
_LINK: Final = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_NUMBER_WORD: Final = re.compile(r"^(?:ADR|RFC|KEP|PRD)?[-_ #]*(?:N{2,}|X{2,}|0{2,}|NUMBER)\b[-.: ]*")
# What stands for a title, and the first heading of templates that have none of their own.
_NO_TITLE: Final = re.compile(
    r"(?:(?:the|your|project|document|feature)\s+)?(?:title|name|untitled)\b|(?:description|summary|objectives?|overview)$",
    re.IGNORECASE,
)
_EMPHASIS: Final = re.compile(r"[*_`~]+(?=\w)|(?<=[\w)])[*_`~]+")
_ACRONYMS: Final = frozenset(("adr", "api", "kep", "madr", "pr", "prd", "rfc", "rfd", "sdd"))


class TemplateHead(Struct, frozen=True):
    """What a list shows of a template that is not compiled. No text in it is safe to show as it is but the problem."""

    title: str
    description: str
    format: TemplateFormat
    problem: str = ""
    """Why it cannot be used, or nothing."""


class TitleReader:
    """Reads the heads of many files within a time; those after that go by their names."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def read(self, path: str) -> TemplateHead:
        """Return the head of a template's file, whatever is in it."""
        if time.monotonic() > self._until:
            return TemplateHead(title_of_file(path), "", template_format("", path))
        return read_head(path)


def read_head(path: str) -> TemplateHead:
    """Return what a file says of itself in its first bytes, or why it cannot be read."""
    try:
        content = read_file_start(path, MAX_TEMPLATE_HEAD_BYTES)
    except OSError as error:
        problem = f"cannot be read: {sanitize_line(error.strerror or str(error))}"
        return TemplateHead(title_of_file(path), "", template_format("", path), problem)
    is_whole = len(content) < MAX_TEMPLATE_HEAD_BYTES
    try:
        head = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if is_whole or error.start < len(content) - 3:
            problem = "cannot be used: it is not UTF-8; save the file as UTF-8"
            return TemplateHead(title_of_file(path), "", template_format("", path), problem)
        head = content[: error.start].decode("utf-8-sig")
    return _head_of(path, head.replace("\r\n", "\n").replace("\r", "\n"))


def title_of_text(text: str, path: str) -> str:
    """Return the title that lists show for a file with this text."""
    head = text.encode("utf-8", "replace")[:MAX_TEMPLATE_HEAD_BYTES].decode("utf-8", "ignore")
    return _head_of(path, head.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")).title


def title_of_file(path: str) -> str:
    """Return the name of a file in words: `01-bug_report.yml` is Bug report."""
    stem = os.path.splitext(os.path.basename(path))[0]
    if stem.lower() == "template":
        stem = f"{os.path.basename(os.path.dirname(path))}-{stem}".lower()
    words = re.split(r"[-_.\s]+", without_order_number(stem).strip("-_. "))
    if stem.isupper() or stem.islower():
        words = [word.upper() if word.lower() in _ACRONYMS else word.lower() for word in words]
    if len(words) > 1 and words[-1].lower() == "template":
        words.pop()
    text = " ".join(word for word in words if word)
    return sanitize_title(text[:1].upper() + text[1:]) or "Template"


def _head_of(path: str, head: str) -> TemplateHead:
    format = template_format(head, path)
    matter = FRONT_MATTER.match(head)
    match format:
        case "native":
            keys = _keys(matter[1] if matter else head)
            title, description = keys.get("title") or keys.get("name"), keys.get("description")
        case "issue_form":
            keys = _keys(head)
            title, description = keys.get("name"), keys.get("description")
        case "markdown":
            keys = _keys(matter[1] if matter else "")
            title = _fixed_words(keys.get("name", "")) or _heading(head[matter.end() :] if matter else head)
            description = keys.get("about") or keys.get("description")
    return TemplateHead(_plain(title or "") or title_of_file(path), _plain(description or ""), format)


def _keys(matter: str) -> Mapping[str, str]:
    """Return the keys at the left edge of YAML that name a template, each with its first value; no YAML is parsed."""
    found: dict[str, str] = {}
    lines = matter.split("\n")
    for index, line in enumerate(lines):
        key = _KEY.fullmatch(line)
        if key is not None and key[1] not in found:
            found[key[1]] = _scalar(key[2] or "", lines[index + 1 :])
    return found


def _scalar(written: str, below: list[str]) -> str:
    """Return the text of a YAML scalar as far as one line of it goes, or the first lines of a block."""
    written = written.strip()
    if re.fullmatch(r"[|>][-+0-9]*(?:[ \t]+#.*)?|", written):
        return " ".join(_block(below))
    if quoted := re.match(r'"(?:[^"\\]|\\.)*"', written):
        try:
            return str(json.loads(quoted[0]))
        except ValueError:
            return quoted[0][1:-1]
    if quoted := re.match(r"'((?:[^']|'')*)'", written):
        return quoted[1].replace("''", "'")
    return re.sub(r"(?:^|[ \t])#.*", "", written).strip()


def _block(below: list[str]) -> Iterator[str]:
    for line in below[:4]:
        if line[:1] not in ("", " ", "\t") or not line.strip():
            return
        yield line.strip()


def _heading(body: str) -> str:
    """Return the first heading if there is none beside or above it, without its blanks; else nothing."""
    text = _FENCE.sub("", _COMMENT.sub("", body))
    headings = [(_level(found), found["text"] or found["line"] or "") for found in _HEADING.finditer(text)]
    if not headings or headings[0][0] > 2 or any(level <= headings[0][0] for level, _ in headings[1:]):
        return ""
    return _fixed_words(re.sub(r"[ \t]+#+[ \t]*$", "", headings[0][1]))


def _fixed_words(title: str) -> str:
    """Return a title without its blanks and markup; nothing if what is left only says that a title stands there."""
    words = _LINK.sub(r"\1", title)
    words = _NUMBER_WORD.sub("", _BLANK.sub(" ", words).strip())
    words = re.sub(r"\s+([:,.;])", r"\1", " ".join(_EMPHASIS.sub("", words).split()))
    words = re.sub(r"\(\s*\)|`\s*`", "", words).strip(" :-–—#|/.,")
    words = re.sub(r"(?:\s+(?:for|of|on|to|by|in|a|the))+$|(?<=\w)[\s:]+template$", "", words, flags=re.IGNORECASE)
    return words if re.search(r"\w{2}", words) and not _NO_TITLE.match(words) else ""


def _level(heading: re.Match[str]) -> int:
    if heading["marks"]:
        return len(heading["marks"])
    return 1 if heading["rule"].startswith("=") else 2


def _plain(text: str) -> str:
    return " ".join(text.split())[:300]
