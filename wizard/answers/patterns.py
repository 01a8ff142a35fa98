r"""Regular expressions of questions, matched by RE2: the time grows with the text and never explodes.

A pattern means what it means to `re.search`. RE2's own `\d`, `\w`, `\s` and `\b` know ASCII only, its classes of
Unicode cost a thousand instructions each, and its `$` does not hold before the last line end. So each character of a
text is put between two signs of its kind, and the pattern is compiled to one that asks for signs and characters:

    text     Zoë 7      aZa aoa aëa "   " 070, one after the other
    pattern  ^\w+ [^7]  \A(?:[0a].\C)+(?:\C\x{20}\C)(?:[^!][^\x{37}]\C)

A sign takes one byte, `\C`. Between two signs, RE2's `\b` is that of Unicode.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import re2

from wizard.limits import MAX_PATTERN_CHARACTERS, MAX_PATTERN_LEVELS, MAX_PATTERN_MEMORY_BYTES

_SIGNS: Final = {"d": "0", "D": "a .\n", "w": "0a", "W": " .\n", "s": " \n", "S": "0a."}
_COMPILED: Final = {
    ".": r"(?:\C[^\n]\C)",
    "^": r"\A",
    "$": "(?m:$)",
    r"\b": r"\b",
    r"\B": r"\B",
    "(": "(?:",
    "(?:": "(?:",
    ")": ")",
    "|": "|",
} | {rf"\{kind}": rf"(?:[{signs}].\C)" for kind, signs in _SIGNS.items()}
_TOKEN: Final = re.compile(
    r"""
      (?P<start> \((?:\?:|(?!\?)) | \| )
    | (?P<end> \) )
    | (?P<assertion> [\^$] | \\[bB] )
    | (?P<repeat> (?: [*+?] | \{(?!\})(?P<least>[0-9]*)(?P<comma>,?)(?P<most>[0-9]*)\} ) \?? )
    | (?P<set> \[\^?\]?(?:\\.|[^\]\\])*\] )
    | (?P<character> \\(?:[dDwWsSnrtfv]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^A-Za-z0-9\s]) | [^\\\[(] )
    """,
    re.DOTALL | re.VERBOSE,
)
_CHARACTER: Final = r"(\\(?:N\{[^}]*\}|U[0-9a-fA-F]{8}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-7]{1,3}|.)|[^\\])"
_MEMBER: Final = re.compile(rf"\\([dDwWsS])|{_CHARACTER}(?:-{_CHARACTER})?", re.DOTALL)
_SURROGATES: Final = range(0xD800, 0xE000)


class PatternError(ValueError):
    """A pattern cannot be used; the message says what is wrong with it."""


def matches(pattern: str, text: str) -> bool:
    """Return whether the text contains what the pattern describes; raise PatternError for one that cannot be used."""
    return compile_pattern(pattern)(_with_signs(text).encode()) is not None


@lru_cache(maxsize=128)
def compile_pattern(pattern: str) -> Callable[[bytes], object]:
    """Return the search for a pattern in a text with signs; raise PatternError for one that cannot be used."""
    if len(pattern) > MAX_PATTERN_CHARACTERS:
        raise PatternError(f"it is longer than {MAX_PATTERN_CHARACTERS} characters")
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    options.max_mem = MAX_PATTERN_MEMORY_BYTES
    try:
        return re2.compile(rf"(?s)\A(?:\C.\C)*(?:{_compile(pattern)})", options).search
    except re2.error:
        raise PatternError("its repeats make it too large") from None


class _WithSigns(dict[int, str]):
    """Characters by their code point, each between two signs of its kind, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        character = "\N{REPLACEMENT CHARACTER}" if code in _SURROGATES else chr(code)
        is_letter = character.isalnum() or character == "_"
        sign = "0" if character.isdecimal() else "a" if is_letter else " " if character.isspace() else "."
        with_signs = sign + character + sign
        if code <= 0xFFFF:  # a text may hold a million others
            self[code] = with_signs
        return with_signs


_WITH_SIGNS: Final = _WithSigns()


def _with_signs(text: str) -> str:
    """Return a text as RE2 searches it; the sign before a last line end is one that `$` holds before."""
    if text.endswith("\n"):
        return text[:-1].translate(_WITH_SIGNS) + "\n\n "
    return text.translate(_WITH_SIGNS)


def _compile(pattern: str) -> str:
    """Return the expression of RE2 that finds in a text with signs what the pattern finds in the text."""
    compiled: list[str] = []
    level, before, at = 0, "start", 0
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if token is None:
            raise PatternError(_unknown_message(pattern[at : at + 2]))
        written, kind = token[0], token.lastgroup or ""
        level += written.startswith("(") - (kind == "end")
        if level < 0:
            raise PatternError("a ')' closes nothing")
        if level > MAX_PATTERN_LEVELS:
            raise PatternError(f"it has more than {MAX_PATTERN_LEVELS} brackets inside each other")
        match kind:
            case "repeat":
                compiled.append(_compile_repeat(token, before))
            case "set":
                compiled.append(_compile_set(written))
            case _:
                compiled.append(_COMPILED.get(written) or rf"(?:\C{_code_point(written)}\C)")
        before, at = kind, token.end()
    if level:
        raise PatternError("a '(' is never closed")
    return "".join(compiled)


def _unknown_message(written: str) -> str:
    match written[0]:
        case "[":
            return "a '[' is never closed"
        case "(":
            return "of the groups that begin with (? only (?: is known"
        case _:
            return f"'{written}' is not known"


def _compile_repeat(token: re.Match[str], before: str) -> str:
    if before in ("start", "assertion"):
        raise PatternError(f"there is nothing before the '{token[0][0]}' to repeat")
    if before == "repeat":
        raise PatternError("a repeat is repeated")
    if not token[0].startswith("{"):
        return token[0]
    least, comma, most = token["least"] or "0", token["comma"], token["most"]
    if most and int(least) > int(most):
        raise PatternError(f"at least {least} and at most {most} cannot both be")
    return f"{{{least}{comma}{most}}}"


def _compile_set(written: str) -> str:
    r"""Return a set such as `[^\W_]` as a set of signs and a set of characters."""
    with warnings.catch_warnings(action="error"):
        try:
            re.compile(written)
        except (re.error, FutureWarning) as error:
            raise PatternError(str(error)) from None
    start = "[^" if written.startswith("[^") else "["
    signs, characters = "!", r"\x{d800}"  # in no text, so that neither set is ever empty
    for kind, first, last in _MEMBER.findall(written, len(start), len(written) - 1):
        signs += _SIGNS.get(kind, "")
        characters += (_code_point(first) if first else "") + (f"-{_code_point(last)}" if last else "")
    if start == "[^":
        return rf"(?:[^{signs}][^{characters}]\C)"
    return rf"(?:(?:[{signs}].|\C[{characters}])\C)"


def _code_point(written: str) -> str:
    r"""Return a character, whichever way a pattern writes it, as in `\x{e9}`."""
    character = written.removeprefix("\\") or "\\"
    if character != written and character[0].isascii() and character[0].isalnum():
        character = written.encode().decode("unicode_escape")
    return f"\\x{{{ord(character):x}}}"
