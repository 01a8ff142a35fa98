"""A template: questions, and the Markdown that they fill, as a tree."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from msgspec import Struct
from msgspec.structs import force_setattr

from wizard.model.answers import AnswerPath, freeze
from wizard.model.body import Node
from wizard.model.expressions import Expression, names_in
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
KINDS_WITH_ITEMS: Final[tuple[KindName, ...]] = ("list", "checklist", "choices", "table", "group")


if TYPE_CHECKING:
    from wizard.model.answers import Answer
else:
    Answer = Any  # msgspec follows no alias that names itself


class Option(Struct, frozen=True):
    """One of the answers that a choice offers."""

    value: str
    """What is stored and rendered."""
    label: str
    """What is shown; the value where the template says nothing else."""
    help: str = ""


class Question(Struct, frozen=True):
    """What is asked, and what counts as an answer."""

    id: str
    kind: KindName
    label: str
    short: str
    """Its name in the outline."""
    help: str = ""
    example: str = ""
    placeholder: Answer = None
    """What stands in the plan while it is open, in the shape of an answer; None renders nothing."""
    default: Answer = None
    """Offered, and taken when the user passes the question."""
    required: bool = False
    when: Expression | None = None
    """Over earlier answers; inside a group its earlier siblings come first."""
    options: tuple[Option, ...] = ()
    other: bool = False
    """Whether an answer outside the options is welcome."""
    recommended: str | None = None
    min: float | None = None
    """Least value of a number, length of a text, count of items."""
    max: float | None = None
    pattern: str | None = None
    """A regular expression that a line must contain (anchors are the author's), as in JSON Schema."""
    item: str = "item"
    """The singular of what a list or group holds, in lower case."""
    questions: tuple["Question", ...] = ()
    """Of each item of a group, or the columns of a table."""
    line: int = 0
    """Where it stands in its file, 1-based."""
    default_text: tuple[Node, ...] = ()
    """In place of `default`: text with slots."""

    def __post_init__(self) -> None:
        # Decoded answers are any plain data, with lists for tuples.
        for name in ("placeholder", "default"):
            answer = getattr(self, name)
            if answer is not None and not isinstance(answer, str):
                force_setattr(self, name, freeze(answer))

    def child(self, id: str) -> "Question | None":
        """The question of each item that goes by an id."""
        return next((question for question in self.questions if question.id == id), None)


class Section(Struct, frozen=True):
    """Questions that belong to one part of the plan."""

    title: str
    questions: tuple[Question, ...]
    help: str = ""


class Template(Struct, frozen=True, dict=True):
    """Questions plus the Markdown they fill."""

    name: str
    title: str
    description: str
    """What it is for, in one sentence; may be empty."""
    version: int
    save_as: tuple[Node, ...]
    """The file name that a plan is saved under."""
    sections: tuple[Section, ...]
    body: tuple[Node, ...]
    source: str = ""
    """The name by which it was found, or the whole path of its file."""
    steps: tuple[RenderStep, ...] = ()
    """The body as `pieces.prepare` cuts it."""

    @cached_property
    def names_in_conditions(self) -> frozenset[str]:
        """Every name that the condition of a question reads."""
        return frozenset(_names_in_conditions(tuple(self.questions())))

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions()}

    def questions(self) -> Iterator[Question]:
        """The questions outside groups, in the order in which they are asked."""
        for section in self.sections:
            yield from section.questions

    def question(self, path: AnswerPath) -> Question | None:
        """The question whose answer, or part of whose answer, stands at a path."""
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
        """The section that asks the question at a path; LookupError for a path of another template."""
        for section in self.sections:
            if any(question.id == path[0] for question in section.questions):
                return section
        raise LookupError(path)


def _names_in_conditions(questions: tuple[Question, ...]) -> Iterator[str]:
    for question in questions:
        if question.when is not None:
            yield from names_in(question.when)
        yield from _names_in_conditions(question.questions)
