"""Front matter: a part of the document whose values may be blank, or what GitHub reads of an issue template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from wizard.compiler.importers.markdown.blanks import Workspace
from wizard.compiler.importers.markdown.question_labels import plain_text, shorten, token_words
from wizard.model.body import Node, Text
from wizard.model.expressions import Expression
from wizard.model.template import Question

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?P<yaml>(?:(?!(?:---|\.\.\.)[ \t]*$).*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE
)
_KEY = re.compile(r"(?P<key>[\w.-]+):[ \t]*(?P<value>.*)\Z")
_TITLE_BLANK = re.compile(
    r"<[^<>\n]+>|\[(?:[^\[\]\n]*[ _-][^\[\]\n]*|[A-Z]{6,}|[Tt]itle|[Nn]ame)\]|\{[^{}\n]+\}|\b(?:TODO|TBD|XXX+|NNN+)\b"
)


class GitHubFrontMatter(Struct, frozen=True):
    """What stands above the text of GitHub's issue template, and is no part of the issue."""

    end: int
    """The offset behind it."""
    name: str
    about: str
    values: dict[str, str]

    def questions(self, work: Workspace) -> tuple[Question, ...]:
        """Return the questions for the values that hold something to fill in."""
        return tuple(self._questions(work))

    def _questions(self, work: Workspace) -> Iterator[Question]:
        for key, label in (
            ("title", "The issue's title"),
            ("labels", "The issue's labels"),
            ("assignees", "The issue's assignees"),
        ):
            value = self.values.get(key, "")
            if _TITLE_BLANK.search(value):
                yield Question(
                    id=work.new_id(f"issue {key}"),
                    kind="line",
                    label=label,
                    short=shorten(label, 40),
                    placeholder=value,
                )


def github_front_matter(text: str) -> GitHubFrontMatter | None:
    """Return the front matter of one of GitHub's issue templates, or None for any other."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return None
    rows = (_KEY.match(row) for row in found["yaml"].split("\n"))
    values = {row["key"]: row["value"].strip().strip("\"'") for row in rows if row is not None}
    if not {"name", "about"} <= values.keys():
        return None
    return GitHubFrontMatter(found.end(), plain_text(values["name"]), plain_text(values["about"]), values)


def find_front_matter_blanks(work: Workspace) -> None:
    """Add a blank for every key of the front matter without a value."""
    lines = work.document.lines
    for index, line in enumerate(lines):
        if line.kind != "front_matter":
            return
        found = _KEY.match(work.document.text[line.start : line.end])
        following = lines[index + 1] if index + 1 < len(lines) else None
        is_block = following is not None and work.document.text[following.start : following.end].startswith(
            (" ", "\t", "- ")
        )
        if found is None or found["value"].strip() or is_block:
            continue
        label = shorten(token_words(found["key"]))
        question = work.question("line", label)
        start = line.start + found.start("value")
        gap = () if work.document.text[start - 1] in " \t" else (Text(" "),)
        work.add_filled(start, line.end, question, partial(_filled, work, gap), is_inline=True)


def _filled(work: Workspace, gap: tuple[Text, ...], value: Expression) -> tuple[Node, ...]:
    return (*gap, work.slot(value))
