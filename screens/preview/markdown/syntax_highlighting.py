"""Colours for the code in fences, as pygments reads it; slow to import, so never on the way of a keystroke."""

from __future__ import annotations

from pygments.lexers import get_lexer_by_name  # pyright: ignore[reportUnknownVariableType] - it has no types
from pygments.util import ClassNotFound

from screens.preview.markdown.block_source import CodeHighlight
from screens.preview.markdown.drawn_lines import TextStyle

_LONGEST = 20_000
"""Characters; more code than that stays plain."""
_FAINT = TextStyle("faint", on_panel=True)
_BOLD = TextStyle(bold=True, on_panel=True)
_TEXT = TextStyle("success", on_panel=True)
_VALUE = TextStyle("warning", on_panel=True)
_LOOKS = {
    "Comment": _FAINT,
    "Comment.Preproc": _BOLD,
    "Generic.Deleted": _VALUE,
    "Generic.Heading": _BOLD,
    "Generic.Inserted": _TEXT,
    "Keyword": _BOLD,
    "Keyword.Constant": _VALUE,
    "Literal.Date": _VALUE,
    "Literal.Number": _VALUE,
    "Literal.String": _TEXT,
    "Name.Decorator": _BOLD,
    "Name.Tag": _BOLD,
}
"""By pygments' names for kinds of token; what is not here looks like what it is a part of, or plain."""


def highlight(language: str, code: str) -> tuple[CodeHighlight, ...]:
    """Return the colours of the code; none for a language that is not known."""
    if len(code) > _LONGEST:
        return ()
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return ()
    found: list[CodeHighlight] = []
    for start, kind, text in lexer.get_tokens_unprocessed(code):
        look = _look(str(kind).partition(".")[2])
        if look is not None and text.strip():
            found.append((start, start + len(text), look))
    return tuple(found)


def _look(kind: str) -> TextStyle | None:
    while kind:
        if kind in _LOOKS:
            return _LOOKS[kind]
        kind = kind.rpartition(".")[0]
    return None
