"""Who asks: the question that is on the screen, what was told about it, and where each step leads."""

from __future__ import annotations

from enum import Enum

from screens.appearance.glyphs import signs
from screens.controls.control import Control, Press, Reply
from screens.controls.factory import control_for
from screens.controls.line import Area
from screens.controls.rows import Spot
from screens.question_pane.footer_keys import keys_of
from screens.question_pane.question_view import Asked, Told, told_of
from screens.widgets.footer import Key
from wizard.errors import AnswerError
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Path


class Outcome(Enum):
    """What a step came to."""

    NOTHING = "nothing"
    """It means nothing here."""
    TAKEN = "taken"
    ENDED = "ended"
    """The user wants to go on behind the last question."""


class Interviewer:
    """Goes from interview to interview; the screen shows `interview` after every step."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.said = ""
        """A sentence for the foot, until the next step."""
        self.warned: Path | None = None
        """Where the user was told what is missing or wrong, and may go on all the same."""
        self.control: Control = control_for(interview)
        self._ask(interview)

    # What is shown

    def told(self) -> Told:
        """What stands below the control."""
        return told_of(self.interview, self.control.here, is_warned=self.warned is not None)

    def asked(self) -> Asked:
        """The question as the pane draws it."""
        return Asked(self.interview, self.control, self.told().paragraphs)

    def keys(self) -> tuple[Key, ...]:
        """The keys for the foot."""
        return keys_of(self.interview, self.control, self.warned)

    def next_label(self) -> str:
        """The label of the question that Tab leads to."""
        return "Review" if self.interview.is_last() else self.interview.forward().question().label

    # The question that is asked

    def press(self, press: Press) -> Outcome:
        """A key that belongs to the control."""
        if press.key == "enter" and self.control.is_typing and (told := self._told_instead()) is not None:
            return told
        reply = self.control.press(self.interview, press)
        return Outcome.NOTHING if reply is None else self._reply(reply)

    def paste(self, text: str) -> Outcome:
        """Pasted text."""
        return self._reply(self.control.paste(self.interview, text))

    def point(self, spot: Spot, column: int, *, extends: bool) -> Outcome:
        """A click, or the pointer drawn on."""
        return self._reply(self.control.point(self.interview, spot, column, extends=extends))

    def wheel(self, key: str) -> Outcome:
        """The wheel over the question, as `up` or `down`: a long text moves below its cursor."""
        return self.press(Press(key)) if isinstance(self.control, Area) else Outcome.NOTHING

    def replace(self, text: str) -> Outcome:
        """Other text in place of what `text` gave."""
        return self._reply(self.control.replace(self.interview, text))

    def text(self) -> str | None:
        """What an editor may be given; None when nothing is written here."""
        return self.control.text(self.interview)

    def leave_out_or_take_in(self) -> Outcome:
        """Leave the question out; take it back in when it is left out. A required one says why not."""
        interview, place = self.interview, self.interview.place
        is_left_out = interview.state(place) == "left_out"
        try:
            return self.restore(interview.take_in(place) if is_left_out else interview.leave_out(place))
        except AnswerError as problem:
            return self.say(problem.message)

    def restore(self, interview: Interview) -> Outcome:
        """Another interview, which no control has made."""
        self._ask(interview)
        return self._take(interview)

    def say(self, said: str) -> Outcome:
        """Nothing but a sentence for the foot."""
        self.said = said
        return Outcome.TAKEN

    # Going

    def forward(self) -> Outcome:
        """The next question; a required one that is open says so in passing."""
        before = self.interview
        is_left_open = before.state(before.place) == "required" and not self._takes_default()
        self._take(before.forward(), f"{signs().required} left open, see F2" if is_left_open else "")
        return Outcome.ENDED if before.is_last() else Outcome.TAKEN

    def back(self) -> Outcome:
        """The question before."""
        return self._take(self.interview.back())

    def next_section(self) -> Outcome:
        """The first question of the next section."""
        place = self.interview.place
        self._take(self.interview.next_section())
        return Outcome.ENDED if self.interview.place == place else Outcome.TAKEN

    def out(self) -> Outcome:
        """From an item to all of them."""
        return self._take(self.interview.out()) if len(self.interview.place) > 1 else Outcome.NOTHING

    def go_to(self, path: Path) -> Outcome:
        """The question that a path stands in."""
        return self._take(self.interview.go_to(path))

    def _take(self, interview: Interview, said: str = "") -> Outcome:
        self.interview, self.said = interview, said
        if interview.place != self.control.path:
            self._ask(interview)
        return Outcome.TAKEN

    def _ask(self, interview: Interview) -> None:
        """Begin to ask the question that an interview has come to; text that is no answer is told of at once."""
        self.control = control_for(interview)
        here = self.control.here
        self.warned = here if here in interview.unfinished else None

    def _reply(self, reply: Reply) -> Outcome:
        if self.warned not in (self.control.here, self.interview.place):
            self.warned = None
        self._take(reply.interview, reply.said)
        return self._go_on() if reply.goes_on else Outcome.TAKEN

    def _go_on(self) -> Outcome:
        """Enter: say once what is missing, then go on all the same."""
        here, place = self.control.here, self.interview.place
        may_go = self.warned in (here, place) or self._takes_default()
        if may_go or self.interview.state(place) not in ("required", "invalid"):
            return self.forward()
        self.warned = here
        return Outcome.TAKEN

    def _told_instead(self) -> Outcome | None:
        """Enter on text that is no answer: first say what is wrong, then take what is suggested."""
        here = self.control.here
        problem = self.interview.problem(here) if here in self.interview.unfinished else None
        if problem is None:
            return None
        if self.warned == here:
            return None if problem.suggestion is None else self.replace(problem.suggestion)
        self.warned = here
        return Outcome.TAKEN

    def _takes_default(self) -> bool:
        place = self.interview.place
        is_open = self.interview.answer_at(place) is OPEN and place not in self.interview.unfinished
        return is_open and self.interview.default_of(place) is not OPEN
