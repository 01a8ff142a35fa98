"""The interview as a conversation: the same questions, checks and drafts as on the full screen."""

from __future__ import annotations

from typing import Literal, Protocol

from wizard.answers import OPEN, Path, format_path, is_list, parse_path
from wizard.errors import AnswerError, WizardError
from wizard.external_editor import edited
from wizard.interview import Interview
from wizard.kinds import write_text
from wizard.nearest import did_you_mean
from wizard.plan import plan_of
from wizard.prompts.answering import Again, Onward, ask, taken
from wizard.prompts.talk import Command, HungUp, Interrupted, Talk
from wizard.prompts.wording import COMMANDS, heading, help_text, item_text, outline_text, question_text

Ending = Literal["saved", "left", "interrupted"]


class Kept(Protocol):
    """A draft, as far as a conversation needs it."""

    def note(self, interview: Interview) -> None:
        """Keep the interview as it is now."""
        ...

    def undo(self) -> Interview | None:
        """The interview before the last change, or None when there is none."""
        ...

    def redo(self) -> Interview | None:
        """The interview with the last change taken back made again, or None."""
        ...


class Review(Protocol):
    """Shows what is missing, asks for a file name and saves; gives the interview to go on with, or None when saved."""

    def __call__(self, interview: Interview, talk: Talk) -> Interview | None: ...


class Conversation:
    """One user, one draft, one question after the other."""

    def __init__(self, interview: Interview, draft: Kept, talk: Talk, review: Review) -> None:
        self._interview = interview
        self._draft = draft
        self._talk = talk
        self._review = review
        self._shown: Path | None = None
        """The question that has been read out; it is not read out again until the user is elsewhere."""
        self._warned: Path | None = None
        """The required question that was passed once without an answer."""

    def hold(self) -> Ending:
        """Ask until the plan is saved or the user leaves; the draft is kept at every step."""
        self._talk.say(f"{self._interview.template.title}. An empty line goes on; :help tells more.")
        try:
            while True:
                ending = self._step()
                if ending is not None:
                    return ending
        except Interrupted:
            return "interrupted"
        except HungUp:
            return "left"

    def _step(self) -> Ending | None:
        self._read_out()
        outcome = ask(self._interview, self._talk)
        match outcome:
            case Command():
                return self._obey(outcome)
            case Again(interview, why):
                self._keep(interview)
                if why:
                    self._talk.say(why)
            case Onward(interview):
                self._keep(interview)
                return self._go_on()
        return None

    def _read_out(self) -> None:
        if self._shown == self._interview.place:
            return
        self._talk.say()
        self._talk.say(heading(self._interview))
        self._talk.say(question_text(self._interview))
        self._shown = self._interview.place

    def _keep(self, interview: Interview) -> None:
        if interview != self._interview:
            self._interview = interview
            self._draft.note(interview)

    def _go_on(self) -> Ending | None:
        interview = self._interview
        place = interview.place
        if interview.state(place) == "required" and interview.default_of(place) is OPEN and self._warned != place:
            self._warned = place
            self._talk.say("This one is required. An empty line again goes on and leaves it open.")
            return None
        is_last = interview.is_last()
        self._keep(interview.forward())
        return self._look_over() if is_last else None

    def _look_over(self) -> Ending | None:
        again = self._review(self._interview, self._talk)
        if again is None:
            return "saved"
        self._keep(again)
        self._shown = None
        return None

    def _obey(self, command: Command) -> Ending | None:
        match command.name:
            case "leave":
                return "left"
            case "save":
                return self._look_over()
            case "help":
                self._talk.say(help_text())
            case "outline":
                self._talk.say(outline_text(self._interview))
            case "preview":
                self._talk.say(plan_of(self._interview).text)
            case "back":
                self._move(self._interview.back())
            case "goto":
                self._go_to(command.argument)
            case "undo" | "redo":
                self._undo_or_redo(command.name)
            case "clear" | "omit" | "editor":
                self._change(command.name)
            case _:
                hint = did_you_mean(command.name, COMMANDS)
                self._talk.say(f"There is no command :{command.name}{hint} :help lists them.")
                self._talk.say("A text that begins with a colon is written with two.")
        return None

    def _move(self, interview: Interview) -> None:
        self._keep(interview)
        self._shown = None

    def _go_to(self, written: str) -> None:
        try:
            found = self._interview.go_to(parse_path(written))
        except ValueError:
            found = self._interview
        if format_path(found.place) == written or found.place != self._interview.place:
            self._move(found)
            return
        known = [format_path(path) for path in self._interview.asked()]
        self._talk.say(f"There is no question '{written}' now{did_you_mean(written, known)} :outline lists them.")

    def _undo_or_redo(self, name: str) -> None:
        changed = self._draft.undo() if name == "undo" else self._draft.redo()
        if changed is None:
            self._talk.say(f"There is nothing to {name}.")
            return
        self._interview = changed
        self._shown = None

    def _change(self, name: str) -> None:
        try:
            self._keep(self._changed(name))
        except WizardError as problem:
            message = problem.message if isinstance(problem, AnswerError) else str(problem)
            self._talk.say(message)
            return
        self._shown = None

    def _changed(self, name: str) -> Interview:
        interview, place = self._interview, self._interview.place
        if name == "clear":
            return interview.reopen(place)
        if name == "omit":
            left_out = interview.state(place) == "left_out"
            return interview.take_in(place) if left_out else interview.leave_out(place)
        outcome = taken(interview, place, edited(_text_to_edit(interview)))
        if isinstance(outcome, Again):
            self._talk.say(outcome.why)
        return interview if isinstance(outcome, Command) else outcome.interview


def _text_to_edit(interview: Interview) -> str:
    """The answer on the screen as an editor shows it: a list as its lines."""
    question, answer = interview.question(), interview.answer_at(interview.place)
    if question.kind in ("table", "group"):
        raise WizardError("The editor is for texts and lists.")
    if is_list(answer) and interview.place not in interview.unfinished:
        return "\n".join(item_text(question, item) for item in answer)
    return interview.unfinished.get(interview.place, write_text(answer))
