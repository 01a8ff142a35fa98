"""Imports run one way, and what is slow or only for the screen is not imported where it is not needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from pkgutil import walk_packages

import pytest

import wizard
from tests.support.patience import PATIENCE
from wizard.compiler.loader import load_template
from wizard.drafts.draft import start_draft
from wizard.interview.interview import Interview

WAYS_IN = ("wizard.__main__", "wizard.cli", "wizard.prompts")
SCREEN_ONLY = {"textual", "rich", "questionary", "prompt_toolkit", "screens"}
SLOW = {
    *SCREEN_ONLY,
    *("jinja2", "markdown_it", "yaml", "platformdirs", "pygments", "asyncio", "difflib"),
    *("argcomplete", "dataclasses", "inspect", "typing_extensions"),
}


def engine_modules() -> list[str]:
    names = [module.name for module in walk_packages(wizard.__path__, "wizard.")]
    return [name for name in names if not name.startswith(WAYS_IN)]


def loaded_after(code: str, names: set[str], arguments: tuple[str, ...] = ()) -> set[str]:
    """Which of the named modules a fresh interpreter has loaded after running some code."""
    told = f"{code}\nimport sys\nprint('\\nLOADED', *(set({sorted(names)!r}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", told, *arguments], capture_output=True, text=True, timeout=PATIENCE, check=True
    )
    return set(done.stdout.splitlines()[-1].split()[1:])


def test_the_engine_knows_no_screen_and_no_command_line() -> None:
    code = "\n".join(f"import {name}" for name in engine_modules())

    assert loaded_after(code, {*SCREEN_ONLY, "argparse"}) == set()


def test_the_command_line_itself_imports_nothing_slow() -> None:
    assert loaded_after("import wizard.cli.main", SLOW) == set()


def test_the_launch_image_is_looked_for_before_the_command_line_and_the_engine_are_loaded() -> None:
    code = "import wizard.__main__; from screens.launch.launch import begin_launch; begin_launch(['new', 'roadmap'])"
    engine = {"wizard.cli", "wizard.compiler", "wizard.drafts", "wizard.errors", "wizard.message_text"}

    assert loaded_after(code, ({*SLOW, *engine, "msgspec", "argparse", "json"} - {"screens"})) == set()


@pytest.mark.parametrize("command", [["list"], ["schema", "project-plan"], ["render", "feature-plan"]])
def test_a_command_without_a_screen_never_pays_for_textual(command: list[str]) -> None:
    assert loaded_after(f"from wizard.cli.main import main; main({command!r})", SCREEN_ONLY) == set()


def test_rendering_a_kept_template_parses_neither_jinja_nor_markdown() -> None:
    setting = ["--set", "project_name=Relay", "--set", "goal=Talk to each other."]
    code = f"from wizard.cli.main import main; main({['render', 'project-plan', *setting]!r})"
    loaded_after(code, SLOW)

    assert loaded_after(code, {"jinja2", "markdown_it", "platformdirs", "difflib", "argcomplete", "re2"}) == set()


ELSEWHERE = {
    *("wizard.compiler.lookup.discovery", "wizard.compiler.lookup.template_names", "wizard.compiler.importers"),
    *("wizard.compiler.body", "wizard.compiler.checks", "wizard.plans.merge.line_hashes", "wizard.drafts"),
    *("jinja2", "markdown_it", "yaml", "re2", "platformdirs", "difflib", "argcomplete", "json"),
}
"""What a built-in template that is compiled already has no use for: other templates, other formats, saved plans."""


@pytest.mark.parametrize("place", [".", ".git", ".github"])
@pytest.mark.parametrize("name", ["project-plan", "feature-plan", "roadmap"])
def test_rendering_a_built_in_template_looks_at_no_other_one(
    name: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / place).mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path)
    code = f"from wizard.cli.main import main; main({['render', name]!r})"
    loaded_after(code, SLOW)

    assert loaded_after(code, ELSEWHERE) == set()


@pytest.mark.parametrize("command", [["status", "plan.md"], ["tick", "plan.md", "T2"]])
def test_the_tasks_of_a_plain_list_are_read_without_parser_and_answers(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.md").write_text("# Plan\n\n- [x] T1 Draw\n- [ ] T2 **Make**\n  - in `src`\n")
    code = f"from wizard.cli.main import main; main({command!r})"

    assert loaded_after(code, {*SLOW, "wizard.compiler", "wizard.interview", "wizard.drafts"}) == set()


def test_a_list_without_drafts_pays_for_no_network_and_no_other_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code = "from wizard.cli.main import main; main(['list'])"
    loaded_after(code, SLOW)

    assert loaded_after(code, {"socket", "selectors", "wizard.compiler.importers", "jinja2", "yaml"}) == set()


FULL_SCREEN = """
from wizard.cli import full_screen
full_screen._require_terminal = lambda *_: None
full_screen.prepare_process()
from screens.app import PlanWizard
run = PlanWizard.run

