"""A template: questions, and the Markdown that they fill, as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal as OneOf, TypeAlias, TypeGuard

from wizard.answers import Answer, Path
from wizard.expression import Expression, names_in
from wizard.kinds import KindName
from wizard.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that a choice offers."""

    value: str
    """What is stored and rendered."""
    label: str
    """What is shown; the value where the template says nothing else."""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Question:
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
    default: tuple[Node, ...] | Answer = None
    """Offered, and taken when the user passes the question; text with slots is a tree."""
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
    questions: tuple[Question, ...] = ()
    """Of each item of a group, or the columns of a table."""
    line: int = 0
    """Where it stands in its file, 1-based."""

    def child(self, id: str) -> Question | None:
        """The question of each item that goes by an id."""
        return next((question for question in self.questions if question.id == id), None)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong to one part of the plan."""

    title: str
    questions: tuple[Question, ...]
    help: str = ""


@dataclass(frozen=True, slots=True)
class Literal:
    """The template's own text."""

    text: str
    line: int = 0
    """Line of the file on which it starts, 1-based."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an answer, or what an expression makes of answers, comes to stand."""

    expression: Expression
    number: int
    """Unique in its template; what `contexts` are looked up by."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """`if`: the nodes of the first branch whose expression holds; None always holds (`else`)."""

    branches: tuple[tuple[Expression | None, tuple[Node, ...]], ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """`for`: its nodes once for every item, with `name` and `loop` set."""

    name: str
    over: Expression
    where: Expression | None
    nodes: tuple[Node, ...]
    otherwise: tuple[Node, ...] = ()
    line: int = 0
    around: frozenset[str] | None = field(default=None, compare=False, repr=False)
    """Every name that an item reads besides its own; None until `pieces.prepare` has looked."""
    counts: bool = field(default=False, compare=False, repr=False)
    """Whether an item reads how many there are."""


@dataclass(frozen=True, slots=True)
class Assign:
    """`set`: a name for what an expression comes to, from here on."""

    name: str
    expression: Expression
    line: int = 0


Node: TypeAlias = "Literal | Slot | Condition | Repeat | Assign"

Place = OneOf[
    "block",
    "tail",
    "text",
    "heading",
    "link_text",
    "link_to",
    "link_title",
    "cell",
    "fence",
    "fence_info",
    "indented",
    "code",
    "html",
    "comment",
    "tag",
    "front",
]
"""What Markdown makes of the text in a slot. `block` is a paragraph of its own, `tail` the end of one."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where a slot stands in the Markdown around it."""

    place: Place = "text"
    chain: str = ""
    """The quotes and items around it: `>` a quote, `-` an item that begins on its line, a space any other item."""
    level: int = 0
    """Of the heading that it stands below."""
    before: str = "?"
    """The character before it on its line; empty at the line's start, `?` when it is not always the same."""
    after: str = "?"
    """The character after it on its line; empty at the line's end."""
    mark: str = ""
    """The backticks or tildes of its fence or code, the underline of its heading, the quotes around its value."""
    bars: OneOf["", "cell", "line"] = ""
    """What a bar would do: end its cell, make a table of its line, or nothing."""
    is_emphasised: bool = False
    is_apart: bool = False
    """Whether text of the template's stands before and after it that no list of the answer's can take in."""
    has_ticks: bool = False
    """Whether a backtick without a partner stands near it."""


Branch: TypeAlias = "tuple[int, int]"
"""The number of a decision and the index of one of its branches."""


@dataclass(frozen=True, slots=True)
class Decide:
    """A condition around whole pieces: the first branch that holds is taken."""

    number: int
    branches: tuple[Expression | None, ...]
    under: Branch | None
    line: int


@dataclass(frozen=True, slots=True)
class Bind:
    """A `set` that the pieces after it may read."""

    node: Assign | Condition
    """The `set`, or the condition that holds some."""
    under: Branch | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the body that is rendered by itself; with `repeat`, once for every item."""

    nodes: tuple[Node, ...]
    under: Branch | None
    repeat: Repeat | None
    names: frozenset[str]
    """Every name that it reads."""
    before: str
    """What stands before it, with a word for each slot."""
    after: str
    level: int
    """Of the heading above it."""
    contexts: Mapping[int, Context | None]
    """`{number of a slot: where it stands}`; None where that depends on the answers."""


Step: TypeAlias = "Decide | Bind | Piece"


@dataclass(frozen=True, slots=True)
class Template:
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
    _by_id: dict[str, Question] = field(default_factory=dict[str, Question], compare=False, repr=False)

    steps: tuple[Step, ...] = field(default=(), compare=False, repr=False)
    """The body as `pieces.prepare` cuts it."""
    names_in_conditions: frozenset[str] = field(default=frozenset(), init=False, compare=False, repr=False)
    """Every name that the condition of a question reads."""

    def __post_init__(self) -> None:
        self._by_id.update((question.id, question) for question in self.questions())
        object.__setattr__(self, "names_in_conditions", frozenset(_names_in_conditions(tuple(self.questions()))))

    def questions(self) -> Iterator[Question]:
        """The questions outside groups, in the order in which they are asked."""
        for section in self.sections:
            yield from section.questions

    def question(self, path: Path) -> Question | None:
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

    def section_of(self, path: Path) -> Section:
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


def is_tree(default: tuple[Node, ...] | Answer) -> TypeGuard[tuple[Node, ...]]:
    """Whether a default is text with slots, and not an answer."""
    return (
        isinstance(default, tuple)
        and bool(default)
        and isinstance(default[0], (Literal, Slot, Condition, Repeat, Assign))
    )


def slots_in(nodes: tuple[Node, ...]) -> Iterator[Slot]:
    """Every slot in the nodes, at any depth, in order."""
    for node in nodes:
        match node:
            case Slot():
                yield node
            case Condition():
                for _, inner in node.branches:
                    yield from slots_in(inner)
            case Repeat():
                yield from slots_in(node.nodes)
                yield from slots_in(node.otherwise)
            case Literal() | Assign():
                pass


def names_read(nodes: tuple[Node, ...]) -> frozenset[str]:
    """Every name that the nodes read at any depth, those of repeats and `set` included."""
    return frozenset(_names_read(nodes))


def _names_read(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Literal():
                pass
            case Slot(expression) | Assign(_, expression):
                yield from names_in(expression)
            case Condition():
                for condition, inner in node.branches:
                    if condition is not None:
                        yield from names_in(condition)
                    yield from _names_read(inner)
            case Repeat():
                yield from names_in(node.over)
                if node.where is not None:
                    yield from names_in(node.where)
                yield from _names_read(node.nodes)
                yield from _names_read(node.otherwise)
