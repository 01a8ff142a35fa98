"""`plan-wizard save` and `drop`: what becomes of a draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.commands.arguments import Arguments, Commands, add_command
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.draft import Draft
    from wizard.existing import Existing
    from wizard.interview import Interview
    from wizard.saving import Saved


def add_to(commands: Commands) -> None:
    """Declare the commands."""
    save_parser = add_command(
        commands,
        "save",
        "write the plan and the answers of a draft",
        """
        Writes NAME.md and NAME.answers.yaml, as saving on the review screen does, and
        prints their names. When required questions are open it says which and exits with
        1, having saved all the same; with --complete it saves nothing then. Edits that
        were made by hand are kept; where the answers have changed the same lines, the
        difference is shown and nothing is saved.

        Example:
          plan-wizard save relay -o docs/relay.md
        """,
        save,
    )
    save_parser.add_argument("draft", metavar="DRAFT", help="the name of a draft")
    save_parser.add_argument("-o", "--output", metavar="FILE", help="the plan's file; else the template names it")
    save_parser.add_argument("--complete", action="store_true", help="save only when nothing required is open")
    drop_parser = add_command(
        commands,
        "drop",
        "delete a draft",
        """
        Deletes the draft with its history. Plans that were saved from it stay.

        Example:
          plan-wizard drop relay
        """,
        drop,
    )
    drop_parser.add_argument("draft", metavar="DRAFT", help="the name of a draft")


def save(arguments: Arguments) -> int:
    """Save the plan and its answers; 1 when the plan is not complete."""
    from wizard.commands.streams import tell, write_result
    from wizard.draft import look_at, open_draft

    name = arguments.draft or ""
    lacking = tuple(_lacking(look_at(name)[0]))
    for line in lacking:
        tell(line)
    if lacking and arguments.complete:
        tell("plan-wizard save: nothing is saved, because the plan is not complete")
        return 1
    draft = open_draft(name)
    try:
        saved = _save(draft, arguments.output)
        draft.finish(saved.plan_path)
    finally:
        draft.close()
    for notice in draft.notices:
        tell(notice)
    write_result(f"{saved.plan_path}\n{saved.answers_path}\n")
    return 1 if lacking else 0


def drop(arguments: Arguments) -> int:
    """Delete the draft."""
    from wizard.commands.streams import tell
    from wizard.draft import drop_draft

    name = arguments.draft or ""
    drop_draft(name)
    tell(f"{name} is dropped.")
    return 0


def _lacking(interview: Interview) -> Iterator[str]:
    """A line for everything that keeps the plan from being complete."""
    from wizard.answers import format_path

    for path in interview.missing():
        problem = interview.problem(path)
        if problem is not None:
            yield f"{format_path(path)}: {problem.message}"
        elif interview.state(path) == "required":
            yield f"{format_path(path)}: required, and not answered: {interview.question(path).label}"


def _save(draft: Draft, output: str | None) -> Saved:
    """Save where nothing is yet, or in place of what this draft was saved to before, edits made by hand included."""
    from wizard.existing import complete, existing_at
    from wizard.plan import plan_of
    from wizard.render import file_name
    from wizard.saving import save_over

    interview = draft.interview
    path = Path(output) if output is not None else draft.saved_as or Path(file_name(interview))
    existing, text = complete(existing_at(path)), plan_of(interview).text
    if existing.is_there:
        if draft.saved_as is None or draft.saved_as.resolve() != existing.plan_path:
            raise WizardError(f"{path} is already there; name another file with -o, or save it in the full screen")
        if existing.plan is not None and not existing.is_ours_unchanged():
            text = _merged(existing, text)
    return save_over(interview, existing, text, draft.strangers)


def _merged(existing: Existing, text: str) -> str:
    """The text with the edits made by hand; WizardError when they and the answers disagree."""
    from wizard.commands.streams import tell
    from wizard.difference import difference, merge_with, merged_text
    from wizard.prompts.review import difference_lines

    merged = merge_with(existing, text)
    if not merged.conflicts:
        return merged_text(merged)
    for line in difference_lines(difference(merged), existing):
        tell(line)
    name = existing.plan_path.name
    raise WizardError(f"{name} was edited by hand where your answers have changed it; save it in the full screen")
