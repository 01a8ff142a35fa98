"""Talk for dumb terminals and pipes: lines in, lines out; no escape sequence, nothing redrawn."""

from __future__ import annotations

import re
import sys
from typing import TextIO

from wizard.prompts.talk import Command, HungUp, Interrupted, Reply, read_reply
from wizard.template import Question
from wizard.visible import visible

_LONGEST_LINE = 1_000_000


class PlainTalk:
    """Reads lines from one stream and writes to another; no reply can be edited before it is given."""

    def __init__(self, source: TextIO, target: TextIO) -> None:
        self._source = source
        self._target = target

    @staticmethod
    def of_terminal() -> PlainTalk:
        """The talk on standard input and standard error; standard output stays free for results."""
        source = open(sys.stdin.fileno(), encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115 - as long as the program
        return PlainTalk(source, sys.stderr)

    def say(self, text: str = "") -> None:
        """Show text, of one line or several."""
        self._target.write(visible(text) + "\n")
        self._target.flush()

    def line(self, text: str = "", words: tuple[str, ...] = ()) -> Reply:
        """One line; what stands already is kept by an empty one."""
        return read_reply(self._read())

    def lines(self, text: str) -> Reply:
        """Lines up to an empty one; a colon alone stands for an empty line."""
        given: list[str] = []
        while True:
            line = self._read()
            if not line.strip():
                return "\n".join(given)
            reply = "" if line.strip() == ":" else read_reply(line)
            if isinstance(reply, Command):
                if not given:
                    return reply
                self.say("An empty line ends the text; then commands work. This line is not taken.")
                continue
            given.append(reply)

    def file(self, name: str) -> Reply:
        """A file name; an empty line takes the one offered."""
        return read_reply(self._read())

    def one_of(self, question: Question, chosen: str | None) -> Reply:
        """A number, a name or other text."""
        return read_reply(self._read())

    def some_of(self, question: Question, chosen: tuple[str, ...]) -> tuple[str, ...] | Command:
        """Numbers or names with commas between; an empty line keeps what is chosen."""
        reply = read_reply(self._read())
        if isinstance(reply, Command):
            return reply
        if not reply.strip():
            return chosen
        known = {name.lower() for option in question.options for name in (option.value, option.label)}
        if reply.strip().lower() in known:
            return (reply.strip(),)
        return tuple(word.strip() for word in re.split(r",\s*", reply) if word.strip())

    def of_items(self, noun: str, items: tuple[str, ...]) -> Reply:
        """`add`, `edit 2` and their like, as typed."""
        return read_reply(self._read())

    def _read(self) -> str:
        try:
            self._target.write("> ")
            self._target.flush()
            line = self._source.readline(_LONGEST_LINE)
        except KeyboardInterrupt:
            raise Interrupted from None
        if not line:
            self._target.write("\n")
            raise HungUp
        return line.rstrip("\r\n")
