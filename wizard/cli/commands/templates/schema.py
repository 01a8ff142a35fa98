"""`plan-wizard schema`: what a template's answers look like, for editors and programs."""

from __future__ import annotations

from wizard.cli.parser import (
    Arguments,
    Subparsers,
    UsageError,
    add_command,
    add_json_option,
    add_lenient_option,
)
from wizard.exit_code import ExitCode


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "schema",
        "print the JSON Schema of a template's answers",
        """
        Prints a JSON Schema (2020-12). Every object that is valid under it renders, with all
        required answers given. --file prints the schema of the whole NAME.answers.yaml,
        which may be saved before the plan is complete. --of-templates prints the schema of
        a native template's front matter, for editors that complete and check YAML.

        Example:
          plan-wizard schema project-plan > project-plan.schema.json
          plan-wizard schema --of-templates > template.schema.json
        """,
        run,
    )
    parser.add_argument("template", metavar="TEMPLATE", nargs="?", help="a template's name or path")
    parser.add_argument("--file", action="store_true", dest="whole_file", help="for the whole answers file")
    parser.add_argument("--of-templates", action="store_true", help="for the front matter of native templates")
    add_lenient_option(parser)
    add_json_option(parser, "report problems as one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Print the JSON Schema of the template's answers, or of templates themselves."""
    from wizard.cli.streams import write_json

    if arguments.of_templates:
        if arguments.template is not None or arguments.whole_file:
            raise UsageError("--of-templates covers all templates; omit the template's name and --file")
        from wizard.automation.template_schema import template_schema

        write_json(template_schema())
        return ExitCode.DONE
    if arguments.template is None:
        raise UsageError("name a TEMPLATE or use --of-templates; plan-wizard list shows them")
    from wizard.automation.json_schema import answers_schema, file_schema
    from wizard.compiler.lookup.template_lookup import load_named_template

    template = load_named_template(arguments.template, is_lenient=arguments.lenient)
    write_json(file_schema(template) if arguments.whole_file else answers_schema(template))
    return ExitCode.DONE
