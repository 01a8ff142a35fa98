"""What was found of a draft, fitted to its template."""

from __future__ import annotations

from pathlib import Path

from wizard.answers.migration import Stranger, settled
from wizard.drafts.backups import EarlierState
from wizard.drafts.changes import is_same
from wizard.drafts.history import History, Stand, at_stand, tree_of
from wizard.drafts.recovery import BrokenDraftError, Found
from wizard.drafts.snapshot import SnapshotError, read_tree
from wizard.drafts.storage import DraftState
from wizard.drafts.template_copy import template_of_draft
from wizard.errors import NotFoundError, TemplateError
from wizard.files.os_errors import trouble_with
from wizard.interview.interview import Interview
from wizard.model.answers import Tree
from wizard.model.template import Template
from wizard.text import visible_line


def state_of(found: Found, folder: Path) -> tuple[DraftState, tuple[str, ...]]:
    """A draft's state with what to tell the user; BrokenDraftError when its template and the copy cannot be read.

    What is told means that the draft on the disk is not as it would be written now.
    """
    try:
        template, notices = template_of_draft(found.source, folder)
    except NotFoundError as error:
        raise BrokenDraftError(f"The draft {folder.name} has lost its template: {error}") from error
    except TemplateError as error:
        raise BrokenDraftError(f"The template of {folder.name} does not open: {error.problems[0]}") from error
    tree, strangers = settled(template, found.tree)
    interview = at_stand(Interview.begin(template), tree, found.stand)
    # Steps that lead to answers which fit no more cannot be taken back.
    history = found.history if is_same(tree_of(interview), _without_strangers(found.tree)) else History()
    return DraftState(interview, history, strangers, found.saved_as), (*found.notices, *notices, *_told(strangers))


def earlier_state(earlier: EarlierState, template: Template) -> tuple[Interview, tuple[Stranger, ...]]:
    """The interview and the strangers of an earlier state; BrokenDraftError when it cannot be read."""
    try:
        found = read_tree(earlier.path.read_bytes(), earlier.path.name)
    except (SnapshotError, OSError) as error:
        why = trouble_with(error, earlier.path.name).what if isinstance(error, OSError) else str(error)
        raise BrokenDraftError(f"The earlier state {earlier.number} cannot be read: {why}.") from error
    tree, strangers = settled(template, found)
    header = earlier.header
    stand = Stand(header.place, header.within, header.cursor)
    return at_stand(Interview.begin(template), tree, stand), strangers


def _without_strangers(tree: Tree) -> Tree:
    return {part: held for part, held in tree.items() if part != "strangers"}


def _told(strangers: tuple[Stranger, ...]) -> tuple[str, ...]:
    if not strangers:
        return ()
    names = ", ".join(visible_line(str(stranger.path[0]))[:40] for stranger in strangers[:5])
    more = f" and {len(strangers) - 5} more" if len(strangers) > 5 else ""
    count = "1 answer has" if len(strangers) == 1 else f"{len(strangers)} answers have"
    return (f"{count} no question in the template any more: {names}{more}. They are kept.",)
