"""Results to standard output, everything else to standard error, and files in and out."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from wizard.errors import WizardError
from wizard.files.regular_file import read_file_start
from wizard.limits import MAX_INPUT_FILE_BYTES
from wizard.message_text import sanitize, sanitize_line

_OPEN_DESCRIPTORS = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
"""Where a shell names a pipe that is open already, as `<(command)` does."""


class ClosedOutputError(Exception):
    """Raised when nobody reads standard output any more, as with `plan-wizard list | head -1`."""


def write_result(text: str) -> None:
    """Write to standard output, in UTF-8 whatever the locale; WizardError when that fails.

    A terminal gets control characters to see and not to obey; a file or pipe gets every character as it is.
    """
    write_plan(text, text.encode("utf-8", "replace"))


def write_plan(text: str, content: bytes) -> None:
    """Write a plan's text to standard output if that is a terminal, and else the bytes of its file."""
    if sys.stdout is None:
        raise WizardError("standard output is closed; redirect the result to a file")
    try:
        shown = sanitize(text).encode("utf-8", "replace") if sys.stdout.isatty() else content
        sys.stdout.flush()
        sys.stdout.buffer.write(shown)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise ClosedOutputError from None
    except OSError as error:
        raise WizardError(f"the result cannot be written: {error.strerror}") from None


def write_json(document: Mapping[str, object]) -> None:
    """Write a JSON document to standard output, indented, with a line feed at its end."""
    import json

    write_result(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def tell(text: str) -> None:
    """Write lines to standard error, their control characters made visible; nothing happens when it is closed."""
    try:
        for line in text.splitlines():
            print(sanitize_line(line), file=sys.stderr)
        sys.stderr.flush()
    except (OSError, AttributeError):
        return


def read_input(name: str) -> tuple[str, str]:
    """Return the text of a file, of standard input for `-`, and its name for messages; WizardError when unreadable."""
    source = "<stdin>" if name == "-" else name
    try:
        content = _read_bytes(name)
    except OSError as error:
        raise WizardError(f"{sanitize_line(source)} cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise WizardError(f"{sanitize_line(source)} is not the name of a file") from None
    if len(content) > MAX_INPUT_FILE_BYTES:
        raise WizardError(f"{sanitize_line(source)} is larger than {MAX_INPUT_FILE_BYTES:,} bytes")
    from wizard.compiler.loader import decode_utf8

    return decode_utf8(content, source), source


def _read_bytes(name: str) -> bytes:
    if name.startswith(_OPEN_DESCRIPTORS):
        with open(name, "rb") as file:
            return file.read(MAX_INPUT_FILE_BYTES + 1)
    if name != "-":
        return read_file_start(name, MAX_INPUT_FILE_BYTES + 1)
    if sys.stdin is None:
        raise WizardError("standard input is closed; nothing to read")
    return sys.stdin.buffer.read(MAX_INPUT_FILE_BYTES + 1)
