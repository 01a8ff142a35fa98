"""The interview that a saved plan was made from: its template, wherever that is now, and all that its answers file has.

A form that GitHub would refuse is no hindrance: the plan was begun with it, and its answers must stay within reach.

answers file → the template where the file says that it is, from its own folder or from the repository's root, else the
one of that name, else the copy that was kept
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePath
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from wizard.answers.migration import migrate
from wizard.answers.orphans import Orphan
from wizard.compiler.loader import decode_utf8, is_template_path, load_template, template_names, text_digest
from wizard.compiler.lookup.repository import repository_root
from wizard.compiler.lookup.template_lookup import load_named_template
from wizard.compiler.lookup.template_names import list_templates
from wizard.compiler.template_copies import load_copy
from wizard.drafts.undo.history import cursor_of, with_data
from wizard.errors import AnswersFileError, NotFoundError, Problem, TemplateError
from wizard.files.regular_file import read_regular_file
from wizard.files.serialization.document_nodes import plain_data
from wizard.interview.interview import Interview
from wizard.limits import MAX_TEMPLATE_BYTES
from wizard.message_text import did_you_mean, sanitize_line
from wizard.model.answers import InterviewData, is_mapping
from wizard.model.template import Template
from wizard.plans.answers_file import AnswersFile, read_interview_data, read_outdated_data, recorded_day
from wizard.plans.opening.template_reference import TemplateReference, parse_reference, paths_from

TemplateState: TypeAlias = Literal["same", "changed", "copy"]
"""Whether a template is what the plan was made from, has changed since, or is the copy that was kept."""

_TEMPLATE_SUFFIXES: Final = (".md", ".markdown", ".mdx", ".txt", ".yml", ".yaml")
"""What the name of a template's file may end in, unless it is the very one that the plan was made from."""

_MOST_NAMED: Final = 5
"""How many answers a notice names."""


class FoundTemplate(Struct, frozen=True):
    """The template of an answers file."""

    template: Template
    state: TemplateState
    other_name: str = ""
    """What the answers file calls the template, if that is another one by now; its record of the save leads to this."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What to tell the user when the template is not the same."""
        named = sanitize_line(self.template.name)
        said = self.other_template
        other = (f"{said[:1].upper()}{said[1:]}.",) if self.other_name else ()
        match self.state:
            case "same":
                return other
            case "changed":
                return (*other, f"The template {named} has changed. No answers were lost.")
            case "copy":
                return (*other, f"The template {named} is no longer where it was. Using the saved copy.")

    @property
    def other_template(self) -> str:
        """The words for an answers file that names another template; no full stop."""
        named, other = sanitize_line(self.template.name), sanitize_line(self.other_name)
        return f"the answers name the template '{other}', but the plan was saved from '{named}', which is used"


def find_template(file: AnswersFile, named: str | None = None) -> FoundTemplate:
    """Return the template of an answers file; `named`, a name or path, is where the user says that it is.

    Raise AnswersFileError when there is none or what has its name is another one, NotFoundError when there is nothing
    at `named`, TemplateError when it cannot be used and there is no copy.
    """
    found = _find_template(file, named)
    if named is None:
        found = replace(found, other_name=_name_of_other(file, found.template))
    day = "" if file.saved is None else recorded_day(plain_data(file.saved))
    return replace(found, template=replace(found.template, today=day)) if day else found


def _find_template(file: AnswersFile, named: str | None) -> FoundTemplate:
    reference = None if file.saved is None else parse_reference(plain_data(file.saved))
    if named is not None:
        return _accept_named(file, load_named_template(named, is_lenient=True), reference)
    if file.template is None:
        message = "this does not say whose answers it holds: `template: NAME` and `answers:` are missing"
        raise _error(file, "no-template", message)
    return _search(file, str(file.template.value), reference)


def _name_of_other(file: AnswersFile, template: Template) -> str:
    """Return what a saved file calls its template, if that is the name of another one; else nothing.

    A template that was renamed since has its old name in the files that were saved, and that is the name of none.
    """
    name = "" if file.template is None else str(file.template.value)
    if file.saved is None or is_template_path(name) or _has_name_of(template, file):
        return ""
    other = _load(_Candidate(name, is_path=False, is_recorded=False))
    return name if isinstance(other, Template) and other.digest != template.digest else ""


