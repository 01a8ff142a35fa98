"""Plans with many lines alike, edited by hand while their answers change, and where each edit has to end up.

Every text of the answers carries a tag (`Write the tests q17q`), so that each line of a rendered plan has an identity
that an answer change does not take away. The same edit, made at the same identities in the old plan and in the new one,
gives the file and the merge that is right. Only then the tags are taken off, and the lines are alike.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from tests.support.built_in_plans import NAMES, TEMPLATES, example
from tests.support.imported_plans import IMPORTED, imported_template
from tests.support.text_layouts import LAYOUTS, words_of
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, Answers, is_list, is_mapping
from wizard.model.template import Question, Template
from wizard.render.plan import render_plan

PLANS = (*NAMES, *IMPORTED, "long")
Outcome = Literal["right", "order", "elsewhere", "lost", "conflict"]
"""As expected; all under the right headings, in another order; under another heading; not there; left to the user."""

_TASKS = ("Write the tests", "Update the docs", "Review the change", "Release to staging", "Tell the team")
_TITLES = ("Build", "Search", "Build", "Sign-in", "Release", "Search", "Clean up")
_CELLS = ("Users", "Orders", "none", "OK", "Users")
_PROSE = (
    "It drips in the kitchen as soon as the tap is closed. Nobody knows why it began. The bucket is full at noon.",
    "Close the tap, wait for ten minutes, and look below the sink. The floor is wet by then, and so is the cat.",
    "A new washer costs little, and a plumber a lot. We try the washer first, and call the plumber when it drips on.",
)
_NEAR = 6
_TAG = re.compile(r" q(\d+)q")
_BOX_OR_NUMBER = re.compile(r"\[[ x]\]|\d+")
_WORD = re.compile(r"\w+")
_HEADING = re.compile(r"#{1,6} ")
_ITEM = re.compile(r"(\s*)([-*]|\d+\.)(\s+)(\[[ x]\] )?(?=\S)")


class Line(Struct, frozen=True):
    """A line of a plan, and what it is whatever the answers around it are."""

    text: str
    identity: str


class Case(Struct, frozen=True):
    """Three versions of a plan, and the merge that keeps the edit of the file where it was made."""

    name: str
    base: str
    yours: str
    file: str
    expected: str | None
    """None if what was edited is no longer in `yours`."""


Lines: TypeAlias = "list[Line]"
Edit: TypeAlias = "Callable[[Lines, int, str], bool]"
"""Edits the line at an index, which was this text when it was edited by hand; False if such a line cannot be."""


# ------------------------------------------------------------------------------------------------ answers, all alike


class _Tags:
    def __init__(self) -> None:
        self.last = 0

    def tagged(self, text: str) -> str:
        self.last += 1
        return f"{text} q{self.last}q"


@cache
def _alike_answers(plan: str) -> tuple[Answers, int]:
    """The example's answers, with more items and few different texts, and the last tag."""
    tags, chance = _Tags(), random.Random(plan)
    questions = {question.id: question for question in template_of(plan).questions()}
    times = 12 if plan == "long" else 2
    answers = {id: _alike(questions[id], answer, tags, chance, times) for id, answer in example_of(plan).items()}
    return answers, tags.last


def template_of(plan: str) -> Template:
    """The template of a plan of the corpus."""
    return imported_template(plan) if plan in IMPORTED else TEMPLATES["project-plan" if plan == "long" else plan]


def example_of(plan: str) -> Answers:
    if plan not in IMPORTED:
        return example("project-plan" if plan == "long" else plan)
    questions = [question for question in imported_template(plan).questions() if not question.at_review]
    return {question.id: _example_answer(question, index) for index, question in enumerate(questions)}


def _example_answer(question: Question, number: int) -> Answer:
    if question.questions:
        return tuple({each.id: f"Part {row} {each.id}" for each in question.questions} for row in range(4))
    match question.kind:
        case "text":
            return _PROSE[number % len(_PROSE)]
        case "list":
            return ("one", "two", "three", "four")
        case "checklist":
            return tuple({"text": text, "done": False} for text in ("one", "two", "three", "four"))
        case "date":
            return "2027-01-08"
        case "choices":
            return (question.options[0].value,)
        case _:
            return f"A few words of part {number}"


