"""Blanks without brackets: labels with nothing behind them, empty sections, hints to be replaced, questions in lists.

## Context
<!-- Why now? -->     ->  the text "Context", with the help "Why now?", in place of the comment
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from wizard.compiler.importers.markdown.blanks import KEEP_COMMENTS, Workspace
from wizard.compiler.importers.markdown.question_labels import (
    capitalize,
    help_text,
    is_mandatory,
    kind_of_token,
    options_of,
    plain_text,
    shorten,
)
from wizard.compiler.importers.markdown.scanning.comments import is_directive, is_order
from wizard.compiler.importers.markdown.scanning.document import Comment, Heading, Line
from wizard.compiler.importers.markdown.scanning.word_lists import (
    ELLIPSIS,
    EXAMPLE,
    OPENING_MARK,
    OPTIONAL,
    PLACEHOLDER_WORD,
    QUESTION,
    is_instruction,
    is_order_at_its_end,
)
from wizard.model.body import Condition, Node, Text
from wizard.model.expressions import Expression, Name
from wizard.model.template import KindName, Question

_LABEL: Final = r"(?P<label>[*_`]{0,3}[^\s:：|<>\[\]{}][^:：|\n]{0,70}?[*_`]{0,3})(?P<colon>[:：])(?P<close>[*_`]{0,3})"
_EMPTY_LABEL = re.compile(rf"{_LABEL}\s*\Z")
_VALUE_LABEL = re.compile(rf"{_LABEL}[ \t]+(?P<value>\S.*)\Z")
_ITALIC = re.compile(r"(?:\*(?![\s*])[^*]+\*|_(?![\s_])[^_]+_)[.:]?\Z")
_STATES = re.compile(r"(?:this|these|the|it) \w+ (?:contains?|is|are|was|describes?|shows?)\b", re.IGNORECASE)
_POINTS_BELOW = re.compile(
    r"\b(?:check|tick|select|choose|pick|delete|remove|mark|options?|box(?:es)?|appl(?:y|ies)|following|below|checklist)\b",
    re.IGNORECASE,
)
"""Words of an instruction about what stands below it."""
_HARD_BREAK = re.compile(r"(?:[ ]{2,}|\\|[ \t]*<br ?/?>)\Z")


class _Block(Struct, frozen=True):
    """Consecutive lines of one section that belong together."""

    first: int
    last: int
    """The index behind its last line."""
    kind: str


def find_label_blanks(work: Workspace) -> None:
    """Add a blank behind every label that nothing follows, and for values that are choices or placeholder words."""
    lines = work.document.lines
    for index, line in enumerate(lines):
        if line.kind not in ("text", "item") or line.box:
            continue
        content = work.document.content(line)
        if not content or len(content) > 300:
            continue
        found = _EMPTY_LABEL.match(content)
        if found is not None:
            if _is_label(found["label"]) and not _heads_block(work, index):
                _add_empty_label(work, line, found)
            continue
        value = _VALUE_LABEL.match(content)
        if value is not None and _is_label(value["label"]) and work.is_free(line.start, line.end):
            _add_labelled_value(work, line, value)


def _is_label(label: str) -> bool:
    words = plain_text(label)
    if is_order_at_its_end(words):
        return False
    if not re.search(r"\w", words) or len(words.split()) > 9 or re.search(r"[.!?]\s|//|\A\d+\Z", words):
        return False
    return not re.match(
        r"(?:note|warning|important|tip|caution|for example|example|e\.g\.?|please|https?)\b", words, re.IGNORECASE
    )


def _heads_block(work: Workspace, index: int) -> bool:
    """Return whether what follows a label belongs to it: an item further in, a list, a table, a fence or text."""
    lines = work.document.lines
    line = lines[index]
    at = index + 1
    while at < len(lines) and lines[at].kind == "blank":
        at += 1
    if at == len(lines) or at - index > 3:
        return False
    following = lines[at]
    if line.kind == "item":
        return following.depth > line.depth and following.kind != "heading"
    if following.kind in ("item", "table", "fence"):
        return True
    if following.kind != "text" or following.level:
        return False
    if at == index + 1:
        following_content = work.document.content(following)
        is_labelled = _EMPTY_LABEL.match(following_content) or _VALUE_LABEL.match(following_content)
        return is_labelled is None
    return _EMPTY_LABEL.match(work.document.content(following)) is None and not lines[index].is_quoted


def _add_empty_label(work: Workspace, line: Line, found: re.Match[str]) -> None:
    text = work.document.text
    start = line.content + found.end("close")
    if not work.is_free(start, line.end):
        return
    tail = text[start : line.end]
    comments = work.document.comments_in(start, line.end)
    end = max((line.end, *(comment.end for comment in comments)))
    broken = _HARD_BREAK.search(tail) if not comments else None
    after = broken[0] if broken is not None and tail.strip() == broken[0].strip() and len(broken[0]) > 1 else ""
    end -= len(after)
    label = shorten(
        capitalize(plain_text(found["label"]).rstrip("?") if "?" not in found["label"] else plain_text(found["label"]))
    )
    helps = "\n".join(comment.text for comment in comments)
    kind = kind_of_token(plain_text(found["label"]), "")
    is_long = kind == "line" and line.kind == "text" and found["label"].startswith(("**", "__")) and not comments
    question = _question(work, label, "text" if is_long else kind, helps)
    _add_appended(work, start, end, question, comments)


def _add_appended(work: Workspace, start: int, end: int, question: Question, comments: tuple[Comment, ...]) -> None:
    """Add a blank whose answer stands behind a text on its line."""
    if work.document.text[start:end] == " ":
        work.add_slot(start + 1, start + 1, question)
        return
    kept = tuple(map(work.kept_comment, comments))
    work.add_filled(start, end, question, lambda value: (Text(" "), work.slot(value), *kept), is_inline=True)


def _add_labelled_value(work: Workspace, line: Line, found: re.Match[str]) -> None:
    value = found["value"].strip()
    label = shorten(capitalize(plain_text(found["label"])))
    start = line.content + found.start("value")
    end = start + len(value)
    options, is_other = options_of(value)
    is_choice = (
        len(options) >= 2
        and ("|" in value or len(options) >= 3)
        and all(len(each.value.split()) <= 4 for each in options)
    )
    if is_choice:
        question = replace(
            work.question("choice", label), placeholder=work.document.text[start:end], options=options, other=is_other
        )
        work.add_slot(start, end, question)
        return
    is_hint = _ITALIC.match(value) and len(value.split()) > 2 and is_instruction(value)
    if PLACEHOLDER_WORD.fullmatch(value) or is_hint:
        question = replace(
            work.question(kind_of_token(label, "") if not is_hint else "line", label),
            help=help_text(plain_text(value)) if is_hint else "",
            placeholder=work.document.text[start:end],
        )
        work.add_slot(start, end, question)


def _question(work: Workspace, label: str, kind: KindName, helps: str, title: str = "") -> Question:
    shown = help_text(helps)
    example = EXAMPLE.search(shown)
    return replace(
        work.question(kind, label),
        help=shown,
        example=shown[example.end() :].strip(" )")[:200]
        if example is not None and example.start() < 3 and kind == "line"
        else "",
        required=is_mandatory(title) or (is_mandatory(helps) and len(helps) < 200 and not OPTIONAL.search(helps)),
    )


def find_section_blanks(work: Workspace) -> None:
    """Add a text for every section that is empty or holds only hints, and a line for each question in a list."""
    headings, lines = work.document.headings, work.document.lines
    for number, heading in enumerate(headings):
        following = headings[number + 1] if number + 1 < len(headings) else None
        if heading.line >= 0 and work.is_inside_blank(lines[heading.line].start, lines[heading.line].end):
            continue
        is_container = following is not None and following.level > heading.level and heading.level < 7
        is_repeated = following is not None and work.is_inside_blank(
            lines[following.line].start, lines[following.line].end
        )
        _find_in_section(work, heading, is_container, is_repeated)


def _find_in_section(work: Workspace, heading: Heading, is_container: bool, is_repeated: bool) -> None:
    document = work.document
    if heading.first > heading.last:
        return
    start = document.lines[heading.first].start if heading.first < len(document.lines) else len(document.text)
    end = document.lines[heading.last].start if heading.last < len(document.lines) else len(document.text)
    if work.claimed_in(start, end):
        _find_standing_comment(work, heading, start, end)
        _find_first_hint(work, heading, start, end)
        _find_questions(work, heading)
        return
    blocks = [block for block in _blocks(work, heading) if block.kind != "rule"]
    comments = [comment for comment in document.comments_in(start, end) if not is_directive(comment)]
    if not blocks:
        is_title = heading.line >= 0 and _is_title(work, heading)
        is_asked = bool(comments) or not is_title
        if is_container:
            comments = [comment for comment in comments if not is_order(comment)]
            is_asked = bool(comments) and not is_repeated and not is_title
        is_below_heading = heading.line >= 0 and is_asked
        is_all = heading.line < 0 and len(document.headings) == 1 and not work.blanks and bool(comments)
        if is_below_heading or is_all:
            _add_empty_section(work, heading, comments, is_required=not is_container)
        return
    if heading.line >= 0 and len(blocks) == 2 and _is_hint_with_list(work, *blocks):
        _add_hint(work, heading, blocks[0].first, blocks[1].last)
        return
    hints = [block for block in blocks if _is_hint(work, block)]
    if heading.line < 0 and len(document.headings) > 1:
        hints = [block for block in hints if _is_placeholder_block(work, block)]
    if heading.line >= 0 and is_container and _is_title(work, heading):
        hints = [block for block in hints if block.kind == "text" and _is_placeholder_block(work, block)]
    if hints and len(hints) == len(blocks):
        _add_hint(work, heading, hints[0].first, hints[-1].last)
        return
    _find_questions(work, heading)
    for block in hints:
        span = document.lines[block.first].start, document.lines[block.last - 1].end
        if work.is_free(*span) and block.kind != "list" and not work.claimed_in(start, end):
            _add_hint(work, heading, block.first, block.last)
            return


def _is_title(work: Workspace, heading: Heading) -> bool:
    """Return whether a heading is that of the whole document, which needs no text right below it."""
    line = work.document.lines[heading.line]
    has_more = len(work.document.headings) > 2 or work.claimed_in(line.start, line.end)
    return heading.level == 1 and work.document.title_count == 1 and has_more


def _find_first_hint(work: Workspace, heading: Heading, start: int, end: int) -> None:
    """Add a text for a first paragraph that tells what to write, above boxes, labels and `Fixes #` of its section."""
    blocks = _blocks(work, heading)
    if not blocks or blocks[0].kind != "text" or heading.line < 0:
        return
    lines = work.document.lines
    first, last = lines[blocks[0].first].start, lines[blocks[0].last - 1].end
    text = _visible(work, blocks[0])
    if not work.is_free(first, last) or _POINTS_BELOW.search(text) or not _is_hint(work, blocks[0]):
        return
    kinds = {question.kind for blank in work.blanks_in(start, end) for question in blank.questions}
    if kinds <= {"choices", "line", "date", "number"}:
        _add_hint(work, heading, blocks[0].first, blocks[0].last)


def _find_standing_comment(work: Workspace, heading: Heading, start: int, end: int) -> None:
    """Add a text for a comment that says what to write above lines that are only labels: `Closes #`, `**Browser:**`."""
    document = work.document
    comment = next((each for each in document.comments_in(start, end) if not is_directive(each)), None)
    if comment is None or heading.line < 0 or document.visible[start : comment.start].strip():
        return
    last = document.line_at(comment.end - 1)
    below = last + 1
    if below >= heading.last or document.lines[below].kind != "blank" or not is_instruction(comment.text):
        return
    while below < heading.last and document.lines[below].kind == "blank":
        below += 1
    content = document.content(document.lines[below]) if below < heading.last else ""
    is_label = _EMPTY_LABEL.match(content) or _VALUE_LABEL.match(content) or re.match(r"[^\W\d_]+ #", content)
    is_marked = document.lines[below].kind in ("text", "item") if below < heading.last else False
    if not (is_label and is_marked) or not work.is_free(comment.start, comment.end):
        return
    question = _question(work, work.title_of(heading), "text", comment.text, heading.title)
    original = document.text[comment.start : comment.end]
    kept = Condition(((Name(KEEP_COMMENTS), (Text(f"{original}\n\n"),)),))
    work.add_filled(comment.start, comment.end, question, lambda value: (kept, work.slot(value)))


def _blocks(work: Workspace, heading: Heading) -> list[_Block]:
    lines = work.document.lines
    blocks: list[_Block] = []
    index = heading.first
    while index < heading.last:
        line = lines[index]
        if line.kind in ("blank", "definition"):
            index += 1
            continue
        last = index + 1
        if line.kind in ("fence", "code"):
            while last < heading.last and lines[last].kind == "code":
                last += 1
            last += last < heading.last and lines[last].kind == "fence"
            blocks.append(_Block(index, last, "fence"))
        elif line.kind == "rule":
            blocks.append(_Block(index, last, "rule"))
        elif line.kind == "item":
            while last < heading.last and (
                lines[last].kind in ("item", "code", "fence")
                or (lines[last].kind == "text" and (lines[last - 1].kind != "blank" or lines[last].depth > line.depth))
                or (lines[last].kind == "blank" and last + 1 < heading.last and lines[last + 1].kind == "item")
            ):
                last += 1
            blocks.append(_Block(index, last, "list"))
        elif line.kind == "table":
            while last < heading.last and lines[last].kind == "table":
                last += 1
            blocks.append(_Block(index, last, "table"))
        else:
            while last < heading.last and lines[last].kind == "text" and lines[last].is_quoted == line.is_quoted:
                last += 1
            blocks.append(_Block(index, last, "quote" if line.is_quoted else "text"))
        index = last
    return blocks


def _visible(work: Workspace, block: _Block) -> str:
    lines = work.document.lines
    return "\n".join(work.document.content(line) for line in lines[block.first : block.last])


def _is_placeholder_block(work: Workspace, block: _Block) -> bool:
    text = _visible(work, block).strip()
    return bool(PLACEHOLDER_WORD.fullmatch(text) or ELLIPSIS.fullmatch(text) or _ITALIC.match(text))


def _is_hint(work: Workspace, block: _Block) -> bool:
    """Return whether a block is there to be replaced: it tells what to write, or stands for it."""
    text = _visible(work, block).strip()
    match block.kind:
        case "text":
            if PLACEHOLDER_WORD.fullmatch(text) or ELLIPSIS.fullmatch(text):
                return True
            if _ITALIC.match(re.sub(r"\s*\n\s*", " ", text)) and not _STATES.match(text.strip("*_")):
                return True
            return not text.endswith((":", "：")) and is_instruction(text)
        case "quote":
            return not text.startswith("[!") and is_instruction(re.sub(r"\A:\w+:\s*", "", text))
        case "list":
            items = [
                work.document.content(line)
                for line in work.document.lines[block.first : block.last]
                if line.kind == "item"
            ]
            return bool(items) and not any(QUESTION.search(item) for item in items) and all(map(is_instruction, items))
        case _:
            return False


def _is_hint_with_list(work: Workspace, block: _Block, below: _Block) -> bool:
    """Return whether a paragraph tells what to write, and the list below it what that means: "Introducing the words."""
    text = _visible(work, block).strip()
    if block.kind != "text" or below.kind != "list" or not text.endswith((":", "：")) or not is_instruction(text):
        return False
    lines = work.document.lines[below.first : below.last]
    items = [work.document.content(line) for line in lines if line.kind == "item"]
    return not any(line.box for line in lines) and all(
        re.match(r"(?:If \w+, )?[A-Za-z]+ing\b", item) or is_instruction(item) for item in items
    )


