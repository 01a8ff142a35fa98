"""The drafts that exist, and what a draft may be called."""

from __future__ import annotations

import os
import re
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from wizard.compiler.loader import load_template
from wizard.drafts.alternative_folder import follow_trail
from wizard.drafts.draft_folder import JOURNAL, LOCK, SNAPSHOT, holds_a_draft
from wizard.drafts.journal import last_summary
from wizard.drafts.lock import lock_holder
from wizard.drafts.snapshot import Header, SnapshotError, read_header
from wizard.errors import NotFoundError, WizardError
from wizard.files.directories import done_folder, drafts_folder, dropped_folder
from wizard.files.file_names import is_reserved_on_windows
from wizard.files.file_times import modification_time
from wizard.files.os_errors import explain_os_error
from wizard.files.regular_file import read_file_end
from wizard.interview.interview import Interview
from wizard.message_text import did_you_mean, end_sentence, sanitize_line, sanitize_title

if TYPE_CHECKING:
    from wizard.compiler.importers.registry import TemplateFormat
    from wizard.compiler.lookup.discovery import TemplateGroup
    from wizard.compiler.lookup.template_names import NamedTemplate
    from wizard.compiler.lookup.template_title import TemplateHead

_LONGEST_NAME = 80
_JOURNAL_END = 4096
"""Bytes at the end of a journal in which its last summary is looked for."""


class DraftSummary(Struct, frozen=True):
    """What a list shows of a draft."""

    name: str
    folder: Path
    header: Header | None
    """None when the draft cannot be read."""
    changed_at: float
    """Seconds since the epoch."""
    why_broken: str = ""

    @property
    def is_broken(self) -> bool:
        """Whether the draft cannot be read."""
        return self.header is None

    @property
    def title(self) -> str:
        """Return the plan's title, or the draft's name when it cannot be read."""
        return self.header.title if self.header is not None else self.name


def list_drafts() -> tuple[DraftSummary, ...]:
    """Return the unfinished drafts: the one left last first, those that cannot be read at the end."""
    return _list_summaries(drafts_folder())


def list_done_drafts() -> tuple[DraftSummary, ...]:
    """Return the drafts whose plans were saved, the latest first."""
    return _list_summaries(done_folder())


def newest_draft_name() -> str:
    """Return the name of the draft that was left last; raise NotFoundError when there is none."""
    found = next((summary for summary in list_drafts() if not summary.is_broken), None)
    if found is None:
        raise NotFoundError("There are no drafts yet. Start one with plan-wizard new.")
    return found.name


def find_draft_folder(name: str) -> Path:
    """Return the folder of the draft that has exactly this name, or where it has gone on if it was moved elsewhere.

    Unfinished drafts come before done ones. A draft outside the data folder is named by the path of its folder. Raise
    NotFoundError when there is none; its message names the draft that was probably meant, by its name or its title.
    """
    return follow_trail(_folder_at_path(name) if os.sep in name else find_own_folder(name))


def find_own_folder(name: str) -> Path:
    """Return the folder in the data folder of the draft that has exactly this name; raise as `find_draft_folder`."""
    check_draft_name(name)
    for folder in (drafts_folder() / name, done_folder() / name):
        if holds_a_draft(folder):
            return folder
    raise NotFoundError(end_sentence(f"There is no draft '{name}'{_suggestion(name)}"))


def _suggestion(name: str) -> str:
    """Return the end of a message that names the draft which was probably meant, or those that there are."""
    unfinished = list_drafts()
    summaries = (*unfinished, *list_done_drafts())
    titled = [summary for summary in summaries if _slug(summary.title) == _slug(name)]
    if titled:
        meant = " or ".join(f"'{summary.name}' ({sanitize_title(summary.title)})" for summary in titled[:3])
        return f"; did you mean {meant}?"
    if any(dropped.name == name for dropped in dropped_folder().glob("*/*/*")):
        import shlex

        return f"; one was dropped: restore it with plan-wizard drop {shlex.quote(name)} --undo"
    if meant := did_you_mean(name, [summary.name for summary in summaries]):
        return meant
    listed = [summary.name for summary in unfinished[:12]]
    return f"; there are: {', '.join(listed)}" if listed else "; there are none to continue"


def check_draft_name(name: str) -> None:
    """Raise WizardError when a draft cannot have this name."""
    if not name or len(name) > _LONGEST_NAME or len(name.encode("utf-8", "replace")) > 200:
        raise WizardError(f"A draft's name has 1 to {_LONGEST_NAME} characters.")
    if name != sanitize_line(name) or any(character in '/\\:*?"<>|' for character in name):
        raise WizardError(
            f"'{sanitize_line(name)}' is not a valid name for a draft: use letters, digits, spaces and hyphens."
        )
    if is_reserved_on_windows(name):
        raise WizardError(
            f"'{name}' is not a valid name for a draft: Windows reserves it for a device. Choose another name."
        )
    if name[0] in ". " or name[-1] in ". ":
        raise WizardError(f"'{name}' is not a valid name for a draft: it must not start or end with a dot or a space.")


