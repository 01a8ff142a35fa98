from __future__ import annotations

from pathlib import Path

import pytest

from screens.preview.fence_cache import FenceCache, FenceRequest, examine_fence
from screens.preview.markdown.block_source import DiagramDrawing
from screens.preview.markdown.diagrams import can_draw, draw_diagram
from screens.preview.markdown.syntax_highlighting import highlight
from tests.support.patience import PATIENCE

LIBRARY = """
import time
from types import SimpleNamespace

def render(source, max_width=None):
    if "slow" in source:
        time.sleep(600)
    if "broken" in source:
        raise RuntimeError("no")
    if "wide" in source:
        return SimpleNamespace(plain_lines=["┌ mermaid: graph ┐", "└┘", "too wide to render at this width"])
    if "gantt" in source:
        return SimpleNamespace(plain_lines=["┌ mermaid: gantt ┐", "└┘"])
    if "empty" in source:
        return None
    if "tall" in source:
        return SimpleNamespace(plain_lines=["x"] * 1000)
    return SimpleNamespace(plain_lines=[f"[{source}]", f"\\x1b[31m{max_width}"])
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands in for the optional library, here and in the processes that are started."""
    (tmp_path / "mermaid_term.py").write_text(LIBRARY, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(draw_diagram, "__defaults__", (PATIENCE,))


@pytest.mark.usefixtures("library")
def test_a_diagram_is_drawn_and_cleaned() -> None:
    assert can_draw()
    assert draw_diagram("A-->B", 30) == DiagramDrawing(("[A-->B]", "␛[31m30"))


@pytest.mark.usefixtures("library")
def test_a_diagram_that_takes_too_long_says_so() -> None:
    assert draw_diagram("slow", 30, seconds=1) == DiagramDrawing(
        refusal="Diagram not drawn: it takes more than 1 seconds."
    )


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("broken", "Diagram not drawn: its source is invalid."),
        ("wide", "Diagram not drawn: it is too wide for this view."),
        ("gantt", "Diagram not drawn: this type is not supported."),
        ("empty", "Diagram not drawn: it is empty."),
        ("tall", "Diagram not drawn: it has more than 200 rows."),
    ],
)
def test_a_diagram_that_cannot_be_drawn_says_why(source: str, reason: str) -> None:
    assert draw_diagram(source, 30) == DiagramDrawing(refusal=reason)


def test_code_is_coloured_by_its_parts() -> None:
    code = "def f():\n    return 'a'  # b\n"

    parts = {code[start:end].strip(): look for start, end, look in highlight("python", code)}

    assert parts["def"].bold and parts["return"].bold
    assert parts["a"].tone == "success"
    assert parts["# b"].tone == "faint"
    assert all(look.on_panel for look in parts.values())


def test_a_language_that_nobody_knows_and_a_giant_stay_plain() -> None:
    assert highlight("nobody-knows", "x") == ()
    assert highlight("python", "x = 1\n" * 10_000) == ()


def _find_out(known: FenceCache, wanted: FenceRequest) -> None:
    known.learn(wanted, examine_fence(wanted))


def test_what_is_asked_for_is_wanted_once_and_known_later() -> None:
    known = FenceCache()
    assert known.highlights("python", "x = 1") == ()
    assert known.highlights("python", "x = 1") == ()
    assert known.take_requests() == [FenceRequest("python", "x = 1", 0)]
    assert not known.has_requests

    _find_out(known, FenceRequest("python", "x = 1", 0))

    assert [(start, end) for start, end, _ in known.highlights("python", "x = 1")] == [(4, 5)]
    assert not known.has_requests


def test_while_code_is_typed_what_stays_the_same_stays_coloured() -> None:
    known = FenceCache()
    before, after = (
        "def a():\n    pass\n\n\ndef b():\n    pass\n",
        "def a():\n    pass\n\nxy = 1\n\ndef b():\n    pass\n",
    )
    _find_out(known, FenceRequest("python", before, 0))

    colours = {(after[start:end]) for start, end, _ in known.highlights("python", after)}

    assert colours == {"def", "pass"}
    assert known.take_requests() == [FenceRequest("python", after, 0)]


@pytest.mark.usefixtures("library")
def test_while_a_diagram_is_typed_its_last_drawing_stays() -> None:
    known = FenceCache()
    _find_out(known, FenceRequest("mermaid", "graph TD", 18))

    assert known.drawing("mermaid", "graph TDx", 20) == known.drawing("mermaid", "graph TD", 20)
    assert known.take_requests() == [FenceRequest("mermaid", "graph TDx", 18)]
    assert known.drawing("mermaid", "something else", 20) is None


def test_without_the_library_a_diagram_is_code_like_any_other() -> None:
    known = FenceCache()
    known.draws_diagrams = False

    assert known.drawing("mermaid", "graph TD", 20) is None
    assert known.highlights("mermaid", "graph TD") == ()
    assert not known.has_requests


def test_not_everything_is_kept_for_ever() -> None:
    known = FenceCache()
    for number in range(100):
        _find_out(known, FenceRequest("nobody-knows", f"{number}", 0))

    known.highlights("nobody-knows", "0")
    assert known.has_requests
