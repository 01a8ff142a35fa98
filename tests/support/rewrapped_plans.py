"""Plans with random answers that are wrapped anew, as they are or with one word of one answer changed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from msgspec import Struct

from tests.support.merge_corpus import PLANS, example_of, template_of
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, AnswerPath, answer_at, is_list, is_mapping
from wizard.render.plan import render_plan

_WORDS = (
    "relay harbour lantern quarry, meadow copper signal: thread anchor violet. In 2027. (Tide) `ebb` A-to-B".split()
)
_OTHERS = "basalt ember, juniper. tallow".split()


class EditedAnswer(Struct, frozen=True):
    """A plan, and what it is with another text as one of its answers."""

    before: Interview
    path: AnswerPath
    after: Interview
    text: str
    """The plan with it."""


def random_plan(number: int) -> tuple[Interview, random.Random]:
    """A plan with an answer of random words to each of its questions that takes any."""
    chance = random.Random(f"rewrapped {number}")
    name = PLANS[number % len(PLANS)]
    template, answers = template_of(name), example_of(name)
    for path in (path for path in _texts(answers) if _is_prose(str(answer_at(answers, path)))):
        answers = {**answers, str(path[0]): _with_text(answers[str(path[0])], path[1:], _words(chance))}
    return Interview.begin(template, answers), chance


def _words(chance: random.Random) -> str:
    words = " ".join(chance.choice(_WORDS) for _ in range(chance.choice((3, 8, 20, 60))))
    return f"It {words} ends"


def _is_prose(text: str) -> bool:
    return " " in text and "\n" not in text


def _texts(answer: object, path: AnswerPath = ()) -> Iterator[AnswerPath]:
    if isinstance(answer, str):
        yield path
    elif is_mapping(answer):
        for id, each in answer.items():
            yield from _texts(each, (*path, id))
    elif is_list(answer):
        for index, each in enumerate(answer):
            yield from _texts(each, (*path, index))


def _with_text(answer: Answer, path: AnswerPath, text: str) -> Answer:
    if not path:
        return text
    if is_mapping(answer):
        return {**answer, str(path[0]): _with_text(answer[str(path[0])], path[1:], text)}
    assert is_list(answer)
    return tuple(_with_text(each, path[1:], text) if index == path[0] else each for index, each in enumerate(answer))


def with_one_word_changed(interview: Interview, chance: random.Random) -> EditedAnswer:
    """The plan with a word put in, taken out or changed in one of its answers."""
    paths = [path for path in _texts(interview.answers) if _is_prose(str(answer_at(interview.answers, path)))]
    before = render_plan(interview).text
    while True:
        path = chance.choice(paths)
        words = str(answer_at(interview.answers, path)).split(" ")
        at = chance.randrange(1, len(words))
        words[at : at + chance.randrange(2)] = chance.choice(([], [chance.choice(_OTHERS)]))
        answers = {
            **interview.answers,
            str(path[0]): _with_text(interview.answers[str(path[0])], path[1:], " ".join(words)),
        }
        after = Interview.begin(interview.template, answers)
        text = render_plan(after).text
        if text != before and after.answers != interview.answers:
            return EditedAnswer(interview, path, after, text)
