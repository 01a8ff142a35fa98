"""Every screen with hostile text wherever text may come from: it is shown as it is, and the terminal never obeys it."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from screens.app import PlanWizard
from tests.support.cached_templates import put_kept_templates
from tests.support.screen_text import seen, settled, strips_of, text_of
from wizard.compiler.loader import load_template
from wizard.drafts.draft import Draft, open_draft, start_draft
from wizard.interview.interview import Interview
from wizard.plans.saving.save import save

MARKUP = "[Feature Name] [x] [/b] [red]r[/red] [@click=app.quit]go[/] [link=https://x]"
ESCAPES = "\x1b[31m\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x9b2J\x9d0;owned\x9c\x00\x7f\r\x08"
BIDI = "\u202eowned\u202c\u2066\u200f"
ODD = "\u200b\u200d\ufeff\U000e0041e" + "\u0301" * 60
ALL = f"{MARKUP} {ESCAPES} {BIDI} {ODD}"
CONTROLS = {*map(chr, range(32)), *map(chr, range(127, 160)), *"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"}
CONTROLS |= {*"\u2066\u2067\u2068\u2069\u2028\u2029"}

SAID = f"{MARKUP} {ODD}"
TEMPLATE = f"""\
---
wizard: 1
name: hostile
title: {SAID!r}
version: 1
save_as: "{{{{ name }}}}.md"
sections:
  - title: {SAID!r}
    questions:
SAME
  - title: {SAID!r}
    questions:
      - id: steps
        SAYS
        kind: group
        item: {MARKUP!r}
        questions:
          - {{id: title, kind: line, label: {SAID!r}, placeholder: {SAID!r}}}
          - {{id: notes, kind: text, label: {SAID!r}}}
---
# {{{{ name }}}}

{MARKUP} {{{{ goal }}}}

{{% for idea in ideas %}}
- {{{{ idea }}}}
{{% endfor %}}
"""
KINDS = {
    "name": "kind: line",
    "goal": "kind: text",
    "due": "kind: date",
    "count": "kind: number",
    "big": "kind: yesno",
    "place": f"kind: choice\n        other: true\n        options: [{{value: {SAID!r}, help: {SAID!r}}}, b]",
    "checks": f"kind: choices\n        other: true\n        options: [{SAID!r}, b]",
    "ideas": f"kind: list\n        item: {MARKUP!r}",
    "tasks": "kind: checklist",
    "risks": f"kind: table\n        columns: [{{id: what, kind: line, label: {SAID!r}}}]",
    "flow": "kind: diagram",
}
SAYS = f"label: {SAID!r}\n        short: {SAID!r}\n        help: {SAID!r}\n        example: {SAID!r}"
UNFINISHED = {("due",): ALL, ("count",): ALL}


@pytest.fixture
def hostile(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Interview:
    """Everything answered with hostile text, in a folder called so."""
    work = tmp_path / f"wo{MARKUP.replace('/', '')}\x1b]0;owned\x07\x9brk"
    work.mkdir()
    monkeypatch.chdir(work)
    questions = "\n".join(f"      - id: {id}\n        {SAYS}\n        {kind}" for id, kind in KINDS.items())
    (home / "templates").mkdir(parents=True)
    text = TEMPLATE.replace("SAME", questions).replace("SAYS", SAYS)
    (home / "templates" / "hostile.md").write_text(text, "utf-8")
    put_kept_templates(home)
    step = {"title": ALL, "notes": ALL}
    answers = {"name": ALL, "goal": f"{ALL}\n{ALL}", "big": True, "place": ALL, "checks": (ALL, "b"), "flow": ALL}
    rows = {
        "ideas": (ALL, ALL),
        "tasks": ({"text": ALL, "done": True},),
        "risks": ({"what": ALL},),
        "steps": (step, step),
    }
    interview = Interview.begin(load_template("hostile"), {**answers, **rows})
    for path, kept in UNFINISHED.items():
        interview = interview.set_unfinished(path, kept)
    return interview


def assert_harmless(app: PlanWizard, where: str) -> None:
    """No cell holds what a terminal would obey; nothing in the data was taken for markup."""
    text = text_of(app)
    bad = {unicodedata.name(letter, repr(letter)) for letter in text if letter in CONTROLS and letter != "\n"}
    assert not bad, f"{where}: {bad}"
    for strip in strips_of(app):
        for segment in strip:
            assert not (segment.style and segment.style.link), where
            assert "click" not in str(segment.style.meta if segment.style else ""), where
    assert app.is_running, where


async def walk(app: PlanWizard, pilot: Pilot[None], *keys: str) -> None:
    """Press keys, one after the other, and look at what is shown after each."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(pilot)
        assert_harmless(app, f"after {key}")


