"""The interview as a conversation: the same questions, checks and drafts as on the full screen."""

from __future__ import annotations

from typing import Literal, Protocol

from wizard.errors import InvalidAnswer, WizardError
from wizard.evaluation.evaluator import EvaluationError
from wizard.interview.interview import Interview
from wizard.message_text import did_you_mean
from wizard.model.answers import AnswerPath, format_path, parse_path
from wizard.prompts.ask import append_lines, ask_question, edit_in_editor, objection_to_passing, save_half_typed
from wizard.prompts.ask_list import open_item
from wizard.prompts.ask_table import cell_at, cell_before, cell_text, clear_cell
from wizard.prompts.ask_text import AskAgain, AskNext
from wizard.prompts.commands import COMMANDS, ITEM_COMMANDS
from wizard.prompts.terminal.dialogue import ColonCommand, Dialogue, DialogueEnded, InputEnded, Interrupted
from wizard.prompts.unsaved_draft import DraftNotices
from wizard.prompts.wording import (
    answer_so_far_text,
    back_at_items,
    heading,
    help_text,
    item_heading,
    outline_text,
    question_text,
    switch_lines,
    unfinished_lines,
)
from wizard.render.budget import RenderError


class UndoableDraft(Protocol):
    """What a conversation needs of a draft."""

    @property
    def restored_reading(self) -> str:
        """Whose edits, made by hand in the plan, the last undo or redo was about; empty for another step."""
        ...

    def record(self, interview: Interview) -> None:
        """Record the interview's latest state."""
        ...

    def undo(self) -> Interview | None:
        """Return the interview before the last change, or None when there is none."""
        ...

    def redo(self) -> Interview | None:
        """Return the interview with the change that was undone last, or None when there is none."""
        ...


class SavePrompt(Protocol):
    """What a conversation needs to review and save a plan."""

    def plan_text(self, interview: Interview) -> str:
        """Return the plan as it would be saved."""
        ...

    def read_out(self, interview: Interview, dialogue: Dialogue) -> None:
        """Say which answers are missing, and how the switches of the review stand."""
        ...

    def save(self, interview: Interview, dialogue: Dialogue) -> ColonCommand | None:
        """Ask for a file name and save; return None when saved, or the command that the user gave instead."""
        ...


ConversationEnd = Literal["saved", "left", "input ended", "interrupted"]


