"""Which bracketed and patterned texts of a Markdown file are blanks to fill in, and which are links, tags or code.

"By [Name], see [the docs](docs.md), due YYYY-MM-DD"  ->  `[Name]`, `YYYY-MM-DD`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from wizard.compiler.importers.markdown.question_labels import is_pattern
from wizard.compiler.importers.markdown.scanning.document import Document, Line, code_spans
from wizard.compiler.importers.markdown.scanning.foreign_text import (
    FenceKind,
    ForeignText,
    find_foreign_text,
    is_inside,
)
from wizard.compiler.importers.markdown.scanning.word_lists import (
    ALTERNATIVES,
    DATE_PATTERN,
    MANDATORY,
    OPTIONAL,
    TIME_PATTERN,
    is_instruction,
)

TokenShape = Literal["square", "angle", "double", "curly", "dollar", "target", "pattern", "line", "mark"]
"""`target` is the target of a link or image, `pattern` one such as YYYY-MM-DD, `line` a row of underscores, `mark` the
place behind a `#` or `@`."""


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
_ALTERNATIVES: Final = "|".join(
    re.escape(each).replace("/", "[ ]?[/|][ ]?") for each in sorted(ALTERNATIVES, key=len, reverse=True)
)
_CANDIDATE = re.compile(
    rf"""
    (?=\b|[^\w\s]|_)(?!\s)(?:
    (?P<escaped>\\\[(?:[^\[\]\n\\]|\\(?!\])){{1,{_MAX_TOKEN_CHARACTERS}}}\\\])
    | (?P<square>!?\[(?:[^\[\]\n]|\[[^\[\]\n]*\]|\n(?![ \t>]*\n)){{0,{_MAX_TOKEN_CHARACTERS}}}\])
    | (?P<escaped_angle>\\<(?=[^\W\d_])(?:[^<>\n\\]|\\(?!>)|\n(?![ \t>]*\n)){{1,160}}\\?>)
    | (?P<angle>
        <<?(?!!--)[^<>\n]{{1,160}}>>?
        | <(?=[^\W\d_])[^<>\n]{{1,160}}<[^<>/\n]{{1,80}}>[^<>\n]{{0,160}}>
      )
    | (?P<double>
        \{{\{{
        (?:[^{{}}\n]|\{{[^{{}}\n]*\}}|\{{\{{[^{{}}\n]*\}}\}}|\n(?![ \t>]*\n)){{0,{_MAX_TOKEN_CHARACTERS}}}
        \}}\}}
      )
    | (?P<dollar>\$\{{[A-Za-z_][^{{}}\n]*\}})
    | (?P<curly>\{{(?!\{{)(?:[^{{}}\n]|\{{[^{{}}\n]*\}}|\n(?![ \t>]*\n)){{1,{_MAX_TOKEN_CHARACTERS}}}\}})
    | (?P<wide>
        【[^【】\n]{{1,200}}】
        | ［[^［］\n]{{1,200}}］
        | (?:(?<=[:：])|(?<=[:：][\ \u3000]))（[^（）\n]{{1,80}}）(?=[ \t]{{0,20}}(?:\n|\Z))
      )
    | (?P<todo>\b(?:TODO|FIXME|TBD)[:：][ \t]*[^\s\]}}>)*_`][^\n]*)
    | (?P<mark>
        (?<=[\w:：*+-][\ ])(?:\#[\ ]?\([A-Za-z][^()\n]{{0,40}}\)|[\#@](?=[ \t]{{0,20}}(?:\n|\Z)))
      )
    | (?P<alternatives>
        (?:(?<=[:：?？][\ ])|(?<=[:：?？][*_]{{2}}[\ ]))(?i:{_ALTERNATIVES})(?=[ \t]{{0,20}}(?:\n|\Z))
      )
    | (?P<variable>(?<![\w$\\])\$[A-Z][A-Z0-9_-]{{1,}}[A-Z0-9]\b)
    | (?P<caps>(?<![\w_])__[A-Z][A-Z0-9_]{{2,}}[A-Z0-9]__(?![\w_]) | (?<![\w%])%[A-Z][A-Z0-9_]{{2,}}%(?![\w%]))
    | (?P<line>
        (?<![\w_])_{{2,}}[ ]?(?P<gap>[-/.:])[ ]?_{{2,}}(?:[ ]?(?P=gap)[ ]?_{{2,}})?(?![\w_])
        | (?<![\w_])_{{3,}}(?![\w_]) | (?<![\w.])\.{{8,}}(?![\w.])
      )
    | (?P<value>(?<=[:：*_]\ )\([^()\n]{{6,160}}\)(?=[ \t]{{0,20}}(?:\n|\Z)))
    | (?P<pattern>
        (?<![\w/-])
        (?:(?:{DATE_PATTERN})(?:[\ T]{TIME_PATTERN}Z?)?|{TIME_PATTERN}) (?![\w/-])
        | (?<![\w/-])\#(?:X{{2,}}|N{{2,}}|x{{3,}}|n{{3,}})(?![\w-])
        | (?<![\w/#-])(?:[Xx]\.[Yy]\.[Zz]|X{{3,}}|N{{3,}})(?![\w-]) | (?<=[A-Z]-)(?:N{{3,}}|X{{3,}})(?![\w-])
      )
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
_TOKEN_IN_TARGET = re.compile(r"\[[^\[\]\n]+\]|\{\{[^{}\n]+\}\}|\$?\{[^{}\n]+\}|<[^<>\n]+>")
_LONG_TARGET = re.compile(rf"\(((?:{_TOKEN_IN_TARGET.pattern}|[^()\s])*)(?:[ ]+\"[^\"\n]*\")?\)")
_AUTOLINK = re.compile(
    r"(?:https?|ftps?|mailto|tel|sms|ssh|git|file|ircs?|xmpp|data|urn|news|magnet|geo):\S|[a-z][a-z0-9+.-]{1,31}://"
)
"""CommonMark 0.31 §6.5, with the schemes that are in use: `<name: words>` is none."""
_TYPES = re.compile(
    r"(?:(?:[A-Z]|[A-Z][a-z]\w*|str|string|int|integer|number|bool|boolean|float|double|char|byte|any|void|object|bytes|"
    r"unknown|never|[iuf]\d{1,3}|usize|dict|list|tuple|set|dyn \w+)(?:\[\])?(?:\s*[,|]\s*(?=\w)|\Z))+"
    r"|[a-z]|-?\d+|\d*:\d*"
)
"""What stands in the brackets of a type or of an index: `Map<K, V>`, `list[str]`, `a[i]`."""
_INTERVAL = re.compile(r"[-+]?(?:\d[\d.]*|∞|a)\s*,\s*[-+]?(?:\d[\d.]*|∞|b|inf)\s*(?:\)|\Z)")
_CONTENTS = re.compile(r"\[?_?toc_?\]?(?:\s.*)?|\[?_list_\]?", re.IGNORECASE)
_CITED = re.compile(
    r"unreleased|v?\d+(?:\.(?:\d+|x))+[\w.+-]*|(?:RFC|ISO|IEC|BCP|STD|PEP|IEEE|ECMA|NIST|ANSI|CVE|CWE)[ -]?\d[\w.:-]*"
    r"|enter|return|esc|escape|tab|shift|ctrl|alt|cmd|space|spacebar|backspace|del|caps lock"
    r"|page (?:up|down)|pg(?:up|dn)"
    r"|f\d{1,2}|(?:ctrl|alt|shift|cmd|⌘|⌥|⇧)\s*[+-]\s*\S+(?:\s*\+\s*\S+)?|↵|⏎",
    re.IGNORECASE,
)
"""Versions of a changelog, standards and keys."""
_PHRASE = re.compile(r"[^\W\d_][\w'’-]*(?:[ ][\w'’/&.()-]+)+")
_KEYWORDS = re.compile(
    r"\bfor\b.*\bin\b|\bif\b.*\belse\b|\blambda\b|\breturn\b|\bextends\b|\b(?:and|or|not|is)\b.*[<>=]|\w\(|^(?:new|const|int|let|var|"
    r"static|public|private|await|async)\b"
)
_CAPS = re.compile(r"[A-Z][A-Z0-9]*(?:[ _-][A-Z0-9]+)+|[A-Z]{3,}[0-9]*")
_REFERENCE = re.compile(r"^[ ]{0,3}\[([^\]^\n]+)\]:[ \t]*\S", re.MULTILINE)


class _Reader(Struct):
    """What the rule looks up about the whole file."""

    document: Document
    references: frozenset[str]
    foreign: ForeignText
    lowered: str
    closed_tags: frozenset[str]


def find_tokens(document: Document) -> tuple[BracketToken, ...]:
    """Return the blanks of a file that are marked by brackets, patterns or rows of underscores, in order."""
    text = document.visible
    reader = _Reader(
        document,
        frozenset(_normalize_label(found[1]) for found in _REFERENCE.finditer(text)),
        find_foreign_text(document),
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
        if found.start() < done or line.kind == "definition" or reader.foreign.is_math(found.start()):
            continue
        if "\n" in found[0] and not _is_one_paragraph(reader.document, index, found.end()):
            position = found.start() + 1
            continue
        if index not in spans_of_line:
            spans_of_line[index] = code_spans(text[line.start : line.end])
        is_code = is_inside(found.start() - line.start, spans_of_line[index])
        token = _judge(reader, found, line, is_code)
        if token is None:
            if found.lastgroup in ("square", "curly", "double", "angle") and found.end() - found.start() > 2:
                position = _position_inside(reader, found)
            continue
        done = token.end
        position = max(position, done)
        yield token


def _position_inside(reader: _Reader, found: re.Match[str]) -> int:
    """Return where to look on behind brackets that are no blank: inside them, unless they are a box or a tag."""
    inner = found[0].lstrip("!")[1:-1]
    is_attribute = found.lastgroup == "curly" and reader.document.visible[max(found.start() - 1, 0)] == "="
    if is_attribute or re.fullmatch(r"\s*\w+:\s*\[[\w, .-]*\]\s*", inner):  # a mapping of YAML: {os: [linux]}
        return found.end()
    return found.start() + 1 + found[0].startswith("!") if re.search(r"[\[<{$]", inner) else found.end()


def _is_one_paragraph(document: Document, index: int, end: int) -> bool:
    """Return whether the lines of a token are all plain text or code, so that it belongs to one block."""
    last = document.line_at(end - 1)
    following = document.lines[index + 1 : last + 1]
    return all(line.kind == "text" and not line.level for line in following) and (
        document.lines[index].kind in ("text", "item", "heading")
    )


def _judge(reader: _Reader, found: re.Match[str], line: Line, is_code: bool) -> BracketToken | None:
    fence = reader.foreign.fences.get(reader.document.line_at(found.start()))
    if fence is not None and not _is_blank_in_program(reader, found, line, fence):
        return None
    match found.lastgroup:
        case "escaped" | "escaped_angle":
            return _judge_escaped(reader, found)
        case "wide":
            return _judge_wide(reader, found, line, is_code)
        case "todo":
            return _judge_todo(reader, found, line, is_code)
        case "mark":
            return _judge_mark(reader, found, line, is_code)
        case "alternatives":
            is_blank = line.kind in ("text", "item") and not is_code
            return BracketToken(found.start(), found.end(), found[0], "square") if is_blank else None
        case "square":
            return _judge_square(reader, found, line, is_code)
        case "angle":
            return _judge_angle(reader, found, line, is_code)
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


def _is_blank_in_program(reader: _Reader, found: re.Match[str], line: Line, fence: FenceKind) -> bool:
    """Return whether a candidate in a fence of a known language can be a blank rather than a part of the language."""
    text = found[0]
    before = reader.document.visible[max(line.start, found.start() - 1) : found.start()]
    inner = re.sub(r"\A[\[<{$]+|[\]>}]+\Z", "", text)
    if re.match(r"your[-_ ]\w", inner, re.IGNORECASE):
        return True
    is_attached = re.match(r"[\w\])]", before) is not None
    is_phrase = _PHRASE.fullmatch(inner) is not None and not _KEYWORDS.search(inner)
    match found.lastgroup:
        case "square" if fence == "shell" and re.fullmatch(r"[A-Z][a-z]\w+|[a-z]{3,}\d", inner):
            return not is_attached
        case "square":
            return not is_attached and (is_phrase or _CAPS.fullmatch(inner) is not None)
        case "angle" if fence == "shell" and re.fullmatch(r"[A-Za-z][\w -]*", inner):
            return not re.match(r"[\w<]", before)
        case "angle":
            is_tag = inner.split(" ")[0].lower() in _HTML or re.match(r"[A-Z][a-z]*(?:\s|\Z)", inner)
            return not is_attached and not (is_tag and " " in inner) and (is_phrase or bool(_CAPS.fullmatch(inner)))
        case "double":
            return re.fullmatch(r"[\w .|'’/-]+", inner) is not None and before not in ("=", "$")
        case "curly":
            return not is_attached and before != "$" and (is_phrase or _CAPS.fullmatch(inner) is not None)
        case "pattern" | "line" | "variable" | "caps":
            return fence == "shell"
        case _:
            return False


def _judge_value(reader: _Reader, found: re.Match[str], line: Line, is_code: bool) -> BracketToken | None:
    """Return the words in parentheses that are all that stands behind a label."""
    before = reader.document.visible[line.content : found.start()].rstrip()
    is_value = line.kind in ("item", "text") and re.fullmatch(r"[*_]{0,3}[^:：\n]{1,60}[:：][*_]{0,3}", before)
    inner = found[0][1:-1].strip()
    if is_code or not is_value or len(inner.split()) < 2 or not (is_instruction(inner) or "YYYY" in inner):
        return None
    return BracketToken(found.start(), found.end(), inner, "square")


def _judge_wide(reader: _Reader, found: re.Match[str], line: Line, is_code: bool) -> BracketToken | None:
    """Return wide brackets as a blank, unless they are those of a title: `【背景】`."""
    inner = found[0][1:-1].strip()
    is_in_code = is_code or line.kind in ("code", "front_matter")
    if is_in_code or not inner or (found[0][0] == "（" and (OPTIONAL.search(inner) or MANDATORY.search(inner))):
        return None
    is_first = not reader.document.visible[line.content : found.start()].strip(" \t*_")
    if found[0][0] == "【" and is_first and line.kind != "table" and not is_instruction(inner):
        return None
    return BracketToken(found.start(), found.end(), inner, "square")


def _judge_todo(reader: _Reader, found: re.Match[str], line: Line, is_code: bool) -> BracketToken | None:
    """Return what a line or a label says to do: `TODO: write this`."""
    before = reader.document.visible[line.content : found.start()]
    if is_code or line.kind not in ("text", "item", "heading") or re.search(r"[^\s*_:：][\s*_]*\Z", before):
        return None
    written = found[0].rstrip()
    marks = re.search(r"[*_]+\Z", before)
    written = written.removesuffix(marks[0]) if marks is not None else written
    inner = re.sub(r"\A\w+[:：]\s*", "", written)
    return BracketToken(found.start(), found.start() + len(written), inner, "square")


def _judge_mark(reader: _Reader, found: re.Match[str], line: Line, is_code: bool) -> BracketToken | None:
    """Return the place behind a `#` or `@` that ends a few words: `Fixes #`, `Fixes # (issue)`, `Reviewers: @`."""
    before = reader.document.visible[line.content : found.start()]
    is_labelling = re.fullmatch(r"[\w /()'’,&*+-]{0,60}[:：]?[*_]*[ \t]+|", before) and len(before.split()) <= 8
    if is_code or line.kind not in ("text", "item") or not is_labelling or re.search(r"\b[A-Z] \Z", before):
        return None
    return BracketToken(found.start() + 1, found.end(), found[0][0], "mark", link_text=before.strip(" \t*_:："))


