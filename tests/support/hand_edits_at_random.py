"""Random edits of a plan's file, as a person or an agent makes them in an editor, each of a named kind."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from msgspec import Struct

from tests.support.random_scripts import random_script
from wizard.automation.json_schema import answers_schema
from wizard.compiler.loader import load_template
from wizard.interview.interview import Interview
from wizard.model.template import Template
from wizard.plans.answers_file import read_answers
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.merge.merge import merge
from wizard.plans.read_back.edits.edited_answers import ReadBack, read_edits
from wizard.plans.read_back.edits.plan_lines import read_plan_lines
from wizard.render.plan import render_plan

PLANS = ("project-plan", "feature-plan", "roadmap")
_BOX = re.compile(r"^(\s*(?:>\s*)*[-*+] +\[)([ x])(\] +)(\S.*)$")
_ITEM = re.compile(r"^(\s*(?:>\s*)*(?:[-*+]|\d+\.) +)(?!\[)(\S.*)$")
_LABELLED = re.compile(r"^(\s*(?:[-*+] +)?\*\*[^*]+:\*\* )(\S.*)$")
_ROW = re.compile(r"^\|(?!\s*:?-).*\|$")
_HEADING = re.compile(r"^(#+ )(\S.*)$")
WORDS = "relay harbour lantern quarry meadow copper signal thread anchor violet".split()

Lines = list[str]
Edit = Callable[[Lines, int, random.Random], bool]


def _words(chance: random.Random, count: int = 3) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(count))


def _tick(lines: Lines, at: int, chance: random.Random) -> bool:
    found = _BOX.match(lines[at])
    if found is None:
        return False
    lines[at] = f"{found[1]}{'x' if found[2] == ' ' else ' '}{found[3]}{found[4]}"
    return True


def _reword_task(lines: Lines, at: int, chance: random.Random) -> bool:
    found = _BOX.match(lines[at])
    if found is None or "**" in found[4]:
        return False
    lines[at] = f"{found[1]}{found[2]}{found[3]}{found[4]} {_words(chance, 1)}"
    return True


def _replace_task(lines: Lines, at: int, chance: random.Random) -> bool:
    found = _BOX.match(lines[at])
    if found is None or "**" in found[4]:
        return False
    lines[at] = f"{found[1]}{found[2]}{found[3]}{_words(chance).capitalize()}"
    return True


def _reword_item(lines: Lines, at: int, chance: random.Random) -> bool:
    found = _ITEM.match(lines[at])
    if found is None or "**" in found[2]:
        return False
    lines[at] = f"{found[1]}{_words(chance, 1).capitalize()} {found[2]}"
    return True


def _reword_labelled(lines: Lines, at: int, chance: random.Random) -> bool:
    found = _LABELLED.match(lines[at])
    if found is None:
        return False
    lines[at] = f"{found[1]}{found[2]} and {_words(chance, 2)}"
    return True


def _reword_heading(lines: Lines, at: int, chance: random.Random) -> bool:
    found = _HEADING.match(lines[at])
    if found is None or ": " not in found[2]:
        return False
    lines[at] = f"{lines[at]} {_words(chance, 1)}"
    return True


def _add_item(lines: Lines, at: int, chance: random.Random) -> bool:
    box, item = _BOX.match(lines[at]), _ITEM.match(lines[at])
    if box is not None and "**" not in box[4]:
        lines.insert(at + 1, f"{box[1]}{chance.choice(' x')}{box[3]}{_words(chance).capitalize()}")
    elif item is not None and "**" not in item[2]:
        lines.insert(at + 1, f"{item[1]}{_words(chance).capitalize()}")
    else:
        return False
    return True


def _remove_item(lines: Lines, at: int, chance: random.Random) -> bool:
    box, item = _BOX.match(lines[at]), _ITEM.match(lines[at])
    text = box[4] if box else item[2] if item else "**"
    if "**" in text:
        return False
    del lines[at]
    return True


def _move_item(lines: Lines, at: int, chance: random.Random) -> bool:
    if at + 1 >= len(lines) or lines[at] == lines[at + 1]:
        return False
    for pattern in (_BOX, _ITEM):
        found, below = pattern.match(lines[at]), pattern.match(lines[at + 1])
        if found and below and found[1] == below[1] and "**" not in lines[at] + lines[at + 1]:
            lines[at], lines[at + 1] = lines[at + 1], lines[at]
            return True
    return False


def _edit_cell(lines: Lines, at: int, chance: random.Random) -> bool:
    cells = lines[at].split(" | ")
    if not _ROW.match(lines[at]) or len(cells) < 2 or at + 1 < len(lines) and set(lines[at + 1]) <= set("|-: "):
        return False
    number = chance.randrange(len(cells))
    cell = cells[number].strip("| ")
    if not cell:
        return False
    cells[number] = cells[number].replace(cell, f"{cell} {_words(chance, 1)}")
    lines[at] = " | ".join(cells)
    return True


def _add_row(lines: Lines, at: int, chance: random.Random) -> bool:
    cells = lines[at].count(" | ")
    if not _ROW.match(lines[at]) or at + 1 < len(lines) and set(lines[at + 1]) <= set("|-: "):
        return False
    lines.insert(at + 1, "| " + " | ".join(_words(chance, 1) for _ in range(cells + 1)) + " |")
    return True


def _remove_row(lines: Lines, at: int, chance: random.Random) -> bool:
    if not _ROW.match(lines[at]) or at + 1 < len(lines) and set(lines[at + 1]) <= set("|-: "):
        return False
    del lines[at]
    return True


def _edit_paragraph(lines: Lines, at: int, chance: random.Random) -> bool:
    if not lines[at] or not lines[at][0].isalpha() or lines[at].endswith(":"):
        return False
    lines[at] = f"{lines[at]} {_words(chance, 2).capitalize()}."
    return True


def _add_paragraph(lines: Lines, at: int, chance: random.Random) -> bool:
    if lines[at]:
        return False
    lines[at:at] = ["", f"{_words(chance, 4).capitalize()}."]
    return True


def _edit_label(lines: Lines, at: int, chance: random.Random) -> bool:
    found = _LABELLED.match(lines[at])
    if found is None:
        return False
    lines[at] = lines[at].replace("**", f"**{_words(chance, 1).capitalize()} ", 1)
    return True


def _break_line(lines: Lines, at: int, chance: random.Random) -> bool:
    if " " not in lines[at].strip() or chance.random() < 0.9:  # nearly every line could be broken
        return False
    head, _, tail = lines[at].rpartition(" ")
    lines[at : at + 1] = [head, tail]
    return True


EDITS: Mapping[str, Edit] = {
    "tick": _tick,
    "reword a task": _reword_task,
    "replace a task": _replace_task,
    "reword an item": _reword_item,
    "reword a labelled line": _reword_labelled,
    "reword a heading": _reword_heading,
    "add an item": _add_item,
    "remove an item": _remove_item,
    "move an item": _move_item,
    "edit a cell": _edit_cell,
    "add a row": _add_row,
    "remove a row": _remove_row,
    "edit a paragraph": _edit_paragraph,
    "add a paragraph": _add_paragraph,
    "edit a label": _edit_label,
    "break a line": _break_line,
}
"""The last three are seldom inside an answer."""


def edit_at_random(text: str, chance: random.Random, places: Sequence[int] = ()) -> tuple[str, str]:
    """Edit one line of a text, of those at some places if there are any; return the text and the kind of edit."""
    lines = text.split("\n")
    for _ in range(400):
        kind, at = chance.choice(tuple(EDITS)), chance.choice(places or range(len(lines)))
        if EDITS[kind](lines, at, chance):
            return "\n".join(lines), kind
    return text, "nothing"


# ---------------------------------------------------------------------------------------------------------- the cases


class ReadCase(Struct, frozen=True):
    """A plan with random answers that was edited at random, and what was read of it."""

    name: str
    kind: str
    """Of the first edit."""
    file: str
    base: str
    found: ReadBack

    @property
    def is_in_answers(self) -> bool:
        """Whether the answers make the file as it is: all that was edited is in them."""
        return self.rendered == self.file

    @property
    def rendered(self) -> str:
        return render_plan(self.found.interview).text

    @property
    def merged(self) -> str:
        """What a save would leave in the file; empty where it would find a clash."""
        base = self.base if self.found.base is None else self.found.base
        made = merge(base, split_lines(self.rendered), split_lines(self.file))
        return "" if made.conflicts else "\n".join(made.lines())


@cache
def _template(name: str) -> tuple[Template, Mapping[str, object]]:
    template = load_template(name)
    return template, json.loads(json.dumps(answers_schema(template)))


def case_inside_an_answer(number: int) -> ReadCase:
    """One edit of a line that has an answer in it, or of the item behind it."""
    name, interview, chance = _interview(number)
    plan = read_plan_lines(render_plan(interview))
    answered = [line for line, slots in plan.by_line.items() if not any(slot.is_placeholder for slot in slots)]
    file, kind = edit_at_random(plan.text, chance, sorted(answered))
    return ReadCase(f"{name} {number}: {kind}", kind, file, plan.text, read_edits(interview, plan.text, file))


def case_of_several_edits(number: int) -> ReadCase:
    """Up to six edits anywhere."""
    name, interview, chance = _interview(number)
    text = file = render_plan(interview).text
    kinds: list[str] = []
    for _ in range(chance.randint(1, 6)):
        file, kind = edit_at_random(file, chance)
        kinds.append(kind)
    return ReadCase(f"{name} {number}: {', '.join(kinds)}", kinds[0], file, text, read_edits(interview, text, file))


def _interview(number: int) -> tuple[str, Interview, random.Random]:
    name = PLANS[number % len(PLANS)]
    template, schema = _template(name)
    script = random_script(schema, f"{name} {number}")
    answers = read_answers(json.dumps(script), "script.json", template)
    return name, Interview.begin(template, answers), random.Random(f"edits {number}")


def shares(count: int) -> dict[str, tuple[int, int]]:
    """For each kind of edit inside an answer, how many there were, and how many are in the answers then."""
    found: dict[str, tuple[int, int]] = {}
    for number in range(count):
        case = case_inside_an_answer(number)
        tried, landed = found.get(case.kind, (0, 0))
        found[case.kind] = tried + 1, landed + case.is_in_answers
    return found


if __name__ == "__main__":
    for kind, (tried, landed) in sorted(shares(int(sys.argv[1])).items()):
        sys.stdout.write(f"{kind:24}{tried:6}{landed / tried:8.0%}\n")
