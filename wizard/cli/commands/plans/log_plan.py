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
        "list the earlier versions of a saved plan",
        """
        Before each save, the plan and its answers file are kept in the data folder: the
        last 20 versions, or 5 MB (docs/files.md). Each line shows a version's number, when
        it was replaced, and how many lines were added and removed. Versions belong to the
        file's path; a moved file is found by its content, unless it was edited since.

        Example:
          plan-wizard log docs/relay.md
          plan-wizard restore docs/relay.md 3
        """,
        run,
    )
    parser.add_argument("file", metavar="PLAN.md", help="a saved plan")
    add_json_option(parser, "print one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Print the versions, the newest first."""
    from wizard.cli.streams import tell, write_json, write_result
    from wizard.errors import NotFoundError
    from wizard.plans.saving.versions import describe_missing, describe_moved, list_changes, read_history

    path = Path(arguments.file)
    history = read_history(path)
    if not history.versions and not path.exists():
        raise NotFoundError(f"{path} does not exist and has no saved versions")
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
