"""What a save would do, or could not do, as JSON and as lines: for `save` and `diff`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.model.answers import AnswerPath
    from wizard.plans.read_back.plan_edits import PlanEdits
    from wizard.plans.saving.dry_run import Choices, DryRun
    from wizard.plans.saving.save_report import SaveReport


def clashes_data(would: DryRun) -> list[dict[str, object]]:
    """Return each clash with its lines in the file, the questions that it belongs to, and what all three say there."""
    from wizard.model.answers import format_path

    return [
        {
            "number": clash.number,
            "line": clash.line,
            "end": clash.end,
            "questions": [{"path": format_path(path), "label": _label(would, path)} for path in clash.questions],
            "base": None if clash.base is None else list(clash.base),
            "mine": list(clash.mine),
            "theirs": list(clash.theirs),
        }
        for clash in would.clashes
    ]


def _label(would: DryRun, path: AnswerPath) -> str:
    question = would.interview.template.question(path)
    return "" if question is None else question.label


def changes_data(report: SaveReport) -> dict[str, object]:
    """Return the counts of lines."""
    kept = report.kept
    return {
        "changed": report.changed,
        "added": report.added,
        "removed": report.removed,
        "kept": {"edited": kept.edited, "ticked": kept.ticked, "unticked": kept.unticked},
    }


def dry_run_data(would: DryRun, choices: Choices) -> dict[str, object]:
    """Return what saving would change: the questions, the counts, the clashes and a unified diff."""
    from wizard.model.answers import format_path

    return {
        "plan": str(would.existing.plan_path),
        "answers": str(would.existing.answers_path),
        "questions": [
            {
                "path": format_path(each.path),
                "label": _label(would, each.path),
                "change": each.kind,
                "before": each.before,
                "after": each.after,
            }
            for each in would.answer_changes
        ],
        "changes": changes_data(would.report(choices)),
        "clashes": clashes_data(would),
        "diff": would.unified_diff(choices),
    }


def read_back_data(edits: PlanEdits | None) -> dict[str, object]:
    """Return what was edited by hand in the plan and becomes answers; nothing where nothing was."""
    from wizard.automation.read_changes import read_changes_as_json

    return {"readBack": read_changes_as_json(edits.changes)} if edits is not None and edits.changes else {}


def dry_run_lines(would: DryRun, choices: Choices, edits: PlanEdits | None = None) -> Iterator[str]:
    """Yield what is read back, what saving would change, in questions, and then as a unified diff."""
    from wizard.plans.read_back.change_words import change_line

    if edits is not None:
        yield from (f"Edited by hand, {change_line(edits.there, change)}\n" for change in edits.changes)
    yield from (f"{change.words()}\n" for change in would.answer_changes)
    difference = would.unified_diff(choices)
    if difference:
        yield difference
