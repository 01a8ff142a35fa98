"""`plan-wizard restore`: put back what a saved plan was before a save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.parser import Arguments, Subparsers, add_command, add_json_option
from wizard.exit_code import ExitCode

if TYPE_CHECKING:
    from wizard.plans.saving.save import Restored
    from wizard.plans.saving.versions import History


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "restore",
        "restore a saved plan to an earlier version",
        """
        Restores the plan and its answers file to version N (plan-wizard log lists the
        versions). The current files are kept as a new version first, so you can undo a
        restore in the same way; its number is printed.

        Example:
          plan-wizard restore docs/relay.md 3
        """,
        run,
    )
    parser.add_argument("file", metavar="PLAN.md", help="a saved plan")
    parser.add_argument("number", metavar="N", help="a version's number")
    add_json_option(parser, "print one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Put a version back, and say how to undo that."""
    from wizard.cli.streams import tell, write_json, write_result
    from wizard.plans.saving.save import restore
    from wizard.plans.saving.saved_files import read_files_of_any_bytes
    from wizard.plans.saving.versions import describe_moved, read_history

    number = _parse_number(arguments.number)
    path = Path(arguments.file)
    history = read_history(path)
    version = history.version(number)
    restored = restore(read_files_of_any_bytes(path), version)
    if arguments.json:
        write_json(_document(history, number, restored))
        return ExitCode.DONE
    if history.moved_from is not None:
        tell(describe_moved(history))
    for line in _sentences(arguments.file, number, restored):
        tell(line)
    write_result("".join(f"{each}\n" for each in _files_there(restored)))
    return ExitCode.DONE


def _parse_number(written: str | None) -> int:
    from wizard.cli.parser import UsageError

    if written is None or not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise UsageError(f"'{(written or '')[:40]}' is not a version's number; plan-wizard log lists them")
    return int(written)


def _sentences(named: str, number: int, restored: Restored) -> list[str]:
    import shlex

    from wizard.message_text import sanitize_line

    files = " and ".join(sanitize_line(each.name) for each in _files_there(restored))
    are, they = ("is", "it was") if len(_files_there(restored)) == 1 else ("are", "they were")
    if not restored.is_changed:
        return [f"{files} {are} already as in version {number}; nothing was written."]
    told = [f"{files} {are} as {they} in version {number}."] if files else []
    told += [f"{sanitize_line(each.name)} did not exist then; it was removed." for each in restored.removed]
    if restored.version is not None:
        undo = f"plan-wizard restore {shlex.quote(named)} {restored.version}"
        told.append(f"The previous state is version {restored.version}. Undo with: {undo}")
    return told


def _files_there(restored: Restored) -> list[Path]:
    return [each for each in (restored.plan_path, restored.answers_path) if each not in restored.absent]


def _document(history: History, number: int, restored: Restored) -> dict[str, object]:
    from wizard.automation.envelopes import SCHEMA_VERSION

    return {
        "schemaVersion": SCHEMA_VERSION,
        "kind": "restored",
        "plan": str(restored.plan_path),
        "answers": str(restored.answers_path),
        "number": number,
        "changed": restored.is_changed,
        "removed": [str(each) for each in restored.removed],
        "keptAs": restored.version,
        "movedFrom": None if history.moved_from is None else str(history.moved_from),
    }
