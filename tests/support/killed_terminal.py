"""An interview in a real terminal that is killed at a random moment, again and again."""

from __future__ import annotations

import json
import random
import re
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.patience import PATIENCE
from tests.support.terminals import Terminal, terminal
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import read_draft
from wizard.drafts.undo.history import interview_data
from wizard.model.answers import thaw

_ESCAPES = re.compile(rb"\x1b(\[[0-9;:?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\-_])")


_KINDS = ("line", "text", "list", "date", "checklist")
LONG = (
    "---\nwizard: 1\nname: small\ntitle: Small plan\nversion: 1\nsave_as: plan.md\nsections:\n"
    + "".join(
        f"  - title: Part {part}\n    questions:\n"
        + "".join(f"      - {{id: q{part}_{kind}, kind: {kind}, label: What about the {kind}?}}\n" for kind in _KINDS)
        for part in range(6)
    )
    + "---\n"
    + "".join(f"{{{{ q{part}_{kind} }}}}\n\n" for part in range(6) for kind in ("line", "text", "date"))
)
"""A template so long that the review, whose field is no answer, is never reached."""


@dataclass
class Interview:
    """One draft, and everything that was seen on the screen while its programs lived."""

    home: Path
    chance: random.Random
    seen: list[tuple[str, float]] = field(default_factory=list)
    """Words, each with the second at which it stood on the screen."""
    runs: int = 0

    def run_and_kill(self, longest: float = 4.0) -> int:
        """Work on the draft for so many seconds at most, kill the program; how many words had to be there after.

        Those had to that were on the screen for a second.
        """
        with self._started() as program:
            self._work(program, longest)
            program.send(signal.SIGKILL)
            killed_at = time.monotonic()
            program.process.wait()
        return self._check([word for word, at in self.seen if at < killed_at - 1])

    def run_and_kill_once_saved(self) -> None:
        """Work on the draft until what is on the screen is saved, however long it takes, go on, kill the program."""
        with self._started() as program:
            self._work(program, 1.0)
            safe = [word for word, _ in self.seen]
            deadline = time.monotonic() + PATIENCE
            while missing := self._missing(safe):
                assert time.monotonic() < deadline, f"never saved in run {self.runs}: {missing}"
                program.read_for(0.05)
            self._work(program, 1.0)
            program.send(signal.SIGKILL)
            program.process.wait()
        self._check(safe)

    def _work(self, program: Terminal, longest: float) -> None:
        until = time.monotonic() + self.chance.uniform(0.5, longest)
        while time.monotonic() < until:
            self._act(program)

    def _act(self, program: Terminal) -> None:
        if self.chance.random() < 0.15:
            program.type(self.chance.choice(("\t", "\t", "\x1b[Z", "\x1b[Z", "\x1b[Z", "\r")))
            return
        word = f"w{self.runs}x{self.chance.randrange(10**6):06}"
        program.type(f"{self.chance.choice((' ', ''))}{word}")
        at = _seen_at(program, word)
        if at is not None:
            self.seen.append((word, at))

    def _check(self, safe: list[str]) -> int:
        """Look whether the words that are safe are there; how many those are."""
        assert not any(summary.is_broken for summary in list_drafts())
        assert not (lost := self._missing(safe)), f"lost in run {self.runs}: {lost}; kept: {self._saved()}"
        assert not read_draft("killed")[2]
        # What was on the screen for less than a second may be there or not.
        kept = self._saved()
        self.seen = [(word, at) for word, at in self.seen if word in kept]
        return len(safe)

    def _missing(self, words: list[str]) -> list[str]:
        saved = self._saved()
        return [word for word in words if word not in saved]

    def _saved(self) -> str:
        """The draft as another program finds it."""
        return json.dumps({part: thaw(held) for part, held in interview_data(read_draft("killed")[0]).items()})

    @contextmanager
    def _started(self) -> Generator[Terminal]:
        arguments = ["resume", "killed"] if self.runs else ["new", "small", "--draft", "killed"]
        self.runs += 1
        with terminal(arguments, {"PLAN_WIZARD_HOME": str(self.home)}, self.home, (100, 30)) as program:
            program.wait_for("Small plan")
            yield program


def _seen_at(program: Terminal, word: str) -> float | None:
    """When a word came onto the screen; None when it does not within half a second, as when it is wrapped."""
    start = max(0, len(program.output) - 4000)
    deadline = time.monotonic() + 0.5
    while time.monotonic() < deadline:
        program.read_for(0.02)
        if word.encode() in _ESCAPES.sub(b"", program.output[start:]):
            return time.monotonic()
    return None
