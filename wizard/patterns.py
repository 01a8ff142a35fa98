"""Patterns of lines, matched in a time that grows with the text and never explodes.

A pattern comes from a stranger's file, and Python's own matcher can need years for forty letters. So the part of
its language that JSON Schema shares is compiled to a small machine whose states are followed all at once
(Thompson 1968). For what it compiles, the result is that of `re.search`.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from msgspec import Struct, field

MOST_CHARACTERS: Final = 300
MOST_STEPS: Final = 2_000
MOST_LEVELS: Final = 20


class PatternError(ValueError):
    """A pattern cannot be used; the message says what is wrong with it."""


class Letter(Struct, frozen=True):
    """Takes one character that an atom such as `[a-z]` or `\\d` matches, then goes on at the next step."""

    atom: re.Pattern[str]


class Assertion(Struct, frozen=True):
    """Goes on at the next step where it holds, between two characters."""

    sign: Literal["^", "$", "\\b", "\\B"]


class Fork(Struct, frozen=True):
    """Goes on at several steps, counted from this one."""

    steps: tuple[int, ...]


Step: TypeAlias = "Letter | Assertion | Fork"
Program: TypeAlias = "tuple[Step, ...]"
"""Past its last step, the pattern has matched."""


def fits(pattern: str, text: str) -> bool:
    """Whether the text contains what the pattern describes; PatternError for a pattern that cannot be used."""
    program = compile_pattern(pattern)
    states: set[int] = set()
    for position in range(len(text) + 1):
        states = _reached(program, {*states, 0}, text, position)
        if len(program) in states:
            return True
        if position < len(text):
            states = set(_after_letter(program, states, text[position]))
    return False


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Program:
    """The machine of a pattern; PatternError when it is none, also where `re` says so."""
    if len(pattern) > MOST_CHARACTERS:
        raise PatternError(f"it is longer than {MOST_CHARACTERS} characters")
    reading = _Reading(pattern)
    program = reading.alternatives(0)
    if reading.position < len(pattern):
        raise PatternError("a ')' closes nothing")
    _compiled(pattern)
    return program


def _compiled(pattern: str) -> re.Pattern[str]:
    with warnings.catch_warnings(action="error"):
        try:
            return re.compile(pattern)
        except (re.error, FutureWarning, OverflowError) as error:
            raise PatternError(str(error)) from None


def _reached(program: Program, states: set[int], text: str, position: int) -> set[int]:
    """The states and what can be reached from them without taking a character."""
    reached: set[int] = set()
    waiting = list(states)
    while waiting:
        state = waiting.pop()
        if state in reached:
            continue
        reached.add(state)
        step = program[state] if state < len(program) else None
        if isinstance(step, Fork):
            waiting += [state + offset for offset in step.steps]
        elif isinstance(step, Assertion) and _holds(step.sign, text, position):
            waiting.append(state + 1)
    return reached


def _after_letter(program: Program, states: set[int], letter: str) -> list[int]:
    steps = ((state, program[state]) for state in states)
    return [state + 1 for state, step in steps if isinstance(step, Letter) and step.atom.match(letter)]


def _holds(sign: Literal["^", "$", "\\b", "\\B"], text: str, position: int) -> bool:
    match sign:
        case "^":
            return position == 0
        case "$":
            return position == len(text) or (position == len(text) - 1 and text[position] == "\n")
        case "\\b":
            return _is_edge(text, position)
        case "\\B":
            return not _is_edge(text, position)


def _is_edge(text: str, position: int) -> bool:
    return _is_word(text[:position][-1:]) != _is_word(text[position : position + 1])


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


_ESCAPE = re.compile(r"\\(?:[dDwWsSnrtfv]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^A-Za-z0-9\s])")
_SET = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_COUNT = re.compile(r"\{(\d{0,4})(?:(,)(\d{0,4}))?\}")


class _Reading(Struct):
    """A pattern being read from left to right."""

    pattern: str
    position: int = field(default=0)

    def alternatives(self, level: int) -> Program:
        if level > MOST_LEVELS:
            raise PatternError(f"it has more than {MOST_LEVELS} brackets inside each other")
        programs = [self.sequence(level)]
        while self.next() == "|":
            self.position += 1
            programs.append(self.sequence(level))
        return _either(programs)

    def sequence(self, level: int) -> Program:
        steps: Program = ()
        while self.next() not in ("", "|", ")"):
            steps += self.repeated(self.item(level))
            if len(steps) > MOST_STEPS:
                raise PatternError("its repeats make it too large")
        return steps

    def next(self) -> str:
        return self.pattern[self.position : self.position + 1]

    def item(self, level: int) -> Program:
        sign = self.next()
        if sign == "(":
            return self.group(level)
        if sign in ("*", "+", "?") or _COUNT.match(self.pattern, self.position):
            raise PatternError(f"nothing stands before the '{sign}' for it to repeat")
        if sign in ("^", "$"):
            self.position += 1
            return (Assertion("^" if sign == "^" else "$"),)
        if (edge := self.pattern[self.position : self.position + 2]) in ("\\b", "\\B"):
            self.position += 2
            return (Assertion("\\b" if edge == "\\b" else "\\B"),)
        return (Letter(self.atom(sign)),)

    def group(self, level: int) -> Program:
        self.position += 3 if self.pattern.startswith("(?:", self.position) else 1
        if self.next() == "?":
            raise PatternError("of the groups that begin with (? only (?: is known")
        program = self.alternatives(level + 1)
        if self.next() != ")":
            raise PatternError("a '(' is never closed")
        self.position += 1
        return program

    def atom(self, sign: str) -> re.Pattern[str]:
        """One character, or a set of them, as a pattern of `re` that cannot but take one character."""
        found = {"\\": _ESCAPE, "[": _SET}.get(sign)
        if found is None:
            self.position += 1
            return re.compile(sign if sign == "." else re.escape(sign))
        at = found.match(self.pattern, self.position)
        if at is None:
            what = "a '[' is never closed" if sign == "[" else f"'{self.pattern[self.position :][:2]}' is not known"
            raise PatternError(what)
        self.position = at.end()
        return _compiled(at[0])

    def repeated(self, program: Program) -> Program:
        sign = self.next()
        count = _COUNT.match(self.pattern, self.position)
        if sign and sign in "*+?":
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
            self.position += 1
        elif count is not None and (count[1] or count[3]):
            least = int(count[1] or 0)
            most = int(count[3]) if count[3] else None if count[2] else least
            self.position = count.end()
        else:
            return program
        if self.next() == "?":
            self.position += 1  # whether it takes much or little makes no difference to whether it fits
        if self.next() in ("*", "+") or (self.next() == "{" and _COUNT.match(self.pattern, self.position)):
            raise PatternError("a repeat is repeated")
        return _repeat(program, least, most)


def _either(programs: list[Program]) -> Program:
    if len(programs) == 1:
        return programs[0]
    size = sum(len(program) + 1 for program in programs)
    starts: list[int] = []
    steps: list[Step] = []
    for program in programs:
        starts.append(1 + len(steps))
        steps += program
        steps.append(Fork((size - len(steps),)))
    return (Fork(tuple(starts)), *steps)


def _repeat(program: Program, least: int, most: int | None) -> Program:
    if most is not None and most < least:
        raise PatternError(f"at least {least} and at most {most} cannot both be")
    size = len(program)
    if size * max(least, most or 0, 1) > MOST_STEPS:
        raise PatternError("its repeats make it too large")
    needed = program * least
    if most is None:
        return (*needed, Fork((1, size + 2)), *program, Fork((-size - 1,)))
    optional = most - least
    # Each optional one may end the whole repeat.
    ends = ((optional - index) * (size + 1) for index in range(optional))
    return (*needed, *(step for end in ends for step in (Fork((1, end)), *program)))
