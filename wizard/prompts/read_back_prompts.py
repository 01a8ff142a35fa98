"""What was edited by hand in a plan, asked change by change before a conversation goes on with its draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.message_text import pluralize, sanitize_line
from wizard.prompts.terminal.dialogue import ColonCommand, Dialogue, HungUp, named_prompt

if TYPE_CHECKING:
    from wizard.drafts.draft import Draft
    from wizard.plans.read_back.edits.edited_answers import ReadChange
    from wizard.plans.read_back.plan_edits import PlanEdits

_WORDS = ("yes", "no", "all", "none")


def take_edits(draft: Draft, dialogue: Dialogue) -> None:
    """Put what was edited by hand in the plan into the draft: ticks unasked, everything else as the user wants it.

    Raise HungUp when the user leaves; nothing is taken then.
    """
    from wizard.plans.read_back.plan_edits import find_plan_edits, take_plan_edits

    edits = find_plan_edits(draft.interview, draft.last_save)
    if edits is None:
        return
    if edits.changes:
        _tell(edits, dialogue)
    with named_prompt("the choice of what to take over from the plan"):
        refused = _ask_each(edits, draft, dialogue)
    if refused:
        edits = find_plan_edits(draft.interview, draft.last_save, refused) or edits
    take_plan_edits(draft, edits)


def _tell(edits: PlanEdits, dialogue: Dialogue) -> None:
    from pathlib import Path

    name = sanitize_line(Path(edits.last_save.plan_path).name)
    dialogue.say(f"{name} was edited by hand since you saved it.")
    if edits.ticks:
        dialogue.say(f"{edits.ticks} {pluralize('tick', edits.ticks)} accepted.")
    if edits.asked:
        dialogue.say(
            "Read them back into the answers? yes, no, all or none; edits you leave out stay in the plan only."
        )


def _ask_each(edits: PlanEdits, draft: Draft, dialogue: Dialogue) -> list[str]:
    """Return the keys of the changes that the user does not want."""
    refused: list[str] = []
    for number, change in enumerate(edits.asked, start=1):
        _show(change, number, len(edits.asked), draft, dialogue)
        match _ask(dialogue):
            case "no":
                refused.append(change.key)
            case "all":
                return refused
            case "none":
                return [*refused, *(other.key for other in edits.asked[number - 1 :])]
            case _:
                pass
    return refused


def _show(change: ReadChange, number: int, count: int, draft: Draft, dialogue: Dialogue) -> None:
    from wizard.plans.read_back.change_words import describe_change

    words = describe_change(draft.interview.template, change)
    dialogue.say(f"{number} of {count}. {words.question} (line {words.line}), {words.what}:")
    for sign, text in (("-", words.before), ("+", words.after)):
        if text:
            dialogue.say(f"  {sign} {text}")


def _ask(dialogue: Dialogue) -> str:
    while True:
        reply = dialogue.ask_line(words=_WORDS)
        if isinstance(reply, ColonCommand):
            if reply.name == "leave":
                raise HungUp
            dialogue.say("Type yes, no, all, none or :leave.")
            continue
        typed = reply.strip().lower()
        word = next((word for word in _WORDS if typed and word.startswith(typed)), "yes" if not typed else "")
        if word:
            return word
        dialogue.say("Type yes, no, all or none.")
