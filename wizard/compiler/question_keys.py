"""What the keys of a question must be for its kind: options, limits, placeholder, default."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from wizard.answers.kinds import parse_answer, validate_answer
from wizard.answers.validation import find_shortfalls
from wizard.compiler.mapping_reader import FrontMatter, MappingReader, describe
from wizard.errors import InvalidAnswer
from wizard.files.serialization.document_nodes import MappingNode, Node, ScalarNode, SequenceNode, node_at, scalars_in
from wizard.message_text import did_you_mean, format_number
from wizard.model.answers import parse_path
from wizard.model.expressions import Constant
from wizard.model.template import KindName, Question, Template

_TEXTS: Final = ("line", "text", "diagram")
_WITH_OPTIONS: Final = ("choice", "choices")
_WITH_ITEMS: Final = ("list", "checklist", "table", "group")
COLUMN_KINDS: Final = ("line", "text", "choice", "yesno", "number", "date")
KINDS_WITH: Final[Mapping[str, tuple[KindName, ...]]] = {
    "options": _WITH_OPTIONS,
    "other": _WITH_OPTIONS,
    "recommended": _WITH_OPTIONS,
    "min": (*_TEXTS, "number", "date", "choices", *_WITH_ITEMS),
    "max": (*_TEXTS, "number", "date", "choices", *_WITH_ITEMS),
    "step": ("number",),
    "pattern": ("line", "text"),
    "pattern_message": ("line", "text"),
    "item": ("choices", *_WITH_ITEMS),
    "questions": ("group",),
    "columns": ("table",),
    "at_review": ("yesno",),
}
"""`{key: the kinds for which it means something}`."""
A_COLUMN: Final = "a column"
"""What a question is called that belongs to a table."""
_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
RESERVED_IDS: Final = frozenset("loop and or not in is if elif else endif for endfor set true false none".split())
"""What means something else in conditions."""


def check_question(mapping: MappingReader, question: Question) -> None:
    """Report every mistake in a question that can be told without the others."""
    _check_id(mapping, question.id)
    _check_limits(mapping, question)
    _check_step(mapping, question)
    _check_days(mapping, question)
    _check_valid(mapping, question)
    _check_pattern(mapping, question)
    if question.at_review and question.required:
        message = "a switch on the review always has an answer; leave 'required' out"
        mapping.front.report(mapping.key_node("required"), "misplaced-key", message)
    if question.at_review and (question.default or question.default_text):
        message = "a switch on the review is off until somebody switches it on; leave 'default' out"
        mapping.front.report(mapping.key_node("default"), "misplaced-key", message)
    kind = mapping.node.get("kind")
    if isinstance(kind, ScalarNode) and kind.value == question.kind:
        _check_for_kind(mapping, question)


def _check_for_kind(mapping: MappingReader, question: Question) -> None:
    _check_keys_fit_kind(mapping, question)
    _check_options(mapping, question)
    _check_inner(mapping, question)
    if (placeholder := mapping.node.get("placeholder")) is not None and mapping.has("placeholder"):
        _check_shape(mapping, placeholder, question)
    _check_default(mapping, question)
    _check_example(mapping, question)


def _check_id(mapping: MappingReader, id: str) -> None:
    if not id:
        return
    node = mapping.node.get("id") or mapping.node
    if not _ID.fullmatch(id):
        message = "is not an id; use lower-case letters, digits and _, beginning with a letter, at most 60"
        mapping.front.report(node, "bad-id", f"'{id[:60]}' {message}")
    elif id in RESERVED_IDS:
        mapping.front.report(node, "bad-id", f"'{id}' means something else in conditions; choose another id")


def _check_keys_fit_kind(mapping: MappingReader, question: Question) -> None:
    """Report keys that mean nothing for the kind."""
    for key, kinds in KINDS_WITH.items():
        if key in mapping.node.entries and question.kind not in kinds:
            instead = {"questions": "; a table has 'columns'", "columns": "; a group has 'questions'"}
            hint = instead.get(key, "") if question.kind in ("table", "group") else f"; it is for {', '.join(kinds)}"
            message = f"'{key}' means nothing for the kind {question.kind}{hint}"
            mapping.front.report(mapping.key_node(key), "misplaced-key", message)
    if mapping.what == A_COLUMN and question.kind not in COLUMN_KINDS:
        message = f"a column cannot be a {question.kind}; its kinds are: {', '.join(COLUMN_KINDS)}"
        mapping.front.report(mapping.node.get("kind") or mapping.node, "bad-column", message)


def _check_options(mapping: MappingReader, question: Question) -> None:
    if question.kind not in _WITH_OPTIONS:
        return
    mapping.require_items("options", ", a list of what can be chosen")
    if isinstance(mapping.node.get("options"), MappingNode):
        return
    seen: set[str] = set()
    for node, option in zip(mapping.items("options"), question.options, strict=True):
        if option.value in seen and option.value:
            mapping.front.report(node, "duplicate-option", f"the option '{option.value[:60]}' appears here twice")
        seen.add(option.value)
        if option.required and question.kind != "choices" and isinstance(node, MappingNode):
            message = f"'required' means nothing for an option of the kind {question.kind}; it is for choices"
            mapping.front.report(node.entries["required"][0], "misplaced-key", message)
    chosen = question.recommended
    if chosen is not None and seen and chosen not in seen:
        node = mapping.node.get("recommended") or mapping.node
        message = f"'{chosen[:60]}' is not one of the options{did_you_mean(chosen, seen)}"
        mapping.front.report(node, "unknown-option", message)


def _check_limits(mapping: MappingReader, question: Question) -> None:
    least, most = question.min, question.max
    if least is not None and most is not None and least > most:
        message = f"min is {format_number(least)} and max is {format_number(most)}: no answer can be both"
        mapping.front.report(mapping.key_node("min"), "bad-limits", message)
    for key, limit in (("min", least), ("max", most)):
        node = mapping.node.get(key) or mapping.node
        if question.kind == "number":
            if isinstance(limit, float) and not math.isfinite(limit):
                mapping.front.report(
                    node, "bad-limits", f"'{key}' must be a number in digits; without it there is no limit"
                )
        elif limit is not None and (limit != limit or limit < 0 or limit % 1):
            mapping.front.report(node, "bad-limits", f"'{key}' counts something here; it must be 0 or more and whole")


def _check_days(mapping: MappingReader, question: Question) -> None:
    match question.earliest, question.latest:
        case Constant(str() as earliest), Constant(str() as latest) if earliest > latest:
            message = f"min is {earliest} and max is {latest}: no date can be both"
            mapping.front.report(mapping.key_node("min"), "bad-limits", message)
        case _:
            return


def _check_valid(mapping: MappingReader, question: Question) -> None:
    """Report a check without a message, which only its author can write, or a message without a check."""
    if question.valid is not None and not question.valid_message:
        mapping.report_missing("valid_message", ", which says what is wrong where 'valid' does not hold")
    if question.valid_message and not mapping.has("valid"):
        message = "'valid_message' is for where 'valid' does not hold, and there is none"
        mapping.front.report(mapping.key_node("valid_message"), "misplaced-key", message)


def _check_step(mapping: MappingReader, question: Question) -> None:
    step = question.step
    if step is not None and not (math.isfinite(step) and step > 0):
        message = "'step' must be more than 0; 1 asks for whole numbers"
        mapping.front.report(mapping.node.get("step") or mapping.node, "bad-limits", message)


def _check_pattern(mapping: MappingReader, question: Question) -> None:
    if question.pattern is None:
        if question.pattern_message:
            message = "'pattern_message' is for what does not match a 'pattern', and there is none"
            mapping.front.report(mapping.key_node("pattern_message"), "misplaced-key", message)
        return
    from wizard.answers.patterns import PatternError, compile_pattern  # only few questions have a pattern

    try:
        compile_pattern(question.pattern)
    except PatternError as error:
        message = f"this pattern cannot be used: {error}"
        mapping.front.report(mapping.node.get("pattern") or mapping.node, "bad-pattern", message)


def _check_inner(mapping: MappingReader, question: Question) -> None:
    """Report a group without questions, a table without columns."""
    key = {"table": "columns", "group": "questions"}.get(question.kind)
    if key is None or question.questions:
        return
    is_misnamed = key not in mapping.node.entries and {"columns", "questions"} & mapping.node.entries.keys()
    if not is_misnamed:
        mapping.require_items(key, ", at least one")


def check_duplicates(front: FrontMatter, questions: Iterable[Question]) -> None:
    """Report every question whose id an earlier one has."""
    first: dict[str, Question] = {}
    for question in questions:
        earlier = first.setdefault(question.id, question)
        if earlier is not question and question.id:
            message = f"'{question.id[:60]}' is already the id of the question in line {earlier.line}"
            front.report(front.node_of(question), "duplicate-id", message)


def _check_shape(mapping: MappingReader, node: Node, question: Question) -> None:
    """Report a placeholder that does not have the shape of the answer."""
    match question.kind:
        case "table" | "group":
            for item in _placeholder_items(mapping, node, f"a list; each {question.item} is a mapping of placeholders"):
                _check_row(mapping, item, question)
        case "list" | "choices" | "checklist":
            for item in _placeholder_items(mapping, node, "a list of texts"):
                _check_item(mapping, item, question.kind == "checklist")
        case _:
            _check_text(mapping, node)


def _placeholder_items(mapping: MappingReader, node: Node, wanted: str) -> list[Node]:
    if isinstance(node, SequenceNode):
        return node.nodes
    _report_shape(mapping, node, f"must be {wanted}")
    return []


def _check_row(mapping: MappingReader, node: Node, question: Question) -> None:
    if not isinstance(node, MappingNode):
        _report_shape(
            mapping, node, f"must be a mapping of {', '.join(inner.id for inner in question.questions if inner.id)}"
        )
        return
    MappingReader(mapping.front, node, "a placeholder").refuse_unknown(tuple(inner.id for inner in question.questions))
    for inner in question.questions:
        if (part := node.get(inner.id)) is not None and not (isinstance(part, ScalarNode) and part.value is None):
            _check_shape(mapping, part, inner)


def _check_item(mapping: MappingReader, node: Node, is_task: bool) -> None:
    if not is_task or not isinstance(node, MappingNode):
        _check_text(mapping, node)
        return
    task = MappingReader(mapping.front, node, "a task")
    task.refuse_unknown(("text", "done"))
    task.required_text("text")
    task.flag("done")


def _check_text(mapping: MappingReader, node: Node) -> None:
    if not (isinstance(node, ScalarNode) and isinstance(node.value, str)):
        _report_shape(mapping, node, "must be a text; put it in quotes")


def _report_shape(mapping: MappingReader, node: Node, wanted: str) -> None:
    mapping.front.report(node, "bad-placeholder", f"this placeholder is {describe(node)}; it {wanted}")


def _check_default(mapping: MappingReader, question: Question) -> None:
    node = mapping.node.get("default")
    if node is None or question.default is None:
        return
    # What is wrong with the question's own limits has its own problem.
    asked = _with_usable_limits(question)
    accepted, problems = validate_answer(asked, question.default, (question.id,))
    if not problems:
        problems += find_shortfalls(asked, accepted, (question.id,))
    for problem in problems:
        mapping.front.report(
            _node_of_problem(problem, node), "bad-default", f"this default cannot be: {problem.message}"
        )


def _check_example(mapping: MappingReader, question: Question) -> None:
    """Report an example that would be refused if somebody typed it; one that explains itself in words is none."""
    node, text = mapping.node.get("example"), question.example
    if node is None or not text or question.kind in ("yesno", *_WITH_ITEMS):
        return
    if question.kind in _WITH_OPTIONS and any(option.value in text for option in question.options):
        return
    problem = _problem_of_text(_with_usable_limits(question), text)
    is_in_words = question.kind in ("number", "date") and any(letter.isalpha() for letter in text)
    if problem is not None and not is_in_words:
        mapping.front.report(node, "bad-example", f"this example would be refused: {problem.message}")


def _problem_of_text(question: Question, text: str) -> InvalidAnswer | None:
    try:
        parse_answer(question, text)
    except InvalidAnswer as problem:
        return problem
    return None


_SLOT: Final = re.compile(r"\{\{-?\s*([a-z][a-z0-9_]*)\b[^{}]*\}\}|\{%.*?%\}")
_SHORT_TEXTS: Final = ("label", "short", "item")
_LONG_TEXTS: Final = ("help", "placeholder", "options")


def check_plain_texts(front: FrontMatter, template: Template, root: MappingNode) -> None:
    """Report slots in texts that have none; in longer texts, which may be about slots, only those of questions."""
    questions = tuple(question for each in template.questions() for question in each.with_inner())
    ids = {question.id for question in questions}
    sections = root.get("sections")
    for mapping in (root, *(sections.nodes if isinstance(sections, SequenceNode) else ())):
        _check_plain_text(front, mapping, "title", None)
    for question in questions:
        for key in _SHORT_TEXTS:
            _check_plain_text(front, front.node_of(question), key, None)
        # A blank such as {{ name }} in a document stands in the placeholder of the question that was made of it.
        others = ids - {inner.id for inner in question.with_inner()}
        for key in _LONG_TEXTS:
            _check_plain_text(front, front.node_of(question), key, others)


def _check_plain_text(front: FrontMatter, mapping: Node, key: str, ids: set[str] | None) -> None:
    """Report the first slot in each text of a key, or the first that reads one of the ids."""
    node = mapping.get(key) if isinstance(mapping, MappingNode) else None
    for scalar in scalars_in(node) if node is not None else ():
        text = str(scalar.value)
        found = next((slot for slot in _SLOT.finditer(text) if ids is None or slot[1] in ids), None)
        if found is not None:
            message = (
                f"'{key}' has no slots and shows {found[0][:40]} as it is; only the body, save_as and default have them"
            )
            problem = front.source_of(scalar).problem(*_position(text, found.start()), "slot-in-text", message)
            front.diagnostics.problems.append(problem)


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1


def _with_usable_limits(question: Question) -> Question:
    """Return the question with those of its limits that have no mistake of their own."""
    step = question.step if question.step is not None and math.isfinite(question.step) and question.step > 0 else None
    return replace(question, required=False, pattern=_usable_pattern(question.pattern), step=step)


def _usable_pattern(pattern: str | None) -> str | None:
    if pattern is None:
        return None
    from wizard.answers.patterns import PatternError, compile_pattern

    try:
        compile_pattern(pattern)
    except PatternError:
        return None
    return pattern


def _node_of_problem(problem: InvalidAnswer, root: Node) -> Node:
    try:
        return node_at(root, parse_path(problem.path)[1:])
    except ValueError:
        return root
