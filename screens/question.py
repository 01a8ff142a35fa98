"""The question screen: one question, and beside it the plan that grows with the answer."""

from __future__ import annotations

from typing import ClassVar, Literal, get_args

from textual import events
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from wizard.plan import plan_of, updated

from screens.controls.asked import Asked, crumbs_of, told_of
from screens.controls.building import control_for
from screens.controls.control import Control, Press, Reply
from screens.controls.foot_keys import READING, keys_of
from screens.controls.pane import QuestionPane
from screens.foot import Foot
from screens.head import Head
from screens.kept import status_of
from screens.outline import OutlineList, OutlineScreen
from screens.sheet import Sheet
from screens.text import joined, shown_line
from wizard.answers import OPEN, Path
from wizard.draft import Draft
from wizard.errors import AnswerError
from wizard.external_editor import EditorError, edited
from wizard.interview import Interview

View = Literal["beside", "away", "alone"]
"""Where the plan is: beside the question (below it in a narrow terminal), not shown, or alone on the screen."""

_VIEWS: tuple[View, ...] = get_args(View)
LEFT_OPEN = "○ left open, see F2"
_LOOKS_AT_DRAFT = 0.3
"""Seconds between two looks at whether the draft is kept."""


def _everywhere(keys: str, says: str, does: str) -> Binding:
    """A key that works whatever is asked; the command palette calls it by what it does."""
    return Binding(keys, f"press('{keys.partition(',')[0]}')", says, show=False, tooltip=does)


