"""`plan-wizard save` with a fault at one call of the file system, in a process of its own for each call.

run_with_faults(folder, how, ...)  →  for n = 1, 2, …: `folder` copied, the program run in the copy with a fault at the
n-th call, until it needs fewer calls

Run as a script it does the forking, from a process without threads: python -m tests.support.faulty_save SPECIFICATION
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, current_thread, main_thread
from typing import Any

from tests.support.patience import PATIENCE
from tests.support.warm_process import run_python

KILLED = 137
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
CALLS = ("open", "write", "fsync", "replace", "link", "unlink", "chmod")
"""Functions of `os` that the program uses to change files."""


@dataclass(frozen=True, slots=True)
class FaultyRun:
    """What a run with a fault gave, and one without a fault after it, in the same folder."""

    number: int
    """Of the call with the fault."""
    call: str
    """The function that was called."""
    code: int
    err: str
    """What it told, and what it gave."""
    folder: Path
    """As the run left it; what came after is in `folder.with_suffix(".again")`."""
    code_again: int
    err_again: str

    @property
    def again(self) -> Path:
        """The folder after the run without a fault."""
        return self.folder.with_suffix(".again")


def run_with_faults(
    folder: Path, how: str, *, in_plans_only: bool, step: int = 1, by_prompts: bool = False
) -> list[FaultyRun]:
    """Run `plan-wizard save mine` in copies of `folder`, which holds `home` and `plans`.

    `how` is `kill`, `fail` (once), `fail for good` or the name of a signal that comes right after the call. Every
    `step`-th call is tried. `by_prompts` saves with `resume mine --prompts` instead; what comes after is `save` again.
    """
    asked = {"folder": str(folder), "how": how, "in_plans_only": in_plans_only, "step": step, "by_prompts": by_prompts}
    done = run_python(
        [sys.executable, "-m", "tests.support.faulty_save", json.dumps(asked)],
        capture_output=True,
        text=True,
        timeout=10 * PATIENCE,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [FaultyRun(**{**run, "folder": Path(run["folder"])}) for run in json.loads(done.stdout)]


def _try_all(folder: Path, how: str, in_plans_only: bool, step: int, by_prompts: bool) -> list[dict[str, Any]]:
    import wizard.cli.choose_interface
    import wizard.cli.commands.drafts.resume_draft
    import wizard.cli.commands.drafts.save_draft
    import wizard.drafts.draft
    import wizard.plans.saving.ownership
    import wizard.plans.saving.save  # noqa: F401

    runs: list[dict[str, Any]] = []
    number = 1
    while True:
        copy = folder.with_name(f"{folder.name}-{how.replace(' ', '-')}-{number}")
        for left in (copy, copy.with_suffix(".again")):
            shutil.rmtree(left, ignore_errors=True)
        shutil.copytree(folder, copy, symlinks=True)
        code, err, call = _in_child(
            copy, lambda at=copy, n=number: _plant(at, how, n, in_plans_only), by_prompts=by_prompts
        )
        if not call:
            shutil.rmtree(copy)
            return runs
        shutil.copytree(copy, copy.with_suffix(".again"), symlinks=True)
        code_again, err_again, _ = _in_child(copy.with_suffix(".again"), lambda: None)
        runs.append(
            {
                "number": number,
                "call": call,
                "code": code,
                "err": err,
                "folder": str(copy),
                "code_again": code_again,
                "err_again": err_again,
            }
        )
        number += step


def _in_child(folder: Path, plant: Callable[[], None], *, by_prompts: bool = False) -> tuple[int, str, str]:
    """Run the program in a forked process; its exit code, what it told, and the call that had the fault."""
    told, hit = folder.with_name(f"{folder.name}.err"), folder.with_name(f"{folder.name}.hit")
    hit.unlink(missing_ok=True)
    child = os.fork()
    if not child:
        code = 99
        try:
            os.chdir(folder / "plans")
            os.environ["PLAN_WIZARD_HOME"] = str(folder / "home")
            sys.stderr = told.open("w")
            sys.stdout = sys.stderr
            from wizard.cli.main import main

            if by_prompts:
                _type(":save\nrelay.md\n")
            plant()
            # The draft knows the folder that was copied, so the file is named.
            code = main(["resume", "mine", "--prompts"] if by_prompts else ["save", "mine", "-o", "relay.md"])
        finally:
            sys.stderr.flush()
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), told.read_text(), hit.read_text() if hit.exists() else ""


def _type(text: str) -> None:
    """Let standard input be a text."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    os.dup2(reading, 0)
    sys.stdin = os.fdopen(0)


def _plant(folder: Path, how: str, number: int, in_plans_only: bool) -> None:
    """Put a fault at one call into the functions of `os`."""
    watched = str(folder / "plans") if in_plans_only else str(folder)
    hit = folder.with_name(f"{folder.name}.hit")
    lock, count, descriptors = Lock(), [0], set[int]()
    plain_open, plain_write = os.open, os.write

    def is_watched(name: str, arguments: tuple[Any, ...]) -> bool:
        if name in ("write", "fsync"):
            return arguments[0] in descriptors
        if name == "open" and not arguments[1] & (os.O_WRONLY | os.O_RDWR):
            return False
        return any(str(each).startswith(watched) for each in arguments[:2] if isinstance(each, (str, os.PathLike)))

    def with_fault(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **more: Any) -> Any:
            if is_watched(name, arguments):
                with lock:
                    count[0] += 1
                    is_due = count[0] == number or (how == "fail for good" and count[0] > number)
                if count[0] == number:
                    opened = plain_open(hit, os.O_WRONLY | os.O_CREAT)
                    plain_write(opened, name.encode())
                    os.close(opened)
                if is_due and how == "kill":
                    os._exit(KILLED)
                if is_due and how in _SIGNALS and current_thread() is main_thread():
                    result = call(*arguments, **more)
                    signal.raise_signal(signal.Signals[how])
                    return result
                if is_due and how not in _SIGNALS:
                    raise OSError(errno.EIO, os.strerror(errno.EIO))
            result = call(*arguments, **more)
            if name == "open" and is_watched(name, arguments):
                descriptors.add(result)
            return result

        return run

    for name in CALLS:
        setattr(os, name, with_fault(name, getattr(os, name)))


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    tried = _try_all(Path(asked["folder"]), asked["how"], asked["in_plans_only"], asked["step"], asked["by_prompts"])
    sys.stdout.write(json.dumps(tried))
