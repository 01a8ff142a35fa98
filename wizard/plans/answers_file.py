"""The answers file beside a plan: what was answered, and what tells edits made by hand from our own text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from msgspec import Struct

from wizard.answers.kinds import validate_answer
from wizard.answers.migration import Orphan, orphans_data
from wizard.answers.validation import Problems, is_blank
from wizard.compiler.loader import load_template
from wizard.errors import AnswersFileError, InvalidFileError, NotFoundError, Problem
from wizard.files.document_nodes import MappingNode, Node, ScalarNode, SequenceNode, plain_data, unknown_key_problems
from wizard.interview.interview import Interview
from wizard.limits import MAX_ANSWERS_FILE_CHARACTERS
from wizard.model.answers import Answer, AnswerPath, Answers, format_path, is_list, is_mapping
from wizard.model.template import Question, Template
from wizard.plans.line_hashes import format_hashes, hash_lines, parse_hashes, split_lines
from wizard.text import did_you_mean


class PlanRecord(Struct, frozen=True):
    """What an answers file remembers of the plan beside it."""

    sha256: str
    """Of the plan's bytes as they were written."""
    line_hashes: tuple[str, ...]
    """Of the lines of our own text, before edits made by hand came into it."""


def answers_file_name(name: str) -> str:
    """The name of the answers file beside a plan: `NAME.answers.yaml` for `NAME.md`."""
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    return f"{stem if suffix.lower() in ('.md', '.markdown') else name}.answers.yaml"


def answers_data(template: Template, answers: Answers) -> dict[str, object]:
    """The answers in the template's order and in the shapes of an answers file (docs/files.md)."""
    return _entries_data(answers, tuple(template.questions()))


def answers_file_text(interview: Interview, orphans: Sequence[Orphan], own_text: str, plan: bytes) -> str:
    """The answers file for a plan; `own_text` is what we rendered, `plan` what is written."""
    from wizard.files.yaml_writer import write_yaml

    saved: dict[str, object] = {"sha256": sha256_hex(plan)}
    if interview.unfinished:
        saved["unfinished"] = {format_path(path): text for path, text in interview.unfinished.items()}
    if orphans:
        saved["strangers"] = orphans_data(orphans)
    saved["lines"] = format_hashes(hash_lines(split_lines(own_text)))
    return write_yaml(
        {
            "template": interview.template.name,
            "version": interview.template.version,
            "answers": answers_data(interview.template, interview.answers),
            "saved": saved,
        }
    )


def read_record(content: bytes) -> PlanRecord | None:
    """What an answers file remembers of its plan; None when it is not one of ours."""
    from wizard.files.document_nodes import plain_data
    from wizard.files.yaml_reader import read_yaml

    # Only the last part is read: the answers before it may be many, and no answer's text begins a line so.
    start = content.rfind(b"\nsaved:") + 1
    if not start or not re.search(rb"^template:", content[:start], re.MULTILINE):
        return None
    try:
        data = plain_data(read_yaml(content[start:].decode("utf-8"), "answers"))
    except (InvalidFileError, UnicodeDecodeError):
        return None
    saved = data.get("saved") if is_mapping(data) else None
    if not is_mapping(saved):
        return None
    sha256, lines = saved.get("sha256"), saved.get("lines")
    return PlanRecord(sha256, parse_hashes(lines)) if isinstance(sha256, str) and isinstance(lines, str) else None


def sha256_hex(content: bytes) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def _entries_data(held: Mapping[str, Answer], questions: Sequence[Question]) -> dict[str, object]:
    known = {question.id: _answer_data(question, held[question.id]) for question in questions if question.id in held}
    return {**known, **{key: answer for key, answer in held.items() if key not in known}}


def _answer_data(question: Question, answer: Answer) -> object:
    if not is_list(answer):
        return answer
    if question.questions:
        return [_entries_data(item, question.questions) for item in answer if is_mapping(item)]
    if question.kind == "checklist":
        return [_task_data(item) for item in answer if is_mapping(item) and item.get("text")]
    return [item for item in answer if isinstance(item, str) and item.strip()]


def _task_data(task: Mapping[str, Answer]) -> object:
    return {"text": task.get("text"), "done": True} if task.get("done") else task.get("text")


SAVED_KEYS = ("template", "version", "answers", "saved")
"""What an answers file that the program saved holds."""


class AnswersFile(Struct, frozen=True):
    """What a file of answers holds, not yet held against its template."""

    source: str
    answers: Node
    template: ScalarNode | None
    """The name of the template that a saved file says it belongs to; None for a bare mapping of answers."""


def read_answers(text: str, source: str, template: Template) -> Answers:
    """The answers of a file, YAML or JSON, in their normal form; AnswersError with every problem.

    Answers behind a condition that does not hold are kept; blank text is no answer.
    """
    asks_both = template.question(("template",)) is not None and template.question(("answers",)) is not None
    file = _read_bare_file(text, source) if asks_both else read_answers_file(text, source)
    if file.template is not None and file.template.value != template.name:
        message = f"these are answers for '{file.template.value}', not for '{template.name}'"
        place = file.template
        raise AnswersFileError((Problem(source, place.line, place.column, "other-template", message),))
    return _accept_answers(file, template)


