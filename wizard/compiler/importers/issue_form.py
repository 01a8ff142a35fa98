"""GitHub's issue forms and discussion forms as templates: the plan is the text that GitHub would post.

    - type: input                        question  what_happened, a line: "What happened?"
      attributes:                  ->    body      ### What happened?
        label: What happened?
                                                   {{ what_happened }}, or _No response_

GitHub posts a heading and the answer for each element, and nothing of what explains them. An answer stands as it was
typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from wizard.compiler.importers.form_rules import FormElement, FormOption, IssueForm, read_form
from wizard.compiler.importers.plain_text import PlainTextReader, shorten
from wizard.compiler.question_keys import RESERVED_IDS
from wizard.errors import Problem, RefusedFormError, TemplateError
from wizard.evaluation.filters import slug
from wizard.files.serialization.document_nodes import MappingNode, Node as YamlNode
from wizard.files.serialization.yaml_reader import compose
from wizard.limits import MAX_QUESTIONS, MAX_TEMPLATE_PROBLEMS
from wizard.model.answers import Answer
from wizard.model.body import Condition, Node, Slot, Text
from wizard.model.expressions import Compare, Constant, Expression, FilterCall, IfElse, IsTest, Name, Or
from wizard.model.template import KindName, Option, Question, Section, Template

NO_RESPONSE: Final = "_No response_"
"""What GitHub posts for an element without an answer."""
NONE: Final = "None"
"""The entry that GitHub adds to a dropdown that need not be answered."""
_BLANK: Final = re.compile(
    r"<[^<>\n]+>|\{[^{}\n]+\}|\[[^\[\]\n]*[ _][^\[\]\n]*\]|_{3,}|\b(?:TODO|TBD|X{3,}|[A-Z]+_[A-Z_]+)\b|[:/-]\s*\Z"
)
"""What is to be filled in, in a label or the name of an assignee."""
_GREETING: Final = re.compile(
    r"\b(?:thank(?:s|ing)?|welcome|hi|hello|before (?:you|filing|opening|submitting))\b", re.IGNORECASE
)
_DOCUMENT_OPENING: Final = re.compile(r"(?:[ \t]*(?:#.*)?\n|%.*\n)*---(?=\s|\Z)")
_DOCUMENT_END: Final = re.compile(r"^(?:---|\.\.\.)(?=\s|\Z)", re.MULTILINE)
_THANKS: Final = re.compile(r"\AThank(?:s| you)\b[^.!\n]*(?:[.!]+[ \n]*|\n|\Z)")
_EXAMPLE: Final = re.compile(r"\A(?:e\. ?g\.?|eg\.|ex\.|ex:|examples?\b|for example\b)[,:]*\s+(?=\S)", re.IGNORECASE)
"""Words that every example has before it where it is shown."""
_MAX_NOTE_CHARACTERS: Final = 240
"""Beside the question it should leave room for the answer, on a screen of 24 lines too."""
_MAX_TITLE_CHARACTERS: Final = 60


def import_issue_form(text: str, source: str, *, is_lenient: bool = False) -> tuple[Template, tuple[Problem, ...]]:
    """Return the template that an issue form is, without steps, and what is wrong with it though it opens.

    Raise RefusedFormError with everything for which GitHub would refuse the form, unless `is_lenient`; TemplateError
    where nothing can be asked.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    problems: list[Problem] = []
    text, end = _first_document(text)
    root = compose(text, source, 1, problems)
    if not isinstance(root, MappingNode):
        raise TemplateError(_first_problems(problems) or (_no_form_problem(source, root),))
    other = _other_file_problem(root, source)
    if other is not None:
        raise TemplateError((other,))
    form, broken = read_form(root, text.split("\n"), source)
    problems += broken if end is None else (_with_end(problem, end) for problem in broken)
    asked = [element for element in form.elements if element.type != "markdown"]
    if len(asked) > MAX_QUESTIONS:
        message = f"there are more than {MAX_QUESTIONS:,} questions"
        raise TemplateError((Problem(source, asked[MAX_QUESTIONS].line, 1, "too-much", message),))
    if not asked:
        raise TemplateError(_first_problems(problems))
    if problems and not is_lenient:
        raise RefusedFormError(_first_problems(problems))
    return _build_template(form, source), _first_problems(problems)