def _judge_escaped(reader: _Reader, found: re.Match[str]) -> BracketToken | None:
    if found.lastgroup == "escaped_angle":
        inner = re.sub(r"\\(?=\W)|[<>]", "", found[0]).strip()
        return BracketToken(found.start(), found.end(), inner, "angle")
    target = re.compile(r"\\\((?:URL|url|link)[^()\n]*\\\)").match(reader.document.visible, found.end())
    end = target.end() if target is not None else found.end()
    return BracketToken(found.start(), end, found[0][2:-2], "square")


def _judge_square(reader: _Reader, found: re.Match[str], line: Line, is_code: bool) -> BracketToken | None:
    text, (start, end) = reader.document.visible, found.span()
    inner = found[0].lstrip("!")[1:-1].strip()
    before, after = text[max(start - 1, line.start) : start], text[end : end + 2]
    if inner in ("", "x", "X") or inner[0] in "^!" or _is_known(reader, found, line, inner):
        return None
    is_legend = line.kind == "item" and text[max(start - 2, line.start) : start] == "**" and not is_code
    if is_legend and re.match(r"\*\*:[ \t]+(?=[^\[{<\s(*_`])", text[end : end + 80]):
        return None  # `- **[P]**: Can run in parallel` says what a mark means
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
    if (is_code or line.kind == "code") and (
        re.match(r"\[?\[ .* \]", found[0]) or (before and re.match(r"[\w\])]", before) and is_code)
    ):
        return None  # the test of a shell, `[ -f x ]`, or a subscript
    if is_code and re.fullmatch(r"[\w.\"']+(?:,\s*[\w.\"']+)+", inner):
        return None
    if is_code and (not re.search(r"\s", inner) or re.search(r"#\d", inner)):
        # `[###-feature-name]` is a blank, `items[index]` and `[dependencies]` are code.
        return blank if "#" in inner and not re.search(r"#\d", inner) else None
    before_token = text[max(line.start, start - _MAX_LOOKBEHIND) : start]
    is_first = re.fullmatch(
        r"[ \t>]*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(?:\[[^\]\n]{1,14}\]\s+|T\d+\s+)*", before_token
    )
    is_followed = re.match(
        r"(?:[ \t]+\[[^\[\]\n]{1,14}\])*[ \t]+(?![-–—:：|=>→\[])\S", text[end : min(line.end, end + 80)]
    )
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


