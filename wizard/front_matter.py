"""A template's file: its front matter as questions, its body as a tree, and every mistake with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from wizard.answers import Answer
from wizard.errors import Problem, TemplateError
from wizard.expression import Both, Expression
from wizard.fields import Fields, FrontMatter
from wizard.grammar import read_body, read_expression
from wizard.kinds import KIND_NAMES, KindName
from wizard.nearest import did_you_mean
from wizard.template import Literal, Node, Option, Question, Section, Template
from wizard.tokens import Source
from wizard.yaml_text import Entries, Scalar, compose, plain

FORMAT: Final = 1
"""The version of the format, as the key `wizard` gives it."""

TEMPLATE_KEYS: Final = ("wizard", "name", "title", "description", "version", "save_as", "sections")
SECTION_KEYS: Final = ("title", "help", "when", "questions")
QUESTION_KEYS: Final = tuple(
    "id kind label short help example placeholder default required when options other recommended"
    " min max pattern item questions columns".split()
)
MOST_GROUP_LEVELS: Final = 20


@dataclass(frozen=True, slots=True)
class FileParts:
    """The two halves of a template's file."""

    front: str
    body: str
    body_line: int
    """The line of the file on which the body begins, 1-based."""


def split_file(text: str) -> FileParts | None:
    """The front matter and the body, which begins right after the line that closes it; None without front matter.

    A byte order mark is dropped, and CR LF becomes LF.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    opening = re.match(r"---[ \t]*\n", text)
    if opening is None:
        return None
    closing = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE).search(text, opening.end())
    if closing is None:
        return FileParts(text[opening.end() :], "", 0)
    front = text[opening.end() : closing.start()]
    return FileParts(front, text[closing.end() :], front.count("\n") + 3)


def read_template_text(text: str, source: str) -> tuple[Template, tuple[Problem, ...]]:
    """The template and its warnings; TemplateError with every mistake at once."""
    parts = split_file(text)
    if parts is None:
        message = "this is no template: it does not begin with --- and the key 'wizard: 1'"
        raise TemplateError((Problem(source, 1, 1, "not-a-template", message),))
    front = FrontMatter(source, ["---", *parts.front.split("\n")])
    root = compose(parts.front, source, 2, front.reading.problems)
    first_line = parts.body_line
    body = read_body(Source(parts.body, source, lambda line, column: (first_line + line, column + 1)), front.reading)
    if not isinstance(root, Entries):
        raise TemplateError(tuple(front.reading.problems))
    template = _template(Fields(front, root, "a template"), body)
    if front.reading.problems:
        raise TemplateError(tuple(front.reading.problems))
    return template, ()


def _template(fields: Fields, body: tuple[Node, ...]) -> Template:
    fields.refuse_unknown(TEMPLATE_KEYS)
    name = fields.needed_text("name")
    return Template(
        name=name,
        title=fields.needed_text("title"),
        description=fields.text("description"),
        version=int(fields.number("version") or 1),
        save_as=_with_slots(fields, "save_as") or (Literal(f"{name}.md"),),
        sections=tuple(_section(section) for section in fields.mappings("sections", "a section")),
        body=body,
        source=fields.front.file,
    )


def _section(fields: Fields) -> Section:
    fields.refuse_unknown(SECTION_KEYS)
    condition = _condition(fields)
    questions = tuple(_question(question, condition, 0) for question in fields.mappings("questions", "a question"))
    return Section(fields.needed_text("title"), questions, fields.text("help"))


def _question(fields: Fields, around: Expression | None, level: int) -> Question:
    fields.refuse_unknown(QUESTION_KEYS)
    id = fields.needed_text("id")
    kind = _kind(fields)
    condition = _condition(fields)
    inner = "columns" if kind == "table" else "questions"
    return Question(
        id=id,
        kind=kind,
        label=fields.needed_text("label"),
        short=fields.text("short") or in_words(id),
        help=fields.text("help"),
        example=fields.text("example"),
        placeholder=_data(fields, "placeholder"),
        default=_default(fields),
        required=fields.flag("required"),
        when=Both(around, condition) if around is not None and condition is not None else around or condition,
        options=tuple(_option(fields, index) for index in range(len(fields.items("options")))),
        other=fields.flag("other"),
        recommended=fields.text("recommended") or None,
        min=fields.number("min"),
        max=fields.number("max"),
        pattern=fields.text("pattern") or None,
        item=fields.text("item", "item"),
        questions=tuple(_question(each, None, level + 1) for each in fields.mappings(inner, "a question")),
        line=fields.node.line,
    )


def in_words(id: str) -> str:
    """`Project name` for `project_name`."""
    return id.replace("_", " ").capitalize()


def _kind(fields: Fields) -> KindName:
    word = fields.needed_text("kind")
    for name in KIND_NAMES:
        if name == word:
            return name
    if word:
        hint = did_you_mean(word, KIND_NAMES) or f"; the kinds are: {', '.join(KIND_NAMES)}"
        node = fields.node.get("kind") or fields.node
        fields.front.problem(node, "unknown-kind", f"'{word[:60]}' is not a kind{hint}")
    return "line"


def _condition(fields: Fields) -> Expression | None:
    scalar = fields.scalar("when")
    if scalar is None:
        return None
    return read_expression(fields.front.text_of(scalar), fields.front.reading)


def _with_slots(fields: Fields, key: str) -> tuple[Node, ...]:
    scalar = fields.scalar(key)
    return read_body(fields.front.text_of(scalar), fields.front.reading) if scalar is not None else ()


def _data(fields: Fields, key: str) -> Answer:
    node = fields.node.get(key)
    return plain(node) if node is not None else None


def _default(fields: Fields) -> tuple[Node, ...] | Answer:
    node = fields.node.get("default")
    if isinstance(node, Scalar) and isinstance(node.value, str) and ("{{" in node.value or "{%" in node.value):
        return _with_slots(fields, "default")
    return _data(fields, "default")


def _option(fields: Fields, index: int) -> Option:
    node = fields.items("options")[index]
    if isinstance(node, Entries):
        option = Fields(fields.front, node, "an option")
        option.refuse_unknown(("value", "label", "help"))
        value = option.needed_text("value")
        return Option(value, option.text("label", value), option.text("help"))
    value = str(plain(node))
    return Option(value, value)
