"""The start of a conversation: a draft to go on with, or a template for a new plan."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from wizard.compiler.loader import load_template
from wizard.drafts.catalog import DraftSummary, TemplateSummary, read_catalog
from wizard.drafts.draft import Draft, open_draft, start_draft
from wizard.interview.interview import Interview
from wizard.message_text import did_you_mean
from wizard.prompts.terminal.dialogue import ColonCommand, Dialogue, HungUp

Opening = Callable[[], Draft]


def choose_start(dialogue: Dialogue) -> Opening:
    """Let the user choose a draft or a template; return what opens the draft."""
    found = read_catalog()
    starts = [
        *((draft.name, _draft_line(draft), partial(open_draft, draft.name)) for draft in found.drafts),
        *((each.name, _template_line(each), partial(_start_from_template, each.source)) for each in found.templates),
    ]
    dialogue.say("Continue a draft, or start a new plan.")
    for number, (_, words, _) in enumerate(starts, start=1):
        dialogue.say(f"  {number}. {words}")
    dialogue.say("Type a number or a name, or :leave.")
    names = tuple(name for name, _, _ in starts)
    while True:
        reply = dialogue.ask_line(words=names)
        if isinstance(reply, ColonCommand):
            if reply.name == "leave":
                raise HungUp
            dialogue.say("Type a number or a name, or :leave.")
            continue
        index = _start_index(reply.strip(), names)
        if index is not None:
            return starts[index][2]
        if reply.strip():
            dialogue.say(f"There is no '{reply.strip()[:60]}' here{did_you_mean(reply, names) or '.'}")


def _start_index(reply: str, names: tuple[str, ...]) -> int | None:
    if reply in names:
        return names.index(reply)
    if reply.isascii() and reply.isdecimal() and 1 <= int(reply) <= len(names):
        return int(reply) - 1
    return None


def _draft_line(draft: DraftSummary) -> str:
    header = draft.header
    if header is None:
        return f"{draft.name}: cannot be read"
    return f"{draft.name}: {header.title}, {header.answered} of {header.total} answered"


def _template_line(template: TemplateSummary) -> str:
    origin = f" ({template.place})" if template.is_in_repository else ""
    if template.why_broken:
        return f"New, {template.name}: {template.why_broken}{origin}"
    description = f". {template.description}" if template.description else ""
    return f"New, {template.name}: {template.title}{description}{origin}"


def _start_from_template(source: str) -> Draft:
    return start_draft(Interview.begin(load_template(source)))
