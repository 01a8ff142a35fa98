"""A template: sections of questions, and the Markdown that their answers fill, as a tree."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from msgspec import Struct
from msgspec.structs import force_setattr

from wizard.model.answers import AnswerPath, freeze
from wizard.model.body import Node, expressions_in, names_read
from wizard.model.expressions import Arithmetic, Constant, Expression, names_in, operands_of
from wizard.model.render_steps import RenderStep

KindName = Literal[
    "line",
    "text",
    "choice",
    "choices",
    "yesno",
    "number",
    "date",
    "list",
    "checklist",
    "table",
    "group",
    "diagram",
]
KIND_NAMES: tuple[KindName, ...] = get_args(KindName)
TODAY: Final = "today"
"""A name that stands for the day, unless it is a question's id."""
LineEnds = Literal["lf", "crlf"]
LINE_ENDS: tuple[LineEnds, ...] = get_args(LineEnds)
KINDS_WITH_ITEMS: Final[tuple[KindName, ...]] = ("list", "checklist", "choices", "table", "group")


if TYPE_CHECKING:
    from wizard.model.answers import Answer
else:
    Answer = Any  # msgspec follows no alias that names itself


class Option(Struct, frozen=True):
    """One of the answers that a choice offers."""

    value: str
    """What is saved and rendered."""
    label: str
    """What is shown; the value unless the template gives another text."""
    help: str = ""
    required: bool = False
    """Whether an answer that chooses several must choose this one, as a box to be ticked."""


class OptionsSource(Struct, frozen=True):
    """Where the options of a question come from: the items of an earlier answer, or a part of each."""

    over: Expression
    part: str = ""
    """Of each item; empty for the item itself, and of a table or group for the first part."""


class Question(Struct, frozen=True):
    """A question and the limits of its answer."""

    id: str
    kind: KindName
    label: str
    short: str
    """Its name in the outline."""
    help: str = ""
    example: str = ""
    placeholder: Answer = None
    """Rendered while the question is open, in the shape of an answer; None renders nothing."""
    default: Answer = None
    """The answer when the user passes the question."""
    required: bool = False
    when: Expression | None = None
    """Asked only where this holds; it reads earlier answers, in a group those of the same item first."""
    options: tuple[Option, ...] = ()
    options_from: OptionsSource | None = None
    """In place of `options`; the question as it is asked (`with_current_limits`) has the options."""
    other: bool = False
    """Whether a text that is none of the options is an answer."""
    recommended: str | None = None
    min: float | None = None
    """The least value of a number, characters of a text, or items."""
    max: float | None = None
    earliest: Expression | None = None
    """The first day that a date may be; a constant, or an expression over earlier dates."""
    latest: Expression | None = None
    step: float | None = None
    """Of which a number is a multiple; 1 for whole numbers."""
    pattern: str | None = None
    """A regular expression that a line must contain (anchors are the author's), as in JSON Schema."""
    pattern_message: str = ""
    """What to say of a text without the pattern, in the author's words."""
    item: str = "item"
    """What one item of a list, table or group is called, in lower case."""
    questions: tuple["Question", ...] = ()
    """The questions of each item of a group, or the columns of a table."""
    line: int = 0
    """Of its file, 1-based."""
    default_text: tuple[Node, ...] = ()
    """A default with slots, in place of `default`."""
    valid: Expression | None = None
    """What must hold of the answer together with those before it, once all that it reads are answered."""
    valid_message: str = ""
    """What to say where it does not hold."""
    at_review: bool = False
    """Whether it is a switch on the review, and no question on the way: never counted and never missing."""

    def __post_init__(self) -> None:
        # Decoded answers are any plain data, with lists for tuples.
        for name in ("placeholder", "default"):
            answer = getattr(self, name)
            if answer is not None and not isinstance(answer, str):
                force_setattr(self, name, freeze(answer))

    @property
    def takes_other_texts(self) -> bool:
        """Whether a text that is none of the options is an answer, or may be one once the options are known."""
        return self.other or self.options_from is not None

    @property
    def depends_on_answers(self) -> bool:
        """Whether other answers say which answers to this question, or to one of its columns, are valid."""
        own = self.options_from is not None or self.valid is not None
        limits = any(not isinstance(limit, Constant | None) for limit in (self.earliest, self.latest))
        inner = self.kind == "table" and any(column.depends_on_answers for column in self.questions)
        return own or limits or inner

    def names_in_limits(self) -> "Iterator[str]":
        """Yield every name that decides which answers are valid."""
        source = None if self.options_from is None else self.options_from.over
        for expression in (source, self.earliest, self.latest, self.valid):
            if expression is not None:
                yield from names_in(expression)

    @property
    def requires_some_options(self) -> bool:
        """Whether some of the options must be chosen and others need not, so that each says which it is."""
        return len({option.required for option in self.options}) > 1

    def child(self, id: str) -> "Question | None":
        """Return the question of each item that has an id, or None."""
        return next((question for question in self.questions if question.id == id), None)

    def with_inner(self) -> "Iterator[Question]":
        """Yield the question and, at any depth, those of its items."""
        yield self
        for question in self.questions:
            yield from question.with_inner()


