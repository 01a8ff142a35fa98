"""Drafts and plans from version 1 of a built-in template open in version 2 and are saved with all they hold.

The files are those of version 96be7ad; the installed program is used, from outside.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import yaml

from tests.support.earlier_version import PLANS, Files, Results, files_of_96be7ad, left_after, open_and_save

TODAY = (sys.executable, "-m", "wizard")
DRAFTS = {"signup": "save", "half-typed": "save", "relay": "save_again", "reset": "save_again", "short": "save_again"}
"""Drafts of the built-in templates, and the action after which 96be7ad left what it made of them."""
ROADMAPS = ("relay", "year")
"""Drafts and plans whose document ends without a line break; today's program adds one."""


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return files_of_96be7ad(tmp_path, TODAY)


def answers_of(left: Results) -> object:
    (content,) = [content for name, content in left.items() if name.endswith(".answers.yaml")]
    return yaml.safe_load(content)["answers"]


def _items(answers: object) -> list[object]:
    """Every task, and every answer that is no list or mapping of others."""
    if isinstance(answers, dict) and answers.keys() != {"text", "done"}:
        return [item for answer in answers.values() for item in _items(answer)]
    return [item for answer in answers for item in _items(answer)] if isinstance(answers, list) else [answers]


def _text_of(item: object) -> object:
    return item["text"] if isinstance(item, dict) else item


def plan_of(left: Results) -> str:
    (content,) = [content for name, content in left.items() if name.endswith(".md")]
    return content.decode()


@pytest.mark.parametrize(("name", "action"), DRAFTS.items())
def test_a_draft_makes_the_plan_that_it_made_before(files: Files, name: str, action: str) -> None:
    before = left_after(action, name)
    run = files.run("save", name, "--json", *(("-o", f"new-{name}.md") if action == "save" else ()))
    assert run.code in (0, 1), run
    plan = Path(json.loads(run.out)["plan"])

    text = plan.read_text()
    assert text == plan_of(before) + ("\n" if name in ROADMAPS else "")
    answers = plan.with_suffix(".answers.yaml").read_bytes()
    assert yaml.safe_load(answers)["answers"] == answers_of(before)


@pytest.mark.parametrize("name", [name for name, template in PLANS.items() if template != "every-kind"])
def test_a_saved_plan_opens_and_keeps_its_answers_and_what_was_edited_by_hand(files: Files, name: str) -> None:
    before = left_after("open_and_save", name)

    after = open_and_save(files, name)

    ticked = [item for item in _items(answers_of(after)) if item not in _items(answers_of(before))]
    assert [_text_of(item) for item in _items(answers_of(after))] == [
        _text_of(item) for item in _items(answers_of(before))
    ]
    # A box that was ticked by hand is in the answers now.
    assert ticked == ([{"text": _text_of(ticked[0]), "done": True}] if name == "reset" else [])
    assert plan_of(after).removesuffix("\n") == plan_of(before).removesuffix("\n")
    assert plan_of(after).endswith("\n")


def test_the_new_questions_are_open_in_a_draft_of_before(files: Files) -> None:
    run = files.run("answer", "short", stdin='{"owner": "Support", "risks": [{"risk": "Slow"}]}')

    assert run.code in (0, 3), run
    assert files.run("save", "short", "-o", "new.md").code in (0, 1)
    plan = (files.plans / "new.md").read_text()
    assert "*   **Owner:** Support\n" in plan
    assert "## 4. Risks\n\n*   Slow\n" in plan
