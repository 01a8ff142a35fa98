"""A search in the plan on the screen: what is typed, and going from hit to hit. It draws nothing.

    closed  --open-->  typing  --Enter-->  going  --a key of its own, or Esc-->  closed

While it is typed the hits follow each letter. Afterwards `n` and `N` go on, and any other key ends the search and is
for what the user was doing before, which has kept its text and its cursor.
"""

from __future__ import annotations

from typing import Final, Literal, Protocol

from screens.appearance.text_layout import shorten_line
from screens.controls.text_input.text_field import TextField
from screens.preview.plan_keys import SEARCH_KEYS, is_edge_key, scrolls_always, scrolls_if_free
from screens.widgets.footer import KeyHint
from wizard.limits import MAX_SEARCH_LENGTH

_LOOKING_KEYS: Final = frozenset(("f1", "f3", "f5"))
"""Keys that show the plan in another way, also while it is searched."""
_NEXT_KEYS: Final = frozenset(("n", "enter", "down", "ctrl+g"))
_PREVIOUS_KEYS: Final = frozenset(("N", "upper_n", "shift+enter", "up", "alt+g"))
_SEARCH_KEYS: Final = frozenset(("slash", "/", *SEARCH_KEYS))


_END_KEY: Final = KeyHint("esc", "end the search")


class SearchedPlan(Protocol):
    """What is searched, and shows the hits."""

    def count_hits(self, query: str) -> int:
        """Return how often a query is found; from here on that is what `show_hit` goes through."""
        ...

    def first_hit(self, offset: int | None) -> int:
        """Return the index of the first hit from an offset, or from what was in sight when the search began."""
        ...

    def show_hit(self, index: int | None) -> None:
        """Show the hits, one of them as the current one and in sight; None for a search that finds nothing."""
        ...

    def begin_search(self) -> None:
        """Remember what is in sight."""
        ...

    def end_search(self, *, goes_back: bool) -> None:
        """Show no hits, and with `goes_back` what was in sight before."""
        ...

    def show_search(self) -> None:
        """Show what is typed and how often it is found."""
        ...


class PlanSearch:
    """The search in one plan."""

    def __init__(self, plan: SearchedPlan) -> None:
        self._plan = plan
        self._state: Literal["closed", "typing", "going"] = "closed"
        self._field = TextField.of("")
        self._count = 0
        self._index = 0

    @property
    def is_open(self) -> bool:
        """Whether keys are for the search."""
        return self._state != "closed"

    @property
    def is_typing(self) -> bool:
        """Whether letters are what is looked for."""
        return self._state == "typing"

    @property
    def query(self) -> str:
        """What is looked for."""
        return self._field.text

    def split_query(self, width: int) -> tuple[str, str, str]:
        """Return the query before, under and behind the cursor or selection, in at most `width` cells."""
        text, cursor = self._field.text, self._field.buffer.cursor
        if not self.is_typing:
            return shorten_line(text, width), "", ""
        if self._field.buffer.selected_text:
            start, end = self._field.buffer.selection
            before = shorten_line(text[:start], max(width // 3, 1)) if start else ""
            under = text[start:end][: max(width - len(before), 0)]
            return before, under, text[end:][: max(width - len(before) - len(under), 0)]
        before = text[max(0, cursor - max(width - 1, 0)) : cursor]
        after = self._field.buffer.next_offset if cursor < len(text) else cursor
        behind = text[after : after + max(width - len(before) - 1, 0)]
        return before, text[cursor:after] or " ", behind

    def count_words(self) -> str:
        """Return `3 of 12`, or that nothing is found."""
        if not self.query.strip():
            return ""
        return f"{self._index + 1} of {self._count}" if self._count else "not found"

    @property
    def finds_nothing(self) -> bool:
        """Whether something was typed that is nowhere in the plan."""
        return bool(self.query.strip()) and not self._count

    def keys(self) -> tuple[KeyHint, ...]:
        """Return the keys for the footer."""
        if self.is_typing:
            return (KeyHint("enter", "next"), KeyHint("↑↓", "previous, next"), _END_KEY)
        return (KeyHint("n N", "next, previous"), KeyHint("/", "change the words"), _END_KEY)

    def open(self, query: str | None = None, offset: int | None = None) -> None:
        """Begin to search, or go on typing; with `query` for that, as if it were typed and Enter pressed.

        The first hit that is shown is the one at an offset, else the first from what is in sight.
        """
        if not self.is_open:
            self._plan.begin_search()
            self._field = TextField.of("")
            self._count = self._index = 0
        self._state = "typing"
        if query is not None:
            self._field = TextField.of(query)
            self._look(offset)
            self._state = "going" if self._count else "typing"
        self._plan.show_search()

    def look_again(self) -> None:
        """Find the hits anew, because the plan has changed."""
        if self.is_open and self.query.strip():
            index = self._index
            self._count = self._plan.count_hits(self.query)
            self._index = min(index, max(self._count - 1, 0))
            self._plan.show_search()

    def close(self, *, goes_back: bool = False) -> None:
        """End the search."""
        if self.is_open:
            self._state = "closed"
            self._plan.end_search(goes_back=goes_back)
            self._plan.show_search()

    def insert(self, text: str) -> None:
        """Take pasted text as typed, its lines as one."""
        if self.is_typing:
            self._field.insert(text)
            self._look()
            self._plan.show_search()

    def press(self, key: str, character: str | None) -> bool:
        """Take a key; return False for one that is for something else, which may end the search."""
        is_scrolling = scrolls_always(key) or (scrolls_if_free(key) and not (self.is_typing and is_edge_key(key)))
        if not self.is_open or is_scrolling or key in _LOOKING_KEYS:
            return False
        is_taken = self._type(key, character) if self.is_typing else self._go_on(key)
        if not is_taken:
            self.close()
        elif self.is_open:
            self._plan.show_search()
        return is_taken

    def go(self, by: int) -> None:
        """Go to the next hit or the previous one, around the end of the plan."""
        if self._count:
            self._index = (self._index + by) % self._count
            self._plan.show_hit(self._index)
            self._plan.show_search()

    def _type(self, key: str, character: str | None) -> bool:
        match key:
            case "escape":
                self.close(goes_back=True)
            case "enter" if self._count:
                self._state = "going"
            case "enter":
                pass
            case "shift+enter" | "up" | "alt+g":
                self.go(-1)
            case "down" | "ctrl+g":
                self.go(1)
            case "backspace" if not self.query:
                self.close(goes_back=True)
            case _ if key in _SEARCH_KEYS and character is None:
                pass
            case _:
                before = self.query
                if character is not None and len(before) >= MAX_SEARCH_LENGTH:
                    return True
                if not self._field.press(key, character):
                    return False
                if self.query != before:
                    self._look()
        return True

    def _go_on(self, key: str) -> bool:
        if key in _NEXT_KEYS:
            self.go(1)
        elif key in _PREVIOUS_KEYS:
            self.go(-1)
        elif key in _SEARCH_KEYS or key == "backspace":
            self._state = "typing"
        elif key == "escape":
            self.close()
        else:
            return False
        return True

    def _look(self, offset: int | None = None) -> None:
        """Find what is typed, from an offset or from where the search began."""
        self._count = self._plan.count_hits(self.query)
        self._index = self._plan.first_hit(offset) % self._count if self._count else 0
        self._plan.show_hit(self._index if self._count else None)
