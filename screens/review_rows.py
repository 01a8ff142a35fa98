"""What the review says: how complete the plan is, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.content import Content

from screens.appearance.glyphs import STYLES, signs
from screens.appearance.safe_text import shown_line
from screens.counting import capital, counted
from screens.widgets.row_layout import Row
from wizard.interview.interview import Interview, State
from wizard.model.answers import Path, format_path, is_mapping


def summary_of(states: Mapping[Path, State]) -> tuple[str, str]:
    """A heading and a sentence about what is missing; `states` are those of the questions that are."""
    if not states:
        return "All answered", "Read it once, then save."
    counts = {state: list(states.values()).count(state) for state in ("invalid", "required", "open")}
    parts = [
        f"{counted(counts['invalid'], 'answer')} {_is(counts['invalid'])} not taken yet" if counts["invalid"] else "",
        _required(counts["required"]),
    ]
    told = [part for part in parts if part]
    if not told:
        told = [f"{counted(counts['open'], 'answer')} {_is(counts['open'])} open; nothing required is missing"]
    return "Almost there", f"{capital(', '.join(told))}. You can save as it is."


def missing_rows(interview: Interview, states: Mapping[Path, State]) -> Iterator[Row]:
    """A row for every question in `states`; an item in which nothing is answered has one row."""
    told: set[Path] = set()
    for path, state in states.items():
        item = path[:-1]
        if item and _is_blank(interview, item):
            if item not in told:
                told.add(item)
                inner = [other for other in states if other[:-1] == item]
                yield _row(interview, path, _names(interview, inner), state)
        else:
            yield _row(interview, path, interview.question(path).label, state)


def where(interview: Interview, path: Path) -> str:
    """`Milestone 2` for a question of an item, else its section."""
    if len(path) < 3:
        return interview.section(path).title
    group, index = interview.question(path[:-2]), path[-2]
    assert isinstance(index, int)
    return f"{capital(group.item)} {index + 1}"


def _row(interview: Interview, path: Path, name: str, state: State) -> Row:
    return Row(
        format_path(path),
        shown_line(name),
        help=shown_line(where(interview, path), "$faint"),
        sign=Content.styled(signs().of(state), STYLES[state]),
        right=Content.styled(state, STYLES[state]),
    )


def _names(interview: Interview, paths: list[Path]) -> str:
    """`Title, tasks and test`."""
    names = [interview.question(path).short for path in paths]
    names = [names[0], *(name[:1].lower() + name[1:] for name in names[1:])]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _is_blank(interview: Interview, item: Path) -> bool:
    answer = interview.answer_at(item)
    return is_mapping(answer) and not answer and not any(path[: len(item)] == item for path in interview.unfinished)


def _required(count: int) -> str:
    if not count:
        return ""
    return "one required answer is open" if count == 1 else f"{counted(count, 'required answer')} are open"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
