"""What the words in a line are part of: text, a link, code, a tag."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from wizard.markdown.slot_markers import WORD
from wizard.model.segments import Place

if TYPE_CHECKING:
    from markdown_it.token import Token

_OPENING: Final = ("em_open", "strong_open", "s_open")
_CLOSING: Final = ("em_close", "strong_close", "s_close")
_ATTRIBUTES: Final[tuple[tuple[str, Place], ...]] = (("href", "link_to"), ("src", "link_to"), ("title", "link_title"))


class Role(Struct, frozen=True):
    """What a word is part of."""

    place: Place
    mark: str = ""
    is_emphasised: bool = False


def roles_in(children: Sequence[Token]) -> dict[int, Role]:
    """`{number of a word: its role}` in one line of text; the stricter one when there are two."""
    found: dict[int, Role] = {}
    links = emphases = 0
    for child in children:
        links += (child.type == "link_open") - (child.type == "link_close")
        emphases += (child.type in _OPENING) - (child.type in _CLOSING)
        for name, place in _ATTRIBUTES:
            _note(found, str(child.attrs.get(name, "")), Role(place))
        match child.type:
            case "text":
                _note(found, child.content, Role("link_text" if links else "text", "", emphases > 0))
            case "code_inline":
                _note(found, child.content, Role("code", child.markup))
            case "image":
                _note(found, child.content, Role("link_text"))
            case "html_inline":
                for word in WORD.finditer(child.content):
                    role = html_role(child.content[: word.start()])
                    # A blank line would end what is a comment only inside a paragraph.
                    found[int(word[1])] = Role("comment", "-") if role.place == "comment" else role
            case _:
                pass
    return found


def html_role(before: str) -> Role:
    """The role of what follows some HTML: between tags, in a comment, in a tag and there in quotes."""
    comment = before.rfind("<!--")
    if comment > before.rfind("-->"):
        return Role("comment")
    tag = re.search(r"<[A-Za-z/!?][^<>]*\Z|<\Z", before)
    if tag is None:
        return Role("html")
    for quote in "\"'":
        if tag[0].count(quote) % 2:
            return Role("tag", quote)
    return Role("tag", "=" if tag[0].rstrip().endswith("=") else "")


def _note(found: dict[int, Role], text: str, role: Role) -> None:
    for word in WORD.finditer(text):
        known = found.get(int(word[1]))
        if known is None or known.place == "text":
            found[int(word[1])] = role