def _first_document(text: str) -> tuple[str, int | None]:
    """Return the first document of a text, the only one that GitHub reads, and the line that ends it, if any."""
    opening = _DOCUMENT_OPENING.match(text)
    end = _DOCUMENT_END.search(text, opening.end() if opening is not None else 0)
    return (text, None) if end is None else (text[: end.start()], text.count("\n", 0, end.start()) + 1)


def _with_end(problem: Problem, end: int) -> Problem:
    if problem.code != "empty-body":
        return problem
    return replace(problem, message=f"{problem.message}; the form ends at the line --- or ... in line {end}")


def _first_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    found = sorted(set(problems))
    if len(found) <= MAX_TEMPLATE_PROBLEMS:
        return tuple(found)
    last, more = found[-1], len(found) - MAX_TEMPLATE_PROBLEMS
    return (*found[:MAX_TEMPLATE_PROBLEMS], Problem(last.file, last.line, last.column, "too-much", f"and {more} more"))


def _no_form_problem(source: str, root: YamlNode | None) -> Problem:
    line, column = (1, 1) if root is None else (root.line, root.column)
    return Problem(
        source, line, column, "not-a-template", "this is no issue form; one has a name, a description and a body"
    )


def _other_file_problem(root: MappingNode, source: str) -> Problem | None:
    """Return what a file of YAML is that is no form at all, or None."""
    keys = root.entries.keys()
    says = ""
    if keys & {"blank_issues_enabled", "contact_links"} and "body" not in keys:
        says = "this says which issue forms GitHub offers, and asks nothing itself; the forms are the files beside it"
    elif {"template", "answers"} <= keys:
        says = f"these are answers to a template; plan-wizard open {PurePath(source).name} goes on with them"
    elif not keys & {"name", "description", "body"}:
        says = "this is no issue form; one has a name, a description and a body"
    return Problem(source, root.line, root.column, "not-a-template", says) if says else None


def _build_template(form: IssueForm, source: str) -> Template:
    stem = PurePath(source).stem
    reader = PlainTextReader()
    title = reader.line(form.name) or re.sub(r"[_\-.\s]+", " ", stem).strip().capitalize() or "Issue"
    name = _ascii_words(slug(title), "-") or _ascii_words(slug(stem), "-") or "issue-form"
    builder = _TemplateBuilder(_question_ids(form.elements, reader), reader)
    sections = tuple(builder.sections(form))
    posted = tuple(_question_of_issue(form))
    return Template(
        name=name,
        title=title,
        description=reader.line(form.description),
        version=1,
        save_as=_file_name(form, name),
        sections=(Section(f"The {_noun(form)}", posted), *sections) if posted else sections,
        body=tuple(builder.body(form.elements)),
        source=source,
        is_verbatim=True,
    )


def _ascii_words(text: str, separator: str) -> str:
    return re.sub(r"[^a-z0-9]+", separator, text.lower())[:60].strip(separator)


def _file_name(form: IssueForm, name: str) -> tuple[Node, ...]:
    if not form.title:
        return (Text(f"{name}.md"),)
    title: Expression = FilterCall(Name(_ISSUE_TITLE), "slug", ())
    return (Slot(FilterCall(title, "default", (Constant(name),)), 0), Text(".md"))


_ISSUE_TITLE: Final = "issue_title"
_ISSUE_IDS: Final = (_ISSUE_TITLE, "issue_labels", "issue_assignees")


def _question_of_issue(form: IssueForm) -> Iterator[Question]:
    """Yield the questions about what an issue has besides its text, where the form leaves something to fill in."""
    noun = _noun(form)
    if form.title:
        yield Question(
            _ISSUE_TITLE,
            "line",
            f"What is the {noun}'s title?",
            "Title",
            help=f"It is no part of the text. The form begins it with: {form.title}",
            default=form.title,
        )
    for id, what, names in zip(_ISSUE_IDS[1:], ("label", "assignee"), (form.labels, form.assignees), strict=True):
        if any(_BLANK.search(name) for name in names):
            yield Question(
                id,
                "list",
                f"Which {what}s does the {noun} get?",
                f"{what.capitalize()}s",
                help=f"They are no part of the text. The form has: {', '.join(names)}",
                default=names,
                item=what,
            )


