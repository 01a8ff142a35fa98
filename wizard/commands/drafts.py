"""`plan-wizard save` and `drop`: what becomes of a draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.commands.arguments import Arguments, Commands, add_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.interview import Interview
    from wizard.saving import Saved
    from wizard.settling import Stranger


def add_to(commands: Commands) -> None:
    """Declare the commands."""
    save_parser = add_command(
        commands,
        "save",
        "write the plan and the answers of a draft",
        """
        Writes NAME.md and NAME.answers.yaml, as saving on the review screen does. When
        required questions are open it says which and exits with 1, having saved all the
        same; with --complete it saves nothing then. A file that was edited by hand is
        never written over: the difference is shown, and nothing is saved.

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
    from wizard.draft import look_at

    interview, strangers, notices = look_at(arguments.draft or "")
    for notice in notices:
        tell(notice)
    lacking = missing_lines(interview)
    for line in lacking:
        tell(line)
    if lacking and arguments.complete:
        tell("plan-wizard save: nothing is saved, because the plan is not complete")
        return 1
    saved = _save(interview, _plan_path(arguments.output, interview), strangers)
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


def missing_lines(interview: Interview) -> tuple[str, ...]:
    """A line for everything that keeps the plan from being complete."""
    from wizard.answers import format_path

    lines: list[str] = []
    for path in interview.missing():
        problem, question = interview.problem(path), interview.question(path)
        if problem is not None:
            lines.append(f"{problem.path}: {problem.message}")
        elif interview.state(path) == "required":
            lines.append(f"{format_path(path)}: required, and not answered: {question.label}")
    return tuple(lines)


def _plan_path(output: str | None, interview: Interview) -> Path:
    from wizard.render import file_name

    return Path(output) if output is not None else Path(file_name(interview))


def _save(interview: Interview, path: Path, strangers: Sequence[Stranger]) -> Saved:
    """Save where nothing is yet, or over what we wrote ourselves and nobody changed."""
    from wizard.plan import plan_of
    from wizard.saving import FileThereError, existing_at, save_over

    existing = existing_at(path)
    if not existing.is_there or existing.is_ours_unchanged() or existing.is_half_saved():
        return save_over(interview, existing, plan_of(interview).text, strangers)
    raise FileThereError(existing, "...")