def _alike(question: Question, answer: Answer, tags: _Tags, chance: random.Random, times: int) -> Answer:
    if question.kind == "choices":
        return answer
    if is_list(answer):
        many = tuple(answer) * times if question.questions else tuple(answer)
        return tuple(_alike_item(question, item, tags, chance, index) for index, item in enumerate(many))
    return _alike_text(question, answer, tags)


def _alike_item(question: Question, item: Answer, tags: _Tags, chance: random.Random, index: int) -> Answer:
    if is_mapping(item) and question.questions:
        inner = {each.id: each for each in question.questions}
        made = {id: _alike(inner[id], answer, tags, chance, 1) for id, answer in item.items()}
        first = question.questions[0]
        pool = _CELLS if question.kind == "table" else _TITLES
        title = pool[index % len(pool)] if first.kind == "line" else _TAG.sub("", str(item[first.id]))
        return {**made, first.id: tags.tagged(title)}
    if is_mapping(item):
        return {"text": tags.tagged(chance.choice(_TASKS)), "done": False}
    return tags.tagged(chance.choice(_TASKS)) if isinstance(item, str) else item


def _alike_text(question: Question, answer: Answer, tags: _Tags) -> Answer:
    if question.kind in ("line", "text") and isinstance(answer, str) and "\n" not in answer:
        return tags.tagged(answer)
    return answer


# ------------------------------------------------------------------------------------------------- changes of answers


def _change_answers(answers: Answers, chance: random.Random, tags: _Tags) -> tuple[Answers, str]:
    """Change one thing at random in the answers: a text, or an item of a list, or leave a question out."""
    lists = [path for path, answer in _parts(answers) if is_list(answer) and len(answer) > 1]
    texts = [path for path, answer in _parts(answers) if isinstance(answer, str) and _TAG.search(answer)]
    kinds = (
        *(("text",) if texts else ()),
        *(("add", "add", "remove", "remove", "swap") if lists else ()),
        *(("skip",) if len(answers) > 2 else ()),
    )
    if not kinds:
        return answers, "nothing"
    kind = chance.choice(kinds)
    if kind == "text":
        return _edited(answers, chance.choice(texts), lambda text: _reworded(str(text), chance)), kind
    if kind == "skip":
        gone = chance.choice(tuple(answers))
        return {id: answer for id, answer in answers.items() if id != gone}, kind
    path = chance.choice([path for path in lists if len(path) == 1] if chance.random() < 0.4 else lists)
    return _edited(answers, path, lambda items: _change_items(items, kind, chance, tags)), kind


def _change_items(answer: Answer, kind: str, chance: random.Random, tags: _Tags) -> Answer:
    """Add, remove or swap an item; never one beside its twin, where nobody could say which of them it was."""
    assert is_list(answer)
    items = list(answer)
    index = chance.randrange(len(items))
    beside = [_plain(item) for item in items[max(index - 1, 0) : index + 2]]
    match kind:
        case "add":
            others = [item for item in items if _plain(item) not in beside]
            items[index:index] = [_tagged_anew(item, tags) for item in chance.sample(others, min(len(others), 1))]
        case "remove":
            items[index : index + 1] = [items[index]] if beside.count(_plain(items[index])) > 1 else []
        case _:
            other = min(index, len(items) - 2) + 1
            index = other - 1
            if _plain(items[index]) != _plain(items[other]):
                items[index], items[other] = items[other], items[index]
    return tuple(items)


def _plain(answer: Answer) -> str:
    return _TAG.sub("", repr(answer))