class RestoredInterview(Struct, frozen=True):
    """The interview that an answers file holds, at its first question."""

    interview: Interview
    orphans: tuple[Orphan, ...]
    """Its answers that have no question, or one that asks for something else."""
    problems: tuple[Problem, ...]
    """What in the file does not fit the template, each with its place; it became unfinished text or an orphan, or is
    an answer that the interview finds invalid."""
    has_template_changed: bool

    @property
    def notices(self) -> tuple[str, ...]:
        """What to tell the user of keys written amiss, and of answers that do not fit their questions.

        Orphans have notices of their own.
        """
        misnamed = () if self.has_template_changed else (each for each in self.problems if each.code == "unknown-key")
        return (*(sanitize_line(str(each)) for each in islice(misnamed, _MOST_NAMED)), *self._misfit_notices())

    def _misfit_notices(self) -> Iterator[str]:
        asked = self.interview
        found = ((*asked.misfits(path), *asked.judgements(path)) for path in asked.asked_paths())
        paths = list(dict.fromkeys(problem.path for problems in found for problem in problems))
        if not paths:
            return
        names = ", ".join(sanitize_line(path)[:60] for path in paths[:_MOST_NAMED])
        more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
        do_not_fit = "answer does not fit its question" if len(paths) == 1 else "answers do not fit their questions"
        yield f"{len(paths)} {do_not_fit}: {names}{more}."


def restore_interview(file: AnswersFile, found: FoundTemplate) -> RestoredInterview:
    """Return the interview that an answers file holds.

    Answers of a saved file that do not fit the template become unfinished text or orphans, as in a draft, so that
    every file that was saved opens. Raise AnswersFileError when those of a file written by hand do not fit the
    template that they were given for.
    """
    problems: tuple[Problem, ...] = ()
    try:
        data = read_interview_data(file, found.template)
    except AnswersFileError as error:
        if file.saved is None and found.state != "changed":
            raise
        data, problems = read_outdated_data(file, found.template), error.problems
    interview, orphans = _begin_interview(found.template, data)
    return RestoredInterview(interview, orphans, problems, found.state == "changed")


def _begin_interview(template: Template, data: InterviewData) -> tuple[Interview, tuple[Orphan, ...]]:
    """Return an interview with the data of an answers file, and its orphans."""
    data, orphans = migrate(template, data)
    answers = data.get("answers")
    interview = Interview.begin(template, answers if is_mapping(answers) else {})
    return with_data(interview, data, cursor_of(interview)), orphans


def _search(file: AnswersFile, name: str, reference: TemplateReference | None) -> FoundTemplate:
    broken: TemplateError | None = None
    later: list[Template] = []
    strangers: list[Template] = []
    for candidate in _candidates(file, name, reference):
        template = _load(candidate)
        if isinstance(template, TemplateError):
            broken = broken or template
        elif template is None or not _may_be(template, candidate, file, reference):
            continue
        elif _state_of(template, file, reference) == "same":
            return FoundTemplate(template, "same")
        elif candidate.is_recorded and _follows(template, candidate, file):
            later.append(template)
        else:
            strangers.append(template)
    if later:
        return FoundTemplate(later[0], "changed")
    moved = None if reference is None else _find_moved(file, reference)
    if moved is not None:
        return FoundTemplate(moved, "same")
    copy = None if reference is None else load_copy(reference.sha256, reference.source)
    if copy is not None:
        return FoundTemplate(copy, "copy")
    fitting = next((template for template in strangers if _asks_for_all(template, file)), None)
    if fitting is not None:
        return FoundTemplate(fitting, "changed")
    if broken is not None:
        raise broken
    origin = name if reference is None or is_template_path(name) else reference.source
    raise _stranger_error(file, name) if strangers else _missing_error(file, origin)


class _Candidate(Struct, frozen=True):
    """A name or path of what may be the template of an answers file."""

    source: str
    is_path: bool
    is_recorded: bool
    """Whether the answers file says that this is where it was, and it is no other one of the same name."""

    @property
    def has_template_name(self) -> bool:
        """Whether it is called as a template is; an answers file of a stranger may lead to any file of text."""
        return not self.is_path or self.source.lower().endswith(_TEMPLATE_SUFFIXES)


def _candidates(file: AnswersFile, name: str, reference: TemplateReference | None) -> Iterator[_Candidate]:
    """Yield where an answers file's template may be, the likeliest place first."""
    folder = file.folder()
    if is_template_path(name):  # written by hand
        root = repository_root(folder)
        paths = (*paths_from(folder, name), *(() if root is None else paths_from(root, name)))
    else:
        paths = () if reference is None or not is_template_path(reference.source) else reference.paths(folder)
    yield from (_Candidate(str(path), is_path=True, is_recorded=True) for path in dict.fromkeys(paths))
    if is_template_path(name):
        return
    if reference is not None and not is_template_path(reference.source):
        yield _Candidate(reference.source, is_path=False, is_recorded=True)
    yield _Candidate(name, is_path=False, is_recorded=reference is None)


