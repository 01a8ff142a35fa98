"""The Textual app: the open draft, the screen over it, and leaving."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias, cast, runtime_checkable

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from screens.appearance.glyphs import writes_unicode
from screens.appearance.kept_colours import KeepsColours
from screens.appearance.theme import INK, PAPER, tokens_for, variables_for
from screens.splash import SplashScreen, parse_style_sheets
from screens.terminal.selection import selected_text
from screens.terminal.typeahead import (
    ENTER_OPENS,
    READS_FIRST,
    SECOND_PRESS_SECONDS,
    CameBack,
    Handled,
    TakesTypedFirst,
    TypeaheadBuffer,
    Typed,
    is_leaving_key,
)
from screens.too_small import TooSmallScreen, has_room

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.command import Provider
    from textual.driver import Driver

    from screens.help import KeyGroup
    from screens.launch.launch import Launch
    from screens.question import QuestionScreen
    from screens.review import ReviewScreen
    from screens.search import ChosenHit
    from screens.start import StartScreen
    from screens.tasks.plan_choice import PlanChoiceScreen
    from screens.templates.template_preview import PreviewedTemplate
    from screens.terminal.shutdown import ShutdownWatcher
    from screens.work_off import WorkOffScreen
    from wizard.drafts.draft import Draft
    from wizard.errors import WizardError
    from wizard.interview.interview import Interview
    from wizard.plans.opening.plan_ways import PlanWays
    from wizard.plans.read_back.plan_edits import PlanEdits
    from wizard.plans.saving.save import SaveResult
    from wizard.plans.tasks.task_list import TaskCounts


@runtime_checkable
class HasTextCursor(Protocol):
    """Textual's `Input`, which need not be imported to ask it."""

    @property
    def cursor_screen_offset(self) -> Offset: ...

    @property
    def cursor_at_end(self) -> bool: ...


@runtime_checkable
class HasDrawnCursor(Protocol):
    """A screen that draws the cursor itself."""

    @property
    def text_cursor(self) -> Offset | None: ...


DraftOpener: TypeAlias = "Callable[[], Draft]"
"""Opens the draft to go on with; called in a thread, after the first frame."""


_FLUSH_SECONDS = 2.2
"""Seconds that a leaving user waits for a disk that does not answer, after being told."""
_SAVE_SECONDS = 2.2
"""Seconds that a leaving user waits for the plan that is being saved."""
_SAVE_PAUSE = 0.05
_CLOSE_SECONDS = 2.0
"""Seconds for a draft with nothing in it that could be lost."""
_GIVE_UP_SECONDS = 2.0
_COLLECTOR_SECONDS = 1.0
"""Seconds from the first screen to the first look for garbage, so that no key of the first words waits for it."""
_KEEPING_DELAY = 1.0
"""Seconds after the first frame, until it is kept for the next start."""


def _palette_provider() -> type[Provider]:
    from screens.command_palette import PaletteCommands

    return PaletteCommands


def _question_provider() -> type[Provider]:
    from screens.search import QuestionCommands

    return QuestionCommands