def _add_hint(work: Workspace, heading: Heading, first: int, last: int) -> None:
    """Add a text in place of the hints of a section."""
    lines = work.document.lines
    while lines[last - 1].kind == "blank":
        last -= 1
    is_inside = heading.line < 0 or lines[heading.line].is_quoted or lines[first].depth > 0
    start = lines[first].content if is_inside and lines[first].kind == "text" else lines[first].start
    end = lines[last - 1].end
    comments = work.document.comments_in(start, end)
    while end > start and work.document.text[end - 1] in " \t":
        end -= 1
    hint = "\n".join(work.document.content(line) for line in lines[first:last])
    title = work.title_of(heading)
    is_short = PLACEHOLDER_WORD.fullmatch(hint.strip()) is not None
    helps = "" if is_short else "\n".join(plain_text(line) for line in hint.split("\n"))
    if heading.line < 0:
        title = "Description"
    question = replace(
        work.question("text", title),
        help=help_text("\n\n".join([helps, *(comment.text for comment in comments if not is_directive(comment))])),
        placeholder=work.document.text[start:end],
        required=is_mandatory(heading.title),
    )
    work.add_slot(start, end, question)


def _add_empty_section(work: Workspace, heading: Heading, comments: list[Comment], *, is_required: bool) -> None:
    """Add a text for a section with nothing but comments; a heading says that it is required, of its own text."""
    document = work.document
    text, lines = document.text, document.lines
    title = work.title_of(heading) if heading.line >= 0 else "Description"
    helps = "\n\n".join(comment.text for comment in comments)
    question = _question(work, title, "text", helps, heading.title if is_required else "")
    opening = _opening_mark(work, heading)
    if opening is not None and not comments:
        _insert_behind(work, opening, question)
        return
    if comments:
        start, end = comments[0].start, comments[-1].end
        start = text.rfind("\n", 0, start) + 1 if not text[text.rfind("\n", 0, start) + 1 : start].strip() else start
        is_on_heading = document.line_at(start) <= heading.line
        if is_on_heading:
            comments = [comment for comment in comments if document.line_at(comment.start) > heading.line]
            if not comments:
                _insert_below(work, heading, question)
                return
            start = comments[0].start
        original = text[start:end]

        def filled(value: Expression) -> tuple[Node, ...]:
            return (Condition(((Name(KEEP_COMMENTS), (Text(f"{original}\n\n"),)),)), work.slot(value))

        before = "" if heading.first < len(lines) and lines[heading.first].kind == "blank" else "\n"
        after = "" if text[end : end + 2] in ("\n\n", "\n", "") else "\n"

        def spaced(value: Expression) -> tuple[Node, ...]:
            inner = filled(value)
            return (*((Text(before),) if before else ()), *inner, *((Text(after),) if after else ()))

        work.add_filled(start, end, question, spaced)
        return
    _insert_below(work, heading, question)


