"""Random bodies, as they are read from a file: what is in them apart from lines and numbers."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import Constant, Expression

HOSTILE = (
    *("{{", "{%", "{#", "}}", "%}", "#}", "{", "}", "%", "#", "-", "+", "\n", "\n\n", " ", "  ", "\t", "\r", "\r\n"),
    *("\0", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x85", "\u00a0", "\u2028", "\ufeff", "---", "é", "𝔸", "\\", "'"),
    *("{% raw %}", "{% endraw %}", "{{ name }}", "{%- endif -%}", "{# no", '{{ "', "word", "- item ", "# ", '"'),
)
TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5), min_size=1, max_size=5).map("".join)
LITERALS = TEXTS.map(lambda text: Text(text.encode("utf-8", "replace").decode())).filter(lambda node: node.text != "")


def bodies(expressions: SearchStrategy[Expression]) -> SearchStrategy[tuple[Node, ...]]:
    """Bodies of every kind of node in every other, with texts that look like tags."""
    slots = st.builds(Slot, expressions, st.just(0)).filter(lambda slot: not _is_text(slot.expression))
    assigns = st.builds(Assign, st.just("x"), expressions)
    leaves: SearchStrategy[Node] = LITERALS | slots | assigns

    def blocks(inner: SearchStrategy[Node]) -> SearchStrategy[Node]:
        nodes = st.lists(inner, max_size=4).map(tuple)
        branches = st.lists(st.tuples(expressions, nodes), min_size=1, max_size=2)
        last = st.none() | nodes
        conditions = st.builds(
            lambda found, rest, is_inline: Condition(
                (*found, *(() if rest is None else ((None, rest),))), is_inline=is_inline
            ),
            branches,
            last,
            st.booleans(),
        )
        repeats = st.builds(
            Repeat, st.just("x"), expressions, st.none() | expressions, nodes, nodes, is_inline=st.booleans()
        )
        return conditions | repeats

    return st.lists(st.recursive(leaves, blocks, max_leaves=15), max_size=6).map(tuple)


def _is_text(expression: Expression) -> bool:
    return isinstance(expression, Constant) and isinstance(expression.value, str)