class QuestionScreen(Screen[None]):
    """Holds the interview; everything on it is drawn from there.

    Nothing on it has the focus, so that all keys come here, in the order in which they were pressed:
    a letter that was typed before Tab belongs to the question before, and one after it to the next.
    """

    CSS_PATH = "question.tcss"
    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        _everywhere("tab", "Next", "Next question"),
        _everywhere("shift+tab", "Back", "Back to the question before"),
        _everywhere("ctrl+n", "Next section", "Next section"),
        _everywhere("f2", "Outline", "Outline: all questions"),
        _everywhere("f3", "Plan", "Plan: beside, away, alone"),
        _everywhere("f4", "Editor", "Write the answer in your editor"),
        _everywhere("f5", "Source", "Plan: rendered or source"),
        _everywhere("f6", "Leave out", "Leave this out, or take it back in"),
        _everywhere("ctrl+z", "Undo", "Undo"),
        _everywhere("ctrl+y", "Redo", "Redo"),
        _everywhere("ctrl+s", "Review", "Review, then save"),
        _everywhere("ctrl+d", "Duplicate", "List: duplicate the item"),
        _everywhere("ctrl+k", "Remove", "List: remove the item"),
        _everywhere("alt+up", "Up", "List: move the item up"),
        _everywhere("alt+down", "Down", "List: move the item down"),
        _everywhere("ctrl+t", "Tick", "Checklist: tick the task"),
        _everywhere("escape", "Out", "All items of the group"),
    ]

    def __init__(self, draft: Draft) -> None:
        super().__init__(classes="-question")
        self.draft = draft
        self.interview = draft.interview
        self._plan = plan_of(self.interview)
        self._said = " ".join(draft.notices)
        """A sentence for the foot, until the next key."""
        self._control: Control
        self._warned: Path | None
        """Where the user was told what is missing or wrong, and may go on all the same."""
        self._view: View = "beside"
        self._ask(self.interview)

    def compose(self) -> ComposeResult:
        yield Head()
        with Horizontal(id="body"):
            yield OutlineList(leads=True, id="outline")
            with Vertical(id="left"):
                yield QuestionPane(id="pane")
                yield Static(id="next")
            yield Sheet(id="sheet")
        yield Foot()

    def on_mount(self) -> None:
        self.query_one(OutlineList).rows.can_focus = False
        self._sheet.can_focus = False
        self._sheet.show(self._plan, self.interview.place, self.interview.within)
        self._show()
        self.set_interval(_LOOKS_AT_DRAFT, self._show_foot)

    @property
    def _sheet(self) -> Sheet:
        return self.query_one(Sheet)

    # The way of an answer

    def take(self, after: Interview, said: str = "") -> None:
        """Go on with another interview: the plan, the draft and everything in sight follow at once."""
        before, self.interview, self._said = self.interview, after, said
        if after.answers is not before.answers:
            self._plan = updated(self._plan, before, after)
        if after.place != self._control.path:
            self._ask(after)
        self._sheet.show(self._plan, after.place, after.within)
        self.draft.note(after)
        self._show()

    def _ask(self, interview: Interview) -> None:
        """Begin to ask the question that an interview has come to."""
        self._control = control_for(interview)
        self.set_class(interview.question().kind in ("table", "group"), "-rows")
        here = self._control.here
        self._warned = here if here in interview.unfinished else None

    def _reply(self, reply: Reply) -> None:
        here = self._control.here
        if self._warned is not None and self._warned not in (here, self.interview.place):
            self._warned = None
        self.take(reply.interview, reply.said)
        if reply.goes_on:
            self._go_on()

    # Keys, paste, pointer

    async def on_key(self, event: events.Key) -> None:
        if self._pressed(Press(event.key, event.character if event.is_printable else None)):
            event.stop()
            event.prevent_default()

    def action_press(self, key: str) -> None:
        """Do what a key does, for the foot and the command palette."""
        self._pressed(Press(key))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self._view != "alone":
            self._reply(self._control.paste(self.interview, event.text))

    def on_question_pane_pointed(self, event: QuestionPane.Pointed) -> None:
        if event.spot.question is not None:
            self._go_to(event.spot.question)
        elif event.question == self._control.path:
            self._reply(self._control.point(self.interview, event.spot, event.column, extends=event.extends))

    def on_click(self, event: events.Click) -> None:
        if event.widget is not None and event.widget.id == "next":
            self._forward()

    def on_sheet_chosen(self, event: Sheet.Chosen) -> None:
        self._look("beside" if self._view == "alone" else self._view)
        self._go_to(event.path)

    def on_outline_list_chosen(self, event: OutlineList.Chosen) -> None:
        self._go_to(event.path)

    def _pressed(self, press: Press) -> bool:
        """Do what a key does, and say whether it does anything here."""
        return self._pressed_everywhere(press) or (self._view != "alone" and self._pressed_here(press))

    def _pressed_everywhere(self, press: Press) -> bool:
        match press.key:
            case "tab":
                self._forward()
            case "shift+tab":
                self.take(self.interview.back())
            case "ctrl+n":
                self._next_section()
            case "f2":
                self.app.push_screen(OutlineScreen(self.interview), self._went)
            case "f3":
                self._look(self._next_view())
            case "f4":
                self._edit()
            case "f5":
                self._sheet.toggle_source()
            case "f6":
                self._leave_out_or_take_in()
            case "ctrl+z":
                self._restore(self.draft.undo(), "There is nothing to take back.")
            case "ctrl+y":
                self._restore(self.draft.redo(), "There is nothing to make again.")
            case "ctrl+s":
                self._review()
            case "escape":
                self._out()
            case _:
                return False
        return True

    def _pressed_here(self, press: Press) -> bool:
        if press.key in ("ctrl+c", "ctrl+x", "ctrl+v"):
            return self._clipboard(press.key)
        if press.key == "enter" and self._tells_instead():
            return True
        reply = self._control.press(self.interview, press)
        if reply is not None:
            self._reply(reply)
        return reply is not None

    def _tells_instead(self) -> bool:
        """Enter on text that is no answer: first say what is wrong, then take what is suggested."""
        here = self._control.here
        problem = self.interview.problem(here) if here in self.interview.unfinished else None
        if problem is None:
            return False
        if self._warned != here:
            self._warned = here
            self._show()
            return True
        if problem.suggestion is None:
            return False
        self._reply(self._control.replace(self.interview, problem.suggestion))
        return True

    def _clipboard(self, key: str) -> bool:
        if key == "ctrl+v":
            self._reply(self._control.paste(self.interview, self.app.clipboard))
            return True
        selected = self._control.selected
        if not selected:
            return key == "ctrl+x"
        self.app.copy_to_clipboard(selected)
        if key == "ctrl+x":
            self._pressed_here(Press("delete"))
        return True

    # Going

    def _go_on(self) -> None:
        """Enter: say once what is missing, then go on all the same."""
        here, place = self._control.here, self.interview.place
        may_go = self._warned in (here, place) or self._takes_default()
        if not may_go and self.interview.state(place) in ("required", "invalid"):
            self._warned = here
            self._show()
        else:
            self._forward()

    def _forward(self) -> None:
        is_last = self.interview.is_last()
        is_left_open = self.interview.state(self.interview.place) == "required" and not self._takes_default()
        self.take(self.interview.forward(), LEFT_OPEN if is_left_open else "")
        if is_last:
            self._review()

    def _takes_default(self) -> bool:
        place = self.interview.place
        is_open = self.interview.answer_at(place) is OPEN and place not in self.interview.unfinished
        return is_open and self.interview.default_of(place) is not OPEN

    def _next_section(self) -> None:
        after = self.interview.next_section()
        is_last = after.place == self.interview.place
        self.take(after)
        if is_last:
            self._review()

    def _out(self) -> None:
        if self._view == "alone":
            self._look("beside")
        elif len(self.interview.place) > 1:
            self.take(self.interview.out())

    def _go_to(self, path: Path) -> None:
        self.take(self.interview.go_to(path))

    def _went(self, path: Path | None) -> None:
        if path is not None:
            self._go_to(path)

    def _review(self) -> None:
        from screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen(self.draft, self.interview), self._went)

    # Answers as a whole

    def _leave_out_or_take_in(self) -> None:
        place = self.interview.place
        is_left_out = self.interview.state(place) == "left_out"
        try:
            after = self.interview.take_in(place) if is_left_out else self.interview.leave_out(place)
        except AnswerError as problem:
            self._said = problem.message
            self._show()
        else:
            self._anew(after)

    def _restore(self, after: Interview | None, otherwise: str) -> None:
        """Show a state that the draft has gone back or forth to."""
        if after is None:
            self._said = otherwise
            self._show()
        else:
            self._anew(after)

    def _anew(self, after: Interview) -> None:
        """Take an interview that no control has made."""
        self._ask(after)
        self.take(after)

    def _edit(self) -> None:
        """The answer in the user's own editor; whatever the editor does, the text stays."""
        text = self._control.text(self.interview)
        if text is None:
            self._said = "There is no text here to edit."
            self._show()
            return
        try:
            with self.app.suspend():
                after = edited(text)
        except SuspendNotSupported:
            self._said = "An editor cannot be opened in this terminal."
        except EditorError as problem:
            self._said = str(problem)
        else:
            self._reply(self._control.replace(self.interview, after))
            return
        self._show()

    # What is in sight

    def _next_view(self) -> View:
        """F3: beside, away, alone; where there is no room beside, alone or not at all."""
        if self.has_class("-tiny"):
            return "beside" if self._view == "alone" else "alone"
        return _VIEWS[(_VIEWS.index(self._view) + 1) % len(_VIEWS)]

    def _look(self, view: View) -> None:
        self._view = view
        self.set_class(view == "away", "-no-sheet")
        self.set_class(view == "alone", "-sheet-alone")
        self._sheet.can_focus = view == "alone"
        self.set_focus(self._sheet if view == "alone" else None)
        self._show()

    def _show(self) -> None:
        told = told_of(self.interview, self._control.here, is_warned=self._warned is not None)
        asked = Asked(self.interview, self._control, told.paragraphs)
        self.query_one(QuestionPane).show(asked, "error" if told.is_wrong else "here")
        self.query_one(Head).show(crumbs_of(self.interview), self.interview)
        self.query_one(OutlineList).show(self.interview)
        self.query_one("#next", Static).update(self._next_line())
        self._show_foot()

    def _next_line(self) -> Content:
        """The label of the question that Tab leads to."""
        after = self.interview.forward()
        label = "Review" if self.interview.is_last() else after.question().label
        return joined(("Next  ", "$faint"), shown_line(label, "$soft"))

    def _show_foot(self) -> None:
        keys = READING if self._view == "alone" else keys_of(self.interview, self._control, self._warned)
        status, state = status_of(self.draft)
        if self._said and state == "kept":
            status, state = self._said, ""
        self.query_one(Foot).show(keys, status, state)
