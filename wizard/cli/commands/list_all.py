"""`plan-wizard list`: the templates and drafts that there are."""

from __future__ import annotations

from wizard.cli.parser import Arguments, Subparsers, add_command, add_json_option
from wizard.compiler.lookup.discovery import GROUP_TITLES, GROUPS
from wizard.drafts.catalog import Catalog, DraftSummary, TemplateSummary
from wizard.exit_code import ExitCode
from wizard.files.file_times import as_datetime
from wizard.message_text import sanitize_line


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "list",
        "list templates and drafts",
        """
        Lists the templates of the current repository by where they come from, then those in
        your own templates folder and the built-in ones. Drafts are unfinished interviews,
        most recent first.

        Example:
          plan-wizard list --json
        """,
        run,
    )
    add_json_option(parser, "print one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Print the templates and the drafts."""
    from wizard.cli.streams import write_json, write_result
    from wizard.drafts.catalog import read_catalog

    catalog = read_catalog()
    if arguments.json:
        write_json(_document(catalog))
    else:
        write_result(_format_list(catalog))
    return ExitCode.DONE


def _format_list(catalog: Catalog) -> str:
    lines: list[str] = []
    for group in GROUPS:
        found = [template for template in catalog.templates if template.group == group]
        if found:
            are_all = len(found) == len(catalog.templates)
            lines += ["Templates" if are_all else f"Templates: {GROUP_TITLES[group]}"]
            lines += [*_align_columns([_template_row(template) for template in found]), ""]
    lines.append("Drafts")
    lines += _align_columns([(draft.name, _draft_summary(draft)) for draft in catalog.drafts]) or [
        "  none yet; start one with plan-wizard new"
    ]
    return "\n".join(lines) + "\n"


def _template_row(template: TemplateSummary) -> tuple[str, str]:
    summary = template.why_broken or _template_summary(template)
    return template.name, f"{summary} ({template.place})" if template.is_in_repository else summary


def _document(catalog: Catalog) -> dict[str, object]:
    from wizard.automation.envelopes import SCHEMA_VERSION

    return {
        "schemaVersion": SCHEMA_VERSION,
        "kind": "list",
        "templates": [_template_data(template) for template in catalog.templates],
        "drafts": [_draft_data(draft) for draft in catalog.drafts],
    }


def _template_summary(template: TemplateSummary) -> str:
    return f"{template.title}: {template.description}" if template.description else template.title


def _draft_summary(draft: DraftSummary) -> str:
    header = draft.header
    if header is None:
        return f"cannot be read: {draft.why_broken}"
    when = as_datetime(draft.changed_at).astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{header.title} ({header.template}), {header.answered} of {header.total} answered, {when}"


def _align_columns(rows: list[tuple[str, str]]) -> list[str]:
    width = max((len(name) for name, _ in rows), default=0)
    return [f"  {sanitize_line(name):{width}}  {sanitize_line(text)}" for name, text in rows]


def _template_data(template: TemplateSummary) -> dict[str, str]:
    data = {
        "name": template.name,
        "title": template.title,
        "description": template.description,
        "group": template.group,
        "path": template.path.encode("utf-8", "replace").decode(),
        "format": template.format,
    }
    return {**data, "broken": template.why_broken} if template.why_broken else data


def _draft_data(draft: DraftSummary) -> dict[str, str | int]:
    header = draft.header
    changed = as_datetime(draft.changed_at).astimezone().isoformat(timespec="seconds")
    if header is None:
        return {"name": draft.name, "changed": changed, "broken": draft.why_broken}
    return {
        "name": draft.name,
        "template": header.template,
        "title": header.title,
        "answered": header.answered,
        "total": header.total,
        "changed": changed,
    }