@pytest.mark.parametrize("size", [(120, 36), (40, 15)])
async def test_every_question_shows_hostile_text_as_it_is(hostile: Interview, size: tuple[int, int]):
    draft = start_draft(hostile, "d")
    app = PlanWizard(lambda: draft)
    async with app.run_test(size=size) as pilot:
        await seen(pilot, "[/b]")
        for place in [*((id,) for id in KINDS), ("steps",), ("steps", 0, "title"), ("steps", 1, "notes")]:
            app.screen._take_outcome(app.screen._session.go_to(place))  # pyright: ignore
            await walk(app, pilot, "f3" if size[0] < 60 else "end", "escape" if size[0] < 60 else "down")
            assert "Feature Name" in text_of(app), place
        await walk(app, pilot, "f5", "f2", "[", "escape", "escape", "f1", "escape", "ctrl+p", "u", "escape")
    app.close_draft()


async def test_paste_and_what_is_said_of_it_is_harmless(hostile: Interview):
    draft = start_draft(Interview.begin(hostile.template), "d")
    app = PlanWizard(lambda: draft)
    async with app.run_test(size=(120, 36)) as pilot:
        await seen(pilot, "[/b]")
        for _ in range(len(KINDS)):
            app.post_message(events.Paste(f"{ALL}\n{ALL}\n"))
            await walk(app, pilot, "down", "up", "tab")
        await walk(app, pilot, "ctrl+z", "f2")
        app.post_message(events.Paste(f"{ALL}\n"))
        await walk(app, pilot, "down", "enter")
    app.close_draft()


async def test_start_review_difference_and_saved_are_harmless(hostile: Interview, home: Path):
    path = save(hostile, Path("plan.md")).plan_path
    path.write_text(path.read_text("utf-8") + f"\n{ALL}\n", "utf-8")
    draft = start_draft(hostile, "d", save_to=path)
    draft.record(draft.interview.answer(("goal",), f"new {ALL}"))
    draft.close()
    shutil.copytree(home / "drafts" / "d", home / "drafts" / f"e{MARKUP.replace('/', '')}\x1b]0;owned\x07\x9bx")
    (home / "drafts" / "\x1b]0;owned\x07").mkdir()
    (home / "drafts" / "\x1b]0;owned\x07" / "draft.yaml").write_bytes(ESCAPES.encode("utf-8", "replace"))
    (home / "templates" / "bad\x1b]0;owned\x07[x].md").write_bytes(f"---\nwizard: 1\n{ALL}: [\n---\n".encode())
    app = PlanWizard()
    async with app.run_test(size=(120, 36)) as pilot:
        await seen(pilot, "Continue")
        assert_harmless(app, "start")
        await walk(app, pilot, "down", "down", "down", "down", "up", "[", "/", "b", "escape", "home")
        await walk(app, pilot, "enter")
        await seen(pilot, "Next")
        await walk(app, pilot, "ctrl+s", "down", "up", "ctrl+s")
        app.post_message(events.Paste(f"{ALL}\n{ALL}"))
        await walk(app, pilot, "down", "enter", "escape", "ctrl+s", "enter", "enter")
    app.close_draft()


async def test_answers_without_a_question_are_told_harmlessly(hostile: Interview, home: Path):
    draft = start_draft(hostile, "d")
    draft.close()
    snapshot = draft.folder / "draft.yaml"
    names = "".join(f'  "{ESCAPES_IN_YAML}{number}": x\n' for number in range(3))
    snapshot.write_text(snapshot.read_text("utf-8").replace("\nanswers:\n", f"\nanswers:\n{names}"), "utf-8")
    app = PlanWizard(opened_again)
    async with app.run_test(size=(200, 36)) as pilot:
        await seen(pilot, "have no question in the template any more")
        assert_harmless(app, "notice")
    app.close_draft()


ESCAPES_IN_YAML = "\\x1b]0;owned\\x07\\u202e[/b]"


def opened_again() -> Draft:
    return open_draft("d")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
@pytest.mark.parametrize("arguments", [["resume", "d"], ["resume", "d", "--prompts"]])
def test_what_comes_out_of_the_program_holds_none_of_the_datas_escapes(
    hostile: Interview, home: Path, tmp_path: Path, arguments: list[str]
):
    from tests.support.terminals import terminal

    start_draft(hostile.go_to(("name",)), "d").close()
    with terminal(arguments, {"PLAN_WIZARD_HOME": str(home)}, tmp_path, (120, 36)) as program:
        program.wait_for(re.escape("[/b]"))
        if "--prompts" in arguments:
            for command in (":outline", ":preview", ":leave"):
                program.type(f"{command}\r")
                program.read_for(0.4)
        else:
            for keys in ("\t\t\t", "\x1bOQ", "\x1b", "\x13", "\x1b", "\x11"):
                program.type(keys)
                program.read_for(0.4)
        program.wait()
    out = program.output

    assert b"owned\x07" not in out and b"]0;owned" not in out.replace(b"\xe2\x90\x9b]0;owned", b"")
    assert not (found := re.search(rb"\x1b\](?:0|2|52|8);.{40}", out)), found
    for letter in CONTROLS - {*map(chr, range(32)), "\x7f"}:
        assert letter.encode() not in out, hex(ord(letter))
    assert b"\x00" not in out
