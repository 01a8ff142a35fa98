"""The answers file beside a plan: the answers, and the text that was rendered, which tells edits made by hand."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Final

from msgspec import Struct

from wizard.answers.dates import is_date
from wizard.answers.kinds import validate_answer
from wizard.answers.orphans import Orphan, orphans_data
from wizard.answers.validation import Problems, is_blank
from wizard.compiler.loader import is_template_path
from wizard.digests import sha256_hex
from wizard.errors import AnswersFileError, InvalidFileError, Problem
from wizard.files.serialization.document_nodes import (
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    node_at,
    plain_data,
    unknown_key_problems,
)
from wizard.interview.interview import Interview
from wizard.limits import MAX_ANSWERS_FILE_CHARACTERS
from wizard.message_text import did_you_mean
from wizard.model.answers import (
    Answer,
    AnswerPath,
    Answers,
    InterviewData,
    format_path,
    is_list,
    is_mapping,
    parse_path,
)
from wizard.model.template import Question, Template
from wizard.plans.merge.base_text import Base, DamagedBaseError, read_base, write_base
from wizard.plans.merge.conflict_marks import find_conflict_mark
from wizard.plans.merge.line_hashes import parse_hashes
from wizard.plans.opening.template_reference import TemplateReference, parse_reference

_DOCUMENT: Final = "document"
"""What an answers file says of the layout of a document that was made elsewhere."""


class PlanRecord(Struct, frozen=True):
    """What an answers file records of the plan beside it."""

    sha256: str
    """Of the plan's bytes as they were written, in hex."""
    base: Base | None
    """What was rendered, before edits made by hand were merged into it; None where it is missing or damaged."""
    is_damaged: bool = False
    """Whether the base is there, and not as it was written."""
    is_document: bool = False
    """Whether the plan is a document that was made elsewhere, laid out in its own way."""


def answers_file_name(name: str) -> str:
    """Return the name of the answers file beside a plan: `NAME.answers.yaml` for `NAME.md`."""
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    return f"{stem if suffix.lower() in ('.md', '.markdown') else name}.answers.yaml"


def answers_data(template: Template, answers: Answers) -> dict[str, object]:
    """Return answers in the template's order and in the shapes of an answers file (docs/files.md)."""
    return _entries_data(answers, tuple(template.questions()))


def answers_file_text(
    interview: Interview,
    orphans: Sequence[Orphan],
    rendered: str,
    plan: bytes,
    template: TemplateReference | None = None,
    refused: Collection[str] = (),
    *,
    is_document: bool = False,
) -> str:
    """Return the text of a plan's answers file; `rendered` is the plan as rendered, `plan` the bytes to be written.

    `refused` are the keys of edits made by hand that are not to become answers. `is_document` says that the plan is one
    that was made elsewhere, laid out in its own way.
    """
    from wizard.files.serialization.yaml_writer import write_yaml

    saved: dict[str, object] = {} if template is None else {"template": template.data}
    saved["sha256"] = sha256_hex(plan)
    if interview.template.reads_today:
        saved["today"] = interview.template.today
    if interview.unfinished:
        saved["unfinished"] = {format_path(path): text for path, text in interview.unfinished.items()}
    if orphans:
        saved["strangers"] = orphans_data(orphans)
    if refused:
        saved["refused"] = sorted(refused)
    if is_document:
        saved["layout"] = _DOCUMENT
    saved["base"] = write_base(rendered)
    return write_yaml(
        {
            "template": interview.template.name,
            "version": interview.template.version,
            "answers": answers_data(interview.template, interview.answers),
            "saved": saved,
        }
    )