class PlanWizard(App[None]):
    """The app; it holds the open draft, and the screens hold the rest."""

    TITLE = "plan-wizard"
    CSS_PATH = "splash.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {
        _palette_provider,
        _question_provider,
    }
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-wide"), (120, "-roomy"), (180, "-broad")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-short"), (30, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "Quit", priority=True, tooltip="Quit (your draft is saved)"),
        Binding("ctrl+c", "copy_or_quit", "Copy, or quit", show=False, priority=True),
        Binding("f8", "keep_elsewhere", "Save elsewhere", priority=True, tooltip="Save the draft in another folder"),
        Binding("ctrl+f", "search", "Search", priority=True, tooltip="Search questions, answers and the plan"),
        Binding("f1", "help", "Help", priority=True, tooltip="Help: keys and symbols"),
    ]

    def __init__(
        self,
        open_draft: DraftOpener | None = None,
        shutdown: ShutdownWatcher | None = None,
        *,
        watches_template: bool = False,
        previewed: PreviewedTemplate | None = None,
        ways: PlanWays | None = None,
        launch: Launch | None = None,
    ) -> None:
        """Begin with a draft, with the plan of a template, with a plan that has tasks, or on the start screen.

        With `watches_template` the interview follows the template of the draft. `launch` may have the first frame on
        the terminal already.
        """
        self._drawn_variables: dict[str, str] | None = None
        """The theme's colours in which the screens are drawn."""
        self.launch = launch
        self._has_started = False
        """Whether the first screen has been given what was typed before it was there."""
        self._was_used = False
        """Whether anything was typed, or clicked on."""
        super().__init__()
        self._watches_template = watches_template
        self._previewed = previewed
        self._ways = ways
        self._shutdown_watcher = shutdown
        self.draft: Draft | None = None
        self.finished: tuple[Interview, SaveResult] | None = None
        """The interview as it was last saved, and the files it was saved to."""
        self.problem: WizardError | None = None
        """Why the draft to be opened cannot be opened."""
        self.unfinished_save: Path | None = None
        """The file of a plan that was still being saved when the user left."""
        self.worked_off: tuple[Path, TaskCounts] | None = None
        """The plan whose tasks were on the screen last, and how far they are."""
        self.has_discarded_draft = False
        """Whether the draft was removed because it holds nothing."""
        self.fault: BaseException | None = None
        """The unexpected exception that ended the app."""
        self.is_interrupted = False
        self._open_draft = open_draft
        self._is_new_draft = False
        """Whether the draft was started in this app; then it is removed if nothing was answered."""
        self._typeahead = TypeaheadBuffer()
        self._pressed_at = 0.0
        """When the key that is handled now was pressed."""
        self._interrupted_at: float | None = None
        """When Ctrl+C was pressed with nothing selected."""
        self._is_screen_behind = False
        """Whether the screen may not have handled yet what it was given."""
        self._waits_for_screen = False
        """Whether what is typed waits until the screen has handled what it was given."""
        self._discards_draft = False
        """Whether the user chose to lose a draft that cannot be saved."""
        self.register_theme(INK)
        self.register_theme(PAPER)
        self.theme = "ink"

    def _fit_colours_to_terminal(self) -> None:
        """Show no colours where the user wants none (`NO_COLOR`), and those that there are where they are few."""
        system = self.console.color_system
        if not self.no_color and system in (None, "truecolor"):
            return
        from screens.appearance.terminal_colours import NoColours, Palette16, Palette256

        if self.no_color:
            self._filters = [NoColours()]  # Textual's own paints greys on a dark ground
        else:
            self._filters.append(Palette256() if system == "256" else Palette16())

    def on_load(self) -> None:
        from screens.terminal.daemon_executor import DaemonExecutor

        asyncio.get_running_loop().set_default_executor(DaemonExecutor())

    def on_mount(self) -> None:
        if not self.is_headless or (self.launch is not None and self.launch.is_ahead):
            self._fit_colours_to_terminal()
        self.set_class(self.console.color_system in ("standard", "windows"), "-few-colours")
        self.set_class(not writes_unicode(), "-ascii")
        if self._shutdown_watcher is not None:
            self._shutdown_watcher.set_callbacks(self.interrupt_after_typed, self.give_up)

    async def start_over(self) -> None:
        """Close the open draft and go back to the start screen."""
        for screen in self.screen_stack:
            screen.add_class(READS_FIRST)  # what is typed from here on is for the start screen
        self.close_draft()
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self._show_start_screen()

    def close_draft(self, tell_waiting: Callable[[], None] | None = None) -> None:
        """Write what is not written yet; remove a draft that was started here and holds nothing.

        `tell_waiting` is called when the disk does not respond at once.
        """
        draft, self.draft = self.draft, None
        if draft is None:
            return
        holds_nothing = self._holds_nothing(draft)
        if self._is_new_draft and holds_nothing:
            self.has_discarded_draft = True
            draft.discard(_CLOSE_SECONDS)
        elif self._discards_draft or holds_nothing:
            draft.close(_CLOSE_SECONDS)
        else:
            draft.close_anywhere(tell_waiting=tell_waiting)

    def saved_files(self) -> tuple[Path, ...]:
        """Return the files last saved, the plan first, or nothing if an answer has changed since."""
        if self.draft is None or self.finished is None:
            return ()
        interview, saved = self.finished
        if interview.answers != self.draft.interview.answers:
            return ()
        return (saved.plan_path, saved.answers_path, *saved.backup_paths)

    def interrupt(self) -> None:
        """Leave without a question."""
        self.is_interrupted = True
        self.exit()

    def interrupt_after_typed(self) -> None:
        """Leave after a signal or when the terminal is closed, once what was typed before that is handled."""
        self.is_interrupted = True
        if self._has_started and self._typeahead.first is None:
            self.exit()
        else:
            self._typeahead.append(events.Key("ctrl+q", None))
            self.call_later(self._give_typed)

    def give_up(self) -> None:
        """Save the draft and restore the terminal; called from another thread when the app does not respond."""
        if self.draft is not None:
            self.draft.close_anywhere(_GIVE_UP_SECONDS)
        if (give_back := getattr(self._driver, "give_back", None)) is not None:
            give_back()

    def on_click(self, event: events.Click) -> None:
        if event.chain > 1:
            from screens.controls.text_input.clicked_input import select_in_input

            select_in_input(self.screen, event)

    def on_resize(self, event: events.Resize) -> None:
        if self.launch is not None and self.launch.terminal is not None:
            self.launch.terminal.clear_if_resized()
        if has_room(event.size):  # the app's own size is still the one before
            if isinstance(self.screen, TooSmallScreen):
                self.pop_screen()
                self.call_later(self._give_typed)
        elif not isinstance(self.screen, TooSmallScreen):
            self.push_screen(TooSmallScreen())

    async def on_event(self, event: events.Event) -> None:
        self._was_used = self._was_used or isinstance(event, (events.Key, events.Paste, events.MouseDown))
        if not isinstance(event, (events.Key, events.Paste)):
            await super().on_event(event)
        elif event.is_forwarded and isinstance(event, events.Key) and self._is_screen_composing():
            # It comes up from a screen that another one has covered since, which has none of its widgets yet.
            await self._give_back(event)
        elif event.is_forwarded:
            await super().on_event(event)
        elif self._is_for_app_at_once(event):
            self._pressed_at = event.time
            await super().on_event(event)
        elif self._leaves_at_once(event):
            self._run_once_saved(self.interrupt)
        else:
            self._typeahead.append(event)
            await self._give_typed()
            if _is_interrupt(event) and isinstance(self.screen, TooSmallScreen):
                self._ask_for_second_press()

    async def on_came_back(self, event: CameBack) -> None:
        await self._give_back(event.key)

    async def on_handled(self, event: Handled) -> None:
        # A key's own binding runs when it has bubbled up to here, and what that posts begins below once more.
        if event.is_second or not event.taker.post_message(Handled(event.taker, is_second=True)):
            await self._give_typed_on()

    async def on_splash_screen_ready(self, event: SplashScreen.Ready) -> None:
        self.stylesheet = event.sheets
        if self._previewed is not None:
            from screens.templates.template_preview import TemplatePreviewScreen

            await self.push_screen(TemplatePreviewScreen(self._previewed))
        elif self._ways is not None:
            await self._show_plan(self._ways, has_way_back=False)
        elif event.draft is None:
            await self._show_start_screen()
        else:
            await self._show_draft(event.draft, watches_template=self._watches_template)
        await self._give_typed()
        self.call_after_refresh(self._finish_start)

    def _finish_start(self) -> None:
        """Do what could wait until the first screen was there."""
        self._has_started = True
        self.set_timer(_COLLECTOR_SECONDS, _collect_garbage_again)
        if self.launch is not None:
            self._end_launch(self.launch)
            if self.launch.is_ahead:
                self.exit()
                return
        self.run_worker(self._parse_other_style_sheets, group="sheets")

    def _end_launch(self, launch: Launch) -> None:
        """Draw the first frame, also over the one that was shown before; keep it for the next start."""
        from screens.launch.first_frame import first_frame, is_lasting, keep_frame

        frame = first_frame(self)
        if launch.terminal is not None and launch.terminal.shows_frame:
            launch.terminal.shows_frame = False
            self._display(self.screen, frame)
        if not self._was_used and self.draft is not None and self.size == launch.size and is_lasting(self.draft):
            shows_day = self.draft.interview.template.reads_today
            keep = partial(keep_frame, launch, frame, self.console, shows_day=shows_day)
            if launch.is_ahead:
                keep()
                return
            self.set_timer(_KEEPING_DELAY, lambda: self.run_worker(keep, thread=True, group="launch"))

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Draw; as long as the launch image is on the terminal, nothing else goes over it."""
        if self.launch is None or not self.launch.shows_frame:
            super()._display(screen, renderable)  # pyright: ignore[reportUnknownMemberType]

    async def _parse_other_style_sheets(self) -> None:
        """Parse the style sheets of the other screens, so that none of them waits for its own."""
        sheets, variables = self.stylesheet, self.get_css_variables()
        more = await asyncio.to_thread(parse_style_sheets, sheets, "*")
        is_same = self.stylesheet is sheets and self.get_css_variables() == variables
        if is_same and sheets.source.keys() <= more.source.keys():
            self.stylesheet = more

    def on_splash_screen_failed(self, event: SplashScreen.Failed) -> None:
        self.problem = event.problem
        self.exit(return_code=2)

    async def on_start_screen_loaded(self) -> None:
        await self._give_typed()

    async def on_start_screen_opened(self, event: StartScreen.Opened) -> None:
        self._is_new_draft = event.is_new
        await self._show_draft(event.draft)
        await self._give_typed()

    def on_start_screen_not_opened(self) -> None:
        self._typeahead.clear()  # it was meant for a question that does not come

    async def on_start_screen_plan_opened(self, event: StartScreen.PlanOpened) -> None:
        await self._show_plan(event.ways, has_way_back=True)
        await self._give_typed()

    async def on_plan_choice_screen_refreshed(self) -> None:
        await self._give_typed()

    async def on_plan_choice_screen_tasks_chosen(self, event: PlanChoiceScreen.TasksChosen) -> None:
        await self._show_tasks(event.ways, has_way_back=True)
        await self._give_typed()

    async def on_plan_choice_screen_interview_opened(self, event: PlanChoiceScreen.InterviewOpened) -> None:
        self._is_new_draft = False
        await self._show_draft(event.draft)
        await self._give_typed()

    async def on_work_off_screen_loaded(self, event: WorkOffScreen.Loaded) -> None:
        if event.counts is not None:
            self.worked_off = event.path, event.counts
        await self._give_typed()

    def on_review_screen_finished(self, event: ReviewScreen.Finished) -> None:
        self.finished = (event.interview, event.saved)
        self._remember_plan(event.saved.plan_path, event.interview.template.title)
        if self.draft is not None:
            self.draft.finish(event.saved.last_save)

    async def on_review_screen_left(self, event: ReviewScreen.Left) -> None:
        if event.next_step == "another":
            self._run_once_saved(lambda: self.run_worker(self.start_over))
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Leave once the draft is saved; ask what to do with one that cannot be."""
        self._run_once_saved(self.exit)

    def action_copy_or_quit(self) -> None:
        """Copy what is selected; with nothing selected, say how to quit, and quit the second time."""
        if text := selected_text(self.screen):
            self._interrupted_at = None
            self.copy_to_clipboard(text)
        elif self._interrupted_at is None or self._pressed_at - self._interrupted_at > SECOND_PRESS_SECONDS:
            self._interrupted_at = self._pressed_at
            self._ask_for_second_press()
        else:
            self._quit_interrupted()

    def _ask_for_second_press(self) -> None:
        from screens.widgets.quit_hint import QuitHint

        is_draft_saved = self.draft is not None and self.draft.status.problem is None
        self.screen.query(QuitHint).remove()
        self.screen.mount(QuitHint(SECOND_PRESS_SECONDS, is_draft_saved=is_draft_saved))

    def _quit_interrupted(self) -> None:
        from screens.relocate_draft import RelocateDraftScreen

        if isinstance(self.screen, RelocateDraftScreen):
            self.interrupt()  # it was asked already; closing the draft finds a folder
        else:
            self._run_once_saved(self.interrupt)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "search":
            return bool(self.screen_stack) and self._can_search()
        if action == "keep_elsewhere":
            return self._can_relocate_draft()
        return super().check_action(action, parameters)

    def action_keep_elsewhere(self) -> None:
        """Ask for another folder for the draft, whether it can be saved in its own or not."""
        if self.draft is not None:
            self.run_worker(partial(self._ask_for_folder, self.draft), group="leaving", exclusive=True)

    def action_use_theme(self, name: str) -> None:
        self.theme = name

    def action_command_palette(self) -> None:
        from screens.widgets.dialog import PaletteScreen

        if not isinstance(self.screen, (PaletteScreen, TooSmallScreen)):
            self.push_screen(PaletteScreen())

    def search_themes(self) -> None:
        """Show a palette of all themes."""
        from textual.theme import ThemeProvider

        from screens.widgets.dialog import PaletteScreen

        if not isinstance(self.screen, TooSmallScreen):
            self.push_screen(PaletteScreen(providers=[ThemeProvider], placeholder="Search for themes…"))

    async def action_help(self) -> None:
        """Open the help, or close it when it is open."""
        from screens.help import HelpScreen, groups_for, page_for

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss(None)
        elif not isinstance(self.screen, TooSmallScreen):
            await self.push_screen(
                HelpScreen((*groups_for(self.screen), self.keys_everywhere()), page_for(self.screen))
            )

    def keys_everywhere(self) -> KeyGroup:
        """Return the keys of the program itself that work on this screen."""
        from screens.help import keys_everywhere

        return keys_everywhere(
            searches=self._can_search(),
            has_draft=self._is_in_interview(),
            can_relocate=self._can_relocate_draft(),
        )

    @property
    def cursor_position(self) -> Offset:  # pyright: ignore[reportIncompatibleVariableOverride]  # Textual sets it
        """Where the terminal's own cursor is, for input methods and screen readers: on the drawn one.

        Textual sets it when an `Input` changes, a cell too far right at the end of its text, before it has scrolled
        or been laid out, and does not set it back when another screen comes up.
        """
        if not self.screen_stack:
            return self._cursor_position
        focused, screen = self.focused, self.screen
        if isinstance(focused, HasTextCursor):
            return focused.cursor_screen_offset - Offset(int(focused.cursor_at_end), 0)
        drawn = screen.text_cursor if isinstance(screen, HasDrawnCursor) else None
        return self._cursor_position if drawn is None else drawn

    @cursor_position.setter
    def cursor_position(self, offset: Offset) -> None:
        self._cursor_position = offset

    def action_search(self) -> None:
        """Search questions, answers and the plan; on a screen without questions the plan alone."""
        questions = self.question_screen()
        if questions is not None:
            from screens.search import SearchScreen

            screen = SearchScreen(questions.latest_interview, questions.shown_plan, questions.last_hit)
            self.push_screen(screen, self.go_to_hit)
        elif isinstance(self.screen, TakesTypedFirst):
            self.screen.action_search_plan()

    def _can_search(self) -> bool:
        is_busy = isinstance(self.screen, (ModalScreen, TooSmallScreen)) or getattr(self.screen, "is_saving", False)
        return not is_busy and (self.question_screen() is not None or isinstance(self.screen, TakesTypedFirst))

    def _can_relocate_draft(self) -> bool:
        if self.draft is None or not self.screen_stack:
            return False
        is_busy = isinstance(self.screen, ModalScreen | TooSmallScreen) or getattr(self.screen, "is_saving", False)
        return self.draft.status.problem is not None or (not is_busy and self._is_in_interview())

    def _is_in_interview(self) -> bool:
        """Return whether there is a draft to come back to: not where its plan is saved."""
        return self.question_screen() is not None and getattr(self.screen, "has_draft", True)

    def question_screen(self) -> QuestionScreen | None:
        """Return the screen of the interview, whatever lies over it."""
        found = (screen for screen in self.screen_stack if screen.has_class("-question"))
        return cast("QuestionScreen | None", next(found, None))

    def go_to_hit(self, chosen: ChosenHit | None) -> None:
        """Go to what was found, from whatever screen lies over the questions."""
        questions = self.question_screen()
        if chosen is None or questions is None:
            return
        if self.screen is questions:
            questions.go_to_hit(chosen)
        else:
            self.run_worker(self._leave_for_hit(questions, chosen), group="leaving")

    async def _leave_for_hit(self, questions: QuestionScreen, chosen: ChosenHit) -> None:
        while self.screen is not questions:
            await self.pop_screen()
        questions.go_to_hit(chosen)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return tokens_for(self.current_theme)

    def get_css_variables(self) -> dict[str, str]:
        self.theme_variables = super().get_css_variables() | variables_for(self.current_theme)
        return self.theme_variables

    def refresh_css(self, animate: bool = True) -> None:
        """Take over other style sheets, and another theme on all of every screen at once."""
        drawn = self._drawn_variables
        super().refresh_css(animate)
        self._drawn_variables = self.theme_variables
        if drawn is not None and drawn != self.theme_variables:
            self._recolour()

    def _recolour(self) -> None:
        """Draw all screens again: Textual leaves alone what is the same by its style, as a line that wrote `$faint`."""
        for screen in self.screen_stack:
            for node in screen.walk_children(Widget, with_self=True):
                node.notify_style_update()
                if isinstance(node, KeepsColours):
                    node.recolour()
                node.refresh()

    def get_driver_class(self) -> type[Driver]:
        chosen = super().get_driver_class()
        if sys.platform == "win32" or chosen.__name__ != "LinuxDriver":
            return chosen
        from screens.terminal.driver import TerminalDriver

        return TerminalDriver

    def get_default_screen(self) -> Screen[None]:
        return SplashScreen(self._open_draft, self._first_screen())

    def _first_screen(self) -> str:
        """Return the module, below `screens`, of the screen to begin with when no draft is opened."""
        if self._previewed is not None:
            return "templates.template_preview"
        if self._ways is not None:
            return "work_off" if self._ways.interview is None else "tasks.plan_choice"
        return "start"

    async def _replace_screen(self, screen: Screen[Any]) -> Screen[Any]:
        # Textual gives a screen that is popped while it is composed no widgets, and calls it mounted all the same.
        textual = cast("Any", super())  # it does not say the types of these two
        await cast("Any", screen)._mounted_event.wait()
        return await textual._replace_screen(screen)

    def _handle_exception(self, error: Exception) -> None:
        if isinstance(error, NoMatches) and (self._exit or not self.is_running):
            return  # the last messages of a screen whose widgets are gone already
        self.fault = self.fault or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Close without a traceback: Textual's shows every local, and with them what the user wrote."""
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        self._fatal_error()

    def _is_for_app_at_once(self, typed: Typed) -> bool:
        """Return whether a leaving key need not wait for the screen that reads: nothing was typed before it."""
        return is_leaving_key(typed) and self._is_reading and self._typeahead.first is None

    def _leaves_at_once(self, typed: Typed) -> bool:
        """Return whether Ctrl+C is from a user who has left already and does not want to wait for the screen."""
        return _is_interrupt(typed) and self._is_reading and self._typeahead.is_left

    @property
    def _is_reading(self) -> bool:
        """Whether the screen reads what the keys are about, and is given none until then."""
        return bool(self.screen_stack) and self.screen.has_class(READS_FIRST)

    async def _give_typed(self) -> None:
        """Give the screen what was typed, up to what has to wait for the screen."""
        while (typed := self._typeahead.first) is not None and self._can_give(typed):
            self._typeahead.pop()
            self._pressed_at = typed.time
            if not _is_interrupt(typed):
                self._interrupted_at = None  # whoever types on does not want to quit
            if isinstance(self.screen, TakesTypedFirst) and self.screen.take_typed(typed):
                continue
            self._is_screen_behind = True
            is_followed = self._may_open(typed)
            await super().on_event(typed)
            if is_followed:
                self._waits_for_screen = True
                taker = self.focused or self.screen
                taker.post_message(Handled(taker))

    async def _give_back(self, key: events.Key) -> None:
        self._typeahead.put_back(key)
        await self._give_typed()

    def _is_screen_composing(self) -> bool:
        return bool(self.screen_stack) and not self.screen.is_mounted

    def _can_give(self, typed: Typed) -> bool:
        """Return whether the screen can be given what was typed; if it cannot yet, it is given it later."""
        if self._waits_for_screen or not self.screen_stack or self.screen.has_class(READS_FIRST):
            return False
        if isinstance(self.screen, TooSmallScreen):
            if not self._typeahead.is_left:
                return False
            self.pop_screen()  # what was typed before belongs to the screen below
        # The app's own keys do not go through the screen, which may still be at what was typed before them.
        if self.screen.is_mounted and not (self._is_screen_behind and self._comes_after_all(typed)):
            return True
        self._waits_for_screen = True
        if not (self.focused or self.screen).call_later(self.call_later, self._give_typed_on):  # it is closing
            self.call_later(self._give_typed_on)
        return False

    def _may_open(self, typed: Typed) -> bool:
        """Return whether what is typed next may be for a screen that opens."""
        return isinstance(typed, events.Key) and typed.key == "enter" and self.screen.has_class(ENTER_OPENS)

    async def _give_typed_on(self) -> None:
        self._waits_for_screen = self._is_screen_behind = False
        await self._give_typed()

    def _comes_after_all(self, typed: Typed) -> bool:
        """Return whether everything that was typed before must have been handled first."""
        return self._is_own_key(typed) or (isinstance(self.screen, TakesTypedFirst) and self.screen.waits_for(typed))

    def _is_own_key(self, typed: Typed) -> bool:
        """Return whether a key is one of those that the app takes before any screen."""
        if not isinstance(typed, events.Key):
            return False
        own = [known.key for known in self.BINDINGS if isinstance(known, Binding) and known.priority]
        return typed.key in (self.COMMAND_PALETTE_BINDING, *own)

    async def _show_start_screen(self) -> None:
        from screens.start import StartScreen

        await self.push_screen(StartScreen())

    async def _show_plan(self, ways: PlanWays, *, has_way_back: bool) -> None:
        """Let the user choose what to do with a plan; show its tasks at once if there is nothing to choose."""
        self._remember_plan(ways.path, "" if ways.interview is None else ways.interview.template_title)
        if ways.interview is None:
            await self._show_tasks(ways, has_way_back=has_way_back)
            return
        from screens.tasks.plan_choice import PlanChoiceScreen

        await self.push_screen(PlanChoiceScreen(ways, has_way_back=has_way_back))

    async def _show_tasks(self, ways: PlanWays, *, has_way_back: bool) -> None:
        from screens.work_off import WorkOffScreen

        await self.push_screen(WorkOffScreen(ways.path, has_way_back=has_way_back, notice=ways.why_no_interview))

    def _remember_plan(self, path: Path, template_title: str) -> None:
        """Put a plan among the recent ones, in a thread."""
        from wizard.plans.opening.recent_plans import remember_plan

        self.run_worker(partial(remember_plan, path, template_title), thread=True, group="remembering")

    async def _show_draft(self, draft: Draft, *, watches_template: bool = False) -> None:
        """Show the question where the draft was left."""
        self.draft, self.finished = draft, None
        edits = await _find_edits(draft)
        if edits is not None and edits.asked:
            from screens.hand_edits.read_back import ReadBackScreen

            def take(refused: frozenset[str] | None) -> None:
                if refused is None:
                    self._run_opening(self.start_over())
                else:
                    self._run_opening(self._take_edits(draft, edits, refused, watches_template=watches_template))

            await self.push_screen(ReadBackScreen(edits), take)
            return
        if edits is not None:
            _take_edits(draft, edits)
        await self._show_question(draft, watches_template=watches_template)

    def _run_opening(self, opening: Coroutine[None, None, None]) -> None:
        self.run_worker(opening, group="opening")

    async def _take_edits(
        self, draft: Draft, edits: PlanEdits, refused: frozenset[str], *, watches_template: bool
    ) -> None:
        """Take over what the user wants of what was edited by hand in the plan, and go on with its questions."""
        wanted = await _find_edits(draft, refused) if refused else edits
        _take_edits(draft, wanted or edits)
        await self._show_question(draft, watches_template=watches_template)

    async def _show_question(self, draft: Draft, *, watches_template: bool) -> None:
        from screens.question import QuestionScreen

        watch: TemplateWatch | None = None
        if watches_template:
            from wizard.compiler.template_watch import TemplateWatch

            watch = TemplateWatch(draft.interview.template.source)
        await self.push_screen(QuestionScreen(draft, watch))

    def _holds_nothing(self, draft: Draft) -> bool:
        interview = draft.interview
        return not (interview.answers or interview.unfinished or draft.can_undo)

    def _run_once_saved(self, go: Callable[[], object]) -> None:
        """Call `go` when the draft is saved, or the user chooses to lose it."""
        self.run_worker(partial(self._go_once_saved, go), group="leaving", exclusive=True)

    async def _go_once_saved(self, go: Callable[[], object]) -> None:
        draft = self.draft
        await self._wait_for_save()
        if (questions := self.question_screen()) is not None:
            questions.leave_blank_item()
        if draft is None or self._holds_nothing(draft):
            go()
        elif await self._is_saved_in_time(draft):
            go()
        else:
            await self._ask_for_folder(draft, go)

    async def _wait_for_save(self) -> None:
        """Wait for a plan that is being saved, which the screen tells, but not for a disk that does not answer."""
        from screens.widgets.background_save import plan_being_saved

        ends_at = monotonic() + _SAVE_SECONDS
        while (path := plan_being_saved(self)) is not None and monotonic() < ends_at:
            await asyncio.sleep(_SAVE_PAUSE)
        self.unfinished_save = path

    async def _is_saved_in_time(self, draft: Draft) -> bool:
        """Write everything; tell what is being waited for when the disk does not respond at once."""
        from screens.widgets.draft_status import status_of
        from screens.widgets.footer import KeyFooter
        from wizard.drafts.draft import NOTICED_WAIT

        if (await asyncio.to_thread(draft.flush, NOTICED_WAIT)).is_saved:
            return True
        draft.is_awaited = True
        for footer in self.screen.query(KeyFooter):
            footer.show(footer.keys, *status_of(draft))
        status = await asyncio.to_thread(draft.flush, _FLUSH_SECONDS)
        draft.is_awaited = False
        return status.is_saved

    async def _ask_for_folder(self, draft: Draft, go: Callable[[], object] | None = None) -> None:
        from screens.relocate_draft import RelocateDraftScreen, RelocationResult
        from wizard.drafts.alternative_folder import find_alternative_folder

        def take_result(choice: RelocationResult | None) -> None:
            self._discards_draft = choice == "lost"
            if go is not None and choice is not None:
                go()

        folder = await asyncio.to_thread(find_alternative_folder, draft.folder)
        if not has_room(self.size):  # to ask; closing finds a folder
            take_result(None if go is None else "kept")
        elif not isinstance(self.screen, RelocateDraftScreen):
            self.push_screen(RelocateDraftScreen(draft, folder, is_leaving=go is not None), take_result)


def _is_interrupt(typed: Typed) -> bool:
    return isinstance(typed, events.Key) and typed.key == "ctrl+c"


def _collect_garbage_again() -> None:
    """Turn the garbage collector on; it is off at the start, which takes 8 % less time for it."""
    gc.freeze()
    gc.enable()


async def _find_edits(draft: Draft, refused: frozenset[str] = frozenset()) -> PlanEdits | None:
    """Return what was edited by hand in the draft's plan since its answers were read."""
    if draft.last_save is None:
        return None
    from wizard.plans.read_back.plan_edits import find_plan_edits

    return await asyncio.to_thread(find_plan_edits, draft.interview, draft.last_save, refused)


def _take_edits(draft: Draft, edits: PlanEdits) -> None:
    from wizard.plans.read_back.plan_edits import take_plan_edits

    take_plan_edits(draft, edits)
    if edits.changes:
        draft.notices = (*draft.notices, edits.summary())
