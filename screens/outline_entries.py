"""What stands in the outline: a heading per section, a row per question and item, and the state of each."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from screens.appearance.glyphs import STYLES, WORDS, signs
from screens.appearance.safe_text import shown_line
from screens.widgets.row_layout import Entry, Heading, Row
from wizard.interview.interview import Interview, State
from wizard.model.answers import OPEN, Answer, Path, Unanswered, format_path, is_list, is_mapping
from wizard.model.expressions import names_in
from wizard.model.template import Question, Template

_WORST_FIRST: tuple[State, ...] = ("invalid", "required", "open", "answered", "left_out")


class ItemRows:
    """The rows of items, made again only when something has changed that they show."""

    def __init__(self) -> None:
        self._template: Template | None = None
        self._around: tuple[object, ...] = ()
        self._rows: dict[Path, tuple[Answer | Unanswered, int, Row]] = {}

    def begin(self, interview: Interview) -> None:
        """Forget the rows if an answer has changed that the condition of an item's question may read."""
        template, answers = interview.template, interview.answers
        groups = {question.id for question in template.questions() if question.kind == "group"}
        read = groups if _reads_groups(template, groups) else set[str]()
        around = tuple(
            answers.get(each.id, OPEN) for each in template.questions() if each.id in read or each.kind != "group"
        )
        if template is not self._template or around != self._around:
            self._template, self._around = template, around
            self._rows.clear()

    def row(self, interview: Interview, group: Question, path: Path, depth: int) -> Row:
        """The row of the item at a path."""
        item, known = interview.answer_at(path), self._rows.get(path)
        may_stay = len(path) == 2 and not any(kept[: len(path)] == path for kept in interview.unfinished)
        if may_stay and known is not None and known[0] is item and known[1] == depth:
            return known[2]
        row = _row(path, _item_name(interview, group, path), _state_of_item(interview, group, path), depth)
        if may_stay:
            self._rows[path] = item, depth, row
        return row


def entries_of(interview: Interview, items: ItemRows, *, with_all_items: bool) -> Iterator[Entry]:
    """A heading per section and a row per question; the questions of an item only where the user is, or all."""
    items.begin(interview)
    for section, progress in zip(interview.template.sections, interview.section_progress(), strict=True):
        count = f"  {progress.answered}/{progress.total}"
        yield Heading(shown_line(section.title, "bold $foreground") + Content.styled(count, "$faint"))
        for question in section.questions:
            is_alone = len(section.questions) == 1
            yield from _rows_of(interview, items, question, (question.id,), is_alone=is_alone, opens=with_all_items)


def _reads_groups(template: Template, groups: set[str]) -> bool:
    """Whether some condition reads a group, and with it every item of that group."""
    questions = list(template.questions())
    for question in questions:
        if question.when is not None and not groups.isdisjoint(names_in(question.when)):
            return True
        questions += question.questions
    return False


def _rows_of(
    interview: Interview,
    items: ItemRows,
    question: Question,
    path: Path,
    *,
    is_alone: bool,
    opens: bool,
    depth: int = 0,
) -> Iterator[Row]:
    """The row of a question, then those of its items; a group that is alone in its section has only its items."""
    answer = interview.answer_at(path) if question.kind == "group" and interview.is_asked(path) else None
    if not (is_list(answer) and answer and is_alone):
        yield _row(path, shown_line(question.short), interview.state(path), depth)
    elif is_list(answer):
        depth -= 2
    if not is_list(answer):
        return
    for index in range(len(answer)):
        item = (*path, index)
        yield items.row(interview, question, item, depth + 2)
        if opens or interview.place[: len(item)] == item:
            for inner in question.questions:
                inner_path = (*item, inner.id)
                yield from _rows_of(interview, items, inner, inner_path, is_alone=False, opens=opens, depth=depth + 4)


def _row(path: Path, name: Content, state: State, depth: int) -> Row:
    style = {"required": "$foreground", "invalid": "$foreground", "answered": "$soft"}.get(state, "$faint")
    word = WORDS.get(state, "")
    after = Content.styled(word, "$faint" if state in ("skipped", "left_out") else STYLES[state])
    sign = Content.styled(signs().of(state), STYLES[state])
    return Row(format_path(path), name.stylize_before(style), sign=sign, after=after, indent=depth)


def _item_name(interview: Interview, group: Question, path: Path) -> Content:
    """`2  Basic Chat Functionality`: the number of an item and what it is called."""
    number = f"{int(path[-1]) + 1}  "
    item = interview.answer_at(path)
    names = (item.get(inner.id) for inner in group.questions) if is_mapping(item) else ()
    name = next((name for name in names if isinstance(name, str) and name.strip()), None)
    if name is None:
        first = group.questions[0].short.lower() if group.questions else "name"
        return shown_line(f"{number}(no {first} yet)")
    return shown_line(number + " ".join(name.split()))


def _state_of_item(interview: Interview, group: Question, path: Path) -> State:
    """The state of an item: that of its question which needs the most."""
    states = {interview.state((*path, inner.id)) for inner in group.questions}
    for state in _WORST_FIRST:
        if state in states:
            return state
    return "answered"