def rewrite_answers_file(text: str, template: Template) -> str:
    """Return the text that this program would have written for the data in an answers file's text.

    Comments, layout and another order of the answers are not in it. Where the text was written with another version of
    the template, whose order is not known, the order stays. Raise AnswersFileError when it cannot be read.
    """
    from wizard.files.serialization.yaml_writer import write_yaml

    data: dict[str, object] = dict(read_answers_file_data(text))
    answers, reference = data.get("answers"), parse_reference(data.get("saved"))
    if is_mapping(answers) and (reference is None or reference.sha256 == template.digest):
        by_id = {question.id: question for question in template.questions()}
        data["answers"] = answers_data(template, _unshorten_entries(answers, by_id))
    return write_yaml(data)


def read_answers_file_data(text: str) -> Mapping[str, Answer]:
    """Return everything in an answers file's text, not validated; raise AnswersFileError when it cannot be read."""
    data = plain_data(_read_bare_file(text, "answers").answers)
    return data if is_mapping(data) else {}


def read_record(content: bytes) -> PlanRecord | None:
    """Return what an answers file records of its plan; None when the file is not one of ours."""
    return parse_record(_read_saved_part(content))


def parse_record(saved: object) -> PlanRecord | None:
    """Return the record in the `saved` part of an answers file, or None when there is none."""
    if not is_mapping(saved):
        return None
    sha256, base, lines = saved.get("sha256"), saved.get("base"), saved.get("lines")
    if not isinstance(sha256, str):
        return None
    is_document = saved.get("layout") == _DOCUMENT
    if base is None:
        known = parse_hashes(lines) if isinstance(lines, str) else None
        return PlanRecord(sha256, known, is_document=is_document)
    try:
        return PlanRecord(sha256, read_base(str(base)), is_document=is_document)
    except DamagedBaseError:
        return PlanRecord(sha256, None, is_damaged=True, is_document=is_document)


def read_refused(content: bytes) -> frozenset[str]:
    """Return the keys of edits made by hand that were refused, from the bytes of an answers file."""
    keys = _read_saved_part(content).get("refused")
    return frozenset(key for key in keys if isinstance(key, str)) if is_list(keys) else frozenset()


def recorded_day(saved: object) -> str:
    """Return what `today` stands for, from the `saved` part of an answers file; empty when it says nothing."""
    day = saved.get("today") if is_mapping(saved) else None
    return day if isinstance(day, str) and is_date(day) else ""


def read_reference(content: bytes) -> TemplateReference | None:
    """Return what an answers file records of its template; None when it says nothing."""
    return parse_reference(_read_saved_part(content))


def read_day(content: bytes) -> str:
    """Return what `today` stands for in the plan of an answers file; empty when it says nothing."""
    return recorded_day(_read_saved_part(content))


def _read_saved_part(content: bytes) -> Mapping[str, Answer]:
    from wizard.files.serialization.yaml_reader import read_yaml

    # Only the last part is read: the answers before it may be long, and no answer begins a line with this key.
    start = content.rfind(b"\nsaved:") + 1
    if not start or not re.search(rb"^template:", content[:start], re.MULTILINE):
        return {}
    try:
        data = plain_data(read_yaml(content[start:].decode("utf-8"), "answers"))
    except (InvalidFileError, UnicodeDecodeError):
        return {}
    saved = data.get("saved") if is_mapping(data) else None
    return saved if is_mapping(saved) else {}


def _entries_data(answers: Mapping[str, Answer], questions: Sequence[Question]) -> dict[str, object]:
    known = {each.id: _answer_data(each, answers[each.id]) for each in questions if each.id in answers}
    return {**known, **{key: answer for key, answer in answers.items() if key not in known}}


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
"""The keys of an answers file that the program saved."""


class AnswersFile(Struct, frozen=True):
    """A parsed file of answers, not yet validated against its template."""

    source: str
    answers: Node
    template: ScalarNode | None
    """The name of its template, or its path, in a saved file; None in a bare mapping of answers."""
    version: int | None = None
    """Of the template, as the file says; None when it does not."""
    saved: Node | None = None
    """What the program adds for itself (docs/files.md)."""

    def folder(self) -> Path:
        """Return the folder that the file is in, with links followed; paths in the file start there."""
        return Path(os.path.realpath(self.source)).parent