async def leave_when_drawn(pilot):
    while not pilot.app.screen.query("PreviewLines, RowList"):
        await pilot.pause()
    await pilot.pause()
    pilot.app.exit()

PlanWizard.run = lambda app: run(app, headless=True, size=(120, 40), auto_pilot=leave_when_drawn)
from wizard.cli.main import main
main({command!r})
"""
NEVER_ON_A_SCREEN = {
    *("ssl", "bz2", "lzma", "hashlib", "_hashlib", "linkify_it", "secrets", "curses", "socketserver", "http.client"),
    *("jinja2", "yaml", "re2", "pygments", "argcomplete", "questionary", "prompt_toolkit"),
}
"""TLS and OpenSSL's digests (4 MB), archives, links in plain text, and what a cold cache, a file or a prompt needs."""
NOT_FOR_THE_FIRST_LINE = {
    *(f"screens.controls.{name}" for name in ("area", "group", "list", "multiple_choice", "single_choice", "table")),
    *("screens.controls.options", "screens.controls.paste_alternatives"),
    *("screens.templates.template_watcher", "screens.terminal.run_editor"),
    *("screens.controls.text_input.list_editing", "textual.getters", "screens.preview.markdown.html"),
    *("screens.help", "screens.review", "screens.saved", "screens.start", "screens.command_palette", "screens.outline"),
    *("screens.preview.plan_screen", "screens.preview.markdown.diagrams", "screens.preview.markdown.table_units"),
    *("screens.widgets.button", "screens.widgets.dialog", "screens.widgets.problem_lines", "screens.widgets.row_list"),
    *("wizard.compiler.template_watch", "wizard.compiler.lookup.discovery", "wizard.compiler.lookup.template_names"),
    *("wizard.render.escape_answers", "wizard.markdown.escaping", "wizard.answers.migration"),
    *("wizard.drafts.recovery", "wizard.drafts.backups"),
    *("wizard.cli.assignments", "wizard.files.text_editor.editor", "wizard.compiler.importers", "wizard.plans.merge"),
}
"""Other controls than the one that is asked first, other screens, and what waits for a key, an answer or an option."""
NOT_FOR_A_DRAFT = {*NOT_FOR_THE_FIRST_LINE} - {
    *("wizard.render.escape_answers", "wizard.markdown.escaping", "wizard.answers.migration", "wizard.drafts.recovery"),
    "wizard.compiler.importers",
}
"""The same for a draft that was left at such a line: it has answers, and is read from its files."""


def loaded_on_screen(command: list[str], names: set[str]) -> set[str]:
    """Which of the named modules a start has loaded that finds every template compiled, once its screen is drawn."""
    loaded_after("from wizard.cli.main import main; main(['list'])", set())
    return loaded_after(FULL_SCREEN.format(command=command), names)


@pytest.mark.parametrize("command", [[], ["new", "project-plan"]])
def test_a_start_on_the_screen_loads_nothing_that_it_does_not_show(command: list[str]) -> None:
    assert loaded_on_screen(command, {*NEVER_ON_A_SCREEN, "screens.app"}) == {"screens.app"}


@pytest.mark.parametrize("template", ["project-plan", "roadmap"])
def test_a_plan_that_begins_with_a_line_loads_no_other_control_and_no_other_screen(template: str) -> None:
    command = ["new", template]

    assert loaded_on_screen(command, {*NOT_FOR_THE_FIRST_LINE, "screens.question"}) == {"screens.question"}


def test_a_draft_that_was_left_at_a_line_loads_no_other_control_and_no_other_screen() -> None:
    begun = Interview.begin(load_template("project-plan"), {"project_name": "Relay"})
    draft = start_draft(begun)
    draft.close()

    found = loaded_on_screen(["resume", draft.name], {*NOT_FOR_A_DRAFT, "wizard.drafts.recovery"})

    assert found == {"wizard.drafts.recovery"}


BEGINNINGS = """
import builtins, sys
first, before = [], builtins.__import__

def noted(name, *rest):
    if name.startswith("markdown_it") and not rest[0].get("__name__", "").startswith("markdown_it"):
        first.append(name)
    return before(name, *rest)

builtins.__import__ = noted
__import__(sys.argv[1])
sys.exit(0 if first[:1] == ["markdown_it"] else f"begins with {first[:1]}")
"""


@pytest.mark.parametrize(
    "module",
    ["screens.preview.markdown.blocks", "wizard.compiler.body.segmentation"],
)
def test_the_parser_is_imported_before_its_parts(module: str) -> None:
    """Its imports are circular: of two threads that begin with different parts of it, one fails."""
    done = subprocess.run([sys.executable, "-c", BEGINNINGS, module], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
