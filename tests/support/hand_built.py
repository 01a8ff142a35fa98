"""Templates as an importer builds them: a tree of text, blanks, and text that stands while a question is open."""

from __future__ import annotations

from hypothesis import strategies as st

from wizard.compiler.body.segmentation import compile_body
from wizard.model.body import Condition, Node, Slot, Text
from wizard.model.expressions import Expression, IsTest, Name, Or
from wizard.model.template import LineEnds, Question, Section, Template

KEEP = Question("keep_comments", "yesno", "Keep the comments?", "Comments", default=False, at_review=True)


def question(id: str, placeholder: str | None = None) -> Question:
    """A question for some text, with what stands in its blank."""
    return Question(id, "text", f"What is {id}?", id.capitalize(), placeholder=placeholder)


def template_of_nodes(
    *nodes: Node,
    questions: tuple[Question, ...] = (),
    line_ends: LineEnds = "lf",
    has_byte_order_mark: bool = False,
) -> Template:
    """A compiled template with a body."""
    return compile_body(
        Template(
            name="blank",
            title="Blank",
            description="",
            version=1,
            save_as=(Text("blank.md"),),
            sections=(Section("All", questions),) if questions else (),
            body=nodes,
            line_ends=line_ends,
            has_byte_order_mark=has_byte_order_mark,
        )
    )


def is_open(id: str) -> Expression:
    return IsTest(Name(id), "open")


def original(id: str, text: str, instead: tuple[Node, ...] = ()) -> Condition:
    """Text that stands while a question is open, and what stands then."""
    return Condition(((is_open(id), (Text(text),)), (None, instead)))


def comment(id: str, text: str) -> Condition:
    """A comment that goes when a question is answered, unless comments are kept."""
    return Condition(((Or(is_open(id), Name("keep_comments")), (Text(text),)),), is_inline=True)


texts = st.text(st.sampled_from("\n\n\r\t\f\v\0\x1b\x85\u2028\ufeff #>-*_+1.)`~|[]()<>!:=ab\\&/zq0"), max_size=40)
lines = st.lists(
    st.sampled_from(
        [
            *("\n", "\r\n", "\r", "\f\n", "  \n", "\t\n", "# One\n", "## Two\r\n", "text\n", "text  \n", "Set\n===\n"),
            *("- item\n", "  - inner\r\n", "1. one\n", "> quote\n", "```\n", "~~~ sh\n", "| a | b |\n|---|---|\n"),
            *("<!-- x -->\n", "<div>\n", "---\n", "a: b\n", "[x]: /y\n", "\0", "\x1b[31m", "zq0qz", "$&", "no end"),
        ]
    ),
    max_size=12,
).map("".join)


@st.composite
def blank_trees(draw: st.DrawFn) -> tuple[Template, str]:
    """A template of nothing but text, blanks and what stands in them, and the text that it was made of."""
    questions: list[Question] = [KEEP]
    nodes: list[Node] = []
    whole = ""
    for number in range(draw(st.integers(0, 6))):
        text = draw(texts | lines)
        match draw(st.sampled_from(["text", "blank", "original", "comment", "nested"])):
            case "text":
                nodes.append(Text(text))
            case "blank":
                questions.append(question(f"q{number}", text))
                nodes.append(Slot(Name(f"q{number}"), number))
            case "original":
                questions.append(question(f"q{number}"))
                nodes.append(original(f"q{number}", text, (Slot(Name(f"q{number}"), number),)))
            case "comment":
                questions.append(question(f"q{number}"))
                nodes.append(comment(f"q{number}", text))
            case _:
                inner = draw(lines)
                questions += (question(f"q{number}"), question(f"inner{number}", inner))
                around = (Text(text), Slot(Name(f"inner{number}"), number), original(f"inner{number}", inner))
                nodes.append(Condition(((is_open(f"q{number}"), around), (None, ()))))
                text += inner + inner
        whole += text
    return template_of_nodes(*nodes, questions=tuple(questions)), whole