class Conversation:
    """Asks a draft's questions one after the other, and obeys the user's commands."""

    def __init__(
        self,
        interview: Interview,
        draft: UndoableDraft,
        dialogue: Dialogue,
        review: SavePrompt,
        *,
        notices: DraftNotices | None = None,
    ) -> None:
        self.ended_at = ""
        """The name of the prompt at which the input ended; empty for a question's."""
        self._interview = interview
        self._draft = draft
        self._dialogue = dialogue
        self._review = review
        self._notices = notices
        self._last_read: AnswerPath | None = None
        """The question read out last; not read out again until the user is at another one. None asks for it again."""
        self._last_read_cell: AnswerPath | None = None
        """The cell of its table that was read out last."""
        self._headings = ("", "")
        """The section and the items around the question, as they were said last."""
        self._read_in_full: set[AnswerPath] = set()
        """The questions, by their ids without the indexes of items, that were read out with help and example."""
        self._warned_at: AnswerPath | None = None
        """The question whose missing or invalid answer the user was warned of; passing it once more is allowed."""

    def run(self) -> ConversationEnd:
        """Ask until the plan is saved or the user leaves; return how it ended. Every step is recorded in the draft."""
        self._dialogue.say(f"{self._interview.template.title}. Press Enter to continue; :help for help.")
        try:
            while True:
                ending = self._ask_once()
                if ending is not None:
                    return ending
        except DialogueEnded as end:
            self._update(save_half_typed(self._interview, end.typed))
            if isinstance(end, InputEnded):
                self.ended_at = end.prompt
                return "input ended"
            return "interrupted" if isinstance(end, Interrupted) else "left"

    def _ask_once(self) -> ConversationEnd | None:
        if self._notices is not None and (news := self._notices.status_change()):
            self._dialogue.say(news)
        self._read_out()
        outcome = ask_question(self._interview, self._dialogue)
        match outcome:
            case ColonCommand():
                return self._obey(outcome)
            case AskAgain(interview, message):
                self._update(interview)
                if message:
                    self._dialogue.say(message)
            case AskNext(interview):
                self._update(interview)
                return self._go_on()
        return None

    def _update(self, interview: Interview) -> None:
        if interview is not self._interview:
            self._interview = interview
            self._draft.record(interview)

    def _read_out(self) -> None:
        interview = self._interview
        if self._last_read != interview.current:
            comes_from_item = (
                self._last_read is not None and self._last_read[: len(interview.current)] == interview.current
            )
            self._last_read, self._last_read_cell = interview.current, None
            self._read_headings()
            self._read_question(is_short=comes_from_item)
        if interview.question().kind == "table" and self._last_read_cell != cell_at(interview):
            self._last_read_cell = cell_at(interview)
            self._read_cell()

    def _read_headings(self) -> None:
        section, items = self._interview.section().title, item_heading(self._interview)
        self._dialogue.say()
        if section != self._headings[0]:
            self._dialogue.say(heading(self._interview))
        if items and items != self._headings[1]:
            self._dialogue.say(items)
        self._headings = (section, items)

    def _read_question(self, *, is_short: bool = False) -> None:
        interview = self._interview
        if is_short and interview.answer_at(interview.current):
            self._dialogue.say(back_at_items(interview, can_edit=self._dialogue.can_edit))
            return
        in_full = self._is_first_reading(interview.current)
        self._dialogue.say(question_text(interview, in_full=in_full, can_edit=self._dialogue.can_edit))

    def _read_cell(self) -> None:
        interview, cell = self._interview, self._last_read_cell
        in_full = bool(cell) and self._is_first_reading((*interview.current, *(cell or ())))
        self._dialogue.say(cell_text(interview, in_full=in_full, can_edit=self._dialogue.can_edit))

    def _is_first_reading(self, path: AnswerPath) -> bool:
        """Whether a question is read out for the first time, in whatever item; it counts as read from then on."""
        ids = tuple(step for step in path if isinstance(step, str))
        is_new = ids not in self._read_in_full
        self._read_in_full.add(ids)
        return is_new

    def _read_again(self) -> None:
        self._last_read = None

    @property
    def _is_elsewhere(self) -> bool:
        """Whether the current question is still to be read out."""
        return self._last_read is None

    def _say_answer_so_far(self) -> None:
        """Say the answer after a change that leaves the user at the same question."""
        self._last_read_cell = None
        told = answer_so_far_text(self._interview, can_edit=self._dialogue.can_edit)
        if told:
            self._dialogue.say(told)

    def _go_on(self) -> ConversationEnd | None:
        interview = self._interview
        objection = objection_to_passing(interview)
        if objection and self._warned_at != interview.current:
            self._warned_at = interview.current
            self._dialogue.say(f"{objection} Press Enter again to go on without it.")
            return None
        is_last = interview.is_last()
        self._update(interview.go_forward())
        return self._review_and_save() if is_last else None

    def _review_and_save(self) -> ConversationEnd | None:
        """Review until the plan is saved or the user is back at a question."""
        self._last_read = self._interview.current
        self._review.read_out(self._interview, self._dialogue)
        while True:
            command = self._review.save(self._interview, self._dialogue)
            if command is None:
                return "saved"
            before = self._interview
            match command.name:
                case "back":
                    self._read_again()
                    return None
                case "save":
                    self._dialogue.say("An empty line saves.")
                case "clear" | "omit" | "editor" | "more":
                    self._dialogue.say("That only works at a question. Use :goto or :back to return to one.")
                case _:
                    ending = self._obey(command)
                    if ending is not None or (command.name == "goto" and self._is_elsewhere):
                        return ending
                    if self._interview is not before:
                        self._review.read_out(self._interview, self._dialogue)

    def _obey(self, command: ColonCommand) -> ConversationEnd | None:
        self._update(save_half_typed(self._interview, command.typed))
        match command.name:
            case "leave":
                return self._leave()
            case "keep" if self._notices is not None:
                self._dialogue.say(self._notices.move_draft_to(command.argument))
            case "save":
                return self._review_and_save()
            case "help":
                self._say_help()
            case "outline":
                self._dialogue.say(outline_text(self._interview))
            case "preview":
                self._show_plan()
            case "back":
                self._move(self._step_back())
            case "goto":
                self._go_to(command.argument)
            case "undo" | "redo":
                self._undo_or_redo(command.name)
            case "switch":
                self._switch(command.argument)
            case "clear" | "omit" | "editor" | "more":
                return self._change(command.name)
            case _:
                self._say_unknown_command(command.name)
        return None

    def _show_plan(self) -> None:
        try:
            text = self._review.plan_text(self._interview)
        except (RenderError, EvaluationError) as problem:
            self._dialogue.say(f"These answers do not make a plan: {problem}")
            return
        self._dialogue.show(text.removesuffix("\n"))
        if unfinished := unfinished_lines(self._interview):
            self._dialogue.say(unfinished)

    def _leave(self) -> ConversationEnd | None:
        if self._notices is None or not (objection := self._notices.objection_to_leaving(self._dialogue.say)):
            return "left"
        self._dialogue.say(objection)
        return None

    def _say_help(self) -> None:
        interview = self._interview
        self._dialogue.say(question_text(interview, in_full=True, can_edit=self._dialogue.can_edit))
        if interview.question().kind == "table":
            self._dialogue.say(cell_text(interview, in_full=True, can_edit=self._dialogue.can_edit))
        has_switches = bool(interview.switches())
        self._dialogue.say(help_text(interview.question().kind, has_switches=has_switches))

    def _step_back(self) -> Interview:
        is_table = self._interview.question().kind == "table"
        return (cell_before(self._interview) if is_table else None) or self._interview.go_back()

    def _move(self, interview: Interview) -> None:
        if interview.current == self._interview.current and interview.within == self._interview.within:
            self._dialogue.say("This is the first question.")
        self._update(interview)
        self._read_again()

    def _go_to(self, written: str) -> None:
        if not written:
            self._dialogue.say("Go where? Type a question's name, such as :goto goal; :outline lists them.")
            return
        try:
            path = parse_path(written)
        except ValueError:
            path = ()
        found = self._interview.go_to(path) if path else self._interview
        if path and (*found.current, *found.within)[: len(path)] == path:
            is_item = isinstance(path[-1], int) and found.question().kind == "group"
            self._update(open_item(found, found.question(), int(path[-1])).interview if is_item else found)
            self._read_again()
            return
        hint = did_you_mean(written, (format_path(path) for path in self._interview.asked_paths())) or "."
        self._dialogue.say(f"There is no question '{written[:60]}' now{hint} :outline lists them.")

    def _switch(self, written: str) -> None:
        """Turn a switch of the review the other way; without a name the only one."""
        switches = {question.id: question for question in self._interview.switches()}
        name = written or (next(iter(switches)) if len(switches) == 1 else "")
        if name in switches:
            self._update(self._interview.toggle(switches[name]))
            state = "on" if self._interview.is_on(switches[name]) else "off"
            self._dialogue.say(f"{switches[name].short}: {state}.")
        elif not switches:
            self._dialogue.say("This template has no switches.")
        else:
            self._dialogue.say("\n".join(switch_lines(self._interview)))

    def _undo_or_redo(self, name: str) -> None:
        changed = self._draft.undo() if name == "undo" else self._draft.redo()
        if changed is None:
            self._dialogue.say(f"Nothing to {name}.")
            return
        what = self._draft.restored_reading
        self._dialogue.say(f"{'Undone' if name == 'undo' else 'Redone'}{f': {what}' if what else ''}.")
        is_here = changed.current == self._interview.current
        self._interview = changed
        if is_here:
            self._say_answer_so_far()
        else:
            self._read_again()

    def _change(self, name: str) -> ConversationEnd | None:
        try:
            outcome = self._apply_change(name)
        except WizardError as problem:
            self._dialogue.say(problem.message if isinstance(problem, InvalidAnswer) else str(problem))
            return None
        if isinstance(outcome, ColonCommand):
            return self._obey(outcome)
        self._update(outcome.interview)
        if outcome.message:
            self._dialogue.say(outcome.message)
        self._say_answer_so_far()
        return None

    def _apply_change(self, name: str) -> AskAgain | ColonCommand:
        interview = self._interview
        current = interview.current
        match name:
            case "clear":
                is_table = interview.question().kind == "table"
                return AskAgain(clear_cell(interview) if is_table else interview.empty(current))
            case "omit":
                is_left_out = interview.state(current) == "left_out"
                return AskAgain(interview.take_in(current) if is_left_out else interview.leave_out(current))
            case "editor":
                return edit_in_editor(interview, self._dialogue)
            case _:
                return append_lines(interview, self._dialogue)

    def _say_unknown_command(self, name: str) -> None:
        if name in ITEM_COMMANDS:
            self._dialogue.say(f":{name} only works in lists and tables.")
            return
        hint = did_you_mean(name, COMMANDS) or "."
        self._dialogue.say(f"There is no command :{name}{hint} :help lists them.")
        self._dialogue.say("To start a line with a colon, type two.")
