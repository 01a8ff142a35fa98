"""The interview as a conversation: the same questions, checks and drafts as on the full screen."""

from __future__ import annotations

from typing import Literal, Protocol

from wizard.errors import AnswerError, WizardError
from wizard.interview.interview import Interview
from wizard.model.answers import Path, format_path, parse_path
from wizard.prompts.ask import ask, edited_elsewhere, objection_to_passing, with_typed, written_on
from wizard.prompts.ask_list import opened
from wizard.prompts.ask_table import cell_at, cell_before, cell_text, cleared
from wizard.prompts.ask_text import Again, Onward
from wizard.prompts.commands import COMMANDS, ITEM_COMMANDS
from wizard.prompts.terminal.dialogue import Command, Ended, Interrupted, Talk
from wizard.prompts.unsaved_draft import Keeping
from wizard.prompts.wording import (
    back_at_items,
    heading,
    help_text,
    item_heading,
    outline_text,
    question_text,
    standing_text,
)
from wizard.render.plan import plan_of
from wizard.text import did_you_mean


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
    """The last look at a plan, and its saving."""

    def read_out(self, interview: Interview, talk: Talk) -> None:
        """Say what is missing."""
        ...

    def save(self, interview: Interview, talk: Talk) -> Command | None:
        """Ask for a file name and save; None when that is done, or what the user wants instead."""
        ...


Ending = Literal["saved", "left", "interrupted"]


