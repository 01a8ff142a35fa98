"""`plan-wizard preview`: the plan that a template makes."""

from __future__ import annotations

from wizard.cli.parser import Arguments, Subparsers, add_command, add_watch_option
from wizard.exit_code import ExitCode


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "preview",
        "show the plan that a template makes",
        """
        Shows the blank plan on the whole screen; e fills it with the template's examples,
        Enter on a line names the question that fills it. No draft is made. Where standard
        output is no terminal the plan is printed instead, as plan-wizard render does it.

        With --watch the plan is drawn again whenever the template's file is saved, and a
        mistake is shown with its line and column until it is mended.

        Example:
          plan-wizard preview ./my-template.md --watch
          plan-wizard preview roadmap --examples | less
        """,
        run,
    )
    parser.add_argument("template", metavar="TEMPLATE", help="the name of a template, or the path of one")
    parser.add_argument("--examples", action="store_true", help="begin with examples for answers")
    add_watch_option(parser, "draw the plan again while the template is edited")


def run(arguments: Arguments) -> int:
    """Show the plan on the screen, or print it."""
    from wizard.cli.full_screen import can_open_screen, open_preview
    from wizard.compiler.loader import load_template
    from wizard.compiler.lookup.template_lookup import find_template_source
    from wizard.errors import TemplateError

    source = find_template_source(arguments.template or "")
    if not arguments.watch and not can_open_screen():
        return _print(source, arguments)
    try:
        load_template(source)
    except TemplateError:
        if not arguments.watch:
            raise
    return open_preview(source, watches_template=arguments.watch, has_examples=arguments.examples)


def _print(source: str, arguments: Arguments) -> ExitCode:
    from wizard.cli.streams import write_plan
    from wizard.compiler.loader import load_template
    from wizard.interview.examples import begin_with_examples
    from wizard.interview.interview import Interview
    from wizard.plans.saving.plan_bytes import encode_plan
    from wizard.render.plan import render_plan

    template = load_template(source)
    interview = begin_with_examples(template) if arguments.examples else Interview.begin(template)
    text = render_plan(interview).text
    write_plan(text, encode_plan(text, template))
    return ExitCode.DONE
