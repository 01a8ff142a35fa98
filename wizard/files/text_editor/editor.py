"""Editing a text in the user's own editor."""

from __future__ import annotations

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
from wizard.files.ending_signals import ENDING_SIGNALS, handle_ending_signals
from wizard.files.os_errors import explain_os_error
from wizard.files.regular_file import read_regular_file
from wizard.files.text_editor.editor_name import named_editor
from wizard.limits import MAX_INPUT_FILE_BYTES
from wizard.message_text import sanitize_line

_UTF8 = ("utf-8", "surrogatepass")
"""Lone surrogates in a text survive the round trip."""


class EditorError(WizardError):
    """Raised when the editor returned no text; the text that was to be edited stays."""


def editor_command() -> list[str]:
    """Return the words of `$VISUAL`, else of `$EDITOR`, else `vi`."""
    named = named_editor() or "vi"
    try:
        words = shlex.split(named)
    except ValueError:
        raise EditorError(f"$EDITOR cannot be read as a command: {sanitize_line(named)}") from None
    return words or ["vi"]


def edit_text(text: str, suffix: str = ".md") -> str:
    """Return the text as the editor left it, without the line end that editors add.

    Raise EditorError when there is none; what the editor wrote instead stays in a file that the message names.
    """
    command, given = editor_command(), text.encode(*_UTF8)
    file = _write_temporary_file(given, suffix)
    failed = _run_editor([*command, str(file)])
    after = _read_back(file)
    written = None if failed or after is None else _decode(after)
    if written is None and after is not None and after != given:
        why = failed or "The editor wrote what is no UTF-8."
        raise EditorError(f"{why} Your text is as it was; what the editor wrote is in {file}.")
    shutil.rmtree(file.parent, ignore_errors=True)
    if written is None:
        raise EditorError(f"{failed or 'The editor removed its file.'} Your text is as it was.")
    return written if text.endswith("\n") else written.removesuffix("\n")


def _write_temporary_file(content: bytes, suffix: str) -> Path:
    try:
        file = Path(tempfile.mkdtemp(prefix="plan-wizard-"), f"answer{suffix}")
        file.write_bytes(content)
    except OSError as error:
        trouble = explain_os_error(error, tempfile.gettempdir())
        raise EditorError(f"There is no file for the editor: {trouble} Your text is as it was.") from None
    return file


def _read_back(file: Path) -> bytes | None:
    try:
        return read_regular_file(file, MAX_INPUT_FILE_BYTES)
    except OSError:
        return None


def _decode(content: bytes) -> str | None:
    try:
        return content.decode(*_UTF8).removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None


def _run_editor(command: list[str]) -> str:
    """Run the editor to its end; return why it failed, or an empty text."""
    name, signals = sanitize_line(command[0]), _SignalForwarder()
    with signals.forward():
        try:
            process = subprocess.Popen(command)
        except (OSError, ValueError):
            return f"'{name}' does not start. Set $EDITOR to an editor that does."
        signals.attach(process)
        code = _wait_for(process)
    if code < 0:
        return f"'{name}' was ended by signal {-code}."
    return f"'{name}' ended with {code}." if code else ""


def _wait_for(process: subprocess.Popen[bytes]) -> int:
    """Wait for the process in short stretches, because a signal taken by another thread does not end a wait."""
    while True:
        try:
            return process.wait(0.5)
        except subprocess.TimeoutExpired:
            continue


class _SignalForwarder:
    """Ends the editor first when a signal is to end this program, and ignores Ctrl+C, which is for the editor."""

    def __init__(self) -> None:
        self._editor: subprocess.Popen[bytes] | None = None
        self._is_terminated = False

    @contextmanager
    def forward(self) -> Generator[None]:
        """Handle the signals meanwhile, and pass them on to the handlers that were there before."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}

        def pass_on(number: int, frame: FrameType | None) -> None:
            if number != signal.SIGINT:
                self._terminate()
                if callable(handler := before[number]):
                    handler(number, frame)

        with handle_ending_signals(pass_on):
            yield

    def attach(self, editor: subprocess.Popen[bytes]) -> None:
        """Set the editor that has been started."""
        self._editor = editor
        if self._is_terminated:
            editor.terminate()

    def _terminate(self) -> None:
        self._is_terminated = True
        if self._editor is not None:
            self._editor.terminate()
