"""The first screen: the name of the program, while a thread reads everything else."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from screens.terminal.typeahead import READS_FIRST
from screens.widgets.wordmark import Wordmark
from wizard.optional_modules import hide_modules

if TYPE_CHECKING:
    from textual import getters
    from textual.app import App
    from textual.css.stylesheet import Stylesheet

    from wizard.drafts.draft import Draft
    from wizard.errors import WizardError


class SplashScreen(Screen[None]):
    """Loads the next screen, its style sheet and the draft in a thread, so that the first frame need not wait."""

    if TYPE_CHECKING:
        app = getters.app(App[None])

    class Ready(Message):
        """All that the next screen needs is loaded; `draft` is None if none was to be opened."""

        def __init__(self, sheets: Stylesheet, draft: Draft | None) -> None:
            self.sheets = sheets
            self.draft = draft
            super().__init__()

    class Failed(Message):
        """The draft cannot be opened."""

        def __init__(self, problem: WizardError) -> None:
            self.problem = problem
            super().__init__()

    def __init__(self, open_draft: Callable[[], Draft] | None, without_draft: str = "start") -> None:
        """Load what a draft needs, or the screen that comes `without_draft`."""
        super().__init__(classes=READS_FIRST)
        self._open_draft = open_draft
        self._without_draft = without_draft

    def compose(self) -> ComposeResult:
        yield Wordmark()

    def on_mount(self) -> None:
        # Behind the first frame, which is drawn by then; `call_after_refresh` would wait for another one.
        self.call_later(self.run_worker, self._read, thread=True)

    def _read(self) -> None:
        from wizard.errors import WizardError

        sheets = parse_style_sheets(
            self.app.stylesheet, self._without_draft if self._open_draft is None else "question"
        )
        draft: Draft | None = None
        if self._open_draft is not None:
            import_question_screen()
            try:
                draft = self._open_draft()
            except WizardError as problem:
                self.post_message(self.Failed(problem))
                return
        else:
            import_module(f"screens.{self._without_draft}")  # slow, so here
        self.post_message(self.Ready(sheets, draft))


def import_question_screen() -> None:
    """Import the question screen and the Markdown parser of its preview; both are slow to import."""
    # Bare addresses are no links in a plan: without what finds them the parser is there 2 ms earlier.
    with hide_modules("linkify_it"):
        import_module("markdown_it")
    for name in ("screens.question", "screens.preview.markdown.blocks"):
        import_module(name)


def parse_style_sheets(sheets: Stylesheet, screen: str) -> Stylesheet:
    """Return a copy of the style sheets with what all screens share and a screen's own added, parsed.

    `screen` is the name of its module below `screens`; `*` is all of them.
    """
    folder = Path(__file__).parent
    own = sorted(folder.rglob("*.tcss")) if screen == "*" else [folder / f"{screen.replace('.', '/')}.tcss"]
    copy = _copy_parsed(sheets)
    copy.read_all([folder / "app.tcss", folder / "preview" / "preview.tcss", *own])
    copy.parse()
    return copy


def _copy_parsed(sheets: Stylesheet) -> Stylesheet:
    """Return a copy that keeps what is parsed; which Textual's own parses again: 2 ms at the start, 16 ms after."""
    copy = sheets.copy()
    parsed, kept = (cast("Any", each)._parse_cache for each in (sheets, copy))  # Textual has no public name for it
    for key in list(parsed.keys()):
        kept[key] = parsed[key]
    return copy
