"""`plan-wizard save`: write the plan and the answers of a draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.parser import (
    Arguments,
    Subparsers,
    add_command,
    add_json_option,
    add_keep_comments_option,
    add_template_option,
)
from wizard.errors import InvalidAnswer, OverwriteRefusedError, RejectedAnswersError
from wizard.exit_code import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import NoReturn

    from wizard.drafts.draft import Draft
    from wizard.interview.interview import Interview
    from wizard.plans.dry_run import DryRun
    from wizard.plans.save import SaveResult

_TRIES = 5
"""How often it is looked again when another program saves at the same time."""


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "save",
        "write the plan and the answers of a draft",
        """
        Writes NAME.md and NAME.answers.yaml, as saving on the review screen does, and
        prints their names. When required questions are open it says which and exits with
        1, having saved all the same; with --complete it saves nothing then. Edits that
        were made by hand are kept; where the answers have changed the same lines, the
        difference is shown and nothing is saved. Files that are not this draft's own, or
        have answers that somebody else has changed, are left alone, with exit code 1.

        Example:
          plan-wizard save relay -o docs/relay.md
          plan-wizard save relay --complete --json
        """,
        run,
    )
    parser.add_argument("draft", metavar="DRAFT", help="the name of a draft")
    parser.add_argument("-o", "--output", metavar="FILE", help="the plan's file; else the template names it")
    parser.add_argument("--complete", action="store_true", help="save only when nothing required is open")
    add_template_option(parser)
    add_keep_comments_option(parser)
    add_json_option(parser, "print one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Save the plan and its answers, also when the plan is not complete, unless `--complete` is given."""
    from wizard.cli.streams import tell, write_json, write_result
    from wizard.compiler.template_lookup import load_named_template
    from wizard.drafts.draft import open_draft, read_draft
    from wizard.message_text import sanitize_line

    name = arguments.draft or ""
    template = None if arguments.template is None else load_named_template(arguments.template, is_lenient=True)
    lacking = tuple(_find_gaps(read_draft(name, template)[0]))
    if lacking and arguments.complete:
        return _refuse(lacking, is_json=arguments.json)
    draft = open_draft(name, template=template)
    try:
        if arguments.keep_comments:
            draft.record(_with_comments(draft.interview))
        saved = _save(draft, arguments.output, _discard_line if arguments.json else tell)
        draft.finish(saved.last_save)
    finally:
        status = draft.close()
    if status.problem is not None:
        tell(f"{saved.plan_path.name} is saved, but the draft is not kept: {status.problem}")
    for line in (*(() if arguments.json else map(str, lacking)), *draft.notices):
        tell(line)
    if saved.version_problem and not arguments.json:
        tell(saved.version_problem)
    if arguments.json:
        write_json(_document(name, saved, lacking))
    else:
        if saved.report.words():
            tell(f"{sanitize_line(saved.plan_path.name)}: {saved.report.words()}")
        for path in saved.backup_paths:
            tell(f"{sanitize_line(path.name)} has what was there before")
        write_result(f"{saved.plan_path}\n{saved.answers_path}\n")
    return ExitCode.FINDINGS if lacking else ExitCode.DONE


def _with_comments(interview: Interview) -> Interview:
    from wizard.cli.assignments import keep_comments

    for id, answer in keep_comments(interview.template, {}).items():
        interview = interview.answer((id,), answer)
    return interview


def _refuse(lacking: tuple[InvalidAnswer, ...], *, is_json: bool) -> ExitCode:
    from wizard.automation.envelopes import problem_as_json
    from wizard.cli.streams import tell

    if is_json:
        tell(problem_as_json(RejectedAnswersError(lacking)))
        return ExitCode.FINDINGS
    for problem in lacking:
        tell(str(problem))
    tell("plan-wizard save: nothing is saved, because the plan is not complete")
    return ExitCode.FINDINGS


def _document(name: str, saved: SaveResult, lacking: tuple[InvalidAnswer, ...]) -> dict[str, object]:
    from wizard.automation.envelopes import SCHEMA_VERSION

    return {
        "schemaVersion": SCHEMA_VERSION,
        "kind": "saved",
        "draft": name,
        "plan": str(saved.plan_path),
        "answers": str(saved.answers_path),
        **({"copies": [str(path) for path in saved.backup_paths]} if saved.backup_paths else {}),
        "changes": _changes_data(saved),
        "lacking": [{"path": each.path, "message": each.message} for each in lacking],
    }


