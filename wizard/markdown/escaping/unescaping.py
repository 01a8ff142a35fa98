r"""What stands in a slot back to the answers that it may come from, the likeliest first: the inverse of the escaping.

    `1\. Relay`   in an item        ->  `1. Relay`, then `1\. Relay`
    `a \| b`      in a table cell   ->  `a | b`, then `a \| b`
    `"yes"`       in front matter   ->  `yes`, then `"yes"`

Escaping drops what a place cannot hold, so that several answers may give the same text; one of the candidates, escaped
for the same place, gives the text again. Which one it is, rendering it tells.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from wizard.markdown.escaping.slot_escaping import continuation_prefix
from wizard.markdown.syntax import PUNCTUATION, URI_AUTOLINK
from wizard.model.render_steps import SlotContext

_ESCAPED: Final = re.compile(
    rf"(?P<code>(?<!`)(?P<run>`+)(?!`).*?(?<!`)(?P=run)(?!`))|(?P<auto>{URI_AUTOLINK})|\\(?P<mark>{PUNCTUATION})",
    re.DOTALL,
)
_ESCAPED_ANYWHERE: Final = re.compile(rf"\\({PUNCTUATION})")
_NUMERIC_ENTITY: Final = re.compile(r"&#(\d{1,3});")
_JOINER_AT_END: Final = re.compile(r"&#8288;\Z")
_ESCAPED_BARS: Final = re.compile(r"(\\*)\\\|")
_BREAK: Final = re.compile(r"[ \t]*<br ?/?>[ \t]*")
_PERCENT_ENCODED: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_SCHEME: Final = re.compile(r"\A(?i:(javascript|vbscript|file|data))%3A")
_LINE_ESCAPE: Final = re.compile(rf"(?m)^([ \t>]*[0-9]{{0,9}})\\({PUNCTUATION})")


def unescape_in_slot(context: SlotContext, text: str, line: str) -> tuple[str, ...]:
    """Return the answers that may have become a text in a slot, each once; `line` is what stands before it on its line.

    The text may have several lines. The text as it is comes last, with its later lines as far to the left as the slot
    lets them be.
    """
    texts = (*_without_bars(text), text) if context.bars == "cell" or context.kind == "cell" else (text,)
    return tuple(dict.fromkeys(candidate for each in texts for candidate in _candidates(context, each, line)))


def unescape_inline(text: str) -> str:
    r"""Return running text without its backslashes and numeric entities: `an \*open star` is `an *open star`."""
    text = _JOINER_AT_END.sub("", text)

    def bare(found: re.Match[str]) -> str:
        return found["mark"] if found["mark"] is not None else found[0]

    return _decode_entities(_ESCAPED.sub(bare, text))


def _candidates(context: SlotContext, text: str, line: str) -> Iterator[str]:
    match context.kind:
        case "block" | "tail" | "text" | "atx_heading" | "setext_heading" | "link_text":
            yield from _of_running_text(_without_prefix(context, text, line))
        case "cell":
            yield from _of_cell(text)
        case "fence" | "indented" | "yaml_block":
            yield _without_prefix(context, text, line)
        case "html" | "comment" | "inline_comment":
            bare = _without_prefix(context, text, line)
            yield from (html.unescape(bare), bare) if context.kind == "html" else (bare,)
        case "attribute" | "tag":
            yield html.unescape(text)
        case "link_to" | "autolink":
            yield _decode_percents(text)
            yield html.unescape(text)
        case "link_title":
            yield _ESCAPED_ANYWHERE.sub(r"\1", text)
        case "fence_info":
            yield text.replace("&#96;", "`")
        case "yaml_double_quoted":
            yield from _json_text(f'"{text}"')
        case "yaml_single_quoted":
            yield text.replace("''", "'")
        case "yaml_part":
            yield text.replace(":\u00a0", ":").replace("\u00a0#", "#")
        case "yaml_plain" | "yaml_flow":
            yield from _json_text(text)
            if text[:1] == text[-1:] == "'" and len(text) > 1:
                yield text[1:-1].replace("''", "'")
        case "code" | "verbatim" | "yaml_comment":
            pass
    yield text


def _of_running_text(text: str) -> Iterator[str]:
    yield unescape_inline(text)
    yield _decode_entities(_ESCAPED_ANYWHERE.sub(r"\1", text))  # of backticks that are no code
    yield _LINE_ESCAPE.sub(r"\1\2", text)  # a text whose other backslashes are its author's
    yield _decode_entities(text)
    yield text


def _of_cell(text: str) -> Iterator[str]:
    if text == "&nbsp;":
        yield ""
    if text.endswith("&#92;"):
        text = f"{text[:-5]}\\"
    yield unescape_inline(_BREAK.sub("\n", text))
    yield _BREAK.sub("\n", text)
    yield unescape_inline(text)


def _without_bars(text: str) -> Iterator[str]:
    r"""Yield a cell's text with bars for escaped ones, of which the backslashes before are doubled: `\\\|` is `\|`."""
    yield _ESCAPED_BARS.sub(lambda found: f"{found[1][: len(found[1]) // 2]}|", text)
    if "\\|" in text:
        yield text.replace("\\|", "|")


def _decode_entities(text: str) -> str:
    return _NUMERIC_ENTITY.sub(_decode_entity, text) if "&#" in text else text


def _decode_entity(found: re.Match[str]) -> str:
    character = chr(int(found[1]))
    return character if re.fullmatch(PUNCTUATION, character) else found[0]


def _decode_percents(text: str) -> str:
    text = _SCHEME.sub(r"\1:", text)
    return _PERCENT_ENCODED.sub(lambda found: unquote(found[0]) if found[0] < "%7E" else found[0], text)


def _json_text(text: str) -> Iterator[str]:
    if text[:1] != '"' or text[-1:] != '"':
        return
    try:
        value = json.loads(text)
    except ValueError:
        return
    if isinstance(value, str):
        yield value


def _without_prefix(context: SlotContext, text: str, line: str) -> str:
    """Return the lines of a text without what keeps the later ones in the same quotes and items, as far as it is there.

    An editor may have left a quote's blank out, or all of the prefix of a blank line.
    """
    if "\n" not in text:
        return text
    prefix = continuation_prefix(context, line)
    if prefix is None:
        blank = re.match(r"[ \t]*", line)
        prefix = blank[0] if blank else ""
    first, *later = text.split("\n")
    bare = prefix.rstrip(" ")
    return "\n".join(
        (
            first,
            *(
                each.removeprefix(prefix)
                if each.startswith(prefix)
                else each.removeprefix(bare).lstrip(" ")
                if bare and each.startswith(bare)
                else each.lstrip(" ")
                if len(each) - len(each.lstrip(" ")) < len(prefix)
                else each
                for each in later
            ),
        )
    )
