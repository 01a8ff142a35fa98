"""What a conversation says of questions and answers, in ASCII but for the template's own text."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.answers.kinds import format_answer
from wizard.interview.interview import Interview, State
from wizard.message_text import format_number, pluralize, with_article
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered, format_path, is_list, is_mapping
from wizard.model.expressions import Constant
from wizard.model.template import KindName, Option, Question
from wizard.prompts.commands import COMMANDS, ITEM_COMMANDS

HOW_TO_END = "Finish with :end on a line of its own."

_EXPECTED: dict[KindName, str] = {
    "line": "One line.",
    "text": f"Several lines. {HOW_TO_END}",
    "diagram": "The lines of a Mermaid diagram. Finish with :end on a line of its own.",
    "choice": "A number or a name.",
    "choices": "Numbers or names, separated by commas.",
    "yesno": "Yes or no.",
    "number": "A number, such as 12 or 3.5.",
    "date": "A date, such as 2026-02-28 or 28 February 2026.",
    "list": "One {item} per line; an empty line continues.",
    "checklist": "One {item} per line, with [x] before a done one; an empty line continues.",
    "table": "One {item} at a time; an empty line continues.",
    "group": "Type add for {a_item}; an empty line continues.",
}
_EDITED_ENDING = "Finish with Esc, then Enter, or with :end on a line of its own."
_EXPECTED_EDITED: dict[KindName, str] = {
    "text": f"Several lines. {_EDITED_ENDING}",
    "diagram": f"The lines of a Mermaid diagram. {_EDITED_ENDING}",
    "choice": "",
    "choices": "",
    "group": "",
}
"""Those that differ where lines can be edited; a menu needs no words."""
_ITEM_HINTS = "Change them with edit 2, remove 2, up 2, down 2 or copy 2."

STATE_WORDS: dict[State, str] = {
    "answered": "answered",
    "open": "open",
    "required": "open, required",
    "invalid": "not valid yet",
    "left_out": "skipped",
    "skipped": "not needed",
}

_MOST_SHOWN = 12
"""Items of a list that are read out; of a longer list only the last three are."""


def help_text(kind: KindName, *, has_switches: bool) -> str:
    """Return the commands that work at a kind of question, one a line."""
    known = {name: says for name, says in COMMANDS.items() if has_switches or name != "switch"}
    if kind in ("list", "checklist", "table", "group"):
        known |= {name: says for name, says in ITEM_COMMANDS.items() if _applies_to(name, kind)}
    listed = [f"  :{name:<8} {says}" for name, says in known.items()]
    return "\n".join(["At any prompt:", *listed, "To start a line with a colon, type two."])


def _applies_to(command: str, kind: KindName) -> bool:
    return {"tick": kind == "checklist", "skip": kind == "table"}.get(command, True)


def heading(interview: Interview) -> str:
    """Return the section, and how many questions are answered."""
    progress = interview.progress()
    return f"{interview.section().title}. {progress.answered} of {progress.total} answered."


def item_heading(interview: Interview) -> str:
    """Return the items around the current question, such as `Milestone 2 of 3.`, or an empty text."""
    names = ", ".join(_items_around(interview, interview.current))
    return f"{names[:1].upper()}{names[1:]}." if names else ""


def location_text(interview: Interview, path: AnswerPath) -> str:
    """Return the section of a question, and inside a group the item."""
    return ", ".join([interview.section(path).title, *_items_around(interview, path)])


def _items_around(interview: Interview, path: AnswerPath) -> Iterator[str]:
    for end in range(3, len(path) + 1, 2):
        group, index = interview.question(path[: end - 2]), path[end - 2]
        assert isinstance(index, int)
        items = interview.answer_at(path[: end - 2])
        yield f"{group.item} {index + 1} of {len(items) if is_list(items) else 0}"


def question_text(interview: Interview, *, in_full: bool, can_edit: bool) -> str:
    """Return the current question as it is read out: label, help, example, expected input, answer so far."""
    question = interview.question()
    lines = [
        *question_lines(question, in_full=in_full, can_edit=can_edit),
        *_answer_so_far(interview, question, can_edit),
    ]
    return "\n".join(line for line in lines if line)


def answer_so_far_text(interview: Interview, *, can_edit: bool) -> str:
    """Return the answer so far, or that there is none; an empty text where the prompt shows it."""
    lines = [line for line in _answer_so_far(interview, interview.question(), can_edit) if line]
    is_open = interview.answer_at(interview.current) is OPEN and not interview.unfinished.get(interview.current)
    return "\n".join(["Open.", *lines] if is_open else lines)


def question_lines(question: Question, *, in_full: bool, can_edit: bool) -> Iterator[str]:
    """Yield the label and the expected input; `in_full` also help, example and the options' help."""
    yield question.label
    if in_full:
        yield question.help
        yield f"Example: {question.example}" if question.example else ""
    if not can_edit or question.kind == "yesno":
        yield from option_lines(question) if in_full else _options_in_one_line(question)
    required = "Required." if question.required else ""
    yield " ".join(filter(None, (required, expected_input(question, can_edit=can_edit), _limits_text(question))))