def _is_known(reader: _Reader, found: re.Match[str], line: Line, inner: str) -> bool:
    """Return whether a text in brackets is known to mean something else than a blank."""
    before = reader.document.visible[max(line.start, found.start() - _MAX_LOOKBEHIND) : found.start()]
    if _INTERVAL.match(inner) or _CONTENTS.fullmatch(inner):
        return True
    if re.search(r"[:：][*_]*\s*\Z", before) or line.kind in ("table", "front_matter"):
        return False
    if re.match(r"\w", before[-1:]) and _TYPES.fullmatch(inner):
        return True
    return _CITED.fullmatch(inner) is not None


def _judge_link(reader: _Reader, found: re.Match[str], inner: str) -> BracketToken | None:
    """Return the target of a link or image, if that is what is to be filled in."""
    link = _LINK.match(reader.document.visible, found.end())
    if link is None:
        return None
    whole = _LONG_TARGET.match(reader.document.visible, found.end())
    if whole is not None and _TOKEN_IN_TARGET.search(whole[1]) and not _TOKEN_IN_TARGET.fullmatch(whole[1]):
        return None  # its tokens are the blanks, and the rest of the address stays
    target = link[1].strip("\\")
    is_anchor = target.startswith("#") and target != "#" and not re.search("TODO|FIX", target)
    if is_anchor or not _BLANK_TARGET.fullmatch(target):
        return None
    if re.fullmatch(r"(?:\.\.?/|#)[\w./#-]*", target.replace("#TODO", "TODO")):
        return None
    return BracketToken(link.start(1), link.start(1) + len(target), target, "target", link_text=inner)