class Section(Struct, frozen=True):
    """Questions that belong to one part of the plan."""

    title: str
    questions: tuple[Question, ...]
    help: str = ""


class Template(Struct, frozen=True, dict=True):
    """Questions, and the Markdown that their answers fill."""

    name: str
    title: str
    description: str
    """What it is for, in one sentence; may be empty."""
    version: int
    save_as: tuple[Node, ...]
    """The file name under which a plan is saved, with slots."""
    sections: tuple[Section, ...]
    body: tuple[Node, ...]
    source: str = ""
    """The name of a built-in or user's template, or the absolute path of any other template's file."""
    steps: tuple[RenderStep, ...] = ()
    """The body, split into segments."""
    digest: str = ""
    """SHA-256 of its text in hex, whatever its line ends; empty when it was not read from a text."""
    line_ends: LineEnds = "lf"
    """How the lines of a plan end in its file; inside of the program they end in LF.

    `lf` also where a file has both line ends: CR LF is then in the text as it is.
    """
    has_byte_order_mark: bool = False
    """Whether a plan's file begins with a byte order mark."""
    is_verbatim: bool = False
    """Whether answers appear in the plan exactly as typed, even if that changes its outline."""
    today: str = ""
    """The day that `today` stands for, as in 2026-02-28; for a saved plan the day on which it was saved first."""

    @cached_property
    def names_in_conditions(self) -> frozenset[str]:
        """Every name that a condition of a question reads."""
        return frozenset(_names_in_conditions(tuple(self.questions())))

    @cached_property
    def has_dependent_limits(self) -> bool:
        """Whether other answers say of some question which answers to it are valid."""
        return any(inner.depends_on_answers for question in self.questions() for inner in question.with_inner())

    @cached_property
    def reads_today(self) -> bool:
        """Whether anything in the template reads `today`, and no question has that id."""
        read = names_read(self.body) | names_read(self.save_as) | self.names_in_conditions
        asked = tuple(inner for question in self.questions() for inner in question.with_inner())
        is_read = TODAY in read or any(
            TODAY in names_read(each.default_text) or TODAY in each.names_in_limits() for each in asked
        )
        return is_read and all(question.id != TODAY for question in self.questions())

    @cached_property
    def has_divisions(self) -> bool:
        """Whether anything in the body is divided, which may have no value."""
        return any(map(_has_division, expressions_in(self.body)))

    @cached_property
    def switches(self) -> tuple[Question, ...]:
        """The questions that are switches on the review."""
        return tuple(question for question in self.questions() if question.at_review)

    @cached_property
    def asking_sections(self) -> tuple[Section, ...]:
        """The sections that have a question which is no switch on the review."""
        return tuple(each for each in self.sections if not all(question.at_review for question in each.questions))

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions()}

    def questions(self) -> Iterator[Question]:
        """Yield the questions outside groups, in the order in which they are asked, and the switches among them."""
        for section in self.sections:
            yield from section.questions

    def question(self, path: AnswerPath) -> Question | None:
        """Return the question whose answer, or a part of whose answer, a path leads to, or None."""
        if not path or not isinstance(path[0], str):
            return None
        found = self._by_id.get(path[0])
        for step in path[1:]:
            if found is None or isinstance(step, int):
                continue
            inner = found.child(step)
            if inner is None:
                return found if found.kind == "checklist" else None
            found = inner
        return found

    def section_of(self, path: AnswerPath) -> Section:
        """Return the section of the question at a path; raise LookupError for a path of another template."""
        for section in self.sections:
            if any(question.id == path[0] for question in section.questions):
                return section
        raise LookupError(path)


def _has_division(expression: Expression) -> bool:
    is_division = isinstance(expression, Arithmetic) and expression.operator in ("/", "//", "%")
    return is_division or any(map(_has_division, operands_of(expression)))


def _names_in_conditions(questions: tuple[Question, ...]) -> Iterator[str]:
    for question in questions:
        if question.when is not None:
            yield from names_in(question.when)
        yield from _names_in_conditions(question.questions)
