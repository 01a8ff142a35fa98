"""Drafts whose template changes between one command and the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Program

TEMPLATE = """\
---
wizard: 1
name: k
title: K
sections:
  - title: S
    questions:
      - {{id: a, kind: line, label: A}}
      - {{id: b, kind: {kind}, label: B}}
---
# {{{{ a }}}}

{{{{ b }}}}
"""


def test_an_answer_put_aside_is_in_the_plan_as_soon_as_its_kind_is_back(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    template = tmp_path / "k.md"
    template.write_text(TEMPLATE.format(kind="text"))
    program("new", "./k.md", "--draft", "r1", "--set", "a=A", "--set", "b=Beta text", "--json")
    template.write_text(TEMPLATE.format(kind="list"))
    listed = program("answer", "r1", stdin='{"b": ["item"]}')
    template.write_text(TEMPLATE.format(kind="text"))

    told = program("next", "r1").err
    program("save", "r1", "-o", "r1.md")

    assert "1 answer is set aside until it fits again: b (its question asks for a list now)." in listed.err
    assert "1 answer is set aside until it fits again: b (its question asks for text now)." in told
    assert (tmp_path / "r1.md").read_text() == "# A\n\nBeta text\n"

    template.write_text(TEMPLATE.format(kind="list"))
    program("open", "r1.md", "--draft", "again", "--json")
    program("save", "again", "-o", "again.md")

    assert (tmp_path / "again.md").read_text() == "# A\n\nitem\n"


PARTS = """\
---
wizard: 1
name: stories
title: Stories
sections:
  - title: S
    questions:
      - id: user_stories
        kind: group
        label: Stories
        item: story
        questions:
          - {id: title, kind: line, label: T}
          - {id: why_this_priority, kind: line, label: W}
---
{% for story in user_stories %}
{{ story.title }} {{ story.why_this_priority }}
{% endfor %}
"""


def test_answers_of_a_question_in_a_group_are_named_by_their_paths(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    template = tmp_path / "stories.md"
    template.write_text(PARTS)
    stories = ", ".join(f"{{title: a{number}, why_this_priority: b}}" for number in range(3))
    program("new", "./stories.md", "--draft", "r1", "--set", f"user_stories=[{stories}]", "--json")
    lines = [line for line in PARTS.splitlines(keepends=True) if "id: why_this_priority" not in line]
    template.write_text("".join(lines).replace(" {{ story.why_this_priority }}", ""))

    told = program("next", "r1").err

    names = ", ".join(f"user_stories[{number}].why_this_priority" for number in range(3))
    assert f"3 answers have no question in the template any more: {names}. They are still saved.\n" in told