def read_answers(text: str, source: str, template: Template) -> Answers:
    """Return the answers in a YAML or JSON text, normalized; raise AnswersFileError with every problem.

    Answers behind a condition that does not hold are included; blank text is no answer. `source` names the file.
    """
    # With questions of these names, the two keys do not tell a saved file from a bare mapping.
    asks_both = template.question(("template",)) is not None and template.question(("answers",)) is not None
    file = _read_bare_file(text, source) if asks_both else read_answers_file(text, source)
    if file.template is not None and not _names(file, template):
        message = f"these are answers for '{file.template.value}', not for '{template.name}'"
        line, column = file.template.line, file.template.column
        raise AnswersFileError((Problem(source, line, column, "other-template", message),))
    return _accept_answers(file, template)


def require_valid_together(text: str, source: str, template: Template, answers: Answers) -> None:
    """Raise AnswersFileError with every answer in a text that the others make invalid; none for a saved file.

    A plan that was saved with such an answer renders still; `check` tells of it.
    """
    file = read_answers_file(text, source) if template.has_dependent_limits else None
    if file is None or file.saved is not None:
        return
    interview = Interview.begin(template, answers)
    judged = (each for path in interview.asked_paths() for each in interview.judgements(path))
    problems: list[Problem] = []
    for each in judged:
        node = node_at(file.answers, parse_path(each.path))
        problems.append(Problem(source, node.line, node.column, "invalid-answer", str(each)))
    if problems:
        raise AnswersFileError(tuple(problems))


def _names(file: AnswersFile, template: Template) -> bool:
    """Whether a saved file says that its answers are a template's, by its name or by where it is."""
    named = "" if file.template is None else str(file.template.value)
    return named in (template.name, template.source) or (
        is_template_path(named) and os.path.realpath(file.folder() / named) == os.path.realpath(template.source)
    )


def looks_saved(text: str, source: str) -> bool:
    """Whether a file is one of answers that says what template they are for, and no template itself.

    What an answers file or a JSON file holds, or how broken it is, does not matter: neither is ever a template.
    """
    if source.lower().endswith((".answers.yaml", ".json")):
        return True
    return all(re.search(rf"^{key}[ \t]*:", text, re.MULTILINE) for key in ("template", "answers"))


def read_answers_file(text: str, source: str) -> AnswersFile:
    """Return a saved file, which has the keys `template` and `answers`, or a bare mapping of answers.

    Raise AnswersFileError when it is neither.
    """
    file = _read_bare_file(text, source)
    whole = file.answers
    if not isinstance(whole, MappingNode) or whole.get("answers") is None or whole.get("template") is None:
        return file
    problems = [*unknown_key_problems(whole, SAVED_KEYS, source)]
    name, answers = whole.get("template"), whole.get("answers")
    if not isinstance(name, ScalarNode) or not isinstance(name.value, str):
        node = name or whole
        problems.append(Problem(source, node.line, node.column, "wrong-type", "template must be a template's name"))
    if problems or not isinstance(name, ScalarNode) or answers is None:
        raise AnswersFileError(tuple(problems))
    version = whole.get("version")
    number = version.value if isinstance(version, ScalarNode) and type(version.value) is int else None
    return AnswersFile(source, answers, name, number, whole.get("saved"))


def read_interview_data(file: AnswersFile, template: Template) -> InterviewData:
    """Return everything that a saved file holds of its interview, as `migrate` takes it.

    Raise AnswersFileError with every answer that does not fit the template.
    """
    return {"answers": _accept_answers(file, template), **_saved_parts(file)}


def read_outdated_data(file: AnswersFile, template: Template) -> InterviewData:
    """Return the same with the answers that do not fit the template, because it has changed or by mistake.

    Raise AnswersFileError when the file has no answers.
    """
    answers = plain_data(file.answers)
    if not is_mapping(answers):
        return read_interview_data(file, template)
    by_id = {question.id: question for question in template.questions()}
    return {"answers": _unshorten_entries(answers, by_id), **_saved_parts(file)}


