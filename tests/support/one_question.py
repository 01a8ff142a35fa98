"""One question and its control, without a terminal: press keys and look at what is drawn and answered."""

from __future__ import annotations

from screens.controls.control import DrawnControl, KeyPress, Reply
from screens.controls.factory import control_for
from screens.controls.rows import ClickTarget, Space
from screens.question_pane.question_view import QuestionView
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, Answers, Unanswered

CHARACTERS = {"space": " ", "newline": "\n"}


class OneQuestion:
    """A template with a single question in the given YAML, as it stands on the screen."""

    def __init__(self, question: str, answers: Answers | None = None, width: int = 49, height: int = 28) -> None:
        template = read_template(template_text(question), "test.md")
        self.interview = Interview.begin(template, answers)
        self.control = control_for(self.interview)
        self.space = Space(width, height)
        self.reply = Reply(self.interview)
        self.drawn()

    @property
    def answer(self) -> Answer | Unanswered:
        """What is answered."""
        return self.interview.answer_at(self.control.path)

    @property
    def goes_on(self) -> bool:
        """Whether the last key was the end of the question."""
        return self.reply.goes_on

    def press(self, *keys: str) -> OneQuestion:
        """Press keys by Textual's names of them."""
        for key in keys:
            character = CHARACTERS.get(key, key if len(key) == 1 else None)
            self._took(self.control.press(self.interview, KeyPress(key, character)))
        return self

    def type(self, text: str) -> OneQuestion:
        """Type a text, letter by letter."""
        return self.press(*("space" if letter == " " else letter for letter in text))

    def paste(self, text: str) -> OneQuestion:
        """Paste a text."""
        self._took(self.control.paste(self.interview, text))
        return self

    def click(self, words: str, *, at: int = 0) -> OneQuestion:
        """Click on the first place where the words are drawn, some cells on."""
        for row in self.drawn().rows:
            text = "  " + "".join(segment.text for segment in row.segments)
            if words in text:
                x = text.index(words) + at
                target = next(target for target in row.targets if target.start <= x < target.end)
                self._took(self.control.point(self.interview, target, max(x - target.text_from, 0), extends=False))
                return self
        raise AssertionError(f"{words!r} is not on the screen:\n{self.screen}")

    def drawn(self) -> DrawnControl:
        """The question as rows."""
        return QuestionView(self.interview, self.control).draw(self.space)

    @property
    def screen(self) -> str:
        """The question as text, with `|` for the mark and `_` for the cursor where there is nothing under it."""
        lines: list[str] = []
        for row in self.drawn().rows:
            text = "".join(
                "_" if segment == (" ", "cursor", segment.ground) else segment.text for segment in row.segments
            )
            lines.append((("| " if row.bar != "none" else "  ") + text).rstrip())
        return "\n".join(lines)

    @property
    def marked(self) -> str:
        """The text of the rows beside the mark."""
        return "\n".join(line[2:] for line in self.screen.split("\n") if line.startswith("|"))

    def again(self) -> OneQuestion:
        """The same interview come to anew, as after a resume."""
        self.control = control_for(self.interview)
        self.drawn()
        return self

    def _took(self, reply: Reply | None) -> None:
        if reply is not None:
            self.reply, self.interview = reply, reply.interview
            self.control = reply.control or self.control
        self.drawn()


def template_text(questions: str, body: str = "# Plan\n") -> str:
    """A native template whose one section asks the questions, each written as YAML that starts with `id:`."""
    written = "\n".join(
        f"      {'- ' if line.startswith('id:') else '  '}{line}" for line in questions.strip("\n").split("\n")
    )
    head = "wizard: 1\nname: small\ntitle: Small plan\nversion: 1\nsave_as: plan.md\n"
    return f"---\n{head}sections:\n  - title: Part\n    questions:\n{written}\n---\n{body}"


__all__ = ["ClickTarget", "OneQuestion", "template_text"]
