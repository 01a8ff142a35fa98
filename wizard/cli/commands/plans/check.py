"""`plan-wizard check`: what is wrong with templates, answers and plans."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.parser import (
    Arguments,
    Subparsers,
    UsageError,
    add_command,
    add_json_option,
    add_lenient_option,
    add_template_option,
)
from wizard.exit_code import ExitCode

if TYPE_CHECKING:
    from wizard.plans.gate.report import CheckReport
    from wizard.plans.lint.finding import Finding


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "check",
        "check templates, answers and plans",
        """
        Each finding is a line FILE:LINE:COLUMN: CODE message. Answers are checked against
        the template their file names. A plan is compared with the answers file beside it:
        it is up to date, edited by hand, or stale because its answers or template changed
        after it was saved. Hand edits are warnings; ticked boxes are not findings.

        In a folder or a quoted glob, only plans are checked; other files are skipped and
        counted. A file that you name is always checked.

        --fix first repairs numbers and ids that are out of order, and empty table rows, where
        that is certain to change nothing else. It reports every fix, and keeps the
        previous file (see plan-wizard restore).

        In a plan, <!-- plan-wizard-disable-next-line CODE --> disables a code for one line,
        and <!-- plan-wizard-disable CODE --> from there on.

        Exits with 1 if there is an error, and with 0 for warnings and infos only; with
        --strict, warnings count too.

        Example:
          plan-wizard check templates/*.md docs/relay.md
          plan-wizard check --strict --format sarif docs > findings.sarif
        """,
        run,
    )
    files = "a plan, a folder or glob of plans, a template (.md), an issue form (.yml) or answers (.yaml, .json)"
    parser.add_argument("files", metavar="FILE", nargs="+", help=files)
    add_template_option(parser)
    parser.add_argument("--strict", action="store_true", help="exit with 1 for warnings too, such as hand edits")
    parser.add_argument(
        "--fix", action="store_true", help="renumber what is out of order and remove empty rows; never changes a word"
    )
    parser.add_argument(
        "--plans-only",
        action="store_true",
        help="ignore named files that are not plans, for hooks that pass every file",
    )
    add_lenient_option(parser)
    parser.add_argument(
        "--format",
        choices=("text", "json", "sarif", "github"),
        help="text (as above), json, sarif (SARIF 2.1.0 for code hosts) or github (annotations of a workflow)",
    )
    add_json_option(parser, "same as --format json")


def run(arguments: Arguments) -> ExitCode:
    """Print the findings of all files, and then the files that cannot be read."""
    from msgspec.structs import replace

    from wizard.cli.streams import read_input
    from wizard.plans.gate.report import Gate

    output = _output_format(arguments)
    gate = Gate(read_input, arguments.template, is_lenient=arguments.lenient, plans_only=arguments.plans_only)
    fixed, unfixed = gate.fix(arguments.files) if arguments.fix else ((), ())
    report = gate.check(arguments.files)
    report = replace(report, fixed=fixed, unreadable=(*unfixed, *report.unreadable))
    _print(report, output)
    if report.unreadable:
        return ExitCode.WRONG_INPUT
    return ExitCode.FINDINGS if report.fails(is_strict=arguments.strict) else ExitCode.DONE


def _output_format(arguments: Arguments) -> str:
    if arguments.fix and "-" in arguments.files:
        raise UsageError("--fix changes files, so it cannot be used with standard input")
    if arguments.json and arguments.format not in (None, "json"):
        raise UsageError(f"--json and --format {arguments.format} cannot be combined; use one of them")
    return "json" if arguments.json else arguments.format or "text"


def _print(report: CheckReport, output: str) -> None:
    from wizard.cli.streams import write_result

    match output:
        case "json":
            _print_json(report)
        case "sarif":
            from wizard.automation.sarif import findings_as_sarif

            write_result(findings_as_sarif(report, Path()) + "\n")
            _tell_summary(report)
        case "github":
            from wizard.automation.github_commands import findings_as_github_commands

            write_result(findings_as_github_commands(report, Path()))
            _tell_summary(report)
        case _:
            if report.findings:
                write_result("".join(f"{_line_of(finding)}\n" for finding in report.findings))
            _tell_summary(report)


def _print_json(report: CheckReport) -> None:
    from wizard.automation.envelopes import findings_as_json, problems_as_json
    from wizard.cli.streams import tell, write_result

    if not report.is_empty:
        write_result(findings_as_json(report) + "\n")
    if report.unreadable:
        tell(problems_as_json(report.unreadable))


def _line_of(finding: Finding) -> str:
    """Return `FILE:LINE:COLUMN: CODE message`, with the way to mend it, and how grave it is where it is no error."""
    from wizard.message_text import end_sentence

    said = f"{end_sentence(str(finding))} {finding.remedy}" if finding.remedy else str(finding)
    return said if finding.severity == "error" else f"{said} ({finding.severity})"


def _tell_summary(report: CheckReport) -> None:
    from shlex import quote

    from wizard.cli.streams import tell
    from wizard.message_text import sanitize_line

    for fixed in report.fixed:
        name = sanitize_line(fixed.file)
        for fix in fixed.fixes:
            tell(f"{name} is fixed, {fix}")
        if fixed.version is not None:
            tell(f"plan-wizard restore {quote(name)} {fixed.version} undoes this.")
        elif fixed.version_problem:
            tell(fixed.version_problem)
    for plan in report.plans:
        tell(f"{sanitize_line(plan.file)} {plan.sentence}")
    for note in report.notes:
        tell(note)
    if report.checked == 0 and not report.unreadable:
        tell("No plans to check.")
    if report.passed_over:
        count = report.passed_over
        files = "1 file that is not a plan was" if count == 1 else f"{count} files that are not plans were"
        tell(f"{files} skipped.")
    _tell_unreadable(report)


def _tell_unreadable(report: CheckReport) -> None:
    from wizard.cli.streams import tell
    from wizard.message_text import sanitize_line
    from wizard.plans.gate.report import sentences_of

    for sentence in sentences_of(report.unreadable):
        tell(f"plan-wizard check: {sanitize_line(sentence)}")
