"""`plan-wizard check`: what is wrong with templates, answers and plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.parser import (
    Arguments,
    Subparsers,
    add_command,
    add_json_option,
    add_lenient_option,
    add_template_option,
)
from wizard.exit_code import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.errors import WizardError
    from wizard.plans.lint.finding import FileCheck


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "check",
        "tell what is wrong with templates, answers and plans",
        """
        Each finding is a line FILE:LINE:COLUMN: CODE message. Answers are held against
        the template that their file names. A plan is read together with the answers file
        beside it, and is what its answers make, or edited by hand, or stale: the answers
        or the template changed after it was saved. Edits made by hand are warnings, and
        ticked boxes are no finding at all.

        Exits with 1 when there is a finding, and with 0 when there are only warnings or
        none; with --strict, warnings count too.

        Example:
          plan-wizard check templates/*.md docs/relay.md
        """,
        run,
    )
    files = "a template (.md), an issue form (.yml), answers (.yaml, .json) or a plan"
    parser.add_argument("files", metavar="FILE", nargs="+", help=files)
    add_template_option(parser)
    parser.add_argument(
        "--strict", action="store_true", help="exit with 1 for warnings too, such as edits made by hand"
    )
    add_lenient_option(parser)
    add_json_option(parser, "print one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Print the findings of all files, and then the files that cannot be read."""
    from wizard.cli.streams import read_input
    from wizard.errors import WizardError
    from wizard.plans.lint.file_check import check_file

    checks: list[FileCheck] = []
    unreadable: list[WizardError] = []
    for name in arguments.files:
        try:
            checks.append(check_file(name, read_input, arguments.template, is_lenient=arguments.lenient))
        except WizardError as error:
            unreadable.append(error)
    if arguments.json:
        _print_json(checks, unreadable)
    else:
        _print_lines(checks, unreadable)
    if unreadable:
        return ExitCode.WRONG_INPUT
    failing = ("error", "warning") if arguments.strict else ("error",)
    has_failed = any(finding.severity in failing for check in checks for finding in check.findings)
    return ExitCode.FINDINGS if has_failed else ExitCode.DONE


def _print_json(checks: Sequence[FileCheck], unreadable: Sequence[WizardError]) -> None:
    from wizard.automation.envelopes import findings_as_json, problems_as_json
    from wizard.cli.streams import tell, write_result

    if checks or not unreadable:
        findings = [finding for check in checks for finding in check.findings]
        write_result(findings_as_json(findings, [check.plan for check in checks if check.plan is not None]) + "\n")
    if unreadable:
        tell(problems_as_json(unreadable))


def _print_lines(checks: Sequence[FileCheck], unreadable: Sequence[WizardError]) -> None:
    from wizard.cli.streams import tell, write_result
    from wizard.errors import InvalidFileError
    from wizard.message_text import sanitize_line

    lines = [f"{finding}\n" for check in checks for finding in check.findings]
    if lines:
        write_result("".join(lines))
    for check in checks:
        if check.plan is not None:
            tell(f"{sanitize_line(check.plan.file)} {check.plan.sentence}")
    for error in unreadable:
        for problem in error.problems if isinstance(error, InvalidFileError) else (error,):
            tell(f"plan-wizard check: {sanitize_line(str(problem))}")