def read_answers_file(text: str, source: str) -> AnswersFile:
    """A saved file or a bare mapping; AnswersError when it is neither.

    With the keys `template` and `answers` it is a saved one.
    """
    file = _read_bare_file(text, source)
    whole = file.answers
    if not isinstance(whole, MappingNode) or whole.get("answers") is None or whole.get("template") is None:
        return file
    problems = [*unknown_key_problems(whole, SAVED_KEYS, source)]
    name, answers = whole.get("template"), whole.get("answers")
    if not isinstance(name, ScalarNode) or not isinstance(name.value, str):
        place = name or whole
        problems.append(Problem(source, place.line, place.column, "wrong-type", "template must be a template's name"))
    if problems or not isinstance(name, ScalarNode) or answers is None:
        raise AnswersFileError(tuple(problems))
    return AnswersFile(source, answers, name)


def load_template_of(file: AnswersFile) -> Template:
    """The template that a file of answers names; AnswersError when it names none that there is."""
    place = file.template or file.answers
    message = "this does not say whose answers it holds: `template: NAME` and `answers:` are missing"
    if file.template is not None:
        try:
            return load_template(str(file.template.value))
        except NotFoundError as error:
            message = str(error)
    raise AnswersFileError((Problem(file.source, place.line, place.column, "no-template", message),))


def _read_bare_file(text: str, source: str) -> AnswersFile:
    if len(text) > MAX_ANSWERS_FILE_CHARACTERS:
        message = f"answers hold at most {MAX_ANSWERS_FILE_CHARACTERS:,} characters"
        raise AnswersFileError((Problem(source, 1, 1, "too-much", message),))
    try:
        return AnswersFile(source, _parse_document(text.removeprefix("\ufeff"), source), None)
    except InvalidFileError as error:
        raise AnswersFileError(error.problems) from None


def _parse_document(text: str, source: str) -> Node:
    """JSON by JSON's rules, which YAML does not quite keep; a `{` may also begin a mapping of YAML."""
    is_json = source.lower().endswith(".json")
    if is_json or text.lstrip()[:1] == "{":
        from wizard.files.json_reader import read_json

        try:
            return read_json(text, source)
        except InvalidFileError:
            if is_json:
                raise
    from wizard.files.yaml_reader import read_yaml

    return read_yaml(text, source)


def _accept_answers(file: AnswersFile, template: Template) -> Answers:
    whole = file.answers
    if isinstance(whole, ScalarNode) and whole.value is None:
        return {}
    if not isinstance(whole, MappingNode):
        message = "answers are written `question: answer`, one for each question"
        raise AnswersFileError((Problem(file.source, whole.line, whole.column, "wrong-type", message),))
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    for id, (key, node) in whole.entries.items():
        question = template.question((id,))
        if question is None:
            problems.append(_unknown_question(file.source, key, id, template))
            continue
        answer = plain_data(node)
        if is_blank(answer):
            continue
        answers[id], wrong = validate_answer(question, answer, (id,))
        problems += _locate_problems(wrong, file.source, question, node)
    if problems:
        raise AnswersFileError(tuple(problems))
    return {question.id: answers[question.id] for question in template.questions() if question.id in answers}


def _unknown_question(source: str, key: ScalarNode, id: str, template: Template) -> Problem:
    known = [question.id for question in template.questions()]
    hint = did_you_mean(id, known) or f"; its questions are: {', '.join(known)}"
    message = f"'{id[:60]}' is not a question of {template.name}{hint}"
    return Problem(source, key.line, key.column, "unknown-key", message)


def _locate_problems(wrong: Problems, source: str, question: Question, node: Node) -> Iterator[Problem]:
    """The problems of one answer, each at its place in the file."""
    if not wrong:
        return
    places = dict(_nodes_by_path(node, question, (question.id,)))
    for problem in wrong:
        path = problem.path
        while path not in places:
            path = path[: max(path.rfind("."), path.rfind("["))]
        place, code = places[path]
        yield Problem(source, place.line, place.column, code, str(problem))


def _nodes_by_path(node: Node, question: Question | None, path: AnswerPath) -> Iterator[tuple[str, tuple[Node, str]]]:
    """Each path below a node, with where it stands and what would be wrong there."""
    yield format_path(path), (node, "wrong-answer")
    if isinstance(node, SequenceNode):
        for index, item in enumerate(node.nodes):
            yield from _nodes_by_path(item, question, (*path, index))
    elif isinstance(node, MappingNode) and question is not None:
        is_task = question.kind == "checklist"
        for name, (key, inner) in node.entries.items():
            child = question.child(name)
            if child is None and not (is_task and name in ("text", "done")):
                yield format_path((*path, name)), (key, "unknown-key")
            else:
                yield from _nodes_by_path(inner, child, (*path, name))
