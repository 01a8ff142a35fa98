"""The files that version 96be7ad left on a disk, and what people do with them by the installed program.

What an action leaves behind comes as `{name: bytes}`, without the moments and folders in which it was done, so that it
can be compared with what 96be7ad left behind after the same action (tests/data/version-96be7ad/README.md).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.patience import PATIENCE
from tests.support.terminals import Terminal, terminal_with

VERSION = Path(__file__).parents[1] / "data" / "version-96be7ad"
PLACE = "/plan-wizard-96be7ad"
"""Stands in the files for the folder that they were made in."""
WITH_ITS_TEMPLATES = (sys.executable, str(Path(__file__).with_name("program_of_96be7ad_templates.py")))
"""The program of today with the built-in templates of then: what their changes do to a file is another question."""
DRAFTS = ("signup", "hostile", "half-typed", "invalid", "orphans", "relay", "reset", "short")
"""Those of the user; the plans of the last two are saved."""
PLANS = {"year": "roadmap", "reset": "feature-plan", "short": "project-plan", "hostile": "every-kind"}
"""The saved plans and their templates. `reset` was edited by hand, before it was saved again and after."""
ANSWERS = {
    "signup": {"milestones[0].tasks[0].done": True, "milestones[1]": {"title": "Rooms: a, b", "test": "Two: yes # no"}},
    "hostile": {"weight": 1e22, "risks[0].what": "a: |\n b", "steps[1].notes": "  deep\n\n\tand tabbed \n- x: 'y'"},
    "reset": {"core_problem": "Nobody can change a password that they do not know.", "goal": "Back in at once."},
    "relay": {"timeline[0].time": "Week 1: all", "technical_risks[0].risk": "A | b"},
}
"""What is answered in a draft as it lies."""
TYPED_ON = {"half-typed": "Second", "invalid": "31 Febr"}
"""The drafts that were killed while a text was typed, each with what is then to be seen on the screen."""
LEAVE = "\x11"

Results = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of the program gave."""

    code: int
    out: bytes
    err: bytes