def _noun(form: IssueForm) -> str:
    return "discussion" if form.is_discussion else "issue"


def _question_ids(elements: tuple[FormElement, ...], reader: PlainTextReader) -> dict[int, str]:
    """Return `{number of an element: id of its question}`: of its own id, else of its label, else of its place."""
    taken = {*_ISSUE_IDS, *RESERVED_IDS}
    ids: dict[int, str] = {}
    counts: dict[str, int] = {}
    asked = [element for element in elements if element.type != "markdown"]
    # Ids that the form gives come first: they stay what they are whatever the labels of others become.
    for element in sorted(asked, key=lambda element: not element.id):
        wanted = _ascii_words(slug(element.id or reader.line(element.label)), "_")[:50].strip("_")
        wanted = wanted if wanted[:1].isalpha() else f"question_{wanted or element.number}"
        id = wanted
        while id in taken:
            counts[wanted] = counts.get(wanted, 1) + 1
            id = f"{wanted}_{counts[wanted]}"
        taken.add(id)
        ids[element.number] = id
    return ids


class _TemplateBuilder(Struct):
    """Makes the questions and the body of a form's elements."""

    ids: dict[int, str]
    reader: PlainTextReader
    slots: int = 0
    notes: list[str] = field(default_factory=list[str])
    """Explanations that no question has yet."""

    def sections(self, form: IssueForm) -> Iterator[Section]:
        """Yield a section for each heading among the explanations, or one for the whole form."""
        title = "Details"
        questions: list[Question] = []
        for element in form.elements:
            if element.type != "markdown":
                questions.append(self.question(element))
                continue
            heading, rest = self.reader.first_heading(element.value)
            if heading and not _GREETING.search(heading):
                if questions:
                    yield Section(title, tuple(self.with_last_notes(questions)))
                    questions = []
                title = shorten(heading, _MAX_TITLE_CHARACTERS)
            elif heading:
                rest = element.value
            self.notes.append(self.reader.text(rest))
        if questions:
            yield Section(title, tuple(self.with_last_notes(questions)))

    def with_last_notes(self, questions: list[Question]) -> Iterator[Question]:
        """Yield the questions of a section, the last one with the explanations below it."""
        *others, last = questions
        yield from others
        yield _with_note(last, self.take_notes())

    def take_notes(self) -> str:
        notes = "\n".join(note for note in self.notes if note)
        notes = _THANKS.sub("", notes)
        self.notes = []
        return shorten(notes, _MAX_NOTE_CHARACTERS)

    def question(self, element: FormElement) -> Question:
        """Return the question that an element asks."""
        kind = _KINDS[element.type]
        if element.type == "dropdown" and element.is_multiple:
            kind = "choices"
        label = self.reader.line(element.label) or self.reader.line(element.id) or f"Question {element.number}"
        question = Question(
            id=self.ids[element.number],
            kind=kind,
            label=label,
            short=shorten(label.rstrip(" ?:*："), 40) or label,
            help=self.reader.text(element.description),
            example=_EXAMPLE.sub("", element.placeholder),
            placeholder=_placeholder(element),
            default=_default(element),
            required=element.is_required or any(option.is_required for option in element.options),
            options=tuple(_options(element, self.reader)),
            item="box" if element.type == "checkboxes" else "item",
            line=element.line,
        )
        if element.type == "upload":
            takes = f" GitHub takes: {element.accept}." if element.accept else ""
            question = _with_note(question, f"The path or the link of a file; of several, one on each line.{takes}")
        return _with_note(question, self.take_notes())

    def body(self, elements: tuple[FormElement, ...]) -> Iterator[Node]:
        """Yield the nodes of the text that GitHub posts."""
        lead = ""
        for element in elements:
            if element.type == "markdown":
                continue
            yield Text(f"{lead}### {element.label}\n\n", element.line)
            yield from self.boxes(element) if element.type == "checkboxes" else self.answer(element)
            lead = "\n\n"
        yield Text("\n")

    def answer(self, element: FormElement) -> Iterator[Node]:
        """Yield the node for an answer, or for what GitHub posts in place of one."""
        answer: Expression = Name(self.ids[element.number])
        is_open = IsTest(answer, "open")
        if element.render:
            yield self.code_block(element, answer, is_open)
            return
        # GitHub posts the one line of an input without the blanks around it.
        value = FilterCall(answer, "trim", ()) if element.type == "input" else answer
        shown = (self.slot(value, element),)
        instead = (Text(NO_RESPONSE, element.line),)
        yield Condition(((Or(is_open, answer), shown), (None, instead)), element.line, is_inline=True)

    def code_block(self, element: FormElement, answer: Expression, is_open: Expression) -> Node:
        """Return the node for an answer in a code block, which GitHub posts around nothing too."""
        block = Text(f"```{element.render}\n", element.line), self.slot(answer, element), Text("\n```", element.line)
        empty = (Text(f"```{element.render}\n\n```", element.line),)
        prefilled = _fenced(element.value, element.render) if element.value else empty[0].text
        open_block = (Text(prefilled, element.line),)
        return Condition(((is_open, open_block), (answer, block), (None, empty)), element.line, is_inline=True)

    def boxes(self, element: FormElement) -> Iterator[Node]:
        """Yield the nodes for the boxes, each on a line, ticked or not."""
        answer: Expression = Name(self.ids[element.number])
        lead = ""
        for value, option in zip(_values(element.options), element.options, strict=True):
            is_ticked = Compare(Constant(value), (("in", answer),))
            yield Text(f"{lead}- [", element.line)
            yield self.slot(IfElse(is_ticked, Constant("x"), Constant(" ")), element)
            yield Text(f"] {option.label}", element.line)
            lead = "\n"

    def slot(self, expression: Expression, element: FormElement) -> Slot:
        self.slots += 1
        return Slot(expression, self.slots - 1, element.line)


