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
        The schema is JSON Schema 2020-12. Every object that is valid under it renders,
        and none of its required answers is missing. With --file it is the schema of the
        whole NAME.answers.yaml, which may be saved before the plan is complete.
        With --of-templates it is the schema of what stands above the body of a native
        template, for an editor that completes and checks YAML while you write one.

        Example:
          plan-wizard schema project-plan > project-plan.schema.json
          plan-wizard schema --of-templates > template.schema.json
        """,
        run,
    )
    parser.add_argument("template", metavar="TEMPLATE", nargs="?", help="the name of a template, or the path of one")
    parser.add_argument("--file", action="store_true", dest="whole_file", help="of the whole answers file")
    parser.add_argument("--of-templates", action="store_true", help="of the front matter of native templates")
    add_lenient_option(parser)
    add_json_option(parser, "tell problems as one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Print the JSON Schema of the template's answers, or of templates themselves."""
    from wizard.cli.streams import write_json

    if arguments.of_templates:
        if arguments.template is not None or arguments.whole_file:
            raise UsageError("--of-templates is about all templates; leave out the name of one, and --file")
        from wizard.automation.template_schema import template_schema

        write_json(template_schema())
        return ExitCode.DONE
    if arguments.template is None:
        raise UsageError("name a TEMPLATE, or give --of-templates; plan-wizard list shows them")
    from wizard.automation.json_schema import answers_schema, file_schema
    from wizard.compiler.lookup.template_lookup import load_named_template

    template = load_named_template(arguments.template, is_lenient=arguments.lenient)
    write_json(file_schema(template) if arguments.whole_file else answers_schema(template))
    return ExitCode.DONE
