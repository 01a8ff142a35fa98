"""The question screen: one question, and beside it the plan that grows with the answer."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.timer import Timer

from screens.appearance.breakpoints import apply_breakpoints
from screens.controls.control import KeyPress
from screens.preview.plan_keys import SEARCH_KEYS, scrolls_always, scrolls_if_free
from screens.preview.preview import Preview
from screens.preview.refresh import PreviewRefresh
from screens.question_pane.footer_keys import PLAN_KEYS
from screens.question_pane.next_question import NextLine
from screens.question_pane.pane import QuestionPane
from screens.question_pane.question_view import breadcrumbs
from screens.question_pane.restored_step import NOTHING_TO_RESTORE, RestoreKey, restore_step
from screens.question_pane.session import InterviewSession, Outcome
from screens.terminal.typeahead import CameBack
from screens.widgets.draft_status import status_of
from screens.widgets.footer import KeyFooter, KeyHint
from screens.widgets.header import PlanHeader
from screens.widgets.uniform_rows import UniformHorizontal, UniformVertical, repeat_row
from wizard.drafts.draft import Draft, orphan_notices
from wizard.files.text_editor.editor_name import editor_name
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath
from wizard.model.template import Template
from wizard.plans.saving.naming import file_to_write

if TYPE_CHECKING:
    from textual import getters

    from screens.help import HelpPage
    from screens.outline import OutlineList
    from screens.search import ChosenHit
    from screens.templates.template_watcher import TemplateWatcher
    from wizard.compiler.template_watch import TemplateWatch
    from wizard.drafts.last_save import LastSave
    from wizard.render.plan import Plan


def _screen_key(keys: str, label: str, does: str) -> Binding:
    """Return a key that works on every question; `does` is its name in the command palette."""
    return Binding(keys, f"press('{keys.partition(',')[0]}')", label, show=False, tooltip=does)


SCREEN_KEYS: list[BindingType] = [
    _screen_key("tab", "Next", "Next question"),
    _screen_key("shift+tab", "Back", "Previous question"),
    _screen_key("ctrl+n", "Next section", "Next section"),
    _screen_key("f2", "Outline", "Outline: all questions"),
    _screen_key("f3", "Plan", "Preview: side by side, hidden, full screen"),
    _screen_key("f4", "Editor", "Edit the answer in your editor"),
    _screen_key("f5", "Source", "Preview: rendered or source"),
    _screen_key(",".join(SEARCH_KEYS), "Search", "Plan: search in it"),
    _screen_key("ctrl+g", "Next hit", "Search: next match"),
    _screen_key("alt+g", "Previous hit", "Search: previous match"),
    _screen_key("f6", "Skip", "Skip or include this question"),
    _screen_key("ctrl+z", "Undo", "Undo"),
    _screen_key("ctrl+y", "Redo", "Redo"),
    _screen_key("ctrl+s", "Review", "Review, then save"),
    _screen_key("ctrl+d", "Duplicate", "List: duplicate the item"),
    _screen_key("ctrl+k", "Remove", "Remove the item, or the rest of the line"),
    _screen_key("alt+up", "Up", "List: move the item up"),
    _screen_key("alt+down", "Down", "List: move the item down"),
    _screen_key("ctrl+a", "All", "Choose all options, or select all text"),
    _screen_key("ctrl+t", "Tick", "Checklist: tick the task"),
    _screen_key("escape", "Out", "All items of the group"),
]


PlanView = Literal["beside", "away", "alone"]
"""Where the plan is shown: beside the question (below it in a narrow terminal), not at all, or alone."""

_VIEWS: tuple[PlanView, ...] = get_args(PlanView)
_CONTEXT_DELAY = 0.02
"""Seconds until the header, outline and footer follow a key: longer than the question takes to draw."""
_MERGE_DELAY = 0.3
"""Seconds without a key until the whole plan is merged with its file, where a key merges only a part of it."""
_SAVED_PLAN = "saved plan"
"""The workers that read a saved plan and merge with it."""
_STATUS_INTERVAL = 0.3
"""Seconds between two looks at whether the draft is kept."""


class QuestionScreen(Screen[None]):
    """The screen of the interview; everything on it is drawn from the interview.

    Nothing on it has the focus, so that all keys come here, in the order in which they were pressed:
    a letter that was typed before Tab belongs to the question before, and one after it to the next.
    """

    if TYPE_CHECKING:
        app = getters.app(App[None])

    CSS_PATH = "question.tcss"
    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = SCREEN_KEYS

    def __init__(self, draft: Draft, watch: TemplateWatch | None = None) -> None:
        """Ask the questions of a draft; with `watch`, as its template is at any time."""
        super().__init__(classes="-question")
        self.draft = draft
        self._session = InterviewSession(draft.interview)
        self._session.say(" ".join(draft.notices))
        self._preview_refresh = PreviewRefresh(draft.interview)
        self._preview_timer: Timer | None = None
        self._merge_timer: Timer | None = None
        self._saved_as_shown: LastSave | None = None
        self._view: PlanView = "beside"
        self._context_shown_for: AnswerPath = ()
        """The question that the header, outline and footer were last shown for."""
        self._is_context_due = False
        """Whether they will be shown again in a moment."""
        self.last_hit: ChosenHit | None = None
        """What was found and gone to last."""
        self._outline: OutlineList | None = None
        """The outline beside the question, once there has been room for it."""
        self._watcher: TemplateWatcher | None = None
        if watch is not None:
            from screens.templates.template_watcher import TemplateWatcher

            self._watcher = TemplateWatcher(watch, self)
        self._next_template: Template | None = None
        """What to go on with as soon as no other screen lies over this one."""

    def compose(self) -> ComposeResult:
        apply_breakpoints(self, self.app)
        yield PlanHeader()
        with UniformHorizontal(id="body"):
            if self.has_class("-broad"):
                yield self._new_outline()
            with UniformVertical(id="left"):
                yield QuestionPane(id="pane")
                yield NextLine(id="next")
            yield Preview(id="sheet")
        if self._watcher is not None:
            from screens.widgets.problem_lines import ProblemLines

            yield ProblemLines("Until this is fixed, the questions stay as they were.", id="problems")
        yield KeyFooter()

    def render_lines(self, crop: Region) -> list[Strip]:
        return repeat_row(super().render_lines, crop)

    def on_mount(self) -> None:
        self._preview.can_focus = False
        self._preview_refresh.begin(self._preview)
        self._show()
        self._read_saved_plan()
        self.set_interval(_STATUS_INTERVAL, self._show_footer)
        if self._watcher is not None:
            self._watcher.start()

    def on_resize(self) -> None:
        self.call_later(self._show_outline)  # after Textual has set the class of the width

    def on_unmount(self) -> None:
        if self._watcher is not None:
            self._watcher.stop()

    def on_screen_resume(self) -> None:
        if self._next_template is not None:
            self._take_template(self._next_template)
        self._read_saved_plan()

    def on_app_focus(self) -> None:
        self._read_saved_plan()

    @property
    def interview(self) -> Interview:
        """The interview as it stands."""
        return self._session.interview

    @property
    def selected_text(self) -> str:
        """What is selected in the answer, for Ctrl+C."""
        return "" if self._view == "alone" else self._session.control.selected_text

    @property
    def text_cursor(self) -> Offset | None:
        """The cell of the drawn cursor on the terminal."""
        return None if self._preview.is_searched else self.query_one(QuestionPane).text_cursor

    async def on_key(self, event: events.Key) -> None:
        self.clear_selection()  # else Ctrl+C would copy that, and not what is selected in the answer since
        if not self.is_current or isinstance(self.app.screen, ModalScreen):
            event.stop()
            self.app.post_message(CameBack(event))
        elif self._press_in_search(event) or self._press(KeyPress.of(event.key, event.character)):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self._preview.is_searched:
            self._preview.search.insert(event.text)
        elif self._view != "alone":
            self._take_outcome(self._session.paste(event.text))

    def on_question_pane_pointed(self, event: QuestionPane.Pointed) -> None:
        if event.target.question is not None:
            self._take_outcome(self._session.go_to(event.target.question))
        elif event.question == self.interview.current:
            self._take_outcome(self._session.point(event.target, event.column, extends=event.extends))

    def on_question_pane_selected(self, event: QuestionPane.Selected) -> None:
        if event.question == self.interview.current:
            self._take_outcome(self._session.select(event.part))

    def on_question_pane_wheeled(self, event: QuestionPane.Wheeled) -> None:
        if event.question == self.interview.current:
            self._take_outcome(self._session.wheel(event.key))

    def on_next_line_chosen(self) -> None:
        self._take_outcome(self._session.forward())

    def on_preview_chosen(self, event: Preview.Chosen) -> None:
        self._set_view("beside" if self._view == "alone" else self._view)
        self._go_to(event.path)

    def on_preview_searched(self, event: Preview.Searched) -> None:
        search = event.sheet.search
        self.query_one(KeyFooter).show_instead(search.keys() if search.is_open else ())

    def on_outline_list_question_chosen(self, event: OutlineList.QuestionChosen) -> None:
        self._go_to(event.path)

    def on_template_watcher_changed(self, event: TemplateWatcher.Changed) -> None:
        from screens.widgets.problem_lines import ProblemLines
        from wizard.compiler.template_watch import TemplateProblems

        found = event.found
        self.query_one(ProblemLines).show(found.problems if isinstance(found, TemplateProblems) else ())
        if isinstance(found, TemplateProblems):
            self._next_template = None
        elif self.is_active:
            self._take_template(found)
        else:
            self._next_template = found

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "press":
            return self.has_use_for(str(parameters[0]))
        return super().check_action(action, parameters)

    def has_use_for(self, key: str) -> bool:
        """Return whether a key does anything on this question now."""
        session, interview, is_alone = self._session, self.interview, self._view == "alone"
        match key:
            case "tab" | "shift+tab" | "ctrl+n" | "f2" | "f3" | "ctrl+s":
                return True
            case "f4":
                return bool(editor_name()) and session.text() is not None and not is_alone
            case "f5" | "ctrl+underscore" | "ctrl+slash" | "alt+pageup" | "alt+pagedown":
                return self._preview.display and self._preview.size.height > 0
            case "f6":
                return not interview.question().required
            case "ctrl+z":
                return self.draft.can_undo
            case "ctrl+y":
                return self.draft.can_redo
            case "escape":
                return is_alone or len(interview.current) > 1
            case "ctrl+g":
                return self.last_hit is not None
            case "ctrl+x":
                return session.control.is_typing and not is_alone
            case "space" | "1" if session.control.is_typing:
                return False  # they are typed
            case _:
                # What a control makes of a key is a reply; only what it shows besides is in itself.
                character = " " if key == "space" else key if len(key) == 1 else None
                control = deepcopy(session.control)
                return not is_alone and control.press(interview, KeyPress(key, character)) is not None

    def help_keys(self) -> tuple[tuple[str, tuple[KeyHint, ...]], ...]:
        """Return the keys that work on this question, under their headings."""
        from screens.question_pane.help_keys import ControlAtHand, help_keys_of

        control, interview = self._session.control, self.interview
        enter = next((key.label for key in control.keys(interview) if key.keys == "enter"), "")
        kind = interview.question().kind
        at_hand = ControlAtHand(kind, control.is_typing, enter, is_plan_alone=self._view == "alone")
        return help_keys_of(self.has_use_for, at_hand)

    def help_page(self) -> HelpPage:
        """Return what the help says here."""
        from screens.help import question_page

        return question_page(self.interview.question())

    def action_press(self, key: str) -> None:
        """Do what a key does, for the footer and the command palette."""
        self._press(KeyPress(key))

    @property
    def _preview(self) -> Preview:
        return self.query_one(Preview)

    def _press(self, press: KeyPress) -> bool:
        """Do what a key does; return whether it does anything here."""
        if self._change_view(press.key) or (scrolls_always(press.key) and self._scroll_plan(press.key)):
            return True
        outcome = self._navigate(press.key)
        if outcome is None:
            outcome = Outcome.NOTHING if self._view == "alone" else self._press_in_control(press)
        self._take_outcome(outcome)
        return outcome is not Outcome.NOTHING or self._press_for_plan(press.key)

    def _press_in_search(self, event: events.Key) -> bool:
        """Give a key to the search in the plan, while there is one; return whether it was for that."""
        character = KeyPress.of(event.key, event.character).character
        return self._preview.is_searched and self._preview.search.press(event.key, character)

    def _press_for_plan(self, key: str) -> bool:
        """Do what a key does to the plan that the question has no use for; return whether it does anything."""
        if key in ("slash", "/"):
            self._search_plan()
            return True
        if key in ("n", "N", "upper_n") and self._go_on_searching(1 if key == "n" else -1):
            return True
        return self._view != "alone" and scrolls_if_free(key) and self._scroll_plan(key)

    def _scroll_plan(self, key: str) -> bool:
        if not self._preview.display:
            return False
        self._preview.scroll_with(key)
        return True

    def _search_plan(self) -> None:
        """Search in the plan, which comes into sight for that."""
        if not self._preview.display:
            self._set_view("alone" if self.has_class("-tiny") else "beside")
        self._preview.search.open()

    def _navigate(self, key: str) -> Outcome | None:
        """Do what a key does on every question; return the outcome, or None if the key is not one of these."""
        session = self._session
        match key:
            case "tab" | "shift+tab":
                return session.indent(key) or (session.forward() if key == "tab" else session.back())
            case "ctrl+n":
                return session.next_section()
            case "escape" if self._view != "alone":
                return session.leave_item()
            case "f6":
                return session.leave_out_or_take_in()
            case "ctrl+z" | "ctrl+y":
                return self._restore_step(key)
            case _:
                return None

    def _restore_step(self, key: RestoreKey) -> Outcome:
        """Undo or redo a step on the question that shows it, and say what it was."""
        restored = restore_step(self.draft, key)
        if restored is None:
            return self._session.say(NOTHING_TO_RESTORE[key])
        interview, words = restored
        if self._view == "alone":
            self._set_view("beside")
        self._session.restore(interview)
        self._follow_readings()
        return self._session.say(words)

    def _change_view(self, key: str) -> bool:
        """Do what a key that opens or shows something does; return whether it is one."""
        match key:
            case "f2":
                from screens.outline import OutlineScreen

                self.app.push_screen(OutlineScreen(self.interview), self._go_to)
            case "f3":
                self._set_view(self._next_view())
            case "escape" if self._view == "alone":
                self._set_view("beside")
            case "f4":
                self._take_outcome(self._edit_outside())
            case "f5":
                self._preview.toggle_source()
            case "ctrl+s":
                self._open_review()
            case "ctrl+g" | "alt+g":
                return self._go_on_searching(1 if key == "ctrl+g" else -1)
            case _ if key in SEARCH_KEYS:
                self._search_plan()
            case _:
                return False
        return True

    def _press_in_control(self, press: KeyPress) -> Outcome:
        """Give a key to the question's control; return the outcome."""
        selected = self._session.control.selected_text
        match press.key:
            case "ctrl+x" if selected:
                self.app.copy_to_clipboard(selected)
                return self._session.press(KeyPress("delete"))
            case "ctrl+x":
                return Outcome.TAKEN
            case "ctrl+v":
                return self._session.paste(self.app.clipboard)
            case _:
                return self._session.press(press)

    def _edit_outside(self) -> Outcome:
        """Edit the answer in the user's own editor; return the outcome. If the editor fails, the text stays."""
        if not editor_name():
            return self._session.say("No editor is set. Name one in $VISUAL or $EDITOR.")
        text = self._session.text()
        if text is None:
            return self._session.say("There is no text to edit here.")
        from screens.terminal.run_editor import edit_while_suspended
        from wizard.files.text_editor.editor import EditorError

        try:
            return self._session.replace(edit_while_suspended(self.app, text))
        except EditorError as problem:
            return self._session.say(str(problem))

    def _take_outcome(self, outcome: Outcome) -> None:
        """Save a changed interview to the draft and show it; the plan follows later if rendering takes long."""
        if self.interview is not self._preview_refresh.interview:
            self.draft.record(self.interview)
            self._schedule_preview()
        self._show()
        if outcome is Outcome.ENDED:
            self._open_review()

    def _take_template(self, template: Template) -> None:
        """Go on with the template as it is now, at the same question or the nearest one that there is."""
        self._next_template = None
        if template.digest == self.interview.template.digest:
            return
        self.draft.record(self.interview)
        known = [(orphan.path, orphan.answer) for orphan in self.draft.orphans]
        interview = self.draft.change_template(template)
        self._session.restore(interview)
        self._preview_refresh = PreviewRefresh(interview)
        self._preview_refresh.begin(self._preview)
        self._read_saved_plan()
        lost = tuple(orphan for orphan in self.draft.orphans if (orphan.path, orphan.answer) not in known)
        self._session.say(" ".join(orphan_notices(lost)) or "The template was reloaded.")
        self._context_shown_for = ()
        self._show()

    def _schedule_preview(self) -> None:
        if self._preview_timer is not None:
            self._preview_timer.stop()
        pause = self._preview_refresh.pause_before(self.interview)
        self._preview_timer = self.set_timer(pause, self._update_preview) if pause else None
        if not pause:
            self._update_preview()

    def _update_preview(self) -> None:
        self._preview_refresh.follow(self.interview, self._preview)
        if self._merge_timer is not None:
            self._merge_timer.stop()
        if self._preview_refresh.merger is not None:
            self._merge_timer = self.set_timer(_MERGE_DELAY, self._merge_whole_plan)

    def _read_saved_plan(self) -> None:
        """Show the plan with what was edited by hand in its file, if it was saved before."""
        self._saved_as_shown = self.draft.last_save
        if self.draft.last_save is not None:
            self.run_worker(self._merge_with_saved_plan(self._preview), group=_SAVED_PLAN, exclusive=True)

    def _follow_readings(self) -> None:
        """Read the saved plan again if other edits of it are answers now: those read on the review, or undone."""
        if self.draft.last_save != self._saved_as_shown and not self.draft.is_done:  # a saved plan is left
            self._read_saved_plan()

    async def _merge_with_saved_plan(self, preview: Preview) -> None:
        from wizard.plans.saving.merged_plan import merger_for

        draft = self.draft
        assert draft.plan_path is not None
        merger = await asyncio.to_thread(merger_for, draft.plan_path, draft.interview, draft.last_save)
        if preview.is_attached:  # else the screen has been left
            self._preview_refresh.merge_with(merger, preview)

    def _merge_whole_plan(self) -> None:
        self.run_worker(self._preview_refresh.merge_whole(self._preview), group=_SAVED_PLAN)

    def _go_to(self, path: AnswerPath | None) -> None:
        """Go to a question, or stay for None."""
        if path is not None:
            self._take_outcome(self._session.go_to(path))

    @property
    def latest_interview(self) -> Interview:
        """The interview with what was answered on a screen that lies over this one."""
        has_changed_elsewhere = self.draft.interview.answers is not self.interview.answers and not self.is_current
        return self.draft.interview if has_changed_elsewhere else self.interview

    @property
    def shown_plan(self) -> Plan:
        """The plan beside the question."""
        return self._preview_refresh.shown_plan

    def go_to_hit(self, chosen: ChosenHit) -> None:
        """Go to what a search has found: a question, a place in an answer, or a line of the plan."""
        hit, self.last_hit = chosen.hit, chosen
        if self.draft.interview.answers is not self.interview.answers:
            self._take_outcome(self._session.restore(self.draft.interview))
        if self._view == "alone":
            self._set_view("beside")
        if hit.kind == "answer":
            self._take_outcome(self._session.go_to_text(hit.path, hit.offset))
        else:
            self._go_to(hit.path)
        if hit.kind == "plan" and self._preview.display:
            self._preview.search.open(chosen.query, hit.offset)

    def _go_on_searching(self, by: int) -> bool:
        """Go to the next thing that was found, or the one before; return whether anything was looked for."""
        if self.last_hit is None:
            return False
        from screens.search import ChosenHit
        from wizard.search.interview_search import InterviewSearch

        result = InterviewSearch(self.interview, self.shown_plan).find(self.last_hit.query)
        following = result.next_after(self.last_hit.hit, by)
        if following is None:
            self._take_outcome(self._session.say("Nothing more is found."))
        else:
            self.go_to_hit(ChosenHit(self.last_hit.query, following))
            self._session.say(f"{result.hits.index(following) + 1} of {len(result.hits)}")
            self._show_footer()
        return True

    def leave_blank_item(self) -> None:
        """Leave an item that was added and is blank, because the user leaves the interview."""
        self._take_outcome(self._session.leave_blank_item())

    def _open_review(self) -> None:
        from screens.review import ReviewScreen

        self._session.finish_typing()
        self.draft.record(self.interview)
        self._update_preview()
        if self._preview_refresh.problem:
            self._session.say(self._preview_refresh.problem)
        elif self.is_active:
            self.app.push_screen(ReviewScreen(self.draft, self.interview), self._come_back_from_review)

    def _come_back_from_review(self, way: AnswerPath | RestoreKey | None) -> None:
        """Go to a question, with the switches as they were left on the review, or to the step that is to be undone."""
        if isinstance(way, str):
            self._take_outcome(self._restore_step(way))
            return
        self._follow_readings()
        path = way
        if self.draft.interview.answers is not self.interview.answers:
            self._take_outcome(self._session.restore(self.draft.interview))
        self._go_to(path)

    def _next_view(self) -> PlanView:
        """Return what F3 leads to: beside, away, alone; where there is no room beside, alone or not at all."""
        if self.has_class("-tiny"):
            return "beside" if self._view == "alone" else "alone"
        return _VIEWS[(_VIEWS.index(self._view) + 1) % len(_VIEWS)]

    def _set_view(self, view: PlanView) -> None:
        self._view = view
        self.set_class(view == "away", "-no-sheet")
        self.set_class(view == "alone", "-sheet-alone")
        self._preview.can_focus = view == "alone"
        self.set_focus(self._preview if view == "alone" else None)
        self._show()

    def _show(self) -> None:
        """Show the question at once; header, outline and footer a moment later while the same question is typed in."""
        session, interview = self._session, self.interview
        self.set_class(interview.question().kind in ("table", "group"), "-rows")
        self.query_one(QuestionPane).show(session.view(), "error" if session.feedback().is_wrong else "here")
        if interview.current != self._context_shown_for:
            self._show_context()
        elif not self._is_context_due:
            self._is_context_due = True
            self.set_timer(_CONTEXT_DELAY, self._show_context)

    def _show_context(self) -> None:
        session, interview = self._session, self.interview
        self._is_context_due, self._context_shown_for = False, interview.current
        self._preview.file_name = file_to_write(interview, self.draft.plan_path)
        self.query_one(PlanHeader).show(breadcrumbs(interview), interview)
        if self._outline is not None:
            self._outline.show(interview)
        self.query_one(QuestionPane).list_states(interview)
        self.query_one(NextLine).label = session.next_label()
        self._show_footer()

    def _new_outline(self) -> OutlineList:
        from screens.outline import OutlineList

        self._outline = OutlineList(leads=True, id="outline")
        self._outline.rows.can_focus = False
        return self._outline

    async def _show_outline(self) -> None:
        """Compose the outline as soon as there is room for it beside the question."""
        if self._outline is None and self.has_class("-broad"):
            await self.query_one("#body").mount(self._new_outline(), before="#left")
            self._show_context()

    def _show_footer(self) -> None:
        notice, (status, state) = self._session.notice, status_of(self.draft)
        if state == "kept" and self.interview.problem(self.interview.current) is not None:
            status = "saved as typed"
        if notice and state == "kept":
            status, state = notice, ""
        self.query_one(KeyFooter).show(PLAN_KEYS if self._view == "alone" else self._session.keys(), status, state)
