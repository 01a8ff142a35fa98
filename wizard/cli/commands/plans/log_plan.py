"""`plan-wizard log`: the versions of a saved plan that are kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.parser import Arguments, Subparsers, add_command, add_json_option
from wizard.exit_code import ExitCode

if TYPE_CHECKING:
    from wizard.plans.saving.versions import History, VersionChange


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "log",
        "list what a saved plan was before each save",
        """
        Before each save the plan and its answers file are kept as they were, the last
        20 times, or 5 MB of them, in the data folder (docs/files.md). Every version is a
        line: its number, when it was replaced, and how many lines were added and taken
        out then. They belong to the file's path; a file that was moved is found by what
        it holds, unless it was edited since.

        Example:
          plan-wizard log docs/relay.md
          plan-wizard restore docs/relay.md 3
        """,
        run,
    )
    parser.add_argument("file", metavar="PLAN.md", help="a plan that was saved")
    add_json_option(parser, "print one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Print the versions, the newest first."""
    from wizard.cli.streams import tell, write_json, write_result
    from wizard.errors import NotFoundError
    from wizard.plans.saving.versions import describe_missing, describe_moved, list_changes, read_history

    path = Path(arguments.file)
    history = read_history(path)
    if not history.versions and not path.exists():
        raise NotFoundError(f"there is no {path}, and no versions of it are kept")
    changes = list_changes(history)
    if arguments.json:
        write_json(_document(history, changes))
        return ExitCode.DONE
    if not history.versions:
        tell(describe_missing(history))
        return ExitCode.DONE
    if history.moved_from is not None:
        tell(describe_moved(history))
    write_result("".join(f"{_line(change)}\n" for change in reversed(changes)))
    return ExitCode.DONE


def _line(change: VersionChange) -> str:
    """Return `  3  2026-11-30 14:02  before a save     +4 -1`."""
    from datetime import datetime

    about = change.version.about
    at = datetime.fromisoformat(about.at).astimezone().strftime("%Y-%m-%d %H:%M")
    occasion = {"save": "before a save", "restore": "before a restore", "fix": "before a fix"}[about.occasion]
    lines = change.problem or f"+{change.added} -{change.removed}"
    return f"{change.version.number:>4}  {at}  {occasion:<17} {lines}"


def _document(history: History, changes: tuple[VersionChange, ...]) -> dict[str, object]:
    from wizard.automation.envelopes import SCHEMA_VERSION

    return {
        "schemaVersion": SCHEMA_VERSION,
        "kind": "log",
        "plan": str(history.plan_path),
        "movedFrom": None if history.moved_from is None else str(history.moved_from),
        "versions": [_version_data(change) for change in changes],
    }


def _version_data(change: VersionChange) -> dict[str, object]:
    about = change.version.about
    return {
        "number": change.version.number,
        "at": about.at,
        "before": about.occasion,
        "planSha256": about.plan,
        "answersSha256": about.answers,
        "added": change.added,
        "removed": change.removed,
        "folder": str(change.version.folder),
        **({"problem": change.problem} if change.problem else {}),
    }