def _changes_data(saved: SaveResult) -> dict[str, object]:
    """Return the counts of lines, and the version that has what was replaced."""
    report = saved.report
    return {
        "changed": report.changed,
        "added": report.added,
        "removed": report.removed,
        "kept": {"edited": report.kept.edited, "ticked": report.kept.ticked, "unticked": report.kept.unticked},
        "version": saved.version,
        **({"versionProblem": saved.version_problem} if saved.version_problem else {}),
    }


def _find_gaps(interview: Interview) -> Iterator[InvalidAnswer]:
    """Yield every invalid answer and every required one that is missing."""
    from wizard.model.answers import format_path

    for path in interview.missing_paths():
        problems = interview.problems(path)
        for problem in problems:
            yield InvalidAnswer(problem.path, problem.message)
        if not problems and interview.state(path) == "required":
            yield InvalidAnswer(format_path(path), f"required, and not answered: {interview.question(path).label}")


def _save(draft: Draft, output: str | None, say: Callable[[str], None]) -> SaveResult:
    """Write new files, or replace the draft's own, edits made by hand included.

    Raise OverwriteRefusedError when other files are in the way, or the answers have changed what was edited by hand.
    """
    from wizard.plans.dry_run import dry_run
    from wizard.plans.naming import file_name, require_other_file
    from wizard.plans.save import FileThereError
    from wizard.plans.saved_files import read_saved_files
    from wizard.render.plan import render_plan

    interview = draft.interview
    path = Path(output) if output is not None else draft.plan_path or Path(file_name(interview))
    require_other_file(path, interview.template)
    existing, plan = read_saved_files(path), render_plan(interview)
    for _ in range(_TRIES):
        would = dry_run(interview, existing, plan=plan, orphans=draft.orphans, last_save=draft.last_save)
        if not would.is_own:
            raise OverwriteRefusedError(_refusal(would, draft))
        if would.merge.conflicts:
            _refuse_clashes(would, draft, say)
        try:
            return would.save()
        except FileThereError as changed:  # another program was faster
            existing = changed.existing
    raise OverwriteRefusedError(f"{path} changes all the time; nothing is saved. Try again when it has come to rest")


def _refusal(would: DryRun, draft: Draft) -> str:
    """Return the sentence on files that are not the draft's own, and what can be done."""
    import shlex

    from wizard.message_text import sanitize_line

    existing, mark = would.existing, would.conflict_mark()
    if mark is not None:
        name = sanitize_line(mark.path.name)
        remedy = f"Choose a side in {name}, take the marks out and save again, or use -o"
        return f"{would.matter}; nothing is saved. {remedy}"
    opening = ""
    if existing.plan is not None and existing.answers is not None:
        opening = f"plan-wizard open {shlex.quote(str(existing.plan_path))} goes on with what is there, "
    looking = f"plan-wizard resume {shlex.quote(draft.resume_name)} shows the difference"
    return f"{would.matter}; nothing is saved. -o saves to another file, {opening}and {looking}"


def _discard_line(_: str) -> None:
    """Say nothing: a program reads one JSON document, and no lines beside it."""


def _refuse_clashes(would: DryRun, draft: Draft, say: Callable[[str], None]) -> NoReturn:
    """Say the difference and raise OverwriteRefusedError: the answers have changed what was edited by hand."""
    import shlex

    from wizard.prompts.review_prompts import difference_lines

    existing = would.existing
    for line in difference_lines(would.difference(), existing):
        say(line)
    name = existing.plan_path.name
    what = f"{name} was edited by hand where your answers have changed it"
    if existing.base() is None:
        why = f"without the record in {existing.answers_path.name}"
        if existing.record() is not None:
            why = f"{existing.base_problem()}:"
        what = f"{why} it cannot be told which lines of {name} were edited by hand"
    resume = f"plan-wizard resume {shlex.quote(draft.resume_name)}"
    choosing = f"{resume} lets you choose and save; so does {resume} --prompts, line by line, with :save"
    raise OverwriteRefusedError(f"{what}; nothing is saved. {choosing}")
