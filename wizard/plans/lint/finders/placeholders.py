"""The rules about what is still to be filled in: the template's own text, blanks in brackets, marks, examples.

Of the blanks that the importer of templates knows, only those count that are certainly none in a text that was written:
`[Backend] Store the hash` has a tag, `by [Name]` has a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from wizard.compiler.importers.markdown.scanning.bracket_tokens import BracketToken, find_tokens
from wizard.compiler.importers.markdown.scanning.document import read_document
from wizard.compiler.importers.markdown.scanning.word_lists import NAMES_OF_BLANKS, is_instruction
from wizard.limits import MAX_CHECKED_LINE_CHARACTERS
from wizard.message_text import sanitize_title
from wizard.model.answers import OPEN, AnswerPath, Answers, answer_at
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.lint.values import Value, values_on
from wizard.render.plan import Plan
from wizard.render.rendered_segment import Span

# Behind these words, a mark is a thing that the plan is about: "a TODO list", "no TBD left".
_MARK = re.compile(
    r"""
    (?P<before>
        \b(?i:a|an|the|no|any|each|every|all|of|for|with|without|zero|remaining|or|and|into|as)[ ]|["'“‘`/.\#@\w-]
    )?
    (?P<mark>
        \[NEEDS[ _-]CLARIFICATION\b[^\]\n]*\]? | \bNEEDS[ _]CLARIFICATION\b
        | \[(?:TODO|TBD|TBC|TKTK|FIXME)\b[^\[\]\n]*\]
        | \b(?:TODO|TBD|TBC|TKTK|FIXME)\b(?:\([^()\n]{0,40}\))?[:：]?
        | (?<![?!\w])\?\?\?+(?![?!\w])
    )
    (?P<after>
        [ ](?:(?:is|are)[ ])?(?:lists?|apps?|items?|comments?|entry|entries|files?|boards?|marks?|markers?|placeholders?
            |tags?|MVC|APIs?|endpoints?|left|remains?|tokens?|lines?|notes?|format|manager|service|page|view|table
            |model|component|client)\b
        | ["'”’`/.@\w-](?=\w) | ["'”’`]
    )?
    """,
    re.VERBOSE,
)
# All of a value, in whatever letters: `Owner: tbd`.
_UNDECIDED = re.compile(
    r"[*_(\[]{0,3}(?:tb[dac]|to be (?:determined|decided|defined|confirmed|announced|done|written|added)"
    r"|not (?:yet )?(?:decided|defined|known)(?: yet)?)[*_)\].]{0,3}",
    re.IGNORECASE,
)
_MAY_BE_UNDECIDED = re.compile(r"\b(?:tb[dac]|to be|not)\b", re.IGNORECASE)
_LISTED = re.compile(r",?[ ](?:(?:and|or)[ ])?|,[ ]?|[ ]?/[ ]?")
_CITING: Final = re.compile(r"""["'“‘`/.#@\w-]""")
# e.g. and all that follows, alone or in parentheses.
_EXAMPLE = re.compile(
    r"""
    [*_"“'‘]{0,3}
    (?: \((?:e\.\s?g\.|eg\.|for[ ]example)[,:]?\s[^()]*(?:\([^()]*\)[^()]*)*\) | e\.\s?g\.[,:]?\s.* )
    [*_"”'’.]{0,3}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAY_BE_EXAMPLE = re.compile(r"e\.\s?g\.|\((?:eg\.|for example)", re.IGNORECASE)
_ESSENTIALS = re.compile(r"[*_\"“”'‘’.,;:!?\s]*")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9]*(?:[ _-][A-Z0-9]+)+|[A-Z]{4,}")
_TITLE = re.compile(r"(?:[A-Z][\w'’/&-]*)(?:[ ](?:[A-Z][\w'’/&-]*|of|or|and|the|to|a|for|in)){1,5}")
_TARGETS: Final = frozenset(("", "#", "todo", "tbd", "fixme", "url", "link", "uri", "...", "…", "path", "insert-link"))
_YOURS = re.compile(r"(?:your|insert|name of|e\.\s?g\.|brief(?:ly)?|placeholder|fill in|to be)\b", re.IGNORECASE)
# A bracket that is no box, tag, note or link; and the signs with which the other blanks begin.
_HAS_CANDIDATE = re.compile(
    r"\[(?!(?:[ xX]|[A-Z]{1,3}\d*|\d+|[!^][^\]\n]*)\]|[^\[\]\n]{0,200}\][ ]{3})[^\[\]\n]"
    r"|<[A-Za-z]|\{|__|[YXN]{3}|yyyy|%[A-Z]|\(\S[^()\n]{5,160}\)[ \t]*$|[【［（]",
)
_HAS_TARGET = re.compile(r"\]\((?:\)|#?\)|TODO|TBD|FIXME|url|link|uri|path|insert|\.\.\.|…)", re.IGNORECASE)
_MAX_BLANK_LINES: Final = 4
"""Over which a blank goes on."""


def find_todo_marks(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield TODO, TBD, TBC, TKTK, FIXME, `???` and NEEDS CLARIFICATION where they stand for what is to be written."""
    for index, line in enumerate(document.prose):
        if index in document.open_lines:
            continue
        told = False
        if _may_have_mark(line):
            marks = [*_MARK.finditer(line)]
            for number, found in enumerate(marks):
                if not (_is_mentioned(found, line) or _is_listed(line, marks, number)):
                    told = True
                    yield _to_decide(document, index, *found.span("mark"))
        if not told and _MAY_BE_UNDECIDED.search(line):
            for value in values_on(document, index):
                if value.is_first and _UNDECIDED.fullmatch(value.text):
                    yield _to_decide(document, index, value.column, value.end)
                    break


def _to_decide(document: PlanDocument, index: int, start: int, end: int) -> Occurrence:
    text = sanitize_title(document.lines[index][start:end])
    return Occurrence(index + 1, f"something is still undecided or missing here: {text}", start + 1, end + 1)


def _may_have_mark(line: str) -> bool:
    return any(each in line for each in ("TODO", "TBD", "TBC", "TK", "FIXME", "???", "CLARIFICATION"))


def _is_mentioned(found: re.Match[str], line: str) -> bool:
    """Whether a plan speaks of a mark instead of having it."""
    before, after = found["before"] or "", found["after"] or ""
    if found["mark"].startswith("?"):
        return bool(before and before[-1].isalnum())
    if _CITING.fullmatch(before) or (after and not after.startswith(" ")):
        return True
    if after:
        return True
    is_certain = found["mark"].endswith((":", "：", "]")) or not line[found.end("mark") :].strip(" .,;|)*_")
    return bool(before) and not (is_certain and before.strip() in ("for", "with", "as", "and", "or", "of"))


def _is_listed(line: str, marks: Sequence[re.Match[str]], number: int) -> bool:
    """Whether a mark is one of several with commas between them, as in "TODO, TBD and ???"."""
    near = (each for each in (number, number + 1) if 0 < each < len(marks))
    return any(_LISTED.fullmatch(line[marks[each - 1].end("mark") : marks[each].start("mark")]) for each in near)


def find_example_text(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield values that are nothing but an example: `(e.g., PostgreSQL)`."""
    for index, line in enumerate(document.prose):
        if not _MAY_BE_EXAMPLE.search(line) or index in document.open_lines:
            continue
        for value in values_on(document, index):
            if value.is_first and _EXAMPLE.fullmatch(value.text):
                message = f"this is an example, not an answer: {sanitize_title(value.text)}"
                yield Occurrence(index + 1, message, value.column + 1, value.end + 1)
                break


def find_blanks(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the template's own text where a question is open, and blanks in brackets that nobody has filled in."""
    yield from _open_texts(document)
    for line, start, end in _bracket_blanks(document):
        if line not in document.open_lines:
            text = document.lines[line][start:end]
            message = f"this still needs to be filled in: {sanitize_title(text)}"
            # Of `{a}` and `<b>` in an answer or amid other words, nobody can be sure.
            is_amid = line in document.answered_lines or not _is_alone(document, line, start, end)
            is_guess = is_amid and text[:1] in "{<$%"
            yield Occurrence(line + 1, message, start + 1, end + 1, "warning" if is_guess else None)


def _is_alone(document: PlanDocument, line: int, start: int, end: int) -> bool:
    """Whether a blank is all of a line, a cell, or what stands behind a label."""
    around = (each for each in values_on(document, line) if each.column <= start and end <= each.end)
    return any(_is_all(each, start, end) for each in around)


def _bracket_blanks(document: PlanDocument) -> Iterator[tuple[int, int, int]]:
    """Yield the line, start and end of each blank in brackets, as indexes."""
    lines = _lines_with_candidates(document)
    if lines is None:
        return
    imported = read_document("\n".join(lines))
    for token in find_tokens(imported):
        line = imported.line_at(token.start)
        start = token.start - imported.line_starts[line]
        end = min(token.end - imported.line_starts[line], len(document.lines[line]))
        shown = document.prose[line]
        if token.shape == "target":
            if token.inner.strip().lower() in _TARGETS and "`" not in shown[start:end]:
                yield line, start, end
        elif shown[start : start + 1].strip(" `") and _is_blank(token, shown, start, end, [*values_on(document, line)]):
            yield line, start, end


def _lines_with_candidates(document: PlanDocument) -> list[str] | None:
    """Return the lines in which a blank may be, and empty ones for the others; None when there is none.

    A blank may go on for a few lines; definitions of links, and the tags that close others, say what is none.
    """
    kept = [False] * len(document.prose)
    for index, line in enumerate(document.prose):
        if _HAS_CANDIDATE.search(line) or _HAS_TARGET.search(document.lines[index]):
            for following in range(index, min(index + _MAX_BLANK_LINES, len(kept))):
                kept[following] = True
    if not any(kept):
        return None
    for index, line in enumerate(document.lines):
        kept[index] = kept[index] or "]:" in line or "</" in line
    return [
        line if is_kept and len(line) <= MAX_CHECKED_LINE_CHARACTERS else ""
        for line, is_kept in zip(document.lines, kept, strict=True)
    ]


def _is_blank(token: BracketToken, line: str, start: int, end: int, values: Sequence[Value]) -> bool:
    """Whether a candidate is a blank in a text that has been written, too."""
    inner = " ".join(token.inner.split())
    if _MARK.search(line, start, end):
        return False  # a rule of its own
    holder = next((each for each in reversed(values) if each.column <= start and end <= each.end), None)
    is_whole = holder is not None and _is_all(holder, start, end)
    before = line[start - 1 : start]
    match token.shape:
        case "double":
            return before not in ("$", "{")
        case "line":
            return is_whole or (holder is not None and holder.is_labelled)
        case "pattern":
            return is_whole
        case "dollar":
            return line.startswith(("__", "%"), start)
        case "angle":
            return not (before.isalnum() or before in "/_-.") and (is_whole or _names_a_blank(inner) or " " in inner)
        case "curly":
            is_path = before.isalnum() or before in ("/", "_", "-", ".", "=", "$", "\\", "{", "(", '"', "'")
            is_set = "," in inner or ":" in inner
            return not is_path and not (is_set and not is_instruction(inner)) and (is_whole or _names_a_blank(inner))
        case "square":
            return _is_square_blank(inner, line, start, end, is_whole=is_whole, holder=holder)
        case _:
            return False


def _is_all(value: Value, start: int, end: int) -> bool:
    """Whether a value has nothing but a candidate."""
    before, after = value.text[: start - value.column], value.text[end - value.column :]
    return bool(_ESSENTIALS.fullmatch(before) and _ESSENTIALS.fullmatch(after))


def _is_square_blank(inner: str, line: str, start: int, end: int, *, is_whole: bool, holder: Value | None) -> bool:
    if not re.search(r"[^\W\d_]", inner) and inner not in ("...", "…"):
        return False
    if line.startswith("(", start):
        return is_whole  # instructions in parentheses behind a label
    if is_whole:
        return not re.fullmatch(r"[A-Z]{1,3}\d*|\d.*", inner)
    before = line[start - 1 : start]
    if before.isalnum() or before in (")", "]", "/"):
        return False
    is_tag = holder is not None and not holder.text[: start - holder.column].strip("*_ ") and len(inner.split()) <= 3
    if is_tag and not is_instruction(inner):
        return bool(re.match(r"[\s*_]*(?:[,;.:–—-]|\Z)", line[end:])) and _names_a_blank(inner)
    return _names_a_blank(inner) or is_instruction(inner)


def _names_a_blank(inner: str) -> bool:
    """Whether words say what is to be written in their place."""
    words = inner.split()
    if len(words) <= 4 and words and words[-1].strip(".,?").lower() in NAMES_OF_BLANKS and not re.search(r"\d", inner):
        return True
    if _CAPITALS.fullmatch(inner) or _TITLE.fullmatch(inner) or _YOURS.match(inner):
        return not re.search(r"\d", inner)
    return "e.g." in inner or (len(words) > 1 and inner.endswith(("?", "...", "…")))


def _open_texts(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield what stands in the plan for questions that are open, once for each question."""
    plan, interview = document.plan, document.interview
    if plan is None or interview is None:
        return
    places = _LinePlaces(document.lines)
    told = set[AnswerPath]()
    for line, column, text, span in _placeholder_spans(plan):
        path = _open_part(interview.answers, span.path)
        place = places.find(line[0], line[1], column)
        if place is None or path in told:
            continue
        told.add(path)
        question = interview.template.question(path)
        is_required = question is not None and question.required
        asked = "its question" if question is None else f'"{sanitize_title(question.label)}"'
        yield Occurrence(
            place[0] + 1,
            f"{asked} is open, and this is the template's own text",
            place[1] + 1,
            place[1] + len(text) + 1,
            "error" if is_required else "warning",
            "Answer the question." if is_required else "Answer the question, or skip it.",
        )


def _open_part(answers: Answers, path: AnswerPath) -> AnswerPath:
    """Return the path of the outermost question on the way to a path that has no answer."""
    parts = (path[:length] for length in range(1, len(path)))
    return next((part for part in parts if answer_at(answers, part) is OPEN), path)


def _placeholder_spans(plan: Plan) -> Iterator[tuple[tuple[int, str], int, str, Span]]:
    """Yield the rendered line, with its index, the column, and the first line of the text of each placeholder."""
    first = 0
    for segment in plan.segments:
        rendered = segment.text.split("\n")
        start = index = 0
        for span in segment.spans:
            while start + len(rendered[index]) < span.start:
                start += len(rendered[index]) + 1
                index += 1
            text = segment.text[span.start : span.end].split("\n")[0]
            if span.is_placeholder and text.strip():
                yield (first + index, rendered[index]), span.start - start, text, span
        first += len(rendered) - 1


class _LinePlaces:
    """Where the lines that were rendered are in the file, which may have been edited since."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._by_text: dict[str, list[int]] = {}
        for index, line in enumerate(lines):
            self._by_text.setdefault(line.rstrip(), []).append(index)
        self._last = 0

    def find(self, index: int, line: str, column: int) -> tuple[int, int] | None:
        """Return line and column of what was rendered into a line, or None when it is gone."""
        if index < len(self._lines) and self._lines[index].rstrip() == line.rstrip():
            return index, column
        same = self._by_text.get(line.rstrip(), ())
        following = next((each for each in same if each >= self._last), None)
        if following is None:
            return None
        self._last = following
        return following, column