def _opening_mark(work: Workspace, heading: Heading) -> int | None:
    """Return the index of the line of a mark that opens a stretch for machines, such as `<!-- NOTES:BEGIN -->`."""
    document = work.document
    lines = document.lines
    end = lines[heading.last - 1].end if heading.last > heading.first else 0
    for comment in document.comments_in(lines[heading.first].start, end) if end else ():
        if is_directive(comment) and OPENING_MARK.search(comment.text):
            return document.line_at(comment.start)
    return None


def _insert_behind(work: Workspace, index: int, question: Question) -> None:
    """Add a blank below a line, whose answer is a line of its own."""
    start = min(work.document.lines[index].end + 1, len(work.document.text))
    work.add_filled(start, start, question, lambda value: (work.slot(value), Text("\n")))


def _insert_below(work: Workspace, heading: Heading, question: Question) -> None:
    """Add a blank below a heading, with a blank line on both sides of its answer."""
    text, lines = work.document.text, work.document.lines
    is_end = heading.first >= len(lines)
    if is_end:
        start = len(text)
        before, after = ("\n" if text.endswith("\n") else "\n\n"), ("\n" if text.endswith("\n") else "")
    elif lines[heading.first].kind == "blank":
        start = min(lines[heading.first].end + 1, len(text))
        rest = text[start : start + 1]
        before, after = "", "\n" if not rest else "" if rest == "\n" else "\n\n"
        if start == len(text) and not text.endswith("\n\n"):
            before, after = "\n", "\n" if text.endswith("\n") else ""
    else:
        start = lines[heading.first].start
        before, after = "\n", "\n\n"

    def filled(value: Expression) -> tuple[Node, ...]:
        parts = (Text(before) if before else None, work.slot(value), Text(after) if after else None)
        return tuple(part for part in parts if part is not None)

    work.add_filled(start, start, question, filled)


def _find_questions(work: Workspace, heading: Heading) -> None:
    """Add a line behind every item of a list that is a question."""
    lines = work.document.lines
    for index in range(heading.first, heading.last):
        line = lines[index]
        if line.kind != "item" or line.box:
            continue
        last = index
        while last + 1 < heading.last and lines[last + 1].kind == "text" and not lines[last + 1].level:
            last += 1
        content = " ".join(work.document.content(each) for each in lines[index : last + 1])
        if not QUESTION.search(content) or not work.is_free(line.content, lines[last].end):
            continue
        label = capitalize(plain_text(content))
        if not re.search(r"\w", label) or (
            last + 1 < heading.last and lines[last + 1].kind == "item" and lines[last + 1].depth > line.depth
        ):
            continue
        end = lines[last].end
        visible_end = lines[last].content + len(work.document.content(lines[last]))
        comments = work.document.comments_in(visible_end, end)
        question = replace(
            work.question("line", label),
            label=shorten(label, 300),
            help=help_text("\n".join(comment.text for comment in comments)),
        )
        _add_appended(work, visible_end, max((end, *(comment.end for comment in comments))), question, comments)
