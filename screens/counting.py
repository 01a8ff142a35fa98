"""Numbers in sentences."""

from __future__ import annotations

from wizard.text import plural

_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()


def in_words(count: int) -> str:
    """`two` for 2, and digits above twelve."""
    return _WORDS[count] if count < len(_WORDS) else str(count)


def counted(count: int, noun: str) -> str:
    """`two boxes`, `one answer`."""
    return f"{in_words(count)} {_plural(noun) if count != 1 else noun}"


def capital(sentence: str) -> str:
    """The sentence with a capital at its start."""
    return sentence[:1].upper() + sentence[1:]


def _plural(noun: str) -> str:
    return f"{noun}es" if noun.endswith(("x", "s", "ch", "sh")) else plural(noun, 2)