def _saved_parts(file: AnswersFile) -> InterviewData:
    """Return the typed text that is no answer yet, and the answers without a question."""
    unfinished = file.saved.get("unfinished") if isinstance(file.saved, MappingNode) else None
    orphans = file.saved.get("strangers") if isinstance(file.saved, MappingNode) else None
    problems: list[Problem] = []
    if unfinished is not None and not isinstance(unfinished, MappingNode):
        message = "unfinished is written `path: text`, one for each question"
        problems.append(Problem(file.source, unfinished.line, unfinished.column, "wrong-type", message))
    if orphans is not None and not isinstance(orphans, SequenceNode):
        message = "strangers is a list of answers, each with its path"
        problems.append(Problem(file.source, orphans.line, orphans.column, "wrong-type", message))
    if problems:
        raise AnswersFileError(tuple(problems))
    parts = {"unfinished": unfinished, "strangers": orphans}
    return {name: plain_data(node) for name, node in parts.items() if node is not None}


def _unshorten_entries(entries: Mapping[str, Answer], by_id: Mapping[str, Question]) -> Mapping[str, Answer]:
    """Return answers with every task as `text` and `done`, which files leave out."""
    written = {key: answer for key, answer in entries.items() if not is_blank(answer)}
    return {key: _unshorten(by_id[key], answer) if key in by_id else answer for key, answer in written.items()}


def _unshorten(question: Question, answer: Answer) -> Answer:
    if not is_list(answer):
        return answer
    if question.questions:
        by_id = {each.id: each for each in question.questions}
        return tuple(_unshorten_entries(item, by_id) if is_mapping(item) else item for item in answer)
    if question.kind == "checklist":
        return tuple(
            {"text": item, "done": False} if isinstance(item, str)
            else {"done": False, **item} if is_mapping(item)
            else item
            for item in answer
        )  # fmt: skip
    return answer


def _read_bare_file(text: str, source: str) -> AnswersFile:
    if len(text) > MAX_ANSWERS_FILE_CHARACTERS:
        message = f"answers hold at most {MAX_ANSWERS_FILE_CHARACTERS:,} characters"
        raise AnswersFileError((Problem(source, 1, 1, "too-much", message),))
    try:
        return AnswersFile(source, _parse_document(text.removeprefix("\ufeff"), source), None)
    except InvalidFileError as error:
        line = find_conflict_mark(text.removeprefix("\ufeff").splitlines())
        if line is None:
            raise AnswersFileError(error.problems) from None
        message = "the file contains merge conflict markers; resolve them and try again"
        raise AnswersFileError((Problem(source, line, 1, "merge-conflict", message),)) from None


def _parse_document(text: str, source: str) -> Node:
    """Read JSON by its own rules, which YAML's flow style differs from, and fall back to YAML for another `{`."""
    is_json = source.lower().endswith(".json")
    if is_json or text.lstrip()[:1] == "{":
        from wizard.files.serialization.json_reader import read_json

        try:
            return read_json(text, source)
        except InvalidFileError:
            if is_json:
                raise
    from wizard.files.serialization.yaml_reader import read_yaml

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
    """Yield the problems of one answer, each with its position in the file."""
    if not wrong:
        return
    nodes = dict(_nodes_by_path(node, question, (question.id,)))
    for problem in wrong:
        path = problem.path
        while path not in nodes:
            path = path[: max(path.rfind("."), path.rfind("["))]
        found, code = nodes[path]
        yield Problem(source, found.line, found.column, code, str(problem))


def _nodes_by_path(node: Node, question: Question | None, path: AnswerPath) -> Iterator[tuple[str, tuple[Node, str]]]:
    """Yield each path at or below a node, with its node and the code of a problem there."""
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
