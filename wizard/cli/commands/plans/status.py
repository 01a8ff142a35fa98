"""`plan-wizard status`: how far plans are, and what is next."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wizard.cli.parser import Arguments, Subparsers, add_command, add_json_option
from wizard.exit_code import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.plans.tasks.plan_statuses import PlanStatus, PlanStatuses
    from wizard.plans.tasks.task_list import TaskList


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "status",
        "show the progress of plans and what is next",
        """
        For any Markdown file: how many tasks are done, in progress and open, per group and in
        total, and the next task that is not blocked. For folders: one row per Markdown file
        with tasks. Marks GitHub does not know never count as done and are listed; review
        boxes (CHK001, acceptance criteria, definition of done) are counted separately; and
        boxes in code fences and the like are only mentioned.

        Exits with 1 while tasks are open, or, in a plan with only review boxes, while those
        are.

        Example:
          plan-wizard status docs/relay.md
          plan-wizard status specs --json
        """,
        run,
    )
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help="Markdown files or folders; the current folder by default"
    )
    add_json_option(parser, "print one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Print how far the plans are."""
    from wizard.cli.streams import tell, write_json, write_result
    from wizard.errors import WizardError
    from wizard.plans.tasks.plan_statuses import read_plan_status, read_plan_statuses

    names = arguments.files or ["."]
    if len(names) == 1 and os.path.isfile(names[0]):
        status = read_plan_status(names[0])
        if arguments.json:
            from wizard.automation.task_documents import status_document

            write_json(status_document(status))
        else:
            write_result("\n".join(_plan_lines(status)) + "\n")
        return _exit_code([status])
    statuses = read_plan_statuses(names)
    if len(names) == 1 and statuses.problems and not statuses.plans:
        raise WizardError("\n".join(map(str, statuses.problems)))
    if arguments.json:
        from wizard.automation.envelopes import problems_as_json
        from wizard.automation.task_documents import statuses_document

        write_json(statuses_document(statuses))
        if statuses.problems:
            tell(problems_as_json(statuses.problems))
    else:
        _print_table(statuses)
    return ExitCode.WRONG_INPUT if statuses.problems else _exit_code(statuses.plans)


def _exit_code(plans: Sequence[PlanStatus]) -> ExitCode:
    return ExitCode.FINDINGS if any(plan.tasks.has_open for plan in plans) else ExitCode.DONE


def _plan_lines(status: PlanStatus) -> list[str]:
    from wizard.message_text import sanitize_line
    from wizard.plans.tasks.status_words import describe_counts, describe_next, describe_uncounted

    tasks = status.tasks
    review = tasks.counts("review")
    lines = [sanitize_line(status.path), *_group_lines(tasks)]
    if tasks.counts().total:
        lines.append(f"  {describe_counts(tasks.counts())}")
    if review.total:
        lines.append(f"  review: {describe_counts(review)}")
    return [*lines, *(f"  {line}" for line in (describe_next(tasks), *describe_uncounted(tasks)))]


def _group_lines(tasks: TaskList) -> list[str]:
    """Return a line for each group, and for the headings above them."""
    from wizard.message_text import sanitize_title
    from wizard.plans.tasks.status_words import describe_counts

    if len(tasks.groups) < 2:
        return []
    rows: list[tuple[str, str]] = []
    above: tuple[str, ...] = ()
    for index, group in enumerate(tasks.groups):
        shared = next(
            (depth for depth, pair in enumerate(zip(above, group.parents, strict=False)) if pair[0] != pair[1]),
            min(len(above), len(group.parents)),
        )
        rows += [
            (f"{'  ' * depth}{sanitize_title(group.parents[depth])}", "") for depth in range(shared, len(group.parents))
        ]
        work, review = tasks.counts("task", index), tasks.counts("review", index)
        told = [describe_counts(work)] if work.total else []
        told += [f"review: {describe_counts(review)}"] if review.total else []
        title = sanitize_title(group.title) or "(above the first heading)"
        rows.append((f"{'  ' * len(group.parents)}{title}", "; ".join(told)))
        above = (*group.parents, group.title)
    width = max(len(title) for title, _ in rows)
    return [f"  {title:{width}}  {told}".rstrip() for title, told in rows]


def _print_table(statuses: PlanStatuses) -> None:
    from wizard.cli.streams import tell, write_result
    from wizard.message_text import sanitize_line

    if statuses.plans:
        write_result("".join(f"{row}\n" for row in _table_rows(statuses.plans)))
    else:
        tell("No Markdown files with tasks.")
    if statuses.passed_over:
        count = statuses.passed_over
        tell(f"{count} Markdown {'file has' if count == 1 else 'files have'} no tasks.")
    for problem in statuses.problems:
        tell(f"plan-wizard status: {sanitize_line(str(problem))}")


def _table_rows(plans: Sequence[PlanStatus]) -> list[str]:
    from wizard.message_text import sanitize_line, sanitize_title

    rows = [("plan", "done", "doing", "open", "other", "review", "next")]
    for plan in plans:
        counts, review, task = plan.tasks.counts(), plan.tasks.counts("review"), plan.tasks.next_task()
        rows.append(
            (
                sanitize_line(plan.path),
                f"{counts.done}/{counts.total}",
                str(counts.doing),
                str(counts.open),
                str(counts.other),
                f"{review.done}/{review.total}" if review.total else "",
                "" if task is None else sanitize_title(task.text),
            )
        )
    columns = range(6) if any(row[5] for row in rows[1:]) else range(5)
    widths = [max(len(row[column]) for row in rows) for column in columns]
    lines: list[str] = []
    for row in rows:
        aligned = [f"{row[column]:>{widths[column]}}" for column in columns if column]
        lines.append("  ".join((f"{row[0]:{widths[0]}}", *aligned, row[6])).rstrip())
    return lines
