"""A question as it stands on the screen: where it belongs, its label and help, the control, what is told below."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.glyphs import signs
from screens.appearance.text_layout import shortened
from screens.controls.control import Control, Drawn
from screens.controls.group import INKS, item_name
from screens.controls.rows import BLANK, MARGIN, Piece, Room, Row, Spot, breadth, flowing, spread
from wizard.errors import AnswerError
from wizard.interview.interview import Interview
from wizard.model.answers import Path, is_list
from wizard.model.template import Question

Paragraphs = tuple[tuple[Piece, ...], ...]
Chip = tuple[Path, tuple[Piece, ...]]
"""A question of an item, and how it is named."""
_CHIP_GAP = "   "
_LONGEST_TITLE = 40


class Asked(Struct, frozen=True):
    """What the pane shows."""

    interview: Interview
    control: Control
    told: Paragraphs = ()
    """Stands in place of the example."""

    def draw(self, room: Room) -> Drawn:
        """All of it as rows; with less space between, and less help, where it would not fit otherwise."""
        drawn = self._drawn(room)
        return self._drawn(replace(room, is_short=True)) if len(drawn.rows) > room.height else drawn

    def _drawn(self, room: Room) -> Drawn:
        question = self.interview.question(self.control.path)
        above = [*_item_rows(self.interview, self.control.path, room), *_label(question, room)]
        drawn = self.control.draw(self.interview, room)
        below = self._below(question, room, room.height - len(above) - len(drawn.rows) - 1)
        rows = (*above, *drawn.rows, *([BLANK, *below] if below else []))
        return Drawn(rows, len(above) + drawn.first, len(above) + drawn.last)

    def _below(self, question: Question, room: Room, left: int) -> list[Row]:
        """What is told; else the example, where as many rows are left."""
        told = [*self.control.note(self.interview), *self.told]
        shown = told or ([example(question.example, room)] if question.example and not room.is_low else [])
        rows = [Row(pieces) for paragraph in shown for pieces in flowing(paragraph, room.text_width)]
        return rows if told or len(rows) <= left else []


def example(text: str, room: Room) -> tuple[Piece, ...]:
    """An example; where there is little height, its first line only."""
    pieces = (Piece("e.g. ", "faint"), Piece(text.strip(), "example"))
    if not room.is_short:
        return pieces
    first = flowing(pieces, room.text_width - 1)
    return first[0] if len(first) == 1 else (*first[0], Piece(signs().cut, "example"))


class Told(Struct, frozen=True):
    """What is told below a control, and whether it is that something is wrong."""

    paragraphs: Paragraphs = ()
    is_wrong: bool = False


def told_of(interview: Interview, here: Path, *, is_warned: bool) -> Told:
    """What has to be told about the question on the screen: a problem, once the user has wanted to go on; a gap."""
    place = interview.place
    question = interview.question(place)
    problem = (interview.problem(here) if here in interview.unfinished else None) or interview.problem(place)
    if problem is not None and (is_warned or _is_too_long(interview, here)):
        says_it_itself = question.kind == "choices" and bool(interview.answer_at(place))
        return Told() if says_it_itself else Told(_problem(problem), is_wrong=True)
    match interview.state(place):
        case "left_out":
            says = Piece("Left out: the plan says nothing of it. F6 takes it back in.", "soft")
            return Told(((Piece(f"{signs().skipped} ", "faint"), says),))
        case "required" if is_warned:
            says = Piece("The plan needs this one. Enter again leaves it open.")
            return Told(((Piece(f"{signs().required} ", "warning"), says),))
        case _:
            return Told()


def crumbs_of(interview: Interview) -> tuple[str, ...]:
    """Where the user is: the plan, its template, the section; inside an item the plan, the group, the item."""
    title, place = shortened(interview.title(), _LONGEST_TITLE), interview.place
    if len(place) > 1:
        group, index = interview.question(place[:-2]), int(place[-2])
        name = item_name(interview, place[:-1])
        return (title, group.short, f"{index + 1}  {name}" if name else f"{group.item} {index + 1}")
    section = interview.section().title
    template = interview.template.title
    return (template, section) if interview.title() == template else (title, template, section)


def _is_too_long(interview: Interview, here: Path) -> bool:
    """Whether typing on cannot make an answer of the text; that is told at once."""
    text = interview.unfinished.get(here)
    if text is None:
        return False
    question = interview.question(here)
    return question.kind in ("line", "text", "diagram") and question.max is not None and len(text) > question.max


def _problem(problem: AnswerError) -> Paragraphs:
    """What is wrong, the suggestion in bold; what helps further below it."""
    wrong, further = _first_sentences(problem)
    meant = problem.suggestion or ""
    before, found, after = wrong.partition(meant) if meant else (wrong, "", "")
    first = (Piece(f"{signs().invalid} ", "error-bold"), Piece(before, "error"), Piece(found, "error-bold"))
    told = (*first, Piece(after, "error"))
    return (told, (Piece(further, "soft"),)) if further else (told,)


def _first_sentences(problem: AnswerError) -> tuple[str, str]:
    """The message up to its suggestion, or its first sentence, and the rest."""
    message = problem.message
    start = message.find(problem.suggestion) if problem.suggestion else 0
    ends = [message.find(end, max(start, 0)) for end in (". ", "? ")]
    found = [end for end in ends if end >= 0]
    if not found:
        return message, ""
    return message[: min(found) + 1], message[min(found) + 2 :]


def _label(question: Question, room: Room) -> list[Row]:
    rows = [Row(pieces) for pieces in flowing((Piece(question.label, "bold"),), room.text_width)]
    required = (Piece(signs().required, "warning"), Piece("\u00a0required", "faint")) if question.required else ()
    gap = (Piece("  "),) if question.help and required else ()
    helping = (Piece(question.help.strip(), "soft"), *gap, *required)
    helps = flowing(helping, room.text_width) if question.help or required else []
    space = [] if room.is_low else [BLANK]
    return [*rows, *(space if helps else []), *map(Row, helps), BLANK]


def _item_rows(interview: Interview, path: Path, room: Room) -> list[Row]:
    """`Milestone 2 of 3`, and the questions of the item with how they stand; each one leads there."""
    if len(path) < 2:
        return []
    group, index = interview.question(path[:-2]), path[-2]
    items = interview.answer_at(path[:-2])
    count = len(items) if is_list(items) else 0
    title = (Piece(f"{group.item[:1].upper()}{group.item[1:]} {int(index) + 1} of {count}", "faint"),)
    chips = [_chip(interview, place, path) for place in interview.siblings(path)]
    beside = room.text_width - breadth(title) - 2
    space = [] if room.is_low else [BLANK]
    if _breadth_of(chips) > beside and not room.is_short:
        return [Row(title), *(_chips_row(line, (), room) for line in _in_lines(chips, room.text_width)), *space]
    while _breadth_of(chips) > beside and chips:
        chips.pop(0 if chips[-1][0] == path else -1)
    return [_chips_row(chips, title, room), *space]


def _chip(interview: Interview, place: Path, here: Path) -> Chip:
    short = interview.question(place).short.lower()
    if place == here:
        return place, (Piece(signs().here, "accent"), Piece(short, "accent"))
    state = interview.state(place)
    return place, (Piece(f"{signs().of(state)} ", INKS[state]), Piece(short, "soft"))


def _chips_row(chips: list[Chip], title: tuple[Piece, ...], room: Room) -> Row:
    """Chips beside a title, at the right end; without one at the left."""
    at = MARGIN + (room.text_width - _breadth_of(chips) if title else 0)
    pieces: list[Piece] = []
    spots: list[Spot] = []
    for place, chip in chips:
        pieces += [Piece(_CHIP_GAP), *chip] if pieces else chip
        spots.append(Spot(at, at + breadth(chip), question=place))
        at += breadth(chip) + len(_CHIP_GAP)
    return Row(spread(title, tuple(pieces), room.text_width) if title else tuple(pieces), spots=tuple(spots))


def _in_lines(chips: list[Chip], width: int) -> list[list[Chip]]:
    lines: list[list[Chip]] = [[]]
    for chip in chips:
        if lines[-1] and _breadth_of([*lines[-1], chip]) > width:
            lines.append([])
        lines[-1].append(chip)
    return lines


def _breadth_of(chips: list[Chip]) -> int:
    return sum(breadth(pieces) for _, pieces in chips) + len(_CHIP_GAP) * (len(chips) - 1)
