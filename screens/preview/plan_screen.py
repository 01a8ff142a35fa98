"""A screen with a plan beside what has the focus: it is scrolled and searched, and the focus stays where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen, ScreenResultType
from textual.widgets import Input

from screens.controls.control import KeyPress
from screens.preview.plan_keys import SEARCH_KEYS, is_edge_key, scrolls_always, scrolls_if_free
from screens.preview.preview import Preview
from screens.terminal.typeahead import Typed
from screens.widgets.footer import KeyFooter

if TYPE_CHECKING:
    from screens.preview.plan_search import PlanSearch


class Sheet(Protocol):
    """What is scrolled and searched: a plan, or a difference."""

    @property
    def search(self) -> PlanSearch:
        """The search in it."""
        ...

    @property
    def is_searched(self) -> bool:
        """Whether keys are for the search."""
        ...

    def scroll_with(self, key: str) -> None:
        """Scroll as a key says: by a page, to the start or to the end."""
        ...


class PlanScreen(Screen[ScreenResultType]):
    """A screen with a plan on it, and something else that has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(SEARCH_KEYS), "search_plan", "Search", show=False, tooltip="Plan: search in it"),
    ]

    def shown_plan(self) -> Sheet | None:
        """Return the plan that is on the screen, or None while it is not."""
        return next((plan for plan in self.query(Preview) if plan.display and plan.size), None)

    def keeps_page_keys(self) -> bool:
        """Return whether what has the focus is longer than what is in sight of it, so that it needs these keys."""
        return False

    def waits_for(self, typed: Typed) -> bool:
        """Return whether what is typed is for the search, which must have had everything before it."""
        return self._is_searching or (isinstance(typed, events.Key) and typed.key in SEARCH_KEYS)

    def take_typed(self, typed: Typed) -> bool:
        """Give what is typed to the search, before anything that has the focus; return whether it was for that."""
        if isinstance(typed, events.Paste):
            if self._is_searching and self._search is not None:
                self._search.insert(typed.text)
                return True
            return False
        if self._is_searching and self._search is not None:
            return self._search.press(typed.key, KeyPress.of(typed.key, typed.character).character)
        if typed.key in SEARCH_KEYS and self.shown_plan() is not None:
            self.action_search_plan()
            return True
        return False

    def on_key(self, event: events.Key) -> None:
        if self.take_typed(event) or self._scroll(event.key):
            event.stop()
            event.prevent_default()
        elif event.key == "slash" and self._search is not None:
            event.stop()
            event.prevent_default()
            self.action_search_plan()

    def on_preview_searched(self, event: Preview.Searched) -> None:
        event.stop()
        self.show_search_keys(event.sheet.search)

    def show_search_keys(self, search: PlanSearch) -> None:
        """Show the keys of a search in the footer, while it is open."""
        for footer in self.query(KeyFooter):
            footer.show_instead(search.keys() if search.is_open else ())

    def action_search_plan(self) -> None:
        """Search in the plan."""
        if self._search is not None:
            self._search.open()

    @property
    def _search(self) -> PlanSearch | None:
        plan = self.shown_plan()
        return None if plan is None else plan.search

    @property
    def _is_searching(self) -> bool:
        plan = self.shown_plan()
        return plan is not None and plan.is_searched

    def _scroll(self, key: str) -> bool:
        """Scroll the plan if a key does that here; return whether it does."""
        plan = self.shown_plan()
        if plan is None or not (scrolls_always(key) or (scrolls_if_free(key) and self._is_free(key))):
            return False
        plan.scroll_with(key)
        return True

    def _is_free(self, key: str) -> bool:
        """Return whether what has the focus has no use for a key."""
        if isinstance(self.focused, Preview) or self.keeps_page_keys():
            return False
        return not (isinstance(self.focused, Input) and self.focused.value and is_edge_key(key))
