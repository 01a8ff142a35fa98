"""`plan-wizard save`: write a draft's plan and answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.parser import (
    Arguments,
    Subparsers,
    add_command,
    add_json_option,
    add_keep_comments_option,
    add_read_back_options,
    add_template_option,
)
from wizard.errors import InvalidAnswer, OverwriteRefusedError, RejectedAnswersError
from wizard.exit_code import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

    from wizard.drafts.draft import DraftView
    from wizard.interview.interview import Interview
    from wizard.plans.read_back.plan_edits import PlanEdits
    from wizard.plans.saving.dry_run import Choices, DryRun
    from wizard.plans.saving.save import SaveResult

_TRIES = 5
"""How often it is looked again when another program saves at the same time."""


def add_to(commands: Subparsers) -> None:
    """Declare the command."""
    parser = add_command(
        commands,
        "save",
        "write a draft's plan and answers",
        """
        Writes NAME.md and NAME.answers.yaml, like saving on the review screen, and prints
        their names. If required answers are open, it lists them and exits with 1 but still
        saves; with --complete it saves nothing. Hand edits are kept. If your answers and a
        hand edit changed the same lines, it shows the conflicts, saves nothing and exits
        with 1; --ours, --theirs and --markers save anyway, with your answers' lines, the
        file's lines, or both between conflict markers as git writes them. Files of another
        plan, or whose answers someone else changed, stay unchanged (exit code 1) unless
        they are a saved plan's and you use --ours, which keeps copies of them. What a save
        replaces is kept as a version (see plan-wizard log).

        Example:
          plan-wizard save relay -o docs/relay.md
          plan-wizard save relay --dry-run
          plan-wizard save relay --complete --json
        """,
        run,
    )
    parser.add_argument("draft", metavar="DRAFT", help="the name of a draft")
    parser.add_argument("-o", "--output", metavar="FILE", help="the plan's file; the template names it by default")
    parser.add_argument("--complete", action="store_true", help="save only if no required answer is open")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, without writing it")
    sides = parser.add_mutually_exclusive_group()
    sides.add_argument("--ours", action="store_true", help="where both changed the same lines, use your answers")
    sides.add_argument("--theirs", action="store_true", help="where both changed the same lines, keep the file's lines")
    sides.add_argument(
        "--markers", action="store_true", help="where both changed the same lines, write both with conflict markers"
    )
    sides.add_argument("--diff3", action="store_true", help="the same, with the last saved lines between them")
    add_template_option(parser)
    add_read_back_options(parser)
    add_keep_comments_option(parser)
    add_json_option(parser, "print one JSON document")


def run(arguments: Arguments) -> ExitCode:
    """Save the plan and its answers, also when the plan is not complete, unless `--complete` is given."""
    from msgspec.structs import replace

    from wizard.cli.plan_edits import refusal_of
    from wizard.compiler.lookup.template_lookup import load_named_template
    from wizard.drafts.draft import view_draft
    from wizard.plans.read_back.plan_edits import find_wanted_edits

    template = None if arguments.template is None else load_named_template(arguments.template, is_lenient=True)
    view = view_draft(arguments.draft or "", template)
    edits = find_wanted_edits(view.interview, view.last_save, refusal_of(arguments))
    if edits is not None:
        view = replace(view, interview=edits.interview, last_save=edits.last_save)
    lacking = tuple(_find_gaps(view.interview))
    if lacking and arguments.complete:
        return _refuse(lacking, is_json=arguments.json)
    if arguments.dry_run:
        return _show_dry_run(arguments, view, lacking, edits)
    return _save_draft(arguments, lacking)


def _save_draft(arguments: Arguments, lacking: tuple[InvalidAnswer, ...]) -> ExitCode:
    from wizard.cli.plan_edits import refusal_of
    from wizard.cli.streams import tell, write_json, write_result
    from wizard.compiler.lookup.template_lookup import load_named_template
    from wizard.drafts.draft import open_draft
    from wizard.message_text import sanitize_line
    from wizard.plans.opening.recent_plans import remember_plan
    from wizard.plans.read_back.plan_edits import find_wanted_edits, take_plan_edits

    template = None if arguments.template is None else load_named_template(arguments.template, is_lenient=True)
    draft = open_draft(arguments.draft or "", template=template)
    try:
        edits = find_wanted_edits(draft.interview, draft.last_save, refusal_of(arguments))
        if edits is not None:
            take_plan_edits(draft, edits)
        if arguments.keep_comments:
            draft.record(_with_comments(draft.interview))
        view = draft.view()
        would, saved = _save(arguments, view, draft.resume_name)
        draft.finish(saved.last_save)
        remember_plan(saved.plan_path, draft.interview.template.title)
    finally:
        status = draft.close()
    marked = _marked_lines(saved) if arguments.markers or arguments.diff3 else []
    if status.problem is not None:
        tell(f"{saved.plan_path.name} is saved, but the draft is not saved: {status.problem}")
    for line in (*(() if arguments.json else map(str, lacking)), *draft.notices):
        tell(line)
    if arguments.json:
        write_json(_document(arguments, would, saved, lacking, marked, edits))
    else:
        name = sanitize_line(saved.plan_path.name)
        if saved.version_problem:
            tell(saved.version_problem)
        if edits is not None and edits.changes:
            tell(edits.summary())
        if saved.report.words():
            tell(f"{name}: {saved.report.words()}")
        for path in saved.backup_paths:
            tell(f"{sanitize_line(path.name)} holds the previous file")
        if marked:
            tell(f"{name} has {_marks_phrase(marked)}. Choose a side, remove the markers and save again")
        write_result(f"{saved.plan_path}\n{saved.answers_path}\n")
    return ExitCode.FINDINGS if lacking or marked else ExitCode.DONE


def _marks_phrase(lines: list[int]) -> str:
    if len(lines) == 1:
        return f"the marks of a clash in line {lines[0]}"
    return f"the marks of {len(lines)} clashes in lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"


def _marked_lines(saved: SaveResult) -> list[int]:
    """Return the numbers of the lines that begin a marked clash in the file as it was written."""
    from wizard.plans.comparison.clashes import MINE

    lines = saved.plan_path.read_text("utf-8-sig").split("\n")
    return [number for number, line in enumerate(lines, start=1) if line.rstrip("\r") == f"<<<<<<< {MINE}"]


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
    tell("plan-wizard save: nothing was saved because the plan is not complete")
    return ExitCode.FINDINGS


def _document(
    arguments: Arguments,
    would: DryRun,
    saved: SaveResult,
    lacking: tuple[InvalidAnswer, ...],
    marked: list[int],
    edits: PlanEdits | None,
) -> dict[str, object]:
    from wizard.automation.envelopes import SCHEMA_VERSION
    from wizard.cli.dry_run_document import changes_data, clashes_data, read_back_data

    version: dict[str, object] = {"version": saved.version}
    if saved.version_problem:
        version["versionProblem"] = saved.version_problem
    clashes = clashes_data(would)
    return {
        "schemaVersion": SCHEMA_VERSION,
        "kind": "saved",
        "draft": arguments.draft or "",
        "plan": str(saved.plan_path),
        "answers": str(saved.answers_path),
        **({"copies": [str(path) for path in saved.backup_paths]} if saved.backup_paths else {}),
        "changes": {**changes_data(saved.report), **version},
        **read_back_data(edits),
        **({"clashes": clashes, "taken": _side(arguments)} if clashes else {}),
        **({"markedLines": marked} if marked else {}),
        "lacking": [{"path": each.path, "message": each.message} for each in lacking],
    }


def _side(arguments: Arguments) -> str:
    return "mine" if arguments.ours else "theirs" if arguments.theirs else "marked"


def _find_gaps(interview: Interview) -> Iterator[InvalidAnswer]:
    """Yield every invalid answer and every required one that is missing."""
    from wizard.model.answers import format_path

    for path in interview.missing_paths():
        problems = interview.problems(path)
        for problem in problems:
            yield InvalidAnswer(problem.path, problem.message)
        if not problems and interview.state(path) == "required":
            yield InvalidAnswer(format_path(path), f"required, and not answered: {interview.question(path).label}")


def _show_dry_run(
    arguments: Arguments, view: DraftView, lacking: tuple[InvalidAnswer, ...], edits: PlanEdits | None
) -> ExitCode:
    """Say what a save would write, and whether it would be made; nothing is written."""
    from msgspec.structs import replace

    from wizard.automation.envelopes import SCHEMA_VERSION
    from wizard.cli.dry_run_document import dry_run_data, dry_run_lines, read_back_data
    from wizard.cli.streams import tell, write_json, write_result
    from wizard.message_text import sanitize_line

    if arguments.keep_comments:
        view = replace(view, interview=_with_comments(view.interview))
    would = _would_save(arguments, view)
    refusal = _refusal(arguments, would, arguments.draft or "")
    choices = would.marks() if would.clashes and not _is_decided(arguments) else _choices(arguments, would)
    if arguments.json:
        document = {
            "schemaVersion": SCHEMA_VERSION,
            "kind": "dry-run",
            "draft": arguments.draft or "",
            "isSaved": False,
            "wouldSave": not refusal,
            "refusal": refusal or None,
            **dry_run_data(would, choices),
            **read_back_data(edits),
            "lacking": [{"path": each.path, "message": each.message} for each in lacking],
        }
        write_json(document)
    else:
        write_result("".join(dry_run_lines(would, choices, edits)))
        words = would.report(choices).words()
        name = sanitize_line(would.existing.plan_path.name)
        if not would.changes_anything(choices):
            words = "saving would not change it"
        summary = "" if edits is None else edits.summary()
        for line in (*map(str, lacking), summary, f"{name}: {words}" if words else "", refusal):
            tell(line)
        tell("Dry run: nothing was written.")
    return ExitCode.FINDINGS if lacking or refusal else ExitCode.DONE


def _would_save(arguments: Arguments, view: DraftView) -> DryRun:
    from wizard.plans.saving.dry_run import dry_run
    from wizard.plans.saving.naming import file_name, require_other_file
    from wizard.plans.saving.saved_files import read_saved_files

    interview = view.interview
    path = Path(arguments.output) if arguments.output is not None else view.plan_path or Path(file_name(interview))
    require_other_file(path, interview.template)
    return dry_run(interview, read_saved_files(path), orphans=view.orphans, last_save=view.last_save)


def _save(arguments: Arguments, view: DraftView, draft: str) -> tuple[DryRun, SaveResult]:
    """Write new files, or replace the draft's own, edits made by hand included.

    Raise OverwriteRefusedError when other files are in the way, or the answers have changed what was edited by hand and
    no side is named.
    """
    from wizard.plans.saving.dry_run import dry_run
    from wizard.plans.saving.save import FileThereError

    would = _would_save(arguments, view)
    for _ in range(_TRIES):
        refusal = _refusal(arguments, would, draft)
        if refusal:
            _raise_refusal(arguments, would, refusal)
        try:
            return would, would.save(_choices(arguments, would))
        except FileThereError as changed:  # another program was faster
            would = dry_run(
                view.interview, changed.existing, plan=would.plan, orphans=view.orphans, last_save=view.last_save
            )
    path = would.existing.plan_path
    raise OverwriteRefusedError(f"{path} keeps changing; nothing was saved. Try again later")


def _is_decided(arguments: Arguments) -> bool:
    return arguments.ours or arguments.theirs or arguments.markers or arguments.diff3


def _choices(arguments: Arguments, would: DryRun) -> Choices:
    if arguments.markers or arguments.diff3:
        return would.marks(has_base=arguments.diff3)
    return would.take_all("yours" if arguments.ours else "file") if _is_decided(arguments) else {}


def _raise_refusal(arguments: Arguments, would: DryRun, refusal: str) -> NoReturn:
    """Raise OverwriteRefusedError, after the clashes: as a JSON document, or as lines."""
    from wizard.cli.streams import tell, write_json

    if would.is_own and arguments.json:
        from wizard.automation.envelopes import SCHEMA_VERSION
        from wizard.cli.dry_run_document import dry_run_data

        head = {"schemaVersion": SCHEMA_VERSION, "kind": "clashes", "draft": arguments.draft or ""}
        write_json({**head, **dry_run_data(would, would.marks())})
    elif would.is_own:
        from wizard.prompts.review_prompts import difference_lines

        for line in difference_lines(would.difference(), would.source):
            tell(line)
    raise OverwriteRefusedError(refusal)


def _refusal(arguments: Arguments, would: DryRun, draft: str) -> str:
    """Return why nothing is saved, and what can be done; nothing if it can be saved."""
    if would.is_own:
        return "" if _is_decided(arguments) or not would.merge.conflicts else _clash_refusal(would, draft)
    is_saved_plan = would.conflict_mark() is None and would.existing.record() is not None
    return "" if arguments.ours and is_saved_plan else _ownership_refusal(would, draft, is_saved_plan=is_saved_plan)


def _clash_refusal(would: DryRun, draft: str) -> str:
    import shlex

    existing = would.source
    name = existing.plan_path.name
    what = f"{name} was edited by hand in the lines your answers change"
    if would.is_document:
        what = f"{name} was reformatted, so the new answers have no certain place in it"
    elif existing.base() is None:
        what = f"{existing.base_problem()}, so it is not known which lines of {name} were edited by hand"
    resume = f"plan-wizard resume {shlex.quote(draft)}"
    choosing = f"{resume} lets you choose and save; so does {resume} --prompts, line by line, with :save"
    sides = "without a screen, --ours takes your answers' lines, --theirs the file's, --markers both between marks"
    return f"{what}; nothing is saved. {choosing}; {sides}"


def _ownership_refusal(would: DryRun, draft: str, *, is_saved_plan: bool) -> str:
    """Return the sentence on files that are not the draft's own, and what can be done."""
    import shlex

    from wizard.message_text import sanitize_line

    existing, mark = would.existing, would.conflict_mark()
    if mark is not None:
        name = sanitize_line(mark.path.name)
        remedy = f"Keep one side in {name}, delete the conflict markers and save again, or use -o"
        return f"{would.matter}; nothing is saved. {remedy}"
    ours = "--ours saves over it and keeps copies, " if is_saved_plan else ""
    opening = ""
    if existing.plan is not None and existing.answers is not None:
        opening = f"plan-wizard open {shlex.quote(str(existing.plan_path))} goes on with what is there, "
    looking = f"plan-wizard resume {shlex.quote(draft)} shows the difference"
    return f"{would.matter}; nothing is saved. -o saves to another file, {ours}{opening}and {looking}"