def expected_input(question: Question, *, can_edit: bool) -> str:
    """Return what may be typed."""
    words = _EXPECTED[question.kind]
    if can_edit:
        words = _EXPECTED_EDITED.get(question.kind, words)
    elif question.other:
        words = words.replace("a name.", "a name, or words of your own.").replace(
            "separated by commas.", "or words of your own, separated by commas or semicolons."
        )
    return words.format(item=question.item, a_item=with_article(question.item))


def option_lines(question: Question) -> Iterator[str]:
    """Yield the options, numbered, with their help."""
    for number, option in enumerate(question.options, start=1):
        says = f": {option.help}" if option.help else ""
        yield f"  {number}. {option_label(question, option)}{says}"


def _options_in_one_line(question: Question) -> Iterator[str]:
    if question.options:
        offered = (
            f"{number} {option_label(question, option)}" for number, option in enumerate(question.options, start=1)
        )
        yield f"{', '.join(offered)}."


def option_label(question: Question, option: Option) -> str:
    """Return an option's label, and whether it is recommended, or required where others are not."""
    if option.value == question.recommended:
        return f"{option.label} (recommended)"
    return f"{option.label} (required)" if option.required and question.requires_some_options else option.label


def _limits_text(question: Question) -> str:
    items = pluralize(question.item, (question.min if question.max is None else question.max) or 0)
    unit = {"line": "characters", "text": "characters", "number": ""}.get(question.kind, items)
    least = f"at least {format_number(question.min)}" if question.min is not None else ""
    most = f"at most {format_number(question.max)}" if question.max is not None else ""
    both = " and ".join(filter(None, (least, most)))
    limits = f"{both} {unit}".strip().capitalize() + "." if both else ""
    return " ".join(filter(None, (_step_text(question), limits, *_day_texts(question))))


def _day_texts(question: Question) -> Iterator[str]:
    for words, limit in (("Not before", question.earliest), ("Not after", question.latest)):
        if isinstance(limit, Constant):
            yield f"{words} {limit.value}."


def _step_text(question: Question) -> str:
    if question.step is None:
        return ""
    return "Whole numbers only." if question.step == 1 else f"In steps of {format_number(question.step)}."


