"""A body as it is rendered: pieces, what they hang on, and the place of every slot in the Markdown."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from wizard.model.body import Assign, Condition, Node, Repeat
from wizard.model.expressions import Expression, TreeNode

SlotKind = Literal[
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


class SlotContext(Struct, frozen=True, array_like=True):
    """Where a slot stands in the Markdown around it."""

    kind: SlotKind = "text"
    chain: str = ""
    """The quotes and items around it: `>` a quote, `-` an item that begins on its line, a space any other item."""
    level: int = 0
    """Of the heading that it stands below."""
    before: str = "?"
    """The characters that may stand before it: a line feed for the line's start, `?` for another slot's."""
    after: str = "?"
    """The characters that may stand after it: a line feed for the line's end."""
    mark: str = ""
    """The backticks or tildes of its fence or code, the underline of its heading, the quotes around its value."""
    bars: Literal["", "cell", "line"] = ""
    """What a bar would do: end its cell, make a table of its line, or nothing."""
    is_emphasised: bool = False
    is_apart: bool = False
    """Whether text of the template's stands before and after it that no list of the answer's can take in."""
    has_ticks: bool = False
    """Whether a backtick without a partner stands near it."""


Branch: TypeAlias = tuple[int, int]
"""The number of a decision and the index of one of its branches."""


class Decision(TreeNode, frozen=True):
    """A condition around whole pieces: the first branch that holds is taken."""

    number: int
    branches: tuple[Expression | None, ...]
    under: Branch | None
    line: int


class NameBinding(TreeNode, frozen=True):
    """A `set` that the pieces after it may read."""

    node: Assign | Condition
    """The `set`, or the condition that holds some."""
    under: Branch | None


class Segment(TreeNode, frozen=True):
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
    contexts: Mapping[int, SlotContext | None]
    """`{number of a slot: where it stands}`; None where that depends on the answers."""


RenderStep: TypeAlias = Decision | NameBinding | Segment
