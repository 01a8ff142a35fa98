"""A question on the screen: the item it belongs to, its label and help, the control, and feedback below."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.text_layout import shorten_line
from screens.controls.control import Control, DrawnControl
from screens.controls.item_name import STATE_INKS, item_name
from screens.controls.rows import (
    BLANK,
    MARGIN,
    ClickTarget,
    ControlRow,
    RowSegment,
    Space,
    cell_width,
    spread,
    wrap_segments,
)
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath, is_list
from wizard.model.template import Question

Paragraphs = tuple[tuple[RowSegment, ...], ...]
Chip = tuple[AnswerPath, tuple[RowSegment, ...]]
"""A question of an item: its path and its label with the sign of its state."""
_CHIP_GAP = "   "
_MAX_TITLE_CELLS = 40


class QuestionView(Struct, frozen=True):
    """A question as the pane draws it."""

    interview: Interview
    control: Control
    feedback: Paragraphs = ()
    """Shown in place of the example."""

    def draw(self, space: Space, *, is_tall: bool = False) -> DrawnControl:
        """Return all of it as rows; with fewer blank rows and less help where it would not fit otherwise.

        What was too tall when it was drawn last (`is_tall`) is drawn in the short way first: if that does not fit,
        the long way does not either.
        """
        if space.is_short:
            return self._draw_in(space)
        short = replace(space, is_short=True)
        if is_tall and len((drawn := self._draw_in(short)).rows) > space.height:
            return drawn
        drawn = self._draw_in(space)
        return self._draw_in(short) if len(drawn.rows) > space.height else drawn

    def _draw_in(self, space: Space) -> DrawnControl:
        question = self.interview.question(self.control.path)
        above = [
            *_item_rows(self.interview, self.control.path, space),
            *_label_rows(self.interview, self.control.path, space),
        ]
        drawn = self.control.draw(self.interview, space)
        below = self._rows_below(question, space, space.height - len(above) - len(drawn.rows) - 1)
        rows = (*above, *drawn.rows, *([BLANK, *below] if below else []))
        head = range(len(above) + drawn.head.start, len(above) + drawn.head.stop)
        return DrawnControl(rows, len(above) + drawn.first, len(above) + drawn.last, head)

    def _rows_below(self, question: Question, space: Space, left: int) -> list[ControlRow]:
        """Return the hints and feedback; else as much of the example as there is room for in `left` rows."""
        paragraphs = [*self.control.hints(self.interview), *self.feedback]
        if paragraphs:
            return [ControlRow(line) for paragraph in paragraphs for line in wrap_segments(paragraph, space.measure)]
        return [ControlRow(line) for line in _example_lines(question.example, space.measure, left)]


def _example_lines(text: str, width: int, most: int) -> list[tuple[RowSegment, ...]]:
    """Return an example in lines, the last of them with a sign where it goes on; the help (F1) has all of it."""
    if not text or most < 1:
        return []
    segments = (RowSegment("e.g. ", "faint"), RowSegment(text.strip(), "example"))
    lines = wrap_segments(segments, width)
    if len(lines) <= most:
        return lines
    lines = wrap_segments(segments, width - 1)[:most]
    return [*lines[:-1], (*lines[-1], RowSegment(terminal_glyphs().cut, "example"))]


class Feedback(Struct, frozen=True):
    """Paragraphs below a control, and whether they report a mistake."""

    paragraphs: Paragraphs = ()
    is_wrong: bool = False


def feedback_for(interview: Interview, here: AnswerPath, *, is_warned: bool) -> Feedback:
    """Return the feedback for the current question: its problem, its gap, or that it is left out.

    Most problems are reported only after the user has tried to go on (`is_warned`).
    """
    place = interview.current
    question = interview.question(place)
    problem = (interview.problem(here) if here in interview.unfinished else None) or interview.problem(place)
    if problem is not None and (is_warned or _is_too_long(interview, here)):
        says_it_itself = question.kind == "choices" and bool(interview.answer_at(place))
        return Feedback() if says_it_itself else Feedback(_problem_paragraphs(problem), is_wrong=True)
    match interview.state(place):
        case "left_out":
            says = RowSegment("Skipped: this does not appear in the plan. F6 to include it again.", "soft")
            return Feedback(((RowSegment(f"{terminal_glyphs().skipped} ", "faint"), says),))
        case "required" if is_warned:
            says = RowSegment("This answer is required. Press Enter again to go on without it.")
            return Feedback(((RowSegment(f"{terminal_glyphs().required} ", "warning"), says),))
        case _:
            return Feedback()


def breadcrumbs(interview: Interview) -> tuple[str, ...]:
    """Return the plan, its template and the section; inside an item the plan, the group and the item."""
    title, place = shorten_line(interview.title(), _MAX_TITLE_CELLS), interview.current
    if len(place) > 1:
        group, index = interview.question(place[:-2]), int(place[-2])
        name = item_name(interview, place[:-1])
        return (title, group.short, f"{index + 1}  {name}" if name else f"{group.item} {index + 1}")
    section = interview.section().title
    template = interview.template.title
    return (template, section) if interview.title() == template else (title, template, section)


def _is_too_long(interview: Interview, here: AnswerPath) -> bool:
    """Whether typing on cannot make the text valid, which is reported at once."""
    text = interview.unfinished.get(here)
    if text is None:
        return False
    question = interview.question(here)
    return question.kind in ("line", "text", "diagram") and question.max is not None and len(text) > question.max


def _problem_paragraphs(problem: InvalidAnswer) -> Paragraphs:
    """Return the problem with the suggestion in bold, and further help in a paragraph of its own."""
    wrong, further = _split_message(problem)
    meant = problem.suggestion or ""
    before, found, after = wrong.partition(meant) if meant else (wrong, "", "")
    first = (
        RowSegment(f"{terminal_glyphs().invalid} ", "error-bold"),
        RowSegment(before, "error"),
        RowSegment(found, "error-bold"),
    )
    message = (*first, RowSegment(after, "error"))
    return (message, (RowSegment(further, "soft"),)) if further else (message,)


def _split_message(problem: InvalidAnswer) -> tuple[str, str]:
    """Split a message behind the sentence with its suggestion, or behind its first sentence."""
    message = problem.message
    start = message.find(problem.suggestion) if problem.suggestion else 0
    ends = [message.find(end, max(start, 0)) for end in (". ", "? ")]
    found = [end for end in ends if end >= 0]
    if not found:
        return message, ""
    return message[: min(found) + 1], message[min(found) + 2 :]


def _label_rows(interview: Interview, path: AnswerPath, space: Space) -> list[ControlRow]:
    """Return the label and the help; that the answer is required is told while it is open, its row stays."""
    question = interview.question(path)
    rows = [ControlRow(segments) for segments in wrap_segments((RowSegment(question.label, "bold"),), space.measure)]
    required = (
        (RowSegment(terminal_glyphs().required, "warning"), RowSegment("\u00a0required", "faint"))
        if interview.state(path) == "required"
        else ()
    )
    gap = (RowSegment("  "),) if question.help and required else ()
    helping = (RowSegment(question.help.strip(), "soft"), *gap, *required)
    helps = wrap_segments(helping, space.measure) if question.help or question.required else []
    blank = [] if space.is_low else [BLANK]
    return [*rows, *(blank if helps else []), *map(ControlRow, helps), BLANK]


def _item_rows(interview: Interview, path: AnswerPath, space: Space) -> list[ControlRow]:
    """Return `Milestone 2 of 3`, and the questions of the item with their states; a click on one leads there."""
    if len(path) < 2:
        return []
    group, index = interview.question(path[:-2]), path[-2]
    items = interview.answer_at(path[:-2])
    count = len(items) if is_list(items) else 0
    title = (RowSegment(f"{group.item[:1].upper()}{group.item[1:]} {int(index) + 1} of {count}", "faint"),)
    if space.has_list:
        return [ControlRow(title), BLANK]
    chips = [_chip(interview, place, path) for place in interview.siblings(path)]
    beside = space.text_width - cell_width(title) - 2
    blank = [] if space.is_low else [BLANK]
    if _chips_width(chips) > beside and not space.is_short:
        return [
            ControlRow(title),
            *(_chips_row(line, (), space) for line in _wrap_chips(chips, space.text_width)),
            *blank,
        ]
    while _chips_width(chips) > beside and chips:
        chips.pop(0 if chips[-1][0] == path else -1)
    return [_chips_row(chips, title, space), *blank]


def _chip(interview: Interview, place: AnswerPath, here: AnswerPath) -> Chip:
    short = interview.question(place).short.lower()
    if place == here:
        return place, (RowSegment(terminal_glyphs().here, "accent"), RowSegment(short, "accent"))
    state = interview.state(place)
    return place, (RowSegment(f"{terminal_glyphs().for_state(state)} ", STATE_INKS[state]), RowSegment(short, "soft"))


def _chips_row(chips: list[Chip], title: tuple[RowSegment, ...], space: Space) -> ControlRow:
    """Return chips at the right end of a title's row, or at the left without a title."""
    at = MARGIN + (space.text_width - _chips_width(chips) if title else 0)
    segments: list[RowSegment] = []
    targets: list[ClickTarget] = []
    for place, chip in chips:
        segments += [RowSegment(_CHIP_GAP), *chip] if segments else chip
        targets.append(ClickTarget(at, at + cell_width(chip), question=place))
        at += cell_width(chip) + len(_CHIP_GAP)
    return ControlRow(
        spread(title, tuple(segments), space.text_width) if title else tuple(segments), targets=tuple(targets)
    )


def _wrap_chips(chips: list[Chip], width: int) -> list[list[Chip]]:
    lines: list[list[Chip]] = [[]]
    for chip in chips:
        if lines[-1] and _chips_width([*lines[-1], chip]) > width:
            lines.append([])
        lines[-1].append(chip)
    return lines


def _chips_width(chips: list[Chip]) -> int:
    return sum(cell_width(segments) for _, segments in chips) + len(_CHIP_GAP) * (len(chips) - 1)
