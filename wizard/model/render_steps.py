"""A body as a list of steps: decisions, name bindings, and segments of Markdown that are rendered by themselves.

## Goals                        Segment     "## Goals"
{% if has_risks %}          ->  Decision    has_risks
## Risks                        Segment     "## Risks", under branch 0 of the decision
{% endif %}
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from wizard.model.body import Assign, Condition, Node, Repeat
from wizard.model.expressions import Expression, TreeNode

YamlKind = Literal[
    "yaml_plain",
    "yaml_part",
    "yaml_flow",
    "yaml_single_quoted",
    "yaml_double_quoted",
    "yaml_block",
    "yaml_comment",
]
"""What YAML makes of the text in a slot of the front matter.

`yaml_plain` is the whole of an unquoted value, `yaml_part` a part of one, `yaml_flow` stands in `[ ]` or `{ }`,
`yaml_block` on a line of its own in a block of text.
"""

SlotKind = Literal[
    "block",
    "tail",
    "text",
    "atx_heading",
    "setext_heading",
    "link_text",
    "link_to",
    "link_title",
    "autolink",
    "cell",
    "fence",
    "fence_info",
    "indented",
    "code",
    "html",
    "comment",
    "inline_comment",
    "tag",
    "attribute",
    "verbatim",
    YamlKind,
]
"""What Markdown makes of the text in a slot.

`block` is a paragraph of its own, `tail` the end of one, `inline_comment` a comment inside one; `autolink` is all that
stands between angle brackets, `attribute` the quoted value of an attribute of HTML, `tag` any other part of a tag;
`verbatim` is anywhere in a template that takes answers as they were typed, but for fences.
"""


class SlotContext(Struct, frozen=True, array_like=True):
    """The Markdown around a slot, as far as it decides how an answer there is escaped."""

    kind: SlotKind = "text"
    chain: str = ""
    """Its container blocks, outermost first: `>` a quote, `-` an item that begins on its line, a space another item."""
    level: int = 0
    """Of the heading above it; 0 above the first one."""
    before: str = "?"
    """The characters that may precede it: a line feed for the start of the line, `?` for those of another slot."""
    after: str = "?"
    """The characters that may follow it: a line feed for the end of the line, `?` for those of another slot."""
    delimiter: str = ""
    """The backticks or tildes that open its fence or code span."""
    bars: Literal["", "cell", "line"] = ""
    """What a `|` would do: end its cell, turn its line into a table, or nothing."""
    is_emphasised: bool = False
    is_apart: bool = False
    """Whether the template's text before and after it cannot become part of a list in the answer."""
    has_ticks: bool = False
    """Whether an unmatched backtick stands near it."""


Branch: TypeAlias = tuple[int, int]
"""The number of a decision and the index of one of its branches."""


class Decision(TreeNode, frozen=True):
    """A condition around whole segments: the first branch that holds is taken."""

    number: int
    branches: tuple[Expression | None, ...]
    under: Branch | None
    line: int


class NameBinding(TreeNode, frozen=True):
    """A `set` that the segments after it may read."""

    node: Assign | Condition
    """The `set`, or a condition with some in it."""
    under: Branch | None


class Segment(TreeNode, frozen=True):
    """A part of the body that is rendered by itself; with a `repeat`, once for every item."""

    nodes: tuple[Node, ...]
    under: Branch | None
    repeat: Repeat | None
    names: frozenset[str]
    """Every name that it reads."""
    before: str
    """The Markdown before it, with a marker for each slot."""
    after: str
    """The Markdown after it, likewise."""
    level: int
    """Of the heading above it; 0 above the first one."""
    contexts: Mapping[int, SlotContext | None]
    """`{number of a slot: its context}`; None where that depends on the answers."""
    labels: tuple[str, ...] = ()
    """Of the links that the body defines anywhere, as CommonMark compares them."""


RenderStep: TypeAlias = Decision | NameBinding | Segment
