"""What else pasted lines can become that were joined to one line: a menu below the field."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.text_layout import shorten_line
from screens.controls.control import DrawnControl
from screens.controls.rows import BLANK, ControlRow, RowSegment, Space, wrap_segments
from screens.controls.text_input.paste import normalize_line_ends, parse_items, unmarked_lines
from screens.controls.text_input.text_buffer import TextBuffer
from screens.controls.text_input.typed_answer import add_rows
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.message_text import pluralize
from wizard.model.answers import OPEN, AnswerPath, is_list
from wizard.model.template import KindName

_MAX_NAME_CELLS = 40


class PastedText(Struct, frozen=True):
    """Lines that were pasted into a field, and the interview and field from before."""

    before: Interview
    path: AnswerPath
    buffer: TextBuffer
    """The field before the paste."""
    text: str
    """The pasted text, unchanged."""

    @property
    def lines(self) -> list[str]:
        """The pasted lines, without list markers."""
        return unmarked_lines(self.text)

    @property
    def keeps_first_line(self) -> bool:
        """Whether the first line stays in this field, because nothing else is in it."""
        return not self.buffer.insert("").text.strip()

    @property
    def remaining_lines(self) -> list[str]:
        """The lines that can go to another question."""
        return self.lines[self.keeps_first_line :]

    def insert_instead(self, text: str) -> Interview:
        """Return the interview with `text` inserted in place of the whole paste."""
        return self.before.type_text(self.path, self.buffer.insert(text).text)

    def keep_first_line(self) -> Interview:
        """Return the interview with the first line in the field; unchanged when the field holds other text."""
        return self.insert_instead(self.lines[0]) if self.keeps_first_line else self.before


class PasteAlternative(Struct, frozen=True):
    """One thing that the lines can become."""

    label: str
    interview: Interview
    notice: str
    """A sentence for the footer, once this one is taken."""


class PasteMenu(Struct):
    """The alternatives below a field, one of which may be marked."""

    count: int
    """How many lines were pasted."""
    alternatives: tuple[PasteAlternative, ...]
    mark: int | None = None

    def move(self, key: str) -> bool:
        """Move the mark with `up` or `down`, from the first one back into the field; return whether it moved."""
        if key == "down":
            self.mark = 0 if self.mark is None else min(self.mark + 1, len(self.alternatives) - 1)
            return True
        if key != "up" or self.mark is None:
            return False
        self.mark = self.mark - 1 if self.mark else None
        return True

    def draw(self, space: Space) -> DrawnControl:
        """Return a heading and the alternatives; the marked one is to be in sight."""
        head = (RowSegment(f"Joined {self.count} lines into one. Or:", "soft"),)
        rows = [*([] if space.is_low else [BLANK]), *map(ControlRow, wrap_segments(head, space.text_width))]
        first = last = 0
        for index, alternative in enumerate(self.alternatives):
            drawn = list(self._rows(index, alternative, space))
            if index == self.mark:
                first, last = len(rows), len(rows) + len(drawn) - 1
            rows += drawn
        return DrawnControl(tuple(rows), first, last)

    def _rows(self, index: int, alternative: PasteAlternative, space: Space) -> Iterator[ControlRow]:
        sign = terminal_glyphs().choice + "  "
        like = ControlRow((), "mark", space.bar) if index == self.mark else ControlRow()
        for line, segments in enumerate(wrap_segments((RowSegment(alternative.label),), space.text_width - len(sign))):
            lead = RowSegment(sign if line == 0 else " " * len(sign), "soft")
            yield ControlRow((lead, *segments), like.ground, like.bar).leads_to((index,), space.width)


def build_paste_menu(pasted: PastedText) -> PasteMenu | None:
    """Return what a paste of several lines can become besides one line; None when that is nothing."""
    lines = pasted.lines
    made = (make(pasted) for make in _ALTERNATIVES) if len(lines) > 1 else ()
    alternatives = tuple(alternative for alternative in made if alternative is not None)
    return PasteMenu(len(lines), alternatives) if alternatives else None


def _join_with_commas(pasted: PastedText) -> PasteAlternative | None:
    if pasted.before.question(pasted.path).kind != "line":
        return None
    notice = f"{len(pasted.lines)} lines, separated by commas. Ctrl+Z undoes it."
    return PasteAlternative("one line, separated by commas", pasted.insert_instead(", ".join(pasted.lines)), notice)


def _append_to_text(pasted: PastedText) -> PasteAlternative | None:
    """Append the lines to the nearest text question."""
    target = _nearest_question(pasted, ("text",))
    if target is None:
        return None
    start = pasted.keep_first_line()
    stands = start.field_text(target)
    # As it was pasted: the marks of a list are welcome in a text.
    rest = pasted.text.strip("\r\n") if not pasted.keeps_first_line else _after_first_line(pasted.text)
    after = start.type_text(target, f"{stands.rstrip()}\n\n{rest}" if stands.strip() else rest)
    return _alternative_elsewhere(pasted, after, target, "text")


def _append_to_list(pasted: PastedText) -> PasteAlternative | None:
    """Append the lines to the nearest list."""
    target = _nearest_question(pasted, ("list", "checklist"))
    if target is None:
        return None
    question, start = pasted.before.question(target), pasted.keep_first_line()
    old = start.answer_at(target)
    items = parse_items("\n".join(pasted.remaining_lines), with_boxes=question.kind == "checklist")
    try:
        after = start.answer(target, (*(old if is_list(old) else ()), *items))
    except InvalidAnswer:
        return None
    what = pluralize(question.item, len(items))
    return _alternative_elsewhere(pasted, after, target, what if pasted.keeps_first_line else f"{len(items)} {what}")


def _append_to_group(pasted: PastedText) -> PasteAlternative | None:
    """Put every line into an item of its own, when this question belongs to an item of a group."""
    path, before = pasted.path, pasted.before
    if len(path) < 3 or not pasted.keeps_first_line:
        return None
    group, index, column = path[:-2], path[-2], before.question(path)
    if not isinstance(index, int):
        return None
    try:
        rows = [(line,) for line in pasted.remaining_lines]
        after = add_rows(pasted.keep_first_line(), group, index + 1, columns=(column,), rows=rows)
    except InvalidAnswer:
        return None
    item, count = before.question(group).item, len(pasted.remaining_lines)
    notice = f"{count} {pluralize(item, count)} added below this one. Ctrl+Z undoes it."
    return PasteAlternative(f"{len(pasted.lines)} {pluralize(item, len(pasted.lines))}, one per line", after, notice)


_ALTERNATIVES: tuple[Callable[[PastedText], PasteAlternative | None], ...] = (
    _join_with_commas,
    _append_to_group,
    _append_to_text,
    _append_to_list,
)


def _nearest_question(pasted: PastedText, kinds: tuple[KindName, ...]) -> AnswerPath | None:
    """Return the next question of one of the kinds, else the last one before, looking first within the same item."""
    path, before = pasted.path, pasted.before
    for here in (path[:length] for length in range(len(path), 0, -2)):
        level = before.siblings(here)
        at = level.index(here) if here in level else 0
        for place in (*level[at + 1 :], *reversed(level[:at])):
            if before.question(place).kind in kinds and before.answer_at(place) is not None:
                return place
    return None


def _alternative_elsewhere(pasted: PastedText, after: Interview, target: AnswerPath, what: str) -> PasteAlternative:
    count = len(pasted.remaining_lines)
    name = shorten_line(pasted.before.question(target).short, _MAX_NAME_CELLS)
    adds = "added to" if pasted.before.answer_at(target) is not OPEN else "in"
    rest = f"{count} more {adds} {name}, as {what}" if pasted.keeps_first_line else f"{what} {adds} {name}"
    label = f"the first one here, {rest}" if pasted.keeps_first_line else rest
    lines = "1 line" if count == 1 else f"{count} lines"
    return PasteAlternative(label, after, f"{lines} moved to {name}. Ctrl+Z undoes it.")


def _after_first_line(text: str) -> str:
    """Return a text without its first line that is not blank."""
    plain = normalize_line_ends(text).lstrip("\n ")
    return plain.partition("\n")[2].strip("\n")
