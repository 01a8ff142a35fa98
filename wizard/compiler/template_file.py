"""A template's file as a whole: its front matter and its body, and every mistake in either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from wizard.compiler.body.body_parser import read_body
from wizard.compiler.body.lexer import CONTROL_CHARACTER, Source
from wizard.compiler.checks.checker import check_names, costly_conditions, unused_question_warning
from wizard.compiler.diagnostics import TOLERATED_CODES
from wizard.compiler.flow_commas import join_texts_cut_at_commas
from wizard.compiler.front_matter import KNOWN_KEYS, build_template, has_no_questions
from wizard.compiler.mapping_reader import FrontMatter, MappingReader
from wizard.compiler.question_keys import check_plain_texts
from wizard.errors import Problem, TemplateError
from wizard.files.serialization.document_nodes import MappingNode, Node, ScalarNode, SequenceNode
from wizard.files.serialization.yaml_reader import compose
from wizard.limits import MAX_TEMPLATE_PROBLEMS
from wizard.model.template import Template

FORMAT: Final = 1
"""The version of the format, as the key `wizard` gives it."""

OPENING_LINE: Final = re.compile(r"(?:[ \t]*\n)*---[ \t]*\n")
"""The line above the front matter; blank ones may stand above it."""


class FileParts(Struct, frozen=True):
    """The two halves of a template's file."""

    front: str
    body: str
    front_line: int
    """The line of the file on which the front matter begins, after its `---`, 1-based."""
    body_line: int
    """The line of the file on which the body begins, 1-based."""


def split_file(text: str, source: str) -> FileParts:
    """Return the front matter and the body of a template's file.

    Byte order marks and blank lines above it are dropped, and CR LF becomes LF. Raise TemplateError when there is no
    front matter.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    opening = OPENING_LINE.match(text)
    if opening is None:
        raise TemplateError((_no_opening_problem(text, source),))
    closing = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE).search(text, opening.end())
    first_line = text.count("\n", 0, opening.end()) + 1
    if closing is None and not re.search(r"^wizard[ \t]*:", text, re.MULTILINE):
        raise TemplateError((_not_a_template_problem(source),))
    if closing is None:
        message = "the questions never end: put a line --- between them and the body"
        raise TemplateError((Problem(source, first_line - 1, 1, "unclosed-front-matter", message),))
    front = text[opening.end() : closing.start()]
    return FileParts(front, text[closing.end() :], first_line, first_line + front.count("\n") + 1)


def _no_opening_problem(text: str, source: str) -> Problem:
    """Return what is wrong with a text that does not begin with front matter."""
    later = re.search(r"^---[ \t]*\n(?:(?!---)[^\n]*\n)*?wizard[ \t]*:", text, re.MULTILINE)
    if later is None:
        return _not_a_template_problem(source)
    line = text.count("\n", 0, later.start()) + 1
    message = f"the line --- above 'wizard: 1' is line {line}; it must be the first; remove what is above it"
    return Problem(source, 1, 1, "not-a-template", message)


def read_template_text(text: str, source: str) -> tuple[Template, tuple[Problem, ...]]:
    """Return the template, and what is wrong with it though it opens (`TOLERATED_CODES`).

    Raise TemplateError with every mistake at once when it cannot be opened.
    """
    parts = split_file(text, source)
    front = FrontMatter(source, [*("",) * (parts.front_line - 1), *parts.front.split("\n")])
    problems = front.diagnostics.problems
    root = compose(parts.front, source, parts.front_line, problems)
    first_line = parts.body_line
    if root is not None:
        join_texts_cut_at_commas(root, KNOWN_KEYS, source, problems)
    problems += _control_character_problems(parts.body, source, first_line)
    body = read_body(
        Source(parts.body, source, lambda line, column: (first_line + line, column + 1)), front.diagnostics
    )
    if not isinstance(root, MappingNode):
        raise TemplateError(_first_problems(problems) or (_not_a_template_problem(source),))
    _check_format(MappingReader(front, root, "a template"))
    problems += (
        _control_character_problem(source, node)
        for node in _texts_for_people(root)
        if CONTROL_CHARACTER.search(str(node.value))
    )
    mapping = MappingReader(front, root, "a template")
    template = build_template(mapping, body)
    is_whole = bool(template.sections) or has_no_questions(mapping)
    unread = check_names(template, front.diagnostics) if is_whole else ()
    check_plain_texts(front, template, root)
    for question in costly_conditions(template):
        message = "this condition builds on too many others, which build on others in turn; read fewer questions in it"
        front.report(front.node_of(question), "too-deep", message)
    if not all(problem.code in TOLERATED_CODES for problem in problems):
        raise TemplateError(_first_problems(problems))
    warnings = (unused_question_warning(front, question) for question in unread)
    return template, tuple(sorted((*_first_problems(problems), *warnings)))


def _control_character_problems(body: str, source: str, first_line: int) -> Iterator[Problem]:
    for number, line in enumerate(body.split("\n"), start=first_line):
        if (found := CONTROL_CHARACTER.search(line)) is not None:
            code = ord(found[0])
            message = f"a control character (U+{code:04X}) is not allowed in a plan; remove it"
            yield Problem(source, number, found.start() + 1, "bad-character", message)


def _first_problems(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return the problems in order, each once, up to the number that is shown."""
    found = sorted(set(problems))
    shown = found[:MAX_TEMPLATE_PROBLEMS]
    if len(found) > len(shown):
        last, more = shown[-1], len(found) - len(shown)
        shown.append(Problem(last.file, found[-1].line, found[-1].column, "too-much", f"and {more} more mistakes"))
    return tuple(shown)


def _texts_for_people(node: Node) -> Iterator[ScalarNode]:
    """Yield every scalar but those of placeholders, which stand in the plan as the body's own text does."""
    match node:
        case ScalarNode():
            yield node
        case SequenceNode(nodes):
            for inner in nodes:
                yield from _texts_for_people(inner)
        case MappingNode(entries):
            for key, (_, inner) in entries.items():
                if key != "placeholder":
                    yield from _texts_for_people(inner)


def _control_character_problem(source: str, node: ScalarNode) -> Problem:
    message = "this text holds a control character, which is not allowed in a plan; remove it"
    return Problem(source, node.line, node.column, "bad-character", message)


def _not_a_template_problem(source: str) -> Problem:
    message = "this is not a template; one begins with a line ---, the key 'wizard: 1' and its questions"
    return Problem(source, 1, 1, "not-a-template", message)


def _check_format(mapping: MappingReader) -> None:
    """Raise TemplateError unless the template has the format that this program reads."""
    node = mapping.node.get("wizard")
    if node is None:
        raise TemplateError((_not_a_template_problem(mapping.front.file), *mapping.front.diagnostics.problems))
    if not (isinstance(node, ScalarNode) and node.value == FORMAT and not isinstance(node.value, bool)):
        message = f"'wizard' gives the version of the format; this program reads {FORMAT}"
        raise TemplateError((Problem(mapping.front.file, node.line, node.column, "unknown-format", message),))
