"""Mermaid diagrams as box art, if `mermaid-term` is there: in a process that is ended when it takes too long."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec

from screens.preview.markdown.block_source import DiagramDrawing
from wizard.message_text import sanitize

_SECONDS = 2.0
_TALLEST = 200
"""Rows; a taller drawing hides the plan."""
_PROGRAM = """
import json, sys
from mermaid_term import render
art = render(sys.stdin.read(), max_width=int(sys.argv[1]))
json.dump(art.plain_lines if art else [], sys.stdout)
"""


def can_draw() -> bool:
    """Return whether the library is installed."""
    return find_spec("mermaid_term") is not None


def draw_diagram(code: str, width: int, seconds: float = _SECONDS) -> DiagramDrawing:
    """Return the diagram on at most so many cells, or why there is none; wait for it `seconds` at most."""
    # -P: no file in the folder of the plan can pass itself off as a module.
    command = [sys.executable, "-P", "-c", _PROGRAM, str(max(width, 8))]
    try:
        done = subprocess.run(
            command, input=code, capture_output=True, encoding="utf-8", errors="replace", timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return DiagramDrawing(refusal=f"Diagram not drawn: it takes more than {seconds:g} seconds.")
    except OSError as error:
        return DiagramDrawing(refusal=f"Diagram not drawn: {error.strerror or 'the program for it does not start'}.")
    return (
        _read(done.stdout)
        if done.returncode == 0
        else DiagramDrawing(refusal="Diagram not drawn: its source is invalid.")
    )


def _read(written: str) -> DiagramDrawing:
    try:
        found: list[str] = json.loads(written)
    except ValueError:
        return DiagramDrawing(refusal="Diagram not drawn: its source is invalid.")
    lines = tuple(sanitize(line).rstrip() for line in found)
    if not lines:
        return DiagramDrawing(refusal="Diagram not drawn: it is empty.")
    if _is_framed_source(lines):
        is_too_wide = "too wide" in " ".join(lines[-3:])
        why = "it is too wide for this view" if is_too_wide else "this type is not supported"
        return DiagramDrawing(refusal=f"Diagram not drawn: {why}.")
    if len(lines) > _TALLEST:
        return DiagramDrawing(refusal=f"Diagram not drawn: it has more than {_TALLEST} rows.")
    return DiagramDrawing(lines)


def _is_framed_source(lines: tuple[str, ...]) -> bool:
    """Return whether the library gave the source back in a frame, which is its way to say no."""
    return lines[0].lstrip("┌╭─").startswith(" mermaid: ")
