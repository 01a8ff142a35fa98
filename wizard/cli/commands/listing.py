"""`plan-wizard list`: the templates and drafts that there are."""

from __future__ import annotations

import json
from datetime import datetime

from wizard.cli.parser import Arguments, Subparsers, add_command, add_json_option
from wizard.drafts.catalog import Catalog, DraftSummary, TemplateSummary
from wizard.text import sanitize_line


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "list",
        "list the templates and the drafts",
        """
        Templates are the built-in ones and those in your own templates folder. Drafts
        are the interviews that are not finished, the one left last first.

        Example:
          plan-wizard list --json
        """,
        run,
    )
    add_json_option(parser, "print one JSON document")


def run(arguments: Arguments) -> int:
    """Print what there is."""
    from wizard.cli.streams import write_result
    from wizard.drafts.catalog import read_catalog

    found = read_catalog()
    write_result(list_as_json(found) if arguments.json else format_list(found))
    return 0


SCHEMA_VERSION = 1


def format_list(shelf: Catalog) -> str:
    """The shelf for people."""
    rows = [(offer.name, offer.why_broken or _template_summary(offer)) for offer in shelf.templates]
    lines = ["Templates", *_align_columns(rows), "", "Drafts"]
    lines += _align_columns([(draft.name, _draft_summary(draft)) for draft in shelf.drafts]) or [
        "  none yet; plan-wizard new starts one"
    ]
    return "\n".join(lines) + "\n"


def list_as_json(shelf: Catalog) -> str:
    """The shelf for programs, as one versioned document."""
    document = {
        "schemaVersion": SCHEMA_VERSION,
        "kind": "list",
        "templates": [_template_data(offer) for offer in shelf.templates],
        "drafts": [_draft_data(draft) for draft in shelf.drafts],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _template_summary(offer: TemplateSummary) -> str:
    return f"{offer.title}: {offer.description}" if offer.description else offer.title


def _draft_summary(draft: DraftSummary) -> str:
    header = draft.header
    if header is None:
        return f"cannot be read: {draft.why_broken}"
    when = datetime.fromtimestamp(draft.changed_at).astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{header.title} ({header.template}), {header.answered} of {header.total} answered, {when}"


def _align_columns(rows: list[tuple[str, str]]) -> list[str]:
    width = max((len(name) for name, _ in rows), default=0)
    return [f"  {sanitize_line(name):{width}}  {sanitize_line(text)}" for name, text in rows]


def _template_data(offer: TemplateSummary) -> dict[str, str]:
    data = {"name": offer.name, "title": offer.title, "description": offer.description}
    return {**data, "broken": offer.why_broken} if offer.why_broken else data


def _draft_data(draft: DraftSummary) -> dict[str, str | int]:
    header = draft.header
    changed = datetime.fromtimestamp(draft.changed_at).astimezone().isoformat(timespec="seconds")
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
