"""A plan whose template has changed since it was saved: edits made by hand are read, and everything else stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Program
from wizard.drafts.draft import read_draft
from wizard.model.answers import answer_at, parse_path

TEMPLATE = """\
---
wizard: 1
name: notes
title: Notes
sections:
  - title: All
    questions:
      - {id: goal, kind: line, label: Goal}
      - {id: owner, kind: line, label: Owner}
      - {id: tasks, kind: checklist, label: Tasks}
---
# Notes

**Goal:** {{ goal }}

**Owner:** {{ owner }}

## Tasks

{% for task in tasks %}
- [{{ 'x' if task.done else ' ' }}] {{ task.text }}
{% endfor %}

The end.
"""
QUESTION = "      - {id: owner, kind: line, label: Owner}\n"
CHANGES = {
    "a question was added": (
        (QUESTION, f"{QUESTION}      - {{id: budget, kind: line, label: Budget}}\n"),
        ("**Owner:** {{ owner }}\n", "**Owner:** {{ owner }}\n\n**Budget:** {{ budget }}\n"),
    ),
    "a label was changed": (("**Goal:**", "**What for:**"),),
    "a question was removed": ((QUESTION, ""), ("**Owner:** {{ owner }}\n\n", "")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_edits_are_read_and_the_rest_stays_over_three_saves(
    change: str, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    template, plan = Path("notes-template.md"), Path("notes.md")
    template.write_text(TEMPLATE)
    settings = ("goal=Talk.", "owner=Us", "tasks=Dig\nFill")
    options = [word for setting in settings for word in ("--set", setting)]
    program("new", "./notes-template.md", "--draft", "zero", *options, "--json")
    assert program("save", "zero", "-o", "notes.md").code == 0
    text = TEMPLATE
    for old, new in CHANGES[change]:
        assert old in text
        text = text.replace(old, new)
    template.write_text(text)
    edited = plan.read_text().replace("[ ] Dig", "[x] Dig").replace("Fill\n", "Fill it\n- [ ] Rest\n")
    plan.write_text(edited.replace("The end.", "A note of mine.\n\nThe end."))
    saved: list[str] = []

    for name in ("one", "two", "three"):
        opened = program("open", "notes.md", "--draft", name, "--json")
        outcome = program("save", name)
        assert outcome.code == 0, outcome.err
        saved.append(plan.read_text())
        if name == "one":
            paths = {each["path"] for each in opened.document["readBack"]}
            assert paths == {"tasks[0].done", "tasks[1].text", "tasks[2]"}

    assert saved[0] == saved[1] == saved[2]
    assert "- [x] Dig\n- [ ] Fill it\n- [ ] Rest\n\nA note of mine.\n\nThe end.\n" in saved[0]
    assert answer_at(read_draft("three")[0].answers, parse_path("tasks")) == (
        {"text": "Dig", "done": True},
        {"text": "Fill it", "done": False},
        {"text": "Rest", "done": False},
    )
    match change:
        case "a question was added":
            assert "**Budget:**" in saved[0]
        case "a label was changed":
            assert "**What for:** Talk." in saved[0]
        case _:
            assert "Owner" not in saved[0]