def suggest_draft_name(interview: Interview) -> str:
    """Return a name for a new draft: from the plan's title, or from the template's name while the plan has none."""
    title = interview.title()
    wanted = interview.template.name if title == interview.template.title else title
    return _slug(wanted) or _slug(interview.template.name) or "plan"


def free_draft_name(wanted: str) -> str:
    """Return the wanted name, with a number if there is such a draft already."""
    name, count = wanted, 1
    while _is_taken(drafts_folder() / name) or _is_taken(done_folder() / name):
        count += 1
        name = f"{wanted}-{count}"
    return name


def _folder_at_path(named: str) -> Path:
    try:
        folder = Path(os.path.abspath(os.path.expanduser(named)))
        if holds_a_draft(folder):
            return folder
    except ValueError:  # NUL
        pass
    raise NotFoundError(f"There is no draft in {sanitize_line(named)}.")


def _is_taken(folder: Path) -> bool:
    """Whether something is there other than an empty draft folder that no program uses."""
    if not os.path.lexists(folder):
        return False
    return (
        os.path.islink(folder) or holds_a_draft(folder) or not folder.is_dir() or lock_holder(folder / LOCK) is not None
    )


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[^\w]+|_+", "-", plain)[:40].strip("-")


def _list_summaries(folder: Path) -> tuple[DraftSummary, ...]:
    try:
        entries = [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except OSError:
        return ()
    found = [_summary(Path(entry.path)) for entry in entries]
    return tuple(sorted((summary for summary in found if summary is not None), key=_sort_key))


def _sort_key(summary: DraftSummary) -> tuple[bool, int, float, str]:
    turn = summary.header.turn if summary.header is not None else 0
    return (summary.is_broken, -turn, -summary.changed_at, summary.name)


def _summary(folder: Path) -> DraftSummary | None:
    if not holds_a_draft(folder):
        return None
    name, folder = folder.name, follow_trail(folder)
    changed_at = max(modification_time(folder / SNAPSHOT), modification_time(folder / JOURNAL))
    try:
        return DraftSummary(name, folder, _current_header(folder), changed_at)
    except SnapshotError as error:
        return DraftSummary(name, folder, None, changed_at, str(error))
    except OSError as error:
        return DraftSummary(name, folder, None, changed_at, explain_os_error(error, SNAPSHOT).what)


def _current_header(folder: Path) -> Header:
    """Return the snapshot's header, brought up to date by the last summary in the journal."""
    header = read_header(folder / SNAPSHOT)
    with suppress(OSError):
        if summary := last_summary(read_file_end(folder / JOURNAL, _JOURNAL_END)):
            title, answered, total = summary
            return replace(header, title=title, answered=answered, total=total)
    return header


class TemplateSummary(Struct, frozen=True):
    """What a list shows of a template."""

    name: str
    """What `plan-wizard new` takes."""
    title: str
    description: str
    why_broken: str = ""
    group: TemplateGroup = "built-in"
    place: str = ""
    """Where its file is: from the repository's root, or the whole path of one that is in no repository."""
    path: str = ""
    source: str = ""
    """What `load_template` takes."""
    format: TemplateFormat = "native"

    @property
    def is_in_repository(self) -> bool:
        """Whether it is a repository's, which is not compiled for a list."""
        return self.group not in ("own", "built-in")


class Catalog(Struct, frozen=True):
    """All templates and drafts."""

    templates: tuple[TemplateSummary, ...]
    drafts: tuple[DraftSummary, ...]


def read_catalog() -> Catalog:
    """Return the templates and the drafts, those that cannot be read with the reason."""
    return Catalog(list_template_summaries(), list_drafts())


def list_template_summaries() -> tuple[TemplateSummary, ...]:
    """Return the repository's templates, the user's own and the built-in ones; only the latter two are compiled."""
    from wizard.compiler.lookup.template_names import list_templates, read_heads  # an open draft lists no templates

    templates = list_templates()
    heads = read_heads(templates)
    return tuple(_template_summary(named, heads.get(named.found.path)) for named in templates)


def _template_summary(named: NamedTemplate, head: TemplateHead | None) -> TemplateSummary:
    found = named.found
    summary = TemplateSummary(
        named.name, named.name, "", group=found.group, place=found.place, path=found.path, source=named.source
    )
    if head is not None:
        description = " ".join(part for part in (head.description, found.note) if part)
        return replace(summary, title=head.title, description=description, why_broken=head.problem, format=head.format)
    try:
        template = load_template(named.source)
    except WizardError as error:
        return replace(summary, why_broken=f"cannot be used: {str(error).splitlines()[0]}")
    return replace(summary, title=template.title, description=template.description)
