"""A question as far as it matters for what counts as an answer, and the words in which an answer is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from wizard.errors import InvalidAnswer
from wizard.model.answers import Answer, AnswerPath
from wizard.model.template import KindName
from wizard.text import count_with_verb, pluralize


class Choosable(Protocol):
    """An option, as far as a kind needs it."""

    @property
    def value(self) -> str: ...


class Asked(Protocol):
    """A question, as far as a kind needs it."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> KindName: ...
    @property
    def required(self) -> bool: ...
    @property
    def options(self) -> Sequence[Choosable]: ...
    @property
    def other(self) -> bool: ...
    @property
    def min(self) -> float | None: ...
    @property
    def max(self) -> float | None: ...
    @property
    def pattern(self) -> str | None: ...
    @property
    def item(self) -> str: ...
    @property
    def questions(self) -> Sequence[Asked]: ...


Problems: TypeAlias = "list[InvalidAnswer]"
Validator: TypeAlias = "Callable[[Asked, Answer, AnswerPath, Problems], Answer]"
"""An answer from a file in its normal form; what is wrong with it goes to the problems."""
TextParser: TypeAlias = "Callable[[Asked, str], Answer]"
"""An answer from typed text; NotYet, with the sentence to show, when it is none."""


class NotYet(ValueError):
    """Typed text is not an answer yet; the message says what would be."""

    def __init__(self, message: str, suggestion: str | None = None) -> None:
        self.message = message
        self.suggestion = suggestion
        super().__init__(message)


def format_number(number: float) -> str:
    """Digits, without a fraction when there is none."""
    return str(int(number)) if number == int(number) and abs(number) < 1e16 else repr(number)


def too_many_message(question: Asked, count: int) -> str:
    """The sentence for a list or choice that holds more than its most."""
    most = question.max or 0
    return f"At most {format_number(most)} {pluralize(question.item, most)}; there {count_with_verb(count)}."


def replace_surrogates(text: str) -> str:
    """The text as it can be written as UTF-8; JSON can bring in lone surrogates, which cannot."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def is_blank(answer: Answer) -> bool:
    """Whether the answer is a text without a letter in it, which is no answer."""
    return isinstance(answer, str) and not answer.strip()
