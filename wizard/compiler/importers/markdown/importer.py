"""Any Markdown file as a template.

"# [Name]\n\n## Goal\n"  ->  the questions "Name" and "Goal", and a body that renders the file while they are open
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from wizard.compiler.importers.markdown.blanks import KEEP_COMMENTS, Blank, Workspace, new_workspace
from wizard.compiler.importers.markdown.commented_blanks import find_commented_blanks
from wizard.compiler.importers.markdown.fenced_template import find_fenced_template
from wizard.compiler.importers.markdown.front_matter_blanks import find_front_matter_blanks, github_front_matter
from wizard.compiler.importers.markdown.list_blanks import find_list_blanks
from wizard.compiler.importers.markdown.question_labels import help_text, shorten
from wizard.compiler.importers.markdown.scanning.comments import is_directive, is_order
from wizard.compiler.importers.markdown.scanning.document import Comment, Document, Heading, read_document
from wizard.compiler.importers.markdown.scanning.word_lists import OPTIONAL
from wizard.compiler.importers.markdown.section_blanks import find_label_blanks, find_section_blanks
from wizard.compiler.importers.markdown.section_repeats import find_section_repeats
from wizard.compiler.importers.markdown.table_blanks import find_table_blanks
from wizard.compiler.importers.markdown.token_blanks import find_token_blanks
from wizard.compiler.lookup.template_title import title_of_text
from wizard.evaluation.filters import slug
from wizard.files.file_names import without_template_word
from wizard.message_text import sanitize_line
from wizard.model.body import Condition, Node, Slot, Text, names_read
from wizard.model.expressions import Constant, Expression, FilterCall, IsTest, Name, Not
from wizard.model.template import Question, Section, Template

_SUBJECT = re.compile(r"\b(?:title|name|subject|project|feature|summary)\b", re.IGNORECASE)
"""Labels of questions that say what a document is about."""


def import_markdown(text: str, source: str) -> Template:
    """Return the template that a Markdown file is; with no answers it renders the file, character by character."""
    has_mark = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    is_crlf = "\r\n" in text and not re.search(r"(?<!\r)\n|\r(?!\n)", text)
    text = text.replace("\r\n", "\n") if is_crlf else text
    github = github_front_matter(text)
    body_text = text[github.end :] if github is not None else text
    document = read_document(body_text)
    title = shorten(sanitize_line(title_of_text(text, source)), 60)
    work = new_workspace(document, title)
    work.first_line = text.count("\n", 0, github.end) if github is not None else 0
    asked_of_issue = github.questions(work) if github is not None else ()
    nodes = _read_nodes(work)
    sections = tuple(_sections(work, title))
    if asked_of_issue:
        sections = (Section("The issue", asked_of_issue), *sections)
    if _reads(nodes):
        sections = (*sections, Section("Comments", (_keep_comments(),)))
    name = _name(source)
    return Template(
        name=name,
        title=title,
        description=github.about if github is not None else "",
        version=1,
        save_as=_file_name(work, sections, name),
        sections=sections,
        body=nodes,
        source=source,
        line_ends="crlf" if is_crlf else "lf",
        has_byte_order_mark=has_mark,
    )


def find_blanks(work: Workspace) -> None:
    """Add every blank of a document; what was found first is not looked at again."""
    find_section_repeats(work, _read_item)
    find_fenced_template(work, _read_item)
    find_front_matter_blanks(work)
    find_table_blanks(work)
    find_list_blanks(work)
    find_commented_blanks(work)
    find_token_blanks(work)
    find_label_blanks(work)
    find_section_blanks(work)


def _read_nodes(work: Workspace) -> tuple[Node, ...]:
    """Return the nodes of a document whose blanks are added to its workspace on the way."""
    find_blanks(work)
    helped = tuple(_helped_blanks(work))
    _add_help_of_comments(work, helped)
    return tuple(build_nodes(work, helped))


def _add_help_of_comments(work: Workspace, helped: Sequence[tuple[Comment, Blank]]) -> None:
    """Give the text of a comment as help to the question of the blank that it stands before."""
    helps: dict[int, list[str]] = {}
    for comment, blank in helped:
        if not is_order(comment):
            helps.setdefault(id(blank), []).append(help_text(comment.text))
    for index, blank in enumerate(work.blanks):
        texts = helps.get(id(blank))
        if texts and blank.questions:
            first, *others = blank.questions
            whole = "\n".join(dict.fromkeys(text for text in (*texts, first.help) if text))
            work.blanks[index] = replace(blank, questions=(replace(first, help=whole), *others))


def _read_item(work: Workspace) -> tuple[tuple[Question, ...], tuple[Node, ...]]:
    """Return the questions and the nodes of one item of a part that repeats."""
    nodes = _read_nodes(work)
    return tuple(question for blank in work.blanks for question in blank.questions), nodes


class _Piece(NamedTuple):
    """What stands in place of a stretch of the file."""

    start: int
    end: int
    nodes: tuple[Node, ...]


def build_nodes(work: Workspace, helped: Sequence[tuple[Comment, Blank]]) -> Iterator[Node]:
    """Yield the nodes of a document: its text, with blanks, and with comments that go when theirs is filled in."""
    pieces = [_Piece(blank.start, blank.end, blank.nodes) for blank in work.blanks]
    pieces += _comment_pieces(work, helped)
    pieces.sort(key=lambda piece: piece[:2])
    at = 0
    for start, end, value in _optional_sections(work):
        inside = tuple(_nodes_between(work, pieces, start, end))
        yield from _nodes_between(work, pieces, at, start)
        yield Condition(((Not(IsTest(value, "left_out")), inside),))
        at = end
    yield from _nodes_between(work, pieces, at, len(work.document.text) + 1)


def _nodes_between(work: Workspace, pieces: list[_Piece], start: int, end: int) -> Iterator[Node]:
    """Yield the nodes of the pieces that begin in a stretch, and of the text around them."""
    text, at, buffer = work.document.text, start, ""
    first, last = (bisect_left(pieces, offset, key=lambda piece: piece.start) for offset in (start, end))
    for piece in pieces[first:last]:
        buffer += text[at : piece.start]
        if piece.nodes:
            if buffer:
                yield Text(buffer)
            buffer = ""
            yield from piece.nodes
        at = max(at, piece.end)
    if rest := buffer + text[at:end]:
        yield Text(rest)


def _optional_sections(work: Workspace) -> Iterator[tuple[int, int, Expression]]:
    """Yield the sections that are said to be optional and ask one thing: where they begin and end, and its answer."""
    document, headings = work.document, work.document.headings
    for number, heading in enumerate(headings):
        if heading.line < 0:
            continue
        start = _start_with_comment(document, heading)
        following = headings[number + 1] if number + 1 < len(headings) else None
        end = document.lines[following.line].start if following is not None else len(document.text)
        if following is not None and following.level > heading.level:
            continue
        end = _start_with_comment(document, following) if following is not None else end
        comments = " ".join(comment.text for comment in document.comments_in(start, end))
        hint = document.visible[start : min(end, start + 200)]
        if not OPTIONAL.search(heading.title) and not OPTIONAL.search(comments) and not OPTIONAL.search(hint):
            continue
        blanks = work.blanks_in(start, end)
        if len(blanks) != 1 or len(blanks[0].questions) != 1 or blanks[0].questions[0].required:
            continue
        (blank,) = blanks
        below = document.lines[heading.line].end
        outside = document.visible[below : max(blank.start, below)] + document.visible[blank.end : end]
        if blank.start >= below and not outside.strip(" \t\n-") and blank.end <= end:
            yield start, end, work.expression(blank.questions[0].id)


def _start_with_comment(document: Document, heading: Heading) -> int:
    """Return where a section begins: at the comment directly above its heading, if there is one."""
    start = document.lines[heading.line].start
    above = document.lines[heading.line - 1] if heading.line else None
    if above is None or not document.text[above.start : above.end].strip():
        return start
    if document.visible[above.start : above.end].strip():
        return start
    comment = next(iter(document.comments[bisect_left(document.comments, above.end, key=_end_of_comment) :]), None)
    is_above = comment is not None and comment.end <= start
    return document.lines[document.line_at(comment.start)].start if comment is not None and is_above else start


def _end_of_comment(comment: Comment) -> int:
    return comment.end


def _comment_pieces(work: Workspace, helped: Sequence[tuple[Comment, Blank]]) -> Iterator[_Piece]:
    """Yield the comments outside blanks that go when the blank which they help with is filled in."""
    for comment, blank in helped:
        start, end = _with_white_space(work.document, comment)
        if work.claimed_in(start, end):
            start, end = comment.start, comment.end
        yield _Piece(start, end, (work.comment_node(comment, start, end, blank.condition),))


def _helped_blanks(work: Workspace) -> Iterator[tuple[Comment, Blank]]:
    """Yield every comment outside the blanks that helps with one of them, and that one."""
    blanks = [blank for blank in work.blanks if blank.nodes and not isinstance(blank.condition, Constant)]
    if not blanks:
        return
    for comment in work.document.comments:
        if is_directive(comment) or work.claimed_in(comment.start, comment.end):
            continue
        blank = _helped_blank(work, comment, blanks)
        if blank is not None:
            yield comment, blank


def _helped_blank(work: Workspace, comment: Comment, blanks: list[Blank]) -> Blank | None:
    """Return the blank that a comment helps with: the next one of its section, else the one before it there."""
    document = work.document
    line = document.line_at(comment.start)
    first = bisect_left(blanks, document.lines[line].start, key=lambda blank: blank.start)
    last = bisect_left(blanks, document.lines[line].end + 1, key=lambda blank: blank.start)
    if last > first and document.line_at(blanks[last - 1].start) == line:
        return blanks[last - 1] if blanks[last - 1].start < comment.start else blanks[first]
    below = document.line_at(comment.end - 1) + 1
    is_above_heading = below < len(document.lines) and document.lines[below].kind == "heading"
    section = work.heading_above(below if is_above_heading else line)
    is_about_all = section.line < 0 or is_order(comment)
    at = bisect_left(blanks, comment.end, key=lambda blank: blank.start)
    following = blanks[at] if at < len(blanks) else None
    if following is not None and (is_about_all or work.section_of(following) == section):
        return following
    before = blanks[at - 1] if at else None
    is_before = before is not None and before.end <= comment.start
    if before is not None and is_before and (is_about_all or work.section_of(before) == section):
        return before
    return following if is_about_all else None


def _with_white_space(document: Document, comment: Comment) -> tuple[int, int]:
    """Return the stretch that goes with a comment: its lines and a blank line below it, or the blanks before it."""
    text = document.text
    line_start = text.rfind("\n", 0, comment.start) + 1
    line_end = text.find("\n", comment.end)
    line_end = len(text) if line_end < 0 else line_end
    if text[line_start : comment.start].strip() or text[comment.end : line_end].strip():
        start = comment.start
        while start > line_start and text[start - 1] in " \t" and not text[comment.end : line_end].strip():
            start -= 1
        return start, comment.end
    end = min(line_end + 1, len(text))
    following = text[end : text.find("\n", end) + 1] if "\n" in text[end:] else ""
    is_apart = line_start == 0 or text[:line_start].endswith("\n\n")
    return line_start, end + len(following) if following and not following.strip() and is_apart else end


def _reads(nodes: tuple[Node, ...]) -> bool:
    return KEEP_COMMENTS in names_read(nodes)


def _keep_comments() -> Question:
    return Question(
        id=KEEP_COMMENTS,
        kind="yesno",
        label="Keep the template's comments in the plan?",
        short="Keep comments",
        help="The comments that say what to write go when their question is answered.",
        default=False,
        at_review=True,
    )


def _sections(work: Workspace, title: str) -> Iterator[Section]:
    """Yield a section for every heading with questions below it, in the order of the file."""
    current, questions = "", list[Question]()
    line = -2
    for blank in work.blanks:
        if not blank.questions:
            continue
        heading = work.section_of(blank)
        if heading.line != line and questions:
            yield Section(current, tuple(questions))
            questions = []
        line = heading.line
        first = blank.questions[0]
        current = first.label if first.kind == "group" else work.title_of(heading) or title
        questions += blank.questions
    if questions:
        yield Section(current, tuple(questions))


def _name(source: str) -> str:
    stem = slug(Path(source).name.rsplit(".", 1)[0])
    stem = re.sub(r"[^a-z0-9-]+", "", stem).strip("-")[:60].rstrip("-")
    return stem or "document"


def _file_name(work: Workspace, sections: tuple[Section, ...], name: str) -> tuple[Node, ...]:
    """Return the name under which a document is saved: what it is about, and the template's name."""
    plain = without_template_word(name) or "plan"
    lines = [question for section in sections for question in section.questions if question.kind == "line"]
    titles = [heading for heading in work.document.headings if heading.level == 1]
    first_line = work.first_line + titles[0].line + 1 if titles else -1
    subject = next((question for question in lines if question.line == first_line and question.line), None)
    subject = subject or next((question for question in lines if _SUBJECT.search(question.label)), None)
    if subject is None:
        return (Text(f"{plain}.md"),)
    words: Expression = FilterCall(Name(subject.id), "slug", ())
    return (Slot(FilterCall(words, "default", (Constant(plain),)), 0), Text(f"-{plain}.md"))