def _judge_angle(reader: _Reader, found: re.Match[str], line: Line, is_code: bool) -> BracketToken | None:
    text, (start, end) = reader.document.visible, found.span()
    inner = found[0].removeprefix("<").removesuffix(">").strip()
    inner = inner.strip("<>").strip() if found[0].startswith("<<") else inner
    blank = BracketToken(start, end, inner, "angle")
    if is_pattern(inner):
        return blank
    if _AUTOLINK.match(inner):
        is_blank = bool(re.search(r"\byour[-_]|\{|\[|XXX|NNN", inner))
        return blank if is_blank else None
    if re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", inner):
        is_blank = re.search(r"\b(?:your|name|domain)(?:[-_.@]|\Z)|\byour\w", inner, re.IGNORECASE)
        return blank if is_blank else None
    if text[max(line.start, start - 10) : start].rstrip().endswith("#include"):
        return None
    before = text[max(line.start, start - 1) : start]
    if re.match(r"\w", before) and _TYPES.fullmatch(inner):
        return None
    name = re.match(r"/?\s*([^\W\d_][\w-]*)", inner)
    if name is None or inner[0] in "/!?-":
        return blank if re.match(r"[#@*_\[{.…\d]", inner) and not re.match(r"[\d.]+\Z", inner) else None
    word, is_in_code = name[1].lower(), line.kind in ("code", "fence")
    if word in _HTML and found[0][1] != "<":
        is_bare = re.fullmatch(r"[A-Za-z-]+", inner) is not None
        is_phrase = len(inner.split()) > 1 and "=" not in inner and not inner.endswith("/")
        is_open = is_bare and word in _WORDS_THAT_ARE_ELEMENTS and word not in reader.closed_tags
        return blank if (is_open and text[end : end + 1] != "<") or is_phrase else None
    if line.kind != "front_matter" and re.search(r"=\s*[\"'{]|/\Z", inner):
        return None
    if (is_in_code or is_code) and re.match(r"\w", before) and re.search(r"[,\s]", inner):
        return None
    if is_in_code and (re.match(r"\w", before) or re.fullmatch(r"(?:[A-Z][a-z0-9]+){2,}(?:\s.*)?", inner)):
        return None
    return None if word in reader.closed_tags else blank


