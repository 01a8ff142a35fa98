"""Any Markdown file as a template.

"# [Name]\n\n## Goal\n"  ->  the questions "Name" and "Goal", and a body that renders the file while they are open
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from wizard.compiler.importers.markdown.blanks import KEEP_COMMENTS, Blank, Workspace, new_workspace
from wizard.compiler.importers.markdown.comments import is_directive, is_order
from wizard.compiler.importers.markdown.document import Comment, Document, read_document
from wizard.compiler.importers.markdown.front_matter_blanks import find_front_matter_blanks, github_front_matter
from wizard.compiler.importers.markdown.list_blanks import find_list_blanks
from wizard.compiler.importers.markdown.question_labels import heading_label, shorten, token_words
from wizard.compiler.importers.markdown.section_blanks import find_label_blanks, find_section_blanks
from wizard.compiler.importers.markdown.section_repeats import find_section_repeats
from wizard.compiler.importers.markdown.table_blanks import find_table_blanks
from wizard.compiler.importers.markdown.token_blanks import find_token_blanks
from wizard.evaluation.filters import slug
from wizard.model.body import Node, Slot, Text, names_read
from wizard.model.expressions import Constant, Expression, FilterCall, Name
from wizard.model.template import Question, Section, Template


def import_markdown(text: str, source: str) -> Template:
    """Return the template that a Markdown file is; with no answers it renders the file, character by character."""
    has_mark = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    is_crlf = "\r\n" in text and not re.search(r"(?<!\r)\n|\r(?!\n)", text)
    text = text.replace("\r\n", "\n") if is_crlf else text
    github = github_front_matter(text)
    body_text = text[github.end :] if github is not None else text
    document = read_document(body_text)
    title = _title(document, source) if github is None or not github.name else github.name
    work = new_workspace(document, title)
    asked_of_issue = github.questions(work) if github is not None else ()
    find_blanks(work)
    nodes = tuple(build_nodes(work))
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
        save_as=_file_name(sections, name),
        sections=sections,
        body=nodes,
        source=source,
        line_ends="crlf" if is_crlf else "lf",
        has_byte_order_mark=has_mark,
    )


def find_blanks(work: Workspace) -> None:
    """Add every blank of a document; what was found first is not looked at again."""
    find_section_repeats(work, _read_item)
    find_front_matter_blanks(work)
    find_table_blanks(work)
    find_list_blanks(work)
    find_token_blanks(work)
    find_label_blanks(work)
    find_section_blanks(work)


def _read_item(work: Workspace) -> tuple[tuple[Question, ...], tuple[Node, ...]]:
    """Return the questions and the nodes of one item of a part that repeats."""
    find_blanks(work)
    nodes = tuple(build_nodes(work))
    ordered = sorted(work.blanks, key=lambda blank: (blank.start, blank.end))
    return tuple(question for blank in ordered for question in blank.questions), nodes


def build_nodes(work: Workspace) -> Iterator[Node]:
    """Yield the nodes of a document: its text, with blanks, and with comments that go when theirs is filled in."""
    text = work.document.text
    pieces: list[tuple[int, int, tuple[Node, ...]]] = [(blank.start, blank.end, blank.nodes) for blank in work.blanks]
    pieces += _comment_pieces(work)
    at, buffer = 0, ""
    for start, end, nodes in sorted(pieces, key=lambda piece: piece[:2]):
        buffer += text[at:start]
        if nodes:
            if buffer:
                yield Text(buffer)
            buffer = ""
            yield from nodes
        at = max(at, end)
    if rest := buffer + text[at:]:
        yield Text(rest)


def _comment_pieces(work: Workspace) -> Iterator[tuple[int, int, tuple[Node, ...]]]:
    """Yield the comments outside blanks that go when the blank which they help with is filled in."""
    blanks = sorted((blank for blank in work.blanks if blank.nodes), key=lambda blank: (blank.start, blank.end))
    if not blanks:
        return
    for comment in work.document.comments:
        if is_directive(comment) or work.claimed_in(comment.start, comment.end):
            continue
        blank = _helped_blank(work, comment, blanks)
        if blank is not None:
            start, end = _with_white_space(work.document, comment)
            if work.claimed_in(start, end):
                start, end = comment.start, comment.end
            yield start, end, (work.comment_node(comment, start, end, blank.condition),)


def _helped_blank(work: Workspace, comment: Comment, blanks: list[Blank]) -> Blank | None:
    """Return the blank that a comment helps with: the next one of its section, else the one before it there."""
    document = work.document
    line = document.line_at(comment.start)
    same_line = [blank for blank in blanks if document.line_at(blank.start) == line]
    if same_line:
        return same_line[-1] if same_line[-1].start < comment.start else same_line[0]
    section = work.heading_above(line)
    following = next((blank for blank in blanks if blank.start >= comment.end), None)
    is_about_all = section.line < 0 or is_order(comment)
    if following is not None and (is_about_all or work.section_of(following) == section):
        return following
    before = next((blank for blank in reversed(blanks) if blank.end <= comment.start), None)
    if before is not None and (is_about_all or work.section_of(before) == section):
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
    ordered = sorted((blank for blank in work.blanks if blank.questions), key=lambda blank: (blank.start, blank.end))
    current, questions = "", list[Question]()
    line = -2
    for blank in ordered:
        heading = work.section_of(blank)
        if heading.line != line and questions:
            yield Section(current, tuple(questions))
            questions = []
        line = heading.line
        current = (
            blank.questions[0].label
            if blank.questions[0].kind == "group"
            else heading_label(_without_tokens(work, heading.line, heading.title))
            or heading_label(heading.title)
            or title
        )
        questions += blank.questions
    if questions:
        yield Section(current, tuple(questions))


def _without_tokens(work: Workspace, line: int, title: str) -> str:
    if line < 0:
        return title
    row = work.document.lines[line]
    for token in work.tokens_in(row.start, row.end):
        title = title.replace(work.document.text[token.start : token.end], token_words(token.inner))
    return title


def _title(document: Document, source: str) -> str:
    """Return the title of a file: its first heading, else its name in words."""
    for heading in document.headings:
        if heading.title and heading.level < 3:
            words = heading_label(re.sub(r"[\[\]{}<>]+", "", heading.title))
            if words:
                return shorten(words, 60)
    return shorten(_words_of_name(source), 60)


def _words_of_name(source: str) -> str:
    stem = re.sub(r"[_\-.]+", " ", Path(source).name.removesuffix(".md")).strip()
    return stem[:1].upper() + stem[1:] if stem else "Document"


def _name(source: str) -> str:
    stem = slug(Path(source).name.rsplit(".", 1)[0])
    stem = re.sub(r"[^a-z0-9-]+", "", stem).strip("-")[:60]
    return stem or "document"


def _file_name(sections: tuple[Section, ...], name: str) -> tuple[Node, ...]:
    """Return the name under which a document is saved: its first answer of one line, and the template's name."""
    first = next((question for section in sections for question in section.questions if question.kind == "line"), None)
    plain = re.sub(r"-?template-?", "-", name).strip("-") or name
    if first is None:
        return (Text(f"{plain}.md"),)
    words: Expression = FilterCall(Name(first.id), "slug", ())
    return (Slot(FilterCall(words, "default", (Constant(plain),)), 0), Text(f"-{plain}.md"))
