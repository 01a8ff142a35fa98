"""Who asks: the question that is on the screen, what was told about it, and where each step leads."""

from __future__ import annotations

from enum import Enum

from screens.appearance.glyphs import terminal_glyphs
from screens.controls.control import Control, KeyPress, Reply
from screens.controls.factory import control_for
from screens.controls.line import AreaControl
from screens.controls.rows import ClickTarget
from screens.question_pane.footer_keys import question_keys
from screens.question_pane.question_view import Feedback, QuestionView, feedback_for
from screens.widgets.footer import KeyHint
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, AnswerPath


class Outcome(Enum):
    """What a step came to."""

    NOTHING = "nothing"
    """It means nothing here."""
    TAKEN = "taken"
    ENDED = "ended"
    """The user wants to go on behind the last question."""


class InterviewSession:
    """Goes from interview to interview; the screen shows `interview` after every step."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.notice = ""
        """A sentence for the foot, until the next step."""
        self.warned_at: AnswerPath | None = None
        """Where the user was told what is missing or wrong, and may go on all the same."""
        self.control: Control = control_for(interview)
        self._open_question(interview)

    # What is shown

    def feedback(self) -> Feedback:
        """What stands below the control."""
        return feedback_for(self.interview, self.control.cursor_path, is_warned=self.warned_at is not None)

    def view(self) -> QuestionView:
        """The question as the pane draws it."""
        return QuestionView(self.interview, self.control, self.feedback().paragraphs)

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys for the foot."""
        return question_keys(self.interview, self.control, self.warned_at)

    def next_label(self) -> str:
        """The label of the question that Tab leads to."""
        return "Review" if self.interview.is_last() else self.interview.go_forward().question().label

    # The question that is asked

    def press(self, press: KeyPress) -> Outcome:
        """A key that belongs to the control."""
        if press.key == "enter" and self.control.is_typing and (told := self._handle_invalid_text()) is not None:
            return told
        reply = self.control.press(self.interview, press)
        return Outcome.NOTHING if reply is None else self._apply_reply(reply)

    def paste(self, text: str) -> Outcome:
        """Pasted text."""
        return self._apply_reply(self.control.paste(self.interview, text))

    def point(self, spot: ClickTarget, column: int, *, extends: bool) -> Outcome:
        """A click, or the pointer drawn on."""
        return self._apply_reply(self.control.point(self.interview, spot, column, extends=extends))

    def wheel(self, key: str) -> Outcome:
        """The wheel over the question, as `up` or `down`: a long text moves below its cursor."""
        return self.press(KeyPress(key)) if isinstance(self.control, AreaControl) else Outcome.NOTHING

    def replace(self, text: str) -> Outcome:
        """Other text in place of what `text` gave."""
        return self._apply_reply(self.control.replace(self.interview, text))

    def text(self) -> str | None:
        """What an editor may be given; None when nothing is written here."""
        return self.control.text(self.interview)

    def leave_out_or_take_in(self) -> Outcome:
        """Leave the question out; take it back in when it is left out. A required one says why not."""
        interview, place = self.interview, self.interview.current
        is_left_out = interview.state(place) == "left_out"
        try:
            return self.restore(interview.take_in(place) if is_left_out else interview.leave_out(place))
        except InvalidAnswer as problem:
            return self.say(problem.message)

    def restore(self, interview: Interview) -> Outcome:
        """Another interview, which no control has made."""
        self._open_question(interview)
        return self._set_interview(interview)

    def say(self, said: str) -> Outcome:
        """Nothing but a sentence for the foot."""
        self.notice = said
        return Outcome.TAKEN

    # Going

    def forward(self) -> Outcome:
        """The next question; a required one that is open says so in passing."""
        before = self.interview
        is_left_open = before.state(before.current) == "required" and not self._takes_default()
        self._set_interview(
            before.go_forward(), f"{terminal_glyphs().required} left open, see F2" if is_left_open else ""
        )
        return Outcome.ENDED if before.is_last() else Outcome.TAKEN

    def back(self) -> Outcome:
        """The question before."""
        return self._set_interview(self.interview.go_back())

    def next_section(self) -> Outcome:
        """The first question of the next section."""
        place = self.interview.current
        self._set_interview(self.interview.go_to_next_section())
        return Outcome.ENDED if self.interview.current == place else Outcome.TAKEN

    def leave_item(self) -> Outcome:
        """From an item to all of them."""
        return self._set_interview(self.interview.go_out()) if len(self.interview.current) > 1 else Outcome.NOTHING

    def go_to(self, path: AnswerPath) -> Outcome:
        """The question that a path stands in."""
        return self._set_interview(self.interview.go_to(path))

    def _set_interview(self, interview: Interview, said: str = "") -> Outcome:
        self.interview, self.notice = interview, said
        if interview.current != self.control.path:
            self._open_question(interview)
        return Outcome.TAKEN

    def _open_question(self, interview: Interview) -> None:
        """Begin to ask the question that an interview has come to; text that is no answer is told of at once."""
        self.control = control_for(interview)
        here = self.control.cursor_path
        self.warned_at = here if here in interview.unfinished else None

    def _apply_reply(self, reply: Reply) -> Outcome:
        if self.warned_at not in (self.control.cursor_path, self.interview.current):
            self.warned_at = None
        self._set_interview(reply.interview, reply.said)
        return self._go_on() if reply.goes_on else Outcome.TAKEN

    def _go_on(self) -> Outcome:
        """Enter: say once what is missing, then go on all the same."""
        here, place = self.control.cursor_path, self.interview.current
        may_go = self.warned_at in (here, place) or self._takes_default()
        if may_go or self.interview.state(place) not in ("required", "invalid"):
            return self.forward()
        self.warned_at = here
        return Outcome.TAKEN

    def _handle_invalid_text(self) -> Outcome | None:
        """Enter on text that is no answer: first say what is wrong, then take what is suggested."""
        here = self.control.cursor_path
        problem = self.interview.problem(here) if here in self.interview.unfinished else None
        if problem is None:
            return None
        if self.warned_at == here:
            return None if problem.suggestion is None else self.replace(problem.suggestion)
        self.warned_at = here
        return Outcome.TAKEN

    def _takes_default(self) -> bool:
        place = self.interview.current
        is_open = self.interview.answer_at(place) is OPEN and place not in self.interview.unfinished
        return is_open and self.interview.default_of(place) is not OPEN