def _judge_double(reader: _Reader, found: re.Match[str]) -> BracketToken | None:
    inner = found[0][2:-2].strip()
    if not inner or inner[0] in "#/>^!&%~" or inner == "else":
        return None
    before = reader.document.visible[max(found.start() - 1, 0) : found.start()]
    if before == "=" or (before == "$" and re.match(r"(?:github|secrets|env|matrix|inputs|steps|needs|vars)\.", inner)):
        return None
    if reader.foreign.is_of_engine(found.start(), inner.strip("-~ ")):
        return None
    return BracketToken(found.start(), found.end(), inner, "double")


def _judge_curly(reader: _Reader, found: re.Match[str], line: Line, is_code: bool) -> BracketToken | None:
    text, (start, end) = reader.document.visible, found.span()
    inner = found[0][1:-1].strip()
    before = text[max(start - 1, line.start) : start]
    is_in_code = line.kind in ("code", "fence")
    if is_code and (re.search(r"\w:\s", inner) or re.fullmatch(r"\w+(?:,\s*\w+)+", inner)):
        return None
    row = text[max(line.start, start - _MAX_LOOKBEHIND) : start]
    if before == "=" and (re.match(r"[\[{\"'`(]", inner) or re.search(r"<[A-Za-z][\w.]*\s[^<>]*\Z", row)):
        return None  # an attribute of MDX
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
