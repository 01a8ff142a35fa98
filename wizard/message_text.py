"""Words for messages: text that is safe to show, plurals, numbers, and the name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

_TITLE_CHARACTERS = 60
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))

_LINE = {
    **{code: 0x2400 + code for code in range(0x20)},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys(_BIDI, 0xFFFD),
    **dict.fromkeys((0x2028, 0x2029), 0x2424),
}
_LINES = {code: shown for code, shown in _LINE.items() if code not in (0x09, 0x0A)}


def sanitize_line(text: str) -> str:
    """Return the text as one line without control characters.

    C0 controls become their Unicode pictures (`␛`), C1 and bidirectional controls and lone surrogates U+FFFD.
    """
    return _replace_surrogates(text).translate(_LINE)


def sanitize_title(text: str) -> str:
    """Return the first 60 characters of a title as one line without control characters."""
    return sanitize_line(text if len(text) <= _TITLE_CHARACTERS else f"{text[:_TITLE_CHARACTERS].rstrip()}...")


def sanitize(text: str) -> str:
    """Return the text without control characters but tabs and line feeds; CR LF becomes LF."""
    return _replace_surrogates(text.replace("\r\n", "\n")).translate(_LINES)


def _replace_surrogates(text: str) -> str:
    """Return the text with U+FFFD for lone surrogates, which are too many for the tables (2,048, 0.2 MB)."""
    if text.isascii():
        return text
    try:
        text.encode()  # fails for surrogates alone, and is the quickest way to find them
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in text)
    return text


def pluralize(noun: str, count: float) -> str:
    """Return the noun for a count: `task` for 1, `tasks` for any other."""
    return noun if count == 1 or not noun else f"{noun}s"


def count_with_verb(count: int) -> str:
    """Return the count behind its verb: `is 1`, `are 3`."""
    return "is 1" if count == 1 else f"are {count}"


def format_number(number: float) -> str:
    """Return a number in digits, without a fraction when that is zero."""
    return str(int(number)) if number == int(number) and abs(number) < 1e16 else repr(number)


_CONSONANT_SOUNDS = ("uni", "use", "eu", "one")
"""Written with a vowel, said with a consonant: a user, a unit."""


def with_article(noun: str) -> str:
    """Return `a task` or `an item`."""
    lowered = noun.lower()
    is_vowel = lowered[:1] in tuple("aeiou") and not lowered.startswith(_CONSONANT_SOUNDS)
    return f"{'an' if is_vowel else 'a'} {noun}"


def did_you_mean(unknown: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'name'?`, or nothing when no known name is near."""
    name = nearest_name(unknown, known)
    return f"; did you mean '{name}'?" if name is not None else ""


def end_sentence(text: str) -> str:
    """Return the text with a full stop, unless it ends with a mark already."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def nearest_name(unknown: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like the unknown one, or None."""
    from difflib import get_close_matches  # 5 ms that only a mistake pays for

    names = {name.lower(): name for name in known}
    found = get_close_matches(unknown[:80].lower(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else None