class Conversation:
    """One user, one draft, one question after the other."""

    def __init__(
        self, interview: Interview, draft: Kept, talk: Talk, review: Review, keeping: Keeping | None = None
    ) -> None:
        self._interview = interview
        self._draft = draft
        self._talk = talk
        self._review = review
        self._keeping = keeping
        self._place: Path | None = None
        """The question that has been read out; it is not read out again until the user is elsewhere."""
        self._cell: Path | None = None
        """The cell of its table that has been read out."""
        self._headings = ("", "")
        """The section and the items around a question, as they were said last."""
        self._known: set[Path] = set()
        """The questions, by their ids, that have been read out with everything that helps to answer them."""
        self._warned: Path | None = None
        """The question that was passed once without an answer though it needs one."""

    def hold(self) -> Ending:
        """Ask until the plan is saved or the user leaves; the draft is kept at every step."""
        self._talk.say(f"{self._interview.template.title}. An empty line goes on; :help tells more.")
        try:
            while True:
                ending = self._step()
                if ending is not None:
                    return ending
        except Ended as end:
            self._keep(with_typed(self._interview, end.typed))
            return "interrupted" if isinstance(end, Interrupted) else "left"

    def _step(self) -> Ending | None:
        if self._keeping is not None and (news := self._keeping.news()):
            self._talk.say(news)
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

    def _keep(self, interview: Interview) -> None:
        if interview is not self._interview:
            self._interview = interview
            self._draft.note(interview)

    # Reading out

    def _read_out(self) -> None:
        interview = self._interview
        if self._place != interview.place:
            comes_from_item = self._place is not None and self._place[: len(interview.place)] == interview.place
            self._place, self._cell = interview.place, None
            self._read_headings()
            self._read_question(is_short=comes_from_item)
        if interview.question().kind == "table" and self._cell != cell_at(interview):
            self._cell = cell_at(interview)
            self._read_cell()

    def _read_headings(self) -> None:
        section, items = self._interview.section().title, item_heading(self._interview)
        self._talk.say()
        if section != self._headings[0]:
            self._talk.say(heading(self._interview))
        if items and items != self._headings[1]:
            self._talk.say(items)
        self._headings = (section, items)

    def _read_question(self, *, is_short: bool = False) -> None:
        interview = self._interview
        if is_short and interview.answer_at(interview.place):
            self._talk.say(back_at_items(interview, can_edit=self._talk.can_edit))
            return
        in_full = self._is_new(interview.place)
        self._talk.say(question_text(interview, in_full=in_full, can_edit=self._talk.can_edit))

    def _read_cell(self) -> None:
        interview, cell = self._interview, self._cell
        in_full = bool(cell) and self._is_new((*interview.place, *(cell or ())))
        self._talk.say(cell_text(interview, in_full=in_full, can_edit=self._talk.can_edit))

    def _is_new(self, path: Path) -> bool:
        """Whether the question at a path has not been read out in full, in whatever item."""
        ids = tuple(step for step in path if isinstance(step, str))
        is_new = ids not in self._known
        self._known.add(ids)
        return is_new

    def _read_again(self) -> None:
        self._place = None

    @property
    def _is_elsewhere(self) -> bool:
        """Whether there is a question to be read out."""
        return self._place is None

    def _tell_standing(self) -> None:
        """How the answer stands after a change that leaves the user where they are."""
        self._cell = None
        told = standing_text(self._interview, can_edit=self._talk.can_edit)
        if told:
            self._talk.say(told)

    # Going on

    def _go_on(self) -> Ending | None:
        interview = self._interview
        objection = objection_to_passing(interview)
        if objection and self._warned != interview.place:
            self._warned = interview.place
            self._talk.say(f"{objection} An empty line again goes on and leaves it so.")
            return None
        is_last = interview.is_last()
        self._keep(interview.forward())
        return self._look_over() if is_last else None

    def _look_over(self) -> Ending | None:
        """The review, until the plan is saved or the user is back at a question."""
        self._place = self._interview.place
        self._review.read_out(self._interview, self._talk)
        while True:
            command = self._review.save(self._interview, self._talk)
            if command is None:
                return "saved"
            before = self._interview
            match command.name:
                case "back":
                    self._read_again()
                    return None
                case "save":
                    self._talk.say("An empty line saves.")
                case "clear" | "omit" | "editor" | "more":
                    self._talk.say("That works at a question. :goto leads to one, :back to the last one.")
                case _:
                    ending = self._obey(command)
                    if ending is not None or (command.name == "goto" and self._is_elsewhere):
                        return ending
                    if self._interview is not before:
                        self._review.read_out(self._interview, self._talk)

    # Commands

    def _obey(self, command: Command) -> Ending | None:
        self._keep(with_typed(self._interview, command.typed))
        match command.name:
            case "leave":
                return self._leave()
            case "keep" if self._keeping is not None:
                self._talk.say(self._keeping.moved(command.argument))
            case "save":
                return self._look_over()
            case "help":
                self._help()
            case "outline":
                self._talk.say(outline_text(self._interview))
            case "preview":
                self._talk.show(plan_of(self._interview).text.removesuffix("\n"))
            case "back":
                self._move(self._back())
            case "goto":
                self._go_to(command.argument)
            case "undo" | "redo":
                self._undo_or_redo(command.name)
            case "clear" | "omit" | "editor" | "more":
                return self._change(command.name)
            case _:
                self._tell_unknown(command.name)
        return None

    def _leave(self) -> Ending | None:
        if self._keeping is None or not (objection := self._keeping.objection()):
            return "left"
        self._talk.say(objection)
        return None

    def _help(self) -> None:
        interview = self._interview
        self._talk.say(question_text(interview, in_full=True, can_edit=self._talk.can_edit))
        if interview.question().kind == "table":
            self._talk.say(cell_text(interview, in_full=True, can_edit=self._talk.can_edit))
        self._talk.say(help_text(interview.question().kind))

    def _back(self) -> Interview:
        is_table = self._interview.question().kind == "table"
        return (cell_before(self._interview) if is_table else None) or self._interview.back()

    def _move(self, interview: Interview) -> None:
        if interview.place == self._interview.place and interview.within == self._interview.within:
            self._talk.say("This is the first question.")
        self._keep(interview)
        self._read_again()

    def _go_to(self, written: str) -> None:
        if not written:
            self._talk.say("Where to? Write its name, as in :goto goal; :outline lists them.")
            return
        try:
            path = parse_path(written)
        except ValueError:
            path = ()
        found = self._interview.go_to(path) if path else self._interview
        if path and (*found.place, *found.within)[: len(path)] == path:
            is_item = isinstance(path[-1], int) and found.question().kind == "group"
            self._keep(opened(found, found.question(), int(path[-1])).interview if is_item else found)
            self._read_again()
            return
        hint = did_you_mean(written, (format_path(path) for path in self._interview.asked())) or "."
        self._talk.say(f"There is no question '{written[:60]}' now{hint} :outline lists them.")

    def _undo_or_redo(self, name: str) -> None:
        changed = self._draft.undo() if name == "undo" else self._draft.redo()
        if changed is None:
            self._talk.say(f"There is nothing to {name}.")
            return
        self._talk.say("Taken back." if name == "undo" else "Made again.")
        is_here = changed.place == self._interview.place
        self._interview = changed
        if is_here:
            self._tell_standing()
        else:
            self._read_again()

    def _change(self, name: str) -> Ending | None:
        try:
            outcome = self._changed(name)
        except WizardError as problem:
            self._talk.say(problem.message if isinstance(problem, AnswerError) else str(problem))
            return None
        if isinstance(outcome, Command):
            return self._obey(outcome)
        self._keep(outcome.interview)
        if outcome.why:
            self._talk.say(outcome.why)
        self._tell_standing()
        return None

    def _changed(self, name: str) -> Again | Command:
        interview, place = self._interview, self._interview.place
        match name:
            case "clear":
                is_table = interview.question().kind == "table"
                return Again(cleared(interview) if is_table else interview.reopen(place))
            case "omit":
                is_left_out = interview.state(place) == "left_out"
                return Again(interview.take_in(place) if is_left_out else interview.leave_out(place))
            case "editor":
                return edited_elsewhere(interview, self._talk)
            case _:
                return written_on(interview, self._talk)

    def _tell_unknown(self, name: str) -> None:
        if name in ITEM_COMMANDS:
            self._talk.say(f":{name} works in lists and tables.")
            return
        hint = did_you_mean(name, COMMANDS) or "."
        self._talk.say(f"There is no command :{name}{hint} :help lists them.")
        self._talk.say("A line that begins with a colon is typed with two.")
