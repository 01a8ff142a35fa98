"""`plan-wizard list`: the templates and drafts that there are."""

from __future__ import annotations

import json
from datetime import datetime

from wizard.cli.parser import Arguments, Commands, add_command, add_json
from wizard.drafts.catalog import Offer, Shelf, Summary
from wizard.text import visible_line


def add_to(commands: Commands) -> None:
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
    add_json(parser, "print one JSON document")


def run(arguments: Arguments) -> int:
    """Print what there is."""
    from wizard.cli.streams import write_result
    from wizard.drafts.catalog import shelf

    found = shelf()
    write_result(shelf_as_json(found) if arguments.json else shelf_as_text(found))
    return 0


SCHEMA_VERSION = 1


def shelf_as_text(shelf: Shelf) -> str:
    """The shelf for people."""
    rows = [(offer.name, offer.why_broken or _what_for(offer)) for offer in shelf.templates]
    lines = ["Templates", *_columns(rows), "", "Drafts"]
    lines += _columns([(draft.name, _how_far(draft)) for draft in shelf.drafts]) or [
        "  none yet; plan-wizard new starts one"
    ]
    return "\n".join(lines) + "\n"


def shelf_as_json(shelf: Shelf) -> str:
    """The shelf for programs, as one versioned document."""
    document = {
        "schemaVersion": SCHEMA_VERSION,
        "kind": "list",
        "templates": [_offer_as_data(offer) for offer in shelf.templates],
        "drafts": [_draft_as_data(draft) for draft in shelf.drafts],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _what_for(offer: Offer) -> str:
    return f"{offer.title}: {offer.description}" if offer.description else offer.title


def _how_far(draft: Summary) -> str:
    header = draft.header
    if header is None:
        return f"cannot be read: {draft.why_broken}"
    when = datetime.fromtimestamp(draft.changed_at).astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{header.title} ({header.template}), {header.answered} of {header.total} answered, {when}"


def _columns(rows: list[tuple[str, str]]) -> list[str]:
    width = max((len(name) for name, _ in rows), default=0)
    return [f"  {visible_line(name):{width}}  {visible_line(text)}" for name, text in rows]


def _offer_as_data(offer: Offer) -> dict[str, str]:
    data = {"name": offer.name, "title": offer.title, "description": offer.description}
    return {**data, "broken": offer.why_broken} if offer.why_broken else data


def _draft_as_data(draft: Summary) -> dict[str, str | int]:
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
