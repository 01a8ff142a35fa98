"""`plan-wizard check`: what is wrong with templates, answers and plans."""

from __future__ import annotations

from wizard.cli.parser import Arguments, Subparsers, add_command, add_json_option, add_template_option
from wizard.exit_code import ExitCode


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "check",
        "tell what is wrong with templates, answers and plans",
        """
        Each finding is a line FILE:LINE:COLUMN: CODE message. Answers are held against
        the template that their file names; a plan is checked by the answers file beside it.
        Exits with 1 when there is a finding, and with 0 when there are only warnings or none.

        Example:
          plan-wizard check templates/*.md docs/relay.answers.yaml
        """,
        run,
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help="a template (.md), answers (.yaml, .json) or a plan")
    add_template_option(parser)
    add_json_option(parser, "print one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Print the findings of all files, and then the files that cannot be read."""
    from wizard.automation.envelopes import findings_as_json
    from wizard.cli.streams import read_input, tell, write_result
    from wizard.errors import WizardError
    from wizard.plans.lint import Finding, check_file

    findings: list[Finding] = []
    unreadable: list[WizardError] = []
    for name in arguments.files:
        try:
            findings += check_file(name, read_input, arguments.template)
        except WizardError as error:
            unreadable.append(error)
    if unreadable and arguments.json:
        raise WizardError("\n".join(map(str, unreadable)))
    if arguments.json:
        write_result(findings_as_json(findings) + "\n")
    elif findings:
        write_result("".join(f"{finding}\n" for finding in findings))
    for error in unreadable:
        tell(f"plan-wizard check: {error}")
    if unreadable:
        return ExitCode.WRONG_INPUT
    return ExitCode.DONE if all(finding.is_warning for finding in findings) else ExitCode.FINDINGS
