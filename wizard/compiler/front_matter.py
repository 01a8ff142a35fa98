"""The front matter of a template as sections and questions."""

from __future__ import annotations

import re
from typing import Final

from wizard.compiler.body_parser import read_body, read_expression
from wizard.compiler.mapping_reader import MappingReader, describe
from wizard.compiler.question_rules import A_COLUMN, check_duplicates, check_question
from wizard.files.document_nodes import MappingNode, Node as YamlNode, ScalarNode, plain_data
from wizard.limits import MAX_GROUP_LEVELS, MAX_QUESTIONS
from wizard.model.answers import Answer
from wizard.model.body import Node, Text
from wizard.model.expressions import And, Expression
from wizard.model.template import KIND_NAMES, KindName, Option, Question, Section, Template
from wizard.text import did_you_mean

TEMPLATE_KEYS: Final = ("wizard", "name", "title", "description", "version", "save_as", "sections")
SECTION_KEYS: Final = ("title", "help", "when", "questions")
QUESTION_KEYS: Final = tuple(
    "id kind label short help example placeholder default required when options other recommended"
    " min max pattern item questions columns".split()
)
_NAME: Final = re.compile(r"(?=.{1,60}$)[a-z0-9]+(?:-[a-z0-9]+)*")


def build_template(fields: MappingReader, body: tuple[Node, ...]) -> Template:
    """Return the template that front matter and a body make; mistakes are added to the diagnostics."""
    fields.refuse_unknown(TEMPLATE_KEYS)
    name = _name(fields)
    sections = tuple(_section(section) for section in fields.mappings("sections", "a section"))
    check_duplicates(fields.front, (question for section in sections for question in section.questions))
    fields.require_items("sections", ", at least one, with the questions")
    return Template(
        name=name,
        title=fields.required_text("title"),
        description=fields.text("description"),
        version=_version(fields),
        save_as=_save_as(fields) or (Text(f"{name}.md"),),
        sections=sections,
        body=body,
        source=fields.front.file,
    )


def _name(fields: MappingReader) -> str:
    name = fields.required_text("name")
    if name and not _NAME.fullmatch(name):
        message = f"'{name[:60]}' is not a name; use lower-case letters, digits and -, at most 60, as in project-plan"
        fields.front.report(fields.node.get("name") or fields.node, "bad-name", message)
    return name


def _version(fields: MappingReader) -> int:
    version = fields.number("version")
    if version is None:
        return 1
    if version != version or version < 1 or version % 1:
        fields.report_wrong_type("version", "a whole number from 1 on")
        return 1
    return int(version)


def _save_as(fields: MappingReader) -> tuple[Node, ...]:
    nodes = _text_with_slots(fields, "save_as")
    for node in nodes:
        if isinstance(node, Text) and any(mark in node.text for mark in "/\\\n"):
            message = "the file name of a plan cannot hold / or \\; where it is saved is for the user to say"
            fields.front.report(fields.node.get("save_as") or fields.node, "bad-file-name", message)
    return nodes


def _section(fields: MappingReader) -> Section:
    fields.refuse_unknown(SECTION_KEYS)
    condition = _condition(fields)
    questions = _questions(fields, "questions", condition, 0)
    fields.require_items("questions", ", at least one")
    return Section(fields.required_text("title"), questions, fields.text("help"))


def _questions(fields: MappingReader, key: str, around: Expression | None, level: int) -> tuple[Question, ...]:
    """Return the questions of a section or group, or the columns of a table."""
    if level > MAX_GROUP_LEVELS:
        message = f"groups stand inside each other more than {MAX_GROUP_LEVELS} times"
        fields.front.report(fields.key_node(key), "too-deep", message)
        return ()
    what = A_COLUMN if key == "columns" else "a question"
    questions: list[Question] = []
    for each in fields.mappings(key, what):
        if fields.front.question_count >= MAX_QUESTIONS:
            fields.front.report(each.node, "too-much", f"there are more than {MAX_QUESTIONS:,} questions")
            break
        questions.append(_question(each, around, level))
    if level > 0:
        check_duplicates(fields.front, questions)
    return tuple(questions)


def _question(fields: MappingReader, around: Expression | None, level: int) -> Question:
    fields.refuse_unknown(QUESTION_KEYS)
    question_id = fields.required_text("id")
    condition = _condition(fields)
    kind = _kind(fields)
    default_text = _default_text(fields)
    question = Question(
        id=question_id,
        kind=kind,
        label=fields.required_text("label"),
        short=fields.text("short") or id_in_words(question_id),
        help=fields.text("help"),
        example=fields.text("example"),
        placeholder=_plain_value(fields, "placeholder"),
        default=None if default_text else _plain_value(fields, "default"),
        default_text=default_text,
        required=fields.flag("required"),
        when=And(around, condition) if around is not None and condition is not None else around or condition,
        options=_options(fields),
        other=fields.flag("other"),
        recommended=fields.text("recommended") or None,
        min=fields.number("min"),
        max=fields.number("max"),
        pattern=fields.text("pattern") or None,
        item=fields.text("item", "item"),
        questions=_questions(fields, "columns" if kind == "table" else "questions", None, level + 1),
        line=fields.node.line,
    )
    fields.front.record_node(question, fields.node)
    check_question(fields, question)
    return question


def _options(fields: MappingReader) -> tuple[Option, ...]:
    return tuple(_option(fields, node) for node in fields.items("options"))


def id_in_words(id: str) -> str:
    """Return an id in words: `Project name` for `project_name`."""
    return id.replace("_", " ").capitalize()


def _kind(fields: MappingReader) -> KindName:
    word = fields.required_text("kind")
    for name in KIND_NAMES:
        if name == word:
            return name
    if word:
        hint = did_you_mean(word, KIND_NAMES) or f"; the kinds are: {', '.join(KIND_NAMES)}"
        node = fields.node.get("kind") or fields.node
        fields.front.report(node, "unknown-kind", f"'{word[:60]}' is not a kind{hint}")
    return "line"


def _condition(fields: MappingReader) -> Expression | None:
    scalar = fields.scalar("when")
    if scalar is None:
        return None
    return read_expression(fields.front.source_of(scalar), fields.front.diagnostics)


def _text_with_slots(fields: MappingReader, key: str) -> tuple[Node, ...]:
    scalar = fields.scalar(key)
    return read_body(fields.front.source_of(scalar), fields.front.diagnostics) if scalar is not None else ()


def _plain_value(fields: MappingReader, key: str) -> Answer:
    node = fields.node.get(key)
    return plain_data(node) if node is not None else None


def _default_text(fields: MappingReader) -> tuple[Node, ...]:
    node = fields.node.get("default")
    has_slots = (
        isinstance(node, ScalarNode) and isinstance(node.value, str) and ("{{" in node.value or "{%" in node.value)
    )
    return _text_with_slots(fields, "default") if has_slots else ()


def _option(fields: MappingReader, node: YamlNode) -> Option:
    if isinstance(node, MappingNode):
        option = MappingReader(fields.front, node, "an option")
        option.refuse_unknown(("value", "label", "help"))
        value = option.required_text("value")
        return Option(value, option.text("label", value), option.text("help"))
    if isinstance(node, ScalarNode) and isinstance(node.value, str) and node.value.strip():
        return Option(node.value, node.value)
    message = f"this option is {describe(node)}; it must be a text; put it in quotes"
    fields.front.report(node, "wrong-type", message)
    return Option("", "")
