"""The interview on the screen: its current question and control, and where each key leads."""

from __future__ import annotations

from enum import Enum
from typing import Literal, Protocol, runtime_checkable

from screens.appearance.glyphs import terminal_glyphs
from screens.controls.control import Control, HoldsField, KeyPress, Reply
from screens.controls.factory import control_for
from screens.controls.line import LineControl
from screens.controls.rows import ClickTarget
from screens.controls.text_input.text_field import TextField
from screens.question_pane.footer_keys import question_keys
from screens.question_pane.question_view import Feedback, QuestionView, feedback_for
from screens.widgets.footer import KeyHint
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, AnswerPath


class Outcome(Enum):
    """What a key or click led to."""

    NOTHING = "nothing"
    """It means nothing here."""
    TAKEN = "taken"
    ENDED = "ended"
    """The user wants to go on behind the last question."""


@runtime_checkable
class HasField(Protocol):
    """A control in which text is typed."""

    field: TextField


class InterviewSession:
    """Asks one question after another; `interview` is the state after the last step."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.notice = ""
        """A sentence for the footer, until the next step."""
        self.warned_at: AnswerPath | None = None
        """The path at which the user was warned of a gap or a mistake, and may go on all the same."""
        self.control: Control = control_for(interview)
        self._new_item = interview.current[:-1] if _is_blank_item(interview, interview.current[:-1]) else ()
        """The item that was added last; it goes again if the user leaves it blank."""
        self._open_question(interview)

    def feedback(self) -> Feedback:
        """Return the feedback below the control."""
        return feedback_for(self.interview, self.control.cursor_path, is_warned=self.warned_at is not None)

    def view(self) -> QuestionView:
        """Return the question as the pane draws it."""
        return QuestionView(self.interview, self.control, self.feedback().paragraphs)

    def keys(self) -> tuple[KeyHint, ...]:
        """Return the keys for the footer."""
        return question_keys(self.interview, self.control, self.warned_at)

    def next_label(self) -> str:
        """Return the label of the question that Tab leads to."""
        return "Review" if self.interview.is_last() else self.interview.go_forward().question().label

    def press(self, press: KeyPress) -> Outcome:
        """Give the control a key."""
        if press.key == "enter" and self.control.is_typing and (outcome := self._handle_invalid_text()) is not None:
            return outcome
        reply = self.control.press(self.interview, press)
        return Outcome.NOTHING if reply is None else self._apply_reply(reply)

    def paste(self, text: str) -> Outcome:
        """Give the control pasted text."""
        return self._apply_reply(self.control.paste(self.interview, text))

    def point(self, target: ClickTarget, column: int, *, extends: bool) -> Outcome:
        """Give the control a click, or a drag."""
        return self._apply_reply(self.control.point(self.interview, target, column, extends=extends))

    def select(self, part: Literal["word", "line"]) -> Outcome:
        """Select the word or the line at the cursor."""
        control, interview = self.control, self.interview
        if not isinstance(control, HoldsField) or not control.is_typing:
            return Outcome.NOTHING
        control.field.select(part)
        return self._set_interview(interview.move_within(interview.within, control.field.buffer.cursor))

    def wheel(self, key: Literal["up", "down"]) -> Outcome:
        """Scroll a long text with the wheel."""
        is_long = isinstance(self.control, LineControl) and self.control.takes_lines
        return self.press(KeyPress(key)) if is_long else Outcome.NOTHING

    def indent(self, key: Literal["tab", "shift+tab"]) -> Outcome | None:
        """Indent an item of a list within a long text, or take it out; None where there is none to indent."""
        if not isinstance(self.control, LineControl) or not self.control.takes_lines:
            return None
        reply = self.control.press(self.interview, KeyPress(key))
        return None if reply is None else self._apply_reply(reply)

    def replace(self, text: str) -> Outcome:
        """Replace the text that `text` returned."""
        return self._apply_reply(self.control.replace(self.interview, text))

    def text(self) -> str | None:
        """Return the text for the external editor; None when there is nothing to edit."""
        return self.control.text(self.interview)

    def leave_out_or_take_in(self) -> Outcome:
        """Leave the question out, or take it back in; for a required one, say why it must stay."""
        interview, place = self.interview, self.interview.current
        is_left_out = interview.state(place) == "left_out"
        try:
            return self.restore(interview.take_in(place) if is_left_out else interview.leave_out(place))
        except InvalidAnswer as problem:
            return self.say(problem.message)

    def finish_typing(self) -> None:
        """Take the text that is being typed as it is now, because the user goes to another screen."""
        self.interview = self.interview.finish_typing()
        self.leave_blank_item()

    def leave_blank_item(self) -> Outcome:
        """Go from the item that was added last to the list of all items, if it is blank; it goes with that."""
        if self._new_item and _is_blank_item(self.interview, self._new_item):
            return self.leave_item()
        return Outcome.NOTHING

    def restore(self, interview: Interview) -> Outcome:
        """Show another interview that no control has made."""
        self._new_item = ()
        self._open_question(interview)
        return self._set_interview(interview)

    def say(self, notice: str) -> Outcome:
        """Show a sentence in the footer."""
        self.notice = notice
        return Outcome.TAKEN

    def forward(self) -> Outcome:
        """Go to the next question; leaving a required one open is said in passing."""
        before = self.interview
        is_left_open = before.state(before.current) == "required" and not self._takes_default()
        self._set_interview(
            before.go_forward(), f"{terminal_glyphs().required} left open, see F2" if is_left_open else ""
        )
        return Outcome.ENDED if before.is_last() else Outcome.TAKEN

    def back(self) -> Outcome:
        """Go to the question before."""
        return self._set_interview(self.interview.go_back())

    def next_section(self) -> Outcome:
        """Go to the first question of the next section."""
        place = self.interview.current
        self._set_interview(self.interview.go_to_next_section())
        return Outcome.ENDED if self.interview.current == place else Outcome.TAKEN

    def leave_item(self) -> Outcome:
        """Go from an item to the list of all items."""
        return self._set_interview(self.interview.go_out()) if len(self.interview.current) > 1 else Outcome.NOTHING

    def go_to(self, path: AnswerPath) -> Outcome:
        """Go to the question, and the row and cell in it, that a path belongs to, if the template still has it."""
        if self.interview.template.question(path) is None:
            return Outcome.NOTHING
        outcome = self._set_interview(self.interview.go_to(path))
        if self.control.cursor_path != path:
            self._open_question(self.interview)
        return outcome

    def go_to_text(self, path: AnswerPath, offset: int) -> Outcome:
        """Go to a part of an answer, with the cursor before one of its characters."""
        outcome = self.go_to(path)
        if outcome is Outcome.TAKEN and isinstance(self.control, HasField):
            field = self.control.field
            field.buffer = field.buffer.move_to(offset)
            self.interview = self.interview.move_within(self.interview.within, field.buffer.cursor)
        return outcome

    def _set_interview(self, interview: Interview, notice: str = "") -> Outcome:
        interview = self._without_blank_item(interview)
        self.interview, self.notice = interview, notice
        if interview.current != self.control.path:
            self._open_question(interview)
        return Outcome.TAKEN

    def _without_blank_item(self, interview: Interview) -> Interview:
        """Return the interview without the item that was added last, if it was left and is blank."""
        item = self._new_item
        if not item or interview.current[: len(item)] == item:
            return interview
        self._new_item = ()
        if not _is_blank_item(interview, item):
            return interview
        group, index = item[:-1], int(item[-1])
        after = interview.remove_item(group, index)
        return after.move_within((index,), 0) if after.current == group else after

    def _open_question(self, interview: Interview) -> None:
        """Build the control for an interview's current question; what is wrong with it already is told at once."""
        self.control = control_for(interview)
        here = self.control.cursor_path
        is_told = here in interview.unfinished or bool(interview.judgements(interview.current))
        self.warned_at = here if is_told else None

    def _apply_reply(self, reply: Reply) -> Outcome:
        if self.warned_at not in (self.control.cursor_path, self.interview.current):
            self.warned_at = None
        item = reply.interview.current[:-1]
        if item and self.interview.answer_at(item) is OPEN and reply.interview.answer_at(item) is not OPEN:
            self._new_item = item
        self._set_interview(reply.interview, reply.notice)
        if reply.control is not None and reply.control.path == self.interview.current:
            self.control = reply.control
        return self._go_on() if reply.goes_on else Outcome.TAKEN

    def _go_on(self) -> Outcome:
        """Go on with Enter: warn once of what is missing, then go on all the same."""
        here, place = self.control.cursor_path, self.interview.current
        may_go = self.warned_at in (here, place) or self._takes_default()
        if may_go or self.interview.state(place) not in ("required", "invalid"):
            return self.forward()
        self.warned_at = here
        return Outcome.TAKEN

    def _handle_invalid_text(self) -> Outcome | None:
        """Handle Enter on invalid text: first report the problem, then take the suggestion."""
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


def _is_blank_item(interview: Interview, path: AnswerPath) -> bool:
    """Return whether there is a group's item at a path, and nothing is typed or answered in it."""
    is_typed = any(typed[: len(path)] == path for typed in interview.unfinished)
    return len(path) > 1 and interview.answer_at(path) == {} and not is_typed
