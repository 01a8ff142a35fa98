"""`plan-wizard tick`: tasks of a plan done, open again, being done or cancelled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.parser import Arguments, Subparsers, add_command, add_json_option
from wizard.exit_code import ExitCode

if TYPE_CHECKING:
    from wizard.plans.tasks.task_list import Task
    from wizard.plans.tasks.tick import TickResult, TickState


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "tick",
        "tick tasks in a plan",
        """
        Works on any Markdown file. Name a task by its id or number (T012, 1.3, #4, "Step 2"),
        by a part of its text that no other task has, or by its line (L48); in one of
        several groups as "Task 2/Step 1". Either all named tasks are ticked or none. Only
        one byte per task changes; the file is then read again to confirm the result.

        A ticked review box (CHK001, acceptance criteria, definition of done) means that
        someone checked it and it holds.

        Exits with 1 if nothing was changed, because the task was already in that state or the
        file cannot be written, and with 2 if a name matches no task or more than one.

        Example:
          plan-wizard tick specs/tasks.md T012 T013
          plan-wizard tick docs/relay.md "connect from the page" --undo
        """,
        run,
    )
    parser.add_argument("file", metavar="PLAN.md", help="any Markdown file with tasks")
    parser.add_argument("tasks", metavar="TASK", nargs="+", help="an id, part of the text, or L and a line number")
    state = parser.add_mutually_exclusive_group()
    state.add_argument("--undo", action="store_true", help="reopen the tasks")
    state.add_argument("--doing", action="store_true", help="mark them as in progress, if the file has a mark for that")
    state.add_argument("--cancel", action="store_true", help="mark them as cancelled, if the file has a mark for that")
    add_json_option(parser, "print one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Tick the tasks, and print each as it is in the file now."""
    from wizard.cli.streams import tell, write_json, write_result
    from wizard.errors import OverwriteRefusedError
    from wizard.message_text import sanitize_line, sanitize_title
    from wizard.plans.tasks.status_words import describe_counts, describe_next
    from wizard.plans.tasks.tick import tick

    to = _state(arguments)
    result = tick(Path(arguments.file), arguments.tasks, to)
    so = "in progress" if to == "doing" else to
    so_already = [
        f"{sanitize_title(task.id or task.text)} (line {task.line}) is {so} already" for task in result.unchanged
    ]
    if not result.changed:
        raise OverwriteRefusedError(f"nothing was changed in {sanitize_line(arguments.file)}: {', '.join(so_already)}")
    if arguments.json:
        from wizard.automation.task_documents import ticked_document

        write_json(ticked_document(result, to))
        return ExitCode.DONE
    write_result("".join(f"{_told(task)}\n" for task in result.changed))
    for sentence in (*so_already, *_notes(result, to)):
        tell(sentence)
    tell(f"{describe_counts(result.tasks.counts())}; {describe_next(result.tasks)}")
    return ExitCode.DONE


def _told(task: Task) -> str:
    from wizard.plans.tasks.status_words import describe_task
    from wizard.plans.tasks.task_list import box_of

    return f"{box_of(task)} {describe_task(task)}" if task.text else describe_task(task)


def _notes(result: TickResult, to: TickState) -> list[str]:
    if to != "done" or all(task.kind == "task" for task in result.changed):
        return []
    return ["A ticked review box means that someone checked it and it holds."]


def _state(arguments: Arguments) -> TickState:
    if arguments.undo:
        return "open"
    if arguments.doing:
        return "doing"
    return "cancelled" if arguments.cancel else "done"
