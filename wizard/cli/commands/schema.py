"""`plan-wizard schema`: what a template's answers look like, for editors and programs."""

from __future__ import annotations

from wizard.cli.parser import Arguments, Subparsers, add_command, add_json_option, add_lenient_option
from wizard.exit_code import ExitCode


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "schema",
        "print the JSON Schema of a template's answers",
        """
        The schema is JSON Schema 2020-12. Every object that is valid under it renders,
        and none of its required answers is missing. With --file it is the schema of the
        whole NAME.answers.yaml, which may be saved before the plan is complete.

        Example:
          plan-wizard schema project-plan > project-plan.schema.json
        """,
        run,
    )
    parser.add_argument("template", metavar="TEMPLATE", help="the name of a template, or the path of one")
    parser.add_argument("--file", action="store_true", dest="whole_file", help="of the whole answers file")
    add_lenient_option(parser)
    add_json_option(parser, "tell problems as one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Print the JSON Schema of the template's answers."""
    from wizard.automation.json_schema import answers_schema, file_schema
    from wizard.cli.streams import write_json
    from wizard.compiler.template_names import load_named_template

    template = load_named_template(arguments.template or "", is_lenient=arguments.lenient)
    write_json(file_schema(template) if arguments.whole_file else answers_schema(template))
    return ExitCode.DONE
