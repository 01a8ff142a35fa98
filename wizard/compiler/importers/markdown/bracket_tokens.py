"""Which bracketed and patterned texts of a Markdown file are blanks to fill in, and which are links, tags or code.

"By [Name], see [the docs](docs.md), due YYYY-MM-DD"  ->  `[Name]`, `YYYY-MM-DD`
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from wizard.compiler.importers.markdown.document import Document, Line, code_spans
from wizard.compiler.importers.markdown.word_lists import is_instruction

TokenShape = Literal["square", "angle", "double", "curly", "dollar", "target", "pattern", "line"]
"""`target` is the target of a link or image, `pattern` one such as YYYY-MM-DD, `line` a row of underscores."""


class BracketToken(Struct, frozen=True):
    """A text that stands for what is to be filled in."""

    start: int
    end: int
    inner: str
    """The text without its marks."""
    shape: TokenShape
    link_text: str = ""
    """Of a `target`: what the link or image shows."""


_MAX_TOKEN_CHARACTERS: Final = 2_000
_CANDIDATE = re.compile(
    rf"""
    (?P<escaped>\\\[(?:[^\[\]\n\\]|\\(?!\])){{1,{_MAX_TOKEN_CHARACTERS}}}\\\])
    | (?P<square>!?\[(?:[^\[\]\n]|\[[^\[\]\n]*\]|\n(?![ \t>]*\n)){{0,{_MAX_TOKEN_CHARACTERS}}}\])
    | (?P<angle><<?(?!!--)[^<>\n]{{1,160}}>>?)
    | (?P<double>
        \{{\{{
        (?:[^{{}}\n]|\{{[^{{}}\n]*\}}|\{{\{{[^{{}}\n]*\}}\}}|\n(?![ \t>]*\n)){{0,{_MAX_TOKEN_CHARACTERS}}}
        \}}\}}
      )
    | (?P<dollar>\$\{{[A-Za-z_][^{{}}\n]*\}})
    | (?P<curly>\{{(?!\{{)(?:[^{{}}\n]|\n(?![ \t>]*\n)){{1,{_MAX_TOKEN_CHARACTERS}}}\}})
    | (?P<variable>(?<![\w$\\])\$[A-Z][A-Z0-9_-]{{1,}}[A-Z0-9]\b)
    | (?P<caps>(?<![\w_])__[A-Z][A-Z0-9_]{{2,}}[A-Z0-9]__(?![\w_]) | (?<![\w%])%[A-Z][A-Z0-9_]{{2,}}%(?![\w%]))
    | (?P<line>(?<![\w_])_{{3,}}(?![\w_]) | (?<![\w.])\.{{8,}}(?![\w.]))
    | (?P<value>(?<=[:：*_]\ )\([^()\n]{{6,160}}\)(?=[ \t]*(?:\n|\Z)))
    | (?P<pattern>
        (?<![\w/-])
        (?: (?:[Yy]{{4}}|[AJG]{{4}}|[Гг]{{4}})(?P<ymd>[-/.])[MmМм]{{2}}(?P=ymd)[DdJTGgДд]{{2}}
          | [Dd]{{2}}(?P<dmy>[-/.])[Mm]{{2}}(?P=dmy)[Yy]{{4}}
          | [Mm]{{2}}(?P<mdy>[-/.])[Dd]{{2}}(?P=mdy)[Yy]{{4}} )
        (?![\w/-])
        | (?<![\w/-])\#(?:X{{2,}}|N{{2,}}|x{{3,}}|n{{3,}})(?![\w-])
        | (?<![\w/#-])(?:[Xx]\.[Yy]\.[Zz]|X{{3,}}|N{{3,}})(?![\w-])
      )
    """,
    re.VERBOSE,
)
_MAX_LOOKBEHIND: Final = 200
"""How many characters before a token its line's beginning is looked for."""
_HTML: Final = frozenset(
    "a abbr address article aside audio b big blockquote body br button canvas caption center cite code col colgroup"
    " dd del details dfn div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header"
    " hr html i iframe img input ins kbd label legend li link main map mark meta nav ol optgroup option p picture pre"
    " progress q s samp script section select small source span strike strong style sub summary sup svg table tbody td"
    " template textarea tfoot th thead time title tr track tt u ul var video wbr path g".split()
)
_WORDS_THAT_ARE_ELEMENTS: Final = frozenset(
    "title link time code label summary section source address object details template date name type id value key"
    " version".split()
)
_ENVIRONMENT: Final = frozenset("HOME PATH USER SHELL PWD LANG TERM TMPDIR EDITOR".split())
_BLANK_TARGET = re.compile(
    r"""
    \#? | <.* | url | uri | link | .*\b(?:TODO|TBD|FIXME)\b.* | .*\.\.\.\)? | .*…
    | [\w\ -]*-?(?:link|url|filename|path)[\w-]* | .*[\[{<].*
    | .*(?:NNN+|XXX+|nnnn+|xxxx+).* | .*__[A-Z_]{4,}__.*
    | .*(?:/your[-_/]|your-?(?:name|org|repo|project|user|domain|server)).*
    | https?://link-?.* | .*PLACEHOLDER.*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LINK = re.compile(r"\\?\(\s*(<[^>\n]*>|[^)\s]*)((?:\s[^)\"\n]*(?:\"[^\"\n]*\"[^)\n]*)?)?)\\?\)")
_TEMPLATE_LANGUAGE = re.compile(r"\{%-?\s*(?:for|if|set|block|macro|endfor|endif)\b|\{\{[#/^]\w+")
_REFERENCE = re.compile(r"^[ ]{0,3}\[([^\]^\n]+)\]:[ \t]*\S", re.MULTILINE)


class _Reader(Struct):
    """What the rule looks up about the whole file."""

    document: Document
    references: frozenset[str]
    has_language: bool
    lowered: str
    closed_tags: frozenset[str]


def find_tokens(document: Document) -> tuple[BracketToken, ...]:
    """Return the blanks of a file that are marked by brackets, patterns or rows of underscores, in order."""
    text = document.visible
    reader = _Reader(
        document,
        frozenset(_normalize_label(found[1]) for found in _REFERENCE.finditer(text)),
        _TEMPLATE_LANGUAGE.search(text) is not None,
        text.lower(),
        frozenset(found.lower() for found in re.findall(r"</([A-Za-z][\w-]*)", text)),
    )
    return tuple(_tokens(reader))


def _normalize_label(label: str) -> str:
    return re.sub(r"\s+", " ", label.strip().lower())


def _tokens(reader: _Reader) -> Iterator[BracketToken]:
    text, done, spans_of_line = reader.document.visible, 0, dict[int, list[tuple[int, int]]]()
    position = 0
    while (found := _CANDIDATE.search(text, position)) is not None:
        position = max(found.end(), position + 1)
        index = reader.document.line_at(found.start())
        if index >= len(reader.document.lines):
            return
        line = reader.document.lines[index]
        if found.start() < done or line.kind == "definition":
            continue
        if "\n" in found[0] and not _is_one_paragraph(reader.document, index, found.end()):
            position = found.start() + 1
            continue
        if index not in spans_of_line:
            spans_of_line[index] = code_spans(text[line.start : line.end])
        is_code = _is_inside(found.start() - line.start, spans_of_line[index])
        token = _judge(reader, found, line, is_code)
        if token is None:
            if found.lastgroup in ("square", "curly", "double") and found.end() - found.start() > 2:
                position = _position_inside(reader, found)
            continue
        done = token.end
        position = max(position, done)
        yield token


def _is_inside(offset: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (offset, sys.maxsize)) - 1
    return at >= 0 and offset < spans[at][1]


def _position_inside(reader: _Reader, found: re.Match[str]) -> int:
    """Return where to look on behind brackets that are no blank: inside them, unless they are a box or a tag."""
    inner = found[0].lstrip("!")[1:-1]
    return found.start() + 1 + found[0].startswith("!") if re.search(r"[\[<{$]", inner) else found.end()


def _is_one_paragraph(document: Document, index: int, end: int) -> bool:
    """Return whether the lines of a token are all plain text or code, so that it belongs to one block."""
    last = document.line_at(end - 1)
    following = document.lines[index + 1 : last + 1]
    return all(line.kind == "text" and not line.level for line in following) and (
        document.lines[index].kind in ("text", "item", "heading")
    )


def _judge(reader: _Reader, found: re.Match[str], line: Line, is_code: bool) -> BracketToken | None:
    match found.lastgroup:
        case "escaped":
            return _judge_escaped(reader, found)
        case "square":
            return _judge_square(reader, found, line, is_code)
        case "angle":
            return _judge_angle(reader, found, line)
        case "double":
            return _judge_double(reader, found)
        case "curly":
            return _judge_curly(reader, found, line, is_code)
        case "dollar":
            is_blank = line.kind not in ("code", "front_matter") and not is_code
            return BracketToken(found.start(), found.end(), found[0][2:-1], "dollar") if is_blank else None
        case "variable":
            is_blank = line.kind != "code" and found[0][1:] not in _ENVIRONMENT
            return BracketToken(found.start(), found.end(), found[0][1:], "dollar") if is_blank else None
        case "value":
            return _judge_value(reader, found, line, is_code)
        case "caps":
            is_in_code = is_code or line.kind == "code"
            return None if is_in_code else BracketToken(found.start(), found.end(), found[0].strip("_%"), "dollar")
        case "line":
            is_blank = line.kind not in ("code", "front_matter", "rule")
            return BracketToken(found.start(), found.end(), "", "line") if is_blank else None
        case _:
            is_blank = not is_code or line.kind == "front_matter"
            return BracketToken(found.start(), found.end(), found[0], "pattern") if is_blank else None


def _judge_value(reader: _Reader, found: re.Match[str], line: Line, is_code: bool) -> BracketToken | None:
    """Return the words in parentheses that are all that stands behind a label."""
    before = reader.document.visible[line.content : found.start()].rstrip()
    is_value = line.kind in ("item", "text") and re.fullmatch(r"[*_]{0,3}[^:：\n]{1,60}[:：][*_]{0,3}", before)
    inner = found[0][1:-1].strip()
    if is_code or not is_value or len(inner.split()) < 2 or not (is_instruction(inner) or "YYYY" in inner):
        return None
    return BracketToken(found.start(), found.end(), inner, "square")


def _judge_escaped(reader: _Reader, found: re.Match[str]) -> BracketToken | None:
    target = re.compile(r"\\\((?:URL|url|link)[^()\n]*\\\)").match(reader.document.visible, found.end())
    end = target.end() if target is not None else found.end()
    return BracketToken(found.start(), end, found[0][2:-2], "square")


def _judge_square(reader: _Reader, found: re.Match[str], line: Line, is_code: bool) -> BracketToken | None:
    text, (start, end) = reader.document.visible, found.span()
    inner = found[0].lstrip("!")[1:-1].strip()
    before, after = text[max(start - 1, line.start) : start], text[end : end + 2]
    if inner in ("", "x", "X") or inner[0] in "^!":
        return None
    blank = BracketToken(start + found[0].startswith("!"), end, inner, "square")
    if line.kind == "front_matter":
        is_list = "," in inner and not re.search(r"\s", inner.replace(", ", ","))
        return None if is_list else blank
    if after[:1] == "(" or after == "\\(":
        return _judge_link(reader, found, inner)
    if after[:1] == "[" and not re.match(r"\[[ xX]\]", text[end : end + 3]):
        label = re.compile(r"\[([^\]\n]*)\]").match(text, end)
        if label is not None and (not label[1] or _normalize_label(label[1]) in reader.references):
            return None
    if before == "]" and _normalize_label(inner) in reader.references:
        return None
    if _normalize_label(inner) in reader.references or re.fullmatch(r"\d{1,2}", inner):
        return None
    if after[:1] == ":" and not text[max(line.start, start - _MAX_LOOKBEHIND) : start].strip():
        return None
    if is_code and (not re.search(r"\s", inner) or re.search(r"#\d", inner)):
        # `[###-feature-name]` is a blank, `items[index]` and `[dependencies]` are code.
        return blank if "#" in inner and not re.search(r"#\d", inner) else None
    before_token = text[max(line.start, start - _MAX_LOOKBEHIND) : start]
    is_first = re.fullmatch(
        r"[ \t>]*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(?:\[[^\]\n]{1,14}\]\s+|T\d+\s+)*", before_token
    )
    is_followed = re.match(r"[ \t]+\S", text[end : min(line.end, end + 20)])
    if is_first and is_followed and re.fullmatch(r"[\w./-]{1,14}\??", inner):
        return None
    if line.kind in ("code", "fence") and _is_code_syntax(text, line, start, inner):
        return None
    return blank


def _is_code_syntax(text: str, line: Line, start: int, inner: str) -> bool:
    if "," in inner and " " not in inner.replace(", ", ","):
        return True
    if inner[0] in "\"'" and re.search(r"\w\Z", text[max(line.start, start - _MAX_LOOKBEHIND) : start]):
        return True
    if re.search(r"[\"'();=]", inner) and not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", inner):
        return True
    if re.match(r"[\w.:-]+\Z", inner) and re.search(r"\w\Z", text[max(line.start, start - _MAX_LOOKBEHIND) : start]):
        return True
    row = text[line.start : line.end]
    return bool(re.fullmatch(r"[a-z][a-z0-9._-]*", inner) and re.match(r"\s*\[[a-z0-9._-]+\]", row))


def _judge_link(reader: _Reader, found: re.Match[str], inner: str) -> BracketToken | None:
    """Return the target of a link or image, if that is what is to be filled in."""
    link = _LINK.match(reader.document.visible, found.end())
    if link is None:
        return None
    target = link[1].strip("\\")
    is_anchor = target.startswith("#") and target != "#" and not re.search("TODO|FIX", target)
    if is_anchor or not _BLANK_TARGET.fullmatch(target):
        return None
    if re.fullmatch(r"(?:\.\.?/|#)[\w./#-]*", target.replace("#TODO", "TODO")):
        return None
    return BracketToken(link.start(1), link.start(1) + len(target), target, "target", link_text=inner)


def _judge_angle(reader: _Reader, found: re.Match[str], line: Line) -> BracketToken | None:
    text, (start, end) = reader.document.visible, found.span()
    inner = found[0].strip("<>").strip()
    blank = BracketToken(start, end, inner, "angle")
    if re.match(r"(?:https?|mailto|ftp):", inner):
        is_blank = bool(re.search(r"\byour[-_]|\{|\[|XXX|NNN", inner))
        return blank if is_blank else None
    if re.fullmatch(r"[^\s@]+@[^\s@]+\.[a-z]+", inner):
        return blank if re.search(r"example|your|domain", inner) else None
    name = re.match(r"/?\s*([^\W\d_][\w-]*)", inner)
    if name is None or inner[0] in "/!?-":
        return blank if re.match(r"[#@*_\[{.…\d]", inner) and not re.match(r"[\d.]+\Z", inner) else None
    word, is_in_code = name[1].lower(), line.kind in ("code", "fence")
    if word in _HTML and found[0][1] != "<":
        is_bare = re.fullmatch(r"[A-Za-z-]+", inner) is not None
        is_phrase = len(inner.split()) > 1 and "=" not in inner and not inner.endswith("/")
        is_open = is_bare and word in _WORDS_THAT_ARE_ELEMENTS and word not in reader.closed_tags
        return blank if (is_open and text[end : end + 1] != "<") or is_phrase else None
    if line.kind != "front_matter" and re.search(r"=\s*[\"']|/\Z", inner):
        return None
    before = text[max(line.start, start - 1) : start]
    if is_in_code and (re.match(r"\w", before) or re.fullmatch(r"(?:[A-Z][a-z0-9]+){2,}(?:\s.*)?", inner)):
        return None
    return None if word in reader.closed_tags else blank


def _judge_double(reader: _Reader, found: re.Match[str]) -> BracketToken | None:
    inner = found[0][2:-2].strip()
    if not inner or inner[0] in "#/>^!&%" or inner == "else":
        return None
    if reader.has_language and re.search(r"[.|(]", inner):
        return None
    return BracketToken(found.start(), found.end(), inner, "double")


def _judge_curly(reader: _Reader, found: re.Match[str], line: Line, is_code: bool) -> BracketToken | None:
    text, (start, end) = reader.document.visible, found.span()
    inner = found[0][1:-1].strip()
    before = text[max(start - 1, line.start) : start]
    is_in_code = line.kind in ("code", "fence")
    if is_code and re.search(r"\w:\s", inner):
        return None
    if (before and before in "{%$") or not inner or re.match(r"[#.:%/=]", inner):
        return None
    is_suffix = before and re.match(r"[\w)\]\\]", before) and before not in "v-_/"
    if is_suffix and not is_code and not is_in_code and " " not in inner:
        return None
    if re.search(r"[\"']\s*:|:\s*[\"'{\[]|;|=>|\(\)|\breturn\b", inner):
        return None
    if re.match(r"(?:end-?)?(?:if[ -]|for(?:each)?[ -])|repeat\b", inner, re.IGNORECASE):
        return None
    if is_in_code and (re.search(r"^\w+(?:,\s*\w+)+$", inner) or not re.search(r"[^\W\d_]", inner)):
        return None
    return BracketToken(start, end, inner, "curly")
