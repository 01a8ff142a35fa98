"""The front matter of a template as sections and questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wizard.answers.dates import explain_impossible_date, is_date
from wizard.compiler.body.body_parser import read_body, read_expression
from wizard.compiler.body.lexer import CONTROL_CHARACTER
from wizard.compiler.mapping_reader import MappingReader, describe
from wizard.compiler.question_keys import A_COLUMN, check_duplicates, check_question
from wizard.files.serialization.document_nodes import (
    MappingNode,
    Node as YamlNode,
    ScalarNode,
    SequenceNode,
    plain_data,
)
from wizard.limits import MAX_GROUP_LEVELS, MAX_QUESTIONS
from wizard.message_text import did_you_mean
from wizard.model.answers import Answer
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text, texts_in
from wizard.model.expressions import And, Constant, Expression
from wizard.model.template import (
    KIND_NAMES,
    LINE_ENDS,
    KindName,
    LineEnds,
    Option,
    OptionsSource,
    Question,
    Section,
    Template,
)

TEMPLATE_KEYS: Final = tuple(
    "wizard name title description version save_as line_ends byte_order_mark verbatim sections".split()
)
SECTION_KEYS: Final = ("title", "help", "when", "questions")
QUESTION_KEYS: Final = tuple(
    "id kind label short help example placeholder default required when options other recommended"
    " min max step pattern pattern_message valid valid_message item questions columns at_review".split()
)
_KINDS_OF_OTHERS: Final = {
    **dict.fromkeys(("integer", "int"), "kind: number with step: 1"),
    **dict.fromkeys(("bool", "boolean", "confirm"), "kind: yesno"),
    **dict.fromkeys(("string", "str", "input"), "kind: line"),
    **dict.fromkeys(("textarea", "markdown", "multiline"), "kind: text"),
    **dict.fromkeys(("select", "dropdown", "enum", "radio"), "kind: choice"),
    **dict.fromkeys(("multiselect", "checkbox", "checkboxes"), "kind: choices"),
    **dict.fromkeys(("float", "decimal"), "kind: number"),
}
"""Kinds of other tools, and what is written here."""
KNOWN_KEYS: Final = frozenset((*TEMPLATE_KEYS, *SECTION_KEYS, *QUESTION_KEYS))
_LIKE_A_DATE: Final = re.compile(r"\d+[-/.]\d+[-/.]\d+")
_NAME: Final = re.compile(r"(?=.{1,60}$)[a-z0-9]+(?:-[a-z0-9]+)*")


def build_template(mapping: MappingReader, body: tuple[Node, ...]) -> Template:
    """Return the template that front matter and a body make; mistakes are added to the diagnostics."""
    mapping.refuse_unknown(TEMPLATE_KEYS)
    name = _name(mapping)
    sections = tuple(_section(section) for section in mapping.mappings("sections", "a section"))
    check_duplicates(mapping.front, (question for section in sections for question in section.questions))
    if not has_no_questions(mapping):
        mapping.require_items("sections", ", at least one, with the questions")
    return Template(
        name=name,
        title=mapping.required_text("title"),
        description=mapping.text("description"),
        version=_version(mapping),
        save_as=_save_as(mapping) or (Text(f"{name}.md"),),
        sections=sections,
        body=body,
        source=mapping.front.file,
        line_ends=_line_ends(mapping),
        has_byte_order_mark=mapping.flag("byte_order_mark"),
        is_verbatim=mapping.flag("verbatim"),
    )


def has_no_questions(mapping: MappingReader) -> bool:
    """Return whether a template says that it asks nothing: `sections: []`."""
    node = mapping.node.get("sections")
    return isinstance(node, SequenceNode) and not node.nodes


def is_template_name(name: str) -> bool:
    """Return whether a template may go by a name."""
    return _NAME.fullmatch(name) is not None


def _name(mapping: MappingReader) -> str:
    name = mapping.required_text("name")
    if name and not is_template_name(name):
        message = f"'{name[:60]}' is not a name; use lower-case letters, digits and -, at most 60, as in project-plan"
        mapping.front.report(mapping.node.get("name") or mapping.node, "bad-name", message)
    return name


def _version(mapping: MappingReader) -> int:
    version = mapping.number("version")
    if version is None:
        return 1
    if version != version or version < 1 or version % 1:
        mapping.report_wrong_type("version", "a whole number from 1 on")
        return 1
    return int(version)


def _line_ends(mapping: MappingReader) -> LineEnds:
    word = mapping.text("line_ends")
    for name in LINE_ENDS:
        if name == word:
            return name
    if word:
        message = f"'{word[:60]}' is no line end; a plan is written with {' or '.join(LINE_ENDS)}"
        mapping.front.report(mapping.node.get("line_ends") or mapping.node, "unknown-line-ends", message)
    return "lf"


def _save_as(mapping: MappingReader) -> tuple[Node, ...]:
    nodes = _text_with_slots(mapping, "save_as")
    for text in texts_in(nodes):
        if any(mark in text.text for mark in "/\\\n"):
            message = "the file name of a plan cannot hold / or \\; where it is saved is for the user to say"
            mapping.front.report(mapping.node.get("save_as") or mapping.node, "bad-file-name", message)
    return nodes


def _section(mapping: MappingReader) -> Section:
    mapping.refuse_unknown(SECTION_KEYS)
    condition = _condition(mapping)
    questions = _questions(mapping, "questions", condition, 0)
    mapping.require_items("questions", ", at least one")
    return Section(mapping.required_text("title"), questions, mapping.text("help"))


def _questions(mapping: MappingReader, key: str, around: Expression | None, level: int) -> tuple[Question, ...]:
    """Return the questions of a section or group, or the columns of a table."""
    if level > MAX_GROUP_LEVELS:
        message = f"groups are nested more than {MAX_GROUP_LEVELS} levels deep"
        mapping.front.report(mapping.key_node(key), "too-deep", message)
        return ()
    what = A_COLUMN if key == "columns" else "a question"
    questions: list[Question] = []
    for each in mapping.mappings(key, what):
        if mapping.front.question_count >= MAX_QUESTIONS:
            mapping.front.report(each.node, "too-much", f"there are more than {MAX_QUESTIONS:,} questions")
            break
        questions.append(_question(each, around, level))
    if level > 0:
        check_duplicates(mapping.front, questions)
    return tuple(questions)


def _question(mapping: MappingReader, around: Expression | None, level: int) -> Question:
    mapping.refuse_unknown(QUESTION_KEYS)
    question_id = mapping.required_text("id")
    condition = _condition(mapping)
    kind = _kind(mapping)
    default, default_text = _default(mapping)
    question = Question(
        id=question_id,
        kind=kind,
        label=mapping.required_text("label"),
        short=mapping.text("short") or id_in_words(question_id),
        help=mapping.text("help"),
        example=mapping.text("example"),
        placeholder=_plain_value(mapping, "placeholder"),
        default=default,
        default_text=default_text,
        required=mapping.flag("required"),
        when=And(around, condition) if around is not None and condition is not None else around or condition,
        options=_options(mapping),
        options_from=_options_from(mapping),
        other=mapping.flag("other"),
        recommended=mapping.text("recommended") or None,
        min=None if kind == "date" else mapping.number("min"),
        max=None if kind == "date" else mapping.number("max"),
        earliest=_date_limit(mapping, "min") if kind == "date" else None,
        latest=_date_limit(mapping, "max") if kind == "date" else None,
        step=mapping.number("step"),
        pattern=mapping.text("pattern") or None,
        pattern_message=mapping.text("pattern_message"),
        valid=_expression(mapping, "valid"),
        valid_message=mapping.text("valid_message"),
        item=mapping.text("item", "item"),
        questions=_questions(mapping, "columns" if kind == "table" else "questions", None, level + 1),
        line=mapping.node.line,
        at_review=_at_review(mapping, level),
    )
    mapping.front.record_node(question, mapping.node)
    check_question(mapping, question)
    return question


def _at_review(mapping: MappingReader, level: int) -> bool:
    is_switch = mapping.flag("at_review")
    if is_switch and level > 0:
        message = "the review has switches for the whole plan, not for an item; move this question out of its group"
        mapping.front.report(mapping.key_node("at_review"), "misplaced-key", message)
    return is_switch and level == 0


def _options_from(mapping: MappingReader) -> OptionsSource | None:
    """Return where the options come from, written as in `options: {from: requirements, label: text}`."""
    node = mapping.node.get("options")
    if not isinstance(node, MappingNode):
        return None
    source = MappingReader(mapping.front, node, "a source of options")
    source.refuse_unknown(("from", "label"))
    source.required_text("from")
    over = _expression(source, "from")
    return None if over is None else OptionsSource(over, source.text("label"))


def _date_limit(mapping: MappingReader, key: str) -> Expression | None:
    """Return a day such as 2026-02-28, or an expression over earlier dates such as `start | plus_days(1)`."""
    node = mapping.node.get(key)
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        if mapping.has(key):
            mapping.report_wrong_type(key, "a day such as 2026-02-28, today, or the id of an earlier date")
        return None
    day = node.value.strip()
    if _LIKE_A_DATE.fullmatch(day):
        if not is_date(day):
            reason = explain_impossible_date(day) or "a date is written as in 2026-02-28"
            mapping.front.report(node, "bad-limits", f"'{key}' is no date: {reason}")
        return Constant(day)
    return _expression(mapping, key)


def _options(mapping: MappingReader) -> tuple[Option, ...]:
    if isinstance(mapping.node.get("options"), MappingNode):
        return ()
    return tuple(_option(mapping, node) for node in mapping.items("options"))


def id_in_words(id: str) -> str:
    """Return an id in words: `Project name` for `project_name`."""
    return id.replace("_", " ").capitalize()


def _kind(mapping: MappingReader) -> KindName:
    word = mapping.required_text("kind")
    for name in KIND_NAMES:
        if name == word:
            return name
    if word:
        known = did_you_mean(word, KIND_NAMES) or f"; the kinds are: {', '.join(KIND_NAMES)}"
        hint = f"; write {_KINDS_OF_OTHERS[word.lower()]}" if word.lower() in _KINDS_OF_OTHERS else known
        node = mapping.node.get("kind") or mapping.node
        mapping.front.report(node, "unknown-kind", f"'{word[:60]}' is not a kind{hint}")
    return "line"


def _condition(mapping: MappingReader) -> Expression | None:
    return _expression(mapping, "when")


def _expression(mapping: MappingReader, key: str) -> Expression | None:
    scalar = mapping.scalar(key)
    if scalar is None:
        return None
    return read_expression(mapping.front.source_of(scalar), mapping.front.diagnostics)


def _text_with_slots(mapping: MappingReader, key: str) -> tuple[Node, ...]:
    scalar = mapping.scalar(key)
    if scalar is None:
        return ()
    nodes = read_body(mapping.front.source_of(scalar), mapping.front.diagnostics)
    if any(CONTROL_CHARACTER.search(text.text) for text in texts_in(nodes)):
        mapping.front.report(scalar, "bad-character", f"'{key}' cannot hold a control character; take it out")
    for tag in _tags_without_effect(nodes):
        message = f"'{key}' has slots and {{% if %}}; a {{% {tag} %}} does nothing in it"
        mapping.front.report(scalar, "no-value", message)
    return nodes


def _tags_without_effect(nodes: tuple[Node, ...]) -> Iterator[str]:
    """Yield the tags that mean nothing outside of the body."""
    for node in nodes:
        match node:
            case Repeat():
                yield "for"
            case Assign():
                yield "set"
            case Condition(branches):
                for _, inner in branches:
                    yield from _tags_without_effect(inner)
            case Text() | Slot():
                pass


def _plain_value(mapping: MappingReader, key: str) -> Answer:
    node = mapping.node.get(key)
    return plain_data(node) if node is not None else None


def _default(mapping: MappingReader) -> tuple[Answer, tuple[Node, ...]]:
    """Return a plain default, or one with slots; one of them says nothing."""
    node = mapping.node.get("default")
    value = node.value if isinstance(node, ScalarNode) else None
    if not isinstance(value, str) or not ("{{" in value or "{%" in value):
        return _plain_value(mapping, "default"), ()
    match _text_with_slots(mapping, "default"):
        case (Text(text),):  # braces in quotes
            return text, ()
        case nodes:
            return None, nodes


def _option(mapping: MappingReader, node: YamlNode) -> Option:
    if isinstance(node, MappingNode):
        option = MappingReader(mapping.front, node, "an option")
        option.refuse_unknown(("value", "label", "help", "required"))
        value = option.required_text("value")
        return Option(value, option.text("label", value), option.text("help"), option.flag("required"))
    if isinstance(node, ScalarNode) and isinstance(node.value, str) and node.value.strip():
        return Option(node.value, node.value)
    message = f"this option is {describe(node)}; it must be a text; put it in quotes"
    mapping.front.report(node, "wrong-type", message)
    return Option("", "")