def _reworded(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    words.insert(chance.randrange(len(words)), "reworded")
    return " ".join(words)


def _tagged_anew(answer: Answer, tags: _Tags) -> Answer:
    if isinstance(answer, str):
        return tags.tagged(_TAG.sub("", answer)) if _TAG.search(answer) else answer
    if is_list(answer):
        return tuple(_tagged_anew(item, tags) for item in answer)
    return {id: _tagged_anew(part, tags) for id, part in answer.items()} if is_mapping(answer) else answer


def _parts(answers: Answers) -> Iterator[tuple[tuple[str | int, ...], Answer]]:
    todo: list[tuple[tuple[str | int, ...], Answer]] = [((id,), answer) for id, answer in answers.items()]
    while todo:
        path, answer = todo.pop()
        yield path, answer
        if is_list(answer):
            todo += [((*path, index), item) for index, item in enumerate(answer)]
        elif is_mapping(answer):
            todo += [((*path, id), part) for id, part in answer.items()]


def _edited(answers: Answers, path: Sequence[str | int], change: Callable[[Answer], Answer]) -> Answers:
    changed = _edit_part(answers, path, change)
    assert is_mapping(changed)
    return changed


def _edit_part(answer: Answer, path: Sequence[str | int], change: Callable[[Answer], Answer]) -> Answer:
    if not path:
        return change(answer)
    if is_list(answer) and isinstance(path[0], int):
        items = list(answer)
        items[path[0]] = _edit_part(items[path[0]], path[1:], change)
        return tuple(items)
    assert is_mapping(answer) and isinstance(path[0], str)
    return {**answer, path[0]: _edit_part(answer[path[0]], path[1:], change)}


# --------------------------------------------------------------------------------------------------- lines and edits


def _identified(text: str) -> Lines:
    """The lines of a rendered plan: tagged ones by their tags, others by their words, each under its heading."""
    lines: Lines = []
    section = ""
    levels: dict[int, str] = {}
    seen: Counter[str] = Counter()
    in_fence = False
    for line in text.split("\n"):
        in_fence ^= line.startswith("```")
        tags = " ".join(_TAG.findall(line))
        own = f"#{tags}" if tags else re.sub(r"\d+", "", line)
        if _HEADING.match(line) and not in_fence:
            level = line.index(" ")
            levels = {each: identity for each, identity in levels.items() if each < level}
            parent = "/".join(levels.values())
            levels[level] = own
            section = "/".join(levels.values())
            own = f"{parent}>{own}" if level > 1 else "title"
        elif not tags:
            own = f"{section}>{own}"
        seen[own] += 1
        lines.append(Line(_TAG.sub("", line), f"{own}@{seen[own]}"))
    return lines


def _hand(text: str) -> Line:
    return Line(text, "by hand")


def _tick(lines: Lines, at: int, text: str) -> bool:
    if "[ ]" not in text:
        return False
    lines[at] = Line(lines[at].text.replace("[ ]", "[x]", 1), lines[at].identity)
    return True


def _reword(lines: Lines, at: int, text: str) -> bool:
    if not text or text.startswith(("---", "```", "| ---")):
        return False
    text = lines[at].text
    lines[at] = Line(f"{text[:-2]} by hand |" if text.endswith(" |") else f"{text} by hand", lines[at].identity)
    return True


def _reword_inside(lines: Lines, at: int, text: str) -> bool:
    """Another word in the middle of a sentence."""
    words = text.split(" ")
    if len(words) < 6 or text.startswith(("#", "|", "---", "```", "<!--")):
        return False
    word = words[len(words) // 2]
    now = lines[at].text.split(" ")
    if now.count(word) != 1 or words.count(word) != 1 or not word.isalpha():
        return False
    lines[at] = Line(" ".join("hand-made" if each == word else each for each in now), lines[at].identity)
    return True


def _delete(lines: Lines, at: int, text: str) -> bool:
    if not _ITEM.match(text) or _has_twin(lines, at):
        return False
    del lines[at]
    return True


def _has_twin(lines: Lines, at: int) -> bool:
    """Whether a line beside this one is the same, so that nobody could say which of them was meant."""
    return any(line.text == lines[at].text for line in (*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]))


def _add_item(lines: Lines, at: int, text: str) -> bool:
    """An item after another one, as it is written there, or a row after a row."""
    if item := _ITEM.match(text):
        lines.insert(at + 1, _hand(f"{item[0]}Added by hand"))
    elif text.startswith("| "):
        lines.insert(at + 1, _hand("| Added by hand" + " |" * (text.count(" | ") + 1)))
    else:
        return False
    return True


def _add_alike_item(lines: Lines, at: int, text: str) -> bool:
    """The same item once more, which no one can tell from the first."""
    if not _ITEM.match(text):
        return False
    lines.insert(at + 1, _hand(text))
    return True


def _add_nested(lines: Lines, at: int, text: str) -> bool:
    item = _ITEM.match(text)
    if item is None:
        return False
    lines.insert(at + 1, _hand(f"{' ' * len(item[0])}- A remark by hand"))
    return True


def _add_paragraph(lines: Lines, at: int, text: str) -> bool:
    if not _HEADING.match(text):
        return False
    end = _section_end(lines, at, within=True)
    lines[end:end] = [_hand("A note by hand."), _hand("")]
    return True


def _add_section(lines: Lines, at: int, text: str) -> bool:
    """A section behind one, of the same level."""
    heading = _HEADING.match(text)
    if heading is None or len(heading[0]) < 3:
        return False
    end = _section_end(lines, at, within=False)
    made = [f"{heading[0]}Added by hand", "", "A section by hand.", ""]
    lines[end:end] = [_hand(text) for text in made]
    return True


def _section_end(lines: Lines, at: int, *, within: bool) -> int:
    """The line behind a section: its last own one, or that of its last part."""
    level = lines[at].text.index(" ")
    for index in range(at + 1, len(lines)):
        text = lines[index].text
        if _HEADING.match(text) and (within or text.index(" ") <= level):
            return index
    return len(lines)


def _delete_section(lines: Lines, at: int, text: str) -> bool:
    if not _is_part(text):
        return False
    del lines[at : _section_end(lines, at, within=False)]
    return True


def _move_section(lines: Lines, at: int, text: str) -> bool:
    """A section behind the next one of its level."""
    if not neighbour_of(lines, at, text):
        return False
    middle = _section_end(lines, at, within=False)
    end = _section_end(lines, middle, within=False)
    if end == len(lines):
        return False
    lines[at:end] = [*lines[middle:end], *lines[at:middle]]
    return True


def neighbour_of(lines: Lines, at: int, text: str) -> str:
    """The identity of the section behind a section, on the same level; empty without one."""
    end = _section_end(lines, at, within=False) if _is_part(text) and _is_part(lines[at].text) else len(lines)
    if end == len(lines) or lines[end].text.partition(" ")[0] != text.partition(" ")[0]:
        return ""
    return lines[end].identity


def _is_part(text: str) -> bool:
    """Whether a line is the heading of a section that is not the whole plan."""
    return _HEADING.match(text) is not None and not text.startswith("# ")


def _move_down(lines: Lines, at: int, text: str) -> bool:
    """An item behind the next one; never among its twins."""
    pair = [line.text for line in lines[at : at + 2]]
    if len(pair) < 2 or not all(_ITEM.match(text) for text in pair) or _has_twin(lines, at) or _has_twin(lines, at + 1):
        return False
    if len(pair[0]) - len(pair[0].lstrip()) != len(pair[1]) - len(pair[1].lstrip()):
        return False
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return True


EDITS: Mapping[str, Edit] = {
    "tick": _tick,
    "reword": _reword,
    "reword inside": _reword_inside,
    "delete": _delete,
    "add an item": _add_item,
    "add an item that is there": _add_alike_item,
    "add a nested item": _add_nested,
    "add a paragraph": _add_paragraph,
    "add a section": _add_section,
    "move down": _move_down,
    "delete a section": _delete_section,
    "move a section": _move_section,
}


def _edit_some(lines: Lines, changed: Sequence[int], chance: random.Random) -> tuple[str, Line, str]:
    """Edit one line, mostly near one that the answers change; return the edit's name, the line, and its neighbour."""
    while True:
        name = chance.choice(tuple(EDITS))
        near = chance.choice(changed) + chance.randint(-_NEAR, _NEAR) if changed and chance.random() < 0.8 else -1
        at = near if 0 <= near < len(lines) else chance.randrange(len(lines))
        line, neighbour = lines[at], neighbour_of(lines, at, lines[at].text)
        if line.identity != "by hand" and EDITS[name](lines, at, line.text):
            return name, line, neighbour


# ------------------------------------------------------------------------------------------------------- the corpus


def corpus(cases_of_each: int, plans: Sequence[str] = PLANS) -> Iterator[Case]:
    """So many cases of each plan, the same ones every time."""
    for plan in plans:
        for number in range(cases_of_each):
            yield make_case(plan, number)


def make_case(plan: str, number: int) -> Case:
    """One to three edits by hand, and one or two changes of answers."""
    chance = random.Random(f"{plan} {number}")
    before, last_tag = _alike_answers(plan)
    tags = _Tags()
    tags.last = last_tag
    after, names = before, list[str]()
    for _ in range(chance.choice((1, 1, 2))):
        after, name = _change_answers(after, chance, tags)
        names.append(name)
    base, yours = _identified(_rendered(plan, before)), _identified(_rendered(plan, after))
    file, expected, has_home = list(base), list(yours), True
    changed = _changed_lines(base, yours)
    for _ in range(chance.choice((1, 1, 2, 3))):
        name, edited, neighbour = _edit_some(file, changed, chance)
        at = next((index for index, line in enumerate(expected) if line.identity == edited.identity), None)
        if name == "move a section" and at is not None and neighbour_of(expected, at, edited.text) != neighbour:
            at = None  # nobody could say behind which of the sections it belongs now
        has_home = has_home and at is not None and EDITS[name](expected, at, edited.text)
        names.append(name)
    return Case(
        name=f"{plan} {number}: {', '.join(names)}",
        base=_text(base),
        yours=_text(yours),
        file=_text(file),
        expected=_text(expected) if has_home else None,
    )


def make_chain(plan: str, number: int, saves: int) -> tuple[list[str], Callable[[str, int], str]]:
    """The texts of a plan whose answers change from save to save, and what edits a file by hand before each save.

    Each edit adds text with the number of its save, `by hand 2`, so that it can be counted; every other file has been
    through a formatter.
    """
    chance = random.Random(f"chain {plan} {number}")
    answers, last_tag = _alike_answers(plan)
    tags = _Tags()
    tags.last = last_tag
    texts = [_text(_identified(_rendered(plan, answers)))]
    for _ in range(saves):
        answers, _ = _change_answers(answers, chance, tags)
        texts.append(_text(_identified(_rendered(plan, answers))))

    def edit(file: str, save: int) -> str:
        lines = [Line(text, str(index)) for index, text in enumerate(file.split("\n"))]
        while not EDITS[chance.choice(_COUNTED)](lines, at := chance.randrange(len(lines)), lines[at].text):
            pass
        edited = re.sub(r"by hand(?! \d)", f"by hand {save}", _text(lines))
        return edited if number % 2 else chance.choice(tuple(LAYOUTS.values()))(edited)

    return texts, edit


_COUNTED = ("reword", "add an item", "add a nested item", "add a paragraph", "add a section")


def _changed_lines(base: Lines, yours: Lines) -> list[int]:
    """The lines of the old plan that the new one has no more, and those behind which it has others."""
    left = {(line.identity, line.text) for line in yours}
    changed = [index for index, line in enumerate(base) if (line.identity, line.text) not in left]
    place = {line.identity: index for index, line in enumerate(base)}
    return changed + [
        place[before.identity]
        for before, line in pairwise(yours)
        if line.identity not in place and before.identity in place
    ]


def _rendered(plan: str, answers: Answers) -> str:
    return render_plan(Interview.begin(template_of(plan), answers)).text


def _text(lines: Lines) -> str:
    return "\n".join(line.text for line in lines)


# --------------------------------------------------------------------------------------------------------- judgement


def judge_words(case: Case, merged: str) -> Outcome:
    """Where the words of the edits by hand are in a merge without conflicts, in whatever layout."""
    if case.expected is None:
        return "lost" if lost_lines(case, merged) else "right"
    made, expected = words_of(merged), words_of(case.expected)
    if made == expected:
        return "right"
    return "order" if not _missing(Counter(expected) - Counter(made), case, words_of) else "lost"


def _missing(missing: Counter[str], case: Case, split: Callable[[str], Sequence[str]]) -> Counter[str]:
    """What is missing in a merge, without what both sides have added alike."""
    base, yours, file = (Counter(split(text)) for text in (case.base, case.yours, case.file))
    return missing - ((yours - base) & (file - base))


def judge(case: Case, merged: str) -> Outcome:
    """Where the edits by hand are in a merge without conflicts."""
    if case.expected is None:
        # The line that was edited is no longer in the plan: what was added to it may stay under the same heading.
        missing = _added_by_section(case.base, case.file) - _added_by_section(case.yours, merged)
        is_there = all(_stands_in(line, case.base, merged) for _, line in missing)
        return "right" if is_there else "elsewhere" if _has_all(case, merged) else "lost"
    if _filled(merged) == _filled(case.expected):
        return "right"
    if _by_sections(merged) == _by_sections(case.expected):
        return "order"
    made, expected = Counter(_filled(merged)), Counter(_filled(case.expected))
    if made == expected:
        return "elsewhere"
    return "lost" if _missing(expected - made, case, _filled) else "order"


def _added_by_section(before: str, after: str) -> Counter[tuple[str, str]]:
    return _titled_lines(after) - _titled_lines(before)


def _titled_lines(text: str) -> Counter[tuple[str, str]]:
    """The lines, each with the title of its section."""
    heading, lines = "", Counter[tuple[str, str]]()
    for line in _filled(text):
        heading = re.sub(r"\d+|reworded ", "", line) if _HEADING.match(line) else heading
        lines[heading, line] += 1
    return lines


def lost_lines(case: Case, merged: str) -> list[str]:
    """The lines that stand in the file alone, or in the new plan alone, and not in the merge."""
    theirs = {*_filled(case.file)} | {*_filled(case.yours)}
    base, left = ({_BOX_OR_NUMBER.sub("[ ]", line) for line in _filled(text)} for text in (case.base, merged))
    gone = sorted(line for line in theirs if _BOX_OR_NUMBER.sub("[ ]", line) not in base | left)
    known = f" {' '.join(words_of(case.base))} "
    own = [line for line in gone if f" {' '.join(words_of(line))} " not in known]
    return [line for line in own if not _stands_in(line, case.base, merged)]


def _stands_in(line: str, base: str, merged: str) -> bool:
    """Whether a line of a merge, or several of one sentence, has the words of this one that the base has not, and most.

    One that is wrapped is on at most four lines.
    """
    words, before = set(_WORD.findall(line)), set(_WORD.findall(base))
    lines = [set(_WORD.findall(other)) for other in _filled(merged)]
    windows = (set().union(*lines[at : at + count]) for count in (1, 4) for at in range(len(lines)))
    return any(words - before <= window and 2 * len(words & window) >= len(words) for window in windows)


def _has_all(case: Case, merged: str) -> bool:
    made = Counter(_filled(case.file)) - Counter(_filled(case.base))
    return not made - Counter(_filled(merged))


def _filled(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _by_sections(text: str) -> list[Counter[str]]:
    sections = [Counter[str]()]
    for line in _filled(text):
        if _HEADING.match(line):
            sections.append(Counter())
        sections[-1][line] += 1
    return sections


HAS_GIT = shutil.which("git") is not None


def merge_with_git(case: Case, folder: Path) -> tuple[int, str]:
    """The conflicts that `git merge-file` leaves, and its text."""
    names = ("yours", "base", "file")
    for name, text in zip(names, (case.yours, case.base, case.file), strict=True):
        (folder / name).write_bytes(text.encode())
    done = subprocess.run(["git", "merge-file", "-p", *names], cwd=folder, capture_output=True, check=False)
    return done.returncode, done.stdout.decode()