@dataclass(frozen=True, slots=True)
class Files:
    """A home, a folder of plans beside it, and the program that works on them."""

    folder: Path
    program: Sequence[str] = WITH_ITS_TEMPLATES

    @property
    def home(self) -> Path:
        """What PLAN_WIZARD_HOME names."""
        return self.folder / "home"

    @property
    def plans(self) -> Path:
        """Where plans are saved, and the folder that the program is run in."""
        return self.folder / "plans"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the program."""
        return {
            **os.environ,
            "PLAN_WIZARD_HOME": str(self.home),
            "PYTHONPATH": "",
            "PYTHONUTF8": "1",
            "TERM": "xterm-256color",
        }

    def run(self, *arguments: str, stdin: str = "") -> Run:
        """Run `plan-wizard ARGUMENTS` without a terminal."""
        done = subprocess.run(
            [*self.program, *arguments],
            input=stdin.encode(),
            capture_output=True,
            cwd=self.plans,
            env=self.environment,
            timeout=PATIENCE,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    def talk(self, *arguments: str, lines: Sequence[str]) -> Run:
        """Run it line by line, with these replies."""
        return self.run(*arguments, "--prompts", stdin="".join(f"{line}\n" for line in lines))

    @contextmanager
    def terminal(self, *arguments: str) -> Generator[Terminal]:
        """Run it on the full screen."""
        with terminal_with([*self.program, *arguments], self.environment, self.plans, (100, 30)) as opened:
            yield opened

    def draft(self, name: str) -> Path:
        """The folder of a draft."""
        folder = self.home / "drafts" / name
        return folder if folder.exists() else self.home / "done" / name

    def copied_to(self, folder: Path) -> Files:
        """Copy the files to a new folder, as if they had been made there."""
        shutil.copytree(self.home, folder / "home")
        shutil.copytree(self.plans, folder / "plans")
        move_paths(folder, str(self.folder), str(folder))
        return Files(folder, self.program)

    def neutral(self, content: bytes) -> bytes:
        """The content without what is another each time: the folder, the moment, and the hash of a file with both."""
        content = content.replace(str(self.folder).encode(), PLACE.encode())
        content = re.sub(rb'("?changed"?): ".*?"', rb'\1: "then"', content)
        # 96be7ad did not write which files belong together, nor where a snapshot ends.
        content = re.sub(rb'^(?:(?:id|generation|follows): "[0-9a-f]*"|end: \d+)\n', b"", content, flags=re.MULTILINE)
        content = re.sub(rb'"id":"[0-9a-f]*","generation":"[0-9a-f]*","steps":\[\d+,\d+\],', b"", content)
        return re.sub(rb'"snapshot":"[0-9a-f]{64}"', b'"snapshot":"its hash"', content)


def files_of_96be7ad(folder: Path, program: Sequence[str] = WITH_ITS_TEMPLATES) -> Files:
    """The files as that version left them, in a folder of their own."""
    shutil.copytree(VERSION / "home", folder / "home")
    shutil.copytree(VERSION / "plans", folder / "plans")
    move_paths(folder, PLACE, str(folder))
    return Files(folder, program)


def move_paths(folder: Path, before: str, after: str) -> None:
    """Write another folder into the drafts below a folder, and the hashes that go with it."""
    for snapshot in folder.glob("home/*/*/**/*.yaml"):
        content = snapshot.read_bytes()
        moved = content.replace(before.encode(), after.encode())
        if moved == content:
            continue
        snapshot.unlink()  # it may be an earlier state too, by a hard link
        snapshot.write_bytes(moved)
        journal = snapshot.with_name("journal.jsonl")
        if journal.exists():
            journal.write_bytes(journal.read_bytes().replace(_digest(content), _digest(moved)))


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def left_after(action: str, name: str) -> Results:
    """What 96be7ad left behind after an action."""
    folder = VERSION / "after" / action / name
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


# Actions


def list_all(files: Files, _: str) -> Results:
    """List templates and drafts."""
    return {"list.json": files.neutral(_expect(files.run("list", "--json"), 0).out)}


def ask(files: Files, name: str) -> Results:
    """Ask a draft what comes next."""
    return {"next.json": files.neutral(_expect(files.run("next", name), 0, 3).out)}


def save(files: Files, name: str) -> Results:
    """Save a draft to new files."""
    run = _expect(files.run("save", name, "--json", "-o", f"new-{name}.md"), 0, 1)
    return {"saved.json": files.neutral(run.out), **_plan(files, f"new-{name}")}


def save_again(files: Files, name: str) -> Results:
    """Save a draft to the files that it was saved to before."""
    run = _expect(files.run("save", name, "--json"), 0, 1)
    return {"saved.json": files.neutral(run.out), **_plan(files, Path(json.loads(run.out)["plan"]).stem)}


def copy(files: Files, name: str) -> Results:
    """Write a draft anew, with all steps that can be taken back: as a copy."""
    _expect(files.talk("resume", name, "--copy", lines=[":leave"]), 0)
    return _draft(files, f"{name}-2")


def answer(files: Files, name: str) -> Results:
    """Go on with a draft, and save it then."""
    run = _expect(files.run("answer", name, stdin=json.dumps(ANSWERS[name])), 0, 3)
    left = {"answered.json": files.neutral(run.out), **_draft(files, name)}
    return {**left, **save(files, name)}


def undo(files: Files, name: str) -> Results:
    """Take everything back."""
    _expect(files.talk("resume", name, lines=[":undo"] * 40 + [":leave"]), 0)
    return without_counts(_draft(files, name))


def undo_and_redo(files: Files, name: str) -> Results:
    """Take everything back, and make everything again."""
    undo(files, name)
    _expect(files.talk("resume", name, lines=[":redo"] * 40 + [":leave"]), 0)
    return without_counts(_draft(files, name))


def go_back(files: Files, name: str) -> Results:
    """Go back to the first of the earlier states."""
    first = min(int(path.stem) for path in (files.draft(name) / "earlier").iterdir())
    _expect(files.talk("resume", name, "--earlier", str(first), lines=[":leave"]), 0)
    return without_counts(_draft(files, name))


def type_on(files: Files, name: str) -> Results:
    """Resume a draft on the full screen, and type one letter where the cursor stands."""
    with files.terminal("resume", name) as program:
        program.wait_for(TYPED_ON[name])
        program.type(f"X{LEAVE}")
        assert program.wait() == 0, program.text
    return {"draft.yaml": without_counts(_draft(files, name))["draft.yaml"]}


def open_and_save(files: Files, name: str) -> Results:
    """Open a saved plan, and save it in its place; where it was edited by hand, keep that."""
    _expect(files.talk("open", f"{name}.md", lines=[":save", "", "1"]), 0)
    return _plan(files, name)


def render(files: Files, name: str) -> Results:
    """Render the answers beside a saved plan."""
    run = files.run("render", PLANS[name], "--answers", f"{name}.answers.yaml")
    return {"plan.md": _expect(run, 0).out}


def take_back_questions(files: Files, name: str) -> Results:
    """Open a draft when its template asks again what it did not ask any more."""
    shutil.copy(VERSION / "changing-before.md", files.home / "templates" / "changing.md")
    _expect(files.talk("resume", name, lines=[":leave"]), 0)
    return {**without_counts(_draft(files, name)), **ask(files, name)}


ACTIONS = {
    list_all: ("everything",),
    ask: DRAFTS,
    save: ("signup", "hostile", "half-typed", "invalid", "orphans"),
    save_again: ("relay", "reset", "short"),
    copy: DRAFTS,
    answer: tuple(ANSWERS),
    undo: ("signup", "hostile", "half-typed", "invalid"),
    undo_and_redo: ("signup", "hostile"),
    go_back: ("signup", "hostile"),
    type_on: tuple(TYPED_ON),
    open_and_save: tuple(PLANS),
    render: ("hostile", "year"),
    take_back_questions: ("orphans",),
}
"""What was done with the files by 96be7ad, and to which of them."""


def _expect(run: Run, *codes: int) -> Run:
    assert run.code in codes, run
    assert b"Traceback" not in run.err, run
    return run


def _draft(files: Files, name: str) -> Results:
    folder = files.draft(name)
    return {file: files.neutral((folder / file).read_bytes()) for file in ("draft.yaml", "journal.jsonl")}


def _plan(files: Files, name: str) -> Results:
    return {file.name: file.read_bytes() for file in (files.plans / f"{name}.md", files.plans / f"{name}.answers.yaml")}


def without_counts(draft: Results) -> Results:
    """How often the disk was written to depends on how fast lines came, and on whether the template has changed."""
    counts = re.compile(rb'^(turn|number): \d+|(?<=,"n":)\d+', re.MULTILINE)
    return {name: counts.sub(rb"\1: -", content) for name, content in draft.items()}
