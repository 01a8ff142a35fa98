"""`plan-wizard diff`: what saving a plan from the answers beside it would change."""

from __future__ import annotations

from pathlib import Path

from wizard.cli.parser import Arguments, Subparsers, add_command, add_json_option, add_template_option
from wizard.exit_code import ExitCode


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "diff",
        "show what saving a plan again would change",
        """
        Compares a plan with what its answers produce now, question by question (`Budget:
        3 → 5 weeks`) and as a unified diff. A save keeps hand edits, so they are not
        differences; edits inside an answer, which a save reads back into the answers, are
        listed first. Where the answers changed the same lines, the diff shows both, marked
        as git marks a conflict. Nothing is written.

        Exits with 0 if a save would change nothing, otherwise with 1.

        Example:
          plan-wizard diff docs/relay.md
        """,
        run,
    )
    parser.add_argument("file", metavar="PLAN.md", help="a plan, or its answers file")
    add_template_option(parser)
    add_json_option(parser, "print one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Print what would change; nothing is written."""
    from wizard.automation.envelopes import SCHEMA_VERSION
    from wizard.cli.dry_run_document import dry_run_data, dry_run_lines, read_back_data
    from wizard.cli.streams import tell, write_json, write_result
    from wizard.message_text import sanitize_line
    from wizard.plans.opening.opened_plan import read_plan
    from wizard.plans.read_back.plan_edits import find_plan_edits
    from wizard.plans.saving.dry_run import dry_run
    from wizard.plans.saving.saved_files import read_saved_files

    opened = read_plan(Path(arguments.file), arguments.template)
    existing = read_saved_files(opened.path)
    edits = find_plan_edits(opened.interview, opened.last_save)
    interview, last_save = opened.interview, opened.last_save
    if edits is not None:
        interview, last_save = edits.interview, edits.last_save
    would = dry_run(interview, existing, orphans=opened.orphans, last_save=last_save)
    mark = would.conflict_mark()
    choices = would.marks()
    has_changes = mark is not None or would.changes_anything(choices)
    if arguments.json:
        write_json(
            {"schemaVersion": SCHEMA_VERSION, "kind": "diff", **dry_run_data(would, choices), **read_back_data(edits)}
        )
    else:
        for notice in opened.notices:
            tell(notice)
        write_result("".join(dry_run_lines(would, choices, edits)))
        words = would.report(choices).words()
        name = sanitize_line(existing.plan_path.name)
        tell(f"Saving would not change {name}." if not has_changes else f"{name}: {words or 'nothing'}")
    return ExitCode.FINDINGS if has_changes else ExitCode.DONE
