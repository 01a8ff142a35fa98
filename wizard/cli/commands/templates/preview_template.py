"""`plan-wizard preview`: the plan that a template makes."""

from __future__ import annotations

from wizard.cli.parser import Arguments, Subparsers, add_command, add_watch_option
from wizard.exit_code import ExitCode


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "preview",
        "preview the plan that a template makes",
        """
        Shows the blank plan on the full screen. e fills in the template's examples; Enter on
        a line names the question that fills it. No draft is created. If standard output
        is not a terminal, the plan is printed instead, as plan-wizard render does.

        With --watch, the plan is redrawn whenever the template's file is saved, and a
        mistake is shown with its line and column until you fix it.

        Example:
          plan-wizard preview ./my-template.md --watch
          plan-wizard preview roadmap --examples | less
        """,
        run,
    )
    parser.add_argument("template", metavar="TEMPLATE", help="a template's name or path")
    parser.add_argument("--examples", action="store_true", help="start with the example answers")
    add_watch_option(parser, "redraw the plan while you edit the template")


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
