"""The question screen: one question, and beside it the plan that grows with the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from textual import events, getters
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.screen import Screen
from textual.timer import Timer

from screens.controls.control import Press
from screens.outline import OutlineList, OutlineScreen
from screens.preview.preview import Sheet
from screens.preview.refresh import Following
from screens.question_pane.footer_keys import READING
from screens.question_pane.next_question import NextLine
from screens.question_pane.pane import QuestionPane
from screens.question_pane.question_view import crumbs_of
from screens.question_pane.session import Interviewer, Outcome
from screens.terminal.suspend import edited_outside
from screens.terminal.typeahead import CameBack
from screens.widgets.draft_status import status_of
from screens.widgets.footer import Foot
from screens.widgets.header import Head
from wizard.drafts.draft import Draft
from wizard.files.editor import EditorError
from wizard.interview.interview import Interview
from wizard.model.answers import Path
from wizard.plans.naming import file_name


def _everywhere(keys: str, says: str, does: str) -> Binding:
    """A key of the question screen; the command palette calls it by what it does."""
    return Binding(keys, f"press('{keys.partition(',')[0]}')", says, show=False, tooltip=does)


EVERYWHERE: list[BindingType] = [
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
    _everywhere("ctrl+a", "All", "Options: tick all"),
    _everywhere("ctrl+t", "Tick", "Checklist: tick the task"),
    _everywhere("escape", "Out", "All items of the group"),
]


View = Literal["beside", "away", "alone"]
"""Where the plan is: beside the question (below it in a narrow terminal), not shown, or alone on the screen."""

_VIEWS: tuple[View, ...] = get_args(View)
_NO_STEP = {"ctrl+z": "There is nothing to take back.", "ctrl+y": "There is nothing to make again."}
_BEHIND = 0.02
"""Seconds that what is around a question may be behind what is typed into it: longer than the screen takes."""
_LOOKS_AT_DRAFT = 0.3
"""Seconds between two looks at whether the draft is kept."""


class QuestionScreen(Screen[None]):
    """Holds the interview; everything on it is drawn from there.

    Nothing on it has the focus, so that all keys come here, in the order in which they were pressed:
    a letter that was typed before Tab belongs to the question before, and one after it to the next.
    """

    if TYPE_CHECKING:
        app = getters.app(App[None])

    CSS_PATH = "question.tcss"
    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = EVERYWHERE

    def __init__(self, draft: Draft) -> None:
        super().__init__(classes="-question")
        self.draft = draft
        self._interviewer = Interviewer(draft.interview)
        self._interviewer.say(" ".join(draft.notices))
        self._following = Following(draft.interview)
        self._pause: Timer | None = None
        self._view: View = "beside"
        self._shown_at: Path = ()
        """The question that what stands around it was shown for."""
        self._shows_around = False
        """Whether that will be shown in a moment."""

    @property
    def interview(self) -> Interview:
        """The interview as it stands."""
        return self._interviewer.interview

    def compose(self) -> ComposeResult:
        self._fit(self.app.size)
        yield Head()
        with Horizontal(id="body"):
            yield OutlineList(leads=True, id="outline")
            with Vertical(id="left"):
                yield QuestionPane(id="pane")
                yield NextLine(id="next")
            yield Sheet(id="sheet")
        yield Foot()

    def on_mount(self) -> None:
        self.query_one(OutlineList).rows.can_focus = False
        self._sheet.can_focus = False
        self._following.begin(self._sheet)
        self._show()
        self.set_interval(_LOOKS_AT_DRAFT, self._show_foot)

    def _fit(self, size: Size) -> None:
        """Take the classes of the breakpoints now; Textual gives them after a first frame that looks wrong."""
        for breakpoints, cells in (
            (self.app.HORIZONTAL_BREAKPOINTS or [], size.width),
            (self.app.VERTICAL_BREAKPOINTS or [], size.height),
        ):
            self.add_class(*[name for least, name in sorted(breakpoints) if least <= cells][-1:])

    @property
    def _sheet(self) -> Sheet:
        return self.query_one(Sheet)

    # Keys, paste, pointer

    async def on_key(self, event: events.Key) -> None:
        if not self.is_current or isinstance(self.app.screen, OutlineScreen):
            event.stop()
            self.app.post_message(CameBack(event))
        elif self._press(Press.of(event.key, event.character)):
            event.stop()
            event.prevent_default()

    def action_press(self, key: str) -> None:
        """Do what a key does, for the foot and the command palette."""
        self._press(Press(key))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self._view != "alone":
            self._follow(self._interviewer.paste(event.text))

    def on_question_pane_pointed(self, event: QuestionPane.Pointed) -> None:
        if event.spot.question is not None:
            self._follow(self._interviewer.go_to(event.spot.question))
        elif event.question == self.interview.place:
            self._follow(self._interviewer.point(event.spot, event.column, extends=event.extends))

    def on_question_pane_wheeled(self, event: QuestionPane.Wheeled) -> None:
        if event.question == self.interview.place:
            self._follow(self._interviewer.wheel(event.key))

    def on_next_line_chosen(self) -> None:
        self._follow(self._interviewer.forward())

    def on_sheet_chosen(self, event: Sheet.Chosen) -> None:
        self._look("beside" if self._view == "alone" else self._view)
        self._went(event.path)

    def on_outline_list_chosen(self, event: OutlineList.Chosen) -> None:
        self._went(event.path)

    # The way of an answer

    def _press(self, press: Press) -> bool:
        """Do what a key does, and say whether it does anything here."""
        if self._opened(press.key):
            return True
        outcome = self._stepped(press.key)
        if outcome is None:
            outcome = Outcome.NOTHING if self._view == "alone" else self._typed(press)
        self._follow(outcome)
        return outcome is not Outcome.NOTHING

    def _stepped(self, key: str) -> Outcome | None:
        """What a key came to that leads to another interview whatever is asked; None for another key."""
        interviewer = self._interviewer
        match key:
            case "tab":
                return interviewer.forward()
            case "shift+tab":
                return interviewer.back()
            case "ctrl+n":
                return interviewer.next_section()
            case "escape" if self._view != "alone":
                return interviewer.out()
            case "f6":
                return interviewer.leave_out_or_take_in()
            case "ctrl+z" | "ctrl+y":
                restored = self.draft.undo() if key == "ctrl+z" else self.draft.redo()
                return interviewer.say(_NO_STEP[key]) if restored is None else interviewer.restore(restored)
            case _:
                return None

    def _opened(self, key: str) -> bool:
        """Whether a key was one that changes what is in sight."""
        match key:
            case "f2":
                self.app.push_screen(OutlineScreen(self.interview), self._went)
            case "f3":
                self._look(self._next_view())
            case "escape" if self._view == "alone":
                self._look("beside")
            case "f4":
                self._follow(self._edited())
            case "f5":
                self._sheet.toggle_source()
            case "ctrl+s":
                self._review()
            case _:
                return False
        return True

    def _typed(self, press: Press) -> Outcome:
        """What a key came to that belongs to the question."""
        selected = self._interviewer.control.selected
        match press.key:
            case "ctrl+c" | "ctrl+x" if selected:
                self.app.copy_to_clipboard(selected)
                return Outcome.TAKEN if press.key == "ctrl+c" else self._interviewer.press(Press("delete"))
            case "ctrl+x":
                return Outcome.TAKEN
            case "ctrl+v":
                return self._interviewer.paste(self.app.clipboard)
            case _:
                return self._interviewer.press(press)

    def _edited(self) -> Outcome:
        """The answer from the user's own editor; whatever the editor does, the text stays."""
        text = self._interviewer.text()
        if text is None:
            return self._interviewer.say("There is no text here to edit.")
        try:
            return self._interviewer.replace(edited_outside(self.app, text))
        except EditorError as problem:
            return self._interviewer.say(str(problem))

    def _follow(self, outcome: Outcome) -> None:
        """Let the draft and everything in sight follow the interview at once; the plan too, unless that takes long."""
        if self.interview is not self._following.interview:
            self.draft.note(self.interview)
            self._let_plan_follow()
        self._show()
        if outcome is Outcome.ENDED:
            self._review()

    def _let_plan_follow(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        pause = self._following.pause_before(self.interview)
        self._pause = self.set_timer(pause, self._catch_up) if pause else None
        if not pause:
            self._catch_up()

    def _catch_up(self) -> None:
        self._following.follow(self.interview, self._sheet)

    def _went(self, path: Path | None) -> None:
        """Go to the question that was chosen on another screen."""
        if path is not None:
            self._follow(self._interviewer.go_to(path))

    def _review(self) -> None:
        from screens.review import ReviewScreen

        self._catch_up()
        if self._following.problem:
            self._interviewer.say(self._following.problem)
        elif self.is_active:
            self.app.push_screen(ReviewScreen(self.draft, self.interview), self._went)

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
        """Show the question at once; what stands around it is shown behind it as long as that is being typed in."""
        interviewer, interview = self._interviewer, self.interview
        self.set_class(interview.question().kind in ("table", "group"), "-rows")
        self.query_one(QuestionPane).show(interviewer.asked(), "error" if interviewer.told().is_wrong else "here")
        if interview.place != self._shown_at:
            self._show_around()
        elif not self._shows_around:
            self._shows_around = True
            self.set_timer(_BEHIND, self._show_around)

    def _show_around(self) -> None:
        interviewer, interview = self._interviewer, self.interview
        self._shows_around, self._shown_at = False, interview.place
        self._sheet.file_name = file_name(interview)
        self.query_one(Head).show(crumbs_of(interview), interview)
        self.query_one(OutlineList).show(interview)
        self.query_one(NextLine).label = interviewer.next_label()
        self._show_foot()

    def _show_foot(self) -> None:
        said, (status, state) = self._interviewer.said, status_of(self.draft)
        if state == "kept" and self.interview.problem(self.interview.place) is not None:
            status = "kept as typed"
        if said and state == "kept":
            status, state = said, ""
        self.query_one(Foot).show(READING if self._view == "alone" else self._interviewer.keys(), status, state)