def _find_moved(file: AnswersFile, reference: TemplateReference) -> Template | None:
    """Return the same template from another of the places where templates lie in the answers file's repository."""
    for named in list_templates(str(file.folder())):
        try:
            content = read_regular_file(Path(named.found.path), MAX_TEMPLATE_BYTES)
            if text_digest(decode_utf8(content, named.found.path)) == reference.sha256:
                return load_template(named.source, is_lenient=True)
        except (OSError, NotFoundError, TemplateError):
            continue
    return None


def _load(candidate: _Candidate) -> Template | TemplateError | None:
    """Return the template of a name or at a path; None if there is none."""
    try:
        if candidate.is_path and not Path(candidate.source).is_file():
            return None
        return load_template(candidate.source, is_lenient=True)
    except TemplateError as error:
        return error if candidate.has_template_name else None
    except (NotFoundError, OSError, ValueError):  # a path may be too long, or hold a NUL
        return None


def _may_be(template: Template, candidate: _Candidate, file: AnswersFile, reference: TemplateReference | None) -> bool:
    """Whether this is not another template, and no file of a kind that a stranger's answers have no business with."""
    if reference is not None and template.digest == reference.sha256:
        return True
    if not candidate.is_path:
        return _has_name_of(template, file)
    return candidate.has_template_name and (_has_name_of(template, file) or _asks_for_most(template, file))


def _accept_named(file: AnswersFile, template: Template, reference: TemplateReference | None) -> FoundTemplate:
    if _has_name_of(template, file) or _asks_for_most(template, file) or _asks_for_all(template, file):
        return FoundTemplate(template, _state_of(template, file, reference))
    named = "" if file.template is None else str(file.template.value)
    message = f"these are answers for '{named}', and they do not fit '{template.name}'"
    raise _error(file, "other-template", message)


def _has_name_of(template: Template, file: AnswersFile) -> bool:
    """Whether a template has the name that the file says, which may be a path that says nothing about it."""
    named = "" if file.template is None else str(file.template.value)
    return named in ("", template.name, template.source) or is_template_path(named)


def _asks_for_most(template: Template, file: AnswersFile) -> bool:
    """Whether most of a file's answers have a question of the template, so that it is likely to be renamed only."""
    answers = plain_data(file.answers)
    if not is_mapping(answers):
        return False
    return 2 * sum(template.question((id,)) is not None for id in answers) > len(answers)


def _state_of(template: Template, file: AnswersFile, reference: TemplateReference | None) -> TemplateState:
    is_same = not _is_newer(template, file) if reference is None else template.digest == reference.sha256
    return "same" if is_same else "changed"


def _is_newer(template: Template, file: AnswersFile) -> bool:
    return file.version is not None and template.version > file.version


def _follows(template: Template, candidate: _Candidate, file: AnswersFile) -> bool:
    """Whether a template that has changed is a later form of the plan's, and not just another of the same name."""
    return candidate.is_path or _is_newer(template, file) or _asks_for_all(template, file)


def _asks_for_all(template: Template, file: AnswersFile) -> bool:
    """Whether each of a file's answers has a question of the template, though it may be no answer to it any more."""
    answers = plain_data(file.answers)
    return answers is None or (is_mapping(answers) and all(template.question((id,)) is not None for id in answers))


def _stranger_error(file: AnswersFile, name: str) -> AnswersFileError:
    message = (
        f"the template '{name}' here is not the one that this plan was made from, and its questions are others;"
        f" --template says which one to take, --template {name} takes this one"
    )
    return _error(file, "other-template", message)


def _missing_error(file: AnswersFile, source: str) -> AnswersFileError:
    remedy = "--template says where it is now"
    if is_template_path(source):
        name = PurePath(source.replace("\\", "/")).name
        paths = (named.found.path for named in list_templates(str(file.folder())))
        namesake = next((path for path in paths if PurePath(path).name == name), None)
        if namesake is not None:
            remedy = f"is it {sanitize_line(namesake)}? {remedy}"
        return _error(file, "no-template", f"there is no template '{source}', seen from here; {remedy}")
    known = template_names()
    hint = did_you_mean(source, known) or f"; there are: {', '.join(known)}"
    return _error(file, "no-template", f"there is no template '{source}'{hint}; {remedy}")


def _error(file: AnswersFile, code: str, message: str) -> AnswersFileError:
    node = file.template or file.answers
    return AnswersFileError((Problem(file.source, node.line, node.column, code, message),))