def _answer_so_far(interview: Interview, question: Question, can_edit: bool) -> Iterator[str]:
    """Yield the answer so far, unless the prompt shows it, and what an empty line does."""
    current = interview.current
    has_items = question.kind in ("list", "checklist", "table", "group")
    draft_text = interview.unfinished.get(current)
    if draft_text and not can_edit:
        yield f"Typed earlier, but not valid yet: {draft_text}"
    yield from (judged.message for judged in interview.judgements(current))
    answer = interview.answer_at(current)
    if answer is None:
        yield "Skipped: this does not appear in the plan. :omit to include it again."
    elif answer is not OPEN and has_items and not (can_edit and question.kind == "group"):
        yield items_so_far(interview)
    elif answer is not OPEN and not can_edit:
        more = " (:more to add to it)" if question.kind in ("text", "diagram") else ""
        yield f"Current answer, kept by an empty line{more}:"
        yield spoken_answer(question, answer)
    elif answer is OPEN and draft_text is None and not (can_edit and question.kind == "choice"):
        default = interview.default_of(current)
        if default is not OPEN and not (can_edit and interview.prefilled_text(current)):
            more = " (:more to add to it)" if question.kind in ("text", "diagram") else ""
            yield f"An empty line accepts{more}: {spoken_answer(question, default)}"


def back_at_items(interview: Interview, *, can_edit: bool) -> str:
    """Return the short reading of a group to which the user comes back from one of its items."""
    question, items = interview.question(), interview.answer_at(interview.current)
    count = len(items) if is_list(items) else 0
    return f"{count} {pluralize(question.item, count)} so far. {expected_input(question, can_edit=can_edit)}".strip()


def items_so_far(interview: Interview, *, all_of_them: bool = False) -> str:
    """Return the items of the current question, numbered; of a long list the last ones."""
    question, items = interview.question(), interview.answer_at(interview.current)
    if not is_list(items) or not items:
        return f"No {question.item} yet."
    count = f"{len(items)} {pluralize(question.item, len(items))} so far"
    shown = len(items) if all_of_them or len(items) <= _MOST_SHOWN else 3
    title = f"{count}:" if shown == len(items) else f"{count}; :items lists them all. The last {shown}:"
    numbered = enumerate(items[-shown:], start=len(items) - shown + 1)
    how = _ITEM_HINTS if question.kind == "group" else "Change them with :edit 2, :remove 2, :up 2 or :down 2."
    return "\n".join([title, *(f"  {number}. {item_text(question, item)}" for number, item in numbered), how])


def spoken_answer(question: Question, answer: Answer | Unanswered) -> str:
    """Return an answer as text, options by their labels."""
    labels = {option.value: option.label for option in question.options}
    if is_list(answer) and question.kind == "choices":
        return ", ".join(labels.get(str(item), str(item)) for item in answer)
    return labels.get(answer, answer) if isinstance(answer, str) else format_answer(answer)


def item_text(question: Question, item: Answer | Unanswered) -> str:
    """Return an item in one line: a task with its box, a row or group by its first four answers."""
    if is_mapping(item) and question.kind == "checklist":
        return f"[{'x' if item.get('done') else ' '}] {format_answer(item)}"
    if is_mapping(item):
        texts = [format_answer(item[inner.id]) for inner in question.questions if item.get(inner.id) not in (None, ())]
        return "; ".join(text.replace("\n", " ") for text in texts[:4]) or "empty"
    return format_answer(item)


def unfinished_lines(interview: Interview) -> str:
    """Return the typed texts that are no answers, with the reason; empty when there are none."""
    problems = ((path, text, interview.problem(path)) for path, text in interview.unfinished.items())
    return "\n".join(
        f"Not in the plan yet: {format_path(path)}{f', typed as {text}' if text else ''}. "
        f"{problem.message if problem else ''}".strip()
        for path, text, problem in problems
    )


def switch_lines(interview: Interview) -> Iterator[str]:
    """Yield a line for every switch of the review: what it says, how it stands, and how to change that."""
    for question in interview.switches():
        state = "Yes" if interview.is_on(question) else "No"
        yield f"{question.label} {state}; :switch {question.id} changes it."


def outline_text(interview: Interview) -> str:
    """Return every question that is asked, by section, with its path and state."""
    lines: list[str] = []
    title = ""
    for path in interview.asked_paths():
        section = interview.section(path).title
        if section != title:
            lines.append(section)
            title = section
        lines.append(f"  {format_path(path)}: {interview.question(path).short}, {STATE_WORDS[interview.state(path)]}")
    return "\n".join(lines)
