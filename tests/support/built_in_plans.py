"""The three built-in plans as the tests use them, and what would look wrong in a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from templates import BUILT_IN
from wizard.answers.kinds import validate_answer
from wizard.answers.validation import find_shortfalls
from wizard.compiler.loader import read_template
from wizard.files.serialization.document_nodes import plain_data
from wizard.files.serialization.yaml_reader import read_yaml
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, Answers, is_mapping
from wizard.model.template import Question, Template
from wizard.render.plan import Plan, render_plan

NAMES = ("project-plan", "feature-plan", "roadmap")
SEEDS = Path(__file__).parents[1] / "data" / "seeds"
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
TEMPLATES = {name: read_template((BUILT_IN / f"{name}.md").read_bytes().decode(), name) for name in NAMES}
OPTIONAL = [(name, q.id) for name in NAMES for q in TEMPLATES[name].questions() if not q.required]


def seed(name: str) -> str:
    """The document that a plan comes from."""
    return (SEEDS / f"{name}.md").read_bytes().decode()


@cache
def example(name: str) -> Answers:
    """The answers of a plan's example, which all fit their questions."""
    file = EXAMPLES / f"{name}.answers.yaml"
    read = plain_data(read_yaml(file.read_bytes().decode(), str(file)))
    assert is_mapping(read)
    answers = read["answers"]
    assert is_mapping(answers)
    return {id: _accepted(TEMPLATES[name], id, answer) for id, answer in answers.items()}


def _accepted(template: Template, id: str, raw: Answer) -> Answer:
    question = template.question((id,))
    assert question is not None, id
    answer, problems = validate_answer(question, raw, (id,))
    assert [*problems, *find_shortfalls(question, answer, (id,))] == []
    return answer


def interview(name: str, answers: Mapping[str, Answer]) -> Interview:
    """An interview of a plan that has got that far."""
    return Interview.begin(TEMPLATES[name], answers)


def plan(name: str, answers: Mapping[str, Answer]) -> Plan:
    """What the answers make of a plan."""
    return render_plan(interview(name, answers))


def rendered(name: str, answers: Mapping[str, Answer]) -> str:
    """The plan's Markdown."""
    return plan(name, answers).text


def ids(name: str) -> tuple[str, ...]:
    """The questions outside groups, in order."""
    return tuple(question.id for question in TEMPLATES[name].questions())


def question_of(name: str, id: str) -> Question:
    """The question of a plan that goes by an id."""
    question = TEMPLATES[name].question((id,))
    assert question is not None
    return question


def questions_of(template: Template) -> Iterator[tuple[str, Question]]:
    """Every question at any depth, with its path as it is written."""
    todo = [(question.id, question) for question in template.questions()]
    while todo:
        path, question = todo.pop(0)
        yield path, question
        todo += [(f"{path}[].{inner.id}", inner) for inner in question.questions]


def texts_in(answer: Answer) -> Iterator[str]:
    """Every text in an answer, at any depth."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, tuple):
        for item in answer:
            yield from texts_in(item)
    elif is_mapping(answer):
        for part in answer.values():
            yield from texts_in(part)


def headings(text: str, level: int) -> list[str]:
    """The titles of one level."""
    return re.findall(rf"^#{{{level}}} (.*)$", text, re.MULTILINE)


def nodes_of(markdown: str, kind: str) -> list[SyntaxTreeNode]:
    """The blocks of one kind, as CommonMark reads them."""
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(markdown))
    return [node for node in tree.walk() if node.type == kind]


_WRONG = {
    "hole": r"\n\n\n|\n\n\Z|\A\n",
    "space at the end": r"(?<!^#)[ \t]+$",
    "empty item": r"^\s*(?:[-*]|\d+\.)(?: \[.\])?\s*$",
    "empty table": r"^\| ---.*\|\n(?!\|)",
    "empty fence": r"```",
    "rule without a part": r"^---\n\n*(?:---|\Z)",
}


def problems_of(text: str) -> list[str]:
    """What would look wrong to a reader: holes, empty labels, tables, fences and parts, gaps in the numbers."""
    prose = re.sub(r"^```mermaid\n(.+?)\n```$", "(diagram)", text, flags=re.MULTILINE | re.DOTALL)
    found = [
        f"{what}: {match[0]!r}" for what, form in _WRONG.items() for match in re.finditer(form, prose, re.MULTILINE)
    ]
    filled = [line for line in prose.split("\n") if line]
    for line, after in zip(filled, [*filled[1:], "---"], strict=True):
        found += [f"nothing below {line!r}"] * (_is_empty_label(line, after) or _is_empty_part(line, after))
    return found + _gaps_in(headings(prose, 2)) + _gaps_in(headings(prose, 3))


def _is_empty_label(line: str, after: str) -> bool:
    label = re.fullmatch(r"( *)([-*] +)?(\*\*)?[A-Z][^*:]*:(\*\*)?", line)
    item = re.match(r"( *)(?:[-*] |##)", after)
    return label is not None and (item is None or (label[2] is not None and len(item[1]) <= len(label[1])))


def _is_empty_part(line: str, after: str) -> bool:
    level, next_level = (len(each) - len(each.lstrip("#")) for each in (line, after))
    return level > 1 and (after == "---" or 0 < next_level <= level)


def _gaps_in(titles: list[str]) -> list[str]:
    """The numbers that do not count from one, `2.3` within `2.` and `Step 3` among the steps."""
    seen: dict[str, list[int]] = {}
    for title in titles:
        if found := re.match(r"(Step |Milestone |Phase |\d+\.)?(\d+)", title):
            seen.setdefault(found[1] or "", []).append(int(found[2]))
    return [f"numbers: {counted}" for counted in seen.values() if counted != list(range(1, len(counted) + 1))]
