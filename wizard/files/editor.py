"""An answer in the user's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from wizard.errors import WizardError
from wizard.files.os_errors import trouble_with
from wizard.text import visible_line

_UTF8 = ("utf-8", "surrogatepass")
"""A lone surrogate of an answer comes back as it was."""


class EditorError(WizardError):
    """The editor gave nothing back; the text that went in stands."""


def editor_command() -> list[str]:
    """The words of `$VISUAL`, else `$EDITOR`, else `vi`."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        words = shlex.split(named)
    except ValueError:
        raise EditorError(f"$EDITOR cannot be read as a command: {visible_line(named)}") from None
    return words or ["vi"]


def edited(text: str, suffix: str = ".md") -> str:
    """The text as the editor leaves it, without the line end that editors add.

    EditorError when it gives none; what it wrote instead is kept then, and the message says where.
    """
    command, given = editor_command(), text.encode(*_UTF8)
    file = _file_with(given, suffix)
    failed = _run([*command, str(file)])
    after = _content(file)
    written = None if failed or after is None else _decoded(after)
    if written is None and after is not None and after != given:
        why = failed or "The editor wrote what is no UTF-8."
        raise EditorError(f"{why} Your text is as it was; what the editor wrote is in {file}.")
    shutil.rmtree(file.parent, ignore_errors=True)
    if written is None:
        raise EditorError(f"{failed or 'The editor removed its file.'} Your text is as it was.")
    return written if text.endswith("\n") else written.removesuffix("\n")


def _file_with(content: bytes, suffix: str) -> Path:
    try:
        file = Path(tempfile.mkdtemp(prefix="plan-wizard-"), f"answer{suffix}")
        file.write_bytes(content)
    except OSError as error:
        trouble = trouble_with(error, tempfile.gettempdir())
        raise EditorError(f"There is no file for the editor: {trouble} Your text is as it was.") from None
    return file


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _decoded(content: bytes) -> str | None:
    try:
        return content.decode(*_UTF8).removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None


def _run(command: list[str]) -> str:
    """Run the editor to its end; why it failed, or nothing."""
    name, signals = visible_line(command[0]), _Signals()
    with signals.passed_on():
        try:
            process = subprocess.Popen(command)
        except (OSError, ValueError):
            return f"'{name}' does not start. Set $EDITOR to an editor that does."
        signals.are_for(process)
        code = _ended(process)
    if code < 0:
        return f"'{name}' was ended by signal {-code}."
    return f"'{name}' ended with {code}." if code else ""


def _ended(process: subprocess.Popen[bytes]) -> int:
    """Wait without end, but not in one go: a signal that another thread took wakes no thread that waits."""
    while True:
        try:
            return process.wait(0.5)
        except subprocess.TimeoutExpired:
            continue


class _Signals:
    """What is to end this program ends the editor first; Ctrl+C is for the editor alone, which the terminal tells."""

    def __init__(self) -> None:
        self._editor: subprocess.Popen[bytes] | None = None
        self._is_to_end = False

    @contextmanager
    def passed_on(self) -> Generator[None]:
        """The signals are ours for as long as this lasts; those who had them are told too."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        names = ("SIGINT", "SIGTERM", "SIGHUP")
        before = {number: signal.getsignal(number) for name in names if (number := getattr(signal, name, None))}

        def pass_on(number: int, frame: FrameType | None) -> None:
            if number != signal.SIGINT:
                self._end()
                if callable(handler := before[number]):
                    handler(number, frame)

        for number in before:
            signal.signal(number, pass_on)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler or signal.SIG_DFL)

    def are_for(self, editor: subprocess.Popen[bytes]) -> None:
        """The editor that has been started."""
        self._editor = editor
        if self._is_to_end:
            editor.terminate()

    def _end(self) -> None:
        self._is_to_end = True
        if self._editor is not None:
            self._editor.terminate()
