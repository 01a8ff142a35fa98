"""What else the lines of a paste can become that were joined to one: offered below the field, taken when marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from screens.appearance.glyphs import signs
from screens.appearance.text_layout import shortened
from screens.controls.control import Drawn
from screens.controls.rows import BLANK, Piece, Room, Row, flowing
from screens.controls.text_input.paste import as_items, lines_of
from screens.controls.text_input.text_buffer import Typed
from screens.controls.text_input.typed_answer import answered_with, typed_text, with_rows
from wizard.errors import AnswerError
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Path, is_list
from wizard.model.template import Question
from wizard.text import plural

_LONGEST_NAME = 40


class Pasted(Struct, frozen=True):
    """Lines that were pasted into a field, and what stood there before."""

    before: Interview
    path: Path
    typed: Typed
    """The field as it was."""
    text: str
    """The paste as it came."""

    @property
    def lines(self) -> list[str]:
        """Its lines, without the marks of a list."""
        return lines_of(self.text)

    @property
    def leaves_first(self) -> bool:
        """Whether the first line is to stay here: there is nothing else."""
        return not self.typed.insert("").text.strip()

    @property
    def rest(self) -> list[str]:
        """The lines that can go elsewhere."""
        return self.lines[self.leaves_first :]

    def here(self, text: str) -> Interview:
        """The interview with a text in place of the whole paste."""
        return answered_with(self.before, self.path, self.typed.insert(text).text)

    def without_rest(self) -> Interview:
        """The interview with the first line alone; as it was before when something else stands here."""
        return self.here(self.lines[0]) if self.leaves_first else self.before


class Way(Struct, frozen=True):
    """One thing that the lines can become."""

    says: str
    interview: Interview
    said: str
    """For the foot, once it is taken."""


class Offer(Struct):
    """The ways below a field, one of which may be marked."""

    count: int
    """Lines of the paste."""
    ways: tuple[Way, ...]
    mark: int | None = None

    def move(self, key: str) -> bool:
        """Move the mark with `up` or `down`, above the first way back into the field; whether the key was for it."""
        if key == "down":
            self.mark = 0 if self.mark is None else min(self.mark + 1, len(self.ways) - 1)
            return True
        if key != "up" or self.mark is None:
            return False
        self.mark = self.mark - 1 if self.mark else None
        return True

    def draw(self, room: Room) -> Drawn:
        """A heading and the ways; the first and last row of the marked one."""
        head = (Piece(f"These {self.count} lines are one now. They can also be:", "soft"),)
        rows = [*([] if room.is_low else [BLANK]), *map(Row, flowing(head, room.text_width))]
        first = last = 0
        for index, way in enumerate(self.ways):
            drawn = list(self._rows(index, way, room))
            if index == self.mark:
                first, last = len(rows), len(rows) + len(drawn) - 1
            rows += drawn
        return Drawn(tuple(rows), first, last)

    def _rows(self, index: int, way: Way, room: Room) -> Iterator[Row]:
        sign = signs().choice + "  "
        like = Row((), "mark", room.bar) if index == self.mark else Row()
        for line, pieces in enumerate(flowing((Piece(way.says),), room.text_width - len(sign))):
            lead = Piece(sign if line == 0 else " " * len(sign), "soft")
            yield Row((lead, *pieces), like.ground, like.bar).leads_to((index,), room.width)


def offer_of(pasted: Pasted) -> Offer | None:
    """What a paste of several lines can become besides one; None when it is nothing else."""
    lines = pasted.lines
    made = (make(pasted) for make in _WAYS) if len(lines) > 1 else ()
    ways = tuple(way for way in made if way is not None)
    return Offer(len(lines), ways) if ways else None


def _with_commas(pasted: Pasted) -> Way | None:
    if pasted.before.question(pasted.path).kind != "line":
        return None
    said = f"{len(pasted.lines)} lines, with commas between. ^Z takes that back."
    return Way("one line, with commas between", pasted.here(", ".join(pasted.lines)), said)


def _as_text(pasted: Pasted) -> Way | None:
    """The lines below what stands in the nearest text question."""
    target = _nearest(pasted, ("text",))
    if target is None:
        return None
    start = pasted.without_rest()
    stands = typed_text(start, target)
    # As it was pasted: the marks of a list are welcome in a text.
    rest = pasted.text.strip("\r\n") if not pasted.leaves_first else _behind_first_line(pasted.text)
    after = answered_with(start, target, f"{stands.rstrip()}\n\n{rest}" if stands.strip() else rest)
    return _elsewhere(pasted, after, target, "text")


def _as_items(pasted: Pasted) -> Way | None:
    """The lines behind the items of the nearest list."""
    target = _nearest(pasted, ("list", "checklist"))
    if target is None:
        return None
    question, start = pasted.before.question(target), pasted.without_rest()
    old = start.answer_at(target)
    items = as_items("\n".join(pasted.rest), with_boxes=question.kind == "checklist")
    try:
        after = start.answer(target, (*(old if is_list(old) else ()), *items))
    except AnswerError:
        return None
    what = plural(question.item, len(items))
    return _elsewhere(pasted, after, target, what if pasted.leaves_first else f"{len(items)} {what}")


def _as_items_of_group(pasted: Pasted) -> Way | None:
    """Every line in an item of its own, where this question is one of an item."""
    path, before = pasted.path, pasted.before
    if len(path) < 3 or not pasted.leaves_first:
        return None
    group, index, column = path[:-2], path[-2], before.question(path)
    if not isinstance(index, int):
        return None
    try:
        rows = [(line,) for line in pasted.rest]
        after = with_rows(pasted.without_rest(), group, index + 1, (column,), rows)
    except AnswerError:
        return None
    item, count = before.question(group).item, len(pasted.rest)
    said = f"{count} {plural(item, count)} added below this one. ^Z takes them back."
    return Way(f"{len(pasted.lines)} {plural(item, len(pasted.lines))}, a line in each", after, said)


_WAYS: tuple[Callable[[Pasted], Way | None], ...] = (_with_commas, _as_items_of_group, _as_text, _as_items)


def _nearest(pasted: Pasted, kinds: tuple[str, ...]) -> Path | None:
    """The next question of one of the kinds, else the last one before; first among those of the same item."""
    path, before = pasted.path, pasted.before
    for here in (path[:length] for length in range(len(path), 0, -2)):
        level = before.siblings(here)
        at = level.index(here) if here in level else 0
        for place in (*level[at + 1 :], *reversed(level[:at])):
            if _takes(before.question(place), kinds) and before.answer_at(place) is not None:
                return place
    return None


def _takes(question: Question, kinds: tuple[str, ...]) -> bool:
    return question.kind in kinds


def _elsewhere(pasted: Pasted, after: Interview, target: Path, what: str) -> Way:
    count = len(pasted.rest)
    name = shortened(pasted.before.question(target).short, _LONGEST_NAME)
    adds = "added to" if pasted.before.answer_at(target) is not OPEN else "in"
    rest = f"{count} more {adds} {name}, as {what}" if pasted.leaves_first else f"{what} {adds} {name}"
    says = f"the first one here, {rest}" if pasted.leaves_first else rest
    lines = "1 line" if count == 1 else f"{count} lines"
    return Way(says, after, f"{lines} went to {name}. ^Z takes that back.")


def _behind_first_line(text: str) -> str:
    """A text without its first line that holds something."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n ")
    return plain.partition("\n")[2].strip("\n")
