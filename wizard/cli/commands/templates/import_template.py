"""`plan-wizard import`: a template of any format as a native one, for a person to polish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.parser import (
    Arguments,
    Subparsers,
    add_command,
    add_json_option,
    add_lenient_option,
    add_output_options,
)
from wizard.exit_code import ExitCode

if TYPE_CHECKING:
    from wizard.model.template import Template


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "import",
        "turn a Markdown file or an issue form into a native template",
        """
        A Markdown file or an issue form already works as a template: plan-wizard new FILE asks
        for its blanks. import prints a native template that renders the same plan, with the
        labels, kinds, help and conditions written out for you to refine. A native template
        is rewritten without its comments.

        Example:
          plan-wizard import .github/pull_request_template.md -o change.md
        """,
        run,
    )
    parser.add_argument("source", metavar="TEMPLATE", help="a file's path or a template's name")
    add_output_options(parser)
    add_lenient_option(parser)
    add_json_option(parser, "report problems as one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Write the native template to standard output or to a file."""
    from wizard.cli.streams import write_result
    from wizard.compiler.export import native_text
    from wizard.compiler.lookup.template_lookup import load_named_template

    template = load_named_template(arguments.source, is_lenient=arguments.lenient)
    text = native_text(template)
    if arguments.output is None:
        write_result(text)
        return ExitCode.DONE
    write_template(arguments.output, text, force=arguments.force)
    _tell_what_is_next(arguments.output, template)
    return ExitCode.DONE


def write_template(name: str, text: str, *, force: bool) -> None:
    """Write a template to a file, never over another text unless `force` says so; a copy of that is then kept."""
    from wizard.cli.streams import tell
    from wizard.files.new_file import write_file_with_backup, write_new_file
    from wizard.message_text import sanitize_line

    if not force:
        write_new_file(name, text.encode())
    elif (backup := write_file_with_backup(name, text.encode())) is not None:
        tell(f"The previous file was kept as {sanitize_line(str(backup))}.")


def _tell_what_is_next(output: str, template: Template) -> None:
    from shlex import quote

    from wizard.cli.streams import tell
    from wizard.message_text import pluralize

    count = sum(not question.at_review for question in template.questions())
    tell(f"{output} asks {count} {pluralize('question', count)}. Check their labels and kinds, then try it:")
    tell(f"  plan-wizard check {quote(output)}")
    tell(f"  plan-wizard new {quote(output)}")