_KINDS: Final[dict[str, KindName]] = {
    "input": "line",
    "textarea": "text",
    "dropdown": "choice",
    "checkboxes": "choices",
    "upload": "text",
}


def _with_note(question: Question, note: str) -> Question:
    return replace(question, help="\n".join(filter(None, (question.help, note)))) if note else question


def _placeholder(element: FormElement) -> Answer:
    if element.type == "checkboxes":
        return None
    if element.type == "dropdown":
        chosen = NO_RESPONSE if element.default is None else _values(element.options)[element.default]
        return (chosen,) if element.is_multiple else chosen
    return element.value or (None if element.render else NO_RESPONSE)


def _default(element: FormElement) -> Answer:
    if element.type == "dropdown" and element.default is not None:
        chosen = _values(element.options)[element.default]
        return (chosen,) if element.is_multiple else chosen
    return element.value if element.type in ("input", "textarea") and element.value else None


def _options(element: FormElement, reader: PlainTextReader) -> Iterator[Option]:
    is_box = element.type == "checkboxes"
    for value, option in zip(_values(element.options), element.options, strict=True):
        yield Option(value, reader.line(option.label) if is_box else value, required=is_box and option.is_required)
    may_choose_none = element.type == "dropdown" and not element.is_multiple and not element.is_required
    if may_choose_none and all(option.label.lower() != NONE.lower() for option in element.options):
        yield Option(NONE, NONE)


def _values(options: tuple[FormOption, ...]) -> list[str]:
    """Return what is saved for each option: its label on one line, told apart where two are alike."""
    values: dict[str, None] = {}
    counts: dict[str, int] = {}
    for option in options:
        label = value = " ".join(option.label.split())
        while value in values:
            counts[label] = counts.get(label, 1) + 1
            value = f"{label} ({counts[label]})"
        values[value] = None
    return list(values)


def _fenced(text: str, language: str) -> str:
    """Return a text as a code block, with a fence that no line of it closes."""
    longest = max((len(run) for run in re.findall(r"^[ \t]*(`{3,})", text, re.MULTILINE)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"
