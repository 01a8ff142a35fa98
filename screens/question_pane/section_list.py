"""The questions of the section, or of the item, with their states, below the question where there is room."""

from __future__ import annotations

from screens.appearance.glyphs import STATE_LABELS, terminal_glyphs
from screens.appearance.text_layout import shorten_line
from screens.controls.item_name import STATE_INKS, item_name
from screens.controls.rows import MARGIN, ClickTarget, ControlRow, RowSegment, cell_width, pad
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath

_LEAST = 3
"""Rows below the heading that there are at least, if there are as many questions."""
_MIN_COLUMN = 24
"""Cells of one of two columns at least."""


def section_rows(interview: Interview, width: int, most: int) -> tuple[ControlRow, ...]:
    """Return a heading and the questions, in one column or two, with those around the current one if there are more.

    A click on a question leads there. Nothing is shown where at most `most` rows would say nothing.
    """
    places = section_places(interview)
    least = min(_LEAST, len(places))
    if len(places) < 2 or most - 1 < least:
        return ()
    columns = 2 if len(places) > most - 1 and width // 2 >= _MIN_COLUMN else 1
    height = max(min(-(-len(places) // columns), most - 1), least)
    shown = min(height * columns, len(places))
    here = places.index(interview.current) if interview.current in places else 0
    start = max(0, min(here - shown // 2, len(places) - shown))
    part = f"  {start + 1} to {start + shown} of {len(places)}" if shown < len(places) else ""
    title = shorten_line(_heading(interview), max(width - 2 * MARGIN - len(part), 1))
    in_sight = places[start : start + shown]
    rows = (_row(interview, in_sight[y::height], width, columns) for y in range(height))
    return (ControlRow((RowSegment(title + part, "faint"),)), *rows)


def section_places(interview: Interview) -> tuple[AnswerPath, ...]:
    """Return the paths of the questions in the current section, those skipped included, or of the current item."""
    if len(interview.current) > 1:
        item = interview.current[:-1]
        return tuple((*item, inner.id) for inner in interview.question(item).questions)
    return tuple((question.id,) for question in interview.section().questions if not question.at_review)


def _heading(interview: Interview) -> str:
    if len(interview.current) < 2:
        return interview.section().title
    item = interview.current[:-1]
    group = interview.question(item[:-1])
    return item_name(interview, item) or f"{group.item[:1].upper()}{group.item[1:]} {int(item[-1]) + 1}"


def _row(interview: Interview, places: tuple[AnswerPath, ...], width: int, columns: int) -> ControlRow:
    """Return the questions beside each other in one row; the mark stands before the current one."""
    column = width // columns
    segments: tuple[RowSegment, ...] = ()
    targets: list[ClickTarget] = []
    for at, place in enumerate(places):
        if at:
            mark = terminal_glyphs().here if place == interview.current else ""
            segments = (*pad(segments, column * at - MARGIN), *pad((RowSegment(mark, "accent"),), MARGIN))
        segments = (*segments, *_entry(interview, place, column - 2 * MARGIN))
        targets.append(ClickTarget(column * at, column * (at + 1), question=place))
    is_here = places[0] == interview.current
    return ControlRow(segments, bar="here" if is_here else "none", targets=tuple(targets))


def _entry(interview: Interview, place: AnswerPath, width: int) -> tuple[RowSegment, ...]:
    """Return a question with the sign of its state, and the word for it where it has one."""
    state = interview.state(place)
    sign = RowSegment(f"{terminal_glyphs().for_state(state)} ", STATE_INKS[state])
    word = STATE_LABELS.get(state, "")
    after = (RowSegment(f"  {word}", "faint"),) if word else ()
    name = shorten_line(interview.question(place).short, max(width - cell_width((sign, *after)), 1))
    return (sign, RowSegment(name, "bold" if place == interview.current else "soft"), *after)
