"""Random templates, as an importer may make them: every kind, nested groups, and bodies with hostile texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from msgspec.structs import replace

from tests.support.random_bodies import LITERALS
from wizard.model.answers import Answer
from wizard.model.body import Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import And, Expression, FilterCall, IsTest, Member, Name, Not, Or
from wizard.model.template import LINE_ENDS, KindName, Option, Question, Section, Template

KINDS: tuple[KindName, ...] = ("line", "text", "choice", "yesno", "number", "date", "diagram")
LISTS: tuple[KindName, ...] = ("choices", "list", "checklist")
NESTED: tuple[KindName, ...] = ("table", "group")
LETTERS = st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from(" :#-[]{}\"'|>&*!%@`,?0y~")
LINES = st.text(LETTERS, max_size=12) | st.sampled_from(["yes", "null", "1.0", "2026-02-28", "[Name]", "{{ x", "{% y"])
LABELS = LINES.map(str.strip).filter(bool)
LONG_LABELS = LABELS | st.lists(LABELS, min_size=1, max_size=20).map(" ".join) | st.just("one\n  two\n\nthree")
PLACEHOLDERS = st.lists(LINES | st.sampled_from(["\n", "  ", "\t"]), max_size=5).map("".join)

Drawn = TypeVar("Drawn")


def _options(draw: DrawFn, *, is_box: bool) -> tuple[Option, ...]:
    values = draw(st.lists(LABELS, min_size=1, max_size=3, unique=True))
    labels, helps = st.just("") | LABELS, st.just("") | LABELS
    return tuple(Option(value, draw(labels) or value, draw(helps), is_box and draw(st.booleans())) for value in values)


def _placeholder(draw: DrawFn, kind: KindName, inner: tuple[Question, ...]) -> Answer:
    match kind:
        case "table" | "group":
            ids = {question.id: question for question in inner if question.kind in KINDS}
            rows = st.lists(st.dictionaries(st.sampled_from(sorted(ids)), PLACEHOLDERS, max_size=2), max_size=2)
            return tuple(draw(rows)) if ids else ()
        case "checklist":
            tasks = st.builds(lambda text, done: {"text": text, "done": done}, LABELS, st.booleans())
            return tuple(draw(st.lists(PLACEHOLDERS | tasks, max_size=2)))
        case "choices" | "list":
            return tuple(draw(st.lists(PLACEHOLDERS, max_size=2)))
        case _:
            return draw(PLACEHOLDERS)


def _default(draw: DrawFn, kind: KindName, options: tuple[Option, ...]) -> Answer:
    match kind:
        case "choice":
            return draw(st.sampled_from(options)).value
        case "choices":
            return tuple(option.value for option in options if option.required) or (options[0].value,)
        case "line":
            return draw(LABELS.filter(lambda text: "\u2028" not in text and len(text.splitlines()) == 1))
        case "yesno":
            return draw(st.booleans())
        case "number":
            return draw(st.integers(-5, 5))
        case "date":
            return "2026-02-28"
        case _:
            return None


@st.composite
def questions_of(draw: DrawFn, id: str, level: int = 0) -> Question:
    """A question of any kind; a group to three levels."""
    kind = draw(st.sampled_from((*KINDS, *LISTS, *(NESTED if level < 3 else NESTED[:1]))))
    inner: tuple[Question, ...] = ()
    if kind == "table":
        inner = tuple(
            Question(
                f"c{number}", draw(st.sampled_from(("line", "text", "number", "date"))), draw(LABELS), f"C{number}"
            )
            for number in range(draw(st.integers(1, 3)))
        )
    elif kind == "group":
        inner = tuple(draw(questions_of(f"c{number}", level + 1)) for number in range(draw(st.integers(1, 3))))
    options = _options(draw, is_box=kind == "choices") if kind in ("choice", "choices") else ()

    def maybe(strategy: SearchStrategy[Drawn], otherwise: Drawn) -> Drawn:
        return draw(strategy) if draw(st.booleans()) else otherwise

    return Question(
        id=id,
        kind=kind,
        label=draw(LABELS),
        short=maybe(LABELS, id.capitalize()),
        help=maybe(LONG_LABELS, ""),
        example=maybe(LONG_LABELS, ""),
        placeholder=_placeholder(draw, kind, inner) if draw(st.booleans()) else None,
        default=_default(draw, kind, options) if draw(st.booleans()) else None,
        required=draw(st.booleans()),
        options=options,
        other=kind == "choice" and draw(st.booleans()),
        recommended=options[0].value if options and draw(st.booleans()) else None,
        step=maybe(st.sampled_from([1, 0.5]), None) if kind == "number" else None,
        min=maybe(st.sampled_from([0, 1]), None) if kind == "list" else None,
        pattern="^[^:#]*$" if (has_pattern := kind == "text" and draw(st.booleans())) else None,
        pattern_message=maybe(LABELS, "") if has_pattern else "",
        item=draw(st.sampled_from(["item", "row"])) if kind in ("table", "group", *LISTS) else "item",
        questions=inner,
    )


def _conditions(ids: list[str]) -> SearchStrategy[Expression]:
    names = st.sampled_from(ids).map(Name)
    tests = st.builds(IsTest, names, st.sampled_from(["open", "answered", "left_out"]))
    compound: Callable[[SearchStrategy[Expression]], SearchStrategy[Expression]] = lambda inner: st.one_of(  # noqa: E731
        st.builds(And, inner, inner), st.builds(Or, inner, inner), st.builds(Not, inner)
    )
    return st.recursive(tests, compound, max_leaves=4)


@st.composite
def templates(draw: DrawFn) -> Template:
    """A template that `check` has nothing against, and whose body reads its questions."""
    questions = [draw(questions_of(f"q{number}")) for number in range(draw(st.integers(0, 5)))]
    conditioned: list[Question] = []
    for number, question in enumerate(questions):
        when = draw(st.none() | _conditions([f"q{before}" for before in range(number)])) if number else None
        conditioned.append(_with_when(question, when))
    cut = draw(st.integers(0, len(conditioned)))
    parts = [part for part in (conditioned[:cut], conditioned[cut:]) if part]
    sections = tuple(
        Section(draw(LABELS), tuple(_around(part, draw(st.none() | _conditions(["q0"]))) if index else part), "")
        for index, part in enumerate(parts)
    )
    return Template(
        name="any",
        title=draw(LABELS),
        description=draw(LONG_LABELS | st.just("")),
        version=draw(st.integers(1, 3)),
        save_as=draw(st.just((Text("any.md"),)) | _file_names(questions)),
        sections=sections,
        body=draw(_bodies(questions)),
        line_ends=draw(st.sampled_from(LINE_ENDS)),
        has_byte_order_mark=draw(st.booleans()),
        is_verbatim=draw(st.booleans()),
    )


def _with_when(question: Question, when: Expression | None) -> Question:
    return replace(question, when=when)


def _around(questions: list[Question], condition: Expression | None) -> list[Question]:
    """The questions of a section with a condition."""
    if condition is None:
        return questions
    whole = [condition if each.when is None else And(condition, each.when) for each in questions]
    return [_with_when(question, when) for question, when in zip(questions, whole, strict=True)]


def _file_names(questions: list[Question]) -> SearchStrategy[tuple[Node, ...]]:
    lines = [Name(question.id) for question in questions if question.kind == "line"]
    if not lines:
        return st.just((Text("plan {{ }}.md"),))
    slots = st.sampled_from(lines).map(lambda name: Slot(FilterCall(name, "slug", ()), 0))
    return slots.map(lambda slot: (slot, Text("-plan.md")))


def _bodies(questions: list[Question]) -> SearchStrategy[tuple[Node, ...]]:
    if not questions:
        return st.lists(LITERALS, max_size=3).map(tuple)
    plain = [Name(question.id) for question in questions if question.kind in (*KINDS, "list", "choices")]
    conditions = _conditions([question.id for question in questions])
    blocks: list[SearchStrategy[Node]] = [LITERALS]
    if plain:
        blocks.append(st.sampled_from(plain).map(lambda name: Slot(name, 0)))
    blocks += [_repeats(question, Name(question.id), 0) for question in questions if question.kind not in KINDS]

    def conditional(inner: SearchStrategy[Node]) -> SearchStrategy[Node]:
        nodes = st.lists(inner, max_size=3).map(tuple)
        branches = st.lists(st.tuples(conditions, nodes), min_size=1, max_size=2)
        return st.builds(
            lambda found, rest, is_inline: Condition((*found, *rest), is_inline=is_inline),
            branches,
            st.just(()) | nodes.map(lambda found: ((None, found),)),
            st.booleans(),
        )

    return st.lists(st.recursive(st.one_of(blocks), conditional, max_leaves=10), max_size=6).map(tuple)


def _repeats(question: Question, over: Expression, level: int) -> SearchStrategy[Node]:
    """Repeats over the items of a question, which read parts of each item."""
    name = f"x{level}"
    inside: list[SearchStrategy[Node]] = [LITERALS]
    match question.kind:
        case "checklist":
            inside.append(st.just(Slot(Member(Name(name), "text"), 0)))
        case "table" | "group":
            for inner in question.questions:
                part = Member(Name(name), inner.id)
                if inner.kind in KINDS:
                    inside.append(st.just(Slot(part, 0)))
                elif level < 2:
                    inside.append(_repeats(inner, part, level + 1))
        case _:
            inside.append(st.just(Slot(Name(name), 0)))
    nodes = st.lists(st.one_of(inside), max_size=4).map(tuple)
    return st.builds(
        lambda inner, otherwise, is_inline: Repeat(name, over, None, inner, otherwise, is_inline=is_inline),
        nodes,
        st.lists(LITERALS, max_size=1).map(tuple),
        st.booleans(),
    )
