"""How a question reads aloud: label, then help, then what is expected. ASCII beyond the template's own text."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.answers import OPEN, Answer, Path, Unanswered, format_path, is_list, is_mapping
from wizard.interview import Interview, State
from wizard.kinds import KindName, plural, write_number, write_text
from wizard.template import Question

COMMANDS = {
    "back": "the question before",
    "goto": "another question, as in :goto goal",
    "outline": "all questions, and how they stand",
    "preview": "the plan as it stands",
    "undo": "take the last change back",
    "redo": "and make it again",
    "editor": "this answer in your editor",
    "clear": "open this question again",
    "omit": "this does not apply; again, and it does",
    "save": "review and save",
    "leave": "keep the draft and leave",
    "help": "this list",
}

EXPECTED: dict[KindName, str] = {
    "line": "One line.",
    "text": "Several lines; an empty line ends. A colon alone stands for an empty line inside the text.",
    "diagram": "The lines of a mermaid diagram; an empty line ends.",
    "choice": "One number or name.",
    "choices": "Numbers or names, with commas between.",
    "yesno": "yes or no.",
    "number": "A number, such as 12 or 3.5.",
    "date": "A date, such as 2026-02-28 or 28 February 2026.",
    "list": "One item a line; an empty line ends.",
    "checklist": "One task a line, [x] before a done one; an empty line ends.",
    "table": "add, edit 2, remove 2, up 2, down 2; an empty line goes on.",
    "group": "add, edit 2, remove 2, up 2, down 2; an empty line goes on.",
}

STATE_WORDS: dict[State, str] = {
    "answered": "answered",
    "open": "open",
    "required": "open, required",
    "invalid": "not taken yet",
    "left_out": "left out",
    "skipped": "not asked",
}


def help_text() -> str:
    """The commands, one a line."""
    listed = [f"  :{name:<8} {says}" for name, says in COMMANDS.items()]
    return "\n".join(["At any prompt:", *listed, "A line that begins with a colon is typed with two."])


def heading(interview: Interview) -> str:
    """Where the user stands: the section or item, and how far."""
    progress = interview.progress()
    return f"{where(interview, interview.place)}. {progress.answered} of {progress.total} answered."


def where(interview: Interview, place: Path) -> str:
    """The section, and inside a group the item, of a question."""
    names = [interview.section(place).title]
    for end in range(3, len(place) + 1, 2):
        group, index = interview.question(place[: end - 2]), place[end - 2]
        assert isinstance(index, int)
        items = interview.answer_at(place[: end - 2])
        count = len(items) if is_list(items) else 0
        names.append(f"{group.item} {index + 1} of {count}")
    return ", ".join(names)


def question_text(interview: Interview) -> str:
    """The question on the screen as it is read: label, help, example, options, what is expected, the answer so far."""
    return "\n".join(_parts(interview, interview.question()))


def _parts(interview: Interview, question: Question) -> Iterator[str]:
    yield question.label
    if question.help:
        yield question.help
    if question.example:
        yield f"Example: {question.example}"
    yield from options_text(question)
    if limits := _limits(question):
        yield limits
    required = "Required. " if question.required else ""
    yield required + EXPECTED[question.kind]
    yield from _standing(interview, question)


def options_text(question: Question) -> Iterator[str]:
    """The options, numbered, with their help."""
    for number, option in enumerate(question.options, start=1):
        advice = " (recommended)" if option.value == question.recommended else ""
        says = f": {option.help}" if option.help else ""
        yield f"  {number}. {option.label}{advice}{says}"
    if question.options and question.other:
        yield "  Or something else, in your own words."


def _limits(question: Question) -> str:
    items = plural(question.item, (question.min if question.max is None else question.max) or 0)
    unit = {"line": "characters", "text": "characters", "number": ""}.get(question.kind, items)
    least = f"at least {write_number(question.min)}" if question.min is not None else ""
    most = f"at most {write_number(question.max)}" if question.max is not None else ""
    both = " and ".join(filter(None, (least, most)))
    return f"{both} {unit}".strip().capitalize() + "." if both else ""


def _standing(interview: Interview, question: Question) -> Iterator[str]:
    place = interview.place
    kept = interview.unfinished.get(place)
    if kept is not None:
        yield f"Typed before, but not taken yet: {kept}"
    answer = interview.answer_at(place)
    if answer is None:
        yield "Left out. :omit takes it back in."
    elif answer is not OPEN:
        yield from _answer_lines(question, answer)
    elif (default := interview.default_of(place)) is not OPEN:
        yield f"An empty line takes: {write_text(default)}"


def _answer_lines(question: Question, answer: Answer) -> Iterator[str]:
    if is_list(answer):
        yield f"So far ({len(answer)}):"
        yield from (f"  {number}. {item_text(question, item)}" for number, item in enumerate(answer, start=1))
        if question.kind in ("list", "checklist"):
            yield "An empty line keeps them; :remove 2, :up 2, :down 2, :edit 2 change them."
    else:
        yield "So far, and kept by an empty line:"
        yield write_text(answer)


def item_text(question: Question, item: Answer | Unanswered) -> str:
    """An item in one line: a task with its box, a row or group by what it holds."""
    if is_mapping(item) and question.kind == "checklist":
        return f"[{'x' if item.get('done') else ' '}] {write_text(item)}"
    if is_mapping(item):
        texts = [write_text(item[inner.id]) for inner in question.questions if item.get(inner.id) not in (None, ())]
        return "; ".join(text.replace("\n", " ") for text in texts[:4]) or "empty"
    return write_text(item)


def outline_text(interview: Interview) -> str:
    """Every question that is asked, by section, with its path and state."""
    lines: list[str] = []
    title = ""
    for path in interview.asked():
        section = interview.section(path).title
        if section != title:
            lines.append(section)
            title = section
        lines.append(f"  {format_path(path)}: {interview.question(path).short}, {STATE_WORDS[interview.state(path)]}")
    return "\n".join(lines)

