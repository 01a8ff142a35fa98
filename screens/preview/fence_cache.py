"""What is known about the insides of fences: found out when the user pauses, kept for as long as it is in use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias, TypeVar

from screens.preview.document_diff import common_end, common_start
from screens.preview.markdown.block_source import CodeHighlight, DiagramDrawing

_DIAGRAM_LANGUAGE = "mermaid"
_MAX_ENTRIES = 64
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
FenceContent: TypeAlias = "DiagramDrawing | Sequence[CodeHighlight]"


class FenceRequest(NamedTuple):
    """The inside of a fence about which nothing is known yet."""

    language: str
    code: str
    width: int
    """Cells for a diagram; 0 for colours."""


def examine_fence(wanted: FenceRequest) -> FenceContent:
    """Return the colours or the diagram of a fence; that takes long, and is best done in a thread."""
    if wanted.width:
        from screens.preview.markdown.diagrams import draw_diagram

        return draw_diagram(wanted.code, wanted.width)
    from screens.preview.markdown.syntax_highlighting import highlight

    return highlight(wanted.language, wanted.code)


class FenceCache:
    """Colours and diagrams; until they are there for a code, those of its last version do."""

    def __init__(self) -> None:
        self._colours: dict[tuple[str, str], Sequence[CodeHighlight]] = {}
        self._drawings: dict[tuple[str, int], DiagramDrawing] = {}
        self._requests: dict[FenceRequest, None] = {}

    @cached_property
    def draws_diagrams(self) -> bool:
        """Return whether there is a library to draw them."""
        from screens.preview.markdown.diagrams import can_draw

        return can_draw()

    def highlights(self, language: str, code: str) -> Sequence[CodeHighlight]:
        """Return the colours of the code, as far as they are known."""
        found = self._colours.get((language, code))
        if found is None and language != _DIAGRAM_LANGUAGE:
            self._requests[FenceRequest(language, code, 0)] = None
            return self._reuse_colours(language, code)
        return found or ()

    def drawing(self, language: str, code: str, width: int) -> DiagramDrawing | None:
        """Return the diagram, as far as it is known."""
        if language != _DIAGRAM_LANGUAGE or not code.strip() or not self.draws_diagrams:
            return None
        room = width - 2
        found = self._drawings.get((code, room))
        if found is None:
            self._requests[FenceRequest(language, code, room)] = None
            found = self._last_version(code, room)
        return found

    def take_requests(self) -> list[FenceRequest]:
        """Return what was asked for and is not known, and forget that it was."""
        wanted = list(self._requests)
        self._requests.clear()
        return wanted

    @property
    def has_requests(self) -> bool:
        """Return whether something was asked for and is not known."""
        return bool(self._requests)

    def learn(self, wanted: FenceRequest, found: FenceContent) -> None:
        """Store what was found out."""
        if isinstance(found, DiagramDrawing):
            _drop_oldest(self._drawings)
            self._drawings[wanted.code, wanted.width] = found
        else:
            _drop_oldest(self._colours)
            self._colours[wanted.language, wanted.code] = found

    def _reuse_colours(self, language: str, code: str) -> Sequence[CodeHighlight]:
        """Return the colours of the last version where the code is still the same."""
        for (known_language, before), colours in reversed(self._colours.items()):
            if known_language == language:
                start, end = _common_ends(before, code)
                if start + end >= len(code) // 2:
                    return _shift_colours(colours, start, len(before) - end, len(code) - len(before))
        return ()

    def _last_version(self, code: str, width: int) -> DiagramDrawing | None:
        for (before, known_width), drawing in reversed(self._drawings.items()):
            if known_width == width and sum(_common_ends(before, code)) >= len(code) // 2:
                return drawing
        return None


def _common_ends(before: str, code: str) -> tuple[int, int]:
    start = common_start(before, code)
    return start, min(common_end(before, code), min(len(before), len(code)) - start)


def _shift_colours(colours: Sequence[CodeHighlight], start: int, end: int, by: int) -> list[CodeHighlight]:
    kept = [colour for colour in colours if colour[1] <= start]
    return kept + [(begin + by, after + by, look) for begin, after, look in colours if begin >= end]


def _drop_oldest(known: dict[_Key, _Value]) -> None:
    while len(known) >= _MAX_ENTRIES:
        del known[next(iter(known))]
