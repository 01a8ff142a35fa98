r"""Text escaped for one place in a line of Markdown.

What is escaped shows as it was typed: `an *open star` becomes `an \*open star`. Well-formed emphasis, code spans,
links and autolinks stay Markdown. Each function takes one line and returns one line, unless it says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wizard.markdown.syntax import ATX_MARKER, BULLET_MARKER, ORDERED_MARKER, PUNCTUATION, TAG_START, URI_AUTOLINK
from wizard.model.render_steps import SlotContext

_TOKEN: Final = re.compile(
    rf"""
    (?=[\\`<\[\]!*_~]) (?:
      (?P<escaped> \\{PUNCTUATION} )
    | (?P<code>    (?<!`)(?P<run>`+)(?!`) .{{1,5000}}? (?<!`)(?P=run)(?!`) )
    | (?P<auto>    (?<!\w)(?:{URI_AUTOLINK} | <[\w.+-]+@[\w.-]+>) )
    | (?P<link>    (?<![\w)\]])!?\[[^\[\]`<>\\!*_~]*\]\([^()\s<>`\\]*\) )
    | (?P<pair>    (?<![^\s(\[{{"'>|,:-]) (?<!\w[:-]) (?P<edge>\*\*|__|~~|\*|_) (?=[^\W_])
                   (?!(?<=__)\w+__) (?: [^*_~`\[\]<>\\\n] | `[^`\n]+` )*? (?<=[^\s*_~/=+-]) (?P=edge)
                   (?=\Z|[\s)\]}}"'.,;:!?|<-]) (?![.:-]\w) )
    | (?P<ticks>   `+ )
    | (?P<angle>   < )
    | (?P<bracket> [\[\]] )
    | (?P<stars>   \*+ | _+ | ~+ )
    | (?P<slash>   \\ )
    | (?P<bang>    !\Z )
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_MARK: Final = re.compile(r"[\\`<\[\]!*_~]")
"""With which each token begins."""
BARE_LINK_AT_END: Final = re.compile(
    r"(?<!\\)(?:(?:(?<=\bhttp)|(?<=\bhttps)|(?<=\bftp))://(?=\S*\Z)|(?<=\bwww)\.(?=\S*\Z)|(?<=\w)@(?=[\w-]*\.[\w.-]*\Z))"
)
_LINE_MARK: Final = re.compile(
    rf"""
      {ATX_MARKER}
    | {BULLET_MARKER}(?=[ \t]|\Z)
    | [>|=]
    | ~~~
    | [-+*_=~:|#] [-+*_=~:|#\ \t]* \Z
    | \[ (?! [^\[\]]+ \]\( )
    """,
    re.VERBOSE,
)
_MAIL_AUTOLINK: Final = re.compile(r"<[\w.+-]+@[\w.-]+>", re.ASCII)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:(?=\S)")
_TAG_START: Final = re.compile(TAG_START)
_JOINER: Final = "&#8288;"
"""Shows as nothing; between a number and the template's full stop it keeps them from being a mark."""
_ORDERED_MARKER: Final = re.compile(rf"{ORDERED_MARKER}(?=[ \t]|\Z)")


# Line ends of other systems are spaces, as some readers of Markdown take them; a byte order mark counts as nothing
# where a file begins. A terminal that shows the file would obey the other control characters.
_REPLACED_CHARACTERS: Final = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\0\t\n\r"},
    **dict.fromkeys(range(0x7F, 0xA0), 0xFFFD),
    0x7F: 0x2421,
    0x0B: " ",
    0x0C: " ",
    0x85: " ",
    0xFEFF: "\u2060",
}


def normalize_text(text: str) -> str:
    """Return the text with line feeds as line ends, and without control characters: `␛` stands for an escape.

    U+FFFD stands for what no UTF-8 file can hold.
    """
    text = text.translate(_REPLACED_CHARACTERS)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\0", "\ufffd")


def join_lines(text: str) -> str:
    """Return the text as one line, with a space for each line end."""
    if "\n" not in text:
        return text.strip(" \t")
    return " ".join(line for line in (line.strip(" \t") for line in text.split("\n")) if line)


def split_hard_break(line: str) -> tuple[str, str]:
    """Return a line without the backslash that breaks it hard (§6.7), and that backslash, or "" if there is none."""
    return (line[:-1], "\\") if _ends_in_slash(line) else (line, "")


def escape_slash_at_end(line: str) -> str:
    """Return the line with a backslash at its end doubled, so that it does not escape what follows."""
    return f"{line}\\" if _ends_in_slash(line) else line


def _ends_in_slash(line: str) -> bool:
    """Return whether a line ends in a backslash that is not itself escaped."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def escape_inline(text: str, context: SlotContext) -> str:
    """Return running text in which nothing can pair with the template's own marks."""
    if _MARK.search(text):
        unmatched = _unmatched_brackets(text) if "[" in text or "]" in text else frozenset[int]()
        escaped = "".join(_escaped_tokens(text, context, unmatched))
    else:
        escaped = text
    return escaped if ends_bare_links(context) else BARE_LINK_AT_END.sub(r"\\\g<0>", escaped)


def ends_bare_links(context: SlotContext) -> bool:
    """Return whether the template's text after the slot ends a bare link (GFM 0.29 §6.9: `www.` begins one)."""
    return not any(character.isalnum() or character in "`([{?" for character in context.after)


def _escaped_tokens(text: str, context: SlotContext, unmatched: frozenset[int]) -> Iterator[str]:
    near = {*context.before, *context.after}
    no_ticks = context.has_ticks or not near.isdisjoint("`?")
    no_stars = context.is_emphasised or not near.isdisjoint("*_~?")
    no_links = context.kind == "link_text"
    touches_link = not {*context.after}.isdisjoint("[(:?")
    at = 0
    for found in _TOKEN.finditer(text):
        yield text[at : found.start()]
        at = found.end()
        kind, token = found.lastgroup, found[0]
        is_last = at == len(text)
        if kind == "escaped" and no_ticks and token[1] == "`":
            yield "&#96;"
        elif kind in ("run", "code") and not no_ticks:
            yield token
        elif kind in ("run", "code", "ticks"):
            yield _escape_backticks(token, no_ticks)
        elif kind in ("link", "auto") and no_links:
            yield re.sub(r"[<\[\]!]", r"\\\g<0>", token)
        elif kind in ("pair", "edge") and (no_stars or (no_ticks and "`" in token)):
            yield _escape_backticks(re.sub(r"[*_~]", r"\\\g<0>", token), no_ticks)
        elif kind == "angle" and (is_last or _TAG_START.match(text, at - 1)):
            yield "\\<"
        elif kind == "bracket" and (
            no_links or text[at : at + 1] == "(" or found.start() in unmatched or (is_last and touches_link)
        ):
            yield f"\\{token}"
        elif kind == "stars":
            before = text[found.start() - 1] if found.start() else context.before
            yield _escape_emphasis(token, before, text[at : at + 1], no_stars)
        elif kind == "slash":
            yield "\\\\" if is_last else token
        elif kind == "bang" and not {*context.after}.isdisjoint("[?"):
            yield "\\!"
        else:
            yield token
    yield text[at:]


def _escape_backticks(token: str, are_entities: bool) -> str:
    if are_entities:
        return token.replace("`", "&#96;")
    return token.replace("`", "\\`")


def _escape_emphasis(token: str, before: str, after: str, always: bool) -> str:
    """Return a run of `*`, `_` or `~`, escaped where it could open or close emphasis (§6.2), or `always`."""
    between_words = before.isalnum() and after.isalnum()
    begins = not before.strip(" \t\n")
    alone = begins and after in (" ", "\t", "\n")
    lenient = (token[0] == "_" and between_words) or (begins and token == "~") or alone
    if lenient and not always:
        return token
    return "".join(f"\\{star}" for star in token)


def _unmatched_brackets(text: str) -> frozenset[int]:
    opened: list[int] = []
    unmatched: list[int] = []
    for found in _TOKEN.finditer(text):
        if found["bracket"] == "[":
            opened.append(found.start())
        elif found["bracket"] == "]":
            if opened:
                opened.pop()
            else:
                unmatched.append(found.start())
    return frozenset((*opened, *unmatched))


def escape_line_start(text: str, after: str) -> str:
    """Return a line that begins no block: its first mark is escaped.

    `after` holds the characters that may follow in the template, such as the full stop of `{{ number }}.`
    """
    number = _ORDERED_MARKER.match(text)
    if number is not None:
        return f"{text[: number.end() - 1]}\\{text[number.end() - 1 :]}"
    if text.isdecimal() and text.isascii() and not {*after}.isdisjoint(".)?"):
        return f"{text}{_JOINER}"
    return f"\\{text}" if _LINE_MARK.match(text) else text


def escape_first_mark(text: str) -> str:
    """Return a line that adds no mark to those of the template before it on its line."""
    return f"\\{text}" if re.match(rf"(?![&\\]){PUNCTUATION}", text) else text


def escape_all_marks(text: str) -> str:
    """Return the line with every punctuation mark as an entity."""
    return re.sub(PUNCTUATION, lambda mark: f"&#{ord(mark[0])};", text)


def escape_bars(text: str) -> str:
    """Return the text with its bars escaped for a table cell, and the backslashes before them doubled."""
    return re.sub(r"(?<!\\)(\\*)\|", r"\1\1\\|", text)


def encode_bars(text: str) -> str:
    """Return the text with its bars as entities, for where even an escaped one would make a table."""
    return re.sub(r"(?<!\\)((?:\\\\)*)\\?\|", r"\1&#124;", text)


def escape_destination(text: str) -> str:
    """Return the destination of a link (§6.3) without a character that could end it, or a scheme that runs code."""
    text = re.sub(r"\A(?i:(javascript|vbscript|file|data)):", r"\1%3A", text)
    return re.sub(r"[\x00-\x20\"'()<>\[\\\]`{|}\x7f]", lambda mark: f"%{ord(mark[0]):02X}", text)


def escape_autolink(text: str) -> str:
    """Return what the template has put between angle brackets (§6.5): a URL stays one, anything else is in a tag."""
    if _MAIL_AUTOLINK.fullmatch(f"<{text}>"):
        return text
    if not _SCHEME.match(text):
        return escape_in_tag(text)
    text = re.sub(r"\A(?i:(javascript|vbscript|file|data)):", r"\1%3A", text)
    return re.sub(r"[\x00-\x20<>`\x7f]", lambda mark: f"%{ord(mark[0]):02X}", text)


def escape_title(text: str) -> str:
    """Return the title of a link, for any of the three kinds of quotes (§6.3)."""
    return re.sub(r"[\\\"'()`]", r"\\\g<0>", text)


def escape_html(text: str) -> str:
    """Return text between tags, of any number of lines: no blank line, which would end an HTML block (§4.6), no tag,
    no entity.
    """
    text = re.sub(r"\n[ \t]*(?=\n|\Z)", "", text).lstrip("\n")
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    return text.replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """Return text that stays inside the quotes of an attribute's value, and of its table cell."""
    return escape_html(join_lines(text)).replace('"', "&quot;").replace("'", "&#39;").replace("|", "&#124;")


def escape_in_tag(text: str) -> str:
    """Return text that is one word in a tag, such as the value of an attribute without quotes."""
    return re.sub(r"[ \t`=/\\]", lambda mark: f"&#{ord(mark[0])};", escape_attribute(text))


def escape_comment(text: str) -> str:
    """Return text for a comment of HTML that nothing in it can end (§6.6), of any number of lines."""
    text = re.sub(r"-(?=-)", "- ", text)
    text = re.sub(r"\A(?=-?>)", " ", text)
    return f"{text} " if text.endswith("-") else text


def escape_fence_info(text: str, fence: str) -> str:
    """Return the info string of a fence (CommonMark 0.31 §4.5: without backticks behind backticks)."""
    return text.replace("`", "&#96;") if fence.startswith("`") else text
